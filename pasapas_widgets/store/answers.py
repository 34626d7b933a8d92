"""Answers, one message each. Any order, repetition or replay of a seat's messages ends in the same state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypedDict

from msgspec import Struct, field
from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects import postgresql, sqlite

from pasapas_widgets.model.sheet import Answer, Sheet
from pasapas_widgets.store.access import check_seq, decided, last_seq, no_seat, seat_of, seats_of, session_row
from pasapas_widgets.store.database import Database
from pasapas_widgets.store.errors import Reason, RefusedError
from pasapas_widgets.store.sessions import ANSWERABLE
from pasapas_widgets.store.tables import ANSWERS
from pasapas_widgets.store.values import MARKS, TAKEN_BACK, Questionnaires, stored, whole_sheet

__all__ = ["Answers", "Message", "Outcome", "Own"]

Outcome = Literal["kept"] | Reason
"""What became of a message: on disk (now or earlier), or why it was refused."""


class _Row(TypedDict):
    seat: str
    item: str
    value: int
    seq: int


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
        A statement, ``"profil"`` or ``"variante"``; in the phase of evaluation, ``"EV-1"`` or ``"EV-2"``.
    value
        A level, ``"NSP"``, ``"NC"``, the identifier of a profile or variant, a mark from 1 to 4, or ``None`` to take an
        answer back.
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
    """

    sheet: Sheet
    last_seq: int
    evaluation: dict[str, int] = field(default_factory=dict)


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
            )

    def _rows(self, connection: Connection, messages: Sequence[Message]) -> list[_Row | RefusedError]:
        """Check messages and return the row of each, or why it is refused; each session is looked up once."""
        seats = seats_of(connection, {message.key for message in messages})
        evaluated = {message.session for message in messages if message.item in MARKS}
        sessions: dict[str, Row[tuple[object, ...]] | RefusedError] = {}

        def row(message: Message) -> _Row:
            check_seq(message.seq)
            if message.session not in sessions:
                sessions[message.session] = _found(connection, message.session, share=message.session in evaluated)
            about = sessions[message.session]
            if isinstance(about, RefusedError):
                raise about
            _check_phase(about, message.item)
            value = stored(message.item, message.value, self._questionnaires.of(decided(about)))
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

    def _upsert(self, connection: Connection, rows: Iterable[_Row]) -> None:
        """Write rows so that the highest (seq, value) of each item stays, in an order that cannot deadlock."""
        ordered = sorted(rows, key=lambda row: (row["seat"], row["item"]))
        if not ordered:
            return
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        statement = insert(ANSWERS)
        new, old = statement.excluded, ANSWERS.c
        later = (new.seq > old.seq) | ((new.seq == old.seq) & (new.value > old.value))
        statement = statement.on_conflict_do_update(
            index_elements=[old.seat, old.item], set_={"value": new.value, "seq": new.seq}, where=later
        )
        connection.execute(statement, [dict(row) for row in ordered])


def _found(connection: Connection, session: str, *, share: bool) -> Row[tuple[object, ...]] | RefusedError:
    """Return the session's row, or why there is none; ``share`` holds off who closes its evaluation meanwhile."""
    try:
        return session_row(connection, session, share=share)
    except RefusedError as refused:
        return refused


def _check_phase(about: Row[tuple[object, ...]], item: str) -> None:
    if item not in MARKS:
        if about.phase not in ANSWERABLE:
            raise RefusedError("phase", "Les réponses ne sont pas ouvertes en ce moment.")
    elif about.phase != "evaluation":
        raise RefusedError("phase", "L'évaluation de la séance n'est pas ouverte en ce moment.")
    elif about.evaluated:
        raise RefusedError("phase", "L'évaluation de la séance est close.")
