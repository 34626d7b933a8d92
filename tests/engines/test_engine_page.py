"""The one-file page in Firefox and WebKit: from a disk and from a static host, and where nothing is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from checks import OWN
from window import DESKTOP, PHONE, Window

from pasapas_widgets.cli import main
from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "autodiagnostic.html"
VALUES = [2, 3, "NSP", 4, 1, 3, 2, "NC"]
DONE = "return document.querySelector('.pap-questionnaire-progress progress').value"
CODE = "return (document.querySelector('.pap-questionnaire-code')?.innerText ?? '').replace(/\\s/g, '')"
RING = "return getComputedStyle(document.activeElement).outlineStyle === 'solid'"
ESCAPE = "\ue00c"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page and nothing else, written by the command."""
    folder = tmp_path_factory.mktemp("page")
    assert main(["page", "-o", str(folder / NAME)]) == 0
    return folder


@pytest.fixture(scope="module")
def host(folder: Path) -> Iterator[str]:
    """A static host of the folder."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{NAME}"
        server.shutdown()


def answer(page: Window, questionnaire: Questionnaire, numbers: range) -> None:
    """Choose the answers of these statements by a click on their words, each on its lever's panel, in the list."""
    shown = ""
    page.click("button", "Toute la liste")
    for number in numbers:
        item = questionnaire.items[number]
        lever = next(one.name for one in questionnaire.levers if one.id == item.lever)
        if lever != shown:
            page.click(".pap-questionnaire nav button", lever)
        shown = lever
        value = VALUES[number % len(VALUES)]
        page.click(f'.pap-questionnaire-item[data-item="{item.id}"] label:has(input[value="{value}"])')


def own_faults(page: Window) -> list[str]:
    """Return what our own checks find on the page, in words."""
    return list(page.eval(f"return ({OWN.strip().rstrip(';')})()"))


@pytest.mark.parametrize(("size", "where"), [(PHONE, "disk"), (DESKTOP, "http")], ids=["375 disk", "1280 http"])
def test_from_the_first_answer_to_the_sheet_taken_away(
    size: tuple[int, int],
    where: str,
    folder: Path,
    host: str,
    window: Callable[..., Window],
    questionnaire: Questionnaire,
) -> None:
    page = window(size)
    page.goto((folder / NAME).as_uri() if where == "disk" else host)
    assert not own_faults(page)
    answer(page, questionnaire, range(13))
    page.reload()
    page.until(f"{DONE} === 13")
    answer(page, questionnaire, range(13, 32))
    assert page.eval(DONE) == 32
    answers = {one.id: VALUES[i % len(VALUES)] for i, one in enumerate(questionnaire.items)}
    sheet = Sheet(questionnaire=questionnaire.id, version=questionnaire.version, answers=answers)
    page.click(".pap-questionnaire nav button", "Mon bilan")
    page.find(".pap-questionnaire-code")
    page.until(CODE + " === arguments[0]", encode(sheet).replace(" ", ""))
    assert not own_faults(page)
    assert not page.sideways(*(one for one in (PHONE, DESKTOP) if one != size), size)
    page.click("button", "Effacer mes réponses")
    page.find("dialog[open]")
    page.press(ESCAPE)
    page.until("return !document.querySelector('dialog[open]')")
    assert page.eval("return document.activeElement.textContent").startswith("Effacer mes réponses")
    page.until(RING)  # the keyboard closed the dialog: it sees where it is back
    assert page.eval(DONE) == 32
    page.click("button", "Télécharger ma feuille")
    taken = page.downloaded("feuille-pas-a-pas.json")
    assert Sheet.checked(taken.read_bytes(), questionnaire) == sheet
    page.click("button", "Effacer mes réponses")
    page.click("dialog[open] .pap-button-danger")
    page.until(f"{DONE} === 0")
    page.click(".pap-questionnaire nav button", "Mon bilan")
    page.upload("input[type=file]", taken)
    page.until(f"{DONE} === 32")


def test_a_browser_that_keeps_nothing_says_so(
    folder: Path, window: Callable[..., Window], questionnaire: Questionnaire
) -> None:
    page = window(PHONE, storage=False)
    page.goto((folder / NAME).as_uri())
    page.find(".pap-questionnaire .pap-notice", "garde")
    answer(page, questionnaire, range(2))
    assert page.eval(DONE) == 2


def test_it_goes_on_without_any_network(host: str, window: Callable[..., Window], questionnaire: Questionnaire) -> None:
    page = window(PHONE)
    page.cannot("offline")
    page.goto(host)
    page.offline(True)
    answer(page, questionnaire, range(3))
    assert page.eval(DONE) == 3
