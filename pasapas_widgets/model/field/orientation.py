"""What an orientation is made of: services à la carte, rules that propose them, situations to be discussed."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = ["OfferedService", "Rule", "Situation"]

Condition = Annotated[str, Meta(min_length=1, max_length=400)]
"""A sentence of :mod:`pasapas_widgets.rules.orientation.condition`."""


class OfferedService(
    Strict, frozen=True, rename={"name": "nom", "hours": "heures", "examples": "exemples", "when": "quand"}
):
    """One of the families of services à la carte (Anact's press release of 19 September 2024).

    Parameters
    ----------
    hours
        What it takes, all people together: this project's own estimate, for each establishment to adjust.
    """

    id: Identifier
    name: Text
    hours: Annotated[float, Meta(gt=0, le=1000)]
    examples: tuple[Text, ...]
    when: Text


class Rule(
    Strict,
    frozen=True,
    rename={
        "priority": "priorite", "condition": "si", "services": "alors", "actors": "acteurs", "cards": "fiches",
        "blocks": "bloque_atelier",
    },
):  # fmt: skip
    """A rule that proposes something where its condition is true.

    Parameters
    ----------
    priority
        0 comes before anything else; then 1, 2…
    blocks
        Whether, once true, what comes after it in priority waits: no workshop before that.
    """

    id: Identifier
    priority: Annotated[int, Meta(ge=0, le=9)]
    condition: Condition
    services: Annotated[tuple[Identifier, ...], Meta(min_length=1)]
    message: Text
    actors: tuple[Identifier, ...] = ()
    cards: tuple[Identifier, ...] = ()
    blocks: bool = False


class Situation(Strict, frozen=True, rename={"name": "nom", "condition": "si"}):
    """A way of summing up four levers, only ever shown as something to discuss."""

    id: Identifier
    name: Text
    condition: Condition
