"""HR exports: read whole or not at all, counted by hand, nothing that names anybody left behind."""

# ruff: noqa: E501 (a line of an export stays a line)

from __future__ import annotations

import datetime as dt
import io
import random
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets.files.hr import HrFile, read_hr
from pasapas_widgets.files.hr.table import HrFileError

TODAY = dt.date(2026, 6, 30)
TITLES = "Matricule;Nom;Entrée;Sortie;Contrat;ETP;Motif du CDD"
REGISTER = (
    "101;Zorglub;01/03/2010;;CDI;1;",
    "102;Quiproquo;15/09/2019;31/08/2025;CDI;0,5;",
    "103;Balthazard;01/01/2025;;CDI;1;",
    "104;Ganymède;01/02/2025;30/06/2025;CDD;1;surcroît d'activité",
    "105;Hippolyte;01/03/2025;30/03/2025;CDD;1;remplacement",
    "105;Hippolyte;01/07/2025;;CDD;0,8;remplacement",
    "106;Eurydice;10/10/2022;05/05/2024;CDI;1;",
)
ABSENCES = "Matricule;Nom;Début;Fin;Motif;Jours"


def register(*lines: str, titles: str = TITLES, encoding: str = "utf-8") -> HrFile:
    return read_hr("registre.csv", "\n".join((titles, *lines)).encode(encoding), "mouvements", today=TODAY)


def absences(*lines: str, titles: str = ABSENCES, **more: Any) -> HrFile:
    return read_hr("absences.csv", "\n".join((titles, *lines)).encode(), "absences", today=TODAY, **more)


def plain(texts: tuple[str, ...]) -> str:
    return " ".join(texts).replace("\u00a0", " ")


def year(file: HrFile, number: int) -> dict[str, Any]:
    return next(one.counts for one in file.years if one.year == number)


def test_a_register_counted_by_hand() -> None:
    file = register(*REGISTER)
    assert not file.faults and [one.year for one in file.years] == [2024, 2025]
    counts = year(file, 2025)
    # CDI on 31/12/2024: 101 and 102 (106 left in May). In 2025: 103 comes, 102 leaves. On 31/12/2025: 101 and 103.
    assert (counts["effectif_cdi_debut"], counts["effectif_cdi_fin"]) == (2, 2)
    assert (counts["entrees_cdi"], counts["departs_cdi"]) == (1, 1)
    # CDI and CDD: 103, 104 and 105's second contract come; 102 and 104 leave. 105's 30 days in March do not count.
    assert (counts["effectif_debut"], counts["entrees_tous"], counts["departs_tous"], counts["effectif_fin"]) == (
        2,
        3,
        2,
        3,
    )
    # Days of 2025: 365 × 1 + 243 × 0.5 + 365 × 1 + 150 × 1 + 30 × 1 + 184 × 0.8 = 1178.7; / 365 = 3.2293.
    assert counts["etp_reels"] == 3.23
    # 30 × 1 + 184 × 0.8 = 177.2 days: 0.49 ETP; 150 days: 0.41.
    assert (counts["etp_cdd_remplacement"], counts["etp_cdd_accroissement"]) == (0.49, 0.41)
    assert year(file, 2024)["departs_cdi"] == 1
    assert "anciennete_moyenne" not in counts and set(file.years[-1].parts.values()) == {None}, "three people only"
    said = plain(file.notes)
    assert "1 contrat de remplacement de moins d'un mois n'est pas compté" in said and "puis a été oubliée" in said


def test_what_a_month_is_and_who_is_there_on_the_last_day() -> None:
    march = register("1;A;01/03/2025;31/03/2025;CDD;1;remplacement", "2;B;01/01/2025;;CDI;1;")
    assert year(march, 2025)["departs_tous"] == 1, "from 1 to 31 March is a whole month"
    last = register("1;A;01/01/2020;31/12/2025;CDI;1;", "2;B;01/01/2020;;CDI;1;")
    assert (year(last, 2025)["departs_cdi"], year(last, 2025)["effectif_cdi_fin"]) == (1, 1)


def test_a_cdd_that_becomes_a_cdi_is_no_departure() -> None:
    file = register(
        "1;A;01/01/2025;30/06/2025;CDD;1;surcroit", "1;A;01/07/2025;;CDI;1;", "2;B;01/01/2019;30/11/2025;CDI;1;"
    )
    counts = year(file, 2025)
    assert (counts["entrees_tous"], counts["departs_tous"], counts["entrees_cdi"]) == (1, 1, 1)


