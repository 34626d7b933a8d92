"""What every phone of a session follows. A server reads it twice a second: two short look-ups, no answer among them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import UNSET, Struct, UnsetType
from sqlalchemy import Connection, func, select

from pasapas_widgets.live.codes import is_id
from pasapas_widgets.live.store.access import deadline, decided, no_session
from pasapas_widgets.live.store.comments import shown_of
from pasapas_widgets.live.store.tables import COMMENTS, PUBLICATIONS, SEATS, SESSIONS
from pasapas_widgets.live.store.values import Questionnaires
from pasapas_widgets.live.store.votes import Ballot, latest_ballot

__all__ = ["Followed", "Until", "followed"]


class Until(Struct, frozen=True):
    """Until when a session is answered at a distance, in words, and whether that has passed."""

    words: str
    closed: bool


class Followed(Struct, frozen=True, kw_only=True):
    """Where a session is and what there is to ask for, the same for every phone.

    Parameters
    ----------
    phase, version, focus
        As in :class:`State`.
    ballot
        The latest vote, open or closed.
    results
        Number of the publication, or ``None`` where nothing is published.
    comments
        How many comments the room may see.
    more
        True where the trainer decided to show figures of more seats than people expected; else left out.
    until
        The end of answers at a distance; left out of a session in a room.
    """

    phase: str
    version: int
    focus: str | None
    ballot: Ballot | None
    results: int | None
    comments: int
    more: Literal[True] | UnsetType = UNSET
    until: Until | UnsetType = UNSET


def followed(connection: Connection, session: str, questionnaires: Questionnaires, *, now: dt.datetime) -> Followed:
    """Return what the phones of a session follow, as it is in this transaction."""
    published = select(PUBLICATIONS.c.number).where(PUBLICATIONS.c.session == session).scalar_subquery()
    people = select(func.count()).where(SEATS.c.session == session).scalar_subquery()
    shown = select(func.count()).select_from(COMMENTS.join(SEATS)).where(shown_of(session)).scalar_subquery()
    asked = select(SESSIONS, published.label("published"), people.label("people"), shown.label("shown"))
    row = connection.execute(asked.where(SESSIONS.c.id == session)).one_or_none() if is_id(session) else None
    if row is None:
        raise no_session()
    closes = deadline(row)
    least = questionnaires.thresholds(decided(row)).free_text
    return Followed(
        phase=row.phase,
        version=row.phase_version,
        focus=row.focus,
        ballot=latest_ballot(connection, session),
        results=row.published,
        comments=row.shown if row.people >= least else 0,
        more=True if row.expected is not None and (row.accepted or 0) > row.expected else UNSET,
        until=Until(closes.words, closes.is_over(now)) if closes else UNSET,
    )
