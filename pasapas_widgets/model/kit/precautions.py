"""The questions of prudence: asked before a session exists, and printed at the head of every run sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.strict import Identifier, Strict, Text, require_unique

__all__ = ["Precaution", "load_precautions", "stopped", "unanswered"]


class Precaution(
    Strict,
    frozen=True,
    rename={"safe": "sure", "stops": "arret", "do": "faire", "call": "appeler"},
):
    """One question about the place where a session is asked for. Its answer is kept nowhere.

    Parameters
    ----------
    safe
        The answer with which a session can be prepared.
    stops
        Whether the other answer stops the preparation; where not, it asks for one precaution more.
    do
        What to do after the other answer.
    call
        Whom to call then, by function, never by name.
    """

    id: Identifier
    question: Text
    safe: Literal["oui", "non"]
    stops: bool
    do: Text
    call: tuple[Text, ...]


class _Precautions(Strict, frozen=True):
    precautions: tuple[Precaution, ...]


@cache
def load_precautions() -> tuple[Precaution, ...]:
    """Return the questions of ``content/kit/precautions.yaml``, in the order in which they are asked.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.
    """
    found = load_yaml(CONTENT / "kit/precautions.yaml", _Precautions).precautions
    require_unique("precautions.yaml", (one.id for one in found))
    return found


def unanswered(answers: Mapping[str, str]) -> tuple[Precaution, ...]:
    """Return the questions that have neither «oui» nor «non»."""
    return tuple(one for one in load_precautions() if answers.get(one.id) not in ("oui", "non"))


def stopped(answers: Mapping[str, str]) -> tuple[Precaution, ...]:
    """Return the questions whose answer stops the preparation of a session.

    >>> [one.id for one in stopped({"P1": "oui", "P3": "oui", "P5": "non"})]
    ['P1', 'P5']
    """
    return tuple(one for one in load_precautions() if one.stops and answers.get(one.id, one.safe) != one.safe)
