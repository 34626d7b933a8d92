"""Means of people within establishments: by person, by establishment, and by a mixed model."""

from __future__ import annotations

import warnings
from typing import Any, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from pasapas_widgets.content.french import typeset
from pasapas_widgets.research.conditions import (
    LEAST_CLUSTERS,
    Floats,
    Groups,
    clustered,
    need_clusters,
    need_level,
    refuse,
)
from pasapas_widgets.research.estimates import Estimate, tell_number, texts

__all__ = ["FittedMixed", "MixedMean", "cluster_mean", "fitted_mixed", "mixed_mean"]


def cluster_mean(
    values: ArrayLike,
    clusters: Any,
    *,
    unit: Literal["people", "establishments"] = "people",
    level: float = 0.95,
    of: str = "",
) -> Estimate:
    """Return a mean with an interval that allows people of one establishment to resemble each other.

    Parameters
    ----------
    values
        One number a person, NaN where there is none.
    clusters
        The establishment of each person.
    unit
        ``people``: every person counts the same; the standard error is cluster-robust (``statsmodels`` ``OLS`` with
        ``cov_type="cluster"``), the law t with establishments - 1 degrees of freedom. ``establishments``: every
        establishment counts the same; t interval of their means, which holds from five establishments on.
    level
        Level of confidence.

    Raises
    ------
    StatisticsError
        As for :func:`icc1`; fewer than twenty establishments with ``unit="people"``.

    Notes
    -----
    Liang and Zeger (1986), *Biometrika* 73; Cameron and Miller (2015), *Journal of Human Resources* 50: with few
    clusters a robust standard error is too small. The other interval is Student's; it supposes that the establishments
    were drawn, or could have been, and that their means are about normal.
    """
    from scipy import stats
    from statsmodels.regression.linear_model import OLS

    need_level(level)
    found, groups, left_out = clustered(values, clusters)
    if unit == "people":
        need_clusters(groups, least=LEAST_CLUSTERS, reason="robuste")
        fit = OLS(found, np.ones(len(found))).fit(cov_type="cluster", cov_kwds={"groups": groups.codes}, use_t=True)
        estimate, (low, high) = float(fit.params[0]), fit.conf_int(1 - level)[0]
    else:
        means = groups.sums(found) / groups.sizes
        if np.ptp(means) == 0:
            refuse("constante")
        estimate = float(means.mean())
        low, high = stats.t.interval(level, groups.count - 1, loc=estimate, scale=stats.sem(means))
    return Estimate(
        what="moyenne" if unit == "people" else "moyenne_etablissements",
        estimate=estimate,
        low=float(low),
        high=float(high),
        people=len(found),
        establishments=groups.count,
        left_out=left_out,
        method="robuste" if unit == "people" else "student",
        level=level,
        of=of,
    )


class MixedMean(Estimate, frozen=True, kw_only=True):
    """The mean of a mixed model, with the two standard deviations it separates.

    Parameters
    ----------
    between, within
        Standard deviations between establishments and between people of one establishment, in the unit of the values.
    icc
        between² / (between² + within²).
    """

    between: float
    within: float
    icc: float

    def sentence(self) -> str:
        """Return the estimate as French sentences, with what lies between and within establishments."""
        said = texts()["composantes"].format(
            entre=tell_number(self.between, 1), dans=tell_number(self.within, 1), icc=tell_number(self.icc)
        )
        return f"{super().sentence()} {typeset(said)}"


