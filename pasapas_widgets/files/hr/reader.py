"""One export, read whole or not at all: the counts of its years, else what is to be mended or to be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.files.hr.absences import absence_years, absences_of
from pasapas_widgets.files.hr.columns import Faults, Line, choose, identity, lines, names_somebody
from pasapas_widgets.files.hr.movements import contracts_of, movement_years
from pasapas_widgets.files.hr.table import HrFileError, open_table
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.field.hrsheets import load_hr_words

__all__ = ["HrFile", "HrFileError", "Question", "read_hr"]


class Question(Struct, frozen=True):
    """A field of which the column is not known, or is guessed: its identifier, its name, whether it is needed."""

    field: str
    name: str
    required: bool
    guess: int | None


class HrFile(Struct, frozen=True, kw_only=True):
    """What came of an export. Nothing of it names anybody.

    Parameters
    ----------
    years
        The counts of each year; empty where ``faults`` or ``questions`` say why.
    faults
        What is to be mended in the file, a sentence each, with line and column.
    questions, titles
        Where a needed column was not recognised: what to ask, and the titles to choose from (place → title; those that
        announce a person are left out).
    notes
        What had to be understood.
    has_days
        Whether a column counts days: what it counts has to be said by the person.
    """

    kind: str
    years: tuple[YearCounts, ...] = ()
    faults: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    titles: dict[int, str] = {}
    notes: tuple[str, ...] = ()
    has_days: bool = False


def read_hr(
    name: str,
    data: bytes,
    kind: str,
    *,
    columns: Mapping[str, int] | None = None,
    days: Literal["travail", "calendrier", ""] = "",
    today: dt.date | None = None,
) -> HrFile:
    """Read an export of an HR program. Names and numbers of the staff serve to count, in memory, and are forgotten.

    Parameters
    ----------
    name, data
        The file.
    kind
        ``"mouvements"`` (register of the staff) or ``"absences"``.
    columns
        Field → place of its column, from 0, where the titles do not say it.
    days
        What the column of days of a list of absences counts; left unused where it is not said.
    today
        Years after this day are not counted; the computer's own where left out.

    Raises
    ------
    HrFileError
        It is no export, or of an unknown kind: one French sentence.

    Examples
    --------
    >>> text = "Matricule;Entrée;Sortie;Contrat\\n1;01/02/2020;30/06/2025;CDI\\n2;01/09/2025;;CDI\\n"
    >>> (year,) = read_hr("registre.csv", text.encode(), "mouvements", today=dt.date(2026, 1, 15)).years
    >>> year.year, year.counts["departs_cdi"], year.counts["entrees_cdi"], year.counts["effectif_cdi_fin"]
    (2025, 1, 1, 1)
    """
    words = load_hr_words().kinds
    if kind not in words:
        raise HrFileError(interface("hrfiles")["refus"]["sorte"])
    table = open_table(name, data, words[kind])
    chosen = choose(table, words[kind], columns or {})
    if any(one.required and one.id not in chosen for one in words[kind].fields):
        asked = tuple(Question(one.id, one.name, one.required, chosen.get(one.id)) for one in words[kind].fields)
        titles = {n: title for n, title in enumerate(table.titles) if title and not names_somebody(title)}
        return HrFile(kind=kind, questions=asked, titles=titles)
    faults = Faults({field: table.titles[place] for field, place in chosen.items()})
    knows_people = bool(identity(table))
    read, notes = _once(lines(table, chosen), knows_people)
    notes = [*table.notes, *_said(table.titles, chosen, len(read), knows_people, kind), *notes]
    if kind == "mouvements":
        contracts, more = contracts_of(read, chosen, faults)
        years, late = movement_years(contracts, today=today or dt.date.today(), source=words[kind].name)
        crossed = _crossed([(one.person, one.start, one.end or dt.date.max, one.line) for one in contracts])
    else:
        absences, more = absences_of(read, chosen, faults, worked=days == "travail")
        years, late = absence_years(absences, knows_people=knows_people, source=words[kind].name)
        crossed = _crossed([(one.person, one.start, one.end, one.line) for one in absences])
        if "jours" in chosen and not days:
            late = [*late, interface("hrfiles")["lu"]["jours_ignores"]]
    told = faults.told()
    told_notes = tuple(typeset(one) for one in [*notes, *more, *crossed, *late])
    return HrFile(
        kind=kind, years=() if told else tuple(years), faults=told, notes=told_notes, has_days="jours" in chosen
    )


def _once(found: Sequence[Line], knows_people: bool) -> tuple[list[Line], list[str]]:
    """Leave out the lines that say the same of the same person again."""
    if not knows_people:
        return list(found), []
    seen: set[tuple[object, ...]] = set()
    kept, twice = [], []
    for line in found:
        key = (line.person, *(str(cell or "").strip() for cell in line.cells.values()))
        if line.person is not None and key in seen:
            twice.append(line.number)
        else:
            kept.append(line)
        seen.add(key)
    return kept, [_listed("doubles", twice)] if twice else []


def _crossed(spans: Sequence[tuple[int, dt.date, dt.date, int]]) -> list[str]:
    """Say which lines cover another of the same person."""
    found = []
    last: dict[int, dt.date] = {}
    for person, start, end, line in sorted(spans):
        if person in last and start <= last[person]:
            found.append(line)
        last[person] = max(end, last.get(person, end))
    return [_listed("chevauchements", sorted(found))] if found else []


def _listed(text: str, numbers: Sequence[int]) -> str:
    shown = ", ".join(str(one) for one in numbers[:12]) + ("…" if len(numbers) > 12 else "")
    return counted(interface("hrfiles")["lu"][text], len(numbers), lignes=shown)


def _said(titles: Sequence[str], chosen: Mapping[str, int], n: int, knows_people: bool, kind: str) -> list[str]:
    texts = interface("hrfiles")["lu"]
    unused = sum(bool(title) for title in titles) - len(chosen)
    notes = [counted(texts["lignes"], n)]
    if unused > 0:
        notes.append(counted(texts["oubliees"], unused))
    notes.append(texts["personnes"] if knows_people else texts[f"sans_personne_{kind}"])
    return notes
