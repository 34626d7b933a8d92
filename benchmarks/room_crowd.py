"""The crowd of room.py: participants at the level of the phones' protocol, all in this process and behind one address.

    python benchmarks/room_crowd.py PLAN > found.json

Each one does what a phone does: opens the page and every file that it names, joins with a key of its own, follows the
state by long poll, answers the 32 statements (or the first ``answers`` of them) one message at a time, keeps and sends
again what was not acknowledged, and reads its own answers again when the results come. The session's end ends the
crowd. With several ``codes`` they sit in as many sessions. A line «fini» on stderr says that everyone has answered
everything.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import sys
import time
from typing import Any
from urllib.parse import urljoin

from pasapas_widgets.live.rehearsal.participant import Participant
from pasapas_widgets.live.rehearsal.people import Draw, Person, team_of
from pasapas_widgets.live.rehearsal.phone import Phone, Tally
from pasapas_widgets.live.rehearsal.wire import Address, Link, LinkError, Reply, Traffic, Wire
from pasapas_widgets.model.questionnaire.loading import load_questionnaire

NAMED = re.compile(r"""(?:src|href)="(/s/_/[^"#]+)"|from\s*["'](\./[^"']+)["']""")


def every_answer(person: Person, draw: Draw) -> dict[str, Any]:
    """Return an answer to each statement: where a person would skip one, «je ne sais pas»."""
    given = person.answers(draw)
    return {item: given.get(item, "NSP") for item in load_questionnaire().item_ids}


async def open_page(wire: Wire, path: str) -> None:
    """Load the page and the files that it names, again where the way was cut."""
    todo, seen = [path], {path}
    while todo:
        path = todo.pop(0)
        reply = await insist(wire, path)
        if reply.status != 200:
            raise SystemExit(f"{path}: {reply.status}")
        body = gzip.decompress(reply.body) if reply.body[:2] == b"\x1f\x8b" else reply.body
        for absolute, beside in NAMED.findall(body.decode(errors="replace")):
            found = absolute or urljoin(path, beside)
            if found not in seen:
                seen.add(found)
                todo.append(found)


async def insist(wire: Wire, path: str) -> Reply:
    while True:
        try:
            return await wire.ask("GET", path)
        except LinkError:
            continue


class Follower(Phone):
    """A phone that notes when it sees the session move: version → the machine's clock."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.seen: dict[int, float] = {}

    def take(self, state: dict[str, Any]) -> None:
        """Note it."""
        self.seen.setdefault(state["version"], time.time())
        super().take(state)


class Crowd:
    """The participants of one measure; ``plan`` is what room.py asks for."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.tally, self.page = plan, Tally(), Traffic()
        self.usable: list[float] = []
        self.codes: list[str] = plan.get("codes") or [plan["code"]]
        self.address, self.link = Address.of(plan["url"]), Link(**plan["link"])
        people = team_of(plan["participants"], seed=plan["seed"])
        self.everyone = [self.participant(number, person) for number, person in enumerate(people)]

    def participant(self, number: int, person: Person) -> Participant:
        """Return one of them; all is decided by the plan's seed."""
        seed = self.plan["seed"]
        draw = Draw(f"{seed} reseau {number}")
        phone = Follower(self.address, self.code_of(number), draw=draw, link=self.link, tally=self.tally)
        answers = every_answer(person, Draw(f"{seed} reponses {number}"))
        answers = dict(list(answers.items())[: self.plan.get("answers")])
        return Participant(phone, answers=answers, draw=Draw(f"{seed} gestes {number}"), pace=self.plan["pace"])

    def code_of(self, number: int) -> str:
        """Return the code of the session in which somebody sits."""
        return self.codes[number % len(self.codes)]

    async def live(self, number: int, one: Participant) -> None:
        """Arrive, open the page, join, take part."""
        draw = Draw(f"{self.plan['seed']} arrivee {number}")
        await asyncio.sleep(draw.between(0, self.plan["arrival"]))
        began = time.perf_counter()
        headers = {"Accept": "text/html", "Accept-Encoding": "gzip"}
        wire = Wire(self.address, headers=headers, draw=draw, link=self.link, traffic=self.page)
        await open_page(wire, f"/s/{self.code_of(number)}?repetition=")
        wire.close()
        await one.phone.join()
        self.usable.append(time.perf_counter() - began)
        await one.phone.live(one.take_part)

    async def run(self) -> dict[str, Any]:
        """Let everyone live; return what was found."""
        living = asyncio.gather(*(self.live(number, one) for number, one in enumerate(self.everyone)))
        while self.tally.finished < len(self.everyone) and not living.done():
            await asyncio.wait([living], timeout=0.1)
        print("fini", file=sys.stderr, flush=True)
        await living
        tally, page = self.tally, self.page
        counts = ("joined", "finished", "sent", "acknowledged", "refused", "again", "checked", "lost")
        return {
            **{name: getattr(tally, name) for name in counts},
            "waits": [round(1000 * wait, 2) for wait in tally.waits],
            "usable": self.usable,
            "page_sent": page.sent,
            "page_received": page.received,
            "sent_bytes": tally.traffic.sent,
            "received_bytes": tally.traffic.received,
            "requests": tally.traffic.requests,
            "seen": [one.phone.seen for one in self.everyone],
            "sits": {one.phone.key: self.code_of(number) for number, one in enumerate(self.everyone)},
            "held": {one.phone.key: one.phone.acknowledged for one in self.everyone},
        }


if __name__ == "__main__":
    json.dump(asyncio.run(Crowd(json.loads(sys.argv[1])).run()), sys.stdout)
