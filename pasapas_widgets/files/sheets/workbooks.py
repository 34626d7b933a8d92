"""A workbook of answers → the text of the one sheet that holds them, as a table in CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted
from pasapas_widgets.files.sheets.entries import SheetFileError, quoted
from pasapas_widgets.files.workbook import MOST_CELLS, Row, Sheet, WorkbookError, read_workbook

__all__ = ["is_workbook", "text_of_workbook"]


def is_workbook(data: bytes) -> bool:
    """Tell whether bytes are those of an Excel workbook."""
    return data.startswith(b"PK\x03\x04") and b"xl/" in data and b"mimetypeapplication/vnd.oasis" not in data[:200]


def text_of_workbook(name: str, data: bytes, fits: Callable[[str], int]) -> tuple[str, list[str]]:
    """Return the sheet that holds most statements as text, and what is said of the workbook.

    Parameters
    ----------
    fits
        How many statements the text of a sheet has.

    Raises
    ------
    SheetFileError
        No workbook that can be read, two sheets of answers, lines hidden by a filter: one French sentence.
    """
    texts = interface("sheetfiles")["classeur"]
    try:
        sheets = [one for one in read_workbook(data) if one.rows or one.formulas]
    except WorkbookError as error:
        reason = interface("hrfiles")["refus"][str(error)].format(mo=100, cases=MOST_CELLS)
        raise SheetFileError(name, reason) from None
    made = [(sheet, text, fits(text)) for sheet in sheets if (text := _text(sheet))]
    found = [one for one in made if one[2]]
    if not found:
        raise SheetFileError(name, texts["rien"])
    shown = [one for one in found if not one[0].hidden]
    if len(shown) != 1:
        names = ", ".join(f"« {quoted(sheet.name)} »" for sheet, _, _ in shown or found)
        raise SheetFileError(name, texts["plusieurs" if shown else "masquee"].format(noms=names))
    sheet, text, _ = shown[0]
    hidden = [str(row.number) for row in sheet.rows if row.hidden]
    if hidden:
        raise SheetFileError(name, counted(texts["lignes_masquees"], len(hidden)))
    if sheet.formulas:
        raise SheetFileError(name, interface("hrfiles")["refus"]["formules"])
    others = [f"« {quoted(one.name)} »" for one in sheets if one is not sheet]
    notes = [texts["cote"].format(nom=quoted(sheet.name), noms=", ".join(others))] if others else []
    return text, notes


def _text(sheet: Sheet) -> str:
    """Return a sheet as CSV, each line where it stands in the sheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for cells in _lines(sheet.rows):
        writer.writerow([_cell(cell) for cell in cells])
    return text.getvalue()


def _lines(rows: tuple[Row, ...]) -> Iterator[list[Any]]:
    number = 1
    for row in rows:
        yield from ([""] for _ in range(min(row.number - number, 1_000)))
        yield list(row.cells)
        number = row.number + 1


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
