"""Share codes as mail, chat and word processors hand them on: read, or named as damaged; never lost without a word."""

from __future__ import annotations

import time

import pytest

from pasapas_widgets.files.sharecode import ALPHABET, encode, find_codes
from pasapas_widgets.model.questionnaire.sheet import Sheet

SHEET = Sheet(questionnaire="pas-a-pas", version="1.1", answers={"L1-01": 3, "L2-03": 2})
CODE = encode(SHEET)
BAD = CODE[:-1] + ALPHABET[(ALPHABET.index(CODE[-1]) + 1) % 32]
HALF, REST = CODE[:14], CODE[14:]

READ = {
    "the line broken before a dash": f"{HALF}\n{REST}",
    "the line broken in Windows' way": f"{HALF}\r\n{REST}",
    "an empty line": f"{HALF}\n\n{REST}",
    "quoted": f"> {HALF}\n> {REST}",
    "quoted twice": f">> {HALF}\n>> {REST}",
    "French quotes": f"« {CODE} »",
    "French quotes on each line": f"« {HALF} »\n« {REST} »",
    "quoted-printable": f"{HALF}=\n{REST}",
    "a line separator": f"{HALF}\u2028{REST}",
    "minus signs": CODE.replace("-", "\u2212"),
    "bullets": CODE.replace("-", "\u2022"),
    "middle dots": CODE.replace("-", "\u00b7"),
    "hyphen bullets": CODE.replace("-", "\u2043"),
    "dashes that do not break": CODE.replace("-", "\u2011"),
    "long dashes": CODE.replace("-", " – "),
    "two dashes": CODE.replace("-", "--"),
    "a dash at each end of line": CODE.replace("-", "-\n"),
    "a dash at each beginning": CODE.replace("-", "\n-"),
    "a group on each line": CODE.replace("-", "\n"),
    "wide letters": "".join(chr(ord(one) + 0xFEE0) for one in CODE),
    "soft hyphens": "\u00ad".join(CODE),
    "zero width": "\u200b".join(CODE),
    "joiners": CODE[:3] + "\u034f\ufe0f\u2060" + CODE[3:],
    "HTML": CODE.replace("-", "&#8209;"),
    "HTML spaces": CODE.replace("-", "&nbsp;"),
    "bold": f"*{CODE}*",
}


@pytest.mark.parametrize("way", READ)
def test_a_code_is_read_whatever_the_mail_or_the_chat_did_to_it(way: str) -> None:
    found = find_codes(f"Bonjour,\nle 12/03 :\n{READ[way]}\nMerci, à 14 h 30")
    assert [(one.text, one.sheet) for one in found] == [(CODE, SHEET)]


@pytest.mark.parametrize(
    ("damaged", "told"),
    [
        (f"{BAD[:14]}\n{BAD[14:]}", BAD), (f"> {BAD[:14]}\n> {BAD[14:]}", BAD), (f"{BAD[:15]}\r\n{BAD[15:]}", BAD),
        (f"« {BAD[:14]} »\n« {BAD[14:]} »", BAD), (BAD, BAD), (CODE[:19], CODE[:19]), (CODE[:14], CODE[:14]),
        (f"{CODE[:14]}\n{CODE[14:24]}", CODE[:24]), (BAD.replace("-", "\u2212"), BAD),
    ],
)  # fmt: skip
def test_a_damaged_code_is_named_once_on_one_line_or_on_two(damaged: str, told: str) -> None:
    (found,) = find_codes(f"Bonjour,\n{damaged}\nMerci, à 14 h 30")
    assert found.sheet is None and found.fault and found.text == told


def test_damaged_codes_on_lines_of_their_own_stay_two() -> None:
    found = find_codes(f"{BAD}\n{BAD}\n{CODE}\n{BAD}")
    assert [(one.line, one.text) for one in found] == [(1, BAD), (2, BAD), (3, CODE), (4, BAD)]


def test_what_is_no_code_is_not_called_one() -> None:
    assert find_codes("Réunion le 12-03-2026, salle B-12\n06-12-34-56-78 ou R2-D2\nmail : a.b-c.d@exemple.fr") == []


@pytest.mark.parametrize("text", ["A-" * 20_000, "A\n> " * 10_000, "AB12--" * 8_000, "0" * 40_000, "A \n «" * 8_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.monotonic()
    find_codes(text)
    assert time.monotonic() - began < 10
