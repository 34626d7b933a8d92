"""Answers, one message each. Any order, repetition or replay of a seat's messages ends in the same state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, TypedDict

from msgspec import Struct, field
from sqlalchemy import Connection, Insert, Row, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from pasapas_widgets.live.store.access import (
    check_seq,
    deadline,
    decided,
    last_seq,
    no_seat,
    seat_of,
    seats_of,
    session_row,
)
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import Reason, RefusedError
from pasapas_widgets.live.store.sessions import ANSWERABLE
from pasapas_widgets.live.store.tables import ANSWERS
from pasapas_widgets.live.store.values import MARKS, RESEARCH, TAKEN_BACK, Questionnaires, stored, whole_sheet
from pasapas_widgets.model.questionnaire.sheet import Answer, Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["Answers", "Message", "Outcome", "Own"]

Outcome = Literal["kept"] | Reason
"""What became of a message: on disk (now or earlier), or why it was refused."""


class _Row(TypedDict):
    seat: str
    item: str
    value: int
    seq: int


class _Place(NamedTuple):
    row: Row[tuple[object, ...]]
    q: Questionnaire


class Message(Struct, frozen=True):
    """One answer as a phone sends it.

    Parameters
    ----------
    session
        The session's identifier.
    key
        The seat's secret.
    seq
        Number of the message among those of the seat, from 1 on: the highest one decides for its item.
    item
        A statement, ``"profil"`` or ``"variante"``; in the phase of evaluation, ``"EV-1"`` or ``"EV-2"``; from then on,
        ``"RECHERCHE"`` where the session proposes research.
    value
        A level, ``"NSP"``, ``"NC"``, the identifier of a profile or variant, a mark from 1 to 4, ``"oui"`` to research,
        or ``None`` to take an answer back.
    """

    session: str
    key: str
    seq: int
    item: str
    value: Answer | None


class Own(Struct, frozen=True):
    """What a phone gets back of its own seat.

    Parameters
    ----------
    sheet
        Its answers.
    last_seq
        The number from which it goes on counting.
    evaluation
        Its marks of the session, from 1 to 4: ``"EV-1"``, ``"EV-2"``.
    research
        Whether it said yes to research.
    """

    sheet: Sheet
    last_seq: int
    evaluation: dict[str, int] = field(default_factory=dict)
    research: bool = False


class Answers:
    """The answers of the seats. Nothing gives them back but :meth:`own`, to the seat itself."""

    def __init__(self, database: Database, questionnaires: Questionnaires) -> None:
        self._database = database
        self._questionnaires = questionnaires

    def record(self, session: str, key: str, seq: int, item: str, value: Answer | None) -> None:
        """Keep one answer; once this returns, it is on disk.

        Raises
        ------
        RefusedError
            No such session, seat, item or value, or not in this phase.
        """
        with self._database.transaction() as connection:
            (row,) = self._rows(connection, [Message(session, key, seq, item, value)])
            if isinstance(row, RefusedError):
                raise row
            self._upsert(connection, [row])

    def record_many(self, messages: Sequence[Message]) -> list[Outcome]:
        """Keep many answers (up to a thousand) in one transaction; return what became of each, in their order.

        One refused message does not hold back the others. Once this returns, those that are ``"kept"`` are on disk.
        """
        try:
            return self._record_many(messages)
        except RefusedError:  # a session or seat went between the look-up and the writing: look again
            return self._record_many(messages)

    def _record_many(self, messages: Sequence[Message]) -> list[Outcome]:
        with self._database.transaction() as connection:
            rows = self._rows(connection, messages)
            self._upsert(connection, [row for row in rows if not isinstance(row, RefusedError)])
        return [row.reason if isinstance(row, RefusedError) else "kept" for row in rows]

    def own(self, session: str, key: str) -> Own:
        """Return what the seat itself answered, for the phone that holds it."""
        with self._database.transaction() as connection:
            seat = seat_of(connection, session, key).id
            about = decided(session_row(connection, session))
            rows = connection.execute(select(ANSWERS.c.item, ANSWERS.c.value).where(ANSWERS.c.seat == seat))
            codes = {row.item: row.value for row in rows}
            return Own(
                sheet=whole_sheet(codes, self._questionnaires.of(about), variant=about.variant),
                last_seq=last_seq(connection, str(seat)),
                evaluation={mark: codes[mark] for mark in MARKS if codes.get(mark, TAKEN_BACK) != TAKEN_BACK},
                research=codes.get(RESEARCH, TAKEN_BACK) != TAKEN_BACK,
            )

    def _rows(self, connection: Connection, messages: Sequence[Message]) -> list[_Row | RefusedError]:
        """Check messages and return the row of each, or why it is refused; each session is looked up once."""
        seats = seats_of(connection, {message.key for message in messages})
        evaluated = {message.session for message in messages if message.item in MARKS}
        sessions: dict[str, _Place | RefusedError] = {}
        now = self._database.now()

        def row(message: Message) -> _Row:
            check_seq(message.seq)
            if message.session not in sessions:
                sessions[message.session] = self._place(connection, message.session, message.session in evaluated)
            place = sessions[message.session]
            if isinstance(place, RefusedError):
                raise place
            _check_phase(place.row, message.item, now)
            value = stored(message.item, message.value, place.q)
            seat = seats.get((message.session, message.key))
            if seat is None:
                raise no_seat()
            return {"seat": seat, "item": message.item, "value": value, "seq": message.seq}

        rows: list[_Row | RefusedError] = []
        for message in messages:
            try:
                rows.append(row(message))
            except RefusedError as refused:
                rows.append(refused)
        return rows

    def _place(self, connection: Connection, session: str, share: bool) -> _Place | RefusedError:
        """Return where a session is, or why it takes nothing; ``share`` holds off who closes its evaluation."""
        try:
            row = session_row(connection, session, share=share)
            return _Place(row, self._questionnaires.of(decided(row)))
        except RefusedError as refused:
            return refused

    def _upsert(self, connection: Connection, rows: Iterable[_Row]) -> None:
        """Write rows so that the highest (seq, value) of each item stays, in an order that cannot deadlock."""
        highest: dict[tuple[str, str], _Row] = {}
        for row in rows:
            where = row["seat"], row["item"]
            if where not in highest or _rank(row) > _rank(highest[where]):
                highest[where] = row
        if not highest:
            return
        ordered = [dict(highest[where]) for where in sorted(highest)]
        if self._database.is_sqlite:
            connection.execute(_keep_highest(sqlite.insert(ANSWERS)), ordered)
        else:
            connection.execute(_FROM_ARRAYS, {name: [row[name] for row in ordered] for name in _COLUMNS})


_COLUMNS = [column.name for column in ANSWERS.columns]


def _rank(row: _Row) -> tuple[int, int]:
    return row["seq"], row["value"]


def _keep_highest(statement: sqlite.Insert | postgresql.Insert) -> Insert:
    """Return the statement that leaves an answer as it is where the new one is not later."""
    new, old = statement.excluded, ANSWERS.c
    later = (new.seq > old.seq) | ((new.seq == old.seq) & (new.value > old.value))
    return statement.on_conflict_do_update(
        index_elements=[old.seat, old.item], set_={"value": new.value, "seq": new.seq}, where=later
    )


def _from_arrays() -> Insert:
    """Return the statement that writes many answers from four arrays: one round trip, planned once."""
    arrays = [bindparam(name, type_=postgresql.ARRAY(ANSWERS.c[name].type)) for name in _COLUMNS]
    rows = func.unnest(*arrays).table_valued(*(ANSWERS.c[name] for name in _COLUMNS)).render_derived()
    return _keep_highest(postgresql.insert(ANSWERS).from_select(_COLUMNS, select(*(rows.c[name] for name in _COLUMNS))))


_FROM_ARRAYS = _from_arrays()


def _check_phase(about: Row[tuple[object, ...]], item: str, now: dt.datetime) -> None:
    until = deadline(about)
    if item == RESEARCH:
        if not decided(about).research:
            raise RefusedError("value", "Cette séance ne propose pas de donner ses réponses à la recherche.")
        if about.phase not in ("evaluation", "fin"):
            raise RefusedError("phase", "La recherche se choisit à la fin de la séance.")
    elif item not in MARKS:
        if about.phase not in ANSWERABLE or (until is not None and until.is_over(now)):
            raise RefusedError("phase", "Les réponses ne sont pas ouvertes en ce moment.")
    elif about.phase != "evaluation":
        raise RefusedError("phase", "L'évaluation de la séance n'est pas ouverte en ce moment.")
    elif about.evaluated:
        raise RefusedError("phase", "L'évaluation de la séance est close.")
