"""Which column of an export is which: by its title, else by what the person says. The others are never read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.files.hr.table import Table
from pasapas_widgets.files.sheets.entries import quoted
from pasapas_widgets.model.field.hrsheets import Kind, load_hr_words, plain_words

__all__ = ["Faults", "Line", "choose", "identity", "lines", "names_somebody"]

_MOST_FAULTS = 30


class Line(Struct, frozen=True):
    """What is read of one line: its number in the file, who it is about as a number, and the cells that serve."""

    number: int
    person: int | None
    cells: dict[str, Any]


class Faults:
    """The faults of a file, each with its line and its column; the first ones are told, the others counted."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.titles = titles
        self._said: list[str] = []
        self._others = 0

    def add(self, line: int, field: str, reason: object) -> None:
        """Note a fault of a cell."""
        if len(self._said) >= _MOST_FAULTS:
            self._others += 1
            return
        text = interface("hrfiles")["cases"]["faute"]
        title = quoted(self.titles.get(field, field))
        self._said.append(typeset(text.format(ligne=line, colonne=title, raison=str(reason).rstrip("."))))

    def told(self) -> tuple[str, ...]:
        """Return the sentences."""
        more = interface("hrfiles")["cases"]["autres"]
        return (*self._said, *((counted(more, self._others),) if self._others else ()))


def names_somebody(title: str) -> bool:
    """Tell whether a title announces a person: a name, a number of the staff, a birthday, an address.

    >>> names_somebody("Nom de l'agent"), names_somebody("Date d'entrée")
    (True, False)
    """
    return bool(set(plain_words(title).split()) & set(load_hr_words().person.words))


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


def identity(table: Table) -> tuple[int, ...]:
    """Return the columns that tell people apart: a number of the staff where there is one, else all names together."""
    person = load_hr_words().person
    said = [plain_words(title) for title in table.titles]
    numbers = [place for place, title in enumerate(said) if title in person.identifiers]
    return (numbers[0],) if numbers else tuple(place for place, title in enumerate(said) if title in person.names)


def lines(table: Table, chosen: Mapping[str, int]) -> list[Line]:
    """Return the lines with the chosen columns only; whoever they name becomes a number, of which no list is kept."""
    columns, numbers = identity(table), dict[Sequence[str], int]()
    found = []
    for number, row in table.rows:
        cells = {field: row[place] if place < len(row) else None for field, place in chosen.items()}
        who = tuple(plain_words(row[place]) if place < len(row) and row[place] is not None else "" for place in columns)
        person = numbers.setdefault(who, len(numbers)) if any(who) else None
        if person is not None or any(cell not in (None, "") for cell in cells.values()):
            found.append(Line(number, person, cells))
    return found
