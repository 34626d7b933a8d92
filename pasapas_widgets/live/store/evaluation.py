"""The evaluation of a session: two marks, and a comment. Its figures are shown once, and closed for good by that."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, distinct, func, select, update

from pasapas_widgets.live.store.access import decided, session_row
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.heads import check_heads
from pasapas_widgets.live.store.tables import ANSWERS, SEATS, SESSIONS
from pasapas_widgets.live.store.values import BEST_MARK, MARKS, TAKEN_BACK, Questionnaires
from pasapas_widgets.rules.aggregation import Thresholds

__all__ = ["Evaluation", "Marked", "marked"]


class Marked(Struct, frozen=True, kw_only=True):
    """What people marked on one question of the evaluation.

    Parameters
    ----------
    item
        ``"EV-1"`` or ``"EV-2"``.
    people
        How many gave a mark, or ``None`` where they are too few.
    mean
        The mean of the marks, from 1 to 4.
    distribution
        ``"1"`` … ``"4"`` → people.
    reason
        Why something is withheld: ``"n_notes < 5"`` with the threshold of the session.
    """

    item: str
    people: int | None
    mean: float | None
    distribution: dict[str, int] | None
    reason: str | None


class Evaluation:
    """The evaluations of the sessions. Marks come in as answers do: ``store.answers``."""

    def __init__(self, database: Database, questionnaires: Questionnaires) -> None:
        self._database = database
        self._questionnaires = questionnaires

    def given(self, session: str) -> int:
        """Return how many people have given a mark."""
        with self._database.transaction() as connection:
            session_row(connection, session)
            return int(connection.execute(_marks(session, func.count(distinct(ANSWERS.c.seat)))).scalar_one())

    def results(self, session: str) -> tuple[Marked, ...]:
        """Return the results, one for each question. The trainer's own call.

        The first call closes the evaluation for good: with one that went on, the difference of two readings would be
        somebody's mark.

        Raises
        ------
        RefusedError
            The session has not come to its evaluation.
        """
        with self._database.transaction() as connection:
            row = session_row(connection, session, lock=True)
            if not row.evaluated and row.phase not in ("evaluation", "fin"):
                raise RefusedError("phase", "La séance n'est pas encore évaluée : passer d'abord à l'évaluation.")
            if not row.evaluated:
                check_heads(connection, row)
            connection.execute(update(SESSIONS).where(SESSIONS.c.id == session).values(evaluated=1))
            return marked(connection, session, self._questionnaires.thresholds(decided(row)))


def marked(connection: Connection, session: str, limits: Thresholds) -> tuple[Marked, ...]:
    """Return the results of an evaluation that is closed."""
    rows = connection.execute(_marks(session, ANSWERS.c.item, ANSWERS.c.value)).all()
    return tuple(
        _marked(item, [row.value for row in rows if row.item == item], limits.mean, limits.distribution)
        for item in MARKS
    )


def _marks(session: str, *columns: ColumnElement[Any]) -> Select[Any]:
    asked = select(*columns).select_from(ANSWERS.join(SEATS))
    return asked.where(SEATS.c.session == session, ANSWERS.c.item.in_(MARKS), ANSWERS.c.value != TAKEN_BACK)


def _marked(item: str, marks: list[int], least: int, least_of_distribution: int) -> Marked:
    n = len(marks)
    if n < least:
        return Marked(item=item, people=None, mean=None, distribution=None, reason=f"n_notes < {least}")
    count = Counter(marks)
    whole = n >= least_of_distribution
    return Marked(
        item=item,
        people=n,
        mean=sum(marks) / n,
        distribution={str(mark): count[mark] for mark in range(1, BEST_MARK + 1)} if whole else None,
        reason=None if whole else f"n_notes < {least_of_distribution}",
    )
