"""«L'entretien avec l'Aract»: what prepares it, the note of two pages, what was agreed and flows back into the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.exports.catalogue import Wanted, export
from pasapas_widgets.exports.interview.note import interview_note
from pasapas_widgets.exports.interview.outcome import return_day
from pasapas_widgets.model.field.actors import actor_names
from pasapas_widgets.model.field.personal import personal_traces
from pasapas_widgets.model.kit.interviewguide import load_interview_guide
from pasapas_widgets.rules.orientation import service_names
from pasapas_widgets.rules.plan import new_action
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.kit.carnet import CarnetWidget
from pasapas_widgets.widgets.kit.link import Plain, Verbs
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Interview"]


class Interview(CarnetWidget):
    """Prepare the interview with the Aract, and bring back into the plan what was agreed in it.

    Parameters
    ----------
    desk
        The carnet of this page.
    today
        The day that is written on what is taken home; the computer's own where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pasapas_widgets.carnets.shelf import Carnets
    >>> with TemporaryDirectory() as folder:
    ...     interview = Interview(CarnetDesk(Carnets(Path(folder))))
    >>> interview, len(interview.note), interview.days["retour"]
    (<Interview>, 10, '2026-12-18')
    """

    section = "interview"
    _esm = module("interview")
    _css = style("kit/carnet", "interview")

    guide = traitlets.Dict(read_only=True).tag(sync=True)
    begun = traitlets.Dict(read_only=True).tag(sync=True)
    offered = traitlets.Dict(read_only=True).tag(sync=True)
    items = traitlets.Dict().tag(sync=True)
    note = traitlets.List(traitlets.Dict()).tag(sync=True)
    traces = traitlets.Dict().tag(sync=True)
    days = traitlets.Dict().tag(sync=True)
    # How the pages are filled is measured when the browser asks for it: not at each key.
    fit = traitlets.Dict().tag(sync=True)
    file = traitlets.Bytes(None, allow_none=True).tag(sync=True)
    file_name = traitlets.Unicode("").tag(sync=True)

    def __init__(self, desk: CarnetDesk, *, today: dt.date | None = None) -> None:
        self._day = today
        super().__init__(desk.desk)

    @property
    def today(self) -> dt.date:
        """The day that is written on what is taken home."""
        return self._day or dt.date.today()

    @traitlets.default("guide")
    def _guide(self) -> dict[str, Any]:
        plain: dict[str, Any] = msgspec.to_builtins(load_interview_guide())
        return plain

    @traitlets.default("begun")
    def _begun(self) -> dict[str, Any]:
        """Return an action begun today, so that the browser knows no rule of its own."""
        begun: dict[str, Any] = msgspec.json.decode(
            msgspec.json.encode(new_action("nouvelle", ["nouvelle"], opened=self.today))
        )
        return begun

    @traitlets.default("offered")
    def _offered(self) -> dict[str, Any]:
        return {"services": service_names(), "acteurs": actor_names()}

    def show(self) -> None:
        """Set what the carnet already says of each section, what looks like a person, and the days."""
        carnet, meeting = self.desk.carnet, self.desk.carnet.interview
        note = interview_note(carnet, day=self.today, questionnaire=self.source)
        results = self.latest.items
        self.items = {
            id: one | {"vagues": [{"moyenne": results[id].mean if id in results else None}]}
            for id, one in self.statements().items()
        }
        self.note = [
            {
                "id": one.id,
                "connu": [{"titre": group.title, "points": group.points, "reste": group.rest} for group in one.known],
                "traces": _named(point for group in one.known for point in group.points),
            }
            for one in note.sections
        ]
        texts = {
            **{f"rubriques.{id}": text for id, text in meeting.sections.items()},
            **{f"reponses.{id}": text for id, text in meeting.answers.items()},
            **{f"pistes.{one.id}": one.title for one in meeting.leads},
            "sortie.premiers_pas": meeting.outcome.first_steps,
            "sortie.a_ne_pas_diffuser": meeting.outcome.private,
        }
        self.traces = {place: found for place, text in texts.items() if (found := _named([text]))}
        self.days = (
            {
                "avant": {one.id: one.day(meeting.day).isoformat() for one in load_interview_guide().before},
                "retour": return_day(meeting.day).isoformat(),
            }
            if meeting.day
            else {}
        )

    def verbs(self) -> Verbs:
        """Return what can be asked for, besides what every carnet widget takes."""
        return {**super().verbs(), "file": self._hand, "measure": self._measure}

    def _hand(self, message: Plain) -> None:
        """Make the file that is asked for."""
        asked = str(message["sheet"])
        name = self.texts["fichiers"][asked]
        format, _, sheet = asked.partition("/")
        self.set_trait("file", None)
        self.file_name = name
        wanted = Wanted(day=self.today, questionnaire=self.source)
        self.file = export(self.desk.carnet, format, sheet, wanted=wanted)

    def _measure(self, _message: Plain) -> None:
        """Measure whether the note holds on two pages and the output sheet on one."""
        from pasapas_widgets.exports.interview.pdf import note_fit, outcome_is_whole

        carnet = self.desk.carnet
        fit = note_fit(carnet, day=self.today, questionnaire=self.source)
        self.fit = {
            "serree": fit.shortened,
            "coupe": list(fit.cut),
            "sortie": outcome_is_whole(carnet, day=self.today),
        }


def _named(texts: Iterable[str]) -> list[str]:
    """Return what looks like a person in some texts, each once."""
    return list(dict.fromkeys(trace.text for text in texts for trace in personal_traces(text)))
