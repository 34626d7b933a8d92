"""One stage of a workbook at a time: by the rail, by the address, by a link, on a phone, on paper, without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from carnet_pages import CHOICE, CarnetApp
from checks import axe_faults, focus, own_faults
from live import LAPTOP, PHONE, WORKBOOKS
from stages import go_to_stage

from pasapas_widgets.carnets.desk import sample_carnet

pytestmark = pytest.mark.browser

SHOWN = """() => [...document.querySelectorAll('.pap-priorities > div > section')]
  .filter((one) => one.getClientRects().length).map((one) => one.dataset.stage)"""
FIRST_ACT = """() => {
  const bars = '.pap-rail, .pap-steps, .pap-carnetdesk, .pap-kit-bar, .pap-why';
  const acts = [...document.querySelectorAll('.pap-stage :is(button, input, select, textarea, summary, a[href])')];
  const act = acts.find((one) => one.getClientRects().length && !one.closest(bars));
  const first = act ?? document.querySelector('.pap-stage h2');
  return Math.round(first.getBoundingClientRect().top + scrollY);
}"""
"""Where the first thing that can be done in a stage begins, what leads to other stages and the carnet's bar apart;
what is only read begins with its heading."""

TALL = 2000
"""Pixels of a page at 1280 in its first state, on a copy of the sample."""


@pytest.fixture(scope="module")
def stage_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    """The app on a data folder that holds a copy of the sample, as a group's own carnet."""
    app = CarnetApp(tmp_path_factory.mktemp("stages"))
    app.carnets.create(sample_carnet())
    yield app
    app.stop()


def opened(open_page: Callable[..., Any], app: CarnetApp, name: str, fragment: str = "", **options: Any) -> Any:
    page = open_page(app.workbook(name) + fragment, **options)
    page.locator("body.pap-ready").wait_for(state="attached", timeout=120_000)
    return page


def current(page: Any) -> str:
    """Return the stage that the rail says is shown, which is said once."""
    (link,) = page.locator('.pap-rail a[aria-current="step"]').all()
    return str(link.get_attribute("href")).removeprefix("#")


def test_the_rail_the_address_and_back(stage_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, stage_app, CHOICE)
    rail = page.get_by_role("navigation", name="Étapes de cette page")
    assert rail.get_by_role("link").all_inner_texts() == ["Proposer", "Voter", "Placer", "Garder"]
    assert current(page) == "proposer" and page.evaluate(SHOWN) == ["proposer"]
    rail.get_by_role("link", name="Placer").click()
    assert page.url.endswith("#placer") and current(page) == "placer" and page.evaluate(SHOWN) == ["placer"]
    assert focus(page)["text"].startswith("3. La matrice"), "the stage's heading has the focus"
    page.get_by_role("link", name="Suivant : Garder").press("Enter")
    page.locator('body[data-stage-shown="garder"]').wait_for()
    assert current(page) == "garder" and focus(page)["text"].startswith("4. Ce que le groupe garde")
    page.go_back()
    page.locator('body[data-stage-shown="placer"]').wait_for()
    page.go_back()
    page.locator('body[data-stage-shown="proposer"]').wait_for()
    page.go_forward()
    page.locator('body[data-stage-shown="placer"]').wait_for()
    page.reload()
    page.locator("body.pap-ready").wait_for(state="attached", timeout=60_000)
    assert current(page) == "placer" and page.evaluate(SHOWN) == ["placer"]


def test_the_rail_leads_and_closes_nothing(stage_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, stage_app, "03_discussion", "#fiches")
    page.locator(".pap-library").get_by_role("button", name="Lire").first.click()
    card = page.locator(".pap-library-card h3").inner_text()
    assert "#fiche-" in page.url and current(page) == "fiches"
    for heading, stage, key in (("Noter ce qui se dit", "noter", "Enter"), ("Raconter une action", "raconter", "")):
        link = page.locator(f'.pap-rail a[href="#{stage}"]')
        link.press(key) if key else link.click()
        place = page.get_by_role("heading", name=heading, exact=True)
        page.wait_for_function("node => node === document.activeElement", arg=place.element_handle())
        assert 0 <= place.bounding_box()["y"] < 500, heading
    go_to_stage(page, "fiches")
    assert page.locator(".pap-library-card h3").inner_text() == card


