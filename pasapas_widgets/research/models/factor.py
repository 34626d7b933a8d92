"""Does one factor describe the items of a scale, and the same one in several groups? Fit and invariance."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

from pasapas_widgets.content.french import typeset
from pasapas_widgets.research.bilingual import Told, plain, spoken, tell_number, tell_p, texts_of
from pasapas_widgets.research.conditions import MANY_FOR_RELIABILITY, refuse
from pasapas_widgets.research.models.fitting import EQUAL, Equal, Fitted, fitted, scaled_test, unrelated
from pasapas_widgets.research.models.moments import LEAST_PEOPLE, Moments, moments_of
from pasapas_widgets.research.reliability import Missing

__all__ = ["FactorFit", "invariance", "one_factor"]

FEW_LEVELS = 5
"""Levels under which answers taken as continuous make loadings too small (Rhemtulla, Brosseau-Liard and Savalei 2012,
*Psychological Methods* 17)."""


class FactorFit(Struct, Told, frozen=True, kw_only=True):
    """How well a one-factor model fits.

    Parameters
    ----------
    equal
        What is held equal over groups: ``configural`` (nothing), ``metric`` (loadings), ``scalar`` (and intercepts).
    groups
        Names of the groups; empty: one group of all.
    chi2, freedom, p
        Test statistic, scaled for establishments, degrees of freedom, p value that the model holds.
    scaling
        What the normal statistic was divided by.
    cfi, tli, rmsea, rmsea_low, rmsea_high, srmr
        Fit indices, on the scaled statistics; 90 % interval of RMSEA. NaN where there is no degree of freedom.
    change
        Scaled difference with the model before (χ², df, p), and the changes of CFI and RMSEA; ``None`` for the first.
    loadings
        Standardised, an item each, group by group.
    people, sheets, establishments, left_out
        As for an estimate.
    of
        What was measured.
    """

    equal: Equal
    groups: tuple[str, ...]
    chi2: float
    freedom: int
    p: float
    scaling: float
    cfi: float
    tli: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float
    srmr: float
    change: tuple[float, int, float, float, float] | None
    loadings: tuple[tuple[float, ...], ...]
    people: int
    sheets: int | None
    establishments: int
    left_out: int
    of: str = ""

    def sentence(self) -> str:
        """Return the fit as sentences, in the language in force, cautions included."""
        words = texts_of("papier")["facteur"]
        told = [
            words["phrase"].format(
                quoi=words[self.equal if self.groups else "un"], nom=f" ({self.of})" if self.of else "",
                khi2=tell_number(self.chi2, 1), ddl=self.freedom, p=tell_p(self.p), cfi=tell_number(self.cfi, 3),
                tli=tell_number(self.tli, 3), rmsea=tell_number(self.rmsea, 3), bas=tell_number(self.rmsea_low, 3),
                haut=tell_number(self.rmsea_high, 3), srmr=tell_number(self.srmr, 3),
                personnes=plain(self.people, 0), etablissements=plain(self.establishments, 0),
            )
        ]  # fmt: skip
        if self.change is not None:
            chi2, freedom, p, cfi, rmsea = self.change
            told.append(
                words["changement"].format(
                    khi2=tell_number(chi2, 1), ddl=freedom, p=tell_p(p), cfi=tell_number(cfi, 3),
                    rmsea=tell_number(rmsea, 3),
                )
            )  # fmt: skip
            told.append(words["tient" if self.holds else "lache"])
        told.append(words["methode"])
        if self.establishments < MANY_FOR_RELIABILITY:
            told.append(words["peu"].format(n=MANY_FOR_RELIABILITY))
        whole = " ".join(told)
        return typeset(whole) if spoken() == "fr" else whole

    @property
    def holds(self) -> bool:
        """Whether this model fits as well as the one before: CFI falls by .010 at most, RMSEA rises by .015 at most.

        Source: Chen (2007), *Structural Equation Modeling* 14.
        """
        return self.change is None or (self.change[3] >= -0.010 and self.change[4] <= 0.015)


def one_factor(
    items: ArrayLike, clusters: Any, *, missing: Missing = "complete", waves: Any = None, of: str = ""
) -> FactorFit:
    """Return how well one factor describes the items of a scale.

    Parameters
    ----------
    items, clusters, missing, waves
        As for :func:`cronbach_alpha`; ``clusters`` is needed.

    Raises
    ------
    StatisticsError
        Fewer than four items (with three, any correlations fit), 100 people or 20 establishments; a model that does not
        converge; else as for :func:`cronbach_alpha`.

    Notes
    -----
    Maximum likelihood; χ² scaled by tr(UΓ)/df (Satorra and Bentler 1994), Γ from sums over establishments (Muthén and
    Satorra 1995). CFI: Bentler (1990); TLI: Tucker and Lewis (1973); RMSEA: Steiger (1990), interval of the law χ² not
    centred; SRMR: Bentler (1995). Conventions of a good fit (CFI .95, RMSEA .06, SRMR .08: Hu and Bentler 1999) are no
    law. Answers of fewer than five levels are taken as numbers: loadings come out a little small.
    """
    found = moments_of(items, clusters, missing=missing, waves=waves)
    if len(found.groups[0].mean) < 4:
        refuse("items", n=len(found.groups[0].mean), least=4)
    return _told(found, fitted(found), unrelated(found), "configural", (), None, of)


def invariance(
    items: ArrayLike,
    clusters: Any,
    groups: ArrayLike,
    *,
    missing: Missing = "complete",
    waves: Any = None,
    of: str = "",
) -> tuple[FactorFit, ...]:
    """Return the fit of one factor in several groups: alike in pattern, in loadings, in loadings and intercepts.

    Only where intercepts are equal too do means compare: else a group may answer otherwise at the same level.

    Parameters
    ----------
    groups
        The group of each person (a profile, a wording, a wave), empty or missing: in none.
    items, clusters, missing, waves
        As for :func:`one_factor`. With waves as groups, the same establishments may answer at each: their sums are
        taken over all groups, so that this is counted.

    Raises
    ------
    StatisticsError
        Fewer than two groups of 100 people and 20 establishments (smaller ones are left out); else as for
        :func:`one_factor`, three items being enough.

    Notes
    -----
    Meredith (1993), *Psychometrika* 58; difference of scaled statistics: Satorra and Bentler (2001); :attr:`holds`:
    Chen (2007). The factor has mean 0 and variance 1 in the first group.
    """
    codes, names = _grouped(groups, items)
    found = moments_of(items, clusters, codes=codes, missing=missing, waves=waves)
    apart, made, before = unrelated(found), list[FactorFit](), None
    for equal in EQUAL:
        model = fitted(found, equal)
        made.append(_told(found, model, apart, equal, names, None if before is None else (before, made[-1]), of))
        before = model
    return tuple(made)


def _grouped(groups: ArrayLike, items: ArrayLike) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    told = np.array(["" if one is None or one != one else str(one) for one in np.asarray(groups, dtype=object)])
    values = np.asarray(items, dtype=np.float64)
    if told.shape != values.shape[:1]:
        refuse("longueurs", n=len(told), people=len(values))
    answered = ~np.isnan(values).all(axis=1)
    names = [name for name in dict.fromkeys(sorted(told)) if name]
    kept = [name for name in names if int(((told == name) & answered).sum()) >= LEAST_PEOPLE]
    if len(kept) < 2:
        refuse("invariance", n=len(kept), least=LEAST_PEOPLE)
    place = {name: rank for rank, name in enumerate(kept)}
    return np.array([place.get(name, -1) for name in told], np.int64), tuple(kept)


def _told(
    found: Moments,
    model: Fitted,
    apart: Fitted,
    equal: Equal,
    names: tuple[str, ...],
    before: tuple[Fitted, FactorFit] | None,
    of: str,
) -> FactorFit:
    from scipy import stats

    freedom, total = model.freedom, found.total
    nothing = float("nan")
    p = float(stats.chi2.sf(model.scaled, freedom)) if freedom else 1.0
    beyond, worst = max(model.scaled - freedom, 0.0), max(apart.scaled - apart.freedom, model.scaled - freedom, 0.0)
    cfi = 1.0 if worst == 0 else 1 - beyond / worst
    ratio = apart.scaled / apart.freedom
    tli = (ratio - model.scaled / freedom) / (ratio - 1) if freedom else nothing
    rmsea, low, high = _rmsea(model.scaled, freedom, total, len(found.groups)) if freedom else (nothing,) * 3
    change = None
    if before is not None:
        tested = scaled_test(before[0], model) or (nothing, freedom - before[0].freedom, nothing)
        rise = rmsea - (0.0 if math.isnan(before[1].rmsea) else before[1].rmsea)
        change = (*tested, cfi - before[1].cfi, rise)
    return FactorFit(
        equal=equal, groups=names, chi2=model.scaled, freedom=freedom, p=p, scaling=model.scaling, cfi=cfi, tli=tli,
        rmsea=rmsea, rmsea_low=low, rmsea_high=high, srmr=_srmr(found, model), change=change,
        loadings=tuple(
            tuple((part.loadings * part.variance**0.5 / np.sqrt(np.diagonal(part.covariance))).tolist())
            for part in model.parts
        ),
        people=found.people, sheets=found.sheets, establishments=found.establishments, left_out=found.left_out, of=of,
    )  # fmt: skip


def _rmsea(chi2: float, freedom: int, total: int, groups: int) -> tuple[float, float, float]:
    """Return RMSEA and its 90 % interval, over groups (Steiger 1998)."""
    from scipy.optimize import brentq
    from scipy.stats import ncx2

    def of(away: float) -> float:
        return math.sqrt(max(away, 0.0) * groups / (freedom * total))

    def away_at(tail: float) -> float:
        def gap(away: float) -> float:
            return float(ncx2.cdf(chi2, freedom, max(away, 1e-12))) - tail

        if gap(0.0) <= 0:
            return 0.0
        top = max(chi2, 1.0)
        while gap(top) > 0:
            top *= 2
        return float(brentq(gap, 0.0, top))

    return of(chi2 - freedom), of(away_at(0.95)), of(away_at(0.05))


def _srmr(found: Moments, model: Fitted) -> float:
    """Return the root of the mean squared gap of correlations (and of standardised means), over groups by people."""
    told = 0.0
    for group, part in zip(found.groups, model.parts, strict=True):
        spread = np.sqrt(np.diagonal(group.covariance))
        gaps = (group.covariance - part.covariance) / np.outer(spread, spread)
        means = (group.mean - part.means) / spread
        parts = np.concatenate([gaps[np.tril_indices(len(spread))], means if len(found.groups) > 1 else []])
        told += group.people / found.total * float((parts**2).mean())
    return math.sqrt(told)
