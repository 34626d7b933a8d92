"""Whose sheet a file holds: copies of one person's file are one, two people's files of one name are two."""

from __future__ import annotations

import json
import random

import pytest
from strategies import Q

from pasapas_widgets.files.sheets import Entry, SheetFile, combined, read_sheets, write_csv
from pasapas_widgets.files.sheets.encodings import decoded
from pasapas_widgets.files.sheets.entries import SheetFileError, told_apart
from pasapas_widgets.model.questionnaire.sheet import Sheet


def answered(seed: int) -> Sheet:
    rng = random.Random(seed)
    return Sheet(questionnaire=Q.id, version=Q.version, answers={item: rng.randint(1, 4) for item in Q.item_ids})


def own(name: str, *sheets: Sheet) -> tuple[str, SheetFile]:
    text = sheets[0].to_json() if len(sheets) == 1 else json.dumps([json.loads(one.to_json()) for one in sheets])
    return name, read_sheets(name, text.encode())


def test_copies_of_one_file_are_one_sheet() -> None:
    names = ["feuille.json", "feuille (1).json", "feuille - Copie.json", "autre nom.json"]
    together = combined(own(name, answered(1)) for name in names)
    assert [one.sheet for one in together.entries] == [answered(1)]
    assert "3 feuilles ont exactement les mêmes réponses" in together.notes[0]


def test_two_people_whose_files_have_one_name_are_two() -> None:
    together = combined(own("feuille-pas-a-pas.json", answered(n)) for n in range(5))
    assert len({one.sheet_id for one in together.entries}) == 5 and not together.notes
    less = combined(own("feuille-pas-a-pas.json", answered(n)) for n in range(4))
    assert less.entries == together.entries[:4], "what a sheet is called does not depend on those that come after"


def test_people_who_answer_alike_in_one_file_are_as_many() -> None:
    both = own("groupe.json", answered(1), answered(1), answered(2))
    assert len(combined([both]).entries) == 3
    assert len(combined([both, own("groupe (1).json", answered(1), answered(1), answered(2))]).entries) == 3


def test_the_same_sheet_in_a_table_and_in_json_is_one() -> None:
    table = read_sheets(
        "t.csv", write_csv([Entry("mars", "01", answered(1)), Entry("mars", "02", answered(2))]).encode()
    )
    together = combined([own("f.json", answered(1)), ("t.csv", table)])
    assert [(one.session, one.sheet_id) for one in together.entries] == [("mars", "01"), ("mars", "02")]


def test_a_table_without_sessions_keeps_its_numbers() -> None:
    files = [read_sheets("a.csv", write_csv([Entry("", "01", answered(n))]).encode()) for n in (1, 2)]
    with pytest.raises(SheetFileError, match="d'autres réponses"):
        combined([("a.csv", files[0]), ("b.csv", files[1])])
    assert len(list(told_apart(files[0]))) == 1


def table(*seeds: int) -> SheetFile:
    """A table of another tool, one line a person, that bears no number of a person."""
    rows = [[str(answered(seed).answers[item]) for item in Q.item_ids] for seed in seeds]
    return read_sheets("t.csv", "\n".join(",".join(row) for row in [list(Q.item_ids), *rows]).encode())


def test_a_later_export_is_read_and_one_with_a_changed_answer_refused() -> None:
    first, grown = ("janvier.csv", table(*range(7))), ("fevrier.csv", table(*range(9)))
    assert len(combined([first, grown]).entries) == len(combined([grown, first]).entries) == 9
    for files in ([first, ("mars.csv", table(99, *range(1, 9)))], [("mars.csv", table(99, *range(1, 9))), first]):
        with pytest.raises(SheetFileError, match=r"6 lignes de .* telles quelles, et 1 qui"):
            combined(files)


def test_two_groups_who_answer_one_form_are_read() -> None:
    assert len(combined([("a.csv", table(*range(7))), ("b.csv", table(3, *range(20, 30)))]).entries) == 17


EUROPEAN = [
    "Magalhães",
    "Simões",
    "Conceição",
    "Åkesson",
    "Große",
    "Niccolò",
    "João",
    "Šarić"[:2] + "imon",
    "Žižek",
    "½ • João",
]


@pytest.mark.parametrize("name", EUROPEAN)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_every_european_name_is_read_as_a_spreadsheet_writes_it(name: str, encoding: str) -> None:
    text = f"Matricule;Nom;Début\n1;{name};x\n"
    assert decoded("f.csv", text.encode(encoding))[0].lstrip("\ufeff") == text


@pytest.mark.parametrize("encoding", ["mac-roman", "cp850"])
def test_old_encodings_are_read_where_they_make_words(encoding: str) -> None:
    text = "Prénom;Réponse;À côté\nZoé;« déjà »;été\n"
    assert decoded("f.csv", text.encode(encoding))[0] == text


def test_words_that_fit_two_encodings_are_refused() -> None:
    for text, encoding in (("Nom\nŽižek\n", "cp1252"), ("Nom\nécole\n", "mac-roman")):
        with pytest.raises(SheetFileError, match="codage"):
            decoded("f.csv", text.encode(encoding))


def test_a_title_on_two_lines_and_one_fault_a_line_at_most() -> None:
    text = 'seance;feuille;profil;item;reponse;"commentaire\n(facultatif)"\ns;01;;L1-01;2;x\n'
    assert read_sheets("f.csv", text.encode()).entries[0].sheet.answers == {"L1-01": 2}
    with pytest.raises(SheetFileError, match="ligne 4, colonne"):
        read_sheets("f.csv", (text + "s;01;;L1-01;9;x\n").encode())
    many = "seance,feuille,profil,item,reponse\n" + "s,01,,L1-01,9\n" * 5000
    with pytest.raises(SheetFileError, match="et au moins 999 autres lignes"):
        read_sheets("f.csv", many.encode())


@pytest.mark.parametrize(
    "where", ['"\\ud800": 1, "reponses": {}', '"reponses": {"\\ud800": 1}', '"profil": "\\ud800", "reponses": {}']
)
def test_half_a_character_is_one_sentence(where: str) -> None:
    with pytest.raises(SheetFileError):
        read_sheets("f.json", ('{"questionnaire": "pas-a-pas", "version": "1.1", ' + where + "}").encode())
