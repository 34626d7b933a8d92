"""A day typed in a date field of the plan, key by key, at the pace of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from carnet_pages import CarnetApp, open_sheet, saved
from plan_page import opened
from waits import until as comes

pytestmark = pytest.mark.browser

KEY_SECONDS = 0.45


def typed(page: Any, label: str, keys: str) -> Any:
    """Type in a date field of the sheet; its parts are in the order of this browser's language: month, day, year."""
    day = page.locator(".pap-plan-sheet").get_by_label(label, exact=True)
    day.click(position={"x": 12, "y": 12})
    page.keyboard.type(keys, delay=KEY_SECONDS * 1000)
    return day


def test_a_day_typed_key_by_key_is_one_step_of_undo(plan_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, plan_app)
    open_sheet(page, 1)
    before = plan_app.carnet()
    reviews: set[dt.date | None] = set()
    day = typed(page, "Date de revue", "")
    for key in "12032027":
        page.keyboard.type(key)
        page.wait_for_timeout(KEY_SECONDS * 1000)
        reviews.add(plan_app.carnet().actions[0].review)
    assert day.input_value() == "2027-12-03"
    day.blur()
    saved(page)
    assert plan_app.carnet().actions[0].review == dt.date(2027, 12, 3)
    assert {one.year for one in reviews if one} <= {before.actions[0].review.year, 2027}, "no year of its own digits"
    page.locator(".pap-carnetdesk").get_by_role("button", name="Annuler").click()
    assert comes(lambda: plan_app.carnet() == before, page=page), "what was typed in one visit is one step"


def test_a_year_out_of_reason_is_refused_in_words(plan_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, plan_app)
    open_sheet(page, 1)
    before = plan_app.carnet().actions[0].due
    day = typed(page, "Échéance", "12030027")
    day.blur()
    refused = page.locator(".pap-plan-sheet [role=alert]:visible")
    refused.wait_for()
    assert "entre 1990 et 2099" in refused.inner_text()
    assert day.get_attribute("aria-invalid") == "true"
    assert refused.get_attribute("id") in day.get_attribute("aria-describedby").split()
    saved(page)
    assert plan_app.carnet().actions[0].due == before, "nor is the day kept that was half changed"
    day.fill("2027-12-03")
    saved(page)
    assert not refused.is_visible() and day.get_attribute("aria-invalid") is None
    assert plan_app.carnet().actions[0].due == dt.date(2027, 12, 3)
