"""What looks like a person in a free text: a name, a telephone number, an e-mail address. It is flagged, never changed.

No list can know every name: this is a reminder for whoever writes or moderates, not a guarantee.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Literal

from msgspec import Struct, to_builtins

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.strict import Strict

__all__ = ["Trace", "personal_traces", "personal_words"]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(r"(?<![\w+])(?:\+\d{2}|00\d{2}|0)[ .\u00a0\u202f-]?[1-9](?:[ .\u00a0\u202f-]?\d{2}){4}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:;\n«»“”\"(•–—-])\s*$")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)


class Trace(Struct, frozen=True):
    """A piece of a text that looks personal, from character ``start`` (the first is 0) up to ``end``, left out."""

    kind: Literal["nom", "telephone", "courriel"]
    text: str
    start: int
    end: int


class _Words(
    Strict,
    frozen=True,
    rename={"titles": "civilites", "known": "connus", "first_names": "prenoms", "also_words": "aussi_des_mots"},
):
    titles: tuple[str, ...]
    known: tuple[str, ...]
    first_names: tuple[str, ...]
    also_words: tuple[str, ...]


@cache
def _file() -> _Words:
    return load_yaml(CONTENT / "field/personal.yaml", _Words)


def personal_words() -> dict[str, list[str]]:
    """Return the lists of words for ``front/names.js``, which looks by itself where a text leaves no browser.

    >>> "mme" in personal_words()["civilites"]
    True
    """
    return {key: list(words) for key, words in to_builtins(_file()).items()}


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    words = _file()
    names = frozenset(words.first_names)
    return frozenset(words.titles), frozenset(words.known), names, names - frozenset(words.also_words)


def personal_traces(text: str) -> tuple[Trace, ...]:
    """Return what looks like a person in a text, in the order of the text.

    A name is a word that follows a title («Mme»), a common first name, also in small letters where it is no word, an
    initial after «famille», or a capitalised word in the middle of a sentence that is neither an acronym nor a word
    known to name no person (content/field/personal.yaml).

    Examples
    --------
    >>> [trace.text for trace in personal_traces("La nuit, Mme Durand appelle le 06 12 34 56 78.")]
    ['Durand', '06 12 34 56 78']
    >>> personal_traces("Le CSE et l'Aract ont été informés. Personne n'a été nommé.")
    ()
    """
    found = [Trace("courriel", one[0], one.start(), one.end()) for one in _EMAIL.finditer(text)]
    found += [Trace("telephone", one[0], one.start(), one.end()) for one in _PHONE.finditer(text)]
    taken = [(one.start, one.end) for one in found]
    found += [name for name in _names(text) if not any(start <= name.start < end for start, end in taken)]
    return tuple(sorted(found, key=lambda one: one.start))


def _names(text: str) -> Iterator[Trace]:
    titles, known, first_names, never_words = _words()
    before_is_title = before_is_family = False
    for match in _WORD.finditer(text):
        elided = _ELIDED.match(match[0])
        start = match.start() + (elided.end() if elided else 0)
        word = text[start : match.end()]
        plain = _plain(word)
        capital = word[:1].isupper()
        inside = elided is not None or not _SENTENCE_END.search(text[: match.start()])
        is_code = len(word) == 1 and text[match.end() : match.end() + 1].isdigit()  # a card, a statement: F08, L2-05
        acronym = is_code or (len(word) > 1 and word.isupper())
        parts = plain.replace("'", "-").split("-")
        named = capital and (
            before_is_title
            or parts[0] in first_names
            or (before_is_family and len(word) == 1)
            or (inside and not acronym and not all(part in known for part in parts))
        )  # fmt: skip
        small = plain in never_words or (before_is_title and plain in first_names)
        if (named and (plain not in titles or before_is_family)) or small:
            yield Trace("nom", word, start, match.end())
        before_is_title = plain in titles and not before_is_family
        before_is_family = plain == "famille"


def _plain(word: str) -> str:
    """Return a word without accents, in small letters."""
    apart = unicodedata.normalize("NFD", word.replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).lower()
