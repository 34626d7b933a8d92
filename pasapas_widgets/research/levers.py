"""The statistics on a corpus: one table for all levers or all items, refusals told in their row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, get_args

import numpy as np
from msgspec import Struct

from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.agreement import average_deviation, r_wg
from pasapas_widgets.research.change import ChangeMethod, wave_change
from pasapas_widgets.research.clusters import design_effect, icc1, icc2
from pasapas_widgets.research.comparisons import adjust
from pasapas_widgets.research.conditions import (
    Floats,
    Integers,
    StatisticsError,
    need_choice,
    need_resamples,
    refuse,
)
from pasapas_widgets.research.differential import differential_item
from pasapas_widgets.research.estimates import COLUMNS, Estimate, estimates_frame
from pasapas_widgets.research.items import item_analysis, oriented
from pasapas_widgets.research.language import texts_of
from pasapas_widgets.research.means import lever_mean
from pasapas_widgets.research.reliability import Missing, cronbach_alpha, mcdonald_omega
from pasapas_widgets.rules.scoring import rules_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "agreement_table",
    "change_table",
    "clustering_table",
    "differential_table",
    "item_table",
    "reliability_table",
]


ITEM_COLUMNS = (
    "levier", "enonce", "feuilles", "reponses", "moyenne", "ecart_type", "plancher", "plafond", "nsp", "nc", "vide",
    "item_reste", "item_reste_bas", "item_reste_haut", "alpha_sans", "phrase",
)  # fmt: skip


class Sheets(Protocol):
    """What these tables need of a corpus."""

    @property
    def sheets(self) -> pd.DataFrame: ...
    @property
    def levels(self) -> Any: ...
    @property
    def questionnaire(self) -> Questionnaire: ...
    @property
    def notes(self) -> Sequence[str]: ...
    def scores(self) -> pd.DataFrame: ...


class _Scale(Struct, frozen=True):
    """The items of one lever: codes, answers from 0 to 100, and how they are told."""

    name: str
    items: tuple[str, ...]
    codes: Integers
    answers: Floats
    tops: tuple[int, ...]
    turned: tuple[bool, ...]


def _scales(corpus: Sheets) -> Iterable[_Scale]:
    q = corpus.questionnaire
    places = {item: place for place, item in enumerate(q.item_ids)}
    levels = np.asarray(corpus.levels)
    for lever in q.levers:
        items = q.items_of(lever=lever.id)
        codes = levels[:, [places[item.id] for item in items]]
        tops = tuple(q.scale_of(item).top for item in items)
        turned = tuple(item.reversed for item in items)
        names = tuple(item.id for item in items)
        yield _Scale(lever.name, names, codes, oriented(codes, tops, turned), tops, turned)


def _table(corpus: Sheets, asked: Iterable[tuple[str, Callable[[], Estimate]]]) -> pd.DataFrame:
    """Return estimates one a row; a refusal is a row without figures whose «phrase» says why."""
    import pandas as pd

    rows = []
    for of, ask in asked:
        try:
            rows.append(estimates_frame([ask()]))
        except StatisticsError as error:
            rows.append(pd.DataFrame({"objet": [of], "phrase": [str(error)]}))
    table = pd.concat(rows, ignore_index=True).reindex(columns=list(COLUMNS))  # refused or not, the same columns
    table.attrs["notes"] = list(corpus.notes)
    return table


def _sites(corpus: Sheets) -> pd.Series:
    return corpus.sheets["etablissement"]


def _waves(corpus: Sheets) -> pd.Series:
    return corpus.sheets["vague"]


def reliability_table(corpus: Sheets, *, missing: Missing = "pairwise", resamples: int = 500) -> pd.DataFrame:
    """Return alpha and omega of each lever, one row each (:func:`cronbach_alpha`, :func:`mcdonald_omega`).

    Parameters
    ----------
    corpus
        A corpus; people are clustered by its column «etablissement».
    missing
        ``pairwise`` (each pair of items with those who answered both) or ``complete``: with eight items of which each
        is left out by one person in ten, fewer than half of the sheets are complete.

    Returns
    -------
    DataFrame
        Columns of :func:`estimates_frame`; where a statistic is refused, «phrase» says why and figures are missing.
        ``attrs["notes"]`` holds what the corpus asks every output to carry.
    """
    need_choice("missing", missing, get_args(Missing))
    need_resamples(resamples)
    more: dict[str, Any] = {"missing": missing, "resamples": resamples, "waves": _waves(corpus)}
    return _table(
        corpus,
        [
            (scale.name, partial(ask, scale.answers, _sites(corpus), of=scale.name, **more))
            for scale in _scales(corpus)
            for ask in (cronbach_alpha, mcdonald_omega)
        ],
    )


def clustering_table(corpus: Sheets) -> pd.DataFrame:
    """Return, for each lever, its mean, and ICC(1), ICC(2) and design effect of its score, one row each.

    Parameters and columns are those of :func:`reliability_table`. The mean is that of a study's tables, the plain mean
    of the items' means; the others rest on people's scores, and leave out a sheet without one.
    """
    scores, rules = corpus.scores(), rules_of(corpus.questionnaire)
    asked: list[tuple[str, Callable[[], Estimate]]] = []
    for lever, scale in zip(corpus.questionnaire.levers, _scales(corpus), strict=True):
        more: dict[str, Any] = {"waves": _waves(corpus), "of": lever.name}
        least = rules.least(len(scale.items))
        asked.append((lever.name, partial(lever_mean, scale.answers, _sites(corpus), least=least, **more)))
        own = scores[lever.id].to_numpy(dtype=float)
        asked.extend((lever.name, partial(ask, own, _sites(corpus), **more)) for ask in (icc1, icc2, design_effect))
    return _table(corpus, asked)


def agreement_table(corpus: Sheets) -> pd.DataFrame:
    """Return, for each lever, agreement within establishments: r_WG(J) and AD, one row each.

    Parameters and columns are those of :func:`reliability_table`; levers whose items have scales of several lengths are
    refused in their row.
    """
    return _table(
        corpus,
        [
            (scale.name, partial(_agreed, corpus, scale, ask))
            for scale in _scales(corpus)
            for ask in (r_wg, average_deviation)
        ],
    )


def _agreed(corpus: Sheets, scale: _Scale, ask: Callable[..., Estimate]) -> Estimate:
    if len(set(scale.tops)) > 1:
        refuse("echelles")
    top = scale.tops[0]
    answers = 1 + np.rint(scale.answers * (top - 1) / 100)
    return ask(answers, _sites(corpus), levels=top, waves=_waves(corpus), of=scale.name)


def change_table(
    corpus: Sheets, *, before: str, after: str, method: ChangeMethod = "robust", rate: float = 0.05
) -> pd.DataFrame:
    """Return the difference of each lever between two waves, p values corrected over the levers (Holm).

    Parameters
    ----------
    before, after
        Two values of the column «vague».
    method
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
    waves = corpus.sheets["vague"].astype(str).to_numpy()
    kept = (waves == before) | (waves == after)
    if before == after or not (waves == before).any() or not (waves == after).any():
        refuse("vagues", avant=before, apres=after)
    later, sites, scores = (waves == after)[kept], _sites(corpus)[kept], corpus.scores()
    asked = [
        (
            lever.name,
            partial(wave_change, scores.loc[kept, lever.id].to_numpy(dtype=float), sites, later, method=method,
                    of=lever.name),
        )
        for lever in corpus.questionnaire.levers
    ]  # fmt: skip
    return _corrected(_table(corpus, asked), f"{before} → {after}", "holm", rate)


