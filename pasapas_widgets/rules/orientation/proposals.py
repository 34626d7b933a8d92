"""From what was published to a few proposals, each with its reason: services à la carte, actors, cards.

Pure functions. Nothing is proposed from a figure that was withheld, nor from its contrary: a comparison whose fact is
not known is neither true nor false (:mod:`pasapas_widgets.rules.orientation.condition`). The group, and its adviser,
decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.field.orientation import Rule
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.comparison import read_here
from pasapas_widgets.rules.orientation.condition import Outcome, evaluate
from pasapas_widgets.rules.orientation.facts import Facts
from pasapas_widgets.rules.orientation.rules import Orientation, load_orientation

__all__ = ["Oriented", "Proposed", "SituationRead", "Unseen", "orient", "orient_carnet"]


class Proposed(Struct, frozen=True, rename={"because": "parce_que"}):
    """A rule that applies, and why.

    Parameters
    ----------
    because
        What was true, each in French, without a capital or a full stop.
    """

    rule: Rule
    because: tuple[str, ...]


class Unseen(Struct, frozen=True):
    """A rule that could not be looked at, and the facts that it lacks, in French."""

    rule: Rule
    missing: tuple[str, ...]


class SituationRead(Struct, frozen=True):
    """The situation that the four levers suggest: a question to be discussed, never a label."""

    id: str
    name: str
    because: tuple[str, ...]


class Oriented(Struct, frozen=True):
    """What the rules come to.

    Parameters
    ----------
    shown
        The proposals to show, by priority, then in the order of the file; four at most.
    beyond
        Those that apply too and come after them.
    held
        Those that wait because something comes before any workshop (``blocked``).
    unseen
        The rules that could not be looked at for want of a published figure or of an answer.
    situation
        ``None`` where it cannot be told.
    has_figures
        Whether any figure was published.
    elsewhere
        Whether the rules speak of another questionnaire than the group answered: none of them was looked at.
    """

    shown: tuple[Proposed, ...]
    beyond: tuple[Proposed, ...]
    held: tuple[Proposed, ...]
    unseen: tuple[Unseen, ...]
    situation: SituationRead | None
    has_figures: bool
    elsewhere: bool = False

    @property
    def blocked(self) -> bool:
        """Whether a rule that applies asks for no workshop for now."""
        return any(one.rule.blocks for one in self.shown)


def orient(
    results: GroupResults,
    *,
    staff: int | None = None,
    cautions: Mapping[str, bool] | None = None,
    orientation: Orientation | None = None,
) -> Oriented:
    """Return the proposals for a group, each with its reason.

    Parameters
    ----------
    results
        A group's published results.
    staff
        Number of employees of the establishment, ``None`` where it is not known.
    cautions
        Answers to the questions of prudence (content/questionnaires/pas-a-pas.yaml) by identifier; one left out is not
        known.
    orientation
        The rules; those that ship with the package where left out.

    Examples
    --------
    >>> from pasapas_widgets.model.results import GroupScore
    >>> results = GroupResults(levers={"L4": GroupScore(score=30.0, level_class="ameliorer")})
    >>> told = orient(results, cautions={"P3": False})
    >>> [one.rule.id for one in told.shown], told.shown[0].because[0]
    (['O-04'], "le levier «\\xa0S'appuyer sur le territoire\\xa0» est en «\\xa0À améliorer\\xa0»")
    """
    rules = orientation or load_orientation()
    if (results.questionnaire or rules.questionnaire.id) != rules.questionnaire.id:
        return _ELSEWHERE
    here = read_here(results, rules.questionnaire)
    outcomes: dict[str, Outcome] = {}

    def fired(priorities: tuple[int, ...]) -> tuple[int, int]:
        told = [outcomes[rule.id].value for rule in rules.rules if rule.priority in priorities]
        return told.count(True), told.count(None)

    facts = Facts(rules.questionnaire, here, staff=staff, cautions=cautions, fired=fired)
    ordered = sorted(rules.rules, key=lambda rule: rule.priority)
    for rule in ordered:
        outcomes[rule.id] = evaluate(rules.conditions[rule.id], facts.compare)
    found = [
        Proposed(rule, _once(facts.because(it) for it in outcomes[rule.id].true))
        for rule in ordered
        if outcomes[rule.id].value
    ]
    # What blocks stops all that comes after it in priority.
    stop = min((one.rule.priority for one in found if one.rule.blocks), default=9)
    free = [one for one in found if one.rule.priority <= stop]
    unseen = (
        Unseen(rule, _once(facts.missing(it) for it in outcomes[rule.id].unknown))
        for rule in ordered
        if outcomes[rule.id].value is None
    )
    return Oriented(
        shown=tuple(free[: rules.most]),
        beyond=tuple(free[rules.most :]),
        held=tuple(one for one in found if one.rule.priority > stop),
        unseen=tuple(unseen),
        situation=_situation(rules, facts),
        has_figures=facts.is_any,
    )


_ELSEWHERE = Oriented(shown=(), beyond=(), held=(), unseen=(), situation=None, has_figures=False, elsewhere=True)


def _situation(rules: Orientation, facts: Facts) -> SituationRead | None:
    """Return the first situation that is true; «none of them» only where each could be told."""
    unknown = False
    for one in rules.situations:
        condition = rules.conditions.get(one.id)
        if condition is None:
            return None if unknown else SituationRead(one.id, one.name, ())
        outcome = evaluate(condition, facts.compare)
        if outcome.value:
            return SituationRead(one.id, one.name, _once(facts.because(it) for it in outcome.true))
        unknown = unknown or outcome.value is None
    return None


def _once(told: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(told))


def orient_carnet(
    carnet: Carnet, *, orientation: Orientation | None = None, questionnaire: Questionnaire | None = None
) -> Oriented:
    """Return the proposals for a carnet: its last published results, its staff, its answers of prudence.

    Where the group works with another questionnaire than the rules speak of, there are none.

    Parameters
    ----------
    questionnaire
        The one that the group works with; this process's where left out.
    """
    rules = orientation or load_orientation()
    if (questionnaire or load_questionnaire()).id != rules.questionnaire.id:
        return _ELSEWHERE
    results = next((wave.results for wave in reversed(carnet.waves) if wave.results), GroupResults())
    return orient(results, staff=carnet.staff, cautions=carnet.pathway.cautions, orientation=rules)
