"""What a workbook's page has before its kernel: the frame of its cells, the views that a browser draws by itself."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import nbformat
from jupyter_server.auth.decorator import allow_unauthenticated
from nbformat import NotebookNode
from voila import __version__ as voila_version
from voila.utils import get_voila_labextensions_path

from pasapas_widgets.app.assets import FOR_EVER
from pasapas_widgets.app.pages import FrenchPage
from pasapas_widgets.front.modules import script_data
from pasapas_widgets.page.early import early_script, early_style, early_views
from pasapas_widgets.places.shipped import workbooks_dir

__all__ = ["EarlyScript", "early_parts", "framed", "is_shipped", "placed", "prepare", "scripts_ahead"]

FRAMED = NotebookNode(cell_type="raw", framed=True, metadata={}, source="")  # type: ignore[no-untyped-call]
"""What follows the last cell of the frame: there the page closes what it has opened, and leaves."""


def framed(cells: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Return the cells as they stand before any has run: words as they are, of code its place alone."""
    kept = ("id", "cell_type", "metadata")
    shown = [
        NotebookNode({name: cell[name] for name in kept if name in cell}, source="", outputs=[])  # type: ignore[no-untyped-call]
        if cell.cell_type == "code"
        else cell
        for cell in cells
    ]
    return [*shown, FRAMED]


async def placed(ran: AsyncIterator[NotebookNode], places: Iterable[int]) -> AsyncIterator[NotebookNode]:
    """Give each cell that has run its place in the frame, from 1."""
    left = iter(places)
    async for cell in ran:
        yield NotebookNode(cell, place=next(left))  # type: ignore[no-untyped-call]


def is_shipped(name: str, cells: Iterable[NotebookNode]) -> bool:
    """Tell whether a notebook says what the workbook of that name does which ships with the project."""
    path = workbooks_dir() / name
    return path.is_file() and _words(cells) == _words(nbformat.read(path, as_version=4).cells)  # type: ignore[no-untyped-call]


def _words(cells: Iterable[NotebookNode]) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in cells]


def early_parts(base_url: str, cells: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return what the template needs of the early views: the data of each by the cell's place, script and style.

    Parameters
    ----------
    base_url
        The prefix of every address, ending in ``/``.
    cells
        The notebook's; ``None`` is returned where no view can be drawn early.
    """
    views = early_views(cells)
    if not views:
        return None
    return {
        "views": {place: script_data(view) for place, view in views.items()},
        "script": f"{base_url}pasapas/tot-{_packed()[0]}.js",
        "style": early_style(),
    }


@cache
def _packed() -> tuple[str, bytes]:
    """Return the script's name, made from its text, and the script compressed."""
    script = early_script().encode()
    return sha256(script).hexdigest()[:16], gzip.compress(script, 9, mtime=0)


def prepare() -> None:
    """Load beside the server's start what the first page would wait for: the widgets, their script."""

    def run() -> None:
        source = "from pasapas_widgets import Questionnaire\nQuestionnaire()"
        early_parts("/", [{"cell_type": "code", "source": source}])

    Thread(target=run, daemon=True).start()


@cache
def scripts_ahead() -> dict[str, list[str]]:
    """Return the scripts of Voilà and of the widgets that every page loads: ``statics``, ``labextensions``.

    They are those of one version: of another Voilà none is told, of other extensions those that have kept their name.
    """
    listed = msgspec.json.decode(Path(__file__).with_name("scripts_ahead.json").read_bytes())
    folders = [Path(folder) for folder in get_voila_labextensions_path([])]
    there = [name for name in listed["labextensions"] if any((one / name.split("?")[0]).is_file() for one in folders)]
    return {"statics": listed["statics"] if listed["voila"] == voila_version else [], "labextensions": there}


class EarlyScript(FrenchPage):
    """The script that mounts the early views: another version has another address, so browsers keep it."""

    @allow_unauthenticated  # type: ignore[untyped-decorator]
    def get(self, _name: str) -> None:
        """Send the script, whatever version is asked for: the page that asks is ours."""
        packed = _packed()[1]
        self.set_header("Content-Type", "text/javascript; charset=UTF-8")
        self.set_header("Cache-Control", FOR_EVER)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.write(packed)
        else:
            self.write(gzip.decompress(packed))