def test_seniority_by_hand_and_small_brackets_hidden_two_by_two() -> None:
    # Arrivals on 1 January: 6 in 2025, 3 in 2023, 6 in 2018, 7 in 2010.
    starts = [2025] * 6 + [2023] * 3 + [2018] * 6 + [2010] * 7
    file = register(
        *(f"{n};N;01/01/{start};;CDI;1;" for n, start in enumerate(starts)), "99;N;01/01/2020;15/06/2025;CDI;1;"
    )
    (one,) = [found for found in file.years if found.year == 2025]
    assert {id: part and part.people for id, part in one.parts.items()} == {
        "anciennete_moins_1": 6, "anciennete_1_3": None, "anciennete_3_10": None, "anciennete_plus_10": 7,
    }  # fmt: skip
    # Days to 31/12/2025: 364, 1095, 2921, 5843. Sum 6×364 + 3×1095 + 6×2921 + 7×5843 = 63 896; / 22 / 365.25 = 7.95.
    assert one.counts["anciennete_moyenne"] == 8.0
    # 22 people: between the 11th and the 12th, both of 2018: 2921 / 365.25 = 8.0.
    assert one.counts["anciennete_mediane"] == 8.0


def test_absences_counted_by_hand_on_two_bases() -> None:
    file = absences(
        "1;A;06/01/2025;10/01/2025;Maladie;5", "2;B;03/02/2025;16/02/2025;Maladie;10",
        "3;C;22/12/2025;04/01/2026;Maladie;7", "4;D;01/03/2025;31/03/2025;Accident du travail;21",
        "5;E;05/05/2025;06/05/2025;Enfant malade;2", "6;F;01/08/2025;31/08/2025;Congés payés;21",
        days="travail",
    )  # fmt: skip
    counts = year(file, 2025)
    # 5 + 14 + 10 (22 to 31 December) + 31 + 2 = 62 days of the calendar; leave does not count.
    assert counts["jours_absence_calendaires"] == 62
    # 5 + 10 + 7 × 10/14 + 21 + 2 = 43 days of work.
    assert counts["jours_absence_ouvres"] == 43
    said = plain(file.notes)
    assert "à cheval sur deux années" in said and "1 absence qui ne compte pas" in said
    assert [one.year for one in file.years] == [2025] and "moins de 5 personnes : 2026" in said
    assert set(file.years[0].parts.values()) == {None}, "no motive has five people"
    without = absences(
        "1;A;06/01/2025;10/01/2025;Maladie;5", *(f"{n};B;01/02/2025;02/02/2025;AT;1" for n in range(2, 8))
    )
    assert "jours_absence_ouvres" not in year(without, 2025) and "n'a pas servi" in plain(without.notes)


def test_motives_are_kept_only_for_five_people_and_not_by_subtraction() -> None:
    sick = [f"{n};A;06/01/2025;08/01/2025;Maladie;3" for n in range(8)]
    accident = [f"{n};A;03/03/2025;12/03/2025;AT;8" for n in range(6)]
    mother = ["9;A;01/04/2025;31/07/2025;Maternité;80"]
    file = absences(*sick, *accident, *mother, days="travail")
    parts = {id: part and (part.people, part.value) for id, part in file.years[0].parts.items() if id.startswith("c_")}
    hidden = {id for id, part in parts.items() if part is None}
    assert parts["c_maladie_courte"] == (8, 24.0)
    assert {"c_maternite", "c_maladie_longue"} <= hidden and parts["c_atmp"] is None, "five people together at least"


@pytest.mark.parametrize("lengths", [(40, 50), (3, 4, 5)])
def test_a_sick_leave_written_month_by_month_counts_the_same(lengths: tuple[int, ...]) -> None:
    start, whole, pieces = dt.date(2025, 1, 20), [], []
    for person in range(5):
        day = start
        for length in lengths:
            end = day + dt.timedelta(days=length - 1)
            pieces.append(f"{person};A;{day:%d/%m/%Y};{end:%d/%m/%Y};Maladie;1")
            day = end + dt.timedelta(days=1)
        whole.append(f"{person};A;{start:%d/%m/%Y};{day - dt.timedelta(days=1):%d/%m/%Y};Maladie;1")
    one, many = absences(*whole), absences(*pieces)
    assert one.years[0].counts == many.years[0].counts and one.years[0].parts == many.years[0].parts


@given(st.randoms(use_true_random=False))
def test_the_order_of_lines_and_columns_counts_for_nothing(rng: random.Random) -> None:
    lines, order = list(REGISTER), list(range(7))
    rng.shuffle(lines)
    rng.shuffle(order)
    moved = [";".join(line.split(";")[place] for place in order) for line in (TITLES, *lines)]
    assert register(*moved[1:], titles=moved[0]).years == register(*REGISTER).years


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_and_separators(separator: str, encoding: str) -> None:
    lines = [line.replace(",", ".").replace(";", separator) for line in (TITLES, *REGISTER)]
    assert register(*lines[1:], titles=lines[0], encoding=encoding).years == register(*REGISTER).years


def test_a_workbook_with_its_own_heading_real_dates_and_numbers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Export du personnel au 30/06/2026"])
    sheet.append([])
    sheet.append(["N° salarié", "Date d'embauche", "Date de fin de contrat", "Nature du contrat", "Taux d'activité"])
    sheet.append([1, dt.datetime(2010, 3, 1), None, "CDI temps plein", 100])
    sheet.append([2, dt.date(2019, 9, 15), dt.datetime(2025, 8, 31), "Contrat à durée indéterminée", 50])
    sheet.append([3, "2025-01-01", "31/12/9999", "CDI", "100"])
    file = io.BytesIO()
    book.save(file)
    found = read_hr("registre.xlsx", file.getvalue(), "mouvements", today=TODAY)
    counts = year(found, 2025)
    assert (counts["departs_cdi"], counts["entrees_cdi"], counts["effectif_cdi_fin"]) == (1, 1, 2)
    assert counts["etp_reels"] == 2.33 and "pour cent" in plain(found.notes)  # (365 + 365 + 243 / 2) / 365 = 2.333


