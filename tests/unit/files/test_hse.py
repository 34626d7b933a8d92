"""The published instrument that ships: its scales, its own scoring by hand, its words and its licence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pasapas_widgets.cli import main
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.scoring import score_sheet, told

# Items of each scale and reversed items, by their numbers in the HSE's own questionnaire.
SCALES = {
    "demands": (3, 6, 9, 12, 16, 18, 20, 22),
    "control": (2, 10, 15, 19, 25, 30),
    "managers": (8, 23, 29, 33, 35),
    "peers": (7, 24, 27, 31),
    "relationships": (5, 14, 21, 34),
    "role": (1, 4, 11, 13, 17),
    "change": (26, 28, 32),
}
REVERSED = {3, 5, 6, 9, 12, 14, 16, 18, 20, 21, 22, 34}

# A made-up sheet: the answers given to items 1 to 35, as the person sees them (1 never / strongly disagree … 5).
GIVEN = (4, 3, 4, 5, 1, 2, 4, 3, 4, 2, 5, 3, 3, 2, 4, 2, 5, 1, 3, 4, 1, 3, 5, 4, 4, 2, 5, 1, 4, 3, 4, 2, 3, 2, 5)
# By hand. Demands, turned round (6 - answer): items 3, 6, 9, 12, 16, 18, 20, 22 give 2+4+2+3+4+5+2+3 = 25, over 8.
# Control: 3+2+4+3+4+3 = 19, over 6. Managers: 3+5+4+3+5 = 20, over 5. Peers: 4+4+5+4 = 17, over 4.
# Relationships, turned round: 5+4+5+4 = 18, over 4. Role: 4+5+5+3+5 = 22, over 5. Change: 2+1+2 = 5, over 3.
MEANS = {
    "demands": Fraction(25, 8),
    "control": Fraction(19, 6),
    "managers": Fraction(4),
    "peers": Fraction(17, 4),
    "relationships": Fraction(9, 2),
    "role": Fraction(22, 5),
    "change": Fraction(5, 3),
}
TOLD = {
    "demands": "3,1 sur 5", "control": "3,2 sur 5", "managers": "4,0 sur 5", "peers": "4,3 sur 5",
    "relationships": "4,5 sur 5", "role": "4,4 sur 5", "change": "1,7 sur 5",
}  # fmt: skip


@pytest.fixture(scope="module")
def hse() -> Questionnaire:
    return load_questionnaire("hse-35")


def sheet_of(q: Questionnaire, answers: tuple[int, ...] = GIVEN) -> Sheet:
    return Sheet(questionnaire=q.id, version=q.version, answers=dict(zip(q.item_ids, answers, strict=True)))


def test_the_scales_are_those_of_the_instrument(hse: Questionnaire) -> None:
    assert hse.item_ids == tuple(f"HSE-{n:02d}" for n in range(1, 36))
    assert {
        lever.id: tuple(int(item.id[-2:]) for item in hse.items_of(lever=lever.id)) for lever in hse.levers
    } == SCALES
    assert {int(item.id[-2:]) for item in hse.items if item.reversed} == REVERSED
    assert [item.scale for item in hse.items] == [None] * 23 + ["accord"] * 12
    for scale, anchors in (
        (hse.scale, ["Never", "Seldom", "Sometimes", "Often", "Always"]),
        (hse.other_scales["accord"], ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]),
    ):
        assert [level.anchor for level in scale.levels] == anchors and scale.codes == ()


def test_the_means_of_a_sheet_are_those_worked_out_by_hand(hse: Questionnaire) -> None:
    scores = score_sheet(sheet_of(hse), hse)
    for lever, mean in MEANS.items():
        score = scores[lever].score
        assert score == pytest.approx(float((mean - 1) / 4 * 100)) and scores[lever].level_class is None
        assert told(score, hse) == TOLD[lever]


@pytest.mark.parametrize("least", [False, True])
def test_the_best_answers_are_5_everywhere_and_the_worst_1(hse: Questionnaire, least: bool) -> None:
    best = tuple(1 if (n in REVERSED) != least else 5 for n in range(1, 36))
    assert {
        told(one.score, hse) for one in score_sheet(sheet_of(hse, best), hse).values() if one.score is not None
    } == {"1,0 sur 5" if least else "5,0 sur 5"}


def test_a_group_has_the_mean_of_its_people(hse: Questionnaire) -> None:
    middle = tuple([3] * 35)
    results = aggregate([sheet_of(hse)] * 20 + [sheet_of(hse, middle)] * 20, questionnaire=hse)
    for lever, mean in MEANS.items():
        assert results.levers[lever].score == pytest.approx(float(((mean + 3) / 2 - 1) / 4 * 100))
        assert results.levers[lever].level_class is None


def test_where_it_comes_from_and_its_language_are_said(hse: Questionnaire) -> None:
    assert hse.source is not None and hse.source.licence == "Open Government Licence v3.0"
    assert hse.source.credit.startswith(
        "Contains public sector information published by the Health and Safety Executive and licensed under the Open "
        "Government Licence v3.0."
    )
    for text in (hse.title, hse.source.credit, hse.instructions):
        assert "traduction de travail" in text.lower()
    assert all(item.variants["anglais"] and item.text_for("anglais") != item.text for item in hse.items)
    assert hse.item("HSE-24").text_for("anglais") == "I get help and support I need from colleagues."


def test_the_command_line_tells_means_and_no_class(
    hse: Questionnaire, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "feuilles.json"  # type: ignore[operator]
    file.write_text(f"[{','.join([sheet_of(hse).to_json()] * 6)}]", encoding="utf-8")
    assert main(["analyser", str(file), "--questionnaire", "hse-35"]) == 0
    out = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert "Les moyennes (de 1 à 5" in out and "Rôle                                   4,4" in out
    for absent in ("quatre leviers", "Points forts", "cinq effets", "mal connues", "consolider"):
        assert absent not in out
    assert "Open Government Licence v3.0" in out.replace("\n", " ")
