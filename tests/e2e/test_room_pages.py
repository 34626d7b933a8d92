"""The room's other pages in a real browser: the code, the projector, the poster, the questionnaire on paper."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, focus, own_faults
from live import LAPTOP, PHONE
from phone_page import WATCH, twelve
from pypdf import PdfReader
from salle import LAN, Q, Salle, Seen

from pasapas_widgets.model.kit.kitwords import in_short

pytestmark = pytest.mark.browser

SMALL = {"viewport": {"width": 1024, "height": 768}}
LARGE = {"viewport": {"width": 1920, "height": 1080}}


@pytest.fixture
def opened(browser: Any, salle: Salle) -> Iterator[Callable[..., Any]]:
    """Open pages of the room, as the trainer unless told otherwise; none breaks the policy or leaves the room."""
    contexts: list[Any] = []
    faults: list[str] = []
    home = f"http://{LAN}:{salle.port}"

    def open_page(path: str, *, device: dict[str, Any] = LAPTOP, trainer: bool = True, **more: Any) -> Any:
        context = browser.new_context(locale="fr-FR", **(device | more))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda one: faults.append(one.url) if not one.url.startswith((home, "data:")) else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.add_init_script(WATCH)
        page.goto(f"{home}{path}" + (f"?jeton={salle.secret}" if trainer else ""))
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            faults.extend(page.evaluate("window.refused ?? []"))
        context.close()
    assert faults == []


def plain(text: str) -> str:
    return " ".join(text.split())


def solid(text: str) -> str:
    """Return a text without its spaces, and without the ligatures that fonts put into a PDF."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def printed(page: Any, path: Path) -> list[str]:
    """Return the text of each page as it prints."""
    page.pdf(path=path, prefer_css_page_size=True)
    return [plain(one.extract_text()) for one in PdfReader(path).pages]


# ---------------------------------------- where a code is typed


def test_a_code_is_taken_however_it_is_typed(salle: Salle, opened: Callable[..., Any]) -> None:
    seen = salle.session("attente")
    page = opened("/s/", device=PHONE, trainer=False)
    assert own_faults(page) == [] and axe_faults(page) == []
    page.get_by_label("Code de la séance").fill(f" {seen.code[:2].lower()}-{seen.code[2:].lower()} ")
    page.get_by_role("button", name="Rejoindre").click()
    page.wait_for_url(re.compile(rf"/s/{seen.code}(\?i=[\w-]{{16}})?$"))
    page.get_by_role("heading", name="Vous êtes dans la séance").wait_for()


def test_a_wrong_code_is_said_beside_the_field(opened: Callable[..., Any]) -> None:
    page = opened("/s/", device={"viewport": {"width": 320, "height": 640}}, trainer=False)
    page.get_by_label("Code de la séance").fill("ZZZZZ")
    page.keyboard.press("Enter")
    page.locator("[role=alert]", has_text="Aucune séance n'a ce code").wait_for()
    assert page.title().startswith("Code refusé – ")
    field = page.get_by_label("Code de la séance")
    assert field.get_attribute("aria-invalid") == "true" and "faute" in str(field.get_attribute("aria-describedby"))
    assert own_faults(page) == [] and axe_faults(page) == []


def test_an_address_with_a_wrong_code_leads_back(opened: Callable[..., Any]) -> None:
    page = opened("/s/ZZZZZ", device=PHONE, trainer=False)
    assert own_faults(page) == [] and axe_faults(page) == []
    page.get_by_role("link", name="Rejoindre une séance").click()
    page.get_by_label("Code de la séance").wait_for()


# ---------------------------------------- the projector


def projector(opened: Callable[..., Any], seen: Seen, device: dict[str, Any] = LARGE, **more: Any) -> Any:
    page = opened(f"/salle/projection/{seen.id}", device=device, **more)
    page.locator("body[data-phase]").wait_for()
    return page


def shows(page: Any, phase: str, *, seconds: float = 2) -> None:
    page.locator(f'body[data-phase="{phase}"]').wait_for(timeout=seconds * 1000)