def test_a_link_to_a_place_opens_its_stage(stage_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, stage_app, "03_discussion", "#fiche-F07")
    page.wait_for_function("document.activeElement?.matches('.pap-library-card h3')")
    assert current(page) == "fiches"
    page.get_by_role("button", name="Revenir à la liste").click()
    assert page.url.endswith("#fiches"), "the address goes on from the stage that holds the list"
    page.locator(".pap-library").get_by_role("button", name="Lire").first.click()
    assert "#fiche-" in page.url
    page.go_back()
    page.locator(".pap-library-card").wait_for(state="hidden")
    assert page.url.endswith("#fiches") and current(page) == "fiches"
    page = opened(open_page, stage_app, "03_discussion", "#Raconter-une-action")
    assert current(page) == "raconter" and page.get_by_role("heading", name="Raconter une action").is_visible()
    page.evaluate("() => { location.hash = '#Noter-ce-qui-se-dit'; }")
    page.locator('body[data-stage-shown="noter"]').wait_for()
    assert page.get_by_role("heading", name="Noter ce qui se dit").is_visible()


def test_a_phone_has_one_line_that_opens_a_sheet(stage_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, stage_app, CHOICE, device=PHONE)
    line = page.locator(".pap-steps-line")
    assert line.inner_text().startswith("1 sur 4 · Proposer")
    box = line.bounding_box()
    assert 690 <= box["y"] + box["height"] <= 741, "at the foot of the screen, without scrolling"
    assert not page.locator(".pap-rail").is_visible()
    line.tap()
    sheet = page.get_by_role("dialog", name="Étapes de cette page")
    assert sheet.locator('[aria-current="step"]').inner_text() == "Proposer"
    assert own_faults(page) == [] and axe_faults(page) == []
    page.keyboard.press("Escape")
    assert not sheet.is_visible() and focus(page)["text"].startswith("1 sur 4"), "the focus comes back"
    page.keyboard.press("Enter")
    sheet.get_by_role("link", name="Voter").tap()
    page.locator('body[data-stage-shown="voter"]').wait_for()
    assert not sheet.is_visible() and focus(page)["text"].startswith("2. Le vote")
    assert line.inner_text().startswith("2 sur 4 · Voter")
    page.get_by_role("link", name="Suivant : Placer").tap()
    page.locator('body[data-stage-shown="placer"]').wait_for()
    page.get_by_role("link", name="Précédent : Voter").tap()
    page.locator('body[data-stage-shown="voter"]').wait_for()
    heading = page.locator(".pap-priorities h3:visible").first.bounding_box()
    assert 0 <= heading["y"] < 400, "what was asked for is in sight"
    assert own_faults(page) == [] and axe_faults(page) == []


def test_paper_and_a_browser_without_scripts_have_all(stage_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, stage_app, CHOICE)
    page.emulate_media(media="print")
    assert page.evaluate(SHOWN) == ["proposer", "voter", "placer", "garder"]
    assert not page.locator(".pap-rail").is_visible() and not page.locator(".pap-steps").is_visible()
    plain = open_page(stage_app.workbook("03_discussion"), java_script_enabled=False)
    for heading in ("Animer le temps de groupe", "Raconter une action"):
        assert plain.get_by_role("heading", name=heading).is_visible()
    plain.locator(".pap-rail").get_by_role("link", name="Raconter").click()
    assert 0 <= plain.get_by_role("heading", name="Raconter une action").bounding_box()["y"] < 400


