"""What every export does to a text: no control characters, short statements."""

from __future__ import annotations

import re
import textwrap
import unicodedata

from msgspec import UNSET

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.model.kit.notices import load_notice
from pasapas_widgets.model.questionnaire.structure import Questionnaire, Scale
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.reading import people

__all__ = ["brought", "cleaned", "credit", "notice", "scale_ends", "shortened"]

_BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")


def cleaned(text: str) -> str:
    """Return a text without the characters that no document may hold; line breaks become ``\\n``, tabs a space.

    Everything that can be read stays as it was written: quotation marks, emoji, Arabic, a leading «=».

    >>> cleaned("l'heure\\tdu\\x00 relais\\r\\n=1+1")
    "l'heure du relais\\n=1+1"
    """
    lines = _BREAKS.sub("\n", text).replace("\t", " ")
    return "".join(one for one in lines if one == "\n" or not _is_forbidden(one))


def _is_forbidden(letter: str) -> bool:
    """Tell whether XML refuses a character: control characters, halves of pairs, the last two of each plane."""
    return unicodedata.category(letter) in ("Cc", "Cs") or ord(letter) & 0xFFFE == 0xFFFE


def brought(results: GroupResults) -> str:
    """Say how many of the sheets were brought beside the phones, if any; fewer than five are not counted aloud."""
    if results.n_brought is UNSET:
        return ""
    texts, n = interface("synthesis")["qui"]["apportees"], people(results.n_brought)
    return counted(texts, n) if n else str(texts["peu"])


def credit(q: Questionnaire) -> str:
    """Return where a published instrument comes from and the words that its licence asks for; «» where it is ours.

    It stands wherever its statements do.
    """
    if q.source is None:
        return ""
    one = q.source
    said = interface("exports")["credit"].format(titre=one.title, licence=one.licence)
    return typeset(" ".join(part for part in (said, one.credit, one.address) if part))


def notice(organisation: str = "", contact: str = "") -> list[tuple[str, str]]:
    """Return the notice to participants as it is printed before a session has a date: title and text of each part."""
    parts = load_notice().filled(least=load_thresholds().mean, organisation=organisation, contact=contact)
    return [(one.title, cleaned(one.text)) for one in parts]


def scale_ends(scale: Scale) -> str:
    """Return the two ends of a scale in words: «de « Jamais » à « Toujours »»."""
    texts = interface("exports")
    return typeset(texts["bouts"].format(bas=scale.levels[0].label, haut=scale.levels[-1].label))


def shortened(text: str, width: int) -> str:
    """Return the beginning of a text, cut between two words, in at most ``width`` characters.

    >>> shortened("Les équipes disposent d'un temps régulier, prévu au planning.", 30)
    "Les équipes disposent d'un…"
    """
    one_line = " ".join(text.split())
    if len(one_line) <= width:
        return one_line
    short = textwrap.shorten(one_line, width, placeholder="…") if " " in one_line[:width] else ""
    return (short if short not in ("", "…") else one_line[: width - 1] + "…").replace(",…", "…")
