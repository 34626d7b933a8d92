"""How many people the trainer counts in the room: seats are people only as far as somebody counts heads."""

from __future__ import annotations

from sqlalchemy import Connection, Row, delete, func, select, update

from pasapas_widgets.live.store.access import bind, check_over, session_row
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.tables import ANSWERS, COMMENTS, PLACEMENTS, SEATS, SESSIONS

__all__ = ["MOST_SEATS", "Heads", "check_heads", "check_room", "is_more"]

MOST_SEATS = 3_000
"""Seats of one session: more is no room, and somebody is filling the disk."""
SPARE = 5
"""Seats beyond half as many again as are expected: a phone that lost its seat, somebody not counted."""


class Heads:
    """Who is expected, the door, and the seats of nobody. The trainer's own calls (docs/decisions/021)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def expect(self, session: str, people: int | None) -> None:
        """Say how many people are in the room; ``None`` where nobody counts them.

        Raises
        ------
        RefusedError
            No number of people.
        """
        if people is not None and not 1 <= people <= MOST_SEATS:
            raise RefusedError("value", f"Le nombre de personnes attendues va de 1 à {MOST_SEATS}.")
        self._set(session, expected=people)

    def door(self, session: str, *, shut: bool) -> None:
        """Close the door to new seats, or open it; who has a seat goes on."""
        self._set(session, shut=int(shut))

    def accept(self, session: str) -> None:
        """Decide to show figures though the seats are more than the people expected: said to everybody from then on.

        Refused (``phase``) while answers at a distance are open; they are not opened again afterwards.
        """
        with self._database.transaction() as connection:
            row = session_row(connection, session, lock=True)
            check_over(row, self._database.now())
            bind(connection, row)
            if is_more(connection, row):
                values = {"accepted": _seats(connection, session)}
                connection.execute(update(SESSIONS).where(SESSIONS.c.id == session).values(**values))

    def free(self, session: str) -> int:
        """Free the seats that never answered, voted nor wrote; return how many there were.

        Refused (``phase``) while answers at a distance are open: who has only read the first page may come back. They
        are not opened again afterwards.
        """
        used = (
            select(ANSWERS.c.seat).where(ANSWERS.c.seat == SEATS.c.id).exists()
            | select(PLACEMENTS.c.seat).where(PLACEMENTS.c.seat == SEATS.c.id).exists()
            | select(COMMENTS.c.seat).where(COMMENTS.c.seat == SEATS.c.id).exists()
        )
        with self._database.transaction() as connection:
            row = session_row(connection, session, lock=True)
            check_over(row, self._database.now())
            bind(connection, row)
            return connection.execute(delete(SEATS).where(SEATS.c.session == session, ~used)).rowcount

    def _set(self, session: str, **values: int | None) -> None:
        with self._database.transaction() as connection:
            session_row(connection, session, lock=True)
            connection.execute(update(SESSIONS).where(SESSIONS.c.id == session).values(**values))


def is_more(connection: Connection, row: Row[tuple[object, ...]]) -> bool:
    """Tell whether a session has more seats than people expected, beyond those that the trainer accepted."""
    return row.expected is not None and _seats(connection, str(row.id)) > max(row.expected, row.accepted or 0)


def check_heads(connection: Connection, row: Row[tuple[object, ...]]) -> None:
    """Refuse to show a figure of more seats than people, unless the trainer decided to.

    Refused or not, it tells: the answers of a session at a distance are closed for good from then on.

    Raises
    ------
    RefusedError
        ``people``: a seat may be somebody's second one, who could subtract it.
    """
    bind(connection, row)
    if is_more(connection, row):
        raise RefusedError(
            "people",
            "Plus de places sont prises qu'il n'y a de personnes attendues : quelqu'un en tient peut-être plusieurs, "
            "et pourrait retrouver les réponses d'un autre. Compter les personnes, libérer les places vides, corriger "
            "le nombre, ou décider de montrer quand même : ce sera dit à tous.",
            keeps=True,
        )


def check_room(connection: Connection, row: Row[tuple[object, ...]]) -> None:
    """Refuse a new seat where the door is closed or the session is full.

    Raises
    ------
    RefusedError
        ``limit``: no new seat.
    """
    if row.shut:
        raise RefusedError("limit", "La porte de cette séance est fermée : demander à la personne qui anime.")
    # At a distance the number hides how many have come: a seat refused near it would tell
    most = MOST_SEATS if row.expected is None or row.closes else min(MOST_SEATS, row.expected * 3 // 2 + SPARE)
    if _seats(connection, str(row.id)) >= most:
        raise RefusedError("limit", "Cette séance est complète.")


def _seats(connection: Connection, session: str) -> int:
    return connection.execute(select(func.count()).where(SEATS.c.session == session)).scalar_one()
