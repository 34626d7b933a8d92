"""What brings a team here («préoccupation»), and where it can begin: statements, cards, indicators, services."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from msgspec import Meta

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.field.indicatorbook import load_indicators
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.strict import Identifier, Strict, Text, require_known, require_unique
from pasapas_widgets.rules.orientation.rules import load_orientation

__all__ = ["Concern", "load_concerns"]

FILE = "concerns.yaml"


class Concern(
    Strict,
    frozen=True,
    rename={"title": "titre", "items": "enonces", "cards": "fiches", "indicators": "indicateurs"},
):
    """A concern, the question that opens it, and what it leads to, the main one first."""

    id: Identifier
    title: Text
    question: Text
    items: Annotated[tuple[Identifier, ...], Meta(min_length=1)]
    cards: Annotated[tuple[Identifier, ...], Meta(min_length=1)]
    indicators: Annotated[tuple[Identifier, ...], Meta(min_length=1)]
    services: Annotated[tuple[Identifier, ...], Meta(min_length=1)]


class _Concerns(Strict, frozen=True, rename={"concerns": "preoccupations"}):
    concerns: tuple[Concern, ...]


@cache
def load_concerns() -> tuple[Concern, ...]:
    """Return the concerns, each of whose links leads somewhere.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.

    Examples
    --------
    >>> [one.id for one in load_concerns()][:3]
    ['recruter', 'garder', 'absences']
    """
    found = load_yaml(CONTENT / "kit" / FILE, _Concerns).concerns
    require_unique(FILE, (one.id for one in found))
    items = load_questionnaire(SELF_DIAGNOSIS).item_ids
    cards = {one.id for one in shipped_kit().cards}
    indicators = {one.id for one in load_indicators().indicators}
    services = {one.id for one in load_orientation().services}
    for one in found:
        require_known(FILE, one.id, one.items, items)
        require_known(FILE, one.id, one.cards, cards)
        require_known(FILE, one.id, one.indicators, indicators)
        require_known(FILE, one.id, one.services, services)
    return found
