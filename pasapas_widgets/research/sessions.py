"""``seances.csv``: what is known of each session beside its sheets, and whether its group consented to research."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.files.sheets import LIMIT
from pasapas_widgets.files.sheets.encodings import decoded

__all__ = ["CONSENT", "NAME", "About", "ResearchError", "fault", "read_sessions", "readable", "version_told"]

NAME = "seances.csv"
COLUMNS = ("seance", "recherche", "etablissement", "vague", "type", "region", "version")
LONGEST = 80
CONSENT = {"oui": True, "non": False, "": False}


class ResearchError(FrenchError):
    """Something that cannot be read for research; ``str(error)`` is one French sentence: file, line, column, fix."""


def fault(file: str, reason: str, **told: object) -> ResearchError:
    """Return the refusal that content/interface/research.yaml words («lire», «fautes»)."""
    return ResearchError(f"{file}{interface('research')['lire']['fautes'][reason].format(**told)}")


def version_told(cell: str) -> str:
    """Return the version that a cell names, however it is written.

    >>> version_told("1,0"), version_told(" v1.0 "), version_told("1"), version_told("")
    ('1.0', '1.0', '1.0', '')
    """
    told = cell.strip().casefold().removeprefix("version").strip().removeprefix("v").strip().replace(",", ".")
    return f"{told}.0" if told.isdigit() else told


def readable(path: Path) -> io.BufferedReader:
    """Open a file to read its bytes.

    Raises
    ------
    ResearchError
        Another program holds it, or it may not be read.
    """
    try:
        return path.open("rb")
    except PermissionError as error:
        raise fault(path.name, "tenu") from error


@dataclass(frozen=True)
class About:
    """A session: whether it consented, and its context. What is not known is empty."""

    consent: bool
    etablissement: str = ""
    vague: str = ""
    type: str = ""
    region: str = ""
    version: str = ""


def read_sessions(path: Path) -> dict[str, About]:
    """Read ``seances.csv``: one line a session; columns ``seance`` and ``recherche`` (oui or non), others optional.

    Raises
    ------
    ResearchError
        One French sentence with the file, the line and the column: a column missing or unknown, a session twice, a
        consent that is neither oui nor non, a value of more than 80 characters.
    """
    with readable(path) as file:
        data = file.read()
    if len(data) > LIMIT:
        raise fault(path.name, "trop_grand")
    text, _ = decoded(path.name, data)
    text = text.lstrip("\ufeff")
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    titles = [one.strip().casefold() for one in next(rows, [])]
    for title in titles:
        if title not in COLUMNS or titles.count(title) > 1:
            raise fault(path.name, "colonne", colonne=title, connues=", ".join(COLUMNS))
    for needed in COLUMNS[:2]:
        if needed not in titles:
            raise fault(path.name, "colonne_absente", colonne=needed)
    found: dict[str, About] = {}
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        line = rows.line_num
        if len(row) != len(titles):
            raise fault(path.name, "cellules", ligne=line, n=len(row), attendu=len(titles))
        told = {title: cell.strip() for title, cell in zip(titles, row, strict=True)}
        for title, cell in told.items():
            if len(cell) > LONGEST:
                raise fault(path.name, "longueur", ligne=line, colonne=title, plus=LONGEST)
        name, consent = told.pop("seance"), told.pop("recherche").casefold()
        if not name:
            raise fault(path.name, "sans_nom", ligne=line)
        if name in found:
            raise fault(path.name, "deux_fois", ligne=line, seance=name)
        if consent not in CONSENT:
            raise fault(path.name, "accord", ligne=line, valeur=consent)
        told["version"] = version_told(told.get("version", ""))
        found[name] = About(consent=CONSENT[consent], **told)
    return found
