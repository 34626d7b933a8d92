"""What a phone shows of the group and of oneself: results, cards, dots, the evaluation, the end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdf
import pytest
from checks import axe_faults, own_faults
from live import PHONE
from phone_page import ANSWERS, answer, in_phase, left, says, twelve
from salle import Q, Salle

from pasapas_widgets.model.kit.kitwords import in_short

pytestmark = pytest.mark.browser


def plain(place: Any) -> str:
    """Return what is read at a place, on ordinary spaces."""
    return " ".join(place.inner_text().split())


def test_dots_stop_at_the_limit_on_the_page_and_on_the_server(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    others = [seen.phone() for _ in range(4)]
    ballot = salle.room.open_vote(seen.id, ["L1-03", "L2-04", "Un temps le mardi", "Une salle au calme"], dots=2)
    seen.move("vote")
    in_phase(page, "vote")
    boxes = page.locator(".pap-room-ballot input")
    assert Q.item("L1-03").text in page.locator(".pap-room-ballot").inner_text()
    boxes.nth(0).check()
    boxes.nth(1).check()
    boxes.nth(2).click()
    assert not boxes.nth(2).is_checked()
    page.locator("[role=alert]", has_text="Retirez d'abord une gommette").wait_for()
    boxes.nth(1).uncheck()
    boxes.nth(2).check()
    says(page, "enregistré")
    key = page.evaluate(f"localStorage.getItem('salle:{seen.code}:key')")
    status = page.evaluate(
        """async ([path, key, ballot]) => {
          const headers = { "Content-Type": "application/json", Authorization: `Place ${key}` };
          const body = JSON.stringify({ seq: 900, ballot, dots: { "L1-03": 1, "L2-04": 1, "Une salle au calme": 1 } });
          return (await fetch(path, { method: "POST", headers, body })).status;
        }""",
        [f"/s/{seen.code}/vote", key, ballot["id"]],
    )
    assert status == 429
    page.reload()
    in_phase(page, "vote")
    page.wait_for_function("() => document.querySelectorAll('.pap-room-ballot input:checked').length === 2")
    assert [box.is_checked() for box in boxes.all()] == [True, False, True, False]
    for other in others:
        other.post("vote", {"seq": 1, "ballot": ballot["id"], "dots": {"L1-03": 1, "L2-04": 1}})
    salle.room.close_vote(seen.id)
    page.get_by_text("Ce vote est fermé").wait_for()
    assert boxes.nth(0).is_disabled()
    seen.move("resultats_vote")
    page.get_by_text("5 personnes ont voté").wait_for()
    rows = [" ".join(row.inner_text().split()) for row in page.locator(".pap-room-ranks tbody tr").all()]
    assert rows[0].startswith("1 ") and rows[0].endswith(" 5") and rows[1].endswith(" 4") and rows[2].endswith(" 1")


def test_ones_own_page_is_printed_at_the_end(salle: Salle, phone: Callable[..., Any], tmp_path: Path) -> None:
    seen = salle.session()
    page = phone(seen, script="window.print = () => void (window.printed = true);")
    given = {one.id: 3 for one in Q.items[:8]}
    answer(page, given)
    says(page, "8 réponses enregistrées")
    seen.move("fin")
    in_phase(page, "fin")
    page.get_by_text("Elle est faite dans ce téléphone").wait_for()
    page.get_by_role("button", name="Garder ma page en PDF").click()
    assert page.evaluate("window.printed") is True
    for _ in range(2):  # also after a reload
        page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
        reader = pypdf.PdfReader(tmp_path / "page.pdf")
        told = " ".join(normalize("NFKC", " ".join(one.extract_text() for one in reader.pages)).split())
        assert all(" ".join(item.text.split())[:30] in told for item in Q.items), "the statements"
        assert "Discuter du travail Point fort" in told and "sur 100" not in told, told
        assert len(reader.pages) <= 5
        assert not [one for one in ("Télécharger ma feuille", "Effacer", "Merci d'y avoir") if one in told]
        page.reload()
        in_phase(page, "fin")
        page.wait_for_function("document.querySelectorAll('.pap-questionnaire-item').length === 32")


def test_several_dots_on_one_choice_and_a_tie(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    others = [seen.phone() for _ in range(4)]
    ballot = salle.room.open_vote(seen.id, ["A", "B", "C"], dots=4, dots_on_one=2)
    seen.move("vote")
    for _ in range(3):
        page.get_by_role("button", name="Ajouter une gommette : A").click()
    page.locator("[role=alert]", has_text="Pas plus de 2").wait_for()
    for _ in range(2):
        page.get_by_role("button", name="Ajouter une gommette : B").click()
    page.get_by_text("Toutes vos gommettes sont placées").wait_for()
    says(page, "enregistré")
    for other in others:
        other.post("vote", {"seq": 1, "ballot": ballot["id"], "dots": {"A": 1, "B": 1}})
    salle.room.close_vote(seen.id)
    seen.move("resultats_vote")
    ranks = page.locator(".pap-room-ranks tbody tr")
    ranks.first.wait_for()
    assert [row.locator("td").first.inner_text() for row in ranks.all()] == ["1", "1", "3"]
    assert page.get_by_text("Même rang : à égalité").count() == 2


def test_results_show_ones_own_line_on_the_groups_here_only(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    twelve(seen)
    answer(page, dict.fromkeys(list(ANSWERS)[:8], 4))
    page.locator("summary", has_text="Laisser un mot").click()
    page.locator("#pap-draft").fill("On en parle enfin.")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Votre mot est enregistré").wait_for()
    says(page, "8 réponses enregistrées")
    seen.move("resultats")
    page.get_by_text("n'a pas encore montré").wait_for()
    salle.room.publish(seen.id)
    sentence = page.locator(".pap-radar-sentence")
    sentence.first.wait_for()
    told = " ".join(" ".join(one.split()) for one in sentence.all_inner_texts())
    assert "Mes réponses – Discuter du travail : « Point fort »" in told and "Le groupe (12 feuilles)" in told
    assert Q.item("L1-03").text in page.locator(".pap-results").first.inner_text()
    (comment,) = salle.room.comments(seen.id)
    salle.room.moderate(seen.id, comment["id"], "montre")
    page.locator(".pap-room-words", has_text="On en parle enfin.").wait_for()
    seen.move("resultats", focus="L1-03")
    card = page.locator(".pap-room-focus")
    card.get_by_text(Q.item("L1-03").text).wait_for()
    assert Q.item("L1-03").prompt in card.inner_text() and re.search(r"\bNon\b(?!.concerné)", card.inner_text())
    seen.move("resultats")
    card.wait_for(state="hidden")
    page.reload()
    sentence.first.wait_for()
    assert "Mes réponses – Discuter du travail : « Point fort »" in " ".join(sentence.first.inner_text().split())


@pytest.mark.parametrize(
    "device",
    [PHONE, {"viewport": {"width": 320, "height": 640}}, PHONE | {"color_scheme": "dark"}],
    ids=["phone", "320 px", "dark phone"],
)
def test_a_card_is_read_step_by_step_on_the_phone(
    salle: Salle, phone: Callable[..., Any], device: dict[str, Any]
) -> None:
    seen = salle.session("resultats")
    page = phone(seen, device=device)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith("/card") else None)
    card, (shown, other) = page.locator(".pap-room-focus"), (in_short("F01") or {}, in_short("M03") or {})
    seen.move("resultats", focus="F01")
    card.get_by_role("heading", name=shown["titre"]).wait_for()
    steps = card.locator("ol > li")
    assert steps.count() == len(shown["etapes"]) and "Fiche pratique F01" in plain(card)
    for step, one in zip(shown["etapes"], steps.all(), strict=True):
        assert step["titre"] in plain(one) and plain(one).endswith(" ".join(step["detail"].split()))
        assert (f"({step['minutes']} min)" in plain(one)) == (step["minutes"] > 0)
    assert own_faults(page) == [] and axe_faults(page) == []
    seen.move("resultats", focus="M03")
    card.get_by_role("heading", name=other["titre"]).wait_for()
    assert [plain(one) for one in steps.all()] == [" ".join(one["detail"].split()) for one in other["etapes"]]
    assert own_faults(page) == [] and axe_faults(page) == []
    seen.move("resultats", focus="F01")
    card.get_by_role("heading", name=shown["titre"]).wait_for()
    assert len(asked) == 2, "a card that was read stays in the page"
    seen.move("resultats")
    card.wait_for(state="hidden")
    stored = page.evaluate("JSON.stringify([{...localStorage}, document.cookie]) + document.documentElement.outerHTML")
    assert salle.secret not in stored


def test_a_card_comes_once_the_network_is_back(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session("resultats")
    page = phone(seen)
    tries: list[str] = []

    def cut(route: Any) -> None:
        tries.append(route.request.url)
        route.abort() if len(tries) < 3 else route.continue_()

    page.route("**/card", cut)
    seen.move("resultats", focus="F05")
    page.locator(".pap-room-focus").get_by_role("heading", name=(in_short("F05") or {})["titre"]).wait_for()
    assert len(tries) == 3


def test_what_the_trainer_opens_is_said_and_nothing_old_is(salle: Salle, phone: Callable[..., Any]) -> None:
    """Who does not see the page hears what the room is talking about, and no more of it once it is over."""
    seen = salle.session()
    page = phone(seen)
    status = page.locator("#pap-phone > .pap-unseen[role=status]")
    twelve(seen)
    page.locator("summary", has_text="Laisser un mot").click()
    page.locator("#pap-draft").fill("En train d'écrire")
    seen.move("pause")
    status.get_by_text("La séance avance : Petite pause").wait_for()
    page.locator("h1").focus()
    salle.room.publish(seen.id)
    seen.move("resultats")
    in_phase(page, "resultats")
    assert "pause" not in status.inner_text()
    seen.move("resultats", focus="L1-03")
    status.get_by_text(f"En discussion maintenant : {Q.items[2].text[:20]}").wait_for()
    seen.move("resultats")
    page.locator(".pap-room-focus").wait_for(state="hidden")
    assert status.inner_text() == ""


def test_too_few_people_see_no_figure(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 4})
    says(page, "1 réponse enregistrée")
    seen.move("resultats")
    salle.room.publish(seen.id)
    page.get_by_text("Trop peu de personnes ont répondu").wait_for()
    assert page.locator(".pap-radar").count() == 0


def test_the_evaluation_and_the_end(salle: Salle, phone: Callable[..., Any], tmp_path: Path) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 4, "L4-08": "NC"})
    says(page, "2 réponses enregistrées")
    seen.move("evaluation")
    in_phase(page, "evaluation")
    page.locator('input[name="pap-EV-1"][value="3"]').check()
    page.locator('input[name="pap-EV-2"][value="1"]').check()
    page.locator("#pap-draft-evaluation").fill("Du temps pour manger.")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Votre texte est enregistré").wait_for()
    page.reload()
    in_phase(page, "evaluation")
    page.locator('input[name="pap-EV-1"][value="3"]:checked').wait_for()
    assert page.locator('input[name="pap-EV-2"][value="1"]').is_checked()
    assert [(one["body"], one["about"]) for one in salle.room.comments(seen.id)] == [
        ("Du temps pour manger.", "evaluation")
    ]
    seen.move("fin")
    in_phase(page, "fin")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger ma feuille").click()
    assert download.value.suggested_filename == "feuille-pas-a-pas.json"
    download.value.save_as(tmp_path / "feuille.json")
    sheet = json.loads((tmp_path / "feuille.json").read_text(encoding="utf-8"))
    assert sheet["reponses"] == {"L1-01": 4, "L4-08": "NC"}
    page.get_by_role("button", name="Effacer de ce téléphone").click()
    page.get_by_role("button", name="Non, garder").click()
    assert page.evaluate("localStorage.length") > 0
    page.get_by_role("button", name="Effacer de ce téléphone").click()
    page.get_by_role("button", name="Oui, effacer").click()
    page.get_by_role("heading", name="C'est effacé").wait_for()
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    page.get_by_role("heading", name="Cette séance est terminée").wait_for()


def test_an_erased_session_says_goodbye_and_forgets_the_answers(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 4})
    says(page, "1 réponse enregistrée")
    salle.room.erase(seen.id)
    page.get_by_role("heading", name="Cette séance n'est plus là").wait_for(timeout=15_000)
    assert left(page) == {"key", "until"}  # a random number, and the day on which it goes
    assert page.locator(".pap-questionnaire").count() == 0


def test_what_was_not_sent_stays_when_the_session_is_away(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {"L1-01": 4})
    says(page, "1 réponse enregistrée")
    page.context.set_offline(True)
    answer(page, {"L1-02": 3})
    salle.room.erase(seen.id)
    page.context.set_offline(False)
    page.get_by_text("reste dans ce téléphone").wait_for(timeout=20_000)
    assert any(name.startswith("out:") and name.endswith("L1-02") for name in left(page))
