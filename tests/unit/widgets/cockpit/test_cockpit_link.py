"""The cockpit and a room that goes and comes back, the self-test before a session, the rehearsal."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from cockpit_page import NEW, Page, send
from ports import free_port
from salle import Salle

from pasapas_widgets.live.client import Room
from pasapas_widgets.widgets.cockpit.checks import checks_of
from pasapas_widgets.widgets.cockpit.cockpit import Cockpit


def test_a_session_erased_elsewhere_is_no_longer_shown(room: Salle, opened: Page) -> None:
    room.room.erase(opened.cockpit.opened)
    opened.cockpit.refresh()
    assert opened.cockpit.opened == "" and opened.cockpit.results == {} and opened.cockpit.link == {"state": "open"}


def test_a_server_that_goes_is_said_and_followed_again_when_it_is_back(tmp_path: Path) -> None:
    port = free_port()
    first = Salle(tmp_path, port=port)
    cockpit = Cockpit(Room(f"http://127.0.0.1:{port}", first.secret))
    page = Page(cockpit)
    page.do("here", last="")
    page.do("create", **NEW)
    page.move("reponses")
    first.kill()
    cockpit.refresh()
    assert cockpit.link == {"state": "lost"} and cockpit.about["title"] == "Équipe de nuit", "what was known stays"
    told = page.ask("move", phase="cloture", version=2)
    assert not told["ok"] and "ne répond pas" in told["fault"]
    second = Salle(tmp_path, port=port)
    cockpit.refresh()
    assert cockpit.link == {"state": "open"} and cockpit.state["phase"] == "reponses"
    cockpit.close()
    second.stop()


def test_a_kernel_follows_in_its_loop_and_stops_when_it_is_closed(room: Salle) -> None:
    async def story() -> None:
        cockpit = Cockpit(Room(f"http://127.0.0.1:{room.port}", room.secret))
        told: list[dict[str, Any]] = []
        cockpit.observe(lambda change: told.append(change.new), names="told")
        send(cockpit, {"seq": 1, "verb": "here", "last": ""})
        assert cockpit.seen == 1, "the page is answered without waiting for the server"
        send(cockpit, {"seq": 1, "verb": "here", "last": ""}, {"seq": 2, "verb": "create", **NEW})
        slowest = 0.0
        while not told:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            slowest = max(slowest, time.monotonic() - before)
        assert [one["seq"] for one in told] == [2]
        assert cockpit.opened and slowest < 0.5, "the kernel's loop is never blocked"
        state = room.room.overview(cockpit.opened)["state"]
        room.room.move(cockpit.opened, "reponses", version=state["version"])
        for _ in range(300):
            if cockpit.state.get("phase") == "reponses":
                break
            await asyncio.sleep(0.01)
        assert cockpit.state["phase"] == "reponses", "a move from another window is followed"
        cockpit.close()
        await asyncio.sleep(1.5)
        assert not cockpit._following

    asyncio.run(story())


def test_a_rehearsal_calls_synthetic_participants(page: Page) -> None:
    page.do("create", **NEW | {"rehearsal": True, "participants": 3})
    page.move("reponses")
    for _ in range(100):
        page.cockpit.refresh()
        if page.cockpit.state["begun"] == 3:
            break
        time.sleep(0.1)
    assert page.cockpit.state["begun"] == 3 and page.cockpit.about["rehearsal"]
    assert page.cockpit.rehearsal["joined"] == 3
    page.do("rest")
    assert page.cockpit.rehearsal == {}


FACTS = {
    "address": "http://192.168.1.5:8866",
    "local": False,
    "reachable": True,
    "phone": {"mark": "m", "address": "a", "qr": "<svg/>", "seen": False},
    "disk": {"writable": True, "free_mb": 5000},
    "clock": 0.2,
    "versions": {"app": "0.1", "questionnaire": "1.1"},
}


@pytest.mark.parametrize(
    ("change", "line", "state"),
    [
        ({}, "telephone", "attente"),
        ({"phone": FACTS["phone"] | {"seen": True}}, "telephone", "bon"),  # type: ignore[operator]
        ({"local": True}, "adresse", "mauvais"),
        ({"reachable": False}, "joignable", "mauvais"),
        ({"disk": {"writable": False, "free_mb": None}}, "disque", "mauvais"),
        ({"disk": {"writable": True, "free_mb": 20}}, "disque", "attention"),
        ({"disk": {"writable": True, "free_mb": None}}, "disque", "bon"),
        ({"clock": -7200.0}, "heure", "attention"),
    ],
)
def test_each_check_says_what_to_do(change: dict[str, Any], line: str, state: str) -> None:
    lines = {one["id"]: one for one in checks_of(FACTS | change, Cockpit().texts["avant"]["verifications"])}
    assert lines[line]["state"] == state and "{" not in lines[line]["said"]
    assert bool(lines[line]["todo"]) == (state != "bon")


def test_the_self_test_of_a_real_room(page: Page) -> None:
    page.do("selftest", clock=time.time())
    states = {one["id"]: one["state"] for one in page.cockpit.checks}
    assert states["telephone"] == "attente" and states["disque"] == "bon" and states["heure"] == "bon"
    page.do("create", **NEW)
