"""A trainer leads a session from the cockpit: the real room, phones that speak its protocol, a real browser."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from live import App
from ports import free_port
from salle import Phone, Q, Salle
from trainers import Trainer

from pasapas_widgets.model.carnet.carnet import Carnet

pytestmark = pytest.mark.browser


def test_a_session_from_its_creation_to_its_erasure(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create("Équipe de nuit")
    code = t.session["code"]
    t.says(code)

    t.press("Vérifier la salle")
    line = t.cockpit.locator(".pap-cockpit-checks li", has_text="téléphone").last
    line.wait_for()
    assert line.get_attribute("data-state") == "attente"
    trial = t.cockpit.locator(".pap-cockpit-scan img").get_attribute("alt").split()[-1]
    assert t.salle.ask(urlsplit(trial).path).status == 200, "a phone opens what the picture says"
    t.cockpit.locator(".pap-cockpit-checks li[data-state=bon]", has_text="Un téléphone a joint").wait_for()
    t.says("La salle est prête.")
    t.cockpit.locator(".pap-cockpit-links a").first.wait_for()
    for link in t.cockpit.locator(".pap-cockpit-links a").all():
        reply = t.page.request.get(link.evaluate("node => node.href"))
        is_pdf = "(PDF)" in link.inner_text()
        assert reply.status == 200 and (b"%PDF" if is_pdf else b"pap") in reply.body(), link.inner_text()

    t.main("Suivant : ouvrir les réponses")
    t.says("Pendant la séance")
    people = t.phones(6, code=code)
    people[0].post("time", {"seq": people[0].numbered(), "wanted": True})
    joined = t.cockpit.locator(".pap-cockpit-counts > div", has_text="fini").locator("dd")
    t.page.wait_for_function("node => node.textContent === '6'", arg=joined.element_handle())
    t.press("Baisser toutes les mains")
    t.says("Les demandes de temps sont retirées.")
    assert t.salle.room.overview(t.session["id"])["progress"]["more_time"] == 0

    t.page.reload()  # in the middle of it all
    t.says("6")
    assert "Équipe de nuit" in t.cockpit.locator("h2").inner_text()
    t.main("Suivant : dernière minute")
    t.press("Revenir à : Réponses")
    t.main("Suivant : dernière minute")
    assert t.page.locator(".pap-results details").count() == 0, "nothing is shown before it is published"
    t.main("Suivant : publier les résultats")
    t.says("6 feuilles comptées")
    t.page.locator(".pap-results details").first.wait_for()
    assert "33" in t.page.locator(".pap-radar").inner_text() or "50" in t.page.locator(".pap-radar").inner_text()

    t.cockpit.get_by_label("Quelle pratique, quelle fiche ?").select_option("L2-03")
    t.press("Ouvrir sur les téléphones")
    t.says("En discussion maintenant")
    assert people[0].get("state?tag=").json()["focus"] == "L2-03"
    t.cockpit.get_by_label("Quelle pratique, quelle fiche ?").select_option(
        label="F01 – Ouvrir un espace de discussion sur le travail"
    )
    t.press("Ouvrir sur les téléphones")
    t.says("En discussion maintenant : Ouvrir un espace de discussion")
    assert people[0].get("card").json()["id"] == "F01"

    people[1].post("comment", {"seq": people[1].numbered(), "body": "Les relais du matin", "about": "seance"})
    t.part("Mots")
    t.says("Les relais du matin")
    t.press("Montrer au groupe")
    t.says("1 mot déjà lu")

    t.main("Suivant : préparer un vote")
    t.cockpit.get_by_label("Des idées du groupe, une par ligne").fill("Un café\nUn banc")
    ticked = t.cockpit.locator(".pap-cockpit-tick input:checked").count()
    t.says(f"{ticked + 2} choix.")
    t.main("Suivant : ouvrir le vote")
    t.says("a voté")
    ballot = t.state["ballot"]
    assert {"Un café", "Un banc"} < set(ballot["choices"]) and t.state["phase"] == "vote"
    for phone in people:
        dots = {"Un café": 1, "Un banc": 1}
        assert phone.post("vote", {"seq": phone.numbered(), "ballot": ballot["id"], "dots": dots}).status == 200
    t.page.wait_for_function(
        "() => [...document.querySelectorAll('.pap-cockpit-counts > div:not([hidden]) dd')]"
        ".every(n => n.textContent === '6')"
    )
    t.main("Suivant : clore le vote")
    t.says("6 personnes ont voté.")
    assert t.cockpit.locator("tbody tr", has_text="Un café").get_by_text("à égalité").is_visible()

    t.main("Suivant : évaluer la séance")
    t.says("L'évaluation de la séance")
    for phone in people:
        phone.answers({"EV-1": 4, "EV-2": 3})
    t.press("Fermer l'évaluation et la lire")
    t.says("4,0 sur 4, 6 personnes")

    t.main("Suivant : finir la séance")
    t.main("Suivant : emporter le carnet")
    with t.page.expect_download() as download:
        t.press("Télécharger le carnet")
    carnet = Carnet.from_json(download.value.path().read_bytes())
    assert carnet.title == "Équipe de nuit" and carnet.waves[0].results.n_sheets == 6
    t.press("L'enregistrer sur cet ordinateur")
    link = t.page.get_by_role("link", name="choisir par quoi commencer")
    link.wait_for()
    beside = t.page.context.new_page()
    beside.goto(link.evaluate("node => node.href"))
    beside.locator(".pap-carnetdesk-bar", has_text="Équipe de nuit").wait_for(timeout=60_000)
    assert "carnet=" not in beside.url
    beside.close()

    t.press("Effacer la séance…")
    dialog = t.page.locator(".pap-dialog[open]")
    sure = dialog.get_by_role("button", name="Effacer définitivement")
    sure.click(force=True)
    assert t.session["code"] == code, "an unticked box erases nothing"
    dialog.get_by_label("Le groupe a ce qu'il doit garder").check()
    sure.click()
    dialog.get_by_text("voici le reçu").wait_for()
    with t.page.expect_download() as download:
        dialog.get_by_role("button", name="Télécharger le reçu").click()
    assert len(json.loads(download.value.path().read_text())["empreinte"]) == 64
    assert t.salle.room.sessions() == []
    dialog.get_by_role("button", name="Fermer").click()
    t.says("Aucune séance sur cet ordinateur.")


def test_a_kernel_that_is_killed_loses_nothing(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create("Service de jour")
    code = t.session["code"]
    t.main("Suivant : ouvrir les réponses")
    t.says("Pendant la séance")
    people = t.phones(3, code=code)
    app = App(t.salle.process, "")
    for kernel in app.kernels():
        os.kill(kernel, signal.SIGKILL)
    alert = t.cockpit.locator(".pap-cockpit-alert", has_text="Cette page ne répond plus")
    alert.wait_for(timeout=40_000)
    assert people[0].answer(L1_01=4) == ["kept"], "phones need no kernel"
    alert.get_by_role("button", name="Recharger la page").click()
    t.says("Pendant la séance")
    assert "Service de jour" in t.cockpit.locator("h2").inner_text()
    t.main("Suivant : dernière minute")
    t.says("La séance en est à : Dernière minute")
    assert t.state["phase"] == "cloture"


def test_a_disagreement_is_one_press_from_the_wall(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create("Équipe de jour")
    id, code = t.session["id"], t.session["code"]
    t.main("Suivant : ouvrir les réponses")
    t.says("Pendant la séance")
    for number in range(11):
        phone = Phone(t.salle.port, code)
        assert phone.post("join").status == 200
        phone.answers({item: (1 if number % 2 else 4) if item == "L1-03" else 2 + number % 2 for item in Q.item_ids})
    t.main("Suivant : dernière minute")
    t.main("Suivant : publier les résultats")
    text = Q.item("L1-03").text
    row = t.cockpit.locator("li", has_text=text).filter(has=t.page.get_by_role("button", name="Mettre à l'écran"))
    row.wait_for()
    assert t.cockpit.get_by_role("button", name="Mettre à l'écran").count() <= 3
    wall = t.page.context.new_page()
    wall.goto(f"http://127.0.0.1:{t.salle.port}/salle/projection/{id}")
    wall.locator(".pap-radar-picture").wait_for()
    row.get_by_role("button").click()
    wall.locator(".pap-projector-focus", has_text=text).wait_for()
    assert wall.locator("#pap-where").inner_text() == "2 sur 2"
    t.says("En discussion maintenant")
    assert row.get_by_role("button").get_attribute("aria-pressed") == "true"
    wall.close()


def test_a_restarted_room_is_found_again(open_page: Callable[..., Any], tmp_path: Path) -> None:
    first = Salle(tmp_path, port=free_port())
    t = Trainer(open_page(f"http://127.0.0.1:{first.port}/?jeton={first.secret}"), first).open()
    t.create("Internat")
    first.kill()
    t.cockpit.locator(".pap-cockpit-alert:visible").wait_for(timeout=40_000)
    again = Salle(tmp_path, port=first.port)
    try:
        t.cockpit.get_by_role("button", name="Recharger la page").click()
        t.says("Avant que les gens arrivent")
        assert "Internat" in t.cockpit.locator("h2").inner_text()
    finally:
        again.stop()


def test_three_sheets_pass_to_the_group_in_one_gesture(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create()
    t.main("Suivant : ouvrir les réponses")
    t.says("Pendant la séance")
    t.phones(3, code=t.session["code"])
    t.main("Suivant : dernière minute")
    t.says("3 feuilles seulement")
    t.says("Publier ne montrera aucun chiffre")
    assert t.cockpit.get_by_role("button", name="Publier quand même").is_visible(), "beside it, for who wants it"
    t.main("Suivant : répondre ensemble")
    t.says("Le groupe répond maintenant ensemble")
    assert (t.state["phase"], t.session["session"]["mode"]) == ("resultats", "collectif")
