"""The 2024–2025 programme as its sources told it: where it was open, to whom, when; its likes, and the kit of 2026."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Literal

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.model.field.actors import load_places
from pasapas_widgets.model.strict import Identifier, Strict, Text, require_known

__all__ = ["Authorisation", "Decision", "Outcome", "Programme", "Programmes", "load_programmes"]

FILE = "eligibility.yaml"

Outcome = Literal["indetermine", "non_eligible", "a_confirmer", "eligible"]
Test = Literal[
    "departement_inconnu", "autorisation_inconnue", "autorisation_refusee", "departement_exclu", "hors_territoires",
    "avant_ouverture", "apres_fermeture", "sinon",
]  # fmt: skip


class Programme(
    Strict,
    frozen=True,
    rename={
        "name": "nom",
        "opening": "ouverture",
        "closing": "fermeture_annoncee",
        "closing_words": "fermeture_en_mots",
    },
):
    """The programme itself; ``closing`` is our reading of «until July 2025», the exact day was not published."""

    name: Text
    opening: dt.date
    closing: dt.date
    closing_words: Text
    source: Text


class Kit2026(Strict, frozen=True, rename={"sentence": "phrase"}):
    """The kit of 2026, open to all."""

    date: dt.date
    sentence: Text


class Territory(Strict, frozen=True, rename={"departments": "departements"}):
    """A région where it was open: whole, or only in some départements."""

    region: str
    departments: tuple[str, ...] | None = None


class Authorisation(Strict, frozen=True, rename={"name": "nom", "accepted": "acceptee", "help": "aide"}):
    """What an establishment is authorised for, and whether the programme accepted it."""

    id: Identifier
    name: Text
    accepted: bool
    help: Text


class Decision(Strict, frozen=True, rename={"test": "si", "outcome": "resultat"}):
    """A line of the decision table."""

    id: Identifier
    test: Test
    outcome: Outcome
    message: Text


class Like(Strict, frozen=True, rename={"name": "nom", "facts": "faits"}):
    """A programme of the same kind, over as well; without régions it was not tied to any in our sources."""

    id: Identifier
    name: Text
    regions: tuple[str, ...]
    facts: Text


class Programmes(
    Strict,
    frozen=True,
    rename={
        "kit": "kit_2026",
        "territories": "territoires",
        "authorisations": "autorisations",
        "likes": "dispositifs_proches",
    },
):
    """All of ``content/field/eligibility.yaml``."""

    programme: Programme
    kit: Kit2026
    territories: tuple[Territory, ...]
    authorisations: tuple[Authorisation, ...]
    decision: tuple[Decision, ...]
    likes: tuple[Like, ...]


@cache
def load_programmes() -> Programmes:
    """Return what is known of the programmes, each code checked against the régions and départements.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.

    Examples
    --------
    >>> found = load_programmes()
    >>> len(found.territories), [one.id for one in found.decision][0]
    (7, 'D1')
    """
    found = load_yaml(CONTENT / "field" / FILE, Programmes)
    places = load_places()
    regions = {one.code for one in places.regions}
    require_known(FILE, "territoires", (one.region for one in found.territories), regions)
    for like in found.likes:
        require_known(FILE, "dispositifs_proches", like.regions, regions)
    for one in found.territories:
        for code in one.departments or ():
            place = places.place(code)
            if place is None or place.region != one.region:
                raise ContentError(f"{FILE}, territoires : « {code} » n'est pas dans la région {one.region}.")
    if found.decision[-1].test != "sinon":
        raise ContentError(f"{FILE}, decision : la dernière ligne doit être « sinon ».")
    return found
