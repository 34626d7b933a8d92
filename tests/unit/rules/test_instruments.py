"""Structures of published instruments: scores worked out by hand, and every way in and out that answers take."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from pasapas_widgets import describe_radar
from pasapas_widgets.files.questionnaires import check
from pasapas_widgets.files.sharecode import decode, encode
from pasapas_widgets.files.sheets import read_sheets
from pasapas_widgets.files.sheets.table import write_csv
from pasapas_widgets.model.carnet.carnet import Carnet, Wave
from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Session
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.scoring import classes_along, rules_of, score_sheet, shared_classes, told, words_of

VECTORS = Path(__file__).parents[2] / "vectors"
FOUND: list[dict[str, Any]] = json.loads((VECTORS / "instruments.json").read_text(encoding="utf-8"))
FILES = VECTORS / "instruments"
NAMES = [one["file"].removesuffix(".yaml") for one in FOUND]


def instrument(name: str) -> Questionnaire:
    return load_questionnaire(FILES / f"{name}.yaml")


def cases(name: str) -> list[dict[str, Any]]:
    return next(one["cases"] for one in FOUND if one["file"] == f"{name}.yaml")


def sheet_of(q: Questionnaire, case: dict[str, Any]) -> Sheet:
    return Sheet(questionnaire=q.id, version=q.version, answers=case["answers"])


@pytest.mark.parametrize("name", NAMES)
def test_each_score_is_the_one_worked_out_by_hand(name: str) -> None:
    q = instrument(name)
    for case in cases(name):
        for lever, found in score_sheet(sheet_of(q, case), q).items():
            by_hand = case["scores"][lever]
            assert found.score == (None if by_hand["score"] is None else pytest.approx(by_hand["score"], abs=1e-9))
            assert found.level_class == by_hand["classe"]
            assert found.score is None or told(found.score, q, lever=lever) == by_hand["dit"]


@pytest.mark.parametrize("name", NAMES)
def test_a_share_code_gives_the_sheet_back(name: str) -> None:
    q = instrument(name)
    for case in cases(name):
        assert encode(sheet_of(q, case), q) == case["code"]
        assert decode(case["code"], q) == sheet_of(q, case)


@pytest.mark.parametrize("name", NAMES)
def test_tables_write_the_codes_of_the_instrument_and_read_them(name: str) -> None:
    q = instrument(name)
    sheets = [sheet_of(q, case) for case in cases(name)]
    table = write_csv([Entry(session="s", sheet_id=str(n), sheet=one) for n, one in enumerate(sheets)], q)
    cells = [line.split(",")[4] for line in table.splitlines()[1:]]
    assert cells == ["" if code is None else str(code) for case in cases(name) for code in case["codes"]]
    read = read_sheets("long.csv", table.encode(), questionnaire=q)
    assert [one.sheet.answers for one in read.entries] == [one.answers for one in sheets if one.answers]
    rows = [",".join("" if code is None else str(code) for code in case["codes"]) for case in cases(name)]
    wide = read_sheets("large.csv", "\n".join([",".join(q.item_ids), *rows]).encode(), questionnaire=q)
    assert [one.sheet.answers for one in wide.entries] == [one.answers for one in sheets]


def test_a_sheet_in_json_holds_ranks_as_it_was_written() -> None:
    q = instrument("bien-etre")
    sheet = sheet_of(q, cases("bien-etre")[0])
    (read,) = read_sheets("f.json", sheet.to_json().encode(), questionnaire=q).entries
    assert read.sheet.answers == sheet.answers == {"W1": 4, "W2": 3, "W3": 5, "W4": 2, "W5": 6}


@pytest.mark.parametrize("name", NAMES)
def test_a_group_of_five_has_the_mean_of_its_people_and_a_group_of_four_nothing(name: str) -> None:
    q, case = instrument(name), cases(name)[0]
    entries = [Entry(session="s", sheet_id=str(n), sheet=sheet_of(q, case)) for n in range(5)]
    four = aggregate((one.sheet for one in entries[:4]), questionnaire=q)
    assert all(one.score is None for one in four.levers.values())
    assert all(one.mean is None for one in four.items.values())
    five = aggregate((one.sheet for one in entries), questionnaire=q)
    for lever, by_hand in case["scores"].items():
        assert five.levers[lever].score == pytest.approx(by_hand["score"])
        assert five.levers[lever].level_class is None, "a cut-off for one person says nothing of a group"


def test_a_carnet_holds_the_widest_spread_of_the_longest_scale() -> None:
    levels = ", ".join(f'{{valeur: {5 * n}, libelle: "Niveau {chr(97 + n)}"}}' for n in range(21))
    text = re.sub(r"  niveaux:\n(    - .*\n)+", f"  niveaux: [{levels}]\n", BASE).replace(
        "a_partir_de: 27", "a_partir_de: 500"
    )
    q = check(text).questionnaire
    assert q and q.scale.top == 21
    sheets = [
        Sheet(questionnaire=q.id, version=q.version, answers=dict.fromkeys(q.item_ids, 1 + n % 2 * 20))
        for n in range(12)
    ]
    results = aggregate(sheets, questionnaire=q)
    assert results.items["P1"].spread == 10
    day = dt.date(2026, 5, 12)
    session = Session(
        title="Mai", questionnaire=q.id, version=q.version, day=day, kept_until=day + dt.timedelta(days=90)
    )
    carnet = Carnet(title="Service", waves=(Wave(session=session, results=results),))
    assert Carnet.from_json(carnet.to_json()) == carnet


def test_items_of_a_scale_that_is_bad_when_high_are_judged_the_same_way_round() -> None:
    q = instrument("tension")
    entries = [Entry(session="s", sheet_id=str(n), sheet=sheet_of(q, cases("tension")[0])) for n in range(5)]
    items = aggregate((one.sheet for one in entries), questionnaire=q).items
    assert items["P1"].mean == 25 and items["P4"].mean == 25  # often, and seldom: both of the bad side


def test_the_radar_says_units_and_which_way_is_bad() -> None:
    q = instrument("tension")
    said = describe_radar({"Le groupe": {"tension": 75.0}}, questionnaire=q)
    assert "Tension (haut = défavorable)" in said and "30 sur 40" in said.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", NAMES)
def test_one_person_reads_the_classes_of_the_instrument_and_a_group_its_figures(name: str) -> None:
    q = instrument(name)
    for case in cases(name):
        scores = score_sheet(sheet_of(q, case), q)
        assert describe_radar(scores, questionnaire=q) == case["dit"]["me"]
        group = {lever: one.score for lever, one in scores.items()}
        assert describe_radar({"Le groupe": group}, questionnaire=q) == case["dit"]["group"]


def test_the_classes_of_the_project_are_told_the_other_way_round_where_a_high_score_is_bad() -> None:
    text = re.sub(r"      classes:\n(        - .*\n)+      source_classes: .*\n", "", BASE).replace(
        "calcul: {classes: false}", "calcul: {classes: true}"
    )
    q = check(text).questionnaire
    assert q
    (lever,) = q.levers
    best, middle, worst = (one.label for one in rules_of(q).classes)
    assert [words_of(score, q, lever) for score in (0.0, 50.0, 100.0)] == [best, middle, worst]
    along = classes_along(q, lever)
    assert [words for words, _ in along] == [best, middle, worst]
    assert [end for _, end in along] == pytest.approx([100 / 3, 200 / 3, 100])
    assert shared_classes(q) == along


def test_the_limits_of_an_instrument_lie_where_its_unit_puts_them() -> None:
    q = instrument("tension")
    assert classes_along(q, q.levers[0]) == (("Basse", 35.0), ("Moyenne", 67.5), ("Haute", 100.0))
    assert shared_classes(instrument("melange")) == () == shared_classes(instrument("outil"))


def test_the_self_diagnosis_says_nothing_of_these_keys() -> None:
    plain = load_questionnaire().for_browser()
    assert {key for one in plain["items"] for key in one}.isdisjoint({"poids", "autres_leviers"})
    assert {key for one in plain["leviers"] for key in one} == {"id", "nom_court", "nom_officiel", "question_guide"}
    assert {key for one in plain["echelle"]["niveaux"] for key in one} == {"valeur", "cle", "libelle", "ancre"}


BASE = (FILES / "tension.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "path", "reason", "fix"),
    [
        ("{valeur: 3,", "{valeur: 5,", "echelle.niveaux", "se suivre", "pas égal"),
        ('libelle: "Rarement"}', 'libelle: "2"}', "echelle.niveaux[1].libelle", "confondrait", "libellé"),
        ('libelle: "Rarement"}', 'libelle: "Rarement", points: 3}', "echelle.niveaux", "d'autres non", "à tous"),
        ("unite: somme", "unite: sommes", "leviers[0].calcul.unite", "« sommes »", "somme"),
        ("sens: defavorable", "sens: mauvais", "leviers[0].calcul.sens", "« mauvais »", "defavorable"),
        ("sens: defavorable", "total_de: [autre]", "leviers[0].calcul.total_de", "« autre »", "tension"),
        ("sens: defavorable", "total_de: [tension]", "leviers[0].calcul.total_de", "lui-même", "énoncés"),
        ('      source_classes: "seuils inventés pour les essais"\n', "", "leviers[0].calcul.classes", "sans source",
         "source_classes"),
        ("a_partir_de: 14", "a_partir_de: 30", "leviers[0].calcul.classes", "monter", "du bas"),
        ("a_partir_de: 27", "a_partir_de: 41", "leviers[0].calcul.classes", "de 0 à 40", "bornes"),
        ("{id: P1, levier: tension,", "{id: P1, levier: tension, poids: 0.5,", "items[0].poids", "entier", "entier"),
        ("{id: P1, levier: tension,", "{id: P1, levier: tension, autres_leviers: [x],", "items[0].autres_leviers",
         "« x »", "tension"),
        # what no questionnaire here can say: where to go instead
        ("{id: P1, levier: tension,", "{id: P1, levier: tension, si: P2,", "items[0].si", "dépendre", "module"),
        ("{id: P1, levier: tension,", "{id: P1, levier: tension, classement: true,", "items[0].classement", "classer",
         "votes"),
        ("echelle:\n", "echelle:\n  type: nombre\n", "echelle.type", "nombre", "tranches"),
        ("echelle:\n", "echelle:\n  type: multiple\n", "echelle.type", "une réponse", "par choix"),
        ("      unite: somme", "      normes: x\n      unite: somme", "leviers[0].calcul.normes", "normes", "table"),
        ("      unite: somme", "      ratio: x\n      unite: somme", "leviers[0].calcul.ratio", "rapport", "CSV"),
        ("calcul: {classes: false}", "calcul: {seuils: [14]}", "calcul.seuils", "calcul de son levier", "a_partir_de"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_with_where_to_go(
    before: str, after: str, path: str, reason: str, fix: str
) -> None:
    assert before in BASE
    found = check(BASE.replace(before, after, 1))
    assert [one.path for one in found.faults] == [path]
    (fault,) = found.faults
    reasons, fixes = (said.replace("\N{NO-BREAK SPACE}", " ") for said in (fault.reason, fault.fix))
    assert reason in reasons and fix in fixes, fault
