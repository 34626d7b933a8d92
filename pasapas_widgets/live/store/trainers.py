"""Whose a session is, where trainers have accounts: its owner, whom the owner invited, what an administrator sees.

A person is the name of an account. On a computer of one's own there are none: every session is its holder's, and the
calls here that take ``None`` for a person let it pass.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from sqlalchemy import Connection, delete, func, insert, select, update

from pasapas_widgets.content import interface
from pasapas_widgets.live.codes import is_id
from pasapas_widgets.live.store.access import decided, no_session, session_row
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.tables import ERASURES, SEATS, SESSIONS, TRAINERS
from pasapas_widgets.model.session import Phase
from pasapas_widgets.rules.aggregation import load_thresholds

__all__ = ["LONGEST_NAME", "MOST_INVITED", "Overseen", "Trainer", "Trainers"]

LONGEST_NAME = 80
"""Characters of an account's name."""
MOST_INVITED = 10
"""People whom an owner may invite into one session."""


class Trainer(Struct, frozen=True):
    """Somebody who leads a session; ``owner`` tells whether it is who opened it."""

    person: str
    owner: bool


class Overseen(Struct, frozen=True):
    """What an administrator is told of a session: whose, until when, how many people; no title, no code, no answer.

    ``people`` is ``None`` where one to four have joined: «moins de cinq».
    """

    id: str
    owner: str | None
    day: dt.date
    kept_until: dt.date
    phase: Phase
    rehearsal: bool
    people: int | None


class Trainers:
    """The accounts that lead sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def check(self, session: str, person: str | None, *, owner: bool = False) -> None:
        """Refuse whoever does not lead the session, in the words that are said of a session that is not there.

        Parameters
        ----------
        person
            The account that asks; ``None`` for whoever holds this computer, who may do everything.
        owner
            Whether it must be the one who opened the session.

        Raises
        ------
        RefusedError
            ``session``: not theirs, or there is none; ``value``: theirs by invitation, and ``owner`` is asked.
        """
        if person is None:
            return
        with self._database.transaction() as connection:
            role = _role(connection, session, person)
        if role is None:
            raise no_session()
        if owner and not role:
            raise RefusedError("value", interface("serveur")["refus"]["invite"])

    def erased(self, session: str, person: str) -> bool:
        """Tell whether that session was this account's and is erased, so that its receipt may be asked for again."""
        asked = select(ERASURES.c.id).where(ERASURES.c.id == session, ERASURES.c.owner == person)
        with self._database.transaction() as connection:
            return is_id(session) and connection.execute(asked).first() is not None

    def of(self, session: str) -> tuple[Trainer, ...]:
        """Return who leads the session, its owner first; nobody where no account opened it."""
        with self._database.transaction() as connection:
            return _led_by(connection, session)

    def invite(self, session: str, person: str) -> tuple[Trainer, ...]:
        """Let one more account lead the session; return who does. Whom the owner trusts sees all that the owner sees.

        Raises
        ------
        RefusedError
            ``value``: that is no account's name; ``limit``: more than :data:`MOST_INVITED`.
        """
        name = _name(person)
        with self._database.transaction() as connection:
            session_row(connection, session, lock=True)
            led = _led_by(connection, session)
            if name not in {one.person for one in led}:
                if len(led) > MOST_INVITED:
                    raise RefusedError("limit", interface("serveur")["refus"]["trop_invites"].format(n=MOST_INVITED))
                connection.execute(insert(TRAINERS).values(session=session, person=name, owner=0))
            return _led_by(connection, session)

    def withdraw(self, session: str, person: str) -> tuple[Trainer, ...]:
        """Take an invitation back; the owner stays. Return who leads the session now."""
        with self._database.transaction() as connection:
            session_row(connection, session, lock=True)
            gone = (TRAINERS.c.session == session) & (TRAINERS.c.person == person.strip().lower())
            connection.execute(delete(TRAINERS).where(gone, TRAINERS.c.owner == 0))
            return _led_by(connection, session)

    def entrust(self, session: str, person: str) -> tuple[Trainer, ...]:
        """Make an account the session's owner, in the place of who was: who opened it has left, or nobody did.

        This is for who administers the machine, who could write in the database anyhow; no door of the room leads here.
        """
        name = _name(person)
        with self._database.transaction() as connection:
            session_row(connection, session, lock=True)
            connection.execute(delete(TRAINERS).where(TRAINERS.c.session == session, TRAINERS.c.owner == 1))
            known = (TRAINERS.c.session == session) & (TRAINERS.c.person == name)
            if connection.execute(update(TRAINERS).where(known).values(owner=1)).rowcount == 0:
                connection.execute(insert(TRAINERS).values(session=session, person=name, owner=1))
            return _led_by(connection, session)

    def overseen(self) -> tuple[Overseen, ...]:
        """Return what an administrator may see of every session, the one that is kept longest last."""
        least = load_thresholds().mean
        people = select(func.count()).where(SEATS.c.session == SESSIONS.c.id).scalar_subquery()
        asked = select(SESSIONS, TRAINERS.c.person, people.label("people")).outerjoin(
            TRAINERS, (TRAINERS.c.session == SESSIONS.c.id) & (TRAINERS.c.owner == 1)
        )
        with self._database.transaction() as connection:
            rows = connection.execute(asked.order_by(SESSIONS.c.kept_until, SESSIONS.c.id)).all()
        return tuple(
            Overseen(
                id=row.id,
                owner=row.person,
                day=decided(row).day,
                kept_until=dt.date.fromisoformat(row.kept_until),
                phase=row.phase,
                rehearsal=bool(row.rehearsal),
                people=None if 0 < row.people < least else row.people,
            )
            for row in rows
        )


def _role(connection: Connection, session: str, person: str) -> bool | None:
    """Return whether the account is the session's owner, or ``None`` where it does not lead it."""
    asked = select(TRAINERS.c.owner).where(TRAINERS.c.session == session, TRAINERS.c.person == person)
    found = connection.execute(asked).scalar_one_or_none() if is_id(session) else None
    return None if found is None else bool(found)


def _led_by(connection: Connection, session: str) -> tuple[Trainer, ...]:
    asked = select(TRAINERS).where(TRAINERS.c.session == session).order_by(TRAINERS.c.owner.desc(), TRAINERS.c.person)
    return tuple(Trainer(person=row.person, owner=bool(row.owner)) for row in connection.execute(asked))


def _name(person: str) -> str:
    """Return an account's name as JupyterHub writes it: in small letters."""
    name = person.strip().lower()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable() or any(letter in name for letter in "/ "):
        raise RefusedError("value", interface("serveur")["refus"]["compte"])
    return name
