"""One cell of a file of answers → what it means, or a fault."""

from __future__ import annotations

import re

from pasapas_widgets.files.sheets.entries import quoted
from pasapas_widgets.model.questionnaire.sheet import Answer
from pasapas_widgets.model.questionnaire.structure import Scale

__all__ = ["CellError", "answer_of", "is_decimal", "name_of", "safe_name", "written_answer"]

_NAME_LENGTH = 200
_WHOLE = re.compile(r"\s*(\d+)[.,]0+\s*")
# A spreadsheet runs a cell that begins with one of these as a formula: it is written with an apostrophe before it.
_FORMULA = re.compile(r"'*[=+\-@]")


class CellError(ValueError):
    """What is wrong with one value: the field it stands in, and why, as a French clause."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def answer_of(cell: str, scale: Scale, *, by_rank: bool = False) -> Answer | None:
    """Return the answer that a cell holds, ``None`` where it is empty: ``3``, ``3,0``, ``3.0``, ``nsp`` are certain.

    Parameters
    ----------
    by_rank
        Whether it says the rank of a level, as our own JSON does, and not its code.

    Raises
    ------
    CellError
        Anything else: off the scale, a half, another word.
    """
    told = cell.strip().upper()
    if not told:
        return None
    if told in scale.codes:
        return told
    whole = _WHOLE.fullmatch(told)
    told = whole[1] if whole else told
    known = [str(level.value if by_rank else level.written) for level in scale.levels]
    if told in known:
        return known.index(told) + 1
    raise CellError(
        "reponse",
        f"« {quoted(cell)} » n'est pas une réponse possible ; écrire un niveau de "
        f"{', '.join([f'1 à {scale.top}' if by_rank else scale.written, *scale.codes])}, ou laisser la case vide",
    )


def written_answer(answer: Answer, scale: Scale) -> Answer:
    """Return an answer as a table says it: the code of its level, ``"NSP"`` or ``"NC"``."""
    return scale.levels[answer - 1].written if isinstance(answer, int) else answer


def is_decimal(cell: str) -> bool:
    """Tell whether a spreadsheet wrote a whole number with decimals: ``3,0``."""
    return _WHOLE.fullmatch(cell) is not None


def name_of(column: str, cell: str) -> str:
    """Return the name of a session or of a sheet that a cell holds."""
    name = cell.strip()
    if not name:
        raise CellError(column, "la case est vide ; la remplir ou retirer la ligne")
    if "\n" in name or len(name) > _NAME_LENGTH:
        raise CellError(
            column,
            f"la case dépasse une ligne ou {_NAME_LENGTH} caractères ; vérifier les guillemets et raccourcir",
        )
    return name[1:] if name.startswith("'") and _FORMULA.match(name) else name


def safe_name(name: str) -> str:
    """Return a name as it is written in a table: on one line, and never run as a formula by a spreadsheet."""
    name = " ".join(name.split())
    return f"'{name}" if _FORMULA.match(name) else name
