"""The sheets of sessions, for research: read, never written, each by its own person's yes."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection, select

from pasapas_widgets.live.store.access import decided
from pasapas_widgets.live.store.countedsheets import PHONE, gathered
from pasapas_widgets.live.store.ledger import shown_in
from pasapas_widgets.live.store.opened import open_store
from pasapas_widgets.live.store.tables import ANSWERS, BROUGHT, PUBLICATIONS, SEATS, SESSIONS
from pasapas_widgets.live.store.values import RESEARCH, TAKEN_BACK
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Session
from pasapas_widgets.rules.aggregation import load_thresholds

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
    """Return the sessions of a database with the sheets of those who said yes, and how many sessions were left out.

    A session is left out whole where fewer than five said yes, or where those who did not are one to four: the group's
    published results, less what is given, would be their answers (docs/decisions/025). Rehearsals are never read; a
    session of another questionnaire or version is left out. On SQLite no server may have the file open.

    Parameters
    ----------
    where
        As for :func:`pasapas_widgets.live.store.open_store`; it must exist.
    everyone
        Read the sessions in which nobody was asked too, for whoever has another ground and states it. Where people were
        asked, a sheet without its yes is never read.

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
            every = gathered(connection, row.id, about=about, q=q, shown=())
            yes = _said_yes(connection, row.id) if about.research else {one.sheet_id for one in every}
            sheets = [one.sheet for one in every if one.sheet_id in yes]
            groups = ({one.sheet_id for one in every}, _published(connection, row.id))
            if about.research and not all(_may_leave(len(yes & told), len(told - yes)) for told in groups if told):
                left_out += 1
                continue
            sheets.sort(key=lambda sheet: sheet.to_json())  # an order that tells nothing of who came when
            found.append(Given(label=f"S-{token_hex(4)}", about=about, sheets=tuple(sheets)))
    return tuple(found), left_out


def _said_yes(connection: Connection, session: str) -> set[str]:
    """Return the identifiers of the sheets whose person said yes to research."""
    of_phones = select(ANSWERS.c.seat).join(SEATS).where(SEATS.c.session == session)
    phones = connection.execute(of_phones.where(ANSWERS.c.item == RESEARCH, ANSWERS.c.value != TAKEN_BACK)).scalars()
    boxes = select(BROUGHT.c.origin, BROUGHT.c.mark).where(BROUGHT.c.session == session, BROUGHT.c.research == 1)
    return {f"{PHONE}:{seat}" for seat in phones} | {f"{one.origin}:{one.mark}" for one in connection.execute(boxes)}


def _published(connection: Connection, session: str) -> set[str]:
    """Return the identifiers of the sheets that the group's published results count."""
    ledger = connection.execute(select(PUBLICATIONS.c.ledger).where(PUBLICATIONS.c.session == session)).scalar()
    return {one.sheet_id for one in shown_in(ledger)} if ledger else set()


def _may_leave(yes: int, others: int) -> bool:
    """Tell whether sheets can be given without telling what the others of the group answered."""
    limits = load_thresholds()
    return yes >= limits.mean and (others == 0 or others >= limits.difference)
