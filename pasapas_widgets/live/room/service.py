"""What the handlers share: the open store, the way to it, who waits, and where phones find the room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pasapas_widgets.live.room.doors import Doors
from pasapas_widgets.live.room.follow import Follow
from pasapas_widgets.live.room.lookup import Finder
from pasapas_widgets.live.room.trialmarks import Tries

if TYPE_CHECKING:
    from pasapas_widgets.live.store import Recorder, Store
    from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["RoomService"]

T = TypeVar("T")

THREADS = 4
"""Calls to the store at the same time; SQLite takes them one by one, PostgreSQL has a connection for each."""


class RoomService:
    """One room server.

    Parameters
    ----------
    where
        The store: a SQLite file or a URL (:func:`pasapas_widgets.live.store.open_store`).
    doors
        Who comes in.
    questionnaire
        What the groups of this room answer.
    """

    def __init__(self, where: str | Path, doors: Doors, *, questionnaire: Questionnaire) -> None:
        self.where, self.doors, self.questionnaire = where, doors, questionnaire
        self.address = ""
        """Where phones find the room, ``http://…`` without a final slash; known once the server listens."""
        self.listening = ("127.0.0.1", 0)
        """The machine's address that phones use, and the port."""
        self.follow = Follow()
        self.finder = Finder(self.ask)
        self.tries = Tries()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="room")
        self._store: Store | None = None
        self._recorder: Recorder | None = None
        self._opening = asyncio.Lock()

    @property
    def exists(self) -> bool:
        """Whether there is a store to look after: a file that was never made holds no session."""
        where = str(self.where)
        sqlite = isinstance(self.where, Path) or "://" not in where or where.startswith("sqlite:")
        return not sqlite or Path(where.removeprefix("sqlite:///")).exists()

    async def store(self) -> Store:
        """Return the store, opened at the first call.

        Raises
        ------
        StoreError
            It cannot be opened: one French sentence.
        """
        if self._store is None:
            async with self._opening:
                if self._store is None:
                    loop = asyncio.get_running_loop()
                    self._store = await loop.run_in_executor(self._threads, self._open)
        return self._store

    async def ask(self, call: Callable[[Store], T]) -> T:
        """Return what ``call`` gives of the store, called in a thread of the room's own."""
        store = await self.store()
        return await asyncio.get_running_loop().run_in_executor(self._threads, call, store)

    async def recorder(self) -> Recorder:
        """Return the way of the answers: many phones in one transaction."""
        store = await self.store()
        if self._recorder is None:
            from pasapas_widgets.live.store import Recorder

            self._recorder = Recorder(store.answers)
        return self._recorder

    def _open(self) -> Store:
        """Open the store; its libraries are loaded only now, so that the app alone weighs nothing of them."""
        from pasapas_widgets.live.store import open_store

        return open_store(self.where, questionnaires=(self.questionnaire,))

    async def close(self) -> None:
        """Let go who waits, write what was taken, close the store."""
        self.follow.close()
        if self._recorder is not None:
            await self._recorder.close()
        self._threads.shutdown()
        if self._store is not None:
            self._store.close()
