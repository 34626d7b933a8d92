"""A class of visitors on room_streamlit_app.py, at the level of Streamlit's own protocol; run with Streamlit's Python.

    python room_streamlit_class.py PORT VISITORS ANSWERS LOW HIGH

Everyone opens the page at once: GET of the page (its scripts and styles are left out, in Streamlit's favour), then the
WebSocket and the first run of the script. A visitor can answer when the 32 radios have come. Then each gives ANSWERS
answers, thinking LOW to HIGH seconds before each; an answer is acknowledged when the run that it starts has finished.
Prints one line of JSON: seconds until usable, milliseconds until acknowledged, answers without acknowledgement.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
import urllib.request

import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

STATEMENTS = 32
PATIENCE = 300


async def run_finished(socket, radios: list[str], chosen: list[str]) -> float | None:
    """Read until the script has run; return when the last radio came. A radio's choices go into ``chosen``."""
    usable = None
    while True:
        message = ForwardMsg()
        message.ParseFromString(await asyncio.wait_for(socket.recv(), PATIENCE))
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "radio":
            radio = message.delta.new_element.radio
            if radio.id not in radios:
                radios.append(radio.id)
                chosen[:] = list(radio.options)
                if len(radios) == STATEMENTS:
                    usable = time.perf_counter()
        elif kind == "script_finished":
            return usable


def state_of(given: dict[str, str]) -> bytes:
    """Return the message that a browser sends when a widget changes: the state of every widget."""
    back = BackMsg()
    back.rerun_script.query_string = ""
    for identifier, choice in given.items():
        widget = back.rerun_script.widget_states.widgets.add()
        widget.id, widget.string_value = identifier, choice
    return back.SerializeToString()


async def visitor(port: int, number: int, answers: int, low: float, high: float) -> tuple[float, list[float], int]:
    """Open the page, answer, and return the times."""
    draw = random.Random(number)
    began = time.perf_counter()
    url = f"http://127.0.0.1:{port}/"
    await asyncio.to_thread(lambda: urllib.request.urlopen(url, timeout=PATIENCE).read())
    radios: list[str] = []
    choices: list[str] = []
    waits: list[float] = []
    async with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE
    ) as socket:
        await socket.send(state_of({}))
        at = await run_finished(socket, radios, choices)
        if at is None:
            raise SystemExit("the 32 radios did not come")
        given: dict[str, str] = {}
        for identifier in radios[:answers]:
            await asyncio.sleep(draw.uniform(low, high))
            given[identifier] = draw.choice(choices[:4])
            sent = time.perf_counter()
            await socket.send(state_of(given))
            try:
                await run_finished(socket, radios, choices)
            except TimeoutError:
                continue
            waits.append(1000 * (time.perf_counter() - sent))
    return at - began, waits, answers - len(waits)


async def main() -> None:
    port, visitors, answers = (int(text) for text in sys.argv[1:4])
    low, high = (float(text) for text in sys.argv[4:6])
    done = await asyncio.gather(*(visitor(port, number, answers, low, high) for number in range(visitors)))
    found = {
        "version": streamlit.__version__,
        "usable": [one[0] for one in done],
        "waits": [wait for one in done for wait in one[1]],
        "silent": sum(one[2] for one in done),
    }
    print(json.dumps(found))


asyncio.run(main())
