"""The cockpit of a live session: what one trainer uses while facing the room."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.files.sharecode import code_length
from pasapas_widgets.live.client import Room, RoomError
from pasapas_widgets.live.verbs import Selftest
from pasapas_widgets.model.kit.kitwords import all_in_short
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.owntexts import texts_for, wordings_of
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.scoring import rules_of
from pasapas_widgets.widgets.cockpit.checks import checks_of
from pasapas_widgets.widgets.cockpit.orders import Orders
from pasapas_widgets.widgets.cockpit.watch import Watch, listed
from pasapas_widgets.widgets.kit.widget import Widget, module, style

__all__ = ["Cockpit"]


EVERY = 1.0
"""Seconds between two looks at the session."""
WATCHED = 120.0
"""Seconds without a sign of a page after which the looks stop; a page in the background gives one a minute."""
PAGES = ("projection", "affiche", "papier")
"""The room's pages of one session, by their address after «/salle/»."""
TRIED = 300.0
"""Seconds during which a self-test waits for a phone."""

Plain = dict[str, Any]
NOTHING: Plain = {
    "about": {},
    "state": {},
    "results": {},
    "session": "",
    "earlier": {},
    "waiting": 0,
    "comments": [],
    "tallies": [],
    "kept": {},
    "voted": {},
    "evaluation": [],
    "rehearsal": {},
}
"""The traits while no session is open."""


