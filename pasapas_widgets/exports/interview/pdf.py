"""The note for the interview on two A4 pages at most, its output sheet on one: what fits is measured, not guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.exports.formats.typesetting import compiled, page_count
from pasapas_widgets.exports.formats.words import cleaned, shortened
from pasapas_widgets.exports.interview.note import Note, interview_note
from pasapas_widgets.exports.interview.outcome import Sheet, outcome_sheet
from pasapas_widgets.exports.source import Source
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["Fit", "note_fit", "note_pdf", "outcome_is_whole", "outcome_pdf"]

_SIZES = (1.0, 0.95, 0.9, 0.85)
"""Sizes of the letters, of 9.5 points: the smallest is 8 points."""
_FULLNESS = ((5, 300), (3, 170), (2, 120), (1, 80))
"""Points of a subject and characters of each."""
_CUTS = (700, 450, 280, 170, 90)
"""Characters of the group's own words in a section, once nothing else can be shortened."""


_OUTCOME_FULLNESS = ((60, 1000), (24, 1000), (10, 600), (5, 200))
_OUTCOME_SIZES = (1.15, 1.0, 0.85, 0.75)
"""The same for the output sheet, whose letters are of 11 points."""


class _Telling(Struct, frozen=True, kw_only=True):
    """One way of telling the whole: how full, how large, and how many characters of the group's own words."""

    most: int
    width: int
    size: float
    cut: int | None = None


_TELLINGS = (
    *(_Telling(most=most, width=width, size=size) for most, width in _FULLNESS for size in _SIZES),
    *(_Telling(most=1, width=80, size=_SIZES[-1], cut=cut) for cut in _CUTS),
)
"""The fullest first."""


class Fit(Struct, frozen=True, kw_only=True):
    """What it took to hold the note on two pages.

    Parameters
    ----------
    points
        Size of its letters.
    shortened
        Whether what the carnet already says had to be told more shortly.
    cut
        The sections of which the group's own words do not fit whole, the longest first.
    """

    points: float
    shortened: bool
    cut: tuple[str, ...] = ()


def note_pdf(carnet: Carnet, *, day: dt.date, questionnaire: Questionnaire | None = None) -> bytes:
    """Return the note as a PDF of two A4 pages at most; words that do not fit are cut, and the page says so."""
    q = questionnaire or load_questionnaire()
    return compiled("interview/note.typ", _note_page(carnet, day, _fitting(carnet, day, q), q))


def note_fit(carnet: Carnet, *, day: dt.date, questionnaire: Questionnaire | None = None) -> Fit:
    """Return what it takes to hold the note on two pages, as :func:`note_pdf` sets it."""
    q = questionnaire or load_questionnaire()
    telling = _fitting(carnet, day, q)
    words = {one.id: one.words for one in interview_note(carnet, day=day, questionnaire=q).sections}
    cut = [id for id, text in words.items() if _cut(text, telling.cut) != text]
    return Fit(
        points=round(9.5 * telling.size, 1),
        shortened=(telling.most, telling.width) != _FULLNESS[0],
        cut=tuple(sorted(cut, key=lambda id: -len(words[id]))),
    )


def _fitting(carnet: Carnet, day: dt.date, q: Questionnaire) -> _Telling:
    """Return the fullest telling that two pages hold: each step is set and its pages counted, by halves."""
    low, high = 0, len(_TELLINGS) - 1
    while low < high:
        middle = (low + high) // 2
        if page_count("interview/note.typ", _note_page(carnet, day, _TELLINGS[middle], q)) <= 2:
            high = middle
        else:
            low = middle + 1
    return _TELLINGS[low]


def _note_page(carnet: Carnet, day: dt.date, telling: _Telling, q: Questionnaire) -> dict[str, Any]:
    note: Note = interview_note(carnet, day=day, most=telling.most, width=telling.width, questionnaire=q)
    sections = [
        msgspec.to_builtins(one) | {"words": _cut(cleaned(one.words).strip("\n"), telling.cut)} for one in note.sections
    ]
    return {
        "title": note.title,
        "subtitle": note.subtitle,
        "foot": " ".join(Source.of(carnet, day=day, questionnaire=q).heading.split()),
        "sections": sections,
        "empty": interface("interviewnote")["a_completer"],
        "reserve": note.reserve,
        "size": telling.size,
    }


def _cut(text: str, width: int | None) -> str:
    """Return a text on one line, cut where it is longer than ``width`` characters, with the words that say so."""
    if width is None or (len(text) <= width and "\n" not in text):
        return text
    short = shortened(text, width)
    return f"{short} {interface('interviewnote')['suite']}" if len(" ".join(text.split())) > width else short


def outcome_pdf(carnet: Carnet, *, day: dt.date) -> bytes:
    """Return what was agreed in the interview on one A4 page, without what is not to be spread."""
    return compiled("interview/outcome.typ", _outcome(carnet, day)[0])


def outcome_is_whole(carnet: Carnet, *, day: dt.date) -> bool:
    """Tell whether one page holds all that the output sheet says."""
    return _outcome(carnet, day)[1]


def _outcome(carnet: Carnet, day: dt.date) -> tuple[dict[str, Any], bool]:
    """Return the page of the fullest telling that one page holds, and whether nothing is left out of it."""
    whole = _outcome_page(outcome_sheet(carnet, day=day), 1.0)["parts"]
    page: dict[str, Any] = {}
    for most, width in _OUTCOME_FULLNESS:
        for size in _OUTCOME_SIZES:
            page = _outcome_page(outcome_sheet(carnet, day=day, most=most, width=width), size)
            if page_count("interview/outcome.typ", page) <= 1:
                return page, page["parts"] == whole
    return page, False


def _outcome_page(sheet: Sheet, size: float) -> dict[str, Any]:
    page: dict[str, Any] = msgspec.to_builtins(sheet)
    return page | {"size": size}
