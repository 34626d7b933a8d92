"""«Plusieurs carnets côte à côte»: what an adviser reads of the carnets that establishments have given."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import traitlets

from pasapas_widgets.carnets.desk import SAMPLES, sample_carnet, sample_titles
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.exports.interview.columns import LINES, carnet_column
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.widgets.kit.link import Link, Plain, Verbs
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["AdviserDesk"]

MOST = 6
"""How many carnets can still be read side by side."""


class AdviserDesk(Link):
    """Read several carnets side by side, in the order in which they are opened; nothing is ranked, nothing is stored.

    Parameters
    ----------
    carnets
        Where carnets are kept; the user's own data folder where left out.
    questionnaire
        What the groups answer; where left out, what ``carnets`` answer: by default this process's.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pasapas_widgets.carnets.desk import sample_carnet
    >>> with TemporaryDirectory() as folder:
    ...     desk = AdviserDesk(Carnets(Path(folder)))
    ...     desk.add(sample_carnet())
    ...     desk, desk.carnets.all()
    (<AdviserDesk : 1 carnet>, ())
    """

    section = "adviserdesk"
    _esm = module("adviserdesk")
    _css = style("kit/carnet", "carnetdesk", "adviserdesk")

    columns = traitlets.List(traitlets.Dict()).tag(sync=True)
    kept = traitlets.List(traitlets.Dict()).tag(sync=True)
    samples = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    said = traitlets.Dict().tag(sync=True)
    most = traitlets.Int(MOST).tag(sync=True)

    @traitlets.default("samples")
    def _samples(self) -> list[dict[str, str]]:
        return [{"id": name, "titre": title} for name, title in sample_titles().items()]

    @traitlets.default("texts")
    def _texts(self) -> dict[str, Any]:
        return texts_for(self.section, self.carnets.questionnaire)

    def __init__(self, carnets: Carnets | None = None, *, questionnaire: Questionnaire | None = None) -> None:
        self.carnets = (carnets if carnets is not None else Carnets(questionnaire=questionnaire)).of(questionnaire)
        self._open: dict[str, Carnet] = {}
        self._names = (f"c{number}" for number in itertools.count(1))
        super().__init__()
        self._show()

    def add(self, carnet: Carnet, *, name: str = "") -> None:
        """Add a carnet after those that are open.

        Raises
        ------
        FrenchError
            It is open already, there is no place left, or it answers another questionnaire: one sentence.
        """
        texts, name = self.texts["fautes"], name or carnet.title
        if reason := carnet.answers_other_than(self.carnets.questionnaire):
            raise FrenchError(texts["fichier"].format(nom=name, raison=reason))
        if carnet in self._open.values():
            raise FrenchError(texts["deja"].format(nom=name))
        if len(self._open) >= MOST:
            raise FrenchError(texts["plein"].format(nom=name, plus=MOST))
        self._open[next(self._names)] = carnet
        self._show()
        self.said = {"quoi": "ajoute", "titre": self.columns[-1]["titre"]}

    def add_file(self, name: str, data: bytes) -> None:
        """Add the carnet of a file.

        Raises
        ------
        FrenchError
            It is no carnet, or it cannot be added: one sentence that names the file.
        """
        try:
            carnet = Carnet.from_json(data)
        except FrenchError as error:
            raise FrenchError(self.texts["fautes"]["fichier"].format(nom=name, raison=error)) from error
        self.add(carnet, name=name)

    def _show(self) -> None:
        day = dt.date.today()
        listed = [one for one in self.carnets.all() if not one.fault]
        self.kept = [{"id": one.id, "titre": one.title or self.texts["kept"]["sans_titre"]} for one in listed]
        q = self.carnets.questionnaire
        columns = {id: carnet_column(carnet, day=day, questionnaire=q) for id, carnet in self._open.items()}
        self.columns = [
            {"id": id, "titre": one.title, "lignes": {line: one.lines[line] for line in LINES}}
            for id, one in columns.items()
        ]

    def verbs(self) -> Verbs:
        """Return what the browser can ask for."""
        return {
            "file": lambda message: self.add_file(str(message["name"])[:200], bytes(message["data"])),
            "kept": lambda message: self.add(self.carnets.read(str(message["id"])).carnet),
            "sample": self._add_sample,
            "keep": lambda message: self._keep(self._of(message)),
            "remove": lambda message: self._remove(self._of(message)),
        }

    def _add_sample(self, message: Plain) -> None:
        self.add(sample_carnet(str(message["id"]) if message.get("id") in SAMPLES else "exemple"))

    def _of(self, message: Plain) -> str:
        """Return the name of the open carnet that a message is about."""
        id = str(message["id"])
        if id not in self._open:
            raise FrenchError(self.texts["fautes"]["parti"])
        return id

    def _keep(self, id: str) -> None:
        self.carnets.create(self._open[id])
        self._tell("garde", id)

    def _remove(self, id: str) -> None:
        self._tell("retire", id)
        del self._open[id]
        self._show()

    def _tell(self, what: str, id: str) -> None:
        title = {one["id"]: one["titre"] for one in self.columns}[id]
        self._show()
        self.said = {"quoi": what, "titre": title}

    def __repr__(self) -> str:
        n = len(self._open)
        return f"<AdviserDesk : {n} carnet{'s' if n > 1 else ''}>"
