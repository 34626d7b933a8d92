"""Guessing a code or the secret is slow, and of all that asking nothing is written."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from salle import LAN, Phone, Salle, ask


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Salle]:
    """A room whose buckets of wrong tries may be emptied."""
    opened = Salle(tmp_path_factory.mktemp("besieged"))
    yield opened
    opened.stop()


def emptied(guess: Callable[[], object]) -> None:
    """Guess until a guess has to wait."""
    for _ in range(60):
        began = time.monotonic()
        guess()
        if time.monotonic() - began > 0.49:
            return
    pytest.fail("guesses are never slowed down")


def test_guessing_codes_is_slow_and_seated_phones_do_not_notice(besieged: Salle) -> None:
    salle = besieged
    session = salle.session()
    phones = [session.phone() for _ in range(30)]  # all behind one address, as at a hotspot
    guesses = iter(f"ZZ{n:03d}".replace("0", "A").replace("1", "B") for n in range(900))
    with ThreadPoolExecutor(16) as threads:
        told = list(threads.map(lambda _: salle.ask(f"/s/{next(guesses)}").status, range(100)))
        assert set(told) == {404}
        emptied(lambda: salle.ask(f"/s/{next(guesses)}"))
        began = time.monotonic()
        slow = [threads.submit(salle.ask, f"/s/{next(guesses)}") for _ in range(6)]
        newcomer = threads.submit(session.phone)
        for phone in phones:
            assert phone.answer(L1_01=3) == ["kept"]
        came_back = Phone(salle.port, session.code, key=phones[0].key)
        assert came_back.own()["sheet"]["reponses"] == {"L1-01": 3}
        assert not all(one.done() for one in slow), "thirty answers took less than six guesses"
        assert {one.result().status for one in slow} == {404}
        newcomer.result()
        assert time.monotonic() - began > 2, "six guesses and a newcomer in one line, half a second each"


def test_guessing_the_secret_is_slow_and_the_kernels_do_not_notice(besieged: Salle) -> None:
    salle = besieged
    cookie = salle.cookie()
    token = re.search(r'"token":"([^"]+)"', (salle.data / "running.json").read_text(encoding="utf-8"))
    assert token
    wrong = {"Authorization": "Jeton wrong-secret-000"}
    with ThreadPoolExecutor(8) as threads:

        def guess(_: int) -> int:
            return ask(salle.port, "/salle/api/sessions", method="POST", body={}, **wrong).status

        assert set(threads.map(guess, range(20))) == {401}
        emptied(lambda: guess(0))
        began = time.monotonic()
        slow = [threads.submit(guess, 0) for _ in range(5)]
        right = {"Authorization": f"Jeton {token[1]}"}
        assert ask(salle.port, "/salle/api/sessions", method="POST", body={}, **right).status == 200
        assert salle.ask("/", Cookie=cookie).status == 200
        assert not all(one.done() for one in slow), "the kernel and the cookie stood in no line"
        assert {one.result() for one in slow} == {401} and time.monotonic() - began > 1.5


def test_nothing_of_a_visit_is_written_anywhere(besieged: Salle) -> None:
    salle = besieged
    session = salle.session()
    before = len(salle.said)
    phone = session.phone()
    phone.answer(L1_01=2)
    headers = {"User_Agent": "Mozilla/5.0 (un-telephone-reconnaissable)", "X_Forwarded_For": "10.20.30.40"}
    for path in ("/s/", f"/s/{session.code}", "/s/ZZZZZ", "/nothing", f"/s/{session.code}/state", "/s/%ff"):
        salle.ask(path, **headers)
    salle.ask(f"/s/{session.code}/answers", method="POST", body=b"[" * 9_000, **headers)
    salle.ask("/", Host="pirate.example", **headers)
    time.sleep(0.5)
    assert salle.said[before:] == []
    for file in salle.data.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert not [
                one for one in (b"reconnaissable", b"10.20.30.40", LAN.encode(), phone.key.encode()) if one in data
            ]
