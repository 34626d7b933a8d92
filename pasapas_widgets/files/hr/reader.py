"""One export, read whole or not at all: the counts of its years, else what is to be mended or to be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.files.hr.absences import absence_years, absences_of
from pasapas_widgets.files.hr.cells import is_zero_day
from pasapas_widgets.files.hr.columns import Faults, Line, choose, is_total, lines, listed
from pasapas_widgets.files.hr.dates import ambiguous_examples, order_of
from pasapas_widgets.files.hr.movements import contracts_of, movement_years
from pasapas_widgets.files.hr.people import People, names_somebody, people_of
from pasapas_widgets.files.hr.table import HrFileError, Table, open_table
from pasapas_widgets.files.workbook import Row
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.field.hrsheets import Kind, contract, load_hr_words

__all__ = ["HrFile", "HrFileError", "Question", "read_hr"]

_DATES = {"mouvements": ("entree", "sortie", "anciennete"), "absences": ("debut", "fin")}
_NO_ZERO = ("entree", "debut", "fin")
_KINDS = ("contractuel", "assistant_familial")


class Question(Struct, frozen=True):
    """What is to be asked of an export.

    Parameters
    ----------
    field
        A field of which the column is not known, or is guessed; or what the file leaves open («dates»).
    name, required
        What to call it; whether it is needed.
    guess
        The place of the column that is guessed.
    choices
        The possible answers, each with its words, where the question is not about a column.
    """

    field: str
    name: str
    required: bool
    guess: int | None = None
    choices: tuple[tuple[str, str], ...] = ()


class HrFile(Struct, frozen=True, kw_only=True):
    """What came of an export. Nothing of it names anybody.

    Parameters
    ----------
    years
        The counts of each year; empty where ``faults`` or ``questions`` say why.
    faults
        What is to be mended in the file, a sentence each, with line and column.
    questions, titles
        What to ask: where a needed column was not recognised, with the titles to choose from (place → title; those
        that announce a person are left out), or where the file has two readings.
    notes
        What had to be understood, and what was left aside.
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
    answers: Mapping[str, str] | None = None,
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
    answers
        What was answered to the questions that are not about columns: their field → the choice.
    today
        Days after this one are not counted; the computer's own where left out.

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
        return HrFile(kind=kind, questions=asked, titles=titles, notes=tuple(typeset(one) for one in table.notes))
    return _Export(kind, words[kind], table, chosen, answers or {}, today or dt.date.today()).read(days)


