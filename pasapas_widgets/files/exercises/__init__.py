"""A module's file that somebody has written: all its faults at once, with their lines and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from pasapas_widgets.content import interface
from pasapas_widgets.content.faults import Fault
from pasapas_widgets.content.french import typeset_all
from pasapas_widgets.files.exercises.advice import Advice, advice_on
from pasapas_widgets.files.exercises.figures import faults_of_figures
from pasapas_widgets.files.nodes import STAND_IN, Reading, read_nodes
from pasapas_widgets.model.exercise.faults import faults_of
from pasapas_widgets.model.exercise.structure import Module

__all__ = ["Checked", "check", "looks_like_module"]

GUIDE = "docs/former.md"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a module's file; ``faults`` are in the order of the file, ``module`` is ``None`` with one."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    module: Module | None = None


def looks_like_module(text: str) -> bool:
    """Tell whether a file is meant to be a module of the course and no questionnaire.

    >>> looks_like_module("id: a\\netapes:\\n"), looks_like_module("id: a\\nitems: []\\n")
    (True, False)
    """
    keys = {line.partition(":")[0].strip().strip("\"'") for line in text.split("\n") if line[:1].strip()}
    return bool(keys & {"etapes", "objectifs", "a_retenir"}) and not keys & {"items", "leviers", "echelle"}


def check(text: str, *, beside: Path | None = None) -> Checked:
    """Check the text of a module's file.

    Parameters
    ----------
    text
        YAML.
    beside
        The folder of the file, where its own dossiers are looked for.

    Returns
    -------
    Checked
        Every fault, or the module with what deserves a thought. No text at all makes it raise.

    Examples
    --------
    >>> [(fault.line, fault.path) for fault in check("id: essai\\netapes: []\\n").faults][:2]
    [(1, 'version'), (1, 'numero')]
    """
    text = text.encode("utf-8", "replace").decode()  # a lone half of a character is no text
    reading = read_nodes(text, Module, GUIDE)
    module = _module(reading)
    wrong = (*faults_of(module), *faults_of_figures(module, beside)) if module else ()
    faults = reading.judge(wrong, _is_consequence)
    if faults or module is None:
        return Checked(faults=faults)
    cut: list[Advice] = [(path, "coupe", {"trouve": value[:60]}) for path, value in reading.cut]
    found = [*advice_on(module), *cut]
    return Checked(faults=(), warnings=tuple(_warning(reading, *one) for one in found), module=module)


def _module(reading: Reading) -> Module | None:
    """Return the module, with stand-ins where it is faulty; ``None`` where too little of it is there."""
    if reading.plain is None or "etapes" in reading.mended:
        return None
    try:
        return msgspec.convert(typeset_all(reading.plain), Module)
    except msgspec.ValidationError:
        return None


def _is_consequence(reading: Reading, path: str, reason: str) -> bool:
    """Tell whether a fault only comes from another one that is told already: something at, around or under its place
    cannot be read, or what it counts."""
    if STAND_IN in reason:
        return True
    if path == "minutes":
        return any(re.fullmatch(r"etapes\[\d+\](?:\.minutes)?|minutes", one) for one in reading.mended)
    return any(
        path.startswith("sources[")  # what was to cite it cannot be read
        or path == one
        or path.startswith((f"{one}.", f"{one}["))
        or one.startswith((f"{path}.", f"{path}["))
        for one in reading.mended
    )


def _warning(reading: Reading, path: str, kind: str, values: dict[str, object]) -> Fault:
    known = interface("questionnairefiles")["avis"] | interface("training")["avis"]
    return reading.advice(path, known[kind], values)
