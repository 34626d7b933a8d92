"""The drawings that go with easy-to-read statements: one path each, in a square of 24."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from msgspec import Meta

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.strict import Identifier, Strict

__all__ = ["load_drawings"]

Path = Annotated[str, Meta(pattern=r"^[MLHVCSAZmlhvcsaz0-9 .-]+$")]
"""What an SVG path may be drawn of: it is put into pages and prints as it is."""


class _Drawings(Strict, frozen=True, rename={"paths": "dessins"}):
    paths: dict[Identifier, Path]


@cache
def load_drawings() -> dict[str, str]:
    """Return name → path (the attribute ``d``; units of a square of 24 × 24, to be stroked, not filled)."""
    return load_yaml(CONTENT / "questionnaires/drawings.yaml", _Drawings).paths
