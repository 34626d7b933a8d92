"""Addresses made for one try: a phone that opens one shows that phones reach the room."""

from __future__ import annotations

import secrets

__all__ = ["Tries"]

MOST = 50


class Tries:
    """The tries of this run, and those that a phone has seen."""

    def __init__(self) -> None:
        self._seen: dict[str, bool] = {}

    def new(self) -> str:
        """Return the mark of a new try; the oldest are forgotten."""
        mark = secrets.token_hex(4)
        self._seen[mark] = False
        for old in list(self._seen)[:-MOST]:
            del self._seen[old]
        return mark

    def arrived(self, mark: str) -> bool:
        """Note that a phone has opened the try; tell whether there is such a try."""
        if mark in self._seen:
            self._seen[mark] = True
        return mark in self._seen

    def seen(self, mark: str) -> bool:
        """Tell whether a phone has opened the try."""
        return self._seen.get(mark, False)
