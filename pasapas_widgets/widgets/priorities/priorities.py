"""«Choisir»: what is proposed and why, the group's dots, its effort × effect matrix, what it keeps for its plan."""

from __future__ import annotations

from itertools import product
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.rules.priorities import propose, quadrant, rank_by_dots
from pasapas_widgets.rules.scoring import rules_of, told
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.kit.carnet import CarnetWidget
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Priorities"]


class Priorities(CarnetWidget):
    """Choose what to work on: results propose, the group decides.

    Parameters
    ----------
    desk
        The carnet of this page.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pasapas_widgets.carnets.shelf import Carnets
    >>> with TemporaryDirectory() as folder:
    ...     choice = Priorities(CarnetDesk(Carnets(Path(folder))))
    >>> choice, choice.proposals[0]["rank"]
    (<Priorities>, 1)
    """

    section = "priorities"
    _esm = module("priorities")
    _css = style("kit/carnet", "priorities")

    items = traitlets.Dict().tag(sync=True)
    rules = traitlets.Dict(read_only=True).tag(sync=True)
    zones = traitlets.Dict(read_only=True).tag(sync=True)
    proposals = traitlets.List(traitlets.Dict()).tag(sync=True)
    votes = traitlets.List(traitlets.Dict()).tag(sync=True)
    ranks = traitlets.Dict().tag(sync=True)
    session = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: CarnetDesk) -> None:
        super().__init__(desk.desk)

    @traitlets.default("rules")
    def _rules(self) -> dict[str, Any]:
        rules = msgspec.to_builtins(rules_of(self.source))
        kit = load_kit(self.source)
        return {
            "classes": {one["id"]: one["libelle"] for one in rules["classes"]},
            "signaux": {id: one["libelle"] for id, one in rules["signaux"].items()},
            "plus": kit.rules.most_open,
            "fiches": {
                id: [{"id": one.id, "titre": one.title} for one in kit.cards_for(id)] for id in self.statements()
            },
        }

    @traitlets.default("zones")
    def _zones(self) -> dict[str, str]:
        return {f"{effort}-{effect}": quadrant(effort, effect) for effort, effect in product((1, 2, 3), repeat=2)}

    def show(self) -> None:
        """Set the statements, the proposal, the votes of the room and the ranks that the dots give."""
        self.items = self.statements()
        carnet, q = self.desk.carnet, self.source
        self.proposals = [
            {
                "item": one.item,
                "rank": one.rank,
                "classe": one.level_class,
                "score": one.score,
                "dit": told(one.score, q),
                "signaux": list(one.signals),
                "shared": one.shared,
            }
            for one in propose(self.latest, q)
            if one.item in q.item_ids
        ]
        known = set(q.item_ids)
        self.votes = [
            {
                "seance": wave.session.title,
                "numero": vote.number,
                "votants": vote.voters,
                "motif": vote.reason or "",
                "choix": [
                    {
                        "choix": one.choice,
                        "enonce": one.choice if one.choice in known else q.item_said(one.choice),
                        "gommettes": one.dots,
                        "rang": one.rank,
                    }
                    for one in vote.choices
                ],
            }
            for wave in reversed(carnet.waves)
            for vote in reversed(wave.votes)
        ]
        dots = {one.id: one.dots for one in carnet.priorities if one.dots is not None}
        self.ranks = {one.id: {"rang": one.rank, "ex_aequo": one.shared} for one in rank_by_dots(dots)}
        waves = carnet.waves
        self.session = (
            {
                "titre": waves[-1].session.title,
                "jour": waves[-1].session.day.isoformat(),
                "n": self.latest.n_sheets or None,
            }
            if waves
            else {}
        )
