"""Which column of an export is which: by its title, else by what the person says. The others are never kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.files.hr.people import People, names_somebody
from pasapas_widgets.files.hr.table import Table
from pasapas_widgets.files.sheets.entries import quoted
from pasapas_widgets.files.workbook import Row
from pasapas_widgets.model.field.hrsheets import Kind, load_hr_words, plain_words

__all__ = ["Faults", "Line", "choose", "is_total", "lines", "listed"]

_MOST_FAULTS = 30
_MOST_LISTED = 12


class Line(Struct, frozen=True):
    """What is read of one line: its place in words, who it is about as a number, the cells that serve, and a mark that
    only the same whole line has."""

    number: str
    person: int | None
    cells: dict[str, Any]
    mark: bytes = b""


class Faults:
    """The faults of a file, each with its line and its column; the first ones are told, the others counted."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.titles = titles
        self._said: list[str] = []
        self._others = 0

    def add(self, line: str, field: str, reason: object) -> None:
        """Note a fault of a cell."""
        if len(self._said) >= _MOST_FAULTS:
            self._others += 1
            return
        text = interface("hrfiles")["cases"]["faute"]
        title = quoted(self.titles.get(field, field))
        self._said.append(typeset(text.format(ligne=line, colonne=title, raison=str(reason).rstrip("."))))

    def add_whole(self, sentence: str) -> None:
        """Note a fault of several lines, in a sentence of its own, before all others."""
        self._said.insert(0, typeset(sentence))

    def told(self) -> tuple[str, ...]:
        """Return the sentences."""
        more = interface("hrfiles")["cases"]["autres"]
        return (*self._said, *((counted(more, self._others),) if self._others else ()))


def choose(table: Table, kind: Kind, told: Mapping[str, int]) -> dict[str, int]:
    """Return the column of each field that is known: what the person told first, else the first title that fits.

    A column that announces a person is taken for none of them.
    """
    said = [plain_words(title) for title in table.titles]
    chosen = {
        field.id: told[field.id]
        for field in kind.fields
        if field.id in told and 0 <= told[field.id] < len(said) and not names_somebody(table.titles[told[field.id]])
    }
    for field in kind.fields:
        free = [place for place, title in enumerate(said) if title in field.titles and place not in chosen.values()]
        free = [place for place in free if not names_somebody(table.titles[place])]
        if field.id not in chosen and free:
            chosen[field.id] = min(free, key=lambda place: field.titles.index(said[place]))
    return chosen


def is_total(row: Row, titles: Sequence[str], chosen: Mapping[str, int], dates: Sequence[str]) -> bool:
    """Tell whether a line is no line of the export: a total, the foot of a page, the titles once more.

    Parameters
    ----------
    dates
        The fields that hold a date: a line that has one is never a total.
    """
    words = [plain_words(cell) for cell in row.cells if cell not in (None, "")]
    if words and words == [plain_words(title) for title in titles if title][: len(words)] and len(words) > 1:
        return True
    first = next((place for place, cell in enumerate(row.cells) if cell not in (None, "")), 0)
    places = [chosen[field] for field in dates if field in chosen and chosen[field] != first]
    if not words or any(place < len(row.cells) and row.cells[place] not in (None, "") for place in places):
        return False
    return any(words[0] == start or words[0].startswith(f"{start} ") for start in load_hr_words().totals)


def lines(rows: Sequence[Row], people: People, chosen: Mapping[str, int]) -> list[Line]:
    """Return the lines with the chosen columns only; whoever they name is a number."""
    found = []
    where = interface("hrfiles")["lu"]["ligne_de"]
    for row, person in zip(rows, people.persons, strict=True):
        cells = {field: row.cells[place] if place < len(row.cells) else None for field, place in chosen.items()}
        number = where.format(ligne=row.number, feuille=quoted(row.sheet)) if row.sheet else str(row.number)
        found.append(Line(number, person, cells, _mark(row.cells)))
    return found


def _mark(cells: Sequence[Any]) -> bytes:
    last = max((place for place, cell in enumerate(cells) if cell not in (None, "")), default=-1)
    said = "\x1f".join("" if cell is None else " ".join(str(cell).split()) for cell in cells[: last + 1])
    return blake2b(said.encode("utf-8", "replace"), digest_size=16).digest()


def listed(text: str, numbers: Sequence[str]) -> str:
    """Return a sentence about some lines, the first of them named."""
    shown = ", ".join(numbers[:_MOST_LISTED]) + ("…" if len(numbers) > _MOST_LISTED else "")
    return counted(interface("hrfiles")["lu"][text], len(numbers), lignes=shown)
