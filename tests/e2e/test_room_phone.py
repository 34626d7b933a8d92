"""The phone page in real browsers, against the real ``pasapas salle``: nothing is lost, nothing counts twice."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdf
import pytest
from checks import axe_faults, focus, own_faults
from live import LAPTOP, PHONE, choose
from ports import free_port
from salle import LAN, Q, Salle, Seen

from pasapas_widgets.front.modules import joined as one_module
from pasapas_widgets.live.room import pages
from pasapas_widgets.model.kit.kitwords import in_short

pytestmark = pytest.mark.browser

WATCH = """
  window.refused = [];
  addEventListener("securitypolicyviolation", (event) =>
    refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage'); } });"
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
  return node.getBoundingClientRect().top >= line.getBoundingClientRect().top;
}"""
SEAT = Path(pages.__file__).parent / "page" / "seat.js"
ANSWERS = {item: (index * 7) % 4 + 1 for index, item in enumerate(Q.item_ids)}


@pytest.fixture(scope="module")
def salle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Salle]:
    """One room for the tests that leave it running; each makes a session of its own."""
    opened = Salle(tmp_path_factory.mktemp("salle"), port=free_port())
    yield opened
    opened.stop()


@pytest.fixture
def open_salle(tmp_path: Path) -> Iterator[Callable[..., Salle]]:
    """Open rooms that a test kills and opens again."""
    opened: list[Salle] = []

    def start(data: Path = tmp_path, *, port: int | None = None) -> Salle:
        opened.append(Salle(data, port=port or free_port()))
        return opened[-1]

    yield start
    for one in opened:
        if one.process.poll() is None:
            one.kill()


@pytest.fixture
def phone(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open phone pages; none asks another host, breaks the policy or fails in a script."""
    contexts: list[Any] = []
    faults: list[str] = []

    def opened(
        seen: Seen,
        *,
        device: dict[str, Any] = PHONE,
        script: str = "",
        context: Any = None,
        ready: bool = True,
        **more: Any,
    ) -> Any:
        if context is None:
            context = browser.new_context(accept_downloads=True, locale="fr-FR", **(device | more))
            contexts.append(context)
        home = f"http://{LAN}:{seen.salle.port}"
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "request", lambda one: faults.append(one.url) if not one.url.startswith((home, "data:", "blob:")) else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.add_init_script(WATCH + script)
        page.goto(f"{home}/s/{seen.code}")
        if ready:
            page.locator("#pap-phone[data-phase]").wait_for()
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            faults.extend(page.evaluate("window.refused ?? []"))
        context.close()
    assert faults == []


def line(page: Any) -> str:
    """Return the quiet line, on ordinary spaces."""
    return " ".join(page.locator(".pap-room-line").inner_text().split())


def plain(place: Any) -> str:
    """Return what is read at a place, on ordinary spaces."""
    return " ".join(place.inner_text().split())


def says(page: Any, text: str, *, seconds: float = 10) -> None:
    """Wait until the quiet line says it."""
    page.locator(".pap-room-line", has_text=text).wait_for(timeout=seconds * 1000)


def answer(page: Any, answers: dict[str, Any]) -> None:
    """Answer some statements, each on its lever's panel."""
    for item, value in answers.items():
        name = next(lever.name for lever in Q.levers if lever.id == Q.item(item).lever)
        page.locator(".pap-questionnaire nav button", has_text=name).click()
        choose(page, item, value)


def checked(page: Any) -> dict[str, Any]:
    """Return the answers that the page shows."""
    found: dict[str, Any] = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.pap-questionnaire-item input:checked')]"
        ".map((one) => [one.closest('[data-item]').dataset.item, Number(one.value) || one.value]))"
    )
    return found


def phase(page: Any) -> str:
    return str(page.locator("#pap-phone").get_attribute("data-phase"))


def in_phase(page: Any, name: str, *, seconds: float = 10) -> None:
    page.locator(f'#pap-phone[data-phase="{name}"]').wait_for(timeout=seconds * 1000)


def on_disk(data: Path) -> list[dict[str, int]]:
    """Return the sheets in the store's own file: one for each seat that has answered, as the numbers written there."""
    (file,) = [path for path in data.rglob("*") if path.suffix in (".sqlite", ".sqlite3", ".db")]
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as store:
        rows = store.execute("SELECT seat, item, value FROM answers WHERE value != 0").fetchall()
    sheets: dict[str, dict[str, int]] = {}
    for seat, item, value in rows:
        sheets.setdefault(seat, {})[item] = value
    return list(sheets.values())


