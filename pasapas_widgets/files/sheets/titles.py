"""The line of titles of a table: where it stands, how columns are separated, and which are ours."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from msgspec import Struct

from pasapas_widgets.files.sheets.entries import SheetFileError, quoted

__all__ = ["COLUMNS", "VERSION", "Titles", "find_titles", "is_long"]

COLUMNS = ("seance", "feuille", "profil", "item", "reponse")
"""The columns, in the order they are written; they are read in any order."""
VERSION = "version"
"""A column that a table may have besides: the version of the questionnaire that each line answers."""


def _column(title: str) -> str:
    """Return the title of a column without case, accents or spaces around."""
    plain = unicodedata.normalize("NFKD", " ".join(title.split()).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class Titles(Struct, frozen=True):
    """The line of titles: where it stands, how columns are separated, and which are ours."""

    line: int
    separator: str
    columns: list[str]

    def ignored(self) -> str:
        """Return the titles of the columns that are not read, joined by commas."""
        return ", ".join(
            f"« {quoted(column)} »" for column in self.columns if column and column not in (*COLUMNS, VERSION)
        )


def _first_record(text: str, separator: str) -> tuple[int, list[str]]:
    """Return the cells of the first line that says something, and the line of the file where they end: a title in
    quotation marks may go over several."""
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for cells in rows:
            said = separator.join(cells)
            if said.strip(" ,;\t\n|") and not re.fullmatch(r"sep=.?", said, flags=re.IGNORECASE):
                return rows.line_num, cells
    except csv.Error:
        pass
    return max(rows.line_num, 1), []


def is_long(text: str) -> bool:
    """Tell whether a table has the columns of the long form that say what is answered."""
    columns = {_column(cell) for separator in ",;\t|" for cell in _first_record(text, separator)[1]}
    return {"item", "reponse"} <= columns


def find_titles(name: str, text: str) -> Titles:
    """Find the line of titles and the separator under which it holds most of our columns."""
    best = Titles(0, ",", [])
    for separator in ",;\t|":
        line, cells = _first_record(text, separator)
        columns = [_column(cell) for cell in cells]
        if not best.line or len(set(columns) & set(COLUMNS)) > len(set(best.columns) & set(COLUMNS)):
            best = Titles(line, separator, columns)
    line = best.line
    missing = [column for column in COLUMNS if column not in best.columns]
    if len(missing) == len(COLUMNS):
        raise SheetFileError(
            name,
            f"les titres des colonnes manquent ; écrire en première ligne {','.join(COLUMNS)}",
            where=f"ligne {line}",
        )
    if missing:
        raise SheetFileError(
            name,
            f"il manque la colonne « {missing[0]} » ; l'ajouter à côté de "
            + ", ".join(c for c in COLUMNS if c not in missing),
            where=f"ligne {line}",
        )
    double = next((column for column in (*COLUMNS, VERSION) if best.columns.count(column) > 1), None)
    if double:
        raise SheetFileError(
            name, f"la colonne « {double} » est écrite deux fois ; n'en garder qu'une", where=f"ligne {line}"
        )
    return best
