"""HR exports as other programs and spreadsheets make them: people are people, what has two readings is asked."""

# ruff: noqa: E501 (a line of an export stays a line)

from __future__ import annotations

import datetime as dt
import io
import random
import resource
import time
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasapas_widgets.files.hr import HrFile, read_hr
from pasapas_widgets.files.hr.table import HrFileError
from pasapas_widgets.model.field.hrsheets import contract, load_hr_words, meaning

TODAY = dt.date(2026, 1, 31)


def absences(text: str, **more: Any) -> HrFile:
    more.setdefault("days", "travail")
    return read_hr("a.csv", text.encode(), "absences", today=TODAY, **more)


def register(text: str, **more: Any) -> HrFile:
    return read_hr("r.csv", text.encode(), "mouvements", today=TODAY, **more)


def workbook(sheets: dict[str, Sequence[Sequence[Any]]], mend: Callable[[Any], None] = lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    mend(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def from_workbook(data: bytes, kind: str = "absences", **more: Any) -> HrFile:
    return read_hr("a.xlsx", data, kind, today=TODAY, **({"days": "travail"} | more))


def said(file: HrFile) -> str:
    return " ".join((*file.notes, *file.faults)).replace("\u00a0", " ")


def counts(file: HrFile) -> dict[int, dict[str, float | None]]:
    return {one.year: one.counts for one in file.years}


def six(line: str) -> str:
    return "\n".join(line.format(n=n) for n in range(1, 7)) + "\n"


TITLES = ["Matricule", "Nom", "Date de début", "Date de fin", "Motif", "Nombre de jours"]
ALONE = [["A100", "Essai", f"0{month}/03/2025", f"1{month}/03/2025", "Maladie", 2] for month in range(1, 7)]


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


def test_half_days_are_no_double_and_a_double_is_the_whole_line() -> None:
    titles = "Matricule;Du;Au;Période;Motif;Nb jours\n"
    halves = six("{n};12/03/2025;12/03/2025;Matin;Maladie;0,5\n{n};12/03/2025;12/03/2025;Après-midi;Maladie;0,5")
    file = absences(titles + halves)
    assert counts(file)[2025] == {
        "jours_absence_calendaires": 6,
        "jours_absence_ouvres": 6,
    } and "identique" not in said(file)
    assert counts(absences(titles + halves + halves)) == counts(file)
    more = absences(titles + halves + "1;12/03/2025;12/03/2025;Nuit;Maladie;0,5\n")
    assert not more.years and "il y a plus de jours de travail que de jours" in said(more)


def test_absences_stop_today() -> None:
    endless = absences("Matricule;Début;Fin;Motif\n" + six("{n};01/0{n}/2025;31/12/2099;Longue maladie"))
    assert list(counts(endless)) == [2025, 2026] and counts(endless)[2026]["jours_absence_calendaires"] == 6 * 31
    assert "la date de fin est très lointaine" in said(endless) and "2026 n'est pas finie" in said(endless)
    planned = absences("Matricule;Début;Fin;Motif\n" + six("{n};01/11/2026;31/03/2027;Maternité"))
    assert not planned.years and "6 absences à venir ne sont pas comptées" in said(planned)
    worked = absences("Matricule;Début;Fin;Motif;Jours\n" + six("{n};27/01/2026;05/02/2026;Maladie;10"))
    assert counts(worked)[2026] == {"jours_absence_calendaires": 30, "jours_absence_ouvres": 30}
    unknown = absences("Matricule;Début;Fin;Motif;Jours\n" + six("{n};27/01/2026;31/12/2099;Maladie;10"))
    assert "jours_absence_ouvres" not in counts(unknown)[2026] and "ne peuvent pas être partagés" in said(unknown)


@pytest.mark.parametrize(
    "zero",
    ["00/01/1900", "00/00/0000", "0000-00-00", "01/01/1900", "30/12/1899", "0", "00:00:00", "31/12/2099", "31/12/9999"],
)
def test_the_date_that_stands_for_none_is_none(zero: str) -> None:
    text = "Matricule;Date d'entrée;Date de sortie;Type de contrat\n1;01/09/2011;30/06/2025;CDI\n" + six(
        "1{n};01/09/2012;" + zero + ";CDI"
    )
    file = register(text)
    assert counts(file)[2025]["effectif_cdi_debut"] == 7 and counts(file)[2025]["departs_cdi"] == 1
    assert ("6 dates « zéro »" in said(file)) == (zero not in ("31/12/2099", "31/12/9999"))


def test_a_workbook_that_shows_midnight_for_no_date_and_one_that_counts_from_1904() -> None:
    rows = [[n, dt.date(2012, 9, 1), dt.time(0, 0), "CDI"] for n in range(6)]
    titles = ["Matricule", "Date d'entrée", "Date de sortie", "Type de contrat"]
    left = [9, dt.date(2011, 9, 1), dt.date(2025, 6, 30), "CDI"]

    def mac(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    for mend in (lambda book: None, mac):
        file = from_workbook(workbook({"R": [titles, *rows, left]}, mend), "mouvements")
        assert counts(file)[2025]["departs_cdi"] == 1 and counts(file)[2025]["effectif_cdi_fin"] == 6


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


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Maladie pendant congés payés", "maladie"), ("Maladie (report congés annuels)", "maladie"), ("Arrêt suite AT", "atmp"),
        ("Accident de service", "atmp"), ("Congé longue durée", "maladie"), ("CMO", "maladie"), ("Enfant malade", "autre"),
        ("Maladie enfant", "autre"), ("Congés payés", "hors"), ("Congé sans solde", "autre"), ("Maladie professionnelle", "atmp"),
        ("Congé pour maladie imputable au service", "atmp"), ("RTT", "hors"), ("Absence hors maladie", None), ("Ennui", None),
        ("Temps partiel thérapeutique", "maladie"), ("Temps partiel", "hors"), ("Congé maternité", "maternite"),
    ],
)  # fmt: skip
def test_what_a_motive_means(told: str, found: str | None) -> None:
    assert meaning(told, load_hr_words().motives) == found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("CDI pool de remplacement", "cdi"), ("CDD de remplacement", "remplacement"), ("Remplacement d'un CDI en congé", "remplacement"),
        ("Fonctionnaire stagiaire", "cdi"), ("Titulaire", "cdi"), ("Stagiaire", "hors"), ("Contractuel", "contractuel"),
        ("Contractuel CDI", "cdi"), ("Agent contractuel en CDD", "cdd"), ("Assistante familiale", "assistant_familial"),
        ("CDI – assistant familial", "cdi"), ("Contrat d'apprentissage (CDD)", "hors"), ("CDD d'usage", "cdd"), ("Zorglub", None),
    ],
)  # fmt: skip
def test_what_a_contract_is(told: str, found: str | None) -> None:
    assert contract(told) == found


