"""The language in which results are told: French, or English for an English journal.

Texts are French when they are made (notes of a corpus, cautions, reasons); :func:`in_english` finds the sentence that
they were made from, so that what was read or withheld before can be told in English too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from html import escape
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal, get_args

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import number
from pasapas_widgets.research.conditions import need_choice

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Language", "Told", "english_columns", "in_english", "language", "plain", "said", "spoken", "tell_number", "tell_p",
    "texts_of",
]  # fmt: skip

Language = Literal["fr", "en"]
_SPOKEN: ContextVar[Language] = ContextVar("research_language", default="fr")


class Told:
    """What a notebook shows as the sentences that it says."""

    def sentence(self) -> str:
        raise NotImplementedError

    def _repr_html_(self) -> str:
        return f'<p lang="{spoken()}">{escape(self.sentence())}</p>'


@contextmanager
def language(code: Language) -> Iterator[None]:
    """Tell what is made inside of the ``with`` in French (``fr``) or in English (``en``).

    Sentences of estimates, :func:`describe`, figures, :func:`paper_table`, :func:`methods`: one ``with`` for all.
    Names of levers, items and answers stay as they were asked.

    Examples
    --------
    >>> from pasapas_widgets.research import Study, describe, synthetic
    >>> table = Study(synthetic(40, 12, seed=71)).table()
    >>> with language("en"):
    ...     "out of 100" in describe(table), "sur 100" in describe(table)
    (True, False)
    """
    need_choice("language", code, get_args(Language))
    before = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def spoken() -> Language:
    """Return the language in force."""
    return _SPOKEN.get()


def texts_of(block: str) -> dict[str, Any]:
    """Return a block of texts in the language in force."""
    found: dict[str, Any] = interface("research" if spoken() == "fr" else "research_english")[block]
    return found


def said(sentence: str) -> str:
    """Return a sentence that was made in French in the language in force."""
    return sentence if spoken() == "fr" else in_english(sentence)


def plain(value: float, decimals: int = 1) -> str:
    """Return a number as the language in force writes it.

    >>> plain(1234.5).replace(chr(160), " ")
    '1 234,5'
    >>> with language("en"):
    ...     plain(1234.5)
    '1,234.5'
    """
    told = number(float(value), decimals)
    return told if spoken() == "fr" else re.sub(r"[\s\u00a0\u202f]", ",", told.replace(",", "."))


def tell_number(value: float, decimals: int = 2) -> str:
    """Return a statistic as the language in force writes it.

    >>> tell_number(-0.001), tell_number(0.8249)
    ('0,00', '0,82')
    """
    return plain(value, decimals)


def tell_p(p: float) -> str:
    """Return a p value as it is written: «p = 0,031», «p < 0,001»; in English without the zero that p cannot pass.

    >>> tell_p(0.0312), tell_p(0.00002)
    ('p = 0,031', 'p < 0,001')
    """
    told = "p < 0,001" if p < 0.001 else f"p = {number(float(p), 3)}"
    return told if spoken() == "fr" else told.replace("0,", ".", 1).replace(",", ".")


BLOCKS = ("corpus", "lire", "etude", "histoire", "paquet", "statistiques")
"""Blocks of texts that are made in French and told later."""
COUNTED = {"n", "total", "taux", "part", "seuil", "sites", "personnes", "taille", "cellule"}
"""What is a number wherever it stands."""


def english_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of this package with English names of columns; its notes and rows stay.

    Examples
    --------
    >>> from pasapas_widgets.research import Study, synthetic
    >>> english_columns(Study(synthetic(40, 12, seed=72)).table()).columns[:3].tolist()
    ['lever', 'n_establishments', 'n_people']
    """
    names = interface("research_english")["colonnes"]
    return table.set_axis([names.get(one, one) for one in table.columns], axis="columns")


def in_english(text: str) -> str:
    """Return the English of French sentences of research; one that nobody translated (a reason given) stays as it is.

    >>> in_english("moins de 5 établissements")
    'fewer than 5 establishments'
    """
    wanted = _spaced(text)
    if (whole := _whole(wanted)) is not None:
        return whole
    for end in (found.start() + 1 for found in reversed([*re.finditer(r"[.!?] ", wanted)])):  # the longest part known
        if (first := _whole(wanted[:end])) is not None:
            return f"{first} {in_english(wanted[end + 1 :])}"
    return text


def _whole(wanted: str) -> str | None:
    for pattern, english, names in _patterns():
        if found := pattern.fullmatch(wanted):
            told = {name: _value(found[f"_{rank}"]) for rank, name in enumerate(names)}
            return english.format(**told)
    return None


def _value(told: str) -> str:
    """Return what stands in a sentence: a text of ours (the name of a method), or numbers and names."""
    texts = {pattern.pattern: english for pattern, english, names in _patterns() if not names}
    return texts.get(re.escape(told)) or re.sub(r"(?<=\d),(?=\d)", ".", told)


def _spaced(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...]:
    """Return each French text with its English, those with the most words of their own first."""
    french, english = ({block: interface(name)[block] for block in BLOCKS} for name in ("research", "research_english"))
    pairs = sorted(_twins(french, english), key=lambda pair: -_own(pair[0]))
    return tuple((pattern, english, names) for told, english in pairs for pattern, names in [_pattern(told)])


def _twins(french: Any, english: Any) -> Iterator[tuple[str, str]]:
    if isinstance(french, str) and isinstance(english, str):
        yield french, english
    elif isinstance(french, dict) and isinstance(english, dict):
        for key in english:
            if key in french:
                yield from _twins(french[key], english[key])


def _own(template: str) -> int:
    return sum(len(text) for text, *_ in Formatter().parse(template))


def _pattern(template: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    names: list[str] = []
    parts = []
    for text, name, *_ in Formatter().parse(_spaced(template)):
        parts.append(re.escape(text))
        if name is not None and name in names:
            parts.append(f"(?P=_{names.index(name)})")
        elif name is not None:
            parts.append(f"(?P<_{len(names)}>{'[-0-9., ]' if name in COUNTED else '.'}+?)")
            names.append(name)
    return re.compile("".join(parts)), tuple(names)
