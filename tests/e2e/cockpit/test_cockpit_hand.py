"""What a trainer brings by hand: sheets of paper, a chat's codes, files, a show of hands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from salle import Q
from tool_exports import GUESSED
from trainers import Trainer

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.questionnaire.sheet import Sheet

pytestmark = pytest.mark.browser


def test_paper_is_typed_by_keyboard_and_survives_a_reload(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create()
    t.part("Papier et codes")
    number = t.cockpit.get_by_label("Numéro de la feuille", exact=True)
    number.fill("12")
    number.press("Enter")
    keys = t.page.keyboard
    for key in ("1", "2", "3", "4", "n", "C", " ", "9", "2"):  # 9 is no level: nothing happens
        keys.press(key)
    t.says("Réponses : 7 sur 32")
    keys.press("ArrowLeft")
    keys.press("4")
    t.page.reload()
    t.part("Papier et codes")
    t.says("Réponses : 7 sur 32")
    assert number.input_value() == "12"
    cells = t.cockpit.locator(".pap-cockpit-cell input")
    assert [cell.input_value() for cell in cells.all()[:9]] == ["1", "2", "3", "4", "N", "C", "", "4", ""]
    cells.nth(6).focus()
    for key in ["3", "4", *"2" * 24]:
        keys.press(key)
    t.says("Feuille 12 enregistrée (32 sur 32).")
    assert t.salle.room.overview(t.session["id"])["brought"] == {"papier": 1}
    assert number.input_value() == "13" and cells.first.evaluate("node => node === document.activeElement")
    number.fill("12")
    t.says("La feuille 12 a déjà été saisie")
    cells.first.focus()
    keys.press("1")
    t.press("Enregistrer la feuille")
    t.says("Feuille 12 remplacée (1 sur 32).")
    assert t.salle.room.overview(t.session["id"])["brought"] == {"papier": 1}


def test_a_chat_log_of_codes_and_a_file(trainer: Callable[..., Trainer], tmp_path: Path) -> None:
    t = trainer()
    t.create()
    t.part("Papier et codes")
    codes = [
        encode(Sheet(questionnaire=Q.id, version=Q.version, answers=dict.fromkeys(Q.item_ids, level)))
        for level in (1, 2, 3)
    ]
    chat = [f"[10:0{n}] participant {n} : voici {code} merci" for n, code in enumerate(codes)]
    damaged = chat[2].replace(codes[2][-1] + " merci", ("A" if codes[2][-1] != "A" else "B") + " merci")
    t.cockpit.get_by_label("Coller les codes").fill("\n".join([*chat[:2], "bonjour", damaged]))
    t.press("Lire les codes")
    t.says("Feuilles ajoutées : 2.")
    t.says("Ligne 4")
    t.cockpit.get_by_label("Coller les codes").fill("\n".join(chat))
    t.press("Lire les codes")
    t.says("Feuilles ajoutées : 1. Déjà connues : 2.")
    path = tmp_path / "deux.csv"
    path.write_text("seance,feuille,profil,item,reponse\ns,1,educatif,L1-01,2\ns,2,educatif,L1-01,3\n")
    t.cockpit.locator("input[type=file][multiple]").set_input_files(path)
    t.says("deux.csv – feuilles ajoutées : 2")
    t.says("3 feuilles par code")
    broken = tmp_path / "coupe.csv"
    broken.write_text("seance,feuille\n")
    t.cockpit.locator("input[type=file][multiple]").set_input_files(broken)
    t.cockpit.locator(".pap-cockpit-faults li", has_text="coupe.csv").wait_for()
    assert t.salle.room.overview(t.session["id"])["brought"] == {"code": 3, "fichier": 2}
    form = tmp_path / "formulaire.csv"
    form.write_bytes(GUESSED["other words"]())
    t.cockpit.locator("input[type=file][multiple]").set_input_files(form)
    t.says("formulaire.csv : vérifiez les colonnes avant de compter")
    assert t.salle.room.overview(t.session["id"])["brought"] == {"code": 3, "fichier": 2}
    t.press("Accepter et compter")
    t.says("formulaire.csv – feuilles ajoutées : 7")
    t.cockpit.locator(".pap-kit-asked").wait_for(state="hidden")
    assert t.salle.room.overview(t.session["id"])["brought"] == {"code": 3, "fichier": 9}


def test_a_group_answers_together_by_a_show_of_hands(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create("Petite maison", mode="Réponse construite en groupe")
    t.main("Suivant : répondre ensemble")
    t.says("1 sur 12")
    t.cockpit.get_by_label("Toutes les pratiques").check()
    t.says("1 sur 32")
    for number in range(5):
        t.says(f"{number + 1} sur 32")
        hands = t.cockpit.locator(".pap-cockpit-hands input")
        hands.nth(1).fill("4")
        hands.nth(2).fill("2")
        t.cockpit.get_by_label(re.compile("^2 – ")).check()
        t.press("Noter et passer à la suivante")
    t.says("5 pratiques notées.")
    t.cockpit.locator("summary", has_text="5 pratiques notées.").click()
    t.says("Discuter du travail : 33 sur 100")
    t.page.locator(".pap-radar", has_text="Ce que le groupe retient").wait_for()
    t.press("Ouvrir à l'écran")
    t.says("La pratique est à l'écran")
    assert t.state["focus"] == "L1-06" and t.state["phase"] == "resultats"
    t.page.reload()
    t.says("5 pratiques notées.")
