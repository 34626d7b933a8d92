"""One factor in one or several groups, by maximum likelihood, with a test that allows for establishments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from msgspec import Struct

from pasapas_widgets.research.conditions import Floats, refuse
from pasapas_widgets.research.models.moments import GroupMoments, Moments, packed

__all__ = ["EQUAL", "Equal", "Fitted", "Implied", "fitted", "scaled_test", "unrelated"]

Equal = Literal["configural", "metric", "scalar"]
EQUAL: tuple[Equal, ...] = ("configural", "metric", "scalar")
"""What is held equal over groups: nothing but the pattern; the loadings; the loadings and the intercepts."""


class Implied(Struct, frozen=True):
    """What a group's parameters imply, and the parameters."""

    loadings: Floats
    unique: Floats
    intercepts: Floats
    variance: float
    mean: float

    @property
    def covariance(self) -> Floats:
        found: Floats = self.variance * np.outer(self.loadings, self.loadings) + np.diag(self.unique)
        return found

    @property
    def means(self) -> Floats:
        return self.intercepts + self.mean * self.loadings


class Fitted(Struct, frozen=True):
    """A model that fits as well as it can.

    Parameters
    ----------
    parts
        One group each.
    chi2, freedom
        N times the discrepancy, and its degrees of freedom.
    scaling
        What ``chi2`` is divided by so that its mean is that of the law: above 1 where people of one establishment
        resemble each other or answers are not normal.
    """

    parts: tuple[Implied, ...]
    chi2: float
    freedom: int
    scaling: float

    @property
    def scaled(self) -> float:
        """The test statistic that is told."""
        return self.chi2 / self.scaling


class _Layout(Struct, frozen=True):
    """Where each parameter stands in the vector: loadings, intercepts, log unique variances, then factor's own."""

    items: int
    groups: int
    equal: Equal

    @property
    def size(self) -> int:
        shared = {"configural": 0, "metric": 1, "scalar": 2}[self.equal]
        blocks = self.groups * (3 - shared) + shared
        return blocks * self.items + (self.groups - 1) * shared

    def parts(self, vector: Floats) -> tuple[Implied, ...]:
        k, g = self.items, self.groups
        place = 0

        def take(count: int) -> Floats:
            nonlocal place
            place += count
            return vector[place - count : place]

        loadings = [take(k)] * g if self.equal != "configural" else [take(k) for _ in range(g)]
        intercepts = [take(k)] * g if self.equal == "scalar" else [take(k) for _ in range(g)]
        unique = [np.exp(take(k)) for _ in range(g)]
        variances = [1.0, *np.exp(take(g - 1))] if self.equal != "configural" else [1.0] * g
        means = [0.0, *take(g - 1)] if self.equal == "scalar" else [0.0] * g
        told = zip(loadings, unique, intercepts, variances, means, strict=True)
        return tuple(Implied(a, b, c, float(d), float(e)) for a, b, c, d, e in told)

    def gathered(self, slopes: list[tuple[Floats, Floats, Floats, float, float]]) -> Floats:
        """Return the slope in the vector from those in each group's parts (loadings, intercepts, log unique…)."""
        parts: list[Floats] = []
        for place, is_shared in ((0, self.equal != "configural"), (1, self.equal == "scalar"), (2, False)):
            own = [np.asarray(slope[place]) for slope in slopes]
            parts += [np.sum(own, axis=0)] if is_shared else own
        if self.equal != "configural":
            parts.append(np.array([slope[3] for slope in slopes[1:]]))
        if self.equal == "scalar":
            parts.append(np.array([slope[4] for slope in slopes[1:]]))
        return np.concatenate(parts)


