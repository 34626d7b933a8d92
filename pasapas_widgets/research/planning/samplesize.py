"""How many establishments and people a difference between two dates needs, when nobody is followed.

Two cross-sections of anonymous people in establishments. People of one establishment resemble each other (``icc``); an
establishment that answers twice resembles itself (``stability``), which is worth people. Source of the variance: Donner
and Klar (2000), *Design and analysis of cluster randomization trials in health research*; unequal sizes: Eldridge,
Ashby and Kerry (2006), *International Journal of Epidemiology* 35; establishments that answer twice: Feldman and
McKinlay (1994), *Statistics in Medicine* 13; Hooper and Bourke (2015), *BMJ* 350. Held to simulations of the robust
comparison in benchmarks/results/research_power.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from pasapas_widgets.content.french import typeset
from pasapas_widgets.research.bilingual import Told, plain, spoken, tell_number, texts_of
from pasapas_widgets.research.conditions import LEAST_CLUSTERS, need_level, refuse
from pasapas_widgets.rules.aggregation import load_thresholds

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Plan", "plan_table", "sample_size"]

MOST = 5000
"""Establishments above which a plan is none: the sector has 2,137 of them."""
SURE = 5
"""Standard errors of a difference that is never found on the wrong side (under 10⁻¹¹)."""
CERTAIN = 30
"""Standard errors of a difference that is always found: the law t not centred cannot be computed far beyond."""


class Plan(Struct, Told, frozen=True, kw_only=True):
    """A study of a difference between two dates.

    Parameters
    ----------
    establishments
        At each date: the same ones (``same``), or as many others.
    people
        Answers of an establishment at a date, on average.
    difference, sd
        What is to be found and the standard deviation of a person's score, in points.
    icc
        Share of the variance that lies between establishments at one date.
    size_variation
        Coefficient of variation of the sizes of establishments (0: equal).
    same
        Whether the same establishments answer at both dates.
    stability
        Correlation of an establishment's own level between the dates; counts only where they are the same.
    level
        1 less the two-sided risk of a false finding.
    response
        Share of the people asked who answer.
    """

    establishments: int
    people: float
    difference: float
    sd: float = 20.0
    icc: float = 0.1
    size_variation: float = 0.4
    same: bool = True
    stability: float = 0.7
    level: float = 0.95
    response: float = 1.0

    @property
    def design_effect(self) -> float:
        """By how much the variance of the difference is that of as many people drawn one by one, twice."""
        kept = 1 - (self.stability if self.same else 0)
        return (1 - self.icc) + self.people * (1 + self.size_variation**2) * self.icc * kept

    @property
    def error(self) -> float:
        """Standard error of the difference, in points."""
        return self.sd * math.sqrt(2 * self.design_effect / (self.establishments * self.people))

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the law t."""
        return self.establishments - 1 if self.same else 2 * self.establishments - 2

    @property
    def power(self) -> float:
        """Probability to find the difference, law t not centred."""
        from scipy import stats

        limit = stats.t.ppf((1 + self.level) / 2, self.freedom)
        away = self.difference / self.error
        if away > CERTAIN:
            return 1.0
        wrong = stats.nct.cdf(-limit, self.freedom, away) if away < SURE else 0.0
        return float(stats.nct.sf(limit, self.freedom, away) + wrong)

    @property
    def asked(self) -> int:
        """People to be asked in an establishment so that ``people`` answer."""
        return math.ceil(round(self.people / self.response, 9))

    def detectable(self, power: float = 0.8) -> float:
        """Return the least difference, in points, that is found with a probability of ``power``."""
        from scipy.optimize import brentq

        _need_share("power", power, most=0.999)
        largest = CERTAIN * self.error
        return float(brentq(lambda one: replace(self, difference=one).power - power, 1e-6 * largest, largest))

    def sentence(self) -> str:
        """Return the plan as sentences, in the language in force."""
        words = texts_of("papier")["plan"]
        told = [
            words["phrase"].format(
                ecart=plain(self.difference, 1), puissance=plain(100 * self.power, 0),
                risque=plain(100 * (1 - self.level), 0), k=plain(self.establishments, 0),
                memes=words["memes" if self.same else "autres"], m=plain(self.people, 0),
                n=plain(self.establishments * self.people, 0), sd=plain(self.sd, 1), icc=tell_number(self.icc),
                cv=tell_number(self.size_variation), plan=tell_number(self.design_effect),
            )
        ]  # fmt: skip
        if self.same:
            told.append(words["stabilite"].format(r=tell_number(self.stability)))
        if self.response < 1:
            told.append(words["reponse"].format(part=plain(100 * self.response, 0), n=plain(self.asked, 0)))
        clusters = self.establishments if self.same else 2 * self.establishments
        if clusters < LEAST_CLUSTERS:
            told.append(words["peu"].format(n=LEAST_CLUSTERS))
        told.append(words["source"])
        whole = " ".join(told)
        return typeset(whole) if spoken() == "fr" else whole


