"""How HR exports name their columns, contracts and motives (content/field/hrsheets.yaml)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = ["Field", "HrWords", "Kind", "Meaning", "contract", "load_hr_words", "meaning", "plain_words"]


class Field(Strict, frozen=True, rename={"name": "nom", "required": "requis", "titles": "titres"}):
    """A column that is read, and the titles under which exports write it."""

    id: Identifier
    name: Text
    required: bool
    titles: tuple[Text, ...]


class Kind(Strict, frozen=True, rename={"name": "nom", "fields": "champs"}):
    """A kind of export."""

    name: Text
    fields: tuple[Field, ...]


class Meaning(Strict, frozen=True, rename={"words": "mots", "wins": "prime"}):
    """What a cell means where it holds one of these words; ``wins``: whatever else it holds."""

    id: Identifier
    words: tuple[Text, ...]
    wins: bool = False


class _Person(
    Strict,
    frozen=True,
    rename={
        "identifiers": "identifiants", "weak": "faibles", "names": "noms", "courtesies": "civilites",
        "name_words": "mots_noms", "empty_words": "mots_vides", "others": "autrui", "words": "mots",
    },
):  # fmt: skip
    identifiers: tuple[Text, ...]
    weak: tuple[Text, ...]
    names: tuple[Text, ...]
    courtesies: tuple[Text, ...]
    name_words: tuple[Text, ...]
    empty_words: tuple[Text, ...]
    others: tuple[Text, ...]
    words: tuple[Text, ...]


class HrWords(
    Strict,
    frozen=True,
    rename={
        "kinds": "sortes", "person": "personne", "totals": "totaux", "months": "mois", "contracts": "contrats",
        "reasons": "motifs_cdd", "motives": "motifs_absence",
    },
):  # fmt: skip
    """All the words of HR exports; ``totals`` begin a line of total, ``months`` are the names of the months."""

    kinds: dict[Identifier, Kind]
    person: _Person
    totals: tuple[Text, ...]
    months: dict[Text, int]
    contracts: tuple[Meaning, ...]
    reasons: tuple[Meaning, ...]
    motives: tuple[Meaning, ...]


@cache
def load_hr_words() -> HrWords:
    """Read the words that ship with the package.

    >>> sorted(load_hr_words().kinds)
    ['absences', 'mouvements']
    """
    return load_yaml(CONTENT / "field/hrsheets.yaml", HrWords)


def plain_words(text: object) -> str:
    """Return a text without capitals, accents and punctuation, its words one space apart.

    >>> plain_words(" Date d'ENTRÉE (contrat) ")
    'date d entree contrat'
    """
    letters = str(text).casefold()
    if not letters.isascii():
        apart = unicodedata.normalize("NFKD", letters)
        letters = "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


_DENIED = ("hors", "sauf", "non", "pas")
"""What takes the meaning away from the word behind it: «absence hors maladie»."""


@cache
def _longest(meanings: tuple[Meaning, ...]) -> tuple[tuple[tuple[str, ...], Meaning], ...]:
    words = [(tuple(word.split()), one) for one in meanings for word in one.words]
    return tuple(sorted(words, key=lambda told: (-len(told[0]), -sum(map(len, told[0])))))


def _told(cell: object, meanings: tuple[Meaning, ...]) -> list[tuple[int, int, Meaning]]:
    """Return what is said in a cell: place, length and meaning; longer words take theirs first, each word once."""
    said = plain_words(cell).split()[:60]
    free = [True] * len(said)
    found = []
    for words, one in _longest(meanings):
        for place in range(len(said) - len(words) + 1):
            span = slice(place, place + len(words))
            if all(free[span]) and tuple(said[span]) == words:
                free[span] = [False] * len(words)
                if place == 0 or said[place - 1] not in _DENIED or words[0] in _DENIED:
                    found.append((place, len(" ".join(words)), one))
    return found


def meaning(cell: object, meanings: tuple[Meaning, ...]) -> str | None:
    """Return what a cell means: what wins whatever else it holds, else its longest words; ``None`` where it says none.

    >>> words = load_hr_words()
    >>> meaning("Maladie professionnelle", words.motives), meaning("Maladie pendant congés payés", words.motives)
    ('atmp', 'maladie')
    """
    found = _told(cell, meanings)
    winning = [one for _, _, one in found if one.wins]
    if winning:
        return min(winning, key=meanings.index).id
    return min(found, key=lambda told: (-told[1], meanings.index(told[2])))[2].id if found else None


def contract(cell: object) -> str | None:
    """Return the kind of a contract; what is said first decides, so that a CDI of a replacement pool is a CDI. One
    that is said to be a CDD and a CDI («CDD → CDI») is neither for certain: ``None``.

    >>> contract("CDI pool de remplacement"), contract("CDD de remplacement"), contract("Fonctionnaire stagiaire")
    ('cdi', 'remplacement', 'cdi')
    """
    found = sorted(_told(cell, load_hr_words().contracts), key=lambda told: told[0])
    kinds = [one.id for _, _, one in found]
    if "hors" in kinds:
        return "hors"
    certain = [kind for kind in kinds if kind in ("cdi", "cdd", "remplacement")]
    if {"cdi", "cdd"} <= set(certain):
        return None
    if not certain:
        return kinds[0] if kinds else None
    return "remplacement" if certain[0] == "cdd" and "remplacement" in certain else certain[0]
