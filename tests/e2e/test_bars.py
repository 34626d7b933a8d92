"""The bars of the discussion page, as they are laid out: the time spent of a sequence, and who answered what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from carnet_pages import CarnetApp
from stages import reach

from pasapas_widgets.carnets.desk import sample_carnet

pytestmark = pytest.mark.browser

INNER = """bar => { const all = [...bar.children], style = getComputedStyle(bar);
  return { room: bar.clientWidth, told: all.map(one => one.style.width),
           widths: all.map(one => one.getBoundingClientRect().width),
           counts: all.map(one => Number(one.textContent)),
           height: bar.clientHeight, border: parseFloat(style.borderTopWidth) }; }"""


@pytest.fixture
def talk_app(tmp_path: Path) -> Iterator[CarnetApp]:
    app = CarnetApp(tmp_path)
    app.carnets.create(sample_carnet())
    yield app
    app.stop()


def test_each_bar_of_the_discussion_page_keeps_its_own_measures(
    talk_app: CarnetApp, open_page: Callable[..., Any]
) -> None:
    page = open_page(talk_app.workbook("03_discussion"))
    sheet = reach(page.locator(".pap-runsheet"))
    sheet.get_by_role("button", name="Animer", exact=True).click()
    sheet.get_by_role("button", name="Commencer maintenant", exact=True).click()
    page.evaluate(
        """() => { const now = Date.now; Date.now = () => now.call(Date) + 4 * 60000;
           document.dispatchEvent(new Event('visibilitychange')); }"""
    )
    sheet.get_by_text("encore 6 min").first.wait_for(timeout=10_000)

    timer = sheet.locator(".pap-runsheet-now .pap-runsheet-bar").evaluate(INNER)
    (told,), (width,) = timer["told"], timer["widths"]
    assert 40 <= float(told.removesuffix("%")) <= 45, "four minutes of ten"
    assert width == pytest.approx(timer["room"] * float(told.removesuffix("%")) / 100, abs=1)
    assert timer["border"] > 0 and timer["height"] < 10, "a slim bar in its frame"

    reach(page.locator(".pap-discussion .pap-discussion-subject")).first.wait_for(timeout=60_000)
    for bar in page.locator(".pap-discussion-bar").all():
        if not bar.is_visible():
            continue
        spread = bar.evaluate(INNER)
        assert spread["border"] == 0 and spread["height"] > 24, "room for the number in each segment"
        assert sum(spread["widths"]) == pytest.approx(spread["room"], abs=3 * len(spread["widths"]))
        (unit, *others) = (
            width / count for width, count in zip(spread["widths"], spread["counts"], strict=True) if width > 30
        )
        assert all(other == pytest.approx(unit, rel=0.15) for other in others), f"by how many answered: {spread}"
