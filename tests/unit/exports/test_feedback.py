"""Feedback sheets: what is printed and shared says all of it, and that an example is invented."""

from __future__ import annotations

import datetime as dt
import io
import json

import docx
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.exports.catalogue import ExportError, Wanted, export
from pasapas_widgets.exports.feedback.contents import FeedbackError, read_shared, shared, told
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.grouptalk import Feedback, load_examples
from pasapas_widgets.model.field.personal import personal_traces

WANTED = Wanted(day=dt.date(2026, 11, 23))
FREE = ("title", "context", "tried", "changed", "conditions", "advice")
LONGEST = replace(
    load_examples()[0],
    id="long",
    items=tuple(f"L1-0{n}" for n in range(1, 9)),
    **{name: ("Une phrase ordinaire, plusieurs fois. " * 30)[:1000].strip() for name in FREE[1:]},
)


def words(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())


def carnet(*sheets: Feedback) -> Carnet:
    return Carnet(title="Équipe", feedback=sheets)


def test_examples_are_invented_whole_and_name_nobody() -> None:
    examples = load_examples()
    assert 3 <= len(examples) <= 4 and len({one.id for one in examples}) == len(examples)
    for one in examples:
        assert one.invented and one.items
        for name in FREE:
            assert getattr(one, name).strip(), (one.id, name)
            assert personal_traces(getattr(one, name)) == (), (one.id, name)


@pytest.mark.parametrize("sheet", [load_examples()[1], LONGEST], ids=["short", "long"])
def test_one_sheet_is_one_tagged_page_that_says_it_all(sheet: Feedback) -> None:
    reader = PdfReader(io.BytesIO(export(carnet(sheet), "pdf", "retours", wanted=WANTED)))
    (page,) = reader.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and str(root["/Lang"]).startswith("fr") and reader.metadata
    assert reader.metadata.title and sheet.title[:20] in words(reader.metadata.title)
    said = words(page.extract_text())
    assert "Exemple inventé" in said
    for title, text in told(sheet).parts:
        assert words(title) in said and words(text)[:60] in said


def test_several_sheets_are_a_page_each() -> None:
    reader = PdfReader(io.BytesIO(export(carnet(*load_examples()), "pdf", "retours", wanted=WANTED)))
    assert len(reader.pages) == len(load_examples())


def test_the_word_document_has_headings_and_marks() -> None:
    sheet = load_examples()[0]
    made = docx.Document(io.BytesIO(export(carnet(sheet), "docx", "retours", wanted=WANTED)))
    headings = [words(one.text) for one in made.paragraphs if one.style and one.style.name == "Heading 2"]
    assert headings == ["Répond à", *(words(title) for title, _ in told(sheet).parts)]
    said = words(" ".join(one.text for one in made.paragraphs))
    assert "Exemple inventé" in said and all(words(getattr(sheet, name)) in said for name in FREE)


def test_only_what_is_asked_for_leaves_and_others_sheets_only_when_asked() -> None:
    own, received = replace(load_examples()[0], id="a"), replace(load_examples()[1], id="b", elsewhere=True)
    both = carnet(own, received)
    reader = PdfReader(io.BytesIO(export(both, "pdf", "retours", wanted=WANTED)))
    assert len(reader.pages) == 1 and words(own.title)[:20] in words(reader.pages[0].extract_text())
    asked = export(both, "pdf", "retours", wanted=Wanted(day=WANTED.day, feedback=("b",)))
    assert "venue d'un autre établissement" in words(PdfReader(io.BytesIO(asked)).pages[0].extract_text())
    with pytest.raises(ExportError, match="pas de fiche"):
        export(carnet(received), "pdf", "retours", wanted=WANTED)


def test_a_shared_sheet_comes_back_whole_marked_and_under_its_own_identifier() -> None:
    sheet = replace(load_examples()[2], id="r1", invented=False)
    taken: tuple[str, ...] = ()
    for _ in range(3):
        found = read_shared("fiche.json", shared(sheet), taken=taken)
        assert found.id not in taken and found == replace(sheet, id=found.id, elsewhere=True)
        taken = (*taken, found.id)
    assert set(json.loads(shared(sheet))) == {"sorte", "version", "retour"}


BAD = [
    b"",
    b"{",
    b"\x89PNG",
    b"[]",
    b"{}",
    b'{"sorte": "retour-d-experience", "version": 1}',
    b'{"sorte": "retour-d-experience", "version": 1, "retour": {"id": "../x", "titre": "t", "jour": "2026-01-01"}}',
    b'{"sorte": "retour-d-experience", "version": 9, "retour": {}}',
    Carnet(title="Un carnet").to_json().encode(),
    b"[" * 5000,
]


@pytest.mark.parametrize("data", BAD)
def test_what_is_no_sheet_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(FeedbackError) as told_error:
        read_shared("fiche.json", data)
    assert isinstance(told_error.value, FrenchError)
    assert "fiche.json" in str(told_error.value) and str(told_error.value).endswith(".")


def test_a_carnet_written_before_keeps_its_sheets() -> None:
    plain = json.loads(sample_carnet().to_json())
    for one in plain["retours"]:
        del one["venu_d_ailleurs"]
    assert Carnet.from_json(json.dumps(plain)).feedback == sample_carnet().feedback
