"""The long poll: who waits is answered as soon as what they follow differs from what they have."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from pasapas_widgets.live.store import RefusedError, StoreError

__all__ = ["WAIT_SECONDS", "Document", "Follow", "tagged"]

WAIT_SECONDS = 25
"""A request waits at most this long: shorter than what phones, relays and hotspots cut."""

Read = Callable[[], Awaitable[dict[str, Any]]]


class Document(Struct, frozen=True):
    """What is followed, ready to send; its tag depends on its content alone, so every process gives the same."""

    tag: str
    body: bytes


def tagged(plain: dict[str, Any]) -> Document:
    """Return a document with its tag inside.

    >>> tagged({"phase": "attente"}).body
    b'{"tag":"29dc56c78335","phase":"attente"}'
    """
    tag = blake2b(msgspec.json.encode(plain), digest_size=6).hexdigest()
    return Document(tag, msgspec.json.encode({"tag": tag, **plain}))


class _Watched:
    """One thing that is followed: read by one task, and only while somebody waits for it."""

    def __init__(self, read: Read, every: float) -> None:
        self._read, self._every = read, every
        self._waiting = 0
        self._known: Document | None = None
        self._fault: StoreError | None = None
        self._changed, self._poke = asyncio.Event(), asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._looks, self._closed = 0, False

    def wake(self) -> None:
        """Read again at once."""
        self._poke.set()

    def stop(self) -> None:
        """Give up reading; who waits is told that there is nothing new."""
        self._closed = True
        self._changed.set()
        if self._task is not None:
            self._task.cancel()

    async def newer(self, tag: str, seconds: float) -> Document | None:
        self._waiting += 1
        before = self._looks
        if self._fault is not None:  # it may be over by now
            self._poke.set()
        try:
            async with asyncio.timeout(seconds):
                while not self._closed:
                    if self._task is None:
                        self._task = asyncio.create_task(self._follow())
                    changed = self._changed
                    if self._fault is not None and self._looks > before:
                        raise self._fault
                    if self._known is not None and self._known.tag != tag:
                        return self._known
                    await changed.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting -= 1
        return None

    async def _follow(self) -> None:
        try:
            while self._waiting:
                self._poke.clear()
                await self._look()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._poke.wait(), self._every)
        finally:
            self._task, self._known, self._fault = None, None, None

    async def _look(self) -> None:
        try:
            known, fault = tagged(await self._read()), None
        except StoreError as error:
            known, fault = None, error
        self._looks += 1
        if known != self._known or fault is not None:
            self._known, self._fault = known, fault
            earlier, self._changed = self._changed, asyncio.Event()
            earlier.set()


class Follow:
    """What phones and projectors wait for.

    Parameters
    ----------
    every
        Seconds between two looks at the store while somebody waits: how late another process's change is seen.
    """

    def __init__(self, *, every: float = 0.5) -> None:
        self._every = every
        self._watched: dict[tuple[str, str], _Watched] = {}
        self.closed = False

    async def newer(
        self, kind: str, session: str, read: Read, *, tag: str, seconds: float = WAIT_SECONDS
    ) -> Document | None:
        """Return the document as soon as its tag is not ``tag``, ``None`` when the time is over.

        Raises
        ------
        StoreError
            It cannot be read.
        """
        if self.closed:
            return None
        place = (kind, session)
        watched = self._watched.setdefault(place, _Watched(read, self._every))
        try:
            return await watched.newer(tag, seconds)
        except RefusedError:
            self._watched.pop(place, None)  # erased meanwhile
            raise

    def wake(self, session: str) -> None:
        """Look at the session's documents again at once: this process has just changed it."""
        for (_, watched_session), watched in self._watched.items():
            if watched_session == session:
                watched.wake()

    def close(self) -> None:
        """Stop reading."""
        self.closed = True
        for watched in self._watched.values():
            watched.stop()
