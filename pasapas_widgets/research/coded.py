"""A column as whole numbers and the few different texts that they stand for: what the sheets of a sector need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Coded", "joined", "narrow", "numbered", "renumbered"]


class Coded(NamedTuple):
    """One code a line, into the texts; -1 where there is none."""

    codes: NDArray[Any]
    values: list[str]

    @classmethod
    def of(cls, told: Sequence[str]) -> Coded:
        """Return the column of plain texts."""
        places: dict[str, int] = {}
        codes = [places.setdefault(one, len(places)) for one in told]
        return cls(np.array(codes, np.int32), list(places))

    def texts(self) -> list[str]:
        """Return one text a line, an empty one where there is none."""
        return [self.values[code] if code >= 0 else "" for code in self.codes.tolist()]

    def only(self, kept: NDArray[Any]) -> Coded:
        """Return some lines, by a mask or by positions, with all the texts."""
        return Coded(self.codes[kept], self.values)

    def without_empty(self) -> Coded:
        """Return the column with -1 for its empty text."""
        if "" not in self.values:
            return self
        kept = [one for one in self.values if one != ""]
        places = dict(zip(kept, range(len(kept)), strict=True)) | {"": -1}
        return Coded(np.array([*(places[one] for one in self.values), -1], np.int32)[self.codes], kept)

    def by_first(self) -> Coded:
        """Return the column with its texts in the order in which they are met, without those that are not."""
        met, first, place = numbered(self.codes.astype(np.int64) + 1, len(self.values) + 1)
        there = met > 0
        if there.sum() == len(self.values) and (np.diff(first[there]) > 0).all():
            return self
        order = np.argsort(np.where(there, first, len(self.codes)), kind="stable")[: there.sum()]
        rank = np.full(len(met), -1, np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return Coded(rank[place], [self.values[code - 1] for code in met[order].tolist()])


def joined(columns: Iterable[Coded]) -> Coded:
    """Return columns one below the other; the same text has the same code."""
    every = list(columns)
    if len(every) == 1:
        return every[0]
    places: dict[str, int] = {}
    codes = [np.zeros(0, np.int32)]
    for one in every:
        new = np.array([places.setdefault(text, len(places)) for text in one.values] + [-1], np.int32)
        codes.append(new[one.codes])  # -1 reads from the end
    return Coded(np.concatenate(codes), list(places))


def numbered(codes: NDArray[Any], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return what ``np.unique`` does of codes from 0 to ``size`` (left out): values, first lines, places. Unsorted, it
    takes a tenth of the time where codes are few beside lines."""
    if size > 4 * len(codes) + 1024:
        met, first, place = np.unique(codes, return_index=True, return_inverse=True)
        return met.astype(np.int64), first, place
    first = np.full(size, -1, np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # the last one written stays
    met = np.flatnonzero(first >= 0)
    rank = np.zeros(size, np.int64)
    rank[met] = np.arange(len(met))
    return met, first[met], rank[codes]


def renumbered(codes: NDArray[Any], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the values met among codes from 0 to ``size`` (left out), in order, and the place of each line's."""
    if size > 4 * len(codes) + 1024:
        met, place = np.unique(codes, return_inverse=True)
        return met.astype(np.int64), place
    there = np.zeros(size, bool)
    there[codes] = True
    met = np.flatnonzero(there)
    rank = np.zeros(size, np.int64)
    rank[met] = np.arange(len(met))
    return met, rank[codes]


def narrow(codes: NDArray[Any]) -> NDArray[Any]:
    """Return a copy in the smallest whole numbers that hold codes of 0 and more: what is kept of a million sheets."""
    return codes.astype(np.min_scalar_type(int(codes.max(initial=0))))
