"""The questionnaire for every eye and hand: axe, names, sizes, focus, print, and who sees an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from questionnaire_page import answer, answer_lever, to_end

from pasapas_widgets.model.questionnaire.structure import Questionnaire as Model

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lieu", ["local", "distant", "page", "salle"])
def test_who_sees_my_answer_is_told_from_the_configuration(opened: Any, state: dict[str, Any], lieu: str) -> None:
    state["privacy"] = {"lieu": lieu, "seuil": 8, "suppression": "3 mars 2027", "hote": "le foyer des Tilleuls"}
    state["keep_days"] = 1
    page = opened()
    page.get_by_text("Qui verra ma réponse").click()
    told = page.locator(".pap-questionnaire-privacy").inner_text()
    assert state["texts"]["confidentialite"]["lieu"][lieu] in told
    for words in ("moins de 8 personnes", "effacées le 3 mars 2027", "le foyer des Tilleuls", "les garde 1 jour "):
        assert words in told
    assert "{" not in told


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("at_end", [False, True])
def test_axe_finds_nothing(opened: Any, scheme: str, at_end: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(color_scheme=scheme)
    answer_lever(page, "L1", "Oui, souvent")
    for summary in page.locator("summary:visible").all()[:3]:
        summary.click()
    if at_end:
        to_end(page)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_every_radio_and_group_is_named_and_every_target_is_large_enough(opened: Any) -> None:
    page = opened(width=320)
    answer(page, "L1-01", "Oui, souvent")
    page.locator("[data-item=L1-01] summary").click()
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("input[type=radio]")].filter((radio) =>
            !radio.labels.length || !radio.closest("fieldset").querySelector("legend").textContent.trim()).length"""
    )
    assert unnamed == 0
    small = """() => [...document.querySelectorAll(
            "button, summary, label.pap-questionnaire-choice, a, input[type=file]")]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.textContent, one.getBoundingClientRect()])
        .filter(([, box]) => box.height < 44 || box.width < 44).map(([text]) => text)"""
    assert page.evaluate(small) == []
    to_end(page)
    assert page.evaluate(small) == []


@pytest.mark.parametrize("zoom", [1, 2])
def test_nothing_is_cut_at_320_pixels_nor_with_text_twice_as_large(opened: Any, zoom: int) -> None:
    page = opened(width=320 * zoom)
    answer_lever(page, "L1", "Oui, toujours")
    page.evaluate("zoom => (document.documentElement.style.fontSize = `${zoom * 100}%`)", zoom)
    for place in (0, 4):
        page.get_by_role("navigation").get_by_role("button").nth(place).click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        cut = page.evaluate(
            """() => [...document.querySelectorAll(".pap-questionnaire *")]
            .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
            .map((one) => one.className || one.tagName)"""
        )
        assert cut == []


def test_the_focus_is_seen(opened: Any) -> None:
    page = opened()
    page.get_by_role("button", name="Discuter du travail").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => {
            const one = document.activeElement;
            const drawn = one.matches("input[type=radio]") ? one.closest("label") : one;
            const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
            return outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
        }"""
        )
        assert outline >= 2, page.evaluate("document.activeElement.outerHTML")


def test_print_has_every_statement_and_the_scores(opened: Any, questionnaire: Model, tmp_path: Path) -> None:
    page = opened(width=1280)
    answer_lever(page, "L1", "Oui, souvent")
    path = tmp_path / "feuille.pdf"
    page.pdf(path=path, format="A4")
    printed = " ".join("\n".join(part.extract_text() for part in PdfReader(path).pages).split())
    for lever in questionnaire.levers:
        assert lever.name in printed
    for number in range(1, 33):
        assert f"{number}. " in printed
    assert "Point fort" in printed and "Effacer mes réponses" not in printed
