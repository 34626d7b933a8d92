"""Sheets of which more is known of each person: age class, seniority, weight."""

from __future__ import annotations

from typing import Any

import numpy as np

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.research import Corpus, synthetic

Q5 = load_questionnaire("equipe-5")
AGES, YEARS = ("20-34", "35-49", "50+"), ("0-4", "5+")


def told(corpus: Corpus, weights: Any = None, seed: int = 1, **columns: Any) -> Corpus:
    """Return a corpus with an age class and a seniority for each sheet, and weights by type where not given."""
    draw, frame = np.random.default_rng(seed), corpus.sheets
    given = {name: frame[name].cat.codes.map(dict(enumerate(frame[name].cat.categories))).tolist() for name in frame}
    given = {name: [None if one != one else one for one in column] for name, column in given.items()}
    own = {"age": draw.choice(AGES, len(corpus)).tolist(), "anciennete": draw.choice(YEARS, len(corpus)).tolist()}
    own |= columns
    if weights is None:
        weights = 1 + 0.25 * frame["type"].cat.codes.to_numpy() % 3
    return Corpus.of_columns(
        corpus.questionnaire, corpus.levels, given | own, covariates=tuple(own), notes=corpus.notes, weights=weights
    )


def sized(sizes: list[int], weights: Any, **columns: Any) -> Corpus:
    """Return a corpus of establishments of these sizes, nobody without an answer."""
    corpus = synthetic(1, 4 * sum(sizes), spread=0, missing=0, questionnaire=Q5).where(np.arange(sum(sizes)))
    sites = [f"E{place:02}" for place, size in enumerate(sizes) for _ in range(size)]
    about = {"etablissement": sites, "seance": sites, **columns}
    return Corpus.of_columns(Q5, corpus.levels, about, covariates=tuple(columns), weights=weights)
