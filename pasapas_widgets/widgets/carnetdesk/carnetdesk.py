"""«Le carnet du groupe»: open one, begin one, bring one, take it away; what is saved and what is not."""

from __future__ import annotations

from typing import Any

import msgspec
import traitlets

from pasapas_widgets.carnets.desk import SAMPLES, Brought, sample_fits, sample_titles
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, file_name
from pasapas_widgets.model.carnet.carnet import CarnetError, Wave
from pasapas_widgets.model.carnet.recovery import recovered
from pasapas_widgets.model.questionnaire.loading import load_services
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.comparison import read_here
from pasapas_widgets.rules.merge import Side
from pasapas_widgets.widgets.kit.carnet import CarnetWidget, SharedDesk
from pasapas_widgets.widgets.kit.link import Plain, Verbs
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["CarnetDesk"]

MOST_DIFFERENCES = 200
"""Parts that a conflict shows; of those beyond, each takes what is proposed."""
LARGEST_FILE = 5 * 2**20


class CarnetDesk(CarnetWidget):
    """The carnet that a page works on, saved at each change; ``Priorities(desk)`` and ``Plan(desk)`` share it.

    It opens the carnet that was saved last, or, where there is none, the synthetic sample, of which nothing is kept
    but by «Garder cette copie»; with one's own questionnaire, which the sample does not answer, nothing is open then.
    ``Radar.of(desk)`` and ``Results(desk)`` follow the last time the group answered and the one before.

    Parameters
    ----------
    carnets
        Where carnets are kept; the user's own data folder where left out.
    questionnaire
        What the group answers; where left out, what ``carnets`` answer: by default this process's.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     CarnetDesk(Carnets(Path(folder)))
    <CarnetDesk : exemple inventé, rien n'est enregistré>
    """

    _esm = module("carnetdesk")
    _css = style("kit/carnet", "carnetdesk")

    carnets = traitlets.List(traitlets.Dict()).tag(sync=True)
    revisions = traitlets.List(traitlets.Dict()).tag(sync=True)
    conflict = traitlets.List(traitlets.Dict()).tag(sync=True)
    brought = traitlets.Dict().tag(sync=True)
    services = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    samples = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    sample = traitlets.Unicode("").tag(sync=True)
    waves = traitlets.List(traitlets.Dict()).tag(sync=True)
    file = traitlets.Bytes(None, allow_none=True).tag(sync=True)
    file_name = traitlets.Unicode("").tag(sync=True)
    joined_waves = traitlets.Int(-1).tag(sync=True)
    results = traitlets.Dict()
    session = traitlets.Unicode("")
    earlier = traitlets.Dict()
    questionnaire = traitlets.Dict()

    def __init__(self, carnets: Carnets | None = None, *, questionnaire: Questionnaire | None = None) -> None:
        desk = SharedDesk(carnets=carnets, questionnaire=questionnaire)
        kept = [one for one in desk.carnets.all() if one.fault is None]
        if kept:
            desk.open_kept(kept[0].id)
        elif sample_fits(desk.questionnaire):
            desk.open_sample()
        super().__init__(desk)

    @traitlets.default("services")
    def _services(self) -> list[dict[str, Any]]:
        return [{"id": one.id, "nom": one.name} for one in load_services()]

    @traitlets.default("samples")
    def _samples(self) -> list[dict[str, str]]:
        titles = sample_titles() if sample_fits(self.source) else {}
        return [{"id": name, "titre": title} for name, title in titles.items()]

    def add(self, wave: Wave) -> None:
        """Add a time that the group answered, as its room or its sheets published it."""
        self.desk.join(msgspec.structs.replace(self.desk.carnet, waves=(wave,)))
        self.desk.tell()

    def show(self) -> None:
        """Set what only the desk shows: the list, the conflict, what was brought, the results that others follow."""
        desk = self.desk
        self.carnets = [
            {"id": one.id, "titre": one.title, "jour": one.saved.date().isoformat(), "faute": one.fault or "",
             "ailleurs": one.is_other}
            for one in desk.carnets.all()
        ]  # fmt: skip
        self.sample = desk.sample
        self.revisions = [
            {"numero": one.number, "instant": one.saved.isoformat(timespec="minutes")}
            for one in (desk.carnets.revisions(desk.id) if desk.id and desk.kept else ())
        ]
        self.conflict = self._differences()
        self.brought = _told(desk.brought)
        waves = desk.carnet.waves
        self.waves = [
            {
                "titre": wave.session.title,
                "jour": wave.session.day.isoformat(),
                "n": wave.results.n_sheets or None,
                "votes": len(wave.votes),
            }
            for wave in waves
        ]
        self.questionnaire = self.source.for_browser(self.variant)
        self.results = self.latest.plain()
        self.session = waves[-1].session.title if waves else ""
        before = waves[-2] if len(waves) > 1 else None
        self.earlier = (
            {"label": before.session.title, "results": read_here(before.results, self.source).plain()} if before else {}
        )

    def verbs(self) -> Verbs:
        """Return what can be asked for, besides what every carnet widget takes."""
        desk = self.desk
        return {
            **super().verbs(),
            "open": self._open,
            "reopen": self._reopen,
            "sample": self._open_sample,
            "keep": lambda _: desk.keep_sample(),
            "create": lambda message: desk.create(str(message["title"]), message.get("service") or None),
            "bring": lambda message: desk.bring(str(message["name"])[:200], bytes(message["data"])),
            "mend": self._mend,
            "adopt": lambda _: self._decide_brought("adopt"),
            "join": lambda _: self._decide_brought("join"),
            "drop": lambda _: self._decide_brought("drop"),
            "decide": self._decide,
            "merge": self._merge,
            "restore": lambda message: desk.restore(int(message["number"])),
            "erase": lambda _: desk.erase(),
            "download": lambda _: self._download(),
        }

    def _open(self, message: Plain) -> None:
        if str(message["id"]) != self.desk.id:
            self.desk.open_kept(str(message["id"]))

    def _open_sample(self, message: Plain) -> None:
        self.desk.open_sample(str(message["id"]) if message.get("id") in SAMPLES else "exemple")

    def _reopen(self, message: Plain) -> None:
        """Open what this page had open before it was loaded again, if it is still there."""
        if any(one.id == message["id"] and not one.fault for one in self.desk.carnets.all()):
            self.desk.open_kept(str(message["id"]))

    def _mend(self, message: Plain) -> None:
        self.desk.brought = _mended(self.desk.carnets, str(message["id"]))

    def _decide(self, message: Plain) -> None:
        self.desk.decide(message["choice"] if message["choice"] in ("ici", "ailleurs") else "deux")

    def _merge(self, message: Plain) -> None:
        self.desk.merge(dict(msgspec.convert(message["parties"], list[tuple[tuple[str, ...], Side]])))

    def _download(self) -> None:
        self.file_name = file_name("carnet", self.desk.carnet.title, "json")
        self.set_trait("file", None)
        self.file = self.desk.carnet.to_json().encode()

    def _decide_brought(self, verb: str) -> None:
        desk = self.desk
        if desk.brought is None:
            return
        if verb == "adopt":
            desk.adopt(desk.brought.carnet)
        elif verb == "join":
            self.joined_waves = desk.join(desk.brought.carnet)
        desk.brought = None

    def _differences(self) -> list[dict[str, Any]]:
        if self.desk.conflict is None:
            return []
        from pasapas_widgets.widgets.carnetdesk.words import parts_in_words  # most pages never have a conflict

        return parts_in_words(self.desk.parts()[:MOST_DIFFERENCES], self.desk.carnet, self.desk.conflict.there.carnet)

    def __repr__(self) -> str:
        if self.desk.is_sample:
            return "<CarnetDesk : exemple inventé, rien n'est enregistré>"
        return f"<CarnetDesk : {self.desk.carnet.title or 'rien d’ouvert'}>"


def _told(brought: Brought | None) -> dict[str, Any]:
    if brought is None:
        return {}
    carnet = brought.carnet
    return {
        "nom": brought.name,
        "titre": carnet.title,
        "seances": len(carnet.waves),
        "actions": len(carnet.actions),
        "perdu": list(brought.lost),
    }


def _mended(carnets: Carnets, id: str) -> Brought:
    """Return what can be recovered of a carnet of the list that cannot be opened; its file is left as it is."""
    try:
        carnet, lost = recovered(carnets.damaged(id))
    except CarnetError as error:
        raise FrenchError(str(error)) from error
    return Brought(interface("carnet")["liste"]["abime"], carnet, lost)
