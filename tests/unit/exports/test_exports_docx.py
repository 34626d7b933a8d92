"""The Word document, read back by python-docx and as the XML that Word opens."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from msgspec.structs import replace
from taken_home import DAY, FIVE, TROUBLE, Q, carnet, numbered, plain, source, texts, troubled, wave

from pasapas_widgets.content.french import long_date
from pasapas_widgets.exports.catalogue import Wanted, export
from pasapas_widgets.exports.formats.words import cleaned
from pasapas_widgets.exports.source import Source
from pasapas_widgets.exports.synthesis.docx import carnet_docx
from pasapas_widgets.model.carnet.grouptalk import Discussion


def opened(made: Source) -> Document:
    return docx.Document(io.BytesIO(carnet_docx(made)))


def under(document: Document, heading: str) -> list[str]:
    """Return the paragraphs between a heading and the next one."""
    lines: list[str] = []
    inside = False
    for paragraph in document.paragraphs:
        if paragraph.style is not None and (paragraph.style.name or "").startswith(("Heading", "Title")):
            inside = plain(paragraph.text).startswith(heading)
        elif inside:
            lines.append(plain(paragraph.text))
    return lines


def test_it_has_real_headings_and_real_lists() -> None:
    document = opened(source())
    headings = [(p.style.name, plain(p.text)) for p in document.paragraphs if p.style and "ead" in (p.style.name or "")]
    titles = [text for name, text in headings if name == "Heading 1"]
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Title"] == ["Où nous en sommes"]
    assert titles.index("Là où les regards diffèrent") < titles.index("Les points forts")
    assert titles.index("Les points forts") < titles.index("À améliorer") < titles.index("Le plan d'action")
    assert [text for name, text in headings if name == "Heading 2"][-5:] == [
        f"Action {n}. {plain(one.title)}" for n, one in enumerate(FIVE, 1)
    ]
    styles = {p.style.name for p in document.paragraphs if p.style and p.text.strip()}
    assert "List Bullet" in styles


def test_each_action_is_there_in_full_under_its_heading() -> None:
    plan = (replace(FIVE[0], decision="On garde", lesson="Le remplaçant ose demander"), *FIVE[1:])
    document = opened(source(actions=plan))
    for number, action in enumerate(plan, 1):
        said = under(document, f"Action {number}.")
        assert f"Qui s'en occupe : {action.owner}" in said
        assert f"Premier pas : {plain(action.first_steps)}" in said
        assert action.due and f"Pour le : {long_date(action.due)}" in said
        assert action.review and f"Revue le : {long_date(action.review)}" in said
        assert f"On le voit à : {plain(action.indicator)}" in said
        (why,) = (line for line in said if line.startswith("Pourquoi : "))
        for item in action.items:
            assert plain(Q.item(item).text.rstrip(".")) in why and f", {numbered(item)})" in plain(why)
    assert "Décision de la revue : On garde" in under(document, "Action 1.")


def test_the_table_repeats_its_header_and_says_what_it_is() -> None:
    (table,) = opened(source()).tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "N°", "Action", "Qui s'en occupe", "Pour le", "Revue le", "Où elle est inscrite",
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr is not None and table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr is None or row._tr.trPr.find(qn("w:tblHeader")) is None for row in table.rows[1:])
    described = table._tbl.tblPr.find(qn("w:tblDescription"))
    assert described is not None and "Les actions du plan" in described.get(qn("w:val"))
    for row, action in zip(table.rows[1:], FIVE, strict=True):
        cells = [plain(cell.text) for cell in row.cells]
        assert cells[1] == f"{plain(action.title)} (à lancer)" and cells[2] == action.owner


def test_the_picture_says_its_numbers() -> None:
    radar, shape = opened(source()).inline_shapes
    assert radar._inline.docPr.get("descr").startswith("Le radar du groupe")
    alt = shape._inline.docPr.get("descr")
    items = wave().results.items
    differing = [id for id in items if "regards_differents" in items[id].signals]
    assert differing and all(f"{numbered(id)})" in plain(alt) for id in differing[:6])
    for id in differing[:6]:
        count = (items[id].distribution or {})["1"]
        assert f"{count} pour « Non »" in plain(alt).split(f"{numbered(id)})")[1]
    assert len(opened(source(waves=(wave("petite_maison_7"),))).inline_shapes) == 1, "the radar; levels are withheld"


def test_it_is_french_a4_and_names_no_author() -> None:
    data = carnet_docx(source())
    document = docx.Document(io.BytesIO(data))
    core = document.core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert core.title == "Maison Les Tilleuls\u00a0: synthèse et plan d'action" and core.language == "fr-FR"
    assert core.created == dt.datetime(2026, 11, 23, tzinfo=core.created.tzinfo if core.created else None)
    section = document.sections[0]
    assert section.page_width and section.page_height
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2026, 11, 23, 0, 0, 0)}
        styles = parts.read("word/styles.xml").decode()
        assert "docProps/thumbnail.jpeg" not in parts.namelist()
        for name in parts.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(parts.read(name))
    assert 'w:val="fr-FR"' in styles and "en-US" not in styles


def test_only_what_the_group_agreed_to_is_there() -> None:
    said = " ".join(p.text for p in opened(source()).paragraphs)
    assert "Deux personnes pour trois maisons." in said and "Un fait sans accord." not in said
    many = tuple(Discussion(id=f"d{n}", day=DAY, facts=(f"Fait {n}",), agreed=n % 2 == 0) for n in range(6))
    said = " ".join(p.text for p in opened(source(discussions=many)).paragraphs)
    assert [n for n in range(6) if f"Fait {n}" in said] == [0, 2, 4]


def test_an_empty_carnet_makes_a_document() -> None:
    empty = carnet(title="", service=None, waves=(), actions=(), priorities=(), discussions=())
    document = docx.Document(io.BytesIO(export(empty, "docx", wanted=Wanted(day=DAY))))
    assert "Aucune action n'est encore écrite." in [p.text for p in document.paragraphs]
    assert document.tables == []


def kept(text: str) -> str:
    """Return a text as a paragraph of Word gives it back, no-break spaces aside."""
    return cleaned(text).replace("\u00a0", " ")


@pytest.mark.parametrize("text", TROUBLE)
def test_texts_that_cause_trouble_come_back(text: str) -> None:
    made = source(actions=(troubled(text),), title=text[:80], waves=(), discussions=(), priorities=())
    found = [p.text.replace("\u00a0", " ") for p in opened(made).paragraphs]
    if kept(text):
        assert f"Moyens : {kept(text)}" in found


@settings(max_examples=40)
@given(texts)
def test_any_text_comes_back(text: str) -> None:
    made = source(actions=(troubled(text),), waves=(), discussions=(), priorities=())
    found = [p.text.replace("\u00a0", " ") for p in opened(made).paragraphs]
    if kept(text):
        assert f"Moyens : {kept(text)}" in found
