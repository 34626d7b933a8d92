"""What a page fetches ahead is there to be fetched, and what it shows before its kernel is the notebook's."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from voila.paths import collect_static_paths
from voila.utils import get_voila_labextensions_path

from pasapas_widgets.app.early import early_parts, framed, is_shipped, scripts_ahead
from pasapas_widgets.places.shipped import workbooks_dir


def is_there(folders: list[str], name: str) -> bool:
    return any((Path(folder) / name.partition("?")[0]).is_file() for folder in folders)


def test_scripts_fetched_ahead_are_those_of_the_installed_versions() -> None:
    ahead = scripts_ahead()
    statics = collect_static_paths(["voila", "nbconvert"], "lab", prune=True)
    assert all(is_there(statics, name) for name in ahead["statics"])
    assert all(is_there(get_voila_labextensions_path([]), name) for name in ahead["labextensions"])


def test_the_frame_has_every_word_and_of_code_its_place_alone() -> None:
    code = new_code_cell("secret", metadata={"pasapas": {"bar": True}})
    words, place, end = framed([new_markdown_cell("# Titre"), code])
    assert words.source == "# Titre"
    assert (place.source, place.outputs, place.metadata.pasapas.bar) == ("", [], True)
    assert end.framed and code.source == "secret"


def test_a_notebook_without_an_early_view_has_nothing_to_mount() -> None:
    assert early_parts("/", [NotebookNode(cell_type="code", source="1 + 1")]) is None
    parts = early_parts("/", [NotebookNode(cell_type="code", source="from pasapas_widgets import Radar\nRadar()")])
    assert parts is not None and "</" not in parts["views"][0]


@pytest.mark.parametrize("path", sorted(workbooks_dir().glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_workbooks_that_ship_have_no_formula_and_are_known_by_what_they_say(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells  # type: ignore[no-untyped-call]
    assert not any(sign in cell.source for cell in cells for sign in ("$", "\\(", "\\["))
    assert is_shipped(path.name, cells)
    assert not is_shipped(path.name, [*cells, new_markdown_cell("$x$")])
