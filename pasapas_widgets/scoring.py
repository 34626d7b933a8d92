"""One sheet → one score per lever.

The browser computes the same scores with the same arithmetic (``widgets/questionnaire.js``); both are held to
``tests/vectors/scoring.json``. A sum of levels is an integer, so a score is one product and one division of integers:
the same double in both languages.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import Annotated

from msgspec import Meta, Struct

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.questionnaire import Questionnaire, load_questionnaire
from pasapas_widgets.model.sheet import Sheet

__all__ = ["LeverScore", "Rules", "class_of", "load_rules", "mean_score", "rounded", "score_sheet"]


class ScoreClass(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"label": "libelle", "least": "moyenne_min"},
):
    """A class of results; ``least`` is the lowest mean level (1 to 4) that belongs to it."""

    id: str
    label: str
    least: float


class Signal(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"label": "libelle", "threshold": "seuil", "meaning": "explication"},
):
    """Something to talk about in a group's results, raised from ``threshold`` on."""

    label: str
    threshold: float
    meaning: str


class Signals(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"spread": "regards_differents", "hidden": "peu_visible", "profiles": "ecart_profils"},
):
    """The three signals: wide spread, poorly visible practice, gap between profiles."""

    spread: Signal
    hidden: Signal
    profiles: Signal


class Rules(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={
        "least_answers": "notes_min_par_levier",
        "least_lever_items": "items_min_par_levier",
        "least_effect_items": "items_min_par_effet",
        "signals": "signaux",
    },
):
    """The rules of calculation, as ``content/calcul.yaml`` gives them."""

    least_answers: Annotated[int, Meta(ge=1)]
    least_lever_items: Annotated[int, Meta(ge=1)]
    least_effect_items: Annotated[int, Meta(ge=1)]
    tolerance: Annotated[float, Meta(gt=0, lt=0.01)]
    classes: tuple[ScoreClass, ...]
    signals: Signals


@cache
def load_rules() -> Rules:
    """Return the rules of ``content/calcul.yaml``."""
    return load_yaml(CONTENT / "calcul.yaml", Rules)


class LeverScore(Struct, frozen=True, kw_only=True, rename={"level_class": "classe", "n_answers": "n_notes"}):
    """A sheet's reading of one lever.

    ``score`` runs from 0 to 100, ``None`` where fewer than five statements of eight were answered on the scale;
    ``level_class`` is then ``None`` too.
    """

    score: float | None
    level_class: str | None
    n_answers: int


def mean_score(total: int, count: int, top: int = 4) -> float:
    """Return the score (0 to 100) of ``count`` answers whose levels sum to ``total``.

    The rule is s = (r - 1) / (top - 1) × 100, averaged (content/calcul.yaml).

    >>> mean_score(4 + 3 + 2 + 1 + 3 + 2, 6)
    50.0
    """
    return (total - count) * 100 / ((top - 1) * count)


def class_of(score: float, top: int = 4) -> str:
    """Return the class of a score: ``appui``, ``consolider`` or ``ameliorer``.

    Decided on the mean level with a tolerance, since a group answering 2 everywhere must be «à consolider» whatever
    the rounding of 100/3.

    >>> class_of(mean_score(10, 5))
    'consolider'
    """
    rules = load_rules()
    mean = 1 + score * (top - 1) / 100
    for one in rules.classes:
        if mean >= one.least - rules.tolerance:
            return one.id
    return rules.classes[-1].id


def rounded(score: float) -> int:
    """Round a score as it is shown: to the nearest whole number, halves up (the browser does the same).

    >>> rounded(12.5), rounded(100 / 3)
    (13, 33)
    """
    return math.floor(score + 0.5 + load_rules().tolerance)


def score_sheet(sheet: Sheet, questionnaire: Questionnaire | None = None) -> dict[str, LeverScore]:
    """Score one sheet: lever identifier → :class:`LeverScore`.

    The score of a lever is the mean of its answered statements, from five answers of eight on; NSP, NC and missing
    answers are left out, never imputed (content/calcul.yaml).

    >>> four = Sheet(questionnaire="pas-a-pas", version="1.0", answers={"L1-01": 4, "L1-02": 4, "L1-03": 1, "L1-04": 2})
    >>> score_sheet(four)["L1"].score is None
    True
    """
    q = questionnaire or load_questionnaire()
    least = load_rules().least_answers
    scores: dict[str, LeverScore] = {}
    for lever in q.levers:
        levels = _levels(sheet.answers.get(item.id) for item in q.items_of(lever=lever.id))
        score = mean_score(sum(levels), len(levels), q.top) if len(levels) >= least else None
        scores[lever.id] = LeverScore(
            score=score, level_class=None if score is None else class_of(score, q.top), n_answers=len(levels)
        )
    return scores


def _levels(answers: Iterable[int | str | None]) -> list[int]:
    return [answer for answer in answers if isinstance(answer, int)]
