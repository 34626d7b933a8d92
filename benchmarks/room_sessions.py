"""Measure many sessions at once on a shared server: n processes of the room, PostgreSQL, nginx in front.

    python benchmarks/room_sessions.py [--only NAME…] [--beside WORDS] [--write]

Each session has 30 people, who think as long as people do (13 s a statement) and give ``ANSWERS`` answers each, and a
cockpit that looks every second. They arrive within ``arrival`` seconds. Everything is on this machine: the room, its
database, nginx, and the people, who cost as much processor as the room. Times are from the answer given to its
acknowledgement, as the people's own process sees them: where the machine is full, that process is late too.

A run takes at most five minutes and only speaks to 127.0.0.1. --beside says what else the machine was doing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from room import databases
from room_class import LINKS, SECRET, THINKS, Crowd, warm_up
from room_peers import cpu_seconds, memory_mb, running
from room_report import p95

from pasapas_widgets.live.client import Room
from pasapas_widgets.live.store import open_store

RESULTS = Path(__file__).parent / "results"
FRONT, FIRST = 9421, 9422
PEOPLE, ANSWERS = 30, 4
COCKPITS = 4
"""Threads that stand for the cockpits."""
SITE = """\
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
worker_rlimit_nofile {files};
events {{ worker_connections {connections}; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  keepalive_timeout 75s; keepalive_requests 100000;
  upstream rooms {{ {servers} keepalive 256; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass http://rooms;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Connection "";
      proxy_read_timeout 60s;
    }}
  }}
}}
"""


@dataclass(frozen=True, kw_only=True)
class Case:
    """So many sessions at once on so many processes; everybody comes within ``arrival`` seconds."""

    sessions: int
    processes: int
    arrival: float

    @property
    def name(self) -> str:
        """What the command line calls it."""
        return f"{self.sessions}-on-{self.processes}"


CASES = tuple(
    Case(sessions=sessions, processes=processes, arrival=arrival)
    for sessions, arrival in ((1, 10.0), (10, 20.0), (30, 40.0), (100, 60.0))
    for processes in (1, 2, 4)
)


@contextmanager
def front(processes: int) -> Iterator[int]:
    """Run nginx before the processes; give its process number."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin") or sys.exit("no nginx: install Debian's package")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        servers = " ".join(f"server 127.0.0.1:{FIRST + n};" for n in range(processes))
        site = Path(folder) / "nginx.conf"
        site.write_text(
            SITE.format(folder=folder, files=files, connections=files - 100, servers=servers, port=FRONT), "utf-8"
        )
        with running([nginx, "-c", str(site), "-p", folder], FRONT) as pid:
            yield pid


class Cockpits:
    """What looks at each session every second, as many threads share it; how long each look took."""

    def __init__(self, sessions: list[str]) -> None:
        self.waits: list[float] = []
        self._stop = threading.Event()
        parts = [sessions[n::COCKPITS] for n in range(COCKPITS)]
        self._threads = [threading.Thread(target=self._look, args=(part,), daemon=True) for part in parts if part]
        for one in self._threads:
            one.start()

    def _look(self, sessions: list[str]) -> None:
        room = Room(f"http://127.0.0.1:{FRONT}", SECRET)
        while not self._stop.is_set():
            turn = time.perf_counter()
            for session in sessions:
                began = time.perf_counter()
                room.overview(session)
                self.waits.append(1000 * (time.perf_counter() - began))
            self._stop.wait(max(0.0, 1.0 - (time.perf_counter() - turn)))

    def end(self) -> None:
        """Stop looking."""
        self._stop.set()
        for one in self._threads:
            one.join()


