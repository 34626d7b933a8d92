"""The library of the kit and the viewing guide in the real app: found, read, projected, printed."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, focus, own_faults
from live import LAPTOP, App
from ports import free_port
from pypdf import PdfReader

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.kit.webseries import load_viewing
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.widgets.library.library import proposed_cards

pytestmark = pytest.mark.browser

KIT = load_kit()
WHOLE = len(KIT.cards) + len(KIT.methods)
NAME = "fiches"
CELLS = (
    "from pasapas_widgets import CarnetDesk, Library, ViewingGuide",
    "carnet = CarnetDesk()",
    "Library(carnet)",
    "ViewingGuide()",
)
START = """
import sys
from pathlib import Path
from pasapas_widgets.places import shipped
folder = Path(sys.argv.pop(1))
shipped.workbooks_dir = lambda: folder  # this workbook alone, in the real app
from pasapas_widgets.cli import main
sys.exit(main())
"""
FAR = """() => [...document.querySelectorAll('.pap-library-screen :is(p, li, dd, dt, h2)')]
  .map((node) => [parseFloat(getComputedStyle(node).fontSize) / innerWidth, node.className])"""
WIDE = """() => {
  const box = document.querySelector('.pap-library-screen');
  return box.scrollWidth <= box.clientWidth;
}"""

DEVICES = {
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "laptop": LAPTOP,
    "dark 320 px": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "dark": LAPTOP | {"color_scheme": "dark"},
}


def workbook(*cells: str) -> dict[str, Any]:
    code = [
        {"cell_type": "code", "id": f"py-{n}", "metadata": {}, "execution_count": None, "outputs": [], "source": one}
        for n, one in enumerate(cells)
    ]
    title = {"cell_type": "markdown", "id": "md", "metadata": {}, "source": "# Les fiches"}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": [title, *code],
        "metadata": {"kernelspec": kernel, "title": "Les fiches"},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on a workbook of the library alone, with a copy of the sample as the group's carnet."""
    folder, data = tmp_path_factory.mktemp("workbooks"), tmp_path_factory.mktemp("data")
    (folder / f"{NAME}.ipynb").write_text(json.dumps(workbook(*CELLS)), encoding="utf-8")
    Carnets(data / "carnets").create(sample_carnet())
    command = [sys.executable, "-c", START, str(folder), "--no-browser", "--port", str(free_port())]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PASAPAS_DATA": str(data)}
    ) as process:
        assert process.stdout
        address = re.search(r"http://\S+/", process.stdout.readline())
        assert address, "the app printed no address"
        yield App(process, address[0])
        process.terminate()
        process.wait(20)


def opened(open_page: Callable[..., Any], library: App, fragment: str = "", **options: Any) -> Any:
    page = open_page(library.workbook(NAME) + fragment, **options)
    ready(page)
    return page


def ready(page: Any) -> None:
    page.locator(".pap-library").wait_for(timeout=60_000)
    page.locator("body.pap-ready").wait_for(timeout=60_000)


def found(page: Any) -> list[str]:
    """Return the identifiers of what the list shows."""
    kinds = page.locator(".pap-library-list").last.locator(".pap-library-kind").all_inner_texts()
    return [re.search(r"[FM]\d\d", one)[0] for one in kinds]  # type: ignore[index]


def printed(page: Any, act: Callable[[], None]) -> str:
    """Return the text of the PDF that a gesture brings."""
    with page.expect_download(timeout=30_000) as download:
        act()
    assert download.value.suggested_filename == "fiches-pas-a-pas.pdf"
    reader = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
    return f"{len(reader.pages)} pages " + " ".join(page.extract_text() for page in reader.pages)


