"""What the store refuses, each in one French sentence."""

from __future__ import annotations

from typing import Literal

from pasapas_widgets.content.french import FrenchError

__all__ = ["Reason", "RefusedError", "StoreError"]

Reason = Literal["session", "seat", "phase", "value", "limit", "stale", "people"]
"""Why a request is refused: no such session or seat, not in this phase, a wrong value, too much, an old view, more
seats than people."""


class StoreError(FrenchError):
    """The store cannot be used: ``str(error)`` is one French sentence for the person who runs the server."""


class RefusedError(StoreError):
    """A request that the store does not carry out; nothing was changed, unless it ``keeps``.

    Parameters
    ----------
    reason
        For the program that asked (an HTTP status, what the phone does next).
    sentence
        For the person.
    keeps
        What was written before it stays, because the refusal tells something that binds from then on.
    """

    def __init__(self, reason: Reason, sentence: str, *, keeps: bool = False) -> None:
        super().__init__(sentence)
        self.reason: Reason = reason
        self.keeps = keeps
