"""A phone of a session, without a screen: its key, its outbox, and the state it follows (decision 007)."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from pasapas_widgets.live.codes import typed
from pasapas_widgets.live.rehearsal.people import Draw
from pasapas_widgets.live.rehearsal.wire import GOOD_LINK, Address, Link, LinkError, Reply, Traffic, Wire
from pasapas_widgets.model.questionnaire.sheet import Answer

__all__ = ["Phone", "RefusedJoin", "Tally"]

MOST_AT_ONCE = 64
LONGEST_POLL = 40.0
FIRST_BACK_OFF, LONGEST_BACK_OFF = 0.4, 8.0


class RefusedJoin(Exception):  # noqa: N818 - an outcome, not a fault
    """The session does not take this phone; ``str(error)`` is the server's sentence, if it said one."""


@dataclass
class Tally:
    """What happened to a group of phones.

    Parameters
    ----------
    joined, finished
        People who have a seat; who have answered all that they wanted to.
    sent, acknowledged, refused
        Answers that people gave, that the server confirmed; messages that it refused.
    again
        Requests sent once more because no reply had come.
    checked, lost
        People who read their answers again, and acknowledged answers that were not there.
    voted, evaluated, comments
        Votes, evaluations and comments that the server confirmed.
    waits, joins
        Seconds from each answer to its acknowledgement, and from arriving to having a seat.
    """

    joined: int = 0
    finished: int = 0
    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    again: int = 0
    checked: int = 0
    lost: int = 0
    voted: int = 0
    evaluated: int = 0
    comments: int = 0
    waits: list[float] = field(default_factory=list)
    joins: list[float] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)


@dataclass
class _Sending:
    """A message that the server has not acknowledged.

    ``given`` is when, for an answer to a statement; ``counts`` is what else of the tally its acknowledgement adds to.
    """

    path: str
    body: dict[str, Any]
    given: float = 0.0
    counts: str | None = None


