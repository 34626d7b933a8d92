"""The territory in the real app: the network by mouse and by keyboard, a contact made an action, six carnets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from carnet_pages import CarnetApp, saved, undo
from checks import axe_faults, focus, own_faults
from live import LAPTOP
from stages import reach

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.places.shipped import samples_dir

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}}
DARK = LAPTOP | {"color_scheme": "dark"}


@pytest.fixture(scope="module")
def territory_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    folder: Path = tmp_path_factory.mktemp("territory")
    Carnets(folder / "carnets").create(sample_carnet())
    app = CarnetApp(folder)
    yield app
    app.stop()


def opened(open_page: Callable[..., Any], app: CarnetApp, **options: Any) -> Any:
    page = open_page(app.workbook("07_territoire"), **options)
    page.locator(".pap-territory-node").first.wait_for(timeout=60_000)
    page.locator(".pap-sharing").wait_for(state="attached", timeout=60_000)
    return page


def contact(app: CarnetApp, actor: str) -> Any:
    return next((one for one in app.carnet().territory.contacts if one.actor == actor), None)


def test_a_link_by_keyboard_a_contact_by_mouse_an_action_in_the_plan(
    territory_app: CarnetApp, open_page: Callable[..., Any]
) -> None:
    page = opened(open_page, territory_app)
    assert page.locator(".pap-territory-node").count() == page.locator(".pap-territory-table tbody tr").count() == 20
    for node, row in (("Département (ASE), Lien", "Conseil départemental"), ("ARS", "Agence régionale de santé")):
        assert node.split(",")[0] in page.locator(".pap-territory-figure").inner_text()
        assert row in page.locator(".pap-territory-table").inner_text()

    # By keyboard: into the figure, two actors down, open, say the link, leave; the focus comes back to the actor.
    assert contact(territory_app, "T-ARS") is None
    page.locator('.pap-territory-node[tabindex="0"]').focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    where = page.evaluate("() => document.activeElement.getAttribute('aria-label').replaceAll('\\u00a0', ' ')")
    assert where == "ARS, Agence régionale de santé, Pas encore dit"
    page.keyboard.press("Enter")
    assert page.locator(".pap-territory-sheet h3").evaluate("node => node === document.activeElement")
    page.keyboard.press("Tab")
    assert focus(page)["seen"]
    page.keyboard.press("ArrowDown")  # the list of links: regular, now and then, none
    page.keyboard.press("Escape")
    saved(page)
    page.locator('.pap-territory-node[data-key="node-T-ARS"]:focus').wait_for(timeout=5000)
    kept = contact(territory_app, "T-ARS")
    assert kept is not None and kept.link in ("regulier", "ponctuel", "aucun")
    row = page.locator('.pap-territory-table tr[data-id="T-ARS"]')
    words = {"regulier": "Lien régulier", "ponctuel": "Lien ponctuel", "aucun": "Pas de lien"}[kept.link]
    assert words in row.inner_text()
    figure = page.locator('.pap-territory-node[data-key="node-T-ARS"]')
    assert words in figure.get_attribute("aria-label")

    # By mouse: what looks like a person is flagged and stays; a contact becomes an action.
    reach(page.locator(".pap-territory-table button", has_text="Agence régionale de santé")).click()
    page.locator(".pap-territory-sheet").get_by_label("Par quelle fonction").fill("Mme Durand, cheffe de service")
    page.locator(".pap-territory-sheet .pap-advice", has_text="Durand").wait_for(timeout=10_000)
    page.get_by_role("button", name="Fermer la fiche").click()
    card = page.locator('.pap-territory-card[data-id="T-FT"]')
    reach(card).get_by_role("button", name="Mettre au plan").first.click()
    card.get_by_text("Dans le plan").wait_for(timeout=10_000)
    saved(page)
    action = territory_app.carnet().actions[-1]
    assert action.items == ("L4-03",) and action.template == "A25" and "France Travail" in action.partners
    assert contact(territory_app, "T-FT").action == action.id
    undo(page).click()
    card.get_by_role("button", name="Mettre au plan").first.wait_for(timeout=10_000)
    assert all(one.id != action.id for one in territory_app.carnet().actions)

    # The list is sorted by its headings.
    reach(page.locator(".pap-territory-table"))
    page.get_by_role("button", name="Lien", exact=True).click()
    assert page.locator(".pap-territory-table th[aria-sort=ascending]").inner_text().strip() == "Lien"
    said = page.locator(".pap-territory-table .pap-territory-mark").all_inner_texts()
    order = ["Lien régulier", "Lien ponctuel", "Pas de lien", "Pas encore dit"]
    places = [order.index(one.strip()) for one in said]
    assert places == sorted(places) and len(set(places)) == 4

    # One of the group's own is added, placed, and can be undone.
    page.get_by_label("Ajouter un acteur de chez nous").fill("Club de sport")
    page.keyboard.press("Enter")
    page.locator(".pap-territory-sheet h3", has_text="Club de sport").wait_for(timeout=10_000)
    saved(page)
    assert territory_app.carnet().territory.contacts[-1].label == "Club de sport"


def test_six_carnets_show_what_they_share_and_five_of_them_then_nothing_more(
    territory_app: CarnetApp, open_page: Callable[..., Any]
) -> None:
    page = opened(open_page, territory_app)
    sharing = reach(page.locator(".pap-sharing"))
    files = sorted((samples_dir() / "territoire").glob("*.json"))
    sharing.locator("input[type=file]").set_input_files(files[:4])
    sharing.get_by_text("4 carnets ouverts").wait_for(timeout=10_000)
    sharing.get_by_role("button", name="Montrer ce que nous").click()
    sharing.locator(".pap-notice", has_text="au moins 5").wait_for(timeout=10_000)
    assert "Maison des Tilleuls" in sharing.locator(".pap-sharing-exchanges").inner_text()
    sharing.locator("input[type=file]").set_input_files(files[4:])
    sharing.get_by_text("6 carnets ouverts").wait_for(timeout=10_000)
    sharing.get_by_role("button", name="Montrer ce que nous").click()
    sharing.locator(".pap-sharing-part").first.wait_for(timeout=10_000)
    assert sharing.locator(".pap-kit-columns table tbody tr").count() == 9, "four levers and five effects"
    for device in ("", "320 px"):
        if device:
            page.set_viewport_size(NARROW["viewport"])
        assert own_faults(page) == [] and axe_faults(page) == []
    sharing.get_by_role("button", name="Retirer : Maison des Tilleuls").click()
    sharing.get_by_text("5 carnets ouverts").wait_for(timeout=10_000)
    sharing.get_by_role("button", name="Montrer ce que nous").click()
    sharing.locator(".pap-notice", has_text="Pas de nouveau chiffre").wait_for(timeout=10_000)
    with page.expect_download() as download:
        sharing.get_by_role("button", name="Télécharger la feuille").click()
    assert Path(download.value.path()).read_bytes().decode("utf-8-sig").count("\r\n") == 11


@pytest.mark.parametrize("device", [NARROW, DARK], ids=["320 px", "dark"])
def test_the_territory_under_axe_and_our_own_checks(
    territory_app: CarnetApp, open_page: Callable[..., Any], device: dict[str, Any]
) -> None:
    page = opened(open_page, territory_app, device=device)
    page.locator(".pap-territory-node").nth(3).click()
    page.locator(".pap-territory-sheet h3").wait_for()
    assert own_faults(page) == []
    assert axe_faults(page) == []


def test_the_list_is_printed_with_its_names_and_without_controls(
    territory_app: CarnetApp, open_page: Callable[..., Any]
) -> None:
    page = opened(open_page, territory_app)
    page.emulate_media(media="print")
    table = page.locator(".pap-territory-table")
    assert table.get_by_text("Agence régionale de santé", exact=True).is_visible()
    assert table.get_by_text("Par qui", exact=True).is_visible()
    assert (
        page.locator(
            ".pap-territory :is(.pap-button-main, .pap-button-quiet):visible, input[type=file]:visible"
        ).count()
        == 0
    )
    assert page.locator(".pap details:not([open]):visible").count() == 0
