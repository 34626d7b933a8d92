"""A workbook before its kernel: the first statement is answered at once, and nothing of it is lost afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from app_server import BOOK, Server, started, until
from checks import axe_faults, own_faults
from live import LAPTOP, PHONE, answered, choose
from ports import free_port

pytestmark = pytest.mark.browser

SAMPLES = """() => {
  window.samples = [];
  const look = () => {
    const seen = [...document.querySelectorAll('.pap-questionnaire')].filter((one) => one.getClientRects().length);
    const at = document.querySelector('[data-item="L1-03"]')?.getBoundingClientRect();
    window.samples.push([seen.length, Math.round(at?.left ?? -1), Math.round(at?.top ?? -1)].join(" "));
    requestAnimationFrame(look);
  };
  look();
}"""
"""At each painted frame: how many questionnaires are seen, and where one statement is."""

SAME_IDS = """() => {
  const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""


class Held:
    """A page whose kernel has been stopped while it started."""

    def __init__(self, page: Any, kernel: psutil.Process) -> None:
        self.page, self.kernel = page, kernel

    def go_on(self) -> None:
        self.kernel.resume()
        self.page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)


@pytest.fixture
def hold(server: Server, browser: Any) -> Iterator[Callable[..., Held]]:
    """Open a workbook and hold its kernel back."""
    opened: list[tuple[Any, psutil.Process]] = []

    def held(book: str = BOOK, device: dict[str, Any] = LAPTOP) -> Held:
        before = {one.pid for one in server.kernels()}
        page = browser.new_context(**device).new_page()
        page.goto(server.address + book, wait_until="commit")
        assert until(lambda: {one.pid for one in server.kernels()} - before)
        kernel = next(one for one in server.kernels() if one.pid not in before)
        kernel.suspend()
        opened.append((page, kernel))
        return Held(page, kernel)

    yield held
    for page, kernel in opened:
        if kernel.is_running():
            kernel.resume()
        page.close(run_before_unload=True)  # as a person leaves: a context that is closed may take the last word along
    assert until(lambda: not server.kernels())
    for page, _ in opened:
        page.context.close()


def kept_place(page: Any) -> Any:
    """Return where the focus is on the screen, and whether it is on the node that had it."""
    return page.evaluate(
        "() => [window.held === document.activeElement, Math.round(document.activeElement.getBoundingClientRect().top)]"
    )


@pytest.mark.parametrize("device", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_what_is_answered_before_the_kernel_is_the_widget_s_afterwards(
    hold: Callable[..., Held], device: dict[str, Any]
) -> None:
    held = hold(device=device)
    page = held.page
    choose(page, "L1-01", 4)
    choose(page, "L1-02", "NSP")
    choose(page, "L1-03", 2)
    assert answered(page) == 3
    assert page.evaluate("Object.keys(localStorage).some((name) => name.startsWith('pasapas:'))")
    page.locator('[data-item="L1-03"] input[value="2"]').focus()
    page.evaluate("() => void (window.held = document.activeElement)")
    before = kept_place(page)
    page.evaluate(SAMPLES)

    held.go_on()
    assert page.locator(".pap-early").count() == 0
    assert kept_place(page) == before
    assert len(set(page.evaluate("window.samples"))) == 1, "nothing moved nor went out, in any frame"
    assert page.evaluate(SAME_IDS) == []
    assert answered(page) == 3
    page.keyboard.press("ArrowLeft")
    assert page.locator('[data-item="L1-03"] input[value="1"]').is_checked()
    page.locator(".pap-questionnaire-undo").click()
    assert page.locator('[data-item="L1-03"] input[value="2"]').is_checked()

    # The kernel has them: it draws the code, and acknowledges.
    if device is LAPTOP:
        page.locator(".pap-questionnaire nav button", has_text="Mon bilan").click()
        page.locator(".pap-questionnaire-qr").wait_for(timeout=10_000)
    page.wait_for_timeout(3500)
    assert page.locator(".pap-questionnaire-alerts [role=alert]:not(:empty)").count() == 0
    assert [one.text for one in page.console_messages() if one.type in ("error", "warning")] == []


@pytest.mark.parametrize("way", ["mouse", "space bar"])
def test_an_answer_that_is_being_pressed_while_the_view_moves_is_given(hold: Callable[..., Held], way: str) -> None:
    held = hold()
    page = held.page
    level = page.locator('[data-item="L1-01"] label', has_text="Parfois")
    box = level.bounding_box()
    if way == "mouse":
        page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2)
        page.mouse.down()
    else:
        level.locator("input").focus()
        page.keyboard.down(" ")
    held.go_on()
    page.mouse.up() if way == "mouse" else page.keyboard.up(" ")
    page.wait_for_function('document.querySelector(\'[data-item="L1-01"] input[value="2"]\').checked')
    assert answered(page) == 1
    page.locator(".pap-questionnaire-undo").click()
    assert answered(page) == 0, "given once"