class Phone:
    """What a phone does by itself: it sends until it is heard, and follows the trainer.

    Parameters
    ----------
    address, code
        Where the session is.
    draw, link
        How bad the way to the server is, and which exchanges suffer.
    tally
        Where it is counted what happened.
    key
        The seat's secret, to take up a seat again; a new one where left out.
    rehearsing
        Whether it says that nobody holds it, so that a session of real people refuses it. The benchmarks do without.
    """

    def __init__(
        self,
        address: Address,
        code: str,
        *,
        draw: Draw,
        link: Link = GOOD_LINK,
        tally: Tally | None = None,
        key: str | None = None,
        rehearsing: bool = True,
    ) -> None:
        self.key = key or secrets.token_urlsafe(24)
        self.tally = tally or Tally()
        self.state: dict[str, Any] = {"phase": "", "version": 0, "tag": ""}
        self.acknowledged: dict[str, Answer | None] = {}
        self.ended = False
        self._joining = {"repetition": True} if rehearsing else {}
        self._draw, self._base = draw, f"/s/{typed(code)}"
        headers = {"Authorization": f"Place {self.key}", "Accept": "application/json"}
        self._asking, self._polling = (
            Wire(address, headers=headers, draw=draw, link=link, traffic=self.tally.traffic) for _ in range(2)
        )
        self._outbox: list[_Sending] = []
        self._seq, self._seated = 0, False
        self._changed = asyncio.Event()

    async def join(self) -> dict[str, Any]:
        """Take the seat, or come back to it; return what the server holds of it.

        Raises
        ------
        RefusedJoin
            There is no such session, or it is no rehearsal.
        """
        began = time.perf_counter()
        reply = await self.ask("POST", "join", self._joining)
        if reply.status != 200:
            with suppress(LinkError):
                raise RefusedJoin(reply.json().get("sentence", ""))
            raise RefusedJoin
        plain = reply.json()
        if not self._seated:
            self._seated = True
            self.tally.joined += 1
            self.tally.joins.append(time.perf_counter() - began)
        own: dict[str, Any] = plain["own"]
        self._seq = max(self._seq, int(own["last_seq"]))
        self.take(plain["state"])
        return own

    def give(self, item: str, value: Answer | None) -> None:
        """Answer: kept here until the server has acknowledged it."""
        self.tally.sent += 1
        body = {"seq": self._next(), "item": item, "value": value}
        self._put(_Sending("answers", body, given=time.perf_counter()))

    def send(self, path: str, body: dict[str, Any], *, counts: str | None = None) -> None:
        """Send another message, in its turn; its acknowledgement counts in the tally's ``counts``."""
        self._put(_Sending(path, {"seq": self._next(), **body}, counts=counts))

    async def live(self, person: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Send and follow while ``person()``, a coroutine, does what a person does; end with it or the session."""
        tasks = [asyncio.create_task(task) for task in (self._follow(), self._deliver(), person())]
        try:
            over, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in over:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.close()

    def close(self) -> None:
        """Drop the connections."""
        self._asking.close()
        self._polling.close()

    def end(self) -> None:
        """The session is over for this phone."""
        self.ended = True
        self._tell()

    async def settled(self) -> None:
        """Wait until every message is acknowledged or refused."""
        while self._outbox and not self.ended:
            await self.wait(None)

    async def wait(self, seconds: float | None) -> None:
        """Wait until something changed, at most so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)

    async def lost(self) -> int:
        """Return how many acknowledged answers the server does not hold."""
        own = (await self.join())["sheet"]
        held = {**own["reponses"], "profil": own.get("profil"), "variante": own.get("variante")}
        return sum(held.get(item) != value for item, value in self.acknowledged.items())

    async def ask(self, method: str, verb: str, body: Any = None) -> Reply:
        """Send a request until a reply says what became of it; back off in between."""
        back_off = FIRST_BACK_OFF
        while True:
            try:
                reply = await self._asking.ask(method, f"{self._base}/{verb}", body)
                if reply.status < 500 and reply.status not in (408, 429):
                    return reply
            except LinkError:
                pass
            if self.ended:
                return Reply(404, b"")
            self.tally.again += 1
            await asyncio.sleep(back_off * self._draw.between(0.5, 1.5))
            back_off = min(2 * back_off, LONGEST_BACK_OFF)

    def take(self, state: dict[str, Any]) -> None:
        """Follow a state, unless it is older than the one held."""
        if state["version"] >= self.state["version"]:
            self.state = state
            self._tell()

    async def _follow(self) -> None:
        """Ask for a state that differs from the one held, again and again."""
        back_off = FIRST_BACK_OFF
        while not self.ended:
            try:
                path = f"{self._base}/state?tag={quote(str(self.state['tag']))}"
                reply = await self._polling.ask("GET", path, patience=LONGEST_POLL)
                if reply.status == 200:
                    self.take(reply.json())
                if reply.status in (200, 204):
                    back_off = FIRST_BACK_OFF
                    continue
                if reply.status in (401, 404):
                    return self.end()
            except LinkError:
                pass
            self.tally.again += 1
            await self.wait(back_off * self._draw.between(0.5, 1.5))
            back_off = min(2 * back_off, LONGEST_BACK_OFF)

    async def _deliver(self) -> None:
        """Send what waits, oldest first, until it is acknowledged or refused."""
        while not self.ended:
            if not self._outbox:
                await self.wait(None)
            elif self._outbox[0].path == "answers":
                await self._deliver_answers()
            else:
                first = self._outbox[0]
                reply = await self.ask("POST", first.path, first.body)
                self._settle(first, "kept" if reply.status == 200 else "refused")
                self._tell()

    async def _deliver_answers(self) -> None:
        """Send the answers that wait, up to the next message of another kind."""
        several: list[_Sending] = []
        for one in self._outbox[:MOST_AT_ONCE]:
            if one.path != "answers":
                break
            several.append(one)
        reply = await self.ask("POST", "answers", {"messages": [one.body for one in several]})
        outcomes = reply.json()["outcomes"] if reply.status == 200 else ["refused"] * len(several)
        for one, outcome in zip(several, outcomes, strict=True):
            self._settle(one, outcome)
        self._tell()

    def _settle(self, one: _Sending, outcome: str) -> None:
        """Take a message out of the outbox, and count it."""
        self._outbox.remove(one)
        if outcome != "kept":
            self.tally.refused += 1
        elif one.given:
            self.tally.acknowledged += 1
            self.acknowledged[one.body["item"]] = one.body["value"]
            self.tally.waits.append(time.perf_counter() - one.given)
        elif one.counts:
            setattr(self.tally, one.counts, getattr(self.tally, one.counts) + 1)

    def _next(self) -> int:
        self._seq += 1
        return self._seq

    def _put(self, one: _Sending) -> None:
        self._outbox.append(one)
        self._tell()

    def _tell(self) -> None:
        """Wake whoever waits for something to change."""
        self._changed.set()
        self._changed = asyncio.Event()
