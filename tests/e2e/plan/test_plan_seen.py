"""The plan and the choice by mouse, touch, list and keyboard alone, at every width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from carnet_pages import CHOICE, PLAN, CarnetApp, open_panel, saved
from checks import axe_faults, focus, own_faults
from live import PHONE
from plan_page import opened
from stages import go_to_stage, reach
from waits import until as comes

pytestmark = pytest.mark.browser


def test_moved_by_mouse_by_touch_and_by_list(plan_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, plan_app)
    page.get_by_role("button", name="Par état").click()
    card = page.locator('.pap-plan-card[data-id="a4"]')
    page.locator(".pap-plan-board").evaluate("node => node.scrollIntoView({block: 'center'})")
    grip, target = card.locator(".pap-plan-grip").bounding_box(), page.locator('[data-state="arrete"]').bounding_box()
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 60, grip["y"] + 20, steps=4)
    page.mouse.move(target["x"] + 40, target["y"] + 40, steps=8)
    page.mouse.up()
    page.locator('[data-state="arrete"] .pap-plan-card[data-id="a4"]').wait_for(timeout=60_000)
    saved(page)
    assert plan_app.carnet().actions[3].state == "arrete"
    card.locator("select").focus()
    card.locator("select").select_option("en_cours")
    page.locator('[data-state="en_cours"] .pap-plan-card[data-id="a4"]').wait_for(timeout=60_000)
    assert page.locator('[data-state="en_cours"] [data-id="a4"] select').evaluate("n => n === document.activeElement")
    saved(page)
    assert plan_app.carnet().actions[3].state == "en_cours"


def test_the_matrix_on_a_phone_by_finger_and_by_list(plan_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, plan_app, CHOICE, device=PHONE)
    touch = page.context.new_cdp_session(page)
    chip = page.locator(".pap-priorities-matrix-waiting .pap-priorities-matrix-chip").first
    reach(chip).scroll_into_view_if_needed()
    page.locator(".pap-priorities-matrix").evaluate("node => node.scrollIntoView({block: 'center'})")
    start, end = chip.bounding_box(), page.locator('[data-place="2-2"]').bounding_box()
    x, y = start["x"] + 20, start["y"] + 20
    across, down = (end["x"] + 50 - x) / 8, (end["y"] + 60 - y) / 8
    points = [(x + across * step, y + down * step) for step in range(9)]
    for kind, (x, y) in zip(["touchStart"] + ["touchMove"] * 8, points, strict=True):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.locator('[data-place="2-2"] .pap-priorities-matrix-chip').wait_for(timeout=60_000)
    saved(page)
    moved = next(one for one in plan_app.carnet().priorities if one.items == ("L1-07",))
    assert (moved.effort, moved.effect) == (2, 2)
    led = "() => document.activeElement.closest('.pap-priorities-card')?.textContent.includes('ce qui les étonne')"

    def tapped() -> bool:
        """A tapped chip leads to its lists; the emulated browser may take the first tap for the end of the drag."""
        go_to_stage(page, "placer")
        page.locator('[data-place="2-2"] .pap-priorities-matrix-chip').tap()
        page.wait_for_timeout(1000)
        return bool(page.evaluate(led))

    assert comes(tapped, page=page)


def test_a_plan_by_keyboard_alone(plan_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, plan_app)
    page.locator("body").focus()

    def until(found: Callable[[dict[str, Any]], bool], key: str = "Tab") -> dict[str, Any]:
        for _ in range(150):
            page.keyboard.press(key)
            where = focus(page)
            assert where["tag"] == "body" or where.get("seen"), f"focus that cannot be seen: {where}"
            if found(where):
                return where
        raise AssertionError("the keyboard does not get there")

    until(lambda at: at["tag"] == "button" and at["text"].startswith("Par état"))
    page.keyboard.press("Enter")
    until(lambda at: at["tag"] == "select")
    page.keyboard.press("ArrowDown")  # the first card's state: one further
    saved(page)
    assert plan_app.carnet().actions[3].state == "en_cours"
    until(lambda at: at["tag"] == "button" and at["text"].startswith("Ouvrir la fiche"))
    page.keyboard.press("Enter")
    assert focus(page)["tag"] == "h3"
    until(lambda at: at["tag"] == "textarea")
    page.keyboard.type("La nuit du samedi, personne ne sait qui relaie.")
    until(lambda at: at["tag"] == "button" and at["text"].startswith("Fermer"))
    page.keyboard.press("Enter")
    assert focus(page)["text"].startswith("Ouvrir la fiche"), "the focus comes back where it was"
    saved(page)
    assert any("personne ne sait qui relaie" in one.situation for one in plan_app.carnet().actions)
    until(lambda at: at["tag"] == "button" and at["text"] == "Annuler", key="Shift+Tab")
    page.keyboard.press("Enter")
    gone = "personne ne sait qui relaie"
    assert comes(lambda: not any(gone in one.situation for one in plan_app.carnet().actions), page=page)
    assert focus(page)["text"] == "Annuler", "undo keeps the focus"


@pytest.mark.parametrize("name", [PLAN, CHOICE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_accessible_at_every_width(
    plan_app: CarnetApp, open_page: Callable[..., Any], name: str, scheme: str, width: int
) -> None:
    page = opened(open_page, plan_app, name, device={"viewport": {"width": width, "height": 800}}, color_scheme=scheme)
    panel = open_panel(page, "À propos")
    panel.locator("summary", has_text="Ouvrir, commencer").click()
    assert own_faults(page) == [] and axe_faults(page) == [], "beside the page"
    panel.get_by_role("button", name="Fermer").click()
    if name == PLAN:
        page.locator(".pap-plan-table tbody button").first.evaluate("node => node.click()")
        page.get_by_label("À quel énoncé répond-elle ?").select_option(index=1)
        for view in ("Tableau", "Par état", "Dans le temps"):
            page.get_by_role("button", name=view, exact=True).click()
            page.wait_for_timeout(150)
            assert own_faults(page) == [] and axe_faults(page) == [], view
    else:
        for stage in ("proposer", "voter", "placer", "garder"):
            go_to_stage(page, stage)
            assert own_faults(page) == [] and axe_faults(page) == [], stage
