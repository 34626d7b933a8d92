"""The bootstrap by establishment: establishments are drawn again, their people come with them.

People of one establishment resemble each other, so drawing people would make every interval too narrow. Source: Davison
and Hinkley (1997), *Bootstrap methods and their application*, section 3.8; Field and Welsh (2007), *Journal of the
Royal Statistical Society B* 69 (the «cluster bootstrap»).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from pasapas_widgets.research.conditions import LEAST_CLUSTERS, Floats, Integers, refuse

__all__ = ["RESAMPLES", "SEED", "cluster_bootstrap"]

RESAMPLES = 1000
"""Samples drawn again."""
LEAST_COMPUTED = 0.95
"""Share of the samples in which a percentile statistic has to exist; the others are left out of its percentiles."""
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
    from scipy import stats

    count = len(totals)
    if count < LEAST_CLUSTERS:
        refuse("reechantillonnage", n=count, least=LEAST_CLUSTERS)

    def of_drawn(index: Any, axis: int = -1) -> Any:
        drawn: Integers = np.atleast_2d(np.asarray(index, dtype=np.int64))
        place = drawn + count * np.arange(len(drawn))[:, None]
        times = np.bincount(place.ravel(), minlength=count * len(drawn)).reshape(len(drawn), count)
        found = statistic(times.astype(np.float64) @ totals)
        return found if np.ndim(index) > 1 else found[0]

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        found = stats.bootstrap(
            (np.arange(count),),
            of_drawn,
            vectorized=True,
            axis=-1,
            n_resamples=resamples,
            batch=500,
            confidence_level=level,
            method=method,
            rng=np.random.default_rng(seed),
        )
    low, high = float(found.confidence_interval.low), float(found.confidence_interval.high)
    if method == "percentile":
        drawn = found.bootstrap_distribution
        drawn = drawn[np.isfinite(drawn)]
        if len(drawn) >= LEAST_COMPUTED * resamples:
            low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    if not (np.isfinite(low) and np.isfinite(high)):
        refuse("tirages")
    return low, high, float(found.standard_error)
