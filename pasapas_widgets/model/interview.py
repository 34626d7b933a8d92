"""The interview with the regional adviser (Aract): the note that prepares it, and the sheet that comes out of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, field

from pasapas_widgets.model.plan import Line, Paragraph
from pasapas_widgets.model.strict import Identifier, Strict

__all__ = ["Interview", "Outcome"]


class Outcome(
    Strict,
    frozen=True,
    rename={
        "leads": "pistes", "services": "services_choisis", "contacts": "acteurs_a_contacter",
        "first_steps": "premiers_pas", "follow_up": "date_point_suivi", "private": "a_ne_pas_diffuser",
    },
):  # fmt: skip
    """What was agreed in the interview (content/entretien.yaml, «sortie»). ``private`` leaves with no export."""

    leads: Annotated[tuple[Line, ...], Meta(max_length=3)] = ()
    services: Annotated[tuple[Identifier, ...], Meta(max_length=8)] = ()
    contacts: Annotated[tuple[Identifier, ...], Meta(max_length=20)] = ()
    first_steps: Paragraph = ""
    follow_up: dt.date | None = None
    private: Paragraph = ""


class Interview(Strict, frozen=True, rename={"day": "jour", "sections": "rubriques", "outcome": "sortie"}):
    """The group's own words for each section of the note (content/entretien.yaml), by identifier, and the outcome."""

    day: dt.date | None = None
    sections: dict[Identifier, Paragraph] = field(default_factory=dict)
    outcome: Outcome = Outcome()
