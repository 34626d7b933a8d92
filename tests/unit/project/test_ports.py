"""The ports of the tests: two processes that ask at once are never given the same."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from ports import COUNT, FIRST, free_port

TESTS = Path(__file__).parents[2]


def test_a_port_is_given_once_and_can_be_listened_at() -> None:
    given = [free_port() for _ in range(40)]
    assert len(set(given)) == 40 and all(FIRST <= one < FIRST + COUNT for one in given)
    for port in given:
        with socket.socket() as server:
            server.bind(("0.0.0.0", port))
            server.listen()


def test_another_process_is_not_given_what_this_one_holds() -> None:
    mine = {free_port() for _ in range(40)}
    where_this_began = f"import os; os.getpid = lambda: {os.getpid()}"
    asked = f"{where_this_began}\nfrom ports import free_port\nprint(*(free_port() for _ in range(80)))"
    said = subprocess.run([sys.executable, "-c", asked], cwd=TESTS, capture_output=True, text=True, check=True).stdout
    assert mine.isdisjoint(map(int, said.split())) and len(said.split()) == 80
