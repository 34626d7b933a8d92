"""The interview with the regional adviser (Aract): what prepares it, and what was agreed in it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, field

from pasapas_widgets.model.carnet.plan import Line, Paragraph
from pasapas_widgets.model.strict import Identifier, Strict

__all__ = ["Interview", "Lead", "Outcome"]

Ticked = Annotated[tuple[Identifier, ...], Meta(max_length=40)]


class Lead(Strict, frozen=True, rename={"title": "intitule", "items": "enonces"}):
    """One of the leads that were agreed («piste»).

    Parameters
    ----------
    items
        The statements that it answers: an action is made of it only once there is one.
    action
        The action of the plan that was made of it, ``None`` where none was.
    """

    id: Identifier
    title: Line = ""
    items: Annotated[tuple[Identifier, ...], Meta(max_length=8)] = ()
    action: Identifier | None = None


class Outcome(
    Strict,
    frozen=True,
    rename={"first_steps": "premiers_pas", "follow_up": "date_point_suivi", "private": "a_ne_pas_diffuser"},
):
    """What was agreed beside the leads (content/kit/interviewguide.yaml, «sortie»).

    The services that were chosen are the steps of the pathway, the actors to be contacted the contacts of the
    territory that are wanted: neither is kept twice.

    Parameters
    ----------
    private
        What was said and is not to be spread: it leaves with no export.
    """

    first_steps: Paragraph = ""
    follow_up: dt.date | None = None
    private: Paragraph = ""


class Interview(
    Strict,
    frozen=True,
    rename={
        "day": "jour", "sections": "rubriques", "answers": "reponses", "done": "fait", "papers": "pieces",
        "leads": "pistes", "outcome": "sortie",
    },
):  # fmt: skip
    """The interview of a group with its adviser.

    Parameters
    ----------
    sections
        The group's own words for each section of the note (content/kit/interviewguide.yaml), by identifier.
    answers
        What the group prepares for itself, for each likely question, by identifier; it leaves with no export.
    done, papers
        The identifiers of what is ready: things to do before, useful documents.
    leads
        The three leads at most that were agreed.
    """

    day: dt.date | None = None
    sections: dict[Identifier, Paragraph] = field(default_factory=dict)
    answers: dict[Identifier, Paragraph] = field(default_factory=dict)
    done: Ticked = ()
    papers: Ticked = ()
    leads: Annotated[tuple[Lead, ...], Meta(max_length=3)] = ()
    outcome: Outcome = Outcome()
