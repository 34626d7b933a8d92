"""An exercise of the course through the room's doors: what a phone reads before and after, what the wall is told."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from exercised import first, opened
from salle import Phone, Salle
from waits import until

from pasapas_widgets.exports.course.asked import asked_of
from pasapas_widgets.live.client import RoomError
from pasapas_widgets.live.rehearsal import rehearse
from pasapas_widgets.model.exercise.asked import Asked
from pasapas_widgets.model.exercise.loading import load_module
from pasapas_widgets.model.strict import plain

KINDS = ("choisir", "lire", "scene", "ordonner", "associer", "placer", "reformuler")


def read(phone: Phone, what: str = "vote") -> Any:
    reply = phone.get(what)
    assert reply.status == 200, reply.body
    return reply.json()


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_reads_the_question_then_its_reasons(salle: Salle, kind: str) -> None:
    seen, asked = salle.session("attente"), first(kind)
    people = [seen.phone() for _ in range(5)]
    ballot = opened(seen, asked)
    state = read(people[0], "state?tag=")
    assert state["ballot"]["exercise"] is True and asked.title not in json.dumps(state), "the state stays small"
    before = read(people[0])
    assert before["results"] is None and before["exercise"]["consigne"] == asked.question
    if asked.choices:
        told = json.dumps(before, ensure_ascii=False)
        assert not any(f'"{name}":' in told for name in ("retour", "verdict", "suite", "fin", "vers", "reprise"))
    for person in people:
        dots = dict.fromkeys(ballot["choices"][:1], 1)
        reply = person.post("vote", {"seq": 1, "ballot": ballot["id"], "dots": dots})
        assert reply.status == 200
    salle.room.close_vote(seen.id)
    assert "retour" not in read(people[0])["exercise"].get("reponses", [{}])[0], "closed, and not shown yet"
    seen.move("resultats_vote")
    after = read(people[0])
    assert [one["retour"] for one in after["exercise"]["reponses"]] == [one.feedback for one in asked.answers]
    assert "reprise" not in after["exercise"]
    assert after["results"]["voters"] == (5 if asked.choices else None)
    wall = salle.ask(f"/salle/projection/{seen.id}/vote", Cookie=salle.cookie()).json()
    assert wall["own"] == {} and wall["exercise"] == after["exercise"]
    assert salle.room.exercise_asked(seen.id).get("reprise", "") == asked.trainer


def test_the_wall_is_led_to_an_answer_and_to_nothing_else(salle: Salle) -> None:
    seen, asked = salle.session("attente"), first("scene")
    with pytest.raises(RoomError):
        seen.move("resultats_vote", focus=asked.answers[0].id)
    opened(seen, asked)
    salle.room.close_vote(seen.id)
    assert seen.move("resultats_vote", focus=asked.answers[0].id)["focus"] == asked.answers[0].id
    with pytest.raises(RoomError):
        seen.move("resultats_vote", focus="ailleurs")


def test_what_is_no_exercise_is_refused_with_its_field(salle: Salle) -> None:
    seen, asked = salle.session("attente"), first("choisir")
    for broken in ({"module": ""}, {"reponses": "a"}, {"inconnu": 1}, {"consigne": "x" * 3000}):
        body = plain(asked) | broken
        reply = salle.ask(
            "/salle/api/open_exercise",
            method="POST",
            body={"session": seen.id, "exercise": body},
            Authorization=f"Jeton {salle.secret}",
        )
        assert reply.status in (400, 401), reply.body


def test_synthetic_participants_answer_a_scene_and_leave_work_alone(salle: Salle) -> None:
    """Those of «pasapas repetition» play the room behind a scene: they answer it as they vote."""
    seen = salle.session("attente", rehearsal=True)
    stop = threading.Event()
    reports: list[Any] = []
    actor = threading.Thread(
        target=lambda: rehearse(
            f"http://127.0.0.1:{salle.port}", seen.code, participants=6, stop=stop, report=reports.append, pace=0
        ),
        daemon=True,
    )
    actor.start()
    try:
        assert until(lambda: salle.room.overview(seen.id)["progress"]["joined"] == 6)
        asked: Asked | None = first("scene")
        module = load_module(first("scene").module)
        for _ in range(2):
            assert asked is not None
            opened(seen, asked)
            until(lambda: salle.room.overview(seen.id)["voters"] == 6)
            results = salle.room.close_vote(seen.id)
            seen.move("resultats_vote")
            assert results["voters"] == 6
            asked = next((asked_of(module, one.to) for one in asked.answers if one.to), None)
        opened(seen, first("ordonner"))
        seen.move("fin")
    finally:
        stop.set()
        actor.join(30)
