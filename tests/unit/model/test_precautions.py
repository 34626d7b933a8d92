"""The questions of prudence come before a session, and say whom to call."""

from __future__ import annotations

from pasapas_widgets.model.kit.precautions import load_precautions, stopped, unanswered
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire

SAFE = {one.id: one.safe for one in load_precautions()}


def test_the_five_questions_are_there_and_each_stop_says_what_to_do_and_whom_to_call() -> None:
    found = load_precautions()
    assert [one.id for one in found] == ["P1", "P2", "P3", "P4", "P5"]
    for one in found:
        assert one.question.endswith("?") and len(one.question.split()) <= 22
        assert bool(one.call) is one.stops, one.id
    assert not next(one for one in found if one.id == "P3").stops
    assert any("3114" in line for line in found[1].call)


def test_those_of_the_questionnaire_are_all_asked() -> None:
    asked = {one.id for one in load_precautions()}
    assert {one.id for one in load_questionnaire(SELF_DIAGNOSIS).cautions} <= asked


def test_one_unsafe_answer_is_enough_to_stop_and_none_is_assumed() -> None:
    assert not stopped(SAFE) and not unanswered(SAFE)
    for one in load_precautions():
        other = SAFE | {one.id: "oui" if one.safe == "non" else "non"}
        assert [found.id for found in stopped(other)] == ([one.id] if one.stops else [])
        left = {id: answer for id, answer in SAFE.items() if id != one.id}
        assert [found.id for found in unanswered(left)] == [one.id]
    assert [one.id for one in unanswered(SAFE | {"P1": "peut-être"})] == ["P1"]
