"""The workbook of the plan, read back by openpyxl: a tool that works, where no text becomes a formula."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from msgspec.structs import replace
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from taken_home import DAY, FIVE, KIT, TROUBLE, source, texts, troubled

from pasapas_widgets.exports.formats.words import cleaned
from pasapas_widgets.exports.plan.columns import cells
from pasapas_widgets.exports.plan.xlsx import plan_xlsx
from pasapas_widgets.exports.source import Source

STATED = (
    replace(FIVE[0], state="en_cours", due=DAY - dt.timedelta(days=3)),
    replace(FIVE[1], owner=""),
    replace(FIVE[2], state="fait", due=DAY - dt.timedelta(days=3)),
    replace(FIVE[3], state="arrete"),
    replace(FIVE[4], state="modifie", review=DAY),
)
HEADER = [
    "N°", "Action", "État", "Qui s'en occupe", "Premier pas", "Pour le", "On le voit à", "Revue le", "À regarder",
]  # fmt: skip


def opened(made: Source, *, values: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(plan_xlsx(made)), data_only=values)


def column(sheet: Worksheet, header: str) -> str:
    (found,) = (cell.column for cell in sheet[1] if cell.value == header)
    return get_column_letter(int(found))


def test_every_field_of_every_action_is_in_its_cell() -> None:
    made = source(actions=STATED)
    sheet = opened(made)["Plan"]
    header = [cell.value for cell in sheet[1]]
    assert header[:9] == HEADER
    keys = list(cells(made.rows()[0]))
    keys.insert(8, "signal")
    for line, row in zip(sheet.iter_rows(min_row=2), made.rows(), strict=True):
        told = cells(row)
        for key, cell in zip(keys, line, strict=True):
            if key == "signal":
                continue
            wanted = told[key]
            found = cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value
            assert found == (None if wanted == "" else wanted), key


def test_days_are_days_in_the_french_form() -> None:
    sheet = opened(source())["Plan"]
    for header in ("Pour le", "Revue le", "Ouverte le"):
        cell = sheet[f"{column(sheet, header)}2"]
        assert cell.is_date and cell.number_format == "dd/mm/yyyy"


def test_the_table_has_a_name_a_frozen_header_and_lists() -> None:
    book = opened(source())
    sheet = book["Plan"]
    table = sheet.tables["Plan"]
    assert table.ref == f"A1:{get_column_letter(sheet.max_column)}6"
    assert sheet.freeze_panes == "C2"
    rules = {str(rule.sqref).split(":")[0].rstrip("2"): rule for rule in sheet.data_validations.dataValidation}
    lists = {name: defined.attr_text for name, defined in book.defined_names.items()}
    for header, name in (
        ("État", "etats"),
        ("Consultation", "consultations"),
        ("Effort", "degres"),
        ("Effet", "degres"),
    ):
        rule = rules[column(sheet, header)]
        assert (rule.type, rule.formula1, rule.showErrorMessage) == ("list", name, True)
        assert str(rule.sqref).endswith("66"), "rows that are added have the list too"
    owner = rules[column(sheet, "Qui s'en occupe")]
    assert owner.type == "list" and not owner.showErrorMessage and "jamais un nom" in owner.prompt
    assert rules[column(sheet, "Pour le")].type == "date"
    offered = {
        name: [cell.value for (cell,) in book["Listes"][area.split("!")[1]]]
        for name, area in lists.items()
        if "Listes" in area
    }
    assert offered["etats"] == [state.label for state in KIT.states]
    assert offered["etats_ouverts"] == [state.label for state in KIT.states if state.is_open]
    assert book["Listes"].sheet_state == "hidden" and book.sheetnames == ["Plan", "Mode d'emploi", "Listes"]


def test_what_is_to_be_looked_at_is_said_and_shown() -> None:
    made = source(actions=STATED)
    sheet = opened(made, values=True)["Plan"]
    letter = column(sheet, "À regarder")
    assert [sheet[f"{letter}{line}"].value or "" for line in range(2, 7)] == [
        "En retard", "Sans responsable", "", "", "Revue à faire",
    ]  # fmt: skip
    sheet = opened(made)["Plan"]
    formula = sheet[f"{letter}2"].value
    assert formula.startswith("=IF(COUNTIF(etats_ouverts,") and "TODAY()" in formula
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    told = " ".join(rule.formula[0] for rule in rules)
    assert all(word in told for word in ("Fait", "Arrêté", "En cours", "Modifié", "En retard", "Revue à faire"))
    assert all(rule.type == "expression" and rule.dxf is not None for rule in rules)


def test_it_prints_on_a4_landscape_with_its_header() -> None:
    sheet = opened(source(title="Jour & nuit"))["Plan"]
    assert sheet.page_setup.orientation == "landscape" and int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and (sheet.page_setup.fitToWidth or 1) == 1
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1" and sheet.print_area.endswith("$A$1:$I$6")
    assert (
        "Jour && nuit" in sheet.HeaderFooter.oddHeader.left.text
        or "Jour & nuit" in sheet.HeaderFooter.oddHeader.left.text
    )


def test_the_guide_says_each_column() -> None:
    book = opened(source())
    guide = [[cell.value for cell in row] for row in book["Mode d'emploi"].iter_rows()]
    assert guide[0][0] == "Mode d'emploi du plan" and "23 novembre 2026" in guide[1][0]
    said = {row[0] for row in guide}
    assert {cell.value for cell in book["Plan"][1]} <= said


def test_it_names_no_author_and_is_the_same_each_time() -> None:
    book = opened(source())
    assert book.properties.title == "Maison Les Tilleuls" and not book.properties.creator
    assert book.properties.created == dt.datetime(2026, 11, 23)
    with zipfile.ZipFile(io.BytesIO(plan_xlsx(source()))) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 1)}, "no time of making"
    assert plan_xlsx(source()) == plan_xlsx(source())


def test_an_empty_plan_is_a_tool_too() -> None:
    sheet = opened(source(actions=()))["Plan"]
    assert [cell.value for cell in sheet[1]][:9] == HEADER
    assert sheet["B2"].value is None and sheet.tables["Plan"].ref.endswith("2")


def check(text: str) -> None:
    """Check that a text comes back from every cell as it was, as a text."""
    made = source(actions=(troubled(text),), title=text[:80])
    sheet = opened(made)["Plan"]
    signal = column(sheet, "À regarder")
    for line in sheet.iter_rows(min_row=2, max_row=2):
        for cell in line:
            assert cell.data_type != "f" or cell.column_letter == signal
    cell = sheet["B2"]
    assert (cell.value or "") == cleaned(text)
    if cleaned(text).lstrip(" '\n")[:1] in ("=", "+", "-", "@"):
        assert cell.data_type == "s" and cell.quotePrefix, "stays a text when somebody edits the cell"


@pytest.mark.parametrize("text", [text for text in TROUBLE if text != "_x0041_"])
def test_texts_that_cause_trouble_stay_texts(text: str) -> None:
    check(text)


@settings(max_examples=60)
@given(texts.filter(lambda text: "_x" not in text))
def test_any_text_stays_a_text(text: str) -> None:
    check(text)