def test_a_contract_that_may_be_either_is_asked() -> None:
    text = "Matricule;Entrée;Sortie;Contrat\n1;15/09/2019;30/06/2025;Titulaire\n" + six("2{n};15/09/2019;;Contractuel")
    (question,) = register(text).questions
    assert question.field == "contractuel" and [id for id, _ in question.choices] == ["cdi", "cdd", "hors"]
    assert counts(register(text, answers={"contractuel": "cdi"}))[2025]["effectif_cdi_fin"] == 6
    assert counts(register(text, answers={"contractuel": "cdd"}))[2025]["effectif_cdi_fin"] == 0


def test_dates_are_judged_by_the_column() -> None:
    american = register("Matricule;Entrée;Sortie;Contrat\n1;03/04/2019;06/30/2025;CDI\n2;01/09/2019;;CDI\n")
    assert counts(american)[2025]["departs_cdi"] == 1 and "mois/jour/année" in said(american)
    both = "Matricule;Entrée;Sortie;Contrat;ETP\n1;03/04/2019;12/01/2025;CDI;1\n2;01/12/2024;;CDI;1\n"
    (question,) = register(both).questions
    assert question.field == "dates" and "03/04/2019, 12/01/2025" in question.name and not register(both).years
    first, second = (register(both, answers={"dates": order}) for order in ("jour", "mois"))
    # The one who left was there for 12 days (12 January) or for 335 (1 December) of the 365.
    assert (counts(first)[2025]["etp_reels"], counts(second)[2025]["etp_reels"]) == (1.03, 1.92)
    same_year = register(both.replace(";ETP", "").replace(";1\n", "\n"))
    assert same_year.years and not same_year.questions, "both readings give the same counts"
    mixed = register("Matricule;Entrée;Sortie;Contrat\n1;25/04/2019;06/30/2025;CDI\n")
    assert mixed.faults and not mixed.years
    same = absences("Matricule;Début;Fin;Motif\n" + six("{n};03/02/2025;05/02/2025;Maladie"))
    assert counts(same)[2025]["jours_absence_calendaires"] == 18, (
        "nobody is ill from March to May, all on the second day"
    )


