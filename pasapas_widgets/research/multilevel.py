"""Means of people within establishments: by person, by establishment, and by a mixed model."""

from __future__ import annotations

import warnings
from typing import Any, Literal, get_args

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from pasapas_widgets.research.bilingual import tell_number, texts_of
from pasapas_widgets.research.conditions import (
    LEAST_CLUSTERS,
    Floats,
    Groups,
    clustered,
    need_choice,
    need_clusters,
    need_level,
    refuse,
)
from pasapas_widgets.research.estimates import Estimate

__all__ = ["FittedMixed", "MixedMean", "cluster_mean", "fitted_mixed", "mixed_mean"]

Unit = Literal["people", "establishments"]


def cluster_mean(
    values: ArrayLike,
    clusters: Any,
    *,
    unit: Unit = "people",
    waves: Any = None,
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
    waves
        As for :func:`icc1`.
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
    need_choice("unit", unit, get_args(Unit))
    found, groups, left_out = clustered(values, clusters, waves)
    if unit == "people":
        need_clusters(groups, least=LEAST_CLUSTERS, reason="robuste")
        fit = OLS(found, np.ones(len(found))).fit(cov_type="cluster", cov_kwds={"groups": groups.codes}, use_t=True)
        if not fit.cov_params()[0, 0] > 1e-16 * float(np.var(found)):
            refuse("constante")
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
        people=groups.people,
        sheets=groups.sheets,
        establishments=groups.count,
        left_out=left_out,
        method="robuste" if unit == "people" else "student",
        level=level,
        of=of,
        options={"unit": unit},
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
        """Return the estimate as sentences, with what lies between and within establishments."""
        said = texts_of("statistiques")["composantes"].format(
            entre=tell_number(self.between, 1), dans=tell_number(self.within, 1), icc=tell_number(self.icc)
        )
        return f"{super().sentence()} {said}"


def mixed_mean(values: ArrayLike, clusters: Any, *, waves: Any = None, level: float = 0.95, of: str = "") -> MixedMean:
    """Return the mean of a random-intercept model: people within establishments.

    ``statsmodels`` ``MixedLM``, restricted maximum likelihood; t interval of the fixed effect with establishments - 1
    degrees of freedom. Small ones weigh less than by their number of people, large ones less than all theirs.

    Parameters and refusals are those of :func:`cluster_mean` with ``unit="people"``; also refused where the model does
    not converge, or each establishment has one person.

    Notes
    -----
    Laird and Ware (1982), *Biometrics* 38; Snijders and Bosker (2012), *Multilevel analysis*, chapter 4. Supposes
    normal effects of establishments, and that their size says nothing of their level.
    """
    need_level(level)
    found, groups, left_out = clustered(values, clusters, waves)
    need_clusters(groups, least=LEAST_CLUSTERS, reason="robuste")
    if len(found) <= groups.count:
        refuse("une_personne")
    fit = fitted_mixed(found, np.ones((len(found), 1)), groups)
    low, high, _ = fit.interval(0, level)
    return MixedMean(
        what="moyenne_mixte",
        estimate=float(fit.fixed[0]),
        low=low,
        high=high,
        people=groups.people,
        sheets=groups.sheets,
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
    freedom
        Degrees of freedom of the law t: establishments less the fixed effects.
    """

    fixed: Floats
    errors: Floats
    between: float
    within: float
    freedom: int

    def interval(self, place: int, level: float) -> tuple[float, float, float]:
        """Return the ends of the t interval of a fixed effect and its p value."""
        from scipy import stats

        low, high = stats.t.interval(level, self.freedom, loc=self.fixed[place], scale=self.errors[place])
        p = 2 * stats.t.sf(abs(self.fixed[place]) / self.errors[place], self.freedom)
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

    Notes
    -----
    Standard errors are those of generalised least squares at the fitted components, the square root of the diagonal of
    (X'V⁻¹X)⁻¹, as ``lme4`` gives them. Those of ``MixedLM`` come from the inverse of a Hessian in all parameters: where
    a component is near 0 it is nearly singular, and they vanish or reach 10⁸.
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
    if not fit.converged:
        refuse("mixte")
    covariance, scale = np.asarray(fit.cov_re), float(fit.scale)
    effects, errors = _least_squares((values - mean) / spread, fixed, groups, random, covariance, scale)
    if not (np.abs(effects - np.asarray(fit.fe_params)) <= 0.01 * errors).all():  # not the maximum that it says
        refuse("mixte")
    effects, errors = effects * spread, errors * spread
    effects[0] += mean
    return FittedMixed(
        effects, errors, float(covariance[0, 0]) * spread**2, scale * spread**2, groups.count - fixed.shape[1]
    )


def _least_squares(
    values: Floats, fixed: Floats, groups: Groups, random: Floats | None, covariance: Floats, scale: float
) -> tuple[Floats, Floats]:
    """Return the fixed effects of generalised least squares and their standard errors, V = Z Ψ Z' + σ²I known.

    V⁻¹ = (I - Z Ψ (σ²I + Z'Z Ψ)⁻¹ Z') / σ² in each establishment, so that sums of products are enough.
    """
    z = np.ones((len(values), 1)) if random is None else random

    def products(left: Floats, right: Floats) -> Floats:
        both = (left[:, :, None] * right[:, None, :]).reshape(len(values), -1)
        sums = np.column_stack([groups.sums(column) for column in both.T])
        return sums.reshape(groups.count, left.shape[1], right.shape[1])

    answers = values[:, None]
    zz, zx, zy = products(z, z), products(z, fixed), products(z, answers)
    inner = covariance @ np.linalg.inv(scale * np.eye(z.shape[1]) + zz @ covariance)
    across = np.swapaxes(zx, 1, 2) @ inner
    information = (products(fixed, fixed) - across @ zx).sum(axis=0) / scale
    told = (products(fixed, answers) - across @ zy).sum(axis=0)[:, 0] / scale
    try:
        inverse = np.linalg.inv(information)
    except np.linalg.LinAlgError:
        refuse("mixte")
    variances = np.diagonal(inverse)
    if not np.isfinite(variances).all() or (variances <= 0).any():
        refuse("mixte")
    return inverse @ told, np.sqrt(variances)


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
