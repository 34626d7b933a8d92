"""A list of absences → the days of absence of each year, on two bases that are never mixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted
from pasapas_widgets.files.hr.cells import NEVER, CellError, Order, day, is_blank, number
from pasapas_widgets.files.hr.columns import Faults, Line, listed
from pasapas_widgets.model.carnet.indicators import FEWEST, YearCounts
from pasapas_widgets.model.field.hrsheets import load_hr_words, meaning
from pasapas_widgets.rules.indicators.suppression import split

__all__ = ["Absence", "absence_years", "absences_of"]

_SHORT, _LONG = 6, 183
"""Days from which a sick leave is no longer short, and above which it is long."""
_PARTS = ("maladie_courte", "maladie_moyenne", "maladie_longue", "atmp", "maternite", "autre")
_DAY = dt.timedelta(days=1)


class Absence(Struct, frozen=True):
    """One line: whose (a number), its first and last day, its motive, its days of work where the file says them.

    ``length`` is the number of days that the line covers, those after today included.
    """

    person: int
    start: dt.date
    end: dt.date
    motive: str
    worked: Fraction | None
    line: str
    length: int


def absences_of(
    lines: Sequence[Line], chosen: Iterable[str], faults: Faults, *, worked: bool, today: dt.date, order: Order = "jour"
) -> tuple[list[Absence], list[str]]:
    """Read the absences of the lines up to today; return those that count, with what had to be understood.

    Parameters
    ----------
    lines
        Each about a known person.
    worked
        Whether the column of days counts days of work.
    today
        Days after it are not counted.
    order
        How dates in numbers are written.
    """
    has_days = "jours" in set(chosen)
    read, outside = [], 0
    for line in lines:
        absence = _absence(line, faults, has_days=has_days, worked=worked, order=order)
        if absence is None:
            outside += 1
        else:
            read.append((line, absence))
    texts = interface("hrfiles")["lu"]
    notes = [counted(texts["hors_motif"], outside)] if outside else []
    found, cancelled = _without_cancelled([one for _, one in read if one is not _FAULTY], faults)
    if cancelled:
        notes.append(listed("annulees", cancelled))
    if worked:
        _check_days(found, faults)
    return _until(found, today, notes), notes


_FAULTY = Absence(-1, dt.date.min, dt.date.min, "", None, "", 0)


def _absence(line: Line, faults: Faults, *, has_days: bool, worked: bool, order: Order) -> Absence | None:
    """Return the absence of a line, ``None`` where it does not count, :data:`_FAULTY` where it has faults."""
    texts, cells = interface("hrfiles")["cases"], line.cells
    start = _day(line, "debut", faults, order=order)
    end = _day(line, "fin", faults, order=order, open_end=True)
    motive = meaning(cells["motif"] or "", load_hr_words().motives)
    if motive is None:
        faults.add(line.number, "motif", texts["vide" if is_blank(cells["motif"]) else "motif"])
    if start is None or end is None or motive is None:
        return _FAULTY
    if end < start:
        faults.add(line.number, "fin", texts["fin_avant"])
        return _FAULTY
    days: Fraction | None = None
    length = (end - start).days + 1
    if has_days and motive != "hors":
        try:
            days = number(cells["jours"], signed=True)
        except CellError as fault:
            if worked:
                faults.add(line.number, "jours", fault)
                return _FAULTY
        if worked and (days is None or days > length):
            faults.add(line.number, "jours", texts["vide" if days is None else "trop_de_jours"])
            return _FAULTY
    if motive == "hors":
        return None
    kept = days if worked or (days is not None and days < 0) else None
    return Absence(line.person or 0, start, end, motive, kept, line.number, length)


def _day(line: Line, field: str, faults: Faults, *, order: Order, open_end: bool = False) -> dt.date | None:
    try:
        found = day(line.cells[field], open_end=open_end, order=order)
    except CellError as fault:
        faults.add(line.number, field, fault)
        return None
    if found is None:
        faults.add(line.number, field, interface("hrfiles")["cases"]["vide"])
    return found


def _without_cancelled(absences: Sequence[Absence], faults: Faults) -> tuple[list[Absence], list[str]]:
    """Take away each line with negative days together with the one line that it cancels."""
    places: dict[tuple[object, ...], list[int]] = {}
    for place, one in enumerate(absences):
        if one.worked is None or one.worked >= 0:
            places.setdefault((one.person, one.start, one.end, one.motive), []).append(place)
    gone: set[int] = set()
    told: list[str] = []
    for place, one in enumerate(absences):
        if one.worked is None or one.worked >= 0:
            continue
        same = [other for other in places.get((one.person, one.start, one.end, one.motive), []) if other not in gone]
        same = [other for other in same if absences[other].worked in (None, -one.worked)]
        if len(same) != 1:
            faults.add(one.line, "jours", interface("hrfiles")["cases"]["regularisation"])
        gone |= {place, *same[:1]}
        told += [absences[other].line for other in same[:1]] + [one.line]
    return [one for place, one in enumerate(absences) if place not in gone], told


def _check_days(absences: Iterable[Absence], faults: Faults) -> None:
    """Note the lines of one person that cover each other and hold more days of work, together, than days."""
    own = sorted(absences, key=lambda one: (one.person, one.start, one.end))
    run: list[Absence] = []
    last = dt.date.min
    for one in [*own, None]:
        if one is not None and run and one.person == run[0].person and one.start <= last:
            run.append(one)
            last = max(last, one.end)
            continue
        if len(run) > 1 and sum(other.worked or 0 for other in run) > (last - run[0].start).days + 1:
            faults.add(run[-1].line, "jours", interface("hrfiles")["cases"]["trop_de_jours_ensemble"])
        run, last = ([], last) if one is None else ([one], one.end)


def _until(absences: Iterable[Absence], today: dt.date, notes: list[str]) -> list[Absence]:
    """Cut what lasts after today, and say so."""
    texts = interface("hrfiles")["lu"]
    kept, future, endless = [], [], []
    latest = None
    for one in absences:
        if one.end == NEVER:
            endless.append(one.line)
        if one.start > today:
            future.append(one.line)
            continue
        if one.end == NEVER and one.worked is not None:
            one = replace(one, worked=None)
        latest = max(one.end, latest or one.end)
        kept.append(replace(one, end=min(one.end, today)))
    if future:
        notes.append(listed("a_venir", future))
    if endless:
        notes.append(listed("sans_fin", endless))
    if latest and latest > today:
        notes.append(texts["coupees"].format(jour=today.strftime("%d/%m/%Y")))
    if latest and latest.year >= today.year and today < dt.date(today.year, 12, 31):
        last = min(latest, today).strftime("%d/%m/%Y")
        notes.append(texts["en_cours"].format(annee=today.year, jour=last))
    return kept


def absence_years(absences: Sequence[Absence], *, worked: bool, source: str) -> tuple[list[YearCounts], list[str]]:
    """Return the days of absence of each year, and what has to be said of them.

    A year in which fewer than five people were absent gives nothing: its days would be theirs.

    Parameters
    ----------
    worked
        Whether days of work are counted: where one line has none, none are.
    """
    texts = interface("hrfiles")["lu"]
    classed = list(_classed(absences))
    by_year = _calendar(classed)
    notes = [] if not worked or all(one.worked is not None for one in absences) else [texts["jours_inconnus"]]
    worked = worked and not notes
    working = _worked(classed) if worked else {}
    found, few = [], []
    for year, calendar in sorted(by_year.items()):
        if len({person for person, _ in calendar}) < FEWEST:
            few.append(str(year))
            continue
        counts: dict[str, float | None] = {"jours_absence_calendaires": _total(calendar)}
        parts = _parts(calendar, "c")
        if worked:
            counts["jours_absence_ouvres"] = _total(working.get(year, {}))
            parts |= _parts(working.get(year, {}), "t")
        found.append(YearCounts(id=f"annee-{year}", year=year, counts=counts, parts=parts, source=source))
    if few:
        notes.append(texts["peu"].format(annees=", ".join(few)))
    if found:
        notes.append(texts["bornes"].format(court=_SHORT, long=_LONG))
    if worked and any(one.start.year != one.end.year for one in absences):
        notes.append(texts["jours_partages"])
    return found, notes


Tally = dict[tuple[int, str], Fraction]
"""Person, part → days of one year."""


def _years(start: dt.date, end: dt.date) -> Iterator[tuple[int, int]]:
    """Give each year from a day to another, with its days."""
    for year in range(start.year, end.year + 1):
        yield year, (min(end, dt.date(year, 12, 31)) - max(start, dt.date(year, 1, 1))).days + 1


def _calendar(classed: Iterable[tuple[Absence, str]]) -> dict[int, Tally]:
    """Count the days of the calendar, each day of a person once, under the first of the parts that cover it."""
    found: dict[int, Tally] = {}
    own = sorted(classed, key=lambda told: told[0].person)
    for person, some in groupby(own, key=lambda told: told[0].person):
        turns: list[tuple[dt.date, int, int]] = []
        for one, part in some:
            place = _PARTS.index(part)
            turns += [(one.start, place, 1), (one.end + _DAY, place, -1)]
        open_, since = [0] * len(_PARTS), dt.date.min
        for when, place, step in sorted(turns):
            part = next((_PARTS[n] for n, count in enumerate(open_) if count), "")
            if part and when > since:
                for year, days in _years(since, when - _DAY):
                    tally = found.setdefault(year, {})
                    tally[person, part] = tally.get((person, part), Fraction(0)) + days
            open_[place] += step
            since = when
    return found


def _worked(classed: Iterable[tuple[Absence, str]]) -> dict[int, Tally]:
    """Count the days of work, each line's shared out evenly over its days."""
    sums: dict[tuple[int, int, str, int], Fraction] = {}
    for one, part in classed:
        for year, days in _years(one.start, one.end):
            place = (year, one.person, part, one.length)
            sums[place] = sums.get(place, Fraction(0)) + (one.worked or 0) * days
    found: dict[int, Tally] = {}
    for (year, person, part, length), some in sums.items():  # one division a length: sums of many fractions are slow
        tally = found.setdefault(year, {})
        shared = Fraction(round(some / length * 10**12), 10**12)
        tally[person, part] = tally.get((person, part), Fraction(0)) + shared
    return found


