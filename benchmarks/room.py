"""Measure the room: 30, 300 and 1,000 participants on one server process, beside stock Voilà and Streamlit.

    python benchmarks/room.py [--repeat 3] [--only NAME…] [--streamlit-python PATH] [--write]

The server is `pasapas salle` as people start it. The participants are room_crowd.py, in a process of its own on the
same machine and behind one address; in some classes three phones are real Chromium pages. After each class the server
is stopped, the store is opened again and every answer is compared with what its phone was told.

Think time. People take 6 to 20 seconds for a statement. Here they do the same so many times faster (the column says how
many): the server has that many times the load of a real room. «none» sends the next answer as soon as the last one is
acknowledged: nobody does that, and it shows where the limit is.

--streamlit-python is the Python of any environment with streamlit and matplotlib; without it Streamlit is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from room_class import Case, measure
from room_peers import streamlit_class, voila_class
from room_report import figures, peer_figures, report

RESULTS = Path(__file__).parent / "results"
BAD = "+60 ms, 5 % lost"
CASES = (
    Case(name="scan-30", participants=30, arrival=0),
    Case(name="class-30", participants=30, browsers=3),
    Case(name="class-30-bad", participants=30, link=BAD),
    Case(name="hammer-30", participants=30, faster=0),
    Case(name="class-300", participants=300, browsers=3),
    Case(name="class-300-bad", participants=300, link=BAD),
    Case(name="class-300-postgresql", participants=300, store="PostgreSQL"),
    Case(name="hammer-300", participants=300, faster=0),
    Case(name="class-1000", participants=1000, faster=4),
    Case(name="class-1000-bad", participants=1000, faster=4, link=BAD),
)
PEER_ANSWERS, PEER_THINK = 4, (0.8, 2.4)


@contextmanager
def databases(wanted: bool) -> Iterator[Callable[[], str]]:
    """Give new PostgreSQL databases of a throw-away server, as the tests do."""
    if not wanted:
        yield lambda: ""
        return
    tests = Path(__file__).parents[1] / "tests"
    sys.path += [str(tests), str(tests / "store")]
    from cluster import Cluster, server_programs

    programs = server_programs()
    if programs is None:
        raise SystemExit("no PostgreSQL server on this machine: install Debian's package postgresql")
    cluster = Cluster(programs)
    try:
        yield cluster.new_database
    finally:
        cluster.remove()


def measure_peers(peers: dict[str, list[dict[str, Any]]], streamlit_python: str | None) -> None:
    """Add one run of each peer."""
    peers.setdefault("voila", []).append(voila_class(30, answers=PEER_ANSWERS, think=PEER_THINK))
    if streamlit_python:
        one = streamlit_class(streamlit_python, 30, answers=PEER_ANSWERS, think=PEER_THINK)
        peers.setdefault("streamlit", []).append(one)
    else:
        print("Streamlit left out: no --streamlit-python", file=sys.stderr)


def keep(text: str, ours: list[dict[str, Any]], others: list[dict[str, Any]]) -> None:
    """Write the page and its figures; what is done so far stays if the next round is stopped."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "room.md").write_text(text, encoding="utf-8")
    plain = {"ours": ours, "peers": others, "day": time.strftime("%Y-%m-%d"), "cores": os.cpu_count()}
    (RESULTS / "room.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Measure, print, and keep the results; the status is 1 if an answer was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=[case.name for case in CASES], help="these classes, no peers")
    parser.add_argument("--streamlit-python", help="the Python of an environment that has streamlit and matplotlib")
    parser.add_argument("--write", action="store_true", help="keep the results in results/room.md and room.json")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # stopped from outside, it leaves no server running
    cases = [case for case in CASES if not args.only or case.name in args.only]
    runs: dict[str, list[dict[str, Any]]] = {case.name: [] for case in cases}
    peers: dict[str, list[dict[str, Any]]] = {}
    with databases(any(case.store == "PostgreSQL" for case in cases)) as new_database:
        for done in range(1, args.repeat + 1):
            for case in cases:
                runs[case.name].append(measure(case, new_database() if case.store == "PostgreSQL" else None))
                print(json.dumps(figures(case, runs[case.name][-1:])), file=sys.stderr, flush=True)
            if not args.only:
                measure_peers(peers, args.streamlit_python)
            ours = [figures(case, runs[case.name]) for case in cases]
            others = [peer_figures(one) for one in peers.values()]
            text = report(ours, others, repeat=done)
            if args.write:
                keep(text, ours, others)
    print(text)
    return int(any(one["lost"] or one["uncounted"] or one["seats_too_many"] for one in ours))


if __name__ == "__main__":
    sys.exit(main())
