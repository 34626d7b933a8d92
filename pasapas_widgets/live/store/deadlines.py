"""Until when a session is answered at a distance: later, or now. The trainer's own calls (docs/decisions/044)."""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy import Connection, Row, update

from pasapas_widgets.live.store.access import (
    check_ahead,
    closing,
    deadline,
    decided,
    is_bound,
    is_published,
    session_row,
)
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.sessions import ANSWERABLE
from pasapas_widgets.live.store.tables import SESSIONS
from pasapas_widgets.model.deadline import Deadline
from pasapas_widgets.model.session import LONGEST_KEPT_MONTHS, delete_on

__all__ = ["Deadlines"]


class Deadlines:
    """The end of the answers of each session at a distance. It passes by itself: nothing has to run at that hour."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def prolong(self, session: str, until: Deadline) -> Deadline:
        """Take answers until later, also where they have closed already; return the new end.

        Raises
        ------
        RefusedError
            ``value``: the session is in a room, or the new end is not later than what people were told; ``phase``: the
            group has moved on, has been shown results, and a late answer would be the difference, or seats were
            compared with people.
        """
        with self._database.transaction() as connection:
            row, before = self._remote(connection, session)
            if is_bound(connection, row) and not is_published(connection, session):
                raise RefusedError(
                    "phase", "Les places ont été comparées aux personnes attendues : les réponses ne se rouvrent plus."
                )
            if is_published(connection, session) or row.phase not in ANSWERABLE:
                raise RefusedError("phase", "Le groupe est passé aux résultats : les réponses ne se rouvrent plus.")
            check_ahead(until, self._database.now())
            if until.instant <= before.instant:
                raise RefusedError(
                    "value", f"Les personnes ont lu « jusqu'au {before.words} » : choisir un moment qui vient après."
                )
            self._put(connection, row, until)
        return until

    def close(self, session: str) -> Deadline:
        """Close the answers now, where they are still open; return the end that people read from now on."""
        with self._database.transaction() as connection:
            row, until = self._remote(connection, session)
            now = self._database.now()
            if not until.is_over(now):
                until = Deadline.of_moment(now, until.zone)
                self._put(connection, row, until)
        return until

    def _remote(self, connection: Connection, session: str) -> tuple[Row[tuple[object, ...]], Deadline]:
        row = session_row(connection, session, lock=True)
        until = deadline(row)
        if until is None:
            raise RefusedError("value", "Cette séance se tient dans la salle : elle n'a pas d'heure de fin.")
        return row, until

    def _put(self, connection: Connection, row: Row[tuple[object, ...]], until: Deadline) -> None:
        """Write the end, which is the session's day too. The day of erasure that people read never comes later."""
        about = decided(row)
        longest = delete_on(until.day, months=LONGEST_KEPT_MONTHS)
        about = replace(about, day=until.day, kept_until=max(until.day, min(about.kept_until, longest)))
        values = {"decided": about.to_json(), "kept_until": about.kept_until.isoformat()}
        connection.execute(update(SESSIONS).where(SESSIONS.c.id == row.id).values(**values, **closing(until)))
