"""Where a group is in the path, from its first answers to its review: what its carnet says is done, what comes next.

Pure functions over the carnet. They count what is there and never judge it: a step that was left out is no fault.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from msgspec import Struct, field

from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.plan import is_open

__all__ = ["STAGES", "Stage", "next_stage", "stages"]

State = Literal["fait", "commence", "a_venir"]

STAGES = (
    "autodiagnostic", "resultats", "discussion", "priorites", "plan", "entretien", "territoire", "indicateurs", "revue",
)  # fmt: skip
"""The stages of the path, in their order. All but the first five and the review are there for who wants them."""

_MAIN = ("autodiagnostic", "resultats", "discussion", "priorites", "plan", "revue")


class Stage(Struct, frozen=True):
    """A stage and what the carnet holds of it.

    Parameters
    ----------
    id
        One of :data:`STAGES`.
    state
        ``fait``, ``commence`` or ``a_venir``.
    facts
        What is counted, by the name of the sentence that says it (content/interface/guide.yaml, «faits»): numbers and
        days. A number of people below the threshold of publication is not among them.
    """

    id: str
    state: State
    facts: dict[str, Any] = field(default_factory=dict)


def stages(carnet: Carnet, *, today: dt.date) -> tuple[Stage, ...]:
    """Return each stage of the path as the carnet shows it, in the order of the path.

    Examples
    --------
    >>> [one.state for one in stages(Carnet(), today=dt.date(2026, 11, 23))] == ["a_venir"] * len(STAGES)
    True
    """
    return (
        *_answers(carnet),
        _talk(carnet),
        _choice(carnet),
        _plan(carnet),
        *_beyond(carnet),
        _review(carnet, today),
    )


def next_stage(found: tuple[Stage, ...]) -> Stage | None:
    """Return the stage that comes next: the first of the main path that is not done; ``None`` where all are.

    >>> next_stage(stages(Carnet(), today=dt.date(2026, 11, 23))).id
    'autodiagnostic'
    """
    return next((one for one in found if one.id in _MAIN and one.state != "fait"), None)


def _answers(carnet: Carnet) -> tuple[Stage, Stage]:
    published = [wave for wave in carnet.waves if wave.results or wave.levels]
    least = load_thresholds().mean
    sheets = [wave.results.n_sheets for wave in published if wave.results.n_sheets >= least]
    told = {"seances": len(carnet.waves)} | ({"feuilles": sum(sheets)} if sheets else {})
    first = Stage("autodiagnostic", _done(bool(published), bool(carnet.waves)), told if carnet.waves else {})
    if not published:
        return first, Stage("resultats", "a_venir")
    return first, Stage("resultats", "fait", {"publie": published[-1].session.day.isoformat()})


def _talk(carnet: Carnet) -> Stage:
    agreed = sum(one.agreed for one in carnet.discussions)
    waiting = len(carnet.discussions) - agreed
    told = ({"discussions": agreed} if agreed else {}) | ({"sans_accord": waiting} if waiting else {})
    return Stage("discussion", _done(bool(agreed), bool(carnet.discussions)), told)


def _choice(carnet: Carnet) -> Stage:
    chosen = sum(one.chosen for one in carnet.priorities)
    told = {"retenues": chosen} if chosen else {"sujets": len(carnet.priorities)} if carnet.priorities else {}
    return Stage("priorites", _done(bool(chosen), bool(carnet.priorities)), told)


def _plan(carnet: Carnet) -> Stage:
    current = sum(is_open(one) for one in carnet.actions)
    closed = len(carnet.actions) - current
    told = ({"actions": current} if current else {}) | ({"closes": closed} if closed else {})
    ready = [one for one in carnet.actions if one.owner.strip() and one.review]
    return Stage("plan", _done(bool(ready), bool(carnet.actions)), told)


def _beyond(carnet: Carnet) -> tuple[Stage, ...]:
    talk = carnet.interview
    written = sum(bool(text.strip()) for text in talk.sections.values())
    told = ({"rubriques": written} if written else {}) | ({"entretien": talk.day.isoformat()} if talk.day else {})
    held = bool(talk.leads) or bool(talk.outcome.first_steps.strip())
    contacts, steps = len(carnet.territory.contacts), len(carnet.pathway.steps)
    around = ({"contacts": contacts} if contacts else {}) | ({"services": steps} if steps else {})
    years = {"annees": len(carnet.years)} if carnet.years else {}
    return (
        Stage("entretien", _done(held, bool(told)), told),
        Stage("territoire", _done(bool(around), False), around),
        Stage("indicateurs", _done(bool(years), False), years),
    )


def _review(carnet: Carnet, today: dt.date) -> Stage:
    """Tell the review: done once every action has its decision, begun once one has; the next day that is fixed."""
    decided = [one for one in carnet.actions if one.decision.strip()]
    days = sorted(one.review for one in carnet.actions if one.review and not one.decision.strip() and is_open(one))
    told: dict[str, Any] = {"revues": len(decided)} if decided else {}
    if days:
        told["revue_le" if days[0] >= today else "revue_passee"] = days[0].isoformat()
    return Stage("revue", _done(bool(decided) and not days, bool(decided)), told)


def _done(is_done: bool, is_begun: bool) -> State:
    return "fait" if is_done else "commence" if is_begun else "a_venir"