def _classed(absences: Iterable[Absence]) -> Iterator[tuple[Absence, str]]:
    """Give each absence its part; a sick leave that is prolonged is classed by its whole length."""
    sick: dict[int, list[Absence]] = {}
    for one in absences:
        if one.motive == "maladie":
            sick.setdefault(one.person, []).append(one)
        else:
            yield one, one.motive
    for own in sick.values():
        own.sort(key=lambda one: (one.start, one.end))
        run, last = [own[0]], own[0].end
        for one in own[1:]:
            if one.start <= last + _DAY:
                run.append(one)
                last = max(last, one.end)
            else:
                yield from _sick(run, last)
                run, last = [one], one.end
        yield from _sick(run, last)


def _sick(run: Sequence[Absence], last: dt.date) -> list[tuple[Absence, str]]:
    """Give the lines of one sick leave their part, by its whole length."""
    length = (last - run[0].start).days + 1
    part = _PARTS[0 if length < _SHORT else 1 if length <= _LONG else 2]
    return [(one, part) for one in run]


def _total(tally: Tally) -> float:
    return float(round(sum(tally.values(), Fraction(0)), 2))


def _parts(tally: Tally, letter: str) -> dict[str, Any]:
    """Return the days of each motive, small groups of people hidden."""
    people: dict[str, set[int]] = {part: set() for part in _PARTS}
    days = dict.fromkeys(_PARTS, Fraction(0))
    for (person, part), some in tally.items():
        people[part].add(person)
        days[part] += some
    sets = list(people.values())
    return split(
        {f"{letter}_{part}": len(who) for part, who in people.items()},
        {f"{letter}_{part}": float(round(some, 2)) for part, some in days.items()},
        together=lambda places: len(set().union(*(sets[place] for place in places))),
    )
