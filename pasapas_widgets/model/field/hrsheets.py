"""How HR exports name their columns, contracts and motives (content/field/hrsheets.yaml)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = ["Field", "HrWords", "Kind", "Meaning", "load_hr_words", "meaning", "plain_words"]


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


class Meaning(Strict, frozen=True, rename={"words": "mots"}):
    """What a cell means where it holds one of these words."""

    id: Identifier
    words: tuple[Text, ...]


class _Person(Strict, frozen=True, rename={"identifiers": "identifiants", "names": "noms", "words": "mots"}):
    identifiers: tuple[Text, ...]
    names: tuple[Text, ...]
    words: tuple[Text, ...]


class HrWords(
    Strict,
    frozen=True,
    rename={
        "kinds": "sortes", "person": "personne", "contracts": "contrats", "reasons": "motifs_cdd",
        "motives": "motifs_absence",
    },
):  # fmt: skip
    """All the words of HR exports; ``contracts``, ``reasons`` and ``motives`` are tried in their order."""

    kinds: dict[Identifier, Kind]
    person: _Person
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
    apart = unicodedata.normalize("NFKD", str(text).casefold())
    letters = "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def meaning(cell: object, meanings: Sequence[Meaning]) -> str | None:
    """Return what a cell means: the longest words of any meaning that it holds; ``None`` where it holds none.

    >>> words = load_hr_words()
    >>> meaning("CDD de remplacement", words.contracts), meaning("Maladie professionnelle", words.motives)
    ('remplacement', 'atmp')
    """
    said = f" {plain_words(cell)} "
    found = [
        (-len(word), place, one.id) for place, one in enumerate(meanings) for word in one.words if f" {word} " in said
    ]
    return min(found)[2] if found else None