def test_a_dialog_that_is_open_while_the_page_moves_still_shuts_the_page_off(hold: Callable[..., Held]) -> None:
    held = hold()
    page = held.page
    choose(page, "L1-01", 4)
    page.locator(".pap-questionnaire nav button", has_text="Mon bilan").click()
    page.get_by_role("button", name="Effacer mes réponses").click()
    page.get_by_role("button", name="Oui, tout effacer").focus()
    held.kernel.resume()
    page.wait_for_function("window.themeLoaded && document.querySelector('#rendered_cells')?.closest('#main')")
    assert page.locator("dialog:modal").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Oui, tout effacer"
    page.keyboard.press("Escape")
    page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
    assert page.locator("dialog[open], .pap-early").count() == 0 and answered(page) == 1


def test_two_tabs_before_their_kernels_are_one_person(server: Server, browser: Any) -> None:
    context = browser.new_context(**LAPTOP)
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(server.address + BOOK, wait_until="commit")
        page.locator(".pap-questionnaire").wait_for()
    choose(first, "L1-01", 4)
    second.wait_for_function('document.querySelector(\'[data-item="L1-01"] input[value="4"]\').checked')
    choose(second, "L1-02", 3)
    first.wait_for_function('document.querySelector(\'[data-item="L1-02"] input[value="3"]\').checked')
    for page in (first, second):
        page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
    choose(first, "L1-03", "NC")
    second.wait_for_function('document.querySelector(\'[data-item="L1-03"] input[value="NC"]\').checked')
    assert answered(first) == answered(second) == 3
    assert second.locator(".pap-questionnaire-undo").is_disabled(), "what another tab did is not undone here"

    second.locator(".pap-questionnaire nav button", has_text="Mon bilan").click()
    second.get_by_role("button", name="Effacer mes réponses").click()
    second.get_by_role("button", name="Oui, tout effacer").click()
    first.wait_for_function("!document.querySelector('.pap-questionnaire input:checked')")
    assert first.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('pasapas:'))") == []
    for page in (first, second):
        page.close(run_before_unload=True)
    context.close()


@pytest.mark.parametrize("width", [320, 360])
def test_what_leads_on_stands_on_the_line_of_the_stages_and_breaks_no_word(
    hold: Callable[..., Held], width: int
) -> None:
    page = hold(device=PHONE | {"viewport": {"width": width, "height": 740}}).page
    page.locator(".pap-questionnaire").wait_for()
    low, top = page.evaluate(
        """() => [document.querySelector('.pap-questionnaire-steps').getBoundingClientRect().bottom,
                  document.querySelector('.pap-steps').getBoundingClientRect().top]"""
    )
    assert low == pytest.approx(top, abs=0.5), "nothing shows through between the two"
    heights = page.locator(".pap-questionnaire-steps button").evaluate_all("all => all.map((one) => one.offsetHeight)")
    assert heights == [44, 44], "a word that is broken takes a second line"


