"""A ready session in the real app: read, adapted, led by a calm clock; by mouse and by keyboard alone."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from carnet_pages import CarnetApp
from checks import axe_faults, focus, own_faults
from stages import go_to_stage, reach
from waits import until as comes

from pasapas_widgets.carnets.runsheets import RunSheets, read_run_sheet
from pasapas_widgets.model.kit.readysessions import ReadySession

pytestmark = pytest.mark.browser
NAME = "03_discussion"


@pytest.fixture
def sheet_app(carnet_server: CarnetApp) -> CarnetApp:
    carnet_server.empty()
    return carnet_server


def opened(open_page: Callable[..., Any], app: CarnetApp, **options: Any) -> Any:
    page = open_page(app.workbook(NAME), **options)
    widget(page).wait_for(timeout=60_000)
    return page


def widget(page: Any) -> Any:
    return page.locator(".pap-runsheet")


def press(page: Any, name: str) -> None:
    widget(page).get_by_role("button", name=name, exact=True).click()


def words(node: Any) -> str:
    return " ".join(str(node.inner_text()).replace("\N{NO-BREAK SPACE}", " ").split())


def saved(page: Any) -> None:
    widget(page).locator('.pap-kit-saved[data-kind="enregistre"]').wait_for(timeout=60_000)


def on_disk(app: CarnetApp) -> ReadySession:
    sheets = RunSheets(app.folder / "deroules")
    return sheets.read(sheets.all()[0].id)[0]


def later(page: Any, minutes: float) -> None:
    """Put the wall clock on, as when the computer has slept: the page's timers hear nothing of it. There it stays."""
    page.evaluate(
        """minutes => { const then = Date.now() + minutes * 60000; Date.now = () => then;
           document.dispatchEvent(new Event('visibilitychange')); }""",
        minutes,
    )