def joined(seen: Seen) -> int:
    return int(seen.salle.room.overview(seen.id)["progress"]["joined"])


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
    answer(page, {"L1-01": 1, "L2-02": 2, "L3-03": "NSP"})
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
    assert on_disk(third.data) == [{"L1-01": 1, "L2-02": 2, "L3-03": -1}]


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
    answer(old, {"L1-01": 4, "L2-02": 1})
    says(old, "2 réponses enregistrées")
    old.locator("summary", has_text="Changer de téléphone").click()
    old.get_by_role("button", name="Obtenir un code").click()
    code = old.locator(".pap-room-secret:visible").inner_text()
    new.locator("summary", has_text="Changer de téléphone").click()
    new.get_by_label("Code de changement de téléphone").fill(code.lower())
    new.get_by_role("button", name="Reprendre ma place").click()
    says(new, "2 réponses enregistrées")
    assert checked(new) == {"L1-01": 4, "L2-02": 1}
    answer(new, {"L1-01": 2})
    old.reload()
    in_phase(old, "reponses")
    says(old, "2 réponses enregistrées")
    assert checked(old) == {"L1-01": 2, "L2-02": 1}
    assert joined(seen) == 1
    third = phone(seen)
    third.locator("summary", has_text="Changer de téléphone").click()
    third.get_by_label("Code de changement de téléphone").fill(code)
    third.get_by_role("button", name="Reprendre ma place").click()
    third.get_by_text("n'est plus valable").wait_for()


