"""The personal page: one page, tagged, in French, anonymous, true to the sheet, legible in grey."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from hypothesis import given, settings
from strategies import Q, sheets

from pasapas_widgets.exports.result.pdf import result_pdf
from pasapas_widgets.figures import describe_radar
from pasapas_widgets.files.sharecode import decode, find_codes
from pasapas_widgets.model.questionnaire.sheet import Sheet, SheetError
from pasapas_widgets.model.questionnaire.structure import Item
from pasapas_widgets.rules.scoring import score_sheet


def sheet(answers: dict[str, int | str], variant: str | None = None) -> Sheet:
    return Sheet(questionnaire=Q.id, version=Q.version, profile="encadrement", variant=variant, answers=answers)


SOME = sheet(
    {item.id: "NSP" if item.lever == "L4" else 2 for item in Q.items} | {"L1-01": 4, "L2-08": 1, "L3-02": "NC"}
)


def read(some: Sheet) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(result_pdf(some)))


def words(reader: pypdf.PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_it_is_one_tagged_french_page_with_a_title() -> None:
    reader = read(SOME)
    root = reader.trailer["/Root"]
    assert len(reader.pages) == 1
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx((595.28, 841.89), abs=0.01)
    assert root["/Lang"] == "fr" and root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and reader.metadata.title == "Mes réponses en une page"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def structure(reader: pypdf.PdfReader) -> list[tuple[str, str | None]]:
    """Return the tags of the structure tree in reading order, each with its alternative text."""
    found: list[tuple[str, str | None]] = []

    def walk(node: object) -> None:
        node = node.get_object() if isinstance(node, pypdf.generic.PdfObject) else node
        if isinstance(node, pypdf.generic.ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, pypdf.generic.DictionaryObject) and "/S" in node:
            found.append((str(node["/S"]), node.get("/Alt")))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_its_structure_can_be_listened_to() -> None:
    tags = structure(read(SOME))
    names = [name for name, _ in tags]
    assert names.count("/H1") == 1 and names.count("/H2") == 5
    assert names.count("/Table") == 1 and names.count("/TH") == 2 + 4 and names.count("/TR") == 5
    (alternative,) = [alt for name, alt in tags if name == "/Figure"]
    assert alternative == describe_radar(score_sheet(SOME))


def test_its_fonts_are_embedded() -> None:
    fonts = read(SOME).pages[0]["/Resources"]["/Font"]
    names = []
    for font in fonts.values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        descriptor = descendant["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        names.append(str(descendant["/BaseFont"]))
    assert any("AtkinsonHyperlegibleNext-Regular" in name for name in names), names
    assert all("AtkinsonHyperlegibleNext" in name or "DejaVuSans" in name for name in names), names


def test_it_says_the_scores_the_sentence_and_what_is_missing() -> None:
    said = words(read(SOME)).replace("\u00a0", " ")
    assert "23 énoncés notés sur 32, 8 « Je ne sais pas », 1 « Non concerné »." in said
    assert describe_radar(score_sheet(SOME)).replace("\u00a0", " ") in said
    assert "Discuter du travail À consolider" in said
    assert "Score" not in said and "sur 100" not in said and not re.search(r"travail (À consolider )?42\b", said)
    assert said.count("pas assez de réponses") >= 3
    assert "Ce n'est pas l'autodiagnostic officiel de l'Anact" in said
    assert "12 mois au plus" in said and "au moins 5 personnes" in said


def test_it_shows_the_own_highest_and_lowest_statements() -> None:
    said = words(read(SOME)).replace("\u00a0", " ")
    strengths, talk = said.split("Ce sur quoi je peux m'appuyer")[1].split("Ce dont j'aimerais peut-être parler")
    assert Q.item("L1-01").text.replace("\u00a0", " ") in strengths and "Oui, toujours" in strengths
    assert strengths.count("Oui, souvent") == 0
    talk = talk.split("Mon code de partage")[0]
    assert (
        Q.item("L2-08").text.replace("\u00a0", " ") in talk
        and f"Pour en parler : {Q.item('L2-08').prompt}".replace("\u00a0", " ") in talk
    )
    assert talk.index("Non") < talk.index("Parfois")


def test_each_lever_speaks_once_before_one_speaks_twice() -> None:
    said = words(read(sheet(dict.fromkeys(Q.item_ids, 4))))
    strengths = said.split("Ce sur quoi je peux m'appuyer")[1].split("Ce dont j'aimerais peut-être parler")[0]
    shown = [item.lever for item in Q.items if item.text in strengths]
    assert shown == ["L1", "L2", "L3"]
    assert "Aucun énoncé noté" in said


def test_its_share_code_brings_the_same_sheet_back() -> None:
    (found,) = [code for code in find_codes(read(SOME).pages[0].extract_text()) if code.sheet]
    assert found.sheet == SOME and decode(found.text) == SOME


def test_it_holds_no_date_no_name_and_no_profile_in_clear() -> None:
    data = result_pdf(SOME)
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert set(reader.metadata or {}) == {"/Title", "/Creator"}
    assert b"CreateDate" not in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert not re.search(r"\b20[2-9]\d\b", words(reader))
    assert "Direction et encadrement" not in words(reader)
    assert result_pdf(SOME) == data


def longest(variant: str | None) -> Sheet:
    """Return the sheet that fills the page most: the longest statements are those shown, everything is missing once."""

    def length(item: Item) -> int:
        return len(item.text_for(variant)) + len(item.prompt)

    answers: dict[str, int | str] = {item.id: 2 if n % 2 else 3 for n, item in enumerate(Q.items)}
    for lever in Q.levers:
        low, high = sorted(Q.items_of(lever=lever.id), key=length)[-1:-3:-1]
        answers |= {low.id: 1, high.id: 4}
        spare = [item.id for item in Q.items_of(lever=lever.id) if item not in (low, high)]
        answers |= dict.fromkeys(spare[:2], "NSP") | {spare[2]: "NC"}
    del answers[spare[3]]
    return sheet(answers, variant)


@pytest.mark.parametrize("variant", [None, *Q.variant_ids])
def test_the_fullest_page_is_still_one_page(variant: str | None) -> None:
    reader = read(longest(variant))
    assert len(reader.pages) == 1
    assert words(reader).rstrip().endswith("ni une équipe, ni un établissement.")


@settings(max_examples=25, deadline=None)
@given(sheets())
def test_any_sheet_makes_one_page(some: Sheet) -> None:
    assert len(read(some).pages) == 1


def test_a_foreign_sheet_is_refused() -> None:
    with pytest.raises(SheetError, match="version 2"):
        result_pdf(Sheet(questionnaire=Q.id, version="2.0"))


def test_the_variant_that_was_answered_is_the_one_shown() -> None:
    said = words(read(sheet({"L1-02": 4}, variant="placement_familial")))
    assert Q.item("L1-02").text_for("placement_familial") in said
