"""Write the invented HR exports of ``data/samples``: a register of the staff, one with faults, a list of absences.

Run by hand: ``python data/make_rh.py``. Nobody works there: every number, name and date is made up from a seed. The
files look like what payroll programs write for a French Excel (a heading above the titles, semicolons, cp1252, French
dates), and carry numbers and names on purpose, so that one sees that they are forgotten.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

SEED = 20261123
SAMPLES = Path(__file__).parent / "samples"
HEADING = "Maison Les Tilleuls, établissement inventé : fichier d'exemple, personne n'existe"
REGISTER_TITLES = ("Matricule", "Nom", "Prénom", "Emploi", "Date d'entrée", "Date de sortie", "Type de contrat",
                   "Taux ETP", "Motif du CDD")  # fmt: skip
ABSENCE_TITLES = ("Matricule", "Nom", "Service", "Motif d'absence", "Du", "Au", "Nb jours")

YEARS = (2023, 2024, 2025)
FOUNDERS = 36
"""People in CDI on 31 December 2022."""
CDI_ARRIVALS = {2023: 3, 2024: 4, 2025: 5}
CDI_DEPARTURES = {2023: 3, 2024: 5, 2025: 6}
SHORT_COVERS = {2023: 3, 2024: 4, 2025: 5}
"""Replacements of less than a month: no movement."""
COVERS = {2023: 4, 2024: 5, 2025: 7}
EXTRAS = {2023: 1, 2024: 2, 2025: 2}
"""CDD for a temporary increase of work."""
JOBS = ("Éducation spécialisée", "Accompagnement éducatif", "Maîtrise de maison", "Surveillance de nuit",
        "Psychologie", "Cuisine", "Administration")  # fmt: skip
SICK = "Maladie"
MOTIVES = (  # motive, spans a year, fewest and most days
    (SICK, 16, 1, 5),
    (SICK, 9, 6, 60),
    ("Accident du travail", 6, 3, 40),
    ("Enfant malade", 8, 1, 3),
    ("Congés payés", 20, 7, 21),
    ("Formation", 6, 1, 4),
)
FAULTS = (  # the line of the register, why the program refuses it («» where it does not)
    ("9001;INVENTÉ-001;Exemple;Cuisine;01/02/2019;;CDI;1;", ""),
    ("9002;INVENTÉ-002;Exemple;Cuisine;31/02/2024;;CDI;1;", "un jour qui n'existe pas"),
    ("9003;INVENTÉ-003;Exemple;Cuisine;courant mai;;CDI;1;", "une date en toutes lettres"),
    ("9004;INVENTÉ-004;Exemple;Cuisine;01/09/2024;30/06/2024;CDI;1;", "une sortie avant l'entrée"),
    ("9005;INVENTÉ-005;Exemple;Cuisine;01/09/2024;;à voir;1;", "un contrat qui n'est pas reconnu"),
    ("9006;INVENTÉ-006;Exemple;Cuisine;01/09/2024;;CDI;151,67;", "des heures par mois à la place des ETP"),
    (";INVENTÉ-007;Exemple;Cuisine;;;CDI;1;", "une case vide"),
)


class Contract(NamedTuple):
    """A line of the register."""

    person: int
    start: dt.date
    end: dt.date | None
    kind: str
    etp: str = "1"
    reason: str = ""


class Absence(NamedTuple):
    """A line of the list of absences."""

    person: int
    motive: str
    start: dt.date
    end: dt.date


def _day(draw: random.Random, first: dt.date, last: dt.date) -> dt.date:
    return first + dt.timedelta(days=int(draw.random() * ((last - first).days + 1)))


def _etp(draw: random.Random) -> str:
    return ("1", "1", "1", "0,8", "0,5")[int(draw.random() * 5)]


def register() -> list[Contract]:
    """Return the contracts of the invented establishment, in the order of the arrivals."""
    draw = random.Random(SEED)
    staff = [
        Contract(1000 + n, _day(draw, dt.date(2003, 1, 6), dt.date(2022, 11, 28)), None, "CDI", _etp(draw))
        for n in range(FOUNDERS)
    ]
    passing: list[Contract] = []
    number = 1000 + FOUNDERS
    for year in YEARS:
        for _ in range(CDI_DEPARTURES[year]):
            free = [place for place, one in enumerate(staff) if one.end is None and one.start.year < year]
            place = free[int(draw.random() * len(free))]
            staff[place] = staff[place]._replace(end=_day(draw, dt.date(year, 2, 1), dt.date(year, 11, 30)))
        for _ in range(CDI_ARRIVALS[year]):
            start = _day(draw, dt.date(year, 2, 1), dt.date(year, 11, 30))
            staff.append(Contract(number, start, None, "CDI", _etp(draw)))
            number += 1
        for n, kind, reason, least, most in (
            (SHORT_COVERS[year], "CDD remplacement", "Remplacement", 4, 24),
            (COVERS[year], "CDD remplacement", "Remplacement", 45, 150),
            (EXTRAS[year], "CDD", "Surcroît d'activité", 60, 120),
        ):
            for _ in range(n):
                start = _day(draw, dt.date(year, 1, 2), dt.date(year, 6, 30))
                end = start + dt.timedelta(days=least + int(draw.random() * (most - least)))
                passing.append(Contract(number, start, end, kind, _etp(draw), reason))
                number += 1
    return sorted([*staff, *passing, *_special(staff, number)], key=lambda one: (one.start, one.person))


def _special(staff: list[Contract], number: int) -> list[Contract]:
    """Return what every register has: a CDD that goes on with no day off before its CDI, an apprentice, an interim.

    The CDD is that of the last who came in CDI in 2024: an arrival in CDI, and one arrival of the whole, not two.
    """
    last = max((one for one in staff if one.start.year == 2024), key=lambda one: one.start)
    before = last.start - dt.timedelta(days=1)
    return [
        Contract(last.person, dt.date(2024, 1, 8), before, "CDD remplacement", last.etp, "Remplacement"),
        Contract(number, dt.date(2024, 9, 2), None, "Apprentissage"),
        Contract(number + 1, dt.date(2025, 3, 3), dt.date(2025, 3, 28), "Intérim"),
    ]


def absences(contracts: list[Contract]) -> list[Absence]:
    """Return the absences of people in CDI: no two of one person on one day."""
    draw = random.Random(SEED + 1)
    found: list[Absence] = []
    taken: set[tuple[int, dt.date]] = set()

    def place(motive: str, year: int, least: int, most: int, first: dt.date | None = None) -> None:
        while True:
            present = [one for one in contracts if one.kind == "CDI" and one.start.year < year and one.end is None]
            one = present[int(draw.random() * len(present))]
            start = first or _day(draw, dt.date(year, 1, 2), dt.date(year, 12, 20))
            end = start + dt.timedelta(days=least + int(draw.random() * (most - least + 1)) - 1)
            days = {(one.person, start + dt.timedelta(days=n)) for n in range((end - start).days + 1)}
            if (first or end.year == year) and not days & taken:
                taken.update(days)
                found.append(Absence(one.person, motive, start, end))
                return

    for year in YEARS:
        place("Maternité", year, 112, 112, dt.date(year, 2, 5))
        place(SICK, year, 200, 230, dt.date(year, 1, 15))
        for motive, times, least, most in MOTIVES:
            for _ in range(times):
                place(motive, year, least, most)
    place(SICK, 2024, 24, 24, dt.date(2024, 12, 20))  # across two years
    return sorted(found, key=lambda one: (one.start, one.person))


def working_days(one: Absence) -> int:
    """Return the days of an absence from Monday to Friday, as the invented program counts them."""
    days = (one.start + dt.timedelta(days=n) for n in range((one.end - one.start).days + 1))
    return sum(day.weekday() < 5 for day in days)


def _french(day: dt.date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def _invented(person: int) -> tuple[str, str]:
    return f"INVENTÉ-{person - 999:03}", "Exemple"


def _csv(lines: list[str]) -> bytes:
    return ("\r\n".join([HEADING, ";".join(REGISTER_TITLES), *lines]) + "\r\n").encode("cp1252")


def register_csv(contracts: list[Contract]) -> bytes:
    """Return the register as a French Excel saves it."""
    lines = []
    for one in contracts:
        name, first_name = _invented(one.person)
        cells = (str(one.person), name, first_name, JOBS[one.person % len(JOBS)], _french(one.start), _french(one.end),
                 one.kind, one.etp, one.reason)  # fmt: skip
        lines.append(";".join(cells))
    return _csv(lines)


def write_absences(path: Path, found: list[Absence]) -> None:
    """Write the absences as a workbook with true dates."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": HEADING, "created": dt.datetime(2026, 11, 23)})
        sheet = book.add_worksheet("Absences")
        sheet.write_string(0, 0, HEADING)
        sheet.write_row(2, 0, ABSENCE_TITLES)
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for row, one in enumerate(found, start=3):
            sheet.write_number(row, 0, one.person)
            sheet.write_string(row, 1, " ".join(_invented(one.person)))
            sheet.write_string(row, 2, ("Maison A", "Maison B", "Nuit")[one.person % 3])
            sheet.write_string(row, 3, one.motive)
            sheet.write_datetime(row, 4, dt.datetime.combine(one.start, dt.time()), dates)
            sheet.write_datetime(row, 5, dt.datetime.combine(one.end, dt.time()), dates)
            sheet.write_number(row, 6, working_days(one))
        sheet.set_column(0, 6, 16)


def write(folder: Path = SAMPLES) -> None:
    """Write the three files."""
    contracts = register()
    (folder / "rh_mouvements.csv").write_bytes(register_csv(contracts))
    (folder / "rh_mouvements_fautes.csv").write_bytes(_csv([line for line, _ in FAULTS]))
    write_absences(folder / "rh_absences.xlsx", absences(contracts))


if __name__ == "__main__":
    write()
