"""The one rule that keeps every published figure, and every subtraction of two of them, at five people or more.

Whoever reads several figures of one item knows sums over several sets of people: the whole group, a profile, the
group at an earlier publication. By adding and subtracting them, the reader reaches the sums over the *atoms* of those
sets (the people who are in exactly the same published sets) and over unions of atoms, and over nothing smaller. So:

    **a set may be published only if it leaves no atom of one to four people.**

The complement of a profile, what a batch of new sheets adds, what is left when several profiles are subtracted, all
are atoms: minimum cell, complement, secondary suppression and publication by batches are this rule, met in different
places. The argument and its limits are in docs/decisions/002-publication.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["NO_ONE", "Atoms"]

Mask = NDArray[np.bool_]
NO_ONE = 0


class Atoms:
    """Which people the published sets of one figure tell apart.

    Parameters
    ----------
    labels
        Shape (n,): the atom of each sheet, 0 where no published set holds it.
    sessions
        Shape (n,): the number of the session of each sheet. One person may have a sheet in several sessions, so that
        an atom is counted as its largest session, never as their sum.
    least
        Smallest number of people of an atom.
    """

    def __init__(self, labels: NDArray[np.int32], sessions: NDArray[np.int32], least: int) -> None:
        self.labels = labels
        self._sessions = sessions
        self._n_sessions = int(sessions.max(initial=0)) + 1
        self._least = least

    def people(self, members: Mask) -> int:
        """Return the smallest number of people that ``members`` (shape (n,)) can be."""
        if not members.any():
            return 0
        return int(np.bincount(self._sessions[members]).max())

    def publish(self, members: Mask) -> bool:
        """Publish the set ``members`` (shape (n,)) if that leaves no small atom; tell whether it is published."""
        split = self.labels * 2 + members
        sizes = self._sizes(split)
        small = (sizes > 0) & (sizes < self._least)
        small[NO_ONE] = False  # the people of no published set at all are not an atom that anyone can reach
        if small.any():
            return False
        present = sizes > 0
        present[NO_ONE] = True
        renumbered: NDArray[np.int32] = (np.cumsum(present) - 1).astype(np.int32)
        self.labels = renumbered[split]
        return True

    def _sizes(self, split: NDArray[Any]) -> NDArray[np.int64]:
        both = split.astype(np.int64) * self._n_sessions + self._sessions
        n_labels = int(split.max(initial=0)) + 1
        counts = np.bincount(both, minlength=n_labels * self._n_sessions)
        largest: NDArray[np.int64] = counts.reshape(n_labels, self._n_sessions).max(axis=1)
        return largest
