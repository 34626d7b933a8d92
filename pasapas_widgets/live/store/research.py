"""The sheets of sessions, for research: read, never written, and only of the groups that consented."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from sqlalchemy import select

from pasapas_widgets.live.store.access import decided
from pasapas_widgets.live.store.countedsheets import gathered
from pasapas_widgets.live.store.opened import open_store
from pasapas_widgets.live.store.tables import SESSIONS
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Session

__all__ = ["Given", "sessions_for_research"]


class Given(Struct, frozen=True):
    """A session as research may read it. ``label`` is random and new at each reading: neither the session's own
    identifier nor the code that people typed leaves the store."""

    label: str
    about: Session
    sheets: tuple[Sheet, ...]


def sessions_for_research(
    where: str | Path, questionnaire: Questionnaire, *, everyone: bool = False
) -> tuple[tuple[Given, ...], int]:
    """Return the sessions of a database whose group consented, and how many others were left out unread.

    Rehearsals are never read; a session of another questionnaire or version is left out. On SQLite no server may have
    the file open.

    Parameters
    ----------
    where
        As for :func:`pasapas_widgets.live.store.open_store`; it must exist.
    everyone
        Read sessions without consent too: for whoever has another ground and states it.

    Raises
    ------
    StoreError
        The database cannot be used: one French sentence.
    """
    from secrets import token_hex

    q, found, left_out = questionnaire, [], 0
    with open_store(where, questionnaires=(q,)) as store, store.reading() as connection:
        for row in connection.execute(select(SESSIONS).where(SESSIONS.c.rehearsal == 0)).all():
            about = decided(row)
            fits = (about.questionnaire, about.version) == (q.id, q.version)
            if not fits or not (about.research or everyone):
                left_out += 1
                continue
            sheets = [one.sheet for one in gathered(connection, row.id, about=about, q=q, shown=())]
            sheets.sort(key=lambda sheet: sheet.to_json())  # an order that tells nothing of who came when
            found.append(Given(label=f"S-{token_hex(4)}", about=about, sheets=tuple(sheets)))
    return tuple(found), left_out
