"""French as it is written: its spaces, its dates, numbers, plurals and lists; and the names made from it.

The one place of these words. ``front/words.js`` says the same in the browser; ``tests/vectors/words.json`` holds both
to it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from numbers import Rational
from typing import Any

__all__ = [
    "MONTHS",
    "FrenchError",
    "counted",
    "file_name",
    "long_date",
    "month_in_words",
    "nearest",
    "number",
    "slug",
    "spoken_list",
    "typeset",
    "typeset_all",
    "week_day",
]

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
LONGEST = 53
"""Characters of a title in the name of a file."""


def typeset(text: str) -> str:
    """Return a text with no-break spaces before « : ; ? ! % » and inside quotation marks.

    >>> typeset("Qui ? « Nous »") == "Qui\\u00a0? «\\u00a0Nous\\u00a0»"
    True
    """
    return re.sub(r" ([:;?!»%])", "\u00a0\\1", text).replace("« ", "«\u00a0")


def typeset_all(value: Any) -> Any:
    """Typeset each text in plain values, however deep, so that authors can type plain spaces; keys stay as they are.

    >>> typeset_all({"a :": ["b :", 1]}) == {"a :": ["b\\u00a0:", 1]}
    True
    """
    if isinstance(value, str):
        return typeset(value)
    if isinstance(value, list):
        return [typeset_all(one) for one in value]
    return {key: typeset_all(one) for key, one in value.items()} if isinstance(value, dict) else value


class FrenchError(ValueError):
    """Base of the errors that a person reads: ``str(error)`` is one French sentence with its proper spaces."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typeset(sentence))


def long_date(day: dt.date) -> str:
    """Return a day as it is said.

    >>> long_date(dt.date(2027, 3, 1)), long_date(dt.date(2027, 3, 2))
    ('1er mars 2027', '2 mars 2027')
    """
    return f"{_day_of_month(day)} {day.year}"


def week_day(day: dt.date) -> str:
    """Return a near day as it is said: its name, and no year.

    >>> week_day(dt.date(2027, 3, 1))
    'lundi 1er mars'
    """
    return f"{DAYS[day.weekday()]} {_day_of_month(day)}"


def _day_of_month(day: dt.date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]}"


def month_in_words(month: str) -> str:
    """Return a month (``2027-01``) as it is said.

    >>> month_in_words("2027-01")
    'janvier 2027'
    """
    year, _, place = month.partition("-")
    return f"{MONTHS[int(place) - 1]} {year}"


def number(value: Rational | float, decimals: int = 1, *, bare: bool = False) -> str:
    """Return a number as French writes it: a comma, a no-break space between thousands, halves rounded away from zero.

    What is rounded to zero has no sign.

    Parameters
    ----------
    value
        Finite. A float counts as the decimal number that Python shows for it, not as its binary fraction.
    decimals
        How many digits after the comma.
    bare
        Leave out the zeros at the end of the decimals, and the comma where none is left.

    Examples
    --------
    >>> from fractions import Fraction
    >>> number(Fraction(1, 8) * 100), number(Fraction(25, 2), 0), number(1234.5).replace(chr(160), " ")
    ('12,5', '13', '1 234,5')
    >>> number(2.5, 2, bare=True), number(10, 2, bare=True)
    ('2,5', '10')
    >>> number(-0.04)
    '0,0'
    """
    exact = (
        Decimal(int(value.numerator)) / int(value.denominator) if isinstance(value, Rational) else Decimal(str(value))
    )
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    rounded = rounded or abs(rounded)
    told = f"{rounded:,f}".replace(",", "\u00a0").replace(".", ",")
    return told.rstrip("0").rstrip(",") if bare and "," in told else told


def counted(texts: Mapping[str, str], n: Rational | float, /, **values: object) -> str:
    """Return the wording that agrees with ``n``: the pairs {un, plusieurs} of the content. The plural begins at two.

    ``{n}`` is ``n`` as it stands, or what is given by that name.

    >>> hours = {"un": "{n} heure", "plusieurs": "{n} heures"}
    >>> counted(hours, 0), counted(hours, 1.5, n="1,5"), counted(hours, 2)
    ('0 heure', '1,5 heure', '2 heures')
    """
    return typeset(texts["un" if n < 2 else "plusieurs"].format(**{"n": n} | values))


def spoken_list(parts: Iterable[str]) -> str:
    """Return several words as one says them; nothing where there is none.

    >>> spoken_list(["a", "b", "c"]), spoken_list(["a"]), spoken_list([])
    ('a, b et c', 'a', '')
    """
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} et {last}" if first else last


def nearest(told: str, known: Iterable[str], *, likeness: float = 0.6) -> str | None:
    """Return the known name that looks most like ``told``, capitals or not, where one does.

    Parameters
    ----------
    likeness
        From which share of common letters on (0 to 1, as ``difflib`` counts it) a name is offered for another.

    Examples
    --------
    >>> nearest("textes", ["texte", "levier"]), nearest("l1-01", ["L1-01"]), nearest("zzz", ["texte"])
    ('texte', 'L1-01', None)
    """
    names = {one.casefold(): one for one in known}
    found = get_close_matches(told.casefold(), list(names), 1, likeness)
    return names[found[0]] if found else None


def slug(title: str) -> str:
    """Return a title as part of a file's name: small letters, digits and hyphens, :data:`LONGEST` of them at most.

    >>> slug("Équipe de nuit / 2026"), slug("../..")
    ('equipe-de-nuit-2026', '')
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].rstrip("-")


def file_name(kind: str, title: str, ending: str) -> str:
    """Return the name of a file that people take: what it is, then what they call it.

    >>> file_name("carnet", "Équipe de nuit / 2026", "json"), file_name("carnet", "../..", "json")
    ('carnet-equipe-de-nuit-2026.json', 'carnet.json')
    """
    told = slug(title)
    return f"{kind}-{told}.{ending}" if told else f"{kind}.{ending}"
