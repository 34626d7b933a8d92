"""Open the store: check the database, bring its schema up to date, end what was interrupted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection

from pasapas_widgets.live.store.answers import Answers
from pasapas_widgets.live.store.brought import Brought
from pasapas_widgets.live.store.comments import Comments
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.deadlines import Deadlines
from pasapas_widgets.live.store.erasure import Erasure
from pasapas_widgets.live.store.evaluation import Evaluation
from pasapas_widgets.live.store.heads import Heads
from pasapas_widgets.live.store.migrations import migrate
from pasapas_widgets.live.store.publications import Publications
from pasapas_widgets.live.store.seats import Seats
from pasapas_widgets.live.store.sessions import Sessions
from pasapas_widgets.live.store.tallies import Tallies
from pasapas_widgets.live.store.trainers import Trainers
from pasapas_widgets.live.store.values import Questionnaires
from pasapas_widgets.live.store.votes import Votes
from pasapas_widgets.model.deadline import utc_now
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, earlier_versions, load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["Store", "open_store"]


class Store:
    """The sessions of one server and all that belongs to them, by parts. Safe to call from several threads.

    Every method ends its own transaction: what it returned is on disk. A method raises ``RefusedError`` where a request
    is not carried out, and ``StoreError`` where the database fails.
    """

    def __init__(self, database: Database, questionnaires: Iterable[Questionnaire]) -> None:
        self._questionnaire, *others = questionnaires
        known = Questionnaires((*earlier_versions(self._questionnaire), self._questionnaire, *others))
        self._database = database
        self.sessions = Sessions(database, known)
        self.trainers = Trainers(database)
        self.seats = Seats(database)
        self.heads = Heads(database)
        self.deadlines = Deadlines(database)
        self.answers = Answers(database, known)
        self.brought = Brought(database, known)
        self.tallies = Tallies(database, known)
        self.votes = Votes(database, known)
        self.comments = Comments(database, known)
        self.evaluation = Evaluation(database, known)
        self.publications = Publications(database, known)
        self.erasure = Erasure(database)

    @property
    def questionnaire(self) -> Questionnaire:
        """What new sessions answer."""
        return self._questionnaire

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection for what reads across the parts (live/store/research.py)."""
        return self._database.transaction()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(
    where: str | Path,
    *,
    questionnaires: Iterable[Questionnaire] | None = None,
    pool_size: int = 5,
    clock: Callable[[], dt.datetime] = utc_now,
) -> Store:
    """Open the store, made on the spot where there is none yet.

    Parameters
    ----------
    where
        A SQLite file (a path, or ``sqlite:///path``) on a local disk, or ``postgresql://user@host/name``.
    questionnaires
        Those that sessions may use, first the one that new sessions answer, of which the earlier versions that ship are
        known too; the self-diagnosis that ships with the package where left out.
    pool_size
        Connections of this process to PostgreSQL.
    clock
        Gives this moment in UTC: what tells whether the deadline of a session has passed.

    Raises
    ------
    StoreError
        One French sentence: damaged file, another application's, newer schema, folder that cannot be written, server
        that does not answer. Nothing was overwritten.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "seances.sqlite") as store:
    ...     store.sessions.all()
    ()
    """
    database = Database(where, pool_size=pool_size, clock=clock)
    try:
        migrate(database)
        store = Store(database, questionnaires or (load_questionnaire(SELF_DIAGNOSIS),))
        store.erasure.finish()
    except BaseException:
        database.close()
        raise
    return store
