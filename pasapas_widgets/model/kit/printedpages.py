"""Pages to print that hold what is written in them by hand: templates, the trainer's folder, the lexicon."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.model.strict import Identifier, Strict, Text, require_unique

__all__ = ["Blank", "Block", "Grid", "PrintedPage", "PrintedPages", "load_pages"]

_Cell = Annotated[str, Meta(max_length=400)]
_Height = Annotated[int, Meta(ge=5, le=110)]


class Blank(Strict, frozen=True, rename={"label": "libelle", "lines": "lignes"}):
    """Something to write by hand: what it is, and how many ruled lines it has."""

    label: Text
    lines: Annotated[int, Meta(ge=1, le=12)] = 1


class Grid(
    Strict,
    frozen=True,
    rename={"columns": "colonnes", "widths": "largeurs", "rows": "lignes", "empty": "vides", "height": "hauteur"},
):
    """A table to fill in.

    Parameters
    ----------
    columns
        What each column is for; its header.
    widths
        Shares of the width, one a column.
    rows
        What is already in the rows, from the left; the cells that are left out are empty.
    empty
        Empty rows after them.
    height
        Least height of a row in millimetres.
    """

    columns: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=8)]
    widths: tuple[Annotated[float, Meta(gt=0)], ...]
    rows: tuple[tuple[_Cell, ...], ...] = ()
    empty: Annotated[int, Meta(ge=0, le=40)] = 0
    height: _Height = 9

    @property
    def lines(self) -> list[list[str]]:
        """Every row with a text for each column, the empty ones at the end."""
        width = len(self.columns)
        known = [[*row, *([""] * (width - len(row)))] for row in self.rows]
        return [*known, *([""] * width for _ in range(self.empty))]


class Block(
    Strict,
    frozen=True,
    rename={
        "title": "titre", "text": "texte", "points": "points", "boxes": "cases", "blanks": "champs", "grid": "tableau",
        "drawing": "dessin",
    },
):  # fmt: skip
    """A part of a page, read in this order: title, text, points, boxes to tick, blanks, table, drawing."""

    title: str = ""
    text: tuple[Text, ...] = ()
    points: tuple[Text, ...] = ()
    boxes: tuple[Text, ...] = ()
    blanks: tuple[Blank, ...] = ()
    grid: Grid | None = None
    drawing: Literal["", "cercles", "matrice", "bateau"] = ""


class PrintedPage(
    Strict,
    frozen=True,
    rename={"title": "titre", "use": "sert", "materials": "materiel", "blocks": "blocs"},
):
    """One page, or a few, that stand alone: a title, how it is used, its parts.

    Parameters
    ----------
    materials
        The names under which cards, methods and sessions ask for it.
    """

    id: Identifier
    title: Text
    use: Text
    blocks: Annotated[tuple[Block, ...], Meta(min_length=1)]
    materials: tuple[Text, ...] = ()


class PrintedPages(Strict, frozen=True, rename={"title": "titre", "paper": "papier", "foot": "pied"}):
    """Pages that are printed together, and the size of their paper; «ecran»: slides to project."""

    title: Text
    foot: Text
    pages: Annotated[tuple[PrintedPage, ...], Meta(min_length=1)]
    paper: Literal["a4", "a3-paysage", "ecran"] = "a4"


@cache
def load_pages(name: str) -> PrintedPages:
    """Return the pages of a file of ``content/kit``.

    Parameters
    ----------
    name
        «templates», «answerswall», «trainerfolder», «trainingpapers», «lexicon» or «correspondence».

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.

    Examples
    --------
    >>> load_pages("templates").pages[0].id
    'mandat'
    """
    file = f"{name}.yaml"
    found = load_yaml(CONTENT / "kit" / file, PrintedPages)
    require_unique(file, (one.id for one in found.pages))
    for page in found.pages:
        for grid in (block.grid for block in page.blocks if block.grid):
            if len(grid.widths) != len(grid.columns) or any(len(row) > len(grid.columns) for row in grid.rows):
                raise ContentError(f"{file}, {page.id} : un tableau n'a pas autant de cases que de colonnes.")
    return found
