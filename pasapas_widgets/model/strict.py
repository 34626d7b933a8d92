"""What the structures read from content share: strict reading, and the types of their fields."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

__all__ = ["Degree", "Identifier", "Minutes", "Span", "Strict", "Text"]

Identifier = Annotated[str, Meta(pattern=r"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,39}$")]
Text = Annotated[str, Meta(min_length=1, max_length=600)]
Minutes = Annotated[int, Meta(ge=0, le=600)]
Span = tuple[Annotated[int, Meta(ge=1)], Annotated[int, Meta(ge=1)]]
"""The least and the most."""
Degree = Annotated[int, Meta(ge=1, le=3)]
"""1 slight, 2 medium, 3 strong."""


class Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Immutable, by keyword, strict about unknown keys."""
