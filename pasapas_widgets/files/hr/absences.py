"""A list of absences → the days of absence of each year, on two bases that are never mixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted
from pasapas_widgets.files.hr.cells import CellError, day, is_blank, number
from pasapas_widgets.files.hr.columns import Faults, Line
from pasapas_widgets.model.carnet.indicators import FEWEST, YearCounts
from pasapas_widgets.model.field.hrsheets import load_hr_words, meaning
from pasapas_widgets.rules.indicators.suppression import split

__all__ = ["Absence", "absence_years", "absences_of"]

_SHORT, _LONG = 6, 183
"""Days from which a sick leave is no longer short, and above which it is long."""
_PARTS = ("maladie_courte", "maladie_moyenne", "maladie_longue", "atmp", "maternite", "autre")


class Absence(Struct, frozen=True):
    """One line: whose (a number), its first and last day, its motive, its days of work where the file says them."""

    person: int
    start: dt.date
    end: dt.date
    motive: str
    worked: Fraction | None
    line: int


def absences_of(
    lines: Sequence[Line], chosen: Iterable[str], faults: Faults, *, worked: bool
) -> tuple[list[Absence], list[str]]:
    """Read the absences of the lines; return those that count, with what had to be understood.

    Parameters
    ----------
    worked
        Whether the column of days counts days of work.
    """
    has_days = worked and "jours" in set(chosen)
    found: list[Absence] = []
    outside = 0
    for line in lines:
        absence = _absence(line, faults, has_days=has_days)
        if absence is None:
            outside += 1
        elif isinstance(absence, Absence):
            found.append(absence)
    texts = interface("hrfiles")["lu"]
    return found, [counted(texts["hors_motif"], outside)] if outside else []


def _absence(line: Line, faults: Faults, *, has_days: bool) -> Absence | bool | None:
    """Return the absence of a line, ``None`` where it does not count, ``False`` where it has faults."""
    texts, cells = interface("hrfiles")["cases"], line.cells
    start, end = _day(line, "debut", faults), _day(line, "fin", faults)
    motive = meaning(cells["motif"] or "", load_hr_words().motives)
    if motive is None:
        faults.add(line.number, "motif", texts["vide" if is_blank(cells["motif"]) else "motif"])
    if start is None or end is None or motive is None:
        return False
    if end < start:
        faults.add(line.number, "fin", texts["fin_avant"])
        return False
    days: Fraction | None = None
    if has_days and motive != "hors":
        try:
            days = number(cells["jours"])
        except CellError as fault:
            faults.add(line.number, "jours", fault)
            return False
        if days is None or days > (end - start).days + 1:
            faults.add(line.number, "jours", texts["vide" if days is None else "trop_de_jours"])
            return False
    if motive == "hors":
        return None
    return Absence(line.person if line.person is not None else -line.number, start, end, motive, days, line.number)


def _day(line: Line, field: str, faults: Faults) -> dt.date | None:
    try:
        found = day(line.cells[field])
    except CellError as fault:
        faults.add(line.number, field, fault)
        return None
    if found is None:
        faults.add(line.number, field, interface("hrfiles")["cases"]["vide"])
    return found


def absence_years(
    absences: Sequence[Absence], *, knows_people: bool, source: str
) -> tuple[list[YearCounts], list[str]]:
    """Return the days of absence of each year, and what has to be said of them.

    A year in which fewer than five people were absent gives nothing: its days would be theirs.

    Parameters
    ----------
    knows_people
        Whether the file tells people apart; without it, nothing is kept by motive.
    """
    texts = interface("hrfiles")["lu"]
    calendar, worked, crossing = _counted(absences)
    found, few = [], []
    for year in sorted({year for _, year, _ in calendar}):
        people = {person for person, of, _ in calendar if of == year}
        if len(people) < FEWEST:
            few.append(str(year))
            continue
        counts: dict[str, float | None] = {"jours_absence_calendaires": _total(calendar, year)}
        parts = _parts(calendar, year, "c") if knows_people else {}
        if worked:
            counts["jours_absence_ouvres"] = _total(worked, year)
            parts |= _parts(worked, year, "t") if knows_people else {}
        found.append(YearCounts(id=f"annee-{year}", year=year, counts=counts, parts=parts, source=source))
    notes = []
    if few:
        notes.append(texts["peu"].format(annees=", ".join(few)))
    if knows_people and found:
        notes.append(texts["bornes"].format(court=_SHORT, long=_LONG))
    if crossing and worked:
        notes.append(texts["jours_partages"])
    return found, notes


Tally = dict[tuple[int, int, str], Fraction]
"""Person, year, part → days."""


def _counted(absences: Sequence[Absence]) -> tuple[Tally, Tally, bool]:
    """Count the days of the calendar (each day of a person once) and the days of work; tell if a line spans years."""
    parts = {id(one): part for one, part in _classed(absences)}
    days: dict[tuple[int, dt.date], str] = {}
    worked: Tally = {}
    crossing = False
    for one in absences:
        part = parts[id(one)]
        length = (one.end - one.start).days + 1
        crossing |= one.start.year != one.end.year
        for step in range(length):
            key = (one.person, one.start + dt.timedelta(days=step))
            days[key] = min(days.get(key, part), part, key=_PARTS.index)
            if one.worked is not None:
                place = (one.person, key[1].year, part)
                worked[place] = worked.get(place, Fraction(0)) + one.worked / length
    calendar: Tally = {}
    for (person, when), part in days.items():
        place = (person, when.year, part)
        calendar[place] = calendar.get(place, Fraction(0)) + 1
    return calendar, worked, crossing


def _classed(absences: Sequence[Absence]) -> list[tuple[Absence, str]]:
    """Give each absence its part; a sick leave that is prolonged is classed by its whole length."""
    found: list[tuple[Absence, str]] = []
    sick: dict[int, list[Absence]] = {}
    for one in absences:
        if one.motive == "maladie":
            sick.setdefault(one.person, []).append(one)
        else:
            found.append((one, one.motive))
    for own in sick.values():
        own.sort(key=lambda one: (one.start, one.end))
        run, last = [own[0]], own[0].end
        for one in own[1:]:
            if one.start <= last + dt.timedelta(days=1):
                run.append(one)
                last = max(last, one.end)
            else:
                found += _sick(run, last)
                run, last = [one], one.end
        found += _sick(run, last)
    return found


def _sick(run: Sequence[Absence], last: dt.date) -> list[tuple[Absence, str]]:
    """Give the lines of one sick leave their part, by its whole length."""
    length = (last - run[0].start).days + 1
    part = _PARTS[0 if length < _SHORT else 1 if length <= _LONG else 2]
    return [(one, part) for one in run]


def _total(tally: Tally, year: int) -> float:
    return float(round(sum((days for (_, of, _), days in tally.items() if of == year), Fraction(0)), 2))


def _parts(tally: Tally, year: int, letter: str) -> dict[str, Any]:
    """Return the days of each motive, small groups of people hidden."""
    people: dict[str, set[int]] = {part: set() for part in _PARTS}
    days = dict.fromkeys(_PARTS, Fraction(0))
    for (person, of, part), some in tally.items():
        if of == year:
            people[part].add(person)
            days[part] += some
    sets = list(people.values())
    made = split(
        {f"{letter}_{part}": len(who) for part, who in people.items()},
        {f"{letter}_{part}": float(round(some, 2)) for part, some in days.items()},
        together=lambda places: len(set().union(*(sets[place] for place in places))),
    )
    return made
