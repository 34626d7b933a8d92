"""The plan as a workbook that works as a tool: lists to choose from, dates, what is late, an A4 print."""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date, typeset
from pasapas_widgets.exports.formats.words import cleaned
from pasapas_widgets.exports.formats.xlsx_sheets import hue, write_guide, write_lists
from pasapas_widgets.exports.plan.columns import Cell, cells, looks_like_formula
from pasapas_widgets.exports.source import Row, Source
from pasapas_widgets.model.kit.kit import shipped_kit

__all__ = ["plan_xlsx"]

_SPARE = 60
"""Rows below the plan in which lists, dates and colours work too."""
_PRINTED = "signal"
"""The last column that is printed."""
_LINE = 15.5
"""Points of a line. Rows get their height here: not every spreadsheet finds it by itself."""
_MOST_LINES = 26
"""A row of Excel is at most 409 points high."""
_WIDTHS = {
    "numero": 5, "titre": 34, "etat": 11, "responsable_fonction": 20, "premiers_pas": 34, "echeance": 12,
    "indicateur": 24, "date_revue": 12, "signal": 17, "enonces": 14, "leviers": 22, "textes_des_enonces": 60,
    "niveau_de_depart": 9, "effort": 8, "effet": 8, "ouverte_le": 12, "id": 12, "modele": 9,
}  # fmt: skip


def plan_xlsx(source: Source) -> bytes:
    """Return the plan as an Excel workbook: the plan as a named table, a guide, and the lists (hidden).

    Texts are written as texts whatever they begin with, and no formula comes from what people wrote.
    """
    import xlsxwriter

    file = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        midnight = dt.datetime.combine(source.day, dt.time())
        book.set_properties({"title": cleaned(source.heading), "author": "", "created": midnight})
        _Plan(book, source).write()
        write_guide(book, source)
        write_lists(book, source)
    return file.getvalue()


def _names() -> dict[str, str]:
    """Return the title of each column, in the order of the sheet."""
    return {key: one["libelle"] for key, one in interface("exports")["colonnes"].items()}


