"""The plan in JupyterLab: each key is the field's, and each change is on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter import Lab, cells, reach, run_all
from waits import until

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carnets]:
    """A data folder of its own, with one carnet."""
    with pytest.MonkeyPatch.context() as patch:
        folder: Path = tmp_path_factory.mktemp("data")
        patch.setenv("PASAPAS_DATA", str(folder))
        carnets = Carnets(folder / "carnets")
        carnets.create(sample_carnet())
        yield carnets


def test_typing_and_undo_in_jupyterlab(kept: Carnets, lab: Lab, open_page: Callable[..., Any]) -> None:
    page = open_page(lab.begun("05_plan_action"))
    run_all(page)
    page.locator(".pap-carnetdesk").wait_for(timeout=60_000)
    reach(page, ".pap-plan-table")
    before = cells(page)
    page.locator(".pap-plan-table tbody button").first.click()
    field = page.locator(".pap-plan-sheet").get_by_label("Situation de travail", exact=True)
    field.fill("")
    field.press_sequentially("a b dd m y : le relais\nde nuit", delay=10)  # letters that JupyterLab has commands for
    (id,) = [one.id for one in kept.all()]
    typed = "a b dd m y : le relais\nde nuit"
    assert until(lambda: kept.read(id).carnet.actions[0].situation == typed, page=page)
    page.locator(".pap-plan-table tbody select").first.focus()
    page.keyboard.press("ArrowDown")
    assert until(lambda: kept.read(id).carnet.actions[0].state == "modifie", page=page)
    page.locator('.pap-plan [data-key="undo"]').focus()
    page.keyboard.press("Enter")
    assert until(lambda: kept.read(id).carnet.actions[0].state == "fait", page=page)
    assert cells(page) == before
