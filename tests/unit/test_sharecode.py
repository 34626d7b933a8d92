"""Share codes: what they carry, which typing errors they notice, how they are found in a chat."""

from __future__ import annotations

import json
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import sheets

from pasapas_widgets.model.questionnaire import Questionnaire
from pasapas_widgets.model.sheet import Sheet, SheetError
from pasapas_widgets.sharecode import ALPHABET, ShareCodeError, decode, encode, find_codes

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/sharecode.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["code"][:9])
def test_vectors(case: dict, questionnaire: Questionnaire) -> None:
    assert encode(Sheet.checked(case["sheet"], questionnaire)) == case["code"]
    assert json.loads(decode(case["code"]).to_json()) == case["sheet"]


@given(sheets())
def test_a_sheet_comes_back_whole(sheet: Sheet) -> None:
    code = encode(sheet)
    assert len(code.replace("-", "")) == 24
    assert decode(code) == sheet


@given(sheets(), st.data())
def test_reading_forgives_case_separators_and_look_alikes(sheet: Sheet, data: st.DataObject) -> None:
    likes = {"0": "0Oo", "1": "1IiLl", "V": "VvUu"}
    text = ""
    for letter in encode(sheet).replace("-", ""):
        text += data.draw(st.sampled_from(likes.get(letter, letter + letter.lower())))
        text += data.draw(st.sampled_from(["", "", "", " ", "-", " - ", "\n", "–"]))
    assert decode(text) == sheet


@given(sheets())
def test_every_single_error_and_every_swap_of_neighbours_is_noticed(sheet: Sheet) -> None:
    code = encode(sheet).replace("-", "")
    for place, letter in enumerate(code):
        for other in ALPHABET:
            if other != letter:
                with pytest.raises(ShareCodeError):
                    decode(code[:place] + other + code[place + 1 :])
        if place and code[place - 1] != letter:
            with pytest.raises(ShareCodeError):
                decode(code[: place - 1] + letter + code[place - 1] + code[place + 1 :])


def test_up_to_four_wrong_characters_are_noticed() -> None:
    draw = random.Random(5)
    code = VECTORS["cases"][-1]["code"].replace("-", "")
    for _ in range(5000):
        letters = list(code)
        for place in draw.sample(range(24), draw.randint(1, 4)):
            letters[place] = draw.choice(ALPHABET.replace(letters[place], ""))
        with pytest.raises(ShareCodeError):
            decode("".join(letters))


def test_another_version_is_refused_by_name(questionnaire: Questionnaire) -> None:
    newer = msgspec.structs.replace(questionnaire, number=2, version="2.0")
    code = encode(Sheet(questionnaire="pas-a-pas", version="2.0", answers={"L1-01": 2}), newer)
    with pytest.raises(ShareCodeError, match=r"autre version.*1\.0"):
        decode(code)
    assert decode(code, newer).answers == {"L1-01": 2}


@pytest.mark.parametrize(
    ("text", "told"), [("", "en a 0"), ("ABCD", "en a 4"), ("*" * 24, "« * »"), ("A" * 24, "faute de frappe")]
)
def test_what_is_no_code_is_told(text: str, told: str) -> None:
    with pytest.raises(ShareCodeError) as caught:
        decode(text)
    assert told in str(caught.value).replace("\N{NO-BREAK SPACE}", " ") and str(caught.value).endswith(".")


def test_a_sheet_that_does_not_fit_has_no_code() -> None:
    with pytest.raises(SheetError, match="L9-99"):
        encode(Sheet(questionnaire="pas-a-pas", version="1.0", answers={"L9-99": 2}))


def test_codes_are_found_in_a_chat() -> None:
    one, two, three = (case["code"] for case in VECTORS["cases"][-3:])
    damaged = three[:-1] + ("2" if three[-1] != "2" else "3")
    chat = f"""[10:31] Bonjour, nous sommes 24 ce matin, réunion en salle 12 au 3e étage
[10:32] voici mon code {one.lower()} merci à tous !
[10:33] {two.replace("-", " ")} et {one} (je le remets)
[10:34] le mien : {damaged}
[10:35] mon téléphone est le 06 12 34 56 78
[10:36] {two[:-3]}
"""
    found = find_codes(chat)
    assert [(code.line, code.text) for code in found if code.sheet] == [(2, one), (3, two), (3, one)]
    faults = [(code.line, code.fault) for code in found if code.fault]
    assert [line for line, _ in faults] == [4, 6]
    assert "faute de frappe" in str(faults[0][1]) and "en entier" in str(faults[1][1])


def test_a_long_chat_names_its_damaged_lines_and_no_other() -> None:
    codes = [case["code"] for case in VECTORS["cases"][-3:]]
    talk = "bonjour à tous, voici mon code : réunion le 12 mars 2026 à 14:02, 06 12 34 56 78, merci code code tous 2025"
    chat = [f"[10:{line % 60:02d}] {talk}" for line in range(10_000)]
    good = {line: codes[line % len(codes)] for line in range(99, 10_000, 500)}
    bad = {line: codes[line % len(codes)][: -1 - line % 2] for line in range(250, 10_000, 1001)}
    for line, code in (good | bad).items():
        chat[line - 1] = f"[11:00] Camille : {code} voilà"
    found = find_codes("\n".join(chat))
    assert {one.line: one.text for one in found if one.sheet} == good
    assert {one.line for one in found if not one.sheet} == set(bad)


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    for code in find_codes(text):
        assert (code.sheet is None) != (code.fault is None)
