"""What the questionnaire keeps: in this browser, over a lost link, in a file that comes back, in two views."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from questionnaire_page import KEY, answer, answer_lever, model, to_end

from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire as Model
from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire

pytestmark = pytest.mark.browser


def test_reload_restores_and_says_so(opened: Any, questionnaire: Model) -> None:
    page = opened()
    answer_lever(page, "L1", "Oui, souvent")
    page.get_by_label("Direction et encadrement").check()
    page.reload()
    page.wait_for_selector(".pap-questionnaire")
    assert model(page, "answers") == {item.id: 3 for item in questionnaire.items_of(lever="L1")}
    assert model(page, "profile") == "encadrement"
    assert model(page, "seq") == 10  # eight answers, a profile, and the restored sheet sent again
    assert page.get_by_text("8 réponses sur 32, du").is_visible()
    assert page.get_by_label("Direction et encadrement").is_checked()
    assert page.get_by_role("heading", name="Porter un projet commun").is_visible()  # the first unfinished lever


@pytest.mark.parametrize(
    ("change", "restored"),
    [
        ({}, True),
        ({"expires": "2020-01-01"}, False),
        ({"reponses": {"L1-01": 9, "L9-01": 2}}, False),
        ({"reponses": None}, False),
    ],
)
def test_only_what_is_in_date_and_fits_is_restored(opened: Any, change: dict[str, Any], restored: bool) -> None:
    kept = {"saved": "2026-11-01", "expires": "2999-01-01", "seq": 4, "profil": "roi", "reponses": {"L1-01": 2}}
    page = opened(script=f"localStorage.setItem('{KEY}', JSON.stringify({json.dumps(kept | change)}))")
    assert model(page, "answers") == ({"L1-01": 2} if restored else {})
    assert model(page, "profile") is None
    if "expires" in change:
        assert page.evaluate("localStorage.length") == 0


def test_answers_of_another_version_or_key_are_left_alone(opened: Any) -> None:
    kept = json.dumps({"saved": "2026-11-01", "expires": "2999-01-01", "reponses": {"L1-01": 2}})
    others = (KEY.replace("1.1", "0.9"), KEY.replace("autodiagnostic", "autre"))
    page = opened(script="".join(f"localStorage.setItem('{name}', '{kept}');" for name in others))
    assert model(page, "answers") == {}
    assert page.evaluate("localStorage.length") == 2


def test_answers_set_by_python_win_over_the_browser_unless_the_link_was_cut(opened: Any, state: dict[str, Any]) -> None:
    kept = {"saved": "2026-11-01", "expires": "2999-01-01", "seq": 9, "reponses": {"L1-01": 2, "L1-02": 2}}
    script = f"localStorage.setItem('{KEY}', JSON.stringify({json.dumps(kept)}))"
    state["answers"] = {"L1-01": 4}
    assert model(opened(script=script), "answers") == {"L1-01": 4}
    state["seq"] = 5  # this kernel has heard five changes, the browser has made nine
    assert model(opened(script=script), "answers") == {"L1-01": 2, "L1-02": 2}


def test_nothing_is_kept_when_the_configuration_says_so(opened: Any, state: dict[str, Any]) -> None:
    state["keep_days"] = 0
    page = opened()
    answer(page, "L1-01", "Oui, souvent")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_text("Qui verra ma réponse").click()
    assert page.get_by_text("Ce navigateur ne les garde pas").is_visible()
    assert page.get_by_text("ne peut pas garder").is_hidden()


def test_a_browser_without_storage_says_so_and_goes_on(opened: Any) -> None:
    page = opened(script="Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage'); } })")
    assert page.get_by_text("Ce navigateur ne peut pas garder vos réponses").is_visible()
    answer(page, "L1-01", "Oui, souvent")
    assert model(page, "answers") == {"L1-01": 3}


def test_a_full_storage_is_said_when_it_happens(opened: Any) -> None:
    page = opened()
    notice = page.get_by_text("Ce navigateur ne peut pas garder vos réponses")
    assert notice.is_hidden()
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })")
    answer(page, "L1-01", "Oui, souvent")
    assert notice.is_visible() and model(page, "answers") == {"L1-01": 3}


def test_the_lost_link_is_said_then_leaves_by_itself(opened: Any, state: dict[str, Any]) -> None:
    state["linked"] = True
    page = opened()
    alert = page.get_by_role("alert").filter(has_text="Le lien avec l'application est coupé")
    answer(page, "L1-01", "Oui, souvent")
    alert.wait_for()
    assert "gardées dans ce navigateur" in alert.inner_text()
    answer(page, "L1-02", "Parfois")
    page.evaluate("model.set('ack', 1)")  # what was queued arrives: not all of it yet
    page.evaluate("model.set('ack', model.get('seq'))")
    alert.wait_for(state="hidden")
    assert page.get_by_role("status").inner_text() == "Le lien avec l'application est revenu."


def test_without_kernel_the_link_is_never_said_lost(opened: Any) -> None:
    page = opened()
    page.clock.install()
    answer(page, "L1-01", "Oui, souvent")
    page.clock.run_for(60_000)
    assert page.get_by_role("alert").all_inner_texts() in ([], ["", ""])


def test_a_refused_answer_is_said_and_taken_back(opened: Any, state: dict[str, Any]) -> None:
    state["linked"] = True
    page = opened()
    answer(page, "L1-01", "Oui, souvent")
    kernel = Questionnaire()
    kernel.set_state({"seq": 1, "answers": {"L1-01": 9}})
    page.evaluate("sent => Object.entries(sent).forEach(([name, value]) => model.set(name, value))",
                  {"fault": kernel.fault, "answers": kernel.answers, "ack": kernel.ack})  # fmt: skip
    assert page.get_by_role("alert").filter(has_text="Cette réponse n'a pas été prise").is_visible()
    assert page.locator("[data-item=L1-01] input:checked").count() == 0


def test_a_sheet_leaves_and_comes_back(opened: Any, questionnaire: Model, tmp_path: Path) -> None:
    page = opened()
    answer_lever(page, "L1", "Je ne sais pas")
    page.get_by_label("Direction et encadrement").check()
    to_end(page)
    with page.expect_download() as leaving:
        page.get_by_role("button", name="Télécharger ma feuille").click()
    path = tmp_path / leaving.value.suggested_filename
    leaving.value.save_as(path)
    assert path.name == "feuille-pas-a-pas.json"
    sheet = Sheet.checked(path.read_bytes(), questionnaire)
    assert sheet.answers == {item.id: "NSP" for item in questionnaire.items_of(lever="L1")}
    other = opened()
    to_end(other)
    chooser = other.get_by_label("Reprendre une feuille téléchargée")
    chooser.set_input_files(path)
    other.get_by_text("Feuille reprise : 8 réponses.").wait_for()
    assert model(other, "answers") == sheet.answers and model(other, "profile") == "encadrement"
    for name, content, said in (
        ("gros.json", b" " * 1_000_001, "trop gros"),
        ("coupe.json", path.read_bytes()[:-30], "n'est pas une feuille de réponses complète"),
        ("vieux.json", path.read_bytes().replace(b"1.1", b"0.9"), re.compile(r"-pas 0\.9\s;\sici\s:\spas-a-pas 1\.1")),
        ("faux.json", path.read_bytes().replace(b'"NSP"', b"12", 1), "« 12 » n'est pas une réponse possible"),
    ):
        chooser.set_input_files({"name": name, "mimeType": "application/json", "buffer": content})
        other.get_by_role("alert").filter(has_text=said).wait_for()
        assert model(other, "answers") == sheet.answers


def test_two_views_of_one_model_follow_each_other_and_leave_nothing(opened: Any) -> None:
    page = opened()
    before = page.evaluate("listening()")
    page.evaluate("void (window.second = mount())")  # a bare function would be called
    views = page.locator(".pap-questionnaire")
    names = page.evaluate("[...document.querySelectorAll('input[type=radio]')].map((radio) => radio.name)")
    assert len(set(names)) == 2 * 33
    views.nth(1).locator("[data-item=L1-01]").get_by_label("Oui, souvent").check()
    assert views.nth(0).locator("[data-item=L1-01]").get_by_label("Oui, souvent").is_checked()
    page.evaluate("second()")
    assert views.count() == 1 and page.evaluate("listening()") == before
    page.evaluate("unmount()")
    assert page.evaluate("listening()") == 0
    told = page.evaluate(
        """() => {
        let told = 0;
        document.addEventListener("pasapas:scores", () => (told += 1));
        document.dispatchEvent(new CustomEvent("pasapas:ask", { detail: { key: "autodiagnostic" } }));
        return told;
    }"""
    )
    assert told == 0