def sample_size(
    difference: float = 5.0,
    *,
    people: float = 15,
    power: float = 0.8,
    sd: float = 20.0,
    icc: float = 0.1,
    size_variation: float = 0.4,
    same: bool = True,
    stability: float = 0.7,
    level: float = 0.95,
    response: float = 1.0,
) -> Plan:
    """Return the fewest establishments that find a difference between two dates.

    Parameters
    ----------
    difference
        In points from 0 to 100, above 0.
    people
        Answers of an establishment at each date, on average.
    power
        Probability to find it, if it is there.
    sd, icc, size_variation, same, stability, level, response
        As for :class:`Plan`. Those of this project's questionnaire are not known before a first study: take them from
        :func:`clustering_table` of a pilot, and see what changes with them (:func:`plan_table`).

    Raises
    ------
    StatisticsError
        A value out of its range; so small a difference that more establishments than the sector has are needed.

    Examples
    --------
    >>> sample_size(5, people=15, icc=0.1).establishments
    26
    >>> sample_size(5, people=15, icc=0.1, same=False).establishments
    46
    """
    plan = Plan(
        establishments=load_thresholds().sites.sites, people=people, difference=difference, sd=sd, icc=icc,
        size_variation=size_variation, same=same, stability=stability, level=level, response=response,
    )  # fmt: skip
    _need_share("power", power, most=0.999)
    _checked(plan)
    low, high = plan.establishments, MOST
    if replace(plan, establishments=high).power < power:
        refuse("plan_impossible", n=MOST)
    while low < high:
        middle = (low + high) // 2
        if replace(plan, establishments=middle).power < power:
            low = middle + 1
        else:
            high = middle
    return replace(plan, establishments=low)


def plan_table(
    difference: float = 5.0,
    *,
    icc: Sequence[float] = (0.05, 0.1, 0.2),
    people: Sequence[float] = (8, 15, 30),
    **more: Any,
) -> pd.DataFrame:
    """Return the establishments needed for each ICC and number of people, one row a plan.

    Parameters
    ----------
    more
        As for :func:`sample_size`.
    """
    import pandas as pd

    plans = [sample_size(difference, icc=one, people=each, **more) for one in icc for each in people]
    rows = [asdict(plan) | {"power": plan.power, "answers": round(plan.establishments * plan.people)} for plan in plans]
    first = ["icc", "people", "establishments", "answers", "power"]
    table = pd.DataFrame(rows)
    return table[first + [name for name in table.columns if name not in first]]


def _checked(plan: Plan) -> None:
    need_level(plan.level)
    for name, value in (("difference", plan.difference), ("sd", plan.sd)):
        if not (math.isfinite(value) and value > 0):
            refuse("plan", nom=name, valeur=value)
    if not plan.people >= 1 or not math.isfinite(plan.people):
        refuse("plan", nom="people", valeur=plan.people)
    if not 0 <= plan.size_variation <= 3:
        refuse("plan", nom="size_variation", valeur=plan.size_variation)
    _need_share("icc", plan.icc, most=0.99, least=0)
    _need_share("stability", plan.stability, most=1, least=0)
    _need_share("response", plan.response, most=1)


def _need_share(name: str, value: float, *, most: float, least: float = 0.001) -> None:
    if not least <= value <= most:
        refuse("plan", nom=name, valeur=value)
