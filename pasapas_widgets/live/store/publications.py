"""What a group has been shown. Sheets are aggregated here, inside the store: no individual answer leaves it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, insert, select, update

from pasapas_widgets.live.store.access import check_over, decided, session_row
from pasapas_widgets.live.store.countedsheets import gathered
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.heads import check_heads
from pasapas_widgets.live.store.ledger import ledger_of, publication_of, shown_in
from pasapas_widgets.live.store.tables import PUBLICATIONS
from pasapas_widgets.live.store.values import Questionnaires

__all__ = ["Publications", "Published"]

ATTEMPTS = 5


class Published(Struct, frozen=True):
    """The group's results as they may be shown to anyone of the session.

    Parameters
    ----------
    number
        Grows by one each time that something more is shown; 1 for the first.
    day
        The day of that.
    waiting
        Whether sheets had been received, when the trainer last published, that no figure counts yet: fewer than five
        of the phones, fewer than five brought. How many is never said (docs/decisions/021-who-knows-what.md).
    results
        ``GroupResults.plain()``: figures of at least five people, ``None`` where one is withheld.
    """

    number: int
    day: dt.date
    waiting: bool
    results: dict[str, Any]


class Publications:
    """The publications of the sessions: one ledger each, carried from one publication to the next."""

    def __init__(self, database: Database, questionnaires: Questionnaires) -> None:
        self._database = database
        self._questionnaires = questionnaires

    def publish(self, session: str, *, day: dt.date | None = None) -> Published:
        """Publish the session's results, or what may be added to those shown before. The trainer's own call.

        Refused (``people``) while there are more seats than people expected: :meth:`Heads.accept` decides otherwise.
        Refused (``phase``) while answers at a distance are open.

        It computes outside of any transaction, so that answers keep being kept meanwhile. Two servers that publish at
        once end in one publication after the other.
        """
        for _ in range(ATTEMPTS):
            done = self._attempt(session, day or dt.date.today())
            if done is not None:
                return done
        raise RefusedError("stale", "D'autres publient cette séance en même temps : recommencer dans un instant.")

    def shown(self, session: str) -> Published | None:
        """Return what was published last, or ``None`` where nothing was."""
        with self._database.transaction() as connection:
            session_row(connection, session)
            row = _row(connection, session)
        if row is None:
            return None
        return Published(
            row.number, dt.date.fromisoformat(row.day), bool(row.waiting), msgspec.json.decode(row.results)
        )

    def _attempt(self, session: str, day: dt.date) -> Published | None:
        """Publish once; ``None`` where somebody else published in between."""
        from pasapas_widgets.rules.aggregation import publish

        with self._database.transaction() as connection:
            row = session_row(connection, session)
            check_over(row, self._database.now())
            check_heads(connection, row)
            about = decided(row)
            q = self._questionnaires.of(about)
            held = _row(connection, session)
            shown = shown_in(held.ledger) if held else ()
            entries = gathered(connection, session, about=about, q=q, shown=shown)
        previous = publication_of(held.results, held.ledger, waiting=held.waiting, items=len(q.items)) if held else None
        new = publish(entries, previous, questionnaire=q, thresholds=self._questionnaires.thresholds(about))
        number = held.number if held else 0
        more = previous is None or len(new.entries) > len(previous.entries)
        results = new.results if new.entries else msgspec.structs.replace(new.results, n_sheets=0)
        values: dict[str, Any] = {"waiting": int(new.waiting > 0)}
        if more:
            values |= {
                "number": number + 1,
                "day": day.isoformat(),
                "results": msgspec.json.encode(results).decode(),
                "ledger": ledger_of(new),
            }
        with self._database.transaction() as connection:
            session_row(connection, session, lock=True)
            now = _row(connection, session)
            if (now.number if now else 0) != number:
                return None
            if now is None:
                connection.execute(insert(PUBLICATIONS).values(session=session, **values))
            else:
                connection.execute(update(PUBLICATIONS).where(PUBLICATIONS.c.session == session).values(**values))
        shown_day = day if more else dt.date.fromisoformat(held.day) if held else day
        return Published(number + more, shown_day, new.waiting > 0, results.plain())


def _row(connection: Connection, session: str) -> Row[tuple[object, ...]] | None:
    return connection.execute(select(PUBLICATIONS).where(PUBLICATIONS.c.session == session)).one_or_none()
