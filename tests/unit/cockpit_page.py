"""What a browser does with the cockpit's kernel side, and phones that answer."""

from __future__ import annotations

from typing import Any

from salle import Q, Salle

from pasapas_widgets.widgets.cockpit.cockpit import Cockpit

NEW = {
    "title": "Équipe de nuit",
    "precautions": {"P1": "non", "P2": "non", "P3": "non", "P4": "non", "P5": "oui"},
    "variant": None,
    "mode": "individuel",
    "thresholds": {},
    "research": False,
    "months": 6,
    "rehearsal": False,
    "participants": 3,
}


def send(cockpit: Cockpit, *messages: dict[str, Any]) -> None:
    """Let a browser hand over numbered messages."""
    cockpit.set_state({"incoming": {"messages": list(messages)}})


class Page:
    """What the browser does: it asks by numbered messages, and reads ``told`` and the refusals."""

    def __init__(self, cockpit: Cockpit) -> None:
        self.cockpit = cockpit

    def ask(self, verb: str, **given: Any) -> dict[str, Any]:
        seq = self.cockpit.seen + 1
        send(self.cockpit, {"seq": seq, "verb": verb, **given})
        assert self.cockpit.seen == seq
        refused = [one["phrase"] for one in self.cockpit.refusals if one["seq"] == seq]
        if refused:
            (fault,) = refused
            return {"ok": False, "fault": fault}
        told: dict[str, Any] = self.cockpit.told
        assert verb == "here" or told["seq"] == seq
        return {"ok": True, "given": told.get("given")}

    def do(self, verb: str, **given: Any) -> Any:
        told = self.ask(verb, **given)
        assert told["ok"], told
        return told.get("given")

    def move(self, phase: str, **given: Any) -> None:
        self.do("move", phase=phase, version=self.cockpit.state["version"], **given)


def phones(room: Salle, page: Page, count: int, *, answers: int = 32) -> list[Any]:
    from salle import Phone

    found = []
    for number in range(count):
        phone = Phone(room.port, page.cockpit.about["code"])
        assert phone.post("join").status == 200
        phone.answers({item: 1 + (number + at) % 4 for at, item in enumerate(Q.item_ids[:answers])})
        found.append(phone)
    page.cockpit.refresh()
    return found
