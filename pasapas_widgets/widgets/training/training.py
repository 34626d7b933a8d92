"""«Se former»: the modules of the course; exercises with feedback on invented establishments. Nobody is marked."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import traitlets

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.exports.course.pictures import plain_picture
from pasapas_widgets.model.exercise.loading import load_course, load_module
from pasapas_widgets.model.exercise.structure import Module
from pasapas_widgets.model.field.personal import personal_words
from pasapas_widgets.model.strict import plain
from pasapas_widgets.places.binder import demonstration
from pasapas_widgets.widgets.kit.link import Link, Number, Plain, Verbs
from pasapas_widgets.widgets.kit.threads import Aside
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Training"]


class Training(Link):
    """The modules of the course, and the exercises of the one that is open.

    What a person answers stays in the browser: Python is asked for a module, with its figures drawn, and for the pages
    to print. It never hears of an answer.

    Parameters
    ----------
    files
        Modules of one's own (YAML, docs/former.md), or names of modules that ship with the package; all of those where
        left out. A lone module is open at once.
    keep_days : int
        Days the answers are kept in this browser, from the last change: 7, and 1 on public Binder; 0 to keep nothing.
    linked : bool, default True
        Whether a kernel answers; a host without one prints nothing and opens no other module.

    Raises
    ------
    ContentError
        A module cannot be read: one French sentence with the file, the place and the reason.

    Examples
    --------
    >>> Training().modules[0]["titre"]
    'Ce que le radar dit et ne dit pas'
    """

    section = "training"
    _esm = module("training")
    _css = style("kit/carnet", "training")

    modules = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    module = traitlets.Dict().tag(sync=True)
    names = traitlets.Dict(read_only=True).tag(sync=True)
    keep_days = traitlets.Int(min=0, max=366).tag(sync=True)
    linked = traitlets.Bool(True).tag(sync=True)
    file = traitlets.Bytes(None, allow_none=True).tag(sync=True)

    def __init__(self, *files: Path | str, **traits: Any) -> None:
        self._aside = Aside("training")
        read = _read(files)
        self._places = {one.id: folder for folder, one in read}
        self._modules = {one.id: one for _, one in read}
        super().__init__(**traits)
        if len(self._modules) == 1:
            self.show(next(iter(self._modules)))

    @traitlets.default("modules")
    def _summaries(self) -> list[dict[str, Any]]:
        return [
            {"id": one.id, "version": one.version, "numero": one.number, "titre": one.title,
             "minutes": one.minutes, "pour": one.audience,
             "objectifs": list(one.goals)}
            for one in self._modules.values()
        ]  # fmt: skip

    @traitlets.default("names")
    def _names(self) -> dict[str, list[str]]:
        return personal_words()

    @traitlets.default("keep_days")
    def _keep_days(self) -> int:
        return 7 if demonstration(os.environ) is None else 1

    def verbs(self) -> Verbs:
        """Return what can be asked for."""
        return {"open": lambda message: self.show(str(message["id"])), "paper": self._print}

    def acknowledge(self) -> None:
        """Leave it: pages are acknowledged once they are made, see :meth:`_hand`."""

    def show(self, id: str) -> None:
        """Open a module, with its figures drawn.

        Raises
        ------
        FrenchError
            The course has no such module, or a figure's dossier cannot be read.
        """
        found = self._module(id)
        made = plain(found)
        drawn = {one.id: plain_picture(one.figure, self._places[id]) for _, one in found.exercises if one.figure}
        for step in made["etapes"]:
            for one in step["exercices"]:
                one["figure"] = drawn.get(one["id"])
        self.module = made

    def _module(self, id: str) -> Module:
        if id not in self._modules:
            raise FrenchError(self.texts["liste"]["inconnu"])
        return self._modules[id]

    def _print(self, message: Plain) -> None:
        """Make the exercises of the open module, or their answers, in a thread, then hand them over."""
        from pasapas_widgets.exports.course.paper import answers_pdf, exercises_pdf

        found = self._module(str(self.module.get("id", "")))
        make = {"exercices": exercises_pdf, "reponses": answers_pdf}[str(message["part"])]
        number, beside = self.number, self._places[found.id]
        self._aside.run(lambda: partial(self._hand, number, _pages(lambda: make(found, beside))))

    def _hand(self, number: Number, made: bytes | None) -> None:
        with self.hold_sync():
            self.set_trait("file", made)
            self._note(number, ack=number["seq"])

    def close(self) -> None:
        """Stop what is being printed and close the widget."""
        self._aside.close()
        super().close()

    def __repr__(self) -> str:
        return f"<Training : {len(self._modules)} modules>"


def _read(files: Iterable[Path | str]) -> list[tuple[Path | None, Module]]:
    """Return the modules, each with the folder of its file where it is one's own."""
    paths = [Path(one) for one in files]
    if not paths:
        return [(None, one) for one in load_course()]
    found = {one.id: one for one in load_course(paths)}
    folders = {load_module(path).id: path.parent if path.is_file() else None for path in paths}
    return [(folders[id], one) for id, one in found.items()]


def _pages(made: Callable[[], bytes]) -> bytes | None:
    """Return pages, or nothing where they cannot be made; called in a thread."""
    try:
        return made()
    except Exception:
        logging.getLogger(__name__).exception("the exercises could not be printed")
        return None
