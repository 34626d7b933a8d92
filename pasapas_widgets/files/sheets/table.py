"""Sheets as a table in long form: ``seance,feuille,profil,item,reponse``, one line per answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Generic, TypeVar

from pasapas_widgets.content import interface
from pasapas_widgets.files.sheets.cells import CellError, answer_of, is_decimal, name_of, safe_name, written_answer
from pasapas_widgets.files.sheets.entries import (
    MOST_FAULTS,
    Entry,
    SheetFile,
    SheetFileError,
    quoted,
    told_versions,
)
from pasapas_widgets.files.sheets.titles import COLUMNS, VERSION, Titles, find_titles
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Answer, Sheet, SheetError
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import comparable_items, set_aside, version_with

__all__ = ["read_table", "write_csv"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Memo(dict[K, V], Generic[K, V]):
    """A dictionary that reads a value the first time it is met, and remembers it."""

    def __init__(self, read: Callable[[K], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: K) -> V:
        self[key] = value = self._read(key)
        return value


class _Draft:
    """A sheet while its lines are being read; an answer ``None`` was left empty."""

    __slots__ = ("answers", "profiles")

    def __init__(self) -> None:
        self.answers: dict[str, Answer | None] = {}
        self.profiles: set[str | None] = set()

    @property
    def profile(self) -> str | None:
        return next((profile for profile in self.profiles if profile is not None), None)


class _Reading:
    """What the cells of one table mean, and the sheets under way."""

    def __init__(self, questionnaire: Questionnaire, versions: Mapping[str, str]) -> None:
        self.told = versions
        self.q = questionnaire
        self.drafts: dict[tuple[str, str], _Draft] = {}
        known = {item.casefold(): item for item in questionnaire.item_ids}
        profiles = {profile.casefold(): profile for profile in questionnaire.profile_ids}
        self.items = _Memo[str, str](lambda cell: self._item(cell, known))
        self.profiles = _Memo[str, str](lambda cell: self._known("profil", cell, profiles, "un profil"))
        scales: dict[str | None, _Memo[str, Answer | None]] = {}
        for item in questionnaire.items:
            read = partial(answer_of, scale=questionnaire.scale_of(item))
            scales.setdefault(item.scale, _Memo[str, Answer | None](read))
        self.cells = {item.id: scales[item.scale] for item in questionnaire.items}
        self.sheets = _Memo[tuple[str, str, str], dict[str, Answer | None]](self._sheet)
        self.asked = _Memo[str, str](self._version)
        self.earlier = _Memo[tuple[str, str], str | None](self._earlier)
        self.versions: dict[str, set[tuple[str, str]]] = {}
        self.n_aside = 0

    def _item(self, cell: str, known: dict[str, str]) -> str:
        gone = version_with(cell, self.q)
        if gone is not None:
            raise CellError(
                "item",
                f"« {quoted(cell)} » est un énoncé de la version {gone} de ce questionnaire ; ajouter une colonne "
                f"version où chaque ligne dit {gone}",
            )
        return self._known("item", cell, known, "un énoncé")

    def _known(self, column: str, cell: str, known: dict[str, str], what: str) -> str:
        if not cell.strip():
            raise CellError(column, "la case est vide ; la remplir ou retirer la ligne")
        found = known.get(cell.strip().casefold())
        if found is None:
            raise CellError(column, f"« {quoted(cell)} » n'est pas {what} de ce questionnaire ; corriger l'identifiant")
        return found

    def _version(self, cell: str) -> str:
        """Return the version that a cell names; a spreadsheet writes 1.0 as «1» or «1,0»."""
        version = cell.strip().replace(",", ".")
        return f"{version}.0" if version.isdigit() else version or self.q.version

    def _earlier(self, told: tuple[str, str]) -> str | None:
        """Return the item here of an item of an earlier version, ``None`` where its answers are set aside."""
        version, cell = told
        try:
            same, aside = comparable_items(version, self.q), set_aside(version, self.q)
        except SheetError as error:
            raise CellError("version", str(error).partition(" : ")[2]) from error
        known = {item.casefold(): item for item in (*same, *aside)}
        return same.get(self._known("item", cell, known, f"un énoncé de la version {quoted(version)}"))

    def _sheet(self, cells: tuple[str, str, str]) -> dict[str, Answer | None]:
        """Return the answers under way of the sheet that these three cells name: session, sheet, profile."""
        session = name_of("seance", cells[0]) if cells[0].strip() else ""
        sheet_id = name_of("feuille", cells[1])
        if any(bool(session) != bool(known) for known, _ in islice(self.drafts, 1)):
            raise CellError("seance", "certaines lignes nomment la séance et d'autres non ; remplir la colonne partout")
        profile = self.profiles[cells[2]] if cells[2].strip() else None
        draft = self.drafts.setdefault((session, sheet_id), _Draft())
        if profile is not None and draft.profile not in (None, profile):
            raise CellError(
                "profil",
                f"la feuille « {quoted(sheet_id)} » a deux profils, « {draft.profile} » et « {profile} » ; "
                "n'en garder qu'un",
            )
        draft.profiles.add(profile)
        return draft.answers

    def row(self, session: str, sheet_id: str, profile: str, item: str, cell: str, version: str = "") -> None:
        """Read one line; ``version`` is that of the questionnaire it answers, where the table says it."""
        answers = self.sheets[session, sheet_id, profile]
        version = version or self.told.get(name_of("seance", session) if session.strip() else "", "")
        if version and (version := self.asked[version]) != self.q.version:
            here = self.earlier[version, item]
            named = name_of("seance", session) if session.strip() else ""
            self.versions.setdefault(version, set()).add((named, name_of("feuille", sheet_id)))
            if here is None:
                self.n_aside += 1
                return
            item = here
        else:
            item = self.items[item]
        answer = self.cells[item][cell]
        first = answers.setdefault(item, answer)
        if first != answer:
            first, answer = first or "aucune", answer or "aucune"
            raise CellError(
                "reponse",
                f"la feuille « {quoted(sheet_id)} » a deux réponses différentes à {item}, {first} plus haut "
                f"et {answer} ici ; n'en garder qu'une",
            )

    def entries(self) -> Iterator[Entry]:
        """Give the sheets read."""
        for (session, sheet_id), draft in self.drafts.items():
            answers = {item: answer for item, answer in draft.answers.items() if answer is not None}
            sheet = Sheet(questionnaire=self.q.id, version=self.q.version, profile=draft.profile, answers=answers)
            yield Entry(session=session, sheet_id=sheet_id, sheet=sheet)

    def notes(self, n_rows: int) -> Iterator[str]:
        """Say what had to be understood in ``n_rows`` lines."""
        texts = interface("sheetfiles")["lu"]
        cells = {cell for memo in self.cells.values() for cell in memo}
        forms = sorted(f"« {cell.strip()} »" for cell in cells if is_decimal(cell))
        if forms:
            yield texts["decimales"].format(formes=", ".join(forms))
        repeated = n_rows - self.n_aside - sum(len(draft.answers) for draft in self.drafts.values())
        if repeated:
            yield texts["doubles" if repeated > 1 else "double"].format(n=repeated)
        yield from told_versions({version: len(sheets) for version, sheets in self.versions.items()}, self.q)
        partial = sum(len(draft.profiles) > 1 for draft in self.drafts.values())
        if partial:
            yield texts["profil_partiel" if partial > 1 else "profil_partiel_un"].format(n=partial)


def _fitted(row: list[str], width: int, *, cut: bool) -> list[str]:
    """Return a line with as many cells as there are titles: spreadsheets drop or add empty cells at the end."""
    if len(row) < width:
        if cut:
            raise CellError(COLUMNS[-1], "la dernière ligne est coupée ; copier de nouveau le fichier en entier")
        return row + [""] * (width - len(row))
    if any(cell.strip() for cell in row[width:]):
        raise CellError(
            COLUMNS[-1],
            f"la ligne a {len(row)} cases au lieu de {width} ; retirer le séparateur en trop",
        )
    return row[:width]


_BROKEN = (
    ("field larger", "une case est démesurée ; vérifier qu'un guillemet ouvert est bien refermé"),
    (
        "unexpected end",
        "un guillemet ouvert n'est pas refermé ; le fichier a pu être coupé, le copier de nouveau en entier",
    ),
    ("", "un guillemet est mal placé ; le retirer, ou mettre toute la case entre guillemets"),
)


def read_table(
    name: str, text: str, questionnaire: Questionnaire, versions: Mapping[str, str] | None = None
) -> SheetFile:
    """Read the text of a table (lines ended by ``\\n``).

    Parameters
    ----------
    versions
        Session → the version that its sheets answer, where the table has no such column.

    Raises
    ------
    SheetFileError
        One French sentence for the first fault, with the number of other faulty lines.
    """
    titles = find_titles(name, text)
    reading = _Reading(questionnaire, versions or {})
    n_rows, faults = _read_rows(reading, titles, text)
    if faults:
        where, reason = faults[0]
        raise SheetFileError(name, reason, where=where, others=len(faults) - 1)
    if not n_rows:
        raise SheetFileError(
            name, "le fichier n'a que sa ligne de titres, aucune réponse ; vérifier qu'il a été copié en entier"
        )
    texts = interface("sheetfiles")
    notes = list(reading.notes(n_rows))
    if titles.ignored():
        notes.insert(0, texts["lu"]["colonnes_ignorees"].format(colonnes=titles.ignored()))
    if titles.separator != ",":
        notes.insert(0, texts["lu"]["separateur"].format(separateur=texts["separateurs"][titles.separator]))
    asked = {sheet: version for version, sheets in reading.versions.items() for sheet in sheets}
    return SheetFile(entries=tuple(reading.entries()), notes=tuple(notes), asked=asked)


def _read_rows(reading: _Reading, titles: Titles, text: str) -> tuple[int, list[tuple[str, str]]]:
    """Read the lines below the titles; return how many were read, and where and why others could not be."""
    width = len(titles.columns)
    asked = (*COLUMNS, VERSION) if VERSION in titles.columns else COLUMNS
    pick = itemgetter(*(titles.columns.index(column) for column in asked))
    last_line = 0 if text.endswith("\n") else text.count("\n") + 1
    lines = io.StringIO(text)
    for _ in range(titles.line):
        lines.readline()
    rows = csv.reader(lines, delimiter=titles.separator, strict=True)
    faults: list[tuple[str, str]] = []
    n_rows = read_to = 0
    try:
        for row in rows:
            try:
                if len(row) != width:
                    row = _fitted(row, width, cut=bool(row) and rows.line_num + titles.line == last_line)
                if any(row):
                    reading.row(*pick(row))
                    n_rows += 1
            except CellError as fault:
                if "".join(row).strip():
                    if len(faults) >= MOST_FAULTS:
                        break
                    faults.append((f"ligne {rows.line_num + titles.line}, colonne « {fault.field} »", str(fault)))
            read_to = rows.line_num
    except csv.Error as error:
        reason = next(reason for start, reason in _BROKEN if str(error).startswith(start))
        faults.append((f"ligne {read_to + 1 + titles.line}", reason))
    return n_rows, faults


def write_csv(entries: Iterable[Entry], questionnaire: Questionnaire | None = None) -> str:
    """Return sheets as a table in long form: UTF-8 text, commas, one line per statement, answered or not.

    A name that a spreadsheet would run as a formula is written with an apostrophe before it, which :func:`read_sheets`
    takes away. The variant of a sheet is not written: the table has no column for it.
    """
    q = questionnaire or load_questionnaire()
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    scales = {item.id: q.scale_of(item) for item in q.items}
    for entry in entries:
        sheet = entry.sheet
        start = (safe_name(entry.session), safe_name(entry.sheet_id), sheet.profile or "")
        given = {id: written_answer(answer, scales[id]) for id, answer in sheet.answers.items()}
        writer.writerows((*start, item, given.get(item, "")) for item in q.item_ids)
    return table.getvalue()
