"""The mean of a lever: the plain mean of its items' means, the same in a study's tables and beside its reliability."""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pasapas_widgets.research.conditions import (
    LEAST_CLUSTERS,
    Floats,
    Groups,
    StatisticsError,
    groups_of,
    matrix,
    need_clusters,
    need_level,
    need_people,
    refuse,
)
from pasapas_widgets.research.estimates import Estimate, texts

__all__ = ["Means", "half_width", "lever_mean", "student"]


class Means:
    """Plain means of the means of several parts, group by group, and their standard error robust to establishments.

    The error of a mean is that of an ordinary regression on a constant with the sandwich of Liang and Zeger (1986) and
    the correction m/(m-1): the square root of m/(m-1) · Σ (sum of residuals / n)² over m establishments. Of a mean of
    means, each establishment counts the mean of what it adds to each. Under weights (inverse probabilities, known and
    not estimated) n is their sum and a residual counts by its own, as in a weighted regression on a constant.
    """

    def __init__(self, groups: int, sites: int, waves: NDArray[np.int64]) -> None:
        self._shape, self._waves = (groups, sites), waves
        self._influence = np.zeros(self._shape)
        self._there = np.zeros(self._shape, bool)
        self._group = np.zeros(len(waves), np.int64)
        self._mean, self._parts = np.zeros(groups), np.zeros(groups, np.int64)

    def add(
        self,
        values: NDArray[np.float64],
        inside: NDArray[np.int64],
        sites: NDArray[np.int64],
        shown: NDArray[np.bool_],
        weights: NDArray[np.float64] | None = None,
    ) -> None:
        """Add a part: one value a sheet (no NaN), the group of each (0: not in it), which groups are shown, weights."""
        groups, n_sites = self._shape
        if not shown.all():
            inside = np.where(np.array([False, *shown])[inside], inside, 0)
        cell = inside * n_sites + sites
        n = np.bincount(cell, minlength=(groups + 1) * n_sites).reshape(-1, n_sites)[1:]
        self._there |= n > 0
        if weights is not None:
            n = np.bincount(cell, weights=weights, minlength=(groups + 1) * n_sites).reshape(-1, n_sites)[1:]
            values = values * weights
        total = np.bincount(cell, weights=values, minlength=(groups + 1) * n_sites).reshape(-1, n_sites)[1:]
        people = np.where(n.any(axis=1), n.sum(axis=1), 1)
        mean = total.sum(axis=1) / people
        self._influence += (total - n * mean[:, None]) / people[:, None]
        self._mean += np.where(shown, mean, 0)
        self._parts += shown
        np.maximum(self._group, inside, out=self._group)  # a sheet has one group, whatever the part

    def told(self) -> tuple[NDArray[Any], ...]:
        """Return, for each group: establishments, people and sheets that are in some part, mean, its standard error.

        People are those of the date with the most: one person may have a sheet at each.
        """
        sites = self._there.sum(axis=1)
        dates = int(self._waves.max(initial=0)) + 1
        cell = self._group * dates + self._waves
        by_wave = np.bincount(cell, minlength=(self._shape[0] + 1) * dates).reshape(-1, dates)[1:]
        parts = np.maximum(self._parts, 1)
        squares = (self._influence**2).sum(axis=1) / parts**2
        return (
            sites,
            by_wave.max(axis=1),
            by_wave.sum(axis=1),
            self._mean / parts,
            np.sqrt(squares * sites / np.maximum(sites - 1, 1)),
        )


def half_width(error: float, sites: float, level: float = 0.95) -> float:
    """Return half the width of an interval: t with establishments - 1 degrees of freedom."""
    return student(int(sites) - 1, (1 + level) / 2) * float(error)


