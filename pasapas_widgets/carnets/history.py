"""The values that a document had before and after the one it has: what undo and redo go through."""

from __future__ import annotations

from typing import Generic, TypeVar

__all__ = ["LONGEST_UNDO", "History"]

LONGEST_UNDO = 100
"""How many changes can be undone."""
Value = TypeVar("Value")


class History(Generic[Value]):
    """The past and the future of a value that is never changed, only replaced.

    Examples
    --------
    >>> history = History()
    >>> for before in ("", "R", "Re"):
    ...     history.keep(before, group="titre")
    >>> history.undo("Rel"), history.redo("")
    ('', 'Rel')
    """

    def __init__(self) -> None:
        self.past: list[Value] = []
        self.future: list[Value] = []
        self._group = ""

    def keep(self, before: Value, *, group: str = "") -> None:
        """Remember the value before a change. Changes of one ``group`` that follow each other are undone together."""
        again = bool(group) and group == self._group and bool(self.past)
        if not again:
            self.past = [*self.past, before][-LONGEST_UNDO:]
        self.future.clear()
        self._group = group

    def undo(self, present: Value) -> Value:
        """Return the value before the last change; ``present`` where nothing was changed."""
        return self._go(self.past, self.future, present)

    def redo(self, present: Value) -> Value:
        """Return the value before the last undo; ``present`` where nothing was undone since the last change."""
        return self._go(self.future, self.past, present)

    def _go(self, there: list[Value], behind: list[Value], present: Value) -> Value:
        if not there:
            return present
        self._group = ""
        behind.append(present)
        return there.pop()
