"""The same workbooks in JupyterLab, with the same widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jupyter import Lab, cells, reach, run_all
from live import answered, choose

from pasapas_widgets.places.shipped import samples_dir

pytestmark = pytest.mark.browser


def test_the_questionnaire_and_its_radar(lab: Lab, open_page: Callable[..., Any]) -> None:
    page = open_page(lab.begun("01_autodiagnostic"))
    run_all(page)
    page.locator(".pap-questionnaire").wait_for(timeout=60_000)
    for item, value in (("L1-01", 4), ("L1-02", 4), ("L1-03", 4), ("L1-04", 4), ("L1-05", 4)):
        choose(page, item, value)
    assert answered(page) == 5
    radar = reach(page, ".pap-radar")
    radar.locator("td", has_text="Point fort").wait_for(state="attached", timeout=60_000)
    assert "« Point fort »" in " ".join(radar.inner_text().split())


def test_a_group_opened_from_a_file(lab: Lab, open_page: Callable[..., Any]) -> None:
    page = open_page(lab.begun("02_resultats"))
    run_all(page)
    page.locator(".pap-opensheets").wait_for(timeout=60_000)
    page.locator(".pap-opensheets input[type=file]").set_input_files(samples_dir() / "equipe_24.csv")
    page.locator(".pap-opensheets").get_by_text("24 feuilles en tout").wait_for(timeout=30_000)
    reach(page, ".pap-results details")
    assert page.locator(".pap-results details").count() > 10
    assert "24" in page.locator(".pap-results").inner_text()
    summary = page.locator(".pap-results summary").first
    before = cells(page)
    summary.focus()
    for key, is_open in (("Enter", True), ("Space", False), ("b", False)):  # «b» would add a cell and take the focus
        page.keyboard.press(key)
        assert summary.evaluate("one => one.parentElement.open") == is_open, key
        assert summary.evaluate("one => one === document.activeElement"), key
    assert cells(page) == before
