"""A kernel that is killed under a page: each widget that asks it for something says so, and takes nothing away."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from live import App
from stages import reach

from pasapas_widgets.places.shipped import samples_dir

pytestmark = pytest.mark.browser


def killed(app: App) -> None:
    """Kill the kernel of the page, as a machine short of memory does."""
    found = app.kernels()
    assert found
    for kernel in found:
        os.kill(kernel, signal.SIGKILL)


def test_eligibility_says_that_no_answer_comes(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("06_entretien"))
    form = page.locator(".pap-eligibility")
    reach(form.locator(".pap-eligibility-site")).first.wait_for(timeout=60_000)
    killed(app)
    form.get_by_label("Département où").first.select_option("27")
    form.get_by_role("alert").get_by_text("a perdu son lien").wait_for(timeout=60_000)
    assert form.get_by_label("Département où").first.input_value() == "27"


def test_sharing_says_that_no_answer_comes(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("07_territoire"))
    sharing = page.locator(".pap-sharing")
    files = sorted((samples_dir() / "territoire").glob("*.json"))
    sharing.locator("input[type=file]").set_input_files(files[:4])
    reach(sharing.get_by_text("4 carnets ouverts")).wait_for(timeout=60_000)
    killed(app)
    sharing.get_by_role("button", name="Montrer ce que nous").click()
    sharing.get_by_role("alert").get_by_text("La page ne répond plus").wait_for(timeout=60_000)
    assert sharing.get_by_text("4 carnets ouverts").is_visible()


@pytest.mark.slow
def test_the_library_says_that_no_page_comes(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("03_discussion"))
    library = page.locator(".pap-library")
    reach(library).wait_for(timeout=60_000)
    killed(app)
    library.locator('[data-key="all"]').click()
    library.locator('[data-key="print"]').click()
    library.locator(".pap-library-print [role=alert]:visible").wait_for(timeout=90_000)
    assert "Rechargez cette page" in library.locator(".pap-library-print [role=alert]").inner_text()