class Cockpit(Widget):
    """Prepare a session, lead it step by step, bring paper and codes in, end it.

    It keeps nothing of its own: the session is in the room's store, and a page that is loaded again shows it where it
    is. Once a page shows it, it looks at the session every second, in a thread; without a page it asks for nothing.
    ``Results(cockpit)`` and ``Radar.of(cockpit)`` follow what is published.

    Parameters
    ----------
    room
        The room to lead; the one that opened this page, or that runs on this computer, where left out.

    Examples
    --------
    >>> Cockpit()
    <Cockpit : aucune séance ouverte>
    """

    section = "cockpit"
    _esm = module("cockpit")
    _css = style("cockpit")

    questionnaire = traitlets.Dict().tag(sync=True)
    cards = traitlets.List(traitlets.Dict()).tag(sync=True)
    modes = traitlets.List(traitlets.Dict()).tag(sync=True)
    services = traitlets.List(traitlets.Dict()).tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)
    rules = traitlets.Dict().tag(sync=True)

    link = traitlets.Dict({"state": ""}).tag(sync=True)
    sessions = traitlets.List(traitlets.Dict()).tag(sync=True)
    receipts = traitlets.List(traitlets.Dict()).tag(sync=True)
    opened = traitlets.Unicode("").tag(sync=True)
    about = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    checks = traitlets.List(traitlets.Dict()).tag(sync=True)
    comments = traitlets.List(traitlets.Dict()).tag(sync=True)
    tallies = traitlets.List(traitlets.Dict()).tag(sync=True)
    kept = traitlets.Dict().tag(sync=True)
    voted = traitlets.Dict().tag(sync=True)
    evaluation = traitlets.List(traitlets.Dict()).tag(sync=True)
    rehearsal = traitlets.Dict().tag(sync=True)
    results = traitlets.Dict().tag(sync=True)
    session = traitlets.Unicode("").tag(sync=True)
    waiting = traitlets.Int(0).tag(sync=True)
    earlier = traitlets.Dict().tag(sync=True)
    # Every request of the page that has no answer yet; never echoed to it, a file may be among them.
    asked = traitlets.List(traitlets.Dict()).tag(sync=True, echo_update=False)
    told = traitlets.Dict({"n": "", "ok": True}).tag(sync=True)

    def __init__(self, room: Room | None = None, **traits: Any) -> None:
        q = load_questionnaire()
        rules = load_thresholds()
        limits = {name: n for name, n in msgspec.to_builtins(rules).items() if isinstance(n, int)}
        limits["mois"] = rules.retention.sheets
        limits["code"] = code_length(q) or 0
        self._q = q
        super().__init__(
            questionnaire=q.for_browser(None),
            cards=[{"id": one["id"], "genre": one["genre"], "texte": one["titre"]} for one in all_in_short()],
            modes=[msgspec.to_builtins(one) for one in q.modes],
            services=wordings_of(q) if q.variants else [],
            rules={"part_min_notes": rules_of(q).least_share, "tolerance": rules_of(q).tolerance},
            limits=limits,
            **traits,
        )
        self._given, self._found = room, room
        self._watch = self._watch_of("")
        self._orders = Orders(q, self.texts)
        self._looking = threading.Lock()
        self._facts: Plain = {}
        self._tried_until = self._watched_until = 0.0
        self._last: str | None = None
        self._opens = 0
        self._settled = self._closed = False
        self._heard: deque[str] = deque(maxlen=1000)
        self._stop: threading.Event | None = None
        self._pool = ThreadPoolExecutor(3, thread_name_prefix="cockpit")
        self._tasks: set[asyncio.Future[Any]] = set()
        self._following = False
        self._loop = _running_loop()
        self.observe(self._receive, names="asked")

    @traitlets.default("texts")
    def _texts(self) -> Plain:
        return texts_for(self.section, self._q)

    def __repr__(self) -> str:
        said = f"séance « {self.about['title']} »" if self.opened else "aucune séance ouverte"
        return f"<Cockpit : {said}>"

    def close(self) -> None:
        """Stop looking at the session, send home the participants of a rehearsal, close the widget."""
        self._closed = True
        if self._stop is not None:
            self._stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        super().close()

    def refresh(self) -> None:
        """Look at the session once, at once."""
        self._take(self._look())

    # ------------------------------------------------------------------ what the page asks

    def _receive(self, change: Any) -> None:
        """Carry out every request that was not heard before, each in a thread of its own where a kernel runs."""
        for asked in change.new:
            if asked["n"] in self._heard:
                continue
            self._heard.append(asked["n"])
            if asked["verb"] == "here":
                self._here(asked)
            else:
                self._run(partial(self._answer, asked))

    def _here(self, asked: Plain) -> None:
        """Note that a page shows the cockpit, and follow the session for it."""
        self._last = asked.get("last")
        self._watched_until = time.monotonic() + WATCHED
        self.told = {"n": asked["n"], "ok": True}
        if self._loop is None:
            self.refresh()
        elif not self._following:
            self._following = True
            self._keep(self._loop.create_task(self._follow()))

    def _answer(self, asked: Plain) -> Callable[[], None]:
        """Carry out a request; return what shows its outcome, the session as it then is first, the answer last."""
        given = {name: value for name, value in asked.items() if name not in ("n", "verb")}
        news: Plain = {}
        try:
            done, changed = self._done(asked["verb"], given)
            told = {"n": asked["n"], "ok": True, "given": done}
            news = {**self._look(again=True), **changed}
        except (RoomError, FrenchError) as error:
            told = {"n": asked["n"], "ok": False, "fault": str(error)}
            news = self._look(again=True)
        except Exception:
            logging.getLogger(__name__).exception("the cockpit could not %s", asked["verb"])
            told = {"n": asked["n"], "ok": False, "fault": self.texts["etat"]["erreur"]}

        def show() -> None:
            self._take(news)
            self.told = told

        return show

    def _done(self, verb: str, given: Plain) -> tuple[Any, Plain]:
        """Carry out one order; return what it gives to the page and the traits that it changes by itself."""
        room = self._room()
        if verb == "open":
            self._open(given["session"])
            return None, {}
        if verb == "selftest":
            self._facts = room.ask(Selftest(given.get("clock"), self._mark()))
            self._tried_until = time.monotonic() + TRIED
            return None, {"checks": checks_of(self._facts, self.texts["avant"]["verifications"])}
        if verb in ("rehearse", "rest"):
            self._rehearse(given["participants"] if verb == "rehearse" else 0)
            return None, {}
        done = self._orders.carry_out(verb, room, self.opened, given)
        if verb == "create":
            self._open(done["id"])
            if given["rehearsal"]:
                self._rehearse(given["participants"], code=done["code"])
        elif verb == "erase" and given["session"] == self._watch.session:
            self._open("")
        changed: Plain = {}
        if verb == "evaluation":
            changed = {"evaluation": done}
        elif verb in ("compare", "compare_carnet"):
            changed, done = {"earlier": done}, None
        return done, changed

    def _open(self, session: str) -> None:
        """Look at another session from now on."""
        if self._stop is not None:
            self._stop.set()
        self._settled = True
        self._opens += 1  # what is being asked of the session before no longer counts
        self._watch = self._watch_of(session)

    def _watch_of(self, session: str) -> Watch:
        return Watch(session, questionnaire=self._q, kept_label=self.texts["groupe"]["radar"])

    def _rehearse(self, participants: int, *, code: str | None = None) -> None:
        """Call synthetic participants into the session, or send home those who are there."""
        if self._stop is not None:
            self._stop.set()
        if not participants:
            self._post({"rehearsal": {}})
            return
        from pasapas_widgets.live.rehearsal import rehearse

        stop = self._stop = threading.Event()
        url, code = self._room().url, code or self.about["code"]

        def play() -> None:
            try:
                rehearse(
                    url,
                    code,
                    participants=participants,
                    stop=stop,
                    report=lambda told: self._post({"rehearsal": {**_counts(told), "running": True}}, unless=stop),
                )
                self._post({"rehearsal": {}}, unless=stop)
            except FrenchError as error:
                self._post({"rehearsal": {"fault": str(error)}}, unless=stop)

        threading.Thread(target=play, name="rehearsal", daemon=True).start()

    # ------------------------------------------------------------------ what the server says

    def _room(self) -> Room:
        """Return the room, looked for again each time that it was lost."""
        if self._found is None:
            self._found = Room.find()
        return self._found

    def _mark(self) -> str | None:
        return self._facts["phone"]["mark"] if self._facts else None

    def _look(self, *, again: bool = False) -> Plain:
        """Return the traits that are known anew; called in a thread."""
        with self._looking:
            watch, opens = self._watch, self._opens
            if again:
                watch.again()
            try:
                room = self._room()
                found = self._seen(watch, room)
            except RoomError as error:
                if error.reason == "session" and watch.session:
                    self._open("")
                    return {**NOTHING, "opened": "", "link": {"state": "open"}}
                if self._given is None:
                    self._found = None
                state = "absent" if error.reason == "absent" and not self.opened else "lost"
                return {"link": {"state": state}}
        return found if opens == self._opens else {}

    def _seen(self, watch: Watch, room: Room) -> Plain:
        if not self._facts:
            self._facts = room.ask(Selftest())
        found = watch.look(room)
        if not self._settled:
            self._settled = True
            session = self._first(found["sessions"])
            if session:
                watch = self._watch = self._watch_of(session)
                found |= watch.look(room)
        found["link"] = {"state": "open"}
        if watch.session != self.opened:
            found = {**NOTHING, **found, "opened": watch.session}
            found |= {"checks": []}
        if "listed" in found:
            found |= self._about(found.pop("listed"))
        if self.checks and not self._facts["phone"]["seen"] and time.monotonic() < self._tried_until:
            clock = self._facts["clock"]
            self._facts = {**room.ask(Selftest(mark=self._mark())), "clock": clock}
            found["checks"] = checks_of(self._facts, self.texts["avant"]["verifications"])
        return found

    def _first(self, sessions: list[Plain]) -> str:
        """Return the session to begin with: the page's last one, else the newest that has not ended."""
        ids = [one["id"] for one in sessions]
        if self._last is not None:
            return self._last if self._last in ids else ""
        return next((one["id"] for one in sessions if one["phase"] != "fin"), "")

    def _about(self, one: Plain) -> Plain:
        about = listed(one)
        # A page of our app is on the room's own server; JupyterLab is somewhere else.
        base = "" if os.environ.get("VOILA_REQUEST_URL") else self._room().url
        pages = {name: f"{base}/salle/{name}/{about['id']}" for name in PAGES}
        address = [] if self._facts["local"] else [f"{self._facts['address']}/s/"]
        trial = self._facts["phone"]
        found = {
            "about": {**about, "addresses": address, "pages": pages, "qr": trial["qr"], "trial": trial["address"]},
            "session": about["title"],
        }
        if self.questionnaire["variante"] != about["variant"]:
            found["questionnaire"] = self._q.for_browser(about["variant"])
        return found

    async def _follow(self) -> None:
        """Look every second for as long as a page shows the cockpit."""
        loop = asyncio.get_running_loop()
        try:
            while not self._closed and time.monotonic() < self._watched_until:
                self._take(await loop.run_in_executor(self._pool, self._look))
                await asyncio.sleep(EVERY)
        finally:
            self._following = False

    # ------------------------------------------------------------------ between threads and the kernel's loop

    def _take(self, news: Plain) -> None:
        """Set the traits that differ, in one message."""
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in news.items():
                if getattr(self, name) != value:
                    setattr(self, name, value)

    def _run(self, job: Callable[[], Callable[[], None]]) -> None:
        """Do a job in a thread and what it returns in the kernel's loop; without a loop, both at once."""
        if self._loop is None:
            job()()
            return

        async def wait() -> None:
            assert self._loop is not None
            show = await self._loop.run_in_executor(self._pool, job)
            show()

        self._keep(self._loop.create_task(wait()))

    def _post(self, news: Plain, *, unless: threading.Event | None = None) -> None:
        """Set traits from whatever thread."""

        def show() -> None:
            if not self._closed and not (unless is not None and unless.is_set()):
                self._take(news)

        if self._loop is None:
            show()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(show)

    def _keep(self, task: asyncio.Future[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _counts(report: Any) -> Plain:
    return {name: getattr(report, name) for name in ("participants", "joined", "finished")}
