"""The phone follows the session: phases, what came too late, more time, a word for the trainer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from checks import axe_faults, own_faults
from live import choose
from phone_page import answer, checked, in_phase, says
from salle import Salle

pytestmark = pytest.mark.browser


PHASES = (
    "reponses",
    "pause",
    "cloture",
    "resultats",
    "vote",
    "resultats_vote",
    "evaluation",
    "fin",
    "reponses",
    "attente",
)


def test_phases_follow_within_two_seconds_and_lose_nothing_typed(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session("attente")
    page = phone(seen)
    slowest = 0.0
    for name in PHASES:
        before = time.monotonic()
        seen.move(name)
        in_phase(page, name, seconds=2)
        slowest = max(slowest, time.monotonic() - before)
        assert page.locator("h1").count() == 1 and page.locator("h1").inner_text()
        if name == "reponses":
            page.locator("summary", has_text="Laisser un mot").click()
            page.locator("#pap-draft").fill("Un mot commencé")
            page.locator("summary", has_text="Laisser un mot").click()
    assert slowest < 2
    seen.move("reponses")
    in_phase(page, "reponses")
    assert page.locator("#pap-draft").input_value() == "Un mot commencé"
    page.reload()
    in_phase(page, "reponses")
    assert page.locator("#pap-draft").input_value() == "Un mot commencé"


def test_the_heading_takes_the_focus_unless_the_person_writes(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session("attente")
    page = phone(seen)
    seen.move("reponses")
    in_phase(page, "reponses")
    assert page.evaluate("document.activeElement.matches('h1')")
    page.locator("summary", has_text="Laisser un mot").click()
    page.locator("#pap-draft").focus()
    page.keyboard.type("Je ")
    seen.move("pause")
    in_phase(page, "pause")
    page.keyboard.type("continue")
    assert page.locator("#pap-draft").input_value() == "Je continue"
    assert "Petite pause" in page.locator("#pap-phone > [role=status].pap-unseen").inner_text()
    seen.move("vote")  # where no word is written: the field is gone
    in_phase(page, "vote")
    assert page.evaluate("document.activeElement.matches('h1')")
    seen.move("reponses")
    assert page.locator("#pap-draft").input_value() == "Je continue"


def test_the_line_says_the_moment_wherever_the_person_is(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 3})
    page.get_by_role("button", name="Toute la liste").click()
    page.locator("[data-item=L1-06]").scroll_into_view_if_needed()
    for name, said in (("pause", "Pause. 1 réponse enregistrée."), ("cloture", "Dernière minute. 1 réponse")):
        seen.move(name)
        says(page, said)
        assert page.locator(".pap-room-foot[data-moment]").evaluate("one => one.getBoundingClientRect().bottom") <= 740
    choose(page, "L1-06", 2)
    says(page, "Dernière minute. 2 réponses enregistrées.")  # it is not said closed before it is
    seen.move("resultats")
    says(page, "Réponses fermées. Ce que vous avez fait est enregistré.")
    assert page.locator(".pap-room-foot[data-moment]").count() == 0


def test_who_writes_is_told_that_the_room_has_moved_and_led_there(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    in_phase(page, "reponses")
    page.locator("summary", has_text="Laisser un mot").click()
    page.locator("#pap-draft").fill("Un mot commencé")
    seen.move("cloture")
    seen.move("resultats")
    in_phase(page, "resultats")
    banner = page.locator(".pap-room-moved")
    banner.get_by_text("La séance avance : Les résultats du groupe.").wait_for()
    assert own_faults(page) == [] and axe_faults(page) == []
    banner.get_by_role("button", name="Voir").click()
    assert page.evaluate("[document.activeElement.matches('h1'), scrollY]") == [True, 0] and banner.is_hidden()
    assert page.locator("#pap-draft").input_value() == "Un mot commencé"


def test_a_phone_that_comes_back_moves_nothing_and_is_told_what_came_too_late(
    salle: Salle, phone: Callable[..., Any]
) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 1})
    says(page, "1 réponse enregistrée")
    page.context.set_offline(True)
    answer(page, {"L1-01": 4, "L1-02": 4})
    seen.move("cloture")
    seen.move("resultats")
    version = salle.room.overview(seen.id)["state"]["version"]
    page.context.set_offline(False)
    in_phase(page, "resultats")
    page.locator("[role=alert]", has_text="2 réponses sont arrivées trop tard").wait_for()
    state = salle.room.overview(seen.id)["state"]
    assert (state["phase"], state["version"]) == ("resultats", version)
    seen.move("reponses")
    in_phase(page, "reponses")
    assert checked(page) == {"L1-01": 1}, "the server's answers came back"


def test_a_step_back_to_the_waiting_room_drops_nothing(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    page.context.set_offline(True)
    answer(page, {"L1-01": 3, "L1-02": 1})
    seen.move("attente")
    page.context.set_offline(False)
    in_phase(page, "attente")
    page.wait_for_timeout(1500)
    assert page.locator(".pap-room-alert").count() == 0
    seen.move("reponses")
    says(page, "2 réponses enregistrées")
    assert checked(page) == {"L1-01": 3, "L1-02": 1}


def test_what_waits_at_the_closing_still_leaves(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    page.context.set_offline(True)
    answer(page, {"L1-01": 3})
    seen.move("cloture")
    page.context.set_offline(False)
    in_phase(page, "cloture")
    says(page, "1 réponse enregistrée")


def test_more_time_is_a_count_for_the_trainer(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    toggle = page.get_by_role("button", name="J'ai besoin de plus de temps")

    def wanted(n: int) -> None:
        deadline = time.monotonic() + 5
        while salle.room.overview(seen.id)["progress"]["more_time"] != n:
            assert time.monotonic() < deadline
            time.sleep(0.1)

    toggle.click()
    wanted(1)
    assert toggle.get_attribute("aria-pressed") == "true"
    page.reload()
    in_phase(page, "reponses")
    page.locator('[aria-pressed="true"]', has_text="plus de temps").wait_for()
    toggle.click()
    wanted(0)


def test_a_word_goes_to_the_trainer_first_and_waits_for_the_network(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    page.context.set_offline(True)
    page.locator("summary", has_text="Laisser un mot").click()
    page.locator("#pap-draft").fill("Le mardi, on n'y arrive pas.")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Votre mot attend le réseau").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Votre mot est enregistré").wait_for()
    assert [one["body"] for one in salle.room.comments(seen.id)] == ["Le mardi, on n'y arrive pas."]
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Écrivez quelques mots").wait_for()