class _Export:
    """An export whose columns are known."""

    def __init__(
        self, kind: str, words: Kind, table: Table, chosen: dict[str, int], answers: Mapping[str, str], today: dt.date
    ) -> None:
        self.kind, self.words, self.table, self.chosen = kind, words, table, chosen
        self.answers, self.today = answers, today
        self.dates = [field for field in _DATES[kind] if field in chosen]

    def read(self, days: str) -> HrFile:
        """Return the counts, else the faults, else the questions."""
        rows, notes, questions = self._rows()
        if not rows:
            return HrFile(
                kind=self.kind, faults=(typeset(interface("hrfiles")["cases"]["rien"]),), notes=_typeset(notes)
            )
        people = people_of(self.table.titles, rows)
        people, question = self._people(people, rows)
        questions += question
        read, doubles = _once(lines(rows, people, self.chosen), knows_people=bool(people.columns))
        notes += self._said(len(rows), people) + doubles + self._zeros(rows)
        questions += self._kinds(read)
        faults = self._whole_faults(people, rows)
        orders = self._orders(read)
        made = {order: self._counted(read, days, order, faults) for order in orders}
        possible = {order: one for order, one in made.items() if not one.faults} or made
        whole = next(iter(possible.values()))
        if len(possible) > 1 and any(one.years != whole.years for one in possible.values()):
            questions.append(self._question("dates", exemples=", ".join(ambiguous_examples(self._cells(read)))))
        notes += [*whole.notes, *([interface("hrfiles")["lu"]["mois_jour"]] if list(possible) == ["mois"] else [])]
        if questions and not whole.faults:
            return HrFile(kind=self.kind, questions=tuple(questions), notes=_typeset(notes), has_days=False)
        return replace(whole, notes=_typeset(notes))

    def _rows(self) -> tuple[list[Row], list[str], list[Question]]:
        """Return the lines to be read, what was left aside, and whether those hidden by a filter are to be asked."""
        rows, totals, hidden, empty = [], [], [], []
        answer = self.answers.get("masquees")
        for row in self.table.rows:
            if is_total(row, self.table.titles, self.chosen, self.dates):
                totals.append(str(row.number))
            elif not any(
                row.cells[place] not in (None, "") for place in self.chosen.values() if place < len(row.cells)
            ):
                empty.append(str(row.number))
            elif row.hidden and answer == "non":
                hidden.append(str(row.number))
            else:
                rows.append(row)
        asked = []
        n = sum(row.hidden for row in rows)
        if n and answer is None:
            asked.append(self._question("masquees", n=n))
        notes = list(self.table.notes)
        notes += [
            listed(text, some) for text, some in (("totaux", totals), ("vides", empty), ("masquees", hidden)) if some
        ]
        return rows, notes, asked

    def _serving(self, row: Row) -> list[Any]:
        return [row.cells[place] for place in self.chosen.values() if place < len(row.cells)]

    def _question(self, field: str, **values: object) -> Question:
        told = interface("hrfiles")["questions"][field]
        choices = tuple((id, typeset(words)) for id, words in told["choix"].items())
        return Question(field, typeset(told["nom"].format(**values)), True, choices=choices)

    def _people(self, people: People, rows: Sequence[Row]) -> tuple[People, list[Question]]:
        """Settle whose the lines are where the file does not say it for certain."""
        answer = self.answers.get("personnes")
        if people.is_weak and self.kind == "absences" and answer is None:
            title = self.table.titles[people.columns[0]]
            return people, [self._question("personnes", titre=title)]
        if people.is_weak and answer == "ligne":
            people = People((), (None,) * len(rows))
        if not people.columns and self.kind == "mouvements":
            return replace(people, persons=tuple(range(len(rows)))), []
        return people, []

    def _whole_faults(self, people: People, rows: Sequence[Row]) -> list[str]:
        """Say why it cannot be known whose the lines are."""
        texts = interface("hrfiles")["cases"]
        if not people.columns:
            return [texts["sans_personne"]] if self.kind == "absences" else []
        title = self.table.titles[people.columns[0]]
        missing = [str(row.number) for row, person in zip(rows, people.persons, strict=True) if person is None]
        told = [
            counted(texts[key], len(some), colonne=title, lignes=", ".join(some[:12]) + ("…" if len(some) > 12 else ""))
            for key, some in (
                ("sans_matricule", missing),
                ("matricule_arrondi", [str(rows[place].number) for place in people.rounded]),
            )
            if some
        ]
        return told

    def _said(self, n: int, people: People) -> list[str]:
        texts = interface("hrfiles")["lu"]
        unused = sum(bool(title) for title in self.table.titles) - len(self.chosen)
        notes = [counted(texts["lignes"], n)]
        if unused > 0:
            notes.append(counted(texts["oubliees"], unused))
        if people.columns or self.kind == "mouvements":
            notes.append(texts["personnes" if people.columns else "sans_personne_mouvements"])
        return notes

    def _cells(self, read: Sequence[Line]) -> list[Any]:
        return [line.cells[field] for line in read for field in self.dates]

    def _zeros(self, rows: Sequence[Row]) -> list[str]:
        """Say how many cells hold the date that stands for none, where a date may be missing."""
        places = [self.chosen[field] for field in self.dates if field not in _NO_ZERO]
        n = sum(is_zero_day(row.cells[place]) for row in rows for place in places if place < len(row.cells))
        return [counted(interface("hrfiles")["lu"]["dates_zero"], n)] if n else []

    def _kinds(self, read: Sequence[Line]) -> list[Question]:
        """Ask what the contracts are that may be one kind or another."""
        if self.kind != "mouvements":
            return []
        said = [contract(line.cells["contrat"] or "") for line in read]
        return [
            self._question(kind, n=said.count(kind))
            for kind in _KINDS
            if kind in said and self.answers.get(kind) not in ("cdi", "cdd", "hors")
        ]

    def _orders(self, read: Sequence[Line]) -> list[str]:
        """Return the possible orders of day and month, the likelier first."""
        told = self.answers.get("dates")
        if told in ("jour", "mois"):
            return [told]
        spans = [(line.cells["debut"], line.cells["fin"]) for line in read] if self.kind == "absences" else []
        order = order_of(self._cells(read), spans)
        return [order] if order else ["jour", "mois"]

    def _counted(self, read: Sequence[Line], days: str, order: str, whole_faults: Sequence[str]) -> HrFile:
        faults = Faults({field: self.table.titles[place] for field, place in self.chosen.items()})
        for sentence in whole_faults:
            faults.add_whole(sentence)
        if self.kind == "mouvements":
            told = {kind: self.answers.get(kind, "cdi") for kind in _KINDS}
            contracts, more = contracts_of(read, self.chosen, faults, kinds=told, order=order)
            years, late = movement_years(contracts, today=self.today, source=self.words.name)
            crossed = _crossed(
                [(one.person, one.start, one.end or dt.date.max, one.line) for one in contracts], "contrats"
            )
        else:
            absences, more = absences_of(
                read, self.chosen, faults, worked=days == "travail", today=self.today, order=order
            )
            has_work = days == "travail" and "jours" in self.chosen
            years, late = absence_years(absences, worked=has_work, source=self.words.name)
            crossed = _crossed([(one.person, one.start, one.end, one.line) for one in absences], "chevauchements")
            if "jours" in self.chosen and not days:
                late = [*late, interface("hrfiles")["lu"]["jours_ignores"]]
        told_faults = faults.told()
        return HrFile(
            kind=self.kind,
            years=() if told_faults else tuple(years),
            faults=told_faults,
            notes=(*more, *crossed, *late),
            has_days="jours" in self.chosen,
        )


def _typeset(notes: Sequence[str]) -> tuple[str, ...]:
    return tuple(typeset(one) for one in notes)


def _once(found: Sequence[Line], *, knows_people: bool) -> tuple[list[Line], list[str]]:
    """Leave out the lines that are the same, whole, as one before."""
    if not knows_people:
        return list(found), []
    seen: set[bytes] = set()
    kept, twice = [], []
    for line in found:
        if line.person is not None and line.mark in seen:
            twice.append(line.number)
        else:
            kept.append(line)
        seen.add(line.mark)
    return kept, [listed("doubles", twice)] if twice else []


def _crossed(spans: Sequence[tuple[int, dt.date, dt.date, str]], text: str) -> list[str]:
    """Say which lines cover another of the same person."""
    found = []
    last: dict[int, dt.date] = {}
    for place, (person, start, end, _) in sorted(enumerate(spans), key=lambda told: told[1][:3]):
        if person in last and start <= last[person]:
            found.append(place)
        last[person] = max(end, last.get(person, end))
    return [listed(text, [spans[place][3] for place in sorted(found)])] if found else []
