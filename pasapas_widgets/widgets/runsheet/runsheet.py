"""«Dérouler une séance»: the ready sessions to read, adapt and lead, with a calm clock that suggests and never cuts."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import msgspec
import traitlets

from pasapas_widgets.carnets.runsheetdesk import RunSheetDesk
from pasapas_widgets.carnets.runsheets import LARGEST, RunSheets, workbook_titles, written_run_sheet
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, file_name
from pasapas_widgets.model.field.personal import personal_traces
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.kit.precautions import load_precautions
from pasapas_widgets.model.kit.readysessions import LONGEST, ReadySession
from pasapas_widgets.widgets.kit.carnet import CarnetWidget, SharedDesk
from pasapas_widgets.widgets.kit.link import Plain, Verbs
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["RunSheet"]


MOST_TRACES = 5


class RunSheet(CarnetWidget):
    """Read a ready session, make a variant of it, lead it.

    The clock of the session under way lives in the browser alone: it goes on whatever happens to the kernel.

    Parameters
    ----------
    sheets
        Where the trainer's own variants are kept; the user's own data folder where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     RunSheet(RunSheets(Path(folder))).state["deroule"]
    'S-2H'
    """

    section = "runsheet"
    _esm = module("runsheet")
    _css = style("kit/carnet", "runsheet")

    kit = traitlets.Dict(read_only=True).tag(sync=True)
    sheets = traitlets.List(traitlets.Dict()).tag(sync=True)
    traces = traitlets.List(traitlets.Unicode()).tag(sync=True)
    told = traitlets.Unicode("").tag(sync=True)
    done = traitlets.Unicode("").tag(sync=True)
    file = traitlets.Bytes(None, allow_none=True).tag(sync=True)
    file_name = traitlets.Unicode("").tag(sync=True)
    handed = traitlets.Int(0).tag(sync=True)

    def __init__(self, sheets: RunSheets | None = None) -> None:
        desk = RunSheetDesk(sheets)
        own = [one for one in desk.sheets.all() if one.fault is None]
        if own:
            desk.open_sheet(own[0].id)
        self.run_sheet = desk
        super().__init__(cast(SharedDesk, desk))

    @traitlets.default("base")
    def _base(self) -> dict[str, Any]:
        """Return the carnet's texts, with what the bar says of a run sheet in the place of what it says of a carnet."""
        carnet, own = interface("carnet"), interface("runsheet")
        return carnet | {
            "etat": carnet["etat"] | own["etat"],
            "champs": carnet["champs"] | own["champs"],
            "membres": carnet["membres"] | {"sequences": own["champs"]["sequences"]},
        }

    @traitlets.default("kit")
    def _kit(self) -> dict[str, Any]:
        kit, rules = shipped_kit(), shipped_kit().ground_rules
        return {
            "modeles": [{"id": one.id, "titre": one.title} for one in kit.sessions],
            "methodes": msgspec.to_builtins(kit.methods),
            "carnets": workbook_titles(),
            "prudences": msgspec.to_builtins(load_precautions()),
            "paroles": list(rules.speech),
            "posture": list(rules.stance),
            "imprevus": msgspec.to_builtins(rules.unexpected),
            "plus_gros": LARGEST,
            "plus_long": LONGEST,
        }

    def document(self) -> ReadySession:
        """Return what the desk holds: the session."""
        return self.run_sheet.session

    def show(self) -> None:
        """Set the list of variants, what looks like a person, what happened in another window."""
        desk = self.run_sheet
        self.sheets = [{"id": one.id, "titre": one.title, "faute": one.fault or ""} for one in desk.sheets.all()]
        self.state = self.state | {"deroule": desk.id or desk.session.id}
        self.told = desk.told
        self.traces = list(_traces(desk.session)) if desk.id else []

    def verbs(self) -> Verbs:
        """Return what can be asked for, besides what can be of every carnet."""
        desk = self.run_sheet
        return {
            **super().verbs(),
            "open": lambda message: desk.open_sheet(str(message["id"])),
            "reopen": self._reopen,
            "adapt": lambda _: desk.adapt(),
            "duplicate": lambda _: desk.adapt(pattern="adapter.copie"),
            "bring": self._bring,
            "erase": lambda _: self._erase(),
            "download": lambda _: self._hand(written_run_sheet(desk.session), "json"),
            "print": self._print,
        }

    def take(self, verb: str, message: Plain) -> None:
        """Do what a message asks for, with nothing told any more of what was done before."""
        self.done = ""
        super().take(verb, message)

    @property
    def open_desk(self) -> SharedDesk:
        """The desk, on which a variant is open; a model is read, not changed.

        Raises
        ------
        FrenchError
            It is a model.
        """
        if not self.desk.is_open:
            raise FrenchError(interface("runsheet")["fautes"]["modele"])
        return self.desk

    def _reopen(self, message: Plain) -> None:
        """Open what this page had open before it was loaded again, if it is still there."""
        models, own = shipped_kit().sessions, self.run_sheet.sheets.all()
        if message["id"] in [one.id for one in models] + [one.id for one in own if not one.fault]:
            self.run_sheet.open_sheet(str(message["id"]))

    def _bring(self, message: Plain) -> None:
        self.run_sheet.bring(bytes(message["data"]))
        self._say("apportee", titre=self.run_sheet.session.title)

    def _erase(self) -> None:
        self.run_sheet.erase()
        self._say("effacee")

    def _say(self, what: str, **values: str) -> None:
        self.done = interface("runsheet")["fichier"][what].format(**values)

    def _print(self, message: Plain) -> None:
        from pasapas_widgets.exports.session.runsheet import runsheet_pdf

        start = dt.time.fromisoformat(str(message["start"]))
        self._hand(runsheet_pdf(self.run_sheet.session, start=start), "pdf")

    def _hand(self, data: bytes, kind: str) -> None:
        self.file_name = file_name("deroule", self.run_sheet.session.title, kind)
        self.file = data
        self.handed += 1

    def __repr__(self) -> str:
        return f"<RunSheet : {self.run_sheet.session.title}>"


def _traces(session: ReadySession) -> list[str]:
    """Return what looks like a person in what a variant says, but for the words of the models themselves."""
    texts = [session.title, session.group, *session.before, *session.material]
    texts += [text for one in session.sequences for text in (one.title, one.trainer, one.production or "")]
    models = {text for one in shipped_kit().sessions for part in one.sequences for text in (part.title, part.trainer)}
    found = [trace.text for text in texts if text not in models for trace in personal_traces(text)]
    return list(dict.fromkeys(found))[:MOST_TRACES]
