"""A session at a distance, led on a laptop and answered on a telephone: from its link to its publication."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, covered, own_faults
from live import PHONE, answers_with_prudence, choose
from salle import Phone
from trainers import Trainer

pytestmark = pytest.mark.browser

FAULTS = (Path(__file__).parents[1] / "cockpit_faults.js").read_text(encoding="utf-8")
SHOTS = os.environ.get("SHOTS", "")
"""A folder for pictures, to be looked at."""


def end(t: Trainer, day: str) -> None:
    """Move the session's end in the store, as the clock would move on: nothing else knows the hour."""
    (path,) = t.salle.data.rglob("*.sqlite")
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE sessions SET closes = ? WHERE id = ?", [f"{day}T18:00", t.session["id"]])
    raw.close()


def prepare(t: Trainer, *, people: str = "12") -> None:
    """Fill the form of a session at a distance."""
    t.cockpit.get_by_label("À distance, plusieurs jours").check()
    answers_with_prudence(t.cockpit)
    t.cockpit.get_by_label("Comment l'appeler ?").fill("Familles d'accueil du Sud")
    fields = t.cockpit.locator(".pap-cockpit-remote")
    fields.get_by_label("Jusqu'à quel jour ?").fill((dt.date.today() + dt.timedelta(days=5)).isoformat())
    fields.get_by_label("À quelle heure locale ?").select_option(label="Heure de La Réunion")
    fields.get_by_label("Combien de personnes attendez-vous ?").fill(people)


def seen(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def is_one_screen(t: Trainer) -> None:
    assert t.page.evaluate(FAULTS)["faults"] == []
    assert axe_faults(t.page) + own_faults(t.page) == []


def copied(t: Trainer, what: str) -> str:
    """Copy a text as the trainer does, and return what is in the clipboard."""
    t.cockpit.get_by_label("À copier dans votre courriel").select_option(label=what)
    t.press("Copier le texte")
    t.says("C'est copié")
    text: str = t.page.evaluate("navigator.clipboard.readText()")
    return text


def test_a_link_is_sent_answered_from_home_closed_by_itself_and_published(
    trainer: Callable[..., Trainer], open_page: Callable[..., Any]
) -> None:
    t = trainer(viewport={"width": 1280, "height": 720}, permissions=["clipboard-read", "clipboard-write"])
    t.cockpit.get_by_label("À distance, plusieurs jours").check()
    t.says("il faut un serveur en")  # a lone laptop says that people at home do not reach it
    seen(t.page, "1-preparer")
    prepare(t, people="")
    t.press("Créer la séance")
    t.says("dites combien de personnes vous attendez")
    prepare(t)
    is_one_screen(t)
    t.press("Créer la séance")
    t.says("Les réponses sont ouvertes jusqu'au")
    t.says("(heure de La Réunion)")
    t.says("12 personnes attendues.")
    t.says("Moins de 5 personnes ont répondu.")
    seen(t.page, "2-ouverte")
    is_one_screen(t)
    link = copied(t, "Le lien seul")
    invitation = copied(t, "L'invitation")
    assert link in invitation and "heure de La Réunion" in invitation and "moins de 5 personnes" in invitation
    seen(t.page, "3-invitation")
    is_one_screen(t)

    page = open_page(link, device=PHONE)
    page.get_by_text("Vous pouvez répondre jusqu'au").wait_for()
    choose(page, "L1-01", 3)
    page.get_by_text("1 réponse enregistrée.").wait_for()
    assert axe_faults(page) + own_faults(page) + covered(page) == []
    seen(page, "4-telephone")
    crowd = t.phones(4, code=t.session["code"])
    t.says("Au moins 5 personnes ont répondu.")
    late = Phone(t.salle.port, t.session["code"])
    assert late.post("join").status == 200
    t.page.wait_for_timeout(2500)
    counts = t.cockpit.locator(".pap-cockpit-side").inner_text()
    assert "6" not in counts.replace("16", ""), "nobody is counted between two thresholds"

    end(t, (dt.date.today() + dt.timedelta(days=3)).isoformat())  # two days later
    page.reload()
    page.get_by_text("1 réponse enregistrée.").wait_for()
    choose(page, "L1-01", 4)
    choose(page, "L1-02", 2)
    page.get_by_text("2 réponses enregistrées.").wait_for()

    end(t, (dt.date.today() - dt.timedelta(days=1)).isoformat())  # the hour has passed, and nobody did anything
    page.get_by_role("heading", name="Les réponses sont fermées").wait_for()
    assert page.locator(".pap-questionnaire").is_hidden()
    assert axe_faults(page) + own_faults(page) == []
    seen(page, "5-telephone-ferme")
    assert crowd[0].answer(L1_01=1) == ["phase"]
    t.says("Rien n'est publié : publiez avec le groupe, ou prolongez.")
    seen(t.page, "6-fermee")
    is_one_screen(t)
    assert t.salle.room.results(t.session["id"]) is None

    t.main("Suivant : publier les résultats")
    t.says("feuilles comptées")
    page.get_by_role("heading", name="Les résultats du groupe").wait_for()
    page.locator(".pap-radar").first.wait_for()
    assert t.salle.room.results(t.session["id"])["results"]["n_feuilles"] == 5
    seen(t.page, "7-publiee")


def test_what_did_not_leave_a_phone_in_time_waits_and_leaves_when_it_is_prolonged(
    trainer: Callable[..., Trainer], open_page: Callable[..., Any]
) -> None:
    t = trainer(viewport={"width": 1280, "height": 720})
    prepare(t)
    t.press("Créer la séance")
    t.says("Les réponses sont ouvertes jusqu'au")
    page = open_page(f"http://127.0.0.2:{t.salle.port}/s/{t.session['code']}", device=PHONE)
    choose(page, "L1-01", 3)
    page.get_by_text("1 réponse enregistrée.").wait_for()
    page.context.set_offline(True)
    choose(page, "L1-02", 2)
    t.main("Fermer les réponses maintenant")
    t.says("Rien n'est publié : publiez avec le groupe, ou prolongez.")
    page.context.set_offline(False)
    page.get_by_text("1 réponse n'est pas partie à temps").wait_for()
    seen(page, "8-telephone-attend")
    t.says("aucun résultat ne sera montré")
    t.cockpit.locator("summary", has_text="Prolonger").click()
    later = t.cockpit.locator(".pap-cockpit-until:visible")
    later.get_by_label("Jusqu'à quel jour ?").fill((dt.date.today() + dt.timedelta(days=2)).isoformat())
    seen(t.page, "9-prolonger")
    is_one_screen(t)
    t.press("Prendre les réponses jusque-là")
    t.says("Les réponses sont ouvertes jusqu'au")
    page.get_by_text("2 réponses enregistrées.").wait_for(timeout=30_000)


def test_a_telephone_leads_a_session_at_a_distance(trainer: Callable[..., Trainer]) -> None:
    t = trainer(device=PHONE)
    prepare(t)
    seen(t.page, "10-preparer-360")
    t.press("Créer la séance")
    t.says("Les réponses sont ouvertes jusqu'au")
    t.cockpit.get_by_label("À copier dans votre courriel").select_option(label="La relance")
    seen(t.page, "11-ouverte-360")
    assert t.page.evaluate("document.documentElement.scrollWidth") == 360
    assert covered(t.page) + axe_faults(t.page) + own_faults(t.page) == []