def test_a_trainer_reads_adapts_and_prints_by_mouse(
    sheet_app: CarnetApp, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = opened(open_page, sheet_app)
    root = widget(page)
    assert "2 h, de 9 h 00 à 11 h 00" in words(root)
    page.get_by_label("Commence à").fill("13:30")
    go_to_stage(page, "derouler")
    assert "13 h 30 – 13 h 40 · 10 min Accueil et cadre" in words(root)
    link = root.get_by_role("link", name="Les résultats d'une équipe").first
    assert link.get_attribute("href") == "02_resultats.ipynb"
    root.locator("summary", has_text="Méthode : Tour de table cadré".replace(" :", "\N{NO-BREAK SPACE}:")).first.click()
    assert "poser une question unique" in words(root)
    reach(root.get_by_text("mandat écrit")).check()
    root.locator("summary", has_text="En cas d'imprévu").click()
    assert "encadrement d'astreinte et procédure de l'établissement" in words(root)

    press(page, "Adapter")
    assert RunSheets(sheet_app.folder / "deroules").all() == ()
    press(page, "En faire ma variante")
    saved(page)
    assert "(ma variante)" in on_disk(sheet_app).title
    page.get_by_label("Nom de la variante").fill("Équipe de nuit")
    rows = root.locator(".pap-runsheet-edit")
    rows.nth(1).get_by_label("Minutes").fill("20")
    rows.nth(2).get_by_role("button", name="Monter").click()
    rows.nth(7).get_by_role("button", name="Retirer").click()
    press(page, "Ajouter une séquence")
    assert focus(page)["tag"] == "input"
    page.keyboard.type("Un mot pour finir")
    rows.nth(7).get_by_label("Méthode").select_option("M01")
    saved(page)
    comes(lambda: on_disk(sheet_app).sequences[-1].method == "M01", page=page)
    saved(page)
    kept = on_disk(sheet_app)
    assert kept.title == "Équipe de nuit"
    titles = [one.title for one in kept.sequences]
    assert titles[:3] == ["Accueil et cadre", "Lecture silencieuse", "Comment lire nos résultats"]
    assert (kept.sequences[-1].title, kept.sequences[-1].method) == ("Un mot pour finir", "M01")
    assert [one.start for one in kept.sequences][:4] == [0, 10, 25, 45]
    assert "Les séquences font 2 h 15 : 15 min de plus que les 2 h voulues." in words(root)
    rows.nth(7).get_by_label("Titre").fill("")
    assert "Il faut un nom" in words(rows.nth(7))
    assert on_disk(sheet_app).sequences[-1].title == "Un mot pour finir"
    for _ in range(2):
        press(page, "Annuler")
    comes(lambda: on_disk(sheet_app).sequences[-1].method is None, page=page)
    saved(page)
    assert on_disk(sheet_app).sequences[-1].method is None, "undo goes back change by change"

    with page.expect_download() as sheet:
        press(page, "Imprimer (PDF)")
    sheet.value.save_as(tmp_path / "deroule.pdf")
    assert (tmp_path / "deroule.pdf").read_bytes().startswith(b"%PDF-")
    with page.expect_download() as variant:
        press(page, "Télécharger la variante")
    variant.value.save_as(tmp_path / "variante.json")
    assert variant.value.suggested_filename == "deroule-equipe-de-nuit.json"
    assert read_run_sheet((tmp_path / "variante.json").read_bytes()) == on_disk(sheet_app)

    press(page, "Effacer cette variante…")
    root.get_by_role("button", name="Effacer définitivement").click()
    page.get_by_text("La variante est effacée.").wait_for()
    assert RunSheets(sheet_app.folder / "deroules").all() == ()
    plain = json.loads((tmp_path / "variante.json").read_text())
    plain["deroule"]["sequences"][2]["duree"] = "longtemps"
    bad = {"name": "x.json", "mimeType": "application/json", "buffer": json.dumps(plain).encode()}
    root.locator("input[type=file]").set_input_files(files=[bad])
    root.locator("[role=alert]", has_text="Séquence 3").wait_for(timeout=60_000)
    root.locator("input[type=file]").set_input_files(tmp_path / "variante.json")
    page.get_by_text("est ajoutée aux vôtres").wait_for(timeout=60_000)
    assert on_disk(sheet_app).title == "Équipe de nuit"


def test_the_clock_suggests_and_survives_sleep_reload_and_a_killed_kernel(
    sheet_app: CarnetApp, open_page: Callable[..., Any]
) -> None:
    page = opened(open_page, sheet_app)
    root = widget(page)
    later(page, 0)
    press(page, "Animer")
    press(page, "Commencer maintenant")
    now = root.locator(".pap-runsheet-now")
    assert "encore 10 min" in words(now) and "Séquence 1 sur 8" in words(now)
    status = root.locator("[role=status]").first
    assert "Accueil et cadre" in words(status)
    later(page, 4)
    assert "encore 6 min" in words(now)
    said = words(status)
    later(page, 13)
    assert "7 min de plus que prévu" in words(now) and "Accueil et cadre" in words(now), "nothing is cut"
    assert "7 min plus tard que prévu" in words(now)
    assert words(status) == said, "a screen reader hears of a change of sequence only"
    assert page.evaluate("() => document.getAnimations().length") == 0
    proposal = root.locator(".pap-runsheet-propose")
    assert "« Entrer par une situation » : 23 min au lieu de 30 min" in words(proposal)
    proposal.get_by_role("button", name="Raccourcir").click()
    assert "comme prévu" in words(now) and not proposal.is_visible()
    press(page, "Suivante")
    assert "Comment lire nos résultats" in words(status) and "encore 10 min" in words(now)
    press(page, "+ 5 min : Donner 5 minutes de plus à cette séquence")
    assert "encore 15 min" in words(now) and "5 min plus tard" in words(now)

    press(page, "Projeter")
    wall = root.locator(".pap-runsheet-project")
    assert "Comment lire nos résultats" in words(wall) and "encore 15 min" in words(wall)
    wall.get_by_role("button", name="Suivante").click()
    assert "Lecture silencieuse" in words(wall) and "une carte par personne" in words(wall)
    assert own_faults(page) == [] and axe_faults(page) == []
    wall.get_by_role("button", name="Fermer").click()
    assert not wall.is_visible()

    for kernel in sheet_app.kernels():
        os.kill(kernel, signal.SIGKILL)
    press(page, "Suspendre")
    later(page, 30)
    assert "En pause, encore 15 min" in words(now), "a dead kernel changes nothing"
    press(page, "Reprendre")
    root.get_by_label("Montrer le temps").uncheck()
    assert not now.locator(".pap-runsheet-time").is_visible() and "encore" not in words(now)
    page.reload()
    widget(page).wait_for(timeout=60_000)
    assert "Lecture silencieuse" in words(root.locator(".pap-runsheet-now h3")), "it is found again where it was"
    assert not now.locator(".pap-runsheet-time").is_visible()
    root.get_by_label("Montrer le temps").check()
    assert now.locator(".pap-runsheet-left").is_visible()
    press(page, "Terminer la séance")
    root.get_by_role("button", name="Terminer", exact=True).click()
    root.get_by_role("button", name="Commencer maintenant").wait_for()


def test_by_keyboard_alone(sheet_app: CarnetApp, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, sheet_app)
    page.locator("body").focus()

    def until(text: str, key: str = "Tab") -> None:
        for _ in range(150):
            page.keyboard.press(key)
            where = focus(page)
            assert where["tag"] == "body" or where.get("seen"), f"focus that cannot be seen: {where}"
            if where.get("text", "").startswith(text):
                return
        raise AssertionError(f"the keyboard does not get to {text}")

    until("Adapter")
    page.keyboard.press("Enter")
    until("En faire ma variante")
    page.keyboard.press("Enter")
    saved(page)
    assert focus(page)["tag"] == "input", "the name of the variant, ready to be typed"
    until("Descendre")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    saved(page)
    comes(lambda: [one.title for one in on_disk(sheet_app).sequences].index("Accueil et cadre") == 2, page=page)
    assert focus(page)["text"] == "Descendre", "the button keeps the keyboard while its sequence moves"
    assert [one.title for one in on_disk(sheet_app).sequences].index("Accueil et cadre") == 2
    assert "est maintenant la séquence 3" in words(widget(page).locator("[role=status]").first)
    until("Retirer")
    page.keyboard.press("Enter")
    saved(page)
    comes(lambda: len(on_disk(sheet_app).sequences) == 7, page=page)
    assert focus(page)["text"] == "Retirer" and len(on_disk(sheet_app).sequences) == 7
    until("Animer", "Shift+Tab")
    page.keyboard.press("Enter")
    until("Commencer maintenant")
    page.keyboard.press("Enter")
    assert focus(page)["text"] == "Suivante"
    page.keyboard.press("Enter")
    assert "Séquence 2 sur 7" in words(widget(page).locator(".pap-runsheet-now"))
    until("Projeter")
    page.keyboard.press("Enter")
    assert focus(page)["text"] == "Fermer"
    page.keyboard.press("Enter")
    assert focus(page)["text"] == "Projeter", "the focus comes back"


@pytest.mark.parametrize("width", [320, 1280])
def test_accessible_at_every_width(sheet_app: CarnetApp, open_page: Callable[..., Any], width: int) -> None:
    page = opened(open_page, sheet_app, device={"viewport": {"width": width, "height": 800}})

    def check(what: str) -> None:
        widget(page).locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert own_faults(page) == [], what
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe_faults(page) == [], f"{what}, {scheme}"

    check("read")
    go_to_stage(page, "derouler")
    check("sequences")
    press(page, "Adapter")
    press(page, "En faire ma variante")
    saved(page)
    page.locator(".pap-runsheet-edit").first.get_by_label("Minutes", exact=True).fill("")
    assert "nombre de minutes" in words(page.locator(".pap-runsheet-edit").first)
    check("adapted")
    press(page, "Animer")
    press(page, "Commencer maintenant")
    later(page, 25)
    assert widget(page).locator(".pap-runsheet-propose").is_visible()
    check("led")
    press(page, "Projeter")
    check("projected")


def test_what_was_typed_while_the_kernel_was_dead_is_offered_again(
    sheet_app: CarnetApp, open_page: Callable[..., Any]
) -> None:
    page = opened(open_page, sheet_app)
    press(page, "Adapter")
    press(page, "En faire ma variante")
    saved(page)
    for kernel in sheet_app.kernels():
        os.kill(kernel, signal.SIGKILL)
    page.get_by_label("Nom de la variante").fill("Écrit après la coupure")
    page.locator(".pap-runsheet-edit").first.get_by_label("Minutes", exact=True).fill("25")
    widget(page).locator("[role=alert]", has_text="gardé dans ce navigateur").wait_for(timeout=15_000)
    assert "(ma variante)" in on_disk(sheet_app).title
    page.reload()
    widget(page).wait_for(timeout=60_000)
    notice = widget(page).locator(".pap-notice", has_text="n'avaient pas pu")
    notice.wait_for(timeout=60_000)
    assert "Écrit après la coupure" in words(notice) and "Minutes" in words(notice)
    notice.get_by_role("button", name="Reprendre").click()
    press(page, "Adapter")
    saved(page)
    comes(lambda: on_disk(sheet_app).sequences[0].minutes == 25, page=page)
    kept = on_disk(sheet_app)
    assert (kept.title, kept.sequences[0].minutes) == ("Écrit après la coupure", 25)
