"""Seats: one for each person, known by a random secret of which only a hash is kept. No name, address or time."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pasapas_widgets.live.codes import hashed, is_key, new_code, new_id, new_key, typed
from pasapas_widgets.live.store.access import check_seq, last_seq, seat_of, session_row
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.heads import MOST_SEATS, check_room
from pasapas_widgets.live.store.tables import SEAT_KEYS, SEATS

__all__ = ["MOST_SEATS", "Seats"]

MOST_PHONES = 5
"""Phones that may hold one seat."""
TRANSFER_LENGTH = 8
ONLY_PEOPLE = "Cette séance n'est pas une répétition : aucun participant inventé n'y entre."
ONLY_INVENTED = "C'est une répétition, avec des participants inventés : aucune vraie réponse n'y entre."


class _Held(NamedTuple):
    """The seat that a secret has, the session of that seat, and the hash of the code by which it came."""

    seat: str
    session: str
    came_by: str | None


class Seats:
    """The seats of every session. ``key`` is a seat's secret: it stays on the phone it was given to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(self, session: str, key: str | None = None, *, invented: bool | None = None) -> str:
        """Take a seat and return its secret.

        Parameters
        ----------
        key
            The secret that the phone made: 24 random bytes in base64url, 32 characters. The same one again is the same
            seat, also after the end, so that a reply that was lost makes no second person. Made here where left out.
        invented
            Whether the participant is synthetic: they enter rehearsals only, and people never do. Not asked where left
            out.

        Raises
        ------
        RefusedError
            A person in a rehearsal, or a synthetic participant among people; the session has ended, is full or its door
            is closed; the secret has another shape, or has a seat in another session.
        """
        key = _checked(key)
        with self._database.transaction() as connection:
            row = session_row(connection, session)
            if invented is not None and invented != bool(row.rehearsal):
                raise RefusedError("value", ONLY_PEOPLE if invented else ONLY_INVENTED)
            held = _held(connection, key)
            if held is None:
                if row.phase == "fin":
                    raise RefusedError("phase", "Cette séance est terminée.")
                check_room(connection, row)
                seat = new_id()
                connection.execute(
                    insert(SEATS).values(id=seat, session=session, time_seq=0, time_wanted=0, time_cleared=0)
                )
                if self._hold(connection, seat, key):
                    return key
                connection.execute(delete(SEATS).where(SEATS.c.id == seat))  # the same request came twice at once
                held = _held(connection, key)
            _check_here(held, session)
        return key

    def transfer_code(self, session: str, key: str) -> str:
        """Return a code with which a second phone takes the same seat, once; it replaces an earlier code."""
        code = new_code(TRANSFER_LENGTH)
        with self._database.transaction() as connection:
            seat = seat_of(connection, session, key, lock=True)
            connection.execute(update(SEATS).where(SEATS.c.id == seat.id).values(transfer=hashed(code)))
        return code

    def take_over(self, session: str, code: str, key: str | None = None) -> str:
        """Let a second phone hold the seat of the first one; return its own secret. The seat still counts once.

        Parameters
        ----------
        key
            The second phone's own secret, as for :meth:`join`. The same code and secret again are the same seat, so
            that a lost reply does no harm. Where it already has a seat that nobody else holds and that holds nothing,
            that seat goes: a phone that joined first and took over then is one person.

        Raises
        ------
        RefusedError
            The code is wrong, or has served another phone; this phone has answered on a seat of its own. Whoever calls
            this limits how often the code may be guessed.
        """
        key, came_by = _checked(key), hashed(typed(code))
        with self._database.transaction() as connection:
            asked = select(SEATS.c.id).where(SEATS.c.session == session, SEATS.c.transfer == came_by)
            seat = connection.execute(asked.with_for_update()).scalar_one_or_none()
            held = _held(connection, key)
            if seat is None:
                if held is not None and (held.session, held.came_by) == (session, came_by):
                    return key
                raise _no_transfer()
            if held is not None and held.seat != seat:
                _check_here(held, session)
                _leave(connection, held.seat)
            elif held is None:
                phones = connection.execute(select(func.count()).where(SEAT_KEYS.c.seat == seat)).scalar_one()
                if phones >= MOST_PHONES:
                    raise RefusedError("limit", "Cette place a déjà changé trop souvent de téléphone.")
            connection.execute(update(SEATS).where(SEATS.c.id == seat).values(transfer=None))
            connection.execute(delete(SEAT_KEYS).where(SEAT_KEYS.c.hash == hashed(key)))
            if not self._hold(connection, seat, key, came_by=came_by):
                raise _no_transfer()  # this phone took another seat at the same moment
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

    def _hold(self, connection: Connection, seat: str, key: str, *, came_by: str | None = None) -> bool:
        """Give a seat to a secret; ``False`` where the secret has one meanwhile."""
        put = (sqlite.insert if self._database.is_sqlite else postgresql.insert)(SEAT_KEYS)
        put = put.values(hash=hashed(key), seat=seat, came_by=came_by).on_conflict_do_nothing()
        return connection.execute(put.returning(SEAT_KEYS.c.seat)).first() is not None


def _checked(key: str | None) -> str:
    if key is None:
        return new_key()
    if not is_key(key):
        raise RefusedError("value", "La clé de ce téléphone n'est pas lisible : recharger la page.")
    return key


def _held(connection: Connection, key: str) -> _Held | None:
    asked = select(SEAT_KEYS.c.seat, SEATS.c.session, SEAT_KEYS.c.came_by).select_from(SEAT_KEYS.join(SEATS))
    row = connection.execute(asked.where(SEAT_KEYS.c.hash == hashed(key))).one_or_none()
    return _Held(*row) if row else None


def _check_here(held: _Held | None, session: str) -> None:
    if held is None or held.session != session:
        raise RefusedError("seat", "Ce téléphone a une place dans une autre séance : recharger la page.")


def _no_transfer() -> RefusedError:
    return RefusedError("seat", "Ce code de changement de téléphone n'est plus valable : en demander un autre.")


def _leave(connection: Connection, seat: str) -> None:
    """Remove a seat that its phone leaves for another one; refuse where something would be lost or counted twice."""
    connection.execute(select(SEATS.c.id).where(SEATS.c.id == seat).with_for_update())
    phones = connection.execute(select(func.count()).where(SEAT_KEYS.c.seat == seat)).scalar_one()
    if phones > 1 or last_seq(connection, seat):
        raise RefusedError("seat", "Ce téléphone a déjà répondu à sa propre place : continuer avec elle.")
    connection.execute(delete(SEATS).where(SEATS.c.id == seat))
