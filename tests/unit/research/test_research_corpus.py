"""A corpus scores like its sheets, keeps the three kinds of missing apart, and says when it is invented."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research import Corpus, icc1, synthetic
from pasapas_widgets.research.corpus import CODES, CONTEXT, EMPTY, MISSING
from pasapas_widgets.rules.scoring import score_sheet

SPOKEN = {code: answer for answer, code in CODES.items()}


def sheet_of(corpus: Corpus, row: int) -> Sheet:
    q = corpus.questionnaire
    levels = zip(q.item_ids, corpus.levels[row].tolist(), strict=True)
    answers = {item: SPOKEN.get(level, level) for item, level in levels if level != EMPTY}
    return Sheet(questionnaire=q.id, version=q.version, answers=answers)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["pas-a-pas", "equipe-5", "hse-35"]), st.integers(0, 10_000))
def test_each_score_is_that_of_its_sheet(name: str, seed: int) -> None:
    q = load_questionnaire() if name == "pas-a-pas" else load_questionnaire(name)
    corpus = synthetic(4, 6, seed=seed, missing=4, questionnaire=q)
    scores = corpus.scores()
    for row in range(len(corpus)):
        sheet = sheet_of(corpus, row)
        sheet.check(q)
        expected = [one.score for one in score_sheet(sheet, q).values()]
        assert [None if np.isnan(one) else one for one in scores.iloc[row]] == expected


def test_the_tidy_frame_keeps_three_kinds_of_missing_apart() -> None:
    corpus = synthetic(10, 10, missing=3)
    tidy = corpus.tidy()
    assert len(tidy) == corpus.levels.size and list(tidy.columns[: len(CONTEXT)]) == list(CONTEXT)
    for code, kind in MISSING.items():
        assert (tidy["manque"] == kind).sum() == (corpus.levels == code).sum() > 0
    assert tidy["reponse"].isna().equals(tidy["manque"].notna())
    first = tidy[tidy["feuille"] == corpus.sheets["feuille"].iloc[7]]
    assert first["reponse"].fillna(0).tolist() == np.maximum(corpus.levels[7], 0).tolist()


def test_points_turn_reversed_items_round() -> None:
    q = load_questionnaire("equipe-5")
    levels = np.array([[1, 5, 3, 1, -1]], np.int8)
    points = Corpus.of_columns(q, levels, {}).points()[0]
    assert points[:4].tolist() == [0, 100, 50, 100] and np.isnan(points[4])


def test_invented_answers_have_the_truth_that_was_asked_for(questionnaire: Questionnaire) -> None:
    corpus = synthetic(600, 30, icc=0.2, loading=0.7, waves=2, change=0.5, seed=5)
    assert corpus.count("seance") == 1200 and corpus.count("etablissement") == 600
    assert any("inventées" in note for note in corpus.notes)
    points, wave = corpus.points(), corpus.sheets["vague"].to_numpy()
    gaps = [np.nanmean(points[wave == "2", i]) - np.nanmean(points[wave == "1", i]) for i in range(32)]
    assert min(gaps[:8]) > 3 and max(np.abs(gaps[8:])) < 2, "the first lever changes, the others do not"
    first = corpus.where(wave == "1")
    found = icc1(first.scores()["L2"], first.sheets["etablissement"]).estimate
    # Types add to the variance between establishments, errors of eight items and levels take some away.
    assert 0.13 < found < 0.22


def test_the_same_arguments_make_the_same_answers_and_others_others() -> None:
    one, same, other = synthetic(5, 10), synthetic(5, 10), synthetic(5, 10, seed=1)
    assert (one.levels == same.levels).all() and one.sheets.equals(same.sheets)
    assert one.levels.shape != other.levels.shape or (one.levels != other.levels).any()


@pytest.mark.parametrize("wrong", [{"icc": 1.0}, {"loading": 0}, {"waves": 3}, {"people": 0}, {"missing": -1}])
def test_what_is_out_of_bounds_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(FrenchError, match=next(iter(wrong))):
        synthetic(**wrong)  # type: ignore[arg-type]


def test_levels_and_sheets_must_fit(questionnaire: Questionnaire) -> None:
    corpus = synthetic(5, 10)
    with pytest.raises(ValueError, match="do not fit"):
        Corpus(questionnaire=questionnaire, sheets=corpus.sheets, levels=corpus.levels[:-1])
    with pytest.raises(ValueError, match="nom"):
        Corpus.of_columns(questionnaire, corpus.levels, {"nom": ["x"] * len(corpus)})
