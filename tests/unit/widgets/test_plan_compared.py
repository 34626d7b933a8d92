"""Before and after in the plan, for questionnaires of others: the unit of a lever, its direction, what is reversed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pasapas_widgets import CarnetDesk, Plan
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.carnet.carnet import Carnet, Wave
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.session import Session
from pasapas_widgets.rules.aggregation import aggregate

Q = load_questionnaire(Path(__file__).parents[2] / "vectors/instruments/tension.yaml")


def wave(month: int, favourable: int) -> Wave:
    """Return a time when twelve people answered each statement at that place from its worse end, 0 to 4."""
    answers = {item.id: 5 - favourable if item.reversed else 1 + favourable for item in Q.items}
    results = aggregate([Sheet(questionnaire=Q.id, version=Q.version, answers=answers)] * 12, questionnaire=Q)
    day = dt.date(2026, month, 12)
    session = Session(
        title=f"Mois {month}", questionnaire=Q.id, version=Q.version, day=day, kept_until=day + dt.timedelta(days=90)
    )
    return Wave(session=session, results=results)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    carnets = Carnets(tmp_path / "carnets", questionnaire=Q)
    carnets.create(Carnet(title="Service", waves=(wave(1, 3), wave(6, 2))))  # it got worse
    return Plan(CarnetDesk(carnets, questionnaire=Q))


def test_a_lever_is_told_in_its_own_unit_and_says_which_way_is_bad(plan: Plan) -> None:
    (lever,) = plan.levers
    assert lever["nom"] == "Tension (haut = défavorable)"
    assert lever["dit"]["avant"] == "10" and lever["dit"]["apres"].replace("\N{NO-BREAK SPACE}", " ") == "20 sur 40"
    assert lever["ecart"] > 0 and lever["dit"]["comme"] == "moins_bien"
    assert lever["dit"]["marge"] == "1 point"


def test_a_reversed_statement_moved_by_levels_the_other_way(plan: Plan) -> None:
    def said(item: str) -> tuple[bool, str]:
        compared = plan.items[item]["comparaison"]
        return compared["ecart"] > 0, compared["dit"]["comme"]

    assert Q.item("P1").reversed and said("P1") == (False, "plus"), "people say «un imprévu me tourmente» more often"
    assert not Q.item("P4").reversed and said("P4") == (False, "moins")
