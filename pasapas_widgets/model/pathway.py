"""The establishment's own pace: what it says before an orientation, and the services that it lays out in time."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from pasapas_widgets.model.plan import Line
from pasapas_widgets.model.strict import Identifier, Strict

__all__ = ["Pathway", "PathwayStep"]

Month = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
"""A month of a year: «2027-01»."""


class PathwayStep(
    Strict, frozen=True, rename={"title": "intitule", "month": "mois", "hours": "heures", "state": "etat"}
):
    """One service that the establishment takes up: which (content/orientation.yaml), when, how far it is."""

    id: Identifier
    service: Identifier
    title: Line = ""
    month: Month | None = None
    hours: Annotated[float, Meta(ge=0, le=1000)] | None = None
    state: Identifier = "prevu"
    note: Line = ""


class Pathway(
    Strict,
    frozen=True,
    rename={"cautions": "prudence", "hours": "heures_par_mois", "avoided": "mois_a_eviter", "steps": "etapes"},
):
    """What the establishment says it can give, and the path that it lays out.

    Parameters
    ----------
    cautions
        Answers to the questions of prudence (content/autodiagnostic.yaml), by identifier; one left out is not answered.
    hours
        Hours a month that it can give, all people together; ``None`` where it has not been said.
    avoided
        Months of the year to avoid, 1 to 12.
    """

    cautions: dict[Identifier, bool] = field(default_factory=dict)
    hours: Annotated[float, Meta(ge=0, le=1000)] | None = None
    avoided: Annotated[tuple[Annotated[int, Meta(ge=1, le=12)], ...], Meta(max_length=12)] = ()
    steps: Annotated[tuple[PathwayStep, ...], Meta(max_length=24)] = ()
