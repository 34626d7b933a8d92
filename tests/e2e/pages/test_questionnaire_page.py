"""The questionnaire mounted in a plain page, without kernel: the module alone, driven as a person does."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from ipywidgets import DOMWidget
from pypdf import PdfReader

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire as Model
from pasapas_widgets.rules.scoring import rounded, score_sheet
from pasapas_widgets.widgets.kit import widget as base
from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire

pytestmark = pytest.mark.browser

PAGE = Path(__file__).parent / "widget.html"
KEY = "pasapas:autodiagnostic:pas-a-pas:1.0"


def traits(widget: Questionnaire) -> dict[str, Any]:
    """Return the state that the browser gets, the widget machinery's own traits apart."""
    names = [name for name in Questionnaire.class_traits(sync=True) if name not in DOMWidget.class_traits()]
    return {name: getattr(widget, name) for name in names if not name.startswith("_")}


@pytest.fixture
def state() -> dict[str, Any]:
    """The traits that the page starts from; a test may change them before it opens the page."""
    return traits(Questionnaire(linked=False))


@pytest.fixture
def address(state: dict[str, Any]) -> Iterator[str]:
    """Serve the page on a free port."""
    files: dict[str, tuple[str, Callable[[], str]]] = {
        "/": ("text/html", lambda: PAGE.read_text(encoding="utf-8")),
        "/widget.js": ("text/javascript", lambda: base.module("questionnaire")),
        "/widget.css": ("text/css", lambda: base.style("questionnaire")),
        "/state.json": ("application/json", lambda: json.dumps(state)),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, content = files[self.path]
            body = content().encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Open the page in a fresh profile; any error of the page fails the test."""
    contexts, errors = [], []

    def open_page(*, width: int = 360, script: str = "", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        if script:
            page.add_init_script(script)
        page.goto(address)
        page.wait_for_selector(".pap-questionnaire")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def model(page: Any, name: str) -> Any:
    return page.evaluate("name => model.get(name)", name)


def plain(text: str) -> str:
    """Return a text with ordinary spaces where it has no-break ones."""
    return text.replace("\u00a0", " ")


def answer(page: Any, item: str, label: str) -> None:
    page.locator(f"[data-item={item}]").get_by_label(label, exact=True).check()


def answer_lever(page: Any, lever: str, label: str) -> None:
    for number in range(1, 9):
        answer(page, f"{lever}-0{number}", label)


def to_end(page: Any) -> None:
    page.get_by_role("button", name="Mon bilan").click()


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
    answer_lever(page, "L1", "Installé")
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
    answer_lever(page, "L1", "Ancré et ajusté")
    answer_lever_by_nav(page, 1, "L2", "Amorcé")
    answer_lever_by_nav(page, 2, "L3", "Je ne sais pas")
    to_end(page)
    sheet = Sheet(questionnaire="pas-a-pas", version="1.0", answers=model(page, "answers"))
    scores = score_sheet(sheet)
    rows = page.locator("table tbody tr")
    assert rows.nth(0).inner_text().split("\t") == ["Discuter du travail", "100", "Point d'appui"]
    assert scores["L2"].score is not None
    assert rows.nth(1).inner_text().split("\t")[1] == str(rounded(scores["L2"].score))
    assert "Pas assez de réponses : 0 sur les 5 nécessaires" in plain(rows.nth(2).inner_text())
    sentence = "D'après mes réponses : Discuter du travail, 100 sur 100 (« Point d'appui ») ; Porter un projet commun"
    assert page.get_by_text(sentence).is_visible()
    assert page.locator(".pap-questionnaire-code").text_content() == encode(sheet)
    assert page.locator(".pap-questionnaire-qr").is_hidden()


def answer_lever_by_nav(page: Any, place: int, lever: str, label: str) -> None:
    page.get_by_role("navigation").get_by_role("button").nth(place).click()
    answer_lever(page, lever, label)


def test_the_picture_of_the_code_is_shown_only_when_it_is_of_these_answers(opened: Any) -> None:
    page = opened()
    answer(page, "L1-01", "Installé")
    to_end(page)
    mine = Questionnaire()
    mine.set_state({"answers": {"L1-01": 3}, "at_end": True})
    page.evaluate("svg => model.set('code_qr', svg)", mine.code_qr)
    picture = page.get_by_role("img", name="Le même code de partage")
    assert picture.is_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    page.get_by_role("button", name="Annuler la dernière réponse").click()
    assert page.locator(".pap-questionnaire-qr").is_hidden()


def test_reload_restores_and_says_so(opened: Any, questionnaire: Model) -> None:
    page = opened()
    answer_lever(page, "L1", "Installé")
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
    others = (KEY.replace("1.0", "0.9"), KEY.replace("autodiagnostic", "autre"))
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
    answer(page, "L1-01", "Installé")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_text("Qui verra ma réponse").click()
    assert page.get_by_text("Ce navigateur ne les garde pas").is_visible()
    assert page.get_by_text("ne peut pas garder").is_hidden()


def test_a_browser_without_storage_says_so_and_goes_on(opened: Any) -> None:
    page = opened(script="Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage'); } })")
    assert page.get_by_text("Ce navigateur ne peut pas garder vos réponses").is_visible()
    answer(page, "L1-01", "Installé")
    assert model(page, "answers") == {"L1-01": 3}


def test_a_full_storage_is_said_when_it_happens(opened: Any) -> None:
    page = opened()
    notice = page.get_by_text("Ce navigateur ne peut pas garder vos réponses")
    assert notice.is_hidden()
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })")
    answer(page, "L1-01", "Installé")
    assert notice.is_visible() and model(page, "answers") == {"L1-01": 3}


def test_the_lost_link_is_said_then_leaves_by_itself(opened: Any, state: dict[str, Any]) -> None:
    state["linked"] = True
    page = opened()
    alert = page.get_by_role("alert").filter(has_text="Le lien avec l'application est coupé")
    answer(page, "L1-01", "Installé")
    alert.wait_for()
    assert "gardées dans ce navigateur" in alert.inner_text()
    answer(page, "L1-02", "Amorcé")
    page.evaluate("model.set('ack', 1)")  # what was queued arrives: not all of it yet
    page.evaluate("model.set('ack', model.get('seq'))")
    alert.wait_for(state="hidden")
    assert page.get_by_role("status").inner_text() == "Le lien avec l'application est revenu."


def test_without_kernel_the_link_is_never_said_lost(opened: Any) -> None:
    page = opened()
    page.clock.install()
    answer(page, "L1-01", "Installé")
    page.clock.run_for(60_000)
    assert page.get_by_role("alert").all_inner_texts() in ([], ["", ""])


def test_a_refused_answer_is_said_and_taken_back(opened: Any, state: dict[str, Any]) -> None:
    state["linked"] = True
    page = opened()
    answer(page, "L1-01", "Installé")
    kernel = Questionnaire()
    kernel.set_state({"seq": 1, "answers": {"L1-01": 9}})
    page.evaluate("sent => Object.entries(sent).forEach(([name, value]) => model.set(name, value))",
                  {"fault": kernel.fault, "answers": kernel.answers, "ack": kernel.ack})  # fmt: skip
    assert page.get_by_role("alert").filter(has_text="Cette réponse n'a pas été prise").is_visible()
    assert page.locator("[data-item=L1-01] input:checked").count() == 0


def test_undo_goes_back_answer_by_answer_and_takes_the_focus_there(opened: Any) -> None:
    page = opened()
    answer(page, "L1-01", "Installé")
    answer(page, "L1-01", "Amorcé")
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
    answer(page, "L1-01", "Installé")
    page.get_by_label("Direction et encadrement").check()
    page.get_by_role("button", name="Annuler la dernière réponse").click()
    assert (model(page, "answers"), model(page, "profile")) == ({}, "encadrement")


def test_one_answer_can_be_taken_back(opened: Any) -> None:
    page = opened()
    item = page.locator("[data-item=L1-01]")
    assert item.get_by_role("button", name="Retirer ma réponse").is_hidden()
    answer(page, "L1-01", "Non concerné")
    item.get_by_text("Repères, ou retirer ma réponse").click()
    item.get_by_role("button", name="Retirer ma réponse").click()
    assert model(page, "answers") == {}
    assert page.get_by_text("0 réponse sur 32").is_visible()


def test_the_review_takes_the_focus_to_the_statement(opened: Any) -> None:
    page = opened()
    answer_lever(page, "L1", "Installé")
    to_end(page)
    missing = page.locator(".pap-questionnaire-missing a:visible")
    assert missing.count() == 24
    missing.nth(23).click()
    assert page.evaluate("document.activeElement.closest('fieldset').dataset.item") == "L4-08"
    assert page.get_by_role("heading", name="S'appuyer sur le territoire").is_visible()


def test_erase_asks_in_the_page_and_forgets_everywhere(opened: Any) -> None:
    page = opened()
    answer_lever(page, "L1", "Installé")
    to_end(page)
    erase = page.get_by_role("button", name="Effacer mes réponses")
    erase.click()
    assert page.evaluate("document.activeElement.textContent") == "Non, garder mes réponses"
    page.keyboard.press("Escape")
    assert len(model(page, "answers")) == 8
    assert page.evaluate("document.activeElement.textContent") == "Effacer mes réponses"
    erase.click()
    page.get_by_role("button", name="Oui, tout effacer").click()
    assert model(page, "answers") == {} and page.evaluate("localStorage.length") == 0
    assert page.evaluate("document.activeElement.textContent") == "Discuter du travail"
    assert page.get_by_role("button", name="Annuler la dernière réponse").is_disabled()


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
        ("vieux.json", path.read_bytes().replace(b"1.0", b"0.9"), "pas-a-pas 0.9 au lieu de pas-a-pas 1.0"),
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
    views.nth(1).locator("[data-item=L1-01]").get_by_label("Installé").check()
    assert views.nth(0).locator("[data-item=L1-01]").get_by_label("Installé").is_checked()
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


def test_another_wording_keeps_the_answers(opened: Any, questionnaire: Model) -> None:
    page = opened()
    answer(page, "L1-02", "Installé")
    page.evaluate("q => model.set('questionnaire', q)", questionnaire.for_browser("placement_familial"))
    assert page.locator("[data-item=L1-02] legend").inner_text().startswith("2. Les assistants familiaux")
    assert page.locator("[data-item=L1-02]").get_by_label("Installé").is_checked()


def test_saving_is_announced_once_and_a_whole_lever_again(opened: Any) -> None:
    page = opened()
    page.evaluate(
        """() => {
        window.said = [];
        const status = document.querySelector("[role=status]");
        new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
    }"""
    )
    answer_lever(page, "L1", "Installé")
    assert [plain(text) for text in page.evaluate("said")] == [
        "Vos réponses sont gardées dans ce navigateur.",
        "« Discuter du travail » est complet. 8 réponses sur 32 en tout.",
    ]


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
    answer_lever(page, "L1", "Installé")
    for summary in page.locator("summary:visible").all()[:3]:
        summary.click()
    if at_end:
        to_end(page)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_every_radio_and_group_is_named_and_every_target_is_large_enough(opened: Any) -> None:
    page = opened(width=320)
    answer(page, "L1-01", "Installé")
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
    answer_lever(page, "L1", "Ancré et ajusté")
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
    answer_lever(page, "L1", "Installé")
    path = tmp_path / "feuille.pdf"
    page.pdf(path=path, format="A4")
    printed = " ".join("\n".join(part.extract_text() for part in PdfReader(path).pages).split())
    for lever in questionnaire.levers:
        assert lever.name in printed
    for number in range(1, 33):
        assert f"{number}. " in printed
    assert "Point d'appui" in printed and "Effacer mes réponses" not in printed
