"""Find the session and the seat that a request names, or refuse it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Text, func, literal, select, union_all, update
from sqlalchemy.dialects.postgresql import ARRAY

from pasapas_widgets.live.codes import hashed, is_id
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.tables import ANSWERS, COMMENTS, PLACEMENTS, PUBLICATIONS, SEAT_KEYS, SEATS, SESSIONS
from pasapas_widgets.model.deadline import LONGEST_DAYS, Deadline
from pasapas_widgets.model.session import Session

__all__ = [
    "MOST_MESSAGES",
    "check_ahead",
    "check_over",
    "check_seq",
    "closing",
    "deadline",
    "decided",
    "is_published",
    "last_seq",
    "no_seat",
    "no_session",
    "seat_of",
    "seats_of",
    "session_row",
]

MOST_MESSAGES = 1_000_000
"""Highest number a phone may give one of its messages."""


def session_row(
    connection: Connection, session: str, *, lock: bool = False, share: bool = False
) -> Row[tuple[object, ...]]:
    """Return the session's row.

    Until the transaction ends, ``lock`` keeps every other writer from it; ``share`` keeps off only who locks it.
    """
    asked = select(SESSIONS).where(SESSIONS.c.id == session)
    if lock or share:
        asked = asked.with_for_update(read=not lock)
    found = connection.execute(asked).one_or_none() if is_id(session) else None
    if found is None:
        raise no_session()
    return found


def no_session() -> RefusedError:
    """Return the refusal of a session that is not there."""
    return RefusedError("session", "Cette séance n'existe pas, ou elle a été effacée.")


def decided(row: Row[tuple[object, ...]]) -> Session:
    """Return what the trainer decided for the session of that row."""
    return msgspec.json.decode(str(row.decided), type=Session)


def deadline(row: Row[tuple[object, ...]]) -> Deadline | None:
    """Return until when the session of that row is answered at a distance; ``None`` for one in a room."""
    return Deadline(dt.datetime.fromisoformat(str(row.closes)), str(row.zone)) if row.closes else None


def closing(until: Deadline | None) -> dict[str, str | None]:
    """Return the columns of a session's row that hold its deadline."""
    if until is None:
        return {"closes": None, "zone": None}
    return {"closes": until.at.isoformat(timespec="minutes"), "zone": until.zone}


def is_published(connection: Connection, session: str) -> bool:
    """Tell whether something of the session has been published."""
    asked = select(PUBLICATIONS.c.number).where(PUBLICATIONS.c.session == session)
    return connection.execute(asked).first() is not None


def check_ahead(until: Deadline, now: dt.datetime) -> None:
    """Refuse a deadline that has passed, or is too far ahead.

    Raises
    ------
    RefusedError
        ``value``.
    """
    if until.is_over(now):
        raise RefusedError("value", f"Ce moment est passé : {until.words}. Choisir un jour et une heure à venir.")
    if until.instant > now + dt.timedelta(days=LONGEST_DAYS):
        raise RefusedError("value", f"Une séance à distance reste ouverte {LONGEST_DAYS} jours au plus.")


def bind(connection: Connection, row: Row[tuple[object, ...]]) -> None:
    """Keep that seats were compared with people in a session at a distance: its answers are not opened again.

    Asked with each number in turn, and opened again in between, it would count who has answered.
    """
    if row.closes and row.accepted is None:
        connection.execute(update(SESSIONS).where(SESSIONS.c.id == row.id).values(accepted=0))


def is_bound(connection: Connection, row: Row[tuple[object, ...]]) -> bool:
    """Tell whether the answers of a session at a distance are closed for good: seats were compared, figures shown."""
    return row.accepted is not None or is_published(connection, str(row.id))


def check_over(row: Row[tuple[object, ...]], now: dt.datetime) -> None:
    """Refuse what has to wait until the answers of a session at a distance are closed.

    Raises
    ------
    RefusedError
        ``phase``: they are open. Were anything shown meanwhile, a late answer would be the difference.
    """
    until = deadline(row)
    if until is not None and not until.is_over(now):
        raise RefusedError(
            "phase", f"Les réponses sont ouvertes jusqu'au {until.words} : rien n'est montré avant. Les fermer d'abord."
        )


def seat_of(connection: Connection, session: str, key: str, *, lock: bool = False) -> Row[tuple[object, ...]]:
    """Return the row of the seat that has the secret ``key`` in that session."""
    asked = (
        select(SEATS)
        .join(SEAT_KEYS, SEAT_KEYS.c.seat == SEATS.c.id)
        .where(SEAT_KEYS.c.hash == hashed(key), SEATS.c.session == session)
    )
    found = (
        connection.execute(asked.with_for_update(of=SEATS) if lock else asked).one_or_none() if is_id(session) else None
    )
    if found is None:
        raise no_seat()
    return found


def seats_of(connection: Connection, keys: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return (session, secret) → seat for the secrets that are known, in one look-up."""
    hashes = {hashed(key): key for key in keys}
    one_of_them: ColumnElement[bool] = SEAT_KEYS.c.hash.in_(list(hashes))
    if connection.dialect.name == "postgresql":  # one array instead of hundreds of parameters
        one_of_them = SEAT_KEYS.c.hash == func.any(literal(list(hashes), ARRAY(Text)))
    asked = (
        select(SEATS.c.session, SEAT_KEYS.c.hash, SEATS.c.id)
        .join(SEAT_KEYS, SEAT_KEYS.c.seat == SEATS.c.id)
        .where(one_of_them)
    )
    return {(session, hashes[found]): seat for session, found, seat in connection.execute(asked)}


def no_seat() -> RefusedError:
    """Return the refusal of a secret that no seat of the session has."""
    return RefusedError("seat", "Cette place n'existe pas dans cette séance : la rejoindre à nouveau avec son code.")


def check_seq(seq: int) -> None:
    """Refuse a message number out of range."""
    if isinstance(seq, bool) or not isinstance(seq, int) or not 1 <= seq <= MOST_MESSAGES:
        raise RefusedError("value", "Le numéro d'un message doit être un nombre entier, à partir de 1.")


def last_seq(connection: Connection, seat: str) -> int:
    """Return the highest number among the messages kept of a seat, 0 where there is none."""
    numbers = union_all(
        select(ANSWERS.c.seq).where(ANSWERS.c.seat == seat),
        select(PLACEMENTS.c.seq).where(PLACEMENTS.c.seat == seat),
        select(COMMENTS.c.seq).where(COMMENTS.c.seat == seat),
        select(SEATS.c.time_seq.label("seq")).where(SEATS.c.id == seat),
    ).subquery()
    return int(connection.execute(select(func.max(numbers.c.seq))).scalar() or 0)
