"""A questionnaire that is not ours, from the page to the carnet: one file, the notebook, a session with phones.

Two of them: five items on one scale, without classes; and 35 items in seven parts, on two scales, twelve of them
reversed, told as means. Everything expected here is worked out in Python, apart from the browser.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, focus, own_faults
from live import LAPTOP, PHONE, choose
from playwright.sync_api import expect
from salle import LAN, Salle, pdf_text
from stages import reach

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.page import one_file_page
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.scoring import score_sheet, told

pytestmark = pytest.mark.browser

HSE, FIVE = load_questionnaire("hse-35"), load_questionnaire("equipe-5")
NARROW = {"viewport": {"width": 320, "height": 700}, "has_touch": True, "is_mobile": True}


def drawn(q: Questionnaire, seed: int) -> Sheet:
    """A whole sheet, its levels drawn."""
    draw = random.Random(seed)
    answers = {item.id: draw.randint(1, q.scale_of(item).top) for item in q.items}
    return Sheet(questionnaire=q.id, version=q.version, answers=answers)


@pytest.fixture(scope="module")
def salle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Salle]:
    """The whole application, started with the 35 items."""
    opened = Salle(tmp_path_factory.mktemp("hse"), PASAPAS_QUESTIONNAIRE="hse-35")
    yield opened
    opened.stop()


def in_one_file(q: Questionnaire, folder: Path) -> str:
    file = folder / f"{q.id}.html"
    file.write_text(one_file_page(q), encoding="utf-8")
    return file.as_uri()


def by_hand(page: Any, q: Questionnaire, sheet: Sheet) -> None:
    """Answer everything with a finger, part after part, to the end screen."""
    for lever in q.levers:
        for item in q.items_of(lever=lever.id):
            choose(page, item.id, sheet.answers[item.id])
        page.locator(".pap-questionnaire-steps .pap-button-main").click()


def by_keyboard(page: Any, q: Questionnaire, sheet: Sheet) -> None:
    """Answer everything with the keys alone: the focus goes by Tab, a level is reached by the arrows."""

    def tab_to(found: str) -> None:
        for _ in range(60):
            if page.evaluate(found):
                return
            page.keyboard.press("Tab")
        raise AssertionError(found)

    for lever in q.levers:
        for item in q.items_of(lever=lever.id):
            tab_to(
                f"document.activeElement.closest('[data-item=\"{item.id}\"]') && document.activeElement.type == 'radio'"
            )
            assert focus(page)["seen"], item.id
            page.keyboard.press("Space")
            for _ in range(int(sheet.answers[item.id]) - 1):
                page.keyboard.press("ArrowDown")
            tab_to("document.activeElement.classList.contains('pap-button-main')")
            page.keyboard.press("Enter")


def holds_to_python(page: Any, q: Questionnaire, sheet: Sheet) -> None:
    """The end screen, the radar and the code are those that Python gives for the same sheet."""
    values = reach(page.locator(".pap-radar tbody")).inner_text()
    table = reach(page.locator(".pap-questionnaire-scores table")).inner_text()
    for lever in q.levers:
        score = score_sheet(sheet, q)[lever.id].score
        assert score is not None
        number = re.escape(told(score, q, bare=True))
        for text in (table, values):
            assert re.search(rf"{re.escape(lever.name)}\s+{number}\s", f"{text}\n"), (lever, text)
    said = page.locator(".pap-questionnaire-scores").inner_text()
    assert ("Moyenne sur 5" in table) == (q.scoring.unit == "moyenne") and "«" not in said and "()" not in said
    assert page.locator(".pap-questionnaire-code").inner_text().replace("\n", "") == encode(sheet, q)
    assert q.source is not None and q.source.licence in page.locator(".pap-questionnaire-source").inner_text()


@pytest.mark.parametrize(
    ("q", "answer", "device", "scheme"),
    [(FIVE, by_keyboard, LAPTOP, "light"), (FIVE, by_hand, NARROW, "dark"), (HSE, by_keyboard, LAPTOP, "dark"),
     (HSE, by_hand, NARROW, "light")],
    ids=["five-keyboard", "five-phone", "hse-keyboard", "hse-phone"],
)  # fmt: skip
def test_the_one_file_page(
    q: Questionnaire, answer: Any, device: Any, scheme: str, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = open_page(in_one_file(q, tmp_path), device=device, color_scheme=scheme)
    assert own_faults(page) == [] and axe_faults(page) == []
    sheet = drawn(q, len(q.items))
    answer(page, q, sheet)
    holds_to_python(page, q, sheet)
    assert own_faults(page) == [] and axe_faults(page) == []
    assert page.locator("nav:visible").count() == (1 if len(q.levers) > 1 else 0)
    page.reload()
    holds_to_python(page, q, sheet)  # the browser has kept the raw answers


def test_the_notebook(salle: Salle, open_page: Callable[..., Any]) -> None:
    address = f"http://{LAN}:{salle.port}"
    page = open_page(f"{address}/?jeton={salle.secret}")
    page.goto(f"{address}/voila/render/01_autodiagnostic.ipynb")
    page.locator(".pap-questionnaire").first.wait_for(timeout=60_000)
    page.locator(".pap-radar").first.wait_for(state="attached", timeout=60_000)
    sheet = drawn(HSE, 7)
    by_hand(page, HSE, sheet)
    holds_to_python(page, HSE, sheet)
    expect(
        page.locator(".pap-questionnaire-qr")
    ).to_be_visible()  # Python has read the same answers and drawn the same code
    page.set_viewport_size({"width": 320, "height": 700})
    assert own_faults(page) == []


def test_a_session_from_the_phones_to_the_carnet(salle: Salle, open_page: Callable[..., Any]) -> None:
    """Eleven phones by protocol and a real one; results on the phone; the carnet holds what aggregate() gives."""
    seen = salle.session()
    sheets = [drawn(HSE, seed) for seed in range(11)]
    for sheet in sheets:
        seen.phone().answers(dict(sheet.answers))
    page = open_page(f"http://{LAN}:{salle.port}/s/{seen.code}", device=PHONE)
    page.locator(".pap-questionnaire-item").first.wait_for()
    assert own_faults(page) == [] and axe_faults(page) == []
    mine = drawn(HSE, 99)
    by_hand(page, HSE, mine)
    expect(page.get_by_text(f"{len(HSE.items)} réponses enregistrées").first).to_be_visible()
    expected = aggregate([*sheets, mine], questionnaire=HSE)

    def arrived() -> bool:
        return bool(salle.room.overview(seen.id)["progress"]["finished"] == 12)

    for _ in range(100):
        if arrived():
            break
        page.wait_for_timeout(100)
    assert arrived()
    salle.room.publish(seen.id)
    seen.move("resultats", focus="HSE-03")
    page.locator(".pap-radar").wait_for()
    text = page.locator(".pap-radar").inner_text()
    for lever in HSE.levers:
        score = expected.levers[lever.id].score
        said = "pas assez de réponses" if score is None else told(score, HSE, bare=True)
        assert re.search(rf"{re.escape(lever.name)}\s.*{said}", text), lever
    opened = page.locator(".pap-room-focus")
    expect(opened).to_contain_text("inversé")  # HSE-03 is, and shows what was chosen, in its own words
    counts = expected.items["HSE-03"].distribution
    assert counts is not None
    for level in HSE.scale.levels:
        expect(opened).to_contain_text(re.compile(rf"{level.label}\s*: {counts.get(str(level.value), 0)}"))
    assert page.get_by_text("effets attendus").count() == 0 and page.get_by_text("Point fort").count() == 0
    assert own_faults(page) == [] and axe_faults(page) == []

    carnet = Carnet.from_json(json.dumps(salle.room.carnet(seen.id)))
    wave = carnet.waves[0]
    assert wave.session.questionnaire == "hse-35"
    kept, plain = wave.results.plain(), expected.plain()
    assert (kept["n_feuilles"], kept["leviers"]) == (12, plain["leviers"])
    for item in HSE.item_ids:  # the spread apart, whose last digit follows the order in which sheets came
        kept_item, item_plain = dict(kept["items"][item]), dict(plain["items"][item])
        assert kept_item.pop("dispersion") == pytest.approx(item_plain.pop("dispersion"))
        assert kept_item == item_plain, item


def test_what_the_trainer_sees(salle: Salle, open_page: Callable[..., Any]) -> None:
    """The projector, the paper with the columns of each scale, and the cockpit that names the questionnaire."""
    seen = salle.session()
    home = f"http://{LAN}:{salle.port}"
    page = open_page(f"{home}/?jeton={salle.secret}")
    paper = pdf_text(salle.ask(f"/salle/papier/{seen.id}", Cookie=salle.cookie()).body)
    scales = {(item.lever, item.scale) for item in HSE.items}  # some parts have items on both
    heads = [paper.count(f"5 {scale.levels[-1].label} N°") for scale in (HSE.scale, *HSE.other_scales.values())]
    assert sum(heads) == len(scales) > 7 and all(heads)
    assert HSE.source is not None and HSE.source.credit in paper
    page.goto(f"{home}/voila/render/seance.ipynb")
    cockpit = page.locator(".pap-cockpit")
    expect(cockpit).to_contain_text("Management Standards", timeout=60_000)
    page.goto(f"{home}/salle/projection/{seen.id}")
    for seed in range(6):
        seen.phone().answers(dict(drawn(HSE, seed).answers))
    salle.room.publish(seen.id)
    seen.move("resultats")
    page.locator(".pap-radar-names").wait_for()
    assert page.locator(".pap-radar-names li").all_inner_texts() == [lever.name for lever in HSE.levers]
