"""The walk beyond the group in the real app: the sample carnet brought in, then 06, 07, 08, and what is taken home.

Once by mouse, once by keyboard alone. Each thing that is entered is found again in the carnet on disk and in the files,
read back by readers that are not ours.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from carnet_pages import PLAN, CarnetApp, saved
from msgspec import UNSET
from msgspec.structs import replace
from test_whole_thread import Keys, Mouse, told, unfold

from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.places.shipped import samples_dir

pytestmark = pytest.mark.browser

SAMPLE = samples_dir() / "carnet_exemple.json"
WORDS = "Un groupe à trois voix se réunit chaque mois."
PRIVATE = "Trois départs, dont un que nous ne disons pas."
LEAD = "Un relais de dix minutes"
STEP = "Une matinée avec deux foyers voisins"
BRINGS = "Une réunion sur les remplacements"
OWNER = "conseiller entreprise"


@pytest.fixture(scope="module")
def walk_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    app = CarnetApp(tmp_path_factory.mktemp("walk"))
    yield app
    app.stop()


def bring(page: Any, hands: Any) -> None:
    """Choose the sample's file, as one that was received: where nothing is kept yet, it is opened at once."""
    desk = page.locator(".pap-carnetdesk")
    desk.wait_for(timeout=60_000)
    hands.press(desk.locator(".pap-carnetdesk-which"))
    hands.press(desk.locator("summary", has_text="Ouvrir, commencer"))
    with page.expect_file_chooser() as chooser:
        hands.press(desk.get_by_label("Choisir le fichier du carnet"))
    chooser.value.set_files(SAMPLE)
    saved(page)


def interview(page: Any, hands: Any) -> dict[str, bytes]:
    """Write in the note and in the questions, agree on a lead, add a step, and download the note."""
    panel, path = page.locator(".pap-interview"), page.locator(".pap-orientation")
    path.wait_for(state="attached", timeout=60_000)
    hands.press(panel.locator('[data-view="avant"]'))
    hands.press(panel.get_by_label("Trois mois de plannings, sans les noms"))
    hands.press(panel.locator('[data-view="note"]'))
    hands.write(panel.get_by_label("Élus du personnel, groupe à trois voix, climat"), WORDS)
    hands.press(panel.locator('[data-view="questions"]'))
    hands.write(panel.get_by_label("Pourquoi maintenant"), PRIVATE)
    hands.press(panel.locator('[data-view="sortie"]'))
    hands.write(panel.get_by_label("Piste 2", exact=True).last, LEAD)
    hands.choose(panel.get_by_label("Énoncé auquel la piste 2 répond"), "L1-04")
    make = panel.get_by_role("button", name="En faire une action : piste 2")
    page.wait_for_function("node => node.getAttribute('aria-disabled') === 'false'", arg=make.element_handle())
    hands.press(make)
    panel.get_by_text(f"Dans le plan : {LEAD}").wait_for(timeout=10_000)
    hands.choose(path.get_by_label("Ajouter un service"), "S2")
    hands.press(path.get_by_role("button", name="Ajouter", exact=True))
    title = path.get_by_label("De quoi s'agit-il").nth(3)
    hands.write(title, STEP)
    saved(page)
    hands.press(panel.locator('[data-view="note"]'))
    with page.expect_download(timeout=60_000) as download:
        hands.press(panel.get_by_role("button", name="Télécharger la note (PDF)"))
    return {"pdf/entretien": Path(download.value.path()).read_bytes()}


def territory(page: Any, hands: Any) -> None:
    """Say the link with an actor and what it brings, and make an action of a contact."""
    page.locator(".pap-territory-node").first.wait_for(timeout=60_000)
    hands.press(page.locator('.pap-territory-table tr[data-id="T-ARS"] button'))
    sheet = page.locator(".pap-territory-sheet")
    hands.choose(sheet.get_by_label("Notre lien aujourd'hui"), "ponctuel")
    hands.write(sheet.get_by_label("Par quelle fonction"), OWNER)
    hands.write(sheet.get_by_label("Ce qu'il apporte ici"), BRINGS)
    hands.press(sheet.get_by_role("button", name="Fermer la fiche"))
    card = page.locator('.pap-territory-card[data-id="T-FT"]')
    hands.press(card.locator("button", has_text="Mettre au plan").first)
    card.get_by_text("Dans le plan").wait_for(timeout=10_000)
    saved(page)


def indicators(page: Any, hands: Any, year: int) -> None:
    """Add a year and type three of its counts; their figure is told at once."""
    panel = page.locator(".pap-indicators")
    hands.write(panel.get_by_label("Année", exact=True).first, str(year))
    hands.press(panel.get_by_role("button", name="Ajouter une année"))
    for family, counts in (
        ("effectif", (("Salariés en CDI au 1er janvier", "25"), ("Salariés en CDI au 31 décembre", "25"))),
        ("mouvements", (("Départs de CDI", "3"),)),
    ):
        hands.press(panel.locator(f'[data-family="{family}"] summary'))
        for name, value in counts:
            hands.write(panel.get_by_label(f"{name}, {year}", exact=True), value)
    panel.locator('[data-indicator="rotation"]', has_text=f"12,0\u00a0% en {year}").wait_for(state="attached")
    saved(page)


