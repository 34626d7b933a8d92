"""SPSS and Stata files of other tools, and our own, as the table of one line a person that they are.

A value with a label is told by it (1 = «Non» and 1 = «Oui, toujours» are two codings), so that what follows is what
reads any table of another tool: columns by name, by label or by a map, cells by words, faults in one sentence. The
three kinds of missing are told by their labels; a user-missing value without one is no answer that may be guessed.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from pasapas_widgets.content import interface
from pasapas_widgets.files.sheets import LIMIT
from pasapas_widgets.files.sheets.cells import CellError
from pasapas_widgets.files.sheets.words import answer_in_words
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.exchange import opening
from pasapas_widgets.research.exchange.opening import Opened, Value
from pasapas_widgets.research.exchange.variables import ABOUT, FIRST, variables
from pasapas_widgets.research.sessions import CONSENT, About, ResearchError, fault, readable

__all__ = ["table_of", "table_told"]


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
    return table_told(path.name, _opened(path), q, titles, classes)


def table_told(
    file: str, told: Opened, q: Questionnaire, titles: Collection[str] = (), classes: Collection[str] = ()
) -> tuple[bytes, dict[str, About]]:
    """Return the same of what was opened; parameters as for :func:`table_of`."""
    if not told.variables or not told.variables[0].values:
        raise fault(file, "etiquete_vide")
    own = {one.name.casefold(): one.id for one in variables(q)}
    wanted, plain = ({title.casefold() for title in some} for some in ((*titles, *classes), classes))
    heads, columns = list[str](), list[list[str]]()
    for one in told.variables:
        name, label = one.name, " ".join(one.label.split())
        heads.append(own.get(name.casefold()) or (name if name.casefold() in wanted else label or name))
        is_class = name.casefold() in plain or label.casefold() in plain
        tell = _teller(one.labels, q, is_class=is_class)
        columns.append([tell(value) for value in one.values])
    about = _about(file, dict(zip(heads, columns, strict=True)))
    kept = [place for place, head in enumerate(heads) if head not in ABOUT[1:]]
    table = io.StringIO()
    lines = csv.writer(table, lineterminator="\n")
    lines.writerow([heads[place] for place in kept])
    lines.writerows(zip(*(columns[place] for place in kept), strict=True))
    data = table.getvalue().encode()
    if len(data) > LIMIT:
        raise fault(file, "etiquete_grand")
    return data, about


def _opened(path: Path) -> Opened:
    """Return what a file holds, read in a process of its own: a damaged one may end the program that reads it."""
    if find_spec("pyreadstat") is None:
        raise ResearchError(interface("research")["paquet"]["pyreadstat"])
    with readable(path):
        pass
    done = subprocess.run(
        [sys.executable, "-c", f"from {opening.__name__} import main; main()", str(path.resolve())],
        stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise fault(path.name, "etiquete_illisible")
    told = msgspec.json.decode(done.stdout, type=Opened)
    return told


def _teller(labels: Sequence[tuple[Value, str]], q: Questionnaire, *, is_class: bool) -> Callable[[Value], str]:
    """Return how a value of a variable is written: by its label, its number before words that are not ours."""
    empty = interface("research")["paquet"]["absences"][""].casefold()
    told: dict[Value, str] = {}
    for value, label in labels:
        label = " ".join(label.split())
        if label.casefold() == empty:
            told[value] = ""
        elif is_class or isinstance(value, str) or _is_ours(label, q):
            told[value] = label
        else:
            told[value] = f"{_plain(value)} – {label}"

    def tell(value: Value) -> str:
        return told[value] if value in told else _plain(value)

    return tell


def _is_ours(label: str, q: Questionnaire) -> bool:
    return any(_reads(label, scale) for scale in (q.scale, *q.other_scales.values()))


def _reads(label: str, scale: Any) -> bool:
    try:
        return answer_in_words(label, scale) is not None
    except CellError:
        return False


def _plain(value: Value) -> str:
    if value is None:
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
