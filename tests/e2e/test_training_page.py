"""«Se former» in the real app: a whole module by the keyboard alone, at 1280 and 320 pixels; one's trace; paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, console_faults, focus, own_faults
from live import LAPTOP, App
from pypdf import PdfReader

from pasapas_widgets.cli import main
from pasapas_widgets.model.exercise.loading import load_module
from pasapas_widgets.model.exercise.structure import Exercise, Match, Place, ReadFigure, Scene

pytestmark = pytest.mark.browser

MODULE = load_module("lire-un-radar")
NARROW = {"viewport": {"width": 320, "height": 640}}
TABS = 150
"""Presses after which a control is said not to be reached."""
OTHER_HOSTS = """() => performance.getEntriesByType('resource').map((one) => new URL(one.name).host)
  .filter((host) => host && host !== location.host)"""


def opened(app: App, open_page: Callable[..., Any], device: dict[str, Any]) -> Any:
    """Open the module by the keyboard: from the list, where the course has several."""
    page = open_page(app.workbook("11_se_former"), device=device)
    page.locator("body.pap-ready").wait_for(state="attached", timeout=120_000)
    training = page.locator(".pap-training")
    training.wait_for(timeout=120_000)
    if training.locator(".pap-training-cards").count():
        press(page, training.get_by_role("button", name=f"Ouvrir ce module : {MODULE.title}"))
        training.get_by_role("heading", level=2, name=MODULE.title).wait_for(timeout=60_000)
    return page


def tab_to(page: Any, control: Any, key: str = "Tab") -> None:
    """Press Tab until a control has the focus, which can then be seen."""
    for _ in range(TABS):
        if control.evaluate("(node) => node === document.activeElement || node.matches('fieldset:focus-within')"):
            where = focus(page)
            assert where["seen"], where
            return
        page.keyboard.press(key)
    raise AssertionError(f"not reached by Tab: {control}")


def press(page: Any, control: Any) -> None:
    tab_to(page, control)
    page.keyboard.press("Enter")


def answer(page: Any, one: Exercise) -> None:
    """Answer one exercise by the keyboard; something is said of it, beside it."""
    part = page.locator(".pap-training-exercise", has=page.get_by_role("heading", level=4, name=one.title, exact=True))
    assert part.count() == 1
    if one.kind in ("choisir", "lire"):
        n = len(one.questions) if isinstance(one, ReadFigure) else 1
        for at in range(n):
            asked = part.locator(".pap-training-asked").nth(at)
            press(page, asked.get_by_role("button", name="Répondre"))
            assert "d'abord" in asked.get_by_role("status").inner_text(), "nothing is chosen yet"
            tab_to(page, asked.locator("fieldset"), "Shift+Tab")
            page.keyboard.press("ArrowDown")
            press(page, asked.get_by_role("button", name="Répondre"))
            assert asked.get_by_role("status").locator(".pap-training-said").count() >= 1
            assert asked.get_by_role("radio", checked=True).count() == 1
    elif isinstance(one, Match | Place):
        for at in range(len(one.elements)):
            tab_to(page, part.get_by_role("combobox").nth(at))
            page.keyboard.press("ArrowDown")
        press(page, part.get_by_role("button", name="Répondre"))
        assert part.locator(".pap-training-said").count() == len(one.elements)
        if isinstance(one, Place):
            assert part.locator(".pap-training-frame li").count() == len(one.elements)
    elif one.kind == "ordonner":
        first = part.locator(".pap-training-order li > span").first.inner_text()
        press(page, part.get_by_role("button", name=f"Descendre : {first}"))
        assert "place 2" in part.get_by_role("status").inner_text()
        assert part.locator(".pap-training-order li > span:first-child").nth(1).inner_text() == first
        press(page, part.get_by_role("button", name="Voir ce que l'on peut en dire"))
        assert part.locator(".pap-training-said").count() == part.locator(".pap-training-order li").count()
    elif one.kind == "reformuler":
        tab_to(page, part.get_by_role("textbox"))
        page.keyboard.type("À sept heures, Mme Durand part quand le matin arrive.")
        press(page, part.get_by_role("button", name="Comparer avec d'autres phrases"))
        assert "Durand" in part.locator(".pap-advice").inner_text(), "the check of names works in the page"
        assert part.locator(".pap-training-said").count() >= 2
        tab_to(page, part.get_by_role("checkbox").first)
        page.keyboard.press("Space")
        assert part.get_by_role("checkbox").first.is_checked()
    else:
        assert isinstance(one, Scene)
        moments = 0
        while (options := part.locator(".pap-training-options button")).count():
            press(page, options.first)
            moments += 1
            assert part.locator(".pap-training-now").evaluate("(node) => node === document.activeElement")
        assert moments >= 1 and "Fin de la scène" in part.locator(".pap-training-now").inner_text()


@pytest.mark.parametrize("device", [LAPTOP, NARROW], ids=["1280", "320"])
def test_a_whole_module_by_the_keyboard_alone(app: App, open_page: Callable[..., Any], device: dict[str, Any]) -> None:
    page = opened(app, open_page, device)
    training = page.locator(".pap-training")
    for step in MODULE.steps:
        press(page, training.get_by_role("button", name=f"Continuer : {step.title}"))
        heading = training.get_by_role("heading", level=3, name=step.title, exact=True)
        assert heading.evaluate("(node) => node === document.activeElement")
        for one in step.exercises:
            answer(page, one)
        assert axe_faults(page) == [] and own_faults(page) == [], step.title
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step.title
    press(page, training.get_by_role("button", name="Continuer : Pour finir"))
    total = len(list(MODULE.exercises))
    assert f"{total} exercices sur {total}" in training.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert axe_faults(page) == [] and own_faults(page) == []

    with page.expect_download() as download:
        press(page, training.get_by_role("button", name="Emporter ma trace"))
    assert download.value.suggested_filename == "ma-trace-ce-que-le-radar-dit-et-ne-dit-pas.html"
    trace = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Mme Durand part quand" in trace and "À revoir" in trace and "<script" not in trace

    with page.expect_download(timeout=60_000) as download:
        press(page, training.get_by_role("button", name="Imprimer les réponses"))
    printed = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert "réponses" in printed.pages[0].extract_text()

    kept = page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('pasapas:formation'))")
    assert kept == ["pasapas:formation:lire-un-radar:1.0"]
    press(page, training.get_by_role("button", name="Effacer mes réponses"))
    dialog = page.get_by_role("dialog")
    assert dialog.get_by_role("button", name="Les garder").evaluate("(node) => node === document.activeElement")
    press(page, dialog.get_by_role("button", name="Les effacer"))
    assert page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('pasapas:formation'))") == []
    assert "encore répondu à aucun exercice" in training.inner_text()
    assert page.evaluate(OTHER_HOSTS) == [] and console_faults(page) == []


def test_what_was_answered_is_there_after_a_reload(app: App, open_page: Callable[..., Any]) -> None:
    page = opened(app, open_page, LAPTOP)
    training = page.locator(".pap-training")
    first = MODULE.steps[0]
    training.get_by_role("button", name=f"Continuer : {first.title}").click()
    training.get_by_role("radio").nth(2).check()
    training.get_by_role("button", name="Répondre", exact=True).first.click()
    page.reload()
    page.locator("body.pap-ready").wait_for(state="attached", timeout=120_000)
    training.get_by_role("heading", level=3, name=first.title, exact=True).wait_for(timeout=120_000)
    assert training.get_by_role("radio").nth(2).is_checked()
    assert training.locator(".pap-training-said").first.is_visible()
    assert page.evaluate("document.activeElement === document.body"), "who has just come is not moved"
    training.get_by_role("button", name="Tous les modules").click()
    training.locator(".pap-training-cards").wait_for()
    page.reload()
    page.locator("body.pap-ready").wait_for(state="attached", timeout=120_000)
    training.locator(".pap-training-cards").wait_for(timeout=120_000)
    training.get_by_role("button", name=f"Ouvrir ce module : {MODULE.title}").click()
    training.get_by_role("heading", level=3, name=first.title, exact=True).wait_for(timeout=60_000)


def test_the_same_module_in_one_file_without_network(open_page: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "module.html"
    assert main(["page", "--module", MODULE.id, "-o", str(file)]) == 0
    page = open_page(file.as_uri(), device=NARROW)
    page.context.set_offline(True)
    training = page.locator(".pap-training")
    assert page.locator("#pap-absent").is_hidden()
    for step in MODULE.steps:
        press(page, training.get_by_role("button", name=f"Continuer : {step.title}"))
        for one in step.exercises:
            answer(page, one)
        assert axe_faults(page) == [] and own_faults(page) == [], step.title
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step.title
    press(page, training.get_by_role("button", name="Continuer : Pour finir"))
    with page.expect_download() as download:
        press(page, training.get_by_role("button", name="Emporter ma trace"))
    assert "Mme Durand" in Path(download.value.path()).read_text(encoding="utf-8")
    assert training.get_by_role("button", name="Imprimer").count() == 0, "only a kernel prints"
    assert console_faults(page) == []