def test_below_ten_people_the_wall_does_not_say_that_nobody_disagrees(salle: Salle, opened: Callable[..., Any]) -> None:
    seen = salle.session("reponses")
    for number in range(6):
        seen.phone().answers(dict.fromkeys(Q.item_ids, 1 + 3 * (number % 2)))
    seen.move("cloture")
    salle.room.publish(seen.id)
    seen.move("resultats")
    page = projector(opened, seen)
    page.locator(".pap-radar-picture").wait_for()
    said = plain(page.locator(".pap-projector-results").inner_text())
    assert "ne sont montrés qu'à partir de 10 personnes" in said and "ne partage" not in said


@pytest.mark.parametrize("device", [SMALL, LARGE, LARGE | {"color_scheme": "dark"}], ids=["1024", "1920", "1920 dark"])
def test_the_projector_follows_and_fits_in_every_phase(
    salle: Salle, opened: Callable[..., Any], device: dict[str, Any]
) -> None:
    seen = salle.session("attente")
    page = projector(opened, seen, device)

    def look(name: str) -> None:
        shows(page, name)
        page.wait_for_timeout(400)
        assert (name, own_faults(page), axe_faults(page)) == (name, [], [])
        small = page.evaluate(
            """() => [...document.querySelectorAll('main *')]
              .filter((one) => one.checkVisibility() && !one.closest('svg, button')
              && [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
              .map((one) => [parseFloat(getComputedStyle(one).fontSize), one.textContent.trim().slice(0, 30)])
              .filter(([size]) => size < innerWidth / 110)"""
        )
        assert small == [], f"too small for the last row in {name}"

    look("attente")
    main = plain(page.locator("main").inner_text())
    assert f"{LAN}:{salle.port}" in main and seen.code in main and page.locator(".pap-room-qr svg").is_visible()
    seen.move("reponses")
    look("reponses")
    twelve(seen)
    page.locator("#pap-counts", has_text="11 personnes dans la séance · 11 ont fini").wait_for()
    for name in ("pause", "cloture"):
        seen.move(name)
        look(name)
    seen.move("resultats")
    look("resultats")
    salle.room.publish(seen.id)
    page.locator(".pap-radar-picture").wait_for()
    look("resultats")
    assert "Le groupe (11 feuilles)" in plain(page.locator(".pap-radar-sentence").first.inner_text())
    page.keyboard.press("ArrowRight")
    page.locator(".pap-projector-results", has_text=Q.item("L1-03").text).wait_for()
    look("resultats")
    seen.move("resultats", focus="L2-05")
    page.locator(".pap-projector-focus", has_text=Q.item("L2-05").text).wait_for()
    look("resultats")
    for id in ("F01", "M03"):
        seen.move("resultats", focus=id)
        card = in_short(id) or {}
        page.locator(".pap-projector-focus h2", has_text=card["titre"]).wait_for()
        assert page.locator(".pap-projector-focus li").count() == len(card["etapes"])
        look("resultats")
        bottom = page.locator(".pap-projector-focus").evaluate(
            "one => one.getBoundingClientRect().bottom / innerHeight"
        )
        assert bottom <= 1, f"{id} is cut off at the foot of the screen"
    salle.room.open_vote(seen.id, ["L1-03", "L2-04", "Un temps le mardi"], dots=2)
    seen.move("vote")
    look("vote")
    assert "Chaque personne place 2 gommettes" in plain(page.locator("#pap-view").inner_text())
    salle.room.close_vote(seen.id)
    seen.move("resultats_vote")
    page.get_by_text("Trop peu de personnes ont voté").wait_for()
    look("resultats_vote")
    for name in ("evaluation", "fin"):
        seen.move(name)
        look(name)


def test_the_projector_never_receives_anything_of_one_person(salle: Salle, opened: Callable[..., Any]) -> None:
    seen = salle.session("reponses")
    heard: list[str] = []
    page = opened(f"/salle/projection/{seen.id}", device=LARGE)
    page.on(
        "response", lambda one: heard.append(one.text()) if "/projection/" in one.url and one.status == 200 else None
    )
    people = [seen.phone() for _ in range(6)]
    for person in people:
        person.answers(dict.fromkeys(Q.item_ids, 3))
    people[0].post("comment", {"seq": 90, "body": "Un mot pas encore relu", "about": "seance"})
    ballot = salle.room.open_vote(seen.id, ["A", "B"], dots=1)
    seen.move("vote")
    for person in people:
        person.post("vote", {"seq": 91, "ballot": ballot["id"], "dots": {"A": 1}})
    page.locator("#pap-counts", has_text="6 personnes ont voté").wait_for()
    said = " ".join(heard)
    assert '"joined":6' in said
    for secret in ("Un mot pas encore relu", '"dots":{', people[0].key, '"own":{"A"'):
        assert secret not in said


