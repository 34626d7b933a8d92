"""Do the items of a scale go together? Cronbach's alpha and McDonald's omega, each with its interval."""

from __future__ import annotations

import warnings
from typing import Any, Literal, get_args

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from pasapas_widgets.research.bootstrap import RESAMPLES, SEED, cluster_bootstrap
from pasapas_widgets.research.conditions import (
    LEAST_CLUSTERS,
    LEAST_COMPLETE,
    MANY_FOR_RELIABILITY,
    Floats,
    Groups,
    groups_of,
    matrix,
    need_choice,
    need_clusters,
    need_level,
    need_people,
    need_resamples,
    refuse,
)
from pasapas_widgets.research.estimates import Estimate, texts

__all__ = ["Missing", "Moments", "alpha_of", "cronbach_alpha", "feldt_interval", "mcdonald_omega", "moments"]

EM_STEPS, EM_STOP = 500, 1e-11
"""Steps at most, and the change of a loading at which they stop."""
NEAR_NOTHING = 0.01
"""Share of an item's variance that is its own under which these steps are too slow to be trusted."""
Missing = Literal["complete", "pairwise"]
"""``complete``: only people who answered every item on the scale. ``pairwise``: each pair of items with those who
answered both."""


class Moments(Struct, frozen=True):
    """Counts, sums and products of every pair of items, by establishment: what a covariance is made of.

    Parameters
    ----------
    totals
        Establishments × (3 · k · k): numbers of people, sums of the first item, products, over those who answered both.
    items
        k.
    people
        The least number of people of any pair.
    establishments
        ``None`` where people are taken one by one.
    left_out
        People who are in no pair (``pairwise``), or not in all of them (``complete``).
    """

    totals: Floats
    items: int
    people: int
    establishments: int | None
    left_out: int
    sheets: int | None = None

    def covariance(self, sums: Floats | None = None) -> Floats:
        """Return the covariances (… × k × k) of sums over establishments; of everybody without ``sums``."""
        whole = self.totals.sum(axis=0) if sums is None else sums
        n, first, product = np.moveaxis(whole.reshape(*whole.shape[:-1], 3, self.items, self.items), -3, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = (product - first * np.swapaxes(first, -1, -2) / n) / (n - 1)
        return found


def moments(items: ArrayLike, clusters: Any = None, *, missing: Missing = "complete", waves: Any = None) -> Moments:
    """Return what the covariances of items are made of, checked.

    Raises
    ------
    StatisticsError
        Fewer than two items, too few people or establishments, too many missing answers, an item that does not vary,
        or pairs that contradict each other.
    """
    need_choice("missing", missing, get_args(Missing))
    answers = matrix(items)
    groups = None if clusters is None else groups_of(clusters, len(answers), waves)
    there = ~np.isnan(answers)
    has_any = np.asarray(there.any(axis=1))
    kept = has_any if missing == "pairwise" else np.asarray(there.all(axis=1))
    if groups is not None:
        kept = kept & (groups.codes >= 0)
    need_people(int(kept.sum()), int(has_any.sum()), share=False)
    if kept.sum() < LEAST_COMPLETE * has_any.sum():
        refuse("incompletes", n=int(kept.sum()), people=int(has_any.sum()))
    groups = None if groups is None else groups.only(kept)
    if groups is not None:
        need_people(groups.people, 0, share=False)
        need_clusters(groups)
    answers = answers[kept]
    made = _of_pairs(answers - np.nanmean(answers, axis=0), groups, left_out=int(len(kept) - kept.sum()))
    need_people(made.people, answers.shape[0] if groups is None else groups.people)
    covariance = made.covariance()
    still = np.flatnonzero(~(np.diagonal(covariance) > 0))
    if len(still):
        refuse("item_constant", rang=int(still[0]) + 1)
    against = _against(covariance)
    if against and covariance.sum() <= 1e-9 * np.trace(covariance):
        refuse("miroir", rang=against[0])
    if np.linalg.eigvalsh(covariance)[0] < -1e-9 * np.trace(covariance):
        refuse("paires")
    return made


def _of_pairs(answers: Floats, groups: Groups | None, *, left_out: int) -> Moments:
    count = answers.shape[1]
    there = (~np.isnan(answers)).astype(np.float64)
    numbers = np.nan_to_num(answers)
    own = groups or Groups(np.zeros(len(answers), dtype=np.int64), 1)
    totals = np.empty((own.count, 3, count, count))
    for i in range(count):
        for j in range(count):
            totals[:, 1, i, j] = own.sums(numbers[:, i] * there[:, j])
            if j >= i:
                totals[:, 0, i, j] = totals[:, 0, j, i] = own.sums(there[:, i] * there[:, j])
                totals[:, 2, i, j] = totals[:, 2, j, i] = own.sums(numbers[:, i] * numbers[:, j])
    waves = np.zeros(len(answers), np.int64) if own.waves is None else own.waves
    pairs = np.array([there[waves == wave].T @ there[waves == wave] for wave in np.unique(waves)])
    least, sheets = int(pairs.max(axis=0).min()), int(totals[:, 0].sum(axis=0).min())
    return Moments(
        totals.reshape(own.count, -1),
        count,
        least,
        None if groups is None else groups.count,
        left_out,
        None if least == sheets else sheets,
    )


def _against(covariance: Floats) -> list[int]:
    """Return the ranks, from 1, of the items whose covariance with the sum of the others is negative."""
    rest = covariance.sum(axis=0) - np.diagonal(covariance)
    return [int(place) + 1 for place in np.flatnonzero(rest < 0)]


def alpha_of(covariance: Floats) -> Floats:
    """Return Cronbach's alpha of covariances (… × k × k): k/(k-1) · (1 - trace / sum). Source: Cronbach (1951)."""
    count = covariance.shape[-1]
    trace = np.trace(covariance, axis1=-2, axis2=-1)
    found: Floats = count / (count - 1) * (1 - trace / covariance.sum(axis=(-2, -1)))
    return found


def feldt_interval(alpha: float, *, people: int, items: int, level: float = 0.95) -> tuple[float, float]:
    """Return Feldt's interval of an alpha, for people drawn one by one.

    Source: Feldt (1965), *Psychometrika* 30; Feldt, Woodruff and Salih (1987), *Applied Psychological Measurement* 11,
    formulas 6 and 7: (1 - alpha) over its estimate follows F with n - 1 and (n - 1)(k - 1) degrees of freedom.

    Examples
    --------
    >>> [round(end, 4) for end in feldt_interval(0.913, people=873, items=20)]
    [0.9044, 0.9212]
    """
    from scipy import stats

    law = stats.f(people - 1, (people - 1) * (items - 1))
    tail = (1 - level) / 2
    return float(1 - (1 - alpha) * law.ppf(1 - tail)), float(1 - (1 - alpha) * law.ppf(tail))


def cronbach_alpha(
    items: ArrayLike,
    clusters: Any = None,
    *,
    missing: Missing = "complete",
    waves: Any = None,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    of: str = "",
) -> Estimate:
    """Return Cronbach's alpha of a scale.

    Parameters
    ----------
    items
        People × items, NaN where there is no answer on the scale; reversed items already turned round.
    clusters
        The establishment of each person: the interval is then a bootstrap by establishment (BCa, Efron 1987). Without
        it, Feldt's, which holds only for people drawn one by one and is too narrow where they are clustered.
    missing
        NSP, NC and empty answers are never imputed: ``complete`` keeps those who answered all items on the scale,
        ``pairwise`` each pair of items with those who answered both.
    waves
        As for :func:`icc1`.
    level
        Level of confidence.

    Raises
    ------
    StatisticsError
        Fewer than two items, twenty people or (with ``clusters``) twenty establishments; more than half of the sheets
        incomplete; an item on which all say the same.

    Notes
    -----
    Cronbach (1951), *Psychometrika* 16. Alpha is the reliability only where items are tau-equivalent and their errors
    independent; else a lower bound of it (Novick and Lewis 1967). It says nothing of the number of dimensions.
    """
    need_level(level)
    need_resamples(resamples)
    made = moments(items, clusters, missing=missing, waves=waves)
    estimate = float(alpha_of(made.covariance()))
    if made.establishments is None:
        low, high = feldt_interval(estimate, people=made.people, items=made.items, level=level)
    else:
        _need_enough(made)
        low, high, _ = cluster_bootstrap(
            made.totals,
            lambda sums: alpha_of(made.covariance(sums)),
            level=level,
            resamples=resamples,
            seed=seed,
        )
    method = "feldt" if made.establishments is None else "bca"
    options = {"missing": missing, "resamples": resamples, "seed": seed}
    return _estimate("alpha", method, made, (estimate, low, high), level, of, options)


def mcdonald_omega(
    items: ArrayLike,
    clusters: Any,
    *,
    missing: Missing = "complete",
    waves: Any = None,
    level: float = 0.95,
    resamples: int = 500,
    seed: int = SEED,
    of: str = "",
) -> Estimate:
    """Return McDonald's omega total of a scale that one factor explains.

    omega = (sum of loadings)² / ((sum of loadings)² + sum of unique variances), loadings in the unit of the answers,
    from a one-factor model fitted by maximum likelihood (``statsmodels`` ``Factor``).

    Parameters
    ----------
    items, clusters, missing, waves, level
        As for :func:`cronbach_alpha`; ``clusters`` is needed, since the interval is a bootstrap by establishment
        (percentile).

    Raises
    ------
    StatisticsError
        As for :func:`cronbach_alpha`; fewer than three items (a one-factor model of two has no solution of its own), or
        a model that does not converge or leaves an item without variance of its own.

    Notes
    -----
    McDonald (1999), *Test theory: a unified treatment*, chapter 6; Hayes and Coutts (2020), *Communication Methods
    and Measures* 14. Holds where one factor is enough and errors are independent. Loadings may differ between items,
    which alpha does not allow.
    """
    need_level(level)
    need_resamples(resamples)
    made = moments(items, clusters, missing=missing, waves=waves)
    if made.items < 3:
        refuse("items", n=made.items, least=3)
    _need_enough(made)
    estimate, start = _omega_of(made.covariance())
    if not np.isfinite(estimate):
        refuse("un_facteur")
    low, high, _ = cluster_bootstrap(
        made.totals,
        lambda sums: _omegas_of(made.covariance(sums), start),
        level=level,
        method="percentile",
        resamples=resamples,
        seed=seed,
    )
    options = {"missing": missing, "resamples": resamples, "seed": seed}
    return _estimate("omega", "facteur", made, (estimate, low, high), level, of, options)


_Start = tuple[Floats, Floats]


def _omega_of(covariance: Floats, start: _Start | None = None) -> tuple[float, _Start]:
    """Return omega of one covariance matrix, NaN where the model has no proper solution, and that solution.

    A sample drawn again starts from the solution of all the data and stops at a gradient a thousand times larger.
    """
    from statsmodels.multivariate.factor import Factor

    spread = np.sqrt(np.diagonal(covariance))
    correlation = covariance / np.outer(spread, spread)
    begin, stop = start or _first_factor(correlation), 1e-8 if start is None else 1e-5
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fitted = Factor(corr=correlation, n_factor=1, method="ml").fit(start=begin, opt={"gtol": stop})
    except (ValueError, np.linalg.LinAlgError):
        return float("nan"), begin
    unique, loadings = np.asarray(fitted.uniqueness), np.asarray(fitted.loadings)
    if not fitted.mle_retvals.success or not np.isfinite(unique).all() or unique.min() < 1e-4:
        return float("nan"), begin
    common = float((loadings[:, 0] * spread).sum()) ** 2
    return common / (common + float((unique * spread**2).sum())), (loadings, unique)


def _omegas_of(covariances: Floats, start: _Start) -> Floats:
    """Return omega of many covariance matrices (samples × k × k) at once, to a thousand-millionth.

    The same likelihood by expectation and maximisation (Rubin and Thayer 1982, *Psychometrika* 47): of one factor each
    step is a product, so that 500 samples take a hundredth of a second, and one by one three. A sample that comes near
    a variance of nothing, where these steps are slow, is left to :func:`_omega_of`.
    """
    spread = np.sqrt(np.diagonal(covariances, axis1=-2, axis2=-1))
    correlations = covariances / (spread[:, :, None] * spread[:, None, :])
    loadings = np.repeat(start[0][:, 0][None], len(covariances), axis=0)
    unique, moved = 1 - loadings**2, np.full(len(covariances), np.inf)
    for _ in range(EM_STEPS):
        weights = loadings / unique
        left = 1 / (1 + (loadings * weights).sum(axis=-1))  # the factor's variance, the answers being known
        weights *= left[:, None]
        with_factor = (correlations @ weights[:, :, None])[:, :, 0]
        new = with_factor / (left + (weights * with_factor).sum(axis=-1))[:, None]
        moved, loadings, unique = np.abs(new - loadings).max(axis=-1), new, 1 - new * with_factor
        if not (moved > EM_STOP).any():
            break
    common = (loadings * spread).sum(axis=-1) ** 2
    found: Floats = common / (common + (unique * spread**2).sum(axis=-1))
    for place in np.flatnonzero(~((moved <= EM_STOP) & (unique.min(axis=-1) > NEAR_NOTHING))):
        found[place] = _omega_of(covariances[place], start)[0] if np.isfinite(covariances[place]).all() else np.nan
    return found


def _first_factor(correlation: Floats) -> _Start:
    """Return loadings (k × 1) and unique variances to start from: without them the fit starts by chance."""
    values, vectors = np.linalg.eigh(correlation)
    loadings = np.clip(vectors[:, -1:] * np.sqrt(values[-1]), -0.95, 0.95)
    return loadings, 1 - loadings[:, 0] ** 2


def _need_enough(made: Moments) -> None:
    if made.establishments is not None and made.establishments < LEAST_CLUSTERS:
        refuse("fiabilite", n=made.establishments, least=LEAST_CLUSTERS)


def _estimate(
    what: str,
    method: str,
    made: Moments,
    figures: tuple[float, float, float],
    level: float,
    of: str,
    options: dict[str, Any],
) -> Estimate:
    words = texts()["prudences"]
    cautions = [words["alpha_negatif"]] if figures[0] < 0 else []
    if against := _against(made.covariance()):
        cautions.append(words["a_retourner"].format(rangs=", ".join(map(str, against))))
    if made.establishments is None:
        cautions.append(words["independants"])
    elif made.establishments < MANY_FOR_RELIABILITY:
        cautions.append(words["etroit_alpha"] if what == "alpha" else words["etroit_omega"])
    return Estimate(
        what=what,
        estimate=figures[0],
        low=figures[1],
        high=figures[2],
        people=made.people,
        sheets=made.sheets,
        establishments=made.establishments,
        left_out=made.left_out,
        method=method,
        level=level,
        of=of,
        cautions=tuple(cautions),
        options=options,
    )
