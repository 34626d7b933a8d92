"""The port of a server that was killed: its phones go on looking there, so the next one waits for it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ports import free_port
from salle import LAN, SECRET, Phone, Salle


@contextmanager
def held(port: int) -> Iterator[socket.socket]:
    """Hold the port as what is left of a server does: nobody answers there."""

    def drop() -> None:
        with suppress(OSError):
            while True:
                left.accept()[0].close()

    with socket.create_server(("127.0.0.1", port)) as left:
        threading.Thread(target=drop, daemon=True).start()
        yield left
        with suppress(OSError):
            left.shutdown(socket.SHUT_RDWR)


def started_without_a_port(data: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pasapas_widgets.cli", *more, "--no-browser"]
    environment = {**os.environ, "PASAPAS_DATA": str(data)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)


def test_a_port_that_is_not_given_back_yet_is_waited_for_and_its_phones_go_on(tmp_path: Path) -> None:
    salle = Salle(tmp_path, port=free_port())
    session = salle.session()
    phone = session.phone()
    phone.answer(L1_01=3)
    salle.kill()
    with held(salle.port) as left:
        again = started_without_a_port(tmp_path, "salle", "--adresse", LAN, "--jeton", SECRET)
        said = again.stdout.readline() if again.stdout else ""
        assert f"Le port {salle.port}" in said and "attendu" in said
        left.shutdown(socket.SHUT_RDWR)
        for line in again.stdout or ():
            if "Ctrl" in line:
                break
    try:
        came_back = Phone(salle.port, session.code, key=phone.key)
        assert came_back.own()["sheet"]["reponses"] == {"L1-01": 3}, "at the address that the phone knows"
    finally:
        again.terminate()
        assert again.wait(30) == 0


def test_a_room_never_leaves_its_phones_behind_without_a_word(tmp_path: Path) -> None:
    salle = Salle(tmp_path, port=free_port())
    salle.kill()
    with held(salle.port):
        again = started_without_a_port(tmp_path, "salle", "--adresse", LAN, "--jeton", SECRET)
        said = again.communicate(timeout=90)[0]
    assert again.returncode == 1 and "Traceback" not in said
    assert f"Le port {salle.port}, où les téléphones" in said and "--port" in said


def test_a_port_that_is_free_again_is_taken_again(tmp_path: Path) -> None:
    first = Salle(tmp_path, port=free_port())
    first.kill()
    again = started_without_a_port(tmp_path, "salle", "--adresse", LAN, "--jeton", SECRET)
    try:
        assert f":{first.port}/" in (again.stdout.readline() if again.stdout else "")
    finally:
        again.terminate()
        assert again.wait(30) == 0