def test_from_results_to_a_card_to_paper(library: App, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, library)
    # What the group's results bring out comes first, with its reasons.
    expected = proposed_cards(sample_carnet().waves[-1])
    rows = page.locator(".pap-library-list").first.locator(".pap-library-row")
    assert rows.count() == len(found(page)) == 2, "the page begins short"
    page.get_by_role("button", name="autres propositions").click()
    third = next(card for card in KIT.cards if card.id == proposed_cards(sample_carnet().waves[-1])[2]["id"])
    assert third.title[:30] in focus(page)["text"], "the first that was not there has the focus"
    page.get_by_role("button", name=f"Voir les {WHOLE} fiches et méthodes").click()
    assert len(found(page)) == WHOLE
    assert [re.search(r"F\d\d", one)[0] for one in rows.all_inner_texts()] == [one["id"] for one in expected]  # type: ignore[index]
    number = load_questionnaire().number_of(expected[0]["raisons"][0]["enonce"])
    assert f"Les regards diffèrent sur l'énoncé {number}" in rows.first.inner_text()

    # Free words, without accents, a filter; the number is said.
    page.get_by_label("Mots cherchés").fill("evenement difficil")
    assert found(page) == ["F03", "F17"], "in its title first, then among its statements"
    page.locator(".pap-library-count-found", has_text=re.compile("^2 réponses")).wait_for()
    page.get_by_label("Mots cherchés").fill("planing introuvable")
    page.locator(".pap-library-count-found", has_text="Aucune fiche").wait_for()
    page.get_by_role("button", name="Effacer la recherche").click()
    page.get_by_label("Nous sommes combien ?").fill("30")
    page.get_by_label("Temps dont nous disposons").select_option("30")
    page.get_by_label("Montrer").select_option("methode")
    assert found(page) == [
        one.id for one in KIT.methods if one.people[0] <= 30 <= one.people[1] and one.minutes[0] <= 30
    ]

    # From a statement to its cards, from a card to its statements.
    page.get_by_role("button", name="Effacer la recherche").click()
    page.locator(".pap-library-search summary").click()
    page.get_by_label("Énoncé", exact=True).select_option("L2-05")
    assert found(page) == [card.id for card in KIT.cards_for("L2-05")]
    page.locator(".pap-library-list").last.get_by_role("button", name="Lire").first.click()
    card = page.locator(".pap-library-card")
    assert page.url.endswith("#fiche-F07") and focus(page)["tag"] == "h3"
    for step in KIT.cards[6].steps:
        assert step.detail in card.inner_text()
    card.get_by_role("button", name="3 fiches y répondent : 13").click()
    assert found(page) == ["F07", "F08", "F15"] and "#fiche" not in page.url

    # Chosen here and there, printed two to a page; what was looked for survives a reload.
    page.locator(".pap-library-list").last.get_by_label("Choisir pour imprimer").first.check()
    page.get_by_role("button", name="Effacer la recherche").click()
    page.get_by_label("Mots cherchés").fill("gommettes")
    page.locator(".pap-library-list").last.get_by_label("Choisir pour imprimer : Vote par gommettes").check()
    page.reload()
    ready(page)
    assert page.get_by_label("Mots cherchés").input_value() == "gommettes"
    assert "F07, M06. 1 page A4" in page.locator(".pap-library-print").inner_text()
    text = printed(page, lambda: page.locator(".pap-library-print").get_by_role("button", name="Imprimer").click())
    assert text.startswith("1 pages") and "Fiche F07" in text and "Méthode M06" in text
    page.locator(".pap-library-printing", has_text="téléchargé").wait_for()


def test_by_the_keyboard_alone(library: App, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, library, "#fiche-m12")
    page.wait_for_function("document.activeElement?.tagName === 'H3'")
    assert focus(page)["text"].startswith("Objectif clair"), "a link leads to the card itself"

    def reach(name: str) -> None:
        for _ in range(90):
            page.keyboard.press("Tab")
            where = focus(page)
            assert where["tag"] == "body" or where.get("seen"), f"focus that cannot be seen: {where}"
            if str(where["text"]).startswith(name):
                return
        raise AssertionError(f"no way to «{name}»")

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    reach("Projeter")
    page.keyboard.press("Enter")
    far = page.locator(".pap-library-far")
    far.wait_for()
    assert "Pour commencer" in far.inner_text() and focus(page)["text"] == "Suivant"
    for n, step in enumerate(KIT.methods[11].steps, start=1):
        page.keyboard.press("ArrowRight")
        assert f"Étape {n} sur 5" in far.inner_text() and step[1:] in far.inner_text()
    page.keyboard.press("End")
    assert "À garder en tête" in far.inner_text()
    page.keyboard.press("Home")
    page.keyboard.press("Escape")
    page.locator(".pap-library-far").wait_for(state="hidden")
    assert focus(page)["text"] == "Projeter", "the focus comes back where it was"

    reach("Choisir pour imprimer")
    page.keyboard.press("Space")
    assert focus(page)["text"] == "Ne plus imprimer"
    page.locator(".pap-library-print", has_text="1 choisie : M12").wait_for()
    reach("Imprimer")
    assert "Méthode M12" in printed(page, lambda: page.keyboard.press("Enter"))
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        if focus(page)["text"] == "Revenir à la liste":
            page.keyboard.press("Enter")
            break
    page.locator(".pap-library-card").wait_for(state="hidden")
    assert found(page)[0] == "F01"


def test_the_far_view_is_large_and_cuts_nothing(library: App, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, library, "#fiche-F14")
    page.get_by_role("button", name="Projeter").click()
    far = page.locator(".pap-library-far")
    for screen in range(len(KIT.cards[13].steps) + 2):
        if screen:
            far.get_by_role("button", name="Suivant").click()
        sizes = page.evaluate(FAR)
        small = ("pap-library-minutes", "pap-library-count")
        assert all(size > 0.032 or name in small for size, name in sizes), sizes
        assert page.evaluate(WIDE)
    assert "À garder en tête" in far.inner_text()
    assert axe_faults(page) == []