def differential_table(corpus: Sheets, *, profile: str, resamples: int = 500, rate: float = 0.05) -> pd.DataFrame:
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
    if profile not in corpus.questionnaire.profile_ids:
        refuse("profil_inconnu", nom=profile, connus=", ".join(corpus.questionnaire.profile_ids))
    profiles = corpus.sheets["profil"].astype(object)
    known = (profiles.notna() & (profiles.astype(str) != "")).to_numpy()
    focal, sites = (profiles == profile).to_numpy(dtype=bool)[known], _sites(corpus)[known]
    asked = [
        (
            item,
            partial(differential_item, answers[:, place], np.delete(answers, place, axis=1), focal, sites,
                    waves=_waves(corpus)[known], resamples=resamples, of=item),
        )
        for scale in _scales(corpus)
        for answers in [scale.answers[known]]
        for place, item in enumerate(scale.items)
    ]  # fmt: skip
    return _corrected(_table(corpus, asked), profile, "bh", rate)


def _corrected(table: pd.DataFrame, family: str, method: Any, rate: float) -> pd.DataFrame:
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


def item_table(corpus: Sheets, *, missing: Missing = "pairwise", resamples: int = 500) -> pd.DataFrame:
    """Return one row an item: floor, ceiling, NSP, NC, empty, mean, item-rest correlation, alpha without it.

    Parameters are those of :func:`reliability_table`; shares run from 0 to 1 (see :class:`ItemReading`).
    """
    import pandas as pd

    need_choice("missing", missing, get_args(Missing))
    need_resamples(resamples)
    rows: list[dict[str, Any]] = []
    for scale in _scales(corpus):
        try:
            found = item_analysis(
                scale.codes, _sites(corpus), tops=scale.tops, names=scale.items, reversed_items=scale.turned,
                missing=missing, waves=_waves(corpus), resamples=resamples,
            )  # fmt: skip
        except StatisticsError as error:
            rows.extend({"levier": scale.name, "enonce": item, "phrase": str(error)} for item in scale.items)
            continue
        rows.extend(
            {
                "levier": scale.name, "enonce": one.item, "feuilles": one.people, "reponses": one.answered,
                "moyenne": one.mean, "ecart_type": one.deviation, "plancher": one.floor, "plafond": one.ceiling,
                "nsp": one.not_known, "nc": one.not_concerned, "vide": one.empty,
                "item_reste": one.item_rest.estimate, "item_reste_bas": one.item_rest.low,
                "item_reste_haut": one.item_rest.high, "alpha_sans": one.alpha_without, "phrase": one.sentence(),
            }
            for one in found
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(ITEM_COLUMNS))
    table.attrs["notes"] = list(corpus.notes)
    return table
