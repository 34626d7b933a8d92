"""The content that ships is whole and balanced; a fault in a content file is told in one French sentence."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from pathlib import Path

import pytest

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.model.kit.notices import load_notice
from pasapas_widgets.model.questionnaire.loading import load_questionnaire, load_services
from pasapas_widgets.model.questionnaire.structure import Questionnaire

TEXT = (CONTENT / "questionnaires/pas-a-pas.yaml").read_text(encoding="utf-8")

RECRUITING = {"L4-03", "L4-04"}
"""To make one's trade known and to find replacements is to recruit: none of the five effects of the programme."""
FINGERPRINTS = {"1.0": "85e630bca939", "1.1": "51bc88b750e7"}
"""A published version never changes: a new text means a new version, a new number and a new line here."""


def test_four_levers_of_eight_and_no_empty_cell_of_lever_and_effect(questionnaire: Questionnaire) -> None:
    assert Counter(item.lever for item in questionnaire.items) == {"L1": 8, "L2": 8, "L3": 8, "L4": 8}
    assert Counter(item.effect for item in questionnaire.items) == {
        "E1": 4,
        "E2": 7,
        "E3": 4,
        "E4": 8,
        "E5": 7,
        None: 2,
    }
    cells = {(item.lever, item.effect) for item in questionnaire.items if item.effect}
    assert len(cells) == 19, "all but the territory's newcomers"


def test_version_and_fingerprint_are_pinned(questionnaire: Questionnaire) -> None:
    assert questionnaire.fingerprint == FINGERPRINTS[questionnaire.version]


def test_variants_are_chosen_by_type_of_service(questionnaire: Questionnaire) -> None:
    variants = {service.id: service.variant for service in load_services()}
    assert (variants["mecs"], variants["aemo"], variants["cpfse"]) == (None, "milieu_ouvert", "placement_familial")
    assert set(variants.values()) == {None, *questionnaire.variant_ids}
    assert len({service.id for service in load_services()}) == len(load_services())
    base, open_setting = questionnaire.for_browser(), questionnaire.for_browser("milieu_ouvert")
    both = list(zip(base["items"], open_setting["items"], strict=True))
    changed = [a["id"] for a, b in both if a["texte"] != b["texte"]]
    assert changed == ["L1-01", "L1-02", "L1-04", "L2-09", "L2-03", "L3-08", "L4-01"]
    anchors = [a["id"] for a, b in both if a["repere_4"] != b["repere_4"]]
    assert anchors == ["L1-02", "L1-04", "L2-09", "L2-05"], "a service's words hold for the anchors too"


def test_every_statement_of_ours_has_its_anchors_and_its_prompt(questionnaire: Questionnaire) -> None:
    for item in questionnaire.items:
        assert (item.effect or item.id in RECRUITING) and item.theme and item.evidence and item.prompt
        assert item.anchor_low and item.anchor_high
    assert all(level.anchor and level.key for level in questionnaire.scale.levels) and questionnaire.scale.empty
    assert all(lever.question for lever in questionnaire.levers)


def test_who_most_likely_knows_is_said_of_statements_that_many_cannot_know(questionnaire: Questionnaire) -> None:
    known = {item.id: item.priority_profiles for item in questionnaire.items if item.priority_profiles}
    assert known == dict.fromkeys(("L4-03", "L4-04", "L4-07", "L4-08"), ("encadrement", "support"))


def test_a_statement_is_one_idea_of_eighteen_words_at_most_in_every_wording(questionnaire: Questionnaire) -> None:
    for item in questionnaire.items:
        for variant in (None, *questionnaire.variant_ids):
            told = item.text_for(variant)
            assert len(re.findall(r"\w[\w'-]*", told)) <= 18, told
            assert told.endswith(".") and told.count(".") == 1, told


