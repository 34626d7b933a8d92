"""One sheet → one score per lever.

The browser computes the same scores with the same arithmetic (``widgets/questionnaire/``); both are held to
``tests/vectors/scoring.json``. A sum of levels is an integer, so a score is one product and one division of integers:
the same double in both languages.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Item, Lever, Questionnaire

__all__ = [
    "LEVELS",
    "LeverScore",
    "Rules",
    "classes_along",
    "group_class",
    "load_rules",
    "mean_score",
    "over_items",
    "own_class",
    "rounded",
    "rules_of",
    "score_sheet",
    "shared_classes",
    "told",
    "words_of",
]  # fmt: skip

LEVELS = 3
"""Steps between the lowest and the highest level of the self-diagnosis: the unit of the limits in calculation.yaml."""


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
        "least_share": "part_min_notes",
        "least_effect_items": "items_min_par_effet",
        "signals": "signaux",
    },
):
    """The rules of calculation, as ``content/questionnaires/calculation.yaml`` gives them."""

    least_share: Annotated[float, Meta(gt=0, le=1)]
    least_effect_items: Annotated[int, Meta(ge=1)]
    tolerance: Annotated[float, Meta(gt=0, lt=0.01)]
    classes: tuple[ScoreClass, ...]
    signals: Signals

    def least(self, items: int, lever: Lever | None = None) -> int:
        """Return how many of a lever's items a score needs: 5 of 8, the same share of any number, one at least; the
        lever's own share where it says one.

        >>> [load_rules().least(items) for items in (1, 3, 4, 8)]
        [1, 2, 3, 5]
        """
        share = (lever.scoring.least_share if lever else None) or self.least_share
        return max(1, math.ceil(items * share - self.tolerance))

    def least_of_effect(self, items: int) -> int:
        """Return how many of an effect's items a score needs: four, fewer where the effect has few items."""
        return min(self.least_effect_items, self.least(items))

    def class_of(self, score: float) -> str | None:
        """Return the class of a score (0 to 100), ``None`` where the questionnaire has no classes.

        Decided on the mean level from 1 to 4 with a tolerance, since a group answering 2 everywhere must be
        «à consolider» whatever the rounding of 100/3.
        """
        mean = 1 + score * LEVELS / 100
        for one in self.classes:
            if mean >= one.least - self.tolerance:
                return one.id
        return self.classes[-1].id if self.classes else None

    def label_of(self, score: float) -> str | None:
        """Return the words of a score's class, ``None`` where the questionnaire has no classes.

        >>> load_rules().label_of(50)
        'À consolider'
        """
        found = self.class_of(score)
        return next((one.label for one in self.classes if one.id == found), None)

    @property
    def limits(self) -> tuple[float, ...]:
        """Where each class ends on the way from 0 to 100: the best score last (rings of what is told in classes)."""
        return (*sorted((one.least - 1) * 100 / LEVELS for one in self.classes[:-1]), 100.0)


@cache
def load_rules() -> Rules:
    """Return the rules of ``content/questionnaires/calculation.yaml``."""
    return load_yaml(CONTENT / "questionnaires/calculation.yaml", Rules)


def rules_of(questionnaire: Questionnaire) -> Rules:
    """Return the rules that a questionnaire follows: those of the project, and what it says otherwise («calcul»)."""
    rules, own = load_rules(), questionnaire.scoring
    return replace(
        rules,
        least_share=own.least_share or rules.least_share,
        classes=rules.classes if own.has_classes else (),
    )


class LeverScore(Struct, frozen=True, kw_only=True, rename={"level_class": "classe", "n_answers": "n_notes"}):
    """A sheet's reading of one lever.

    ``score`` runs from 0 to 100, ``None`` where fewer than five statements of eight were answered on the scale;
    ``level_class`` is then ``None`` too. It is the words of the class where the lever has classes of its own.
    """

    score: float | None
    level_class: str | None
    n_answers: int


def mean_score(steps: int, count: int, span: int = LEVELS) -> float:
    """Return the score (0 to 100) of ``count`` answers that lie ``steps`` steps in all above the worst one.

    The rule is s = (r - 1) / (top - 1) × 100, averaged (content/questionnaires/calculation.yaml);
    ``Questionnaire.steps`` counts r - 1 in whole steps, ``span`` is their number between the worst and the best answer.

    >>> mean_score(3 + 2 + 1 + 0 + 2 + 1, 6)
    50.0
    """
    return steps * 100 / (span * count)


def rounded(score: float) -> int:
    """Round a score as it is shown: to the nearest whole number, halves up (the browser does the same).

    >>> rounded(12.5), rounded(100 / 3)
    (13, 33)
    """
    return math.floor(score + 0.5 + load_rules().tolerance)


def told(
    score: float, questionnaire: Questionnaire | None = None, *, bare: bool = False, lever: Lever | str | None = None
) -> str:
    """Say a score (0 to 100) in the questionnaire's unit: «56 sur 100», or as a mean level of its main scale.

    A mean level is 1 + score × (top - 1) / 100, to one decimal, halves up, with a comma and always its decimal; a sum
    is a whole number. Files keep scores from 0 to 100 whatever the unit; only what people read is said in it.

    Parameters
    ----------
    bare
        Say the number alone, for a table or a figure whose heading says the unit.
    lever
        Whose score it is (or its identifier), where a lever may have a unit of its own.

    Examples
    --------
    >>> told(56.25), told(56.25, bare=True)
    ('56 sur 100', '56')
    """
    q = questionnaire or load_questionnaire()
    if isinstance(lever, str):
        lever = next((one for one in q.levers if one.id == lever), None)
    value, end = in_unit(score, q, lever), q.ends_of(lever)[1]
    if q.unit_of(lever) == "moyenne":
        tenths = math.floor(10 * value + 0.5 + load_rules().tolerance)
        number = f"{tenths // 10},{tenths % 10}"
    else:
        number = str(rounded(value))
    return number if bare else f"{number} sur {end}"


