"""The interview in the real app: the note, what was agreed back into the plan, carnets side by side, the keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from carnet_pages import CarnetApp, saved, undo
from checks import axe_faults, focus, own_faults
from live import LAPTOP
from msgspec.structs import replace
from stages import go_to_stage, reach

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets

pytestmark = pytest.mark.browser

INTERVIEW = "06_entretien"
NARROW = {"viewport": {"width": 320, "height": 640}}


@pytest.fixture(scope="module")
def interview_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    """The app on a data folder that holds a copy of the sample, as a group's own carnet."""
    folder = tmp_path_factory.mktemp("interview")
    Carnets(folder / "carnets").create(replace(sample_carnet(), title="Maison des Tilleuls"))
    app = CarnetApp(folder)
    yield app
    app.stop()


def opened(open_page: Callable[..., Any], app: CarnetApp, **options: Any) -> Any:
    page = open_page(app.workbook(INTERVIEW), **options)
    page.locator(".pap-interview h3").first.wait_for(timeout=60_000)
    page.locator(".pap-adviserdesk h3").last.wait_for(state="attached", timeout=30_000)
    return page


def show(page: Any, view: str) -> Any:
    page.locator(f'.pap-interview [data-view="{view}"]').click()
    return page.locator(".pap-interview")