FAULTS = [
    ("1;A;01/01/2025;31/02/2025;CDI;1;", "ligne 2, colonne « Sortie » : 31/02/2025 n'est pas une date : la corriger dans le fichier."),
    ("1;A;hier;;CDI;1;", "ligne 2, colonne « Entrée » : ce n'est pas une date"),
    ("1;A;;;CDI;1;", "ligne 2, colonne « Entrée » : la case est vide"),
    ("1;A;01/01/2025;01/01/2024;CDI;1;", "ligne 2, colonne « Sortie » : la sortie est avant l'entrée"),
    ("1;A;01/01/1925;;CDI;1;", "01/01/1925 est hors des années possibles"),
    ("1;A;01/01/2025;;Zorglub;1;", "ligne 2, colonne « Contrat » : ce type de contrat n'est pas reconnu"),
    ("1;A;01/01/2025;;CDI;plein;", "ligne 2, colonne « ETP » : ce n'est pas un nombre"),
    ("1;A;01/01/2025;;CDI;-1;", "ligne 2, colonne « ETP » : ce nombre est négatif"),
    ("1;A;01/01/2025;;CDI;;", "ligne 2, colonne « ETP » : la case est vide"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), FAULTS)
def test_each_fault_names_its_line_and_its_column_and_nothing_is_taken(line: str, said: str) -> None:
    file = register(line, *REGISTER[:1])
    assert said in plain(file.faults) and len(file.faults) == 1 and file.years == ()
    assert "Zorglub" not in plain(file.faults), "a cell that may be a name is not quoted"


def test_absences_that_cannot_be() -> None:
    file = absences(
        "1;A;10/01/2025;06/01/2025;Maladie;5", "2;B;06/01/2025;10/01/2025;Ennui;5", "3;C;06/01/2025;10/01/2025;Maladie;9",
        days="travail",
    )  # fmt: skip
    said = plain(file.faults)
    assert "ligne 2, colonne « Fin » : le dernier jour est avant le premier" in said
    assert "ligne 3, colonne « Motif » : ce motif n'est pas reconnu" in said and "Ennui" not in said
    assert "ligne 4, colonne « Jours » : il y a plus de jours que" in said and file.years == ()


def test_many_faults_are_counted_not_poured_out() -> None:
    file = register(*(f"{n};A;demain;;CDI;1;" for n in range(50)))
    assert len(file.faults) == 31 and plain(file.faults[-1:]) == "Et 20 autres cases à corriger."


def test_twice_the_same_line_and_lines_that_overlap() -> None:
    file = register(REGISTER[0], REGISTER[0], "101;Z;01/03/2025;31/05/2025;CDD;0,2;surcroit", REGISTER[1])
    said = plain(file.notes)
    assert "comptée une seule fois (ligne 3)" in said and "Ligne 4 : elle recouvre" in said
    assert year(file, 2025)["effectif_debut"] == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"), (b"%PDF-1.7", "document PDF"), (b"\xd0\xcf\x11\xe0rest", "mot de passe"),
        (b"PK\x03\x04nothing", "classeur est abîmé"), (b"1;2;3\n4;5;6\n", "ligne des titres n'est pas reconnue"),
        (b"Matricule;Entr\xc3\xa9e;Sortie;Contrat\n", "rien sous la ligne des titres"),
        (b'Matricule;Contrat;Sortie\n"' + b"x" * 200_000, "guillemet"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(HrFileError, match=r"^rh\.csv") as refusal:
        read_hr("rh.csv", data, "mouvements")
    assert said in plain((str(refusal.value),)), str(refusal.value)


def test_unknown_titles_are_asked_and_titles_of_persons_never_offered() -> None:
    text = "Matricule;Nom du salarié;Arrivé le;Parti le;Contrat\n1;Zorglub;01/01/2020;30/06/2025;CDI\n2;Q;01/01/2020;;CDI\n"
    asked = read_hr("r.csv", text.encode(), "mouvements", today=TODAY)
    assert asked.titles == {2: "Arrivé le", 3: "Parti le", 4: "Contrat"} and not asked.years
    assert [(one.field, one.guess) for one in asked.questions if one.required] == [
        ("entree", None), ("sortie", None), ("contrat", 4)
    ]  # fmt: skip
    told = read_hr("r.csv", text.encode(), "mouvements", columns={"entree": 2, "sortie": 3}, today=TODAY)
    assert year(told, 2025)["departs_cdi"] == 1
    name = read_hr("r.csv", text.encode(), "mouvements", columns={"entree": 1, "sortie": 3}, today=TODAY)
    assert name.questions, "a column that names people is taken for nothing"
