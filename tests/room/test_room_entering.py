"""The page where the trainer's secret is typed, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from checks import axe_faults, own_faults
from salle import LAN, SECRET, Salle, pdf_text


@pytest.mark.browser
def test_the_secret_is_typed_with_the_keyboard_and_nothing_is_in_the_way(salle: Salle, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="fr-FR")
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(request.url))
    page.goto(f"http://{LAN}:{salle.port}/voila/render/00_accueil.ipynb")
    assert page.url.endswith("/salle/entrer")
    assert axe_faults(page) + own_faults(page) == []
    page.keyboard.type("un-autre-jeton")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert axe_faults(page) + own_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.type(SECRET)
    page.keyboard.press("Enter")
    page.wait_for_url(f"http://{LAN}:{salle.port}/")
    assert page.get_by_role("heading", level=1).count() == 1
    assert not errors
    context.close()


def test_participants_read_who_is_responsible_on_every_page_before_they_answer(salle: Salle) -> None:
    told = {"responsible": "Association des Tilleuls", "contact": "dpo@tilleuls.fr"}
    whole, empty = salle.session("attente", **told), salle.session("attente")
    cookie = salle.cookie()
    for seen, lacks in ((whole, False), (empty, True)):
        pages = {
            "phone": salle.ask(f"/s/{seen.code}").body.decode(),
            "paper": pdf_text(salle.ask(f"/salle/papier/{seen.id}", Cookie=cookie).body),
            "poster": salle.ask(f"/salle/affiche/{seen.id}", Cookie=cookie).body.decode(),
            "privacy": salle.ask(f"/pasapas/confidentialite?seance={seen.code}").body.decode(),
        }
        for name, page in pages.items():
            assert ("À COMPLÉTER" in page) is lacks, name
            assert ("Association des Tilleuls" in page and "dpo@tilleuls.fr" in page) is not lacks, name
            for word in ("base légale", "CNIL", "facultatif", "recherche"):
                assert word in page, (name, word)
            assert "indépendant" in page and "autodiagnostic de l" in page, name
        phone = pages["phone"]
        assert f"/pasapas/confidentialite?seance={seen.code}" in phone and "/pasapas/accessibilite" in phone
    assert "À COMPLÉTER" in salle.ask("/pasapas/confidentialite?seance=AAAAA").body.decode()
    assert "Association des Tilleuls" not in str(salle.room.carnet(whole.id)), "it stays with the session"


def test_research_is_asked_of_each_phone_at_the_end_and_only_where_the_session_proposes_it(salle: Salle) -> None:
    seen = salle.session("reponses", research=True)
    assert "Sans votre oui" in salle.ask(f"/s/{seen.code}").body.decode()
    phone = seen.phone()

    def says(value: str | None, seq: int) -> str:
        sent = {"messages": [{"seq": seq, "item": "RECHERCHE", "value": value}]}
        return str(phone.post("answers", sent).json()["outcomes"][0])

    assert phone.own()["research"] is False and says("oui", 1) == "phase"
    seen.move("evaluation")
    assert says("oui", 2) == "kept" and phone.own()["research"] is True
    assert "RECHERCHE" not in str(phone.own()["sheet"]), "it is no part of the answers"
    seen.move("fin")
    assert says(None, 3) == "kept" and phone.own()["research"] is False
    other = salle.session("evaluation")
    stranger = other.phone()
    sent = {"messages": [{"seq": 1, "item": "RECHERCHE", "value": "oui"}]}
    assert stranger.post("answers", sent).json()["outcomes"] == ["value"]
    assert "ne vont pas à la recherche" in salle.ask(f"/s/{other.code}").body.decode()
    cookie = salle.cookie()
    boxes = [pdf_text(salle.ask(f"/salle/papier/{one.id}", Cookie=cookie).body) for one in (seen, other)]
    assert ["peuvent servir à la recherche" in one for one in boxes] == [True, False]
