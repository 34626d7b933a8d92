"""Every sheet of a session, from phones, paper, codes and files. Stays inside the store."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, select

from pasapas_widgets.files.sheets.people import People
from pasapas_widgets.live.store.tables import ANSWERS, BROUGHT, SEATS
from pasapas_widgets.live.store.values import whole_sheet
from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Session

__all__ = ["COMPARED", "OWN_MARK", "PHONE", "gathered", "is_known", "origin_of", "way_brought"]

PHONE, PAPER = "salle", "papier"
COMPARED = ("fichier", "code")
"""The origins that are compared with each other."""
_ORDER = (PHONE, PAPER, *COMPARED)
OWN_MARK = re.compile(r"(contenu/[0-9a-f]{24}(?:-\d+)?)(?:~([0-9a-f]{8}))?")
"""The mark of a sheet of a file that is known by its content, and the lot that it came with, if with others."""


def gathered(
    connection: Connection, session: str, *, about: Session, q: Questionnaire, shown: Iterable[Entry]
) -> list[Entry]:
    """Return the session's sheets that hold an answer; those that were brought in are marked as known.

    A sheet that was brought is compared with no phone's: whoever brought it would read in the count whether somebody
    answered the same (docs/decisions/021-who-knows-what.md). The same sheet met as a share code, in a table and in a
    file of its own counts as often as the way that has it most (:class:`People`). Paper is another person's.

    Parameters
    ----------
    shown
        Sheets that an earlier publication counts, as they were then: they stay, and what equals them is no new one.
    """
    every = [*_from_phones(connection, session, about, q), *_from_elsewhere(connection, session)]
    published = {one.sheet_id: one for one in shown}
    every.sort(key=lambda one: (_ORDER.index(origin_of(one)), one.sheet_id))
    people = People()

    def is_new(one: Entry) -> bool:
        origin, _, mark = one.sheet_id.partition(":")
        return origin not in COMPARED or people.adds(way_brought(origin, mark), one.sheet)

    for one in published.values():
        is_new(one)
    kept = []
    for one in every:
        before = published.get(one.sheet_id)
        if before is None:
            if is_new(one):
                kept.append(one)
        elif before.sheet != one.sheet:
            is_new(one)
    return [*published.values(), *kept]


def way_brought(origin: str, mark: str) -> str:
    """Return by which way a sheet came: two that came by different ways and are equal are one person's."""
    return "contenu" if OWN_MARK.fullmatch(mark) and origin in COMPARED else origin


def origin_of(one: Entry) -> str:
    """Return where a sheet of the store comes from: its identifier begins with it."""
    return one.sheet_id.partition(":")[0]


def is_known(one: Entry) -> bool:
    """Tell whether somebody brought a sheet of the store, and may know it."""
    return origin_of(one) != PHONE


def _from_phones(connection: Connection, session: str, about: Session, q: Questionnaire) -> Iterable[Entry]:
    asked = select(ANSWERS.c.seat, ANSWERS.c.item, ANSWERS.c.value).join(SEATS).where(SEATS.c.session == session)
    seats: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for seat, item, value in connection.execute(asked):
        seats[seat][item] = value
    for seat, codes in seats.items():
        sheet = whole_sheet(codes, q, variant=about.variant)
        if sheet.answers:
            yield Entry(session, f"{PHONE}:{seat}", sheet)


def _from_elsewhere(connection: Connection, session: str) -> Iterable[Entry]:
    asked = select(BROUGHT.c.origin, BROUGHT.c.mark, BROUGHT.c.sheet).where(BROUGHT.c.session == session)
    for origin, mark, text in connection.execute(asked):
        sheet = msgspec.json.decode(text, type=Sheet)
        if sheet.answers:
            yield Entry(session, f"{origin}:{mark}", sheet, known=True)
