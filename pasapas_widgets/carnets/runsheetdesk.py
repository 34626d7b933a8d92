"""One window's hold on a run sheet: a model to read, or a variant that is changed, undone, saved at each change.

Where another window has changed or erased the variant meanwhile, this one goes on as a variant of its
own: neither version is lost and nobody has to choose.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from weakref import WeakSet

import msgspec

from pasapas_widgets.carnets.held import Held
from pasapas_widgets.carnets.runsheets import MovedError, RunSheetError, RunSheets, read_run_sheet, said
from pasapas_widgets.content import interface
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.kit.readysessions import ReadySession, arranged
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.changes import Change, ChangeError, patched

__all__ = ["RunSheetDesk", "changed_session"]


@cache
def _changeable() -> frozenset[str]:
    return frozenset(one.encode_name for one in msgspec.structs.fields(ReadySession)) - {"id"}


def changed_session(session: ReadySession, change: Change) -> ReadySession:
    """Return the session with one change made, its sequences one after the other.

    Raises
    ------
    ChangeError
        The change leads to nothing, or the new value does not fit.

    Examples
    --------
    >>> session = arranged(shipped_kit().sessions[0])
    >>> change = Change(op="set", path=("sequences", "q1", "duree"), value=20)
    >>> [one.start for one in changed_session(session, change).sequences[:3]]
    [0, 20, 30]
    """
    texts = interface("runsheet")["fautes"]
    if change.path[0] not in _changeable():
        raise ChangeError(texts["changement"].format(raison=f"« {change.path[0]} »"))
    try:
        return arranged(msgspec.convert(patched(msgspec.to_builtins(session), change), ReadySession))
    except (ChangeError, RunSheetError):
        raise
    except (msgspec.ValidationError, ValueError) as error:
        raise ChangeError(texts["changement"].format(raison=said(error))) from error


class RunSheetDesk(Held[ReadySession]):
    """A run sheet under the hand of one window.

    Parameters
    ----------
    sheets
        Where variants are kept; the user's own data folder where left out.
    questionnaire
        What the groups of these sessions answer; this process's where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     desk = RunSheetDesk(RunSheets(Path(folder)))
    ...     desk.adapt()
    ...     desk.change([Change(op="set", path=("titre",), value="La nôtre")])
    ...     desk.session.title, desk.kept, desk.can_undo
    ('La nôtre', True, True)
    """

    is_sample = False
    conflict = None
    """Never one: a window that comes second goes on with a variant of its own."""

    def __init__(self, sheets: RunSheets | None = None, *, questionnaire: Questionnaire | None = None) -> None:
        super().__init__(arranged(shipped_kit().sessions[0]))
        self.questionnaire = questionnaire or load_questionnaire()
        self.sheets = sheets if sheets is not None else RunSheets()
        self.shown_by: WeakSet[Any] = WeakSet()
        self.id = ""
        """The identifier of the variant; empty where a model is shown."""
        self.told = ""
        """What became of the variant in another window, in one sentence; empty where nothing did."""

    @property
    def session(self) -> ReadySession:
        """The session, as this window has it: a model, or a variant."""
        return self.value

    @session.setter
    def session(self, session: ReadySession) -> None:
        self.value = session

    @property
    def is_open(self) -> bool:
        """Whether what is shown can be changed."""
        return bool(self.id)

    def open_sheet(self, id: str) -> None:
        """Show a model of the kit, or a variant.

        Raises
        ------
        RunSheetError
            It is not there or cannot be read; the present one stays.
        """
        models = {one.id: one for one in shipped_kit().sessions}
        if id in models:
            self._show("", arranged(models[id]), "")
        else:
            self._show(id, *self.sheets.read(id))

    def adapt(self, *, pattern: str = "adapter.nom") -> None:
        """Begin a variant of what is shown, and open it.

        Parameters
        ----------
        pattern
            The place of its title's wording in the texts.

        Raises
        ------
        RunSheetError
            The disk did not take it; the present one stays.
        """
        group, key = pattern.split(".")
        title = interface("runsheet")[group][key].format(titre=self.session.title[:90])
        self.adopt(msgspec.structs.replace(self.session, title=title))

    def adopt(self, session: ReadySession) -> None:
        """Keep a session as a new variant, and open it.

        Raises
        ------
        RunSheetError
            The disk did not take it; the present one stays.
        """
        session = arranged(session)
        self._show((kept := self.sheets.create(session))[0], session, kept[1])

    def bring(self, data: bytes) -> None:
        """Take a variant that came as a file.

        Raises
        ------
        RunSheetError
            It is none, or the disk did not take it.
        """
        self.adopt(read_run_sheet(data))

    def look(self) -> bool:
        """Take what another window has saved, where nothing waits here; return whether there was something."""
        there = self.sheets.mark(self.id) if self.id and self.kept else ""
        if not there or there == self._mark:
            return False
        self._show(self.id, *self.sheets.read(self.id))
        return True

    def erase(self) -> None:
        """Remove the variant from the disk, and show the first model.

        Raises
        ------
        RunSheetError
            The disk refused.
        """
        if self.id:
            self.sheets.erase(self.id)
        self.open_sheet(shipped_kit().sessions[0].id)

    def save(self) -> None:
        """Write the variant to disk. What goes wrong is told by :attr:`fault`, not raised."""
        try:
            try:
                self._mark = self.sheets.save(self.id, self.session, over=self._mark)
            except MovedError as moved:
                self._go_on_apart(erased=moved.erased)
        except RunSheetError as error:
            self.fault, self.kept = str(error), False
        else:
            self.fault, self.kept = "", True

    def tell(self) -> None:
        """Let every widget show the session as it is now."""
        for one in list(self.shown_by):
            one.refresh()

    def _go_on_apart(self, *, erased: bool) -> None:
        texts, session = interface("runsheet")["ailleurs"], self.session
        if not erased:
            title = texts["nom"].format(titre=session.title[:90])
            session = msgspec.structs.replace(session, title=title)
        self.id, self._mark = self.sheets.create(session)
        self.session = session
        self.told = texts["effacee" if erased else "changee"].format(titre=session.title)

    def _changed(self, value: ReadySession, change: Change) -> ReadySession:
        return changed_session(value, change)

    def _show(self, id: str, session: ReadySession, mark: str) -> None:
        self._begin(session, mark)
        self.id, self.told = id, ""
