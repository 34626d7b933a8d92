"""Whose each line of an export is: a number in memory, of which no list is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from pasapas_widgets.files.workbook import Row
from pasapas_widgets.model.field.hrsheets import load_hr_words, plain_words

__all__ = ["People", "names_somebody", "people_of"]

_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
"""A number of the staff that a spreadsheet has rounded: «1,2E+11»."""


class People(Struct, frozen=True):
    """Who the lines are about.

    Parameters
    ----------
    columns
        The columns that tell people apart; none where the file has none.
    persons
        For each line, a number for its person, ``None`` where it names nobody.
    is_weak
        Whether the only column is one that may number the lines («Id»), and never says the same twice.
    rounded
        Places of the lines whose number a spreadsheet has rounded: several people may have become one.
    """

    columns: tuple[int, ...]
    persons: tuple[int | None, ...]
    is_weak: bool = False
    rounded: tuple[int, ...] = ()


def names_somebody(title: str) -> bool:
    """Tell whether a title announces a person: a name, a number of the staff, a birthday, an address.

    >>> names_somebody("Nom de l'agent"), names_somebody("Date d'entrée")
    (True, False)
    """
    return bool(set(plain_words(title).split()) & set(load_hr_words().person.words))


def _is_number(said: str) -> bool:
    person, words = load_hr_words().person, set(said.split())
    return said in person.identifiers or ("matricule" in words and not words & set(person.others))


def _is_name(said: str) -> bool:
    person = load_hr_words().person
    words = set(said.split())
    return said in person.names or (
        bool(words & set(person.name_words)) and words <= {*person.name_words, *person.empty_words}
    )


def _is_weak(said: str) -> bool:
    return said in load_hr_words().person.weak


def people_of(titles: Sequence[str], rows: Sequence[Row]) -> People:
    """Tell who each line is about, by the first of these that all lines have: a number of the staff (a column each),
    all names together, an «Id».

    Where none is whole, the first that holds anything serves, and lines without it name nobody. The order of columns
    counts for nothing: of two numbers of the staff, the one with fewer people.
    """
    said = [plain_words(title) for title in titles]

    def places(fits: Callable[[str], bool]) -> list[int]:
        return [place for place, title in enumerate(said) if title and fits(title)]

    names = tuple(places(lambda title: _is_name(title) and not _is_number(title)))
    ranks: list[list[tuple[int, ...]]] = [
        [(place,) for place in places(_is_number)],
        [names] if names else [],
        [(p,) for p in places(_is_weak)],
    ]
    partial: People | None = None
    for weak, rank in enumerate(ranks):
        made = [_numbered(columns, rows, names=weak == 1) for columns in rank]
        made = [one for one in made if any(person is not None for person in one.persons)]
        whole = [one for one in made if None not in one.persons]
        if whole:
            best = min(whole, key=lambda one: len(set(one.persons)))
            distinct = len(set(best.persons)) == len(rows)
            return People(best.columns, best.persons, is_weak=weak == 2 and distinct, rounded=best.rounded)
        if made and partial is None and weak < 2:
            partial = made[0]
    return partial or People((), (None,) * len(rows))


def _numbered(columns: tuple[int, ...], rows: Sequence[Row], *, names: bool = False) -> People:
    numbers: dict[tuple[str, ...], int] = {}
    found: list[int | None] = []
    rounded = []
    for place, row in enumerate(rows):
        cells = [row.cells[column] if column < len(row.cells) else None for column in columns]
        who = tuple(_name(cell) if names else _who(cell) for cell in cells)
        found.append(numbers.setdefault(who, len(numbers)) if any(who) else None)
        if any(isinstance(cell, str) and _ROUNDED.fullmatch(cell.strip()) for cell in cells):
            rounded.append(place)
    return People(columns, tuple(found), rounded=tuple(rounded))


def _name(cell: Any) -> str:
    """Return the words of a name in one order, without «Mme»: «DUPONT Anne» and «Mme Anne Dupont» are one person."""
    who = _who(cell)
    words = [word for word in who.split() if word not in load_hr_words().person.courtesies]
    return " ".join(sorted(words)) or who


def _who(cell: Any) -> str:
    """Return what a cell says of a person; «00012», «12» and «12,0» are one, since spreadsheets take zeros away."""
    if cell is None:
        return ""
    text = str(cell).strip()
    number = re.fullmatch(r"0*(\d+)(?:[.,]0+)?", text)
    return number[1] if number else plain_words(text)
