"""Several establishments side by side: what they share, what each asks and offers. Pure functions over carnets.

A figure is one of all of them together, under the thresholds of :mod:`pasapas_widgets.rules.aggregation.sites`; none of
one establishment is ever shown. What an establishment typed for others to read is shown as it typed it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Lever, Questionnaire
from pasapas_widgets.model.results import GroupResults, ItemResult
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.aggregation.sites import Ledger, SiteCell, SiteFigure
from pasapas_widgets.rules.scoring import Rules, group_class, over_items, rules_of

__all__ = ["Common", "ExchangeRow", "Match", "Shared", "Site", "common", "exchange_rows", "matches", "site_of"]


class Site(Struct, frozen=True, kw_only=True):
    """An establishment among others.

    Parameters
    ----------
    key
        Its own; it changes where its figures or its choices change.
    name
        The name that it gives to others, else a number.
    agrees
        Whether its results may count among those of all.
    figures
        Its published figures, by statement; empty without its agreement.
    chosen
        The statements that it keeps as priorities; empty without its agreement.
    """

    key: str
    name: str
    agrees: bool
    figures: dict[str, SiteFigure]
    chosen: frozenset[str]
    carnet: Carnet

    @property
    def has_results(self) -> bool:
        """Whether anything was published of its last session."""
        return bool(self.carnet.waves and self.carnet.waves[-1].results.items)


class Shared(Struct, frozen=True):
    """A statement, a lever or an effect over all establishments, and the class of its score."""

    id: str
    cell: SiteCell
    level_class: str | None


class Common(Struct, frozen=True, kw_only=True):
    """What several establishments share.

    Parameters
    ----------
    items, levers, effects
        In the order of the questionnaire. Levers and effects are computed from the statements that are shown, as shown:
        they tell nothing more.
    chosen
        Statements that at least as many establishments as the threshold keep as priorities; how many is not said.
    reason
        Why nothing is shown, where nothing is.
    """

    items: tuple[Shared, ...] = ()
    levers: tuple[Shared, ...] = ()
    effects: tuple[Shared, ...] = ()
    chosen: tuple[str, ...] = ()
    reason: str | None = None


class ExchangeRow(Struct, frozen=True):
    """A line of the exchange sheet: who, whether it asks or offers, what, about which statement, whom to turn to."""

    site: str
    kind: str
    text: str
    item: str | None
    owner: str


class Match(Struct, frozen=True):
    """An establishment that asks and another that offers, about the same statement."""

    item: str
    asks: str
    offers: str


def site_of(carnet: Carnet, number: int, questionnaire: Questionnaire | None = None) -> Site:
    """Return an establishment as its carnet tells it; its results only where it agrees and they can be read.

    One that answers another questionnaire brings nothing of what it answered.

    Parameters
    ----------
    number
        Its place, for an establishment that gives no name.
    questionnaire
        What the establishments answered; this process's where left out.
    """
    q = questionnaire or load_questionnaire()
    agrees = carnet.territory.shares and carnet.answers_other_than(q) is None
    results = carnet.waves[-1].results if carnet.waves and agrees else GroupResults()
    found = _published(results, q) if (results.questionnaire, results.version) == (q.id, q.version) else {}
    chosen = frozenset(item for one in carnet.priorities if one.chosen and agrees for item in one.items)
    key = hashlib.sha256(json.dumps([sorted(found.items()), sorted(chosen), carnet.title]).encode()).hexdigest()[:16]
    return Site(
        key=key,
        name=carnet.territory.shown_as.strip() or interface("sharing")["sans_nom"].format(n=number),
        agrees=agrees,
        figures={item: SiteFigure(site=key, people=n, mean=mean) for item, (n, mean) in found.items()},
        chosen=chosen,
        carnet=carnet,
    )


def _published(results: GroupResults, q: Questionnaire) -> dict[str, tuple[int, float]]:
    """Return the count and the mean of each statement that was published of enough people; a carnet is only a file."""
    least = load_thresholds().mean
    found = {}
    for item in q.item_ids:
        one = results.items.get(item, ItemResult())
        if one.n_answers is not None and one.n_answers >= least and one.mean is not None:
            found[item] = (one.n_answers, one.mean)
    return found


def common(sites: Sequence[Site], ledger: Ledger, questionnaire: Questionnaire | None = None) -> Common:
    """Return what may be shown of some establishments, beside what the ledger says was shown before.

    Examples
    --------
    >>> common([], Ledger()).reason
    'etablissements'
    """
    q, limits = questionnaire or load_questionnaire(), load_thresholds().sites
    counted = [one for one in sites if one.figures]
    if len(counted) < limits.sites:
        return Common(reason="etablissements")
    cells = {
        item: ledger.show(item, [one.figures[item] for one in counted if item in one.figures]) for item in q.item_ids
    }
    rules = rules_of(q)
    if all(cell.score is None for cell in cells.values()):
        return Common(reason=Counter(cell.reason for cell in cells.values()).most_common(1)[0][0])
    # Which statements are chosen depends on who is there: told under the same rule as a figure.
    there = [SiteFigure(site=one.key, people=limits.people, mean=50.0) for one in counted]
    votes = Counter(item for one in counted for item in one.chosen) if ledger.show("", there).reason is None else {}
    return Common(
        items=tuple(_shared(item, cell, rules) for item, cell in cells.items()),
        levers=tuple(_of_lever(q, lever, cells, rules) for lever in q.levers),
        effects=tuple(
            _over(effect.id, [cells[one.id] for one in items], rules.least_of_effect(len(items)), rules)
            for effect in q.effects
            for items in [q.items_of(effect=effect.id)]
        ),
        chosen=tuple(item for item in q.item_ids if votes.get(item, 0) >= limits.sites),
    )


def _shared(id: str, cell: SiteCell, rules: Rules) -> Shared:
    return Shared(id, cell, None if cell.score is None else rules.class_of(cell.score))


def _over(id: str, cells: Iterable[SiteCell], least: int, rules: Rules) -> Shared:
    """Return the plain mean of the scores that are shown, as a group's lever is (calculation.yaml)."""
    scores = [one.score for one in cells if one.score is not None]
    if len(scores) < least:
        return Shared(id, SiteCell(reason="etablissements"), None)
    return _shared(id, SiteCell(score=fsum(scores) / len(scores)), rules)


