"""One cell of an export → a day or a number; a fault quotes the cell only where it cannot hold a name."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.model.field.hrsheets import load_hr_words, plain_words

__all__ = ["NEVER", "CellError", "Order", "day", "is_blank", "is_zero_day", "number", "parts_of_day"]

Order = str
"""``"jour"``: the day before the month, as in France; ``"mois"``: the month first."""

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_WRITTEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})" + _TIME)
_ISO = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})" + _TIME)
_LETTERS = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+) (\d{4}|\d{2})")
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,20})?")
_EPOCH = dt.date(1899, 12, 30)
_SERIAL = range(18_264, 2_958_466)
"""The days of a spreadsheet between 1950 and 9999."""
_ZERO = re.compile(
    r"(?:0?0[/.-]0?[01][/.-](?:0000|1900)|0000-00-00|0?1[/.-]0?1[/.-]1900|1900-01-0[01]|1899-12-3[01]|3[01]/12/1899)"
    r"(?:[ T]00:00(?::00)?)?|0(?:[.,]0+)?|00:00(?::00)?"
)
"""What programs and spreadsheets write where there is no date."""
_FAR = 2090
NEVER = dt.date(2100, 12, 31)
"""The day that stands for «not yet»: programs write 31/12/2099 or 31/12/9999."""


class CellError(ValueError):
    """Why a cell cannot be read, as a French clause."""


def is_blank(cell: Any) -> bool:
    """Tell whether a cell holds nothing."""
    return cell is None or not str(cell).strip()


def is_zero_day(cell: Any) -> bool:
    """Tell whether a cell holds the date that stands for none.

    >>> is_zero_day("00/01/1900"), is_zero_day(0), is_zero_day("01/01/2025")
    (True, True, False)
    """
    return not isinstance(cell, bool) and _ZERO.fullmatch(_text(cell)) is not None


def parts_of_day(cell: Any) -> tuple[int, int, int] | None:
    """Return the two numbers of a date that can be a day or a month, and its year; ``None`` for any other cell.

    >>> parts_of_day("03/04/2025"), parts_of_day("2025-04-03")
    ((3, 4, 2025), None)
    """
    found = _WRITTEN.fullmatch(_text(cell))
    return (int(found[1]), int(found[2]), _year(found[3])) if found else None


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).replace("\u00a0", " ").replace("\u202f", " ").strip()


def day(cell: Any, *, open_end: bool = False, order: Order = "jour") -> dt.date | None:
    """Return the day that a cell holds, ``None`` where it is empty or holds the date that stands for none.

    Parameters
    ----------
    open_end
        Whether a day from 2090 on means «not yet», as payroll programs write 31/12/9999: :data:`NEVER` is given.
    order
        Whether the day or the month comes first in «03/04/2025».

    Raises
    ------
    CellError
        It is no day between 1950 and 2100.

    Examples
    --------
    >>> day("31/12/2024"), day("2024-12-31"), day(45657), day("  ")
    (datetime.date(2024, 12, 31), datetime.date(2024, 12, 31), datetime.date(2024, 12, 31), None)
    >>> day("lundi 3 mars 2025") == day("03-mars-25") == day("3/3/2025")
    True
    """
    text = _text(cell)
    return _day(text, open_end=open_end, order=order) if text else None


@lru_cache(maxsize=4096)
def _day(text: str, *, open_end: bool, order: Order) -> dt.date | None:
    texts = interface("hrfiles")["cases"]
    if _ZERO.fullmatch(text):
        return None
    found = _serial(text) or _written(text, order)
    if found is None:
        raise CellError(texts["pas_une_date"])
    if open_end and found.year >= _FAR:
        return NEVER
    if not 1950 <= found.year <= 2100:
        raise CellError(texts["hors_limites"].format(valeur=found.strftime("%d/%m/%Y")))
    return found


def _serial(text: str) -> dt.date | None:
    """Return the day that a spreadsheet writes as a number of days."""
    if not re.fullmatch(r"\d{5,7}(?:[.,]\d+)?", text):
        return None
    days = int(re.split("[.,]", text)[0])
    return _EPOCH + dt.timedelta(days=days) if days in _SERIAL else None


def _year(told: str) -> int:
    year = int(told)
    return year if len(told) > 2 else year + (2000 if year < 70 else 1900)


def _written(text: str, order: Order) -> dt.date | None:
    if found := _WRITTEN.fullmatch(text):
        one, other, year = int(found[1]), int(found[2]), _year(found[3])
        month_day, month = (one, other) if order == "jour" else (other, one)
    elif found := _ISO.fullmatch(text):
        year, month, month_day = int(found[1]), int(found[2]), int(found[3])
    elif (found := _LETTERS.fullmatch(plain_words(text))) and found[2] in load_hr_words().months:
        month_day, month, year = int(found[1]), load_hr_words().months[found[2]], _year(found[3])
    else:
        return None
    try:
        return dt.date(year, month, month_day)
    except ValueError:
        told = text.split()[0] if text[0].isdigit() else found[0]
        raise CellError(interface("hrfiles")["cases"]["date_impossible"].format(valeur=told)) from None


def number(cell: Any, *, signed: bool = False) -> Fraction | None:
    """Return the exact number that a cell holds, ``None`` where it is empty: «0,80», «1 234,5», «80 %», «5 jours».

    Parameters
    ----------
    signed
        Whether it may be negative.

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
    text = re.sub(r"[\s\u00a0\u202f]", "", str(cell)).replace("\u2212", "-")
    share = text.endswith("%")
    text = re.sub(r"(?<=\d)(?:%|j\.?|jours?|etp)$", "", text, flags=re.IGNORECASE)
    if isinstance(cell, bool | dt.date) or not _NUMBER.fullmatch(text):
        raise CellError(texts["pas_un_nombre"])
    value = Fraction(text.replace(",", "."))
    if value < 0 and not signed:
        raise CellError(texts["negatif"])
    return value / 100 if share else value
