"""What each figure of a study's table is about: its parts, on whom each rests, and how many of them it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.model.questionnaire.structure import Lever
from pasapas_widgets.research.corpus import NSP, Corpus
from pasapas_widgets.rules.scoring import rules_of

__all__ = ["Part", "figures_of", "points"]


class Part(NamedTuple):
    """The set of people that a figure is about, one value a sheet, and whether it is in it."""

    people: str
    values: NDArray[np.float64]
    there: NDArray[np.bool_]


def figures_of(
    corpus: Corpus, of: str, items: Sequence[str] | None
) -> Iterator[tuple[dict[str, str], list[Part], int]]:
    """Give each figure: what tells it, its parts, and how many of them it needs."""
    q = corpus.questionnaire
    wanted = [place for place, item in enumerate(q.items) if items is None or item.id in items]
    rules = rules_of(q)
    if of in ("leviers", "effets"):
        scales = q.levers if of == "leviers" else q.effects
        for scale in scales:
            lever = scale if isinstance(scale, Lever) else None
            asked = q.scored_items(lever) if lever else q.items_of(effect=scale.id)
            own = [place for place in wanted if q.items[place] in asked]
            if own:
                least = rules.least(len(own), lever) if lever else rules.least_of_effect(len(own))
                yield {of: scale.id}, [points(corpus, place, lever) for place in own], least
        return
    for place in wanted:
        item, level = q.items[place], corpus.levels[:, place]
        if of == "enonces":
            yield {of: item.id}, [points(corpus, place)], 1
        elif of == "nsp":
            not_known = level == NSP
            yield {of: item.id}, [Part(f"{item.id} nsp", not_known * 100.0, (level > 0) | not_known)], 1
        else:
            for one in q.scale_of(item).levels:
                yield (
                    {of: item.id, "niveau": str(one.value)},
                    [Part(item.id, (level == one.value) * 100.0, level > 0)],
                    1,
                )


def points(corpus: Corpus, place: int, lever: Lever | None = None) -> Part:
    """Return an item's answers from 0 to 100, in the direction of a lever."""
    q, level = corpus.questionnaire, corpus.levels[:, place]
    item, top = q.items[place], q.scale_of(q.items[place]).top
    steps = np.array([q.steps(item, one) for one in range(1, top + 1)])
    told = q.span - steps if lever and lever.is_unfavourable else steps
    points = np.concatenate([[0.0], told * (100 / q.span), [0.0, 0.0]])  # a level of -1 or -2 reads from the end
    return Part(item.id, points[level], level > 0)
