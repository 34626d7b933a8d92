"""Published results for a test: made of plain values, or changed as somebody changes a file by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from pasapas_widgets.model.results import GroupResults

__all__ = ["changed", "published"]


def published(plain: Mapping[str, Any]) -> GroupResults:
    """Return published results of plain values, as a file holds them."""
    return msgspec.convert(dict(plain), GroupResults)


def changed(results: GroupResults, **plain: Any) -> GroupResults:
    """Return published results of which some keys of the file are others."""
    return published(results.plain() | plain)
