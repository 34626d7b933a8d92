"""Scores are those of the shared vectors and of the content's own test cases."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import sheets

from pasapas_widgets.model.questionnaire.loading import EXAMPLES, load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules.scoring import load_rules, mean_score, over_items, rounded, score_sheet, told

HERE = Path(__file__).parents[2]
VECTORS = json.loads((HERE / "vectors/scoring.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["id"])
def test_vectors(case: dict) -> None:
    sheet = Sheet(questionnaire="pas-a-pas", version="1.1", answers=case["answers"])
    for lever, score in score_sheet(sheet).items():
        expected = case["scores"][lever]
        assert score.score == (None if expected["score"] is None else pytest.approx(expected["score"], abs=1e-7))
        assert (score.level_class, score.n_answers) == (expected["classe"], expected["n_notes"])
        assert (None if score.score is None else rounded(score.score)) == expected["affiche"]


@pytest.mark.parametrize("other", VECTORS["others"], ids=lambda other: other["questionnaire"]["id"])
def test_vectors_of_other_questionnaires(other: dict) -> None:
    """Reversed items, several scales, a mean as unit: what the browser computes too."""
    name = other["questionnaire"]["id"]
    q = load_questionnaire(name if (EXAMPLES / f"{name}.yaml").exists() else HERE / f"vectors/{name}.yaml")
    for case in other["cases"]:
        found = score_sheet(Sheet(questionnaire=q.id, version=q.version, answers=case["answers"]), q)
        for lever, expected in case["scores"].items():
            score = found[lever].score
            assert score == (None if expected["score"] is None else pytest.approx(expected["score"], abs=1e-7))
            assert found[lever].n_answers == expected["n_notes"]
            assert (None if score is None else told(score, q, bare=True)) == expected["affiche"]


@given(sheets())
def test_missing_answers_are_never_imputed(sheet: Sheet) -> None:
    kept = {item: answer for item, answer in sheet.answers.items() if isinstance(answer, int)}
    only_levels = Sheet(questionnaire=sheet.questionnaire, version=sheet.version, answers=kept)
    assert score_sheet(sheet) == score_sheet(only_levels)


@given(st.lists(st.floats(0, 100), min_size=8, max_size=8))
def test_a_group_score_is_the_same_to_the_last_digit_on_every_python(means: list[float]) -> None:
    """``sum`` of floats says one thing up to Python 3.11 and another from 3.12 on; and by their order, on both."""
    q = load_questionnaire()
    lever = q.levers[0]
    shown = list(zip(q.scored_items(lever), means, strict=True))
    exact = float(sum(map(Fraction, means)))
    assert over_items(q, lever, shown) == over_items(q, lever, shown[::-1]) == exact / len(means)


@pytest.mark.parametrize("count", range(1, 60))
def test_class_limits_hold_whatever_the_rounding(count: int) -> None:
    for level, below, at in ((2, "ameliorer", "consolider"), (3, "consolider", "appui")):
        assert load_rules().class_of(mean_score((level - 1) * count, count)) == at
        assert load_rules().class_of(mean_score((level - 1) * count - 1, count)) == below


@pytest.mark.parametrize("count", range(1, 40))
def test_shown_scores_round_halves_up(count: int) -> None:
    for total in range(count, 4 * count + 1):
        exact = Fraction(total - count, 3 * count) * 100
        assert rounded(mean_score(total - count, count)) == int(exact + Fraction(1, 2))
