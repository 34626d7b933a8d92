"""The plan as CSV and its codebook: what a French Excel and a program both read, where no text becomes a formula."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from msgspec.structs import replace
from taken_home import FIVE, TROUBLE, source, texts, troubled

from pasapas_widgets.exports.formats.words import cleaned
from pasapas_widgets.exports.plan.columns import cells
from pasapas_widgets.exports.plan.csv import codebook_csv, plan_csv

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


def lines(data: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def bare(text: str) -> str:
    """Take off the apostrophes that the codebook speaks of."""
    return re.sub(r"(^|[,;\n])'(?=(?:'|[^\S\n])*[=+\-@＝＋－＠])", r"\1", text)


def test_every_field_of_every_action_is_there() -> None:
    made = source(actions=(replace(FIVE[0], due=None, baseline_level=None), *FIVE[1:]))
    data = plan_csv(made)
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    header, *rows = lines(data)
    assert header == list(cells(made.rows()[0]))
    for line, row in zip(rows, made.rows(), strict=True):
        wanted = {key: "" if value is None else str(value) for key, value in cells(row).items()}
        assert {key: bare(value) for key, value in zip(header, line, strict=True)} == wanted
    assert rows[1][header.index("echeance")] == "2027-01-22"


def test_the_codebook_says_each_column_and_the_form_of_the_file() -> None:
    header, file, *told = lines(codebook_csv())
    assert header == ["colonne", "libelle", "type", "valeurs", "contient"]
    assert "point-virgule" in file[4] and "apostrophe" in file[4]
    assert [line[0] for line in told] == lines(plan_csv(source()))[0]
    assert all(line[1] and line[2] and line[4] for line in told)
    (states,) = (line[3] for line in told if line[0] == "etat")
    assert states.startswith("À lancer ; En cours")


def check(text: str) -> None:
    header, line = lines(plan_csv(source(actions=(troubled(text),))))
    assert len(line) == len(header)
    assert bare(line[header.index("titre")]) == cleaned(text)
    assert bare(line[header.index("enseignement")]) == cleaned(text)
    for delimiter in ";,":
        for row in lines(plan_csv(source(actions=(troubled(text),))), delimiter)[1:]:
            assert not [cell for cell in row if cell.lstrip()[:1] in SIGNS and cell.strip()], delimiter


@pytest.mark.parametrize("text", TROUBLE)
def test_texts_that_cause_trouble_come_back_and_never_begin_a_formula(text: str) -> None:
    check(text)


@settings(max_examples=150)
@given(texts)
def test_any_text_comes_back_and_never_begins_a_formula(text: str) -> None:
    check(text)
