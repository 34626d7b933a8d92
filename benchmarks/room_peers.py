"""The same class on the tutorial's notebook under stock Voilà and on Streamlit, for room.py; alone, it prints JSON.

    python benchmarks/room_peers.py [--visitors 30] [--answers 4] [--streamlit-python PATH]

Visitors speak each tool's own protocol: no browser, no scripts and styles fetched, both in the peers' favour. Everyone
opens the page at once («everyone scan now»), then answers. For Voilà a visitor can answer when the page has come to its
end and the kernel has sent the state of the widgets; an answer is acknowledged when the kernel is idle again. For
Streamlit see room_streamlit_class.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from typing import Any

from side_by_side import pss_mb
from websockets.asyncio.client import connect

from pasapas_widgets.model.questionnaire.loading import load_questionnaire

HERE = Path(__file__).parent
PATIENCE = 300
VOILA_PORT, STREAMLIT_PORT = 9411, 9412


def family(pid: int) -> list[int]:
    """Return a process and its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def memory_mb(pid: int) -> float:
    """Return the proportional set size of a process and its descendants, in megabytes."""
    total = 0.0
    for one in family(pid):
        with suppress(OSError):
            total += pss_mb(one)
    return total


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and its living descendants, in seconds."""
    ticks = 0
    for one in family(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(command: list[str], port: int, **env: str) -> Iterator[int]:
    """Run a server until the block ends; give its process number once it answers."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=HERE, env={**os.environ, **env})
    try:
        for _ in range(240):
            with suppress(OSError):
                connection = HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/not-there")
                connection.getresponse().read()
                break
            time.sleep(0.25)
        else:
            raise SystemExit(f"{command[:4]} did not start")
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def message(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return a message of the Jupyter protocol."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "class", "username": "", "version": "5.3"}
    widgets = {"version": "1.0.0" if kind == "comm_open" else "2.1.0"}
    return {"header": header, "parent_header": {}, "metadata": widgets, "content": content, "channel": "shell"}


async def until_idle(socket: Any, sent: dict[str, Any], states: dict[str, Any]) -> None:
    """Read until the kernel has done what was asked; keep the widgets' states that it sends."""
    asked = sent["header"]["msg_id"]
    while True:
        heard = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))
        data = heard["content"].get("data", {}) if heard["msg_type"] == "comm_msg" else {}
        if isinstance(data, dict) and data.get("method") == "update_states":
            states.update(data["states"])
        idle = heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle"
        if idle and heard["parent_header"].get("msg_id") == asked:
            return


