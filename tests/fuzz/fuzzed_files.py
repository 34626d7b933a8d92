"""What is fuzzed of the readers of files: each takes any bytes, and reads them or refuses in its documented way."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Literal

import msgspec

from pasapas_widgets.carnets.runsheets import RunSheetError, read_run_sheet, written_run_sheet
from pasapas_widgets.files.exercises import check as check_module
from pasapas_widgets.files.hr import read_hr
from pasapas_widgets.files.hr.table import HrFileError
from pasapas_widgets.files.questionnaires import check
from pasapas_widgets.files.sharecode import ShareCodeError, decode, encode, find_codes
from pasapas_widgets.files.sheets import SheetFileError, combined, read_sheets, write_csv
from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError
from pasapas_widgets.model.carnet.recovery import recovered
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.research.exchange.opening import Opened
from pasapas_widgets.research.exchange.reading import table_told
from pasapas_widgets.research.sessions import ResearchError
from pasapas_widgets.rules.orientation.proposals import orient_carnet
from pasapas_widgets.rules.priorities import propose
from pasapas_widgets.rules.reading import read

__all__ = ["TARGETS"]

Q = load_questionnaire()
TODAY = dt.date(2026, 1, 31)
KINDS = ("mouvements", "absences")
DAYS: tuple[Literal["", "travail", "calendrier"], ...] = ("", "travail", "calendrier")
CUT = b"\0\0"
"""Between the parts of a workbook."""
PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")
BOOK = (
    b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    b'<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
LINKS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)
ROOT_LINKS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Target="xl/workbook.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
WAVE = (
    b'{"format": 3, "vagues": [{"seance": {"titre": "Essai", "questionnaire": "pas-a-pas", "version": "1.1", '
    b'"jour": "2026-05-12", "conserve_jusqu_au": "2027-05-12"}, "resultats": %b}]}'
)


def sheets(data: bytes) -> None:
    """A file of answers: CSV or JSON. What is read can be written, and read again as it was."""
    try:
        file = read_sheets("essai", data)
    except SheetFileError:
        return
    for entry in file.entries:
        entry.sheet.check(Q)
    again = read_sheets("copie.csv", write_csv(file.entries).encode())
    answered = [entry.sheet.answers for entry in file.entries if entry.sheet.answers]
    assert [entry.sheet.answers for entry in again.entries if entry.sheet.answers] == answered
    combined([("essai", file), ("copie.csv", file)])


def wide(data: bytes) -> None:
    """The lines of a table with one column for each statement, under titles that are known."""
    sheets((";".join(["Groupe", *Q.item_ids]) + "\n").encode() + data)


def codes(data: bytes) -> None:
    """A text with share codes in it. What is found is a sheet, whose code finds it again."""
    text = data.decode("utf-8", "surrogatepass" if data[:1] == b"\xed" else "replace")
    for found in find_codes(text):
        assert (found.sheet is None) == (found.fault is not None)
        if found.sheet is not None:
            assert decode(found.text) == found.sheet and encode(found.sheet) == found.text
    try:
        sheet = decode(text)
    except ShareCodeError:
        return
    sheet.check(Q)


def hr_table(data: bytes) -> None:
    """An export of an HR program as text: its kind and what is told of its days by the first byte."""
    told, export = data[:1] or b"\0", data[1:]
    _hr(told[0], export)


def hr_workbook(data: bytes) -> None:
    """An export as a workbook, whose parts are the bytes between the cuts."""
    told, *parts = data[:1] or b"\0", *data[1:].split(CUT, len(PARTS) - 1)
    found = {"_rels/.rels": ROOT_LINKS, "xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": LINKS}
    found |= {name: part for name, part in zip(PARTS, parts, strict=False) if part}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in found.items():
            book.writestr(name, part)
    _hr(told[0], file.getvalue())


def hr_archive(data: bytes) -> None:
    """The workbook's archive itself."""
    told, export = data[:1] or b"\0", data[1:]
    _hr(told[0], b"PK\x03\x04" + export)


def _hr(told: int, export: bytes) -> None:
    answers = {"dates": ("jour", "mois")[told >> 3 & 1], "masquees": "oui"} if told & 4 else {}
    days = DAYS[(told >> 4) % len(DAYS)]
    try:
        found = read_hr("e", export, KINDS[told & 1], days=days, answers=answers, today=TODAY)
    except HrFileError:
        return
    assert not (found.faults and found.years)


def carnet(data: bytes) -> None:
    """A carnet. What is read can be worked with and written; what is not may be mended in part."""
    try:
        kept = Carnet.from_json(data)
    except CarnetError:
        try:
            kept, _ = recovered(data)
        except CarnetError:
            return
    _worked_with(kept)


def results(data: bytes) -> None:
    """The published results in a carnet."""
    carnet(WAVE % data)


def _worked_with(kept: Carnet) -> None:
    assert Carnet.from_json(kept.to_json()) == kept
    if kept.other_questionnaire is not None:
        return
    orient_carnet(kept)
    for wave in kept.waves:
        read(wave)
        propose(wave.results)


def questionnaire(data: bytes) -> None:
    """A questionnaire in YAML: itself, or its faults."""
    found = check(data.decode("utf-8", "replace"))
    assert (found.questionnaire is None) == bool(found.faults)


def training(data: bytes) -> None:
    """A module of the course in YAML: itself, or its faults."""
    found = check_module(data.decode("utf-8", "replace"))
    assert (found.module is None) == bool(found.faults)


def labelled(data: bytes) -> None:
    """What a file of SPSS or Stata holds, once opened: a table of answers, or a refusal."""
    try:
        opened = msgspec.json.decode(data, type=Opened)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    if len({len(one.values) for one in opened.variables}) > 1:
        return  # no file has lines of several lengths
    try:
        table, _ = table_told("essai.sav", opened, Q)
    except ResearchError:
        return
    sheets(table)


def run_sheet(data: bytes) -> None:
    """A run sheet. What is read can be written, and read again as it was."""
    try:
        session = read_run_sheet(data)
    except RunSheetError:
        return
    assert read_run_sheet(written_run_sheet(session)) == session


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one
    for one in (
        sheets,
        wide,
        codes,
        hr_table,
        hr_workbook,
        hr_archive,
        carnet,
        results,
        questionnaire,
        training,
        run_sheet,
        labelled,
    )
}
"""Name → what takes the bytes."""
