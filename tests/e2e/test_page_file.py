"""The one-file page in a real browser: opened from a disk and from a static host, on a phone, without any network."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, focus, own_faults
from live import LAPTOP, PHONE, answered, choose
from playwright.sync_api import expect
from pypdf import PdfReader
from test_participant import (
    test_all_32_by_keyboard_alone,
    test_all_32_on_a_phone,
    test_reload_in_the_middle_keeps_every_answer,
    test_the_page_prints_with_every_answer,
    test_the_type_of_service_changes_words_and_keeps_answers,
    test_two_readers_do_not_disturb_each_other,
)

from pasapas_widgets.cli import main
from pasapas_widgets.figures import describe_radar
from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.scoring import score_sheet

__all__ = [  # what a person does in the notebooks' app is done here too, by the same tests, with the `app` below
    "test_all_32_by_keyboard_alone",
    "test_all_32_on_a_phone",
    "test_reload_in_the_middle_keeps_every_answer",
    "test_the_page_prints_with_every_answer",
    "test_the_type_of_service_changes_words_and_keeps_answers",
    "test_two_readers_do_not_disturb_each_other",
]

pytestmark = pytest.mark.browser

NAME = "autodiagnostic.html"
VALUES = [2, 3, "NSP", 4, 1, 3, 2, "NC"]
LISTEN = """
  window.refused = [];
  addEventListener("securitypolicyviolation", (event) =>
    refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
OLDER = """
  delete Array.prototype.at;
  delete HTMLDialogElement.prototype.showModal;
  delete HTMLDialogElement.prototype.close;
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page and nothing else, written by the command."""
    folder = tmp_path_factory.mktemp("page")
    assert main(["page", "-o", str(folder / NAME)]) == 0
    return folder


class OnDisk:
    """The page in the place of the app, for tests that are the app's."""

    def __init__(self, address: str) -> None:
        self.address = address

    def workbook(self, name: str) -> str:
        assert name == "01_autodiagnostic"
        return self.address


@pytest.fixture(scope="module")
def app(folder: Path) -> OnDisk:
    return OnDisk((folder / NAME).as_uri())


@pytest.fixture(scope="module")
def static(folder: Path) -> Iterator[str]:
    """The same folder on a static host."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{NAME}"
        server.shutdown()


@pytest.fixture(params=["disk", "static host"])
def address(request: pytest.FixtureRequest, folder: Path, static: str) -> str:
    return static if request.param == "static host" else (folder / NAME).as_uri()


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open the page in fresh profiles; it asks for nothing but itself, and breaks neither policy nor script."""
    contexts: list[Any] = []
    asked: list[str] = []
    errors: list[str] = []
    addresses: set[str] = set()

    def open_page(url: str, *, device: dict[str, Any] = PHONE, script: str = "", **options: Any) -> Any:
        addresses.add(url)
        context = browser.new_context(accept_downloads=True, locale="fr-FR", **(device | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.add_init_script(LISTEN + script)
        page.goto(url)
        ready(page)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            errors.extend(page.evaluate("refused"))
        context.close()
    assert set(asked) <= addresses, "the page asked for something else than itself"
    assert errors == []


def ready(page: Any) -> None:
    page.locator(".pap-questionnaire").wait_for()
    page.locator(".pap-radar svg").first.wait_for()
    assert page.locator("#pap-absent").is_hidden()


def reload(page: Any) -> None:
    page.reload()
    ready(page)


def plain(text: str) -> str:
    """Return a text on one line with ordinary spaces."""
    return " ".join(text.split())


def step(page: Any) -> None:
    page.locator(".pap-questionnaire-steps button.pap-button-main").click()


def answer_all(page: Any, questionnaire: Questionnaire) -> Sheet:
    """Answer the 32 statements, lever after lever, as a thumb does."""
    given: dict[str, Any] = {}
    for lever in questionnaire.levers:
        for item in questionnaire.items_of(lever=lever.id):
            value = VALUES[(len(given) * 3 + len(given) // 8) % len(VALUES)]
            choose(page, item.id, value)
            given[item.id] = value
        step(page)
    return Sheet(questionnaire=questionnaire.id, version=questionnaire.version, answers=given)


def code(page: Any) -> str:
    return str(page.locator(".pap-questionnaire-code").text_content())


def test_from_the_first_answer_to_the_sheet_taken_away(
    address: str, opened: Callable[..., Any], questionnaire: Questionnaire, tmp_path: Path
) -> None:
    page = opened(address)
    sheet = answer_all(page, questionnaire)
    assert answered(page) == 32

    # The radar says what Python says of the same sheet; the code is Python's.
    told = describe_radar(score_sheet(sheet))
    assert plain(page.locator(".pap-radar-sentence").inner_text()) == plain(told)
    assert code(page) == encode(sheet)
    assert page.locator(".pap-questionnaire-qr").is_hidden()

    # A reload, then the same profile's next visit: all is there, and it is said.
    reload(page)
    assert answered(page) == 32 and code(page) == encode(sheet)
    assert "32 réponses sur 32" in plain(page.locator(".pap-questionnaire .pap-notice").first.inner_text())

    # The sheet leaves under a name that is everybody's, and comes back in another browser.
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger ma feuille").click()
    assert download.value.suggested_filename == "feuille-pas-a-pas.json"
    path = tmp_path / "feuille.json"
    download.value.save_as(path)
    assert Sheet.checked(path.read_bytes(), questionnaire) == sheet
    again = opened(address)
    assert answered(again) == 0
    again.get_by_role("button", name="Mon bilan").click()
    again.locator("input[type=file]").set_input_files(path)
    again.wait_for_function("() => document.querySelector('.pap-questionnaire-progress progress').value === 32")
    assert code(again) == encode(sheet)

    # What this browser kept can be erased, for good.
    page.get_by_role("button", name="Effacer mes réponses").first.click()
    page.get_by_role("button", name="Oui, tout effacer").click()
    assert answered(page) == 0
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    ready(page)
    assert answered(page) == 0


BARE = """
  // What Chromium does now and then to a file that is reloaded: this load sees an empty storage, the next one does not.
  if (performance.getEntriesByType("navigation")[0].type === "reload" && !window.name) {
    window.name = "reloaded";
    const kept = new Map();
    Object.defineProperty(window, "localStorage", { value: {
      get length() { return kept.size; }, getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => kept.set(name, value), removeItem: (name) => kept.delete(name) } });
  }
"""


def test_a_storage_that_chromium_shows_empty_is_asked_again(folder: Path, opened: Callable[..., Any]) -> None:
    page = opened((folder / NAME).as_uri(), script=BARE)
    choose(page, "L1-02", 3)
    page.reload()
    page.locator(".pap-questionnaire .pap-notice", has_text="1 réponse").wait_for()
    assert page.evaluate("[window.name, localStorage.length]") == ["reloaded", 1]
    assert answered(page) == 1


def test_it_goes_on_without_any_network(static: str, opened: Callable[..., Any], questionnaire: Questionnaire) -> None:
    page = opened(static)
    page.context.set_offline(True)
    sheet = answer_all(page, questionnaire)
    assert code(page) == encode(sheet)


def test_the_page_itself_words_the_statements_for_a_service(
    folder: Path, opened: Callable[..., Any], questionnaire: Questionnaire
) -> None:
    page = opened((folder / NAME).as_uri())
    choose(page, "L1-02", 3)
    page.locator("summary", has_text="Consignes et choix de lecture").click()
    legends = page.locator(".pap-questionnaire-item legend span:not(.pap-questionnaire-number)")
    select = page.locator(".pap-questionnaire-service select")
    for service, variant in (
        ("aemo", "milieu_ouvert"),
        ("cpfse", "placement_familial"),
        ("mecs", None),
        ("aemo", "milieu_ouvert"),
    ):
        select.select_option(service)
        expect(legends).to_have_text([item.text_for(variant) for item in questionnaire.items], use_inner_text=False)
    assert answered(page) == 1
    page.get_by_role("button", name="Mon bilan").click()
    sheet = Sheet(questionnaire="pas-a-pas", version="1.1", variant="milieu_ouvert", answers={"L1-02": 3})
    assert code(page) == encode(sheet)
    reload(page)
    assert legends.all_text_contents() == [item.text_for("milieu_ouvert") for item in questionnaire.items]


@pytest.mark.parametrize(
    "device",
    [PHONE, LAPTOP, {"viewport": {"width": 320, "height": 640}}, PHONE | {"color_scheme": "dark"}],
    ids=["phone", "laptop", "320 px", "dark phone"],
)
def test_accessible_while_answering_and_at_the_end(
    folder: Path, opened: Callable[..., Any], questionnaire: Questionnaire, device: dict[str, Any]
) -> None:
    page = opened((folder / NAME).as_uri(), device=device)
    page.locator(".pap-questionnaire-privacy summary").click()
    page.locator(".pap-questionnaire-item summary").first.click()
    page.locator("footer summary").click()
    assert own_faults(page) == [] and axe_faults(page) == []
    answer_all(page, questionnaire)
    assert own_faults(page) == [] and axe_faults(page) == []


def test_text_at_200_percent_is_not_cut(folder: Path, opened: Callable[..., Any]) -> None:
    page = opened((folder / NAME).as_uri(), device={"viewport": {"width": 640, "height": 800}})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert own_faults(page) == []


def test_the_keyboard_reaches_the_content_first_and_is_always_seen(folder: Path, opened: Callable[..., Any]) -> None:
    page = opened((folder / NAME).as_uri(), device=LAPTOP)
    page.keyboard.press("Tab")
    assert focus(page)["tag"] == "a"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('main')")
    for _ in range(40):
        page.keyboard.press("Tab")
        where = focus(page)
        if where["tag"] == "body":
            break
        assert where["seen"], where


def test_printed_it_holds_statements_scores_radar_and_whose_questionnaire_it_is(
    folder: Path, opened: Callable[..., Any], questionnaire: Questionnaire, tmp_path: Path
) -> None:
    page = opened((folder / NAME).as_uri(), device=LAPTOP)
    sheet = answer_all(page, questionnaire)
    path = tmp_path / "page.pdf"
    page.pdf(path=path, format="A4")
    pages = [plain(part.extract_text()) for part in PdfReader(path).pages]
    printed = " ".join(pages)
    for number in range(1, 33):
        assert f"{number}. " in printed
    assert encode(sheet) in printed.replace("- ", "-") and "création indépendante" in printed
    assert "Effacer mes réponses" not in printed and "Aller au contenu" not in printed
    (with_radar,) = [one for one in pages if "Mon radar" in one]
    assert "Du centre au bord" in with_radar and "À améliorer" in with_radar


def test_a_browser_of_2021_draws_and_erases_too(folder: Path, opened: Callable[..., Any]) -> None:
    page = opened((folder / NAME).as_uri(), script=OLDER)
    assert page.evaluate("[1, 2, 3].at(-1) === 3 && [1].at(4) === undefined")
    choose(page, "L1-01", 4)
    page.get_by_role("button", name="Mon bilan").click()
    erase = page.get_by_role("button", name="Effacer mes réponses")
    erase.click()
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    seen = []
    for key in ("Tab", "Tab", "Shift+Tab"):
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.textContent"))
    assert seen == ["Oui, tout effacer", "Non, garder mes réponses", "Oui, tout effacer"]
    page.keyboard.press("Escape")
    assert dialog.is_hidden() and answered(page) == 1
    assert erase.evaluate("button => button === document.activeElement")
    erase.click()
    page.get_by_role("button", name="Oui, tout effacer").click()
    assert dialog.is_hidden() and answered(page) == 0


def test_where_scripts_do_not_run_the_page_says_what_to_do(browser: Any, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / NAME).as_uri())
    page.get_by_text("enregistrez le fichier, puis ouvrez-le avec un navigateur").wait_for(state="visible")
    context.close()


def test_a_browser_that_keeps_nothing_says_so(folder: Path, opened: Callable[..., Any]) -> None:
    script = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage'); } });"
    page = opened((folder / NAME).as_uri(), script=script)
    assert page.get_by_text("Ce navigateur ne peut pas garder vos réponses").is_visible()
    choose(page, "L1-01", 4)
    assert answered(page) == 1


def test_a_copy_made_by_save_as_starts_clean(
    folder: Path, opened: Callable[..., Any], questionnaire: Questionnaire, tmp_path: Path
) -> None:
    page = opened((folder / NAME).as_uri())
    answer_all(page, questionnaire)
    copy = tmp_path / "copie.html"
    copy.write_text(page.content(), encoding="utf-8")
    again = opened(copy.as_uri(), script="localStorage.clear();")
    assert again.locator(".pap-questionnaire").count() == 1 and answered(again) == 0
