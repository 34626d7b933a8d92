"""Many strangers on the room's network who guess, and the people who are invited all the same."""

from __future__ import annotations

import http.client
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from html import unescape
from urllib.parse import quote, urlsplit

import pytest
from salle import LAN, Phone, Salle, Seen, ask

from pasapas_widgets.front.qr import qr_svg
from pasapas_widgets.live.codes import invitation

STRANGERS, INVITED = 140, 12


@contextmanager
def besieged(salle: Salle, method: str, path: str, **headers: str) -> Iterator[list[int]]:
    """Have 140 connections ask the same wrong thing again and again; give the statuses that they got."""
    told: list[int] = []
    over = threading.Event()
    links: dict[int, http.client.HTTPConnection] = {}

    def stranger(number: int) -> None:
        while not over.is_set():
            link = links[number] = http.client.HTTPConnection(LAN, salle.port, timeout=90)
            try:
                link.connect()
                while not over.is_set():
                    link.request(method, path, "{}" if method == "POST" else None, headers)
                    reply = link.getresponse()
                    reply.read()
                    told.append(reply.status)
                    over.wait(0.1)  # 140 of them: some 1,400 tries a second
            except (OSError, http.client.HTTPException):
                continue
            finally:
                link.close()

    threads = [threading.Thread(target=stranger, args=(number,), daemon=True) for number in range(STRANGERS)]
    for one in threads:
        one.start()
    end = time.monotonic() + 60
    while len(told) < 300 and time.monotonic() < end:
        time.sleep(0.05)
    try:
        yield told
    finally:
        over.set()
        for link in links.values():
            if link.sock is not None:  # those who wait in the line wait no longer
                with suppress(OSError):
                    link.sock.shutdown(socket.SHUT_RDWR)
        for one in threads:
            one.join(5)


def scanned(session: Seen) -> str:
    """Return the address of the QR code on the screen, as a phone's camera reads it: it is drawn from this text."""
    drawn = session.salle.ask(f"/salle/qr/{session.id}.svg", Cookie=session.salle.cookie()).body.decode()
    address = f"http://{LAN}:{session.salle.port}/s/{session.code}?i={invitation(session.id)}"
    assert drawn == qr_svg(address)
    return address


def invited_in(salle: Salle, address: str) -> tuple[float, Phone]:
    """Open the page as a camera does, and join as the page does; return the seconds that it took."""
    began = time.monotonic()
    parts = urlsplit(address)
    page = salle.ask(f"{parts.path}?{parts.query}", seconds=60)
    assert page.status == 200
    kept = re.search(r'"invitation": ?"([\w-]{16})"', unescape(page.body.decode()))
    assert kept
    phone = Phone(salle.port, parts.path.rpartition("/")[2])
    assert phone.post("join", {"invitation": kept[1]}).status == 200
    assert phone.answer(L1_01=3) == ["kept"]
    return time.monotonic() - began, phone


def test_strangers_who_guess_codes_keep_nobody_out_who_is_invited(open_salle: Callable[..., Salle]) -> None:
    salle = open_salle()
    session = salle.session()
    address = scanned(session)
    inside = session.phone()
    with besieged(salle, "GET", "/s/ZZZZZ?i=AAAAAAAAAAAAAAAA") as told, ThreadPoolExecutor(INVITED) as people:
        took = [seconds for seconds, _ in people.map(lambda _: invited_in(salle, address), range(INVITED))]
        assert inside.answer(L1_01=2) == ["kept"]
        assert max(took) < 10, took  # well under the line of 120 strangers, half a second each
        typed = salle.ask(f"/s/{session.code}?i=AAAAAAAAAAAAAAAA", seconds=90)
        assert typed.status in (200, 429), "a wrong invitation is none"
    assert {404, 429} >= set(told) and 429 in told, "the siege was one"
    assert salle.room.overview(session.id)["progress"]["joined"] == INVITED + 1


def test_a_secret_that_nobody_chose_opens_whoever_guesses(open_salle: Callable[..., Salle]) -> None:
    salle = open_salle(secret=None)
    session = salle.session()
    wrong = {"Authorization": "Jeton AAAAAAAAAAAAAAAAAAAAAA"}
    with besieged(salle, "POST", "/salle/api/sessions", **wrong) as told:
        for _ in range(3):
            assert ask(salle.port, f"/?jeton={salle.secret}", seconds=60).status == 303
            assert salle.room.overview(session.id)["state"]["phase"] == "reponses"
        assert ask(salle.port, "/?jeton=AAAAAAAAAAAAAAAAAAAAAA", seconds=60).status == 403
    assert set(told) == {401}


@pytest.mark.parametrize("wrong", ["", "A", "A" * 16, "é" * 16, "A" * 4000, "%00", "\N{BULLET}"])
def test_a_wrong_invitation_invites_nobody_and_says_nothing(salle: Salle, wrong: str) -> None:
    session = salle.session()
    right, away = (salle.ask(f"/s/{code}?i={quote(wrong)}") for code in (session.code, "ZZZZZ"))
    assert (right.status, away.status) == (200, 404)
    other = salle.session()
    assert invitation(other.id) not in right.body.decode() and session.id not in right.body.decode()
    assert invitation(session.id) != invitation(other.id)
