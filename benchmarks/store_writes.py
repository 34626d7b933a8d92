"""Let phones answer as fast as they are acknowledged, on SQLite and PostgreSQL in one run, and print the table.

    python benchmarks/store_writes.py [--phones 30 300] [--repeat 3] [--postgresql URL]

A phone sends its 32 answers one after the other, the next one when the last was acknowledged: no thinking time, so
that these are the worst seconds of a session. «one by one» is a transaction for each answer; «gathered» is
``store.Recorder``: whatever came in while the last transaction was written goes into the next one. After each measure
the store is opened again and every answer is counted. Without ``--postgresql``, a throw-away server is started, as the
tests do.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import platform
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from pasapas_widgets.live.store import Message, Recorder, Store, open_store
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.session import Session, delete_on

Q = load_questionnaire()
DAY = dt.date(2026, 11, 23)
POOL = 5
Keep = Callable[[Message], Awaitable[str]]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One run: its length, the waits for an acknowledgement (ms) and the answers that were not found afterwards."""

    seconds: float
    waits: list[float]
    lost: int


def one_by_one(store: Store, pool: ThreadPoolExecutor) -> Keep:
    """Return a way to keep each answer in its own transaction."""

    async def keep(message: Message) -> str:
        one = (message.session, message.key, message.seq, message.item, message.value)
        await asyncio.get_running_loop().run_in_executor(pool, store.answers.record, *one)
        return "kept"

    return keep


async def class_of(phones: list[str], session: str, keep: Keep) -> list[float]:
    """Let every phone answer; return the waits in milliseconds."""
    waits: list[float] = []

    async def phone(key: str) -> None:
        for seq, item in enumerate(Q.item_ids, start=1):
            began = time.perf_counter()
            if await keep(Message(session, key, seq, item, 1 + seq % 4)) != "kept":
                raise SystemExit("an answer was refused")
            waits.append(1000 * (time.perf_counter() - began))

    await asyncio.gather(*(phone(key) for key in phones))
    return waits


def measure(address: str, *, phones: int, way: str, normal: bool = False) -> Measure:
    """Measure one class on one database."""
    with open_store(address, pool_size=POOL) as store:
        if normal:
            raw = store._database._engine.raw_connection()
            raw.cursor().execute("PRAGMA synchronous=NORMAL")
            raw.close()
        decided = Session(
            title="Mesure", questionnaire=Q.id, version=Q.version, day=DAY, kept_until=delete_on(DAY, months=1)
        )
        session = store.sessions.create(decided, rehearsal=True).id
        store.sessions.move(session, "reponses", version=1)
        keys = [store.seats.join(session) for _ in range(phones)]
        threads = 1 if store._database.is_sqlite else POOL
        with ThreadPoolExecutor(threads) as pool:
            began = time.perf_counter()
            keep = one_by_one(store, pool) if way == "one by one" else Recorder(store.answers).keep
            waits = asyncio.run(class_of(keys, session, keep))
            seconds = time.perf_counter() - began
    with open_store(address) as store:
        found = sum(len(store.answers.own(session, key).sheet.answers) for key in keys)
    return Measure(seconds=seconds, waits=waits, lost=phones * len(Q.items) - found)


def main() -> int:
    """Print the table; the status is 1 if an answer was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phones", type=int, nargs="+", default=[30, 300])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--postgresql", help="address of an empty database; else a server is started for the run")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # stopped from outside, it leaves no server running
    cluster = None
    if args.postgresql is None:
        sys.path.append(str(Path(__file__).parents[1] / "tests" / "store"))
        from cluster import Cluster, server_programs

        programs = server_programs()
        if programs is None:
            raise SystemExit("no PostgreSQL server on this machine: install Debian's package postgresql")
        cluster = Cluster(programs)
    lost = 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            kinds = {
                "SQLite, FULL": lambda: Path(tempfile.mkdtemp(dir=folder)) / "seances.sqlite",
                "SQLite, NORMAL": lambda: Path(tempfile.mkdtemp(dir=folder)) / "seances.sqlite",
                "PostgreSQL": lambda: args.postgresql or cluster.new_database(),
            }
            lost = table(kinds, phones=args.phones, repeat=args.repeat)
    finally:
        if cluster is not None:
            cluster.remove()
    return int(lost > 0)


def table(kinds: dict[str, Callable[[], str | Path]], *, phones: list[int], repeat: int) -> int:
    """Measure every kind in turn, ``repeat`` times, and print the medians; return the answers lost."""
    print("# Answers a second, and how long a phone waits\n")
    print(f"`python benchmarks/store_writes.py`, {repeat} runs in turn, medians. {platform.system()}, Python ", end="")
    print(f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, 32 answers a phone, no thinking time.")
    print("Times depend on the machine and its load; the last column compares within one run.\n")
    print("| phones | store | way | answers/s | p50 (ms) | p95 (ms) | max (ms) | lost | time : SQLite FULL gathered |")
    print("|---:|---|---|---:|---:|---:|---:|---:|---:|")
    all_lost = 0
    for number in phones:
        runs: dict[tuple[str, str], list[Measure]] = {}
        for _ in range(repeat):
            for kind, new in kinds.items():
                for way in ("one by one", "gathered"):
                    done = measure(str(new()), phones=number, way=way, normal="NORMAL" in kind)
                    runs.setdefault((kind, way), []).append(done)
        base = median(one.seconds for one in runs["SQLite, FULL", "gathered"])
        for (kind, way), found in runs.items():
            seconds, lost = median(one.seconds for one in found), sum(one.lost for one in found)
            p50, p95, longest = (
                median(figure(one.waits) for one in found)
                for figure in (median, lambda waits: quantiles(waits, n=20)[18], max)
            )
            rate = number * len(Q.items) / seconds
            print(
                f"| {number} | {kind} | {way} | {rate:.0f} | {p50:.1f} | {p95:.1f} | {longest:.0f} | {lost} "
                f"| {seconds / base:.1f} |",
                flush=True,
            )
            all_lost += lost
    return all_lost


if __name__ == "__main__":
    sys.exit(main())
