"""The bridge between threads and the kernel's loop: work aside, what is shown in the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

__all__ = ["Aside"]

Show = Callable[[], None]


class Aside:
    """Threads of one widget. Without a running loop (a script, a test) everything is done at once.

    Parameters
    ----------
    name
        The threads' name.
    threads
        How many work at the same time; what comes meanwhile waits its turn.
    """

    def __init__(self, name: str, *, threads: int = 1) -> None:
        self.is_closed = False
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._tasks: set[asyncio.Future[Any]] = set()
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None

    @property
    def has_loop(self) -> bool:
        """Whether a kernel's loop runs."""
        return self._loop is not None

    def run(self, job: Callable[[], Show]) -> None:
        """Do a job in a thread, and what it returns in the loop."""
        if self._loop is None:
            job()()
        else:
            self.keep(self._shown(job))

    async def done(self, job: Callable[[], Any]) -> Any:
        """Return what a job gives that is done in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    def keep(self, task: Coroutine[Any, Any, None]) -> None:
        """Carry a task out in the loop, and hold it until it is done."""
        assert self._loop is not None
        held = self._loop.create_task(task)
        self._tasks.add(held)
        held.add_done_callback(self._tasks.discard)

    def post(self, show: Show) -> None:
        """Show something in the loop, from whatever thread; nothing once closed."""

        def unless_closed() -> None:
            if not self.is_closed:
                show()

        if self._loop is None:
            unless_closed()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(unless_closed)

    def close(self) -> None:
        """Begin nothing more, and show nothing more."""
        self.is_closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _shown(self, job: Callable[[], Show]) -> None:
        show = await self.done(job)
        if not self.is_closed:
            show()
