"""The cockpit is one screen: every moment of a session is led from it without scrolling, and from a telephone too."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, covered, description, focus, own_faults
from live import PHONE
from salle import Phone, Q
from trainers import Trainer

pytestmark = pytest.mark.browser

SIZES = [(1280, 720), (1366, 768)]
FAULTS = (Path(__file__).parents[1] / "cockpit_faults.js").read_text(encoding="utf-8")
SHOTS = os.environ.get("SHOTS", "")
"""A folder for a picture of each moment, to be looked at."""


def apart(t: Trainer, count: int, code: str) -> list[Phone]:
    """Let people answer, some of them far apart on three statements."""
    far = ("L1-02", "L1-03", "L2-01")
    people = [Phone(t.salle.port, code) for _ in range(count)]
    for number, phone in enumerate(people):
        assert phone.post("join").status == 200
        phone.answers({item: (1 if number % 2 else 4) if item in far else 2 + number % 2 for item in Q.item_ids})
    return people


def moments(t: Trainer, *, people: int = 11) -> Iterator[str]:
    """Lead a session, and stop at each of its moments: its name."""
    yield "préparer"
    t.create("Équipes de jour et de nuit, Maison des Tilleuls")
    code = t.session["code"]
    yield "accueil"
    t.press("Vérifier la salle")
    t.cockpit.locator(".pap-cockpit-scan img").wait_for()
    yield "accueil vérifié"
    t.main("Suivant : ouvrir les réponses")
    t.says("Pendant la séance")
    phones = apart(t, people, code)
    assert Phone(t.salle.port, code).post("join").status == 200  # somebody who has not finished
    phones[0].post("time", {"seq": phones[0].numbered(), "wanted": True})
    phones[0].post("comment", {"seq": phones[0].numbered(), "body": "Les relais du matin", "about": "seance"})
    t.says("1 personne n'a pas fini")
    t.says("1 à lire")
    yield "réponses"
    t.press("Faire une pause")
    t.says("Suivant : reprendre les réponses")
    yield "pause"
    t.main("Suivant : reprendre les réponses")
    t.main("Suivant : dernière minute")
    t.says("Suivant : publier les résultats")
    yield "dernière minute"
    t.main("Suivant : publier les résultats")
    t.cockpit.get_by_role("button", name="Mettre à l'écran").first.wait_for()
    answers = dict.fromkeys(Q.item_ids[:8], 3)
    sheet = {"questionnaire": Q.id, "version": Q.version, "reponses": answers}
    t.salle.room.paper(t.session["id"], "1", sheet)
    published = t.cockpit.locator("summary", has_text="feuilles comptées")
    published.click()
    t.press("Ajouter les feuilles arrivées depuis")
    t.says("leur nombre n'est pas dit")
    published.click()
    t.says("Des feuilles attendent.")
    t.cockpit.get_by_role("button", name="Mettre à l'écran").first.click()
    t.says("En discussion maintenant")
    yield "résultats"
    t.main("Suivant : préparer un vote")
    t.says("Gardez peu de choix")
    yield "vote à préparer"
    t.main("Suivant : ouvrir le vote")
    t.says("a voté")
    ballot = t.state["ballot"]
    yield "vote"
    for phone in phones:
        phone.post("vote", {"seq": phone.numbered(), "ballot": ballot["id"], "dots": {ballot["choices"][0]: 1}})
    t.main("Suivant : clore le vote")
    t.says("personnes ont voté.")
    yield "résultat du vote"
    t.main("Suivant : évaluer la séance")
    t.says("L'évaluation de la séance")
    yield "évaluation"
    for phone in phones:
        phone.answers({"EV-1": 4, "EV-2": 3})
    t.press("Fermer l'évaluation et la lire")
    t.says(f"4,0 sur 4, {people} personnes")
    yield "évaluation lue"
    t.main("Suivant : finir la séance")
    t.says("Télécharger le carnet")
    yield "fin"


def seen(t: Trainer, moment: str, name: str) -> None:
    """Keep a picture of what is in the window, where somebody wants to look at it."""
    if SHOTS:
        t.page.screenshot(path=f"{SHOTS}/{name}-{moment.replace(' ', '-')}.png")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_moment_is_one_screen(trainer: Callable[..., Trainer], size: tuple[int, int]) -> None:
    t = trainer(viewport={"width": size[0], "height": size[1]}, color_scheme=os.environ.get("SCHEME", "light"))
    faults: list[str] = []
    bars: dict[str, Any] = {}
    for moment in moments(t):
        found = t.page.evaluate(FAULTS)
        faults += [f"{moment}: {one}" for one in found["faults"]]
        if moment != "préparer":
            bars[moment] = found["bar"]
        seen(t, moment, str(size[0]))
    assert faults == []
    assert len({tuple(one) for one in bars.values()}) == 1, f"the bar is always at the same place: {bars}"


def test_a_telephone_leads_every_moment(trainer: Callable[..., Trainer]) -> None:
    t = trainer(device=PHONE)
    faults: list[str] = []
    for moment in moments(t):
        t.page.evaluate("scrollTo(0, 0)")
        width, bottom = t.page.evaluate(
            "[document.documentElement.scrollWidth, "
            "document.querySelector('.pap-cockpit-bar').getBoundingClientRect().bottom]"
        )
        if width > 360:
            faults.append(f"{moment}: {width} px wide")
        if moment != "préparer" and abs(bottom - 740) > 1:
            faults.append(f"{moment}: the bar ends at {bottom}")
        seen(t, moment, "360")
        faults += [f"{moment}: {one}" for one in covered(t.page)]
        if moment in ("réponses", "résultats", "vote à préparer"):  # 1280 by 1024 enlarged four times
            t.page.set_viewport_size({"width": 320, "height": 256})
            faults += [f"{moment}, enlarged: {one}" for one in covered(t.page)]
            t.page.set_viewport_size(PHONE["viewport"])
    assert faults == []


def test_the_small_wall_is_the_wall_and_is_only_looked_at(trainer: Callable[..., Trainer]) -> None:
    t = trainer(viewport={"width": 1280, "height": 720})
    t.create()
    session, code = t.session["id"], t.session["code"]
    small = t.page.frame_locator(".pap-cockpit-wall iframe")
    small.locator('body[data-drawn="attente"]').wait_for()
    t.main("Suivant : ouvrir les réponses")
    apart(t, 11, code)
    small.get_by_text("11 ont fini").first.wait_for()
    t.main("Suivant : dernière minute")
    t.main("Suivant : publier les résultats")
    small.locator(".pap-radar-picture").wait_for()
    t.cockpit.get_by_role("button", name="Mettre à l'écran").first.click()
    small.locator('body[data-drawn="L1-02"], body[data-drawn="L1-03"], body[data-drawn="L2-01"]').wait_for()
    wall = t.page.context.new_page()
    wall.goto(f"http://127.0.0.1:{t.salle.port}/salle/projection/{session}")
    drawn = small.locator("body").get_attribute("data-drawn")
    wall.locator(f'body[data-drawn="{drawn}"]').wait_for()
    words = "node => node.innerText.replace(/\\s+/g, ' ')"
    assert small.locator("main").evaluate(words) == wall.locator("main").evaluate(words), "no word that it does not say"
    wall.close()
    t.cockpit.get_by_role("button", name="Mettre à l'écran").first.focus()
    for _ in range(60):
        t.page.keyboard.press("Tab")
        assert focus(t.page)["tag"] != "iframe", "the keyboard passes by"
    assert t.cockpit.locator(".pap-cockpit-wall").get_attribute("aria-hidden") == "true"


def test_the_way_in_is_one_press_away(trainer: Callable[..., Trainer]) -> None:
    t = trainer(viewport={"width": 1280, "height": 720})
    t.create()
    code = t.session["code"]
    t.main("Suivant : ouvrir les réponses")
    enter = t.cockpit.get_by_role("button", name="Faire entrer")
    enter.click()
    dialog = t.cockpit.get_by_role("dialog", name="Pour entrer dans la séance")
    assert code in dialog.inner_text()
    assert "QR code à scanner" in dialog.get_by_role("img").get_attribute("aria-label")
    assert axe_faults(t.page) + own_faults(t.page) == []
    seen(t, "faire entrer", "1280")
    t.page.keyboard.press("Escape")
    assert not dialog.is_visible() and focus(t.page)["text"] == "Faire entrer"


def test_an_error_is_said_at_its_field_and_tied_to_it(trainer: Callable[..., Trainer], tmp_path: Path) -> None:
    t = trainer(viewport={"width": 1280, "height": 720})

    def is_told(field: Any, words: str) -> None:
        t.says(words)
        assert field.get_attribute("aria-invalid") == "true" and words in description(field), words
        assert axe_faults(t.page) + own_faults(t.page) == []

    t.press("Créer la séance")
    first = t.cockpit.locator(".pap-cockpit-precaution").first
    is_told(first, "Répondez d'abord aux cinq questions")
    assert first.locator("input:focus").count() == 1
    t.create()
    t.part("Papier et codes")
    number = t.cockpit.get_by_label("Numéro de la feuille", exact=True)
    number.fill("")
    t.press("Enregistrer la feuille")
    is_told(number, "Donnez d'abord le numéro de la feuille.")
    number.fill("4")
    t.press("Enregistrer la feuille")
    cell = t.cockpit.locator(".pap-cockpit-cell input").first
    is_told(cell, "La feuille est vide")
    cell.press("3")
    assert cell.get_attribute("aria-invalid") is None
    area = t.cockpit.get_by_label("Coller les codes")
    t.press("Lire les codes")
    is_told(area, "Collez d'abord un texte")
    mark = t.cockpit.get_by_label("Son numéro, son code")
    t.press("Retirer cette feuille")
    is_told(mark, "Dites quelle feuille retirer.")
    broken = tmp_path / "coupe.csv"
    broken.write_text("seance,feuille\n")
    files = t.cockpit.locator("input[type=file][multiple]")
    files.set_input_files(broken)
    is_told(files, "coupe.csv")
    t.press("Séances")
    title = t.cockpit.get_by_label("Comment l'appeler ?")
    title.fill("06 12 34 56 78")
    is_told(title, "numéro de téléphone")


def test_a_rehearsal_is_one_press_beside_the_field(trainer: Callable[..., Trainer]) -> None:
    t = trainer(viewport={"width": 1280, "height": 720})
    t.press("Répéter d'abord")
    t.says("RÉPÉTITION : les participants sont inventés.")
    joined = t.cockpit.locator(".pap-cockpit-counts > div", has_text="entré").locator("dd")
    t.page.wait_for_function("node => node.textContent === '12'", arg=joined.element_handle())
    assert t.session["rehearsal"] and t.session["session"]["titre"].startswith("Répétition")
    t.part("Qui est là")
    t.press("Les renvoyer")
    t.says("Les participants inventés sont partis.")
