"""Share codes: what they carry, which typing errors they notice, how they are found in a chat."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import sheets

from pasapas_widgets.files.sharecode import ALPHABET, ShareCodeError, _mark, code_length, decode, encode, find_codes
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet, SheetError
from pasapas_widgets.model.questionnaire.structure import Questionnaire

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/sharecode.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["code"][:9])
def test_vectors(case: dict, questionnaire: Questionnaire) -> None:
    assert encode(Sheet.checked(case["sheet"], questionnaire)) == case["code"]
    assert json.loads(decode(case["code"]).to_json()) == case["sheet"]


HERE = Path(__file__).parents[2] / "vectors"
OTHERS = {
    questionnaire.id: questionnaire
    for questionnaire in map(load_questionnaire, ("equipe-5", "hse-35", HERE / "sept-points.yaml"))
}
OTHER_CASES = [(part, case) for part in VECTORS["others"] for case in part["cases"]]


@pytest.mark.parametrize(("part", "case"), OTHER_CASES, ids=lambda one: one.get("code", "")[:9])
def test_vectors_of_other_questionnaires(part: dict, case: dict) -> None:
    q = OTHERS[part["questionnaire"]["id"]]
    sheet = Sheet.checked(case["sheet"], q)
    assert encode(sheet, q) == case["code"] and decode(case["code"].lower(), q) == sheet
    assert len(case["code"].replace("-", "")) == part["length"] == code_length(q)


def test_the_lengths_are_24_and_28_and_a_longer_questionnaire_has_no_code(questionnaire: Questionnaire) -> None:
    assert [code_length(q) for q in (questionnaire, *OTHERS.values())] == [24, 24, 24, 28]
    many = [msgspec.structs.replace(item, id=f"{item.id}{n}") for item in questionnaire.items for n in (1, 2)]
    long = msgspec.structs.replace(questionnaire, items=tuple(many), id="trop-long")
    assert code_length(long) is None
    with pytest.raises(ShareCodeError, match="trop d'énoncés"):
        encode(Sheet(questionnaire="trop-long", version="1.1"), long)
    assert find_codes(VECTORS["cases"][0]["code"], long) == []


def test_the_mark_of_a_questionnaire_is_fnv_1a() -> None:
    # FNV-1a of 32 bits, values published with the function (isthe.com/chongo/src/fnv/test_fnv.c): "a" and "foobar"
    for text, value in (("a", 0xE40C292C), ("foobar", 0xBF9CF968)):
        q = msgspec.structs.replace(OTHERS["equipe-5"], id=text)
        assert sum(symbol << 5 * place for place, symbol in enumerate(reversed(_mark(q)))) == value & 0xFFFFF


@pytest.mark.parametrize(("part", "case"), OTHER_CASES, ids=lambda one: one.get("code", "")[:9])
def test_a_code_of_another_questionnaire_is_refused_everywhere(part: dict, case: dict) -> None:
    for q in (load_questionnaire(), *OTHERS.values()):
        if q.id != part["questionnaire"]["id"]:
            with pytest.raises(ShareCodeError, match="autre questionnaire"):
                decode(case["code"], q)
            (found,) = find_codes(f"le mien : {case['code']} voilà", q)
            assert found.sheet is None and found.fault is not None and "autre questionnaire" in found.fault


@pytest.mark.parametrize("q", OTHERS.values(), ids=OTHERS)
def test_codes_of_the_self_diagnosis_are_refused_by_name_elsewhere(q: Questionnaire) -> None:
    with pytest.raises(ShareCodeError, match="vient d'un autre questionnaire"):
        decode(VECTORS["cases"][3]["code"], q)


def test_errors_are_noticed_in_28_characters_too_and_codes_are_found() -> None:
    q = OTHERS["sept-points"]
    codes = [case["code"] for part, case in OTHER_CASES if part["length"] == 28]
    letters = codes[5].replace("-", "")
    draw = random.Random(28)
    for _ in range(5000):
        wrong = list(letters)
        for place in draw.sample(range(28), draw.randint(1, 4)):
            wrong[place] = draw.choice(ALPHABET.replace(wrong[place], ""))
        with pytest.raises(ShareCodeError):
            decode("".join(wrong), q)
    chat = f"bonjour\nle mien {codes[1].lower()} merci\n{codes[2].replace('-', ' ')}\n{letters} et {codes[3][:-2]}"
    found = find_codes(chat, q)
    assert [(one.line, one.text) for one in found if one.sheet] == [(2, codes[1]), (3, codes[2]), (4, codes[5])]
    assert [one.line for one in found if one.fault] == [4]


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
    newer = msgspec.structs.replace(questionnaire, number=3, version="2.0")
    code = encode(Sheet(questionnaire="pas-a-pas", version="2.0", answers={"L1-01": 2}), newer)
    with pytest.raises(ShareCodeError, match=r"autre version.*1\.1"):
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
        encode(Sheet(questionnaire="pas-a-pas", version="1.1", answers={"L9-99": 2}))


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


PASTED = "\n".join(
    [
        "Bonjour, voici mon code : {0} {1} {2}\n{3} {4} {5}",
        "Le mien : {0}\u2011{1}\u2011{2}\u2011{3}\u2011{4}\u2011{5}",
        "Et : {0}-{1}-{2}-\u200b{3}-{4}-{5}",
        "Collé d'un PDF : {0}\u00ad{1}\u00ad{2}\u00ad{3}\u00ad{4}\u00ad{5}",
        "\u200e[12/01/2026 10:00] ~ X : \u200e{0}-{1}-{2}-{3}-{4}-{5}",
        "> {0}-{1}-{2}-\n> {3}-{4}-{5}",
        "« {0} – {1} – {2} – {3} – {4} – {5} »",
        "{0}\u00a0{1}\u202f{2}\u2009{3} {4} {5}",
    ]
)


def test_codes_are_found_however_mail_and_chat_carry_them() -> None:
    code = VECTORS["cases"][-1]["code"]
    found = find_codes(PASTED.format(*code.split("-")))
    assert [one.text for one in found] == [code] * 8 and not any(one.fault for one in found)
    assert [one.line for one in found] == [1, 3, 4, 5, 6, 7, 9, 10]
    assert decode(f"« {code[:14]}\u200b\n> {code[14:]} »") == decode(code)


@pytest.mark.parametrize("group", ["0G1W ", "AAAA-", "a1", "0G1W379P8EWW6Z33C9GJ3535\n", "12 "])
def test_a_long_text_of_what_looks_like_codes_is_searched_in_seconds(group: str) -> None:
    text = group * (1_000_000 // len(group))
    start = time.process_time()
    find_codes(text)
    assert time.process_time() - start < 15