def test_the_note_is_written_measured_and_taken_home(
    interview_app: CarnetApp, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = opened(open_page, interview_app)
    widget = show(page, "avant")
    widget.get_by_label("Jour de l'entretien").fill("2027-01-28")
    widget.get_by_text("Au plus tard le 14 janvier 2027").wait_for(timeout=10_000)
    widget.get_by_label("Les indicateurs RH disponibles").check()
    assert "de 85 à 90 min" in widget.locator("table").inner_text()

    widget = show(page, "note")
    field = widget.get_by_label("Élus du personnel, groupe à trois voix, climat")
    field.fill("Mme Durand anime un groupe à trois voix.")
    widget.locator(".pap-advice:visible", has_text="Durand").wait_for(timeout=10_000)
    field.fill("Un groupe à trois voix se réunit chaque mois.")
    assert "45 caractères sur 1000" in widget.inner_text()
    widget.get_by_role("status").filter(has_text="tient sur deux pages").wait_for(timeout=15_000)
    for label in ("Temps, budget, calendrier", "Avec qui travaillons-nous"):
        widget.get_by_label(label).fill("une ligne\n" * 99)
    told = widget.get_by_role("status").filter(has_text="dépasse deux pages")
    told.wait_for(timeout=15_000)
    assert "Nos limites" in told.inner_text() and "Notre territoire" in told.inner_text()
    for label in ("Temps, budget, calendrier", "Avec qui travaillons-nous"):
        widget.get_by_label(label).fill("Deux heures par mois.")
    saved(page)
    meeting = interview_app.carnet().interview
    assert meeting.day == dt.date(2027, 1, 28) and "indicateurs" in meeting.papers
    assert meeting.sections["dialogue"] == "Un groupe à trois voix se réunit chaque mois."
    with page.expect_download() as download:
        widget.get_by_role("button", name="Télécharger la note (PDF)").click()
    download.value.save_as(tmp_path / "note.pdf")
    reader = pypdf.PdfReader(tmp_path / "note.pdf")
    assert len(reader.pages) <= 2 and "trois voix se réunit" in " ".join(one.extract_text() for one in reader.pages)


def test_what_was_agreed_flows_back_into_the_plan(interview_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, interview_app)
    before = interview_app.carnet()
    widget = show(page, "sortie")
    make = widget.get_by_role("button", name="En faire une action : piste 2")
    assert make.get_attribute("aria-disabled") == "true"
    widget.get_by_label("Piste 2", exact=True).last.fill("Un relais de dix minutes")
    widget.get_by_label("Énoncé auquel la piste 2 répond").select_option(value="L1-04")
    page.locator('.pap-interview-lead button[aria-disabled="false"]').nth(1).wait_for(timeout=10_000)
    make.click()
    widget.get_by_text("Dans le plan : Un relais de dix minutes").wait_for(timeout=10_000)
    widget.get_by_label("Service à ajouter").select_option(label="Formation")
    widget.get_by_role("button", name="Ajouter ce service").click()
    widget.get_by_label("Acteur à ajouter").select_option(value="T-OPCO")
    widget.get_by_role("button", name="Ajouter cet acteur").click()
    widget.get_by_label("À ne pas diffuser").fill("Une information confiée.")
    saved(page)
    carnet = interview_app.carnet()
    (action,) = [one for one in carnet.actions if one.id not in {two.id for two in before.actions}]
    assert action.title == "Un relais de dix minutes" and action.items == ("L1-04",)
    assert [one.id for one in carnet.interview.leads] == ["piste-1", "piste-2", "piste-3"]
    assert carnet.interview.leads[1].action == action.id
    assert carnet.pathway.steps[-1].service == "S3" and len(carnet.pathway.steps) == len(before.pathway.steps) + 1
    assert [one.actor for one in carnet.territory.contacts if one.wanted and one.id == "T-OPCO"] == ["T-OPCO"]
    assert carnet.interview.outcome.private == "Une information confiée."
    undo(page).click()
    saved(page)
    page.wait_for_function("document.activeElement !== null")
    assert interview_app.carnet().interview.outcome.private == ""


def test_carnets_side_by_side_from_files(interview_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, interview_app)
    desk = reach(page.locator(".pap-adviserdesk"))
    files = [
        {"name": f"{title}.json", "mimeType": "application/json", "buffer": one.to_json().encode()}
        for title in ("Zèbre", "Abeille")
        for one in [replace(sample_carnet(), title=title)]
    ]
    wrong = {"name": "photo.json", "mimeType": "application/json", "buffer": b"\x89PNG"}
    desk.locator("input[type=file]").set_input_files(files=[*files, wrong])
    desk.get_by_role("alert").filter(has_text="photo.json").wait_for(timeout=20_000)
    heads = desk.locator("thead th")
    assert [one.inner_text() for one in heads.all()][1:] == ["Zèbre", "Abeille"]
    assert len(interview_app.carnets.all()) == 1, "nothing is stored unless it is wanted"
    desk.get_by_role("button", name="Retirer : Zèbre").click()
    page.wait_for_function("document.querySelectorAll('.pap-adviserdesk-table thead th').length === 2")
    assert page.evaluate("document.activeElement.closest('.pap-adviserdesk h3') !== null")


def test_by_the_keyboard_alone(interview_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, interview_app)
    page.locator('.pap-interview [data-view="questions"]').focus()
    page.keyboard.press("Enter")
    for _ in range(2):  # past the last way to choose, into the first question
        page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Trois départs.")
    where = focus(page)
    assert where
    saved(page)
    assert interview_app.carnet().interview.answers["maintenant"] == "Trois départs."
    page.locator('.pap-interview [data-view="avant"]').focus()
    page.keyboard.press("Space")
    page.get_by_label("Trois mois de plannings, sans les noms").focus()
    page.keyboard.press("Space")
    saved(page)
    assert "plannings" in interview_app.carnet().interview.papers


@pytest.mark.parametrize("device", [LAPTOP, NARROW, LAPTOP | {"color_scheme": "dark"}], ids=["laptop", "320", "dark"])
def test_every_part_is_accessible(interview_app: CarnetApp, open_page: Callable[..., Any], device: Any) -> None:
    page = opened(open_page, interview_app, device=device)
    reach(page.locator(".pap-adviserdesk").get_by_text("Voir l'exemple inventé")).click()
    page.locator(".pap-adviserdesk-table").wait_for(timeout=20_000)
    assert own_faults(page) == [] and axe_faults(page) == []
    go_to_stage(page, "entretien")
    for view in ("avant", "note", "questions", "sortie"):
        show(page, view)
        assert own_faults(page) == [], view
        assert axe_faults(page) == [], view