@pytest.mark.parametrize("device", DEVICES)
def test_every_state_for_every_eye(library: App, open_page: Callable[..., Any], device: str) -> None:
    page = opened(open_page, library, device=DEVICES[device])
    page.locator(".pap-library-search summary").click()
    page.get_by_label("Choisir pour imprimer").first.check()
    assert own_faults(page) == []
    assert axe_faults(page) == []
    page.get_by_role("button", name="Lire").first.click()
    page.locator(".pap-library-card").wait_for()
    assert own_faults(page) == []
    assert axe_faults(page) == []


def test_the_guide_asks_nothing_of_another_site(library: App, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, library)
    guide = page.locator(".pap-viewingguide")
    assert not guide.get_by_role("heading", name="Préparer la séance").is_visible(), "the page begins short"
    guide.locator("summary").click()
    links = guide.locator("a")
    assert [one.get_attribute("href") for one in links.all()] == [one.address for one in load_viewing().links]
    for one in links.all():
        assert "nouvel onglet" in one.inner_text() and "noreferrer" in one.get_attribute("rel")
    for moment in load_viewing().moments:
        assert all(question in guide.inner_text() for question in moment.questions)
    # Printed by itself: the guide, folded on the screen or not, and nothing beside it.
    guide.locator("summary").click()
    page.evaluate("() => { window.print = () => { window.asked = true; }; }")
    guide.get_by_role("button", name="Imprimer ce guide").click()
    assert page.evaluate("window.asked")
    page.emulate_media(media="print")
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(page.pdf())).pages)
    assert "Avant" in text and "solidarites.gouv.fr/outils" in text.replace("\n", "") and "Mots cherchés" not in text


def test_a_concern_leads_on_and_what_a_card_names_is_printed(library: App, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, library, viewport={"width": 320, "height": 700})
    page.get_by_label("Partir d'une préoccupation").select_option(label="Le jour et la nuit")
    assert found(page) == ["F01", "F04", "F18"]
    lead = page.locator(".pap-library-lead")
    assert "4 ·" in lead.inner_text() and "Taux d'encadrement" in lead.inner_text()
    assert "Ressources et outils" in lead.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    def saved(act: Callable[[], None]) -> tuple[str, bytes]:
        with page.expect_download(timeout=60_000) as download:
            act()
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    page.locator('[data-key="open-F01"]').click()
    name, data = saved(lambda: page.get_by_role("button", name="Télécharger ses 2 modèles").click())
    assert name == "modeles-pas-a-pas.pdf" and len(PdfReader(io.BytesIO(data)).pages) == 2
    documents = page.locator(".pap-library-documents")
    documents.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    name, data = saved(lambda: documents.get_by_role("button", name="PDF : Le dossier de la").click())
    assert name == "dossier.pdf" and len(PdfReader(io.BytesIO(data)).pages) == 10
    name, data = saved(lambda: documents.get_by_role("button", name="Word : Le dossier à modifier").click())
    assert name == "dossier.docx" and data[:2] == b"PK"


def test_the_contents_of_a_page_without_stages_lead_and_close_nothing(
    library: App, open_page: Callable[..., Any]
) -> None:
    page = opened(open_page, library)
    page.locator(".pap-library").get_by_role("button", name="Lire").first.click()
    card = page.locator(".pap-library-card h3").inner_text()
    contents = page.get_by_role("navigation", name="Sur cette page")
    assert contents.get_by_role("link").count() == 0, "the page begins short"
    contents.locator("summary").focus()
    page.keyboard.press("Enter")
    contents.get_by_role("link").first.wait_for()
    said = contents.get_by_role("link").all_inner_texts()
    shown = page.locator("#rendered_cells :is(h2, h3):visible").all_inner_texts()
    assert said == [one.removesuffix("¶") for one in shown] and len(set(said)) == len(said) >= 5, "each once"
    for heading, key in ((said[-1], "Enter"), (said[1], "")):
        link = contents.get_by_role("link", name=heading, exact=True)
        link.press(key) if key else link.click()
        place = page.get_by_role("heading", name=heading, exact=True)
        page.wait_for_function("node => node === document.activeElement", arg=place.element_handle())
        assert 0 <= place.bounding_box()["y"] < 800, heading
        assert page.locator(".pap-library-card h3").inner_text() == card
    page.set_viewport_size({"width": 320, "height": 640})
    assert own_faults(page) == [] and axe_faults(page) == []
    page.emulate_media(media="print")
    assert not contents.is_visible()
