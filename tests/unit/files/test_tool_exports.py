"""What survey tools really export is read, asked about where it is only alike, or refused."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from strategies import Q
from tool_exports import CERTAIN, GUESSED, PEOPLE, table, text, workbook

from pasapas_widgets.cli import main
from pasapas_widgets.files.sheets import SheetFileError, combined, read_sheets
from pasapas_widgets.files.sheets.proposal import Proposal, proposed


@pytest.mark.parametrize("tool", CERTAIN)
def test_an_export_is_read_as_it_comes(tool: str) -> None:
    file = read_sheets("export", CERTAIN[tool]())
    assert [one.sheet.answers for one in file.entries] == PEOPLE
    said = " ".join(file.notes).replace("\u00a0", " ")
    assert "7 lignes lues" in said and ("commencée et pas envoyée" in said) == (
        tool.split(",")[0] in ("limesurvey", "framaforms")
    )
    assert file.by_content and len(combined([("a", file), ("b", file)]).entries) == 7


def told(found: Proposal | None) -> dict[str, str]:
    assert found is not None
    return {one.id: one.title for one in found.statements}


@pytest.mark.parametrize("tool", GUESSED)
def test_what_is_only_alike_is_asked(tool: str) -> None:
    data = GUESSED[tool]()
    with pytest.raises(SheetFileError, match="ressemblent à un énoncé") as refusal:
        read_sheets("export.csv", data)
    assert "--colonnes" in str(refusal.value)
    found = proposed("export.csv", data, Q)
    assert found is not None and not all(one.is_sure for one in found.statements)
    file = read_sheets("export.csv", data, columns=told(found))
    assert [one.sheet.answers for one in file.entries] == PEOPLE


def test_a_sentence_that_denies_another_is_never_taken_for_it() -> None:
    item = Q.items[0]
    titles = [one.id for one in Q.items]
    titles[0] = item.text.replace(" ", " ne ", 1) + " pas"
    data = text([titles, *([str(one[item]) for item in Q.item_ids] for one in PEOPLE)])
    with pytest.raises(SheetFileError, match=r"L1-01"):
        read_sheets("f.csv", data)


@pytest.mark.parametrize(
    "slip", [lambda t: t.replace("é", "e"), lambda t: t.upper(), lambda t: t.replace("’", "'").replace(" ", "\u00a0"),
             lambda t: f"<p><strong>{t}</strong></p>", lambda t: f" {t} * ", lambda t: unicodedata.normalize("NFD", t),
             lambda t: re.sub(r"(\w{3})\w(\w{4,})", r"\1\2", t)]
)  # fmt: skip
def test_slips_of_the_hand_are_forgiven(slip: Callable[[str], str]) -> None:
    data = text([[slip(item.text) for item in Q.items], *([str(one[i]) for i in Q.item_ids] for one in PEOPLE)])
    assert [one.sheet.answers for one in read_sheets("f.csv", data).entries] == PEOPLE


def test_words_of_another_scale_are_asked_and_settled() -> None:
    other = {1: "Jamais", 2: "Rarement", 3: "Souvent", 4: "Toujours", "NSP": "?", "NC": "N/A"}
    rows = [[item.id for item in Q.items], *([other[one[i]] for i in Q.item_ids] for one in PEOPLE)]
    with pytest.raises(SheetFileError, match="n'est pas une réponse possible"):
        read_sheets("f.csv", text(rows))
    found = proposed("f.csv", text(rows), Q)
    assert found is not None and {one.cell for one in found.answers if not one.answer} == set(other.values())
    settled = {"Jamais": "1", "Rarement": "2", "Souvent": "3", "Toujours": "4", "?": "NSP", "N/A": "NC"}
    file = read_sheets("f.csv", text(rows), words=settled)
    assert [one.sheet.answers for one in file.entries] == PEOPLE
    assert proposed("f.csv", text(rows), Q, columns={}, words=settled).faults == ()  # type: ignore[union-attr]


@pytest.mark.parametrize("cell", ["2 fois", "2/4", "1,5", "Autre", "N/A", "5", "3 – Parfois", "Oui, toujours (2)"])
def test_a_cell_with_two_readings_or_none_is_refused(cell: str) -> None:
    rows = table(also=[[cell, *["1"] * (len(Q.items) - 1)]])
    with pytest.raises(SheetFileError, match="n'est pas une réponse possible"):
        read_sheets("f.csv", text(rows))


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("(2) Parfois", 2), ("Parfois (2)", 2), ("2. Parfois", 2), ("Parfois : 2", 2), ("AO02", 2), ("parfois", 2),
     ("2", 2), ("Non concerné(e)", "NC"), ("NSP – Je ne sais pas", "NSP"), ("–", None), ("-oth-", None), ("2,00", 2),
     (f"Parfois – {Q.scale.levels[1].anchor}", 2)],
)  # fmt: skip
def test_a_cell_with_one_reading_is_read(cell: str, answer: int | str | None) -> None:
    rows = table(also=[[cell, *["1"] * (len(Q.items) - 1)]])
    assert read_sheets("f.csv", text(rows)).entries[-1].sheet.answers.get("L1-01") == answer


def test_somebody_who_answered_twice_does_not_count_twice() -> None:
    own = [["Adresse de messagerie"], *([f"p{n}@exemple.fr"] for n in range(6)), ["P0@exemple.fr "]]
    with pytest.raises(SheetFileError, match="la même personne a répondu plusieurs fois") as refusal:
        read_sheets("f.csv", text(table(own=own)))
    assert "lignes 2 et 8" in str(refusal.value) and "exemple" not in str(refusal.value)
    assert len(read_sheets("f.csv", text(table(own=[["Adresse de messagerie"], *[["anonymous"]] * 7]))).entries) == 7


def test_lines_that_are_nobody_are_left_aside_and_named() -> None:
    own = [["ID", "Service"], *([str(n), "Foyer"] for n in range(7))]
    blank, whole = [""] * len(Q.items), table(own=own)
    more = [["Moyenne", "", *["3"] * len(Q.items)], ["8", "Foyer", *blank], whole[3], ["Page 1/1", "", *blank]]
    file = read_sheets("f.csv", text([*whole, *more]))
    assert [one.sheet.answers for one in file.entries] == PEOPLE
    said = " ".join(file.notes).replace("\u00a0", " ")
    assert "Lignes 9, 12 : des totaux" in said
    assert "Ligne 10 : aucun énoncé" in said and "Ligne 11 : la copie entière" in said
    # Without a column that tells answers apart, two people may have answered alike.
    assert len(read_sheets("f.csv", text([*table(), table()[3]])).entries) == 8


def test_the_profile_is_read_where_a_column_says_it() -> None:
    profiles = Q.profiles
    own = [["Profil"], *([profiles[n % 2].label] for n in range(7))]
    file = read_sheets("f.csv", text(table(own=own)))
    assert [one.sheet.profile for one in file.entries] == [profiles[n % 2].id for n in range(7)]
    other = [["Votre métier"], *own[1:]]
    assert {one.sheet.profile for one in read_sheets("f.csv", text(table(own=other))).entries} == {None}
    named = read_sheets("f.csv", text(table(own=other)), columns={"profil": "Votre métier"})
    assert [one.sheet.profile for one in named.entries] == [one.sheet.profile for one in file.entries]


def test_a_workbook_is_read_whole_or_refused() -> None:
    rows = table()
    assert [one.sheet.answers for one in read_sheets("f.xlsx", workbook(rows)).entries] == PEOPLE
    assert any(
        "Laissées de côté : « Consignes »" in one.replace("\u00a0", " ")
        for one in read_sheets("f.xlsx", workbook(rows, also=True)).notes
    )
    with pytest.raises(SheetFileError, match="masquée"):
        read_sheets("f.xlsx", workbook(rows, hide=[3]))
    long = [["seance", "feuille", "profil", "item", "reponse"], *(["mars", "01", "educatif", i, 3] for i in Q.item_ids)]
    assert read_sheets("f.xlsx", workbook(long)).entries[0].sheet.answers == dict.fromkeys(Q.item_ids, 3)
    with pytest.raises(SheetFileError, match="aucune feuille de ce classeur"):
        read_sheets("f.xlsx", workbook([["Bonjour", "à tous"]]))


def test_the_command_line_writes_the_map_that_it_asks_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, plan = tmp_path / "f.csv", tmp_path / "carte.csv"
    path.write_bytes(GUESSED["other words"]().replace(b"NSP", b"?"))
    assert main(["analyser", str(path)]) == 1 and "--colonnes" in capsys.readouterr().err
    assert main(["analyser", str(path), "--proposer", str(plan)]) == 0
    assert "carte.csv" in capsys.readouterr().out
    assert main(["analyser", str(path), "--colonnes", str(plan)]) == 1, "«?» has no answer yet"
    capsys.readouterr()
    told = plan.read_text("utf-8-sig")
    assert "L1-01;" in told and ";?;;oui" in told
    plan.write_text(told.replace(";?;;oui", ";?;NSP;"), "utf-8-sig")
    assert main(["analyser", str(path), "--colonnes", str(plan), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n_feuilles"] == 7
    long = tmp_path / "long.csv"
    long.write_text("seance,feuille,profil,item,reponse\n,1,,L1-01,3\n")
    assert main(["analyser", str(long), "--proposer", str(plan)]) == 1


@pytest.mark.parametrize("tool", ["microsoft forms", "framaforms, tabs", "kobo, labels", "limesurvey, codes"])
def test_research_reads_the_same(tool: str, tmp_path: Path) -> None:
    from pasapas_widgets.research import read

    (tmp_path / f"mars.{'xlsx' if tool == 'microsoft forms' else 'CSV'}").write_bytes(CERTAIN[tool]())
    (tmp_path / "seances.csv").write_text("seance,recherche,etablissement\nmars,oui,A\n", "utf-8")
    corpus = read(tmp_path)
    codes = {"NSP": -1, "NC": -2}
    assert corpus.levels.tolist() == [[codes.get(one[i], one[i]) for i in Q.item_ids] for one in PEOPLE]


def test_research_takes_a_map_and_words(tmp_path: Path) -> None:
    from pasapas_widgets.research import read

    data = GUESSED["numbers"]().replace(b"NSP", b"?")
    (tmp_path / "mars.csv").write_bytes(data)
    (tmp_path / "seances.csv").write_text("seance,recherche,etablissement\nmars,oui,A\n", "utf-8")
    columns = {item: f"Q{n}" for n, item in enumerate(Q.item_ids, start=1)}
    corpus = read(tmp_path, columns=columns, words={"?": "NSP"})
    assert (corpus.levels == -1).sum() == sum(value == "NSP" for one in PEOPLE for value in one.values())


def numbered(*more: int) -> list[list[str]]:
    """Rows of a table with a session and a number, and those of some sheets again."""
    own = [["seance", "feuille"], *(["mars", f"{n:02}"] for n in range(7))]
    rows = [list(row) for row in table(own=own)]
    return [*rows, *(list(rows[n]) for n in more)]


def test_a_sheet_that_is_there_twice_counts_once_or_is_refused(tmp_path: Path) -> None:
    from pasapas_widgets.research import read

    (tmp_path / "seances.csv").write_text("seance,recherche,etablissement\nmars,oui,A\n", "utf-8")
    for separator in ",;":
        data = text(numbered(3, 5), separator)
        file = read_sheets("f.csv", data)
        assert [(one.session, one.sheet_id) for one in file.entries] == [("mars", f"{n:02}") for n in range(7)]
        assert any("les copies entières" in one for one in file.notes) and not file.by_content
        (tmp_path / "f.csv").write_bytes(data)
        assert len(read(tmp_path).levels) == 7
    other = numbered(3)
    other[-1][5] = "1" if other[-1][5] != "1" else "2"
    (tmp_path / "f.csv").write_bytes(text(other))
    with pytest.raises(SheetFileError, match="y est deux fois, avec d'autres réponses"):
        read_sheets("f.csv", text(other))
    with pytest.raises(SheetFileError, match="y est deux fois"):
        read(tmp_path)


def test_research_reads_a_wide_table_of_identifiers_with_what_a_spreadsheet_adds(tmp_path: Path) -> None:
    from pasapas_widgets.research import read

    (tmp_path / "seances.csv").write_text("seance,recherche,etablissement\nmars,oui,A\n", "utf-8")
    plain = [[*row[:2], *(f"{cell},0" if cell.isdigit() else cell for cell in row[2:])] for row in numbered()]
    codes = {"NSP": -1, "NC": -2}
    wanted = [[codes.get(one[item], one[item]) for item in Q.item_ids] for one in PEOPLE]
    for rows in (plain, [*numbered(), ["Total", "", *["24"] * len(Q.items)]], [list(row) for row in table()]):
        (tmp_path / "mars.csv").write_bytes(text(rows, ";"))
        assert read(tmp_path).levels.tolist() == wanted
