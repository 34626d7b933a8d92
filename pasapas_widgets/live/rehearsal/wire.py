"""HTTP as a phone speaks it, with the standard library: connections kept alive, and a Wi-Fi as bad as asked."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pasapas_widgets.front.addresses import server_of
from pasapas_widgets.live.rehearsal.people import Draw

__all__ = ["GOOD_LINK", "Address", "Link", "LinkError", "Reply", "Traffic", "Wire"]

LONGEST_REPLY = 8_000_000


class LinkError(Exception):
    """A request to which no reply came: whether the server carried it out is not known."""


@dataclass(frozen=True)
class Link:
    """What the way to the server does to requests.

    Parameters
    ----------
    delay
        Seconds added to each exchange, half on the way there and half on the way back, and to each new connection.
    lost_before, lost_after
        Shares (0 to 1) of the exchanges that are cut before the request reaches the server, and after the server
        has carried it out.
    doubled
        Share of the requests that reach the server twice.
    noticed
        Seconds until a phone notices that no reply will come.
    """

    delay: float = 0.0
    lost_before: float = 0.0
    lost_after: float = 0.0
    doubled: float = 0.0
    noticed: float = 0.5


GOOD_LINK = Link()


@dataclass
class Traffic:
    """Bytes of HTTP, both ways, headers included, and the connections they took."""

    sent: int = 0
    received: int = 0
    requests: int = 0
    connections: int = 0


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    body: bytes

    def json(self) -> dict[str, Any]:
        """Return the body's object, empty where there is none.

        Raises
        ------
        LinkError
            Something else than our server answered: a captive portal's page, for example.
        """
        try:
            plain = json.loads(self.body or b"{}")
        except ValueError as error:
            raise LinkError("no JSON") from error
        if not isinstance(plain, dict):
            raise LinkError("no object")
        return plain


@dataclass(frozen=True)
class Address:
    """Where a server is.

    >>> Address.of("http://192.168.1.20:8866/")
    Address(host='192.168.1.20', port=8866, secure=False, prefix='')
    """

    host: str
    port: int
    secure: bool = False
    prefix: str = ""

    @classmethod
    def of(cls, url: str) -> Address:
        """Read an address as it is typed.

        Raises
        ------
        ValueError
            It is no address of a web server.
        """
        parts = urlsplit(server_of(url))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(url)
        secure = parts.scheme == "https"
        return cls(parts.hostname, parts.port or (443 if secure else 80), secure, parts.path.rstrip("/"))

    @property
    def named(self) -> str:
        """The host as the ``Host`` header writes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


class Wire:
    """One connection to the server, opened at the first request and again whenever it broke.

    Parameters
    ----------
    address
        The server.
    headers
        Sent with each request.
    link
        How bad the way is; ``draw`` decides which exchanges suffer.
    traffic
        Where bytes are counted.
    """

    def __init__(
        self, address: Address, *, headers: dict[str, str], draw: Draw, link: Link = GOOD_LINK, traffic: Traffic
    ) -> None:
        self._address, self._link, self._draw, self._traffic = address, link, draw, traffic
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._head = f"Host: {address.named}\r\n{lines}"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._turn = asyncio.Lock()

    async def ask(self, method: str, path: str, body: Any = None, *, patience: float = 15.0) -> Reply:
        """Send a request and return the reply.

        Raises
        ------
        LinkError
            No reply within ``patience`` seconds, or the connection failed.
        """
        async with self._turn:
            return await self._ask(method, path, body, patience)

    async def _ask(self, method: str, path: str, body: Any, patience: float) -> Reply:
        link, draw = self._link, self._draw
        await asyncio.sleep(link.delay / 2)
        if draw.chance(link.lost_before):
            await self._cut()
        try:
            async with asyncio.timeout(patience):
                reply = await self._exchange(method, path, body)
                if draw.chance(link.doubled):
                    reply = await self._exchange(method, path, body)
        except (OSError, EOFError, ValueError, IndexError, asyncio.LimitOverrunError) as error:
            self.close()
            raise LinkError(type(error).__name__) from error
        except asyncio.CancelledError:
            self.close()
            raise
        if draw.chance(link.lost_after):
            await self._cut()
        await asyncio.sleep(link.delay / 2)
        return reply

    def close(self) -> None:
        """Drop the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _cut(self) -> None:
        """Let the connection break; the phone notices after a while."""
        self.close()
        await asyncio.sleep(self._link.noticed)
        raise LinkError("cut")

    async def _exchange(self, method: str, path: str, body: Any) -> Reply:
        data = b"" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        kind = "" if body is None else f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        request = f"{method} {self._address.prefix}{path} HTTP/1.1\r\n{self._head}{kind}\r\n".encode() + data
        kept_alive = self._streams is not None
        try:
            return await self._once(request)
        except (OSError, EOFError):
            self.close()
            if not kept_alive:
                raise
        return await self._once(request)  # the server had closed an idle connection: browsers ask again, too

    async def _once(self, request: bytes) -> Reply:
        reader, writer = self._streams or await self._connect()
        writer.write(request)
        self._traffic.sent += len(request)
        self._traffic.requests += 1
        head = await reader.readuntil(b"\r\n\r\n")
        status, headers = _read_head(head)
        body = b""
        if status not in (204, 304):
            if headers.get("transfer-encoding", "").lower() == "chunked":
                body = await _read_chunks(reader)
            else:
                length = int(headers.get("content-length", "0"))
                if length > LONGEST_REPLY:
                    raise ValueError("too long")
                body = await reader.readexactly(length)
        self._traffic.received += len(head) + len(body)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Reply(status, body)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        await asyncio.sleep(self._link.delay)
        self._streams = await asyncio.open_connection(
            self._address.host, self._address.port, ssl=True if self._address.secure else None
        )
        self._traffic.connections += 1
        return self._streams


def _read_head(head: bytes) -> tuple[int, dict[str, str]]:
    """Return the status and the headers, names in lower case."""
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return int(first.split(" ", 2)[1]), {name.strip().lower(): value.strip() for name, _, value in pairs}


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    """Return a body sent in chunks."""
    body = bytearray()
    while True:
        size = int((await reader.readline()).split(b";")[0], 16)
        body += await reader.readexactly(size)
        await reader.readexactly(2)
        if size == 0:
            return bytes(body)
        if len(body) > LONGEST_REPLY:
            raise ValueError("too long")
