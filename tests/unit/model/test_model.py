"""Sheets, sessions and carnets: what is refused, and in which words."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from strategies import sheets

from pasapas_widgets.model.carnet.carnet import (
    FORMAT,
    Carnet,
    CarnetError,
    ClosedVote,
    KeptLevel,
    QuestionMarks,
    RankedChoice,
    Wave,
)
from pasapas_widgets.model.carnet.interview import Interview
from pasapas_widgets.model.carnet.pathway import Pathway
from pasapas_widgets.model.carnet.territory import Territory
from pasapas_widgets.model.questionnaire.sheet import Sheet, SheetError
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.model.session import LONGEST_KEPT_MONTHS, Session, delete_on
from pasapas_widgets.rules.aggregation import load_thresholds

PLAIN = {"questionnaire": "pas-a-pas", "version": "1.1", "reponses": {"L1-01": 3, "L1-02": "NSP", "L1-03": "NC"}}


@given(sheets())
def test_a_sheet_survives_json(sheet: Sheet) -> None:
    from pasapas_widgets.model.questionnaire.loading import load_questionnaire

    assert Sheet.checked(sheet.to_json(), load_questionnaire()) == sheet


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"questionnaire": "autre"}, "« autre »"),
        ({"version": "0.9"}, "version 0.9"),
        ({"profil": "directrice"}, "« directrice »"),
        ({"variante": "bateau"}, "« bateau »"),
        ({"reponses": {"L9-01": 2}}, "« L9-01 »"),
        ({"reponses": {"L1-01": 5}}, "« 5 »"),
        ({"reponses": {"L1-01": 0}}, "« 0 »"),
        ({"reponses": {"L1-01": "3"}}, "« 3 »"),
        ({"reponses": {"L1-01": 2.5}}, "reponses"),
        ({"reponses": {"L1-01": True}}, "reponses"),
        ({"reponses": [1, 2]}, "reponses"),
        ({"nom": "Camille"}, "nom"),
    ],
)
def test_a_sheet_that_does_not_fit_is_refused(change: dict, told: str, questionnaire: Questionnaire) -> None:
    with pytest.raises(SheetError) as caught:
        Sheet.checked(PLAIN | change, questionnaire)
    assert told in str(caught.value).replace("\N{NO-BREAK SPACE}", " ")


def test_a_cut_text_is_told(questionnaire: Questionnaire) -> None:
    with pytest.raises(SheetError, match="coupé"):
        Sheet.checked(json.dumps(PLAIN)[:-5], questionnaire)


def session(**change: object) -> Session:
    day = dt.date(2026, 11, 22)
    base = {"title": "Équipe du matin", "questionnaire": "pas-a-pas", "version": "1.1", "day": day}
    return Session(**(base | {"kept_until": delete_on(day)} | change))  # type: ignore[arg-type]


def test_individual_answers_are_kept_twelve_months_at_most() -> None:
    assert session().kept_until == dt.date(2027, 11, 22)
    with pytest.raises(ValueError, match="douze mois"):
        session(kept_until=dt.date(2027, 11, 23))
    with pytest.raises(ValueError, match="douze mois"):
        session(kept_until=dt.date(2026, 11, 21))


def test_the_longest_time_is_the_one_of_the_content() -> None:
    assert load_thresholds().retention.sheets == LONGEST_KEPT_MONTHS


def test_delete_on_knows_short_months_and_year_ends() -> None:
    assert delete_on(dt.date(2027, 8, 31), months=6) == dt.date(2028, 2, 29)
    assert delete_on(dt.date(2026, 12, 31), months=12) == dt.date(2027, 12, 31)
    assert delete_on(dt.date(2026, 11, 30), months=1) == dt.date(2026, 12, 30)


def test_a_carnet_survives_json_and_keeps_its_waves_in_order() -> None:
    later, sooner = (
        session(title="Vague 2"),
        session(title="Vague 1", day=dt.date(2026, 3, 2), kept_until=dt.date(2026, 9, 2)),
    )
    carnet = Carnet(title="Maison des Tilleuls").with_wave(Wave(session=later, results=GroupResults(n_sheets=24)))
    carnet = carnet.with_wave(Wave(session=sooner, results=GroupResults()))
    assert [wave.session.title for wave in carnet.waves] == ["Vague 1", "Vague 2"]
    assert Carnet.from_json(carnet.to_json()) == carnet


def full_wave() -> Wave:
    day = dt.date(2026, 11, 23)
    return Wave(
        session=Session(title="Vague 1", questionnaire="pas-a-pas", version="1.1", day=day, kept_until=delete_on(day)),
        results=GroupResults(n_sheets=24),
        votes=(
            ClosedVote(number=1, voters=8, choices=(RankedChoice(choice="Accueil", dots=8, rank=1),)),
            ClosedVote(number=2, voters=None, choices=(), reason="votants < 5"),
        ),
        evaluation=(QuestionMarks(item="EV-1", people=6, mean=3.5, distribution=None, reason="n_notes < 10"),),
        levels=(KeptLevel(batch="groupe", item="L1-01", level=3, note="La nuit voit autrement"),),
        origins={"salle": 18, "papier": 6},
    )


def test_a_carnet_keeps_what_the_session_decided() -> None:
    carnet = Carnet(title="Tilleuls").with_wave(full_wave())
    text = carnet.to_json()
    assert Carnet.from_json(text) == carnet
    plain = json.loads(text)
    assert (plain["format"], set(plain["vagues"][0])) == (
        FORMAT,
        {"seance", "resultats", "votes", "evaluation", "niveaux", "origines"},
    )
    plain["vagues"][0]["votes"][0]["gommettes_de"] = "Nadia"
    with pytest.raises(CarnetError, match="abîmé"):
        Carnet.from_json(json.dumps(plain))


def test_a_carnet_of_format_1_is_read_and_written_in_the_newest() -> None:
    """``carnet_format_1.json`` was written by the first version and stays as it is: every later one must read it."""
    held = (Path(__file__).parents[2] / "vectors" / "carnet_format_1.json").read_text(encoding="utf-8")
    assert json.loads(held)["format"] == 1
    carnet = Carnet.from_json(held)
    assert (carnet.format, carnet.title, carnet.service) == (FORMAT, "Maison des Tilleuls", "mecs")
    assert [wave.results for wave in carnet.waves] == [GroupResults(n_sheets=24), GroupResults()]
    assert carnet.waves[0].votes == carnet.waves[0].evaluation == carnet.waves[0].levels == ()
    assert carnet.waves[0].origins == {}
    assert json.loads(carnet.to_json())["format"] == FORMAT
    assert Carnet.from_json(carnet.with_wave(full_wave()).to_json()).waves[0].results == GroupResults(n_sheets=24)


def test_a_carnet_of_format_2_is_read_whole() -> None:
    """``carnet_format_2.json`` stays as it is: all that it holds is found again, and what came later is empty."""
    held = json.loads((Path(__file__).parents[2] / "vectors" / "carnet_format_2.json").read_text(encoding="utf-8"))
    assert held["format"] == 2
    carnet = Carnet.from_json(json.dumps(held))
    kept = json.loads(carnet.to_json())
    for one in kept["retours"]:
        assert one.pop("venu_d_ailleurs") is False, "a sheet of before is the group's own"
    assert {key: kept[key] for key in held} == held | {"format": FORMAT}
    assert (carnet.interview, carnet.territory, carnet.pathway) == (Interview(), Territory(), Pathway())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "coupé"),
        ("[]", "pas un carnet"),
        ('{"titre": "x"}', "pas un carnet"),
        ('{"format": 0}', "pas un carnet"),
        ('{"format": true}', "pas un carnet"),
        (json.dumps({"format": FORMAT + 1}), "plus récente"),
        ('{"format": 1, "vagues": 3}', "abîmé"),
    ],
)
def test_a_carnet_that_cannot_be_opened_is_told(text: str, told: str) -> None:
    with pytest.raises(CarnetError, match=told):
        Carnet.from_json(text)
