"""The printed sheets: tagged, in French, on the pages that they promise, true to the carnet."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import example, given, settings
from msgspec.structs import replace
from published import changed
from taken_home import (
    DAY,
    FIVE,
    KIT,
    TROUBLE,
    Q,
    actions,
    carnet,
    fonts,
    kept_together,
    letters,
    plain,
    read,
    source,
    tags,
    texts,
    troubled,
    wave,
    words,
)

from pasapas_widgets.content.french import long_date
from pasapas_widgets.exports.catalogue import SHEETS, Wanted, export
from pasapas_widgets.exports.formats.typesetting import drawable
from pasapas_widgets.exports.plan.pdf import plan_pdf
from pasapas_widgets.exports.session.cards import UnknownCardError, cards_pdf
from pasapas_widgets.exports.session.certificate import certificate_pdf
from pasapas_widgets.exports.session.paper import paper_pdf
from pasapas_widgets.exports.session.poster import poster_pdf
from pasapas_widgets.exports.synthesis.pdf import synthesis_pdf
from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.carnet.recovery import recovered
from pasapas_widgets.rules.aggregation import load_thresholds

MM = 72 / 25.4
WANTED = Wanted(day=DAY, address="http://192.168.1.20:8866/s/K7P4QX", code="K7P4QX", duration="2 h")
TITLES = {
    "plan-a4": "Notre plan d'action", "plan-a3": "Notre plan d'action", "synthese": "Où nous en sommes",
    "fiches": "Fiches et méthodes", "affiche": "Rejoindre la séance", "questionnaire": "Questionnaire sur papier",
    "attestation": "Attestation de présence",
    "entretien": "Note pour l'entretien avec l'Aract", "sortie": "Feuille de sortie de l'entretien avec l'Aract",
    "retours": "Retour d'expérience\u00a0: Un relais plus long", "territoire": "Autour de notre établissement",
    "indicateurs": "Les indicateurs de ressources humaines",
}  # fmt: skip
A4, A4_WIDE, A3_WIDE = (210, 297), (297, 210), (420, 297)
PAPERS = {"plan-a4": A4_WIDE, "plan-a3": A3_WIDE, "attestation": A4_WIDE}
WORDY = (
    "Réaménager l'organisation pluridisciplinaire de l'accompagnement individualisé des professionnelles et "
    "professionnels nouvellement recrutés, remplaçants, intérimaires et stagiaires de tous les services "
)


@pytest.mark.parametrize("sheet", SHEETS["pdf"])
def test_every_sheet_is_accessible_anonymous_and_the_same_each_time(sheet: str) -> None:
    data = export(carnet(), "pdf", sheet, wanted=WANTED)
    reader = read(data)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "fr" and root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and reader.metadata.title == TITLES[sheet]
    assert set(reader.metadata) == {"/Title", "/Creator"}
    metadata = root["/Metadata"].get_object().get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata and b"CreateDate" not in metadata
    assert fonts(reader) and all(fonts(reader).values())
    width, height = PAPERS.get(sheet, A4)
    for page in reader.pages:
        assert [float(side) / MM for side in page.mediabox[2:]] == pytest.approx([width, height], abs=0.1)
    found = tags(reader)
    assert "/H1" in [tag for tag, _ in found]
    assert all(alt for tag, alt in found if tag == "/Figure")
    assert export(carnet(), "pdf", sheet, wanted=WANTED) == data


@pytest.mark.parametrize("sheet", SHEETS["pdf"])
def test_every_sheet_of_an_empty_carnet_is_made(sheet: str) -> None:
    empty = carnet(title="", service=None, waves=(), actions=(), priorities=(), discussions=())
    assert TITLES[sheet] == read(export(empty, "pdf", sheet, wanted=WANTED)).metadata.title  # type: ignore[union-attr]


# ---------------------------------------- the plan on the wall


def test_the_plan_says_each_action_and_why_it_is_there() -> None:
    said = words(read(plan_pdf(source())))
    for action in FIVE:
        due, review = (long_date(day) for day in (action.due, action.review) if day)
        for told in (action.title, action.owner, action.first_steps, due, action.indicator, review):
            assert plain(told) in said
        for item in action.items[:2]:
            short = plain(Q.item(item).text)[:60]
            assert short in said and f"({item})" in said
    assert "Porter un projet commun" in said
    assert [said.index(plain(action.title)) for action in FIVE] == sorted(
        said.index(plain(action.title)) for action in FIVE
    )


def test_the_plan_is_a_table_with_a_header() -> None:
    found = [tag for tag, _ in tags(read(plan_pdf(source())))]
    assert found.count("/Table") == 1 and found.count("/TH") == 7 and found.count("/TR") == 1 + 2 * 5


def test_what_is_done_or_stopped_leaves_the_wall_and_a_sixth_action_is_named() -> None:
    six = actions("A13", "A01", "A03", "A26", "A11", "A17")
    done = (replace(six[0], state="fait"), replace(six[1], state="arrete"), *six[2:])
    said = words(read(plan_pdf(source(actions=done))))
    assert plain(six[0].title) not in said and plain(six[1].title) not in said and plain(six[5].title) in said
    assert "ne tient pas sur cette feuille" not in said
    said = words(read(plan_pdf(source(actions=six))))
    assert f"Une autre action ouverte ne tient pas sur cette feuille : 6. {plain(six[5].title)}" in said
    assert plain(six[5].first_steps) not in said


def test_the_a3_is_read_from_two_metres() -> None:
    """Letters of 20 points are 5 mm high; those read from near are still 12 points."""
    sizes = letters(read(plan_pdf(source(), paper="a3")))

    def at_least(points: float) -> str:
        return plain(" ".join(piece for size, piece in sizes if size >= points))

    for action in FIVE:
        assert plain(action.title) in at_least(20)
        assert plain(action.owner) in at_least(16)
        assert plain(action.first_steps) in at_least(12)


@pytest.mark.parametrize("paper", ["a3", "a4"])
def test_the_longest_plan_is_still_one_sheet(paper: Any) -> None:
    long = WORDY[:200]
    full = tuple(
        replace(one, title=long, owner=long, first_steps=(WORDY * 5)[:1000], indicator=long, items=Q.item_ids[:8])
        for one in actions("A13", "A01", "A03", "A26", "A11", "A17")
    )
    reader = read(plan_pdf(source(actions=full, title="M" * 80), paper=paper))
    assert len(reader.pages) == 1
    assert words(reader).endswith("on arrête.")


@settings(max_examples=25)
@given(texts)
@example("\ufffe")
def test_any_text_makes_one_sheet(text: str) -> None:
    reader = read(plan_pdf(source(title=text[:80], actions=(troubled(text), *FIVE[1:4]))))
    assert len(reader.pages) == 1
    assert plain(FIVE[3].title) in words(reader)


@pytest.mark.parametrize("text", TROUBLE)
def test_letters_that_the_font_has_are_all_there(text: str) -> None:
    said = words(read(plan_pdf(source(actions=(replace(FIVE[0], owner=text),)))))
    wanted = [word for word in plain(drawable(text)).split(" ") if re.fullmatch(r"[\x21-\xff]+", word)]
    assert all(word in said.replace(" ", "") or word in said for word in wanted), said


def test_a_letter_without_a_drawing_becomes_a_box_and_an_emoji_goes() -> None:
    assert drawable("中 🎉 été") == "\u25a1 été"
    assert drawable("مرحبا שלום") == "مرحبا שלום"


# ---------------------------------------- the synthesis


def sections(said: str) -> dict[str, str]:
    """Return what the synthesis says under each of its headings."""
    names = (
        "Ce qui a été fait", "Qui a pris part", "Là où les regards diffèrent", "Les points d'appui",
        "Ce qui est à améliorer", "Ce qui se voit peu", "Ce que le groupe a choisi", "Le plan d'action",
        "Ce qui reste à présenter", "Comment lire",
    )  # fmt: skip
    found = [(said.index(name), name) for name in names if name in said]
    assert found == sorted(found), "divergences first, then strengths, then what is to be improved"
    ends = [start for start, _ in found[1:]] + [len(said)]
    return {name: said[start:end] for (start, name), end in zip(found, ends, strict=True)}


def test_the_synthesis_says_the_session_the_readings_and_the_plan() -> None:
    told = wave()
    reader = read(synthesis_pdf(source()))
    assert len(reader.pages) == 2
    parts = sections(words(reader))
    items = told.results.items
    assert "24 feuilles remplies" in parts["Ce qui a été fait"] and "23 novembre 2026" in parts["Ce qui a été fait"]
    for name, wanted in (
        ("Là où les regards diffèrent", [id for id in items if "regards_differents" in items[id].signals]),
        ("Les points d'appui", [id for id in items if items[id].level_class == "appui"]),
        ("Ce qui est à améliorer", [id for id in items if items[id].level_class == "ameliorer"]),
        ("Ce qui se voit peu", [id for id in items if "peu_visible" in items[id].signals]),
    ):
        assert wanted and set(re.findall(r"L\d-\d\d", parts[name])) == set(wanted)
    for action in FIVE:
        assert plain(action.title) in parts["Le plan d'action"] and action.owner in parts["Le plan d'action"]
    assert plain(Q.item("L1-04").text.rstrip(".")) in parts["Ce que le groupe a choisi"]
    assert "ce n'est pas l'autodiagnostic officiel de l'Anact" in parts["Comment lire"]


def test_the_bars_hold_what_was_published_and_say_it() -> None:
    items = wave().results.items
    alts = [alt for tag, alt in tags(read(synthesis_pdf(source()))) if tag == "/Figure"]
    assert alts
    for alt in alts:
        (id,) = re.findall(r"L\d-\d\d", str(alt))
        counts = [(items[id].distribution or {})[str(level.value)] for level in Q.scale.levels]
        for n, level in zip(counts, Q.scale.levels, strict=True):
            assert f"{n} pour «\u00a0{level.label}\u00a0»" in str(alt)


def test_the_synthesis_holds_no_mark() -> None:
    said = words(read(synthesis_pdf(source())))
    scores = {round(one.score or 0) for one in wave().results.levers.values()}
    assert "sur 100" not in said and "%" not in said and "score" not in said.lower()
    known = [int(n) for n in re.findall(r"\b\d+\b", sections(said)["Ce qui est à améliorer"])]
    assert not scores & set(known)


def test_few_sheets_give_no_number() -> None:
    small = wave("petite_maison_7")
    parts = sections(words(read(synthesis_pdf(source(waves=(small,))))))
    assert "7 feuilles remplies" in parts["Ce qui a été fait"]
    assert "le groupe est trop petit" in parts["Qui a pris part"]
    assert not any(tag == "/Figure" for tag, _ in tags(read(synthesis_pdf(source(waves=(small,))))))


def test_a_carnet_changed_by_hand_shows_no_small_number() -> None:
    few = {id: item | {"n_notes": 3} for id, item in wave().results.plain()["items"].items()}
    one = replace(wave(), results=changed(wave().results, items=few, n_feuilles=4))
    said = words(read(synthesis_pdf(source(waves=(one,)))))
    assert "feuilles remplies." in said and "4 feuilles" not in said
    assert "Personne n'a tort" not in said, "no statement of three people is told"
    three = {"encadrement": {"n": 3, "leviers": {}, "items": {}, "motif": None}}
    one = replace(wave(), results=changed(wave().results, profils=wave().results.plain()["profils"] | three))
    said = sections(words(read(synthesis_pdf(source(waves=(one,))))))["Qui a pris part"]
    assert "Direction et encadrement" not in said
    least = load_thresholds().cell
    assert all(int(n) >= least for n in re.findall(r": (\d+)", said)), said


@pytest.mark.parametrize("results", [{"items": []}, {"n_feuilles": "beaucoup"}, {"profils": 3}])
def test_results_that_cannot_be_read_are_not_told(results: dict[str, Any]) -> None:
    plain = json.loads(Carnet(waves=(wave(),)).to_json())
    plain["vagues"][0]["resultats"] |= results
    with pytest.raises(CarnetError, match="abîmé"):
        Carnet.from_json(json.dumps(plain))
    found, lost = recovered(json.dumps(plain))
    assert lost == ("vagues 1 resultats",)
    assert "Aucun chiffre n'est montré" in words(read(synthesis_pdf(source(waves=found.waves))))


def test_levels_kept_together_are_told_with_their_disagreement() -> None:
    parts = sections(words(read(synthesis_pdf(source(waves=(kept_together(),))))))
    assert "Le groupe a répondu ensemble" in parts["Qui a pris part"]
    assert "L1-03" in parts["Là où les regards diffèrent"] and "La nuit ne le voit pas ainsi" in words(
        read(synthesis_pdf(source(waves=(kept_together(),))))
    )
    assert "L1-01" in parts["Les points d'appui"] and "L1-02" in parts["Ce qui est à améliorer"]


def test_what_is_still_to_be_told_and_to_whom() -> None:
    states = ("a_faire", "", "faite", "sans_objet", "a_faire")
    plan = tuple(replace(one, consultation=state) for one, state in zip(FIVE, states, strict=True))
    parts = sections(words(read(synthesis_pdf(source(actions=plan)))))
    told = parts["Ce qui reste à présenter"]
    assert "au CSE" in told and "À présenter : action 1 et action 5." in told
    assert "Reste à dire s'il faut le consulter : action 2." in told and "Déjà présenté : action 3." in told
    public = words(read(synthesis_pdf(source(actions=plan, employer="public", staff=30))))
    assert "Ce qui reste à présenter au Comité social territorial" in public
    assert "Liste d'actions du document unique" in public and "Programme annuel de prévention" not in public


def test_the_fullest_synthesis_is_still_two_pages() -> None:
    long = WORDY[:200]
    plan: tuple[Action, ...] = tuple(
        replace(
            one, id=f"a{n}", title=long, owner=long, documents=tuple(document.id for document in KIT.documents),
            consultation="a_faire", decision="x",
        )
        for n, one in enumerate(FIVE * 4)
    )  # fmt: skip
    waves = tuple(wave() for _ in range(6))
    reader = read(synthesis_pdf(source(title="M" * 80, actions=plan, waves=waves, employer="public")))
    assert len(reader.pages) == 2
    assert words(reader).count("autodiagnostic officiel de l'Anact") == 1
    assert min(size for size, _ in letters(reader)) >= 6


def test_the_four_levels_differ_in_grey() -> None:
    from pasapas_widgets.design.tokens import tokens

    def light(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lights = [light(tokens()[f"level-{level}"]) for level in (1, 2, 3, 4)]
    assert all(first - second > 0.08 for first, second in pairwise(lights))


# ---------------------------------------- cards, poster, questionnaire, certificate


def test_all_cards_and_methods_two_to_a_page() -> None:
    ids = [*(card.id for card in KIT.cards), *(method.id for method in KIT.methods)]
    reader = read(cards_pdf(ids))
    assert len(reader.pages) == len(ids) // 2 == 20
    for number, page in enumerate(reader.pages):
        said = plain(page.extract_text())
        for id in ids[2 * number : 2 * number + 2]:
            card = next((one for one in KIT.cards if one.id == id), None)
            method = next((one for one in KIT.methods if one.id == id), None)
            if card:
                told = [card.title, card.when, *card.cautions, *card.indicators, *(step.detail for step in card.steps)]
            else:
                assert method
                told = [method.name, method.purpose, *(step[1:] for step in method.steps), method.caution[1:]]
            assert not [text for text in told if plain(text) not in said], id


def test_cards_keep_the_order_asked_and_an_unknown_one_is_refused() -> None:
    said = words(read(cards_pdf(["M03", "F01", "M03"])))
    assert said.index("Méthode M03") < said.index("Fiche F01") < said.rindex("Méthode M03")
    for asked, told in ((["F99"], "F99"), ([], "Aucune fiche")):
        with pytest.raises(UnknownCardError, match=told):
            cards_pdf(asked)


def test_without_a_choice_the_cards_are_those_of_the_plan() -> None:
    said = words(read(export(carnet(actions=actions("A13")), "pdf", "fiches", wanted=Wanted(day=DAY))))
    assert set(re.findall(r"Fiche (F\d\d)", said)) == {card.id for card in KIT.cards_for("L2-05")}


@pytest.mark.parametrize("variant", [None, *Q.variant_ids])
def test_the_questionnaire_on_paper_has_the_same_statements_and_numbers(variant: str | None) -> None:
    reader = read(paper_pdf(variant))
    assert len(reader.pages) <= 4
    said = words(reader)
    places = []
    for item in Q.items:
        assert said.count(item.id) == 1
        assert f"{item.id} {plain(item.text_for(variant))} 1 2 3 4 NSP NC" in said
        places.append(said.index(item.id))
    assert places == sorted(places)
    assert all(plain(level.anchor) in said for level in Q.scale.levels)
    assert "N'écrivez pas votre nom" in said


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(ValueError, match="mer"):
        paper_pdf("mer")


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="no pdftoppm on this machine")
def test_the_poster_draws_the_code_that_a_phone_reads(tmp_path: Path) -> None:
    from PIL import Image

    address = "http://192.168.1.20:8866/s/K7P4QX"
    (tmp_path / "poster.pdf").write_bytes(poster_pdf("Réunion d'équipe", address, code="K7P4QX"))
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-png", "poster.pdf", "poster"], cwd=tmp_path, check=True)
    with Image.open(io.BytesIO(next(tmp_path.glob("poster*.png")).read_bytes())) as opened:
        page = opened.convert("L").point(lambda grey: 255 if grey < 12 else 0)  # the code alone is pure black
    left, top, right, bottom = page.getbbox() or (0, 0, 0, 0)
    matrix = [list(row) for row in segno.make_qr(address, error="m").matrix]
    side = (right - left) / len(matrix)
    assert right - left == pytest.approx(bottom - top, abs=2) and (right - left) / 100 * 25.4 > 100
    drawn = [
        [int(page.getpixel((left + (x + 0.5) * side, top + (y + 0.5) * side)) > 0) for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert drawn == matrix
    assert min(left, page.width - right) > 4 * side, "the quiet zone"


def test_the_poster_says_address_code_and_what_is_safe() -> None:
    reader = read(poster_pdf("Réunion d'équipe", "http://192.168.1.20:8866/s/", code="K7P 4QX"))
    said = words(reader)
    assert len(reader.pages) == 1
    for told in ("Réunion d'équipe", "http://192.168.1.20:8866/s/", "K7P 4QX", "Ni nom, ni courriel", "sur papier"):
        assert told in said
    plain = poster_pdf("Réunion", "http://192.168.1.20:8866/s/")
    for written in ("192.168.1.20:8866/s/", "« http://192.168.1.20:8866/s/ ».", "http://192.168.1.20:8866/s/\u200b"):
        assert poster_pdf("Réunion", written) == plain, "a drawing without «http://» is no link for phones"
    assert "tapez celui-ci" not in words(read(poster_pdf("Réunion", "http://192.168.1.20:8866/s/K7P4QX")))
    long = "https://" + "sous-domaine." * 8 + "exemple.fr/salle/s/K7P4QX"
    assert long in words(read(poster_pdf("x" * 80, long))).replace(" ", "")


def test_the_certificate_leaves_the_name_to_the_hand() -> None:
    reader = read(certificate_pdf("Du résultat à l'action", DAY, duration="2 h"))
    said = words(reader)
    assert len(reader.pages) == 1
    for told in ("« Du résultat à l'action »", "le 23 novembre 2026, durée : 2 h", "à écrire à la main", "Signature"):
        assert told in said
    assert "Durée :" in words(read(certificate_pdf("Du résultat à l'action", DAY)))