def mixed_mean(values: ArrayLike, clusters: Any, *, level: float = 0.95, of: str = "") -> MixedMean:
    """Return the mean of a random-intercept model: people within establishments.

    ``statsmodels`` ``MixedLM``, restricted maximum likelihood, normal interval of the fixed effect. Small ones
    weigh less than by their number of people, large ones less than all theirs.

    Parameters and refusals are those of :func:`cluster_mean` with ``unit="people"``; also refused where the model does
    not converge.

    Notes
    -----
    Laird and Ware (1982), *Biometrics* 38; Snijders and Bosker (2012), *Multilevel analysis*, chapter 4. Supposes
    normal effects of establishments, and that their size says nothing of their level.
    """
    need_level(level)
    found, groups, left_out = clustered(values, clusters)
    need_clusters(groups, least=LEAST_CLUSTERS, reason="robuste")
    fit = fitted_mixed(found, np.ones((len(found), 1)), groups)
    low, high, _ = fit.interval(0, level)
    return MixedMean(
        what="moyenne_mixte",
        estimate=float(fit.fixed[0]),
        low=low,
        high=high,
        people=len(found),
        establishments=groups.count,
        left_out=left_out,
        method="mixte",
        level=level,
        of=of,
        between=fit.between**0.5,
        within=fit.within**0.5,
        icc=fit.between / (fit.between + fit.within),
    )


class FittedMixed(Struct, frozen=True):
    """A fitted mixed model, in the unit of the values.

    Parameters
    ----------
    fixed, errors
        Fixed effects, the intercept first, and their standard errors.
    between, within
        Variances of the intercepts of establishments and of people within them.
    """

    fixed: Floats
    errors: Floats
    between: float
    within: float

    def interval(self, place: int, level: float) -> tuple[float, float, float]:
        """Return the ends of the normal interval of a fixed effect and its p value."""
        from scipy import stats

        low, high = stats.norm.interval(level, loc=self.fixed[place], scale=self.errors[place])
        p = 2 * stats.norm.sf(abs(self.fixed[place]) / self.errors[place])
        return float(low), float(high), float(p)


def fitted_mixed(values: Floats, fixed: Floats, groups: Groups, random: Floats | None = None) -> FittedMixed:
    """Return a mixed model fitted by restricted maximum likelihood, intercept of establishments at random.

    Parameters
    ----------
    fixed, random
        Columns of the fixed and of the random effects, the intercept first; an intercept alone at random without them.

    Raises
    ------
    StatisticsError
        It does not converge, or its standard errors cannot be computed.
    """
    from statsmodels.regression.mixed_linear_model import MixedLM

    mean, spread = float(values.mean()), float(values.std())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:  # values brought to mean 0 and variance 1: the fit stops by the size of a gradient
            model = MixedLM((values - mean) / spread, fixed, groups=groups.codes, exog_re=random)
            fit = model.fit(reml=True, method=["bfgs", "powell"], start_params=_start(values, groups, fixed, random))
        except (np.linalg.LinAlgError, ValueError):
            refuse("mixte")
    effects, errors = np.asarray(fit.fe_params) * spread, np.asarray(fit.bse_fe) * spread
    if not fit.converged or not np.isfinite(errors).all() or (errors <= 0).any():
        refuse("mixte")
    effects[0] += mean
    between = float(np.asarray(fit.cov_re)[0, 0]) * spread**2
    return FittedMixed(effects, errors, between, float(fit.scale) * spread**2)


def _start(values: Floats, groups: Groups, fixed: Floats, random: Floats | None) -> Any:
    """Return where the fit starts: variances from the means of establishments.

    From its own starting point ``MixedLM`` may stop far from the maximum and say that it converged.
    """
    from statsmodels.regression.mixed_linear_model import MixedLMParams

    means = groups.sums(values) / groups.sizes
    within = float(((values - means[groups.codes]) ** 2).sum()) / max(len(values) - groups.count, 1)
    between = max(float(means.var(ddof=1)) - within / float(groups.sizes.mean()), 0.01 * within)
    ratio = between / within if within > 0 else 1.0
    spreads = [ratio] + [ratio / 4] * (0 if random is None else random.shape[1] - 1)
    return MixedLMParams.from_components(fe_params=np.zeros(fixed.shape[1]), cov_re=np.diag(spreads))
