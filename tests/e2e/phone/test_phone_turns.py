"""One statement a screen on a phone: the first answer at once, by thumb or by keys, the list as one likes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from checks import axe_faults, covered, focus, own_faults
from live import LAPTOP, PHONE
from phone_page import checked, in_phase, says
from salle import Q, Salle

pytestmark = pytest.mark.browser

SMALLEST = {"viewport": {"width": 320, "height": 256}}
SHOWN = """() => [...document.querySelectorAll(".pap-questionnaire-item")]
  .filter((one) => one.checkVisibility()).map((one) => one.dataset.item)"""
LEVELS = """() => [...document.querySelectorAll(".pap-questionnaire-levels label")]
  .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().bottom)"""
BAR = "one => one.getBoundingClientRect().top"


def shown(page: Any) -> list[str]:
    found: list[str] = page.evaluate(SHOWN)
    return found


def place(page: Any) -> str:
    return " ".join(page.locator(".pap-questionnaire-place").inner_text().split())


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_four_levels_of_the_first_statement_are_seen_at_once(salle: Salle, phone: Callable[..., Any]) -> None:
    page = phone(salle.session())
    assert shown(page) == [Q.item_ids[0]] and place(page) == "1 sur 32"
    bottoms = page.evaluate(LEVELS)
    assert len(bottoms) == 4 and max(bottoms) <= page.locator(".pap-questionnaire-steps").evaluate(BAR) <= 740
    assert page.evaluate("scrollY") == 0


def test_what_the_law_asks_stands_before_the_first_answer(salle: Salle, phone: Callable[..., Any]) -> None:
    page = phone(salle.session())
    brief, fold = page.locator(".pap-room-brief"), page.locator("details", has_text="Vos droits, toute l'information")
    for words in ("Facultatif", "sans nom", "moins de 5 personnes", "Responsable"):
        assert words in brief.inner_text()
    top = page.locator(".pap-questionnaire-item").first.bounding_box()["y"]
    for one in (brief, fold):
        assert one.bounding_box()["y"] < top
    fold.locator("summary").click()
    told = fold.inner_text()
    for words in ("base légale", "CNIL", "Qui verra ma réponse", "rien n'est chiffré", "effacées le", "facultatif"):
        assert words in told
    assert own_faults(page) == [] and axe_faults(page) == []


def test_one_at_a_time_by_keyboard_alone(salle: Salle, phone: Callable[..., Any]) -> None:
    page = phone(salle.session())
    keys = page.keyboard

    def tab_to(words: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == words:
                return
        raise AssertionError(f"«{words}» is not reached")

    for number, item in enumerate(Q.item_ids[:9], 1):
        for _ in range(40):
            keys.press("Tab")
            if page.evaluate("document.activeElement.type") == "radio":
                break
        keys.press("Space")
        keys.press("ArrowDown")
        assert shown(page) == [item], "choosing turns no page"
        tab_to("Suivante")
        assert focus(page)["seen"]
        keys.press("Enter")
        assert place(page) == f"{number + 1} sur 32"
        heading = page.evaluate("document.activeElement.textContent")
        assert heading == f"{number + 1}. {Q.items[number].text}"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") < 400
    says(page, "9 réponses enregistrées")
    assert checked(page) == dict.fromkeys(Q.item_ids[:9], 2)


def test_the_list_and_back_keeps_the_place_and_is_remembered(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    early, here, below = Q.item_ids[6], Q.item_ids[10], Q.item_ids[13]
    for _ in range(10):
        press(page, "Suivante")
    page.locator(f'[data-item="{here}"] label:has(input[value="4"])').click()
    press(page, "Toute la liste")
    assert shown(page) == list(Q.item_ids[8:16])
    assert page.evaluate("document.activeElement.closest('[data-item]').dataset.item") == here
    assert 0 <= page.locator(f'[data-item="{here}"]').evaluate(BAR) < 400
    page.locator(f'[data-item="{below}"] label:has(input[value="1"])').click()
    says(page, "2 réponses enregistrées")
    page.reload()
    in_phase(page, "reponses")
    assert len(shown(page)) == 8, "this device has been told"
    page.locator(f'[data-item="{early}"] label:has(input[value="2"])').click()
    press(page, "Une à la fois")
    assert shown(page) == [early] and place(page) == "7 sur 32"
    assert checked(page) == {early: 2, here: 4, below: 1}
    assert json.loads(page.evaluate("localStorage.getItem('pasapas-vue:vue')")) == "une"


def test_a_reload_in_the_middle_keeps_the_place_and_the_answers(salle: Salle, phone: Callable[..., Any]) -> None:
    page = phone(salle.session())
    for _ in range(4):
        page.locator(".pap-questionnaire-levels label:visible").nth(2).click()
        press(page, "Suivante")
    press(page, "Précédente")
    press(page, "Précédente")
    says(page, "4 réponses enregistrées")
    page.reload()
    in_phase(page, "reponses")
    assert shown(page) == [Q.item_ids[2]] and checked(page) == dict.fromkeys(Q.item_ids[:4], 3)
    page.get_by_role("button", name="Précédente").click()
    page.get_by_role("button", name="Précédente").click()
    assert page.get_by_role("button", name="Précédente").is_disabled() and shown(page) == ["L1-01"]


def test_after_the_last_statement_comes_who_one_is_and_what_one_said(salle: Salle, phone: Callable[..., Any]) -> None:
    page = phone(salle.session())
    page.locator(".pap-questionnaire nav button", has_text="S'appuyer sur le territoire").click()
    for _ in range(7):
        press(page, "Suivante")
    press(page, "Voir mon bilan")
    assert page.evaluate("document.activeElement.textContent") == "Mon bilan" and shown(page) == []
    labels = page.locator(".pap-questionnaire-profile label:visible")
    assert labels.last.inner_text() == "Je préfère ne pas préciser" and labels.count() == len(Q.profiles)
    press(page, "Précédente")
    assert shown(page) == ["L4-08"]


def test_easy_to_read_one_at_a_time(salle: Salle, phone: Callable[..., Any]) -> None:
    page = phone(salle.session())
    page.locator("summary", has_text="Consignes et choix de lecture").click()
    page.get_by_label("Facile à lire : phrases courtes et dessins").check()
    press(page, "Suivante")
    assert shown(page) == ["L1-02"]
    assert page.locator("[data-item=L1-02] legend").inner_text() == f"2. {Q.items[1].easy}"
    assert page.locator("[data-item=L1-02] svg").is_visible()
    assert own_faults(page) == [] and axe_faults(page) == []


@pytest.mark.parametrize(
    "device",
    [PHONE, SMALLEST, {"viewport": {"width": 320, "height": 640}}, PHONE | {"color_scheme": "dark"}],
    ids=["phone", "enlarged four times", "320 px", "dark phone"],
)
def test_the_bar_covers_nothing_and_no_fault_is_found(
    salle: Salle, phone: Callable[..., Any], device: dict[str, Any]
) -> None:
    page = phone(salle.session(), device=device)
    for _ in range(2):
        assert covered(page) == [] and own_faults(page) == [] and axe_faults(page) == []
        page.locator(".pap-questionnaire-levels label:visible").nth(1).click()
        press(page, "Suivante")


def test_on_a_wide_screen_too_one_comes_first_and_the_list_is_a_press_away(
    salle: Salle, phone: Callable[..., Any]
) -> None:
    page = phone(salle.session(), device=LAPTOP)
    assert shown(page) == ["L1-01"]
    press(page, "Toute la liste")
    assert len(shown(page)) == 8 and page.locator(".pap-questionnaire-place").is_hidden()
    press(page, "Une à la fois")
    assert shown(page) == ["L1-01"] and page.evaluate("document.activeElement.matches('legend')")
    assert own_faults(page) == [] and axe_faults(page) == []
