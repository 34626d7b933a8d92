"""The statistics on a corpus: one table for all levers or all items, refusals told in their row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from msgspec.structs import replace

from pasapas_widgets.research.bilingual import texts_of
from pasapas_widgets.research.bootstrap import SEED
from pasapas_widgets.research.change import ChangeMethod
from pasapas_widgets.research.comparisons import adjust
from pasapas_widgets.research.conditions import StatisticsError, need_choice, need_level, need_resamples
from pasapas_widgets.research.entries import ENTRIES, Sheets, items_read, scales_of
from pasapas_widgets.research.estimates import COLUMNS, Asked, Estimate, estimates_frame
from pasapas_widgets.research.history import written
from pasapas_widgets.research.reliability import Missing

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "agreement_table",
    "change_table",
    "clustering_table",
    "corrected",
    "differential_table",
    "item_table",
    "reliability_table",
    "table_of",
]


ITEM_COLUMNS = (
    "levier", "enonce", "feuilles", "reponses", "moyenne", "ecart_type", "plancher", "plafond", "nsp", "nc", "vide",
    "item_reste", "item_reste_bas", "item_reste_haut", "alpha_sans", "phrase", "fonction", "options", "versions",
)  # fmt: skip


def table_of(corpus: Sheets, name: str, **options: Any) -> pd.DataFrame:
    """Return estimates one a row; a refusal is a row without figures whose «phrase» says why."""
    import pandas as pd

    rows, made, reasons = [], list[Estimate](), list[str]()
    for rank, (of, ask) in enumerate(ENTRIES[name](corpus, **options)):
        try:
            made.append(replace(ask(), asked=Asked(name, options, rank)))
            rows.append(estimates_frame(made[-1:]))
        except StatisticsError as error:
            reasons.append(str(error))
            rows.append(pd.DataFrame({"objet": [of], "phrase": [str(error)]}, columns=list(COLUMNS)))
    _note(corpus, name, options, made, reasons)
    table = pd.concat([one.astype(object) for one in rows], ignore_index=True)
    table = table.astype(dict.fromkeys(("estimation", "bas", "haut", "niveau", "p"), float))
    table = table.astype(dict.fromkeys(("personnes", "feuilles", "etablissements", "mises_de_cote"), "Int64"))
    table.attrs["notes"] = list(corpus.notes)
    return table


def _note(corpus: Sheets, name: str, options: dict[str, Any], made: Sequence[Estimate], reasons: Sequence[str]) -> None:
    """Write in the history of the data what was computed of them and how."""
    how = {"methodes": sorted({f"{one.what} {one.method}" for one in made}), "options": options}
    written(corpus.history()[0], corpus, name, len(made), reasons, how)  # type: ignore[arg-type]


def reliability_table(
    corpus: Sheets,
    *,
    missing: Missing = "pairwise",
    resamples: int = 500,
    seed: int = SEED,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return alpha and omega of each lever, one row each (:func:`cronbach_alpha`, :func:`mcdonald_omega`).

    Parameters
    ----------
    corpus
        A corpus; people are clustered by its column «etablissement».
    missing
        ``pairwise`` (each pair of items with those who answered both) or ``complete``: with eight items of which each
        is left out by one person in ten, fewer than half of the sheets are complete.
    resamples, seed, level
        As for :func:`cronbach_alpha`.

    Returns
    -------
    DataFrame
        Columns of :func:`estimates_frame`; where a statistic is refused, «phrase» says why and figures are missing.
        ``attrs["notes"]`` holds what the corpus asks every output to carry.
    """
    need_choice("missing", missing, get_args(Missing))
    need_resamples(resamples)
    need_level(level)
    return table_of(corpus, "reliability_table", missing=missing, resamples=resamples, seed=seed, level=level)


def clustering_table(corpus: Sheets, *, level: float = 0.95) -> pd.DataFrame:
    """Return, for each lever, its mean, and ICC(1), ICC(2) and design effect of its score, one row each.

    Parameters and columns are those of :func:`reliability_table`. The mean is that of a study's tables, the plain mean
    of the items' means; the others rest on people's scores, and leave out a sheet without one.
    """
    need_level(level)
    return table_of(corpus, "clustering_table", level=level)


def agreement_table(corpus: Sheets, *, level: float = 0.95) -> pd.DataFrame:
    """Return, for each lever, agreement within establishments: r_WG(J) and AD, one row each.

    Parameters and columns are those of :func:`reliability_table`; levers whose items have scales of several lengths are
    refused in their row.
    """
    need_level(level)
    return table_of(corpus, "agreement_table", level=level)


