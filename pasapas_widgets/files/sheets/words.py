"""One cell of another tool's table → the answer that it is: a level, its words, both, or a code of the tool."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from pasapas_widgets.files.sheets.cells import CellError, answer_of
from pasapas_widgets.model.field.hrsheets import plain_words
from pasapas_widgets.model.questionnaire.sheet import Answer
from pasapas_widgets.model.questionnaire.structure import NOT_CONCERNED, NOT_KNOWN, Scale

__all__ = ["NONE", "NOT_SHOWN", "answer_in_words", "form_name"]

NONE = "vide"
"""What a map of words says of a cell that stands for no answer."""
NOT_SHOWN = "n a"
"""What LimeSurvey writes for a question that it did not ask; elsewhere somebody may have chosen it."""
_CODE = re.compile(r"[A-Z]{1,2}0*(\d{1,2})", re.IGNORECASE)
"""What LimeSurvey and others write for the level of that number: «A3», «AO03»."""
_LEVEL = re.compile(r"[(\[]?(\d{1,3})\s*([-–—:.)=\]]?)\s*(\D*|\D.*)", re.DOTALL)
"""A level with its words: «2 – Parfois»; words that are not ours only after a sign: «2 fois» is no level."""
_LEVEL_BEHIND = re.compile(r"(\D+?)\s*[(\[=:–-]\s*(\d{1,3})\s*[)\]]?", re.DOTALL)
"""The words, then the level: «Parfois (2)»."""
_DASHES = re.compile(r"[\s\-–—_.]*")
_EMPTY = frozenset({"oth", "null", "none", "nan"})
_OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    NOT_KNOWN: ("je ne sais pas", "ne sait pas", "ne sais pas", "je ne sais pas nsp", "nsp je ne sais pas"),
    NOT_CONCERNED: ("non concerne", "non concernee", "non concerne e", "nc non concerne", "non concerne nc"),
}


def answer_in_words(cell: str, scale: Scale, told: Mapping[str, str] | None = None) -> Answer | None:
    """Return the answer of a cell, ``None`` where it is empty.

    Parameters
    ----------
    told
        The cell, in plain words → what the person says that it is: a level, «NSP», «NC» or :data:`NONE`.

    Raises
    ------
    CellError
        It has no answer of this scale for certain.
    """
    plain = plain_words(cell)
    given = (told or {}).get(plain)
    if given is not None:
        return None if given == NONE else answer_of(given, scale)
    if plain in _EMPTY or _DASHES.fullmatch(cell):
        return None
    words = _words(scale)
    if plain in words:
        return words[plain]
    try:
        return answer_of(cell, scale)
    except CellError:
        level = _told_level(cell.strip(), scale, words)
        if level is None:
            raise
        return level


def form_name(text: str) -> str:
    """Return the name that a form makes of a sentence, its words one space apart: an accented letter is lost.

    >>> form_name("Non concerné par l'énoncé")
    'non concern par l nonc'
    """
    return " ".join(re.findall(r"[a-z0-9]+", unicodedata.normalize("NFC", text).casefold()))


def _words(scale: Scale) -> dict[str, Answer]:
    words: dict[str, Answer] = {}
    for level in scale.levels:
        words |= {plain_words(one): level.value for one in (level.key, level.label) if plain_words(one)}
        words.setdefault(form_name(level.label), level.value)
        words |= {plain_words(f"{level.label} {level.anchor}"): level.value} if level.anchor else {}
    for off in scale.off_scale:
        words |= dict.fromkeys(
            (plain_words(off.label), form_name(off.label), *_OTHER_WORDS.get(off.code, ())), off.code
        )
    return words


def _told_level(cell: str, scale: Scale, words: Mapping[str, Answer]) -> int | None:
    """Return the level that a cell writes beside words, ``None`` where the words are those of another."""
    if behind := _LEVEL_BEHIND.fullmatch(cell):
        level, rest = scale.rank(int(behind[2])), plain_words(behind[1])
        return level if words.get(rest) == level else None
    before = _LEVEL.fullmatch(cell)
    found = before or _CODE.fullmatch(cell)
    level = scale.rank(int(found[1])) if found else None
    if found is None or level is None:
        return None
    rest = plain_words(before[3]) if before else ""
    return level if words.get(rest, level if not rest or (before and before[2]) else None) == level else None
