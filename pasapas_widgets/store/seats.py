"""Seats: one for each person, known by a random secret of which only a hash is kept. No name, address or time."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from pasapas_widgets.store.access import check_seq, seat_of, session_row
from pasapas_widgets.store.codes import hashed, new_code, new_id, new_key, typed
from pasapas_widgets.store.database import Database
from pasapas_widgets.store.errors import RefusedError
from pasapas_widgets.store.tables import SEAT_KEYS, SEATS

__all__ = ["MOST_SEATS", "Seats"]

MOST_SEATS = 3_000
"""Seats of one session: more is no room, and somebody is filling the disk."""
MOST_PHONES = 5
"""Phones that may hold one seat."""
TRANSFER_LENGTH = 8


class Seats:
    """The seats of every session. ``key`` is a seat's secret: it stays on the phone it was given to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(self, session: str) -> str:
        """Take a new seat and return its secret.

        Raises
        ------
        RefusedError
            The session has ended or is full.
        """
        key, seat = new_key(), new_id()
        with self._database.transaction() as connection:
            if session_row(connection, session).phase == "fin":
                raise RefusedError("phase", "Cette séance est terminée.")
            taken = connection.execute(select(func.count()).where(SEATS.c.session == session)).scalar_one()
            if taken >= MOST_SEATS:
                raise RefusedError("limit", "Cette séance est complète.")
            connection.execute(
                insert(SEATS).values(id=seat, session=session, time_seq=0, time_wanted=0, time_cleared=0)
            )
            _hold(connection, seat, key)
        return key

    def transfer_code(self, session: str, key: str) -> str:
        """Return a code with which a second phone takes the same seat, once; it replaces an earlier code."""
        code = new_code(TRANSFER_LENGTH)
        with self._database.transaction() as connection:
            seat = seat_of(connection, session, key, lock=True)
            connection.execute(update(SEATS).where(SEATS.c.id == seat.id).values(transfer=hashed(code)))
        return code

    def take_over(self, session: str, code: str) -> str:
        """Let a second phone hold the seat of the first one; return its own secret. The seat still counts once.

        Raises
        ------
        RefusedError
            The code is wrong, or has served. Whoever calls this limits how often it may be guessed.
        """
        key = new_key()
        with self._database.transaction() as connection:
            asked = select(SEATS.c.id).where(SEATS.c.session == session, SEATS.c.transfer == hashed(typed(code)))
            seat = connection.execute(asked.with_for_update()).scalar_one_or_none()
            if seat is None:
                raise RefusedError(
                    "seat", "Ce code de changement de téléphone n'est plus valable : en demander un autre."
                )
            phones = connection.execute(select(func.count()).where(SEAT_KEYS.c.seat == seat)).scalar_one()
            if phones >= MOST_PHONES:
                raise RefusedError("limit", "Cette place a déjà changé trop souvent de téléphone.")
            connection.execute(update(SEATS).where(SEATS.c.id == seat).values(transfer=None))
            _hold(connection, seat, key)
        return key

    def want_time(self, session: str, key: str, seq: int, *, wanted: bool) -> None:
        """Say «I need more time», or no longer; the highest ``seq`` of the seat decides, in whatever order."""
        check_seq(seq)
        with self._database.transaction() as connection:
            seat = seat_of(connection, session, key, lock=True)
            if (seq, int(wanted)) > (seat.time_seq, seat.time_wanted):
                values = {"time_seq": seq, "time_wanted": int(wanted)}
                connection.execute(update(SEATS).where(SEATS.c.id == seat.id).values(values))

    def clear_time(self, session: str) -> None:
        """Lower every «I need more time» of the session; a replayed one stays lowered. The trainer's own call."""
        with self._database.transaction() as connection:
            session_row(connection, session)
            connection.execute(update(SEATS).where(SEATS.c.session == session).values(time_cleared=SEATS.c.time_seq))


def _hold(connection: Connection, seat: str, key: str) -> None:
    connection.execute(insert(SEAT_KEYS).values(hash=hashed(key), seat=seat))
