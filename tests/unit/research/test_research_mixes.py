"""What tables tell to an attacker who knows the covariates and weights of all: nothing of a few people, by any mix."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knownpeople import AGES, Q5, sized, told
from numpy.typing import NDArray

from pasapas_widgets.research import (
    Corpus,
    StatisticsError,
    Study,
    StudyError,
    history,
    regression,
    regression_table,
    synthetic,
)

# ---------------------------------------- the attacker, who knows covariates and weights of all


def reaches(shown: list[NDArray[Any]], few: NDArray[np.bool_]) -> bool:
    """Tell whether some mix of shown sums rests on these people only: exactly, by rank."""
    told_ = np.array(shown, float).T
    return bool(np.linalg.matrix_rank(told_[~few]) < np.linalg.matrix_rank(told_))


ASKED = st.lists(
    st.tuples(st.lists(st.sampled_from(["age", "anciennete", "type"]), max_size=2, unique=True), st.booleans()),
    min_size=2, max_size=6,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(asked=ASKED, establishments=st.integers(10, 26), people=st.integers(3, 9), seed=st.integers(0, 5000),
       rare=st.integers(0, 30))  # fmt: skip
def test_all_tables_and_all_mixes_of_weights_solve_to_nobody(
    asked: list[tuple[list[str], bool]], establishments: int, people: int, seed: int, rare: int
) -> None:
    corpus = synthetic(establishments, people, seed=seed, missing=3, questionnaire=Q5)
    weights = np.ones(len(corpus))
    weights[np.random.default_rng(seed).permutation(len(corpus))[:rare]] = 2.5
    corpus = told(corpus, weights, seed)
    sites, item = corpus.sheets["etablissement"].cat.codes.to_numpy(), Q5.item_ids[0]
    shown: list[NDArray[Any]] = []
    for by, weighted in asked:
        table = Study(corpus).table("enonces", by=by, items=[item], weighted=weighted)
        for row in table[table["motif"].isna()].to_dict("records"):
            inside = corpus.levels[:, 0] > 0
            for column in by:
                inside &= (corpus.sheets[column] == row[column]).to_numpy()
            assert inside.sum() == row["n_feuilles"]
            shown.append(inside * (weights if weighted else 1.0))
    if not shown:
        return
    kinds = np.unique(np.column_stack([*shown, weights]), axis=0, return_inverse=True)[1].ravel()
    there = np.any(shown, axis=0)
    small = [there & (kinds == one) for one in np.unique(kinds[there]) if (there & (kinds == one)).sum() < 20]
    for n in (1, 2, 3):
        for some in itertools.combinations(small[:12], n):
            few = np.any(some, axis=0)
            assert few.sum() >= 20 or not reaches(shown, few), "a mix of tables rests on fewer than twenty people"
    for site in np.unique(sites):
        assert not reaches(shown, there & (sites == site)), "or on one establishment"


def test_three_people_of_another_weight_are_not_told_by_the_two_means_of_all() -> None:
    weights = np.ones(80)
    weights[[3, 17, 40]] = 2.0
    corpus = sized([10] * 8, weights)
    assert reaches([np.ones(80), weights], weights == 2), "what a rule on counts alone would show"
    study = Study(corpus)
    assert study.table("enonces")["motif"].isna().all()
    weighted = study.table("enonces", weighted=True)
    assert weighted["motif"].str.contains("par les poids").all() and weighted["estimation"].isna().all()
    assert study.table("enonces")["motif"].isna().all(), "the plain figure stays"


def test_a_weight_that_makes_one_person_or_house_the_figure_is_withheld() -> None:
    for heavy in ([5], list(range(10))):  # a person; an establishment
        weights = np.ones(80)
        weights[heavy] = 1000.0
        assert Study(sized([10] * 8, weights)).table("enonces", weighted=True)["motif"].notna().all()
        lifted = Study(sized([10] * 8, weights), bypass="essai").table("enonces", weighted=True)
        assert lifted["motif"].isna().all() == (len(heavy) > 5), "five people remain the least, by their weights"


def test_a_weighted_figure_is_no_combination_lock_of_the_houses_totals() -> None:
    """Weights that are not whole write each house's total in other digits of one exact sum: rounding closes that."""
    sizes, weights = [4] * 5, np.repeat([1.0, 2**0.5, 3**0.5, 5**0.5, 7**0.5], 4)
    corpus = sized(sizes, weights)
    shown = Study(corpus, bypass="essai").table("enonces", weighted=True).iloc[0]["estimation"]
    steps = corpus.steps(0).reshape(5, 4).sum(axis=1)
    span, own = corpus.questionnaire.span, weights[::4]
    each = np.array(list(itertools.product(range(4 * span + 1), repeat=5)))
    sums = each @ own * 100 / span / weights.sum()
    exact = float(steps @ own * 100 / span / weights.sum())
    assert (abs(sums - exact) < 1e-9).sum() == 1, "fifteen digits tell all five totals"
    assert (abs(sums - shown) <= 0.05).sum() > 100, "one decimal does not"


