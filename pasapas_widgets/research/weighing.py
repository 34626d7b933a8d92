"""What a weighted figure beside a plain one tells to whoever knows the weights: any mix of the two, person by person.

Of one set of people, a plain mean gives Σ y and a weighted one Σ w·y, so Σ (w - c)·y for any number c: where c is the
weight of most people these vanish, and a few are left alone. So each mix has to hold the thresholds by itself, with
everybody counting as |w - c|: establishments and people left, the largest share of one establishment, the p % rule, and
five people at least as Kish (1965) counts unequal ones, (Σ |w - c|)² / Σ (w - c)². Shares are monotone in c between two
weights, so that the weights themselves, 0 (the weighted figure alone) and the plain figure (c without end, held by the
ledger) are all that has to be looked at.

A weighted sum of whole answers, exact to fifteen digits, would also tell them one by one, as a combination lock does,
wherever weights are not whole: figures are handed out to a tenth (:data:`DECIMALS`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.scoring import rules_of

__all__ = ["DECIMALS", "MOST_WEIGHTS", "Limits", "is_uneven", "portions_of"]

DECIMALS = 1
"""Of every weighted figure and of the ends of its interval."""
MOST_WEIGHTS = 2_000
"""Different weights of one corpus: more are nearly one a person."""
_AT_ONCE = 4_000_000
_SAME = 1e-9


@dataclass(frozen=True)
class Limits:
    """Establishments and people that an atom needs, the largest share (0 to 1) of one establishment in it, what the
    others than the two largest make at least of the largest (the p % rule), and people of each shown answer."""

    sites: int
    people: int
    share: float
    rest: float
    cell: int


def is_uneven(weights: NDArray[np.float64], sites: NDArray[np.int64], waves: NDArray[np.int64], limits: Limits) -> bool:
    """Tell whether some mix of a weighted and a plain figure of these sheets rests on too few of them.

    Parameters
    ----------
    weights, sites, waves
        One a sheet, 0 for who is in the plain figure alone; establishments and dates are numbered from 0.
    limits
        What has to be left of each mix.

    Examples
    --------
    >>> limits, sites = Limits(5, 20, 0.5, 0.25, 5), np.arange(40) % 8
    >>> plain = np.where(np.arange(40) < 20, 1.0, 2.0)
    >>> is_uneven(plain, sites, 0 * sites, limits)
    False
    >>> is_uneven(np.where(np.arange(40) < 3, 1.5, 1.0), sites, 0 * sites, limits)  # three are left where c = 1
    True
    """
    low, dates = np.unique(sites, return_inverse=True)[1], int(waves.max(initial=0)) + 1
    values, place = np.unique(weights, return_inverse=True)
    cells, n = np.unique((low * len(values) + place) * dates + waves, return_counts=True)
    of, date = cells // dates, cells % dates
    site, weight = of // len(values), values[of % len(values)]
    starts = np.flatnonzero(np.diff(site, prepend=-1))
    if len(values) > MOST_WEIGHTS:  # a predictor; weights are never that many
        values = values[np.linspace(0, len(values) - 1, MOST_WEIGHTS).astype(np.int64)]
    mixes = np.concatenate([[0.0], values])
    step = max(1, _AT_ONCE // len(cells))
    told = (_few(mixes[at : at + step], weight, n, date, dates, starts, limits) for at in range(0, len(mixes), step))
    return any(told)


def _few(
    mixes: NDArray[np.float64],
    weight: NDArray[np.float64],
    n: NDArray[np.int64],
    date: NDArray[np.int64],
    dates: int,
    starts: NDArray[np.int64],
    limits: Limits,
) -> bool:
    """Tell it for some mixes: one row each, one column a weight of an establishment at a date, of ``n`` sheets."""
    left = np.abs(weight - mixes[:, None])
    left[left <= _SAME * np.abs(weight).max()] = 0
    by_site = np.sort(np.add.reduceat(left * n, starts, axis=1), axis=1)[:, ::-1]
    total, largest = by_site.sum(axis=1), by_site[:, 0]
    people = np.max([((left > 0) & (date == one)) @ n for one in range(dates)], axis=0)
    wrong = ((by_site > 0).sum(axis=1) < limits.sites) | (people < limits.people)
    wrong |= (largest > limits.share * total) | (by_site[:, 2:].sum(axis=1) < limits.rest * largest)
    wrong |= total**2 < load_thresholds().mean * ((left**2) @ n)
    return bool((wrong & (total > 0)).any())  # all of one weight: the mix is nothing


def portions_of(q: Questionnaire, levels: NDArray[np.int32], name: str) -> NDArray[np.float64]:
    """Return what an answer to an item counts in the score of each sheet's lever: the weight of a mean of scores.

    An item of eight counts an eighth where all are answered, a fifth where five are, nothing where no score is.
    """
    lever = next(one for one in q.levers if name in {item.id for item in q.scored_items(one)})
    items, total = q.scored_items(lever), np.zeros(len(levels), np.int64)
    answered = np.zeros(len(levels), np.int64)
    for item in items:
        there = levels[:, q.item_ids.index(item.id)] > 0
        answered += there
        total += q.weight(lever, item) * there
    has_score = answered >= rules_of(q).least(len(items), lever)
    return np.where(has_score, 1 / np.maximum(total, 1), 0.0)