@cache
def student(degrees: int, share: float) -> float:
    """Return the quantile of Student's law of whole degrees of freedom, as ``scipy.special.stdtrit`` to 1e-10.

    To import that one takes a third of a second, as long as all the tables of a sector. The law of whole degrees has a
    finite sum (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4, all terms positive), and Newton's steps on it end in a
    few: they start from the normal law, on the side where they cannot pass the answer.

    Examples
    --------
    >>> round(student(4, 0.975), 6), round(student(2136, 0.975), 6)
    (2.776445, 1.961075)
    """
    if degrees < 1 or not 0.5 <= share < 1:
        return math.nan
    log_height = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2) - 0.5 * math.log(degrees * math.pi)
    found = NormalDist().inv_cdf(share)
    for _ in range(100):
        height = math.exp(log_height - (degrees + 1) / 2 * math.log1p(found**2 / degrees))
        step = (share - _below(degrees, found)) / height
        found += step
        if abs(step) <= 1e-13 * max(1.0, found):
            break
    return found


def _below(degrees: int, value: float) -> float:
    """Return the share of Student's law of whole degrees of freedom that is below a value, 0 or more."""
    angle = math.atan(value / math.sqrt(degrees))
    squared = math.cos(angle) ** 2
    if degrees % 2:
        ratios = squared * np.arange(2, degrees - 1, 2) / np.arange(3, degrees, 2)
        terms = math.cos(angle) * (1 + np.cumprod(ratios).sum()) if degrees > 1 else 0.0
        return 0.5 + (angle + math.sin(angle) * float(terms)) / math.pi
    ratios = squared * np.arange(1, degrees - 2, 2) / np.arange(2, degrees - 1, 2)
    return 0.5 + 0.5 * math.sin(angle) * float(1 + np.cumprod(ratios).sum())


def lever_mean(
    answers: ArrayLike, clusters: Any, *, least: int, waves: Any = None, level: float = 0.95, of: str = ""
) -> Estimate:
    """Return the mean of a lever, each item counting the same, robust to establishments.

    A mean of people's scores would differ a little, and give, beside the items' means, the answers of the one person
    who skipped an item.

    Parameters
    ----------
    answers
        People × items, 0 to 100, NaN where there is none. An item of too few people or establishments is left out.
    clusters, waves, level
        As for :func:`pasapas_widgets.research.icc1`.
    least
        Items that the lever needs.

    Raises
    ------
    StatisticsError
        Fewer items than ``least`` hold the thresholds of publication, or fewer than twenty establishments.
    """
    need_level(level)
    found = matrix(answers, least=1)
    groups = groups_of(clusters, len(found), waves)
    columns = [column for column in found.T if _holds(column, groups)]
    if len(columns) < least or not columns:
        kept = groups.only((groups.codes >= 0) & ~np.isnan(found).all(axis=1))
        need_people(kept.people, 0, share=False)
        need_clusters(kept)
        refuse("levier_enonces", n=len(columns), least=least)
    made = Means(1, groups.count, np.zeros(len(found), np.int64) if groups.waves is None else groups.waves)
    shown = np.array([True])
    for column in columns:
        there = (~np.isnan(column) & (groups.codes >= 0)).astype(np.int64)
        made.add(np.nan_to_num(column), there, groups.codes, shown)
    sites, _, sheets, mean, error = (one[0] for one in made.told())
    counted = groups.only((groups.codes >= 0) & ~np.isnan(np.array(columns)).all(axis=0))
    need_clusters(counted, least=LEAST_CLUSTERS, reason="robuste")
    if not error > 0:
        refuse("constante")
    half = half_width(float(error), float(sites), level)
    return Estimate(
        what="moyenne_levier", estimate=float(mean), low=float(mean) - half, high=float(mean) + half,
        people=counted.people, sheets=counted.sheets, establishments=int(sites), left_out=len(found) - int(sheets),
        method="robuste_levier", level=level, of=of, cautions=(texts()["prudences"]["levier"],),
        options={"least": least},
    )  # fmt: skip


def _holds(column: Floats, groups: Groups) -> bool:
    """Tell whether an item alone holds the thresholds of publication."""
    kept = groups.only((groups.codes >= 0) & ~np.isnan(column))
    try:
        need_people(kept.people, 0, share=False)
        need_clusters(kept)
    except StatisticsError:
        return False
    return True
