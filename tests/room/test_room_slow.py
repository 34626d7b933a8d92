"""Slow connections: each holds little, is ended after a while, and holds nobody back."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

from salle import LAN, Salle

SHORT = "import pasapas_widgets.app.server as server\nserver.IDLE_SECONDS, server.BODY_SECONDS = 4, 3\n"
"""The limits of the server, two minutes and one, as a test can wait for them."""
EACH = 100


def test_a_request_that_never_ends_is_ended_and_holds_nobody_back(
    open_salle: Callable[..., Salle], tmp_path: Path
) -> None:
    (tmp_path / "limits").mkdir()
    (tmp_path / "limits" / "sitecustomize.py").write_text(SHORT, encoding="utf-8")
    salle = open_salle(tmp_path / "data", PYTHONPATH=str(tmp_path / "limits"))
    session = salle.session()
    phone = session.phone()
    head = f"POST /s/{session.code}/answers HTTP/1.1\r\nHost: {LAN}\r\nContent-Length: 9000\r\n".encode()
    began = time.monotonic()
    held = [slow(salle.port, begun) for begun in (b"", head, head + b"\r\n", head + b"\r\n{") for _ in range(EACH)]
    for number, item in enumerate(("L1-01", "L1-02", "L1-03"), start=1):
        asked = time.monotonic()
        assert phone.answers({item: number}) == ["kept"] and time.monotonic() - asked < 2
    for one in held:
        one.settimeout(max(0.1, began + 60 - time.monotonic()))
        while one.recv(4096):  # what it says, if anything; then the end, or the time of this test is over
            pass
        one.close()
    assert phone.own()["sheet"]["reponses"] == {"L1-01": 1, "L1-02": 2, "L1-03": 3}
    assert not any("Traceback" in line for line in salle.said)


def slow(port: int, begun: bytes) -> socket.socket:
    """Open a connection that says the beginning of a request, and no more."""
    opened = socket.create_connection((LAN, port), timeout=10)
    opened.sendall(begun)
    return opened
