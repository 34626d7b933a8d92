"""A participant answers: on a phone, by keyboard alone, through a reload, a dead kernel and a cut link."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checks import focus
from live import PHONE, App, answered, choose, questionnaire_ready

from pasapas_widgets.figures import describe_radar
from pasapas_widgets.files.sharecode import decode
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.scoring import load_rules, score_sheet

pytestmark = pytest.mark.browser

VALUES = [1, 2, 3, 4, "NSP", "NC", 3, 2]


def tab(page: Any, name: str) -> None:
    page.locator(".pap-questionnaire nav button", has_text=name).click()


def answer_all(page: Any, questionnaire: Questionnaire) -> dict[str, Any]:
    """Answer the 32 statements, lever after lever, with the button that leads on."""
    given: dict[str, Any] = {}
    for lever in questionnaire.levers:
        for item in questionnaire.items_of(lever=lever.id):
            value = VALUES[(len(given) * 3 + len(given) // 8) % len(VALUES)]
            choose(page, item.id, value)
            given[item.id] = value
        page.locator(".pap-questionnaire-steps button.pap-button-main").click()
    return given


def test_all_32_on_a_phone(
    app: App, open_page: Callable[..., Any], questionnaire: Questionnaire, tmp_path: Path
) -> None:
    page = open_page(app.workbook("01_autodiagnostic"), device=PHONE)
    questionnaire_ready(page)
    given = answer_all(page, questionnaire)
    assert answered(page) == 32
    sheet = Sheet(questionnaire="pas-a-pas", version="1.1", answers=given)

    # The share code on the screen is the sheet's, and the words shown are Python's.
    code = page.locator(".pap-questionnaire-code").inner_text()
    assert decode(code) == sheet
    table = page.locator(".pap-questionnaire-scores table").inner_text()
    lines = [line.split("\t")[-1] for line in table.splitlines() if "\t" in line][1:]
    for line, (lever, score) in zip(lines, score_sheet(sheet).items(), strict=True):
        assert score.score is None or line == load_rules().label_of(score.score), lever
    told = " ".join(page.locator(".pap-radar-sentence").inner_text().split())
    assert told == " ".join(describe_radar(score_sheet(sheet)).split()) and "sur 100" not in told

    # The kernel has the same answers.
    page.wait_for_function("() => !document.querySelector('.pap-questionnaire-alerts [role=alert]:not(:empty)')")

    # The sheet leaves as a file that can come back in.
    with page.expect_download() as download:
        page.locator(".pap-questionnaire-sheet button", has_text="Télécharger ma feuille").click()
    path = tmp_path / "feuille.json"
    download.value.save_as(path)
    assert Sheet.checked(path.read_bytes(), questionnaire) == sheet
    again = open_page(app.workbook("01_autodiagnostic"), device=PHONE)
    questionnaire_ready(again)
    tab(again, "Mon bilan")
    again.locator(".pap-questionnaire-file input[type=file]").set_input_files(path)
    again.wait_for_function("() => document.querySelector('.pap-questionnaire-progress progress').value === 32")
    assert again.locator(".pap-questionnaire-code").inner_text() == code


def test_all_32_by_keyboard_alone(app: App, open_page: Callable[..., Any], questionnaire: Questionnaire) -> None:
    page = open_page(app.workbook("01_autodiagnostic"))
    questionnaire_ready(page)
    page.locator("body").focus()
    reached: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        where = focus(page)
        assert where.get("seen"), f"focus that cannot be seen: {where}"
        if where["item"] and where["type"] == "radio" and where["item"] not in reached:
            reached.append(where["item"])
            page.keyboard.press("Space")  # the first level
            for _ in range(len(reached) % 4):
                page.keyboard.press("ArrowDown")
        elif where["tag"] == "button" and "suivant" in where["text"].lower():
            page.keyboard.press("Enter")
        if len(reached) == 32 and answered(page) == 32:
            break
    assert reached == list(questionnaire.item_ids)
    chosen = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.pap-questionnaire-item input:checked')]"
        ".map((r) => [r.closest('[data-item]').dataset.item, r.value]))"
    )
    assert chosen == {item: str((n + 1) % 4 + 1) for n, item in enumerate(questionnaire.item_ids)}


def test_reload_in_the_middle_keeps_every_answer(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("01_autodiagnostic"), device=PHONE)
    questionnaire_ready(page)
    for item, value in (("L1-01", 4), ("L1-02", "NSP"), ("L1-05", 2)):
        choose(page, item, value)
    page.reload()
    questionnaire_ready(page)
    assert answered(page) == 3
    assert page.locator('.pap-questionnaire-item[data-item="L1-05"] input[value="2"]').is_checked()
    assert page.locator('.pap-questionnaire-item[data-item="L1-02"] input[value="NSP"]').is_checked()
    page.locator(".pap-questionnaire .pap-notice button", has_text="Effacer").click()
    page.locator(".pap-questionnaire .pap-dialog button.pap-button-danger").click()
    assert answered(page) == 0
    page.reload()
    questionnaire_ready(page)
    assert answered(page) == 0


def test_a_killed_kernel_is_said_and_loses_nothing(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("01_autodiagnostic"))
    questionnaire_ready(page)
    for item in ("L1-01", "L1-02", "L1-03", "L1-04"):
        choose(page, item, 3)
    page.wait_for_timeout(500)
    for kernel in app.kernels():
        os.kill(kernel, signal.SIGKILL)
    choose(page, "L1-05", 1)
    alert = page.locator(".pap-questionnaire-alerts [role=alert]").first
    alert.get_by_text("réponses").wait_for(timeout=10_000)
    page.locator(".pap-radar-sentence", has_text="À consolid").wait_for(state="attached", timeout=10_000)
    choose(page, "L1-06", 1)
    assert answered(page) == 6
    page.reload()
    questionnaire_ready(page)
    assert answered(page) == 6
    assert page.locator('.pap-questionnaire-item[data-item="L1-06"] input[value="1"]').is_checked()


def test_a_cut_link_is_said_and_comes_back(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("01_autodiagnostic"))
    questionnaire_ready(page)
    for item in ("L1-01", "L1-02", "L1-03", "L1-04"):
        choose(page, item, 4)
    for kernel in app.kernels():
        os.kill(kernel, signal.SIGSTOP)
    try:
        choose(page, "L1-05", 4)
        page.locator(".pap-questionnaire-alerts [role=alert]").first.get_by_text("réponses").wait_for(timeout=10_000)
        assert "Point fort" in page.locator(".pap-radar-sentence").inner_text(), "the radar lives while the link is cut"
    finally:
        for kernel in app.kernels():
            os.kill(kernel, signal.SIGCONT)
    page.wait_for_function(
        "() => !document.querySelector('.pap-questionnaire-alerts [role=alert]:not(:empty)')", timeout=20_000
    )


def test_the_page_prints_with_every_answer(app: App, open_page: Callable[..., Any], tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = open_page(app.workbook("01_autodiagnostic"))
    questionnaire_ready(page)
    for item in ("L1-01", "L1-02", "L1-03", "L1-04", "L1-05"):
        choose(page, item, 3)
    tab(page, "Valoriser")
    choose(page, "L3-08", 2)
    path = tmp_path / "page.pdf"
    page.pdf(path=path, format="A4")
    text = " ".join("".join(p.extract_text() for p in PdfReader(path).pages).split())
    assert "Un temps est prévu au planning pour parler de notre travail" in text
    assert "Ce que disent les enfants et les familles" in text
    assert "Point fort" in text and "Passer" not in text


def test_the_type_of_service_changes_words_and_keeps_answers(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("01_autodiagnostic"))
    questionnaire_ready(page)
    choose(page, "L1-02", 3)
    second = page.locator('.pap-questionnaire-item[data-item="L1-02"]')
    assert "collègues de nuit" in second.inner_text()
    page.locator(".pap-questionnaire-about summary").click()
    page.locator(".pap-questionnaire-service select").select_option("cpfse")
    second.get_by_text("assistantes familiales").wait_for(timeout=10_000)
    assert second.locator('input[value="3"]').is_checked()
    page.reload()
    questionnaire_ready(page)
    second.get_by_text("assistantes familiales").wait_for(timeout=10_000)
    assert page.locator(".pap-questionnaire-service select").input_value() == "cpfse"
    tab(page, "Mon bilan")
    assert decode(page.locator(".pap-questionnaire-code").inner_text()).variant == "placement_familial"


def test_the_personal_page_is_a_pdf_of_ones_own_answers(
    app: App, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    from pypdf import PdfReader

    page = open_page(app.workbook("01_autodiagnostic"))
    questionnaire_ready(page)
    for number in range(1, 9):
        choose(page, f"L1-0{number}", 4)
    tab(page, "Mon bilan")
    for attempt in range(2):  # asking twice gives it twice
        with page.expect_download(timeout=30_000) as download:
            page.locator(".pap-questionnaire-sheet button", has_text="PDF").click()
        path = tmp_path / f"page-{attempt}.pdf"
        download.value.save_as(path)
        pages = PdfReader(path).pages
        text = " ".join(pages[0].extract_text().split())
        assert (
            len(pages) == 1
            and "Point fort" in text
            and page.locator(".pap-questionnaire-code").inner_text()[:4] in text
        )


def test_two_readers_do_not_disturb_each_other(app: App, open_page: Callable[..., Any]) -> None:
    one, two = (open_page(app.workbook("01_autodiagnostic")) for _ in range(2))
    for page in (one, two):
        questionnaire_ready(page)
    choose(one, "L1-01", 4)
    choose(two, "L1-01", 1)
    assert one.locator('.pap-questionnaire-item[data-item="L1-01"] input[value="4"]').is_checked()
    assert json.loads(one.evaluate("() => Object.values(localStorage)[0]"))
    assert answered(two) == 1
