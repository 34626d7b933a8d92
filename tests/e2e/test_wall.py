"""The wall: read from the last row, on every projector, in every moment of a session, with the longest texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from phone_page import twelve
from playwright.sync_api import expect
from salle import LAN, Q, Salle, Seen

from pasapas_widgets.exports.course.asked import asked_of, listed
from pasapas_widgets.model.exercise.asked import Asked
from pasapas_widgets.model.exercise.loading import load_course

pytestmark = pytest.mark.browser

SIZES = [(1024, 768), (1280, 720), (1366, 768), (1920, 1080)]
LEAST = 0.018
"""The smallest letters, as a part of the width of the wall."""

FAULTS = (Path(__file__).parent / "wall_faults.js").read_text(encoding="utf-8")
TITLE = "Équipes éducatives de jour et de nuit, Maison des Tilleuls et du Grand Chêne 26"
CARE = "placement_familial"
"""The kind of service whose statements are the longest."""

LONGEST = sorted((item.text_for(CARE) for item in Q.items), key=len, reverse=True)
IDEAS = [f"{number} {'Une idée dite en autant de mots que le vote en prend. ' * 4}"[:200] for number in range(60)]


@pytest.fixture
def wall(browser: Any, salle: Salle) -> Iterator[Callable[..., Any]]:
    """Open the wall of a session, and close it."""
    contexts: list[Any] = []

    def open_wall(seen: Seen, size: tuple[int, int] = (1280, 720), **more: Any) -> Any:
        context = browser.new_context(
            locale="fr-FR", viewport={"width": size[0], "height": size[1]}, color_scheme="dark", **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"http://{LAN}:{salle.port}/salle/projection/{seen.id}?jeton={salle.secret}")
        page.locator("body[data-phase]").wait_for()
        return page

    yield open_wall
    for context in contexts:
        context.close()


def looked(page: Any, phase: str, *, focus: str = "") -> list[str]:
    """Return what cannot be read on each screen of a moment, turning them with the arrow key."""
    page.locator(f'body[data-phase="{phase}"][data-drawn="{focus or phase}"]').wait_for()
    where = page.locator("#pap-where")
    while screens(page) > 1 and not where.inner_text().startswith("1 "):
        turned(page, "ArrowLeft")
    found = [f"{phase} {focus}: {one}" for one in page.evaluate(FAULTS, LEAST)]
    for _ in range(screens(page) - 1):
        turned(page, "ArrowRight")
        found += [f"{phase} {focus} {where.inner_text()}: {one}" for one in page.evaluate(FAULTS, LEAST)]
    return found


def turned(page: Any, key: str) -> None:
    before = page.locator("#pap-where").inner_text()
    page.keyboard.press(key)
    expect(page.locator("#pap-where")).not_to_have_text(before)


def screens(page: Any) -> int:
    """Return how many screens this moment has."""
    where = page.locator("#pap-where").text_content() or ""
    return int(where.rpartition(" ")[2]) if where else 1


def moved(seen: Seen, page: Any, phase: str) -> list[str]:
    seen.move(phase)
    return looked(page, phase)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_moment_is_read_whole(salle: Salle, wall: Callable[..., Any], size: tuple[int, int]) -> None:
    made = salle.room.create(TITLE, variant=CARE, expected=14)
    seen = Seen(salle, made["id"], made["code"])
    page = wall(seen, size)
    faults = looked(page, "attente") + moved(seen, page, "reponses")
    people = people_of(seen)
    page.locator("#pap-counts", has_text="12 ont fini").wait_for()
    for phase in ("reponses", "pause", "cloture", "resultats"):
        faults += moved(seen, page, phase)
    salle.room.publish(seen.id)
    page.locator(".pap-radar-picture").wait_for()
    assert screens(page) == 4, "the disagreements come one by one"
    faults += looked(page, "resultats")
    for focus in ("L1-02", "L2-05", "F01", "M03"):
        seen.move("resultats", focus=focus)
        faults += looked(page, "resultats", focus=focus)
    ballot = salle.room.open_vote(seen.id, [item.id for item in Q.items if item.text_for(CARE) in LONGEST[:12]], dots=3)
    faults += moved(seen, page, "vote")
    for person in people:
        person.post("vote", {"seq": 91, "ballot": ballot["id"], "dots": {ballot["choices"][0]: 1}})
    salle.room.close_vote(seen.id)
    for phase in ("resultats_vote", "evaluation", "fin"):
        faults += moved(seen, page, phase)
    kept = page.locator(".pap-projector-kept").inner_text()
    assert kept == Q.item(ballot["choices"][0]).text_for(CARE), "what the group chose stays in sight at the end"
    salle.room.erase(seen.id)
    page.get_by_text("Cette séance a été effacée").wait_for()
    faults += page.evaluate(FAULTS, LEAST)
    assert faults == []


def people_of(seen: Seen) -> list[Any]:
    """Let twelve people finish, some of them apart on three statements."""
    apart = ("L1-02", "L1-03", "L2-01")
    people = [seen.phone() for _ in range(12)]
    for number, person in enumerate(people):
        person.answers({item: (1 if number % 2 else 4) if item in apart else 2 + number % 2 for item in Q.item_ids})
    return people


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_a_vote_on_sixty_long_ideas_is_read_screen_by_screen(
    salle: Salle, wall: Callable[..., Any], size: tuple[int, int]
) -> None:
    seen = salle.session("reponses")
    people = [seen.phone() for _ in range(6)]
    ballot = salle.room.open_vote(seen.id, IDEAS, dots=2)
    page = wall(seen, size)
    assert moved(seen, page, "vote") == []
    assert screens(page) > 2
    assert page.locator(".pap-projector-choices li").last.evaluate("one => one.value") == 60
    for person in people:
        person.post("vote", {"seq": 91, "ballot": ballot["id"], "dots": {IDEAS[0]: 1, IDEAS[5]: 1}})
    salle.room.close_vote(seen.id)
    assert moved(seen, page, "resultats_vote") == []
    salle.room.erase(seen.id)


def longest_of_each_kind() -> list[Asked]:
    """The questions of the course with the most words, one of each kind, and the one with the longest answer."""
    every = [asked_of(one, each["cle"]) for one in load_course() for each in listed(one)]
    by_words = sorted(every, key=lambda one: len(msgspec.json.encode(replace(one, figure=None, sources=()))))
    by_answer = max(every, key=lambda one: max(len(each.text + each.feedback + each.then) for each in one.answers))
    return [*{one.kind: one for one in by_words}.values(), by_answer]


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_the_longest_exercises_are_read_whole(salle: Salle, wall: Callable[..., Any], size: tuple[int, int]) -> None:
    seen = salle.session("attente")
    people = [seen.phone() for _ in range(6)]
    page = wall(seen, size)
    faults = []
    for asked in longest_of_each_kind():
        ballot = salle.room.open_exercise(seen.id, asked)
        seen.move("vote")
        page.get_by_role("heading", level=1, name=asked.title).wait_for()
        faults += looked(page, "exercice")
        for person in people:
            dots = dict.fromkeys(ballot["choices"][:1], 1)
            person.post("vote", {"seq": person.numbered(), "ballot": ballot["id"], "dots": dots})
        salle.room.close_vote(seen.id)
        seen.move("resultats_vote")
        faults += looked(page, "retour")
        for one in asked.answers[-1:]:
            seen.move("resultats_vote", focus=one.id)
            faults += looked(page, "retour", focus=one.id)
    assert faults == []
    seen.move("fin")
    page.locator('body[data-drawn="fin"]').wait_for()
    assert page.locator(".pap-projector-kept").count() == 0, "the group has chosen nothing by an exercise"
    salle.room.erase(seen.id)


def test_the_disagreements_follow_the_arrows_and_the_cockpit(salle: Salle, wall: Callable[..., Any]) -> None:
    seen = salle.session("reponses")
    twelve(seen)
    seen.move("cloture")
    salle.room.publish(seen.id)
    seen.move("resultats")
    page = wall(seen)
    page.locator(".pap-radar-picture").wait_for()
    assert Q.item("L1-03").text not in page.locator("main").inner_text()
    page.keyboard.press("ArrowRight")
    page.get_by_text(Q.item("L1-03").text).wait_for()
    assert page.locator("#pap-where").inner_text() == "2 sur 2" and page.locator(".pap-radar").count() == 0
    page.keyboard.press("PageUp")  # what the remote control of a projector sends
    page.locator(".pap-radar-picture").wait_for()
    page.get_by_role("button", name="Écran suivant").click()
    page.get_by_text(Q.item("L1-03").text).wait_for()
    page.keyboard.press("ArrowLeft")
    page.locator(".pap-radar-picture").wait_for()
    seen.move("resultats", focus="L1-03")
    page.get_by_text(Q.item("L1-03").text).wait_for()
    assert page.locator("#pap-where").inner_text() == "2 sur 2"
    page.set_viewport_size({"width": 1024, "height": 768})
    page.wait_for_timeout(300)
    assert page.evaluate(FAULTS, LEAST) == [] and page.locator("#pap-where").inner_text() == "2 sur 2"
    seen.move("resultats")
    page.locator(".pap-radar-picture").wait_for()
    salle.room.erase(seen.id)


def test_the_wall_is_light_and_says_that_it_is_a_rehearsal(salle: Salle, wall: Callable[..., Any]) -> None:
    made = salle.room.create("Essai", rehearsal=True)
    page = wall(Seen(salle, made["id"], made["code"]), (1280, 720))
    assert page.locator(".pap-projector-ribbon").inner_text().startswith("RÉPÉTITION")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 247, 242)"
    assert page.evaluate(FAULTS, LEAST) == []
    salle.room.erase(made["id"])


def test_the_wifi_stands_beside_the_code_and_both_are_whole(salle: Salle, wall: Callable[..., Any]) -> None:
    seen = salle.session("attente")
    page = wall(seen)
    page.locator("summary", has_text="Wi-Fi").click()
    assert page.evaluate(FAULTS, LEAST) == []
    page.get_by_label("Nom du réseau").fill("Salle des fetes, 1er etage, 26")
    page.get_by_role("button", name="Afficher le QR code du Wi-Fi").click()
    page.locator("#pap-wifi-place img").wait_for()
    assert page.evaluate(FAULTS, LEAST) == []
    for code in page.locator(".pap-room-qr").all():
        box = code.bounding_box()
        assert box and box["y"] + box["height"] <= 720 and box["width"] > 200
    salle.room.erase(seen.id)


def test_after_the_end_the_wall_invites_nobody(salle: Salle, wall: Callable[..., Any]) -> None:
    seen = salle.session("reponses")
    people_of(seen)
    page = wall(seen)
    for phase in ("cloture", "resultats", "evaluation", "fin"):
        seen.move(phase)
    page.locator('body[data-drawn="fin"]').wait_for()
    said = page.locator("body").inner_text()
    assert seen.code not in said and LAN not in said and page.locator("#pap-codes").is_hidden()
    salle.room.erase(seen.id)
    page.get_by_text("Cette séance a été effacée").wait_for()
    said = page.locator("body").inner_text()
    assert seen.code not in said and LAN not in said and page.locator("#pap-codes").is_hidden()
