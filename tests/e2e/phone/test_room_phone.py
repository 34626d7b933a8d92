"""The phone page in real browsers, against the real ``pasapas salle``: nothing is lost, nothing counts twice."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from live import choose
from phone_page import ANSWERS, answer, checked, in_phase, joined, on_disk, says
from salle import Salle

from pasapas_widgets.front.modules import joined as one_module
from pasapas_widgets.live.room import pages

pytestmark = pytest.mark.browser

NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage'); } });"
SEAT = Path(pages.__file__).parent / "page" / "seat.js"


def line(page: Any) -> str:
    """Return the quiet line, on ordinary spaces."""
    return " ".join(page.locator(".pap-room-line").inner_text().split())


def phase(page: Any) -> str:
    return str(page.locator("#pap-phone").get_attribute("data-phase"))


def test_recorded_is_said_once_the_server_has_it(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)

    held: list[Any] = []
    page.route("**/answers", lambda route: held.append(route))  # the request stays on its way until it is let go
    choose(page, "L1-01", 3)
    says(page, "Envoi")
    page.wait_for_timeout(2000)
    assert len(held) == 1 and "enregistr" not in line(page)
    with page.expect_response("**/answers") as arrived:
        held[0].continue_()
    assert arrived.value.json() == {"outcomes": ["kept"]}
    says(page, "1 réponse enregistrée")


def test_an_answer_refused_just_before_the_questions_open_is_kept(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    refusals: list[Any] = []

    def opened_meanwhile(route: Any) -> None:
        seen.move("attente")
        reply = route.fetch()
        seen.move("reponses")
        refusals.append(reply.json())
        route.fulfill(response=reply)

    page.route("**/answers", opened_meanwhile, times=1)
    choose(page, "L1-01", 3)
    says(page, "1 réponse enregistrée")
    assert refusals == [{"outcomes": ["phase"]}]
    assert {"L1-01": 3} in on_disk(salle.data)


def test_a_reload_finds_every_answer_on_the_same_seat(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    given = {"L1-01": 4, "L1-02": "NSP", "L3-05": "NC", "L4-08": 2}
    answer(page, given)
    page.locator(".pap-questionnaire nav button", has_text="Mon bilan").click()
    page.locator('.pap-questionnaire-profile input[value="support"]').check()
    says(page, "4 réponses enregistrées")
    key = page.evaluate(f"localStorage.getItem('salle:{seen.code}:key')")
    assert len(key) == 32
    page.reload()
    in_phase(page, "reponses")
    says(page, "4 réponses enregistrées")
    assert checked(page) == given and page.locator('.pap-questionnaire-profile input[value="support"]').is_checked()
    assert page.evaluate(f"localStorage.getItem('salle:{seen.code}:key')") == key
    assert joined(seen) == 1


def test_an_answer_taken_back_stays_taken_back(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 4, "L1-02": 1})
    says(page, "2 réponses enregistrées")
    page.get_by_role("button", name="Annuler la dernière réponse").click()
    says(page, "1 réponse enregistrée")
    page.reload()
    in_phase(page, "reponses")
    assert checked(page) == {"L1-01": 4}


def test_a_locked_screen_comes_back_in_step(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 2})
    says(page, "1 réponse enregistrée")
    cdp = page.context.new_cdp_session(page)
    cdp.send("Page.setWebLifecycleState", {"state": "frozen"})
    time.sleep(3)
    seen.move("pause")
    time.sleep(1)
    cdp.send("Page.setWebLifecycleState", {"state": "active"})
    in_phase(page, "pause", seconds=2)
    assert checked(page) == {"L1-01": 2}


def test_a_phone_in_a_pocket_asks_for_nothing_and_wakes_at_once(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session("attente")
    hidden = """
      window.seenState = "visible";
      Object.defineProperty(Document.prototype, "visibilityState", { get: () => window.seenState });
    """
    page = phone(seen, script=hidden)
    page.evaluate("window.seenState = 'hidden', document.dispatchEvent(new Event('visibilitychange'))")
    seen.move("reponses")  # ends the request that was under way
    page.wait_for_timeout(500)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    seen.move("pause")
    page.wait_for_timeout(2500)
    assert asked == [] and phase(page) != "pause"
    page.evaluate("window.seenState = 'visible', document.dispatchEvent(new Event('visibilitychange'))")
    in_phase(page, "pause", seconds=2)


@pytest.mark.slow
def test_twenty_seconds_without_network(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 1})
    says(page, "1 réponse enregistrée")
    page.context.set_offline(True)
    answer(page, {"L1-02": 2, "L1-03": 3, "L2-01": 4})
    says(page, "3 réponses attendent le réseau : elles sont gardées dans ce téléphone, vous pouvez continuer")
    assert "enregistr" not in line(page)
    page.wait_for_timeout(20_000)
    page.context.set_offline(False)
    says(page, "4 réponses enregistrées", seconds=4)
    assert {"L1-01": 1, "L1-02": 2, "L1-03": 3, "L2-01": 4} in on_disk(salle.data)


def test_a_killed_server_costs_nothing(open_salle: Callable[..., Salle], phone: Callable[..., Any]) -> None:
    first = open_salle()
    seen = first.session()
    page = phone(seen)
    half = len(ANSWERS) // 2
    answer(page, dict(list(ANSWERS.items())[:half]))
    first.kill()  # whatever was under way
    answer(page, dict(list(ANSWERS.items())[half:-2]))
    says(page, "attendent le réseau")
    again = open_salle(port=first.port)
    answer(page, dict(list(ANSWERS.items())[-2:]))
    says(page, "32 réponses enregistrées", seconds=25)
    page.reload()
    in_phase(page, "reponses")
    assert checked(page) == ANSWERS
    assert again.room.overview(seen.id)["progress"]["joined"] == 1
    again.kill()
    assert on_disk(again.data) == [ANSWERS], "0 lost, 0 twice"


def test_a_store_that_lost_the_seat_gets_everything_back(
    open_salle: Callable[..., Salle], phone: Callable[..., Any], tmp_path: Path
) -> None:
    first = open_salle(tmp_path / "a")
    seen = first.session("attente")
    first.stop()
    shutil.copytree(tmp_path / "a", tmp_path / "before")  # a copy of the disk, from before anybody came
    second = open_salle(tmp_path / "a", port=first.port)
    seen.salle = second
    seen.move("reponses")
    page = phone(seen)
    answer(page, {"L1-01": 1, "L2-03": 2, "L3-03": "NSP"})
    says(page, "3 réponses enregistrées")
    second.kill()
    third = seen.salle = open_salle(tmp_path / "before", port=first.port)
    in_phase(page, "attente", seconds=20)
    seen.move("reponses")
    in_phase(page, "reponses")
    says(page, "3 réponses enregistrées", seconds=20)
    page.wait_for_function("() => !Object.keys(localStorage).some((one) => one.includes(':out:'))")
    deadline = time.monotonic() + 15
    while not on_disk(third.data) and time.monotonic() < deadline:
        time.sleep(0.2)
    third.kill()
    assert on_disk(third.data) == [{"L1-01": 1, "L2-03": 2, "L3-03": -1}]


def test_two_tabs_are_one_person_and_show_the_same(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    one = phone(seen, ready=False)
    two = phone(seen, context=one.context, ready=False)
    for page in (one, two):
        in_phase(page, "reponses")
    assert joined(seen) == 1
    answer(one, {"L1-01": 1, "L1-02": 2})
    answer(two, {"L1-02": 3, "L1-03": 4})
    says(one, "3 réponses enregistrées")
    says(two, "3 réponses enregistrées")
    assert checked(one) == checked(two) == {"L1-01": 1, "L1-02": 3, "L1-03": 4}
    assert {"L1-01": 1, "L1-02": 3, "L1-03": 4} in on_disk(salle.data)


def test_two_tabs_opened_at_the_same_instant_end_on_one_key(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session("attente")
    page = phone(seen, script="Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });")
    page.evaluate("localStorage.clear()")
    beside = page.url.rpartition("/")[0] + "/_/seat.js"
    page.route(beside, lambda route: route.fulfill(body=one_module(SEAT), content_type="text/javascript"))
    keys = page.evaluate(
        """async ({ module, code }) => {
          const { openStore, settleKey } = await import(module);
          return Promise.all([1, 2, 3].map(() => settleKey(openStore(code + "X", "2099-01-01"))));
        }""",
        {"module": beside, "code": seen.code},
    )
    assert len(set(keys)) == 1


def test_a_change_of_phone_takes_the_seat_along(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    old, new = phone(seen), phone(seen)
    answer(old, {"L1-01": 4, "L2-03": 1})
    says(old, "2 réponses enregistrées")
    old.locator("summary", has_text="Changer de téléphone").click()
    old.get_by_role("button", name="Obtenir un code").click()
    code = old.locator(".pap-room-secret:visible").inner_text()
    new.locator("summary", has_text="Changer de téléphone").click()
    new.get_by_label("Code de changement de téléphone").fill(code.lower())
    new.get_by_role("button", name="Reprendre ma place").click()
    says(new, "2 réponses enregistrées")
    assert checked(new) == {"L1-01": 4, "L2-03": 1}
    answer(new, {"L1-01": 2})
    old.reload()
    in_phase(old, "reponses")
    says(old, "2 réponses enregistrées")
    assert checked(old) == {"L1-01": 2, "L2-03": 1}
    assert joined(seen) == 1
    third = phone(seen)
    third.locator("summary", has_text="Changer de téléphone").click()
    third.get_by_label("Code de changement de téléphone").fill(code)
    third.get_by_role("button", name="Reprendre ma place").click()
    third.get_by_text("n'est plus valable").wait_for()


def test_a_browser_that_keeps_nothing_says_so_and_still_sends(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen, script=NO_STORAGE)
    page.get_by_text("Ce téléphone ne garde rien quand on ferme la page").wait_for()
    answer(page, {"L1-01": 4})
    says(page, "1 réponse enregistrée")
    page.context.set_offline(True)
    answer(page, {"L1-02": 4})
    says(page, "laissez cette page ouverte")
    page.context.set_offline(False)
    says(page, "2 réponses enregistrées")
    page.locator("summary", has_text="Changer de téléphone").click()
    page.get_by_role("button", name="Obtenir un code").click()
    code = page.locator(".pap-room-secret:visible").inner_text()
    again = phone(seen)
    again.locator("summary", has_text="Changer de téléphone").click()
    again.get_by_label("Code de changement de téléphone").fill(code)
    again.get_by_role("button", name="Reprendre ma place").click()
    says(again, "2 réponses enregistrées")


def test_what_past_sessions_left_here_goes(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    left = "localStorage.setItem('salle:OLD22:until', '2020-01-01'), localStorage.setItem('salle:OLD22:key', 'x');"
    page = phone(seen, script=f"if (!localStorage.getItem('done')) {{ {left} localStorage.setItem('done', '1'); }}")
    assert page.evaluate("Object.keys(localStorage).filter((one) => one.includes('OLD22'))") == []
