"""The bytes of an export → its lines: CSV in the usual encodings and separators, or an Excel workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.files.sheets.encodings import decoded
from pasapas_widgets.files.sheets.entries import SheetFileError, quoted
from pasapas_widgets.model.field.hrsheets import Kind, load_hr_words, plain_words

__all__ = ["LARGEST", "HrFileError", "Table", "open_table"]

LARGEST = 10 * 2**20
"""Bytes of the largest export that is read."""
_UNPACKED = 200 * 2**20
"""Bytes that a workbook may weigh once unpacked: more is no export."""
_MOST_LINES = 100_000
_ABOVE_TITLES = 20
"""Lines among which the titles are looked for: exports put their own heading first."""

Row = tuple[int, Sequence[Any]]


class HrFileError(FrenchError):
    """An export that cannot be read at all; ``str(error)`` is one French sentence: file, line, what to do."""


class Table(Struct, frozen=True):
    """The titles of an export, and its lines below them with their number in the file."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def open_table(name: str, data: bytes, kind: Kind) -> Table:
    """Read the lines of an export.

    Raises
    ------
    HrFileError
        No export: too large, damaged, without a line of titles that is known, without a line below it.
    """
    said = interface("hrfiles")["refus"]
    if len(data) > LARGEST:
        raise _error(name, said["trop_gros"].format(mo=LARGEST // 2**20))
    if data.startswith(b"%PDF"):
        raise _error(name, said["pdf"])
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _error(name, said["ancien_classeur"])
    if data.startswith(b"PK\x03\x04"):
        table = _best([_titled(rows, kind) for rows in _workbook(name, data)])
    else:
        table = _text(name, data, kind)
    if table is None:
        example = " ; ".join(one.name for one in kind.fields if one.required)
        raise _error(name, said["titres"].format(exemple=example))
    if not table.rows:
        raise _error(name, said["vide"])
    if len(table.rows) > _MOST_LINES:
        raise _error(name, said["trop_long"].format(n=_MOST_LINES))
    return table


def _error(name: str, reason: str) -> HrFileError:
    return HrFileError(interface("hrfiles")["refus"]["phrase"].format(nom=quoted(name, 80), raison=reason))


def _text(name: str, data: bytes, kind: Kind) -> Table | None:
    try:
        text, encoding = decoded(name, data)
    except SheetFileError as error:
        raise HrFileError(str(error)) from None
    told = interface("sheetfiles")
    tables = []
    for separator in (";", ",", "\t"):
        table = _titled(_cells(name, text.lstrip("\ufeff"), separator), kind)
        if table is not None:
            tables.append(table)
    best = _best(tables)
    if best is None or encoding == "UTF-8":
        return best
    return Table(best.titles, best.rows, (told["lu"]["codage"].format(codage=encoding),))


def _cells(name: str, text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            line = reader.line_num
            raise _error(name, interface("hrfiles")["refus"]["guillemet"].format(ligne=line)) from None
        if row is None:
            return
        yield reader.line_num, row


def _workbook(name: str, data: bytes) -> Iterator[Iterator[Row]]:
    """Give the lines of each sheet; formulas give the value that the spreadsheet kept."""
    import openpyxl

    said = interface("hrfiles")["refus"]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _UNPACKED:
                raise _error(name, said["trop_gros"].format(mo=LARGEST // 2**20))
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except HrFileError:
        raise
    except Exception:  # a damaged workbook fails in as many ways as there are parts in it
        raise _error(name, said["classeur_abime"]) from None
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        yield _sheet(name, sheet)


def _sheet(name: str, sheet: Any) -> Iterator[Row]:
    try:
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > _MOST_LINES + _ABOVE_TITLES:
                raise _error(name, interface("hrfiles")["refus"]["trop_long"].format(n=_MOST_LINES))
            yield number, row
    except HrFileError:
        raise
    except Exception:
        raise _error(name, interface("hrfiles")["refus"]["classeur_abime"]) from None


def _titled(rows: Iterator[Row], kind: Kind) -> Table | None:
    """Return the lines under the one that holds most known titles, two at least; ``None`` without such a line."""
    above = list(islice(rows, _ABOVE_TITLES))
    scores = [_known(cells, kind) for _, cells in above]
    if not scores or max(scores) < 2:
        return None
    place = scores.index(max(scores))
    titles = tuple("" if cell is None else str(cell).strip() for cell in above[place][1])
    below = [*above[place + 1 :], *rows]
    return Table(titles, tuple(row for row in below if any(cell not in (None, "") for cell in row[1])))


def _known(cells: Sequence[Any], kind: Kind) -> int:
    person = load_hr_words().person
    known = {title for field in kind.fields for title in field.titles} | {*person.identifiers, *person.names}
    return len({said for cell in cells if isinstance(cell, str) and (said := plain_words(cell)) in known})


def _best(tables: Sequence[Table | None]) -> Table | None:
    found = [one for one in tables if one is not None]
    return max(found, key=lambda one: sum(bool(title) for title in one.titles), default=None)