def fitted(found: Moments, equal: Equal = "configural") -> Fitted:
    """Return the one-factor model fitted by maximum likelihood (Jöreskog 1969, 1971).

    Discrepancy of a group: log|Σ| + tr(SΣ⁻¹) - log|S| - k + (m - μ)'Σ⁻¹(m - μ), weighted by its share of the people.

    Raises
    ------
    StatisticsError
        It does not converge, or leaves an item without variance of its own.
    """
    from scipy.optimize import minimize

    layout = _Layout(len(found.groups[0].mean), len(found.groups), equal)
    scale = np.sqrt(np.mean([np.diagonal(group.covariance) for group in found.groups], axis=0))
    groups = [GroupMoments(one.mean / scale, one.covariance / np.outer(scale, scale), one.people)
              for one in found.groups]  # fmt: skip
    weights = [group.people / found.total for group in groups]

    def discrepancy(vector: Floats) -> tuple[float, Floats]:
        values, slopes = 0.0, []
        for group, part, weight in zip(groups, layout.parts(vector), weights, strict=True):
            value, slope = _discrepancy(group, part)
            values += weight * value
            slopes.append(
                (weight * slope[0], weight * slope[1], weight * slope[2], weight * slope[3], weight * slope[4])
            )
        return values, layout.gathered(slopes)

    with np.errstate(all="ignore"):
        start = _start(groups, layout)
        best = minimize(discrepancy, start, jac=True, method="BFGS", options={"gtol": 1e-7, "maxiter": 2000})
    parts = layout.parts(best.x)
    if np.abs(best.jac).max() > 1e-4 or not np.isfinite(best.fun):
        refuse("facteur_converge")
    if min(float(part.unique.min()) for part in parts) < 1e-3:
        refuse("un_facteur")
    k = layout.items
    freedom = layout.groups * (k + k * (k + 1) // 2) - layout.size

    def implied(vector: Floats) -> Floats:
        told = layout.parts(vector)
        return np.concatenate([np.concatenate([one.means, packed(one.covariance)]) for one in told])

    units = np.tile(np.concatenate([scale, packed(np.outer(scale, scale))]), layout.groups)
    gamma = found.gamma / np.outer(units, units)
    weight = _weight([one.covariance for one in parts], weights)
    scaling = _scaling(weight, _slopes(implied, best.x), gamma, freedom)
    told = tuple(
        Implied(one.loadings * scale, one.unique * scale**2, one.intercepts * scale, one.variance, one.mean)
        for one in parts
    )
    return Fitted(told, found.total * max(float(best.fun), 0.0), freedom, scaling)


def _discrepancy(group: GroupMoments, part: Implied) -> tuple[float, tuple[Floats, Floats, Floats, float, float]]:
    """Return the discrepancy of a group and its slopes in loadings, intercepts, log unique, log variance and mean."""
    implied, gap = part.covariance, group.mean - part.means
    inverse = np.linalg.inv(implied)
    around = group.covariance + np.outer(gap, gap)
    value = (
        np.linalg.slogdet(implied)[1] - np.linalg.slogdet(group.covariance)[1] - len(gap) + np.trace(around @ inverse)
    )
    slope = inverse - inverse @ around @ inverse
    by_mean = -2 * inverse @ gap
    by_loadings = 2 * part.variance * slope @ part.loadings + part.mean * by_mean
    by_variance = float(part.loadings @ slope @ part.loadings) * part.variance
    by_unique = np.diagonal(slope) * part.unique
    return float(value), (by_loadings, by_mean, by_unique, by_variance, float(part.loadings @ by_mean))


def _start(groups: list[GroupMoments], layout: _Layout) -> Floats:
    """Return where the fit starts: the first principal component of each group, of all where loadings are equal."""
    k, g = layout.items, layout.groups
    pooled = np.mean([group.covariance for group in groups], axis=0)
    own = [pooled] if layout.equal != "configural" else [group.covariance for group in groups]
    loadings = []
    for covariance in own:
        values, vectors = np.linalg.eigh(covariance)
        first = vectors[:, -1] * np.sqrt(max(values[-1] - float(np.median(values)), 0.1))
        loadings.append(first * np.sign(first.sum() or 1.0))
    means = [group.mean for group in groups]
    intercepts = [np.mean(means, axis=0)] if layout.equal == "scalar" else means
    unique = [np.log(np.full(k, 0.5) * np.diagonal(group.covariance)) for group in groups]
    rest = np.zeros(layout.size - k * (len(loadings) + len(intercepts) + g))
    return np.concatenate([*loadings, *intercepts, *unique, rest])


def _weight(covariances: list[Floats], weights: list[float]) -> Floats:
    """Return the normal-theory weight of the moments: Σ⁻¹ of means, ½D'(Σ⁻¹ ⊗ Σ⁻¹)D of covariances."""
    blocks = []
    for covariance, share in zip(covariances, weights, strict=True):
        inverse, k = np.linalg.inv(covariance), len(covariance)
        rows, columns = np.tril_indices(k)
        twice = np.where(rows == columns, 1.0, 2.0)
        square = inverse[np.ix_(rows, rows)] * inverse[np.ix_(columns, columns)]
        crossed = inverse[np.ix_(rows, columns)] * inverse[np.ix_(columns, rows)]
        own = 0.25 * np.outer(twice, twice) * (square + crossed)
        block = np.zeros((k + len(rows), k + len(rows)))
        block[:k, :k], block[k:, k:] = inverse, own
        blocks.append(share * block)
    size = sum(len(block) for block in blocks)
    whole, place = np.zeros((size, size)), 0
    for block in blocks:
        whole[place : place + len(block), place : place + len(block)] = block
        place += len(block)
    return whole


def _slopes(implied: Callable[[Floats], Floats], at: Floats) -> Floats:
    """Return the slopes of the implied moments, by central differences."""
    step = 1e-5
    columns = []
    for place in range(len(at)):
        moved = np.zeros(len(at))
        moved[place] = step
        columns.append((implied(at + moved) - implied(at - moved)) / (2 * step))
    return np.column_stack(columns)


def _scaling(weight: Floats, slopes: Floats, gamma: Floats, freedom: int) -> float:
    """Return tr(UΓ) / df (Satorra and Bentler 1994), U what the weight leaves once the parameters are taken out."""
    if freedom == 0:
        return 1.0
    inner = slopes.T @ weight @ slopes
    left = weight - weight @ slopes @ np.linalg.pinv(inner) @ slopes.T @ weight
    found = float(np.sum(left * gamma.T)) / freedom
    if not found > 0:
        refuse("facteur_converge")
    return found


def unrelated(found: Moments) -> Fitted:
    """Return the model against which fit is told: items with means and variances of their own and nothing in common."""
    weights = [group.people / found.total for group in found.groups]
    k = len(found.groups[0].mean)
    chi2 = sum(
        group.people * (np.log(np.diagonal(group.covariance)).sum() - np.linalg.slogdet(group.covariance)[1])
        for group in found.groups
    )
    rows, columns = np.tril_indices(k)
    free = np.tile(np.concatenate([np.ones(k, bool), rows == columns]), len(found.groups))
    slopes = np.eye(len(free))[:, free]
    freedom = int((~free).sum())
    spread = [np.diag(np.diagonal(group.covariance)) for group in found.groups]
    scaling = _scaling(_weight(spread, weights), slopes, found.gamma, freedom)
    return Fitted((), float(chi2), freedom, scaling)


def scaled_test(free: Fitted, held: Fitted) -> tuple[float, int, float] | None:
    """Return the scaled difference of two nested models, its degrees of freedom and p; ``None`` where it has no sign.

    Source: Satorra and Bentler (2001), *Psychometrika* 66.
    """
    from scipy import stats

    freedom = held.freedom - free.freedom
    scaling = (held.freedom * held.scaling - free.freedom * free.scaling) / freedom
    if not scaling > 0:
        return None
    statistic = max(held.chi2 - free.chi2, 0.0) / scaling
    return statistic, freedom, float(stats.chi2.sf(statistic, freedom))
