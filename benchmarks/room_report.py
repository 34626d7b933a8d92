"""From the runs of room.py to its figures and its page."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from collections.abc import Callable
from importlib.metadata import version
from statistics import median, quantiles
from typing import Any

from room_class import STATEMENTS, Case


def p95(values: list[float]) -> float:
    """Return the value that 95 of 100 do not exceed."""
    return quantiles(values, n=20)[18] if len(values) > 1 else values[0]


def figures(case: Case, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the medians of a case's runs; what is lost is added up, never averaged."""
    people = case.participants

    def middle(of: Callable[[dict[str, Any]], float]) -> float:
        return round(median(of(run) for run in runs), 4)

    return {
        "case": case.name,
        "participants": people,
        "browsers": case.browsers,
        "faster": case.faster,
        "link": case.link,
        "store": case.store,
        "arrival": case.arrival,
        "runs": len(runs),
        "answers": sum(run["acknowledged"] for run in runs),
        "lost": sum(run["lost"] + run["missing"] for run in runs),
        "uncounted": sum(run["uncounted"] for run in runs),
        "seats_too_many": sum(run["seats"] for run in runs),
        "refused": sum(run["refused"] for run in runs),
        "sent_again": middle(lambda run: run["again"]),
        "usable_p50_s": middle(lambda run: median(run["usable"])),
        "usable_max_s": middle(lambda run: max(run["usable"])),
        "ack_p50_ms": middle(lambda run: median(run["waits"])),
        "ack_p95_ms": middle(lambda run: p95(run["waits"])),
        "ack_max_ms": middle(lambda run: max(run["waits"])),
        "moved_max_s": middle(lambda run: max(run["late"])),
        "idle_mb": middle(lambda run: run["idle"]),
        "memory_mb_each": middle(lambda run: run["memory"]),
        "cpu_s": middle(lambda run: run["cpu"]),
        "cpu_ms_an_answer": middle(lambda run: 1000 * run["cpu"] / run["acknowledged"]),
        "answers_a_second": middle(lambda run: run["acknowledged"] / run["seconds"]),
        "page_kb": middle(lambda run: (run["page_sent"] + run["page_received"]) / 1000 / people),
        "up_kb": middle(lambda run: run["sent_bytes"] / 1000 / people),
        "down_kb": middle(lambda run: run["received_bytes"] / 1000 / people),
        "browser_usable_s": middle(lambda run: max((one["usable"] for one in run["browsers"]), default=0.0)),
    }


def peer_figures(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the medians of a peer's runs."""

    def middle(of: Callable[[dict[str, Any]], float]) -> float:
        return round(median(of(run) for run in runs), 4)

    return {
        "tool": runs[0]["tool"],
        "visitors": len(runs[0]["usable"]),
        "runs": len(runs),
        "usable_p50_s": middle(lambda run: median(run["usable"])),
        "usable_p95_s": middle(lambda run: p95(run["usable"])),
        "usable_max_s": middle(lambda run: max(run["usable"])),
        "ack_p50_ms": middle(lambda run: median(run["waits"])),
        "ack_p95_ms": middle(lambda run: p95(run["waits"])),
        "memory_mb_each": middle(lambda run: run["memory"]),
        "silent": sum(run["silent"] for run in runs),
    }


HEAD = """\
# A class in the room

`python benchmarks/room.py --repeat {repeat}`, {day}, {cores} cores shared with the participants themselves, {system},
Python {python}, SQLite {sqlite}, tornado {tornado}. Medians of the runs; what is lost is the sum of all runs. Times
depend on the machine and its load: read the ratios.

Each participant answers {statements} statements, one message an answer, all from one address. People take 6 to 20 s for
a statement; «think» says how many times faster they do so here. Usable: the page, its files (one after the other, where
a browser asks for six at once) and a seat. Acknowledged: from the answer given to the server's word that it is on disk,
repeats included. Moved: from the trainer's click to the last phone. Lost: acknowledged answers that the phone reads no
more, or that the store, opened once the server has ended, does not hold. With losses, half of them before the server
has heard and half after, a phone notices after 0.5 s that no reply comes.

| class | think | link | store | answers | lost | usable p50 / max (s) | acknowledged p50 / p95 / max (ms) \
| moved, last (s) | server MB: idle + each | CPU s (ms an answer) | KB each: page, up, down |
|---|---|---|---|---:|---:|---|---|---:|---|---|---|
"""
ROW = (
    "| {who} | {think} | {link} | {store} | {answers} | {lost} | {usable_p50_s:.2f} / {usable_max_s:.2f} "
    "| {ack_p50_ms:.0f} / {ack_p95_ms:.0f} / {ack_max_ms:.0f} | {moved_max_s:.2f} "
    "| {idle_mb:.0f} + {memory_mb_each:.3f} | {cpu_s:.1f} ({cpu_ms_an_answer:.1f}) "
    "| {page_kb:.0f}, {up_kb:.1f}, {down_kb:.1f} |\n"
)
PEERS = """
## «Everyone scan now»: the same 30 people elsewhere, in the same run

Visitors speak each tool's own protocol and load neither its scripts nor its styles, which is in its favour (ours load
the whole page); they give 4 answers each, as fast as ours. Voilà and Streamlit keep no answer anywhere: there, an
acknowledgement says that the screen has followed, not that anything is on disk.

| | usable p50 / max (s) | × ours | acknowledged p50 / p95 (ms) | × ours | MB a visitor | × ours |
|---|---|---:|---|---:|---|---:|
"""
PEER_ROW = (
    "| {tool} | {usable_p50_s:.2f} / {usable_max_s:.2f} | {r[0]:.0f} | {ack_p50_ms:.0f} / {ack_p95_ms:.0f} "
    "| {r[1]:.0f} | {memory_mb_each:.2f} | {r[2]:.0f} |\n"
)


def report(ours: list[dict[str, Any]], peers: list[dict[str, Any]], *, repeat: int) -> str:
    """Return the page of the results."""
    text = HEAD.format(
        repeat=repeat,
        day=time.strftime("%Y-%m-%d"),
        cores=os.cpu_count(),
        system=platform.system(),
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        tornado=version("tornado"),
        statements=STATEMENTS,
    )
    for one in ours:
        who = f"{one['participants']}" + (f" + {one['browsers']} Chromium" if one["browsers"] else "")
        who += ", all at once" if not one["arrival"] else ""
        text += ROW.format(who=who, think=f"{one['faster']:g} × faster" if one["faster"] else "none", **one)
    scan = next((one for one in ours if one["case"] == "scan-30"), None)
    if peers and scan:
        text += PEERS
        for one in (scan | {"tool": "Carnets Pas à pas, room"}, *peers):
            names = ("usable_max_s", "ack_p95_ms", "memory_mb_each")
            text += PEER_ROW.format(r=[one[name] / max(scan[name], 1e-3) for name in names], **one)
    return text
