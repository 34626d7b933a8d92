"""The HR indicators that a group keeps: counts of a year, never a line about a person."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from pasapas_widgets.model.plan import Line
from pasapas_widgets.model.strict import Identifier, Strict

__all__ = ["YearCounts"]


class YearCounts(Strict, frozen=True, rename={"year": "annee", "counts": "valeurs", "source": "origine"}):
    """What was counted for one year, by the identifier of the count (content/indicateurs.yaml).

    Parameters
    ----------
    source
        Where the counts come from: «saisie», the kind of export.
    """

    id: Identifier
    year: Annotated[int, Meta(ge=2000, le=2100)]
    counts: dict[Identifier, Annotated[float, Meta(ge=0)]] = field(default_factory=dict)
    source: Line = ""
