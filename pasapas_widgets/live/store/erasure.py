"""«Effacer la séance»: every row goes, then its bytes; what stays is a receipt that says nothing of anybody."""

from __future__ import annotations

import datetime as dt
import hashlib

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, func, insert, select, update

from pasapas_widgets.live.codes import is_id
from pasapas_widgets.live.store.access import session_row
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.tables import (
    BALLOTS,
    BROUGHT,
    COMMENTS,
    ERASURES,
    PLACEMENTS,
    PUBLICATIONS,
    SEATS,
    SESSIONS,
    TALLIES,
    TRAINERS,
)

__all__ = ["Erasure", "Receipt"]


class Receipt(
    Struct,
    frozen=True,
    kw_only=True,
    rename={"session": "seance", "day": "jour", "erased": "efface", "digest": "empreinte"},
):
    """What was erased, and on which day.

    Parameters
    ----------
    session
        The session's random identifier, which leads nowhere any more.
    erased
        How many seats, brought sheets, tallies, votes, comments and publications.
    digest
        SHA-256 of the other fields, so that a printed receipt can be checked. Of the answers themselves no hash is
        kept: with so few possible answers, one could be guessed from it.
    """

    session: str
    day: dt.date
    erased: dict[str, int]
    digest: str = ""

    def sealed(self) -> Receipt:
        """Return the receipt with its digest."""
        plain = msgspec.json.encode(msgspec.structs.replace(self, digest=""), order="deterministic")
        return msgspec.structs.replace(self, digest=hashlib.sha256(plain).hexdigest())


class Erasure:
    """The end of sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def erase(self, session: str, *, day: dt.date | None = None) -> Receipt:
        """Erase a session and every trace of it in the files of the database; return the receipt.

        Called again for a session already erased, it returns the same receipt, and ends what was interrupted.

        Raises
        ------
        StoreError
            Another program reads the database, so that bytes remain: close it and call again.
        """
        with self._database.transaction() as connection:
            asked = select(ERASURES.c.receipt).where(ERASURES.c.id == session)
            done = connection.execute(asked).scalar() if is_id(session) else None
            if done is None:
                session_row(connection, session, lock=True)
                receipt = Receipt(session=session, day=day or dt.date.today(), erased=_count(connection, session))
                receipt = receipt.sealed()
                held = select(TRAINERS.c.person).where(TRAINERS.c.session == session, TRAINERS.c.owner == 1)
                owner = connection.execute(held).scalar()
                connection.execute(delete(SESSIONS).where(SESSIONS.c.id == session))
                text = msgspec.json.encode(receipt).decode()
                connection.execute(insert(ERASURES).values(id=session, receipt=text, finished=0, owner=owner))
            else:
                receipt = msgspec.json.decode(done, type=Receipt)
        self.finish()
        return receipt

    def finish(self) -> None:
        """End erasures that were interrupted before the bytes were gone; called when the store opens."""
        with self._database.transaction() as connection:
            left = connection.execute(select(ERASURES.c.id).where(ERASURES.c.finished == 0)).scalars().all()
        if left:
            self._database.scrub()
            with self._database.transaction() as connection:
                connection.execute(update(ERASURES).where(ERASURES.c.id.in_(left)).values(finished=1))

    def erase_due(self, *, day: dt.date | None = None) -> tuple[Receipt, ...]:
        """Erase the sessions whose retention ends on ``day`` (today) or before; return their receipts."""
        today = day or dt.date.today()
        with self._database.transaction() as connection:
            due = connection.execute(select(SESSIONS.c.id).where(SESSIONS.c.kept_until <= today.isoformat()))
            sessions = due.scalars().all()
        return tuple(self.erase(session, day=today) for session in sessions)

    def receipts(self, owner: str | None = None) -> tuple[Receipt, ...]:
        """Return the receipts of the sessions erased so far, or of those of one account, the latest day first."""
        asked = select(ERASURES.c.receipt)
        if owner is not None:
            asked = asked.where(ERASURES.c.owner == owner)
        with self._database.transaction() as connection:
            texts = connection.execute(asked).scalars().all()
        found = [msgspec.json.decode(text, type=Receipt) for text in texts]
        return tuple(sorted(found, key=lambda one: (one.day, one.session), reverse=True))


def _count(connection: Connection, session: str) -> dict[str, int]:
    seats, ballots = SEATS.c.session == session, BALLOTS.c.session == session
    asked = {
        "places": select(func.count()).select_from(SEATS).where(seats),
        "feuilles_apportees": select(func.count()).select_from(BROUGHT).where(BROUGHT.c.session == session),
        "decomptes": select(func.count()).select_from(TALLIES).where(TALLIES.c.session == session),
        "votes": select(func.count()).select_from(PLACEMENTS.join(BALLOTS)).where(ballots),
        "commentaires": select(func.count()).select_from(COMMENTS.join(SEATS)).where(seats),
        "publications": select(func.count()).select_from(PUBLICATIONS).where(PUBLICATIONS.c.session == session),
    }
    return {name: connection.execute(one).scalar_one() for name, one in asked.items()}
