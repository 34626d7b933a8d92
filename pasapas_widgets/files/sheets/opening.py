"""The bytes of a file of answers → its text, of a workbook too, and what had to be understood to read it."""

from __future__ import annotations

from collections.abc import Mapping

from pasapas_widgets.content import interface
from pasapas_widgets.files.sheets.encodings import decoded
from pasapas_widgets.files.sheets.entries import SheetFileError
from pasapas_widgets.files.sheets.titles import is_long
from pasapas_widgets.files.sheets.wide import find_wide
from pasapas_widgets.files.sheets.workbooks import is_workbook, text_of_workbook
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["opened"]

_LONGEST_LINE = 1_000_000


def opened(
    name: str, data: bytes, q: Questionnaire, columns: Mapping[str, str] | None = None, *, least: float = 0.5
) -> tuple[str, list[str]]:
    """Return the text of a file, without the marks of its encoding, and notes in French.

    Parameters
    ----------
    columns, least
        As for :func:`pasapas_widgets.files.sheets.wide.find_wide`: which sheet of a workbook holds the answers.

    Raises
    ------
    SheetFileError
        It is no text and no workbook of answers, or its encoding is not certain.
    """
    if is_workbook(data):

        def fits(text: str) -> bool:
            return is_long(text) or find_wide(name, text, q, columns, least=least) is not None

        return text_of_workbook(name, data, fits)
    text, encoding = decoded(name, data)
    notes = [] if encoding == "UTF-8" else [interface("sheetfiles")["lu"]["codage"].format(codage=encoding)]
    if text.lstrip("\ufeff \t\n")[:1] in ("{", "["):
        return text.lstrip("\ufeff \t\n"), notes
    if not _has_lines(text):
        raise SheetFileError(name, "une ligne est démesurée ; vérifier que c'est bien un tableau de réponses")
    return text.lstrip("\ufeff"), notes


def _has_lines(text: str) -> bool:
    """Tell whether no line is so long that it can be none of a table."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        if end - start > _LONGEST_LINE:
            return False
        start = end + 1
    return len(text) - start <= _LONGEST_LINE
