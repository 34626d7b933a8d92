"""Do people of one team see the same thing? Agreement within teams, told as a mean over teams, never of one team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from pasapas_widgets.research.conditions import (
    Floats,
    Groups,
    groups_of,
    need_clusters,
    need_level,
    need_people,
    refuse,
)
from pasapas_widgets.research.estimates import Estimate, tell_number, texts
from pasapas_widgets.rules.aggregation.thresholds import load_thresholds

__all__ = ["average_deviation", "null_variance", "r_wg"]


def null_variance(levels: int, shares: ArrayLike | None = None) -> float:
    """Return the variance of answers given at random, to which agreement is compared.

    Parameters
    ----------
    levels
        Number of levels of the scale: answers run from 1 to it.
    shares
        The share of each level, where answers at random would not be uniform, for instance skewed by leniency.

    Raises
    ------
    StatisticsError
        Fewer than two levels, or shares that are not one a level, positive, adding up to 1.

    Notes
    -----
    James, Demaree and Wolf (1984), *Journal of Applied Psychology* 69: uniform, (A² - 1) / 12. LeBreton and Senter
    (2008), *Organizational Research Methods* 11, ask that several distributions be tried and reasons given.

    Examples
    --------
    >>> null_variance(5), round(null_variance(5, [0.05, 0.15, 0.20, 0.35, 0.25]), 2)
    (2.0, 1.34)
    """
    if levels < 2:
        refuse("niveaux", n=levels)
    if shares is None:
        return (levels**2 - 1) / 12
    weights = np.asarray(shares, dtype=np.float64)
    if weights.shape != (levels,) or not (weights >= 0).all() or abs(weights.sum() - 1) > 1e-6:
        refuse("repartition", n=levels)
    values = np.arange(1, levels + 1)
    variance = float(weights @ values**2 - (weights @ values) ** 2)
    if variance <= 0:
        refuse("repartition", n=levels)
    return variance


class _Teams(Struct, frozen=True):
    """The answers of the teams that are large enough, NaN where there is none."""

    answers: Floats
    groups: Groups
    left_out: int
    small: int

    def by_item(self) -> Iterator[tuple[Groups, Floats, Floats]]:
        """Yield, for each item, the teams of those who answered it, their sizes, and their gaps to the team's mean."""
        for column in self.answers.T:
            there = ~np.isnan(column)
            own = Groups(self.groups.codes[there], self.groups.count)
            sizes = own.sizes.astype(np.float64)
            yield own, sizes, column[there] - (own.sums(column[there]) / sizes)[own.codes]


def r_wg(
    answers: ArrayLike,
    teams: Any,
    *,
    levels: int,
    shares: ArrayLike | None = None,
    waves: Any = None,
    level: float = 0.95,
    of: str = "",
) -> Estimate:
    """Return the mean over teams of r_WG (one item) or r_WG(J) (several).

    r_WG = 1 - s² / σ²; with s̄² the mean of the variances (n - 1) of J items,
    r_WG(J) = J (1 - s̄²/σ²) / (J (1 - s̄²/σ²) + s̄²/σ²). A team whose answers are wider than random ones counts as 0.

    Parameters
    ----------
    answers
        People, or people × items, levels from 1 to ``levels``, NaN where there is none. Each item counts those who
        answered it.
    teams
        The team (establishment) of each person.
    levels
        Number of levels of the scale.
    shares
        As for :func:`null_variance`; uniform without it.
    waves
        As for :func:`icc1`: a team of five who answered twice has five people, not ten.
    level
        Level of confidence of the t interval over teams.

    Raises
    ------
    StatisticsError
        Fewer than five teams of which every item has ten answers (the threshold of a spread,
        content/questionnaires/thresholds.yaml), or an answer out of the scale.

    Notes
    -----
    James, Demaree and Wolf (1984), formulas of r_WG and r_WG(J); values beyond 0 brought to 0 as they advise; LeBreton
    and Senter (2008). It depends on the number of items and on the distribution at random: say both.
    """
    need_level(level)
    random = null_variance(levels, shares)
    found = _teams(answers, teams, levels, waves)
    wide = np.zeros(found.groups.count)
    items = found.answers.shape[1]
    for own, sizes, gaps in found.by_item():
        wide += own.sums(gaps**2) / (sizes - 1) / items
    share = wide / random
    agreed = 1 - share
    each = np.where(agreed > 0, items * agreed / (items * agreed + share), 0.0)
    cautions = [] if shares is None else [texts()["prudences"]["repartition"]]
    wider = int((agreed <= 0).sum())
    if wider:
        cautions.append(texts()["prudences"]["plus_large"])
    options = {"levels": levels, "shares": None if shares is None else np.asarray(shares, dtype=float).tolist()}
    return _over_teams("rwg" if items == 1 else "rwgj", each, found, level, of, cautions, options)


