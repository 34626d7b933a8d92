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

from collections.abc import Iterable, Mapping
from typing import Literal

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
            if not self._keeps_apart([*sets, here], known):
                return SiteCell(reason="difference")
            self._shown[name] = [*sets, here]
            self._known[name] = known
        return _cell(_mean(asked.values()))

    def _keeps_apart(self, sets: list[frozenset[str]], known: Mapping[str, SiteFigure]) -> bool:
        """Tell whether every atom of the sets is large enough, and, where there are several, away from the ends."""
        atoms: dict[tuple[bool, ...], list[SiteFigure]] = {}
        for site, figure in known.items():
            atoms.setdefault(tuple(site in one for one in sets), []).append(figure)
        reached = [atom for where, atom in atoms.items() if any(where)]
        if any(holds(atom, self._limits) is not None for atom in reached):
            return False
        return len(reached) < 2 or all(LOWEST <= _mean(atom) <= HIGHEST for atom in reached)


def _mean(figures: Iterable[SiteFigure]) -> float:
    some = tuple(figures)
    return sum(one.people * one.mean for one in some) / sum(one.people for one in some)


def _cell(mean: float) -> SiteCell:
    if mean <= LOWEST:
        return SiteCell(score=LOWEST, end="bas")
    if mean >= HIGHEST:
        return SiteCell(score=HIGHEST, end="haut")
    return SiteCell(score=mean)