def test_texts_speak_plainly() -> None:
    assert "·" not in TEXT, "median points are read badly by screen readers"
    for path in CONTENT.rglob("*.yaml"):
        assert "…" not in path.stem
        assert "  \n" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("    repere_4:", "    repere_5:", ["items[0]", "repere_5"]),
        ('    texte: "Le planning', '    # "Le planning', ["items[10]", "il manque « texte »"]),
        ("valeur: 4", "valeur: 900", ["echelle.niveaux[3].valeur", "hors limites"]),
        ("valeur: 4", "valeur: 9", ["echelle.niveaux", "de 1 à 4"]),
        ("valeur: 2", "valeur: 3", ["echelle.niveaux", "de 1 à 4"]),
        ("id: L1-02", "id: L1-01", ["items[1].id", "déjà pris"]),
        ("  - id: L2\n", "  - id: L1\n", ["leviers[1].id", "déjà pris"]),
        ("levier: L1", "levier: L9", ["items[0].levier", "« L9 »"]),
        ("effet: E4", "effet: E9", ["items[0].effet", "« E9 »"]),
        ("      milieu_ouvert:", "      mer_ouverte:", ["items[0].variantes", "« mer_ouverte »"]),
        ("numero: 2 ", "numero: 99 ", ["numero", "hors limites"]),
        ("duree_remplissage_min: 15", "duree_remplissage_min: quinze", ["duree_remplissage_min", "nombre entier"]),
        ('version: "1.1"', "version: 1.1", ["version", "texte attendu"]),
        ("titre:", "titre: ]", ["ligne", "colonne", "YAML"]),
    ],
)
def test_a_fault_names_file_path_and_reason(tmp_path: Path, before: str, after: str, told: list[str]) -> None:
    assert before in TEXT
    path = tmp_path / "essai.yaml"
    path.write_text(TEXT.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_questionnaire(path)
    sentence = str(caught.value).replace("\N{NO-BREAK SPACE}", " ")
    assert sentence.startswith("essai.yaml") and sentence.endswith(".") and "\n" not in sentence
    for part in told:
        assert part in sentence


def test_unreadable_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="illisible"):
        load_yaml(tmp_path / "absent.yaml", Questionnaire)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("titre: é".encode("latin-1"))
    with pytest.raises(ContentError, match="UTF-8"):
        load_yaml(latin, Questionnaire)


@pytest.mark.parametrize("part", ["[{}]", "{{<<: [{}]}}"])
def test_a_few_lines_that_stand_for_millions_of_values_are_refused_at_once(tmp_path: Path, part: str) -> None:
    """Found by a trainer's module of ten lines, which held the cockpit for more than ten minutes."""
    lines = ["a: &a {x: 1}"]
    lines += [f"{n}: &{n} " + part.format(", ".join([f"*{b}"] * 9)) for b, n in itertools.pairwise("abcdefghi")]
    path = tmp_path / "bombe.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ContentError, match="renvois"):
        load_yaml(path, Questionnaire)
    path.write_text("a: &a [1, 2]\nb: *a\n", encoding="utf-8")
    assert load_yaml(path, dict[str, list[int]]) == {"a": [1, 2], "b": [1, 2]}


def test_the_notice_says_what_the_law_asks_and_leaves_places_to_fill() -> None:
    notice = load_notice()
    told = " ".join(one.text for one in notice.parts)
    for word in ("facultatif", "Ni nom", "{moyenne}", "base légale", "{duree}", "{recherche}"):
        assert word in told
    assert "anonyme" not in told, "«sans nom»: a small team's sheet may point at somebody"
    assert "{organisme}" in told and "{contact}" in told and "CNIL" in told
    assert [one.id for one in notice.parts][:3] == ["responsable", "pourquoi", "base"], "art. 13 RGPD, who first"


def test_who_would_rather_not_say_is_read_last_and_counted_as_before(questionnaire: Questionnaire) -> None:
    shown = [one.id for one in questionnaire.shown_profiles]
    assert shown[-2:] == ["accueil_familial", "non_precise"] and sorted(shown) == sorted(questionnaire.profile_ids)
    assert questionnaire.profile_ids[-2:] == ("non_precise", "accueil_familial"), "the share code's order"


def test_the_notice_in_brief_says_who_is_responsible_what_for_and_what_nobody_sees() -> None:
    told = load_notice().in_brief(least=6, organisation=" Les Tilleuls ")
    for word in (
        "Facultatif",
        "sans nom",
        "discuter du travail",
        "moins de 6 personnes",
        ": Les Tilleuls.",
    ):
        assert word in told
    assert "{" not in told and "À COMPLÉTER" in load_notice().in_brief(least=5)
    assert len(told) <= 150, "three lines on a phone"


def test_the_notice_filled_in_has_no_hole_and_says_what_lacks() -> None:
    day = dt.date(2026, 5, 29)
    whole = load_notice().filled(least=6, organisation="Les Tilleuls", contact="dpo@tilleuls.fr", until=day)
    told = " ".join(one.text for one in whole)
    for word in (
        "Les Tilleuls",
        "dpo@tilleuls.fr",
        "moins de 6 personnes",
        "29 mai 2026",
        "ne vont pas à la recherche",
    ):
        assert word in told
    assert "{" not in told and "À COMPLÉTER" not in told
    empty = " ".join(one.text for one in load_notice().filled(least=5, organisation=" ", research=True))
    assert empty.count("À COMPLÉTER") == 2 and "Six mois" in empty and "Sans votre oui" in empty and "{" not in empty
