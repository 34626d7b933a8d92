"""What a group says, chooses and hands on: discussions, priorities, feedback sheets. Each leads to statements."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.model.carnet.plan import Line, Paragraph
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.selfdiagnosis import is_self_diagnosis
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.strict import Degree, Identifier, Strict

__all__ = ["Discussion", "Feedback", "Items", "Priority", "load_examples"]

Items = Annotated[tuple[Identifier, ...], Meta(max_length=8)]


class Discussion(
    Strict,
    frozen=True,
    rename={"day": "jour", "items": "enonces", "situation": "situation_de_travail", "facts": "faits",
            "card": "fiche", "agreed": "accord_du_groupe"},
):  # fmt: skip
    """What was said about some statements or a situation, as facts of work; no person is named.

    Parameters
    ----------
    facts
        One fact each, in the order in which they were said.
    card
        The practice card that was used, if one was.
    agreed
        Whether the group agreed that this be kept. What it did not agree to leaves with no export.
    """

    id: Identifier
    day: dt.date
    items: Items = ()
    situation: Paragraph = ""
    facts: Annotated[tuple[Paragraph, ...], Meta(max_length=60)] = ()
    card: Identifier | None = None
    agreed: bool = False


class Priority(
    Strict,
    frozen=True,
    rename={"items": "enonces", "label": "intitule", "dots": "gommettes", "effect": "effet", "chosen": "retenue"},
):
    """A subject that the group may take up: the statements that it is about, its dots, its place on the matrix.

    Parameters
    ----------
    label
        The group's own words; empty where the statement itself says it.
    items
        The statements that it is about. Empty only for an idea from a vote that nobody has linked yet.
    dots
        How many dots the group gave it, ``None`` where it was not put to a vote.
    effort, effect
        From 1 (slight) to 3 (strong), ``None`` where it has not been placed.
    chosen
        Whether the group keeps it for its plan.
    """

    id: Identifier
    items: Items = ()
    label: Line = ""
    dots: Annotated[int, Meta(ge=0, le=9999)] | None = None
    effort: Degree | None = None
    effect: Degree | None = None
    chosen: bool = False


class Feedback(
    Strict,
    frozen=True,
    rename={"title": "titre", "day": "jour", "items": "enonces", "context": "contexte", "tried": "essai",
            "changed": "ce_qui_a_change", "advice": "conseils", "invented": "invente",
            "elsewhere": "venu_d_ailleurs"},
):  # fmt: skip
    """What a team writes about something that it tried, for others («retour d'expérience»).

    Parameters
    ----------
    conditions
        What made it possible.
    invented
        Whether it is an example that nobody lived.
    elsewhere
        Whether another establishment wrote it.
    """

    id: Identifier
    title: Line
    day: dt.date
    items: Items = ()
    context: Paragraph = ""
    tried: Paragraph = ""
    changed: Paragraph = ""
    conditions: Paragraph = ""
    advice: Paragraph = ""
    invented: bool = False
    elsewhere: bool = False


class _Examples(Strict, frozen=True, rename={"sheets": "retours"}):
    sheets: tuple[Feedback, ...]


def load_examples(questionnaire: Questionnaire | None = None) -> tuple[Feedback, ...]:
    """Read the invented feedback sheets that ship with the package; without the statements that they are about, where
    another questionnaire than the self-diagnosis is answered.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason; one of them is not marked as invented.

    Examples
    --------
    >>> all(one.invented for one in load_examples())
    True
    """
    sheets = _examples()
    return sheets if is_self_diagnosis(questionnaire) else tuple(replace(one, items=()) for one in sheets)


@cache
def _examples() -> tuple[Feedback, ...]:
    sheets = load_yaml(CONTENT / "kit/feedback.yaml", _Examples).sheets
    for one in sheets:
        unknown = set(one.items) - set(load_questionnaire(SELF_DIAGNOSIS).item_ids)
        if not one.invented or one.elsewhere or unknown:
            reason = f"énoncés inconnus : {', '.join(sorted(unknown))}" if unknown else "un exemple se dit « invente »"
            raise ContentError(f"feedback.yaml, {one.id} : {reason}.")
    return sheets
