"""The kernels beside a room: reached by the trainer only, and they inherit nothing that opens the database."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from salle import LAN, SECRET, WEBSOCKET, Salle

from pasapas_widgets.app.kernels import inherited
from pasapas_widgets.live.client import Room


def kernel_page(salle: Salle, cookie: str) -> str:
    """Open a workbook as the trainer does and return its kernel's id."""
    page = salle.ask("/voila/render/01_autodiagnostic.ipynb", Cookie=cookie, seconds=90)
    found = re.search(r'"kernelId": *"([0-9a-f-]{36})"', page.body.decode())
    assert found
    return found[1]


def environment_of_kernels(salle: Salle) -> list[dict[str, str]]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1]) == salle.process.pid:
                pairs = (stat.parent / "environ").read_bytes().decode().split("\0")
                found.append(dict(pair.split("=", 1) for pair in pairs if "=" in pair))
        except OSError:
            continue
    return found


def test_a_kernel_is_reached_by_the_trainer_only_and_knows_only_the_room(open_salle: Callable[..., Salle]) -> None:
    """A participant sends no message to a kernel, and no ``execute_request`` gets through even the trainer's page."""
    salle = open_salle(
        secret=None,
        PGPASSWORD="mot-de-passe",
        PASAPAS_JETON=SECRET,
        DATABASE_URL="postgresql://u:mot-de-passe@h/b",
    )
    assert SECRET not in "".join(salle.said), "a secret given by the environment is not shown"
    salle.secret, salle.room = SECRET, Room(f"http://127.0.0.1:{salle.port}", SECRET)
    session, cookie = salle.session(), salle.cookie()
    kernel = kernel_page(salle, cookie)
    channels = f"/api/kernels/{kernel}/channels"
    phone = session.phone()
    for headers in ({}, {"Authorization": f"Place {phone.key}"}, {"Authorization": f"token {SECRET}"}):
        assert salle.ask(channels, **WEBSOCKET, **headers).reason == "trainer"
        assert salle.ask(f"{channels}?token={SECRET}", **WEBSOCKET, **headers).reason == "trainer"
        assert salle.ask(f"/voila/api/shutdown/{kernel}", method="POST", body="", **headers).reason == "trainer"
    with socket.create_connection((LAN, salle.port), 10) as link:
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in WEBSOCKET.items())
        link.sendall(f"GET {channels} HTTP/1.1\r\nHost: {LAN}:{salle.port}\r\nCookie: {cookie}\r\n{lines}\r\n".encode())
        assert link.recv(12) == b"HTTP/1.1 101"
    if Path("/proc/self/environ").exists():
        (own,) = environment_of_kernels(salle)
        assert own["PASAPAS_SALLE_URL"] == f"http://127.0.0.1:{salle.port}"
        assert own["PASAPAS_SALLE_JETON"] not in ("", SECRET)
        assert not [name for name, value in own.items() if "mot-de-passe" in value or SECRET in value]


def test_what_opens_the_database_is_not_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PGPASSWORD": "x",
        "PGHOST": "x",
        "PASAPAS_STORE": "sqlite:///x",
        "PASAPAS_JETON": "x",
        "ANYTHING": "postgres://u:p@h/b",
        "OTHER": "postgresql+psycopg://u@h/b",
        "KEPT": "x",
    }.items():
        monkeypatch.setenv(name, value)
    names = set(inherited())
    assert "KEPT" in names and "PATH" in names
    assert names.isdisjoint({"PGPASSWORD", "PGHOST", "PASAPAS_STORE", "PASAPAS_JETON", "ANYTHING", "OTHER"})
