"""Whose sheets are in the files that people bring to a room, and what is asked of a table that is exported again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, own_faults
from own_sheets import copies, own_files, own_sheet, tool_table
from salle import Phone
from trainers import Trainer

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.files.sheets import Entry, write_csv

pytestmark = pytest.mark.browser


def test_whose_sheets_are_in_the_files_that_people_bring(trainer: Callable[..., Trainer], tmp_path: Path) -> None:
    t = trainer()
    t.create()
    code = t.session["code"]
    t.main("Suivant : ouvrir les réponses")
    t.says("Pendant la séance")
    t.part("Papier et codes")
    files = t.cockpit.locator("input[type=file][multiple]")

    def brought() -> Any:
        return t.salle.room.overview(t.session["id"])["brought"]

    for number, path in enumerate(own_files(tmp_path, range(5)), start=1):
        files.set_input_files(path)
        t.says("feuille-pas-a-pas.json – feuilles ajoutées : 1, déjà connues : 0.")
        t.says(f"{number} feuille{'s' if number > 1 else ''} par fichier")
    files.set_input_files(copies(tmp_path, 0))
    t.says("feuille-pas-a-pas (4).json – feuilles ajoutées : 0, déjà connues : 1.")
    assert brought() == {"fichier": 5}
    t.cockpit.get_by_label("Coller les codes").fill(encode(own_sheet(0)))
    t.press("Lire les codes")
    t.says("Feuilles ajoutées : 1. Déjà connues : 0. Déjà là par un autre chemin (code ou fichier), comptées une seule")
    again = tmp_path / "resaved.csv"
    again.write_bytes(write_csv([Entry("mars", "01", own_sheet(0))]).replace(",", ";").encode("cp1252"))
    files.set_input_files(again)
    t.says("resaved.csv – feuilles ajoutées : 1, déjà connues : 0. Déjà là par un autre chemin (code ou fichier)")
    # By phone and by file: it cannot be known, so the screen says that it would count twice.
    t.says("ne donne pas aussi un code, un fichier ni une feuille papier")
    phone = Phone(t.salle.port, code)
    phone.post("join")
    phone.answers(own_sheet(0).answers)
    shown = t.salle.room.publish(t.session["id"])
    assert shown["results"]["n_feuilles"] == 5 and shown["waiting"], "five brought; the phone waits"


def test_a_later_export_is_asked_about(trainer: Callable[..., Trainer], tmp_path: Path) -> None:
    t = trainer(viewport={"width": 360, "height": 800})
    t.create()
    t.part("Papier et codes")
    files = t.cockpit.locator("input[type=file][multiple]")
    accept = t.cockpit.get_by_role("button", name="Accepter et compter")
    for name, seeds, told in (("janvier.csv", range(7), "ajoutées : 7"), ("fevrier.csv", range(9), "ajoutées : 2")):
        files.set_input_files(tool_table(tmp_path / name, seeds))
        accept.click()
        t.says(f"{name} – feuilles {told}")
    files.set_input_files(tool_table(tmp_path / "mars.csv", [99, *range(1, 9), 10]))
    accept.click()
    t.says("mars.csv : 6 lignes y sont les mêmes que dans un fichier déjà lu ; pas pareilles : 1.")
    t.page.wait_for_function("() => document.activeElement?.textContent.startsWith('Un export plus récent')")
    assert not own_faults(t.page) and not axe_faults(t.page)
    if shots := os.environ.get("SHOTS"):
        t.page.screenshot(path=f"{shots}/later-360.png", full_page=True)
    assert t.salle.room.overview(t.session["id"])["brought"] == {"fichier": 9}
    t.cockpit.get_by_role("button", name="Oui : il remplace l'ancien").focus()
    t.page.keyboard.press("Enter")
    t.says("mars.csv – feuilles ajoutées : 2, déjà connues : 8. Retirées, car elles n'y sont plus : 1.")
    assert t.salle.room.overview(t.session["id"])["brought"] == {"fichier": 10}
