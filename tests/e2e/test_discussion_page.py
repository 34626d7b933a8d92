"""What a group says, in the real app: by mouse and by keyboard alone; feedback sheets in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from carnet_pages import CarnetApp, saved, undo
from checks import axe_faults, focus, own_faults
from live import LAPTOP
from pypdf import PdfReader
from stages import reach

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.carnet.carnet import Carnet

pytestmark = pytest.mark.browser

TALK = "03_discussion"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    app = CarnetApp(tmp_path_factory.mktemp("discussion"))
    yield app
    app.stop()


@pytest.fixture
def talk_app(running: CarnetApp) -> CarnetApp:
    """The app with a fresh copy of the sample as the carnet that was saved last."""
    carnets = Carnets(running.folder / "carnets")
    for one in carnets.all():
        carnets.erase(one.id)
    carnets.create(sample_carnet())
    return running


def opened(open_page: Callable[..., Any], app: CarnetApp, **options: Any) -> Any:
    page = open_page(app.workbook(TALK), **options)
    reach(page.locator(".pap-discussion .pap-discussion-subject")).first.wait_for(timeout=60_000)
    return page


def talks(app: CarnetApp) -> dict[str, Any]:
    return {one.id: one for one in app.carnet().discussions}


def test_from_a_divided_statement_to_a_priority(talk_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, talk_app)
    subject = page.locator(".pap-discussion-subject").first
    assert "Les regards diffèrent" in subject.inner_text() and "Sur 22 réponses" in subject.inner_text()
    subject.get_by_role("button", name="Noter ce qui s'est dit").click()
    sheet = page.locator(".pap-discussion .pap-discussion-sheet")
    facts = sheet.locator(".pap-discussion-fact textarea")
    assert facts.first.evaluate("node => node === document.activeElement"), "the group writes at once"
    facts.first.fill("Le compte rendu ne dit pas ce qui a été décidé.")
    sheet.get_by_role("button", name="Ajouter un fait").click()
    facts.nth(1).fill("Mme Durand l'a appris par téléphone.")
    flagged = sheet.locator(".pap-discussion-fact").nth(1).locator(".pap-advice", has_text="Durand")
    flagged.wait_for(timeout=10_000)
    sheet.get_by_role("button", name="Montrer ces mots dans le texte").click()
    chosen = "node => node.value.slice(node.selectionStart, node.selectionEnd)"
    assert facts.nth(1).evaluate(chosen) == "Durand"
    facts.nth(1).fill("Une éducatrice l'a appris par téléphone.")
    flagged.wait_for(state="hidden", timeout=10_000)

    sheet.get_by_role("button", name="Monter le fait 2").click()
    page.wait_for_function(
        "() => document.querySelector('.pap-discussion-fact textarea').value.startsWith('Une éducatrice')"
    )
    saved(page)
    (made,) = [one for one in talks(talk_app).values() if one.id != "d1"]
    assert made.facts[0].startswith("Une éducatrice") and len(made.facts) == 2
    assert not made.agreed, "nothing is kept for others before the group says so"
    sheet.get_by_role("button", name="Retirer le fait 2").click()
    saved(page)
    assert len(talks(talk_app)[made.id].facts) == 1
    undo(page).click()
    saved(page)
    assert len(talks(talk_app)[made.id].facts) == 2

    assert "aucun document" in sheet.locator(".pap-discussion-agreement").inner_text()
    sheet.get_by_label("Le groupe est d'accord pour garder ceci").check()
    sheet.get_by_label("Fiche ou méthode utilisée").select_option("M05")
    sheet.get_by_role("button", name="En faire une priorité").click()
    sheet.get_by_text("déjà parmi les sujets").wait_for()
    saved(page)
    kept = talks(talk_app)[made.id]
    assert (kept.agreed, kept.card) == (True, "M05")
    assert talk_app.carnet().priorities[-1].items == kept.items
    sheet.get_by_role("button", name="Effacer cette discussion").click()
    saved(page)
    assert made.id not in talks(talk_app)
    assert not sheet.is_visible()


def test_a_situation_of_work_by_keyboard_alone(talk_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, talk_app)
    page.locator("body").focus()

    def until(text: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            where = focus(page)
            assert where["tag"] == "body" or where.get("seen"), f"focus that cannot be seen: {where}"
            if where["tag"] in ("button", "input") and text in where["text"]:
                return
        raise AssertionError(f"the keyboard does not get to {text}")

    until("Partir d'une situation de travail")
    page.keyboard.press("Enter")
    page.keyboard.type("La nuit du samedi.")
    page.keyboard.press("Tab")
    page.keyboard.type("Une seule personne pour deux étages.")
    until("Ajouter un fait")
    page.keyboard.press("Enter")
    page.keyboard.type("Le téléphone d'astreinte ne passe pas à la cave.")
    until("Descendre") if focus(page)["text"].startswith("Monter") else None
    saved(page)
    (made,) = [one for one in talks(talk_app).values() if one.id != "d1"]
    assert (made.items, made.situation) == ((), "La nuit du samedi.")
    assert made.facts == ("Une seule personne pour deux étages.", "Le téléphone d'astreinte ne passe pas à la cave.")
    until("Fermer")
    page.keyboard.press("Enter")
    assert focus(page)["text"].startswith("Ouvrir"), "the focus goes back to where the discussion is opened"


@pytest.mark.parametrize("device", ["320 px", "dark"])
def test_pages_of_a_discussion_under_our_checks(
    talk_app: CarnetApp, open_page: Callable[..., Any], device: str
) -> None:
    devices = {"320 px": {"viewport": {"width": 320, "height": 640}}, "dark": LAPTOP | {"color_scheme": "dark"}}
    page = opened(open_page, talk_app, device=devices[device])
    page.locator(".pap-discussion .pap-kit-list button").first.click()
    page.locator(".pap-discussion-fact textarea").first.fill("Mme Durand")
    page.locator(".pap-discussion-fact .pap-advice", has_text="Durand").wait_for(timeout=10_000)
    assert own_faults(page) == []
    assert axe_faults(page) == []


def test_an_empty_carnet_still_takes_a_situation(talk_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    Carnets(talk_app.folder / "carnets").create(Carnet(title="Neuf"))
    page = open_page(talk_app.workbook(TALK))
    reach(page.locator(".pap-discussion").get_by_text("pas encore de résultats")).wait_for(timeout=60_000)
    page.get_by_role("button", name="Partir d'une situation de travail").click()
    page.locator(".pap-discussion-fact textarea").first.fill("Personne ne relaie à 6 h.")
    saved(page)
    (one,) = talk_app.carnet().discussions
    assert one.facts == ("Personne ne relaie à 6 h.",) and one.items == ()


def test_a_feedback_sheet_from_an_example_to_another_carnet(
    talk_app: CarnetApp, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = opened(open_page, talk_app)
    shelf = reach(page.locator(".pap-feedbacksheets"))
    shelf.locator("summary", has_text="Dix minutes de relais").click()
    shelf.get_by_role("button", name="Partir de cet exemple : Dix minutes").click()
    sheet = shelf.locator(".pap-feedbacksheets-sheet")
    sheet.get_by_label("Titre", exact=True).fill("Un relais de vingt minutes")
    sheet.get_by_label("Nos conseils à d'autres").fill("Demander à Mme Durand.")
    sheet.locator(".pap-advice", has_text="Durand").wait_for(timeout=10_000)
    sheet.get_by_label("Nos conseils à d'autres").fill("Commencer petit.")
    saved(page)
    made = talk_app.carnet().feedback[-1]
    assert (made.title, made.advice, made.invented) == ("Un relais de vingt minutes", "Commencer petit.", True)
    sheet.get_by_label("Ceci est un exemple inventé").uncheck()
    saved(page)
    files = {}
    for format, label in (("pdf", "Télécharger en PDF"), ("docx", "Télécharger pour Word"), ("json", "Fichier à")):
        with page.expect_download() as download:
            sheet.get_by_role("button", name=label).click()
        files[format] = tmp_path / f"fiche.{format}"
        download.value.save_as(files[format])
        assert download.value.suggested_filename == f"retour-un-relais-de-vingt-minutes.{format}"
    (only,) = PdfReader(files["pdf"]).pages
    assert "Un relais de vingt minutes" in only.extract_text() and "inventé" not in only.extract_text()
    assert "Commencer petit." in [one.text for one in docx.Document(str(files["docx"])).paragraphs]

    # Another establishment's carnet takes the file, marked; what is no sheet is refused in words.
    Carnets(talk_app.folder / "carnets").create(Carnet(title="Ailleurs"))
    other = open_page(talk_app.workbook(TALK))
    theirs = reach(other.locator(".pap-feedbacksheets"))
    theirs.get_by_label("Choisir le fichier de la fiche").set_input_files(files["json"])
    theirs.locator(".pap-kit-list .pap-kit-badge", has_text="autre établissement").wait_for(timeout=60_000)
    saved(other)
    (received,) = talk_app.carnet().feedback
    assert received.elsewhere and received.title == made.title
    theirs.locator(".pap-kit-list button").click()
    assert not theirs.get_by_label("Titre", exact=True).is_visible(), "another's sheet is read, not changed"
    theirs.get_by_label("Choisir le fichier de la fiche").set_input_files(files["pdf"])
    theirs.locator("[role=alert]", has_text="ce n'est pas une fiche").wait_for(timeout=10_000)
    assert own_faults(other) == [] and axe_faults(other) == []
