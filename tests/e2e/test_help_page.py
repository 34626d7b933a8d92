"""«Aide»: from each page, the part of a guide that concerns it; readable without a script, by everybody."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any
from urllib.parse import unquote

import pytest
from checks import axe_faults, own_faults
from live import LAPTOP, WORKBOOKS, App

from pasapas_widgets.app.guides import guide_names
from pasapas_widgets.content import interface

pytestmark = pytest.mark.browser

PAGES = interface("app")["aide"]["pages"]
NARROW = {"viewport": {"width": 320, "height": 640}}
DARK = LAPTOP | {"color_scheme": "dark"}


@pytest.mark.parametrize("name", ["accueil", *WORKBOOKS, "seance"])
def test_help_leads_from_each_page_to_what_concerns_it(app: App, open_page: Callable[..., Any], name: str) -> None:
    """The link is in the frame, which leaves before any kernel: no script and no waiting are needed to follow it."""
    page = open_page(app.address, java_script_enabled=False)
    if name != "accueil":
        page.goto(app.workbook(name), wait_until="commit")
    page.get_by_role("link", name="Aide", exact=True).click()
    page.wait_for_url("**/pasapas/aide/**")
    address, _, anchor = unquote(page.url).partition("#")
    guide, _, section = PAGES[name].partition("#")
    assert address.endswith(f"/pasapas/aide/{guide}") and anchor == section
    assert page.locator("main h1").count() == 1 and "Traceback" not in page.content()
    if section:
        assert page.locator(f'[id="{section}"]').bounding_box()["y"] < 250, "the section is in sight"


@pytest.mark.parametrize("device", [LAPTOP, NARROW, DARK], ids=["laptop", "320 px", "dark"])
def test_every_guide_can_be_read_by_everybody(app: App, open_page: Callable[..., Any], device: dict[str, Any]) -> None:
    page = open_page(f"{app.address}pasapas/aide/", device=device)
    titles = {page.title()}
    assert page.locator("main li a").count() == len(guide_names())
    for name in ("", *guide_names()):
        page.goto(f"{app.address}pasapas/aide/{name}")
        assert own_faults(page) == [], name
        assert axe_faults(page) == [], name
        titles.add(page.title())
        assert not page.evaluate("() => [...document.images].filter((one) => !one.naturalWidth).length"), name
    assert len(titles) == len(guide_names()) + 1, "each guide has a title of its own"


def test_the_header_stays_in_one_piece_on_a_small_screen(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.address, device=NARROW)
    parts = page.locator(".pap-brand a, .pap-header-links a, .pap-menu > summary")
    boxes = [one.bounding_box() for one in parts.all()]
    for one, other in combinations(boxes, 2):
        apart = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        assert apart or abs(one["y"] - other["y"]) > 40, boxes
    assert all(box["x"] + box["width"] <= 320 for box in boxes)


@pytest.mark.parametrize("path", ["nothing", "images/make_screenshots.py", "images/absent.png", "..%2Fpages"])
def test_what_is_no_guide_is_a_kind_page(app: App, open_page: Callable[..., Any], path: str) -> None:
    page = open_page(f"{app.address}pasapas/aide/{path}")
    assert page.locator("main h1").text_content() == interface("app")["messages"]["introuvable"]["titre"]
