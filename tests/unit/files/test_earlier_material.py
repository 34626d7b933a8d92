"""What version 1.0 of the self-diagnosis left behind: read with what still compares, or refused in a sentence."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from pasapas_widgets.exports.catalogue import Wanted, export
from pasapas_widgets.files.sharecode import ShareCodeError, decode, encode, find_codes
from pasapas_widgets.files.sheets import SheetFileError, read_sheets
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.loading import earlier_versions, in_version, load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules.reading import read

Q = load_questionnaire()
(OLD,) = earlier_versions(Q)
KEPT = [
    "L1-01", "L1-03", "L1-04", "L1-06", "L1-07", "L1-08", "L2-04", "L2-05", "L3-02", "L3-03", "L3-08", "L4-01", "L4-02",
    "L4-03",
]  # fmt: skip
"""The statements of 1.0 whose meaning did not move."""
ANSWERS = {item: 1 + number % 4 for number, item in enumerate(OLD.item_ids)}
TOLD = "lue avec la version 1.1. Mis de côté, car reformulés ou retirés depuis : L1-02, L1-05, L2-01"


def plain(text: object) -> str:
    return str(text).replace("\N{NO-BREAK SPACE}", " ")


def rows(*head: str, version: str = "") -> bytes:
    lines = [f"{version},mars,1,educatif,{item},{level}".removeprefix(",") for item, level in ANSWERS.items()]
    return "\n".join([",".join(head), *lines]).encode()


def test_version_1_0_ships_as_it_was_asked() -> None:
    assert (OLD.version, OLD.number, OLD.fingerprint) == ("1.0", 1, "85e630bca939")
    assert in_version(Q, "1.0") is OLD and in_version(Q, "1.1") is Q and in_version(Q, "0.9") is Q
    assert earlier_versions(OLD) == () and earlier_versions(load_questionnaire("hse-35")) == ()


def test_a_sheet_keeps_what_compares_its_profile_and_its_variant() -> None:
    old = Sheet(questionnaire=OLD.id, version="1.0", profile="educatif", variant="milieu_ouvert", answers=ANSWERS)
    file = read_sheets("feuille.json", old.to_json().encode())
    (entry,) = file.entries
    assert entry.sheet.answers == {item: ANSWERS[item] for item in KEPT}
    assert (entry.sheet.version, entry.sheet.profile, entry.sheet.variant) == ("1.1", "educatif", "milieu_ouvert")
    assert TOLD in plain(file.notes[0])


@pytest.mark.parametrize("version", ["1.0", "1,0", "1"])
def test_a_table_that_says_its_version_is_read(version: str) -> None:
    head = ("version", "seance", "feuille", "profil", "item", "reponse")
    quoted = f'"{version}"' if "," in version else version
    file = read_sheets("mars.csv", rows(*head, version=quoted))
    assert file.entries[0].sheet.answers == {item: ANSWERS[item] for item in KEPT} and TOLD in plain(file.notes[0])


@pytest.mark.parametrize("case", [str, str.lower])
def test_a_table_that_does_not_say_it_is_told_to(case: object) -> None:
    data = case(rows("seance", "feuille", "profil", "item", "reponse").decode()).encode()  # type: ignore[operator]
    with pytest.raises(SheetFileError) as caught:
        read_sheets("mars.csv", data)
    assert "est un énoncé de la version 1.0 de ce questionnaire" in plain(caught.value)
    assert plain(caught.value).endswith("ajouter une colonne version où chaque ligne dit 1.0 (et 2 autres lignes).")


def test_a_wide_table_is_refused_with_the_way_to_give_it() -> None:
    data = f"{','.join(OLD.item_ids)}\n{','.join(map(str, ANSWERS.values()))}\n".encode()
    with pytest.raises(SheetFileError) as caught:
        read_sheets("large.csv", data)
    assert "ce tableau répond à la version 1.0 du questionnaire, et non à la version 1.1" in plain(caught.value)
    assert plain(caught.value).endswith("avec une colonne version.")


def test_a_code_is_refused_and_never_read_under_another_version() -> None:
    for answers in ({}, ANSWERS, dict.fromkeys(OLD.item_ids, 4)):
        for variant in (None, *OLD.variant_ids):
            code = encode(Sheet(questionnaire=OLD.id, version="1.0", variant=variant, answers=answers), OLD)
            assert decode(code, OLD).answers == answers
            with pytest.raises(ShareCodeError, match="d'un autre questionnaire ou d'une autre version que"):
                decode(code)
            (found,) = find_codes(f"Voilà : {code}")
            assert found.sheet is None and "une autre version" in found.fault
    assert encode(Sheet(questionnaire=OLD.id, version="1.0"), OLD) == "0G1W-379P-8EWW-6Z33-C9GJ-3535", "as 1.0 wrote it"


def test_a_carnet_is_read_told_and_taken_home() -> None:
    text = (Path(__file__).parents[2] / "vectors" / "carnet_format_2.json").read_text(encoding="utf-8")
    assert json.loads(text)["vagues"][0]["seance"]["version"] == "1.0"
    carnet = Carnet.from_json(text)
    told = read(carnet.waves[0], Q)
    named = {one.item for part in (told.differing, told.strengths, told.axes, told.hidden) for one in part}
    assert named and named <= set(KEPT)
    wanted = Wanted(day=dt.date(2026, 11, 29))
    for format, sheet in (("pdf", "synthese"), ("pdf", "plan-a4"), ("docx", None), ("xlsx", None), ("json", None)):
        assert export(carnet, format, sheet, wanted=wanted)
