"""Models of action, the rules of an action plan, and the documents where an action is entered."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from pasapas_widgets.model.strict import Degree, Identifier, Strict, Text

__all__ = ["ActionState", "ActionTemplate", "Document", "PlanRules"]


class ActionTemplate(
    Strict,
    frozen=True,
    rename={
        "title": "titre", "effects": "effets", "card": "fiche", "owner": "porteur", "partners": "associes",
        "first_steps": "premiers_pas", "days": "delai_jours", "effect": "effet", "means": "moyens",
        "indicator": "indicateur", "documents": "inscription",
    },
):  # fmt: skip
    """A model of action; ``effort`` and ``effect`` are values to begin with, to be discussed in the session."""

    id: Identifier
    title: Text
    items: Annotated[tuple[Identifier, ...], Meta(min_length=1)]
    effects: tuple[Identifier, ...]
    card: Identifier
    owner: Text
    partners: tuple[Text, ...]
    first_steps: Text
    days: Annotated[int, Meta(ge=1, le=365)]
    effort: Degree
    effect: Degree
    means: Text
    indicator: Text
    documents: tuple[Identifier, ...]


class Document(Strict, frozen=True, rename={"short": "sigle", "name": "libelle", "small": "petit"}):
    """A document where an action is entered; ``small`` is what replaces it where staff is under the rule's number."""

    id: Identifier
    name: Text
    short: Text | None = None
    small: Text | None = None


class ActionState(Strict, frozen=True, rename={"label": "libelle", "is_open": "ouverte"}):
    """What becomes of an action; an open one counts among the three to five."""

    id: Identifier
    label: Text
    is_open: bool


class PlanRules(
    Strict,
    frozen=True,
    rename={
        "fewest_open": "ouvertes_min", "most_open": "ouvertes_max", "quick_days": "rapide_jours",
        "review_months": "revue_mois", "small_staff": "petit_effectif", "sentences": "phrases",
    },
):  # fmt: skip
    """The rules of an action plan: numbers, and the sentence that explains each where it bites."""

    fewest_open: Annotated[int, Meta(ge=1)]
    most_open: Annotated[int, Meta(ge=1)]
    quick_days: Annotated[int, Meta(ge=1)]
    review_months: Annotated[int, Meta(ge=1)]
    small_staff: Annotated[int, Meta(ge=1)]
    sentences: dict[str, Text]
