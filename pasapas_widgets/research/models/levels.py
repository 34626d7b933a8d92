"""Reliability within establishments and between them: a scale may tell people apart and not establishments."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from pasapas_widgets.research.bootstrap import SEED, cluster_bootstrap
from pasapas_widgets.research.conditions import (
    LEAST_CLUSTERS,
    LEAST_COMPLETE,
    MANY_FOR_RELIABILITY,
    Floats,
    groups_of,
    matrix,
    need_choice,
    need_clusters,
    need_level,
    need_people,
    need_resamples,
    refuse,
)
from pasapas_widgets.research.estimates import Estimate, texts
from pasapas_widgets.research.reliability import alpha_of

__all__ = ["Part", "multilevel_alpha"]

Part = Literal["within", "between"]


def multilevel_alpha(
    items: ArrayLike,
    clusters: Any,
    *,
    part: Part,
    waves: Any = None,
    level: float = 0.95,
    resamples: int = 500,
    seed: int = SEED,
    of: str = "",
) -> Estimate:
    """Return alpha of the differences between people of one establishment, or between establishments.

    Parameters
    ----------
    items, clusters, waves, level, resamples, seed
        As for :func:`cronbach_alpha`; complete sheets only.
    part
        ``within``: of the covariances inside establishments. ``between``: of those of the establishments' own levels,
        errors of sampling people taken out. :func:`icc2` is another thing: how well the mean of those who answered
        stands for its establishment.

    Raises
    ------
    StatisticsError
        Fewer than twenty establishments or twenty people; more than half of the sheets incomplete; one person in each
        establishment; establishments that do not differ on an item (``between``).

    Notes
    -----
    Geldhof, Preacher and Zyphur (2014), *Psychological Methods* 19; covariances from the analysis of variance (Muthén
    1994, *Sociological Methods & Research* 22): S_within, and (S_between - S_within) / n0. Interval: establishments
    drawn again, percentiles.
    """
    need_level(level)
    need_resamples(resamples)
    need_choice("part", part, get_args(Part))
    answers = matrix(items)
    groups = groups_of(clusters, len(answers), waves)
    has_any = ~np.isnan(answers).all(axis=1)
    kept = ~np.isnan(answers).any(axis=1) & (groups.codes >= 0)
    need_people(int(kept.sum()), 0, share=False)
    if kept.sum() < LEAST_COMPLETE * has_any.sum():
        refuse("incompletes", n=int(kept.sum()), people=int(has_any.sum()))
    groups, answers = groups.only(kept), answers[kept]
    need_people(groups.people, 0, share=False)
    need_clusters(groups, least=LEAST_CLUSTERS, reason="reechantillonnage")
    if len(answers) <= groups.count:
        refuse("une_personne")
    answers = answers - answers.mean(axis=0)
    k, sizes = answers.shape[1], groups.sizes.astype(np.float64)
    sums = np.column_stack([groups.sums(column) for column in answers.T])
    products = np.column_stack([groups.sums(answers[:, i] * answers[:, j]) for i in range(k) for j in range(k)])
    squares = np.einsum("gi,gj,g->gij", sums, sums, 1 / sizes).reshape(groups.count, -1)
    totals = np.column_stack([np.ones(groups.count), sizes, sizes**2, sums, products, squares])

    def statistic(drawn: Floats) -> Floats:
        return _alpha(drawn, k, part)

    estimate = float(statistic(totals.sum(axis=0)[None])[0])
    if not np.isfinite(estimate):
        refuse("entre_nul" if part == "between" else "constante")
    low, high, _ = cluster_bootstrap(
        totals, statistic, level=level, method="percentile", resamples=resamples, seed=seed
    )
    words = texts()["prudences"]
    cautions = [words["etroit_niveaux"]] if groups.count < MANY_FOR_RELIABILITY else []
    if estimate > 1:
        cautions.append(words["entre_un"])
    return Estimate(
        what="alpha_entre" if part == "between" else "alpha_dans", estimate=min(estimate, 1.0),
        low=min(low, 1.0), high=min(high, 1.0),
        people=groups.people, sheets=groups.sheets, establishments=groups.count,
        left_out=int(len(kept) - len(answers)), method="niveaux", level=level, of=of,
        cautions=tuple(cautions),
        options={"part": part, "resamples": resamples, "seed": seed},
    )  # fmt: skip


def _alpha(drawn: Floats, k: int, part: Part) -> Floats:
    """Return alpha of sums over establishments (samples × sums), NaN where an item has no variance at that level."""
    count, people, squared = drawn[:, 0], drawn[:, 1], drawn[:, 2]
    sums = drawn[:, 3 : 3 + k]
    products, squares = (drawn[:, 3 + k + place * k * k :][:, : k * k].reshape(-1, k, k) for place in (0, 1))
    with np.errstate(all="ignore"):
        within = (products - squares) / (people - count)[:, None, None]
        whole = np.einsum("si,sj,s->sij", sums, sums, 1 / people)
        between = (squares - whole) / (count - 1)[:, None, None]
        size = (people - squared / people) / (count - 1)
        used = within if part == "within" else (between - within) / size[:, None, None]
        variances = np.diagonal(used, axis1=1, axis2=2)
        found = np.where((variances > 0).all(axis=1) & (used.sum(axis=(1, 2)) > 0), alpha_of(used), np.nan)
    return np.asarray(found, np.float64)
