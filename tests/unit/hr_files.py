"""Small HR exports for the tests, as text and as workbooks, and what was read of them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

from pasapas_widgets.files.hr import HrFile, read_hr

TODAY = dt.date(2026, 1, 31)


def absences(text: str, **more: Any) -> HrFile:
    more.setdefault("days", "travail")
    return read_hr("a.csv", text.encode(), "absences", today=TODAY, **more)


def register(text: str, **more: Any) -> HrFile:
    return read_hr("r.csv", text.encode(), "mouvements", today=TODAY, **more)


def workbook(sheets: dict[str, Sequence[Sequence[Any]]], mend: Callable[[Any], None] = lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    mend(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def from_workbook(data: bytes, kind: str = "absences", **more: Any) -> HrFile:
    return read_hr("a.xlsx", data, kind, today=TODAY, **({"days": "travail"} | more))


def said(file: HrFile) -> str:
    return " ".join((*file.notes, *file.faults)).replace("\u00a0", " ")


def counts(file: HrFile) -> dict[int, dict[str, float | None]]:
    return {one.year: one.counts for one in file.years}


def six(line: str) -> str:
    return "\n".join(line.format(n=n) for n in range(1, 7)) + "\n"


TITLES = ["Matricule", "Nom", "Date de début", "Date de fin", "Motif", "Nombre de jours"]
ALONE = [["A100", "Essai", f"0{month}/03/2025", f"1{month}/03/2025", "Maladie", 2] for month in range(1, 7)]
