"""Pages to fill in, as a PDF and as a Word document: templates, the wall of answers, the folder, the lexicon."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection
from typing import Any

from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.exports.formats.typesetting import compiled, picture
from pasapas_widgets.exports.formats.word import Writer
from pasapas_widgets.exports.formats.words import notice
from pasapas_widgets.model.kit.printedpages import Block, Grid, PrintedPage, PrintedPages, load_pages
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["lever_posters", "pages_docx", "pages_pdf", "printed_pages", "some_templates"]

_WIDTH = 17.0
"""Centimetres between the margins of a Word page."""


def pages_pdf(pages: PrintedPages) -> bytes:
    """Return the pages as a tagged PDF, each on a page of its own."""
    paper, _, wide = pages.paper.partition("-")
    return compiled(
        "kit/slides.typ" if paper == "ecran" else "kit/pages.typ",
        {
            "title": pages.title,
            "foot": pages.foot,
            "paper": paper,
            "flipped": bool(wide),
            "pages": [
                {"title": page.title, "use": page.use, "blocks": [_block(one) for one in page.blocks]}
                for page in pages.pages
            ],
        },
    )


def _block(block: Block) -> dict[str, Any]:
    grid = block.grid
    drawn = interface("printed")["dessins"].get(block.drawing, {"alt": "", "mots": []})
    return {
        "title": block.title,
        "text": list(block.text),
        "points": list(block.points),
        "boxes": list(block.boxes),
        "blanks": [(one.label, one.lines) for one in block.blanks],
        "grid": grid and {
            "columns": list(grid.columns), "widths": list(grid.widths), "lines": grid.lines, "height": grid.height,
        },
        "drawing": block.drawing,
        "alt": drawn["alt"],
        "words": drawn["mots"],
    }  # fmt: skip


def pages_docx(pages: PrintedPages, *, day: dt.date) -> bytes:
    """Return the pages as a Word document to be changed, each on a page of its own."""
    writer = Writer(pages.title, day=day)
    for number, page in enumerate(pages.pages):
        writer.heading(page.title, 1, new_page=number > 0)
        writer.paragraph(page.use)
        for block in page.blocks:
            _written(writer, block)
    return writer.save()


def _written(writer: Writer, block: Block) -> None:
    if block.title:
        writer.heading(block.title, 2)
    for text in block.text:
        writer.paragraph(text)
    writer.bullets(block.points)
    for box in block.boxes:
        writer.paragraph(f"\N{BALLOT BOX} {box}")
    for blank in block.blanks:
        writer.blank(blank.label, blank.lines)
    if block.grid:
        _table(writer, block.grid)
    if block.drawing:
        said = interface("printed")["dessins"][block.drawing]
        page = {"title": said["titre"], "drawing": block.drawing, "words": said["mots"]}
        drawn = io.BytesIO(picture("kit/picture.typ", page))
        writer.picture(drawn, width=_WIDTH, title=said["titre"], alt=said["alt"])


def _table(writer: Writer, grid: Grid) -> None:
    share = _WIDTH / sum(grid.widths)
    writer.table(
        grid.columns,
        grid.lines,
        widths=[width * share for width in grid.widths],
        alt=", ".join(one for one in grid.columns if one),
        height=grid.height / 10,
    )


def printed_pages(name: str) -> PrintedPages:
    """Return the pages of a file of ``content/kit``; the trainer's folder ends with the notice to participants."""
    pages = load_pages(name)
    if name != "trainerfolder":
        return pages
    texts = interface("printed")["mention"]
    told = tuple(Block(title=title, text=(text,)) for title, text in notice())
    return replace(
        pages, pages=(*pages.pages, PrintedPage(id="mention", title=texts["titre"], use=texts["sert"], blocks=told))
    )


def some_templates(ids: Collection[str]) -> PrintedPages:
    """Return some of the templates, in their order.

    Raises
    ------
    FrenchError
        None of them exists.
    """
    every = load_pages("templates")
    found = tuple(page for page in every.pages if page.id in ids)
    if not found:
        raise FrenchError(interface("printed")["modeles"]["aucun"])
    return replace(every, pages=found)


def lever_posters(questionnaire: Questionnaire) -> PrintedPages:
    """Return a poster a lever, with four columns to write on it."""
    texts = interface("printed")["affiches_leviers"]
    grid = Grid(columns=tuple(texts["colonnes"]), widths=(1.0,) * len(texts["colonnes"]), empty=2, height=100)
    return PrintedPages(
        title=texts["titre"],
        foot=texts["pied"],
        pages=tuple(
            PrintedPage(
                id=lever.id, title=lever.name, use=lever.question or texts["sans_question"], blocks=(Block(grid=grid),)
            )
            for lever in questionnaire.levers
        ),
    )
