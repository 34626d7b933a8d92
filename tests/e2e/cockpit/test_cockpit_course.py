"""A trainer leads exercises from the cockpit: a module's, her own file's, a scene step by step; by a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from checks import axe_faults, console_faults, own_faults
from trainers import Trainer

from pasapas_widgets.exports.course.asked import asked_of, listed
from pasapas_widgets.model.exercise.asked import Asked
from pasapas_widgets.model.exercise.loading import COURSE, load_module

pytestmark = pytest.mark.browser

MODULE = load_module("quand-rien-ne-va")
HAND = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def first(kind: str) -> Asked:
    return asked_of(MODULE, next(one["cle"] for one in listed(MODULE) if one["genre"] == kind))


def sound(t: Trainer) -> None:
    assert axe_faults(t.page) == [] and own_faults(t.page) == []


def test_a_scene_is_led_from_its_opening_to_the_next_step(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create("Formation")
    people = t.phones(6, code=t.session["code"], answers=0)
    scene = first("scene")
    t.part("Exercices")
    t.cockpit.get_by_label("Quel module ?").select_option(MODULE.id)
    t.cockpit.get_by_label("Quel exercice ?").select_option(scene.key)
    t.cockpit.get_by_text("Les réponses, et ce que l'on peut en dire").click()
    t.says(scene.answers[0].feedback)
    sound(t)
    t.press("Ouvrir sur les téléphones")
    t.says("L'exercice est ouvert sur les téléphones.")
    ballot = t.state["ballot"]
    assert t.state["phase"] == "vote" and ballot["choices"] == list(scene.choices)
    for number, person in enumerate(people):
        dots = {scene.choices[number % 2]: 1}
        person.post("vote", {"seq": person.numbered(), "ballot": ballot["id"], "dots": dots})
    t.cockpit.locator(".pap-cockpit-counts > div", has_text="ont répondu").get_by_text("6", exact=True).wait_for()
    assert scene.answers[0].feedback not in t.cockpit.locator(".pap-cockpit-exercise").inner_text()
    t.page.reload()  # the exercise is the room's
    t.main("Suivant : fermer et montrer les réponses")
    t.says("6 personnes ont répondu.")
    t.says(scene.answers[0].feedback)
    sound(t)
    t.cockpit.get_by_role("button", name="Mettre à l'écran : réponse 2").click()
    t.says("La réponse est à l'écran.")
    assert t.state["focus"] == scene.choices[1]
    frame = t.page.frame_locator(".pap-cockpit-wall iframe")
    frame.get_by_text(scene.answers[1].feedback).wait_for()
    follow = t.cockpit.get_by_role("button", name="Suivre ce choix").first
    follow.click()
    t.says("L'exercice est ouvert sur les téléphones.")
    following = next(asked_of(MODULE, one.to) for one in scene.answers if one.to)
    assert t.state["ballot"]["choices"] == list(following.choices)
    t.main("Suivant : fermer et montrer les réponses")
    t.press("Un autre exercice")
    t.cockpit.get_by_label("Quel module ?").wait_for()
    t.main("Suivant : évaluer la séance")
    t.says("Fermer l'évaluation et la lire")
    assert t.salle.room.carnet(t.session["id"])["vagues"][0].get("votes", []) == []
    assert console_faults(t.page) == []


def test_ones_own_file_on_a_phone_of_the_trainers(trainer: Callable[..., Trainer], tmp_path: Path) -> None:
    text = (COURSE / "dire-le-travail.yaml").read_text(encoding="utf-8")
    own = tmp_path / "le-mien.yaml"
    own.write_text(text.replace("id: dire-le-travail", "id: le-mien", 1), encoding="utf-8")
    (tmp_path / "faux.yaml").write_text("id: le-mien\n", encoding="utf-8")
    t = trainer(device=HAND)
    t.create("Formation")
    t.part("Exercices")
    t.cockpit.get_by_label("Quel module ?").wait_for()
    t.cockpit.get_by_text("Un module à soi").first.click()
    file = t.cockpit.locator("input[type=file][accept*=yaml]")
    file.set_input_files(tmp_path / "faux.yaml")
    t.cockpit.locator(".pap-advice:visible", has_text="faux.yaml").wait_for()
    sound(t)
    file.set_input_files(own)
    t.says("est dans la liste")
    assert t.cockpit.get_by_label("Quel module ?").input_value() == "le-mien"
    alone = next(one["cle"] for one in listed(load_module(own)) if one["genre"] == "reformuler")
    t.cockpit.get_by_label("Quel exercice ?").select_option(alone)
    t.says("Chacun le fera pour soi")
    assert t.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sound(t)
    t.press("Ouvrir sur les téléphones")
    t.says("L'exercice est ouvert sur les téléphones.")
    assert t.state["ballot"]["choices"] == [] and t.state["ballot"]["exercise"]
    t.main("Suivant : fermer et montrer les réponses")
    t.says("Réponses de l'exercice")
