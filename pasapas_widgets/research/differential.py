"""Do people of one profile read an item in another way than people who answer like them elsewhere?"""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pasapas_widgets.research.bilingual import plain, tell_number, texts_of
from pasapas_widgets.research.bootstrap import RESAMPLES, SEED, cluster_bootstrap
from pasapas_widgets.research.conditions import (
    MANY_CLUSTERS,
    Floats,
    Integers,
    groups_of,
    matrix,
    need_clusters,
    need_level,
    need_people,
    need_resamples,
    refuse,
    vector,
)
from pasapas_widgets.research.estimates import Estimate, texts

__all__ = ["DifferentialItem", "differential_item"]

MODERATE, LARGE = 1 / 2.35, 1.5 / 2.35
"""Log odds ratios from which a differential reading is moderate, then large: 1 and 1.5 on the delta scale of ETS (Zieky
1993), which is -2.35 times a log odds ratio (Holland and Thayer 1988); Penfield (2007) takes them over for several
levels."""
STRATA = 20
"""Groups of people of like rest scores, where these have more different values than a table can hold."""


class DifferentialItem(Estimate, frozen=True, kw_only=True):
    """A log odds ratio between a profile and the others, at the same rest score.

    Parameters
    ----------
    size
        ``negligible``, ``moderate`` or ``large`` (ETS classes).
    focal, reference
        People of the profile and of the others who could be matched.
    """

    size: Literal["negligible", "moderate", "large"]
    focal: int
    reference: int

    def sentence(self) -> str:
        """Return the estimate as sentences, with the odds ratio and its class."""
        words = texts_of("statistiques")["differentiel"]
        said = words["rapport"].format(
            rapport=tell_number(math.exp(self.estimate)), profil=plain(self.focal, 0), autres=plain(self.reference, 0)
        )
        return f"{super().sentence()} {said} {words[self.size]}"


def differential_item(
    answers: ArrayLike,
    rest: ArrayLike,
    focal: ArrayLike,
    clusters: Any,
    *,
    waves: Any = None,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    of: str = "",
) -> DifferentialItem:
    """Return whether a profile answers an item otherwise than people who answer alike elsewhere.

    The Liu-Agresti estimator of the cumulative common odds ratio, people being matched by the sum of the other items of
    the scale; interval by bootstrap of establishments (BCa). Above 0, the profile answers this item higher than the
    others do at the same rest score. With two levels it is the Mantel-Haenszel odds ratio.

    Parameters
    ----------
    answers
        One number a person, NaN where there is none, reversed items turned round.
    rest
        People × other items of the scale; only people who answered all of them count.
    focal
        Whether each person has the profile.
    clusters
        The establishment of each person.
    waves
        As for :func:`icc1`.

    Raises
    ------
    StatisticsError
        Fewer than twenty people on either side or twenty establishments, more than half of the sheets incomplete, or no
        rest score that both sides share.

    Notes
    -----
    Liu and Agresti (1996), *Biometrics* 52; for differential items Penfield and Algina (2003), *Journal of Educational
    Measurement* 40; classes: :data:`MODERATE`. It supposes a like odds ratio at all levels and rest scores. A
    difference of reading is no fault of the item: look at it with people of the profile. The p value is that of the
    log odds ratio over its bootstrap standard error, law t with establishments - 1 degrees of freedom, for
    :func:`adjust`.
    """
    from scipy.special import stdtr

    need_level(level)
    need_resamples(resamples)
    own, others, side = vector(answers), matrix(rest, least=1), np.asarray(focal)
    if side.shape != own.shape or side.dtype != bool or len(others) != len(own):
        refuse("longueurs", n=len(side), people=len(own))
    groups = groups_of(clusters, len(own), waves)
    asked = ~np.isnan(own)
    kept = asked & ~np.isnan(others).any(axis=1) & (groups.codes >= 0)
    need_people(int(kept.sum()), int(asked.sum()))
    steps, strata = np.unique(own[kept], return_inverse=True)[1], _strata(others[kept].sum(axis=1))
    side = side[kept]
    matched = _shared(strata, side)
    people = groups.only(kept)
    for here in (side & matched, ~side & matched):
        if (n := people.only(here).people) < 20:
            refuse("profil", n=n)
    people, steps, strata, side = people.only(matched), steps[matched], strata[matched], side[matched]
    need_clusters(people)
    shape = (int(strata.max()) + 1, 2, int(steps.max()) + 1)
    if shape[2] < 2:
        refuse("constante")
    place = np.ravel_multi_index((people.codes, strata, side.astype(np.int64), steps), (people.count, *shape))
    totals = np.bincount(place, minlength=people.count * math.prod(shape)).reshape(people.count, -1).astype(np.float64)
    estimate = float(_log_odds(totals.sum(axis=0)[None], shape)[0])
    if not math.isfinite(estimate):
        refuse("tirages")
    low, high, error = cluster_bootstrap(
        totals, lambda sums: _log_odds(sums, shape), level=level, resamples=resamples, seed=seed
    )
    return DifferentialItem(
        what="differentiel", estimate=estimate, low=low, high=high, people=people.people, sheets=people.sheets,
        establishments=people.count,
        left_out=int(len(own) - len(side)), method="liu_agresti", level=level, of=of,
        p=2 * float(stdtr(people.count - 1, -abs(estimate) / error)) if error > 0 and math.isfinite(error) else None,
        cautions=(texts()["prudences"]["etroit_differentiel"],) if people.count < MANY_CLUSTERS else (),
        options={"resamples": resamples, "seed": seed},
        size="negligible" if abs(estimate) < MODERATE else "moderate" if abs(estimate) < LARGE else "large",
        focal=int(side.sum()), reference=int((~side).sum()),
    )  # fmt: skip


def _strata(sums: Floats) -> Integers:
    values, strata = np.unique(sums.round(6), return_inverse=True)
    if len(values) > 3 * STRATA:
        edges = np.unique(np.quantile(sums, np.arange(1, STRATA) / STRATA))
        strata = np.searchsorted(edges, sums, side="right")
    return strata.astype(np.int64)


def _shared(strata: Integers, side: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell who has somebody of the other side at the same rest score."""
    count = int(strata.max()) + 1
    both = (np.bincount(strata[side], minlength=count) > 0) & (np.bincount(strata[~side], minlength=count) > 0)
    found: NDArray[np.bool_] = both[strata]
    return found


def _log_odds(sums: Floats, shape: tuple[int, int, int]) -> Floats:
    """Return the Liu-Agresti log odds ratio of tables (samples × strata × side × level), for the profile's favour."""
    tables = sums.reshape(-1, *shape)
    below = np.cumsum(tables, axis=-1)[..., :-1]
    whole = tables.sum(axis=-1)
    above = whole[..., None] - below
    people = whole.sum(axis=-1)[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        for_profile = np.where(people > 0, above[:, :, 1] * below[:, :, 0] / people, 0).sum(axis=(1, 2))
        for_others = np.where(people > 0, above[:, :, 0] * below[:, :, 1] / people, 0).sum(axis=(1, 2))
        found: Floats = np.log(for_profile / for_others)
    return found
