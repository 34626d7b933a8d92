"""The bootstrap by establishment: establishments are drawn again, their people come with them.

People of one establishment resemble each other, so drawing people would make every interval too narrow. Source: Davison
and Hinkley (1997), *Bootstrap methods and their application*, section 3.8; Field and Welsh (2007), *Journal of the
Royal Statistical Society B* 69 (the «cluster bootstrap»).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import numpy as np

from pasapas_widgets.research.conditions import LEAST_CLUSTERS, Floats, refuse

__all__ = ["RESAMPLES", "SEED", "cluster_bootstrap", "cluster_bootstraps"]

RESAMPLES = 1000
"""Samples drawn again."""
LEAST_COMPUTED = 0.95
"""Share of the samples in which a percentile statistic has to exist; the others are left out of its percentiles."""
BATCH = 500
"""Samples drawn at once; another number would draw others."""
SEED = 20261124
"""Where the draw starts, so that the same data give the same interval."""


def cluster_bootstrap(
    totals: Floats,
    statistic: Callable[[Floats], Floats],
    *,
    level: float = 0.95,
    method: Literal["BCa", "percentile"] = "BCa",
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[float, float, float]:
    """Return the ends of an interval and the standard error of a statistic of sums over establishments.

    Parameters
    ----------
    totals
        Establishments × sums that are enough to compute the statistic: drawing an establishment twice adds it twice.
    statistic
        From (samples × sums) to one figure a sample.
    method
        ``BCa``, bias-corrected and accelerated (Efron 1987), or ``percentile``, which needs no leave-one-out pass.

    Raises
    ------
    StatisticsError
        Fewer than 20 establishments, or the statistic cannot be computed in the samples drawn.
    """
    found = cluster_bootstraps(totals, [statistic], level=level, method=method, resamples=resamples, seed=seed)
    return next(found)


def cluster_bootstraps(
    totals: Floats,
    statistics: Sequence[Callable[[Floats], Floats]],
    *,
    level: float = 0.95,
    method: Literal["BCa", "percentile"] = "BCa",
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Iterator[tuple[float, float, float]]:
    """Give what :func:`cluster_bootstrap` does for several statistics of the same sums, from the same draws.

    The draws are those of ``scipy.stats.bootstrap`` (batches of 500) and so are the figures, to rounding; the samples
    without one establishment are the whole less that one, where scipy would add up all the others for each.
    """
    if len(totals) < LEAST_CLUSTERS:
        refuse("reechantillonnage", n=len(totals), least=LEAST_CLUSTERS)
    drawn, whole = _drawn(totals, resamples, seed), totals.sum(axis=0)
    without = whole - totals if method == "BCa" else totals[:0]
    tail = (1 - level) / 2
    for statistic in statistics:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            told = statistic(drawn)
            ends: Sequence[float] = (tail, 1 - tail)
            if method == "BCa":
                ends = _corrected(told, float(statistic(whole[None])[0]), statistic(without), tail)
            error = float(np.std(told, ddof=1))
            if method == "percentile" and np.isfinite(told).sum() >= LEAST_COMPUTED * resamples:
                told = told[np.isfinite(told)]
            low, high = np.quantile(told, ends).tolist() if np.isfinite(ends).all() else (np.nan, np.nan)
        if not (np.isfinite(low) and np.isfinite(high)):
            refuse("tirages")
        yield low, high, error


def _drawn(totals: Floats, resamples: int, seed: int) -> Floats:
    """Return the sums of each sample of establishments drawn again."""
    count, rng = len(totals), np.random.default_rng(seed)
    found = np.empty((resamples, totals.shape[1]))
    for start in range(0, resamples, BATCH):
        drawn = rng.integers(0, count, (min(BATCH, resamples - start), count))
        place = drawn + count * np.arange(len(drawn))[:, None]
        times = np.bincount(place.ravel(), minlength=count * len(drawn)).reshape(len(drawn), count)
        found[start : start + len(drawn)] = times.astype(np.float64) @ totals
    return found


def _corrected(drawn: Floats, estimate: float, without: Floats, tail: float) -> tuple[float, float]:
    """Return the shares at which a corrected and accelerated interval ends (Efron 1987; Efron and Tibshirani 1993,
    *An introduction to the bootstrap*, formulas 14.10 and 14.14, 14.15)."""
    from scipy.special import ndtr, ndtri

    below = (np.count_nonzero(drawn < estimate) + np.count_nonzero(drawn <= estimate)) / (2 * len(drawn))
    bias, count = ndtri(below), len(without)
    pull = (count - 1) * (without.mean() - without)
    acceleration = (pull**3).sum() / count**3 / (6 * ((pull**2).sum() / count**2) ** 1.5)
    shares = (ndtr(bias + (bias + z) / (1 - acceleration * (bias + z))) for z in (ndtri(tail), -ndtri(tail)))
    low, high = (float(one) for one in shares)
    return low, high
