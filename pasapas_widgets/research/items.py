"""Each item for itself: how it is used and how it goes with the others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from pasapas_widgets.research.bilingual import Told, plain, tell_number, texts_of
from pasapas_widgets.research.bootstrap import RESAMPLES, SEED, cluster_bootstraps
from pasapas_widgets.research.conditions import (
    MANY_FOR_RELIABILITY,
    Floats,
    Integers,
    need_level,
    need_resamples,
    refuse,
)
from pasapas_widgets.research.corpus import EMPTY, NC, NSP
from pasapas_widgets.research.estimates import Estimate, texts
from pasapas_widgets.research.reliability import Missing, Moments, alpha_of, moments

__all__ = ["ItemReading", "item_analysis", "oriented"]

LOW_ITEM_REST = 0.30
"""Item-rest correlation under which an item is told to be read again (Nunnally and Bernstein 1994, *Psychometric
theory*, chapter 8)."""


def oriented(codes: ArrayLike, tops: int | Sequence[int], reversed_items: Sequence[bool] | None = None) -> Floats:
    """Return answers from 0 (worst) to 100 (best), reversed items turned round, NaN where none is on the scale.

    Parameters
    ----------
    codes
        People × items: levels from 1; 0 empty, -1 «je ne sais pas», -2 «non concerné».
    tops
        The highest level, of all items or of each.
    reversed_items
        For each item, whether a high level is unfavourable.

    Examples
    --------
    >>> oriented([[1, 4], [-1, 2], [0, -2]], 4, [False, True])[:2].round(1).tolist()
    [[0.0, 0.0], [nan, 66.7]]
    """
    levels, top = _coded(codes, tops)
    turned = np.zeros(levels.shape[1], dtype=bool) if reversed_items is None else np.asarray(reversed_items, dtype=bool)
    if len(turned) != levels.shape[1]:
        refuse("noms", n=len(turned), items=levels.shape[1])
    steps = np.where(turned, top - levels, levels - 1) * 100.0 / (top - 1)
    return np.where(levels > 0, steps, np.nan)


def _coded(codes: ArrayLike, tops: int | Sequence[int]) -> tuple[Integers, Integers]:
    levels = np.asarray(codes)
    if levels.ndim != 2 or not np.issubdtype(levels.dtype, np.integer):
        refuse("codes")
    levels, given = levels.astype(np.int64), np.asarray(tops, dtype=np.int64)
    if given.ndim and given.shape != levels.shape[1:]:
        refuse("noms", n=given.size, items=levels.shape[1])
    top = np.broadcast_to(given, levels.shape[1:])
    if (levels < NC).any() or (levels > top).any() or (top < 2).any():
        refuse("codes")
    return levels, top


class ItemReading(Struct, Told, frozen=True, kw_only=True):
    """How one item is used, among the items of its scale.

    Parameters
    ----------
    people
        All sheets; ``not_known``, ``not_concerned`` and ``empty`` are shares of them, 0 to 1.
    answered
        Sheets with an answer on the scale; ``floor`` (worst level) and ``ceiling`` (best) are shares of them.
    mean, deviation
        Mean and standard deviation, 0 to 100, reversed items turned round.
    item_rest
        Correlation with the sum of the other items, with its interval.
    alpha_without
        Cronbach's alpha of the other items; ``None`` where only one would be left.
    """

    item: str
    people: int
    answered: int
    floor: float
    ceiling: float
    not_known: float
    not_concerned: float
    empty: float
    mean: float
    deviation: float
    item_rest: Estimate
    alpha_without: float | None

    def sentence(self) -> str:
        """Return the reading as sentences."""
        words = texts_of("statistiques")
        shares = {
            name: plain(100 * float(share), 0)
            for name, share in {
                "plancher": self.floor, "plafond": self.ceiling, "nsp": self.not_known, "nc": self.not_concerned,
                "vide": self.empty,
            }.items()
        }  # fmt: skip
        said = words["enonce"].format(
            item=self.item, n=plain(self.answered, 0), sur=plain(self.people, 0), moyenne=tell_number(self.mean, 0),
            **shares,
        )  # fmt: skip
        without = "" if self.alpha_without is None else words["sans"].format(alpha=tell_number(self.alpha_without))
        return " ".join(part for part in (said, self.item_rest.sentence(), without) if part)


def item_analysis(
    codes: ArrayLike,
    clusters: Any,
    *,
    tops: int | Sequence[int],
    names: Sequence[str],
    reversed_items: Sequence[bool] | None = None,
    missing: Missing = "complete",
    waves: Any = None,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[ItemReading, ...]:
    """Return, for each item of a scale: floor, ceiling, NSP, NC, empty, item-rest correlation, alpha without it.

    Parameters
    ----------
    codes, tops, reversed_items
        As for :func:`oriented`; the items of one scale.
    clusters
        The establishment of each person; the interval of the item-rest correlation is a bootstrap by establishment.
    names
        How the items are told.
    waves
        As for :func:`icc1`.
    missing
        As for :func:`cronbach_alpha`, for the correlation and alpha only: shares are over everybody.

    Raises
    ------
    StatisticsError
        The codes are none of a corpus; else as for :func:`cronbach_alpha`.

    Notes
    -----
    Item-rest («corrected item-total») correlation and alpha without the item: Nunnally and Bernstein (1994), chapter 8;
    Henrysson (1963), *Psychometrika* 28. With two items the rest is the other one.
    """
    need_level(level)
    levels, _ = _coded(codes, tops)
    if len(names) != levels.shape[1]:
        refuse("noms", n=len(names), items=levels.shape[1])
    answers = oriented(levels, tops, reversed_items)
    need_resamples(resamples)
    made = moments(answers, clusters, missing=missing, waves=waves)
    covariance = made.covariance()
    caution = texts()["prudences"]["item_reste"]
    few = made.establishments is not None and made.establishments < MANY_FOR_RELIABILITY
    narrow = (texts()["prudences"]["etroit_item_reste"],) if few else ()
    intervals = cluster_bootstraps(
        made.totals,
        [partial(_item_rest_of, made, place) for place in range(len(names))],
        level=level,
        resamples=resamples,
        seed=seed,
    )
    found = []
    for place, (name, (low, high, _)) in enumerate(zip(names, intervals, strict=True)):
        estimate = float(_item_rest(covariance, place))
        rest = Estimate(
            what="item_reste", estimate=estimate, low=low, high=high, people=made.people, sheets=made.sheets,
            establishments=made.establishments, left_out=made.left_out, method="bca", level=level, of=name,
            cautions=(*((caution,) if estimate < LOW_ITEM_REST else ()), *narrow),
            options={"missing": missing, "resamples": resamples, "seed": seed},
        )  # fmt: skip
        found.append(_reading(name, levels[:, place], answers[:, place], rest, _alpha_without(made, place)))
    return tuple(found)


def _item_rest(covariance: Floats, place: int) -> Floats:
    """Return the correlation of one item with the sum of the others, from covariances (… × k × k)."""
    own = covariance[..., place, place]
    with_rest = covariance[..., place, :].sum(axis=-1) - own
    rest = covariance.sum(axis=(-2, -1)) - 2 * with_rest - own
    found: Floats = with_rest / np.sqrt(own * rest)
    return found


def _item_rest_of(made: Moments, place: int, sums: Floats) -> Floats:
    return _item_rest(made.covariance(sums), place)


def _alpha_without(made: Moments, place: int) -> float | None:
    if made.items < 3:
        return None
    others = [index for index in range(made.items) if index != place]
    return float(alpha_of(made.covariance()[np.ix_(others, others)]))


def _reading(name: str, levels: Integers, answers: Floats, rest: Estimate, without: float | None) -> ItemReading:
    on_scale = answers[levels > 0]
    return ItemReading(
        item=name,
        people=len(levels),
        answered=len(on_scale),
        floor=float((on_scale == 0).mean()),
        ceiling=float((on_scale == 100).mean()),
        not_known=float((levels == NSP).mean()),
        not_concerned=float((levels == NC).mean()),
        empty=float((levels == EMPTY).mean()),
        mean=float(on_scale.mean()),
        deviation=float(on_scale.std(ddof=1)),
        item_rest=rest,
        alpha_without=without,
    )
