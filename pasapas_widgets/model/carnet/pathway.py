"""The establishment's own pace: what it says before an orientation, and the services that it lays out in time."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from pasapas_widgets.model.carnet.plan import Line
from pasapas_widgets.model.strict import Identifier, Strict

__all__ = ["Month", "Pathway", "PathwayStep", "StepState"]

Month = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])\Z")]
"""A month of a year: «2027-01»."""

StepState = Literal["prevu", "en_cours", "fait", "reporte"]
"""Not begun, begun, done, put off to a later month."""


class PathwayStep(
    Strict,
    frozen=True,
    rename={"title": "intitule", "month": "mois", "hours": "heures", "state": "etat", "rule": "regle"},
):
    """One service that the establishment takes up.

    Parameters
    ----------
    service
        Which of the services à la carte (content/field/orientation.yaml).
    rule
        The rule that proposed it, ``None`` where the establishment chose it by itself.
    month
        When it begins; ``None`` where it has no place in time. Put off: not before that month.
    hours
        What it takes, all people together; ``None`` for the usual estimate of its service.
    """

    id: Identifier
    service: Identifier
    rule: Identifier | None = None
    title: Line = ""
    month: Month | None = None
    hours: Annotated[float, Meta(ge=0, le=1000)] | None = None
    state: StepState = "prevu"
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
        Answers to the questions of prudence (content/questionnaires/pas-a-pas.yaml), by identifier; one left out is not
        answered.
    hours
        Hours a month that it can give, all people together; ``None`` where it has not been said.
    avoided
        Months of the year to avoid, 1 to 12.
    steps
        In the order in which they are wanted. Their identifiers differ.
    """

    cautions: dict[Identifier, bool] = field(default_factory=dict)
    hours: Annotated[float, Meta(ge=0, le=1000)] | None = None
    avoided: Annotated[tuple[Annotated[int, Meta(ge=1, le=12)], ...], Meta(max_length=12)] = ()
    steps: Annotated[tuple[PathwayStep, ...], Meta(max_length=24)] = ()

    def __post_init__(self) -> None:
        if len({one.id for one in self.steps}) != len(self.steps):
            raise ValueError("Deux étapes d'un parcours ont le même identifiant.")
