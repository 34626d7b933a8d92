"""The workbooks in Firefox and WebKit: they load, nothing scrolls sideways, days, files in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from carnet_pages import PLAN, CarnetApp
from live import WORKBOOKS
from waits import until
from window import DESKTOP, PHONE, Window

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.places.shipped import samples_dir

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOWN = "return document.body.classList.contains('pap-ready') && document.querySelector('.pap') !== null"
TAB = "\ue004"


def shown(page: Window, app: CarnetApp, name: str) -> None:
    """Load a workbook and wait for its widgets."""
    page.goto(app.workbook(name))
    page.until(SHOWN, seconds=120)


def test_no_workbook_scrolls_sideways(carnet_app: CarnetApp, window: Callable[..., Window]) -> None:
    if not carnet_app.carnets.all():
        carnet_app.carnets.create(sample_carnet())
    page = window(DESKTOP)
    wide = {}
    for name in WORKBOOKS:
        shown(page, carnet_app, name)
        page.eval("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        if found := page.sideways(PHONE, DESKTOP):
            wide[name] = found
    assert not wide, "workbook → at which width, by how much"


def test_a_day_typed_in_the_engine_s_own_field_is_one_step(
    carnet_app: CarnetApp, window: Callable[..., Window]
) -> None:
    carnet_app.empty()
    carnet_app.carnets.create(sample_carnet())
    page = window(DESKTOP)
    shown(page, carnet_app, PLAN)
    page.click(".pap-plan-table tbody tr button")
    page.find(".pap-plan-sheet")
    before = carnet_app.carnet()
    page.find(".pap-plan-sheet h3")
    page.until("return document.activeElement.matches('.pap-plan-sheet h3')")
    page.eval("document.querySelector('[id$=\"-date_revue\"]').focus()")
    parts = ("12", "03", "2027") if page.name == "firefox" else ("03", "12", "2027")  # English; French
    for keys in parts:
        for key in keys:
            page.press(key)
        if page.name == "webkit" and keys != "2027":  # it goes on by Tab only, Firefox by itself
            page.press(TAB)
    assert page.eval("return document.activeElement.value") == "2027-12-03"
    page.eval("document.activeElement.blur()")
    assert until(lambda: carnet_app.carnet().actions[0].review == dt.date(2027, 12, 3))
    page.find('.pap-carnetdesk .pap-kit-saved[data-kind="enregistre"]')
    page.click(".pap-carnetdesk button", "Annuler")
    assert until(lambda: carnet_app.carnet() == before), "what was typed in one visit is one step"


def test_files_come_in_and_go_out(carnet_app: CarnetApp, window: Callable[..., Window]) -> None:
    page = window(DESKTOP)
    shown(page, carnet_app, "02_resultats")
    page.upload(".pap-opensheets input[type=file]", next(Path(samples_dir()).rglob("equipe_24.csv")))
    page.click('.pap-rail a[href="#radar"]')
    page.find(".pap-radar-sentence", "45 sur 100", seconds=60)
    shown(page, carnet_app, PLAN)
    page.click(".pap-carnetdesk-bar button", "Emporter")
    page.click("button", "Télécharger le carnet")
    assert page.downloaded("carnet*.json").read_bytes()
