"""«S'orienter» and the programme's conditions in the real app: mouse, keyboard alone, several sites, every width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from carnet_pages import CarnetApp, saved, undo
from checks import axe_faults, description, focus, own_faults
from stages import go_to_stage, reach
from waits import until

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.model.carnet.pathway import Pathway

pytestmark = pytest.mark.browser

WORKBOOK = "06_entretien"


@pytest.fixture(scope="module")
def path_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    folder = tmp_path_factory.mktemp("data")
    app = CarnetApp(folder)
    yield app
    app.stop()


def opened(open_page: Callable[..., Any], app: CarnetApp, **options: Any) -> Any:
    """Open the workbook on a carnet of its own: the sample with an empty path."""
    app.carnets.create(msgspec.structs.replace(sample_carnet(), pathway=Pathway()))
    page = open_page(app.workbook(WORKBOOK), **options)
    for name in (".pap-carnetdesk", ".pap-orientation", ".pap-eligibility"):
        page.locator(name).wait_for(state="attached", timeout=60_000)
    go_to_stage(page, "demander")
    return page


def test_from_proposals_to_a_path_that_is_revised(path_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, path_app)
    shown = page.locator(".pap-orientation")
    cards = shown.locator(".pap-orientation-card[data-rule]:visible")
    assert [one.get_attribute("data-rule") for one in cards.all()] == ["O-04", "O-07", "O-08", "O-11"]
    assert "moins de 50" in cards.first.inner_text() and "Parce que" in cards.first.inner_text()
    cards.first.get_by_role("button", name="Ajouter au parcours").click()
    saved(page)
    (step,) = path_app.carnet().pathway.steps
    assert (step.service, step.rule, step.month) == ("S2", "O-04", None)
    reach(shown.get_by_label("Ajouter un service")).select_option("S1")
    shown.get_by_role("button", name="Ajouter", exact=True).click()
    reach(shown.get_by_text("Dites d'abord combien d'heures")).wait_for()
    hours = shown.get_by_label("Heures par mois")
    reach(hours).fill("-5")
    hours.press("Tab")
    shown.locator("[role=alert]", has_text="de 0 à 1 000").wait_for()
    assert "de 0 à 1 000" in description(hours) and own_faults(page) == []
    hours.fill("6")
    hours.press("Tab")
    assert hours.get_attribute("aria-invalid") is None and "de 0 à" not in description(hours)
    title = shown.get_by_label("De quoi s'agit-il").first
    reach(title).press_sequentially("Cercle local avec Mme Durand", delay=15)
    shown.locator(".pap-advice:visible", has_text="Durand").wait_for(timeout=60_000)
    assert title.input_value() == "Cercle local avec Mme Durand", "nothing typed is lost or out of order"
    reach(shown.get_by_text("Poser dans le temps")).click()
    shown.locator(".pap-orientation-monthly li").first.wait_for(timeout=60_000)
    saved(page)
    path = path_app.carnet().pathway
    first, second = (one.month for one in path.steps)
    assert path.hours == 6 and first and second and first < second
    assert "Ressources et outils : 6 h" in shown.locator(".pap-orientation-monthly").inner_text().replace("\xa0", " ")
    reach(shown.get_by_label("Où en est-on")).first.select_option("en_cours")
    shown.get_by_label("Où en est-on").nth(1).select_option("reporte")
    saved(page)
    hours.fill("2")  # less than said: what was laid out no longer holds, and is laid out again
    hours.press("Tab")
    reach(shown.get_by_text("Reposer ce qui")).click()
    until(lambda: (path_app.carnet().pathway.steps[1].month or second) > second, page=page)
    saved(page)
    begun, waits = path_app.carnet().pathway.steps
    assert begun.month == first and begun.state == "en_cours" and waits.month and waits.month > second
    undo(page).click()
    assert until(lambda: path_app.carnet().pathway.steps[1].month != waits.month, page=page)


def test_a_conflict_stops_the_workshop_visibly(path_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, path_app)
    shown = page.locator(".pap-orientation")
    reach(shown.locator("fieldset")).first.get_by_label("Oui").check()
    reach(shown.get_by_text("Pas d'atelier pour l'instant")).wait_for(timeout=60_000)
    go_to_stage(page, "demander")
    cards = shown.locator(".pap-orientation-card[data-rule]:visible")
    assert [one.get_attribute("data-rule") for one in cards.all()] == ["O-13"]
    assert shown.get_by_text("5 propositions attendent").is_visible()
    saved(page)
    assert path_app.carnet().pathway.cautions == {"P1": True}
    reach(shown.locator("fieldset")).first.get_by_label("Pas de réponse").check()
    page.wait_for_function("() => document.querySelectorAll('.pap-orientation-card[data-rule]').length > 1")
    assert path_app.carnet().pathway.cautions == {}


def test_by_keyboard_alone(path_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, path_app)
    reach(page.locator(".pap-orientation fieldset input")).first.focus()

    def until(found: Callable[[dict[str, Any]], bool]) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            where = focus(page)
            assert where["tag"] == "body" or where.get("seen"), f"focus that cannot be seen: {where}"
            if found(where):
                return
        raise AssertionError("the keyboard does not get there")

    def follow(stage: str) -> None:
        until(lambda at: at.get("text", "").replace("\u00a0", " ").startswith(f"Suivant : {stage}"))
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.matches('.pap-orientation h3')")

    follow("Demander")
    until(lambda at: at.get("text", "").startswith("Ajouter au parcours"))
    page.keyboard.press("Enter")
    saved(page)
    assert len(path_app.carnet().pathway.steps) == 1
    assert focus(page)["text"].startswith("Dans le parcours"), "the focus stays on what was pressed"
    follow("Le parcours")
    until(lambda at: at["tag"] == "input")
    page.keyboard.type("8")
    follow("Dans le temps")
    until(lambda at: at.get("text", "").startswith("Poser dans le temps"))
    page.keyboard.press("Enter")
    page.locator(".pap-orientation-monthly li").first.wait_for(timeout=60_000)
    saved(page)
    assert path_app.carnet().pathway.steps[0].month


def test_sites_are_judged_one_by_one(path_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, path_app)
    form = reach(page.locator(".pap-eligibility"))
    sites = form.locator(".pap-eligibility-site")
    sites.first.get_by_label("Département où").select_option("27")
    sites.first.get_by_label("Aide sociale à l'enfance (ASE)").check()
    sites.first.get_by_label("Date de la demande").fill("2024-11-04")
    sites.first.get_by_label("Comment l'appelez-vous").fill("Foyer de l'Eure")
    form.get_by_role("button", name="Ajouter un autre").click()
    assert focus(page)["tag"] == "h3", "the focus goes to the new site"
    sites.nth(1).get_by_label("Département où").select_option("76")
    form.locator('.pap-eligibility-answer[data-outcome="non_eligible"]').wait_for(timeout=60_000)
    first, second = (one.inner_text() for one in form.locator(".pap-eligibility-answer").all())
    assert "Foyer de l'Eure" in first and "étaient remplies" in first and "Aract" in first
    assert "seuls l'Eure et la Manche" in second
    day = sites.first.get_by_label("Date de la demande")
    day.fill("0027-11-21")
    day.blur()
    assert "entre 1990 et 2099" in sites.first.get_by_role("alert").inner_text(), "a year that is no year is not asked"
    day.fill("2026-11-21")
    form.locator('.pap-eligibility-answer[data-outcome="a_confirmer"]').wait_for(timeout=60_000)
    sites.nth(1).get_by_role("button", name="Retirer").click()
    page.wait_for_function("() => document.querySelectorAll('.pap-eligibility-answer').length === 1")
    assert "éligible" not in form.inner_text().casefold()


@pytest.mark.parametrize("width", [320, 1280])
def test_accessible_at_every_width(path_app: CarnetApp, open_page: Callable[..., Any], width: int) -> None:
    page = opened(open_page, path_app, device={"viewport": {"width": width, "height": 800}})
    shown = page.locator(".pap-orientation")
    reach(shown.locator("fieldset")).nth(2).get_by_label("Oui").check()
    reach(shown.locator('.pap-orientation-card[data-rule="O-15"] button', has_text="Accompagnement")).click()
    reach(shown.get_by_label("Heures par mois")).fill("0.5")
    shown.get_by_label("Heures par mois").press("Tab")
    reach(shown.locator(".pap-notice", has_text="ne tient pas")).first.wait_for(timeout=60_000)
    reach(shown.get_by_label("Heures par mois")).fill("8")
    shown.get_by_label("Heures par mois").press("Tab")
    reach(shown.get_by_text("Poser dans le temps")).click()
    shown.locator(".pap-orientation-monthly li").first.wait_for(timeout=60_000)
    page.locator("summary").evaluate_all("all => all.forEach(one => one.parentElement.open = true)")
    for stage in ("entretien", "cadre", "demander", "parcours", "temps", "programme", "aract"):
        go_to_stage(page, stage)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert own_faults(page) == [] and axe_faults(page) == [], (stage, scheme)
