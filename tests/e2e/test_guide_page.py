"""The guide and the menu: what is done, what comes next, and a way to every workbook, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from checks import axe_faults, focus, own_faults
from live import App

from pasapas_widgets.places.shipped import workbooks_dir

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}}


def test_the_guide_keeps_the_role_and_leads_on(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("00_accueil"))
    guide = page.locator(".pap-guide")
    guide.wait_for(timeout=60_000)
    assert "exemple inventé" in guide.inner_text()
    assert "2 séances, 46 feuilles de réponses." in guide.inner_text()
    next_one = guide.locator(".pap-guide-next")
    before = next_one.inner_text()
    guide.get_by_label("J'anime").check()
    assert next_one.inner_text() != before
    assert guide.locator('[aria-current="step"]').count() == 1
    first = guide.locator(".pap-guide-stage a").first
    assert first.get_attribute("href") == "seance.ipynb", "who leads a group begins with a session"
    page.reload()
    guide.wait_for(timeout=60_000)
    assert guide.get_by_label("J'anime").is_checked()

    # A new carnet on the same page: the path follows.
    page.get_by_role("button", name="Commencer notre carnet").click()
    assert focus(page)["tag"] == "input", "the name of the new carnet, ready to be typed"
    page.keyboard.type("Équipe neuve")
    page.locator(".pap-carnetdesk").get_by_role("button", name="Commencer ce carnet").click()
    guide.get_by_text(
        "D'après le carnet « Équipe neuve ».".replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    ).wait_for()
    assert guide.locator('.pap-guide-stage[data-state="a_venir"]').count() == 9
    assert own_faults(page) == [] and axe_faults(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_menu_reaches_every_workbook_by_keyboard(app: App, open_page: Callable[..., Any], script: bool) -> None:
    page = open_page(app.address, java_script_enabled=script, device=NARROW)
    menu = page.locator(".pap-menu")
    summary = menu.locator("summary")
    assert not menu.locator("a").first.is_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        if summary.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    names = {str(one.get_attribute("href")).rpartition("/")[2] for one in menu.locator("a").all()}
    assert names == {path.name for path in workbooks_dir().glob("*.ipynb")}
    if script:
        assert own_faults(page) == [] and axe_faults(page) == []
        page.keyboard.press("Tab")
        assert focus(page)["seen"] and focus(page)["tag"] == "a"
        page.keyboard.press("Enter")
        page.wait_for_url("**/00_accueil.ipynb")
        page.locator(".pap-menu summary").click()
        current = page.locator('.pap-menu [aria-current="page"]')
        assert str(current.get_attribute("href")).endswith("00_accueil.ipynb")
