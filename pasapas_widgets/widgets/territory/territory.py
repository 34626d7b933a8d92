"""«Autour de notre établissement»: the actors, the figure that is also a list, what may be missing, three contacts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.model.carnet.territory import LINKS
from pasapas_widgets.model.field.actors import load_places, shipped_actors
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.strict import plain
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.orientation import orient_carnet
from pasapas_widgets.rules.scoring import told
from pasapas_widgets.rules.territory import (
    MOST_WANTED,
    Gap,
    Node,
    describe_gaps,
    describe_links,
    exchange_ideas,
    gaps,
    network,
    proposals,
    traces,
    weak_items,
)
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.kit.carnet import CarnetWidget
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Territory"]


class Territory(CarnetWidget):
    """Say who is around an establishment, see it as a network and as a list, and make actions of three contacts.

    Parameters
    ----------
    desk
        The carnet of this page.
    today
        The day from which new actions are dated; the computer's own where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pasapas_widgets.carnets.shelf import Carnets
    >>> with TemporaryDirectory() as folder:
    ...     territory = Territory(CarnetDesk(Carnets(Path(folder))))
    >>> territory
    <Territory : 20 acteurs>
    """

    section = "territory"
    _esm = module("territory")
    _css = style("kit/carnet", "territory")

    rules = traitlets.Dict(read_only=True).tag(sync=True)
    items = traitlets.Dict().tag(sync=True)
    nodes = traitlets.List(traitlets.Dict()).tag(sync=True)
    told = traitlets.Unicode("").tag(sync=True)
    missing = traitlets.List(traitlets.Dict()).tag(sync=True)
    begun = traitlets.Dict().tag(sync=True)
    advice = traitlets.List(traitlets.Dict()).tag(sync=True)
    ideas = traitlets.Dict().tag(sync=True)
    place = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: CarnetDesk, *, today: dt.date | None = None) -> None:
        self._today = today or dt.date.today()
        super().__init__(desk.desk)

    @traitlets.default("rules")
    def _rules(self) -> dict[str, Any]:
        places, limits = load_places(), load_thresholds().sites
        regions = {one.code: one.name for one in places.regions}
        return {
            "familles": shipped_actors().families,
            "liens": list(LINKS),
            "departements": [
                {"code": one.code, "nom": one.name, "region": regions[one.region or ""]} for one in places.departments
            ],
            "collectivites": [{"code": one.code, "nom": one.name} for one in places.collectivities],
            "plus": MOST_WANTED,
            "seuils": {"etablissements": limits.sites, "repondants": limits.people},
        }

    def show(self) -> None:
        """Set the statements and the actors, what the network says, what may be missing, and the actions that contacts
        may become."""
        self.items = self.statements()
        carnet, results = self.desk.carnet, self.latest
        territory, q = carnet.territory, self.source
        weak, found = weak_items(results, q), network(territory, q)
        self.nodes = [_plain(one, weak, q) for one in found]
        self.told = describe_links(territory)
        asked = {actor for one in orient_carnet(carnet, questionnaire=q).shown for actor in one.rule.actors}
        missing = gaps(territory, results, asked=asked, questionnaire=q)
        self.missing = [_missing(gap, said) for gap, said in zip(missing, describe_gaps(missing, q), strict=True)]
        self.begun = {
            one.id: [
                {"enonce": made.item, "action": plain(made.action)}
                for made in proposals(one, results, opened=self._today, questionnaire=q)
            ]
            for one in found
            if one.contact.wanted
        }
        self.advice = [{"id": one.id, "champ": one.field, "texte": one.text} for one in traces(territory)]
        asks, offers = exchange_ideas(results, questionnaire=q)
        self.ideas = {"demande": list(asks), "offre": list(offers), "resultats": bool(results.items)}
        place, region = load_places().place(territory.department), load_places().region_of(territory.department)
        self.place = (
            {"region": region.name if region else None, "autorite": place.authority if place else None} if place else {}
        )

    def __repr__(self) -> str:
        return f"<Territory : {len(self.nodes)} acteurs>"


def _plain(node: Node, weak: dict[str, float], q: Questionnaire) -> dict[str, Any]:
    return {
        "id": node.id,
        "nom": node.name,
        "court": node.short,
        "famille": node.family,
        "peut": node.can_bring,
        "contact": msgspec.to_builtins(node.contact),
        "bas": [{"enonce": item, "score": told(mean, q)} for item, mean in weak.items() if item in node.items],
    }


def _missing(gap: Gap, said: str) -> dict[str, Any]:
    return {"id": gap.node.id, "nom": gap.node.name, "phrase": said}
