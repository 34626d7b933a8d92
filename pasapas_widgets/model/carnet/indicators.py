"""The HR indicators that a group keeps: counts of a year, never a line about a person."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from pasapas_widgets.model.carnet.plan import Line
from pasapas_widgets.model.strict import Identifier, Strict

__all__ = ["FEWEST", "Count", "Part", "YearCounts"]

FEWEST = 5
"""The least number of people of a part that is shown (content/field/indicatorbook.yaml)."""

Count = Annotated[float, Meta(ge=0, le=1e9)]


class Part(Strict, frozen=True, rename={"people": "personnes", "value": "valeur"}):
    """What falls to one group of people, of five at least: the type itself refuses fewer.

    Parameters
    ----------
    people
        How many people it comes from.
    value
        People again, or days.
    """

    people: Annotated[int, Meta(ge=FEWEST)]
    value: Count


class YearCounts(
    Strict, frozen=True, rename={"year": "annee", "counts": "valeurs", "parts": "repartitions", "source": "origine"}
):
    """What was counted for one year, by the identifier of the count (content/field/indicatorbook.yaml).

    Parameters
    ----------
    counts
        ``None`` where a value was taken away again.
    parts
        How a count falls to groups of people (seniority, motives of absence); ``None`` where it is hidden.
    source
        Where the counts come from: «saisie», the kind of export.
    """

    id: Identifier
    year: Annotated[int, Meta(ge=2000, le=2100)]
    counts: dict[Identifier, Count | None] = field(default_factory=dict)
    parts: dict[Identifier, Part | None] = field(default_factory=dict)
    source: Line = ""
