"""People read a statement by its number, 1 to 32; its identifier stands in data files, not on paper or screen."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator

import docx
import pypdf
import pytest
from msgspec.structs import replace

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.content import CONTENT
from pasapas_widgets.exports.catalogue import SHEETS, Wanted, all_cards, export
from pasapas_widgets.exports.source import Source
from pasapas_widgets.model.questionnaire.loading import load_questionnaire

ID = re.compile(r"\bL[1-4]-\d\d\b")
WANTED = Wanted(
    day=dt.date(2026, 11, 29), address="https://salle.example", code="K7MQP", duration="2 h", cards=all_cards()
)
READ = [(format, sheet) for format in ("pdf", "docx", "ics") for sheet in SHEETS[format]]
Q = load_questionnaire()


def told(format: str, data: bytes) -> str:
    if format == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return "\n".join(_paragraphs(data)) if format == "docx" else data.decode().replace("\r\n ", "")


def _paragraphs(data: bytes) -> Iterator[str]:
    document = docx.Document(io.BytesIO(data))
    yield from (one.text for one in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    yield from (shape._inline.docPr.get("descr") or "" for shape in document.inline_shapes)


@pytest.mark.parametrize(("format", "sheet"), READ)
def test_no_document_shows_an_identifier(format: str, sheet: str) -> None:
    said = told(format, export(sample_carnet(), format, sheet, wanted=WANTED))
    assert said and ID.findall(said) == []


@pytest.mark.parametrize("path", sorted((CONTENT / "interface").glob("*.yaml")), ids=lambda path: path.stem)
def test_no_text_of_a_screen_holds_an_identifier(path: object) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()  # type: ignore[attr-defined]
    assert [line for line in lines if ID.search(line.split(" #")[0]) and not line.startswith("#")] == []


def test_the_number_is_that_of_the_phone_and_the_paper_and_an_earlier_statement_has_its_words() -> None:
    source = Source.of(replace(sample_carnet(), waves=(), service=""), day=WANTED.day)
    now, gone, unknown = source.statements(["L4-08", "L2-02", "L9-99"])
    assert (now.number, now.text) == ("n°\N{NO-BREAK SPACE}32", Q.item("L4-08").text)
    assert gone.text.startswith("Les actions sur les conditions de travail") and gone.lever == "Porter un projet commun"
    assert gone.number == unknown.number == "énoncé d'une version précédente" and unknown.text == ""