@pytest.mark.parametrize("device", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_what_was_drawn_out_of_sight_has_its_size(
    stage_app: CarnetApp, open_page: Callable[..., Any], device: dict[str, Any]
) -> None:
    wide = device["viewport"]["width"] > 1000
    page = opened(open_page, stage_app, "07_territoire", "#contacts", device=device)
    go_to_stage(page, "carte")
    network = page.locator(".pap-territory-figure svg").first
    page.wait_for_function("node => node.clientWidth > 280", arg=network.element_handle())
    box, room = network.bounding_box(), page.locator(".pap-territory-figure").bounding_box()
    assert box["width"] <= room["width"] + 1 and box["x"] >= 0, "as wide as its place, no wider"
    page = opened(open_page, stage_app, "05_plan_action", device=device)
    go_to_stage(page, "revue")
    radar = page.locator(".pap-radar svg").first.bounding_box()
    assert radar["width"] > (200 if wide else 150) and radar["height"] > 150
    page = opened(open_page, stage_app, "09_recherche", device=device)
    go_to_stage(page, "decrire")
    for figure in page.locator(".pap-research-figure svg:visible").all():
        drawn = figure.bounding_box()
        assert drawn["width"] > 280 and drawn["height"] > 100


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_page_begins_short_and_its_first_act_is_on_the_first_screen(
    stage_app: CarnetApp, open_page: Callable[..., Any], name: str
) -> None:
    page = opened(open_page, stage_app, name, device={"viewport": {"width": 1280, "height": 800}})
    page.locator(".pap-stage :is(h2, h3)").first.wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollHeight") <= TALL
    assert page.evaluate(FIRST_ACT) <= 800 - 44
    page = opened(open_page, stage_app, name, device=PHONE)
    line = page.locator(".pap-steps-line").bounding_box()
    assert page.evaluate(FIRST_ACT) <= line["y"] <= 740 - 44


def test_one_bar_of_the_carnet_stays_in_sight(stage_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, stage_app, CHOICE)
    bar = page.locator(".pap-carnetdesk-bar")
    assert bar.bounding_box()["height"] <= 50
    assert "Maison à deux groupes" in bar.inner_text() and "22 feuilles, 15 septembre 2026" in bar.inner_text()
    assert page.get_by_role("button", name="Annuler").count() == 1, "one undo for the page"
    go_to_stage(page, "voter")
    last = page.locator(".pap-priorities-card").last.get_by_label("Nous le gardons")
    last.scroll_into_view_if_needed()
    assert 0 <= bar.bounding_box()["y"] < 10
    page.get_by_role("link", name="Précédent : Proposer").press("Shift+Tab")
    where = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert where >= 48, "what has the focus is not under the bar"
    page.get_by_role("button", name="Emporter").click()
    panel = page.get_by_role("dialog", name="Le carnet du groupe")
    assert focus(page)["text"] == "Télécharger le carnet"
    assert own_faults(page) == [] and axe_faults(page) == []
    page.keyboard.press("Escape")
    assert not panel.is_visible() and focus(page)["text"] == "Emporter", "the focus comes back"


@pytest.mark.parametrize("device", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_example_says_so_and_never_becomes_the_carnet(
    open_page: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory, device: dict[str, Any]
) -> None:
    app = CarnetApp(tmp_path_factory.mktemp("none"))
    try:
        page = opened(open_page, app, CHOICE, device=device)
        bar = page.locator(".pap-carnetdesk-bar")
        assert "EXEMPLE INVENTÉ" in bar.inner_text() and bar.evaluate("node => getComputedStyle(node).borderStyle") == (
            "dashed"
        )
        box = page.locator(".pap-priorities-row input").first
        box.check()
        undo = page.locator(".pap-carnetdesk").get_by_role("button", name="Annuler")
        page.wait_for_function("node => node.getAttribute('aria-disabled') === 'false'", arg=undo.element_handle())
        assert app.carnets.all() == () and "EXEMPLE INVENTÉ" in bar.inner_text()
        assert own_faults(page) == [] and axe_faults(page) == []
        page.reload()
        box.wait_for(timeout=60_000)
        assert not box.is_checked() and app.carnets.all() == ()
        box.check()
        if device == PHONE:
            page.locator(".pap-carnetdesk-which").click()
        page.get_by_role("button", name="Garder cette copie").click()
        page.locator('.pap-carnetdesk .pap-kit-saved[data-kind="enregistre"]').wait_for(state="attached")
        assert "inventé" in app.carnet().title and "EXEMPLE" not in bar.inner_text()
        assert not page.locator(".pap-carnetdesk-panel").is_visible()
    finally:
        app.stop()
