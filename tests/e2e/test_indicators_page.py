"""The HR indicators in the real app: typed, pasted, brought from an export, by mouse and by keyboard."""

# ruff: noqa: E501 (a line of an export stays a line)

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from carnet_pages import CarnetApp, open_panel, saved
from checks import axe_faults, description, own_faults
from stages import go_to_stage, reach

from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.indicators import YearCounts

pytestmark = pytest.mark.browser
NAME = "08_indicateurs"
REGISTER = (
    "Matricule;Nom;Entrée;Sortie;Contrat\nZX901;Quiproquo;01/03/2010;;CDI\nZX902;Balthazard;15/09/2019;31/08/2025;CDI\n"
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    app = CarnetApp(tmp_path_factory.mktemp("indicateurs"))
    yield app
    app.stop()


@pytest.fixture
def page(app: CarnetApp, open_page: Callable[..., Any]) -> Any:
    Carnets(app.folder / "carnets").create(Carnet(title="Essai", years=(YearCounts(id="y2024", year=2024),)))
    page = open_page(app.workbook(NAME))
    page.locator(".pap-indicators h3").first.wait_for(timeout=60_000)
    return page


def cell(page: Any, name: str, year: int = 2024) -> Any:
    return page.get_by_label(f"{name}, {year}", exact=True)


def bring(page: Any, text: str, name: str = "registre.csv") -> None:
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    reach(page.locator(".pap-indicators-files input[type=file]")).set_input_files(files=[file])


def test_typed_by_keyboard_computed_and_told_with_its_caution(page: Any, app: CarnetApp) -> None:
    summary = page.locator('[data-family="effectif"] summary')
    summary.focus()
    page.keyboard.press("Enter")
    for text in ("25", "25"):
        page.keyboard.press("Tab")
        while page.evaluate("() => document.activeElement.tagName") != "INPUT":
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.locator('[data-family="mouvements"] summary').click()
    assert description(cell(page, "Départs de CDI")) == "", "a right number is not described as a fault"
    cell(page, "Départs de CDI").fill("un")
    assert page.locator(".pap-advice:visible", has_text="écrire par exemple 12").count() == 1
    assert "écrire par exemple 12" in description(cell(page, "Départs de CDI"))
    assert own_faults(page) == []
    cell(page, "Départs de CDI").fill("3")
    assert description(cell(page, "Départs de CDI")) == ""
    assert cell(page, "Départs de CDI").get_attribute("aria-invalid") is None
    cell(page, "Entrées en CDI").fill("1")
    reach(page.locator('[data-indicator="rotation"]', has_text="8,0")).wait_for(timeout=10_000)
    page.locator('[data-indicator="rotation"] > summary').click()
    said = page.locator('[data-indicator="rotation"]').inner_text().replace("\u00a0", " ")
    # 3 departures among 25: 12 %; one more: 1 / 25 = 4 points. (1 + 3) / 2 / 25 = 8 %.
    assert "12,0 % en 2024" in said and "8,0 % en 2024" in said and "change ce taux de 4 points" in said
    assert "effectif moyen" in said
    saved(page)
    assert app.carnet().years[0].counts["departs_cdi"] == 3
    reach(cell(page, "Départs de CDI")).fill("90")
    page.locator(".pap-notice", has_text="plus de départs de CDI que").wait_for(timeout=10_000)


def test_pasted_from_a_spreadsheet_and_a_year_added(page: Any, app: CarnetApp) -> None:
    year = page.get_by_label("Année", exact=True).first
    kept = year.input_value()
    year.fill("24")
    page.get_by_role("button", name="Ajouter une année").click()
    assert "quatre chiffres" in description(year) and own_faults(page) == []
    year.fill(kept)
    page.get_by_role("button", name="Ajouter une année").click()
    assert description(year) == "" and year.get_attribute("aria-invalid") is None
    page.locator('[data-family="postes"] summary').click()
    first = cell(page, "ETP autorisés ou inscrits au budget")
    first.focus()
    page.evaluate(
        """() => { const data = new DataTransfer(); data.setData('text/plain', '40\\t42,5\\n2\\tdeux\\n');
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    page.locator(".pap-indicators-status", has_text="3 cases collées. 1 case collée n'est pas un nombre").wait_for(
        timeout=10_000
    )
    saved(page)
    years = app.carnet().years
    assert years[0].counts == {"etp_autorises": 40, "etp_vacants": 2} and years[1].counts == {"etp_autorises": 42.5}


def test_an_export_is_reduced_to_counts_and_forgotten(page: Any, app: CarnetApp) -> None:
    bring(page, REGISTER.replace("31/08/2025", "31/02/2025"))
    alert = page.locator(".pap-indicators-files [role=alert]:not(:empty)")
    alert.wait_for(timeout=15_000)
    said = alert.inner_text().replace("\u00a0", " ")
    assert "ligne 3, colonne « Sortie » : 31/02/2025 n'est pas une date : la corriger dans le fichier." in said
    bring(page, REGISTER.replace("Entrée", "Arrivé chez nous"))
    page.get_by_label("Date d'entrée").select_option(label="Arrivé chez nous")
    assert "Nom" not in page.get_by_label("Date d'entrée").inner_text()
    page.get_by_role("button", name="Relire le fichier").click()
    page.get_by_role("button", name="Ajouter ces comptes au carnet").click()
    reach(page.locator('[data-family="effectif"] summary', has_text="4 sur")).wait_for(timeout=10_000)
    saved(page)
    (year,) = [one for one in app.carnet().years if one.year == 2025]
    assert (year.counts["departs_cdi"], year.counts["effectif_cdi_fin"]) == (1, 1)
    secrets = ("Quiproquo", "Balthazard", "ZX90")
    kept = json.dumps([one.read_text("utf-8", "ignore") for one in app.folder.rglob("*") if one.is_file()])
    shown = page.content() + page.evaluate(
        "() => JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})"
    )
    assert not [one for one in secrets if one in kept or one in shown]


def test_an_invented_export_is_tried_with_one_button(page: Any, app: CarnetApp) -> None:
    files = reach(page.locator(".pap-indicators-files"))
    for kind, said in (("absences", "plus de 183"), ("mouvements", "Départs de CDI")):
        files.get_by_label("Que contient ce fichier").select_option(kind)
        files.get_by_role("button", name="Essayer avec un exemple inventé").press("Enter")
        files.get_by_text(said).first.wait_for(timeout=15_000)
    files.get_by_role("button", name="Ajouter ces comptes au carnet").click()
    reach(page.locator('[data-family="mouvements"] summary', has_text="4 sur")).wait_for(timeout=10_000)
    saved(page)
    years = app.carnet().years
    assert len(years) >= 3 and any("exemple inventé" in one.source for one in years)


def test_small_brackets_of_seniority_never_reach_the_disk(page: Any, app: CarnetApp) -> None:
    page.locator('[data-family="anciennete"] summary').click()
    for name, value in (
        ("moins de 1 an", "7"),
        ("de 1 à 3 ans", "3"),
        ("de 3 à 10 ans", "11"),
        ("plus de 10 ans", "8"),
    ):
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_role("button", name="Garder cette répartition").click()
    table = page.locator('[data-indicator="anciennete"] table', has_text="masqué")
    reach(table).wait_for(state="attached", timeout=10_000)
    page.locator('[data-indicator="anciennete"] > summary').click()
    table.wait_for()
    saved(page)
    parts = app.carnet().years[0].parts
    assert {id: part and part.people for id, part in parts.items()} == {
        "anciennete_moins_1": 7, "anciennete_1_3": None, "anciennete_3_10": None, "anciennete_plus_10": 8,
    }  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(app: CarnetApp, open_page: Callable[..., Any], width: int, scheme: str, tmp_path: Path) -> None:
    page = open_page(app.workbook(NAME))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    open_panel(page).get_by_role("button", name="Voir l'exemple inventé").click()
    page.locator('[data-indicator="rotation"]').wait_for(state="attached", timeout=20_000)
    page.evaluate("() => document.querySelectorAll('.pap-indicators details').forEach((one) => (one.open = true))")
    for stage in ("saisir", "importer", "lire"):
        go_to_stage(page, stage)
        assert not axe_faults(page) and not own_faults(page), stage