def taken(page: Any, hands: Any) -> dict[str, bytes]:
    """Download the note as it now is, and what 07 and 08 fill, where the app gives every file: under the plan."""
    home, files = page.locator(".pap-takehome"), {}
    home.wait_for(state="attached", timeout=60_000)
    unfold(home, hands)
    for key in ("pdf/territoire", "docx/entretien", "pdf/indicateurs", "xlsx/indicateurs"):
        button = home.locator(f'button[data-sheet="{key}"]')
        page.wait_for_function("node => node.getAttribute('aria-disabled') !== 'true'", arg=button.element_handle())
        with page.expect_download(timeout=60_000) as download:
            hands.press(button)
        files[key] = Path(download.value.path()).read_bytes()
    return files


def held_to(carnet: Carnet, files: dict[str, bytes], year: int) -> None:
    """Compare each file with the carnet on disk."""
    words = {key: told(key.split("/")[0], data) for key, data in files.items()}
    for key in ("pdf/entretien", "docx/entretien"):
        assert WORDS in words[key] and carnet.title in words[key], key
    assert not [key for key, text in words.items() if PRIVATE in text], "the group's own answers are in no file"
    assert STEP in words["docx/entretien"] and "et ARS." in words["docx/entretien"], "this one was taken last"
    assert BRINGS in words["pdf/territoire"] and OWNER in words["pdf/territoire"]
    assert str(year) in words["pdf/indicateurs"] and "12,0 %" in words["pdf/indicateurs"]
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx/indicateurs"]))
    head, *rows = book["Chiffres"].iter_rows(values_only=True)
    figures = [dict(zip(head, row, strict=True)) for row in rows]
    (rate,) = [one for one in figures if one["Année"] == year and one["Valeur"] == 12 and one["Unité"] == "%"]
    assert (rate["Au-dessus"], rate["En dessous"]) == (3, 25)
    heads, *counts = book["Comptes"].iter_rows(values_only=True)
    typed = {row[0].split(" (")[0]: row[heads.index(str(year))] for row in counts}
    assert {name: value for name, value in typed.items() if value is not None} == {
        "Salariés en CDI au 1er janvier": 25, "Salariés en CDI au 31 décembre": 25, "Départs de CDI": 3,
    }  # fmt: skip


@pytest.mark.parametrize("kind", [Mouse, Keys], ids=["mouse", "keyboard alone"])
def test_from_the_sample_through_interview_territory_and_indicators(
    walk_app: CarnetApp, open_page: Callable[..., Any], kind: type[Mouse] | type[Keys]
) -> None:
    carnets = Carnets(walk_app.folder / "carnets")
    for one in carnets.all():
        carnets.erase(one.id)
    before = Carnet.from_json(SAMPLE.read_bytes())
    year = max(one.year for one in before.years) + 1
    page = open_page(walk_app.workbook("06_entretien"))
    hands = kind(page)
    bring(page, hands)
    assert replace(walk_app.carnet(), id=UNSET) == before
    files = interview(page, hands)
    page.goto(walk_app.workbook("07_territoire"))
    territory(page, hands)
    page.goto(walk_app.workbook("08_indicateurs"))
    page.locator(".pap-indicators h3").first.wait_for(timeout=60_000)
    indicators(page, hands, year)
    page.goto(walk_app.workbook(PLAN))
    files |= taken(page, hands)

    carnet = walk_app.carnet()
    meeting = carnet.interview
    assert meeting.sections["dialogue"] == WORDS and meeting.answers["maintenant"] == PRIVATE
    assert "plannings" in meeting.papers
    led, helped = carnet.actions[len(before.actions) :]
    assert (led.title, led.items) == (LEAD, ("L1-04",))
    assert next(one for one in meeting.leads if one.id == "piste-2").action == led.id
    assert [(one.service, one.title) for one in carnet.pathway.steps[3:]] == [("S2", STEP)]
    contacts = {one.actor: one for one in carnet.territory.contacts}
    assert (contacts["T-ARS"].link, contacts["T-ARS"].owner, contacts["T-ARS"].brings) == ("ponctuel", OWNER, BRINGS)
    assert contacts["T-FT"].action == helped.id and "France Travail" in helped.partners
    (last,) = [one for one in carnet.years if one.year == year]
    assert {id: value for id, value in last.counts.items() if value is not None} == {
        "effectif_cdi_debut": 25, "effectif_cdi_fin": 25, "departs_cdi": 3,
    }  # fmt: skip
    assert carnet.waves == before.waves and carnet.years[: len(before.years)] == before.years, "the rest is as it was"
    held_to(carnet, files, year)
