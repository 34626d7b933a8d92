"""Widgets of two questionnaires in one process: each with its own texts, statements and scores."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace

from pasapas_widgets.carnets.desk import Desk, sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError, Wave
from pasapas_widgets.model.questionnaire.loading import CHOSEN, load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Session
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.scoring import told
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.discussion.discussion import Discussion
from pasapas_widgets.widgets.interview.interview import Interview
from pasapas_widgets.widgets.library.library import Library
from pasapas_widgets.widgets.orientation.orientation import Orientation
from pasapas_widgets.widgets.plan.plan import Plan
from pasapas_widgets.widgets.priorities.priorities import Priorities
from pasapas_widgets.widgets.radar.radar import Radar
from pasapas_widgets.widgets.results.results import Results
from pasapas_widgets.widgets.territory.territory import Territory

DAY = dt.date(2026, 11, 24)
OURS = load_questionnaire()


@pytest.fixture(params=["equipe-5", "hse-35"])
def other(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Questionnaire:
    """Give another questionnaire than the process's."""
    monkeypatch.delenv(CHOSEN, raising=False)
    return load_questionnaire(request.param)


def answered(q: Questionnaire) -> Carnet:
    """Return a carnet whose group gave the lowest level to every statement."""
    low = Sheet(questionnaire=q.id, version=q.version, answers={item.id: 1 for item in q.items})
    session = Session(title="Automne", questionnaire=q.id, version=q.version, day=DAY, kept_until=DAY)
    return Carnet(
        title="Équipe de nuit",
        waves=(Wave(session=session, results=aggregate([low] * 24, questionnaire=q)),),
    )


def desk_of(q: Questionnaire | None, folder: Path, carnet: Carnet) -> CarnetDesk:
    desk = CarnetDesk(Carnets(folder), questionnaire=q)
    desk.desk.adopt(carnet)
    desk.desk.tell()
    return desk


def test_two_desks_of_one_folder_have_each_its_own_carnets_texts_and_scores(
    other: Questionnaire, tmp_path: Path
) -> None:
    ours, theirs = desk_of(None, tmp_path, answered(OURS)), desk_of(other, tmp_path, answered(other))
    for desk, q in ((ours, OURS), (theirs, other)):
        ours.refresh()
        assert desk.desk.questionnaire.id == q.id and desk.state["a_exemple"] == (q is OURS)
        assert [one["ailleurs"] for one in desk.carnets].count(True) == 1, "the other's is listed, and not opened"
        plan, talk, choice = Plan(desk), Discussion(desk), Priorities(desk)
        assert set(plan.items) == set(talk.items) == set(choice.items) == set(q.item_ids)
        assert bool(plan.kit["modeles"]) == bool(choice.rules["classes"]) == (q is OURS)
        assert {one["item"] for one in choice.proposals} == set(q.item_ids)
        assert set(desk.results["leviers"]) == {one.id for one in q.levers}
        assert [one["id"] for one in Radar.of(desk).axes] == [one.id for one in q.levers]
        assert [one["id"] for one in Results(desk).questionnaire["items"]] == list(q.item_ids)
        assert bool(Library(desk).kit["enonces"]) == (q is OURS)
        assert Orientation(desk).told["autre"] == (q is not OURS)
        note = {one["id"]: one["connu"] for one in Interview(desk, today=DAY).note}
        axes = interface("interviewnote")["autodiagnostic"]["axes"]["titre"]
        assert (axes in [one["titre"] for one in note["autodiagnostic"]]) == (q is OURS), "no class, no axis"
        assert set(Territory(desk).ideas["demande"]) <= set(q.item_ids)
    assert ours.texts == CarnetDesk(Carnets(tmp_path)).texts


def test_scores_are_said_in_each_questionnaires_own_unit(tmp_path: Path) -> None:
    said = {}
    for name in (None, "hse-35"):
        q = load_questionnaire(name)
        choice = Priorities(desk_of(q, tmp_path / q.id, answered(q)))
        said[q.id] = choice.proposals[0]["dit"]
    assert said == {OURS.id: told(0, OURS), "hse-35": told(0, load_questionnaire("hse-35"))}
    assert len(set(said.values())) == 2


def test_a_desk_refuses_the_carnet_of_another(other: Questionnaire, tmp_path: Path) -> None:
    ours, theirs = Desk(Carnets(tmp_path)), Desk(Carnets(tmp_path), questionnaire=other)
    for desk, carnet in ((ours, answered(other)), (theirs, answered(OURS)), (theirs, sample_carnet())):
        with pytest.raises(CarnetError):
            desk.adopt(carnet)
        with pytest.raises(CarnetError):
            desk.join(carnet)
    with pytest.raises(CarnetError):
        theirs.open_sample()
    theirs.adopt(replace(answered(other), title="La nôtre"))
    assert theirs.carnet.title == "La nôtre"


def test_the_environment_is_read_when_a_desk_is_made_and_not_again(
    other: Questionnaire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CHOSEN, "hse-35" if other.id.startswith("hse") else "equipe-5")
    desk = CarnetDesk(Carnets(tmp_path))
    assert desk.source == other
    monkeypatch.delenv(CHOSEN)
    desk.desk.adopt(answered(other))
    assert set(Plan(desk).items) == set(other.item_ids)
