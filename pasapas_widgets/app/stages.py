"""The stages of a workbook: which cells open them, and what the page's rail calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["stages_opened"]

NAME = re.compile(r"[a-z][a-z0-9-]*")
"""What a stage is called in an address, in a widget's ``data-stage`` and in a style sheet."""


def stages_opened(cells: Iterable[Mapping[str, Any]]) -> dict[int, dict[str, str]]:
    """Return the stages that each cell opens, by the cell's place; a cell that opens none is left out.

    A cell says so in its metadata, ``{"pasapas": {"stages": {"voter": "Voter"}}}``: identifier and what the rail
    says. With several, the widgets that follow say which of their parts belongs to which (``data-stage``). What is
    not of this shape, or was opened before, is passed over: any notebook may be opened.

    >>> heading = {"metadata": {"pasapas": {"stages": {"voter": "Voter", "garder": "Garder", "2": "Non"}}}}
    >>> stages_opened([{"metadata": {}}, heading, heading])
    {1: {'voter': 'Voter', 'garder': 'Garder'}}
    """
    opened: dict[int, dict[str, str]] = {}
    known: set[str] = set()
    for place, cell in enumerate(cells):
        ours = cell.get("metadata", {}).get("pasapas")
        told = ours.get("stages") if isinstance(ours, Mapping) else None
        if not isinstance(told, Mapping):
            continue
        new = {id: str(name) for id, name in told.items() if NAME.fullmatch(id) and id not in known}
        if new:
            known |= set(new)
            opened[place] = new
    return opened
