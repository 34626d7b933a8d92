"""Before and after, when nobody is followed: two cross-sections of anonymous people, in establishments that may last.

What is compared is the people who answered at one date with those who answered at another. Nobody is paired, so nothing
is said of anybody's change: a difference may also come from who left, who arrived and who chose to answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, get_args

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

from pasapas_widgets.research.bootstrap import SEED
from pasapas_widgets.research.conditions import (
    LEAST_CLUSTERS,
    MANY_CLUSTERS,
    Floats,
    Groups,
    clustered,
    groups_of,
    need_choice,
    need_clusters,
    need_level,
    need_people,
    need_resamples,
    refuse,
    vector,
)
from pasapas_widgets.research.estimates import Estimate, texts
from pasapas_widgets.research.multilevel import fitted_mixed

__all__ = ["ChangeMethod", "wave_change"]

ChangeMethod = Literal["robust", "wild", "establishments", "mixed"]
LEAST_EACH = 5
"""Establishments needed at each date (content/questionnaires/thresholds.yaml, «multi_etablissements»)."""
_Found = tuple[float, float, float, float]


class _Waves(Struct, frozen=True):
    values: Floats
    groups: Groups
    after: NDArray[np.bool_]
    left_out: int

    @property
    def both(self) -> NDArray[np.bool_]:
        """For each establishment, whether it answered at both dates."""
        count = self.groups.count
        after = np.bincount(self.groups.codes[self.after], minlength=count) > 0
        before = np.bincount(self.groups.codes[~self.after], minlength=count) > 0
        found: NDArray[np.bool_] = after & before
        return found


def wave_change(
    values: ArrayLike,
    clusters: Any,
    after: ArrayLike,
    *,
    method: ChangeMethod = "robust",
    level: float = 0.95,
    resamples: int = 1999,
    seed: int = SEED,
    of: str = "",
) -> Estimate:
    """Return the difference between two dates (after - before) of a mean, with an interval that allows for clusters.

    Parameters
    ----------
    values
        One number a person, NaN where there is none.
    clusters
        The establishment of each person: the same label at both dates where it is the same establishment.
    after
        Whether the person answered at the later date.
    method
        - ``robust``: difference of the means over people; standard error robust to establishments, law t with
          establishments - 1 degrees of freedom. From twenty establishments on.
        - ``wild``: the same difference, for fewer establishments: wild cluster bootstrap-t with the null imposed,
          six-point weights, interval by inversion of the test. From five establishments at each date on, best where
          they are present at both.
        - ``establishments``: mean over the establishments that answered at both dates of their own differences, each
          counting the same; paired t. From five such establishments on.
        - ``mixed``: mixed model, establishments' level and (where some answered twice) own change at random. From
          twenty establishments on.
    level
        Level of confidence.

    Raises
    ------
    StatisticsError
        Fewer than five establishments or twenty people at either date, or than the method needs; one establishment of
        more than half of the people; nothing that varies; more than half of the numbers missing.

    Notes
    -----
    ``robust``: Liang and Zeger (1986), *Biometrika* 73. ``wild``: Cameron, Gelbach and Miller (2008), *Review of
    Economics and Statistics* 90; weights of Webb (2023), *Canadian Journal of Economics* 56; few establishments at one
    date only make it unsafe (MacKinnon and Webb 2018, *Econometrics Journal* 21). ``mixed``, and what repeated
    cross-sections allow to say: Feldman and McKinlay (1994), *Statistics in Medicine* 13.
    """
    need_level(level)
    need_resamples(resamples)
    need_choice("method", method, get_args(ChangeMethod), reason="methode")
    waves = _checked(values, clusters, after)
    if method == "establishments":
        waves = _only_both(waves)
    if method in ("robust", "mixed"):
        need_clusters(waves.groups, least=LEAST_CLUSTERS, reason=f"changement_{method}")
    ways: dict[str, Callable[[], _Found]] = {
        "robust": lambda: _robust(waves, level),
        "wild": lambda: _wild(waves, level, resamples, seed),
        "establishments": lambda: _paired(waves, level),
        "mixed": lambda: _mixed(waves, level),
    }
    estimate, low, high, p = ways[method]()
    words, both = texts()["prudences"], int(waves.both.sum())
    cautions = [words["non_apparies"]]
    if both < waves.groups.count:
        cautions.append(words["deux_dates"].format(n=both, total=waves.groups.count))
    if method == "robust" and waves.groups.count < MANY_CLUSTERS:
        cautions.append(words["etroit_robust"])
    return Estimate(
        what="changement_etablissements" if method == "establishments" else "changement",
        estimate=estimate, low=low, high=high, p=p, people=waves.groups.people, sheets=waves.groups.sheets,
        establishments=waves.groups.count, left_out=waves.left_out, method=f"changement_{method}", level=level, of=of,
        cautions=tuple(cautions), options={"method": method, "resamples": resamples, "seed": seed},
    )  # fmt: skip


def _checked(values: ArrayLike, clusters: Any, after: ArrayLike) -> _Waves:
    numbers, later = vector(values), np.asarray(after)
    if later.dtype != bool or later.shape != numbers.shape:
        refuse("dates")
    found, groups, left_out = clustered(numbers, clusters, later)
    known = ~np.isnan(numbers) & (groups_of(clusters, len(numbers)).codes >= 0)
    waves = _Waves(found, groups, later[known], left_out)
    for here in (waves.after, ~waves.after):
        need_people(int(here.sum()), 0, share=False)
        count = len(np.unique(groups.codes[here]))
        if count < LEAST_EACH:
            refuse("etablissements_dates", n=count, least=LEAST_EACH)
    return waves


def _only_both(waves: _Waves) -> _Waves:
    kept = waves.both[waves.groups.codes]
    count = int(waves.both.sum())
    if count < LEAST_EACH:
        refuse("apparies", n=count, least=LEAST_EACH)
    left_out = waves.left_out + int((~kept).sum())
    return _Waves(waves.values[kept], waves.groups.only(kept), waves.after[kept], left_out)


def _robust(waves: _Waves, level: float) -> _Found:
    from statsmodels.regression.linear_model import OLS

    design = np.column_stack([np.ones(len(waves.values)), waves.after])
    fit = OLS(waves.values, design).fit(cov_type="cluster", cov_kwds={"groups": waves.groups.codes}, use_t=True)
    if not fit.cov_params()[1, 1] > 1e-16 * float(np.var(waves.values)):  # each establishment differs by the same
        refuse("constante")
    low, high = fit.conf_int(1 - level)[1]
    return float(fit.params[1]), float(low), float(high), float(fit.pvalues[1])


def _paired(waves: _Waves, level: float) -> _Found:
    from scipy import stats

    count = waves.groups.count
    means = [
        np.bincount(waves.groups.codes[here], weights=waves.values[here], minlength=count)
        / np.bincount(waves.groups.codes[here], minlength=count)
        for here in (waves.after, ~waves.after)
    ]
    if np.ptp(means[0] - means[1]) == 0:
        refuse("constante")
    test = stats.ttest_rel(*means)
    ends = test.confidence_interval(level)
    return float((means[0] - means[1]).mean()), float(ends.low), float(ends.high), float(test.pvalue)


def _mixed(waves: _Waves, level: float) -> _Found:
    design = np.column_stack([np.ones(len(waves.values)), waves.after.astype(np.float64)])
    fit = fitted_mixed(waves.values, design, waves.groups, design if waves.both.sum() >= LEAST_EACH else None)
    low, high, p = fit.interval(1, level)
    return float(fit.fixed[1]), low, high, p


class _WildTest:
    """The wild cluster bootstrap-t of a difference, from sums over establishments only."""

    def __init__(self, waves: _Waves, resamples: int, seed: int) -> None:
        groups, later = waves.groups, waves.after.astype(np.float64)
        people, after = groups.sums(np.ones(len(later))), groups.sums(later)
        self.values = np.column_stack([groups.sums(waves.values), groups.sums(waves.values * later)])
        self.design = np.stack([np.column_stack([people, after]), np.column_stack([after, after])], axis=1)
        self.inverse = np.linalg.inv(self.design.sum(axis=0))
        self.row = self.inverse[1]
        self.fitted = self.inverse @ self.values.sum(axis=0)
        self.error = float(np.sqrt((((self.values - self.design @ self.fitted) @ self.row) ** 2).sum()))
        six = np.sqrt(np.array([0.5, 1.0, 1.5]))
        self.weights = np.random.default_rng(seed).choice(np.concatenate([-six, six]), (resamples, groups.count))

    def p(self, null: float) -> float:
        """Return the p value of a difference: the share of samples, made under it, that lie further from it.

        The data count as one of the samples (Davison and Hinkley 1997, section 4.2.5), so that it is never 0.
        """
        moved = self.values - null * self.design[:, :, 1]
        level = moved[:, 0].sum() / self.design[:, 0, 0].sum()
        scores = moved - level * self.design[:, :, 0]
        gaps = self.weights @ scores @ self.inverse
        drawn = self.weights * (scores @ self.row) - gaps @ (self.design @ self.row).T
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = np.abs(gaps[:, 1]) / np.sqrt((drawn**2).sum(axis=1))
        further = np.nan_to_num(ratios, nan=0.0) >= abs(self.fitted[1] - null) / self.error
        return (1 + int(further.sum())) / (1 + len(ratios))


def _wild(waves: _Waves, level: float, resamples: int, seed: int) -> _Found:
    test = _WildTest(waves, resamples, seed)
    estimate = float(test.fitted[1])
    if not test.error > 1e-12 * float(np.std(waves.values)):
        refuse("constante")
    ends = []
    for side in (-1, 1):
        inside, outside = 0.0, 2 * test.error
        while test.p(estimate + side * outside) > 1 - level:
            inside, outside = outside, 2 * outside
            if outside > 1000 * test.error:
                refuse("sauvage")
        while outside - inside > 1e-3 * test.error:
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if test.p(estimate + side * middle) > 1 - level else (inside, middle)
        ends.append(estimate + side * inside)
    return estimate, ends[0], ends[1], test.p(0.0)
