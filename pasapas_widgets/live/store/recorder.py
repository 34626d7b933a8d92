"""Keep the answers of many phones at once: what comes in while one transaction is written goes into the next."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from pasapas_widgets.live.store.answers import Answers, Message, Outcome

__all__ = ["Recorder"]

MOST_GATHERED = 500


class Recorder:
    """The way from an event loop to the store's answers, in one thread of its own.

    A disk can confirm a hundred transactions a second, and one transaction can hold hundreds of answers: so a room
    waits a few milliseconds where it would wait seconds (benchmarks/results/store_writes.md).

    Parameters
    ----------
    answers
        ``store.answers``.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recorder")
        self._waiting: list[tuple[Message, asyncio.Future[Outcome]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, message: Message) -> Outcome:
        """Return what became of a message; ``"kept"`` is on disk.

        Raises
        ------
        StoreError
            The database failed: nothing of the message is kept, and the phone sends it again.
        """
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((message, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await done

    async def close(self) -> None:
        """Wait until everything is written, and end the thread."""
        while self._writing is not None:
            await asyncio.wait([self._writing])
        self._thread.shutdown()

    async def _write(self) -> None:
        """Write until nothing waits. No await stands between the last look and the end, so that nothing is missed."""
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_GATHERED], self._waiting[MOST_GATHERED:]
            try:
                messages = [message for message, _ in batch]
                outcomes = await loop.run_in_executor(self._thread, self._answers.record_many, messages)
            except Exception as error:  # each phone that waits is told; the next batch is tried all the same
                for _, done in batch:
                    if not done.done():
                        done.set_exception(error)
            else:
                for (_, done), outcome in zip(batch, outcomes, strict=True):
                    if not done.done():  # the phone may have gone meanwhile; its answer is kept
                        done.set_result(outcome)
        self._writing = None
