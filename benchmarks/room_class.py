"""One class on one room server, for room.py: lead the session, watch the server, compare what was kept."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from room_peers import cpu_seconds, memory_mb, running
from room_phones import Phones

from pasapas_widgets.live.client import Room
from pasapas_widgets.live.rehearsal import Report, rehearse
from pasapas_widgets.live.store import open_store
from pasapas_widgets.model.questionnaire.loading import load_questionnaire

HERE = Path(__file__).parent
PORT, SECRET = 9401, "mesure-de-la-salle-0123456789"
THINKS = 13.0
"""Mean seconds that people take for a statement, 6.5 to 19.5."""
STATEMENTS = len(load_questionnaire().items)
LINKS: dict[str, dict[str, float]] = {
    "good": {},
    "+60 ms, 5 % lost": {"delay": 0.06, "lost_before": 0.025, "lost_after": 0.025, "noticed": 0.5},
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A class to measure.

    Parameters
    ----------
    participants, browsers
        At the level of the protocol, and real Chromium pages besides.
    faster
        How many times faster than people they think; 0: no think time.
    arrival
        Seconds within which they arrive; 0: all at the same moment.
    link, store
        A name of ``LINKS``; ``SQLite`` or ``PostgreSQL``.
    """

    name: str
    participants: int
    faster: float = 8.0
    link: str = "good"
    store: str = "SQLite"
    arrival: float = 10.0
    browsers: int = 0


class Crowd:
    """room_crowd.py at work."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "room_crowd.py"), json.dumps(plan)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._threads = ThreadPoolExecutor(2)
        self._said: list[str] = []
        self._heard = self._threads.submit(self._listen)
        self._found = self._threads.submit(lambda: self._process.stdout.read())  # type: ignore[union-attr]

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._said.append(line)

    @property
    def finished(self) -> bool:
        """Whether everybody has answered everything, or the crowd has failed."""
        return "fini\n" in self._said or self._heard.done()

    def found(self) -> dict[str, Any]:
        """Return what it found, once it has ended."""
        text = self._found.result(300)
        self._threads.shutdown()
        if self._process.wait(30) or not text:
            raise SystemExit("the crowd failed: " + "".join(self._said)[-3000:])
        return dict(json.loads(text))


def measure(case: Case, store: str | None = None) -> dict[str, Any]:
    """Run one class on a new store (the address of an empty PostgreSQL database, else SQLite); return its figures."""
    with tempfile.TemporaryDirectory() as folder:
        where = store or str(Path(folder) / "seances.sqlite")
        options = {"--port": str(PORT), "--adresse": "127.0.0.1", "--jeton": SECRET, "--store": where}
        command = [sys.executable, "-m", "pasapas_widgets.cli", "salle", "--no-browser"]
        command += [text for pair in options.items() for text in pair]
        with running(command, PORT, PASAPAS_DATA=folder) as pid:
            found = lead(case, pid)
        found["missing"] = missing(where, found.pop("session"), found.pop("held"))
    return found


def lead(case: Case, pid: int) -> dict[str, Any]:
    """Lead the session as a trainer does, and watch the server meanwhile."""
    room = Room(f"http://127.0.0.1:{PORT}", SECRET)
    warm_up(room)
    made = room.create("Mesure", rehearsal=True)
    session, moved = made["id"], {}

    def move(phase: str) -> None:
        version = room.overview(session)["state"]["version"]
        moved[str(version + 1)] = time.time()
        room.move(session, phase, version=version)

    move("reponses")
    moved.clear()
    pace = THINKS / case.faster if case.faster else 0.0
    plan = {"url": room.url, "code": made["code"], "participants": case.participants, "seed": 7}
    plan |= {"pace": pace, "arrival": case.arrival, "link": LINKS[case.link]}
    idle, spent, began = memory_mb(pid), cpu_seconds(pid), time.perf_counter()
    with Phones(case.browsers, f"{room.url}/s/{made['code']}?repetition=", pace=pace) as phones:
        crowd, most = Crowd(plan), idle
        while not crowd.finished or not phones.finished:
            time.sleep(0.5)
            most = max(most, memory_mb(pid))
        seconds, spent = time.perf_counter() - began, cpu_seconds(pid) - spent
        progress = room.overview(session)["progress"]
        room.publish(session)
        move("resultats")
        time.sleep(3 + case.participants / 100)
        most = max(most, memory_mb(pid))
        move("fin")
        found = crowd.found()
    late = [seen[version] - at for seen in found.pop("seen") for version, at in moved.items() if version in seen]
    people = case.participants + case.browsers
    return found | {
        "session": session,
        "seconds": seconds,
        "cpu": spent,
        "idle": idle,
        "memory": (most - idle) / people,
        "uncounted": people * STATEMENTS - round(progress["answered"] * progress["joined"] * STATEMENTS),
        "seats": progress["joined"] - people,
        "late": late,
        "browsers": phones.found,
    }


def warm_up(room: Room) -> None:
    """Play a small session first, so that what the server loads once is not counted as its participants' memory."""
    made, stop = room.create("Mise en route", rehearsal=True), threading.Event()
    room.move(made["id"], "reponses", version=1)

    def told(report: Report) -> None:
        if report.finished == report.participants:
            stop.set()

    rehearse(room.url, made["code"], participants=5, seed=1, stop=stop, report=told, pace=0)
    room.publish(made["id"])


def missing(where: str, session: str, held: dict[str, dict[str, Any]]) -> int:
    """Return how many acknowledged answers the store does not hold, once the server is gone."""
    lost = 0
    with open_store(where) as store:
        for key, acknowledged in held.items():
            own = store.answers.own(session, key).sheet.answers
            lost += sum(own.get(item) != value for item, value in acknowledged.items())
    return lost
