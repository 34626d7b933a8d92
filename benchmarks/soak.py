"""A day of sessions, pressed: what the server holds at its end must be what it held at its start.

    python benchmarks/soak.py [--pressed 8] [--hours 8] [--people 30]

The day is that of a busy trainer: sessions of 90 minutes one after the other, each from its creation to its erasure
with ``people`` synthetic phones on a link that loses requests, and the workbooks of the trainer opened and left between
them. ``--pressed 8`` makes everything eight times faster: a day of eight hours is an hour. Memory, open files, threads,
kernels, connections and the files on disk are looked at after a first session, which loads what is loaded once, and
after the last. The status is 1 where an answer was lost or something grew.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from room_peers import cpu_seconds, family, running
from side_by_side import pss_mb

from pasapas_widgets.live.client import Room
from pasapas_widgets.live.rehearsal import Report, rehearse
from pasapas_widgets.live.rehearsal.wire import Link

PORT, SECRET = 9402, "un-secret-de-la-journee-0123456789"
SESSION_HOURS, THINKS = 1.5, 13.0
"""Hours that a session takes, and mean seconds that people take for a statement."""
STATEMENTS = 32
WORKBOOKS = ("02_resultats", "03_discussion", "seance")
BAD = Link(delay=0.06, lost_before=0.025, lost_after=0.025, noticed=0.5)
GROWTH = {"memory_mb": 25.0, "files": 8, "threads": 4, "kernels": 0, "connections": 4, "on_disk": 3}
"""What may be more at the end than after the first session."""
SETTLE = 180
"""Seconds at most until kernels that nobody looks at are gone, and connections that are kept alive closed."""


def get(path: str, cookie: str = "") -> tuple[int, str, bytes]:
    """Return the status, the cookie and the body of a page."""
    link = HTTPConnection("127.0.0.1", PORT, timeout=120)
    try:
        link.request("GET", path, headers={"Cookie": cookie, "Accept": "text/html"})
        reply = link.getresponse()
        return reply.status, (reply.getheader("Set-Cookie") or "").partition(";")[0], reply.read()
    finally:
        link.close()


def connections(pid: int) -> int:
    """Return how many connections at the room's port the server holds, waiting to be closed ones included."""
    mine = {str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir() if one.is_symlink()}
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(line[1].endswith(f":{PORT:04X}") and f"socket:[{line[9]}]" in mine and line[3] != "0A" for line in lines)


def looked_at(pid: int, folder: str) -> dict[str, float]:
    """Return what the server holds now; kernels and their memory are counted apart."""
    return {
        "memory_mb": round(pss_mb(pid), 1),
        "files": len(list(Path(f"/proc/{pid}/fd").iterdir())),
        "threads": len(list(Path(f"/proc/{pid}/task").iterdir())),
        "kernels": len(family(pid)) - 1,
        "connections": connections(pid),
        "on_disk": sum(len(names) for _, _, names in os.walk(folder)),
    }


def settled(pid: int, folder: str, before: dict[str, float] | None = None) -> dict[str, float]:
    """Look until nothing is left of the last session, or long enough."""
    end = time.monotonic() + SETTLE
    while True:
        now = looked_at(pid, folder)
        if (not now["kernels"] and not grown(before, now)) or time.monotonic() > end:
            return now
        time.sleep(1)


def grown(before: dict[str, float] | None, now: dict[str, float]) -> dict[str, float]:
    """Return what is more than it may be."""
    more = {name: round(now[name] - (before or now)[name], 1) for name in GROWTH}
    return {name: value for name, value in more.items() if value > GROWTH[name]}


