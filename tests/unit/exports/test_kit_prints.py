"""What a session needs on paper: every material that is named exists, every page holds, each card has its own back."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import docx
import pytest
from taken_home import DAY, Q, plain, read, tags, words

from pasapas_widgets.content import CONTENT, interface, load_yaml
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.exports.catalogue import SHEETS
from pasapas_widgets.exports.kit.cards import level_cards_pdf, statement_cards_pdf
from pasapas_widgets.exports.kit.pages import lever_posters, pages_docx, pages_pdf, printed_pages, some_templates
from pasapas_widgets.model.kit.cards import Card, Method
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.kit.materials import load_materials, template_ids, unknown_materials
from pasapas_widgets.model.kit.printedpages import load_pages
from pasapas_widgets.model.kit.readysessions import ReadySession
from pasapas_widgets.model.questionnaire.loading import load_questionnaire

KIT = shipped_kit()
MM = 72 / 25.4
EVERY: tuple[Card | Method | ReadySession, ...] = (*KIT.cards, *KIT.methods, *KIT.sessions)
TEMPLATES = load_pages("templates")


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_every_material_that_is_named_exists(one: Card | Method | ReadySession) -> None:
    assert unknown_materials(one.material) == ()


def test_nothing_is_kept_for_a_material_that_nobody_names() -> None:
    named = {material for one in EVERY for material in one.material}
    known = load_materials()
    assert [one for one in (*known.page, *known.things, *known.brought) if one not in named] == []
    assert [one for names in known.documents.values() for one in names if one not in named] == []
    for page in (*TEMPLATES.pages, *load_pages("answerswall").pages):
        assert named & set(page.materials), page.id


def test_a_document_that_stands_for_a_material_can_be_taken_home() -> None:
    for key in load_materials().documents:
        format, _, sheet = key.partition("/")
        assert sheet in SHEETS[format] and key in interface("takehome")["feuilles"]


def test_each_template_fills_one_page_and_says_how_it_is_used() -> None:
    reader = read(pages_pdf(TEMPLATES))
    assert len(reader.pages) == len(TEMPLATES.pages)
    for page, made in zip(TEMPLATES.pages, reader.pages, strict=True):
        said = plain(made.extract_text())
        assert plain(page.title) in said and plain(page.use) in said
        for block in page.blocks:
            for told in (*block.boxes, *block.points, *(one.label for one in block.blanks)):
                assert plain(told) in said
    assert [alt for tag, alt in tags(reader) if tag == "/Figure"] == [
        interface("printed")["dessins"][name]["alt"] for name in ("cercles", "matrice", "bateau")
    ]


def test_the_word_templates_say_the_same_and_can_be_written_in() -> None:
    document = docx.Document(io.BytesIO(pages_docx(TEMPLATES, day=DAY)))
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == [page.title for page in TEMPLATES.pages]
    assert len(document.tables) == sum(block.grid is not None for page in TEMPLATES.pages for block in page.blocks)
    assert len(document.inline_shapes) == 3


def test_some_templates_alone() -> None:
    assert [page.id for page in some_templates(template_ids(KIT.cards[0].material)).pages] == ["charte", "trace"]
    assert len(read(pages_pdf(some_templates(["mandat"]))).pages) == 1
    with pytest.raises(FrenchError, match="modèle"):
        some_templates(["rien"])


def glued(text: str) -> str:
    """A text without its spaces and the marks where a line may be cut."""
    return "".join(plain(text).replace("\u200b", "").split())


def cells(page: Any) -> list[str]:
    """What is printed in each eighth of an A4 page, from left to right and from the top."""
    found = [""] * 8

    def place(text: str, cm: list[float], tm: list[float], *_: Any) -> None:
        x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        if text.strip():
            found[2 * min(3, int((297 - y / MM) // 74.25)) + int(x / MM > 105)] += text

    page.extract_text(visitor_text=place)
    return [glued(one) for one in found]


def test_a_card_has_its_own_back_when_the_sheet_is_turned_on_its_long_edge() -> None:
    reader = read(statement_cards_pdf())
    assert len(reader.pages) == 8
    for leaf in range(4):
        front, back = (cells(reader.pages[2 * leaf + side]) for side in (0, 1))
        for n, item in enumerate(Q.items[8 * leaf : 8 * leaf + 8]):
            behind = back[n ^ 1]  # left and right change places
            assert glued(item.text) in front[n]
            assert all(glued(one) in behind for one in (item.anchor_low, item.anchor_high, item.prompt))


def test_the_cards_follow_the_variant_and_the_questionnaire() -> None:
    item = next(one for one in Q.items if one.variants)
    variant = next(iter(item.variants))
    assert plain(item.text_for(variant)) in words(read(statement_cards_pdf(variant)))
    other = load_questionnaire("equipe-5")
    said = words(read(statement_cards_pdf(questionnaire=other)))
    assert all(plain(one.text) in said for one in other.items)


def test_the_cards_one_to_four_bear_the_words_of_the_scale_and_a_shape_each() -> None:
    reader = read(level_cards_pdf())
    assert len(reader.pages) == 1
    assert all(plain(one.label) in words(reader) for one in Q.scale.levels)
    assert len({alt for tag, alt in tags(reader) if tag == "/Figure"}) == 4


def test_the_posters_are_those_of_the_levers() -> None:
    reader = read(pages_pdf(lever_posters(Q)))
    assert [lever.name in plain(page.extract_text()) for lever, page in zip(Q.levers, reader.pages, strict=True)] == [
        True
    ] * 4


@pytest.mark.parametrize(
    "name",
    ["answerswall", "trainerfolder", "trainingpapers", "openingslides", "courseslides", "lexicon", "correspondence"],
)
def test_each_page_stands_alone_on_one_sheet(name: str) -> None:
    pages = printed_pages(name)
    reader = read(pages_pdf(pages))
    assert [plain(one.title) in plain(page.extract_text()) for one, page in zip(pages.pages, reader.pages, strict=True)]


def test_the_folder_has_what_a_trainer_prepares_says_and_sends() -> None:
    ids = [page.id for page in printed_pages("trainerfolder").pages]
    assert ids[:6] == ["memo", "calendrier", "invitation", "lire", "connexion", "imprevus"]
    assert ids[6:] == ["messages", "direction", "elus", "mention"] and len(load_pages("openingslides").pages) == 5
    said = words(read(pages_pdf(printed_pages("trainerfolder"))))
    assert "À COMPLÉTER" in said and "J − 30" in said and "J + 90" in said


def clock(words: str) -> int:
    """Return minutes since midnight of «9 h 20»."""
    hours, minutes = words.split(" h ")
    return 60 * int(hours) + int(minutes)


def test_the_hours_of_a_day_of_training_add_up_and_leave_each_module_its_time() -> None:
    pages = {page.id: page for page in load_pages("trainingpapers").pages}
    grid = next(block.grid for block in pages["journee"].blocks if block.grid)
    for row, later in pairwise(grid.lines):
        assert clock(plain(later[0])) - clock(plain(row[0])) == int(row[2]), row
    halves = [[(row[0], row[1]) for row in block.grid.lines] for block in pages["demi-journees"].blocks if block.grid]
    assert [sum(int(minutes) for _, minutes in half) for half in halves] == [210, 210]
    told = [(row[1], row[2]) for row in grid.lines] + [row for half in halves for row in half]
    course = [load_yaml(path, dict) for path in (CONTENT / "course").glob("*.yaml")]
    lengths = {one["numero"]: (one["titre"], one["minutes"]) for one in course}
    modules = [
        (plain(words).removeprefix("Module ").partition(" : "), int(n)) for words, n in told if "Module" in words
    ]
    assert len(modules) == 12
    for (number, _, name), minutes in modules:
        title, length = lengths[int(number)]
        assert minutes >= length + 5, "time to talk about it"
        assert plain(title).casefold().endswith(name.casefold()), (title, name)


def test_what_a_training_body_shows_is_there_to_be_completed() -> None:
    ids = [page.id for page in load_pages("trainingpapers").pages]
    assert ids == [
        "programme", "journee", "demi-journees", "avant", "fin", "trois-mois", "attestation", "accessibilite",
    ]  # fmt: skip
    said = words(read(pages_pdf(printed_pages("trainingpapers"))))
    for asked in ("Prérequis", "Évaluation", "Méthodes", "Prix", "accessibilité", "s'inscrire", "Moyens"):
        assert plain(asked) in said, asked


def test_what_is_read_aloud_takes_two_minutes() -> None:
    page = next(one for one in load_pages("trainerfolder").pages if one.id == "lire")
    spoken = sum(len(text.split()) for block in page.blocks for text in block.text)
    assert spoken / 130 < 2.1  # words a minute of somebody who reads slowly


def test_a_table_of_the_pages_has_a_column_for_each_cell() -> None:
    for name in ("templates", "answerswall", "trainerfolder", "trainingpapers", "lexicon", "correspondence"):
        for page in load_pages(name).pages:
            for grid in (block.grid for block in page.blocks if block.grid):
                assert {len(line) for line in grid.lines} == {len(grid.columns)}, page.id
