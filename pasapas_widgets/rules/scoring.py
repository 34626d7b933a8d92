"""One sheet → one score per lever.

The browser computes the same scores with the same arithmetic (``widgets/questionnaire/``); both are held to
``tests/vectors/scoring.json``. A sum of levels is an integer, so a score is one product and one division of integers:
the same double in both languages.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["LEVELS", "LeverScore", "Rules", "load_rules", "mean_score", "rounded", "rules_of", "score_sheet", "told"]

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

    def least(self, items: int) -> int:
        """Return how many of a lever's items a score needs: 5 of 8, the same share of any number, one at least.

        >>> [load_rules().least(items) for items in (1, 3, 4, 8)]
        [1, 2, 3, 5]
        """
        return max(1, math.ceil(items * self.least_share - self.tolerance))

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
    ``level_class`` is then ``None`` too.
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


def told(score: float, questionnaire: Questionnaire | None = None, *, bare: bool = False) -> str:
    """Say a score (0 to 100) in the questionnaire's unit: «56 sur 100», or as a mean level of its main scale.

    A mean level is 1 + score × (top - 1) / 100, to one decimal, halves up, with a comma and always its decimal.
    Files keep scores from 0 to 100 whatever the unit; only what people read is said in it.

    Parameters
    ----------
    bare
        Say the number alone, for a table or a figure whose heading says the unit.

    Examples
    --------
    >>> told(56.25), told(56.25, bare=True)
    ('56 sur 100', '56')
    """
    q = questionnaire or load_questionnaire()
    if q.scoring.unit == "score":
        number, end = str(rounded(score)), 100
    else:
        tenths = math.floor(10 * (1 + score * (q.top - 1) / 100) + 0.5 + load_rules().tolerance)
        number, end = f"{tenths // 10},{tenths % 10}", q.top
    return number if bare else f"{number} sur {end}"


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
        items = q.items_of(lever=lever.id)
        steps = [q.steps(item, answer) for item in items if isinstance(answer := sheet.answers.get(item.id), int)]
        score = mean_score(sum(steps), len(steps), q.span) if len(steps) >= rules.least(len(items)) else None
        scores[lever.id] = LeverScore(
            score=score, level_class=None if score is None else rules.class_of(score), n_answers=len(steps)
        )
    return scores
