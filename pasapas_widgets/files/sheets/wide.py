"""Sheets as other tools give them: one line a person, one column a statement, known by its number or its words."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted
from pasapas_widgets.files.sheets.cells import CellError
from pasapas_widgets.files.sheets.entries import MOST_FAULTS, MOST_SHEETS, Entry, SheetFile, SheetFileError, quoted
from pasapas_widgets.files.sheets.lines import Lines, sorted_lines
from pasapas_widgets.files.sheets.matching import Match, StatementWords, matched, told_titles, with_guesses
from pasapas_widgets.files.sheets.words import answer_in_words
from pasapas_widgets.model.field.hrsheets import plain_words
from pasapas_widgets.model.questionnaire.sheet import Answer, Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import version_with

__all__ = ["WideTable", "find_wide", "read_wide", "wide_fault"]

_LEAST = 0.5
"""Share of the statements that have to be found before a table is taken for one of answers, and of columns."""
_ABOVE = 20
"""Lines among which the titles are looked for: Framaforms has three lines of them, exports have headings."""
_MOST_COLUMNS = 2_000


class WideTable(Struct, frozen=True):
    """A wide table: its titles, which column is which, and the lines below, each with its number in the file.

    ``above`` are lines that stand before the titles.
    """

    titles: tuple[str, ...]
    match: Match
    rows: tuple[tuple[int, list[str]], ...]
    above: int = 0

    def cell(self, row: Sequence[str], place: int) -> str:
        """Return the cell of a line in a column; a spreadsheet leaves out empty ones at the end."""
        return row[place] if place < len(row) else ""


def find_wide(
    name: str, text: str, q: Questionnaire, columns: Mapping[str, str] | None = None, *, least: float = _LEAST
) -> WideTable | None:
    """Return the wide table that a text holds, ``None`` where too few columns are, or are like, those of statements.

    Parameters
    ----------
    columns
        Item → the title of its column, where the titles do not say it; an empty title is no column.
    least
        Share of the statements that have to be found.

    Raises
    ------
    SheetFileError
        ``columns`` names a column that is not there, or a quotation mark is not closed.
    """
    told, words = columns or {}, StatementWords(q)
    absent = ""
    found: list[_Place] = []
    for separator in ",;\t|":
        for place, cells in enumerate(islice(_records(text, separator), _ABOVE)):
            if len(cells) < max(2, _LEAST * len(q.items)):
                continue
            cells = cells[:_MOST_COLUMNS]
            try:
                found.append(_Place(separator, place, told_titles(cells), matched(cells, words, told)))
            except KeyError as error:
                absent = absent or str(error.args[0])
    if not found and absent:
        raise SheetFileError(name, interface("sheetfiles")["large"]["absente"].format(colonne=quoted(absent, 60)))
    if not any(one.match.columns for one in found):  # only guesses, or nothing, can tell which line it is
        found = [one.guessed(words, told) for one in found]
    best = max(found, key=lambda one: (len(one.match.columns), len(one.match.guesses), len(one.titles)), default=None)
    best = best and best.guessed(words, told)
    if best is None or len(best.match.columns) + len(best.match.guesses) < least * len(q.items):
        return None
    rows = tuple(islice(_numbered(name, text, best.separator), MOST_SHEETS + _ABOVE + 1))
    if len(rows) > MOST_SHEETS + _ABOVE:
        raise SheetFileError(name, f"le fichier a plus de {MOST_SHEETS} lignes ; le partager en plusieurs")
    return WideTable(best.titles, best.match, rows[best.line + 1 :], above=best.line)


class _Place(Struct, frozen=True):
    """A line that may be the one of the titles, under one separator."""

    separator: str
    line: int
    titles: tuple[str, ...]
    match: Match

    def guessed(self, words: StatementWords, told: Mapping[str, str]) -> _Place:
        return replace(self, match=with_guesses(self.match, self.titles, words, told))


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """Give the first lines that hold something."""
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error:
        return


def _numbered(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield before + 1, row
            before = reader.line_num
    except csv.Error:
        raise SheetFileError(
            name, "un guillemet ouvert n'est pas refermé ; le corriger dans le fichier", where=f"ligne {before + 1}"
        ) from None


def wide_fault(name: str, table: WideTable, q: Questionnaire, left: Sequence[str] = ()) -> SheetFileError | None:
    """Return why the columns of a table are not certain, ``None`` where they are.

    Parameters
    ----------
    left
        Statements that the person says have no column.
    """
    texts, match = interface("sheetfiles")["large"], table.match
    guessed = {item: f"{item} ← « {quoted(table.titles[place], 30)} »" for item, place in match.guesses.items()}
    missing = [item for item in q.item_ids if item not in match.columns and item not in guessed and item not in left]
    gone = [version for title in table.titles if (version := version_with(title, q))]
    if missing and gone:
        return SheetFileError(name, texts["ancienne"].format(version=gone[0], attendue=q.version))
    for kind, told in (("deux", match.double), ("manque", missing), ("ressemble", [*guessed.values()])):
        if told:
            named = ", ".join(told[:8]) + ("…" if len(told) > 8 else "")
            return SheetFileError(name, texts[kind].format(enonces=named))
    return None


def read_wide(
    name: str,
    table: WideTable,
    q: Questionnaire,
    words: Mapping[str, str] | None = None,
    left: Sequence[str] = (),
    versions: Mapping[str, str] | None = None,
    keep: Mapping[str, str] | None = None,
) -> SheetFile:
    """Read a wide table whose columns are certain; each line is a person.

    Parameters
    ----------
    words
        What cells stand for, where their words do not say it: the cell → a level, «NSP», «NC» or «vide».
    left
        Statements that the person says have no column: nobody has answered them.
    versions
        Session → the earlier version that its lines answer: they are refused.
    keep
        Name → the title of a column that is kept beside the answers, where it is there.

    Raises
    ------
    SheetFileError
        A statement without a column or with two, a cell that is no answer, somebody who answered twice: one sentence.
    """
    if fault := wide_fault(name, table, q, left):
        raise fault
    told = {plain_words(cell): answer for cell, answer in (words or {}).items()}
    lines = sorted_lines(name, table, q)
    told = lines.words | told
    items = {item.id: item for item in q.items}
    read: dict[str | None, dict[str, Answer | None]] = {item.scale: {} for item in q.items}
    faults: list[tuple[str, str]] = []
    entries: list[Entry] = []
    titles = [" ".join(title.split()).casefold() for title in table.titles]
    places = {one: titles.index(title.casefold()) for one, title in (keep or {}).items() if title.casefold() in titles}
    kept: dict[tuple[str, str], dict[str, str]] = {}
    for number, row in lines.kept:
        answers: dict[str, Answer] = {}
        for item, place in table.match.columns.items():
            try:
                cell = table.cell(row, place)
                memo = read[items[item].scale]
                if cell not in memo:
                    memo[cell] = answer_in_words(cell, q.scale_of(items[item]), told)
                answer = memo[cell]
            except CellError as fault:
                faults.append((f"ligne {number}, colonne « {quoted(table.titles[place])} »", str(fault)))
            else:
                if answer is not None:
                    answers[item] = answer
        if len(faults) >= MOST_FAULTS:
            break
        session, sheet_id, profile, variant = lines.names(number, row)
        if old := (versions or {}).get(session):  # its columns would be taken for those of the present version
            reason = interface("sheetfiles")["large"]["version"].format(version=quoted(old), attendue=q.version)
            raise SheetFileError(name, reason, where=f"ligne {number}")
        sheet = Sheet(questionnaire=q.id, version=q.version, profile=profile, variant=variant, answers=answers)
        entries.append(Entry(session=session, sheet_id=sheet_id, sheet=sheet))
        if places:
            kept[session, sheet_id] = {one: " ".join(table.cell(row, at).split()) for one, at in places.items()}
    if faults:
        where, reason = faults[0]
        raise SheetFileError(name, reason, where=where, others=len(faults) - 1, unit="case")
    if not entries:
        raise SheetFileError(name, "le fichier n'a que sa ligne de titres, aucune réponse")
    notes = tuple(_notes(table, q, lines, len(entries), {*places.values()}))
    return SheetFile(
        entries=tuple(entries), notes=notes, by_content=not lines.has_names, doubles=lines.doubles, kept=kept
    )


def _notes(table: WideTable, q: Questionnaire, lines: Lines, n: int, kept: set[int]) -> Iterator[str]:
    """Say which column was taken for which statement, and which columns and lines were left aside."""
    texts, match = interface("sheetfiles")["large"], table.match
    yield counted(texts["lu"], n)
    yield from lines.notes
    if table.above:
        yield counted(texts["au_dessus"], table.above)
    columns = match.columns
    pairs = [f"{item} ← « {quoted(table.titles[columns[item]], 30)} »" for item in q.item_ids if item in columns]
    yield texts["colonnes"].format(colonnes=", ".join(pairs))
    without = [item for item in q.item_ids if item not in columns]
    if without:
        yield texts["sans_colonne"].format(enonces=", ".join(without))
    taken = {*columns.values(), *lines.places, *kept}
    aside = [quoted(title, 30) for place, title in enumerate(table.titles) if title and place not in taken]
    if aside:
        yield interface("sheetfiles")["lu"]["colonnes_ignorees"].format(
            colonnes=", ".join(f"« {one} »" for one in aside[:20]) + ("…" if len(aside) > 20 else "")
        )
    codes = _codes(table)
    if codes:
        yield texts["codes"].format(codes=", ".join(codes))


def _codes(table: WideTable) -> list[str]:
    """Return the codes of the tool that were read as levels: it is the person who knows whether «A1» is the lowest."""
    met = Counter(
        cell for _, row in table.rows for place in table.match.columns.values() if (cell := table.cell(row, place))
    )
    return sorted(f"« {one} »" for one in met if one[:1].isalpha() and one[1:].isdigit())[:12]
