"""«Garder ces résultats dans un carnet»: from sheets that were opened to the group's working document."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.carnet.carnet import Carnet, Wave
from pasapas_widgets.model.field.personal import personal_traces
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.model.session import USUAL_KEPT_MONTHS, Session, delete_on
from pasapas_widgets.widgets.kit.link import Link, Plain, Verbs
from pasapas_widgets.widgets.kit.widget import module, style
from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets

__all__ = ["KeepResults"]

LONGEST_TITLE = 80


class KeepResults(Link):
    """Keep what is published of the opened sheets as one time that the group answered.

    It goes to a new carnet, or joins one that the group has already; kept again under the same name and day, it
    replaces what was kept before. Only published results leave the page, never a sheet.

    Parameters
    ----------
    source
        The sheets that this page has opened.
    carnets
        Where carnets are kept; the user's own data folder where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> sheets = OpenSheets()
    >>> sheets.open_sample("equipe_24")
    >>> with TemporaryDirectory() as folder:
    ...     keep = KeepResults(sheets, carnets=Carnets(Path(folder)))
    ...     id = keep.keep("Réunion de mai", dt.date(2026, 5, 12))
    ...     keep.kept["titre"], Carnets(Path(folder)).read(id).carnet.waves[0].results.n_sheets
    ('Réunion de mai', 24)
    """

    section = "keepresults"
    _esm = module("keepresults")
    _css = style("kit/carnet", "keepresults")

    ready = traitlets.Bool(False).tag(sync=True)
    proposed = traitlets.Dict().tag(sync=True)
    carnets = traitlets.List(traitlets.Dict()).tag(sync=True)
    kept = traitlets.Dict().tag(sync=True)
    advice = traitlets.Unicode("").tag(sync=True)

    def __init__(self, source: OpenSheets, *, carnets: Carnets | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self._source = source
        q = source.source
        self._carnets = (carnets if carnets is not None else Carnets(questionnaire=q)).of(q)
        source.observe(self._follow, names=["results", "session", "loaded"])
        self._follow()

    def keep(self, title: str, day: dt.date, *, carnet: str = "") -> str:
        """Keep the published results as a session of a carnet, and return the carnet's identifier.

        Parameters
        ----------
        title, day
            Of the session.
        carnet
            The identifier of a kept carnet; empty for a new one, which is called as the session.

        Raises
        ------
        FrenchError
            Nothing is published, or the title or the day does not fit.
        NotKeptError, ConflictError, CarnetError
            The carnet cannot be read, or the disk did not take it: it is as it was.
        """
        faults, title = self.texts["fautes"], title.strip()
        results = msgspec.convert(self._source.results, GroupResults)
        if not results:
            raise FrenchError(faults["rien"])
        if not 1 <= len(title) <= LONGEST_TITLE:
            raise FrenchError(faults["titre"])
        if day > dt.date.today():
            raise FrenchError(faults["jour"])
        session = Session(
            title=title, questionnaire=results.questionnaire, version=results.version, day=day,
            kept_until=delete_on(day, months=USUAL_KEPT_MONTHS),
            variant=self._source.questionnaire.get("variante"),
        )  # fmt: skip
        id = self._carnets.file(Carnet(title=title, waves=(Wave(session=session, results=results),)), into=carnet)
        self.kept = {"id": id, "titre": self._carnets.read(id).carnet.title}
        names = [trace.text for trace in personal_traces(title) if trace.kind == "nom"]
        self.advice = faults["nom"].format(nom=", ".join(names)) if names else ""
        self._list()
        return id

    def _follow(self, _change: Any = None) -> None:
        source = self._source
        loaded = [one["name"] for one in source.loaded]
        title = source.session or (loaded[0].rsplit(".", 1)[0] if len(loaded) == 1 else "")
        with self.hold_sync():
            self.ready = bool(source.results)
            self.proposed = {"titre": title[:LONGEST_TITLE], "jour": dt.date.today().isoformat()}
            self.kept, self.advice, self.refusals = {}, "", []
            self._list()

    def _list(self) -> None:
        self.carnets = [{"id": one.id, "titre": one.title} for one in self._carnets.all() if one.fault is None]

    def verbs(self) -> Verbs:
        """Return what the browser can ask for."""
        return {"keep": self._take}

    def _take(self, message: Plain) -> None:
        try:
            day = dt.date.fromisoformat(str(message["jour"]))
        except ValueError as error:
            raise FrenchError(self.texts["fautes"]["jour"]) from error
        self.keep(str(message["titre"]), day, carnet=str(message["carnet"]))
