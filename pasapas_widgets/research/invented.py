"""Answers that nobody gave, made from a known truth: to try a study, to check a method, to measure speed.

Each person has one latent level a lever, made of the establishment's part (a share ``icc`` of the variance) and her
own; the levers of one person are correlated. An answer to an item is that level, weighted by the item's ``loading``,
and an error of its own, cut into the levels of the scale by limits that differ from item to item. So what a method
should find is known: the intra-class correlation, which items go together, what changed between two waves.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.corpus import NC, NSP, Corpus

__all__ = ["REGIONS", "TYPES", "synthetic"]

TYPES = ("hebergement", "milieu_ouvert", "placement_familial")
REGIONS = ("Région A", "Région B", "Région C", "Région D", "Région E")
_SHARES = {"types": (0.5, 0.35, 0.15), "regions": (0.3, 0.25, 0.2, 0.15, 0.1)}
_BETWEEN_LEVERS = 0.5  # correlation of two levers of one person
_TYPE_SHIFT = (0.0, 0.15, -0.15)


def synthetic(
    establishments: int = 300,
    people: int = 35,
    *,
    seed: int = 2026,
    icc: float = 0.15,
    loading: float = 0.7,
    waves: int = 1,
    change: float = 0.3,
    missing: float = 1.0,
    spread: float = 0.35,
    questionnaire: Questionnaire | None = None,
) -> Corpus:
    """Return a corpus that nobody answered, the same for the same arguments; its notes say that it is invented.

    Parameters
    ----------
    establishments
        How many, at least 1; those of the second wave are the same, with other people.
    people
        How many answer in each on average, at least 1.
    icc
        Share (0 to 1, 1 excluded) of the latent variance that lies between establishments, types apart.
    loading
        Correlation (0 to 1) of an item's latent answer with its lever, on average; items lie within 0.15 of it.
    waves
        1 or 2.
    change
        What the second wave adds to the first lever, in latent standard deviations; the other levers do not change.
    missing
        Factor on the usual shares of NSP (4 % on average, more on the last lever), NC (2 %) and empty (1 %).
    spread
        How unequal establishments are in size: standard deviation of the logarithm of their number of people.

    Raises
    ------
    FrenchError
        An argument is out of its range.

    Examples
    --------
    >>> corpus = synthetic(20, 12)
    >>> corpus.levels.shape[1], corpus.count("etablissement")
    (32, 20)
    """
    bounds = {"icc": 0 <= icc < 1, "loading": 0 < loading < 1, "waves": waves in (1, 2), "missing": 0 <= missing <= 5}
    bounds |= {"establishments": establishments >= 1, "people": people >= 1, "spread": 0 <= spread <= 2}
    for name, holds in bounds.items():
        if not holds:
            raise FrenchError(interface("research")["corpus"]["hors_bornes"].format(nom=name))
    q, draw = questionnaire or load_questionnaire(), np.random.default_rng(seed)
    kinds = draw.choice(len(TYPES), establishments, p=_SHARES["types"])
    regions = draw.choice(len(REGIONS), establishments, p=_SHARES["regions"])
    own = draw.standard_normal((establishments, len(q.levers))) * np.sqrt(icc)
    sizes = np.maximum(1, np.rint(people * np.exp(draw.normal(-(spread**2) / 2, spread, (waves, establishments)))))
    of = np.concatenate([np.repeat(np.arange(establishments), one) for one in sizes.astype(np.int64)])
    wave = np.repeat(np.arange(waves), sizes.sum(axis=1).astype(np.int64))
    n = len(of)
    common = draw.standard_normal((n, 1), dtype=np.float32) * np.float32(np.sqrt(_BETWEEN_LEVERS))
    single = draw.standard_normal((n, len(q.levers)), dtype=np.float32) * np.float32(np.sqrt(1 - _BETWEEN_LEVERS))
    latent = (common + single) * np.float32(np.sqrt(1 - icc)) + own[of].astype(np.float32)
    latent += np.array(_TYPE_SHIFT, np.float32)[kinds[of], None]
    latent[:, 0] += np.float32(change) * wave
    profiles = q.profile_ids or ("",)
    weights = np.array([0.55, *[0.45 / max(1, len(profiles) - 1)] * (len(profiles) - 1)])
    profile = draw.choice(len(profiles), n, p=weights / weights.sum())
    order = draw.permutation(n)  # the order of the rows tells nothing of who answered with whom
    levels = _answers(q, latent, draw, loading, missing)[order]
    names = [f"E{number:04}" for number in range(1, establishments + 1)]
    sessions = [f"{name}-V{number + 1}" for number in range(waves) for name in names]
    columns = {
        "seance": (wave * establishments + of, sessions),
        "feuille": (np.arange(n), [f"{number:07}" for number in range(n)]),
        "etablissement": (of, names),
        "vague": (wave, [str(number + 1) for number in range(waves)]),
        "type": (kinds[of], list(TYPES)),
        "region": (regions[of], list(REGIONS)),
        "profil": (profile, list(profiles)),
        "version": (np.zeros(n, np.int8), [q.version]),
        "recherche": (np.zeros(n, np.int8), ["oui"]),
    }  # fmt: skip
    return Corpus.of_columns(
        q,
        levels,
        {name: _category(codes if name == "feuille" else codes[order], of_) for name, (codes, of_) in columns.items()},
        notes=(interface("research")["corpus"]["inventees"],),
    )


def _category(codes: NDArray[np.int64], categories: list[str]) -> Any:
    import pandas as pd

    return pd.Categorical.from_codes(codes, categories)


def _answers(
    q: Questionnaire, latent: NDArray[np.float32], draw: np.random.Generator, loading: float, missing: float
) -> NDArray[np.int8]:
    """Cut each person's latent answers into levels, then let some of them know nothing, not be concerned, or skip."""
    levers = [lever.id for lever in q.levers]
    levels = np.empty((len(latent), len(q.items)), np.int8)
    for column, item in enumerate(q.items):
        scale, lever = q.scale_of(item), levers.index(item.lever)
        weight = np.float32(np.clip(loading + draw.uniform(-0.15, 0.15), 0.05, 0.95))
        answer = weight * latent[:, lever]
        answer += np.sqrt(1 - weight**2) * draw.standard_normal(len(latent), dtype=np.float32)
        limits = np.linspace(-1.2, 1.2, scale.top - 1) if scale.top > 2 else np.zeros(1)
        level = 1 + np.searchsorted((limits + draw.uniform(-0.5, 0.5)).astype(np.float32), answer).astype(np.int8)
        found = scale.top + 1 - level if item.reversed else level
        chance = draw.random(len(latent), dtype=np.float32)
        bounds = np.cumsum([0.01, 0.02, 0.03 + (0.05 if lever == len(levers) - 1 else 0.0)]) * missing
        if "NSP" in scale.codes:
            found[chance < bounds[2]] = NSP
        if "NC" in scale.codes:
            found[chance < bounds[1]] = NC
        found[chance < bounds[0]] = 0
        levels[:, column] = found
    return levels
