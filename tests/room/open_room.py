"""A room server of a test's own, and a phone that sends exactly what it is told."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from pasapas_widgets.client import Room

HOST = "127.0.0.1"


@contextmanager
def open_room(folder: Path, port: int, *, secret: str = "secret-des-tests") -> Iterator[Room]:
    """Run ``pasapas salle`` with its files in a folder; give the trainer's client."""
    command = [sys.executable, "-m", "pasapas_widgets.cli", "salle", "--no-browser", "--port", str(port)]
    command += ["--adresse", HOST, "--store", str(folder / "seances.sqlite")]
    env = {**os.environ, "PASAPAS_DATA": str(folder), "PASAPAS_JETON": secret}
    with (folder / "serveur.txt").open("wb") as said:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=env)
        try:
            _wait(port, server, folder / "serveur.txt")
            yield Room(f"http://{HOST}:{port}", secret)
        finally:
            server.terminate()
            server.wait(30)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        with suppress(OSError, HTTPException):
            link = HTTPConnection(HOST, port, timeout=5)
            link.request("GET", "/s/")
            link.getresponse()
            return
        time.sleep(0.1)
    raise RuntimeError(f"the room did not open: {log.read_text(errors='replace')}")


class Sender:
    """A phone without a will of its own."""

    def __init__(self, port: int, code: str, *, key: str | None = None) -> None:
        self.key = key or secrets.token_urlsafe(24)
        self._link, self._base = HTTPConnection(HOST, port, timeout=20), f"/s/{code}"

    def ask(self, method: str, verb: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        """Send one request; return the status and the reply."""
        text = None if body is None else json.dumps(body)
        headers = {"Authorization": f"Place {self.key}", "Content-Type": "application/json"}
        self._link.request(method, f"{self._base}/{verb}", text, headers)
        reply = self._link.getresponse()
        data = reply.read()
        return reply.status, json.loads(data) if data else {}

    def post(self, verb: str, body: Any) -> dict[str, Any]:
        """Send what the server must take."""
        status, reply = self.ask("POST", verb, body)
        assert status == 200, (verb, body, status, reply)
        return reply

    def join(self) -> dict[str, Any]:
        """Take the seat; return what the server holds of it."""
        own: dict[str, Any] = self.post("join", {})["own"]
        return own