class _Plan:
    """The sheet of the plan, written part by part."""

    def __init__(self, book: Any, source: Source) -> None:
        self.book, self.source = book, source
        self.texts = interface("exports")["tableur"]
        self.sheet = book.add_worksheet(self.texts["feuilles"]["plan"])
        self.columns = list(_names())
        self.rows = source.rows()
        self.last = max(1, len(self.rows))
        self.spare = self.last + _SPARE
        look = {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": hue("line")}
        self.text = book.add_format(look)
        self.guarded = book.add_format(look | {"quote_prefix": True})
        self.day = book.add_format(look | {"num_format": "dd/mm/yyyy", "align": "left"})
        self.new_text = book.add_format({"valign": "top", "text_wrap": True})
        self.new_day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"})
        self.number = book.add_format(look | {"align": "center"})

    def write(self) -> None:
        self._columns()
        self._table()
        for line, row in enumerate(self.rows, 1):
            self._row(line, row)
        self._choices()
        self._colours()
        self._print()

    def _at(self, key: str) -> int:
        return self.columns.index(key)

    def _columns(self) -> None:
        for number, key in enumerate(self.columns):
            is_date = interface("exports")["colonnes"][key]["type"] == "date"
            self.sheet.set_column(number, number, _WIDTHS.get(key, 30), self.new_day if is_date else self.new_text)
        self.sheet.freeze_panes(1, 2)

    def _table(self) -> None:
        look = {"bold": True, "text_wrap": True, "valign": "vcenter"}
        head = self.book.add_format(look | {"font_color": "#FFFFFF", "bg_color": hue("accent-strong")})
        columns = [{"header": name, "header_format": head} for name in _names().values()]
        columns[self._at("signal")]["formula"] = self._signal()
        self.sheet.add_table(
            0, 0, self.last, len(self.columns) - 1,
            {"name": "Plan", "columns": columns, "style": "Table Style Light 1", "banded_rows": False},
        )  # fmt: skip
        self.sheet.set_row(0, 30)

    def _row(self, line: int, row: Row) -> None:
        values, told = cells(row), _signalled(row, self.source.day)
        for column, key in enumerate(self.columns):
            if key == _PRINTED:
                self.sheet.write_formula(line, column, self._signal(whole=True), self.text, told)
            else:
                self._cell(line, column, values[key])
        longest = max(_lines(key, values.get(key)) for key in self.columns[: self._at(_PRINTED)])
        self.sheet.set_row(line, _LINE * min(max(2, longest), _MOST_LINES))

    def _cell(self, line: int, column: int, value: Cell) -> None:
        if isinstance(value, dt.date):
            self.sheet.write_datetime(line, column, value, self.day)
        elif isinstance(value, str):
            if value:
                self.sheet.write_string(line, column, value, self.guarded if looks_like_formula(value) else self.text)
        elif value is not None:
            self.sheet.write_number(line, column, value, self.number)

    def _signal(self, *, whole: bool = False) -> str:
        """Return the formula of what is to be looked at; ``whole`` is how a cell of the table writes it."""
        names, told = _names(), self.texts["signaux"]

        def cell(key: str) -> str:
            name = names[key].replace("'", "''")  # how a formula writes an apostrophe in the name of a column
            return f"Plan[[#This Row],[{name}]]" if whole else f"[@[{name}]]"

        due, review = cell("echeance"), cell("date_revue")
        return (
            f'=IF(COUNTIF(etats_ouverts,{cell("etat")})=0,"",'
            f'IF({cell("responsable_fonction")}="","{told["sans_responsable"]}",'
            f'IF(AND({due}<>"",{due}<TODAY()),"{told["retard"]}",'
            f'IF(AND({review}<>"",{review}<=TODAY()),"{told["revue"]}",""))))'
        )

    def _choices(self) -> None:
        told = self.texts
        wrong = {"error_title": told["faute_liste"]["titre"], "error_message": told["faute_liste"]["message"]}
        lists = {"etat": "etats", "consultation_cse": "consultations", "effort": "degres", "effet": "degres"}
        for key, name in lists.items():
            self._check(key, {"validate": "list", "source": f"={name}", **wrong})
        asked = told["saisie_responsable"]
        self._check(
            "responsable_fonction",
            {
                "validate": "list", "source": "=fonctions", "show_error": False, "input_title": asked["titre"],
                "input_message": asked["message"],
            },
        )  # fmt: skip
        asked, wrong_date = told["saisie_date"], told["faute_date"]
        for key in ("echeance", "date_revue", "ouverte_le"):
            self._check(
                key,
                {
                    "validate": "date", "criteria": ">=", "value": dt.date(2020, 1, 1), "input_title": asked["titre"],
                    "input_message": asked["message"], "error_title": wrong_date["titre"],
                    "error_message": wrong_date["message"],
                },
            )  # fmt: skip

    def _check(self, key: str, rule: dict[str, Any]) -> None:
        column = self._at(key)
        self.sheet.data_validation(1, column, self.spare, column, rule)

    def _colours(self) -> None:
        """Repeat by the look what the cells say: closed actions are struck or grey, what is late stands out."""
        state, signal = self._letter("etat"), self._letter("signal")
        labels = {one.id: one.label for one in shipped_kit().states}
        closed = {
            "fait": {"font_strikeout": True, "font_color": hue("ink-soft")},
            "arrete": {"italic": True, "font_color": hue("ink-soft")},
        }
        for id, look in closed.items():
            self._when(f'=${state}2="{labels[id]}"', "numero", _PRINTED, look)
        for id, tint in (("en_cours", "accent-tint"), ("modifie", "plum-tint")):
            self._when(f'=${state}2="{labels[id]}"', "etat", "etat", {"bg_color": hue(tint), "bold": True})
        urgent = {"bg_color": hue("danger-tint"), "font_color": hue("danger"), "bold": True}
        self._when(f'=${signal}2<>""', "signal", "signal", urgent)
        for said, key in (
            ("retard", "echeance"),
            ("revue", "date_revue"),
            ("sans_responsable", "responsable_fonction"),
        ):
            self._when(f'=${signal}2="{self.texts["signaux"][said]}"', key, key, urgent)

    def _when(self, formula: str, first: str, last: str, look: dict[str, Any]) -> None:
        rule = {"type": "formula", "criteria": formula, "format": self.book.add_format(look)}
        self.sheet.conditional_format(1, self._at(first), self.spare, self._at(last), rule)

    def _letter(self, key: str) -> str:
        from xlsxwriter.utility import xl_col_to_name

        return str(xl_col_to_name(self._at(key)))

    def _print(self) -> None:
        title = typeset(self.texts["entete"].format(titre=cleaned(self.source.heading))).replace("&", "&&")
        foot = self.texts["pied"].format(date=long_date(self.source.day))
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        self.sheet.print_area(0, 0, self.last, self._at(_PRINTED))
        self.sheet.repeat_rows(0)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_header(f'&L&"Arial,Bold"&14{_spaced(title)}')
        self.sheet.set_footer(f"&L&9{_spaced(foot)}")


def _lines(key: str, value: Cell) -> int:
    """Return how many lines a text takes in its column."""
    width = _WIDTHS.get(key, 30) - 2
    return sum(len(textwrap.wrap(part, width)) or 1 for part in value.split("\n")) if isinstance(value, str) else 1


def _spaced(text: str) -> str:
    """Keep a text that begins with a digit apart from the size before it."""
    return " " + text if text[:1].isdigit() else text


def _signalled(row: Row, day: dt.date) -> str:
    """Return what the formula of the table says on the day of the export."""
    told, action = interface("exports")["tableur"]["signaux"], row.action
    if not row.is_open:
        return ""
    if not action.owner:
        return str(told["sans_responsable"])
    if action.due and action.due < day:
        return str(told["retard"])
    return str(told["revue"]) if action.review and action.review <= day else ""
