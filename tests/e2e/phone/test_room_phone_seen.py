"""Any phone and anybody: an old browser, the keyboard alone, every phase by axe, 200 %, sixty kilobytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from checks import axe_faults, focus, own_faults
from live import LAPTOP, PHONE
from phone_page import answer, checked, in_phase, says, twelve
from salle import LAN, Q, Salle

pytestmark = pytest.mark.browser

OLDER = """
  delete Array.prototype.at;
  delete Object.hasOwn;
  delete window.structuredClone;
  delete AbortSignal.timeout;
  delete HTMLDialogElement.prototype.showModal;
  delete HTMLDialogElement.prototype.close;
  delete HTMLElement.prototype.inert;
  delete Array.prototype.findLast;
  delete String.prototype.replaceAll;
  Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
"""
HIDDEN = """() => {
  const [node, line] = [document.activeElement, document.querySelector(".pap-room-foot")];
  if (!line || node === document.body || node.closest("dialog")) return false;
  const [one, over] = [node.getBoundingClientRect(), line.getBoundingClientRect()];
  return one.top >= over.top && one.top < over.bottom; // the foot of the page comes after the line
}"""


COVERED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return { name: one.closest(".pap-room-choice") !== null, free: at !== null && (one.contains(at) || at.contains(one)),
           said: at?.className ?? "" };
}"""
"""What stands where the middle of the focused control is."""


@pytest.mark.parametrize(("height", "several"), [(256, False), (640, False), (640, True), (480, True)])
def test_no_choice_that_has_the_focus_is_under_a_bar(
    salle: Salle, phone: Callable[..., Any], height: int, several: bool
) -> None:
    """320 by 256: a screen of 1280 by 1024 enlarged four times."""
    seen = salle.session()
    page = phone(seen, device={"viewport": {"width": 320, "height": height}})
    salle.room.open_vote(seen.id, Q.item_ids[:9], dots=3, dots_on_one=2 if several else 1)
    seen.move("vote")
    in_phase(page, "vote")
    page.locator("[role=status]", has_text="Il vous reste 3 gommettes").wait_for()
    page.context.set_offline(True)  # the quiet line grows
    page.locator(".pap-room-ballot :is(input, button)").first.focus()
    page.keyboard.press("Space" if not several else "Shift+Tab")
    page.locator(".pap-room-line[data-kind=cut]").wait_for(timeout=30_000)
    page.locator(".pap-room-ballot :is(input, button)").first.focus()
    for step in ["Tab"] * (17 if several else 8) + ["Shift+Tab"] * 8:
        found = page.evaluate(COVERED)
        assert found["name"] and found["free"], (step, found)
        page.keyboard.press(step)
    if not several:
        page.locator("[role=status]", has_text="Il vous reste 2 gommettes").wait_for()


def test_a_page_inside_another_application_says_where_to_open_it(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    agent = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
    )
    assert phone(seen, user_agent=agent).get_by_text("ouverte dans une autre application").is_visible()
    assert not phone(seen).get_by_text("ouverte dans une autre application").is_visible()


def test_a_browser_of_2021_answers_votes_sees_and_erases(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen, script=OLDER)
    assert page.evaluate("[typeof Object.hasOwn, typeof navigator.locks]") == ["undefined", "undefined"]
    twelve(seen)
    answer(page, {"L1-01": 4, "L2-03": 3})
    says(page, "2 réponses enregistrées")
    seen.move("resultats")
    salle.room.publish(seen.id)
    page.locator(".pap-radar-picture").wait_for()
    salle.room.open_vote(seen.id, ["A", "B"], dots=1)
    seen.move("vote")
    page.locator(".pap-room-ballot input").first.check()
    says(page, "enregistré")
    seen.move("fin")
    erase = page.get_by_role("button", name="Effacer de ce téléphone")
    erase.click()
    page.keyboard.press("Escape")
    assert erase.evaluate("one => one === document.activeElement")
    erase.click()
    page.get_by_role("button", name="Oui, effacer").click()
    page.get_by_role("heading", name="C'est effacé").wait_for()


