"""Choosing one of the invented dossiers in a workbook: it is opened as a copy, labelled, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from carnet_pages import PLAN, CarnetApp, open_panel, ready
from checks import axe_faults, own_faults

from pasapas_widgets.carnets.desk import sample_titles

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    app = CarnetApp(tmp_path_factory.mktemp("dossiers"))
    yield app
    app.stop()


def test_a_dossier_is_chosen_read_and_kept_nowhere(app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{app.address}voila/render/{PLAN}.ipynb")
    ready(page)
    panel = open_panel(page)
    choice = panel.get_by_label("Quel exemple inventé ?")
    assert choice.locator("option").all_text_contents() == list(sample_titles().values())
    button = panel.get_by_role("button", name="Voir l'exemple inventé")
    assert not button.is_visible(), "the example is the one that is open"
    choice.select_option("aemo")
    button.click()
    bar = page.locator(".pap-carnetdesk-which")
    page.wait_for_function("() => document.querySelector('.pap-carnetdesk-which').textContent.includes('Deux Rives')")
    assert "EXEMPLE INVENTÉ" in bar.text_content() and app.carnets.all() == ()
    assert not panel.is_visible(), "what was asked for is in sight"
    assert own_faults(page) == [] and axe_faults(page) == []
    page.locator(".pap-plan").get_by_text("Faire remonter une difficulté").first.wait_for()
    open_panel(page)
    assert choice.input_value() == "aemo" and not button.is_visible()
    assert own_faults(page) == [] and axe_faults(page) == []
    page.reload()
    ready(page)
    assert "Deux Rives" not in bar.text_content() and app.carnets.all() == ()
