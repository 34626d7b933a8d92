"""What every statistic checks before it computes: enough people, enough establishments, something that varies.

A statistic that does not hold is refused in one sentence (:class:`StatisticsError`) that says what to do instead. The
least numbers are those of publication wherever there are establishments: a figure that could not be shown is not
computed either (content/questionnaires/thresholds.yaml, «multi_etablissements»).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, number
from pasapas_widgets.model.field.hrsheets import plain_words
from pasapas_widgets.research.coded import Coded
from pasapas_widgets.rules.aggregation.thresholds import load_thresholds

__all__ = [
    "LEAST_CLUSTERS",
    "LEAST_COMPLETE",
    "MANY_CLUSTERS",
    "MANY_FOR_RELIABILITY",
    "Floats",
    "Groups",
    "Integers",
    "StatisticsError",
    "clustered",
    "groups_of",
    "is_dominated",
    "matrix",
    "need_choice",
    "need_clusters",
    "need_level",
    "need_people",
    "need_resamples",
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
MANY_CLUSTERS = 40
"""Establishments under which robust changes and differential readings are told to be narrow (91 to 93 % at 20; 93 to
96 % at 40: benchmarks/results/research_coverage.md)."""
MANY_FOR_RELIABILITY = 50
"""The same for reliability, narrow at 40 still (91 to 94 %); more were not simulated."""
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
    """Whose sheets are whose: a number from 0 for each, -1 where the establishment is not known; and at which date."""

    codes: Integers
    count: int
    waves: Integers | None = None

    @property
    def sizes(self) -> Integers:
        """Sheets of each establishment."""
        return np.bincount(self.codes[self.codes >= 0], minlength=self.count).astype(np.int64)

    def by_wave(self, kept: NDArray[np.bool_] | None = None) -> Integers:
        """Return the sheets of each establishment (rows) at each date (columns), of some sheets only where asked."""
        there = (self.codes >= 0) if kept is None else (self.codes >= 0) & kept
        waves = np.zeros(len(self.codes), np.int64) if self.waves is None else self.waves
        dates = int(waves.max(initial=0)) + 1
        cells = np.bincount(self.codes[there] * dates + waves[there], minlength=self.count * dates)
        return cells.reshape(self.count, dates).astype(np.int64)

    @property
    def people(self) -> int:
        """People for certain: those of the date with the most, since one person may have a sheet at each."""
        return int(self.by_wave().sum(axis=0).max(initial=0))

    @property
    def sheets(self) -> int | None:
        """Sheets, where they are of several dates and so may be more than people."""
        n = int((self.codes >= 0).sum())
        return n if n != self.people else None

    @property
    def teams(self) -> Integers:
        """People for certain of each establishment: at its own date with the most."""
        found: Integers = self.by_wave().max(axis=1, initial=0)
        return found

    def sums(self, values: Floats) -> Floats:
        """Return the sum of one number a person, over each establishment; nobody may be without one."""
        return np.bincount(self.codes, weights=values, minlength=self.count).astype(np.float64)

    def only(self, kept: NDArray[np.bool_]) -> Groups:
        """Return the groups of some people, numbered again without those that are left empty."""
        found, codes = np.unique(self.codes[kept], return_inverse=True)
        return Groups(codes.astype(np.int64), len(found), None if self.waves is None else self.waves[kept])


def groups_of(clusters: Any, people: int, waves: Any = None) -> Groups:
    """Return the groups that one label a sheet makes; capitals, accents and blanks make no other establishment.

    Parameters
    ----------
    clusters
        One label a sheet, or a coded column.
    waves
        The date of each sheet, where there are several: the same people may have answered at each. Sheets of no known
        date are of one date of their own.

    Raises
    ------
    StatisticsError
        There is not one label a person.
    """
    codes, count = _labelled(clusters, people)
    if waves is None:
        return Groups(codes, count)
    dates, known = _labelled(waves, people)
    return Groups(codes, count, np.where(dates < 0, known, dates))


def _labelled(told: Any, people: int) -> tuple[Integers, int]:
    """Return one code a label, -1 where there is none, and how many labels there are."""
    if isinstance(told, Coded):
        return _joined_labels(told.by_first())
    import pandas as pd

    series = pd.Series(told) if not isinstance(told, pd.Series) else told
    if len(series) != people:
        refuse("longueurs", n=len(series), people=people)
    return _joined_labels(Coded(*pd.factorize(series.to_numpy(dtype=object), sort=False)))


def _joined_labels(told: Coded) -> tuple[Integers, int]:
    """Return one code a label where capitals and accents make none; those of the same words are one."""
    places: dict[Any, int] = {}
    names = (plain_words(one) or one if isinstance(one, str) else one for one in told.values)
    new = [places.setdefault(one, len(places)) for one in names]
    codes = np.array([*new, -1], np.int64)[told.codes]  # -1 reads from the end
    return np.where(codes == places.get("", -1), -1, codes), len(places)


def clustered(values: ArrayLike, clusters: Any, waves: Any = None) -> tuple[Floats, Groups, int]:
    """Return the numbers of those who have one and an establishment, their groups, and how many are left out.

    Raises
    ------
    StatisticsError
        The publication thresholds do not hold, too many are left out, or all have the same number.
    """
    found = vector(values)
    groups = groups_of(clusters, len(found), waves)
    kept = ~np.isnan(found) & (groups.codes >= 0)
    groups = groups.only(kept)
    need_people(groups.people, 0, share=False)
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
    teams = groups.teams
    if teams.max() > limits.largest_share * teams.sum():
        refuse("part")
    if is_dominated(teams):
        refuse("deux_plus_grands", part=number(100 * limits.least_rest, 0))
    if least is not None and groups.count < least:
        refuse(reason, n=groups.count, least=least)


def is_dominated(sizes: Integers) -> bool:
    """Tell whether the largest establishment, which knows its own answers, could find those of the second.

    The p % rule: the others than the two largest have to make at least a share of the largest.
    """
    ordered = np.sort(sizes)[::-1]
    return bool(ordered[2:].sum() < load_thresholds().sites.least_rest * ordered[0])


def need_level(level: float) -> None:
    """Refuse a level of confidence that is no share between a half and 1."""
    if isinstance(level, bool) or not isinstance(level, int | float | np.number):
        refuse("niveau", level=level)
    if not 0.5 <= level < 1:
        refuse("niveau", level=number(float(level), 2))


def need_choice(option: str, value: object, known: Sequence[str], *, reason: str = "option") -> None:
    """Refuse an option that is none of those known: taken as another one it would give another figure."""
    if value not in known:
        refuse(reason, nom=option, valeur=value, connues=", ".join(f'"{one}"' for one in known))


def need_resamples(resamples: object, *, least: int = 10) -> None:
    """Refuse a number of samples drawn again that is no whole number, or too small for any interval."""
    whole = isinstance(resamples, int | np.integer) and not isinstance(resamples, bool)
    if not whole or int(resamples) < least:  # type: ignore[call-overload]
        refuse("nombre_tirages", n=resamples, least=least)
