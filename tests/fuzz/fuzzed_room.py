"""What is fuzzed of the room: bytes on the wire of the real server, which answers 2xx to 4xx and logs nothing.

The first byte says what the others are: the body of a phone's verb, of a trainer's verb, a path, or a whole request.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from ports import free_port

from pasapas_widgets.app.choices import RoomChoices
from pasapas_widgets.app.server import PasapasApp
from pasapas_widgets.live.room.ratelimit import Gate
from pasapas_widgets.live.verbs import VERBS

__all__ = ["room"]

HOST, SECRET, KEY = "127.0.0.1", "un-secret-du-fuzzage", "k" * 32
PHONE = ("join", "answers", "time", "comment", "vote", "take-over", "transfer", "ailleurs")
TRAINER = sorted(set(VERBS) - {"selftest", "create"})
"""All verbs but the one that asks this very server, and the one that would fill the disk."""
SECONDS = 60
FINE = re.compile(rb"HTTP/1\.1 (?:2|3|4)\d\d ")
"""An answer that is no fault of ours."""


class _Said(logging.Handler):
    """What the server says in its window."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class _Server:
    """``pasapas salle`` in this process, on a folder of its own."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        os.environ["PASAPAS_DATA"] = self._folder.name
        self.loop = asyncio.new_event_loop()
        self.said = _Said()
        logging.getLogger().addHandler(self.said)
        self.loop.run_until_complete(self._open())

    async def _open(self) -> None:
        app = PasapasApp(log_level=logging.WARNING)
        app.initialize([])
        app.prepare(RoomChoices(network=True, address=HOST, secret=SECRET, store=str(Path(self._folder.name) / "s")))
        self.port = free_port()
        app.listen(self.port)
        app.room.finder.gate = app.room.doors.gate = Gate(size=10**9)  # guesses are many here, and wait for nothing
        self.session = self.code = ""

    async def begin(self) -> None:
        """Have a session with a seat, whatever the bytes before did to them."""
        headers = {"Authorization": f"Place {KEY}"}
        if not self.code or not (await self.ask(f"POST /s/{self.code}/join", b"{}", **headers)).startswith(
            b"HTTP/1.1 200"
        ):
            made = await self.ask("POST /salle/api/create", b'{"title": "Essai"}', Authorization=f"Jeton {SECRET}")
            told = json.loads(made.partition(b"\r\n\r\n")[2])["done"]
            self.session, self.code = told["id"], told["code"]
            await self.ask(f"POST /s/{self.code}/join", b"{}", **headers)

    async def ask(self, what: str, body: bytes, **headers: str) -> bytes:
        lines = [f"{what} HTTP/1.1", f"Host: {HOST}", "Connection: close", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return await self.send("\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body)

    async def send(self, request: bytes, *, seconds: float = SECONDS) -> bytes:
        """Return what comes back until the server closes, or until the seconds are over."""
        reader, writer = await asyncio.open_connection(HOST, self.port)
        found = b""
        try:
            writer.write(request)
            with suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(seconds):
                    while more := await reader.read(2**20):
                        found += more
        finally:
            writer.close()
        return found


_server: list[_Server] = []


async def _one(server: _Server, data: bytes) -> bytes:
    await server.begin()
    what, body = data[:1] or b"\0", data[1:]
    kind, number = what[0] % 4, what[0] // 4
    if kind == 0:
        verb = PHONE[number % len(PHONE)]
        return await server.ask(f"POST /s/{server.code}/{verb}", body, Authorization=f"Place {KEY}")
    if kind == 1:
        body = body.replace(b"SESSION", server.session.encode())
        return await server.ask(
            f"POST /salle/api/{TRAINER[number % len(TRAINER)]}", body, Authorization=f"Jeton {SECRET}"
        )
    if kind == 2:
        path = re.sub(rb"[\s\x00-\x1f]", b"", body).decode("latin-1").replace("CODE", server.code)
        return await server.ask(f"GET /{path}", b"", Authorization=f"Place {KEY}")
    return await server.send(body.replace(b"CODE", server.code.encode()), seconds=0.1)


def room(data: bytes) -> None:
    """One request of the room."""
    if not _server:
        _server.append(_Server())
    server = _server[0]
    server.said.lines.clear()
    answered: Any = server.loop.run_until_complete(_one(server, data))
    assert FINE.match(answered) or (not answered and data[:1] and data[0] % 4 == 3), answered[:200]
    assert not server.said.lines, server.said.lines
