"""What the widgets that work on a carnet share: one desk, changes that are numbered, acknowledged once on disk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, ClassVar
from weakref import WeakSet

import msgspec
import traitlets
from msgspec import UNSET, Struct

from pasapas_widgets.carnets.desk import Desk, sample_fits
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.model.strict import plain
from pasapas_widgets.places.binder import demonstration
from pasapas_widgets.rules.changes import Change
from pasapas_widgets.rules.comparison import read_here
from pasapas_widgets.widgets.kit.widget import Widget

__all__ = ["CarnetWidget", "SharedDesk"]

Plain = Mapping[str, Any]


class SharedDesk(Desk):
    """A desk that tells the widgets which show it when something has changed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.shown_by: WeakSet[CarnetWidget] = WeakSet()

    def tell(self) -> None:
        """Let every widget show the carnet as it is now."""
        for one in list(self.shown_by):
            one.refresh()


class CarnetWidget(Widget):
    """Base of the widgets that show and change one carnet; :class:`CarnetDesk` opens it, the others share it.

    The browser numbers what it asks for and keeps what is not acknowledged. ``seen`` is the last number that was taken,
    ``ack`` the last whose effect is on disk; a request that is refused is seen, and told in ``refusals``.
    """

    section: ClassVar[str] = "carnet"
    private: ClassVar[tuple[str, ...]] = ("vagues",)

    base = traitlets.Dict(read_only=True).tag(sync=True)
    carnet = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    refusals = traitlets.List(traitlets.Dict()).tag(sync=True)
    seen = traitlets.Int(0).tag(sync=True)
    ack = traitlets.Int(0).tag(sync=True)
    # Never echoed to the browser: a file that is brought may weigh some megabytes.
    incoming = traitlets.Dict().tag(sync=True, echo_update=False)

    def __init__(self, desk: SharedDesk, **traits: Any) -> None:
        self.desk = desk
        super().__init__(**traits)
        desk.shown_by.add(self)
        self.observe(self._receive, names="incoming")
        self.refresh()

    @property
    def source(self) -> Questionnaire:
        """What the group of this desk answers."""
        return self.desk.questionnaire

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
                self.ack = self.seen

    def document(self) -> Struct:
        """Return what the desk holds: the carnet."""
        return self.desk.carnet

    def _told(self, kept: Struct) -> dict[str, Any]:
        """Return what the browser may see of what the desk holds; what is private is not even made plain."""
        fields = {one.encode_name: getattr(kept, one.name) for one in msgspec.structs.fields(kept)}
        return dict(plain({key: one for key, one in fields.items() if key not in self.private and one is not UNSET}))

    def show(self) -> None:
        """Set the widget's own traits from the desk."""

    def take(self, verb: str, message: Plain) -> None:
        """Do what a message asks for.

        Raises
        ------
        FrenchError
            It cannot be done: one sentence, which the browser shows.
        KeyError
            Nothing has that name.
        """
        desk = self.desk
        if verb == "look":
            desk.look()
        elif not desk.is_open:
            raise FrenchError(interface("carnet")["fautes"]["ferme"])
        elif verb == "change":
            desk.change(msgspec.convert(message["changes"], tuple[Change, ...]), group=str(message.get("group", "")))
        else:
            {"undo": desk.undo, "redo": desk.redo, "save": desk.save}[verb]()

    def _receive(self, _change: Any) -> None:
        """Take the messages that are new, one by one; none can stop the others.

        The browser hears of it all at once: a number that is seen and the carnet that it has changed go together.
        """
        with self.hold_sync():
            self._take_new()
            self.desk.tell()

    def _take_new(self) -> None:
        for message in self.incoming.get("messages", []):
            number = message.get("seq") if isinstance(message, Mapping) else None
            if not isinstance(number, int) or number <= self.seen:
                continue
            self.seen = number
            try:
                self.take(str(message.get("verb")), message)
            except FrenchError as error:
                self._refuse(number, str(error))
            except (KeyError, TypeError, ValueError, msgspec.ValidationError):
                self._refuse(number, interface("carnet")["fautes"]["message"])

    def _refuse(self, number: int, sentence: str) -> None:
        self.refusals = [*self.refusals[-9:], {"seq": number, "phrase": sentence}]

    @property
    def latest(self) -> GroupResults:
        """The published results of the last time the group answered, as this version of the questionnaire reads them;
        empty where it has not."""
        waves = self.desk.carnet.waves
        return read_here(waves[-1].results, self.source) if waves else GroupResults()

    def statements(self) -> dict[str, dict[str, str]]:
        """Return the statements by identifier: their words, reversed ones named as such, their lever."""
        q, wording = self.source, interface("exports")["inverse"]
        levers = {lever.id: lever.name for lever in q.levers}
        return {
            item.id: {
                "texte": wording.format(texte=item.text) if item.reversed else item.text,
                "levier": levers[item.lever],
            }
            for item in q.items
        }