@pytest.mark.parametrize("device", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_page_before_the_kernel_is_accessible_and_has_its_radar(
    hold: Callable[..., Held], device: dict[str, Any]
) -> None:
    page = hold(device=device).page
    for number in range(1, 9):
        choose(page, f"L1-0{number}", 3)
    page.locator(".pap-radar-sentence", has_text="Point").wait_for(state="attached")
    assert axe_faults(page) == [] and own_faults(page) == []
    assert page.evaluate(SAME_IDS) == []
    page.goto(page.url.partition("#")[0] + "#radar", wait_until="commit")
    page.locator(".pap-radar-picture").wait_for()


def test_a_kernel_killed_while_it_starts_leaves_a_page_that_goes_on(hold: Callable[..., Held]) -> None:
    held = hold()
    page = held.page
    choose(page, "L1-01", 4)
    held.kernel.kill()
    notice = page.locator("#pap-without")
    notice.get_by_text("n'a pas pu s'ouvrir en entier").wait_for(timeout=60_000)
    assert not page.locator("#pap-late").is_visible()
    choose(page, "L1-02", 3)
    assert answered(page) == 2
    assert axe_faults(page) == []
    notice.get_by_role("button", name="Compris").click()
    assert notice.inner_text() == ""
    page.goto(page.url, wait_until="commit")
    page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
    assert answered(page) == 2


def test_a_page_without_a_place_goes_on_and_says_so(tmp_path: Path, browser: Any) -> None:
    with started(tmp_path, port=free_port(), settings={"limit": 1}) as server:
        kernel_id = server.open_book()
        page = browser.new_page()
        assert page.goto(server.address + BOOK).status == 503
        page.locator("#pap-without").get_by_text("Toutes les places sont prises").wait_for()
        choose(page, "L1-01", 2)
        server.release(kernel_id)
        page.get_by_role("link", name="Recharger la page").click()
        page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
        assert answered(page) == 1
        page.close(run_before_unload=True)


def test_a_slow_page_says_that_one_can_answer(hold: Callable[..., Held]) -> None:
    held = hold()
    page = held.page
    page.locator(".pap-questionnaire").wait_for()
    assert page.locator("#pap-without").inner_text() == ""
    page.locator("#pap-without").get_by_text("Vous pouvez déjà répondre").wait_for(timeout=40_000)
    held.go_on()
    assert page.locator("#pap-without").inner_text() == ""


def test_another_workbook_shows_its_frame_and_its_words_before_the_kernel(hold: Callable[..., Held]) -> None:
    held = hold("voila/render/workbooks/05_plan_action.ipynb")
    page = held.page
    page.get_by_text("La page s'ouvre…").wait_for()
    assert page.locator("h1").inner_text().startswith("Le plan")
    rail = page.locator(".pap-rail a")
    assert rail.count() > 2 and rail.last.is_visible()
    rail.last.click()
    assert page.locator(".pap-stage").last.is_visible() and not page.locator(".pap-stage").first.is_visible()
    page.get_by_text("La page s'ouvre…").wait_for()
    assert page.evaluate(SAME_IDS) == []
    held.go_on()
    assert page.locator("[data-awaited]").count() == 0
    assert [one.text for one in page.console_messages() if one.type in ("error", "warning")] == []


def test_without_scripts_every_word_is_there_to_be_read_and_printed(server: Server, browser: Any) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(server.address + BOOK)
    page.locator("noscript .pap-notice").wait_for()
    for title in ("Mon radar", "Garder mon résultat"):
        page.get_by_role("heading", name=title).wait_for()
    assert page.locator(".pap-questionnaire").count() == 0 and page.locator("h1").count() == 1
    kernel = re.search(r'"kernelId": "([\w-]+)"', page.content())
    assert kernel
    server.release(kernel[1])
    page.context.close()