def test_predictors_that_differ_by_one_person_are_refused() -> None:
    sites = np.repeat(np.arange(30), 10)
    age = np.where(np.arange(300) % 2 == 0, "a", "b").astype(object)
    years = np.where(age == "a", "x", "y").astype(object)
    years[7] = "x"  # one person more than age «a»
    score = np.random.default_rng(1).normal(50, 10, 300)
    design = [np.ones(300), age == "a", years == "x"]
    assert reaches(design, np.arange(300) == 7), "the sums by age and by seniority differ by this person"
    with pytest.raises(StatisticsError, match="que par quelques personnes"):
        regression(score, {"age": age, "anciennete": years}, sites)
    alone = (np.arange(300) == 7).astype(float)
    for column in (alone, 3 * alone, np.where(np.arange(300) < 3, 9.0, 1.0)):
        with pytest.raises(StatisticsError):
            regression(score, {"x": column}, sites)


def test_numbers_that_differ_on_a_person_or_a_house_are_refused() -> None:
    draw = np.random.default_rng(1)
    sites, age, score = np.repeat(np.arange(30), 10), draw.normal(40, 10, 300), draw.normal(50, 10, 300)
    assert regression(score, {"age": age, "autre": age + draw.normal(0, 5, 300)}, sites)[0].people == 300
    for few in (np.arange(300) == 7, np.arange(300) < 4, sites == 3):
        near = age + 2.0 * few
        assert reaches([np.ones(300), age, near], few)
        with pytest.raises(StatisticsError, match="que par quelques personnes"):
            regression(score, {"age": age, "autre": near}, sites)


def test_two_tables_of_regressions_are_not_subtracted() -> None:
    corpus = told(synthetic(40, 10, seed=3, missing=0))
    near = corpus.sheets["age"].astype(object).tolist()
    near[11] = next(one for one in AGES if one != near[11])
    corpus = told(synthetic(40, 10, seed=3, missing=0), corpus.weights, autre=near)
    assert regression_table(corpus, predictors="age")["estimation"].notna().all()
    other = regression_table(corpus, predictors="autre")
    assert other["estimation"].isna().all() and other["phrase"].str.contains("retenu en partie").all()
    assert Study(corpus).table("enonces", by="autre")["motif"].notna().any(), "nor from a study's table"


def test_data_have_one_system_of_weights(tmp_path: Path) -> None:
    def made(weights: Any = None) -> Corpus:
        return told(synthetic(40, 10, seed=61), weights)

    kept = tmp_path / "histoire.json"
    assert Study(made(), history=kept).table(weighted=True)["motif"].isna().all()
    other = 1 + np.arange(len(made())) % 4 / 4.0
    for corpus in (made(other), synthetic(40, 10, seed=61)):  # other weights; none
        history._ALIVE.clear()
        study = Study(corpus, history=kept)
        with pytest.raises(StudyError, match="mêmes poids"):
            study.table(weighted=corpus.weights is not None)
    assert Study(made(), history=kept).table()["motif"].isna().all()


@pytest.mark.parametrize("is_first", [True, False])
def test_who_skipped_a_statement_is_not_told_by_a_regression_beside_the_statements(is_first: bool) -> None:
    """A mean of scores counts an answer more in the score of who gave fewer: beside the items, one person's score."""
    base = synthetic(40, 10, seed=3, missing=0)
    ages = [AGES[number % 2] for number in range(len(base))]
    levels, q = base.levels.copy(), base.questionnaire
    levels[11, q.item_ids.index("L1-03")] = 0
    columns = base.sheets.astype(object).to_dict("list") | {"age": ages}
    corpus = Corpus.of_columns(q, levels, columns, covariates=("age",))
    if is_first:
        made = regression_table(corpus, predictors="age")
        assert made["estimation"].notna().tolist() == [False, True, True, True]
        assert made["phrase"].str.contains("pas répondu à tout").tolist() == [True, False, False, False]
    items = Study(corpus).table("enonces", by="age", items=[one.id for one in q.items if one.lever == "L1"])
    assert items["motif"].isna().all()
    if not is_first:
        assert regression_table(corpus, predictors="age")["estimation"].isna().tolist() == [True, False, False, False]


def test_a_regression_of_many_who_skipped_holds_and_limits_what_is_shown_after(tmp_path: Path) -> None:
    """Where one class answers seven statements, one of it six, and the other eight, the two stay together."""
    base = synthetic(40, 10, seed=3, missing=0)
    half = np.arange(len(base)) % 2 == 0
    levels, q = base.levels.copy(), base.questionnaire
    levels[half, q.item_ids.index("L1-03")] = -2
    levels[10, q.item_ids.index("L1-04")] = 0
    columns = base.sheets.astype(object).to_dict("list")
    own = {"age": [AGES[number // 2 % 2] for number in range(len(base))], "poste": np.where(half, "a", "b").tolist()}
    for again in range(2):
        history._ALIVE.clear()
        corpus = Corpus.of_columns(q, levels, columns | own, covariates=tuple(own))
        study = Study(corpus, history=tmp_path / "histoire.json")
        if not again:
            table = regression_table(corpus, predictors="age")
            assert table["estimation"].notna().all(), "eight or seven, many of each"
            assert study.table("enonces", by="age", items=["L1-01"])["motif"].isna().all()
        split = study.table("enonces", by="poste", items=["L1-01", "L2-01"])
        assert split["motif"].notna().tolist() == [True, True, False, False], "one of «a» would be left"