def _of_lever(q: Questionnaire, lever: Lever, cells: Mapping[str, SiteCell], rules: Rules) -> Shared:
    """Return a lever's score from the scores that are shown, as a group's is."""
    items = q.scored_items(lever)
    shown = [(item, score) for item in items if (score := cells[item.id].score) is not None]
    if len(shown) < rules.least(len(items), lever):
        return Shared(lever.id, SiteCell(reason="etablissements"), None)
    score = over_items(q, lever, shown)
    return Shared(lever.id, SiteCell(score=score), group_class(score, lever, rules))


def exchange_rows(sites: Iterable[Site]) -> tuple[ExchangeRow, ...]:
    """Return what establishments ask and offer, as they typed it; requests and offers without words are left out."""
    return tuple(
        ExchangeRow(site.name, one.kind, one.text.strip(), one.item, one.owner.strip())
        for site in sites
        for one in site.carnet.territory.exchanges
        if one.text.strip()
    )


def matches(rows: Iterable[ExchangeRow]) -> tuple[Match, ...]:
    """Return who could receive or visit whom: one asks, another offers, about the same statement.

    >>> matches([ExchangeRow("A", "demande", "Voir", "L1-01", ""), ExchangeRow("B", "offre", "Montrer", "L1-01", "")])
    (Match(item='L1-01', asks='A', offers='B'),)
    """
    all_rows = tuple(rows)
    found = (
        Match(asked.item, asked.site, offered.site)
        for asked in all_rows
        for offered in all_rows
        if asked.kind == "demande" and offered.kind == "offre"
        if asked.item is not None and asked.item == offered.item and asked.site != offered.site
    )
    return tuple(dict.fromkeys(found))
