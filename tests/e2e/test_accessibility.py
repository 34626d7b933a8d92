"""Each page under axe and under our own checks: phone, laptop, 320 px, text at 200 %, dark mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from checks import axe_faults, console_faults, covered, focus, own_faults
from live import LAPTOP, PHONE, WORKBOOKS, App, choose
from stages import go_to_stage, reach

from pasapas_widgets.places.shipped import samples_dir

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}}
DARK = LAPTOP | {"color_scheme": "dark"}
DEVICES = {"laptop": LAPTOP, "phone": PHONE, "320 px": NARROW}
READY = {
    "01_autodiagnostic": ".pap-questionnaire",
    "02_resultats": ".pap-opensheets",
    "09_recherche": ".pap-research-figure",
    "10_etendre": ".pap-research-figure",
}


def ready(page: Any, name: str) -> None:
    """Wait for the workbook; fill it with what makes it long."""
    page.locator("body.pap-ready").wait_for(state="attached", timeout=120_000)
    page.locator(READY.get(name, "#rendered_cells .pap-kit")).first.wait_for(state="attached", timeout=120_000)
    page.wait_for_load_state("networkidle")
    if name == "01_autodiagnostic":
        for number in range(1, 9):
            choose(page, f"L1-0{number}", 3)
        page.locator(".pap-questionnaire-item:visible details summary").first.click()
    if name == "02_resultats":
        page.locator(".pap-opensheets input[type=file]").set_input_files(samples_dir() / "equipe_24.csv")
        reach(page.locator(".pap-results details summary")).first.click(timeout=30_000)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbooks(app: App, open_page: Callable[..., Any], name: str, device: str) -> None:
    """One opening of a workbook on each device, then dark, then text at 200 % in half a laptop's width."""
    page = open_page(app.workbook(name), device=DEVICES[device])
    ready(page, name)
    stages = [one.get_attribute("href").removeprefix("#") for one in page.locator(".pap-rail a").all()]
    for stage in stages:
        go_to_stage(page, stage)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert own_faults(page) == [], (stage, scheme)
            assert axe_faults(page) == [], (stage, scheme)
    assert console_faults(page) == []
    if device == "320 px":
        page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 enlarged four times
        for stage in stages:
            go_to_stage(page, stage)
            assert covered(page) == [], f"{stage}, enlarged four times"
    if device == "laptop":
        page.set_viewport_size({"width": 640, "height": 800})
        page.add_style_tag(content="html { font-size: 200% !important; }")
        for stage in stages:
            go_to_stage(page, stage)
            assert own_faults(page) == [], f"{stage}, text at 200 %"


@pytest.mark.parametrize("path", ["", "absent", "voila/render/absent.ipynb"])
@pytest.mark.parametrize("device", [LAPTOP, NARROW, DARK], ids=["laptop", "320 px", "dark"])
def test_other_pages(app: App, open_page: Callable[..., Any], path: str, device: dict[str, Any]) -> None:
    page = open_page(app.address + path, device=device)
    assert own_faults(page) == []
    assert axe_faults(page) == []
    assert path or console_faults(page) == []  # a page that is absent is told by the browser itself


def test_the_skip_link_leads_to_the_content(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("01_autodiagnostic"))
    page.locator(".pap-questionnaire").wait_for(timeout=120_000)
    page.keyboard.press("Tab")
    assert focus(page)["tag"] == "a"
    page.keyboard.press("Enter")
    inside = page.evaluate("() => Boolean(document.activeElement.closest('main, [role=main]'))")
    assert inside


def test_every_focus_can_be_seen_in_results(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("02_resultats"))
    ready(page, "02_resultats")
    page.locator("body").focus()
    seen = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        where = focus(page)
        if where["tag"] == "body":
            break
        assert where["seen"], where
        seen += 1
    assert seen > 10
