"""What the cockpit looks at: which room, which session of it, and what is known anew of both."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pasapas_widgets.live.client import Room, RoomError
from pasapas_widgets.live.verbs import Selftest
from pasapas_widgets.model.questionnaire.loading import in_version
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.widgets.cockpit.checks import checks_of
from pasapas_widgets.widgets.cockpit.distance import distance_of
from pasapas_widgets.widgets.cockpit.watch import Watch, listed

__all__ = ["Lookout", "Shown"]

PAGES = ("projection", "affiche", "papier")
"""The room's pages of one session, by their address after «/salle/»."""
OWN_SESSIONS = "/salle/seances"
"""Where a trainer with an account sees every session of theirs."""
TRIED = 300.0
"""Seconds during which a self-test waits for a phone."""

Plain = dict[str, Any]
NOTHING: Plain = {
    "about": {},
    "crew": {},
    "state": {},
    "results": {},
    "session": "",
    "earlier": {},
    "waiting": False,
    "comments": [],
    "tallies": [],
    "kept": {},
    "voted": {},
    "asked": {},
    "evaluation": [],
    "rehearsal": {},
}
"""The traits while no session is open."""


class Shown(NamedTuple):
    """What the cockpit shows at present: the open session, version and variant of what it asks, whether a self-test's
    lines stand."""

    opened: str
    asked: tuple[str, str | None]
    has_checks: bool


class Lookout:
    """The looks at a room, from threads, one at a time.

    Parameters
    ----------
    room
        The room to look at; found, and found again once it was lost, where ``None``.
    questionnaire, texts
        What the sheets answer, and content/interface/cockpit.yaml.
    left
        Called, in whatever thread, when another session is looked at from then on.
    """

    def __init__(
        self, room: Room | None, *, questionnaire: Questionnaire, texts: Mapping[str, Any], left: Callable[[], None]
    ) -> None:
        self.last: str | None = None
        """The session that the page had open before it was loaded; ``None`` where it does not say."""
        self._given, self._found = room, room
        self._questionnaire, self._texts, self._left = questionnaire, texts, left
        self._turn = threading.Lock()
        self._watch = self._watch_of("")
        self._opens = 0
        self._is_settled = False
        self._facts: Plain = {}
        self._tried_until = 0.0

    @property
    def session(self) -> str:
        """The session that is looked at, empty where none is."""
        return self._watch.session

    def room(self) -> Room:
        """Return the room, looked for again each time that it was lost.

        Raises
        ------
        RoomError
            There is none.
        """
        if self._found is None:
            self._found = Room.find()
        return self._found

    def look_at(self, session: str) -> None:
        """Look at another session from now on; empty: at none."""
        self._left()
        self._is_settled = True
        self._opens += 1  # what is being asked of the session before no longer counts
        self._watch = self._watch_of(session)

    def selftest(self, clock: float | None) -> list[dict[str, str]]:
        """Try the room anew, and return the self-test's lines; a phone is then waited for.

        Raises
        ------
        RoomError
            The server does not answer.
        """
        self._facts = self.room().ask(Selftest(clock, self._mark()))
        self._tried_until = time.monotonic() + TRIED
        return self._checks()

    def look(self, shown: Callable[[], Shown], *, again: bool = False) -> Plain:
        """Return the traits that are known anew; ``again``: all of them."""
        with self._turn:
            watch, opens = self._watch, self._opens
            if again:
                watch.again()
            try:
                found = self._seen(watch, self.room(), shown())
            except RoomError as error:
                if error.reason == "session" and watch.session:
                    self.look_at("")
                    return {**NOTHING, "opened": "", "link": {"state": "open"}}
                if self._given is None:
                    self._found = None
                state = "absent" if error.reason == "absent" and not shown().opened else "lost"
                return {"link": {"state": state}}
        return found if opens == self._opens else {}

    def _seen(self, watch: Watch, room: Room, shown: Shown) -> Plain:
        if not self._facts:
            self._facts = room.ask(Selftest())
        found = watch.look(room)
        if not self._is_settled:
            self._is_settled = True
            session = self._first(found["sessions"])
            if session:
                watch = self._watch = self._watch_of(session)
                found |= watch.look(room)
        found |= {"link": {"state": "open"}, "address": self._facts["address"]}
        if watch.session != shown.opened:
            found = {**NOTHING, **found, "opened": watch.session}
            found |= {"checks": []}
        if "listed" in found:
            found |= self._about(found.pop("listed"), shown)
        if found.get("crew"):
            found["crew"]["page"] = f"{self._base()}{OWN_SESSIONS}"
        if shown.has_checks and not self._facts["phone"]["seen"] and time.monotonic() < self._tried_until:
            clock = self._facts["clock"]
            self._facts = {**room.ask(Selftest(mark=self._mark())), "clock": clock}
            found["checks"] = self._checks()
        return found

    def _first(self, sessions: list[Plain]) -> str:
        """Return the session to begin with: the page's last one, else the newest that has not ended."""
        ids = [one["id"] for one in sessions]
        if self.last is not None:
            return self.last if self.last in ids else ""
        return next((one["id"] for one in sessions if one["phase"] != "fin"), "")

    def _about(self, one: Plain, shown: Shown) -> Plain:
        about = listed(one)
        pages = {name: f"{self._base()}/salle/{name}/{about['id']}" for name in PAGES}
        asked = in_version(self._questionnaire, about["version"])
        if asked.is_easy:
            pages["facile"] = f"{pages['papier']}?facile=1"
        address = [] if self._facts["local"] else [f"{self._facts['address']}/s/"]
        trial = self._facts["phone"]
        join = "" if self._facts["local"] else _join_picture(self._facts["address"], about["code"], about["id"])
        ways = {"addresses": address, "pages": pages, "join": join, "qr": trial["qr"], "trial": trial["address"]}
        found = {
            "about": {**about, **ways, **distance_of(one, self._facts["address"], asked)},
            "session": about["title"],
        }
        if shown.asked != (about["version"], about["variant"]):
            found["questionnaire"] = asked.for_browser(about["variant"])
        return found

    def _base(self) -> str:
        """Return what a page's address begins with: our app is on the room's own server, JupyterLab somewhere else."""
        return "" if os.environ.get("VOILA_REQUEST_URL") else self.room().url

    def _checks(self) -> list[dict[str, str]]:
        return checks_of(self._facts, self._texts["avant"]["verifications"])

    def _mark(self) -> str | None:
        return self._facts["phone"]["mark"] if self._facts else None

    def _watch_of(self, session: str) -> Watch:
        return Watch(session, questionnaire=self._questionnaire, kept_label=self._texts["groupe"]["radar"])


@lru_cache(maxsize=8)
def _join_picture(address: str, code: str, session: str) -> str:
    """Return the QR code of the wall, by which people come in: the cockpit shows it too."""
    from pasapas_widgets.front.qr import qr_svg
    from pasapas_widgets.live.codes import invitation

    return qr_svg(f"{address}/s/{code}?i={invitation(session)}")
