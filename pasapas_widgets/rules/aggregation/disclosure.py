"""The one rule that keeps every published figure, and every subtraction of two of them, at five people or more.

Whoever reads several figures of one item knows sums over several sets of people: the whole group, a profile, the
group at an earlier publication. By adding and subtracting them, the reader reaches the sums over the *atoms* of those
sets (the people who are in exactly the same published sets) and over unions of atoms, and over nothing smaller. So:

    **a set may be published only if it leaves no atom of one to four people.**

The complement of a profile, what a batch of new sheets adds, what is left when several profiles are subtracted, all
are atoms: minimum cell, complement, secondary suppression and publication by batches are this rule, met in different
places. The argument and its limits are in docs/decisions/002-publication.md.

Whoever brought some of the sheets knows them and takes them away. So an atom counts its people whose sheets nobody
knows, where it has any, and all of them where all are known (docs/decisions/021-who-knows-what.md).
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
    known
        Shape (n,): the sheets that somebody brought and may know; none where left out.
    """

    def __init__(
        self, labels: NDArray[np.int32], sessions: NDArray[np.int32], least: int, *, known: Mask | None = None
    ) -> None:
        self.labels = labels
        self._sessions = sessions
        self._n_sessions = int(sessions.max(initial=0)) + 1
        self._least = least
        self._known = np.zeros(len(labels), np.bool_) if known is None else known

    def people(self, members: Mask) -> int:
        """Return the smallest number of people that ``members`` (shape (n,)) can be, for whoever knows some of them.

        Those whose sheets nobody knows, where there are any; else all of them.
        """
        return int(self._sizes(members.astype(np.int32))[1])

    def publish(self, members: Mask) -> bool:
        """Publish the set ``members`` (shape (n,)) if that leaves no small atom; tell whether it is published.

        An atom that the set takes or leaves whole is as it was: it is not judged again.
        """
        split = self.labels * 2 + members
        sizes = self._sizes(split)
        outside, inside = sizes[0::2], sizes[1::2]
        made = (outside > 0) & (inside > 0)
        made[NO_ONE] = inside[NO_ONE] > 0
        small = made & ((outside < self._least) | (inside < self._least))
        small[NO_ONE] = made[NO_ONE] & (inside[NO_ONE] < self._least)  # the people of no published set are no atom
        if small.any():
            return False
        present = sizes > 0
        present[NO_ONE] = True
        renumbered: NDArray[np.int32] = (np.cumsum(present) - 1).astype(np.int32)
        self.labels = renumbered[split]
        return True

    def _sizes(self, split: NDArray[Any]) -> NDArray[np.int64]:
        """Return the people of each label of ``split``, an even number of labels."""
        n_labels = 2 * (int(split.max(initial=0)) // 2 + 1)
        every = self._largest(split, n_labels, np.ones(len(split), np.bool_))
        if not self._known.any():
            return every
        unknown = self._largest(split, n_labels, ~self._known)
        return np.where(unknown > 0, unknown, every)

    def _largest(self, split: NDArray[Any], n_labels: int, kept: Mask) -> NDArray[np.int64]:
        """Return the largest session of each label, among the sheets ``kept``."""
        both = split[kept].astype(np.int64) * self._n_sessions + self._sessions[kept]
        counts = np.bincount(both, minlength=n_labels * self._n_sessions)
        largest: NDArray[np.int64] = counts.reshape(n_labels, self._n_sessions).max(axis=1)
        return largest