def measure(case: Case, store: str, postgres: int) -> dict[str, Any]:
    """Run one case on an empty database of the server whose process is ``postgres``; return what was found."""
    with ExitStack() as stack:
        rooms = []
        for n in range(case.processes):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            options = ["--port", str(FIRST + n), "--adresse", "127.0.0.1", "--jeton", SECRET, "--store", store]
            command = [sys.executable, "-m", "pasapas_widgets.cli", "salle", "--no-browser", *options]
            rooms.append(stack.enter_context(running(command, FIRST + n, PASAPAS_DATA=folder)))
            warm_up(Room(f"http://127.0.0.1:{FIRST + n}", SECRET))
        nginx = stack.enter_context(front(case.processes))
        found = lead(case, {"room": rooms, "nginx": [nginx], "postgres": [postgres]})
    return {**asdict(case), **found, "missing": missing(store, found.pop("sits"), found.pop("held"))}


def lead(case: Case, parts: dict[str, list[int]]) -> dict[str, Any]:
    """Lead every session, and watch what serves them."""
    room = Room(f"http://127.0.0.1:{FRONT}", SECRET)
    made = [room.create(f"Mesure {n}", rehearsal=True) for n in range(case.sessions)]
    for one in made:
        room.move(one["id"], "reponses", version=1)

    def all_of(of: Any) -> dict[str, float]:
        return {name: sum(of(pid) for pid in pids) for name, pids in parts.items()}

    idle, spent, began = all_of(memory_mb), all_of(cpu_seconds), time.perf_counter()
    most, cockpits = dict(idle), Cockpits([one["id"] for one in made])
    plan = {"url": room.url, "code": "", "codes": [one["code"] for one in made], "answers": ANSWERS, "seed": 7}
    plan |= {"participants": PEOPLE * case.sessions, "pace": THINKS, "arrival": case.arrival, "link": LINKS["good"]}
    crowd = Crowd(plan)
    while not crowd.finished:
        time.sleep(2)
        most = {name: max(most[name], now) for name, now in all_of(memory_mb).items()}
    seconds, after = time.perf_counter() - began, all_of(cpu_seconds)
    cockpits.end()
    progress = [room.overview(one["id"])["progress"] for one in made]
    for one in made:
        room.publish(one["id"])
        room.move(one["id"], "resultats", version=room.overview(one["id"])["state"]["version"])
    time.sleep(5 + case.sessions / 10)
    for one in made:
        room.move(one["id"], "fin", version=room.overview(one["id"])["state"]["version"])
    found = crowd.found()
    del found["seen"]
    return found | {
        "seconds": seconds,
        "cpu": {name: after[name] - spent[name] for name in parts},
        "idle": idle,
        "most": most,
        "looks": cockpits.waits,
        "seats": sum(one["joined"] for one in progress) - PEOPLE * case.sessions,
        "begun": sum(one["begun"] for one in progress) - PEOPLE * case.sessions,
    }


def missing(store: str, sits: dict[str, str], held: dict[str, dict[str, Any]]) -> int:
    """Return how many acknowledged answers the store does not hold, once the server is gone."""
    lost = 0
    with open_store(store) as opened:
        sessions = {one.code: one.id for one in opened.sessions.all()}
        for key, acknowledged in held.items():
            own = opened.answers.own(sessions[sits[key]], key).sheet.answers
            lost += sum(own.get(item) != value for item, value in acknowledged.items())
    return lost


def figures(run: dict[str, Any]) -> dict[str, Any]:
    """Return what the page says of a run."""
    people, cores = PEOPLE * run["sessions"], {name: spent / run["seconds"] for name, spent in run["cpu"].items()}
    grown = {name: run["most"][name] - run["idle"][name] for name in run["idle"]}
    return {
        "sessions": run["sessions"],
        "people": people,
        "processes": run["processes"],
        "arrival_s": run["arrival"],
        "answers": run["acknowledged"],
        "answers_a_second": round(run["acknowledged"] / run["seconds"], 1),
        "lost": run["lost"] + run["missing"],
        "seats_too_many": run["seats"],
        "refused": run["refused"],
        "usable_p50_s": round(median(run["usable"]), 2),
        "usable_max_s": round(max(run["usable"]), 2),
        "ack_p50_ms": round(median(run["waits"]), 1),
        "ack_p95_ms": round(p95(run["waits"]), 1),
        "ack_max_ms": round(max(run["waits"]), 1),
        "look_p95_ms": round(p95(run["looks"]), 1),
        "room_mb_idle": round(run["idle"]["room"], 1),
        "room_kb_each": round(1000 * grown["room"] / people, 1),
        "postgres_mb": round(run["most"]["postgres"], 1),
        "nginx_mb": round(run["most"]["nginx"], 1),
        "cores": {name: round(value, 3) for name, value in cores.items()},
        "cpu_ms_a_person": round(1000 * run["cpu"]["room"] / people, 1),
    }


