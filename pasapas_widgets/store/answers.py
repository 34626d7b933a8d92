"""Answers, one message each. Any order, repetition or replay of a seat's messages ends in the same state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypedDict

from msgspec import Struct
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from pasapas_widgets.model.questionnaire import Questionnaire
from pasapas_widgets.model.sheet import Answer, Sheet
from pasapas_widgets.store.access import check_seq, decided, last_seq, no_seat, seat_of, seats_of, session_row
from pasapas_widgets.store.database import Database
from pasapas_widgets.store.errors import Reason, RefusedError
from pasapas_widgets.store.sessions import ANSWERABLE
from pasapas_widgets.store.tables import ANSWERS
from pasapas_widgets.store.values import Questionnaires, stored, whole_sheet

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
        A statement, or ``"profil"`` or ``"variante"``.
    value
        A level, ``"NSP"``, ``"NC"``, the identifier of a profile or variant, or ``None`` to take an answer back.
    """

    session: str
    key: str
    seq: int
    item: str
    value: Answer | None


class Own(Struct, frozen=True):
    """What a phone gets back of its own seat. ``last_seq`` is the number from which it goes on counting."""

    sheet: Sheet
    last_seq: int


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
        with self._database.transaction() as connection:
            rows = self._rows(connection, messages)
            self._upsert(connection, [row for row in rows if not isinstance(row, RefusedError)])
        return [row.reason if isinstance(row, RefusedError) else "kept" for row in rows]

    def own(self, session: str, key: str) -> Own:
        """Return what the seat itself answered, for the phone that holds it."""
        with self._database.transaction() as connection:
            seat = seat_of(connection, session, key).id
            about = decided(session_row(connection, session))
            codes = connection.execute(select(ANSWERS.c.item, ANSWERS.c.value).where(ANSWERS.c.seat == seat))
            sheet = whole_sheet(
                {row.item: row.value for row in codes}, self._questionnaires.of(about), variant=about.variant
            )
            return Own(sheet=sheet, last_seq=last_seq(connection, str(seat)))

    def _rows(self, connection: Connection, messages: Sequence[Message]) -> list[_Row | RefusedError]:
        """Check messages and return the row of each, or why it is refused; each session is looked up once."""
        seats = seats_of(connection, {message.key for message in messages})
        open_for: dict[str, Questionnaire | RefusedError] = {}

        def row(message: Message) -> _Row:
            check_seq(message.seq)
            if message.session not in open_for:
                open_for[message.session] = self._answered(connection, message.session)
            q = open_for[message.session]
            if isinstance(q, RefusedError):
                raise q
            value = stored(message.item, message.value, q)
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

    def _answered(self, connection: Connection, session: str) -> Questionnaire | RefusedError:
        """Return the questionnaire that the session answers at this moment, or why it takes no answer."""
        try:
            about = session_row(connection, session)
            if about.phase not in ANSWERABLE:
                return RefusedError("phase", "Les réponses ne sont pas ouvertes en ce moment.")
            return self._questionnaires.of(decided(about))
        except RefusedError as refused:
            return refused

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
