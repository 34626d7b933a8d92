"""«S'orienter»: what is proposed and why, the services that are chosen, a path laid out at the group's own pace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.content.french import MONTHS
from pasapas_widgets.model.carnet.pathway import Pathway
from pasapas_widgets.model.field.actors import load_actors
from pasapas_widgets.model.field.personal import personal_traces
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.rules.changes import Change
from pasapas_widgets.rules.orientation import Orientation as Rules
from pasapas_widgets.rules.orientation import Proposed, load_orientation, orient_carnet
from pasapas_widgets.rules.orientation.pathway import HORIZON, laid_out, lay_out, month_of, next_month
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.kit.carnet import CarnetWidget
from pasapas_widgets.widgets.kit.link import Plain, Verbs
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Orientation"]


class Orientation(CarnetWidget):
    """Choose services à la carte from what was published and what is said, and lay them out in time.

    Parameters
    ----------
    desk
        The carnet of this page.
    rules
        Rules of one's own, as :func:`pasapas_widgets.load_orientation` reads them; those that ship where left out.
    today
        The day from which the path is laid out; the computer's own where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pasapas_widgets.carnets.shelf import Carnets
    >>> with TemporaryDirectory() as folder:
    ...     shown = Orientation(CarnetDesk(Carnets(Path(folder)))).told["shown"]
    >>> [one["id"] for one in shown][0]
    'O-04'
    """

    section = "orientation"
    _esm = module("orientation")
    _css = style("kit/carnet", "orientation")

    kit = traitlets.Dict(read_only=True).tag(sync=True)
    told = traitlets.Dict().tag(sync=True)
    timing = traitlets.Dict().tag(sync=True)
    session = traitlets.Dict().tag(sync=True)
    today = traitlets.Unicode("").tag(sync=True)

    def __init__(self, desk: CarnetDesk, *, rules: Rules | None = None, today: dt.date | None = None) -> None:
        self._rules = rules or load_orientation()
        super().__init__(desk.desk, today=(today or dt.date.today()).isoformat())

    @property
    def _day(self) -> dt.date:
        return dt.date.fromisoformat(self.today)

    @traitlets.default("kit")
    def _kit(self) -> dict[str, Any]:
        q = self.source
        now = month_of(self._day)
        return {
            "services": msgspec.to_builtins(self._rules.services),
            "acteurs": {one.id: {"nom": one.name, "apporte": one.brings} for one in load_actors(q).actors},
            "fiches": {one.id: one.title for one in load_kit(q).cards},
            "questions": msgspec.to_builtins(q.cautions),
            "mois": [next_month(now, n) for n in range(HORIZON)],
            "noms_des_mois": MONTHS,
        }

    def verbs(self) -> Verbs:
        """Return what can be asked for, besides what every carnet widget takes."""
        return {**super().verbs(), "lay_out": self._lay_out}

    def _lay_out(self, _message: Plain) -> None:
        """Lay out again what has not begun."""
        desk = self.open_desk
        before = desk.carnet.pathway
        after = laid_out(before, today=self._day)
        desk.change(
            Change(op="set", path=("parcours", "etapes", new.id, "mois"), value=new.month)
            for old, new in zip(before.steps, after.steps, strict=True)
            if old != new
        )

    def show(self) -> None:
        """Set the proposals and where the path is in time."""
        carnet = self.desk.carnet
        found = orient_carnet(carnet, orientation=self._rules, questionnaire=self.source)
        situation = found.situation
        self.told = {
            "shown": [_proposed(one) for one in found.shown],
            "beyond": [_proposed(one) for one in found.beyond],
            "held": [_proposed(one) for one in found.held],
            "unseen": [{"id": one.rule.id, "message": one.rule.message, "manque": one.missing} for one in found.unseen],
            "situation": {"nom": situation.name, "parce_que": situation.because} if situation else {},
            "bloque": found.blocked,
            "chiffres": found.has_figures,
            "autre": found.elsewhere,
        }
        self.timing = _layout(carnet.pathway, self._day)
        last = next((one for one in reversed(carnet.waves) if one.results), None)
        self.session = (
            {"titre": last.session.title, "jour": last.session.day.isoformat(), "n": last.results.n_sheets or None}
            if last
            else {}
        )


def _proposed(one: Proposed) -> dict[str, Any]:
    rule = one.rule
    return {
        "id": rule.id,
        "message": rule.message,
        "bloque": rule.blocks,
        "parce_que": one.because,
        "services": rule.services,
        "acteurs": rule.actors,
        "fiches": rule.cards,
    }


def _layout(path: Pathway, today: dt.date) -> dict[str, Any]:
    """Return where the steps stand as they are written, and what no longer holds of it."""
    placed = tuple(one for one in path.steps if one.month is not None or one.state == "en_cours")
    stands = lay_out(msgspec.structs.replace(path, steps=placed), today=today, keep=True)
    again: Mapping[str, float] = lay_out(path, today=today).lacking if path.hours else {}
    waiting = [one for one in path.steps if one.state in ("prevu", "reporte")]
    now = month_of(today)
    faults = [{"etape": id, "raison": "manque", "heures": hours} for id, hours in again.items()]
    for one in waiting:
        if one.month is None or one.id in again:
            continue
        if one.month < now:
            faults.append({"etape": one.id, "raison": "passee", "mois": one.month})
        elif stands.starts.get(one.id) != one.month:
            faults.append({"etape": one.id, "raison": "deplacee", "mois": one.month})
    return {
        "parts": msgspec.to_builtins(stands.shares),
        "debuts": stands.starts,
        "a_poser": [one.id for one in waiting if one.month is None and one.id not in again],
        "fautes": faults,
        "horizon": next_month(now, HORIZON),
        "traces": {one.id: found[0].text for one in path.steps if (found := personal_traces(one.title))},
    }