HEAD = """\
# Many sessions at once on a shared server

`python benchmarks/room_sessions.py`, {day}, {cores} cores shared with the people themselves{beside}, {system}, Python
{python}. Each session: 30 people at a human pace (13 s a statement, {answers} answers each) and a cockpit that looks
every second; n processes of the room behind nginx on PostgreSQL, without TLS, all on one machine. Acknowledged: from
the answer given to the server's word that it is on disk, as seen by the one process in which all the people live.
Lost: acknowledged answers that the phone reads no more, or that the store, opened once the server has ended, does not
hold. Cores: processor used, 1 is a core. Load: average of the last minute at the run's end.

| sessions (people) | processes | arriving within (s) | answers | lost | usable p50 / max (s) \
| acknowledged p50 / p95 / max (ms) | cockpit's look p95 (ms) | room MB: idle, + kB a person | PostgreSQL, nginx (MB) \
| cores: room, PostgreSQL, nginx | load |
|---|---:|---:|---:|---:|---|---|---:|---|---|---|---:|
"""
ROW = (
    "| {sessions} ({people}) | {processes} | {arrival_s:g} | {answers} | {lost} | {usable_p50_s} / {usable_max_s} "
    "| {ack_p50_ms:.0f} / {ack_p95_ms:.0f} / {ack_max_ms:.0f} | {look_p95_ms:.0f} | {room_mb_idle:.0f}, "
    "{room_kb_each:.0f} | {postgres_mb:.0f}, {nginx_mb:.0f} | {c[room]:.2f}, {c[postgres]:.2f}, {c[nginx]:.2f} "
    "| {load:.1f} |\n"
)


def report(runs: list[dict[str, Any]], beside: str) -> str:
    """Return the page of the results."""
    head = HEAD.format(
        day=time.strftime("%Y-%m-%d"),
        cores=os.cpu_count(),
        beside=f" and with {beside}" if beside else "",
        system=platform.system(),
        python=platform.python_version(),
        answers=ANSWERS,
    )
    return head + "".join(ROW.format(c=one["cores"], **one) for one in runs)


def main() -> int:
    """Measure, print, keep; the status is 1 if an answer was lost or somebody counted twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=[case.name for case in CASES], help="these cases")
    parser.add_argument("--beside", default="", help="what else the machine does, for the page")
    parser.add_argument("--write", action="store_true", help="keep the runs in results/sessions.json and sessions.md")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # stopped from outside, it leaves no server running
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))
    kept = RESULTS / "sessions.json"
    runs = json.loads(kept.read_text("utf-8")) if args.write and kept.exists() else []
    with databases(True) as new_database:
        for case in CASES:
            if args.only and case.name not in args.only:
                continue
            postgres = int((new_database.__self__.folder / "data" / "postmaster.pid").read_text().split()[0])  # type: ignore[attr-defined]
            one = figures(measure(case, new_database(), postgres)) | {"load": round(os.getloadavg()[0], 1)}
            runs = [run for run in runs if (run["sessions"], run["processes"]) != (case.sessions, case.processes)]
            runs = sorted([*runs, one], key=lambda run: (run["sessions"], run["processes"]))
            print(json.dumps(one), file=sys.stderr, flush=True)
            if args.write:  # what is done stays if the next one is stopped
                kept.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")
                (RESULTS / "sessions.md").write_text(report(runs, args.beside), encoding="utf-8")
    print(report(runs, args.beside))
    return int(any(one["lost"] or one["seats_too_many"] or one["refused"] for one in runs))


if __name__ == "__main__":
    sys.exit(main())
