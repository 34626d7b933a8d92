"""«Retours d'expérience»: what a team tried, written for others; invented examples to start from; sheets in and out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import file_name
from pasapas_widgets.exports.catalogue import Wanted, export
from pasapas_widgets.exports.feedback.contents import read_shared, shared
from pasapas_widgets.model.carnet.grouptalk import Feedback, load_examples
from pasapas_widgets.model.strict import plain
from pasapas_widgets.rules.changes import Change
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.discussion.discussion import plain_traces
from pasapas_widgets.widgets.kit.carnet import CarnetWidget
from pasapas_widgets.widgets.kit.link import Plain, Verbs
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["FeedbackSheets"]

LARGEST = 200_000
"""Bytes of the largest sheet that is read; one weighs under ten thousand."""

_FREE = ("title", "context", "tried", "changed", "conditions", "advice")


class FeedbackSheets(CarnetWidget):
    """Write feedback sheets, begin from an invented one, give one to others, take one that others gave.

    Parameters
    ----------
    desk
        The carnet of this page.
    today
        The day of new sheets and of what is downloaded; the computer's own where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pasapas_widgets.carnets.shelf import Carnets
    >>> with TemporaryDirectory() as folder:
    ...     FeedbackSheets(CarnetDesk(Carnets(Path(folder))))
    <FeedbackSheets : 1 fiche>
    """

    section = "feedbacksheets"
    _esm = module("feedbacksheets")
    _css = style("kit/carnet", "discussion", "feedbacksheets")

    items = traitlets.Dict().tag(sync=True)
    examples = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    advice_words = traitlets.Dict(read_only=True).tag(sync=True)
    traces = traitlets.Dict().tag(sync=True)
    largest = traitlets.Int(LARGEST, read_only=True).tag(sync=True)
    today = traitlets.Unicode("").tag(sync=True)
    file = traitlets.Bytes(None, allow_none=True).tag(sync=True)
    file_name = traitlets.Unicode("").tag(sync=True)

    def __init__(self, desk: CarnetDesk, *, today: dt.date | None = None) -> None:
        super().__init__(desk.desk, today=(today or dt.date.today()).isoformat())

    @traitlets.default("examples")
    def _examples(self) -> list[dict[str, Any]]:
        return list(plain(load_examples(self.source)))

    @traitlets.default("advice_words")
    def _advice_words(self) -> dict[str, str]:
        words: dict[str, str] = interface("discussion")["traces"]
        return words

    def show(self) -> None:
        """Set the statements, and what looks like a person, field by field."""
        self.items = self.statements()
        keys = {one.name: one.encode_name for one in msgspec.structs.fields(Feedback)}
        self.traces = {
            one.id: {keys[name]: found for name in _FREE if (found := plain_traces(getattr(one, name)))}
            for one in self.desk.carnet.feedback
        }

    def verbs(self) -> Verbs:
        """Return what can be asked for, besides what every carnet widget takes."""
        return {**super().verbs(), "download": self._give, "receive": self._receive_sheet}

    def _receive_sheet(self, message: Plain) -> None:
        """Add a sheet that others gave."""
        desk = self.open_desk
        name, data = str(message["name"])[:200], bytes(message["data"])
        if len(data) > LARGEST:
            raise ValueError("too large a sheet")
        taken = [one.id for one in desk.carnet.feedback]
        sheet = msgspec.to_builtins(read_shared(name, data, taken=taken))
        desk.change([Change(op="add", path=("retours",), value=sheet)])

    def _give(self, message: Plain) -> None:
        """Make one file of one sheet."""
        id, format = str(message["id"]), str(message["format"])
        carnet = self.desk.carnet
        (sheet,) = (one for one in carnet.feedback if one.id == id)
        if format == "json":
            data = shared(sheet)
        elif format in ("pdf", "docx"):
            day = dt.date.fromisoformat(self.today)
            wanted = Wanted(day=day, feedback=(id,), questionnaire=self.source)
            data = export(carnet, format, "retours", wanted=wanted)
        else:
            raise ValueError(format)
        self.file_name = file_name("retour", sheet.title, format)
        self.set_trait("file", None)
        self.file = data

    def __repr__(self) -> str:
        n = len(self.desk.carnet.feedback)
        return f"<FeedbackSheets : {n} fiche{'s' if n > 1 else ''}>"
