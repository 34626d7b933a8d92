"""Sheets of an earlier version: what is unchanged stays, what changed is set aside, and a note says so."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from strategies import Q, sheets

from pasapas_widgets.files.sheets import SheetFileError, read_sheets
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet, SheetError
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import comparable_items, set_aside, translated
from pasapas_widgets.rules.aggregation import aggregate

NEXT = load_questionnaire(Path(__file__).parents[2] / "vectors" / "autodiagnostic-1.2.yaml")


def test_what_is_comparable_is_data() -> None:
    same = comparable_items("1.1", NEXT)
    assert same["L2-08"] == "L2-11" and same["L1-02"] == "L1-02" and len(same) == 30
    assert not {"L1-01", "L3-06", "L3-11"} & {*same, *same.values()}
    assert list(same.values()) == [item for item in NEXT.item_ids if item not in ("L1-01", "L3-11")]
    assert set_aside("1.1", NEXT) == ("L1-01", "L3-06")
    assert comparable_items("1.2", NEXT) == {item: item for item in NEXT.item_ids} and set_aside("1.2", NEXT) == ()


@given(sheets())
def test_every_comparable_answer_survives_and_no_other(sheet: Sheet) -> None:
    moved = translated(sheet, NEXT)
    moved.check(NEXT)
    assert (moved.version, moved.profile, moved.variant) == ("1.2", sheet.profile, sheet.variant)
    assert moved.answers == {
        new: sheet.answers[old] for old, new in comparable_items("1.1", NEXT).items() if old in sheet.answers
    }
    assert translated(moved, NEXT) == moved
    back = {old: moved.answers[new] for old, new in comparable_items("1.1", NEXT).items() if new in moved.answers}
    assert back == {item: answer for item, answer in sheet.answers.items() if item not in set_aside("1.1", NEXT)}


@given(sheets())
def test_a_sheet_of_this_version_comes_back_itself(sheet: Sheet) -> None:
    assert translated(sheet, Q) is sheet


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"version": "0.9"}, "version 0.9"),
        ({"questionnaire": "autre"}, "« autre »"),
        ({"answers": {"L9-99": 2}}, "« L9-99 » de la version 1.1"),
        ({"answers": {"L1-02": 9}}, "« 9 »"),
        ({"answers": {"L3-11": 2}}, "« L3-11 »"),  # this item is new: a sheet of 1.1 cannot hold it
    ],
)
def test_what_no_mapping_explains_is_refused_in_a_sentence(changed: dict, told: str) -> None:
    sheet = msgspec.structs.replace(Sheet(questionnaire="pas-a-pas", version="1.1", answers={"L1-02": 1}), **changed)
    with pytest.raises(SheetError) as caught:
        translated(sheet, NEXT)
    assert told in str(caught.value).replace("\N{NO-BREAK SPACE}", " ")


def test_a_profile_that_is_gone_is_left_out() -> None:
    fewer = msgspec.structs.replace(NEXT, profiles=NEXT.profiles[1:], variants=())
    sheet = Sheet(questionnaire=Q.id, version="1.1", profile=Q.profile_ids[0], variant=Q.variant_ids[0])
    assert translated(sheet, fewer) == Sheet(questionnaire=Q.id, version="1.2")


@pytest.fixture
def mixed() -> bytes:
    old = Sheet(questionnaire=Q.id, version="1.1", answers=dict.fromkeys(Q.item_ids, 3))
    new = Sheet(questionnaire=Q.id, version="1.2", answers=dict.fromkeys(NEXT.item_ids, 2))
    return f"[{','.join([old.to_json()] * 5 + [new.to_json()] * 5)}]".encode()


def test_files_of_both_versions_are_read_together_and_a_note_says_what_was_set_aside(mixed: bytes) -> None:
    file = read_sheets("deux-versions.json", mixed, NEXT)
    assert {entry.sheet.version for entry in file.entries} == {"1.2"}
    (note,) = file.notes
    assert "5 feuilles" in note and "L1-01, L3-06" in note and "1.1" in note
    results = aggregate((entry.sheet for entry in file.entries), questionnaire=NEXT)
    assert results.items["L2-11"].n_answers == 10 and results.items["L1-01"].n_answers == 5
    one = read_sheets("une.json", json.dumps(json.loads(mixed)[0]).encode(), NEXT)
    assert one.notes[0].startswith("Une feuille")


def test_a_table_may_say_the_version_of_each_line() -> None:
    table = """version,seance,feuille,profil,item,reponse
1.1,mars,1,,l1-01,4
1.1,mars,1,,L2-08,3
"1,1",mars,1,,L3-06,9
 1.1 ,mars,1,,L1-02,2
1.2,mars,2,,L1-01,1
,mars,2,,L3-11,NSP
"""
    file = read_sheets("deux.csv", table.encode(), NEXT)
    assert [entry.sheet.answers for entry in file.entries] == [{"L2-11": 3, "L1-02": 2}, {"L1-01": 1, "L3-11": "NSP"}]
    (note,) = file.notes
    assert note.startswith("Une feuille") and "L1-01, L3-06" in note
    for wrong, told in (("0.9,mars,1,,L1-02,2", "ligne 2, colonne « version »"), ("1.1,m,1,,L3-11,2", "« L3-11 »")):
        with pytest.raises(SheetFileError) as caught:
            read_sheets("deux.csv", (table.partition("\n")[0] + "\n" + wrong + "\n").encode(), NEXT)
        assert told in str(caught.value).replace("\N{NO-BREAK SPACE}", " ")


def test_a_later_version_is_still_refused(mixed: bytes) -> None:
    with pytest.raises(SheetFileError, match=r"feuille 6.*version 1\.1"):
        read_sheets("deux-versions.json", mixed, Q)


def test_answers_to_what_was_removed_need_not_fit_any_scale_of_today(questionnaire: Questionnaire) -> None:
    sheet = {"questionnaire": Q.id, "version": "1.1", "reponses": {"L3-06": 7, "L2-08": "3,0"}}
    file = read_sheets("ancienne.json", json.dumps(sheet).encode(), NEXT)
    assert file.entries[0].sheet.answers == {"L2-11": 3}
    with pytest.raises(SheetFileError, match="L2-08"):
        read_sheets("ancienne.json", json.dumps(sheet | {"reponses": {"L2-08": 5}}).encode(), NEXT)
