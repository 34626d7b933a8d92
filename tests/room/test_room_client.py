"""The client of a kernel: what it does when the server is gone, slow, cut, or something else."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from salle import SECRET, Salle

from pasapas_widgets.live.client import Room, RoomError
from pasapas_widgets.live.verbs import READS, VERBS, name_of

Answer = Callable[[int, str], bytes | None]


def reply(plain: Any, status: str = "200 OK") -> bytes:
    body = json.dumps(plain).encode()
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


class Stand:
    """A server that answers by rule, connections kept alive: ``None`` drops the connection without a word."""

    def __init__(self, answer: Answer) -> None:
        self.asked: list[str] = []
        self._answer = answer
        self._door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        self.room = Room(f"http://127.0.0.1:{self._door.getsockname()[1]}", SECRET)

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._speak, args=(link,), daemon=True).start()

    def _speak(self, link: socket.socket) -> None:
        with link, link.makefile("rb") as read:
            while line := read.readline():
                verb, length = line.split()[1].decode().rpartition("/")[2], 0
                while (header := read.readline()).strip():
                    if header.lower().startswith(b"content-length"):
                        length = int(header.split(b":")[1])
                read.read(length)
                self.asked.append(verb)
                told = self._answer(len(self.asked), verb)
                if told is None:
                    return
                link.sendall(told)

    def close(self) -> None:
        self._door.close()


@pytest.fixture
def stand() -> Iterator[Callable[[Answer], Stand]]:
    opened: list[Stand] = []

    def start(answer: Answer) -> Stand:
        opened.append(Stand(answer))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def test_a_read_is_asked_once_more_when_the_kept_connection_is_dropped(stand: Callable[[Answer], Stand]) -> None:
    server = stand(lambda n, _: None if n == 2 else reply({"done": [n]}))
    assert server.room.sessions() == [1]
    assert server.room.sessions() == [3]
    assert server.asked == ["sessions"] * 3


def test_a_read_that_is_dropped_twice_is_given_up(stand: Callable[[Answer], Stand]) -> None:
    server = stand(lambda *_: None)
    with pytest.raises(RoomError, match="ne répond pas") as gone:
        server.room.sessions()
    assert gone.value.reason == "unreachable" and server.asked == ["sessions"] * 2


def test_a_write_is_never_asked_twice_and_the_doubt_is_said(stand: Callable[[Answer], Stand]) -> None:
    server = stand(lambda _, verb: reply({"done": []}) if verb in READS else None)
    server.room.sessions()
    with pytest.raises(RoomError, match="regarder où en est la séance") as unsure:
        server.room.move("x", "pause", version=1)
    assert unsure.value.reason == "unsure" and server.asked == ["sessions", "move"]


def test_a_write_after_a_restart_goes_over_a_new_connection(stand: Callable[[Answer], Stand]) -> None:
    """A kept connection that died would leave the doubt for nothing: a write opens its own."""
    server = stand(lambda n, _: reply({"done": {"n": n}}))
    server.room.sessions()
    server.room._link.sock.close()
    assert server.room.create("x") == {"n": 2}


def test_nobody_at_the_address_is_certain() -> None:
    with pytest.raises(RoomError) as gone:
        Room("http://127.0.0.1:9", SECRET).create("x")
    assert gone.value.reason == "unreachable"


@pytest.mark.parametrize(
    "told", [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<html", reply([1]), reply({}, "500 Oh")]
)
def test_something_else_at_the_address_is_said(stand: Callable[[Answer], Stand], told: bytes) -> None:
    with pytest.raises(RoomError, match="pas lisible"):
        stand(lambda *_: told).room.sessions()


def test_a_refusal_has_its_reason_and_its_sentence(salle: Salle) -> None:
    with pytest.raises(RoomError, match="n'existe pas") as refused:
        salle.room.overview("0" * 32)
    assert refused.value.reason == "session"
    with pytest.raises(RoomError) as refused:
        Room(salle.room.url, "wrong-secret-00").sessions()
    assert refused.value.reason == "seat"


def test_every_verb_has_its_method_and_every_method_its_verb() -> None:
    from pasapas_widgets.live.room.verbs import CALLS

    methods = {name for name in vars(Room) if not name.startswith("_")} - {"find", "close", "ask"}
    assert methods == {*VERBS} == {*map(name_of, CALLS), "selftest"} and methods >= READS


def test_several_threads_share_one_client(salle: Salle) -> None:
    session = salle.session()
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(salle.room.overview(session.id)["state"]["phase"]))
        for _ in range(16)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == ["reponses"] * 16


def test_a_kernel_pays_little_for_the_client() -> None:
    code = (
        "import sys; from pasapas_widgets import Room; Room('http://127.0.0.1:9', 'x');"
        "print([m for m in ('sqlalchemy', 'tornado', 'numpy', 'asyncio', 'requests') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