def test_dates_in_letters_and_with_an_hour() -> None:
    for start, end in (
        ("lundi 3 mars 2025", "07-mars-25"),
        ("2025-03-03T00:00:00.000Z", "2025-03-07T00:00:00+01:00"),
        ("1er mars 2025", "05-mars-2025"),
    ):
        file = absences("Matricule;Début;Fin;Motif\n" + six(f"{{n}};{start};{end};Maladie"))
        assert counts(file)[2025]["jours_absence_calendaires"] == 30


def test_shares_of_time_in_two_units_and_beyond_a_full_time() -> None:
    mixed = register("Matricule;Entrée;Sortie;Contrat;ETP\n1;15/04/2019;;CDI;1\n2;15/04/2019;;CDI;80\n")
    assert not mixed.years and "tantôt de 0 à 1, tantôt de 0 à 100" in said(mixed)
    amended = register(
        "Matricule;Entrée;Sortie;Contrat;ETP\n1;15/04/2019;;CDI;1\n1;01/01/2025;;CDI;0,8\n2;15/04/2019;30/06/2025;CDI;1\n"
    )
    assert "etp_reels" not in counts(amended)[2025] and "les ETP ne sont pas calculés" in said(amended)
    beside = register(
        "Matricule;Entrée;Sortie;Contrat;ETP\n1;15/04/2019;;CDI;0,5\n1;01/01/2025;;CDI;0,5\n2;15/04/2019;30/06/2025;CDI;1\n"
    )
    assert counts(beside)[2025]["etp_reels"] == 1.5 and counts(beside)[2025]["effectif_cdi_fin"] == 1


def test_workbooks_that_cannot_be_read_say_which_form_they_have() -> None:
    rows = [[n, None, dt.date(2025, 3, n), f"=C{n + 1}+1", "Maladie", 2] for n in range(1, 7)]
    with pytest.raises(HrFileError, match="formules n'ont pas de valeur"):
        from_workbook(workbook({"A": [TITLES, *rows]}))
    whole = workbook({"A": [TITLES, *ALONE]})
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(strict, "w") as new:
        for one in old.namelist():
            new.writestr(
                one,
                old.read(one).replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                ),
            )
    with pytest.raises(HrFileError, match="Open XML Strict"):
        from_workbook(strict.getvalue())
    with pytest.raises(HrFileError, match="page Web"):
        read_hr("a.xls", b"<html><table><tr><td>Matricule</td></tr></table>", "absences")

    def hide(book: Any) -> None:
        book["B"].sheet_state = "visible"
        book["A"].sheet_state = "hidden"

    with pytest.raises(HrFileError, match="sont masquées"):
        from_workbook(workbook({"A": [TITLES, *ALONE], "B": [["x"]]}, hide))


def bomb(texts: int) -> bytes:
    """A workbook with many shared strings."""
    whole = workbook({"A": [TITLES, *ALONE]})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            data = old.read(one)
            if one.endswith("sharedStrings.xml"):
                data = data.replace(b"</sst>", b"<si/>" * texts + b"</sst>")
            new.writestr(one, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("one.csv", lambda: ("Matricule;Début;Fin;Motif\n" + "".join(f"1;{n % 28 + 1:02}/{n % 12 + 1:02}/{1990 + n % 35};31/12/{1991 + n % 34};Maladie\n" for n in range(99_000))).encode()),
        ("breaks.csv", lambda: b"Matricule;Contrat;Sortie" + b"\r" * 9_000_000),
        ("cells.csv", lambda: b"Matricule;Contrat;Sortie\n" + b";" * 9_000_000),
        ("faults.csv", lambda: b"Matricule;Entree;Sortie;Contrat\n" + b"1;x;y;z\n" * 90_000),
        ("texts.xlsx", lambda: bomb(9_000_000)),
        ("quotes.csv", lambda: b"Matricule;Contrat;Sortie\n" + b'"a""b";' * 1_200_000),
    ],
)  # fmt: skip
def test_no_file_hangs_or_fills_memory(name: str, make: Callable[[], bytes]) -> None:
    data, before = make(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    try:
        read_hr(name, data, "absences" if name == "one.csv" else "mouvements", today=TODAY)
    except HrFileError as error:
        assert str(error).startswith(name)
    assert time.process_time() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


CELL = st.one_of(
    st.sampled_from(["", "1", "00012", "CDI", "CDD", "Maladie", "Total", "Page 1", "01/02/2025", "13/02/2025", "2025-02-30", "31/12/9999", "=1+1", '"', "-5", "0,5", "1E+12", "é", "\u00a0"]),
    st.text(max_size=8),
)  # fmt: skip
COLUMN = st.sampled_from(
    [
        "Matricule",
        "Id",
        "Nom",
        "Début",
        "Fin",
        "Motif",
        "Jours",
        "Entrée",
        "Sortie",
        "Contrat",
        "ETP",
        "Ancienneté",
        "x",
        "",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(COLUMN, max_size=9),
    st.lists(st.lists(CELL, max_size=9), max_size=12),
    st.sampled_from(["absences", "mouvements"]),
    st.sampled_from(["utf-8", "utf-16", "cp1252", "mac-roman"]),
    st.sampled_from([";", ",", "\t"]),
)
def test_any_table_gives_counts_or_sentences(
    titles: list[str], rows: list[list[str]], kind: str, encoding: str, separator: str
) -> None:
    data = "\r\n".join(separator.join(row) for row in (titles, *rows)).encode(encoding, "replace")
    try:
        file = read_hr("f.csv", data, kind, days="travail", today=TODAY)
    except HrFileError as error:
        assert str(error).startswith("f.csv") and "\n" not in str(error)
        return
    assert not (file.years and (file.faults or file.questions))
    assert all(line.endswith((".", "?")) and "{" not in line for line in (*file.faults, *file.notes))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"Matricule;Debut;Fin;Motif\n"]))