def test_the_whole_session_by_keyboard_alone(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session("attente")
    page = phone(seen, device=LAPTOP)

    def tab_to(name: str, *, most: int = 120) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            where = focus(page)
            assert where["tag"] == "body" or where["seen"], where
            assert not page.evaluate(HIDDEN), f"under the quiet line: {where}"
            label = page.evaluate(
                "() => [...(document.activeElement.labels ?? [])].map((one) => one.textContent).join(' ')"
            )
            if name in (where.get("text", "") + label).replace("\xa0", " "):
                return
        raise AssertionError(f"{name} is out of the keyboard's reach")

    seen.move("reponses")
    in_phase(page, "reponses")
    tab_to("plus de temps")
    page.keyboard.press("Enter")
    for number in range(3):
        tab_to("Non")
        page.keyboard.press("Space")
        for _ in range(number):
            page.keyboard.press("ArrowDown")
        tab_to("Suivante")
        page.keyboard.press("Enter")
    says(page, "3 réponses enregistrées")
    assert checked(page) == {"L1-01": 1, "L1-02": 2, "L1-03": 3}
    tab_to("Laisser un mot")
    page.keyboard.press("Enter")
    tab_to("Votre mot")
    page.keyboard.type("Au clavier")
    tab_to("Envoyer")
    page.keyboard.press("Enter")
    page.get_by_text("Votre mot est enregistré").wait_for()
    salle.room.open_vote(seen.id, ["Premier choix", "Second choix"], dots=1)
    seen.move("vote")
    in_phase(page, "vote")
    tab_to("Second choix")
    page.keyboard.press("Space")
    says(page, "enregistré")
    seen.move("evaluation")
    in_phase(page, "evaluation")
    tab_to("1 – Pas du tout")
    page.keyboard.press("Space")
    says(page, "enregistré")
    seen.move("fin")
    in_phase(page, "fin")
    tab_to("Effacer de ce téléphone")
    page.keyboard.press("Enter")
    tab_to("Oui, effacer")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="C'est effacé").wait_for()


@pytest.mark.parametrize(
    "device",
    [PHONE, {"viewport": {"width": 320, "height": 640}}, PHONE | {"color_scheme": "dark"}, LAPTOP],
    ids=["phone", "320 px", "dark phone", "laptop"],
)
def test_every_phase_is_accessible(salle: Salle, phone: Callable[..., Any], device: dict[str, Any]) -> None:
    seen = salle.session("attente")
    page = phone(seen, device=device)

    def look(name: str) -> None:
        in_phase(page, name)
        page.wait_for_timeout(300)
        assert (name, own_faults(page), axe_faults(page)) == (name, [], [])

    look("attente")
    seen.move("reponses")
    in_phase(page, "reponses")
    twelve(seen)
    answer(page, {"L1-01": 3})
    page.locator("summary", has_text="Laisser un mot").click()
    page.locator("summary", has_text="Changer de téléphone").click()
    page.get_by_role("button", name="Obtenir un code").click()
    page.get_by_role("button", name="plus de temps").click()
    look("reponses")
    for name in ("pause", "cloture"):
        seen.move(name)
        look(name)
    seen.move("resultats", focus="L1-03")
    salle.room.publish(seen.id)
    page.locator(".pap-radar-picture").wait_for()
    look("resultats")
    salle.room.open_vote(seen.id, ["L1-03", "L2-04", "Idée"], dots=2)
    seen.move("vote")
    for number in range(3):
        page.locator(".pap-room-ballot input").nth(number).click()
    look("vote")
    salle.room.open_vote(seen.id, ["L1-03", "L2-04", "Idée"], dots=4, dots_on_one=2)
    page.get_by_role("button", name="Ajouter une gommette : Idée").click()
    look("vote")
    salle.room.close_vote(seen.id)
    seen.move("resultats_vote")
    look("resultats_vote")
    seen.move("evaluation")
    look("evaluation")
    seen.move("fin")
    page.get_by_role("button", name="Effacer de ce téléphone").click()
    look("fin")


def test_text_at_200_percent_is_not_cut(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen, device={"viewport": {"width": 640, "height": 800}})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert own_faults(page) == []


def test_the_page_weighs_sixty_kilobytes_at_most(salle: Salle, phone: Callable[..., Any], browser: Any) -> None:
    seen = salle.session()
    context = browser.new_context(**PHONE)
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    weights: dict[str, float] = {}
    names: dict[str, str] = {}
    cdp.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    cdp.on(
        "Network.loadingFinished", lambda event: weights.update({names[event["requestId"]]: event["encodedDataLength"]})
    )
    page.goto(f"http://{LAN}:{salle.port}/s/{seen.code}")
    page.locator(".pap-questionnaire-item").first.wait_for()
    page.wait_for_load_state("load")
    page_code_and_style = {name: n for name, n in weights.items() if "/_/" in name or name.endswith(f"/s/{seen.code}")}
    total = sum(page_code_and_style.values())  # as it crosses the network, headers included
    context.close()
    assert [name.rpartition("/")[2] for name in weights if name.endswith(".js")] == ["phone.js"]  # results come later
    assert 30_000 < total <= 60_000, page_code_and_style
