"""What each table of a corpus asks for, estimate by estimate: so one of them can be computed again by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Protocol, get_args

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.model.questionnaire.structure import Lever, Questionnaire
from pasapas_widgets.research.agreement import average_deviation, r_wg
from pasapas_widgets.research.change import wave_change
from pasapas_widgets.research.clusters import design_effect, icc1, icc2
from pasapas_widgets.research.conditions import Floats, Integers, StatisticsError, refuse
from pasapas_widgets.research.differential import differential_item
from pasapas_widgets.research.estimates import Asked, Estimate
from pasapas_widgets.research.history import History, spread
from pasapas_widgets.research.items import ItemReading, item_analysis, oriented
from pasapas_widgets.research.means import lever_mean
from pasapas_widgets.research.models.levels import Part, multilevel_alpha
from pasapas_widgets.research.models.predictors import contrast, regression
from pasapas_widgets.research.reliability import cronbach_alpha, mcdonald_omega
from pasapas_widgets.research.weighing import DECIMALS
from pasapas_widgets.rules.scoring import rules_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ENTRIES", "Entries", "Scale", "Sheets", "again", "asked_again", "items_read", "scales_of"]


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
    def history(self) -> tuple[History, Any]: ...
    @property
    def covariates(self) -> tuple[str, ...]: ...
    @property
    def weights(self) -> Floats | None: ...


Entries = list[tuple[str, Callable[[], Estimate]]]
"""Each estimate of a table: what it is of, and how it is computed."""


class Scale(Struct, frozen=True):
    """The items of one lever: codes, answers from 0 to 100, and how they are told."""

    name: str
    items: tuple[str, ...]
    codes: Integers
    answers: Floats
    tops: tuple[int, ...]
    turned: tuple[bool, ...]


def scales_of(corpus: Sheets) -> Iterable[Scale]:
    q = corpus.questionnaire
    places = {item: place for place, item in enumerate(q.item_ids)}
    levels = np.asarray(corpus.levels)
    for lever in q.levers:
        items = q.scored_items(lever)
        codes = levels[:, [places[item.id] for item in items]]
        tops = tuple(q.scale_of(item).top for item in items)
        turned = tuple(item.reversed for item in items)
        names = tuple(item.id for item in items)
        answers = oriented(codes, tops, turned)
        yield Scale(lever.name, names, codes, 100 - answers if lever.is_unfavourable else answers, tops, turned)


def _sites(corpus: Sheets) -> pd.Series:
    return corpus.sheets["etablissement"]


def _waves(corpus: Sheets) -> pd.Series:
    return corpus.sheets["vague"]


def _reliability(corpus: Sheets, **options: Any) -> Entries:
    return [
        (scale.name, partial(ask, scale.answers, _sites(corpus), of=scale.name, waves=_waves(corpus), **options))
        for scale in scales_of(corpus)
        for ask in (cronbach_alpha, mcdonald_omega)
    ]


def _clustering(corpus: Sheets, *, level: float) -> Entries:
    scores, rules = corpus.scores(), rules_of(corpus.questionnaire)
    asked: Entries = []
    for lever, scale in zip(corpus.questionnaire.levers, scales_of(corpus), strict=True):
        more: dict[str, Any] = {"waves": _waves(corpus), "of": lever.name, "level": level}
        least = rules.least(len(scale.items), lever)
        asked.append((lever.name, partial(lever_mean, scale.answers, _sites(corpus), least=least, **more)))
        own = scores[lever.id].to_numpy(dtype=float)
        asked.extend((lever.name, partial(ask, own, _sites(corpus), **more)) for ask in (icc1, icc2, design_effect))
    return asked


def _agreement(corpus: Sheets, *, level: float) -> Entries:
    return [
        (scale.name, partial(_agreed, corpus, scale, ask, level))
        for scale in scales_of(corpus)
        for ask in (r_wg, average_deviation)
    ]


def _agreed(corpus: Sheets, scale: Scale, ask: Callable[..., Estimate], level: float) -> Estimate:
    if len(set(scale.tops)) > 1:
        refuse("echelles")
    top = scale.tops[0]
    answers = 1 + np.rint(scale.answers * (top - 1) / 100)
    return ask(answers, _sites(corpus), levels=top, waves=_waves(corpus), level=level, of=scale.name)


def _change(corpus: Sheets, *, before: str, after: str, **options: Any) -> Entries:
    waves = corpus.sheets["vague"].astype(str).to_numpy()
    kept = (waves == before) | (waves == after)
    if before == after or not (waves == before).any() or not (waves == after).any():
        refuse("vagues", avant=before, apres=after)
    later, sites, scores = (waves == after)[kept], _sites(corpus)[kept], corpus.scores()
    return [
        (
            lever.name,
            partial(wave_change, scores.loc[kept, lever.id].to_numpy(dtype=float), sites, later, of=lever.name,
                    **options),
        )
        for lever in corpus.questionnaire.levers
    ]  # fmt: skip


def _differential(corpus: Sheets, *, profile: str, **options: Any) -> Entries:
    if profile not in corpus.questionnaire.profile_ids:
        refuse("profil_inconnu", nom=profile, connus=", ".join(corpus.questionnaire.profile_ids))
    profiles = corpus.sheets["profil"].astype(object)
    known = (profiles.notna() & (profiles.astype(str) != "")).to_numpy()
    focal, sites = (profiles == profile).to_numpy(dtype=bool)[known], _sites(corpus)[known]
    return [
        (
            item,
            partial(differential_item, answers[:, place], np.delete(answers, place, axis=1), focal, sites,
                    waves=_waves(corpus)[known], of=item, **options),
        )
        for scale in scales_of(corpus)
        for answers in [scale.answers[known]]
        for place, item in enumerate(scale.items)
    ]  # fmt: skip


def items_read(corpus: Sheets, scale: Scale, **options: Any) -> tuple[ItemReading, ...]:
    return item_analysis(
        scale.codes, _sites(corpus), tops=scale.tops, names=scale.items, reversed_items=scale.turned,
        waves=_waves(corpus), **options,
    )  # fmt: skip


def _item_rests(corpus: Sheets, **options: Any) -> Entries:
    return [
        (item, lambda scale=scale, place=place: items_read(corpus, scale, **options)[place].item_rest)  # type: ignore[misc]
        for scale in scales_of(corpus)
        for place, item in enumerate(scale.items)
    ]


def _multilevel(corpus: Sheets, **options: Any) -> Entries:
    return [
        (scale.name, partial(multilevel_alpha, scale.answers, _sites(corpus), part=part, waves=_waves(corpus),
                             of=scale.name, **options))
        for scale in scales_of(corpus)
        for part in get_args(Part)
    ]  # fmt: skip


def _regression(corpus: Sheets, *, predictors: Sequence[str], level: float, weighted: bool = False) -> Entries:
    scores, entries = corpus.scores(), Entries()
    told = {name: corpus.sheets[name].astype(object).fillna("").to_numpy() for name in predictors}
    for name, column in told.items():
        if len(set(column) - {""}) < 2:
            refuse("predicteur_constant", nom=name)
    references = {name: max(sorted(set(column) - {""}), key=list(column).count) for name, column in told.items()}
    for lever in corpus.questionnaire.levers:
        asked = partial(
            regression, scores[lever.id].to_numpy(dtype=float), told, _sites(corpus), references=references,
            waves=_waves(corpus), level=level, of=lever.name, weights=corpus.weights if weighted else None,
        )  # fmt: skip
        made = cache(partial(_regressed, corpus, lever, asked, told, weighted))  # one fit a lever, whatever its rows
        for name, column in told.items():
            for value in sorted(set(column) - {"", references[name]}):
                own = contrast(name, value, references[name])
                entries.append((f"{lever.name} – {own}", lambda made=made, own=own: made()[own]))  # type: ignore[misc]
    return entries


def _regressed(
    corpus: Sheets, lever: Lever, ask: Callable[[], tuple[Any, ...]], told: Mapping[str, Any], weighted: bool
) -> dict[str, Estimate]:
    """Return the coefficients of a lever, by name; with covariates or weights, only where the study's tables of its
    items, crossed by all predictors, might be shown too: they count as shown from then on."""
    found = ask()
    if not weighted and not set(told) & set(corpus.covariates):
        return {one.name: one for one in found}
    history, rows = corpus.history()
    if (weighted and not history.weigh(corpus.weights, rows)) or not history.knows_weights:
        raise StatisticsError(interface("research")["etude"]["poids_autres"])
    q, levels = corpus.questionnaire, np.asarray(corpus.levels)
    known = (corpus.sheets["etablissement"].cat.codes >= 0).to_numpy() & np.all([one != "" for one in told.values()], 0)
    crossed = np.unique(np.array([one.astype(str) for one in told.values()]), axis=1, return_inverse=True)[1].ravel()
    for item in q.scored_items(lever):
        groups = np.where(known & (levels[:, q.item_ids.index(item.id)] > 0), crossed + 1, 0)
        told_ = spread(groups, rows, len(history))
        if not history.publish(item.id, told_, lifted=False, weighted=weighted, scored=True):
            refuse("predicteurs_retenus", enonce=item.id)
    return {one.name: _rounded(one) if weighted else one for one in found}


def _rounded(one: Any) -> Estimate:
    figures = {name: round(getattr(one, name), DECIMALS) for name in ("estimate", "low", "high")}
    return replace(one, **figures, p=round(one.p, 3))  # type: ignore[no-any-return]


ENTRIES: dict[str, Callable[..., Entries]] = {
    "reliability_table": _reliability, "clustering_table": _clustering, "agreement_table": _agreement,
    "multilevel_table": _multilevel,
    "regression_table": _regression,
    "change_table": _change, "differential_table": _differential, "item_table": _item_rests,
}  # fmt: skip
"""How the estimates of each table are asked for."""


def asked_again(corpus: Sheets, asked: Asked) -> Estimate:
    """Return one estimate of a table computed again, alone.

    Raises
    ------
    StatisticsError
        No such table or row in this corpus, or the estimate is refused.
    """
    if asked.table not in ENTRIES:
        refuse("tableau_inconnu", nom=asked.table, connus=", ".join(ENTRIES))
    entries = ENTRIES[asked.table](corpus, **asked.options)
    if not 0 <= asked.rank < len(entries):
        refuse("tableau_inconnu", nom=f"{asked.table}, {asked.rank}", connus=", ".join(ENTRIES))
    return replace(entries[asked.rank][1](), asked=asked)


def again(corpus: Sheets, row: Mapping[str, Any] | pd.Series) -> Estimate:
    """Return the estimate of one row of a table computed again, by what the row itself says.

    Parameters
    ----------
    corpus
        What the table was made of.
    row
        A row of :func:`reliability_table` and the others: ``table.iloc[0]``, or a line of the CSV it was kept in.

    Raises
    ------
    StatisticsError
        The row is of no table of a corpus, or its estimate was refused.
    """
    told = row.get("options")
    if not isinstance(told, str):
        refuse("tableau_inconnu", nom=row.get("objet", row.get("enonce", "")), connus=", ".join(ENTRIES))
    options = json.loads(told)
    rank = options.pop("ligne", -1)
    return asked_again(corpus, Asked(str(row["fonction"]), options, rank))