def session(room: Room, number: int, people: int, pressed: float) -> Report:
    """Lead one session from its creation to its erasure."""
    began, length = time.monotonic(), SESSION_HOURS * 3600 / pressed
    made = room.create(f"Séance {number}", rehearsal=True, expected=people)
    id = made["id"]

    def move(phase: str) -> None:
        room.move(id, phase, version=room.overview(id)["state"]["version"])

    def until(part: float) -> None:
        while time.monotonic() < began + part * length:
            room.overview(id)  # as the cockpit does
            time.sleep(min(2.0, max(0.05, began + part * length - time.monotonic())))

    with ThreadPoolExecutor(1) as thread:
        move("reponses")
        pace = min(THINKS / pressed, 0.5 * length / STATEMENTS)
        people_there = thread.submit(
            rehearse, room.url, made["code"], participants=people, seed=number, pace=pace, link=BAD
        )
        until(0.6)
        move("cloture")
        until(0.65)
        room.publish(id)
        move("resultats")
        until(0.75)
        room.open_vote(id, ["L1-01", "L2-03", "L3-03"], dots=3)
        move("vote")
        until(0.85)
        room.close_vote(id)
        move("evaluation")
        until(0.95)
        room.evaluation(id)
        move("fin")
        report: Report = people_there.result(300)
    room.carnet(id)
    room.erase(id)
    return report


def main() -> int:
    """Live the day, and print what was held at its start and at its end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pressed", type=float, default=8, help="how many times faster than the day it stands for")
    parser.add_argument("--hours", type=float, default=8, help="how long that day is")
    parser.add_argument("--people", type=int, default=30)
    args = parser.parse_args()
    reports: list[Report] = []
    with tempfile.TemporaryDirectory() as folder:
        options = ["--port", str(PORT), "--adresse", "127.0.0.1", "--jeton", SECRET, "--no-browser"]
        with running(
            [sys.executable, "-m", "pasapas_widgets.cli", "salle", *options], PORT, PASAPAS_DATA=folder
        ) as pid:
            room = Room(f"http://127.0.0.1:{PORT}", SECRET)
            _, cookie, _ = get(f"/?jeton={SECRET}")
            end = time.monotonic() + args.hours * 3600 / args.pressed
            before: dict[str, float] | None = None
            while before is None or time.monotonic() < end:
                reports.append(session(room, len(reports) + 1, args.people, args.pressed))
                for name in WORKBOOKS:
                    open_and_leave(name, cookie)
                if before is None:
                    before = settled(pid, folder)
                print(json.dumps({"session": len(reports), **looked_at(pid, folder)}), file=sys.stderr, flush=True)
            after = settled(pid, folder, before)
            spent = cpu_seconds(pid)
    return told(before, after, reports, spent, args)


def open_and_leave(name: str, cookie: str) -> None:
    """Open a workbook of the trainer and leave it, as a browser's page does when it is closed."""
    status, _, page = get(f"/voila/render/{name}.ipynb", cookie)
    kernel = re.search(rb'"kernelId": "([\w-]+)"', page)
    if status != 200 or kernel is None:
        raise SystemExit(f"{name}: {status}, no kernel in its page")
    link = HTTPConnection("127.0.0.1", PORT, timeout=60)
    link.request("POST", f"/voila/api/shutdown/{kernel[1].decode()}", headers={"Cookie": cookie})
    link.getresponse().read()
    link.close()


def told(
    before: dict[str, float], after: dict[str, float], reports: list[Report], spent: float, args: argparse.Namespace
) -> int:
    """Print the table; return the status."""
    lost = sum(one.lost for one in reports)
    kept = sum(one.acknowledged for one in reports)
    day = f"{args.pressed:g} times faster than a day of {args.hours:g} h"
    print(f"{len(reports)} sessions of {args.people} people, {day}.")
    print(f"{kept} answers acknowledged, {lost} lost; {spent:.0f} s of processor.\n")
    print("| | after the first session | at the end |\n|---|---:|---:|")
    for name in GROWTH:
        print(f"| {name.replace('_', ' ')} | {before[name]:g} | {after[name]:g} |")
    more: dict[str, Any] = grown(before, after)
    if more:
        print(f"\nGrown: {more}")
    return int(bool(more) or lost > 0)


if __name__ == "__main__":
    sys.exit(main())
