"""Thirty honest phones beside 3,000 slow connections and 1,000 polls that never answer: does anybody wait or lose?

    python benchmarks/room_siege.py [--slow 3000] [--polls 1000] [--people 30]

The slow ones open a connection and send one byte of a request every few seconds, as a tool that wants to exhaust a
server does, or a radio at the edge of its reach. The polls are phones that hold a seat and follow the session, in
pockets. The honest ones are room_crowd.py's participants: they answer 32 statements and read them again. All is on this
machine's own loop. The status is 1 where an answer was lost, or one in a hundred waited longer than two seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from room_class import Crowd, missing
from room_peers import cpu_seconds, memory_mb, running

from pasapas_widgets.live.client import Room

PORT, SECRET = 9403, "un-secret-du-siege-0123456789"
THINKS, FASTER = 13.0, 8.0
"""Mean seconds that people take for a statement, and how many times faster they do so here."""
JOIN = '{"repetition":true}'
EVERY = 5.0
"""Seconds between two bytes of a slow connection."""
LONGEST_WAIT = 2.0
"""Seconds that 99 of 100 honest answers may take to be acknowledged."""


async def slow(code: str) -> int:
    """Hold one connection, a byte now and then, opened again when the server closes it; return how often it did."""
    request = f"POST /s/{code}/answers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n".encode()
    closed = 0
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
            ended = asyncio.create_task(reader.read(1))
            try:
                for byte in request:
                    if ended.done():
                        break
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(EVERY)
            finally:
                ended.cancel()
                writer.close()
        closed += 1


async def poll(code: str) -> None:
    """Take a seat and follow the session, again and again."""
    head = f"HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Place {secrets.token_urlsafe(24)}\r\n"
    tag = ""
    while True:
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
            try:
                writer.write(f"POST /s/{code}/join {head}Content-Length: {len(JOIN)}\r\n\r\n{JOIN}".encode())
                while True:
                    tag = await told(reader) or tag
                    writer.write(f"GET /s/{code}/state?tag={tag} {head}\r\n".encode())
            finally:
                writer.close()
        await asyncio.sleep(1)


async def told(reader: asyncio.StreamReader) -> str:
    """Read one answer; return the tag of its state, if it has one."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0] or 0)
    body = await reader.readexactly(length)
    with suppress(ValueError, TypeError, AttributeError):
        found = json.loads(body)
        return str((found.get("state") or found)["tag"])
    return ""


async def besiege(code: str, n_slow: int, n_polls: int) -> None:
    """Open them all, a few hundred a second, say so, and hold them until this process is ended."""
    held = []
    for number in range(n_slow + n_polls):
        held.append(asyncio.create_task(slow(code) if number < n_slow else poll(code)))
        if number % 10 == 9:
            await asyncio.sleep(0.02)
    print("there", flush=True)
    await asyncio.gather(*held)


class Siege:
    """The besiegers, in a process of their own."""

    def __init__(self, code: str, n_slow: int, n_polls: int) -> None:
        command = [sys.executable, __file__, "--besiege", code, "--slow", str(n_slow), "--polls", str(n_polls)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "there\n"

    def end(self) -> None:
        """Send them home."""
        self._process.kill()
        self._process.wait()


def one(people: int, n_slow: int, n_polls: int) -> dict[str, Any]:
    """Let honest phones answer a session of a new room, besieged or not; return what they met."""
    with tempfile.TemporaryDirectory() as folder:
        where = str(Path(folder) / "seances.sqlite")
        command = [sys.executable, "-m", "pasapas_widgets.cli", "salle", "--no-browser", "--port", str(PORT)]
        command += ["--adresse", "127.0.0.1", "--jeton", SECRET, "--store", where]
        with running(command, PORT, PASAPAS_DATA=folder) as pid:
            room = Room(f"http://127.0.0.1:{PORT}", SECRET)
            made = room.create("Siège", rehearsal=True)
            room.move(made["id"], "reponses", version=1)
            siege = Siege(made["code"], n_slow, n_polls) if n_slow + n_polls else None
            try:
                spent = cpu_seconds(pid)
                found = honest(room, made, people)
                found |= {"memory": memory_mb(pid), "cpu": cpu_seconds(pid) - spent}
                found["files"] = len(list(Path(f"/proc/{pid}/fd").iterdir()))
            finally:
                if siege:
                    siege.end()
        return found | {"missing": missing(where, made["id"], found.pop("held"))}


def honest(room: Room, made: dict[str, Any], people: int) -> dict[str, Any]:
    """Let the crowd answer, read the results and go home."""
    plan = {"url": room.url, "code": made["code"], "participants": people, "seed": 7}
    crowd = Crowd(plan | {"pace": THINKS / FASTER, "arrival": 10.0, "link": {}})
    while not crowd.finished:
        time.sleep(0.5)
    room.publish(made["id"])
    for phase in ("resultats", "fin"):
        room.move(made["id"], phase, version=room.overview(made["id"])["state"]["version"])
        time.sleep(5)
    return crowd.found()


def main() -> int:
    """Measure, and print what the honest phones met without and within the siege."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slow", type=int, default=3000)
    parser.add_argument("--polls", type=int, default=1000)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--besiege", metavar="CODE", help=argparse.SUPPRESS)
    args = parser.parse_args()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))
    if args.besiege:
        asyncio.run(besiege(args.besiege, args.slow, args.polls))
    lost = 0
    print("| | answers | lost | acknowledged p50 / p99 / max (ms) | server MB | open files | CPU s |")
    print("|---|---:|---:|---|---:|---:|---:|")
    worst = 0.0
    for name, n_slow, n_polls in (("alone", 0, 0), ("besieged", args.slow, args.polls)):
        found = one(args.people, n_slow, n_polls)
        waits, gone = found["waits"], found["lost"] + found["missing"]
        worst, lost = quantiles(waits, n=100)[98], lost + gone
        met = f"{median(waits):.0f} / {worst:.0f} / {max(waits):.0f}"
        held = f"{found['memory']:.0f} | {found['files']} | {found['cpu']:.1f}"
        print(f"| {name} | {found['acknowledged']} | {gone} | {met} | {held} |", flush=True)
    return int(lost > 0 or worst > LONGEST_WAIT * 1000)


if __name__ == "__main__":
    sys.exit(main())
