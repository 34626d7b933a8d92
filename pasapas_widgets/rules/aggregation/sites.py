"""What may be shown of several establishments together: never a figure of one, by no subtraction of what is shown.

A figure of a statement over several establishments is one linear equation: the sum, over known establishments, of what
each one's people answered. Whoever reads several such figures reaches the sums over the *atoms* of their sets (the
establishments that are in exactly the same shown sets) and over unions of atoms, and nothing smaller: the same argument
as :mod:`pasapas_widgets.rules.aggregation.disclosure`, one floor up. So a figure is shown only where **each atom**
holds the thresholds of ``content/questionnaires/thresholds.yaml``, «multi_etablissements»: five establishments, twenty
people, none above half of them. A mean near an end of the scale would tell what each answered; it is shown as «10 or
less», «90 or more».

What follows: whatever is shown, each establishment's own mean may still be anything in a range of at least twenty
points, for a reader who knows none of them (docs/decisions/013-territory.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum, isnan, nan
from typing import Literal

import msgspec
from msgspec import Struct

from pasapas_widgets.rules.aggregation.thresholds import Thresholds, load_thresholds

__all__ = ["HIGHEST", "LOWEST", "Ledger", "SiteCell", "SiteFigure", "holds"]

LOWEST, HIGHEST = 10.0, 90.0
"""The ends of what is shown: a mean beyond them is shown as the end itself."""

Reason = Literal["etablissements", "repondants", "part", "difference"]


class SiteFigure(Struct, frozen=True, kw_only=True):
    """The published mean of one statement in one establishment.

    Parameters
    ----------
    site
        What tells the establishment and its figures apart from others: another figure is another site.
    people
        How many people answered the statement on the scale.
    mean
        Their mean, 0 to 100.
    """

    site: str
    people: int
    mean: float


class SiteCell(Struct, frozen=True, kw_only=True, rename={"end": "borne", "reason": "motif"}):
    """A figure over several establishments.

    Parameters
    ----------
    score
        Mean over all of their people, 0 to 100, brought to the nearest end where it is beyond; ``None`` if withheld.
    end
        ``bas`` where the mean is at or below :data:`LOWEST`, ``haut`` where it is at or above :data:`HIGHEST`.
    reason
        The threshold that is not met, where the score is withheld.
    """

    score: float | None = None
    end: Literal["", "bas", "haut"] = ""
    reason: Reason | None = None


class ShownSets(Struct, frozen=True):
    """The sets of sites that were shown for a statement, the people of each site, and the sums of whole atoms."""

    sets: list[list[str]]
    people: dict[str, int]
    sums: list[tuple[list[str], float]]


def holds(figures: Iterable[SiteFigure], thresholds: Thresholds | None = None) -> Reason | None:
    """Return the first threshold that some establishments together do not meet, ``None`` where all are met.

    >>> holds([SiteFigure(site=str(n), people=5, mean=40.0) for n in range(4)])
    'etablissements'
    """
    limits = (thresholds or load_thresholds()).sites
    people = {one.site: one.people for one in figures}
    total = sum(people.values())
    if len(people) < limits.sites:
        return "etablissements"
    if total < limits.people:
        return "repondants"
    if max(people.values()) > limits.largest_share * total:
        return "part"
    return None


class Ledger:
    """What has been shown of several establishments so far, so that a later figure cannot be subtracted from it.

    Examples
    --------
    >>> ledger = Ledger()
    >>> six = [SiteFigure(site=str(n), people=10, mean=40.0 + n) for n in range(6)]
    >>> ledger.show("L1-01", six).score, ledger.show("L1-01", six[:5]).reason
    (42.5, 'difference')
    """

    def __init__(self, thresholds: Thresholds | None = None) -> None:
        self._limits = thresholds or load_thresholds()
        self._shown: dict[str, list[frozenset[str]]] = {}
        self._known: dict[str, dict[str, SiteFigure]] = {}
        self._sums: dict[str, dict[frozenset[str], float]] = {}

    def to_json(self) -> bytes:
        """Return what has to be remembered: sets of sites, counts of people, and no mean but those of whole atoms.

        An atom holds five establishments at least; beyond the ends, where its mean would tell more, it is left out.

        >>> Ledger.from_json(Ledger().to_json()).to_json()
        b'{}'
        """
        return msgspec.json.encode({name: self._remembered(name) for name in self._shown})

    @classmethod
    def from_json(cls, data: bytes, thresholds: Thresholds | None = None) -> Ledger:
        """Return a ledger as it was remembered: it refuses whatever the one that was put down would refuse.

        Raises
        ------
        msgspec.DecodeError
            It is no ledger.
        """
        ledger = cls(thresholds)
        for name, one in msgspec.json.decode(data, type=dict[str, ShownSets]).items():
            ledger._shown[name] = [frozenset(sites) for sites in one.sets]
            ledger._known[name] = {
                site: SiteFigure(site=site, people=people, mean=nan) for site, people in one.people.items()
            }
            ledger._sums[name] = {frozenset(sites): total for sites, total in one.sums}
        return ledger

    def _remembered(self, name: str) -> ShownSets:
        known, sums = self._known[name], []
        for atom in _atoms(self._shown[name], known):
            total = self._sum(name, atom, known)
            if LOWEST <= total / sum(one.people for one in atom) <= HIGHEST:
                sums.append((sorted(one.site for one in atom), total))
        people = {site: one.people for site, one in known.items()}
        return ShownSets([sorted(one) for one in self._shown[name]], people, sums)

    def _sum(self, name: str, atom: Iterable[SiteFigure], known: Mapping[str, SiteFigure]) -> float:
        """Return the people of an atom times their means; that of a forgotten part by what is left of its whole."""
        total = fsum(one.people * one.mean for one in atom)
        if isnan(total):
            sites = {one.site for one in atom}
            for whole, before in self._sums.get(name, {}).items():
                if sites <= whole:
                    return before - fsum(known[one].people * known[one].mean for one in whole - sites)
        return total

    def show(self, name: str, figures: Iterable[SiteFigure]) -> SiteCell:
        """Return the figure over some establishments, withheld where it would tell too much, alone or with others."""
        asked = {one.site: one for one in figures}
        known = self._known.get(name, {}) | asked
        sets = self._shown.get(name, [])
        here = frozenset(asked)
        if here not in sets:
            reason = holds(asked.values(), self._limits)
            if reason is not None:
                return SiteCell(reason=reason)
            if not self._keeps_apart(name, [*sets, here], known):
                return SiteCell(reason="difference")
            self._shown[name] = [*sets, here]
            self._known[name] = known
        return _cell(_mean(asked.values()))

    def _keeps_apart(self, name: str, sets: list[frozenset[str]], known: Mapping[str, SiteFigure]) -> bool:
        """Tell whether every atom of the sets is large enough, and, where there are several, away from the ends."""
        reached = _atoms(sets, known)
        if any(holds(atom, self._limits) is not None for atom in reached):
            return False
        means = (self._sum(name, atom, known) / sum(one.people for one in atom) for atom in reached)
        return len(reached) < 2 or all(LOWEST <= mean <= HIGHEST for mean in means)


def _atoms(sets: Sequence[frozenset[str]], known: Mapping[str, SiteFigure]) -> list[list[SiteFigure]]:
    """Return the sites that are in exactly the same sets, and in one at least."""
    atoms: dict[tuple[bool, ...], list[SiteFigure]] = {}
    for site, figure in known.items():
        atoms.setdefault(tuple(site in one for one in sets), []).append(figure)
    return [atom for where, atom in atoms.items() if any(where)]


def _mean(figures: Iterable[SiteFigure]) -> float:
    some = tuple(figures)
    return fsum(one.people * one.mean for one in some) / sum(one.people for one in some)


def _cell(mean: float) -> SiteCell:
    if mean <= LOWEST:
        return SiteCell(score=LOWEST, end="bas")
    if mean >= HIGHEST:
        return SiteCell(score=HIGHEST, end="haut")
    return SiteCell(score=mean)