def in_unit(score: float, q: Questionnaire, lever: Lever | None) -> float:
    """Return a score (0 to 100) in the unit in which it is told, not rounded."""
    low, high = q.ends_of(lever)
    return score if q.unit_of(lever) == "score" else low + score * (high - low) / 100


def own_class(score: float, q: Questionnaire, lever: Lever) -> str | None:
    """Return the words of the instrument's class for one person's score, ``None`` where the lever has none."""
    value = in_unit(score, q, lever) + load_rules().tolerance
    return next((one.label for one in reversed(lever.scoring.classes) if value >= one.least), None)


def words_of(score: float, q: Questionnaire, lever: Lever) -> str | None:
    """Return the words in which one person reads a lever's score, ``None`` where there are no classes to say it with.

    They are the classes of the instrument where the lever has some, else those of the project.
    """
    return own_class(score, q, lever) if lever.scoring.classes else rules_of(q).label_of(lever.turned(score))


def classes_along(q: Questionnaire, lever: Lever) -> tuple[tuple[str, float], ...]:
    """Return the words of one person's classes from a lever's lowest score to its highest, each with where it ends
    (0 to 100); nothing where there are none.

    >>> q = load_questionnaire()
    >>> [words for words, _ in classes_along(q, q.levers[0])]
    ['À améliorer', 'À consolider', 'Point fort']
    """
    own, rules = lever.scoring.classes, rules_of(q)
    if own:
        low, high = q.ends_of(lever)
        starts = [(one.least - low) * 100 / (high - low) for one in own[1:]]
        return tuple(zip((one.label for one in own), (*starts, 100.0), strict=True))
    labels = [one.label for one in reversed(rules.classes)]
    limits = rules.limits[: len(labels)]
    if lever.is_unfavourable:
        labels, limits = labels[::-1], (*(100 - limit for limit in limits[-2::-1]), *limits[-1:])
    return tuple(zip(labels, limits, strict=True))


def shared_classes(q: Questionnaire) -> tuple[tuple[str, float], ...]:
    """Return the classes of one person (:func:`classes_along`) where those of all levers are the same, else nothing."""
    found = {classes_along(q, lever) for lever in q.levers}
    return found.pop() if len(found) == 1 else ()


def group_class(score: float, lever: Lever, rules: Rules) -> str | None:
    """Return the project's class of a lever's score; an instrument's own classes say nothing of a group."""
    return None if lever.scoring.classes else rules.class_of(lever.turned(score))


def over_items(q: Questionnaire, lever: Lever, means: Iterable[tuple[Item, float]]) -> float:
    """Return a lever's score from the favourable scores (0 to 100) of its items, each by its weight.

    Summed exactly: the same figure to the last digit in whatever order they come, and on every Python.
    """
    weighed = [(q.weight(lever, item), mean) for item, mean in means]
    if len({weight for weight, _ in weighed}) == 1:
        return lever.turned(math.fsum(mean for _, mean in weighed) / len(weighed))
    total = math.fsum(weight * mean for weight, mean in weighed)
    return lever.turned(total / sum(weight for weight, _ in weighed))


def score_sheet(sheet: Sheet, questionnaire: Questionnaire | None = None) -> dict[str, LeverScore]:
    """Score one sheet: lever identifier → :class:`LeverScore`.

    The score of a lever is the mean of its answered statements, reversed ones turned round, from five answers of eight
    on (or the share that the questionnaire asks for); NSP, NC and missing answers are left out, never imputed
    (content/questionnaires/calculation.yaml).

    >>> four = Sheet(questionnaire="pas-a-pas", version="1.1", answers={"L1-01": 4, "L1-02": 4, "L1-03": 1, "L1-04": 2})
    >>> score_sheet(four)["L1"].score is None
    True
    """
    q = questionnaire or load_questionnaire()
    rules = rules_of(q)
    scores: dict[str, LeverScore] = {}
    for lever in q.levers:
        items = q.scored_items(lever)
        steps = [(q.weight(lever, item), q.steps(item, answer)) for item in items
                 if isinstance(answer := sheet.answers.get(item.id), int)]  # fmt: skip
        score = None
        if len(steps) >= rules.least(len(items), lever):
            total, weights = sum(weight * step for weight, step in steps), sum(weight for weight, _ in steps)
            score = mean_score(q.span * weights - total if lever.is_unfavourable else total, weights, q.span)
        scores[lever.id] = LeverScore(score=score, level_class=_class_of(score, q, lever, rules), n_answers=len(steps))
    return scores


def _class_of(score: float | None, q: Questionnaire, lever: Lever, rules: Rules) -> str | None:
    if score is None:
        return None
    return own_class(score, q, lever) if lever.scoring.classes else rules.class_of(lever.turned(score))
