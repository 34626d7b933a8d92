"""Where the modules of the course are, and how one is opened."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.content.faults import Fault, line_at
from pasapas_widgets.model.exercise.faults import faults_of
from pasapas_widgets.model.exercise.structure import Module
from pasapas_widgets.model.strict import require_unique

__all__ = ["COURSE", "load_course", "load_module"]

COURSE = CONTENT / "course"
"""The folder of the modules that ship with the package, one file each, named after the module."""


def load_module(path: Path | str) -> Module:
    """Read a module and check all that can be checked without its dossiers.

    Parameters
    ----------
    path
        A YAML file, or the identifier of a module that ships with the package.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason; ``pasapas verifier`` tells all faults.

    Examples
    --------
    >>> module = load_module("lire-un-radar")
    >>> module.number, module.minutes, len(list(module.exercises))
    (1, 35, 8)
    """
    shipped = COURSE / f"{path}.yaml"
    return _loaded(shipped if shipped.is_file() else Path(path))


@cache
def _loaded(source: Path) -> Module:
    module = load_yaml(source, Module)
    for path, reason, fix in faults_of(module):
        line = line_at(source.read_text(encoding="utf-8-sig"), path)
        raise ContentError(Fault(line=line, path=path, reason=reason, fix=fix).sentence(source.name))
    return module


def load_course(paths: Iterable[Path] | None = None) -> tuple[Module, ...]:
    """Return the modules in the order of their numbers; those that ship with the package where nothing is given.

    Raises
    ------
    ContentError
        As :func:`load_module`; or two modules have one name or one number.
    """
    modules = [load_module(path) for path in (sorted(COURSE.glob("*.yaml")) if paths is None else paths)]
    require_unique("course", (one.id for one in modules))
    require_unique("course", (str(one.number) for one in modules), what="numero")
    return tuple(sorted(modules, key=lambda one: one.number))
