"""The bytes of an export → its lines: CSV in the usual encodings and separators, or an Excel workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, counted
from pasapas_widgets.files.sheets.encodings import decoded
from pasapas_widgets.files.sheets.entries import SheetFileError, quoted
from pasapas_widgets.files.workbook import MOST_CELLS, Row, Sheet, WorkbookError, read_workbook
from pasapas_widgets.model.field.hrsheets import Kind, load_hr_words, plain_words

__all__ = ["LARGEST", "HrFileError", "Table", "open_table"]

LARGEST = 10 * 2**20
"""Bytes of the largest export that is read."""
_MOST_LINES = 100_000
_MOST_BREAKS = 4 * _MOST_LINES
_MOST_COLUMNS = 1_000
_ABOVE_TITLES = 20
"""Lines among which the titles are looked for: exports put their own heading first."""


class HrFileError(FrenchError):
    """An export that cannot be read at all; ``str(error)`` is one French sentence: file, line, what to do."""


class Table(Struct, frozen=True):
    """The titles of an export, and the lines below them; ``notes`` say what of the file was left aside."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def open_table(name: str, data: bytes, kind: Kind) -> Table:
    """Read the lines of an export: of a workbook, all sheets that are alike; the others are named in the notes.

    Raises
    ------
    HrFileError
        No export: too large, damaged, without a line of titles that is known, without a line below it.
    """
    if len(data) > LARGEST:
        raise _error(name, "trop_gros")
    start = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for signs, reason in (
        ((b"%pdf",), "pdf"),
        ((b"\xd0\xcf\x11\xe0",), "ancien_classeur"),
        ((b"<html", b"<!doctype", b"<table", b"<?xml"), "page_web"),
    ):
        if start.startswith(signs):
            raise _error(name, reason)
    if data.startswith(b"PK\x03\x04"):
        if b"mimetypeapplication/vnd.oasis" in data[:200]:
            raise _error(name, "ancien_classeur")
        table = _workbook(name, data, kind)
    else:
        table = _text(name, data, kind)
    if table is None:
        example = " ; ".join(one.name for one in kind.fields if one.required)
        raise _error(name, "titres", exemple=example)
    if not table.rows:
        raise _error(name, "vide")
    if len(table.rows) > _MOST_LINES:
        raise _error(name, "trop_long")
    return table


