"""Free comments: to the trainer's moderation first, shown without their seat and in no order of time."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from pasapas_widgets.live.codes import new_id
from pasapas_widgets.live.store.access import check_seq, decided, seat_of, session_row
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.tables import COMMENTS, SEATS
from pasapas_widgets.live.store.values import Questionnaires

__all__ = ["About", "Comment", "Comments", "Moderation", "shown_of"]

Moderation = Literal["attente", "montre", "ecarte"]
"""Waiting for the trainer, shown to the room, or put aside."""

About = Literal["seance", "evaluation"]
"""What a comment is about: the work, for the room; or what the session lacked, for the trainer."""

LONGEST, MOST_OF_ONE = 300, 20


class Comment(Struct, frozen=True):
    """A comment as the trainer sees it: its words, its state and what it is about, never whose it is."""

    id: str
    body: str
    state: Moderation
    about: About


class Comments:
    """The comments of the sessions."""

    def __init__(self, database: Database, questionnaires: Questionnaires) -> None:
        self._database = database
        self._questionnaires = questionnaires

    def send(self, session: str, key: str, seq: int, body: str, about: About = "seance") -> None:
        """Keep a comment, once however often it is sent, until the trainer decides on it.

        Raises
        ------
        RefusedError
            It is empty or longer than 300 characters, or the seat has sent twenty.
        """
        check_seq(seq)
        text = "".join(letter for letter in body if letter.isprintable() or letter == "\n").strip()
        if not 1 <= len(text) <= LONGEST:
            raise RefusedError("value", f"Un commentaire a de 1 à {LONGEST} caractères.")
        if about not in get_args(About):
            raise RefusedError("value", "Un commentaire porte sur la séance ou sur son évaluation.")
        with self._database.transaction() as connection:
            seat = seat_of(connection, session, key, lock=True).id
            mine = COMMENTS.c.seat == seat
            same = select(COMMENTS.c.id).where(
                mine, COMMENTS.c.seq == seq, COMMENTS.c.body == text, COMMENTS.c.about == about
            )
            if connection.execute(same).first():
                return
            if connection.execute(select(func.count()).where(mine)).scalar_one() >= MOST_OF_ONE:
                raise RefusedError("limit", f"Chaque personne peut laisser {MOST_OF_ONE} commentaires au plus.")
            values = {"id": new_id(), "seat": seat, "seq": seq, "body": text, "state": "attente", "about": about}
            connection.execute(insert(COMMENTS).values(values))

    def to_moderate(self, session: str) -> tuple[Comment, ...]:
        """Return every comment of the session with its state. For the trainer only."""
        with self._database.transaction() as connection:
            session_row(connection, session)
            return tuple(Comment(row.id, row.body, row.state, row.about) for row in _rows(connection, session))

    def moderate(self, session: str, comment: str, state: Moderation) -> None:
        """Decide whether a comment is shown. The trainer's own call."""
        if state not in get_args(Moderation):
            raise RefusedError("value", f"L'état « {state} » n'existe pas pour un commentaire.")
        with self._database.transaction() as connection:
            session_row(connection, session)
            if comment not in {row.id for row in _rows(connection, session)}:
                raise RefusedError("value", "Ce commentaire n'existe pas dans cette séance.")
            connection.execute(update(COMMENTS).where(COMMENTS.c.id == comment).values(state=state))

    def shown(self, session: str) -> tuple[str, ...]:
        """Return what the trainer lets the room see: nothing while too few people are in the session.

        What was said in the evaluation is never among it.
        """
        with self._database.transaction() as connection:
            least = self._questionnaires.thresholds(decided(session_row(connection, session))).free_text
            people = connection.execute(select(func.count()).where(SEATS.c.session == session)).scalar_one()
            if people < least:
                return ()
            asked = select(COMMENTS.c.body).where(shown_of(session)).order_by(COMMENTS.c.id)
            return tuple(connection.execute(asked.select_from(COMMENTS.join(SEATS))).scalars())


def shown_of(session: str) -> ColumnElement[bool]:
    """Return the condition under which a comment may be shown to the room, enough people being there."""
    return (SEATS.c.session == session) & (COMMENTS.c.state == "montre") & (COMMENTS.c.about == "seance")


def _rows(connection: Connection, session: str) -> list[Row[tuple[object, ...]]]:
    """Return the session's comments in the order of their random identifiers."""
    asked = select(COMMENTS).join(SEATS).where(SEATS.c.session == session)
    return list(connection.execute(asked.order_by(COMMENTS.c.id)))
