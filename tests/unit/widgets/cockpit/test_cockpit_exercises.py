"""Exercises from the cockpit: those of the course, a module of one's own, a scene followed step by step."""

from __future__ import annotations

from pathlib import Path

from cockpit_page import Page, phones
from salle import Salle

from pasapas_widgets.live.client import Room
from pasapas_widgets.model.exercise.loading import COURSE, load_course
from pasapas_widgets.widgets.cockpit.cockpit import Cockpit


def own_module() -> str:
    """A module of a trainer's own: one of the course under another name, in lines that a mailer has ended."""
    text = (COURSE / "dire-le-travail.yaml").read_text(encoding="utf-8")
    return text.replace("id: dire-le-travail", "id: le-mien", 1).replace("titre: ", "titre: Le mien, ", 1)


def test_the_course_is_read_when_it_is_asked_for(opened: Page) -> None:
    modules = opened.do("course")
    assert [one["id"] for one in modules] == [one.id for one in load_course()]
    assert all(one["exercices"] for one in modules)
    key = next(one["cle"] for one in modules[0]["exercices"] if one["genre"] == "lire")
    seen = opened.do("exercise", module=modules[0]["id"], key=key)
    assert seen["reponses"][0]["retour"] and seen["figure"]["svg"].startswith("<svg")
    assert not opened.ask("exercise", module="absent", key="x")["ok"]


def test_a_scene_is_opened_and_followed(room: Salle, opened: Page) -> None:
    cockpit = opened.cockpit
    people = phones(room, opened, 5, answers=0)
    module = next(one for one in opened.do("course") if any(each["genre"] == "scene" for each in one["exercices"]))
    key = next(one["cle"] for one in module["exercices"] if one["genre"] == "scene")
    opened.do("ask_exercise", module=module["id"], key=key, version=cockpit.state["version"], ballot=None)
    assert (cockpit.state["phase"], cockpit.state["ballot"]["exercise"], cockpit.asked["cle"]) == ("vote", True, key)
    ballot = cockpit.state["ballot"]
    for person in people:
        person.post("vote", {"seq": 40, "ballot": ballot["id"], "dots": {ballot["choices"][1]: 1}})
    opened.do("end_vote", ballot=ballot["id"], version=cockpit.state["version"])
    assert cockpit.voted["voters"] == 5 and cockpit.state["phase"] == "resultats_vote"
    stale = {"module": module["id"], "key": key, "version": cockpit.state["version"], "ballot": None}
    assert "avancé" in opened.ask("ask_exercise", **stale)["fault"], "another window has opened one since"
    following = next(one["vers"] for one in cockpit.asked["reponses"] if one.get("vers"))
    opened.do("ask_exercise", **stale | {"key": following, "ballot": ballot["id"]})
    assert cockpit.asked["cle"] == following and cockpit.state["phase"] == "vote" and cockpit.voted == {}
    cockpit.refresh()
    again = Page(Cockpit(Room(f"http://127.0.0.1:{room.port}", room.secret)))
    again.do("here", last=cockpit.opened)
    assert again.cockpit.asked == cockpit.asked, "a colleague leads on without the file"
    again.cockpit.close()


def test_a_module_of_ones_own_is_taken_from_its_file(opened: Page) -> None:
    told = opened.do("own_module", name="../le mien.yaml", text=own_module())
    assert told["id"] == "le-mien" and told["modules"][0]["titre"].startswith("Le mien")
    key = told["modules"][0]["exercices"][0]["cle"]
    opened.do("ask_exercise", module="le-mien", key=key, version=opened.cockpit.state["version"], ballot=None)
    assert opened.cockpit.asked["module"] == "le-mien"
    for text, said in (("id: [", "YAML"), ("id: x", "manque"), ("x" * 400_000, "trop long")):
        fault = opened.ask("own_module", name="faux.yaml", text=text)["fault"]
        assert said in fault and fault.endswith(".") and "\n" not in fault, fault
    assert opened.do("course")[0]["id"] == "le-mien", "what was taken stays"


def test_modules_of_ones_own_are_given_in_a_notebook(room: Salle, tmp_path: Path) -> None:
    (tmp_path / "le-mien.yaml").write_text(own_module(), encoding="utf-8")
    page = Page(Cockpit(Room(f"http://127.0.0.1:{room.port}", room.secret), course=[tmp_path / "le-mien.yaml"]))
    page.do("here", last="")
    assert [one["id"] for one in page.do("course")][:2] == ["le-mien", load_course()[0].id]
    page.cockpit.close()
