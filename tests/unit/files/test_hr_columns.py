"""What the columns of an HR export say: motives, contracts, dates, shares of time; what has two readings is asked."""

# ruff: noqa: E501 (a line of an export stays a line)

from __future__ import annotations

import datetime as dt
from typing import Any

import openpyxl
import pytest
from hr_files import TODAY, absences, counts, from_workbook, register, said, six, workbook

from pasapas_widgets.files.hr import read_hr
from pasapas_widgets.model.field.hrsheets import contract, load_hr_words, meaning


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


@pytest.mark.parametrize(("shares", "told"), [("35 28", False), ("39 20", False), ("100 35", True), ("1 0,8", True)])
def test_hours_a_week_are_no_per_cent(shares: str, told: bool) -> None:
    rows = [f"{n};25/02/2022;;CDI;{shares.split()[n % 2]}" for n in range(8)]
    text = "\n".join(("Matricule;Date d'entrée;Date de sortie;Type de contrat;Temps de travail", *rows))
    file = read_hr("f.csv", text.encode(), "mouvements", today=TODAY)
    assert bool(file.years) == told and any("heures" in one for one in file.faults) != told
