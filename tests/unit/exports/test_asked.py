"""Every exercise of the course as a room asks it: nothing is lost of it, nothing is told before its time."""

from __future__ import annotations

import msgspec
import pytest

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.exports.course.asked import asked_of, listed
from pasapas_widgets.model.exercise.asked import Asked
from pasapas_widgets.model.exercise.loading import load_course, load_module
from pasapas_widgets.model.exercise.structure import Module, Scene

MODULES = load_course()


def questions(module: Module) -> list[Asked]:
    """Every question of a module, the later situations of its scenes too."""
    keys = [one["cle"] for one in listed(module)]
    found: dict[str, Asked] = {}
    while keys:
        key = keys.pop(0)
        if key not in found:
            found[key] = asked_of(module, key)
            keys += [answer.to for answer in found[key].answers if answer.to]
    return list(found.values())


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.id)
def test_every_exercise_can_be_asked_and_says_why(module: Module) -> None:
    found = questions(module)
    assert {one.key.split("/")[0] for one in found} == {one.id for _, one in module.exercises}
    for one in found:
        assert one.question and one.answers and len({each.id for each in one.answers}) == len(one.answers), one.key
        assert all(each.feedback for each in one.answers), one.key
        assert {one.source, *(each.source for each in one.answers)} - {""} <= {each.id for each in one.sources}
        assert all(len(each.id) <= 80 for each in one.answers), "what is put on the wall is named in 80 characters"
        if one.kind in ("choisir", "lire"):
            assert one.choices and {each.verdict for each in one.answers} <= {"tient", "revoir"}
        elif one.kind == "scene":
            assert one.choices and all(each.then and bool(each.end) != bool(each.to) for each in one.answers)
        else:
            assert one.work is not None and not one.choices and one.things
        assert msgspec.json.decode(msgspec.json.encode(one), type=Asked) == one


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.id)
def test_no_reason_is_told_before_the_group_has_answered(module: Module) -> None:
    for one in questions(module):
        before, after = (msgspec.json.encode(one.for_room(shown=shown)).decode() for shown in (False, True))
        if one.choices:
            assert not any(name in before for name in ('"retour":', '"verdict":', '"suite":', '"fin":', '"vers":'))
            assert all(msgspec.json.encode(each.feedback).decode() in after for each in one.answers)
        assert '"reprise":' not in before + after, "the trainer's notes are the trainer's"


def test_every_situation_of_a_scene_is_reached() -> None:
    for module in MODULES:
        asked = {one.key for one in questions(module)}
        for _, one in module.exercises:
            if isinstance(one, Scene):
                assert {f"{one.id}/{each.id}" for each in one.situations if each.choices} <= asked


def test_a_question_that_is_not_there_is_refused_in_a_sentence() -> None:
    with pytest.raises(FrenchError, match="pas dans le module"):
        asked_of(load_module("lire-un-radar"), "ailleurs")
