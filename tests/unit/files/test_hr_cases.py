"""HR exports as other programs and spreadsheets make them: people are people, lines and sheets are read once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hr_files import ALONE, TITLES, TODAY, absences, counts, from_workbook, said, six, workbook

from pasapas_widgets.files.hr import read_hr


def test_merged_cells_are_one_person() -> None:
    rows = [ALONE[0], *([None, None, *row[2:]] for row in ALONE[1:])]

    def merge(book: Any) -> None:
        book.active.merge_cells("A2:A7")
        book.active.merge_cells("B2:B7")

    file = from_workbook(workbook({"Absences": [TITLES, *rows]}, merge))
    assert not file.years and not file.faults and "moins de 5 personnes : 2025" in said(file)
    bare = from_workbook(workbook({"Absences": [TITLES, *rows]}))
    assert not bare.years and "Lignes 3, 4, 5, 6, 7, colonne « Matricule » : les cases sont vides" in said(bare)


def test_lines_without_anybody_give_no_figure() -> None:
    text = "Matricule;Début;Fin;Motif\nA1;06/01/2025;17/01/2025;Maladie\n" + ";03/02/2025;14/02/2025;Maladie\n" * 6
    file = absences(text)
    assert not file.years and "De qui ces lignes parlent ne peut pas être su" in said(file)
    nobody = absences("Début;Fin;Motif\n" + "03/02/2025;14/02/2025;Maladie\n" * 6)
    assert not nobody.years and "Aucune colonne ne distingue les personnes" in said(nobody)
    named = absences(
        "Matricule;Nom;Début;Fin;Motif\n;Zo;06/01/2025;17/01/2025;Maladie\n"
        + six("7;Z{n};03/02/2025;14/02/2025;Maladie")
    )
    assert not named.faults and counts(named)[2025]["jours_absence_calendaires"] == 7 * 12, "names that are whole serve"


def test_a_number_of_the_line_is_not_a_person_whatever_the_order() -> None:
    lines = [["90{n}", "A100", "1{n}/01/2025", "2{n}/01/2025", "Maladie"]] * 6
    for order in ([0, 1, 2, 3, 4], [1, 0, 2, 3, 4], [4, 3, 2, 0, 1]):
        titles = ["Id", "Matricule", "Début", "Fin", "Motif"]
        rows = [";".join(line[place] for place in order).format(n=n) for n, line in enumerate(lines, start=1)]
        file = absences("\n".join([";".join(titles[place] for place in order), *rows]))
        assert not file.years and "moins de 5 personnes : 2025" in said(file)
    only = "Id;Début;Fin;Motif\n" + six("90{n};1{n}/01/2025;2{n}/01/2025;Maladie")
    assert [one.field for one in absences(only).questions] == ["personnes"]
    assert absences(only, answers={"personnes": "personne"}).years
    assert not absences(only, answers={"personnes": "ligne"}).years
    assert not absences(only + "901;30/01/2025;30/01/2025;Maladie\n").questions, "an Id met twice is a person"
    manager = "Matricule responsable;Matricule;Début;Fin;Motif\n" + six("1;{n};1{n}/01/2025;2{n}/01/2025;Maladie")
    assert absences(manager).years


def test_zeros_lost_by_a_spreadsheet_make_nobody_else() -> None:
    rows = [
        [who, None, f"1{n}/01/2025", f"2{n}/01/2025", "Maladie", 2]
        for n, who in enumerate((12, "12", "00012", " 12", "12.0", "012"))
    ]
    assert not from_workbook(workbook({"A": [TITLES, *rows]})).years
    rounded = absences("Matricule;Début;Fin;Motif\n" + six("1,23E+1{n};13/01/2025;14/01/2025;Maladie"))
    assert not rounded.years and "le tableur a arrondi ces numéros" in said(rounded)


def test_all_like_sheets_are_read_and_the_others_named() -> None:
    def lines(year: int) -> list[list[Any]]:
        return [[n, None, dt.date(year, 3, n), dt.date(year, 3, n + 1), "Maladie", 2] for n in range(1, 7)]

    other = ["Motif", "Matricule", "Premier jour", "Dernier jour", "Jours"]
    moved = [[row[4], row[0], row[2], row[3], row[5]] for row in lines(2024)]

    def hide(book: Any) -> None:
        book["Vieux"].sheet_state = "hidden"

    data = workbook(
        {
            "2023": [TITLES, *lines(2023)],
            "2024": [other, *moved],
            "Vieux": [TITLES, *lines(2022)],
            "Récap": [["Total", 24]],
        },
        hide,
    )
    file = from_workbook(data)
    assert {year: one["jours_absence_ouvres"] for year, one in counts(file).items()} == {2023: 12, 2024: 12}
    assert "2 feuilles lues ensemble : « 2023 », « 2024 »" in said(file) and "12 lignes lues" in said(file)
    assert "laissée de côté, car elle n'a pas ces colonnes : « Récap »" in said(file)
    assert "Feuille masquée, laissée de côté : « Vieux »" in said(file)
    twice = from_workbook(workbook({"A": [TITLES, *lines(2023)], "B": [TITLES, *lines(2023)]}))
    assert counts(twice) == {2023: counts(file)[2023]} and "comptées une seule fois" in said(twice)


def test_lines_hidden_by_a_filter_are_asked_about() -> None:
    rows = [[n, None, dt.date(2025, 3, n), dt.date(2025, 3, n + 1), "Maladie", 2] for n in range(1, 8)]

    def hide(book: Any) -> None:
        book.active.row_dimensions[8].hidden = True

    data = workbook({"A": [TITLES, *rows]}, hide)
    asked = from_workbook(data)
    assert [one.field for one in asked.questions] == ["masquees"] and not asked.years
    assert counts(from_workbook(data, answers={"masquees": "oui"}))[2025]["jours_absence_ouvres"] == 14
    seen = from_workbook(data, answers={"masquees": "non"})
    assert counts(seen)[2025][
        "jours_absence_ouvres"
    ] == 12 and "1 ligne masquée par un filtre laissée de côté (ligne 8)" in said(seen)


def test_totals_and_feet_of_pages_are_left_aside_and_said() -> None:
    text = "Édition du 12/01/2026;;;;\nMatricule;Début;Fin;Motif;Jours\n" + six("{n};03/03/2025;07/03/2025;Maladie;5")
    file = absences(text + "Total général;;;;30\nPage 1/1;;;;\nMatricule;Début;Fin;Motif;Jours\n")
    assert counts(file)[2025]["jours_absence_ouvres"] == 30 and "6 lignes lues" in said(file)
    assert "3 lignes de total, de titres ou de bas de page laissées de côté (lignes 9, 10, 11)" in said(file)


def test_a_negative_line_takes_away_the_one_that_it_answers() -> None:
    text = (
        "Matricule;Début;Fin;Motif;Jours\n"
        + six("{n};03/03/2025;07/03/2025;Maladie;5")
        + "7;03/03/2025;07/03/2025;Maladie;5\n"
    )
    for days in ("travail", ""):
        file = absences(text + "1;03/03/2025;07/03/2025;Maladie;-5\n", days=days)
        assert counts(file)[2025]["jours_absence_calendaires"] == 30 and "annule la ligne" in said(file)
    alone = absences(text + "1;10/03/2025;14/03/2025;Maladie;-5\n")
    assert not alone.years and "aucune ligne ne lui répond" in said(alone)


@pytest.mark.parametrize("column", ["Nom", "Salarié", "Nom et prénom"])
def test_one_name_in_another_order_or_with_a_title_is_one_person(column: str) -> None:
    names = ["DUPONT Anne", "Dupont Anne", "Anne DUPONT", "DUPONT, Anne", "Mme Dupont Anne", "Mme. Anne Dupont"]
    rows = [f"{one};0{n}/03/2025;1{n}/03/2025;Maladie" for n, one in enumerate(names, start=1)]
    file = read_hr("f.csv", "\n".join((f"{column};Début;Fin;Motif", *rows)).encode(), "absences", today=TODAY)
    assert file.years == () and any("moins de 5" in one.replace("\u00a0", " ") for one in file.notes)