def average_deviation(
    answers: ArrayLike, teams: Any, *, levels: int, waves: Any = None, level: float = 0.95, of: str = ""
) -> Estimate:
    """Return the mean over teams of the AD index: how far answers lie from their team's mean, in levels of the scale.

    Parameters and refusals are those of :func:`r_wg`. With several items it is the mean of theirs (AD_M(J)).

    Notes
    -----
    Burke, Finkelstein and Dusig (1999), *Organizational Research Methods* 2. Under a sixth of the number of levels, a
    team agrees (Burke and Dunlap 2002, *Organizational Research Methods* 5): it needs no distribution at random.
    """
    need_level(level)
    found = _teams(answers, teams, levels, waves)
    each = np.zeros(found.groups.count)
    for own, sizes, gaps in found.by_item():
        each += own.sums(np.abs(gaps)) / sizes / found.answers.shape[1]
    limit = texts()["prudences"]["accord"].format(seuil=tell_number(levels / 6))
    return _over_teams("ad", each, found, level, of, [limit], {"levels": levels})


def _teams(answers: ArrayLike, teams: Any, levels: int, waves: Any) -> _Teams:
    try:
        values = np.asarray(answers, dtype=np.float64)
    except (TypeError, ValueError):
        refuse("nombres")
    values = values[:, None] if values.ndim == 1 else values
    if values.ndim != 2 or not values.shape[1]:
        refuse("nombres")
    if ((values < 1) | (values > levels)).any():
        refuse("hors_echelle", n=levels)
    groups = groups_of(teams, len(values), waves)
    there = ~np.isnan(values) & (groups.codes >= 0)[:, None]
    answered = np.asarray(there.any(axis=1))
    need_people(groups.only(answered).people, 0, share=False)
    need_people(int(answered.sum()), int((~np.isnan(values)).any(axis=1).sum()))
    least = load_thresholds().distribution
    counts = [groups.by_wave(column).max(axis=1, initial=0) for column in there.T]
    large = answered & (np.min(counts, axis=0) >= least)[groups.codes]
    kept = groups.only(large)
    if kept.count < load_thresholds().sites.sites:
        refuse("equipes", n=kept.count, least=load_thresholds().sites.sites, taille=least)
    need_clusters(kept)
    small = int((np.max(counts, axis=0) > 0).sum()) - kept.count
    return _Teams(values[large], kept, int(len(values) - large.sum()), small)


def _over_teams(
    what: str, each: Floats, found: _Teams, level: float, of: str, cautions: list[str], options: dict[str, Any]
) -> Estimate:
    from scipy import stats

    mean, error = float(each.mean()), float(stats.sem(each))
    if not error > 1e-12:  # as many times the same figure: an interval of no width would promise too much
        refuse("equipes_egales")
    low, high = stats.t.interval(level, len(each) - 1, loc=mean, scale=error)
    words = texts()["prudences"]
    if found.small:
        cautions = [*cautions, words["petites_equipes"].format(taille=load_thresholds().distribution)]
    return Estimate(
        what=what,
        estimate=mean,
        low=float(low),
        high=float(high),
        people=found.groups.people,
        sheets=found.groups.sheets,
        establishments=found.groups.count,
        left_out=found.left_out,
        method="equipes",
        level=level,
        of=of,
        cautions=tuple(cautions),
        options=options,
    )
