"""An action of the plan: what a group will do, and the thread back to the statements that it answers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta

from pasapas_widgets.model.strict import Degree, Identifier, Strict

__all__ = ["Action", "Consultation", "Line", "Paragraph"]

Line = Annotated[str, Meta(max_length=200)]
Paragraph = Annotated[str, Meta(max_length=1000)]
Consultation = Literal["", "a_faire", "faite", "sans_objet"]
"""Whether the elected body is to be informed or consulted: not said yet, to be done, done, not needed."""


class Action(
    Strict,
    frozen=True,
    rename={
        "title": "titre", "items": "enonces", "template": "modele", "baseline_level": "niveau_de_depart",
        "situation": "situation_de_travail", "for_teams": "resultat_pour_les_equipes",
        "for_children": "resultat_pour_les_enfants", "owner": "responsable_fonction", "partners": "associes",
        "first_steps": "premiers_pas", "opened": "ouverte_le", "due": "echeance", "means": "moyens",
        "indicator": "indicateur", "baseline": "valeur_de_depart", "documents": "inscription",
        "consultation": "consultation_cse", "review": "date_revue", "state": "etat", "decision": "decision_revue",
        "lesson": "enseignement", "effect": "effet",
    },
):  # fmt: skip
    """One action. What is still empty may stay so while the group writes; only its statements must be there.

    Parameters
    ----------
    items
        The statements that it answers, at least one: every action can be traced to what the group answered.
    template
        The model that it came from (content/kit/actions.yaml), ``None`` where the group wrote its own.
    baseline_level
        Mean of its first statement when it was opened, 0 to 100, as published; ``None`` where it was withheld.
    owner
        A function («chef de service»), never a name.
    opened, due, review
        Days. ``review`` is at most three months after ``opened`` (content/kit/actions.yaml, «regles»).
    effort, effect
        From 1 (slight) to 3 (strong), as the group placed it on the matrix; ``None`` where it has not.
    state
        An identifier of content/kit/actions.yaml, «etats».
    """

    id: Identifier
    title: Line
    items: Annotated[tuple[Identifier, ...], Meta(min_length=1, max_length=8)]
    opened: dt.date
    template: Identifier | None = None
    baseline_level: Annotated[float, Meta(ge=0, le=100)] | None = None
    situation: Paragraph = ""
    for_teams: Paragraph = ""
    for_children: Paragraph = ""
    owner: Line = ""
    partners: tuple[Line, ...] = ()
    first_steps: Paragraph = ""
    due: dt.date | None = None
    means: Paragraph = ""
    indicator: Line = ""
    baseline: Line = ""
    documents: tuple[Identifier, ...] = ()
    consultation: Consultation = ""
    review: dt.date | None = None
    state: Identifier = "a_lancer"
    decision: Paragraph = ""
    lesson: Paragraph = ""
    effort: Degree | None = None
    effect: Degree | None = None
