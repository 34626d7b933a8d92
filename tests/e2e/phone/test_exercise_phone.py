"""An exercise of the course in a room: on phones, on the wall, each kind; nothing told too early nor of too few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from checks import axe_faults, own_faults
from exercised import first, opened
from phone_page import in_phase, left, says
from playwright.sync_api import expect
from salle import LAN, Salle, Seen

from pasapas_widgets.exports.course.asked import asked_of
from pasapas_widgets.model.exercise.loading import load_module

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def answered(people: list[Any], ballot: dict[str, Any]) -> None:
    """Let people answer: every second one the first answer, the others the second."""
    for number, person in enumerate(people):
        choice = ballot["choices"][number % 2]
        reply = person.post("vote", {"seq": person.numbered(), "ballot": ballot["id"], "dots": {choice: 1}})
        assert reply.status == 200


def told(seen: Seen) -> None:
    seen.salle.room.close_vote(seen.id)
    seen.move("resultats_vote")


@pytest.fixture
def wall(browser: Any) -> Iterator[Callable[..., Any]]:
    contexts: list[Any] = []

    def open_wall(seen: Seen, size: tuple[int, int] = (1280, 720)) -> Any:
        contexts.append(browser.new_context(locale="fr-FR", viewport={"width": size[0], "height": size[1]}))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.goto(f"http://{LAN}:{seen.salle.port}/salle/projection/{seen.id}?jeton={seen.salle.secret}")
        page.locator("body[data-phase]").wait_for()
        return page

    yield open_wall
    for context in contexts:
        context.close()


def looked_at(page: Any) -> None:
    assert axe_faults(page) == [] and own_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def plain(text: str) -> str:
    return " ".join(text.split())


def test_a_scene_step_by_step_with_phones_and_a_wall(
    salle: Salle, phone: Callable[..., Any], wall: Callable[..., Any]
) -> None:
    seen, asked = salle.session("attente"), first("scene")
    page, screen = phone(seen), wall(seen)
    others = [seen.phone() for _ in range(5)]
    ballot = opened(seen, asked)
    in_phase(page, "exercice")
    page.get_by_role("heading", level=2, name=asked.title).wait_for()
    assert all(plain(text) in plain(page.locator("main").inner_text()) for text in asked.texts)
    choices = page.locator(".pap-room-ballot").get_by_role("radio")
    assert choices.count() == len(asked.answers)
    screen.locator('body[data-drawn="exercice"]').wait_for()
    assert not any(one.feedback in page.content() + screen.content() for one in asked.answers)
    looked_at(page)
    choices.nth(1).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    says(page, "enregistré")
    page.reload()
    in_phase(page, "exercice")
    expect(choices.nth(0)).to_be_checked()
    answered(others, ballot)
    screen.get_by_text("6 personnes ont répondu").wait_for()
    told(seen)
    in_phase(page, "retour")
    page.get_by_text("6 personnes ont répondu.").wait_for()
    answers = page.locator(".pap-room-answer")
    assert answers.count() == len(asked.answers)
    for number, one in enumerate(asked.answers):
        text = plain(answers.nth(number).inner_text())
        assert plain(one.feedback) in text and plain(one.then) in text
        assert ("vous seul le voyez" in text) == (number == 0)
    assert "4 personnes" in answers.nth(0).inner_text() and "2 personnes" in answers.nth(1).inner_text()
    looked_at(page)

    screen.locator('body[data-drawn="retour"]').wait_for()
    rows = [plain(row.inner_text()) for row in screen.locator(".pap-room-ranks tbody tr").all()]
    assert [row.rpartition(" ")[2] for row in rows[:2]] == ["4", "2"]
    seen.move("resultats_vote", focus=asked.answers[1].id)
    screen.get_by_text(asked.answers[1].feedback).wait_for()
    page.locator(f'.pap-room-answer[data-choice="{asked.answers[1].id}"][aria-current]').wait_for()
    assert axe_faults(screen) == []

    following = next(asked_of(load_module(asked.module), one.to) for one in asked.answers if one.to)
    opened(seen, following)
    in_phase(page, "exercice")
    page.get_by_text(following.texts[-1], exact=True).wait_for()
    assert page.locator(".pap-room-ballot").get_by_role("radio", checked=True).count() == 0
    assert not [name for name in left(page) if "exer" in name or name[0] == "x"], "no work of it stays in the phone"


def test_of_four_no_distribution_but_every_reason(
    salle: Salle, phone: Callable[..., Any], wall: Callable[..., Any]
) -> None:
    seen, asked = salle.session("attente"), first("choisir")
    page, screen = phone(seen, device=NARROW), wall(seen)
    others = [seen.phone() for _ in range(4)]
    ballot = opened(seen, asked)
    in_phase(page, "exercice")
    page.locator(".pap-room-ballot input").first.wait_for()
    looked_at(page)
    answered(others, ballot)
    told(seen)
    in_phase(page, "retour")
    page.get_by_text("Trop peu de personnes ont répondu").wait_for()
    screen.get_by_text("Trop peu de personnes ont répondu").wait_for()
    assert page.locator(".pap-room-answer .pap-room-bar").count() == 0
    for number, one in enumerate(asked.answers):
        said = plain(page.locator(".pap-room-answer").nth(number).inner_text())
        assert plain(one.feedback) in said and ("Cela tient" in said) == (one.verdict == "tient")
    looked_at(page)


def test_a_figure_is_read_from_the_phone_and_the_wall(
    salle: Salle, phone: Callable[..., Any], wall: Callable[..., Any]
) -> None:
    seen, asked = salle.session("attente"), first("lire")
    page, screen = phone(seen, device=NARROW), wall(seen)
    ballot = opened(seen, asked)
    figure = page.locator(".pap-training-figure img")
    figure.wait_for()
    assert figure.evaluate("(one) => one.decode().then(() => one.naturalWidth > 0)")
    looked_at(page)
    screen.locator(".pap-projector-figure img").wait_for()
    assert screen.locator(".pap-projector-figure img").evaluate(
        "(one) => one.decode().then(() => one.getBoundingClientRect().height > 300)"
    )
    answered([seen.phone() for _ in range(5)], ballot)
    told(seen)
    page.get_by_text("5 personnes ont répondu.").wait_for()
    page.get_by_text("Revoir la figure").click()
    assert page.locator(".pap-room-folded .pap-training-figure img").is_visible()


@pytest.mark.parametrize("kind", ["ordonner", "associer", "placer", "reformuler"])
def test_the_other_kinds_are_worked_alone_and_nothing_leaves(
    salle: Salle, phone: Callable[..., Any], wall: Callable[..., Any], kind: str
) -> None:
    seen, asked = salle.session("attente"), first(kind)
    page, screen = phone(seen, device=NARROW), wall(seen)
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    opened(seen, asked)
    in_phase(page, "exercice")
    part = page.locator(".pap-training-exercise")
    part.get_by_role("heading", level=2, name=asked.title).wait_for()
    page.locator(".pap-room-line", has_text="Vous êtes dans la séance.").wait_for()  # and not «enregistré»
    screen.locator('body[data-drawn="exercice"]').wait_for()
    while not screen.get_by_text("Chacun le fait pour soi").count():
        screen.keyboard.press("ArrowRight")
    looked_at(page)
    if kind == "reformuler":
        part.get_by_role("textbox").fill("À sept heures, le cahier est à l'étage.")
        part.get_by_role("button", name="Comparer avec d'autres phrases").click()
    elif kind == "ordonner":
        part.get_by_role("button", name="Voir ce que l'on peut en dire").click()
    else:
        for box in part.get_by_role("combobox").all():
            box.select_option(index=1)
        part.get_by_role("button", name="Répondre").click()
    assert part.locator(".pap-training-said").count() >= 2
    told(seen)
    in_phase(page, "retour")
    page.locator(".pap-room-answer").first.wait_for()
    assert part.is_visible(), "one's own work stays beside what is said of it"
    assert plain(asked.answers[0].feedback) in plain(page.locator(".pap-room-answers").inner_text())
    assert not sent and salle.room.overview(seen.id)["voters"] == 0
    looked_at(page)
    screen.get_by_text(asked.answers[0].feedback).wait_for()