def test_dots_stop_at_the_limit_on_the_page_and_on_the_server(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    others = [seen.phone() for _ in range(4)]
    ballot = salle.room.open_vote(seen.id, ["L1-03", "L2-04", "Un temps le mardi", "Une salle au calme"], dots=2)
    seen.move("vote")
    in_phase(page, "vote")
    boxes = page.locator(".pap-room-ballot input")
    assert Q.item("L1-03").text in page.locator(".pap-room-ballot").inner_text()
    boxes.nth(0).check()
    boxes.nth(1).check()
    boxes.nth(2).click()
    assert not boxes.nth(2).is_checked()
    page.locator("[role=alert]", has_text="Retirez d'abord une gommette").wait_for()
    boxes.nth(1).uncheck()
    boxes.nth(2).check()
    says(page, "enregistré")
    key = page.evaluate(f"localStorage.getItem('salle:{seen.code}:key')")
    status = page.evaluate(
        """async ([path, key, ballot]) => {
          const headers = { "Content-Type": "application/json", Authorization: `Place ${key}` };
          const body = JSON.stringify({ seq: 900, ballot, dots: { "L1-03": 1, "L2-04": 1, "Une salle au calme": 1 } });
          return (await fetch(path, { method: "POST", headers, body })).status;
        }""",
        [f"/s/{seen.code}/vote", key, ballot["id"]],
    )
    assert status == 429
    page.reload()
    in_phase(page, "vote")
    page.wait_for_function("() => document.querySelectorAll('.pap-room-ballot input:checked').length === 2")
    assert [box.is_checked() for box in boxes.all()] == [True, False, True, False]
    for other in others:
        other.post("vote", {"seq": 1, "ballot": ballot["id"], "dots": {"L1-03": 1, "L2-04": 1}})
    salle.room.close_vote(seen.id)
    page.get_by_text("Ce vote est fermé").wait_for()
    assert boxes.nth(0).is_disabled()
    seen.move("resultats_vote")
    page.get_by_text("5 personnes ont voté").wait_for()
    rows = [" ".join(row.inner_text().split()) for row in page.locator(".pap-room-ranks tbody tr").all()]
    assert rows[0].startswith("1 ") and rows[0].endswith(" 5") and rows[1].endswith(" 4") and rows[2].endswith(" 1")


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


def test_ones_own_page_is_printed_at_the_end(salle: Salle, phone: Callable[..., Any], tmp_path: Path) -> None:
    seen = salle.session()
    page = phone(seen, script="window.print = () => void (window.printed = true);")
    given = {one.id: 3 for one in Q.items[:8]}
    answer(page, given)
    says(page, "8 réponses enregistrées")
    seen.move("fin")
    in_phase(page, "fin")
    page.get_by_text("Elle est faite dans ce téléphone").wait_for()
    page.get_by_role("button", name="Garder ma page en PDF").click()
    assert page.evaluate("window.printed") is True
    for _ in range(2):  # also after a reload
        page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
        reader = pypdf.PdfReader(tmp_path / "page.pdf")
        told = " ".join(normalize("NFKC", " ".join(one.extract_text() for one in reader.pages)).split())
        assert all(" ".join(item.text.split())[:30] in told for item in Q.items), "the statements"
        assert "67" in told and len(reader.pages) <= 5, (told, len(reader.pages))
        assert not [one for one in ("Télécharger ma feuille", "Effacer", "Merci d'y avoir") if one in told]
        page.reload()
        in_phase(page, "fin")
        page.wait_for_function("document.querySelectorAll('.pap-questionnaire-item').length === 32")


def test_a_page_inside_another_application_says_where_to_open_it(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    agent = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
    )
    assert phone(seen, user_agent=agent).get_by_text("ouverte dans une autre application").is_visible()
    assert not phone(seen).get_by_text("ouverte dans une autre application").is_visible()


def test_several_dots_on_one_choice_and_a_tie(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    others = [seen.phone() for _ in range(4)]
    ballot = salle.room.open_vote(seen.id, ["A", "B", "C"], dots=4, dots_on_one=2)
    seen.move("vote")
    for _ in range(3):
        page.get_by_role("button", name="Ajouter une gommette : A").click()
    page.locator("[role=alert]", has_text="Pas plus de 2").wait_for()
    for _ in range(2):
        page.get_by_role("button", name="Ajouter une gommette : B").click()
    page.get_by_text("Toutes vos gommettes sont placées").wait_for()
    says(page, "enregistré")
    for other in others:
        other.post("vote", {"seq": 1, "ballot": ballot["id"], "dots": {"A": 1, "B": 1}})
    salle.room.close_vote(seen.id)
    seen.move("resultats_vote")
    ranks = page.locator(".pap-room-ranks tbody tr")
    ranks.first.wait_for()
    assert [row.locator("td").first.inner_text() for row in ranks.all()] == ["1", "1", "3"]
    assert page.get_by_text("Même rang : à égalité").count() == 2


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


def twelve(seen: Seen) -> None:
    """Let eleven others answer, some of them apart."""
    for number in range(11):
        other = seen.phone()
        other.answers({item: (1 if number % 2 else 4) if item == "L1-03" else 2 + number % 2 for item in Q.item_ids})


def test_results_show_ones_own_line_on_the_groups_here_only(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    twelve(seen)
    answer(page, dict.fromkeys(list(ANSWERS)[:8], 4))
    page.locator("summary", has_text="Laisser un mot").click()
    page.locator("#pap-draft").fill("On en parle enfin.")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Votre mot est enregistré").wait_for()
    says(page, "8 réponses enregistrées")
    seen.move("resultats")
    page.get_by_text("n'a pas encore montré").wait_for()
    salle.room.publish(seen.id)
    sentence = page.locator(".pap-radar-sentence")
    sentence.first.wait_for()
    told = " ".join(" ".join(one.split()) for one in sentence.all_inner_texts())
    assert "Mes réponses – Discuter du travail : 100 sur 100" in told and "Le groupe (12 feuilles)" in told
    assert Q.item("L1-03").text in page.locator(".pap-results").first.inner_text()
    (comment,) = salle.room.comments(seen.id)
    salle.room.moderate(seen.id, comment["id"], "montre")
    page.locator(".pap-room-words", has_text="On en parle enfin.").wait_for()
    seen.move("resultats", focus="L1-03")
    card = page.locator(".pap-room-focus")
    card.get_by_text(Q.item("L1-03").text).wait_for()
    assert Q.item("L1-03").prompt in card.inner_text() and "Pas en place" in card.inner_text()
    seen.move("resultats")
    card.wait_for(state="hidden")
    page.reload()
    sentence.first.wait_for()
    assert "Mes réponses – Discuter du travail : 100" in " ".join(sentence.first.inner_text().split())


@pytest.mark.parametrize(
    "device",
    [PHONE, {"viewport": {"width": 320, "height": 640}}, PHONE | {"color_scheme": "dark"}],
    ids=["phone", "320 px", "dark phone"],
)
def test_a_card_is_read_step_by_step_on_the_phone(
    salle: Salle, phone: Callable[..., Any], device: dict[str, Any]
) -> None:
    seen = salle.session("resultats")
    page = phone(seen, device=device)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith("/card") else None)
    card, (shown, other) = page.locator(".pap-room-focus"), (in_short("F01") or {}, in_short("M03") or {})
    seen.move("resultats", focus="F01")
    card.get_by_role("heading", name=shown["titre"]).wait_for()
    steps = card.locator("ol > li")
    assert steps.count() == len(shown["etapes"]) and "Fiche pratique F01" in plain(card)
    for step, one in zip(shown["etapes"], steps.all(), strict=True):
        assert step["titre"] in plain(one) and plain(one).endswith(" ".join(step["detail"].split()))
        assert (f"({step['minutes']} min)" in plain(one)) == (step["minutes"] > 0)
    assert own_faults(page) == [] and axe_faults(page) == []
    seen.move("resultats", focus="M03")
    card.get_by_role("heading", name=other["titre"]).wait_for()
    assert [plain(one) for one in steps.all()] == [" ".join(one["detail"].split()) for one in other["etapes"]]
    assert own_faults(page) == [] and axe_faults(page) == []
    seen.move("resultats", focus="F01")
    card.get_by_role("heading", name=shown["titre"]).wait_for()
    assert len(asked) == 2, "a card that was read stays in the page"
    seen.move("resultats")
    card.wait_for(state="hidden")
    stored = page.evaluate("JSON.stringify([{...localStorage}, document.cookie]) + document.documentElement.outerHTML")
    assert salle.secret not in stored


def test_a_card_comes_once_the_network_is_back(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session("resultats")
    page = phone(seen)
    tries: list[str] = []

    def cut(route: Any) -> None:
        tries.append(route.request.url)
        route.abort() if len(tries) < 3 else route.continue_()

    page.route("**/card", cut)
    seen.move("resultats", focus="F05")
    page.locator(".pap-room-focus").get_by_role("heading", name=(in_short("F05") or {})["titre"]).wait_for()
    assert len(tries) == 3


def test_too_few_people_see_no_figure(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 4})
    says(page, "1 réponse enregistrée")
    seen.move("resultats")
    salle.room.publish(seen.id)
    page.get_by_text("Trop peu de personnes ont répondu").wait_for()
    assert page.locator(".pap-radar").count() == 0


def test_the_evaluation_and_the_end(salle: Salle, phone: Callable[..., Any], tmp_path: Path) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 4, "L4-08": "NC"})
    says(page, "2 réponses enregistrées")
    seen.move("evaluation")
    in_phase(page, "evaluation")
    page.locator('input[name="pap-EV-1"][value="3"]').check()
    page.locator('input[name="pap-EV-2"][value="1"]').check()
    page.locator("#pap-draft-evaluation").fill("Du temps pour manger.")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Votre texte est enregistré").wait_for()
    page.reload()
    in_phase(page, "evaluation")
    page.locator('input[name="pap-EV-1"][value="3"]:checked').wait_for()
    assert page.locator('input[name="pap-EV-2"][value="1"]').is_checked()
    assert [(one["body"], one["about"]) for one in salle.room.comments(seen.id)] == [
        ("Du temps pour manger.", "evaluation")
    ]
    seen.move("fin")
    in_phase(page, "fin")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger ma feuille").click()
    assert download.value.suggested_filename == "feuille-pas-a-pas.json"
    download.value.save_as(tmp_path / "feuille.json")
    sheet = json.loads((tmp_path / "feuille.json").read_text(encoding="utf-8"))
    assert sheet["reponses"] == {"L1-01": 4, "L4-08": "NC"}
    page.get_by_role("button", name="Effacer de ce téléphone").click()
    page.get_by_role("button", name="Non, garder").click()
    assert page.evaluate("localStorage.length") > 0
    page.get_by_role("button", name="Effacer de ce téléphone").click()
    page.get_by_role("button", name="Oui, effacer").click()
    page.get_by_role("heading", name="C'est effacé").wait_for()
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    page.get_by_role("heading", name="Cette séance est terminée").wait_for()