def test_a_lost_link_is_said_and_the_projector_comes_back(salle: Salle, opened: Callable[..., Any]) -> None:
    seen = salle.session("attente")
    page = projector(opened, seen)
    page.context.set_offline(True)
    seen.move("reponses")  # what was asked before is answered at the latest now
    page.locator("#pap-lost").wait_for(timeout=35_000)
    page.context.set_offline(False)
    shows(page, "reponses", seconds=5)
    page.locator("#pap-lost").wait_for(state="hidden")


def test_an_erased_session_ends_the_projection(salle: Salle, opened: Callable[..., Any]) -> None:
    seen = salle.session("reponses")
    page = projector(opened, seen)
    salle.room.erase(seen.id)
    page.get_by_text("Cette séance a été effacée").wait_for()
    assert page.locator(".pap-room-qr svg").is_hidden()


def test_the_wifi_is_drawn_and_kept_nowhere(salle: Salle, opened: Callable[..., Any]) -> None:
    seen = salle.session("attente")
    page = projector(opened, seen, SMALL)
    page.locator("summary", has_text="Wi-Fi").click()
    page.get_by_label("Nom du réseau").fill("Salle des fêtes")
    page.locator("#pap-password").fill("court")
    page.get_by_role("button", name="Afficher le QR code du Wi-Fi").click()
    page.locator("#pap-wifi-fault:not(:empty)").wait_for()
    page.locator("#pap-password").fill("mille-feuilles-42")
    assert page.locator("#pap-password").get_attribute("type") == "password"
    page.get_by_label("Voir le mot de passe").check()
    assert page.locator("#pap-password").get_attribute("type") == "text"
    assert own_faults(page) == [] and axe_faults(page) == []
    page.get_by_role("button", name="Afficher le QR code du Wi-Fi").click()
    picture = page.locator("#pap-wifi-place img")
    picture.wait_for()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth > 0)")
    assert "Salle des fêtes" in str(picture.get_attribute("alt"))
    assert own_faults(page) == [] and axe_faults(page) == []
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])")
    assert "mille-feuilles" not in stored and "fêtes" not in stored
    for path in salle.data.rglob("*"):
        assert not path.is_file() or b"mille-feuilles" not in path.read_bytes()
    page.reload()
    page.locator("body[data-phase]").wait_for()
    assert picture.is_hidden() and page.locator("#pap-ssid").input_value() == ""


def test_the_projector_by_keyboard(salle: Salle, opened: Callable[..., Any]) -> None:
    page = projector(opened, salle.session("attente"))
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        where = focus(page)
        if where["tag"] == "body":
            break
        assert where["seen"], where
        reached.append(where["text"])
    assert any("Plein écran" in one for one in reached) and any("Wi-Fi" in one for one in reached)
    page.get_by_role("button", name="Plein écran").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.fullscreenElement !== null")


# ---------------------------------------- paper


def test_the_poster_is_one_page_with_all_it_takes(salle: Salle, opened: Callable[..., Any], tmp_path: Path) -> None:
    seen = salle.session("attente", thresholds={"moyenne": 7})
    page = opened(f"/salle/affiche/{seen.id}")
    assert own_faults(page) == [] and axe_faults(page) == []
    for attempt in ("alone", "with Wi-Fi"):
        if attempt != "alone":
            page.locator("summary", has_text="Wi-Fi").click()
            page.get_by_label("Nom du réseau").fill("Salle")
            page.locator("#pap-password").fill("mille-feuilles-42")
            page.get_by_role("button", name="Afficher le QR code du Wi-Fi").click()
            page.locator("#pap-wifi-place img").wait_for()
        (text,) = printed(page, tmp_path / f"{attempt}.pdf")
        assert f"http://{LAN}:{salle.port}" in text and seen.code in text and "Maison des Tilleuls" in text
        assert "moins de 7 personnes" in text and "mille-feuilles" not in text and "Imprimer" not in text


