"""The plan as CSV and its codebook. Semicolons and a byte order mark: what a French Excel opens by a double click."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence

from pasapas_widgets.content import interface
from pasapas_widgets.exports.plan.columns import SIGNS, Cell, cells
from pasapas_widgets.exports.source import Source
from pasapas_widgets.model.kit.kit import shipped_kit

__all__ = ["codebook_csv", "guarded", "plan_csv", "written"]

_START = re.compile(rf"(^|[,;\n])(?=(?:'|[^\S\n])*[{SIGNS}])")
"""Where a cell could begin, with a formula after blanks and apostrophes."""


def plan_csv(source: Source) -> bytes:
    """Return the plan as CSV: one line an action, UTF-8 with a byte order mark, semicolons, days as 2027-02-23.

    A French Excel opens it in columns with its accents; pandas reads it with ``read_csv(file, sep=";")``. What a
    spreadsheet could take for a formula has an apostrophe before it; whoever reads it takes one apostrophe off.
    """
    rows = [cells(row) for row in source.rows()]
    return written([list(_columns()), *([_told(value) for value in row.values()] for row in rows)])


def codebook_csv() -> bytes:
    """Return what each column of the plan holds, as CSV of the same kind; the first line says how both are made."""
    texts = interface("exports")
    types, told = texts["csv"]["types"], texts["colonnes"]
    lines: list[Sequence[str]] = [
        list(texts["csv"]["dictionnaire"].values()),
        [texts["csv"]["fichier"], "", "", "", texts["csv"]["regles"]],
    ]
    for key in _columns():
        one = told[key]
        lines.append([key, one["libelle"], types[one["type"]], " ; ".join(_values(key)), one["aide"]])
    return written(lines)


def _columns() -> Iterable[str]:
    return (key for key, one in interface("exports")["colonnes"].items() if one["type"] != "calcul")


def _values(key: str) -> Iterable[str]:
    """Return what a column with a list may hold."""
    if key == "etat":
        return [state.label for state in shipped_kit().states]
    if key == "consultation_cse":
        return list(interface("exports")["consultation"].values())
    return ()


def _told(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return guarded(value) if isinstance(value, str) else str(value)


def guarded(text: str) -> str:
    """Put an apostrophe wherever a spreadsheet could take what follows for a formula.

    That is at the start, and after a separator or a line break: an Excel that expects commas would start a cell there.
    Where there are apostrophes already, one is added: to take one off gives the text back, always.
    """
    return _START.sub(r"\1'", text)


def written(lines: Iterable[Sequence[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(lines)
    return file.getvalue().encode("utf-8-sig")
