"""Guessing is slow: one bucket of wrong tries for the whole process, one line for newcomers when it is empty."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

from pasapas_widgets.content import interface
from pasapas_widgets.live.store import RefusedError

__all__ = ["Gate"]

T = TypeVar("T")

WRONG = ("session", "seat")
"""The refusals that count as a wrong try."""


class Gate:
    """Let look-ups of codes or secrets pass; count the wrong ones, and slow everybody unknown down when they are many.

    Nobody's address is looked at: thirty phones behind one address are no case of their own.

    Parameters
    ----------
    size
        Wrong tries before newcomers wait.
    refill
        Tries given back, a second.
    pause
        Seconds that each newcomer in the line takes while the bucket is empty.
    longest
        Newcomers in the line; more are sent back.
    together
        Look-ups at the same moment, so that as many guesses at once do not slip by before they are counted.
    """

    def __init__(
        self, *, size: int = 100, refill: float = 1.0, pause: float = 0.5, longest: int = 120, together: int = 20
    ) -> None:
        self._size, self._refill, self._pause, self._longest = size, refill, pause, longest
        self._tries, self._counted = float(size), monotonic()
        self._waiting = 0
        self._line = asyncio.Lock()
        self._few = asyncio.Semaphore(together)

    @property
    def empty(self) -> bool:
        """Whether there were so many wrong tries that newcomers wait."""
        now = monotonic()
        self._tries = min(self._size, self._tries + (now - self._counted) * self._refill)
        self._counted = now
        return self._tries < 1

    async def ask(self, look: Callable[[], Awaitable[T]]) -> T:
        """Return what the look-up gives; a refusal of a session or a seat is a wrong try.

        Raises
        ------
        RefusedError
            That of the look-up, or ``limit`` when too many wait.
        """
        async with self._few:
            if not self.empty:
                return await self._counted_look(look)
        await self._wait()
        return await self._counted_look(look)

    async def _counted_look(self, look: Callable[[], Awaitable[T]]) -> T:
        try:
            return await look()
        except RefusedError as refused:
            if refused.reason in WRONG:
                self._tries = max(0.0, self._tries - 1)
            raise

    async def _wait(self) -> None:
        if self._waiting >= self._longest:
            raise RefusedError("limit", interface("room")["refus"]["attendre"])
        self._waiting += 1
        try:
            async with self._line:
                await asyncio.sleep(self._pause)
        finally:
            self._waiting -= 1