def _error(name: str, reason: str, **values: object) -> HrFileError:
    said = interface("hrfiles")["refus"]
    told = said[reason].format(mo=LARGEST // 2**20, n=_MOST_LINES, cases=MOST_CELLS, **values)
    return HrFileError(said["phrase"].format(nom=quoted(name, 80), raison=told))


def _text(name: str, data: bytes, kind: Kind) -> Table | None:
    try:
        text, encoding = decoded(name, data)
    except SheetFileError as error:
        raise HrFileError(str(error)) from None
    text = text.lstrip("\ufeff")
    if text.count("\n") > _MOST_BREAKS:
        raise _error(name, "trop_long")
    found: list[tuple[int, int, str]] = []
    for separator in (";", ",", "\t", "|"):
        above = list(islice(_cells(name, text, separator), _ABOVE_TITLES))
        score = max((_known(row.cells, kind) for row in above), default=0)
        found.append((score, max((len(row.cells) for row in above), default=0), separator))
    separator = max(found, key=lambda one: one[:2])[2]
    table = _titled(_bounded(name, _cells(name, text, separator)), kind)
    if table is None or encoding == "UTF-8":
        return table
    return replace(table, notes=(interface("sheetfiles")["lu"]["codage"].format(codage=encoding),))


def _cells(name: str, text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    before = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            raise _error(name, "guillemet", ligne=reader.line_num) from None
        if row is None:
            return
        if len(row) > 1 or (row and row[0].strip()):
            yield Row(before + 1, row[:_MOST_COLUMNS])
        before = reader.line_num


def _bounded(name: str, rows: Iterable[Row]) -> Iterator[Row]:
    cells = 0
    for row in rows:
        cells += len(row.cells)
        if cells > MOST_CELLS:
            raise _error(name, "trop_long_classeur")
        yield row


def _workbook(name: str, data: bytes, kind: Kind) -> Table | None:
    try:
        sheets = read_workbook(data)
    except WorkbookError as error:
        raise _error(name, str(error)) from None
    tables = [(sheet, _titled(iter(sheet.rows), kind)) for sheet in sheets]
    shown = [(sheet, table) for sheet, table in tables if table is not None and not sheet.hidden]
    if not shown:
        if any(table is not None for _, table in tables):
            raise _error(name, "feuille_masquee")
        return None
    main_sheet, main = max(shown, key=lambda one: sum(bool(title) for title in one[1].titles))
    if main_sheet.formulas and main_sheet.formulas >= len(main.rows):
        raise _error(name, "formules")
    alike = [(sheet, table) for sheet, table in shown if _alike(table, main, kind)]
    return _joined(alike, main, kind, _left_aside(tables, {sheet.name for sheet, _ in alike}))


def _left_aside(tables: Sequence[tuple[Sheet, Table | None]], read: Collection[str]) -> list[str]:
    """Name the sheets that are not read."""
    texts = interface("hrfiles")["lu"]
    notes = []
    for key, hidden in (("feuilles_cote", False), ("feuilles_masquees", True)):
        names = [
            f"« {quoted(sheet.name)} »"
            for sheet, _ in tables
            if sheet.name not in read and sheet.rows and sheet.hidden == hidden
        ]
        if names:
            notes.append(counted(texts[key], len(names), noms=", ".join(names)))
    return notes


def _fields(titles: Sequence[str], kind: Kind) -> dict[str, int]:
    """Return the place of each field that a title names."""
    said = [plain_words(title) for title in titles]
    return {
        field.id: min((said.index(title) for title in field.titles if title in said), default=-1)
        for field in kind.fields
        if set(field.titles) & set(said)
    }


def _alike(table: Table, main: Table, kind: Kind) -> bool:
    """Tell whether a sheet holds lines of the same sort: the needed columns are known in both, or all titles agree."""
    needed = {field.id for field in kind.fields if field.required}
    if needed <= set(_fields(main.titles, kind)):
        return needed <= set(_fields(table.titles, kind))
    return {plain_words(one) for one in table.titles} == {plain_words(one) for one in main.titles}


def _joined(alike: Sequence[tuple[Sheet, Table]], main: Table, kind: Kind, notes: list[str]) -> Table:
    """Put the lines of several sheets under one line of titles."""
    titles, fields = list(main.titles), _fields(main.titles, kind)
    places = {plain_words(title): place for place, title in reversed(list(enumerate(titles))) if title}
    rows: list[Row] = []
    for sheet, table in alike:
        own = {place: id for id, place in _fields(table.titles, kind).items()}
        to: list[int] = []
        for place, title in enumerate(table.titles):
            if table is main:
                to.append(place)
                continue
            words = plain_words(title)
            there = places.get(words, fields.get(own.get(place, ""), -1))
            if there < 0 or there in to:
                there = len(titles)
                titles.append(title)
                places.setdefault(words, there)
            to.append(there)
        for row in table.rows:
            cells = [None] * len(titles)
            for place, cell in enumerate(row.cells[: len(to)]):
                cells[to[place]] = cell
            rows.append(replace(row, cells=cells, sheet=sheet.name if len(alike) > 1 else ""))
    texts = interface("hrfiles")["lu"]
    if len(alike) > 1:
        names = ", ".join(f"« {quoted(sheet.name)} »" for sheet, _ in alike)
        notes = [counted(texts["feuilles"], len(alike), noms=names), *notes]
    return Table(tuple(titles), tuple(rows), tuple(notes))


def _titled(rows: Iterator[Row], kind: Kind) -> Table | None:
    """Return the lines under the one that holds most known titles, two at least; ``None`` without such a line."""
    above = list(islice(rows, _ABOVE_TITLES))
    scores = [_known(row.cells, kind) for row in above]
    if not scores or max(scores) < 2:
        return None
    place = scores.index(max(scores))
    titles = tuple("" if cell is None else " ".join(str(cell).split()) for cell in above[place].cells)
    below = [*above[place + 1 :], *rows]
    return Table(titles, tuple(row for row in below if any(cell not in (None, "") for cell in row.cells)))


def _known(cells: Sequence[Any], kind: Kind) -> int:
    person = load_hr_words().person
    known = {title for field in kind.fields for title in field.titles} | {*person.identifiers, *person.names}
    return len({said for cell in cells if isinstance(cell, str) and (said := plain_words(cell)) in known})
