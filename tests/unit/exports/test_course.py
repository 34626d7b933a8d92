"""The course: each figure is drawn from its dossier in three ways; each module is printed, its answers apart."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from taken_home import plain, read, structure, words

from pasapas_widgets.exports.course import pictures
from pasapas_widgets.exports.course.paper import answers_pdf, exercises_pdf
from pasapas_widgets.exports.course.pictures import picture_of
from pasapas_widgets.files.exercises import check
from pasapas_widgets.model.exercise.faults import answers_of
from pasapas_widgets.model.exercise.loading import COURSE, load_course
from pasapas_widgets.model.exercise.structure import Figure, Module, Reformulate, Scene
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.places.shipped import samples_dir

MODULES = load_course()
FIGURES = [(f"{module.id} {one.id}", one.figure) for module in MODULES for _, one in module.exercises if one.figure]
by_name = pytest.mark.parametrize("module", MODULES, ids=lambda one: one.id)


@pytest.mark.parametrize("path", sorted(COURSE.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_module_that_ships_has_no_fault_and_is_named_after_its_file(path: Path) -> None:
    found = check(path.read_text(encoding="utf-8"))
    assert found.faults == () and found.module is not None and found.module.id == path.stem
    assert [one for one in found.warnings if "ressemble au nom" in one.reason] == [], "functions, never names"


@by_name
def test_a_module_says_what_one_will_be_able_to_do_with_what_and_from_where(module: Module) -> None:
    assert module.goals and module.means and module.sources and module.kept
    assert 10 <= module.minutes <= 60
    assert all(not one.address or one.address.startswith("https://") for one in module.sources)


@pytest.mark.parametrize(("name", "figure"), FIGURES, ids=[name for name, _ in FIGURES])
def test_a_figure_is_drawn_from_its_dossier_in_three_ways(name: str, figure: Figure) -> None:
    found = picture_of(figure)
    assert ElementTree.fromstring(found.svg).tag.endswith("svg") and len(found.svg) > 5000
    pictures._drawn.cache_clear()
    assert found.svg == picture_of(figure).svg, "the same figure is the same text"
    assert len(found.sentence) > 20 and found.rows
    assert all(len(row) == len(found.columns) and all(row) for row in found.rows)
    assert not re.search(r"<script|href=\"http|<image", found.svg)


def test_a_statement_is_said_in_the_words_that_the_dossiers_people_read() -> None:
    for dossier, said in (("aemo", "Quand une visite"), ("familial", "quelqu'un du service"), ("mecs", "d'astreinte")):
        found = picture_of(Figure(dossier=dossier, shows="repartition", items=("L2-09",)))
        assert said in found.rows[0][0].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), found.rows[0]
        assert said.split("'")[0] in found.sentence and found.svg


def test_what_the_thresholds_withhold_is_withheld_in_the_three() -> None:
    found = picture_of(Figure(dossier="petite_maison_7", shows="repartition", items=("L1-01",)))
    assert "pas assez" in found.sentence and set(found.rows[0][1:]) == {"pas assez de réponses"}
    radar = picture_of(Figure(dossier="petite_maison_7", shows="radar"))
    assert radar.rows[3][1] == "pas assez de réponses"
    q = load_questionnaire(SELF_DIAGNOSIS)
    both = picture_of(Figure(dossier="deux_vagues", shows="comparaison", waves=(1, 2), items=("L1-03", "L2-05")))
    assert [row[5] for row in both.rows] == ["pas d'écart", "dépasse la marge"] and both.rows[0][3] == "0"
    assert str(q.number_of("L1-03")) in both.rows[0][0]


@pytest.mark.parametrize("shows", ["radar", "effets", "indicateurs", "reseau"])
def test_every_kind_of_figure_can_be_drawn_of_a_whole_dossier(shows: str, tmp_path: Path) -> None:
    own = tmp_path / "maison"
    own.mkdir()
    (own / "vagues.csv").write_bytes((samples_dir() / "deux_vagues.csv").read_bytes())
    (own / "carnet.json").write_bytes((samples_dir() / "carnet_exemple.json").read_bytes())
    waves = (1, 2) if shows == "radar" else (1,)
    found = picture_of(Figure(dossier="maison", shows=shows, waves=waves), tmp_path)  # type: ignore[arg-type]
    assert found.rows and all(len(row) == len(found.columns) for row in found.rows) and found.sentence


@by_name
def test_the_exercises_hold_no_answer_and_the_answers_hold_them_all(module: Module) -> None:
    asked, answered = (plain(words(read(make(module)))) for make in (exercises_pdf, answers_pdf))
    flat_asked, flat_answered = ("".join(one.split()) for one in (asked, answered))
    for path, one in module.exercises:
        for where, answer in answers_of(path, one):
            start = "".join(plain(answer.feedback).split())[:40]
            assert start not in flat_asked, (where, "an answer is printed with the exercises")
            assert start in flat_answered, (where, answer.feedback)
        if isinstance(one, Reformulate):
            assert all("".join(plain(each.text).split())[:30] in flat_answered for each in one.examples)
        if isinstance(one, Scene):
            assert all("".join(plain(each.text).split())[:30] in flat_asked for each in one.situations)
        if one.trainer:
            assert "".join(plain(one.trainer).split())[:30] in flat_answered
            assert "".join(plain(one.trainer).split())[:30] not in flat_asked


@by_name
def test_what_is_printed_is_tagged(module: Module) -> None:
    for make in (exercises_pdf, answers_pdf):
        reader = read(make(module))
        tags = list(structure(reader))
        assert not [tag for tag in tags if tag.kind == "/Span" and tag.parent in ("/Document", "/Div")]
        for tag in tags:
            if tag.kind == "/TR" and tag.parent == "/TBody":
                assert [kid.kind for kid in tag.kids].count("/TH") == 1
        drawn = [tag for tag in tags if tag.kind == "/Figure"]
        n = sum(one.figure is not None for _, one in module.exercises) if make is exercises_pdf else 0
        assert len(drawn) >= n and all(tag.node.get("/Alt") for tag in drawn)
