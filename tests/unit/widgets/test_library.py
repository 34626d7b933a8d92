"""The library without a browser: what it holds, what it proposes and never proposes, the pages that it makes."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import traitlets
from msgspec.structs import replace
from pypdf import PdfReader

from pasapas_widgets import CarnetDesk, Library, ViewingGuide
from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.carnet.carnet import Wave
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.kit.webseries import load_viewing
from pasapas_widgets.model.results import ItemResult
from pasapas_widgets.widgets.library.library import MOST_PROPOSED, proposed_cards

KIT = load_kit()
WAVE = sample_carnet().waves[0]
PLACES = (
    "youtube.com/playlist?list=PLL-O7ySN9yqOQsh-2ik-_tfeI_CvohvAE",
    "solidarites.gouv.fr/outils-pour-ameliorer-la-",
)


def withheld(wave: Wave, item: str) -> Wave:
    """Return a wave in which the figures of a statement are withheld, as a threshold does it."""
    items = wave.results.items | {item: ItemResult(reason="n_notes < 5")}
    return replace(wave, results=replace(wave.results, items=items))


def test_all_of_the_kit_is_there_linked_both_ways() -> None:
    kit = Library().kit
    assert [one["id"] for one in kit["fiches"]] == [one.id for one in (*KIT.cards, *KIT.methods)]
    for item in kit["enonces"]:
        answering = {one["id"] for one in kit["fiches"] if item["id"] in one["enonces"]}
        assert answering == {card.id for card in KIT.cards_for(item["id"])} and answering
    keys = {frozenset(one) for one in kit["fiches"]}
    assert len(keys) == 1, "cards and methods are read alike"


def test_a_card_that_is_none_is_refused_in_one_sentence() -> None:
    assert Library(card="M03").card == "M03"
    with pytest.raises(traitlets.TraitError, match=r"F99.*n'est ni une fiche"):
        Library(card="F99")


def test_differing_views_come_first_each_card_with_its_reasons() -> None:
    told = proposed_cards(WAVE)
    assert 0 < len(told) <= MOST_PROPOSED
    firsts = [one["raisons"][0]["pourquoi"] for one in told]
    assert firsts == sorted(firsts, reverse=True) and set(firsts) == {"regards", "ameliorer"}
    for one in told:
        card = next(card for card in KIT.cards if card.id == one["id"])
        for why in one["raisons"]:
            figures = WAVE.results.items[why["enonce"]]
            assert why["enonce"] in card.items
            if why["pourquoi"] == "regards":
                assert "regards_differents" in figures.signals
            else:
                assert figures.level_class == "ameliorer"


def test_what_is_withheld_proposes_nothing() -> None:
    wave = WAVE
    for _ in range(32):
        told = proposed_cards(wave)
        reasons = [why["enonce"] for one in told for why in one["raisons"]]
        if not reasons:
            break
        wave = withheld(wave, reasons[0])
        after = [why["enonce"] for one in proposed_cards(wave) for why in one["raisons"]]
        assert reasons[0] not in after
    assert proposed_cards(wave) == []
    by_hand = replace(WAVE.results.items["L1-03"], n_answers=4)
    few = replace(WAVE, results=replace(WAVE.results, items={"L1-03": by_hand}))
    assert proposed_cards(few) == [], "a carnet changed by hand shows nothing of four people"


def test_it_follows_the_carnet_of_the_page(tmp_path: Path) -> None:
    carnets = Carnets(tmp_path / "carnets")
    carnets.create(sample_carnet())
    desk = CarnetDesk(carnets)
    library = Library(desk)
    assert library.proposed == proposed_cards(sample_carnet().waves[-1])
    desk.incoming = {"messages": [{"seq": 1, "verb": "create", "title": "Neuf"}]}
    assert library.proposed == []


def ask(library: Library, seq: Any, **given: Any) -> None:
    """Let a browser ask for pages."""
    library.set_state({"incoming": {"messages": [{"seq": seq, "verb": "print", **given}]}})


def pages(library: Library) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(library.file)).pages)


def test_pages_two_to_a_sheet_or_one_sentence() -> None:
    library = Library()
    ask(library, 7, ids=["F07", "M06", "F16"])
    assert library.ack == 7 and library.refusals == []
    assert len(PdfReader(io.BytesIO(library.file)).pages) == 2
    text = pages(library)
    assert all(name in text for name in ("Fiche F07", "Méthode M06", "Fiche F16"))
    ask(library, 8, ids=["F99"])
    (refused,) = library.refusals
    assert library.file is None and library.ack == refused["seq"] == 8 and "F99" in refused["phrase"]
    ask(library, "9", ids=[])
    assert library.seen == library.ack == 8, "what is no request is left alone"
    for seq, wrong in enumerate(({}, {"ids": "F01"}, {"ids": [3]}), 9):
        ask(library, seq, **wrong)
        assert library.refusals[-1]["seq"] == seq and library.ack == 8, "what is damaged is refused in a sentence"


def test_a_kernel_goes_on_while_the_pages_are_made() -> None:
    async def play() -> tuple[Any, int, Library]:
        library = Library()
        ask(library, 1, ids=[one.id for one in (*KIT.cards, *KIT.methods)])
        first, turns = (library.seen, library.ack), 0
        while not library.ack:
            await asyncio.sleep(0.01)
            turns += 1
        return first, turns, library

    first, turns, library = asyncio.run(play())
    assert first == (1, 0) and turns > 3
    assert len(PdfReader(io.BytesIO(library.file)).pages) == 20
    library.close()


def test_the_guide_leads_to_the_two_known_addresses_only() -> None:
    guide = ViewingGuide().guide
    assert [urlsplit(one["adresse"]).scheme for one in guide["liens"]] == ["https", "https"]
    assert all(place in one["adresse"] for place, one in zip(PLACES, guide["liens"], strict=True))
    assert [moment.id for moment in load_viewing().moments] == ["avant", "pendant", "apres"]
    assert "http" not in str(ViewingGuide._esm) and "http" not in str(Library._esm)


def made(verb: str, **given: Any) -> Library:
    """Return a library that was asked for pages, once they are made."""
    library = Library()
    library.set_state({"incoming": {"messages": [{"seq": 1, "verb": verb, **given}]}})
    return library


def test_what_a_card_names_is_printed_from_it() -> None:
    (first, *_) = Library().kit["fiches"]
    assert first["modeles"] == ["charte", "trace"]
    assert len(PdfReader(io.BytesIO(made("templates", ids=first["modeles"]).file)).pages) == 2
    refused = made("templates", ids=["rien"])
    assert refused.file is None and "modèle" in refused.refusals[-1]["phrase"]


def test_what_needs_no_carnet_is_printed_from_the_library() -> None:
    documents = {one["id"] for one in Library().kit["documents"]}
    assert {"pdf/dossier", "docx/dossier", "pdf/modeles", "docx/modeles", "pdf/cartes-enonces"} <= documents
    assert len(PdfReader(io.BytesIO(made("document", id="pdf/ouverture").file)).pages) == 5
    assert made("document", id="docx/dossier").file[:2] == b"PK"
    for id in ("pdf/synthese", "xlsx/modeles", "modeles"):
        assert "n'existe pas" in made("document", id=id).refusals[-1]["phrase"]


def test_each_concern_is_told_in_words() -> None:
    kit = Library().kit
    for one in kit["preoccupations"]:
        assert one["enonces"] and one["indicateurs"] and one["services"]
        assert any(one["id"] in entry["preoccupations"] for entry in kit["fiches"])
