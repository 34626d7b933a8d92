"""What a researcher's file knows of people besides their answers: age class, seniority, weight. Kept only where asked.

Covariates are classes and never figures: an exact age singles out, a class of ten years may be shared. They are held
to the rule of five like a profile (``package``) and to the thresholds of research like a type (``cells``).
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.files.sheets import LIMIT
from pasapas_widgets.files.sheets.encodings import decoded
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.coded import Coded
from pasapas_widgets.research.sessions import fault, readable
from pasapas_widgets.research.weighing import MOST_WEIGHTS

__all__ = [
    "CONTEXT",
    "COVARIATES",
    "WEIGHT",
    "asked_of",
    "check_covariates",
    "checked_weights",
    "covariates_in",
    "joined_to",
    "own_columns",
    "weights_of",
]

CONTEXT = ("seance", "feuille", "etablissement", "vague", "type", "region", "profil", "variante", "version",
           "recherche")  # fmt: skip
"""The columns of :attr:`Corpus.sheets`, all categories. What is not known is left empty, never guessed."""
COVARIATES = "covariables.csv"
"""The file of a folder that says them sheet by sheet, beside files that cannot."""
WEIGHT = "poids"
"""The name under which weights are written."""
MOST_VALUES = 12
LONGEST = 40
_NAME = re.compile(r"[a-z][a-z0-9_]{0,24}")
_TAKEN = {*CONTEXT, WEIGHT, "item", "levier", "reponse", "manque", "leviers", "effets", "enonces", "nsp", "niveaux",
          "niveau", "n_etablissements", "n_personnes", "n_feuilles", "estimation", "bas", "haut", "motif"}  # fmt: skip


def covariates_in(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the names of covariates among columns."""
    return tuple(name for name in columns if name not in CONTEXT)


def asked_of(covariates: Mapping[str, str] | Sequence[str], weight: str | None, q: Questionnaire) -> dict[str, str]:
    """Return the title of each column that is kept, by the name that it gets.

    Raises
    ------
    ResearchError
        A name that other tools do not take, or that something else has.
    """
    names = [covariates] if isinstance(covariates, str) else covariates
    told = dict(names) if isinstance(names, Mapping) else {name: name for name in names}
    for name in told:
        _check_name(name, q)
    if weight is not None:
        told[WEIGHT] = weight
    return {name: " ".join(title.split()) for name, title in told.items()}


def _check_name(name: str, q: Questionnaire) -> None:
    taken = _TAKEN | {re.sub(r"[^a-z0-9_]", "_", item.casefold()) for item in q.item_ids}
    if not _NAME.fullmatch(name) or name in taken:
        raise fault("", "covariable_nom", nom=name)


def own_columns(names: Iterable[str], asked: Mapping[str, str]) -> dict[str, str]:
    """Return which columns of a table are kept, by the name that they get."""
    there = {" ".join(one.split()).casefold(): one for one in names}
    return {name: there[title.casefold()] for name, title in asked.items() if title.casefold() in there}


def check_covariates(columns: Mapping[str, Coded], q: Questionnaire) -> None:
    """Refuse a covariate whose name is taken, or that is no short list of classes.

    Raises
    ------
    ResearchError
        One sentence, with the covariate.
    """
    for name, column in columns.items():
        _check_name(name, q)
        met = [column.values[code] for code in np.unique(column.codes).tolist() if code >= 0]
        if len(met) > MOST_VALUES:
            raise fault("", "covariable_valeurs", nom=name, n=len(met), plus=MOST_VALUES)
        if any(len(one) > LONGEST for one in met):
            raise fault("", "covariable_longue", nom=name, plus=LONGEST)


def checked_weights(weights: object, n: int) -> NDArray[np.float64]:
    """Return one weight a sheet.

    Raises
    ------
    ResearchError
        Not one a sheet, one of them is no finite number above 0, or nearly each is another.
    """
    try:
        found = np.array(weights, np.float64)
    except (TypeError, ValueError):
        found = np.zeros(0)
    if found.shape != (n,) or not (np.isfinite(found) & (found > 0)).all():
        raise fault("", "poids_forme", n=n)
    if (different := len(np.unique(found))) > MOST_WEIGHTS:
        raise fault("", "poids_trop", n=different, plus=MOST_WEIGHTS)
    return found


def weights_of(column: Coded) -> NDArray[np.float64]:
    """Return the numbers of a column of texts.

    Raises
    ------
    ResearchError
        A sheet without a weight, or a cell that is no number above 0.
    """
    told = [_number(one) for one in column.values]
    for cell, number in zip(column.values, told, strict=True):
        if cell and not (math.isfinite(number) and number > 0):
            raise fault("", "poids_case", valeur=cell)
    found: NDArray[np.float64] = np.array([*told, math.nan])[column.codes]
    if missing := int(np.isnan(found).sum()):
        raise fault("", "poids_absent", n=missing)
    return found


def _number(cell: str) -> float:
    try:
        return float(cell.replace(",", ".").replace(" ", ""))
    except ValueError:
        return math.nan


def joined_to(
    path: Path, asked: Mapping[str, str], keys: Sequence[Sequence[tuple[str, str]]]
) -> list[dict[str, Coded]]:
    """Read :data:`COVARIATES`, one line a sheet, and return its columns for the sheets of each part.

    Parameters
    ----------
    keys
        Session and name of the sheets of each part; one without a line has an empty text.

    Raises
    ------
    ResearchError
        One sentence with the line: no such sheet, one twice, too few cells, no such columns.
    """
    rows = _lines(path)
    _, titles = next(rows, (1, []))
    own = own_columns(titles, asked)
    places = {name: titles.index(title) for name, title in own.items()}
    for needed in CONTEXT[:2]:
        if needed not in titles:
            raise fault(path.name, "colonne_absente", colonne=needed)
    known, told = {key for some in keys for key in some}, dict[tuple[str, str], list[str]]()
    for line, row in rows:
        if len(row) != len(titles):
            raise fault(path.name, "cellules", ligne=line, n=len(row), attendu=len(titles))
        key = (row[titles.index("seance")], row[titles.index("feuille")])
        if key not in known:
            raise fault(path.name, "covariable_feuille", ligne=line, seance=key[0], feuille=key[1])
        if key in told:
            raise fault(path.name, "covariable_deux_fois", ligne=line, seance=key[0], feuille=key[1])
        told[key] = row
    return [
        {name: Coded.of([told[key][place] if key in told else "" for key in some]) for name, place in places.items()}
        for some in keys
    ]


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the lines of a table with their number, cells without blanks at their ends."""
    with readable(path) as file:
        data = file.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise fault(path.name, "trop_grand")
    text = decoded(path.name, data)[0].lstrip("\ufeff")
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    for row in rows:
        if any(cell.strip() for cell in row):
            yield rows.line_num, [" ".join(cell.split()) for cell in row]
