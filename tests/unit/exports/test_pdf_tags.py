"""The tags of the printed sheets, read by a reader that is not ours: rows have headers, words are in paragraphs."""

from __future__ import annotations

from typing import Any

import pytest
from taken_home import DAY, carnet, read, structure, words

from pasapas_widgets.exports.catalogue import SHEETS, Wanted, export
from pasapas_widgets.exports.formats.pdftags import fully_tagged

WANTED = Wanted(day=DAY, address="http://192.168.1.20:8866/s/K7P4QX", code="K7P4QX", duration="2 h")


def made(sheet: str) -> Any:
    return read(export(carnet(), "pdf", sheet, wanted=WANTED))


@pytest.mark.parametrize("sheet", SHEETS["pdf"])
def test_every_row_of_a_table_has_its_header_and_every_cell_names_its_own(sheet: str) -> None:
    reader = made(sheet)
    root: Any = reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    names = root.get("/IDTree", {}).get("/Names", [])
    listed = {str(name): one for name, one in zip(names[::2], names[1::2], strict=True)}
    assert list(listed) == sorted(listed), "a name tree is in order"
    for tag in structure(reader):
        if tag.kind != "/TR" or tag.parent != "/TBody":
            continue
        cells = [one for one in tag.kids if one.kind in ("/TH", "/TD")]
        heads = [one for one in cells if one.kind == "/TH"]
        filled = [one for one in cells if one.node.get("/K")]
        if len(cells) < 2 or not filled:
            continue
        if not heads:
            assert len(filled) < len(cells), (sheet, "a row of words without a header")
            continue
        (head,) = heads
        assert head.table["/Scope"] == "/Row"
        assert listed[str(head.node["/ID"])].get_object() == head.node
        for cell in cells:
            assert cell is head or str(head.node["/ID"]) in map(str, cell.table["/Headers"])


def test_a_pdf_that_typst_did_not_write_is_refused() -> None:
    with pytest.raises(ValueError, match="Typst"):
        fully_tagged(b"%PDF-1.7\n%%EOF")


def test_what_a_page_says_is_what_it_said() -> None:
    assert "Acteur" in words(made("territoire"))


@pytest.mark.parametrize("sheet", SHEETS["pdf"])
def test_words_stand_in_paragraphs(sheet: str) -> None:
    """A block of words is a paragraph, a heading, an item or a cell: never a bare piece of the page."""
    loose = [tag for tag in structure(made(sheet)) if tag.kind == "/Span" and tag.parent in ("/Document", "/Div")]
    assert len(loose) == 0
