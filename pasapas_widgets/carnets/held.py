"""What one window holds: a value that is changed, undone and redone, and saved at each change."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Generic, TypeVar

from pasapas_widgets.carnets.history import History
from pasapas_widgets.rules.changes import Change

__all__ = ["Held"]

T = TypeVar("T")


class Held(ABC, Generic[T]):
    """A value under the hand of one window. It is a value: each change makes a new one, and undo goes back.

    Parameters
    ----------
    value
        What is held at first.
    """

    def __init__(self, value: T) -> None:
        self.value = value
        self.kept = True
        """Whether :attr:`value` is on disk as it is."""
        self.fault = ""
        """Why the last save failed; empty where it did not."""
        self._mark = ""
        self._history: History[T] = History()

    @abstractmethod
    def save(self) -> None:
        """Write the value to disk. What goes wrong is told, not raised."""

    @abstractmethod
    def _changed(self, value: T, change: Change) -> T:
        """Return the value with one change made; raise ``ChangeError`` where it cannot be."""

    @property
    def can_undo(self) -> bool:
        """Whether something was changed in this window."""
        return bool(self._history.past)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone and nothing changed since."""
        return bool(self._history.future)

    def change(self, changes: Iterable[Change], *, group: str = "") -> None:
        """Make some changes as one, and save. Changes of one ``group`` that follow each other are undone together.

        Raises
        ------
        ChangeError
            One of them cannot be made: none is.
        """
        value = self.value
        for one in changes:
            value = self._changed(value, one)
        if value != self.value:
            self._put(value, group=group)

    def undo(self) -> None:
        """Go back to the value before the last change."""
        if self.can_undo:
            self.value = self._history.undo(self.value)
            self.save()

    def redo(self) -> None:
        """Make again what was undone last."""
        if self.can_redo:
            self.value = self._history.redo(self.value)
            self.save()

    def _put(self, value: T, *, group: str = "") -> None:
        """Put another value in the place of this one, which can be undone to."""
        self._history.keep(self.value, group=group)
        self.value = value
        self.save()

    def _begin(self, value: T, mark: str) -> None:
        """Hold what was just read from the disk, or is new: nothing of before can be undone."""
        self.value, self._mark = value, mark
        self.kept, self.fault = True, ""
        self._history = History()
