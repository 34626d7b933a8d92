"""Means and covariances of items in several groups, and how uncertain they are when people come in establishments.

An answer counts in each mean and covariance that it is part of (pairs), or only complete sheets do. Each person's part
in each moment is summed by establishment: the variance of these sums is that of the moments (Yuan and Bentler 2000,
*Sociological Methodology* 30; Muthén and Satorra 1995, *Sociological Methodology* 25; pairs: Savalei and Bentler 2005,
*Structural Equation Modeling* 12).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

from pasapas_widgets.research.conditions import (
    LEAST_CLUSTERS,
    LEAST_COMPLETE,
    Floats,
    groups_of,
    matrix,
    need_choice,
    need_clusters,
    need_people,
    refuse,
)

__all__ = ["LEAST_PEOPLE", "GroupMoments", "Moments", "moments_of", "packed"]

LEAST_PEOPLE = 100
"""People in a group under which a factor model is refused (Kline 2016, *Principles and practice of structural equation
modeling*, chapter 1)."""


class GroupMoments(Struct, frozen=True):
    """Means, covariances (divisor n) and people of one group."""

    mean: Floats
    covariance: Floats
    people: int


class Moments(Struct, frozen=True):
    """The moments of all groups, one after the other: means, then the lower triangle of covariances.

    Parameters
    ----------
    groups
        In their order.
    gamma
        N times the covariance matrix of the moments, robust to establishments.
    people, sheets, establishments, left_out
        As in an estimate.
    """

    groups: tuple[GroupMoments, ...]
    gamma: Floats
    people: int
    sheets: int | None
    establishments: int
    left_out: int

    @property
    def total(self) -> int:
        """Sheets of all groups: the N of the test statistic."""
        return sum(group.people for group in self.groups)


def packed(covariance: Floats) -> Floats:
    """Return the lower triangle of a symmetric matrix, row by row."""
    found: Floats = covariance[np.tril_indices(len(covariance))]
    return found


def moments_of(
    items: ArrayLike, clusters: Any, *, codes: NDArray[np.int64] | None = None, missing: str, waves: Any = None
) -> Moments:
    """Return the moments of people × items in each group, checked.

    Parameters
    ----------
    codes
        The group of each person, from 0; -1: in none. One group of all without it.
    missing
        ``complete`` or ``pairwise``, as for :func:`pasapas_widgets.research.cronbach_alpha`.

    Raises
    ------
    StatisticsError
        Fewer than three items, 100 people or 20 establishments in a group; more than half of the sheets incomplete; an
        item without variance; pairs that contradict each other.
    """
    need_choice("missing", missing, ("complete", "pairwise"))
    answers = matrix(items)
    if answers.shape[1] < 3:
        refuse("items", n=answers.shape[1], least=3)
    sites = groups_of(clusters, len(answers), waves)
    of = np.zeros(len(answers), np.int64) if codes is None else codes
    has_any = ~np.isnan(answers).all(axis=1) & (of >= 0)
    kept = has_any & (sites.codes >= 0)
    if missing == "complete":
        kept &= ~np.isnan(answers).any(axis=1)
        if kept.sum() < LEAST_COMPLETE * has_any.sum():
            refuse("incompletes", n=int(kept.sum()), people=int(has_any.sum()))
    answers, of, inside = answers[kept], of[kept], sites.only(kept)
    need_people(inside.people, 0, share=False)
    need_clusters(inside, least=LEAST_CLUSTERS, reason="facteur_etablissements")
    found, parts = [], []
    for group in range(int(of.max(initial=0)) + 1):
        own = of == group
        here = inside.only(own)
        if here.people < LEAST_PEOPLE:
            refuse("facteur_personnes", n=here.people, least=LEAST_PEOPLE)
        need_clusters(here, least=LEAST_CLUSTERS, reason="facteur_etablissements")
        made, influence = _of_group(answers[own])
        found.append(made)
        whole = np.zeros((len(answers), influence.shape[1]))
        whole[own] = influence
        parts.append(np.column_stack([inside.sums(column) for column in whole.T]))
    by_site = np.hstack(parts)
    count, total = inside.count, sum(one.people for one in found)
    gamma = total * count / (count - 1) * by_site.T @ by_site
    return Moments(tuple(found), gamma, inside.people, inside.sheets, count, int(has_any.sum() - len(answers)))


def _of_group(answers: Floats) -> tuple[GroupMoments, Floats]:
    """Return the moments of a group, and the part of each person in each of them (their sum over people is 0)."""
    there = ~np.isnan(answers)
    values = np.where(there, answers, 0.0)
    answered = there.sum(axis=0)
    mean = values.sum(axis=0) / np.maximum(answered, 1)
    centred = np.where(there, answers - mean, 0.0)
    pairs = there.T.astype(float) @ there
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = centred.T @ centred / pairs
    for place, variance in enumerate(np.diagonal(covariance)):
        if not variance > 0:
            refuse("item_constant", rang=place + 1)
    if not np.isfinite(covariance).all() or np.linalg.eigvalsh(covariance)[0] < 1e-9 * np.trace(covariance):
        refuse("paires")
    rows, columns = np.tril_indices(answers.shape[1])
    both = there[:, rows] & there[:, columns]
    products = np.where(both, centred[:, rows] * centred[:, columns] - covariance[rows, columns], 0.0)
    influence = np.hstack([centred / answered, products / pairs[rows, columns]])
    return GroupMoments(mean, covariance, len(answers)), influence
