"""SPSS and Stata files of a data package, with labels and the three kinds of missing answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pasapas_widgets.content import interface
from pasapas_widgets.model.entry import SPOKEN
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.covariates import covariates_in
from pasapas_widgets.research.exchange.variables import FIRST, MISSING, Variable, variables
from pasapas_widgets.research.sessions import ResearchError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Labelled", "write_labelled"]

Labelled = Literal["sav", "dta"]
LETTERS = dict(zip(MISSING, "abc", strict=True))
LABEL = {"sav": 250, "dta": 80}
"""Letters of a column's label: bytes in SPSS (256), letters in Stata."""
MEASURE: dict[bool, Literal["nominal", "scale"]] = {False: "nominal", True: "scale"}
"""Of what is no answer: a weight is a number."""


def write_labelled(sheets: pd.DataFrame, about: pd.DataFrame, q: Questionnaire, path: Path) -> None:
    """Write the sheets, each with what is known of its session, as SPSS (``.sav``) or Stata (``.dta``) by the ending.

    Levels are numbers with their labels. In SPSS the three kinds of missing are user-missing values, the codes of
    ``Corpus.levels`` (-1 NSP, -2 NC, 0 empty); in Stata extended missing values (.a NSP, .b NC, .c empty).

    Parameters
    ----------
    sheets, about
        The tables of a package, as it writes them.

    Raises
    ------
    ResearchError
        ``pyreadstat`` is not installed.
    """
    try:
        import pyreadstat
    except ModuleNotFoundError as error:
        raise ResearchError(interface("research")["paquet"]["pyreadstat"]) from error
    kind, known = path.suffix[1:], list(variables(q, covariates_in(sheets.columns.drop([*FIRST, *q.item_ids]))))
    frame = _coded(sheets.merge(about, on="seance", how="left", validate="many_to_one"), known, kind)
    items = [one for one in known if one.is_item]
    labels = {one.name: one.label[: LABEL[kind]] for one in known}
    title = q.title[:60]
    if kind == "sav":
        labels = {name: _within(label, LABEL[kind]) for name, label in labels.items()}
        absent = {one.name: {code or one.empty: label for code, label in one.missing.items()} for one in items}
        values: dict[str, dict[Any, str]] = {one.name: one.levels | absent[one.name] for one in items}
        pyreadstat.write_sav(
            frame, path, file_label=title, column_labels=labels, variable_value_labels=values,
            missing_ranges={name: sorted(missing) for name, missing in absent.items()},
            variable_measure={one.name: "ordinal" if one.is_item else MEASURE[one.is_number] for one in known},
        )  # fmt: skip
    else:
        values = {one.name: one.levels | {LETTERS[code]: label for code, label in one.missing.items()} for one in items}
        letters = {one.name: sorted(LETTERS[code] for code in one.missing) for one in items}
        pyreadstat.write_dta(
            frame, path, file_label=title, column_labels=labels, variable_value_labels=values,
            missing_user_values=letters,
        )  # fmt: skip


def _coded(table: pd.DataFrame, known: list[Variable], kind: str) -> pd.DataFrame:
    import pandas as pd

    told = {text: code for code, text in SPOKEN.items()} | {"": 0}
    made: dict[str, Any] = {}
    for one in known:
        column = table[one.id].astype(str)
        if one.is_number:
            made[one.name] = column.to_numpy(dtype=float)
            continue
        if not one.is_item:
            made[one.name] = column.to_numpy(dtype=object)
            continue
        if kind == "dta":
            cells = [LETTERS[told[cell]] if cell in told else int(cell) for cell in column]
            made[one.name] = pd.Series(cells, dtype=object)
        else:
            made[one.name] = [told[cell] or one.empty if cell in told else int(cell) for cell in column]
    return pd.DataFrame(made)


def _within(label: str, size: int) -> str:
    return label.encode()[:size].decode(errors="ignore")
