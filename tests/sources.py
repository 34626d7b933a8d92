"""The files and folders that a person wrote: what pytest, pip and git keep beside them is never looked into.

A walk that enters every folder and sorts afterwards meets an environment while pip fills it, and fails on a file that
was there a moment ago (`.ci/run` makes the environments of the other Pythons beside the first tests).
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
APART = ("node_modules", "__pycache__")


def sources(root: Path = ROOT) -> list[Path]:
    """Return what is under ``root``, sorted, but for hidden files and folders and those of `APART`."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in APART]
        found += [Path(folder, name) for name in [*folders, *files] if not name.startswith(".")]
    return sorted(found)