def test_any_bytes_give_counts_or_one_sentence(data: bytes, start: bytes) -> None:
    try:
        read_hr("f.csv", start + data, "absences", today=TODAY)
    except HrFileError as error:
        assert str(error).startswith("f.csv") and "\n" not in str(error)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_damaged_workbook_is_one_sentence(rng: random.Random) -> None:
    data = bytearray(workbook({"A": [TITLES, *ALONE]}))
    for _ in range(rng.randint(1, 20)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    try:
        from_workbook(bytes(data))
    except HrFileError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("told", ["Ex CDD passé en CDI", "CDD → CDI", "CDD en attente de CDI"])
def test_a_contract_that_is_said_to_be_both_is_refused(told: str) -> None:
    assert contract(told) is None


@pytest.mark.parametrize(
    ("told", "kind"),
    [("C.D.I.", "cdi"), ("C.D.D. de remplacement", "remplacement"), ("CDDI", "cdd"), ("Contrat pro", "hors"),
     ("Indéterminée", "cdi"), ("Durée déterminée", "cdd"), ("CDI pool de remplacement", "cdi")],
)  # fmt: skip
def test_a_contract_is_known_however_it_is_abridged(told: str, kind: str) -> None:
    assert contract(told) == kind


@pytest.mark.parametrize(
    "told", ["Hospitalisation conjoint", "Maladie du conjoint", "Maladie d'un proche", "Maladie d'un parent"]
)
def test_the_sickness_of_somebody_else_is_none_of_the_staff(told: str) -> None:
    assert meaning(told, load_hr_words().motives) == "autre"


@pytest.mark.parametrize("column", ["Nom", "Salarié", "Nom et prénom"])
def test_one_name_in_another_order_or_with_a_title_is_one_person(column: str) -> None:
    names = ["DUPONT Anne", "Dupont Anne", "Anne DUPONT", "DUPONT, Anne", "Mme Dupont Anne", "Mme. Anne Dupont"]
    rows = [f"{one};0{n}/03/2025;1{n}/03/2025;Maladie" for n, one in enumerate(names, start=1)]
    file = read_hr("f.csv", "\n".join((f"{column};Début;Fin;Motif", *rows)).encode(), "absences", today=TODAY)
    assert file.years == () and any("moins de 5" in one.replace("\u00a0", " ") for one in file.notes)


@pytest.mark.parametrize(("shares", "told"), [("35 28", False), ("39 20", False), ("100 35", True), ("1 0,8", True)])
def test_hours_a_week_are_no_per_cent(shares: str, told: bool) -> None:
    rows = [f"{n};25/02/2022;;CDI;{shares.split()[n % 2]}" for n in range(8)]
    text = "\n".join(("Matricule;Date d'entrée;Date de sortie;Type de contrat;Temps de travail", *rows))
    file = read_hr("f.csv", text.encode(), "mouvements", today=TODAY)
    assert bool(file.years) == told and any("heures" in one for one in file.faults) != told