def page(port: int) -> str:
    """Return the whole page: Voilà sends it while the notebook runs."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/")
    return connection.getresponse().read().decode()


async def voila_visitor(port: int, number: int, answers: int, think: tuple[float, float]) -> tuple[float, list[float]]:
    """Open the page, answer, and return the seconds until usable and the milliseconds of each answer."""
    draw, began = random.Random(number), time.perf_counter()
    html = await asyncio.get_running_loop().run_in_executor(None, page, port)
    kernel = re.search(r'"?kernelId"?: "([\w-]+)"', html)
    if kernel is None:
        raise SystemExit("no kernel in Voilà's page")
    address = f"ws://127.0.0.1:{port}/api/kernels/{kernel[1]}/channels?session_id={uuid.uuid4().hex}"
    states: dict[str, Any] = {}
    waits = []
    async with connect(address, max_size=None, open_timeout=PATIENCE) as socket:
        control = uuid.uuid4().hex
        opening = {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}
        for kind, content in (
            ("kernel_info_request", {}),
            ("comm_open", opening),
            ("comm_msg", {"comm_id": control, "data": {"method": "request_states"}}),
        ):
            sent = message(kind, content)
            await socket.send(json.dumps(sent))
            await until_idle(socket, sent, states)
        radios = [one for one, held in states.items() if held["model_name"] == "RadioButtonsModel"]
        if len(radios) != 32:
            raise SystemExit(f"{len(radios)} radios instead of 32")
        usable = time.perf_counter() - began
        for radio in radios[:answers]:
            await asyncio.sleep(draw.uniform(*think))
            sent = message(
                "comm_msg",
                {
                    "comm_id": radio,
                    "data": {"method": "update", "state": {"index": draw.randrange(4)}, "buffer_paths": []},
                },
            )
            start = time.perf_counter()
            await socket.send(json.dumps(sent))
            await until_idle(socket, sent, states)
            waits.append(1000 * (time.perf_counter() - start))
    return usable, waits


async def voila_visitors(visitors: int, answers: int, think: tuple[float, float]) -> list[tuple[float, list[float]]]:
    from concurrent.futures import ThreadPoolExecutor

    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(visitors))
    return await asyncio.gather(*(voila_visitor(VOILA_PORT, number, answers, think) for number in range(visitors)))


def voila_class(visitors: int, *, answers: int, think: tuple[float, float]) -> dict[str, Any]:
    """Measure a class on the tutorial's notebook under stock Voilà."""
    command = [sys.executable, "-m", "voila", "--no-browser", f"--port={VOILA_PORT}", str(HERE / "tutorial.ipynb")]
    with running(command, VOILA_PORT) as pid:
        alone = memory_mb(pid)
        done = asyncio.run(voila_visitors(visitors, answers, think))
        return {
            "tool": f"Voilà {version('voila')}, tutorial notebook",
            "usable": [one[0] for one in done],
            "waits": [wait for one in done for wait in one[1]],
            "silent": 0,
            "memory": (memory_mb(pid) - alone) / visitors,
            "cpu": cpu_seconds(pid),
        }


def streamlit_class(python: str, visitors: int, *, answers: int, think: tuple[float, float]) -> dict[str, Any]:
    """Measure a class on Streamlit; ``python`` is the one of an environment that has streamlit and matplotlib."""
    q = load_questionnaire()
    plain = {"levers": {lever.id: lever.name for lever in q.levers}, "statements": [[i.lever, i.text] for i in q.items]}
    options = {"headless": "true", "port": str(STREAMLIT_PORT), "address": "127.0.0.1", "fileWatcherType": "none"}
    command = [
        python,
        "-m",
        "streamlit",
        "run",
        str(HERE / "room_streamlit_app.py"),
        "--browser.gatherUsageStats=false",
    ]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    with tempfile.TemporaryDirectory() as folder:
        statements = Path(folder) / "statements.json"
        statements.write_text(json.dumps(plain), encoding="utf-8")
        with running(command, STREAMLIT_PORT, ROOM_STATEMENTS=str(statements)) as pid:
            alone = memory_mb(pid)
            asked = [str(one) for one in (STREAMLIT_PORT, visitors, answers, *think)]
            crowd = subprocess.Popen(
                [python, str(HERE / "room_streamlit_class.py"), *asked], stdout=subprocess.PIPE, text=True
            )
            most = alone
            while crowd.poll() is None:  # a session's memory goes with its socket: look while they are there
                most = max(most, memory_mb(pid))
                time.sleep(1)
            assert crowd.stdout is not None
            found = json.loads(crowd.stdout.read())
            return {
                "tool": f"Streamlit {found['version']}, tutorial script",
                "memory": (most - alone) / visitors,
                "cpu": cpu_seconds(pid),
                **{name: found[name] for name in ("usable", "waits", "silent")},
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--answers", type=int, default=4)
    parser.add_argument("--streamlit-python", help="the Python of an environment that has streamlit and matplotlib")
    args = parser.parse_args()
    think = (1.2, 4.0)
    print(json.dumps(voila_class(args.visitors, answers=args.answers, think=think)))
    if args.streamlit_python:
        print(json.dumps(streamlit_class(args.streamlit_python, args.visitors, answers=args.answers, think=think)))


if __name__ == "__main__":
    main()
