"""Whose sheets files and codes hold: the same sheet by two ways is one person, a later export is no new group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from pasapas_widgets.files.sheets.entries import BY_CONTENT, SheetFile, told_apart
from pasapas_widgets.model.entry import FROM_CODES
from pasapas_widgets.model.questionnaire.sheet import Sheet

__all__ = ["Overlap", "People", "content_of", "overlap", "way_of"]


def content_of(sheet: Sheet) -> bytes:
    """Return what a sheet holds, in one way of writing it."""
    return msgspec.json.encode(sheet, order="deterministic")


class People:
    """The people met so far, by whatever ways.

    The same content twice by one way (two lines of a table, two codes) is two people who answer alike; by two ways (a
    code and a file) it is one: a content counts as often as the way that has it most.
    """

    def __init__(self) -> None:
        self._people: Counter[bytes] = Counter()
        self._met: defaultdict[str, Counter[bytes]] = defaultdict(Counter)
        self._keys: set[tuple[str, str]] = set()

    def adds(self, way: str, sheet: Sheet) -> bool:
        """Take a sheet, and tell whether it is that of somebody who was not met before."""
        content = content_of(sheet)
        self._met[way][content] += 1
        if self._met[way][content] <= self._people[content]:
            return False
        self._people[content] += 1
        return True

    def fresh(self, file: SheetFile) -> int:
        """Take the sheets of a file, and tell how many are those of people who were not met before."""
        told = {key: one.sheet for key, one in told_apart(file) if key not in self._keys}
        self._keys |= set(told)
        return sum(self.adds(way_of(session), sheet) for (session, _), sheet in told.items())


def way_of(session: str) -> str:
    """Return by which way a sheet came, from the session that :func:`told_apart` gives it: all tables are one."""
    return session if session in (FROM_CODES, BY_CONTENT) else ""


class Overlap(Struct, frozen=True):
    """Two tables that hold mostly the same people: ``same`` sheets are in both, ``other`` of the shorter are not."""

    same: int
    other: int


def overlap(before: Iterable[Sheet], now: Iterable[Sheet]) -> Overlap | None:
    """Compare two tables that know their lines by content alone, ``None`` where nothing has to be asked.

    A later export of one survey holds all that the earlier one holds, and more: nothing to ask. Where most of it is the
    same and some is not, an answer was changed in between, and its person would count twice.
    """
    first, second = Counter(map(content_of, before)), Counter(map(content_of, now))
    same = (first & second).total()
    other = min(first.total(), second.total()) - same
    return Overlap(same, other) if 0 < other <= same else None
