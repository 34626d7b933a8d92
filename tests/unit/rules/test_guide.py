"""The guide: what is done is counted from the carnet, and nothing below the thresholds is said."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import msgspec
import pytest
from published import changed

from pasapas_widgets import CarnetDesk, Guide
from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.grouptalk import Discussion, Priority
from pasapas_widgets.rules.guide import STAGES, Stage, next_stage, stages
from pasapas_widgets.rules.plan import new_action

DAY = dt.date(2026, 7, 1)
SAMPLE = sample_carnet()
TEXTS = interface("guide")


def told(carnet: Carnet, *, today: dt.date = DAY) -> dict[str, Stage]:
    return {one.id: one for one in stages(carnet, today=today)}


def test_the_sample_is_told_as_it_is() -> None:
    found = told(SAMPLE)
    assert tuple(found) == STAGES
    assert found["autodiagnostic"] == Stage("autodiagnostic", "fait", {"seances": 2, "feuilles": 46})
    assert found["resultats"].facts == {"publie": "2026-09-15"}
    assert found["plan"].facts == {"actions": 3, "closes": 1}
    assert (found["revue"].state, found["revue"].facts) == ("commence", {"revues": 2, "revue_le": "2026-08-12"})
    late = told(SAMPLE, today=dt.date(2026, 12, 1))["revue"]
    assert late.facts == {"revues": 2, "revue_passee": "2026-08-12"}


def test_a_number_of_people_below_the_threshold_is_not_said() -> None:
    few = msgspec.structs.replace(SAMPLE.waves[0], results=changed(SAMPLE.waves[0].results, n_feuilles=4))
    assert told(Carnet(waves=(few,)))["autodiagnostic"].facts == {"seances": 1}


def test_each_step_of_a_group_leads_to_the_next() -> None:
    carnet = Carnet(title="Nuit")
    names = []
    steps = [
        {"waves": SAMPLE.waves[:1]},
        {"discussions": (Discussion(id="d", day=DAY, facts=("Un fait.",), agreed=True),)},
        {"priorities": (Priority(id="p", items=("L1-01",), chosen=True),)},
        {"actions": (msgspec.structs.replace(new_action("a", ["L1-01"], opened=DAY), owner="cheffe de service"),)},
    ]
    for step in steps:
        after = next_stage(stages(carnet, today=DAY))
        assert after
        names.append(after.id)
        carnet = msgspec.structs.replace(carnet, **step)
    assert names == ["autodiagnostic", "discussion", "priorites", "plan"]
    after = next_stage(stages(carnet, today=DAY))
    assert after and after.id == "revue"
    (action,) = carnet.actions
    done = msgspec.structs.replace(carnet, actions=(msgspec.structs.replace(action, decision="On garde."),))
    assert next_stage(stages(done, today=DAY)) is None


def test_what_waits_for_the_agreement_is_begun_and_not_done() -> None:
    found = told(Carnet(discussions=(Discussion(id="d", day=DAY),), priorities=(Priority(id="p", label="Idée"),)))
    assert found["discussion"] == Stage("discussion", "commence", {"sans_accord": 1})
    assert found["priorites"] == Stage("priorites", "commence", {"sujets": 1})


def test_every_stage_state_role_and_fact_has_its_words() -> None:
    assert tuple(TEXTS["etapes"]) == STAGES
    roles = set(TEXTS["role"]) - {"titre", "aide"}
    for stage in TEXTS["etapes"].values():
        assert set(stage["roles"]) == roles
    for carnet in (SAMPLE, Carnet()):
        for one in stages(carnet, today=DAY):
            assert one.state in TEXTS["etats"] and set(one.facts) <= set(TEXTS["faits"])


@pytest.mark.parametrize("carnet", [SAMPLE, Carnet(title="Neuf")], ids=["sample", "new"])
def test_the_widget_follows_its_desk_and_sends_no_more(tmp_path: Path, carnet: Carnet) -> None:
    carnets = Carnets(tmp_path)
    carnets.create(carnet)
    desk = CarnetDesk(carnets)
    guide = Guide(desk, today=DAY)
    assert guide.next == ("revue" if carnet is SAMPLE else "autodiagnostic")
    assert not {"vagues", "discussions", "entretien", "actions"} & set(guide.carnet)
    assert {"00_accueil", "01_autodiagnostic"} <= set(guide.workbooks)
    json.dumps([guide.stages, guide.carnet, guide.state])
    desk.incoming = {"messages": [{"seq": 1, "verb": "create", "title": "Autre"}]}
    assert guide.next == "autodiagnostic" and guide.carnet["titre"] == "Autre"
