"""LibreOffice, which is not ours, opens the Word and Excel files and the CSV: it prints and computes the plan."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from taken_home import DAY, FIVE, carnet, letters, plain, read, source, words

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.content.french import long_date
from pasapas_widgets.exports.indicators.xlsx import indicators_xlsx
from pasapas_widgets.exports.interview.docx import note_docx, outcome_docx
from pasapas_widgets.exports.plan.csv import plan_csv
from pasapas_widgets.exports.plan.xlsx import plan_xlsx
from pasapas_widgets.exports.source import Source
from pasapas_widgets.exports.synthesis.docx import carnet_docx
from pasapas_widgets.rules.indicators import series

pytestmark = pytest.mark.slow
OFFICE = shutil.which("soffice")
PLAN = (
    replace(FIVE[0], due=dt.date(2020, 1, 31)),
    replace(FIVE[1], title="=cmd|' /C calc'!A0", owner="@SUM(A1)"),
    replace(FIVE[2], state="fait", due=dt.date(2020, 1, 31)),
    replace(FIVE[3], owner="", means="- du temps\n- un remplaçant"),
    replace(FIVE[4], review=dt.date(2020, 1, 31), due=dt.date(2999, 1, 31)),
)
Converted = Callable[..., bytes]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Converted]:
    """Convert a file with LibreOffice; without it, skip with the reason, or fail under CI=true."""
    if OFFICE is None:
        reason = "no LibreOffice on this machine: `make browser` installs it where it can"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("office")

    def convert(data: bytes, name: str, to: str, *options: str) -> bytes:
        path = folder / name
        path.write_bytes(data)
        profile = (folder / "profile").as_uri()
        command = [str(OFFICE), f"-env:UserInstallation={profile}", "--headless", *options, "--convert-to", to]
        subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
        return Path(path.with_suffix("." + to.partition(":")[0])).read_bytes()

    yield convert


def test_the_word_document_prints_as_the_plan(converted: Converted) -> None:
    reader = read(converted(carnet_docx(source()), "synthese.docx", "pdf"))
    said = words(reader)
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx((595.3, 841.9), abs=1)
    places = [said.index(title) for title in ("Là où les regards diffèrent", "Les points forts", "Action 1.")]
    assert places == sorted(places)
    for action in FIVE:
        assert plain(action.title) in said and plain(action.first_steps) in said
        assert action.due and long_date(action.due) in said
    assert max(size for size, _ in letters(reader)) > 20, "the title has its style"


def test_the_note_for_the_interview_and_its_output_sheet_open(converted: Converted) -> None:
    said = words(read(converted(note_docx(sample_carnet(), day=DAY), "note.docx", "pdf")))
    places = [
        said.index(title) for title in ("Qui sommes-nous", "Ce que dit l'autodiagnostic", "Ce que nous attendons")
    ]
    assert places == sorted(places) and "Deux groupes de vie de dix enfants" in said
    sheet = words(read(converted(outcome_docx(sample_carnet(), day=DAY), "sortie.docx", "pdf")))
    assert "Apprendre à animer nos propres temps de discussion" in sheet and "18 décembre 2026 au plus tard" in sheet


def test_the_workbook_computes_what_is_late_and_no_text(converted: Converted) -> None:
    """LibreOffice computes the formulas again: on the day of the export, nothing was late yet."""
    made = Source.of(carnet(actions=PLAN), day=dt.date(2019, 1, 1))
    kept = openpyxl.load_workbook(io.BytesIO(plan_xlsx(made)), data_only=True)["Plan"]
    assert {cell.value for cell in kept["I"]} == {"À regarder", "Sans responsable", None}
    to = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    rows = list(csv.reader(io.StringIO(converted(plan_xlsx(made), "plan.xlsx", to).decode())))
    header, *lines = rows
    signal = header.index("À regarder")
    assert [line[signal] for line in lines[:5]] == ["En retard", "", "", "Sans responsable", "Revue à faire"]
    assert lines[1][1] == "=cmd|' /C calc'!A0" and lines[1][3] == "@SUM(A1)"
    assert lines[0][header.index("Pour le")] == "31/01/2020"
    assert not [cell for line in lines for cell in line if cell.startswith("#") or "Err:" in cell]


def test_the_workbook_prints_on_one_landscape_page(converted: Converted) -> None:
    reader = read(converted(plan_xlsx(source()), "plan.xlsx", "pdf"))
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx((841.9, 595.3), abs=1)
    assert len(reader.pages) == 2, "the plan and its guide; the lists are hidden"
    first = plain(reader.pages[0].extract_text())
    assert "Plan d'action – Maison Les Tilleuls" in first and "Au 23 novembre 2026" in first
    assert all(plain(action.title).split()[0] in first and action.owner.split()[0] in first for action in FIVE)
    assert "Mode d'emploi du plan" in plain(reader.pages[1].extract_text())


def test_the_csv_opens_in_columns_with_its_accents_and_its_days(converted: Converted) -> None:
    """With semicolons, UTF-8 and the days of a French spreadsheet, as a double click on a French Excel has it."""
    data = converted(plan_csv(source(actions=PLAN)), "plan.csv", "xlsx", "--infilter=CSV:59,34,76,1,,1036,false,true")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    header = [cell.value for cell in sheet[1]]
    assert header[:3] == ["numero", "titre", "etat"] and len(header) == 27
    first = dict(zip(header, (cell.value for cell in sheet[2]), strict=True))
    assert first["titre"] == FIVE[0].title and first["etat"] == "À lancer"
    assert first["date_revue"] == dt.datetime.combine(FIVE[0].review or DAY, dt.time())
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_workbook_of_indicators_opens_with_its_numbers_and_prints_across(converted: Converted) -> None:
    """LibreOffice shows each figure with a French comma as the carnet tells it, hidden parts in words, no error."""
    made = indicators_xlsx(sample_carnet(), day=DAY)
    header, *lines = sheet_of(converted, made, 1)
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    known = [
        (one.indicator.name, figure.name, str(figure.year), figure.base, figure)
        for one in series(sample_carnet().years)
        for figure in one.figures
    ]
    told = [(row["Indicateur"], row["Chiffre"], row["Année"], row["Base"]) for row in rows]
    assert told == [one[:4] for one in known] and len(rows) > 30
    for row, (*_, figure) in zip(rows, known, strict=True):
        shown = float(row["Valeur"].replace(",", ".")) if row["Valeur"] else None
        value = (
            figure.value if figure.value is None else pytest.approx(float(figure.value), abs=0.51 / 10**figure.decimals)
        )
        assert shown == value
    counts = sheet_of(converted, made, 2)
    assert counts[0][1:] == ["2023", "2024", "2025"] and any("masqué" in line for line in counts)
    assert not [cell for line in [*lines, *counts] for cell in line if cell.startswith("#") or "Err:" in cell]
    width, height = (float(side) for side in read(converted(made, "indicateurs.xlsx", "pdf")).pages[0].mediabox[2:])
    assert (width, height) == pytest.approx((841.9, 595.3), abs=1)


def sheet_of(converted: Converted, book: bytes, number: int) -> list[list[str]]:
    """Return a sheet of a workbook as LibreOffice shows its cells; one sheet alone is written under a file's name."""
    kept = openpyxl.load_workbook(io.BytesIO(book))
    for name in [one for place, one in enumerate(kept.sheetnames, 1) if place != number]:
        del kept[name]
    file = io.BytesIO()
    kept.save(file)
    to = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    return list(csv.reader(io.StringIO(converted(file.getvalue(), f"feuille-{number}.xlsx", to).decode())))
