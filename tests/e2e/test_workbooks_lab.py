"""The workbooks of the carnet in JupyterLab: every widget shows, nothing fails, and each key is the field's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter import Lab, cells, reach, run_all
from waits import until

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.carnet.carnet import Carnet

pytestmark = pytest.mark.browser

KEYS = "a b dd m y z x c v : 00 le relais"
"""Letters that JupyterLab has commands for: cells made, cut, pasted, turned to text, kernels restarted."""
FAILED = (
    '.jp-OutputArea-output[data-mime-type$="stderr"], .jp-OutputArea-output[data-mime-type$="error"], .pap-notice-title'
)


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carnets]:
    """A data folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        data: Path = tmp_path_factory.mktemp("data")
        patch.setenv("PASAPAS_DATA", str(data))
        yield Carnets(data / "carnets")


@pytest.fixture
def kept(folder: Carnets) -> Carnets:
    """The carnets of the folder: one, a fresh copy of the sample."""
    for one in folder.all():
        folder.erase(one.id)
    folder.create(sample_carnet())
    return folder


@pytest.fixture
def begun(lab: Lab, kept: Carnets, open_page: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Open a workbook, run all of it, see every widget; at the end, no cell has come, gone or failed."""
    seen: list[tuple[Any, int]] = []

    def begin(name: str, *widgets: str) -> Any:
        page = open_page(lab.begun(name))
        run_all(page)
        page.locator(".pap-carnetdesk, .pap-guide").first.wait_for(timeout=60_000)
        for widget in widgets:
            reach(page, widget)
        seen.append((page, cells(page)))
        return page

    yield begin
    for page, before in seen:
        assert page.locator(FAILED).all_inner_texts() == []
        assert cells(page) == before


def on_disk(page: Any, kept: Carnets, read: Callable[[Carnet], object], expected: object) -> None:
    """Wait until the carnet that was saved last says what is expected."""
    until(lambda: read(kept.read(kept.all()[0].id).carnet) == expected, page=page)
    assert read(kept.read(kept.all()[0].id).carnet) == expected


def write(page: Any, field: Any, text: str = KEYS) -> None:
    """Type over what a field holds, key by key."""
    field.fill("")
    field.press_sequentially(text, delay=5)
    assert field.input_value() == text


def test_the_home_opens_a_new_carnet(begun: Callable[..., Any], kept: Carnets) -> None:
    page = begun("00_accueil", ".pap-guide", ".pap-carnetdesk")
    guide = page.locator(".pap-guide")
    guide.get_by_label("Je participe").focus()
    page.keyboard.press("ArrowRight")
    assert guide.get_by_label("J'anime").is_checked(), "arrows choose, they do not leave for the next cell"
    page.locator(".pap-carnetdesk-which").click()
    page.locator(".pap-carnetdesk summary", has_text="Ouvrir, commencer").click()
    write(page, page.locator(".pap-carnetdesk").get_by_label("Nom d'un nouveau carnet"))
    page.locator(".pap-carnetdesk").get_by_role("button", name="Commencer ce carnet").focus()
    page.keyboard.press("Enter")
    on_disk(page, kept, lambda carnet: carnet.title, KEYS)
    guide.get_by_text(KEYS).wait_for(timeout=10_000)


def test_a_discussion_is_written(begun: Callable[..., Any], kept: Carnets) -> None:
    widgets = (".pap-runsheet", ".pap-discussion", ".pap-library", ".pap-viewingguide", ".pap-feedbacksheets")
    page = begun("03_discussion", ".pap-carnetdesk", *widgets)
    reach(page, '.pap-discussion [data-key="situation"]').click()
    fact = page.locator(".pap-discussion .pap-discussion-fact textarea").first
    write(page, fact, f"{KEYS}\nde nuit")
    on_disk(page, kept, lambda carnet: carnet.discussions[-1].facts, (f"{KEYS}\nde nuit",))


def test_the_note_of_the_interview_is_written(begun: Callable[..., Any], kept: Carnets) -> None:
    widgets = (".pap-interview", ".pap-orientation", ".pap-eligibility", ".pap-adviserdesk")
    page = begun("06_entretien", ".pap-carnetdesk", *widgets)
    reach(page, '.pap-interview [data-view="note"]').click()
    label = "Élus du personnel, groupe à trois voix, climat"
    field = page.locator(".pap-interview").get_by_label(label)
    write(page, field, f"{KEYS}\nde nuit")
    on_disk(page, kept, lambda carnet: f"{KEYS}\nde nuit" in carnet.interview.sections.values(), True)


def test_an_actor_of_the_territory_is_described(begun: Callable[..., Any], kept: Carnets) -> None:
    page = begun("07_territoire", ".pap-carnetdesk", ".pap-territory", ".pap-sharing")
    reach(page, '.pap-territory-table tr[data-id="T-ARS"] button').click()
    field = page.locator(".pap-territory-sheet").get_by_label("Ce qu'il apporte ici")
    write(page, field)
    field.press("Enter")  # the field keeps the focus, and the notebook does not run the cell
    field.press("x")
    brings = f"{KEYS}x"
    on_disk(
        page, kept, lambda carnet: {one.actor: one.brings for one in carnet.territory.contacts}.get("T-ARS"), brings
    )


def test_a_count_of_the_indicators_is_typed(begun: Callable[..., Any], kept: Carnets) -> None:
    page = begun("08_indicateurs", ".pap-carnetdesk", ".pap-indicators")
    summary = reach(page, '[data-family="effectif"] summary')
    summary.focus()
    page.keyboard.press("Enter")
    years = len(sample_carnet().years)
    field = page.locator('[data-family="effectif"] input').first
    field.fill("")
    field.press_sequentially("30,5", delay=5)
    field.press("Enter")
    on_disk(page, kept, lambda carnet: 30.5 in carnet.years[0].counts.values(), True)
    page.locator(".pap-indicators").get_by_label("Année", exact=True).first.fill("2031")
    page.keyboard.press("Enter")
    on_disk(page, kept, lambda carnet: [one.year for one in carnet.years][years:], [2031])
