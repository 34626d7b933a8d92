"""What the widgets that work on a carnet share: one desk, changes that are numbered, acknowledged once on disk."""

from __future__ import annotations

import os
from typing import Any, ClassVar
from weakref import WeakSet

import msgspec
import traitlets
from msgspec import UNSET, Struct

from pasapas_widgets.carnets.desk import Desk, sample_fits
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.carnet.wording import variant_of
from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.model.strict import plain
from pasapas_widgets.places.binder import demonstration
from pasapas_widgets.rules.changes import Change
from pasapas_widgets.rules.comparison import read_here
from pasapas_widgets.widgets.kit.link import Link, Plain, Verbs

__all__ = ["CarnetWidget", "SharedDesk"]


class SharedDesk(Desk):
    """A desk that tells the widgets which show it when something has changed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.shown_by: WeakSet[CarnetWidget] = WeakSet()

    def tell(self) -> None:
        """Let every widget show the carnet as it is now."""
        for one in list(self.shown_by):
            one.refresh()


class CarnetWidget(Link):
    """Base of the widgets that show and change one carnet; :class:`CarnetDesk` opens it, the others share it.

    What the browser asks for is acknowledged once its effect is on disk.
    """

    section: ClassVar[str] = "carnet"
    private: ClassVar[tuple[str, ...]] = ("vagues",)

    base = traitlets.Dict(read_only=True).tag(sync=True)
    carnet = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: SharedDesk, **traits: Any) -> None:
        self.desk = desk
        super().__init__(**traits)
        desk.shown_by.add(self)
        self.refresh()

    @property
    def source(self) -> Questionnaire:
        """What the group of this desk answers."""
        return self.desk.questionnaire

    @property
    def variant(self) -> str | None:
        """The wording of the statements that the group of this carnet answered; ``None`` for the base text."""
        carnet = self.desk.carnet
        return variant_of(carnet.waves, carnet.service, self.source)

    @traitlets.default("texts")
    def _texts(self) -> dict[str, Any]:
        return texts_for(self.section, self.source)

    @traitlets.default("base")
    def _base(self) -> dict[str, Any]:
        return interface("carnet") if self.section != "carnet" else {}

    def refresh(self) -> None:
        """Show the desk as it is now, in one message to the browser."""
        desk = self.desk
        with self.hold_sync():
            self.carnet = self._told(self.document())
            self.state = {
                "id": desk.id,
                "ouvert": desk.is_open,
                "exemple": desk.is_sample,
                "a_exemple": sample_fits(self.source),
                "enregistre": desk.kept,
                "annuler": desk.can_undo,
                "refaire": desk.can_redo,
                "faute": desk.fault,
                "conflit": desk.conflict is not None,
                "navigateur": "session" if demonstration(os.environ) else "local",
            }
            self.show()
            if desk.kept:
                super().acknowledge()

    def document(self) -> Struct:
        """Return what the desk holds: the carnet."""
        return self.desk.carnet

    def _told(self, kept: Struct) -> dict[str, Any]:
        """Return what the browser may see of what the desk holds; what is private is not even made plain."""
        fields = {one.encode_name: getattr(kept, one.name) for one in msgspec.structs.fields(kept)}
        return dict(plain({key: one for key, one in fields.items() if key not in self.private and one is not UNSET}))

    def show(self) -> None:
        """Set the widget's own traits from the desk."""

    def verbs(self) -> Verbs:
        """Return what can be asked for of every carnet."""
        return {
            "look": lambda _: self.desk.look(),
            "change": self.change,
            "undo": lambda _: self.open_desk.undo(),
            "redo": lambda _: self.open_desk.redo(),
            "save": lambda _: self.open_desk.save(),
        }

    @property
    def open_desk(self) -> SharedDesk:
        """The desk, on which something is open.

        Raises
        ------
        FrenchError
            Nothing is open.
        """
        if not self.desk.is_open:
            raise FrenchError(interface("carnet")["fautes"]["ferme"])
        return self.desk

    def change(self, message: Plain) -> None:
        """Make the ``changes`` of a message; those of one ``group`` that follow each other are undone together."""
        desk = self.open_desk
        desk.change(msgspec.convert(message["changes"], tuple[Change, ...]), group=str(message.get("group", "")))

    def acknowledge(self) -> None:
        """Let every widget show the desk as it is now; what is on disk is acknowledged, see :meth:`refresh`."""
        self.desk.tell()

    @property
    def latest(self) -> GroupResults:
        """The published results of the last time the group answered, as this version of the questionnaire reads them;
        empty where it has not."""
        waves = self.desk.carnet.waves
        return read_here(waves[-1].results, self.source) if waves else GroupResults()

    def statements(self) -> dict[str, dict[str, str]]:
        """Return the statements by identifier: their words, reversed ones named as such, their lever."""
        q, wording = self.source.worded(self.variant), interface("exports")["inverse"]
        levers = {lever.id: lever.name for lever in q.levers}
        return {
            item.id: {
                "texte": wording.format(texte=item.text) if item.reversed else item.text,
                "levier": levers[item.lever],
            }
            for item in q.items
        }
