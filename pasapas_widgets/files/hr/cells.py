"""One cell of an export → a day or a number; a fault quotes the cell only where it cannot hold a name."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Any

from pasapas_widgets.content import interface

__all__ = ["CellError", "day", "is_blank", "number"]

_FRENCH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_ISO = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_EPOCH = dt.date(1899, 12, 30)
_SERIAL = range(18_264, 73_415)
"""The days of a spreadsheet between 1950 and 2100."""
_NEVER = ("00/00/0000", "0000-00-00")


class CellError(ValueError):
    """Why a cell cannot be read, as a French clause."""


def is_blank(cell: Any) -> bool:
    """Tell whether a cell holds nothing."""
    return cell is None or not str(cell).strip()


def day(cell: Any, *, open_end: bool = False) -> dt.date | None:
    """Return the day that a cell holds, ``None`` where it is empty.

    Parameters
    ----------
    open_end
        Whether a day beyond 2100 means «not yet», as payroll programs write 31/12/9999.

    Raises
    ------
    CellError
        It is no day between 1950 and 2100.

    Examples
    --------
    >>> day("31/12/2024"), day("2024-12-31"), day(45657), day("  ")
    (datetime.date(2024, 12, 31), datetime.date(2024, 12, 31), datetime.date(2024, 12, 31), None)
    """
    texts = interface("hrfiles")["cases"]
    if is_blank(cell):
        return None
    if isinstance(cell, dt.datetime):
        found: dt.date | None = cell.date()
    elif isinstance(cell, dt.date):
        found = cell
    else:
        text = str(cell).strip()
        if open_end and text in _NEVER:
            return None
        found = _serial(text) or _written(text)
    if found is None:
        raise CellError(texts["pas_une_date"])
    if found.year > 2100 and open_end:
        return None
    if not 1950 <= found.year <= 2100:
        raise CellError(texts["hors_limites"].format(valeur=found.strftime("%d/%m/%Y")))
    return found


def _serial(text: str) -> dt.date | None:
    """Return the day that a spreadsheet writes as a number of days."""
    if not re.fullmatch(r"\d{5}(?:[.,]\d+)?", text) or int(text[:5]) not in _SERIAL:
        return None
    return _EPOCH + dt.timedelta(days=int(text[:5]))


def _written(text: str) -> dt.date | None:
    if found := _FRENCH.fullmatch(text):
        month_day, month, year = int(found[1]), int(found[2]), int(found[3])
        if len(found[3]) == 2:
            year += 2000 if year < 70 else 1900
    elif found := _ISO.fullmatch(text):
        year, month, month_day = int(found[1]), int(found[2]), int(found[3])
    else:
        return None
    try:
        return dt.date(year, month, month_day)
    except ValueError:
        raise CellError(interface("hrfiles")["cases"]["date_impossible"].format(valeur=text.split()[0])) from None


def number(cell: Any) -> Fraction | None:
    """Return the exact number that a cell holds, ``None`` where it is empty: «0,80», «1 234,5», «80 %».

    Raises
    ------
    CellError
        It is no number, or it is negative.

    >>> number("0,80"), number("80 %"), number(0.1)
    (Fraction(4, 5), Fraction(4, 5), Fraction(1, 10))
    """
    texts = interface("hrfiles")["cases"]
    if is_blank(cell):
        return None
    text = re.sub(r"[\s\u00a0\u202f]", "", str(cell))
    share = text.endswith("%")
    text = text.removesuffix("%")
    if isinstance(cell, bool | dt.date) or not _NUMBER.fullmatch(text):
        raise CellError(texts["pas_un_nombre"])
    value = Fraction(text.replace(",", "."))
    if value < 0:
        raise CellError(texts["negatif"])
    return value / 100 if share else value
