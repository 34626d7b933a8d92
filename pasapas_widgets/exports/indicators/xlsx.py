"""The HR indicators as an Excel workbook: figures and counts as real numbers, formulas in words."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.exports.formats.words import cleaned
from pasapas_widgets.exports.formats.xlsx_sheets import hue
from pasapas_widgets.exports.plan.columns import looks_like_formula
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.field.indicatorbook import load_indicators
from pasapas_widgets.rules.indicators import series

__all__ = ["indicators_xlsx"]


def indicators_xlsx(carnet: Carnet, *, day: dt.date) -> bytes:
    """Return the indicators as a workbook: the figures with base, formula, caution and source, then the counts.

    Texts are written as texts whatever they begin with; no cell holds a formula.
    """
    import xlsxwriter

    texts, file = interface("indicators")["tableur"], io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": cleaned(carnet.title), "created": dt.datetime.combine(day, dt.time())})
        _write(book, texts["feuilles"]["chiffres"], list(texts["chiffres"].values()), _figures(carnet))
        years = sorted(carnet.years, key=lambda one: one.year)
        _write(
            book, texts["feuilles"]["comptes"], [texts["compte"], *(str(one.year) for one in years)], _counts(carnet)
        )
    return file.getvalue()


def _figures(carnet: Carnet) -> list[list[Any]]:
    return [
        [
            one.indicator.name, figure.name, figure.year,
            None if figure.value is None else float(round(figure.value, figure.decimals)), figure.unit, figure.base,
            figure.formula, None if figure.numerator is None else float(figure.numerator),
            None if figure.denominator is None else float(figure.denominator), figure.caution or figure.reason,
            figure.source,
        ]
        for one in series(carnet.years)
        for figure in one.figures
    ]  # fmt: skip


def _counts(carnet: Carnet) -> list[list[Any]]:
    years, book = sorted(carnet.years, key=lambda one: one.year), load_indicators()
    hidden = interface("indicators")["tableau"]["masque"]
    rows: list[list[Any]] = [
        [f"{one.name} ({one.unit})", *(year.counts.get(one.id) for year in years)]
        for one in book.counts
        if any(year.counts.get(one.id) is not None for year in years)
    ]
    for some in book.breakdowns:
        for part in some.parts:
            if any(part.id in year.parts for year in years):
                held = [(part.id in year.parts, year.parts.get(part.id)) for year in years]
                cells = [(one.value if one else hidden) if known else None for known, one in held]
                rows.append([f"{some.name} – {part.name}", *cells])
    return rows


def _write(book: Any, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format(
        {
            "bold": True,
            "text_wrap": True,
            "font_color": "#FFFFFF",
            "bg_color": hue("accent-strong"),
            "valign": "vcenter",
        }
    )
    look = {"valign": "top", "text_wrap": True}
    text, guarded = book.add_format(look), book.add_format(look | {"quote_prefix": True})
    for column, title in enumerate(heads):
        sheet.write_string(0, column, title, head)
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                said = cleaned(cell)
                sheet.write_string(line, column, said, guarded if looks_like_formula(said) else text)
            elif isinstance(cell, int | float):
                sheet.write_number(line, column, cell, text)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(heads) - 1, 18)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