def left(page: Any) -> set[str]:
    """Return what the page has left in the browser's storage, by name."""
    return {name.split(":", 2)[2] for name in page.evaluate("Object.keys(localStorage)")}


def test_an_erased_session_says_goodbye_and_forgets_the_answers(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 4})
    says(page, "1 réponse enregistrée")
    salle.room.erase(seen.id)
    page.get_by_role("heading", name="Cette séance n'est plus là").wait_for(timeout=15_000)
    assert left(page) == {"key", "until"}  # a random number, and the day on which it goes
    assert page.locator(".pap-questionnaire").count() == 0


def test_what_was_not_sent_stays_when_the_session_is_away(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 4})
    says(page, "1 réponse enregistrée")
    page.context.set_offline(True)
    answer(page, {"L1-02": 3})
    salle.room.erase(seen.id)
    page.context.set_offline(False)
    page.get_by_text("reste dans ce téléphone").wait_for(timeout=20_000)
    assert any(name.startswith("out:") and name.endswith("L1-02") for name in left(page))


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


def test_a_browser_of_2021_answers_votes_sees_and_erases(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen, script=OLDER)
    assert page.evaluate("[typeof Object.hasOwn, typeof navigator.locks]") == ["undefined", "undefined"]
    twelve(seen)
    answer(page, {"L1-01": 4, "L2-02": 3})
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
            if name in (where["text"] + label).replace("\xa0", " "):
                return
        raise AssertionError(f"{name} is out of the keyboard's reach")

    seen.move("reponses")
    in_phase(page, "reponses")
    tab_to("plus de temps")
    page.keyboard.press("Enter")
    for number in range(3):
        tab_to("Pas en place")
        page.keyboard.press("Space")
        for _ in range(number):
            page.keyboard.press("ArrowDown")
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
