"""The workbook «Étendre» in a real browser: one's own questionnaire, and one's own widget that follows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from checks import axe_faults, own_faults
from live import App, choose
from playwright.sync_api import expect
from stages import reach

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("hands", ["mouse", "keyboard alone"])
def test_the_own_widget_follows_the_own_questionnaire(app: App, open_page: Callable[..., Any], hands: str) -> None:
    page = open_page(app.workbook("10_etendre"))
    said, gauge = page.locator(".pap-thermometer [role=status]"), page.locator(".pap-thermometer meter")
    reach(said).wait_for(timeout=60_000)
    expect(said).to_have_text("La relève : pas encore assez de réponses.")
    expect(gauge).to_be_hidden()
    reach(page.locator(".pap-questionnaire-steps"))
    for item, level in (("R1", 5), ("R2", 4), ("R3", 4), ("R4", 1), ("R5", 3)):
        radio = page.locator(f'.pap-questionnaire-item[data-item="{item}"] input[value="{level}"]')
        if hands == "mouse":
            choose(page, item, level)
        else:
            radio.focus()
            page.keyboard.press("Space")
            if item != "R5":
                page.locator(".pap-questionnaire-steps .pap-button-main").focus()
                page.keyboard.press("Enter")
    expect(said).to_have_text("La relève : en haut de la jauge.")  # (4 + 3 + 3 + 4 + 2) of 20, R4 turned round
    reach(gauge)
    assert gauge.evaluate("node => [node.value, node.getAttribute('aria-label') ?? node.ariaLabel]") == [
        80,
        "La relève",
    ]
    assert axe_faults(page) == [] and own_faults(page) == []
    page.reload()
    expect(said).to_have_text("La relève : en haut de la jauge.", timeout=60_000)
