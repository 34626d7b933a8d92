"""SPSS and Stata files of other tools, and our own, as the table of one line a person that they are.

A value with a label is told by it (1 = «Non» and 1 = «Oui, toujours» are two codings), so that what follows is what
reads any table of another tool: columns by name, by label or by a map, cells by words, faults in one sentence. The
three kinds of missing are told by their labels; a user-missing value without one is no answer that may be guessed.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.files.sheets import LIMIT
from pasapas_widgets.files.sheets.cells import CellError
from pasapas_widgets.files.sheets.words import answer_in_words
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.exchange.variables import ABOUT, FIRST, variables
from pasapas_widgets.research.sessions import CONSENT, About, ResearchError, fault

__all__ = ["LABELLED", "table_of"]

LABELLED = (".sav", ".dta")


def table_of(
    path: Path, q: Questionnaire, titles: Collection[str] = (), classes: Collection[str] = ()
) -> tuple[bytes, dict[str, About]]:
    """Return a file as a table of one line a person, and what it says of its sessions, where it has their columns.

    Parameters
    ----------
    titles
        Names of variables that the caller asks for by name: they keep it; any other is told by its label.
    classes
        Names or labels of variables that are no statements: their values are told by their labels alone.

    Raises
    ------
    ResearchError
        It cannot be read, it is too large, or it says two things of one session.
    """
    if path.stat().st_size > LIMIT:
        raise fault(path.name, "etiquete_grand")
    frame, meta = _opened(path)
    own = {one.name.casefold(): one.id for one in variables(q)}
    wanted, plain = ({title.casefold() for title in some} for some in ((*titles, *classes), classes))
    heads, columns = list[str](), list[list[str]]()
    labels = meta.column_names_to_labels
    for name in frame.columns:
        label = " ".join((labels.get(name) or "").split())
        heads.append(own.get(name.casefold()) or (name if name.casefold() in wanted else label or name))
        is_class = name.casefold() in plain or label.casefold() in plain
        told = _teller(meta.variable_value_labels.get(name) or {}, q, is_class=is_class)
        columns.append([told(one) for one in frame[name].tolist()])
    about = _about(path.name, dict(zip(heads, columns, strict=True)))
    kept = [place for place, head in enumerate(heads) if head not in ABOUT[1:]]
    table = io.StringIO()
    lines = csv.writer(table, lineterminator="\n")
    lines.writerow([heads[place] for place in kept])
    lines.writerows(zip(*(columns[place] for place in kept), strict=True))
    data = table.getvalue().encode()
    if len(data) > LIMIT:
        raise fault(path.name, "etiquete_grand")
    return data, about


def _opened(path: Path) -> tuple[Any, Any]:
    try:
        import pyreadstat
    except ImportError as error:
        raise ResearchError(interface("research")["paquet"]["pyreadstat"]) from error
    read = pyreadstat.read_sav if path.suffix.lower() == ".sav" else pyreadstat.read_dta
    try:
        frame, meta = read(path, user_missing=True)
        if path.suffix.lower() == ".dta":
            frame = _system_missing(frame, read(path)[0])
    except PermissionError as error:
        raise fault(path.name, "tenu") from error
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError) as error:
        raise fault(path.name, "etiquete_illisible") from error
    if not len(frame) or not len(frame.columns):
        raise fault(path.name, "etiquete_vide")
    return frame, meta


def _system_missing(frame: Any, plain: Any) -> Any:
    """Return a Stata table whose system-missing values are missing: pyreadstat 1.3 reads them as 0 where letters stand
    above them in a column of whole numbers."""
    for name in frame.columns:
        absent = plain[name].isna() & ~frame[name].map(lambda one: isinstance(one, str))
        if absent.any():
            frame[name] = frame[name].astype(object).mask(absent, None)
    return frame


def _teller(labels: dict[Any, str], q: Questionnaire, *, is_class: bool) -> Callable[[Any], str]:
    """Return how a value of a variable is written: by its label, its number before words that are not ours."""
    empty = interface("research")["paquet"]["absences"][""].casefold()
    told: dict[Any, str] = {}
    for value, label in labels.items():
        label = " ".join(label.split())
        if label.casefold() == empty:
            told[value] = ""
        elif is_class or isinstance(value, str) or _is_ours(label, q):
            told[value] = label
        else:
            told[value] = f"{_plain(value)} – {label}"

    def tell(value: Any) -> str:
        return told[value] if value in told else _plain(value)

    return tell


def _is_ours(label: str, q: Questionnaire) -> bool:
    return any(_reads(label, scale) for scale in (q.scale, *q.other_scales.values()))


def _reads(label: str, scale: Any) -> bool:
    try:
        return answer_in_words(label, scale) is not None
    except CellError:
        return False


def _plain(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _about(file: str, columns: dict[str, list[str]]) -> dict[str, About]:
    """Return what a file says of each session, nothing where it has no column of consent."""
    if not {"seance", "recherche"} <= set(columns):
        return {}
    found: dict[str, About] = {}
    for line, (session, consent, *more) in enumerate(_lines(columns), start=2):
        if consent.casefold() not in CONSENT:
            raise fault(file, "accord", ligne=line, valeur=consent)
        told = About(CONSENT[consent.casefold()], *more)
        if found.setdefault(session, told) != told:
            raise fault(file, "etiquete_seance", ligne=line, seance=session)
    return found


def _lines(columns: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    n = len(columns[FIRST[0]])
    return zip(*(columns.get(name, [""] * n) for name in ABOUT), strict=True)