def change_table(
    corpus: Sheets,
    *,
    before: str,
    after: str,
    method: ChangeMethod = "robust",
    rate: float = 0.05,
    resamples: int = 1999,
    seed: int = SEED,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return the difference of each lever between two waves, p values corrected over the levers (Holm).

    Parameters
    ----------
    before, after
        Two values of the column «vague».
    method, resamples, seed, level
        As for :func:`wave_change`.
    rate
        As for :func:`adjust`.

    Returns
    -------
    DataFrame
        Columns of :func:`estimates_frame`, then «p_holm» and «reste»; the sentence of the family is in
        ``attrs["famille"]``.
    """
    need_choice("method", method, get_args(ChangeMethod), reason="methode")
    need_level(level)
    need_resamples(resamples)
    table = table_of(
        corpus, "change_table", before=before, after=after, method=method, resamples=resamples, seed=seed, level=level
    )
    return corrected(table, f"{before} → {after}", "holm", rate)


def differential_table(
    corpus: Sheets,
    *,
    profile: str,
    resamples: int = 500,
    rate: float = 0.05,
    seed: int = SEED,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return, for each item, whether a profile reads it otherwise than the others (Benjamini-Hochberg over the items).

    Parameters
    ----------
    profile
        A value of the column «profil»; people without a profile are left out.

    Returns
    -------
    DataFrame
        Columns of :func:`estimates_frame`, then «p_bh» and «reste»; the sentence of the family is in
        ``attrs["famille"]``.
    """
    need_resamples(resamples)
    need_level(level)
    table = table_of(corpus, "differential_table", profile=profile, resamples=resamples, seed=seed, level=level)
    return corrected(table, profile, "bh", rate)


def corrected(table: pd.DataFrame, family: str, method: Any, rate: float) -> pd.DataFrame:
    """Add the corrected p values, all rows as one family.

    A comparison that was asked for and has no p value stays in the family, as one that finds nothing (p = 1): to drop
    it would make the others look more remarkable. The sentence names it.
    """
    names, p = table["objet"].astype(str).tolist(), table["p"].astype(float)
    tests = dict(zip(names, p.fillna(1.0).tolist(), strict=True))
    found = adjust({family: tests}, method=method, rate=rate)[0]
    without = [name for name, missing in zip(names, p.isna(), strict=True) if missing]
    told = [None if missing else one for one, missing in zip(found.comparisons, p.isna(), strict=True)]
    table[f"p_{method}"] = [np.nan if one is None else one.adjusted for one in told]
    table["reste"] = [None if one is None else one.kept for one in told]
    said = texts_of("statistiques")["comparaisons"]["sans_p"].format(noms=", ".join(without)) if without else ""
    table.attrs["famille"] = f"{found.sentence()} {said}".strip()
    return table


def item_table(
    corpus: Sheets,
    *,
    missing: Missing = "pairwise",
    resamples: int = 500,
    seed: int = SEED,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return one row an item: floor, ceiling, NSP, NC, empty, mean, item-rest correlation, alpha without it.

    Parameters are those of :func:`reliability_table`; shares run from 0 to 1 (see :class:`ItemReading`).
    """
    import pandas as pd

    need_choice("missing", missing, get_args(Missing))
    need_resamples(resamples)
    need_level(level)
    options: dict[str, Any] = {"missing": missing, "resamples": resamples, "seed": seed, "level": level}
    rows: list[dict[str, Any]] = []
    made, reasons = list[Estimate](), list[str]()
    for scale in scales_of(corpus):
        try:
            found = items_read(corpus, scale, **options)
        except StatisticsError as error:
            reasons += [str(error)] * len(scale.items)
            rows.extend({"levier": scale.name, "enonce": item, "phrase": str(error)} for item in scale.items)
            continue
        start = len(rows)
        made += [one.item_rest for one in found]
        rows.extend(
            {
                "levier": scale.name, "enonce": one.item, "feuilles": one.people, "reponses": one.answered,
                "moyenne": one.mean, "ecart_type": one.deviation, "plancher": one.floor, "plafond": one.ceiling,
                "nsp": one.not_known, "nc": one.not_concerned, "vide": one.empty,
                "item_reste": one.item_rest.estimate, "item_reste_bas": one.item_rest.low,
                "item_reste_haut": one.item_rest.high, "alpha_sans": one.alpha_without, "phrase": one.sentence(),
                "fonction": "item_table", "options": json.dumps(options | {"ligne": start + place}),
                "versions": json.dumps(one.item_rest.versions),
            }
            for place, one in enumerate(found)
        )  # fmt: skip
    _note(corpus, "item_table", options, made, reasons)
    table = pd.DataFrame(rows, columns=list(ITEM_COLUMNS))
    figures = [name for name in ITEM_COLUMNS[4:] if name not in ("phrase", "fonction", "options", "versions")]
    table = table.astype(dict.fromkeys(figures, float)).astype({"feuilles": "Int64", "reponses": "Int64"})
    table.attrs["notes"] = list(corpus.notes)
    return table
