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

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.research.coded import narrow, renumbered
from pasapas_widgets.research.weighing import Limits, is_uneven
from pasapas_widgets.rules.aggregation import load_thresholds

__all__ = ["Limits", "Shares", "Shown", "both_of", "limits_of"]

Mask = NDArray[np.bool_]
NO_ONE = 0


def limits_of(*, lifted: bool) -> Limits:
    """Return the thresholds of research; ``lifted``: five people all the same, whoever asks and why."""
    sites, least = load_thresholds().sites, load_thresholds().mean
    if lifted:
        return Limits(1, least, 1.0, 0.0, least)
    return Limits(sites.sites, sites.people, sites.largest_share, sites.least_rest, load_thresholds().cell)


def both_of(sites: NDArray[np.int64], waves: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return one number for the establishment and the wave of each sheet."""
    return sites * (int(waves.max(initial=0)) + 1) + waves


class Shown:
    """Which people the shown sets of one figure tell apart.

    Parameters
    ----------
    sites, waves
        Shape (n,): the establishment and the wave of each sheet, numbered from 0. One person may have a sheet in each
        wave, so that the people of a set are counted in its largest wave.
    limits
        What each atom has to hold.
    both
        Establishment and wave in one number (:func:`both_of`), where it is known already: ledgers share it.
    """

    def __init__(
        self,
        sites: NDArray[np.int64],
        waves: NDArray[np.int64],
        limits: Limits,
        both: NDArray[np.int64] | None = None,
    ) -> None:
        self._both = both_of(sites, waves) if both is None else both
        self._sites = int(sites.max(initial=0)) + 1
        self._waves = int(waves.max(initial=0)) + 1
        self._limits = limits
        self.labels: NDArray[Any] = np.zeros(len(sites), np.uint8)
        self.weights: NDArray[np.float64] | None = None
        """The weight of each sheet, where weighted figures are shown too."""
        self._weighed: Mask = np.zeros(len(sites), bool)
        self.portions: NDArray[np.float64] | None = None
        """What an answer to this item counts in its person's score, where figures made of scores are shown too."""
        self._scored: Mask = np.zeros(len(sites), bool)

    def lacking(self, members: Mask, *, weighted: bool = False) -> str | None:
        """Return the first threshold that a set does not hold by itself, ``None`` where it holds them all."""
        if not members.any():
            return "personnes"
        before = self._weighed
        if weighted:
            self._weighed = before | members
        found = self._lacking(members.astype(np.int64))[1]
        self._weighed = before
        return found

    def each_lacking(self, groups: NDArray[np.int64]) -> list[str | None]:
        """Return the same for several disjoint sets, numbered from 1."""
        return self._lacking(groups)[1:]

    def publish(self, groups: NDArray[np.int64], *, weighted: bool = False, scored: bool = False) -> bool:
        """Show several disjoint sets at once (0: in none, 1, 2, … the others), if every atom holds; tell whether."""
        labels, before = self._split(groups), (self._weighed, self._scored)
        self._count(groups, weighted=weighted, scored=scored)
        reasons = self._lacking(labels)
        if any(reason is not None for atom, reason in enumerate(reasons) if atom != NO_ONE):
            self._weighed, self._scored = before
            return False
        self.labels = narrow(labels)
        return True

    def take(self, groups: NDArray[np.int64], *, weighted: bool = False, scored: bool = False) -> None:
        """Count sets that were shown already, whatever they hold."""
        self.labels = narrow(self._split(groups))
        self._count(groups, weighted=weighted, scored=scored)

    def _count(self, groups: NDArray[np.int64], *, weighted: bool, scored: bool) -> None:
        if weighted:
            self._weighed = self._weighed | (groups > 0)
        if scored:
            self._scored = self._scored | (groups > 0)

    def _uneven(self, there: Mask) -> str | None:
        """Return why the figures of an atom, beside each other, leave the answers of too few (``weighing``).

        A weighted figure beside a plain one does; so does a mean of scores beside those of the items, since an answer
        counts more in the score of who answered fewer of them, and nothing without a score.
        """
        both = self._both[there]

        def is_left(own: NDArray[np.float64]) -> bool:
            return is_uneven(own[there], both // self._waves, both % self._waves, self._limits)

        weighed = self.weights is not None and bool(self._weighed[there].any())
        scored = self.portions is not None and bool(self._scored[there].any())
        if weighed and self.weights is not None and is_left(self.weights):
            return "poids"
        if scored and self.portions is not None:
            mixed = [self.portions, *([self.weights * self.portions] if weighed and self.weights is not None else [])]
            return "difference" if any(map(is_left, mixed)) else None
        return None

    def _split(self, groups: NDArray[np.int64]) -> NDArray[np.int64]:
        count = int(groups.max(initial=0)) + 1
        atoms = int(self.labels.max(initial=0)) + 1
        met, place = renumbered(self.labels * np.int64(count) + groups, atoms * count)
        return place if met[0] == NO_ONE else place + 1

    def _lacking(self, labels: NDArray[np.int64]) -> list[str | None]:
        atoms = int(labels.max(initial=0)) + 1
        size = self._sites * self._waves
        found = np.bincount(labels * size + self._both, minlength=atoms * size).reshape(atoms, self._sites, self._waves)
        people = found.sum(axis=1).max(axis=1)
        by_site = found.max(axis=2)
        sites, largest = (by_site > 0).sum(axis=1), by_site.max(axis=1)
        others = by_site.copy()
        others[np.arange(atoms), by_site.argmax(axis=1)] = 0
        second = others.max(axis=1)
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
                else "dominance"
                if total - largest[atom] - second[atom] < self._limits.rest * largest[atom]
                else self._uneven(labels == atom)
                if atom != NO_ONE
                else None
            )
        return told


class Shares(Shown):
    """The same for shares of answers: each answer of an atom is given by nobody, or by five people and not by all.

    A share of one or two people tells what they said; one of 100 % tells what everybody said.
    """

    SUFFIXES = (" niveaux", " nsp")
    answers: NDArray[np.int64] | None = None
    usual: int | None = None

    def about(self, answers: NDArray[np.int64], usual: int | None) -> None:
        """Say what each sheet answered, numbered from 0, and which answer all may have given."""
        self.answers, self.usual = answers, usual

    def _lacking(self, labels: NDArray[np.int64]) -> list[str | None]:
        told = super()._lacking(labels)
        if self.answers is None:
            return told
        kinds = int(self.answers.max(initial=0)) + 1
        waves = self._both % self._waves
        cell = (labels * kinds + self.answers) * self._waves + waves
        found = np.bincount(cell, minlength=len(told) * kinds * self._waves).reshape(len(told), kinds, self._waves)
        people = found.max(axis=2)
        rare = ((people > 0) & (people < self._limits.cell)).any(axis=1)
        alone = (people > 0).sum(axis=1) == 1
        if self.usual is not None:
            alone &= people[:, self.usual] == 0
        return [one or ("rare" if rare[atom] or alone[atom] else None) for atom, one in enumerate(told)]
