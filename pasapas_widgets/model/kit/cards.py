"""Practice cards («fiches pratiques») and facilitation methods («méthodes d'animation») of the kit."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from pasapas_widgets.model.strict import Identifier, Minutes, Span, Strict, Text

__all__ = ["Card", "Method", "Step"]


class Step(Strict, frozen=True, rename={"title": "titre"}):
    """One step of a card. ``minutes`` is its length when it is played in a session, 0 where it is done beforehand."""

    title: Text
    detail: Text
    minutes: Minutes


class Card(
    Strict,
    frozen=True,
    rename={
        "lever": "levier", "title": "titre", "effects": "effets", "when": "quand", "duration": "duree",
        "group": "groupe", "people": "effectif", "material": "materiel", "steps": "etapes", "cautions": "vigilance",
        "indicators": "indicateurs",
    },
):  # fmt: skip
    """A practice card («fiche pratique»).

    Parameters
    ----------
    items
        The statements that it answers, the main one first.
    when
        The situation in which a team takes it up.
    people
        Fewest and most people, ``None`` where it is for a whole team.
    """

    id: Identifier
    lever: Identifier
    title: Text
    items: Annotated[tuple[Identifier, ...], Meta(min_length=1)]
    effects: tuple[Identifier, ...]
    when: Text
    duration: Text
    group: Text
    people: Span | None
    material: tuple[Text, ...]
    steps: Annotated[tuple[Step, ...], Meta(min_length=1)]
    cautions: tuple[Text, ...]
    indicators: tuple[Text, ...]

    @property
    def minutes(self) -> int:
        """Minutes that its steps take together when they are played in sessions."""
        return sum(step.minutes for step in self.steps)


class Method(
    Strict,
    frozen=True,
    rename={
        "name": "nom", "purpose": "sert_a", "minutes": "duree_min", "people": "groupe", "material": "materiel",
        "steps": "etapes", "caution": "vigilance",
    },
):  # fmt: skip
    """A facilitation method («méthode d'animation»): least and most minutes, fewest and most people."""

    id: Identifier
    name: Text
    purpose: Text
    minutes: Span
    people: Span
    material: tuple[Text, ...]
    steps: Annotated[tuple[Text, ...], Meta(min_length=1)]
    caution: Text
