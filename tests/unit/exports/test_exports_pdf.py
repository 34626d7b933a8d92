"""The printed sheets: tagged, in French, on the pages that they promise, true to the carnet."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import segno
from taken_home import (
    DAY,
    KIT,
    Q,
    actions,
    carnet,
    fonts,
    plain,
    read,
    tags,
    words,
)

from pasapas_widgets.exports.catalogue import SHEETS, ExportError, Wanted, export
from pasapas_widgets.exports.session.cards import UnknownCardError, cards_pdf
from pasapas_widgets.exports.session.certificate import certificate_pdf
from pasapas_widgets.exports.session.paper import paper_pdf
from pasapas_widgets.exports.session.poster import poster_pdf
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.owntexts import texts_for

MM = 72 / 25.4
WANTED = Wanted(day=DAY, address="http://192.168.1.20:8866/s/K7P4QX", code="K7P4QX", duration="2 h")
TITLES = {
    "plan-a4": "Notre plan d'action", "plan-a3": "Notre plan d'action", "synthese": "Où nous en sommes",
    "fiches": "Fiches et méthodes", "affiche": "Rejoindre la séance", "questionnaire": "Questionnaire sur papier",
    "questionnaire-facile": "Questionnaire facile à lire",
    "attestation": "Attestation de présence",
    "entretien": "Note pour un échange avec un appui", "sortie": "Feuille de sortie de l'échange avec un appui",
    "retours": "Retour d'expérience\u00a0: Un relais plus long", "territoire": "Autour de notre établissement",
    "indicateurs": "Les indicateurs de ressources humaines",
    "modeles": "Modèles à remplir", "cartes-enonces": "Les cartes des énoncés", "cartes-1-4": "Cartes 1 à 4",
    "affiches-leviers": "Les affiches des leviers", "mur-des-reponses": "Le mur des réponses",
    "dossier": "Dossier de la personne qui anime", "ouverture": "Ouvrir la séance", "lexique": "Petit lexique",
    "correspondance": "Leviers, HAS 3.9, QVCT, document unique", "formation": "Dossier de formation",
    "ouverture-formation": "Ouvrir la formation",
}  # fmt: skip
A4, A4_WIDE, A3_WIDE = (210, 297), (297, 210), (420, 297)
PAPERS = {
    "plan-a4": A4_WIDE, "plan-a3": A3_WIDE, "attestation": A4_WIDE, "mur-des-reponses": A3_WIDE,
    "ouverture": (254, 142.9), "ouverture-formation": (254, 142.9),
}  # fmt: skip


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
    said = words(reader).replace("- ", "-")  # a line may end after any hyphen
    places = []
    for item in Q.items:
        own, line = item.worded(variant), f"{Q.number_of(item.id)} {plain(item.text_for(variant))}"
        assert item.id not in said and said.count(line) == 1, "one number, that of the phone"
        assert f"{line} 1 : {plain(own.anchor_low)} 4 : {plain(own.anchor_high)} 1 2 3 4 NSP NC" in said
        places.append(said.index(line))
    assert places == sorted(places)
    assert all(plain(level.anchor) in said for level in Q.scale.levels)
    assert "N'écrivez pas votre nom" in said


@pytest.mark.parametrize("variant", [None, *Q.variant_ids])
def test_the_easy_paper_has_the_same_numbers_and_its_answers_in_words(variant: str | None) -> None:
    reader = read(paper_pdf(variant, easy=True))
    assert len(reader.pages) == 5, "how one answers, then a page a lever"
    said = words(reader)
    answers = "1 Non 2 Parfois 3 Oui, souvent 4 Oui, toujours NSP Je ne sais pas NC Non concerné"
    for item in Q.items:
        line = f"{Q.number_of(item.id)} {plain(item.worded(variant).easy)}"
        assert said.count(line) == 1
        assert said.split(line)[1].strip().startswith(answers)


@pytest.mark.parametrize("easy", [False, True])
def test_the_family_of_professions_has_one_legend_on_screen_and_on_paper(easy: bool) -> None:
    profile = texts_for("questionnaire", Q)["profil"]
    assert profile["legende"] == "Votre famille de métiers (facultatif)"
    said = words(read(paper_pdf(easy=easy)))
    assert f"{profile['legende']} {profile['aide']} Une seule case. {Q.profiles[0].label}" in said
    assert (
        texts_for("questionnaire", load_questionnaire("equipe-5"))["profil"]["legende"] == "Votre profil (facultatif)"
    )


def test_an_easy_paper_that_nobody_wrote_is_refused() -> None:
    other = load_questionnaire("equipe-5")
    with pytest.raises(ValueError, match="facile à lire"):
        paper_pdf(questionnaire=other, easy=True)
    with pytest.raises(ExportError, match="phrase courte"):
        export(Carnet(), "pdf", "questionnaire-facile", wanted=Wanted(day=DAY, questionnaire=other))


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
