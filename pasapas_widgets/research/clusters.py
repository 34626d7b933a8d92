"""People of one establishment resemble each other: by how much, and what it costs in precision."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from pasapas_widgets.research.bilingual import plain, tell_number, texts_of
from pasapas_widgets.research.conditions import (
    Groups,
    clustered,
    need_level,
    refuse,
)
from pasapas_widgets.research.estimates import Estimate, texts

__all__ = ["DesignEffect", "design_effect", "icc1", "icc2"]


class _Anova(Struct, frozen=True):
    """One-way analysis of variance of people within establishments."""

    between: float
    within: float
    size: float
    sheets: int
    establishments: int
    left_out: int

    @property
    def ratio(self) -> float:
        """F: mean square between establishments over mean square within."""
        return self.between / self.within

    def ends(self, level: float) -> tuple[float, float]:
        """Return the observed F over the quantiles of its law: the ends from which intervals are made."""
        from scipy import stats

        law = stats.f(self.establishments - 1, self.sheets - self.establishments)
        tail = (1 - level) / 2
        return self.ratio / float(law.ppf(1 - tail)), self.ratio / float(law.ppf(tail))

    def icc(self, ratio: float) -> float:
        """Return ICC(1) at a ratio of mean squares."""
        return (ratio - 1) / (ratio + self.size - 1)


def _anova(values: ArrayLike, clusters: Any, waves: Any) -> tuple[_Anova, Groups]:
    found, groups, left_out = clustered(values, clusters, waves)
    sizes, people, count = groups.sizes, len(found), groups.count
    if people <= count:
        refuse("une_personne")
    means = groups.sums(found) / sizes
    within = float(((found - means[groups.codes]) ** 2).sum()) / (people - count)
    if within <= 1e-12 * float(np.var(found)):
        refuse("sans_variance_interne")
    between = float((sizes * (means - found.mean()) ** 2).sum()) / (count - 1)
    size = (people - float((sizes**2).sum()) / people) / (count - 1)
    return _Anova(between, within, size, people, count, left_out), groups


def icc1(values: ArrayLike, clusters: Any, *, waves: Any = None, level: float = 0.95, of: str = "") -> Estimate:
    """Return ICC(1): the part of the variance that lies between establishments.

    ICC(1) = (MSB - MSW) / (MSB + (n0 - 1) · MSW), from a one-way analysis of variance; n0 is the mean size corrected
    for unequal sizes. It may come out negative, and is then told as it is.

    Parameters
    ----------
    values
        One number a person (a score, an answer), NaN where there is none.
    clusters
        The establishment of each person.
    waves
        The date of each sheet, where there are several: people are then those of the date with the most.
    level
        Level of confidence.

    Raises
    ------
    StatisticsError
        Fewer than five establishments or twenty people, one establishment of more than half of them, more than half of
        the numbers missing, no variance, one person in each establishment.

    Notes
    -----
    Shrout and Fleiss (1979), *Psychological Bulletin* 86, ICC(1,1); n0 from Snedecor and Cochran, as Donner (1986),
    *International Statistical Review* 54. The interval is exact for equal sizes, normal values and equal variances
    (Searle 1971); with n0 in place of the size it is an approximation, as Wolak, Fairbairn and Paulsen (2012), *Methods
    in Ecology and Evolution* 3.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> establishment = np.repeat(np.arange(40), 30)
    >>> scores = rng.normal(50, 5, 40)[establishment] + rng.normal(0, 15, 1200)
    >>> found = icc1(scores, establishment)
    >>> found.low < 0.1 < found.high  # 5² / (5² + 15²)
    True
    """
    need_level(level)
    found, groups = _anova(values, clusters, waves)
    low, high = found.ends(level)
    cautions = (texts()["prudences"]["icc_negatif"],) if found.ratio < 1 else ()
    return _told("icc1", found, groups, (found.icc(found.ratio), found.icc(low), found.icc(high)), level, of, cautions)


def icc2(values: ArrayLike, clusters: Any, *, waves: Any = None, level: float = 0.95, of: str = "") -> Estimate:
    """Return ICC(2): how reliable the mean of an establishment is, (MSB - MSW) / MSB.

    Parameters and refusals are those of :func:`icc1`; an ICC(1) that is not above 0 is refused too.

    Notes
    -----
    Bliese (2000), in Klein and Kozlowski, *Multilevel theory, research, and methods in organizations*; it is ICC(1,k)
    of Shrout and Fleiss (1979), and 1 - 1/F, so that its interval is that of F. It grows with the number of people of
    each establishment: it says nothing of agreement.
    """
    need_level(level)
    found, groups = _anova(values, clusters, waves)
    if found.ratio <= 1:
        refuse("icc2_negatif")
    low, high = found.ends(level)
    return _told("icc2", found, groups, (1 - 1 / found.ratio, 1 - 1 / low, 1 - 1 / high), level, of, ())


def _told(
    what: str,
    found: _Anova,
    groups: Groups,
    figures: tuple[float, float, float],
    level: float,
    of: str,
    cautions: tuple[str, ...],
) -> Estimate:
    return Estimate(
        what=what,
        estimate=figures[0],
        low=figures[1],
        high=figures[2],
        people=groups.people,
        sheets=groups.sheets,
        establishments=found.establishments,
        left_out=found.left_out,
        method="anova",
        level=level,
        of=of,
        cautions=cautions,
    )


class DesignEffect(Estimate, frozen=True, kw_only=True):
    """A design effect, and the number of people drawn one by one that would tell as much.

    Parameters
    ----------
    effective
        People over the design effect, at most the number of people.
    mean_size
        People an establishment, on average.
    size_variation
        Coefficient of variation of the sizes (standard deviation over all establishments, by the mean).
    """

    effective: float
    mean_size: float
    size_variation: float

    def sentence(self) -> str:
        """Return the estimate as sentences, with the effective number of people."""
        said = texts_of("statistiques")["effectif"].format(
            n=plain(self.sheets or self.people, 0),
            effectif=tell_number(self.effective, 0),
            taille=tell_number(self.mean_size, 1),
        )
        return f"{super().sentence()} {said}"


def design_effect(
    values: ArrayLike, clusters: Any, *, waves: Any = None, level: float = 0.95, of: str = ""
) -> DesignEffect:
    """Return by how much clustering multiplies the variance of a mean: 1 + ((1 + cv²) · m - 1) · ICC(1).

    m is the mean size and cv the coefficient of variation of sizes: with equal sizes, 1 + (m - 1) · ICC. A negative
    ICC counts as 0. The ends are those of ICC(1), sizes taken as known.

    Parameters and refusals are those of :func:`icc1`.

    Notes
    -----
    Kish (1965), *Survey sampling*; unequal sizes: Donner and Klar (2000), *Design and analysis of cluster randomization
    trials*; Eldridge, Ashby and Kerry (2006), *International Journal of Epidemiology* 35.
    """
    need_level(level)
    found, groups = _anova(values, clusters, waves)
    sizes = groups.sizes.astype(np.float64)
    mean, variation = float(sizes.mean()), float(sizes.std() / sizes.mean())

    def effect(ratio: float) -> float:
        return 1 + ((1 + variation**2) * mean - 1) * max(found.icc(ratio), 0.0)

    low, high = found.ends(level)
    estimate = effect(found.ratio)
    return DesignEffect(
        what="plan",
        estimate=estimate,
        low=effect(low),
        high=effect(high),
        people=groups.people,
        sheets=groups.sheets,
        establishments=found.establishments,
        left_out=found.left_out,
        method="kish",
        level=level,
        of=of,
        cautions=(texts()["prudences"]["icc_negatif"],) if found.ratio < 1 else (),
        effective=found.sheets / estimate,
        mean_size=mean,
        size_variation=variation,
    )
