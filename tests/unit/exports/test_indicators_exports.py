"""The HR indicators taken home, read back by readers that are not ours."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pypdf

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.exports.catalogue import Wanted, export
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.indicators import YearCounts

WANTED = Wanted(day=dt.date(2026, 11, 23))


def test_the_workbook_holds_numbers_and_no_formula() -> None:
    evil = YearCounts(id="y", year=2025, counts={"etp_vacants": 2.1, "etp_autorises": 42}, source="=1+1")
    book = openpyxl.load_workbook(io.BytesIO(export(Carnet(years=(evil,)), "xlsx", "indicateurs", wanted=WANTED)))
    rows = list(book["Chiffres"].iter_rows(values_only=True))
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["Valeur"], line["Au-dessus"], line["En dessous"], line["Année"]) == (5, 2.1, 42, 2025)
    assert line["Source"] == "=1+1" and line["Formule (en mots)"] == "ETP vacants / ETP autorisés × 100"
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_small_brackets_are_hidden_in_both() -> None:
    carnet = sample_carnet()
    book = openpyxl.load_workbook(io.BytesIO(export(carnet, "xlsx", "indicateurs", wanted=WANTED)))
    rows = {row[0]: row[1:] for row in book["Comptes"].iter_rows(values_only=True)}
    told = [cells for name, cells in rows.items() if name and "plus de 10 ans" in str(name)]
    assert told == [(9, 10, "masqué")]
    reader = pypdf.PdfReader(io.BytesIO(export(carnet, "pdf", "indicateurs", wanted=WANTED)))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) <= 2 and "masqué" in said and "8,8 %" in said and "jours du calendrier" in said
    assert "Un départ de plus ou de moins change ce taux de" in said


def test_a_carnet_without_years_says_so() -> None:
    reader = pypdf.PdfReader(io.BytesIO(export(Carnet(), "pdf", "indicateurs", wanted=WANTED)))
    assert "Aucun chiffre pour l'instant" in reader.pages[0].extract_text()
