"""Faults under a running room, for real: a database held by another program, a disk that refuses, a laptop asleep."""

from __future__ import annotations

import resource
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable

import pytest
from salle import Salle

FILE = "seances.sqlite"
HELD = 2.0
"""Seconds for which another program holds the database: a copy, an antivirus."""


def test_a_database_held_by_another_program_is_waited_for(open_salle: Callable[..., Salle]) -> None:
    salle = open_salle()
    phone = salle.session().phone()
    other = sqlite3.connect(salle.data / FILE, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(HELD, lambda: other.execute("ROLLBACK"))
    release.start()
    try:
        began = time.monotonic()
        assert salle.ask("/s/").status == 200 and time.monotonic() - began < HELD, "the room goes on meanwhile"
        assert phone.answer(L1_01=3) == ["kept"] and time.monotonic() - began >= HELD / 2
    finally:
        release.join()
        other.close()
    assert phone.own()["sheet"]["reponses"] == {"L1-01": 3}


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of a running process is set on Linux only")
def test_a_disk_that_takes_no_more_is_said_and_what_was_kept_stays(open_salle: Callable[..., Salle]) -> None:
    salle = open_salle()
    session = salle.session()
    phone = session.phone()
    assert phone.answer(L1_01=3) == ["kept"]
    limits = resource.prlimit(salle.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(salle.process.pid, resource.RLIMIT_FSIZE, (4096, limits[1]))  # no file grows beyond
    sent = {"messages": [{"seq": 2, "item": "L1-02", "value": 4}]}
    refused = phone.post("answers", sent)
    assert (refused.status, refused.reason) == (503, "store")
    assert phone.get("state?tag=").status == 200, "what is read goes on"
    resource.prlimit(salle.process.pid, resource.RLIMIT_FSIZE, limits)
    assert phone.post("answers", sent).json() == {"outcomes": ["kept"]}
    assert phone.own()["sheet"]["reponses"] == {"L1-01": 3, "L1-02": 4}
    assert not any("Traceback" in line for line in salle.said)


@pytest.mark.skipif(sys.platform == "win32", reason="no process is stopped for a while there")
def test_a_laptop_that_slept_answers_what_came_meanwhile(open_salle: Callable[..., Salle]) -> None:
    salle = open_salle()
    phone = salle.session().phone()
    salle.process.send_signal(signal.SIGSTOP)
    said: list[list[str]] = []
    sending = threading.Thread(target=lambda: said.append(phone.answer(L1_01=3)))
    try:
        sending.start()
        sending.join(HELD)
        assert sending.is_alive(), "nobody is told that an answer is kept while the laptop sleeps"
    finally:
        salle.process.send_signal(signal.SIGCONT)
    sending.join(30)
    assert said == [["kept"]] and phone.own()["sheet"]["reponses"] == {"L1-01": 3}
