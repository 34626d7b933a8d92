"""The questionnaire in a browser: every answer reaches the model, the browser and the radar, and can be taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from questionnaire_page import KEY, answer, answer_lever, kept_names, model, plain, to_end

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire as Model
from pasapas_widgets.rules.scoring import load_rules, score_sheet
from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire

pytestmark = pytest.mark.browser


def test_a_click_reaches_model_browser_and_radar_before_the_handler_returns(opened: Any) -> None:
    page = opened()
    told = page.evaluate(
        """() => {
        const told = [];
        document.addEventListener("pasapas:scores", (event) => told.push(event.detail));
        const inputs = [...document.querySelectorAll("[data-item^=L1] input[value='4']")];
        inputs.forEach((input) => input.click());
        return told;
    }"""
    )
    assert [one["scores"]["L1"]["score"] for one in told] == [None] * 4 + [100] * 4
    assert told[0]["key"] == "autodiagnostic"
    assert model(page, "seq") == 8 and len(model(page, "answers")) == 8
    assert len(page.evaluate("saved")) == 8
    kept = json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))
    assert kept["reponses"] == model(page, "answers")
    assert set(kept) == {"saved", "expires", "seq", "profil", "variante", "reponses"}


def test_a_radar_that_comes_later_asks_for_the_scores(opened: Any) -> None:
    page = opened()
    answer_lever(page, "L1", "Oui, souvent")
    told = page.evaluate(
        """() => {
        const told = [];
        document.addEventListener("pasapas:scores", (event) => told.push(event.detail.scores.L1.n_notes));
        for (const key of ["autre", "autodiagnostic"])
            document.dispatchEvent(new CustomEvent("pasapas:ask", { detail: { key } }));
        return told;
    }"""
    )
    assert told == [8]


VOICES = """
window.said = [];
const voices = [
  { lang: "fr-FR", localService: false, name: "far" },
  { lang: "en-GB", localService: true, name: "other" },
  { lang: "fr-FR", localService: true, name: "here" },
];
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => (window.silent ? [] : voices), cancel() {}, addEventListener() {},
  speak: (one) => window.said.push([one.text, one.voice.name]) } });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""A browser with voices: those of this machine depend on what is installed there."""


def test_the_easy_version_says_the_same_statements_shortly_with_a_drawing(opened: Any, questionnaire: Model) -> None:
    page = opened(script=VOICES)
    first = page.locator("[data-item=L1-01]")
    box = page.get_by_label("Facile à lire : phrases courtes et dessins")
    assert first.locator(".pap-questionnaire-aloud").is_hidden()
    answer(page, "L1-01", "Parfois")
    box.focus()
    page.keyboard.press("Space")
    easy = [item.easy for item in questionnaire.items]
    assert page.locator("fieldset[data-item] legend").all_text_contents() == [
        f"{place}. {text}" for place, text in enumerate(easy, 1)
    ]
    assert first.locator("svg").get_attribute("aria-hidden") == "true"
    assert first.locator("svg path").count() == 2 and first.locator("svg").bounding_box()["height"] > 40
    assert first.locator(".pap-questionnaire-anchors").is_hidden()
    assert first.get_by_label("Parfois").is_checked(), "the same answers"
    first.get_by_role("button", name="Écouter la phrase").click()
    assert page.evaluate("said") == [[easy[0], "here"]], "the voice of this device, none of the network"
    page.get_by_label("Votre type de service").select_option("aemo")
    page.reload()
    assert box.is_checked(), "in this tab, until it is closed"
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes('lecture'))") == []
    box.uncheck()
    assert first.locator("legend").text_content() == f"1. {questionnaire.items[0].text}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_offers_to_read_aloud_where_this_device_has_no_french_voice(opened: Any) -> None:
    page = opened(script="window.silent = true;" + VOICES)
    page.get_by_label("Facile à lire : phrases courtes et dessins").check()
    assert page.locator("[data-item=L1-01] .pap-questionnaire-aloud").is_visible()
    assert page.get_by_role("button", name="Écouter la phrase").count() == 0


def test_all_by_keyboard_alone(opened: Any, questionnaire: Model) -> None:
    page = opened()
    keys = page.keyboard
    page.get_by_role("button", name="Discuter du travail").focus()
    stops: list[str] = []
    for lever in range(4):
        keys.press("Tab")
        while page.evaluate("document.activeElement.closest('fieldset')?.dataset.item") is None:
            keys.press("Tab")
        for place in range(8):
            item = page.evaluate("document.activeElement.closest('fieldset').dataset.item")
            stops.append(item)
            keys.press("Space")
            for _ in range((lever + place) % 6):
                keys.press("ArrowDown")
            keys.press("Tab")  # its anchors: one stop
            assert page.evaluate("document.activeElement.matches('summary')")
            keys.press("Tab")
        name = "Voir mon bilan" if lever == 3 else "Levier suivant"
        while page.evaluate("document.activeElement.textContent") != name:
            keys.press("Tab")
        keys.press("Enter")
        heading = "Mon bilan" if lever == 3 else questionnaire.levers[lever + 1].name
        assert page.evaluate("document.activeElement.textContent") == heading
        assert -1 < page.evaluate("document.activeElement.getBoundingClientRect().top") < 400
    assert stops == list(questionnaire.item_ids)
    order = [1, 2, 3, 4, "NSP", "NC"]
    expected = {item: order[(place // 8 + place % 8) % 6] for place, item in enumerate(questionnaire.item_ids)}
    assert model(page, "answers") == expected
    assert page.get_by_text("32 réponses sur 32").count() >= 1


def test_own_scores_and_share_code_are_those_of_python(opened: Any, state: dict[str, Any]) -> None:
    page = opened()
    answer_lever(page, "L1", "Oui, toujours")
    answer_lever_by_nav(page, 1, "L2", "Parfois")
    answer_lever_by_nav(page, 2, "L3", "Je ne sais pas")
    to_end(page)
    sheet = Sheet(questionnaire="pas-a-pas", version="1.1", answers=model(page, "answers"))
    scores = score_sheet(sheet)
    rows = page.locator("table tbody tr")
    assert rows.nth(0).inner_text().split("\t") == ["Discuter du travail", "Point fort"]
    assert scores["L2"].score is not None
    assert rows.nth(1).inner_text().split("\t")[1] == load_rules().label_of(scores["L2"].score)
    assert "Pas assez de réponses : 0 sur les 5 nécessaires" in plain(rows.nth(2).inner_text())
    sentence = "D'après mes réponses : Discuter du travail, « Point fort » ; Porter un projet commun, «"
    assert page.get_by_text(sentence).is_visible()
    assert page.locator(".pap-questionnaire-code").text_content() == encode(sheet)
    assert page.locator(".pap-questionnaire-qr").is_hidden()


def answer_lever_by_nav(page: Any, place: int, lever: str, label: str) -> None:
    page.get_by_role("navigation").get_by_role("button").nth(place).click()
    answer_lever(page, lever, label)


def test_the_picture_of_the_code_is_shown_only_when_it_is_of_these_answers(opened: Any) -> None:
    page = opened()
    answer(page, "L1-01", "Oui, souvent")
    to_end(page)
    mine = Questionnaire()
    mine.set_state({"answers": {"L1-01": 3}, "at_end": True})
    page.evaluate("svg => model.set('code_qr', svg)", mine.code_qr)
    picture = page.get_by_role("img", name="Le même code de partage")
    assert picture.is_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    page.get_by_role("button", name="Annuler la dernière réponse").click()
    assert page.locator(".pap-questionnaire-qr").is_hidden()


def test_undo_goes_back_answer_by_answer_and_takes_the_focus_there(opened: Any) -> None:
    page = opened()
    answer(page, "L1-01", "Oui, souvent")
    answer(page, "L1-01", "Parfois")
    page.locator("[data-item=L1-02] input").first.focus()
    for key in ("Space", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)  # one walk along the levels, one undo
    assert model(page, "answers") == {"L1-01": 2, "L1-02": 3}
    undo = page.get_by_role("button", name="Annuler la dernière réponse")
    for expected in ({"L1-01": 2, "L1-02": 1}, {"L1-01": 2}, {"L1-01": 3}, {}):
        undo.click()
        assert model(page, "answers") == expected
    assert undo.is_disabled()
    assert page.evaluate("document.activeElement.closest('fieldset').dataset.item") == "L1-01"


def test_undoing_an_answer_leaves_the_profile(opened: Any) -> None:
    page = opened()
    answer(page, "L1-01", "Oui, souvent")
    page.get_by_label("Direction et encadrement").check()
    page.get_by_role("button", name="Annuler la dernière réponse").click()
    assert (model(page, "answers"), model(page, "profile")) == ({}, "encadrement")


def test_one_answer_can_be_taken_back(opened: Any) -> None:
    page = opened()
    item = page.locator("[data-item=L1-01]")
    assert item.get_by_role("button", name="Retirer ma réponse").is_hidden()
    answer(page, "L1-01", "Non concerné")
    item.get_by_text("Sens des réponses, ou retirer la mienne").click()
    item.get_by_role("button", name="Retirer ma réponse").click()
    assert model(page, "answers") == {}
    assert page.get_by_text("0 réponse sur 32").is_visible()


def test_the_review_takes_the_focus_to_the_statement(opened: Any) -> None:
    page = opened()
    answer_lever(page, "L1", "Oui, souvent")
    to_end(page)
    missing = page.locator(".pap-questionnaire-missing a:visible")
    assert missing.count() == 24
    missing.nth(23).click()
    assert page.evaluate("document.activeElement.closest('fieldset').dataset.item") == "L4-08"
    assert page.get_by_role("heading", name="S'appuyer sur le territoire").is_visible()


def test_erase_asks_in_the_page_and_forgets_everywhere(opened: Any) -> None:
    page = opened()
    answer_lever(page, "L1", "Oui, souvent")
    to_end(page)
    erase = page.get_by_role("button", name="Effacer mes réponses")
    erase.click()
    assert page.evaluate("document.activeElement.textContent") == "Non, garder mes réponses"
    page.keyboard.press("Escape")
    assert len(model(page, "answers")) == 8
    assert page.evaluate("document.activeElement.textContent") == "Effacer mes réponses"
    erase.click()
    page.get_by_role("button", name="Oui, tout effacer").click()
    assert model(page, "answers") == {} and kept_names(page) == []
    assert page.evaluate("document.activeElement.textContent") == "Discuter du travail"
    assert page.get_by_role("button", name="Annuler la dernière réponse").is_disabled()


def test_another_wording_keeps_the_answers(opened: Any, questionnaire: Model) -> None:
    page = opened()
    answer(page, "L1-02", "Oui, souvent")
    page.evaluate("q => model.set('questionnaire', q)", questionnaire.for_browser("placement_familial"))
    assert page.locator("[data-item=L1-02] legend").inner_text().startswith("2. Les assistantes familiales")
    assert page.locator("[data-item=L1-02]").get_by_label("Oui, souvent").is_checked()


def test_saving_is_announced_once_and_a_whole_lever_again(opened: Any) -> None:
    page = opened()
    page.evaluate(
        """() => {
        window.said = [];
        const status = document.querySelector("[role=status]");
        new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
    }"""
    )
    answer_lever(page, "L1", "Oui, souvent")
    assert [plain(text) for text in page.evaluate("said")] == [
        "Vos réponses sont gardées dans ce navigateur.",
        "« Discuter du travail » est complet. 8 réponses sur 32 en tout.",
    ]
