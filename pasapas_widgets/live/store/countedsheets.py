"""Every sheet of a session, from phones, paper, codes and files, each person once. Stays inside the store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from pasapas_widgets.live.store.tables import ANSWERS, BROUGHT, SEATS
from pasapas_widgets.live.store.values import whole_sheet
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Session

__all__ = ["Counted", "gathered"]

PHONE, PAPER = "salle", "papier"
_ORDER = (PHONE, PAPER, "fichier", "code")


class Counted(Struct, frozen=True):
    """A sheet that counts: what ``aggregation`` calls an entry. ``sheet_id`` begins with the origin."""

    session: str
    sheet_id: str
    sheet: Sheet

    @property
    def origin(self) -> str:
        return self.sheet_id.partition(":")[0]


def gathered(
    connection: Connection, session: str, *, about: Session, q: Questionnaire, shown: Iterable[Counted]
) -> list[Counted]:
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
    every.sort(key=lambda one: (one.sheet_id not in published, _ORDER.index(one.origin), one.sheet_id))
    people: Counter[bytes] = Counter()
    met: defaultdict[str, Counter[bytes]] = defaultdict(Counter)
    kept = []

    def count(one: Counted) -> bool:
        content = msgspec.json.encode(one.sheet, order="deterministic")
        met[one.origin][content] += 1
        if one.origin != PAPER and met[one.origin][content] <= people[content]:
            return False
        people[content] += one.origin != PAPER
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


def _from_phones(connection: Connection, session: str, about: Session, q: Questionnaire) -> Iterable[Counted]:
    asked = select(ANSWERS.c.seat, ANSWERS.c.item, ANSWERS.c.value).join(SEATS).where(SEATS.c.session == session)
    seats: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for seat, item, value in connection.execute(asked):
        seats[seat][item] = value
    for seat, codes in seats.items():
        sheet = whole_sheet(codes, q, variant=about.variant)
        if sheet.answers:
            yield Counted(session, f"{PHONE}:{seat}", sheet)


def _from_elsewhere(connection: Connection, session: str) -> Iterable[Counted]:
    asked = select(BROUGHT.c.origin, BROUGHT.c.mark, BROUGHT.c.sheet).where(BROUGHT.c.session == session)
    for origin, mark, text in connection.execute(asked):
        sheet = msgspec.json.decode(text, type=Sheet)
        if sheet.answers:
            yield Counted(session, f"{origin}:{mark}", sheet)
