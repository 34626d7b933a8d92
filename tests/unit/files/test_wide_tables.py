"""Tables of other tools: columns by identifier or by wording, answers by level or by words, all or a refusal."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Q

from pasapas_widgets.cli import main
from pasapas_widgets.files.sheets import SheetFileError, read_sheets

RNG = random.Random(3)
PEOPLE = [{item: RNG.choice([1, 2, 3, 4, "NSP", None]) for item in Q.item_ids} for _ in range(6)]
LABELS = {level.value: level.label for level in Q.scale.levels} | {"NSP": "Je ne sais pas", None: ""}
TITLES = {
    "identifiers": lambda item: item.id,
    "google": lambda item: f"{item.id} [{item.text}]",
    "grid": lambda item: f"Dans notre établissement [{item.text}]",
    "limesurvey": lambda item: f"{item.id[:2]}[{item.id[3:]}]",
    "words": lambda item: item.text.replace("'", "’").upper(),
    "numbered": lambda item: f"{int(item.id[3:])}. {item.text}",
    "kobo": lambda item: item.id.replace("-", "_").lower(),
}
ANSWERS = {
    "levels": lambda value: "" if value is None else str(value),
    "words": lambda value: LABELS[value],
    "both": lambda value: LABELS[value] if value in ("NSP", None) else f"{value} – {LABELS[value]}",
    "codes": lambda value: {"NSP": "NSP", None: ""}.get(value) if not isinstance(value, int) else f"A{value}",
}


def table(title: str, answer: str, *, separator: str = ",", order: random.Random | None = None) -> bytes:
    columns = [(TITLES[title](item), item.id) for item in Q.items]
    rows = [["Horodateur", *(name for name, _ in columns), "Votre avis"]]
    rows += [["2026/01/12 9:30", *(ANSWERS[answer](one[item]) for _, item in columns), "x, y"] for one in PEOPLE]
    if order is not None:
        places = list(range(len(rows[0])))
        order.shuffle(places)
        rows = [[row[place] for place in places] for row in rows]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


WANTED = [{item: value for item, value in one.items() if value is not None} for one in PEOPLE]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("answer", ANSWERS)
def test_each_tool_gives_the_same_answers(title: str, answer: str) -> None:
    file = read_sheets("f.csv", table(title, answer))
    assert [one.sheet.answers for one in file.entries] == WANTED
    said = " ".join(file.notes).replace("\u00a0", " ")
    assert (
        "6 lignes lues" in said
        and "L1-01 ←" in said
        and "Colonnes non utilisées : « Horodateur », « Votre avis »" in said
    )


@given(st.randoms(use_true_random=False), st.sampled_from(",;\t"))
def test_the_order_of_columns_counts_for_nothing(order: random.Random, separator: str) -> None:
    file = read_sheets("f.csv", table("words", "words", separator=separator, order=order))
    assert [one.sheet.answers for one in file.entries] == WANTED


def refused(data: bytes) -> str:
    with pytest.raises(SheetFileError) as refusal:
        read_sheets("f.csv", data)
    return str(refusal.value).replace("\u00a0", " ")


def test_what_is_not_certain_is_refused_and_a_map_settles_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = table("identifiers", "levels")
    other = whole.replace(b'"L1-01"', b'"Question 1"')
    assert "colonne de ces énoncés n'est pas reconnue : L1-01 ; mettre" in refused(other)
    assert "deux colonnes peuvent être celle de ces énoncés : L1-02" in refused(whole.replace(b"Votre avis", b"L1-02"))
    assert "« De temps à autre » n'est pas une réponse possible" in refused(
        table("identifiers", "words").replace(LABELS[2].encode(), "De temps à autre".encode())
    )
    assert read_sheets("f.csv", other, columns={"L1-01": "question 1"}).entries[0].sheet.answers == WANTED[0]
    (tmp_path / "f.csv").write_bytes(other)
    (tmp_path / "map.csv").write_text("enonce;colonne\nL1-01;Question 1\n", "utf-8")
    assert main(["analyser", str(tmp_path / "f.csv")]) == 1 and "--colonnes" in capsys.readouterr().err
    assert main(["analyser", str(tmp_path / "*.csv").replace("*", "f"), "--colonnes", str(tmp_path / "map.csv")]) == 0
    assert capsys.readouterr().out.startswith("6 feuilles")


def test_a_pattern_that_the_console_left_is_expanded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_bytes(table("identifiers", "levels"))
    assert main(["analyser", str(tmp_path / "*.csv")]) == 0
    assert capsys.readouterr().out.startswith("6 feuilles")
