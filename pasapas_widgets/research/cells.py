"""The rule that every figure of a study keeps, whatever was shown before: five establishments, twenty people, none
above half, in each set of people that subtraction can reach.

The argument is that of :mod:`pasapas_widgets.rules.aggregation.disclosure`: whoever reads figures over several sets of
people reaches their *atoms* (the people who are in exactly the same shown sets) and unions of atoms, and nothing
smaller. Here an atom has to hold the thresholds of ``content/questionnaires/thresholds.yaml``, «multi_etablissements»,
so that a table, its margins and all other tables of the same figure cannot be subtracted down to an establishment.

Figures of different items have each their own atoms, and a lever has none: it is the plain mean of its items' means. A
mean of people's own scores, beside the items, would solve to the one person who skipped an item
(``tests/unit/research/test_research_cells.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.rules.aggregation import load_thresholds

__all__ = ["Limits", "Shown", "limits_of"]

Mask = NDArray[np.bool_]
NO_ONE = 0


@dataclass(frozen=True)
class Limits:
    """Establishments and people that an atom needs, and the largest share (0 to 1) of one establishment in it."""

    sites: int
    people: int
    share: float


def limits_of(*, lifted: bool) -> Limits:
    """Return the thresholds of research; ``lifted``: five people all the same, whoever asks and why."""
    sites, least = load_thresholds().sites, load_thresholds().mean
    return Limits(1, least, 1.0) if lifted else Limits(sites.sites, sites.people, sites.largest_share)


class Shown:
    """Which people the shown sets of one figure tell apart.

    Parameters
    ----------
    sites, waves
        Shape (n,): the establishment and the wave of each sheet, numbered from 0. One person may have a sheet in each
        wave, so that the people of a set are counted in its largest wave.
    limits
        What each atom has to hold.
    """

    def __init__(self, sites: NDArray[np.int64], waves: NDArray[np.int64], limits: Limits) -> None:
        self._both = sites * (int(waves.max(initial=0)) + 1) + waves
        self._sites = int(sites.max(initial=0)) + 1
        self._waves = int(waves.max(initial=0)) + 1
        self._limits = limits
        self.labels = np.zeros(len(sites), np.int64)

    def lacking(self, members: Mask) -> str | None:
        """Return the first threshold that a set does not hold by itself, ``None`` where it holds them all."""
        return self._lacking(members.astype(np.int64))[1] if members.any() else "personnes"

    def publish(self, groups: NDArray[np.int64]) -> bool:
        """Show several disjoint sets at once (0: in none, 1, 2, … the others), if every atom holds; tell whether."""
        count = int(groups.max(initial=0)) + 1
        split = self.labels * count + groups
        met, renumbered = np.unique(split, return_inverse=True)
        nobody = met[0] == NO_ONE
        labels = renumbered if nobody else renumbered + 1
        reasons = self._lacking(labels)
        if any(reason is not None for atom, reason in enumerate(reasons) if atom != NO_ONE):
            return False
        self.labels = labels
        return True

    def _lacking(self, labels: NDArray[np.int64]) -> list[str | None]:
        atoms = int(labels.max(initial=0)) + 1
        size = self._sites * self._waves
        found = np.bincount(labels * size + self._both, minlength=atoms * size).reshape(atoms, self._sites, self._waves)
        people = found.sum(axis=1).max(axis=1)
        by_site = found.max(axis=2)
        sites, largest = (by_site > 0).sum(axis=1), by_site.max(axis=1)
        told: list[str | None] = []
        for atom in range(atoms):
            total = int(by_site[atom].sum())
            told.append(
                "etablissements"
                if sites[atom] < self._limits.sites
                else "personnes"
                if people[atom] < self._limits.people
                else "part"
                if largest[atom] > self._limits.share * total
                else None
            )
        return told