def paper(salle: Salle, session: str, query: str = "") -> list[str]:
    """Return the text of each page of the questionnaire that the room prints."""
    reply = salle.ask(f"/salle/papier/{session}{query}", Cookie=salle.cookie())
    assert reply.status == 200 and reply.body.startswith(b"%PDF")
    return [plain(page.extract_text()) for page in PdfReader(io.BytesIO(reply.body)).pages]


@pytest.mark.parametrize("variant", [None, "placement_familial"])
def test_the_paper_questionnaire_has_every_statement_whole(salle: Salle, variant: str | None) -> None:
    seen = salle.session("attente", variant=variant)
    pages = paper(salle, seen.id)
    assert len(pages) <= 4
    whole = [solid(one) for one in pages]
    for number, item in enumerate(Q.items, start=1):
        wanted = solid(f"{number} {item.text_for(variant)}")
        assert sum(wanted in one for one in whole) == 1, f"statement {number} is cut or missing"
        own = item.worded(variant)
        ends = solid(f"1 : {own.anchor_low} 4 : {own.anchor_high}")
        assert sum(wanted + ends + "1234NSPNC" in one for one in whole) == 1, f"the ends of {number} are elsewhere"
    for level in Q.scale.levels:
        assert solid(level.anchor) in whole[0] and solid(level.label) in whole[0]
    assert "Feuille n°" in pages[0] and "Qui verra ma réponse ?" in pages[0] and "moins de 5 personnes" in pages[0]
    assert "Maison des Tilleuls" in pages[0] and "recherche." not in pages[-1]


def test_the_paper_asks_each_person_for_research_where_the_session_proposes_it(salle: Salle) -> None:
    for easy in ("", "?facile=1"):
        last = paper(salle, salle.session("attente", research=True).id, easy)[-1]
        assert "Oui, mes réponses, sans mon nom, peuvent servir à la recherche. Case vide : non." in last


def test_the_easy_paper_says_the_short_sentences_under_the_same_numbers(salle: Salle) -> None:
    pages = paper(salle, salle.session("attente", variant="placement_familial").id, "?facile=1")
    whole = [solid(one) for one in pages]
    for number, item in enumerate(Q.items, start=1):
        wanted = solid(f"{number} {item.worded('placement_familial').easy}")
        assert sum(wanted in one for one in whole) == 1, f"statement {number} is cut or missing"
    assert len(pages) <= 5


def test_a_title_is_a_text_whatever_is_in_it(salle: Salle, opened: Callable[..., Any]) -> None:
    title = "Équipe <img src=x> & </script> {{ 7 }}"
    made = salle.room.create(title)
    assert title in plain(" ".join(paper(salle, made["id"])))
    for path in ("projection", "affiche"):
        page = opened(f"/salle/{path}/{made['id']}")
        assert title in page.locator("body").inner_text() and page.locator("img[src=x]").count() == 0
    page = opened(f"/s/{made['code']}", trainer=False)
    page.get_by_role("heading", name="Vous êtes dans la séance").wait_for()
    assert title in page.locator("header").inner_text()


def test_the_pages_of_the_trainer_are_closed_to_phones(salle: Salle) -> None:
    seen = salle.session("attente")
    for path in (f"/salle/projection/{seen.id}", f"/salle/affiche/{seen.id}", f"/salle/papier/{seen.id}"):
        assert salle.ask(path).status in (302, 403), path


def test_every_address_of_an_asset_is_kept_for_ever_and_changes_with_its_content(salle: Salle) -> None:
    seen = salle.session("attente")
    html = salle.ask(f"/s/{seen.code}").body.decode()
    found = set(re.findall(r'"(/s/_/[^"]+)"', html))
    (script,) = [path for path in found if path.endswith(".js")]
    later = re.findall(r'import\("\./([^"]+)"\)', salle.ask(script).body.decode())
    found |= {f"{script.rpartition('/')[0]}/{name}" for name in later}
    names = {path.rpartition("/")[2] for path in found}
    assert names == {"phone.css", "phone.js", "results.css", "drawn.js", "exercise.css", "exercise.js"}
    for path in found:
        reply = salle.ask(path)
        assert reply.status == 200 and "immutable" in reply.headers["Cache-Control"], path
    assert salle.ask(re.sub(r"/_/[0-9a-f]", "/_/x", min(found))).status == 404
    assert "<style" not in html and not re.search(r"<script(?![^>]*(src=|application/json))", html)
