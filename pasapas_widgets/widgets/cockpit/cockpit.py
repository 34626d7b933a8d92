"""The cockpit of a live session: what one trainer uses while facing the room."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.files.sharecode import code_length
from pasapas_widgets.live.client import Room, RoomError
from pasapas_widgets.live.verbs import VERBS
from pasapas_widgets.model.kit.kitwords import all_in_short
from pasapas_widgets.model.kit.precautions import load_precautions
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.owntexts import texts_for, wordings_of
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import USUAL_KEPT_MONTHS
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.scoring import rules_of
from pasapas_widgets.widgets.cockpit.course import Course
from pasapas_widgets.widgets.cockpit.distance import zones
from pasapas_widgets.widgets.cockpit.lookout import Lookout, Shown
from pasapas_widgets.widgets.cockpit.orders import Orders
from pasapas_widgets.widgets.kit.link import Link, Number, Verbs
from pasapas_widgets.widgets.kit.link import Plain as Message
from pasapas_widgets.widgets.kit.threads import Aside
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Cockpit"]


EVERY = 1.0
"""Seconds between two looks at the session."""
WATCHED = 120.0
"""Seconds without a sign of a page after which the looks stop; a page in the background gives one a minute."""
RULES = ("part_min_notes", "tolerance", "classes")
"""The rules of calculation that the page needs."""
Plain = dict[str, Any]
Done = tuple[Any, Plain]
"""What an order gives to the page, and the traits that it changes by itself."""


class Cockpit(Link):
    """Prepare a session, lead it step by step, bring paper and codes in, end it.

    It keeps nothing of its own: the session is in the room's store, and a page that is loaded again shows it where it
    is. What a page asks for is refused in a sentence, or answered by ``told`` (its number, ``given``) once it is done.
    Once a page shows it, it looks at the session every second, in a thread; without a page it asks for nothing.
    ``Results(cockpit)`` and ``Radar.of(cockpit)`` follow what is published.

    Parameters
    ----------
    room
        The room to lead; the one that opened this page, or that runs on this computer, where left out.
    questionnaire
        What the groups of this room answer; this process's where left out.
    course
        Modules of exercises of one's own (YAML, docs/former.md), before those that ship with the package.

    Examples
    --------
    >>> Cockpit()
    <Cockpit : aucune séance ouverte>
    """

    section = "cockpit"
    _esm = module("cockpit")
    _css = style("cockpit/screen", "cockpit", "cockpit/brought", "cockpit/distance", "cockpit/exercises", "kit/columns")

    questionnaire = traitlets.Dict().tag(sync=True)
    cards = traitlets.List(traitlets.Dict()).tag(sync=True)
    modes = traitlets.List(traitlets.Dict()).tag(sync=True)
    precautions = traitlets.List(traitlets.Dict()).tag(sync=True)
    services = traitlets.List(traitlets.Dict()).tag(sync=True)
    zones = traitlets.List(traitlets.Dict()).tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)
    rules = traitlets.Dict().tag(sync=True)

    link = traitlets.Dict({"state": ""}).tag(sync=True)
    address = traitlets.Unicode("").tag(sync=True)
    sessions = traitlets.List(traitlets.Dict()).tag(sync=True)
    receipts = traitlets.List(traitlets.Dict()).tag(sync=True)
    opened = traitlets.Unicode("").tag(sync=True)
    about = traitlets.Dict().tag(sync=True)
    crew = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    checks = traitlets.List(traitlets.Dict()).tag(sync=True)
    comments = traitlets.List(traitlets.Dict()).tag(sync=True)
    tallies = traitlets.List(traitlets.Dict()).tag(sync=True)
    kept = traitlets.Dict().tag(sync=True)
    voted = traitlets.Dict().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
    evaluation = traitlets.List(traitlets.Dict()).tag(sync=True)
    rehearsal = traitlets.Dict().tag(sync=True)
    results = traitlets.Dict().tag(sync=True)
    session = traitlets.Unicode("").tag(sync=True)
    waiting = traitlets.Bool(False).tag(sync=True)
    earlier = traitlets.Dict().tag(sync=True)
    told = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        room: Room | None = None,
        *,
        questionnaire: Questionnaire | None = None,
        course: Sequence[Path | str] = (),
        **traits: Any,
    ) -> None:
        q = questionnaire or load_questionnaire()
        rules = load_thresholds()
        limits = {name: n for name, n in msgspec.to_builtins(rules).items() if isinstance(n, int)}
        limits["mois"], limits["mois_usuels"] = rules.retention.sheets, USUAL_KEPT_MONTHS
        limits["code"] = code_length(q) or 0
        self.source = q
        super().__init__(
            questionnaire=q.for_browser(None),
            cards=[{"id": one["id"], "genre": one["genre"], "texte": one["titre"]} for one in all_in_short()],
            modes=[msgspec.to_builtins(one) for one in q.modes],
            precautions=[msgspec.to_builtins(one) for one in load_precautions()],
            services=wordings_of(q) if q.variants else [],
            zones=zones(),
            rules={name: msgspec.to_builtins(rules_of(q))[name] for name in RULES},
            limits=limits,
            **traits,
        )
        self._lookout = Lookout(room, questionnaire=q, texts=self.texts, left=self._send_home)
        self._orders = Orders(q, self.texts, Course(self.texts, course))
        self._aside = Aside("cockpit", threads=3)
        self._rehearsal: threading.Event | None = None
        self._watched_until = 0.0
        self._following = False

    @traitlets.default("texts")
    def _texts(self) -> Plain:
        return texts_for(self.section, self.source)

    def __repr__(self) -> str:
        said = f"séance « {self.about['title']} »" if self.opened else "aucune séance ouverte"
        return f"<Cockpit : {said}>"

    def close(self) -> None:
        """Stop looking at the session, send home the participants of a rehearsal, close the widget."""
        self._send_home()
        self._aside.close()
        super().close()

    def refresh(self) -> None:
        """Look at the session once, at once."""
        self._take(self._lookout.look(self._shown))

    # ------------------------------------------------------------------ what the page asks

    def verbs(self) -> Verbs:
        """Return what the browser can ask for: to be looked after, and every order."""
        orders = {verb: partial(self._order, verb) for verb in (*VERBS, *self._orders.own, *self._own())}
        return {**orders, "here": self._here}

    def acknowledge(self) -> None:
        """Leave it: an order is acknowledged once it is carried out, by ``told``."""

    def _here(self, message: Message) -> None:
        """Note that a page shows the cockpit, and follow the session for it."""
        self._lookout.last = message.get("last")
        self._watched_until = time.monotonic() + WATCHED
        if not self._aside.has_loop:
            self.refresh()
        elif not self._following:
            self._following = True
            self._aside.keep(self._follow())

    def _order(self, verb: str, message: Message) -> None:
        """Carry out an order, in a thread of its own where a kernel runs."""
        given = {name: value for name, value in message.items() if name not in ("page", "seq", "verb")}
        self._aside.run(partial(self._carried_out, self.number, verb, given))

    def _carried_out(self, number: Number, verb: str, given: Plain) -> Callable[[], None]:
        """Carry out an order; return what shows its outcome, the session as it then is first, the answer last."""
        done, fault, news = None, "", {}
        try:
            done, changed = self._done(verb, given)
            news = {**self._lookout.look(self._shown, again=True), **changed}
        except (RoomError, FrenchError) as error:
            fault = str(error)
            news = self._lookout.look(self._shown, again=True)
        except Exception:
            logging.getLogger(__name__).exception("the cockpit could not %s", verb)
            fault = self.texts["etat"]["erreur"]

        def show() -> None:
            self._take(news)
            if fault:
                self.refuse(fault, number=number)
            else:
                self.told = {**number, "given": done}

        return show

    def _own(self) -> Mapping[str, Callable[[Plain], Done]]:
        """Return the orders that change what is looked at, or a trait of their own."""
        return {
            "open": lambda given: self._look_at(given["session"]),
            "selftest": lambda given: (None, {"checks": self._lookout.selftest(given.get("clock"))}),
            "rehearse": lambda given: self._rehearse(given["participants"]),
            "rest": lambda _: self._rehearse(0),
            "create": self._create,
            "erase": self._erase,
            "evaluation": self._read_evaluation,
            "compare": lambda given: (None, {"earlier": self._carry_out("compare", given)}),
            "compare_carnet": lambda given: (None, {"earlier": self._carry_out("compare_carnet", given)}),
        }

    def _done(self, verb: str, given: Plain) -> Done:
        """Carry out one order; return what it gives to the page and the traits that it changes by itself."""
        self._lookout.room()  # without one nothing can be done, and it says so
        own = self._own().get(verb)
        return own(given) if own is not None else (self._carry_out(verb, given), {})

    def _carry_out(self, verb: str, given: Plain) -> Any:
        return self._orders.carry_out(verb, self._lookout.room(), self.opened, given)

    def _look_at(self, session: str) -> Done:
        self._lookout.look_at(session)
        return None, {}

    def _create(self, given: Plain) -> Done:
        made = self._carry_out("create", given)
        self._lookout.look_at(made["id"])
        if given["rehearsal"]:
            self._rehearse(given["participants"], code=made["code"])
        return made, {}

    def _erase(self, given: Plain) -> Done:
        receipt = self._carry_out("erase", given)
        if given["session"] == self._lookout.session:
            self._lookout.look_at("")
        return receipt, {}

    def _read_evaluation(self, given: Plain) -> Done:
        found = self._carry_out("evaluation", given)
        return found, {"evaluation": found}

    def _rehearse(self, participants: int, *, code: str | None = None) -> Done:
        """Call synthetic participants into the session, or send home those who are there."""
        self._send_home()
        if not participants:
            self._post({"rehearsal": {}})
            return None, {}
        from pasapas_widgets.live.rehearsal import rehearse

        stop = self._rehearsal = threading.Event()
        url, code = self._lookout.room().url, code or self.about["code"]

        def play() -> None:
            try:
                rehearse(
                    url,
                    code,
                    participants=participants,
                    stop=stop,
                    questionnaire=self.source,
                    report=lambda told: self._post({"rehearsal": {**_counts(told), "running": True}}, unless=stop),
                )
                self._post({"rehearsal": {}}, unless=stop)
            except FrenchError as error:
                self._post({"rehearsal": {"fault": str(error)}}, unless=stop)

        threading.Thread(target=play, name="rehearsal", daemon=True).start()
        return None, {}

    def _send_home(self) -> None:
        """Send the participants of a rehearsal home."""
        if self._rehearsal is not None:
            self._rehearsal.set()

    # ------------------------------------------------------------------ what the server says

    def _shown(self) -> Shown:
        asked = self.questionnaire["version"], self.questionnaire["variante"]
        return Shown(self.opened, asked, bool(self.checks))

    async def _follow(self) -> None:
        """Look every second for as long as a page shows the cockpit."""
        look = partial(self._lookout.look, self._shown)
        try:
            while not self._aside.is_closed and time.monotonic() < self._watched_until:
                self._take(await self._aside.done(look))
                await asyncio.sleep(EVERY)
        finally:
            self._following = False

    def _take(self, news: Plain) -> None:
        """Set the traits that differ, in one message."""
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in news.items():
                if getattr(self, name) != value:
                    setattr(self, name, value)

    def _post(self, news: Plain, *, unless: threading.Event | None = None) -> None:
        """Set traits from whatever thread."""

        def show() -> None:
            if unless is None or not unless.is_set():
                self._take(news)

        self._aside.post(show)


def _counts(report: Any) -> Plain:
    return {name: getattr(report, name) for name in ("participants", "joined", "finished")}
