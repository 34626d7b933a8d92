"""Covariates and weights of a data package: where, with all else that is known of people, nobody is one of one to four.

A profile, a variant, an age class and a seniority each shared by five are, together, one person. So each is written in
a session only where every combination with those before it has five people there; weights, which a figure needs for
all sheets, are written for all or for none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.research.covariates import WEIGHT
from pasapas_widgets.rules.aggregation import load_thresholds

if TYPE_CHECKING:
    from pasapas_widgets.research.corpus import Corpus

__all__ = ["few_in", "kept_besides"]


def few_in(codes: NDArray[Any], sessions: NDArray[Any], count: int, least: int) -> NDArray[np.bool_]:
    """Tell in which sessions a value, or the lack of one, is that of one to four people, the others having another."""
    few, sizes = np.zeros(count, bool), np.bincount(sessions, minlength=count)
    for code in np.unique(codes):
        own = np.bincount(sessions[codes == code], minlength=count)
        few |= (own > 0) & (own < least) & (own < sizes)
    return few


def kept_besides(
    corpus: Corpus, sessions: NDArray[Any], written: NDArray[np.bool_], known: NDArray[np.int64]
) -> tuple[dict[str, NDArray[Any]], list[str]]:
    """Return the columns that may be written, one text or number a sheet, and what was left out in words.

    Parameters
    ----------
    sessions
        The session of each sheet, numbered from 0.
    written
        Which sessions are written.
    known
        A number for what else is written of each sheet's person.
    """
    texts, least = interface("research")["paquet"], load_thresholds().cell
    columns: dict[str, NDArray[Any]] = {}
    notes = list[str]()
    for name in corpus.covariates:
        codes, values = corpus.coded(name)
        own = codes.astype(np.int64) + 1
        few = few_in(known * (len(values) + 1) + own, sessions, len(written), least)
        own = np.where(few[sessions], 0, own)
        known = np.unique(known * (len(values) + 1) + own, return_inverse=True)[1]
        columns[name] = np.array(["", *values], dtype=object)[own]
        if (few & written).any():
            notes.append(texts["covariables"].format(nom=name, n=int((few & written).sum()), seuil=least))
    if corpus.weights is not None:
        values_, place = np.unique(corpus.weights, return_inverse=True)
        few = few_in(known * len(values_) + place, sessions, len(written), least)
        if (few & written).any():
            notes.append(texts["sans_poids"].format(n=int((few & written).sum()), seuil=least))
        else:
            columns[WEIGHT] = corpus.weights
    return columns, notes
