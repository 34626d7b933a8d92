"""Every sheet of a session, from phones, paper, codes and files, each person once. Stays inside the store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, select

from pasapas_widgets.live.store.tables import ANSWERS, BROUGHT, SEATS
from pasapas_widgets.live.store.values import whole_sheet
from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Session

__all__ = ["gathered", "origin_of"]

PHONE, PAPER = "salle", "papier"
_ORDER = (PHONE, PAPER, "fichier", "code")


def gathered(
    connection: Connection, session: str, *, about: Session, q: Questionnaire, shown: Iterable[Entry]
) -> list[Entry]:
    """Return the session's sheets that hold an answer, each person once.

    A person may answer on a phone of the room and also paste a share code or drop the file of the same sheet. So the
    same sheet met from several of these origins counts as often as the one that has it most. Paper is another person's.

    Parameters
    ----------
    shown
        Sheets that an earlier publication counts, as they were then: they stay, and what equals them is no new one.
    """
    every = [*_from_phones(connection, session, about, q), *_from_elsewhere(connection, session)]
    published = {one.sheet_id: one for one in shown}
    every.sort(key=lambda one: (one.sheet_id not in published, _ORDER.index(origin_of(one)), one.sheet_id))
    people: Counter[bytes] = Counter()
    met: defaultdict[str, Counter[bytes]] = defaultdict(Counter)
    kept = []

    def count(one: Entry) -> bool:
        content = msgspec.json.encode(one.sheet, order="deterministic")
        origin = origin_of(one)
        met[origin][content] += 1
        if origin != PAPER and met[origin][content] <= people[content]:
            return False
        people[content] += origin != PAPER
        return True

    for one in published.values():
        count(one)
    for one in every:
        before = published.get(one.sheet_id)
        if before is None:
            if count(one):
                kept.append(one)
        elif before.sheet != one.sheet:
            count(one)
    return [*published.values(), *kept]


def origin_of(one: Entry) -> str:
    """Return where a sheet of the store comes from: its identifier begins with it."""
    return one.sheet_id.partition(":")[0]


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
            yield Entry(session, f"{origin}:{mark}", sheet)
