"""The exercises that a trainer can open in a session: those of the course, and those of a module of one's own."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.exports.course.asked import asked_of, listed
from pasapas_widgets.model.exercise.asked import Asked
from pasapas_widgets.model.exercise.loading import load_course, load_module
from pasapas_widgets.model.exercise.structure import Module

__all__ = ["Course"]

LONGEST = 300_000
"""Letters of a module's file: ten times the longest of the course."""


class Course:
    """The modules of one cockpit, read when they are first asked for.

    Parameters
    ----------
    texts
        content/interface/cockpit.yaml.
    files
        Modules of one's own (YAML, docs/former.md), before those that ship with the package.
    """

    def __init__(self, texts: Mapping[str, Any], files: Sequence[Path | str] = ()) -> None:
        self._texts, self._files = texts["exercices"], files
        self._own: dict[str, tuple[Path | None, Module]] = {}
        self._read: dict[str, tuple[Path | None, Module]] | None = None

    def listed(self) -> list[dict[str, Any]]:
        """Return the modules, one's own first, each with the questions that can be opened."""
        return [{"id": one.id, "titre": one.title, "exercices": listed(one)} for _, one in self._modules().values()]

    def add(self, name: str, text: str) -> str:
        """Take a module of one's own from the text of its file, and return its name.

        Raises
        ------
        ContentError
            It cannot be read: one French sentence with the file, the place and the reason.
        FrenchError
            It is too long for a module.
        """
        if len(text) > LONGEST:
            raise FrenchError(self._texts["trop_long"])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / (re.sub(r"[^\w.-]", "_", name)[-80:].strip(".") or "module.yaml")
            path.write_text(text, encoding="utf-8")
            module = load_module(path)
        for key in [one["cle"] for one in listed(module)]:
            asked_of(module, key)  # a dossier that is not there is told now, not before the group
        self._own[module.id] = (None, module)
        return module.id

    def asked(self, module: str, key: str) -> Asked:
        """Return one question with its figure drawn.

        Raises
        ------
        FrenchError
            The module is not here (a file chosen in another window, or before the page was loaded), or has no such
            question.
        """
        found = self._modules().get(module)
        if found is None:
            raise FrenchError(self._texts["absent"])
        return asked_of(found[1], key, found[0])

    def _modules(self) -> dict[str, tuple[Path | None, Module]]:
        if self._read is None:
            own = {load_module(path).id: (Path(path).parent, load_module(path)) for path in self._files}
            self._read = own | {one.id: (None, one) for one in load_course() if one.id not in own}
        return self._own | {id: one for id, one in self._read.items() if id not in self._own}
