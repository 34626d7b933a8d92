"""From results to a plan that is reviewed, in the real app; nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from carnet_pages import CHOICE, PLAN, CarnetApp, open_panel, open_sheet, ready, saved, state, undo
from checks import axe_faults, own_faults
from msgspec import UNSET
from msgspec.structs import replace
from plan_page import opened
from stages import reach
from waits import until as comes

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.rules.plan import advise

pytestmark = pytest.mark.browser


@pytest.fixture
def empty_app(carnet_server: CarnetApp) -> CarnetApp:
    carnet_server.empty()
    return carnet_server


@pytest.fixture
def mortal_app(tmp_path: Path) -> Iterator[CarnetApp]:
    """A server that a test may kill, on a copy of the sample."""
    Carnets(tmp_path / "carnets").create(sample_carnet())
    app = CarnetApp(tmp_path)
    yield app
    app.stop()


def field(page: Any, label: str) -> Any:
    return page.locator(".pap-plan-sheet").get_by_label(label, exact=True)


def test_from_the_sample_to_a_plan_of_ones_own(
    empty_app: CarnetApp, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = opened(open_page, empty_app, CHOICE)
    assert state(page) == "exemple" and "EXEMPLE INVENTÉ" in page.locator(".pap-carnetdesk").inner_text()
    assert empty_app.carnets.all() == (), "looking at the sample keeps nothing"

    # A session's carnet is dropped on the desk and becomes the group's.
    session = Carnet(title="Maison des Tilleuls", waves=sample_carnet().waves[:1])
    open_panel(page).locator("input[type=file]").set_input_files(
        files=[{"name": "seance.json", "mimeType": "application/json", "buffer": session.to_json().encode()}]
    )
    saved(page)
    kept = empty_app.carnet()
    assert kept.id and replace(kept, id=UNSET) == session, "it gets an identifier of its own, and nothing else"

    # The proposal says why; three statements go before the group, and the room's dots come with one gesture.
    first = page.locator(".pap-priorities-row").first
    assert "sur 100" in first.inner_text() and "À améliorer" in first.inner_text()
    first.locator("label").click()
    saved(page)
    assert [len(one.items) for one in empty_app.carnet().priorities] == [1]
    reach(page.locator("button", has_text="Reprendre ces gommettes")).click()
    saved(page)
    dots = {one.items[0]: one.dots for one in empty_app.carnet().priorities if one.dots is not None}
    assert dots == {one.choice: one.dots for one in session.waves[0].votes[0].choices}
    cards = page.locator(".pap-priorities-card")
    assert "à égalité avec 1 autre" in cards.nth(0).inner_text() and "à égalité" in cards.nth(1).inner_text()

    # Effort and effect by the lists, and what is kept.
    cards.nth(0).get_by_label("Effort").select_option("1")
    cards.nth(0).get_by_label("Effet").select_option("3")
    cards.nth(0).get_by_text("Geste rapide").wait_for()
    cards.nth(0).get_by_label("Nous le gardons").check()
    saved(page)
    (kept,) = [one for one in empty_app.carnet().priorities if one.chosen]
    assert (kept.effort, kept.effect, kept.dots) == (1, 3, 14)

    # In the plan: its model, dated from today, traced to its statement.
    page.goto(empty_app.workbook(PLAN))
    ready(page)
    page.get_by_label("À quel énoncé répond-elle ?").select_option(index=1)
    page.get_by_role("button", name="Prendre ce modèle").first.click()
    saved(page)
    (action,) = empty_app.carnet().actions
    assert action.items == kept.items and action.template and action.opened == dt.date.today()
    assert (action.effort, action.effect) == (1, 3)
    assert action.baseline_level == session.waves[0].results.items[kept.items[0]].mean
    assert page.locator(".pap-plan-sheet h3").evaluate("node => node === document.activeElement")
    thread = page.locator(".pap-plan-thread").inner_text()
    assert "14 gommettes, rang 1" in thread and "sur 100" in thread

    # What goes out is the file on disk.
    page.locator(".pap-carnetdesk").get_by_role("button", name="Emporter").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger le carnet").click()
    download.value.save_as(tmp_path / "carnet.json")
    assert download.value.suggested_filename == "carnet-maison-des-tilleuls.json"
    assert Carnet.from_json((tmp_path / "carnet.json").read_bytes()) == empty_app.carnet()


def test_rules_are_said_where_they_bite_and_nothing_typed_is_lost(
    plan_app: CarnetApp, open_page: Callable[..., Any]
) -> None:
    page = opened(open_page, plan_app)
    open_sheet(page, 3)
    owner, situation = field(page, "Responsable, par sa fonction"), field(page, "Situation de travail")
    owner.fill("")
    situation.fill("Mme Durand reste seule la nuit")
    page.locator(".pap-advice", has_text="Durand").wait_for(timeout=60_000)
    page.locator(".pap-advice:visible", has_text="Une fonction, pas un nom").wait_for(timeout=60_000)
    assert situation.input_value() == "Mme Durand reste seule la nuit"
    described = situation.get_attribute("aria-describedby").split()
    assert any("Durand" in page.locator(f"#{one}").inner_text() for one in described)
    field(page, "Date de revue").fill("2027-12-01")
    page.locator(".pap-advice", has_text="trois mois").wait_for(timeout=60_000)
    saved(page)
    action = plan_app.carnet().actions[2]
    assert (action.owner, action.situation, action.review) == (
        "",
        "Mme Durand reste seule la nuit",
        dt.date(2027, 12, 1),
    )
    assert {one.rule for one in advise([action]) if one.action} == {"responsable", "revue", "noms"}
    for number in range(3):  # a fourth, fifth and sixth open action: too many, and said
        page.get_by_label("À quel énoncé répond-elle ?").select_option(index=number + 1)
        page.get_by_role("button", name="Écrire notre propre action").click()
    page.locator(".pap-plan .pap-notice", has_text="Trois à cinq actions").wait_for(timeout=60_000)
    assert len(plan_app.carnet().actions) == 7


def test_each_key_is_on_disk_within_a_second_and_undo_goes_field_by_field(
    plan_app: CarnetApp, open_page: Callable[..., Any]
) -> None:
    page = opened(open_page, plan_app)
    open_sheet(page, 4)
    before = plan_app.carnet()
    indicator, lesson = field(page, "Indicateur"), field(page, "Ce que nous en apprenons")
    indicator.fill("")
    indicator.press_sequentially("changements annoncés trop tard", delay=30)
    lesson.press_sequentially("On ne savait pas les compter.", delay=20)
    assert comes(lambda: plan_app.carnet().actions[3].lesson == "On ne savait pas les compter.", page=page)
    saved(page)
    undo(page).click()
    page.wait_for_function("() => !document.querySelector('[id$=\"-enseignement\"]').value")
    assert plan_app.carnet().actions[3].indicator == "changements annoncés trop tard"
    undo(page).click()
    comes(lambda: plan_app.carnet() == before, page=page)
    assert plan_app.carnet() == before, "what was typed in one field is one step"
    redo = page.locator(".pap-carnetdesk").get_by_role("button", name="Rétablir")
    for _ in range(2):
        redo.click()
    assert comes(lambda: plan_app.carnet().actions[3].lesson == "On ne savait pas les compter.", page=page)


def test_a_killed_kernel_loses_nothing(plan_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, plan_app)
    open_sheet(page, 2)
    field(page, "Moyens").fill("avant la coupure")
    saved(page)
    for kernel in plan_app.kernels():
        os.kill(kernel, signal.SIGKILL)
    field(page, "Moyens").fill("après la coupure")
    field(page, "Indicateur").fill("compté après la coupure")
    page.locator(".pap-plan [role=alert]", has_text="gardé dans ce navigateur").wait_for(timeout=15_000)
    assert state(page) != "enregistre", "it never says that it is on disk when it is not"
    assert plan_app.carnet().actions[1].means == "avant la coupure"
    page.reload()
    ready(page)
    notice = page.locator(".pap-plan .pap-notice", has_text="n'avaient pas pu")
    notice.wait_for(timeout=60_000)
    assert "après la coupure" in notice.inner_text()
    notice.get_by_role("button", name="Reprendre").click()
    saved(page)
    action = plan_app.carnet().actions[1]
    assert (action.means, action.indicator) == ("après la coupure", "compté après la coupure")
    assert not notice.is_visible()
    page.reload()
    ready(page)
    assert not notice.is_visible(), "what was taken back is not offered twice"


def test_a_killed_server_loses_nothing(mortal_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, mortal_app)
    open_sheet(page, 1)
    mortal_app.process.kill()
    mortal_app.process.wait()
    field(page, "Décision de la revue").fill("On continue, sans serveur")
    page.locator(".pap-plan [role=alert]", has_text="gardé dans ce navigateur").wait_for(timeout=15_000)
    again = CarnetApp(mortal_app.folder, mortal_app.port)
    try:
        page.goto(again.workbook(PLAN))
        ready(page)
        page.locator(".pap-plan .pap-notice").get_by_role("button", name="Reprendre").click()
        saved(page)
        assert again.carnet().actions[0].decision == "On continue, sans serveur"
    finally:
        again.stop()


def test_two_windows_conflict_and_neither_version_is_lost(plan_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    one, other = opened(open_page, plan_app), opened(open_page, plan_app)
    open_sheet(one, 1)
    open_sheet(other, 1)
    field(other, "Titre").fill("Titre de l'autre fenêtre")
    field(other, "Moyens").fill("Changé là-bas seulement")
    saved(other)
    field(one, "Titre").fill("Titre de cette fenêtre")
    dialog = one.locator(".pap-carnetdesk dialog[open]")
    dialog.wait_for(timeout=60_000)
    told = dialog.inner_text()
    assert "Titre de cette fenêtre" in told and "Titre de l'autre fenêtre" in told
    assert plan_app.carnet().actions[0].title == "Titre de l'autre fenêtre", "nothing was overwritten"
    assert state(one) == "conflit"
    assert not axe_faults(one) and not own_faults(one)
    one.keyboard.press("Escape")  # closing the dialog decides nothing
    assert state(one) == "conflit"
    one.locator(".pap-carnetdesk").get_by_role("button", name="Choisir entre les deux versions").click()
    save = dialog.get_by_role("button", name="Enregistrer ce mélange")
    assert save.get_attribute("aria-disabled") == "true" and "Il reste une partie" in dialog.inner_text()
    title = dialog.get_by_role("group", name="Titre – ")
    for _ in range(20):  # by keyboard alone: to the part that is not chosen yet, then its first side
        one.keyboard.press("Tab")
        if title.evaluate("node => node.contains(document.activeElement)"):
            break
    one.keyboard.press("Space")
    assert "1 d'ici, 1 de l'autre fenêtre." in dialog.inner_text()
    assert not axe_faults(one) and not own_faults(one)
    save.focus()
    one.keyboard.press("Enter")
    saved(one)
    kept = plan_app.carnet().actions[0]
    assert (kept.title, kept.means) == ("Titre de cette fenêtre", "Changé là-bas seulement")
    other.bring_to_front()
    other.evaluate("() => window.dispatchEvent(new Event('focus'))")
    other.wait_for_function(
        "() => document.querySelector('.pap-plan-table tbody th').textContent.includes('Titre de cette fenêtre')"
    )
    for _ in range(2):  # to the version of this window, then to that of the other
        undo(one).click()
    one.wait_for_function(
        "() => document.querySelector('.pap-plan-table tbody th').textContent.includes('autre fenêtre')"
    )
    saved(one)
    assert plan_app.carnet().actions[0].title == "Titre de l'autre fenêtre"


def test_a_disk_that_refuses_is_said_and_comes_back(plan_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, plan_app)
    open_sheet(page, 1)
    (id,) = [one.id for one in plan_app.carnets.all()]
    place, away = plan_app.folder / "carnets" / id, plan_app.folder / "ailleurs"
    place.rename(away)  # the folder cannot be reached: what a full or removed disk does to a save
    field(page, "Titre").fill("Écrit pendant que le disque manque")
    page.locator(".pap-plan [role=alert]:not(:empty)").wait_for(timeout=60_000)
    assert state(page) in ("echec", "en_cours")
    away.rename(place)
    page.locator(".pap-plan").get_by_role("button", name="Réessayer").click()
    saved(page)
    assert plan_app.carnet().actions[0].title == "Écrit pendant que le disque manque"


def test_before_and_after_are_told_with_care(plan_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, plan_app)
    told = page.locator(".pap-plan").inner_text()
    assert "on ne sait pas si ce sont les mêmes personnes" in told
    assert told.count("on ne peut rien en conclure") == 4, "four levers, none beyond its margin"
    open_sheet(page, 1)
    review = page.locator(".pap-plan-sheet").inner_text()
    assert "Cela ne dit pas que l'action en est la cause" in review
    radar = reach(page.locator(".pap-radar")).inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "22 feuilles" in radar and "24 feuilles" in radar


def test_an_earlier_version_and_a_damaged_file_come_back(plan_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, plan_app)
    panel = open_panel(page, "À propos")
    page.get_by_label("Nom du carnet").fill("Renommé")
    saved(page)
    panel.locator("summary", has_text="Ouvrir, commencer").click()
    page.get_by_role("button", name="Revenir à cette version").click()
    page.get_by_text("Carnet ouvert : Maison à deux groupes", exact=False).wait_for(timeout=60_000)
    assert plan_app.carnet().title == sample_carnet().title
    plain = json.loads(sample_carnet().to_json())
    plain["actions"][1]["echeance"] = "bientôt"
    page.locator(".pap-carnetdesk input[type=file]").set_input_files(
        files=[{"name": "abime.json", "mimeType": "application/json", "buffer": json.dumps(plain).encode()}]
    )
    notice = page.locator(".pap-carnetdesk .pap-notice", has_text="abime.json")
    notice.wait_for(timeout=60_000)
    assert "Actions 2" in notice.inner_text()
    notice.get_by_role("button", name="L'ouvrir comme un carnet à part").click()
    saved(page)
    assert [one.id for one in plan_app.carnet().actions] == ["a1", "a3", "a4"]
    assert len(plan_app.carnets.all()) == 2
    page.locator(".pap-carnetdesk input[type=file]").set_input_files(
        files=[{"name": "image.json", "mimeType": "application/json", "buffer": b"\x89PNG" * 9}]
    )
    page.locator(".pap-carnetdesk [role=alert]", has_text="carnet").first.wait_for(timeout=60_000)
    assert "Traceback" not in page.locator("body").inner_text()
