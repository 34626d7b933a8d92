"""What every statistic checks before it computes: enough people, enough establishments, something that varies.

A statistic that does not hold is refused in one sentence (:class:`StatisticsError`) that says what to do instead. The
least numbers are those of publication wherever there are establishments: a figure that could not be shown is not
computed either (content/questionnaires/thresholds.yaml, «multi_etablissements»).
"""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, number
from pasapas_widgets.model.field.hrsheets import plain_words
from pasapas_widgets.rules.aggregation.thresholds import load_thresholds

__all__ = [
    "LEAST_CLUSTERS",
    "LEAST_COMPLETE",
    "Floats",
    "Groups",
    "Integers",
    "StatisticsError",
    "clustered",
    "groups_of",
    "matrix",
    "need_clusters",
    "need_level",
    "need_people",
    "refuse",
    "vector",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LEAST_CLUSTERS = 20
"""Establishments under which an interval that relies on their great number is refused.

Cameron and Miller (2015, *Journal of Human Resources* 50, section VI) place «few» between fewer than 20 and fewer than
50 clusters, the more the more their sizes differ: 20 is where this module stops, not where all is well.
"""
LEAST_COMPLETE = 0.5
"""Share of complete sheets under which a statistic on complete sheets is refused. A convention of the project."""


class StatisticsError(FrenchError):
    """A statistic whose conditions do not hold; ``str(error)`` is one French sentence that says what to do."""


def refuse(reason: str, **told: Any) -> NoReturn:
    """Raise the sentence that content/interface/research.yaml has for a reason («statistiques», «refus»)."""
    raise StatisticsError(interface("research")["statistiques"]["refus"][reason].format(**told))


def vector(values: ArrayLike) -> Floats:
    """Return one number a person, NaN where there is none.

    Raises
    ------
    StatisticsError
        It is no column of numbers, or one of them is infinite.
    """
    return _numbers(values, 1)


def matrix(items: ArrayLike, *, least: int = 2) -> Floats:
    """Return people × items as numbers, NaN where there is no answer on the scale.

    Raises
    ------
    StatisticsError
        It is no table of numbers, or it has fewer than ``least`` items.
    """
    found = _numbers(items, 2)
    if found.shape[1] < least:
        refuse("items", n=found.shape[1], least=least)
    return found


def _numbers(values: ArrayLike, dimensions: int) -> Floats:
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        refuse("nombres")
    if found.ndim != dimensions or np.isinf(found).any():
        refuse("nombres")
    return found


class Groups(Struct, frozen=True):
    """Whose people are whose: a number from 0 for each person, -1 where the establishment is not known."""

    codes: Integers
    count: int

    @property
    def sizes(self) -> Integers:
        """People of each establishment."""
        return np.bincount(self.codes[self.codes >= 0], minlength=self.count).astype(np.int64)

    def sums(self, values: Floats) -> Floats:
        """Return the sum of one number a person, over each establishment; nobody may be without one."""
        return np.bincount(self.codes, weights=values, minlength=self.count).astype(np.float64)

    def only(self, kept: NDArray[np.bool_]) -> Groups:
        """Return the groups of some people, numbered again without those that are left empty."""
        found, codes = np.unique(self.codes[kept], return_inverse=True)
        return Groups(codes.astype(np.int64), len(found))


def groups_of(clusters: Any, people: int) -> Groups:
    """Return the groups that one label a person makes; capitals, accents and blanks make no other establishment.

    Raises
    ------
    StatisticsError
        There is not one label a person.
    """
    import pandas as pd

    series = pd.Series(clusters) if not isinstance(clusters, pd.Series) else clusters
    if len(series) != people:
        refuse("longueurs", n=len(series), people=people)
    codes, labels = pd.factorize(series.to_numpy(dtype=object), sort=False)
    told = [plain_words(one) or one if isinstance(one, str) else one for one in labels]
    places, labels = pd.factorize(np.array(told, dtype=object), sort=False)
    codes = np.where(codes < 0, -1, places[codes] if len(places) else -1)
    empty = [index for index, label in enumerate(labels) if label == ""]
    if empty:
        codes = np.where(np.isin(codes, empty), -1, codes)
    return Groups(codes.astype(np.int64), len(labels))


def clustered(values: ArrayLike, clusters: Any) -> tuple[Floats, Groups, int]:
    """Return the numbers of those who have one and an establishment, their groups, and how many are left out.

    Raises
    ------
    StatisticsError
        The publication thresholds do not hold, too many are left out, or all have the same number.
    """
    found = vector(values)
    groups = groups_of(clusters, len(found))
    kept = ~np.isnan(found) & (groups.codes >= 0)
    groups = groups.only(kept)
    need_people(int(kept.sum()), len(found))
    need_clusters(groups)
    found = found[kept]
    if np.ptp(found) == 0:
        refuse("constante")
    return found, groups, len(kept) - len(found)


def need_people(kept: int, asked: int, *, share: bool = True) -> None:
    """Refuse where fewer than 20 people are left, or (``share``) fewer than half of those who were asked."""
    least = load_thresholds().sites.people
    if kept < least:
        refuse("personnes", n=kept, least=least)
    if share and kept < LEAST_COMPLETE * asked:
        refuse("manquantes", part=number(100 * (1 - kept / asked), 0))


def need_clusters(groups: Groups, *, least: int | None = None, reason: str = "etablissements") -> None:
    """Refuse under the thresholds of publication, or under another least number of establishments."""
    limits = load_thresholds().sites
    if groups.count == 1:
        refuse("un_seul")
    if groups.count < limits.sites:
        refuse("etablissements", n=groups.count, least=limits.sites)
    if groups.sizes.max() > limits.largest_share * groups.sizes.sum():
        refuse("part")
    if least is not None and groups.count < least:
        refuse(reason, n=groups.count, least=least)


def need_level(level: float) -> None:
    """Refuse a level of confidence that is no share between a half and 1."""
    if not 0.5 <= level < 1:
        refuse("niveau", level=number(level, 2))
