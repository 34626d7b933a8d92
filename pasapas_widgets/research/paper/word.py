"""A table as a Word document: a real table with its header row, three rules and no vertical one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pasapas_widgets.exports.formats.word import Writer
from pasapas_widgets.research.bilingual import Language
from pasapas_widgets.research.paper.latex import is_numbers

__all__ = ["word_table"]

WIDTH = 16.0
"""Centimetres between the margins of a page."""
LANGUAGES: dict[Language, str] = {"fr": "fr-FR", "en": "en-US"}


def word_table(
    label: str,
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
    language: Language,
) -> bytes:
    """Return the document as a file; parameters as for ``latex_table``."""
    writer = Writer(f"{label}. {caption}", day=dt.date.today())
    document = writer.document
    document.add_paragraph().add_run(label).bold = True
    document.add_paragraph().add_run(caption).italic = True
    widths = _widths(heads, rows)
    writer.table(list(heads), rows, widths=widths, alt=caption)
    _three_rules(document.tables[-1], is_numbers(rows))
    lead, general, *specific = notes
    first = document.add_paragraph()
    first.add_run(lead).italic = True
    first.add_run(f" {general}")
    for one in specific:
        document.add_paragraph(one)
    _spoken(document, LANGUAGES[language])
    return writer.save()


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return a width a column, by its longest text: the stub wraps, figures do not."""
    longest = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    shares = [min(length, 40) + 3 for length in longest]
    return [WIDTH * share / sum(shares) for share in shares]


def _three_rules(table: Any, to_the_right: Sequence[bool]) -> None:
    """Leave the rules above and below the header and at the end; figures stand to the right of their column."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def edged(owner: Any, name: str, sides: Sequence[str], shown: Sequence[str]) -> None:
        borders = OxmlElement(name)
        for side in sides:
            edge = OxmlElement(f"w:{side}")
            edge.set(qn("w:val"), "single" if side in shown else "nil")
            if side in shown:
                edge.set(qn("w:sz"), "6")
                edge.set(qn("w:color"), "000000")
            borders.append(edge)
        owner.append(borders)

    edged(table._tbl.tblPr, "w:tblBorders", ("top", "left", "bottom", "right", "insideH", "insideV"), ("top", "bottom"))
    for cell in table.rows[0].cells:
        edged(cell._tc.get_or_add_tcPr(), "w:tcBorders", ("top", "bottom"), ("top", "bottom"))
        for run in cell.paragraphs[0].runs:
            run.bold = False
    for row in table.rows:
        for cell, right in zip(row.cells, to_the_right, strict=True):
            if right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _spoken(document: Any, code: str) -> None:
    """Say in which language the document is, for the speller and for whoever has it read aloud."""
    from docx.oxml.ns import qn

    for one in document.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), code)
    for one in document.settings.element.iter(qn("w:themeFontLang")):
        one.set(qn("w:val"), code)
