"""No figure is wrong in silence: types, standard errors, options, people over several dates, families, one mean."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.research import (
    Corpus,
    StatisticsError,
    Study,
    adjust,
    agreement_table,
    average_deviation,
    change_table,
    cluster_mean,
    clustering_table,
    cronbach_alpha,
    design_effect,
    differential_item,
    differential_table,
    icc1,
    icc2,
    item_table,
    mcdonald_omega,
    mixed_mean,
    reliability_table,
    synthetic,
    wave_change,
)

SITES = np.repeat(np.arange(25), 12)
RNG = np.random.default_rng(5)
TRAIT = 0.5 * RNG.normal(size=25)[SITES] + RNG.normal(size=300)
ITEMS = TRAIT[:, None] + RNG.normal(size=(300, 4))


def test_the_first_formula_that_one_writes_does_not_overflow() -> None:
    corpus = synthetic(30, 10)
    answered = corpus.levels > 0
    right = np.mean([(int(level) - 1) * 100 / 3 for level in corpus.levels[answered]])
    tidy = corpus.tidy()
    assert ((tidy["reponse"] - 1) * 100 / 3).mean() == pytest.approx(right)
    assert ((corpus.levels - 1) * 100 / 3)[answered].mean() == pytest.approx(right)
    wide = tidy.pivot(index="feuille", columns="item", values="reponse")
    assert (wide * 1000).max().max() == 4000
    assert corpus.steps(0).max() * 10_000 == 30_000 and corpus.points().dtype == np.float64


@pytest.mark.parametrize("wrong", [[[1.5] * 5], [[9] * 5], [[-3] * 5]])
def test_levels_that_no_scale_has_are_refused(wrong: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="level"):
        Corpus.of_columns(load_questionnaire("equipe-5"), np.array(wrong), {})


# ---------------------------------------- mixed models


def gls_error(sites: Any, between: float, within: float) -> float:
    """Return the standard error of a mean by the whole covariance matrix, written out."""
    v = between * (sites[:, None] == sites) + within * np.eye(len(sites))
    return float(1 / np.sqrt(np.linalg.solve(v, np.ones(len(sites))).sum()))


@pytest.mark.parametrize("icc", [0.0, 0.05, 0.15])
def test_the_error_of_a_mixed_mean_is_that_of_least_squares(icc: float) -> None:
    from scipy import stats

    rng, told = np.random.default_rng(7), 0
    for _ in range(40):
        sites = np.repeat(np.arange(25), rng.integers(1, 6, 25))
        values = np.sqrt(icc) * rng.normal(size=25)[sites] + np.sqrt(1 - icc) * rng.normal(size=len(sites))
        try:
            found = mixed_mean(values, sites)
        except StatisticsError as error:
            assert str(error).endswith(".")
            continue
        told += 1
        expected = gls_error(sites, found.between**2, found.within**2) * stats.t.ppf(0.975, 24)
        assert (found.high - found.low) / 2 == pytest.approx(expected, rel=0.01)
    assert told >= 20


def test_one_person_an_establishment_has_no_mixed_mean() -> None:
    values = np.random.default_rng(3).normal(size=300)
    with pytest.raises(StatisticsError, match="n'a qu'une personne"):
        mixed_mean(values, np.arange(300))


@pytest.mark.parametrize("icc", [0.0, 0.1])
def test_the_interval_of_a_mixed_change_is_neither_endless_nor_empty(icc: float) -> None:
    rng = np.random.default_rng(1)
    sites, after = np.repeat(np.arange(25), 10), np.tile(np.arange(10) >= 5, 25)
    for _ in range(100):
        values = np.sqrt(icc) * rng.normal(size=25)[sites] + np.sqrt(1 - icc) * rng.normal(size=250)
        robust = wave_change(values, sites, after)
        try:
            mixed = wave_change(values, sites, after, method="mixed")
        except StatisticsError:
            continue
        assert 0.5 < (mixed.high - mixed.low) / (robust.high - robust.low) < 2


def test_teams_that_all_agree_alike_have_no_interval_of_no_width() -> None:
    with pytest.raises(StatisticsError, match="exactement le même accord"):
        average_deviation(np.tile([1.0, 2, 3, 4], 75), np.repeat(np.arange(25), 12), levels=4)


# ---------------------------------------- options

MISSPELT: list[Callable[[Any], Any]] = [
    lambda c: cluster_mean(TRAIT, SITES, unit="persons"),  # type: ignore[arg-type]
    lambda c: cronbach_alpha(ITEMS, SITES, missing="listwise"),  # type: ignore[arg-type]
    lambda c: mcdonald_omega(ITEMS, SITES, missing="par paires"),  # type: ignore[arg-type]
    lambda c: cronbach_alpha(ITEMS, SITES, resamples=0),
    lambda c: cronbach_alpha(ITEMS, SITES, resamples="beaucoup"),  # type: ignore[arg-type]
    lambda c: icc1(TRAIT, SITES, level="95"),  # type: ignore[arg-type]
    lambda c: wave_change(TRAIT, SITES, SITES % 2 == 0, method="Robust"),  # type: ignore[arg-type]
    lambda c: adjust({"a": {"b": 0.1}}, method="Holm"),  # type: ignore[arg-type]
    lambda c: adjust({"a": {"b": 0.1}}, rate="5 %"),  # type: ignore[arg-type]
    lambda c: reliability_table(c, missing="pair"),  # type: ignore[arg-type]
    lambda c: item_table(c, missing="pair"),  # type: ignore[arg-type]
    lambda c: item_table(c, resamples=1.5),  # type: ignore[arg-type]
    lambda c: change_table(c, before="1", after="2", method="Robust"),  # type: ignore[arg-type]
    lambda c: differential_table(c, profile="Educatif"),
]


@pytest.mark.parametrize("place", range(len(MISSPELT)))
def test_a_misspelt_option_is_refused_at_the_call(place: int) -> None:
    with pytest.raises(StatisticsError) as told:
        MISSPELT[place](synthetic(22, 6, waves=2))
    assert str(told.value).endswith(".")


# ---------------------------------------- people over several dates


def twice(corpus: Corpus) -> Corpus:
    """Return a corpus in which everybody answered at two dates."""
    columns = {name: np.tile(corpus.sheets[name].astype(object), 2) for name in ("etablissement", "profil", "type")}
    columns["vague"] = np.repeat(["1", "2"], len(corpus))
    return Corpus.of_columns(corpus.questionnaire, np.tile(corpus.levels, (2, 1)), columns)


def test_ten_people_who_answered_twice_are_ten() -> None:
    few = twice(synthetic(5, 2, spread=0, missing=0))
    waves, sites = few.sheets["vague"], few.sheets["etablissement"]
    values, items = few.points()[:, 0], few.points()[:, :4]
    tried: list[Callable[[], Any]] = [
        lambda: icc1(values, sites, waves=waves),
        lambda: icc2(values, sites, waves=waves),
        lambda: design_effect(values, sites, waves=waves),
        lambda: cluster_mean(values, sites, unit="establishments", waves=waves),
        lambda: mixed_mean(values, sites, waves=waves),
        lambda: cronbach_alpha(items, sites, waves=waves),
        lambda: mcdonald_omega(items, sites, waves=waves),
        lambda: differential_item(values, items[:, 1:] * 0, np.arange(20) % 2 == 0, sites, waves=waves),
        lambda: average_deviation(few.levels[:, :1].clip(1), sites, levels=4, waves=waves),
    ]
    for ask in tried:
        with pytest.raises(StatisticsError, match=r" (10|\d), il en faut au moins 20"):
            ask()
    for table in (clustering_table(few), reliability_table(few), agreement_table(few)):
        assert table["estimation"].isna().all()


def test_a_team_of_five_who_answered_twice_has_no_ten_answers() -> None:
    corpus = twice(synthetic(30, 5, spread=0, missing=0))
    assert agreement_table(corpus)["estimation"].isna().all()
    assert agreement_table(twice(synthetic(30, 10, spread=0, missing=0)))["estimation"].notna().all()


def test_people_are_told_as_people_and_sheets_as_sheets() -> None:
    corpus = twice(synthetic(24, 10))
    table = clustering_table(corpus)
    assert (table["personnes"] <= len(corpus) / 2).all() and (table["feuilles"] > len(corpus) / 2).all()
    assert table["phrase"].str.contains("feuilles d'au moins").all()
    assert table["phrase"].str.contains("Plusieurs dates sont réunies").all()
    shown = Study(corpus).table()
    assert (shown["n_personnes"] <= len(corpus) / 2).all() and (shown["n_feuilles"] > len(corpus) / 2).all()
    corpus = synthetic(24, 10, waves=2, missing=0)
    changed, largest = change_table(corpus, before="1", after="2"), corpus.sheets["vague"].value_counts().max()
    assert (changed["personnes"] == largest).all() and (changed["feuilles"] == len(corpus)).all()
    nothing = change_table(twice(corpus.where(corpus.sheets["vague"] == "1")), before="1", after="2")
    assert nothing["estimation"].isna().all(), "the same answers twice: no interval of no width"


# ---------------------------------------- families, and one mean of a lever


def test_a_comparison_without_p_stays_in_its_family() -> None:
    corpus = synthetic(60, 20, waves=2)
    whole = change_table(corpus, before="1", after="2")
    levels = corpus.levels.copy()
    levels[:, [item.lever == "L4" for item in corpus.questionnaire.items]] = 0
    part = change_table(Corpus(corpus.questionnaire, corpus.sheets, levels.astype(np.int32)), before="1", after="2")
    assert part["p"].isna().sum() == 1 and part["p_holm"].isna().sum() == 1
    assert part["p_holm"][0] == pytest.approx(whole["p"][0] * 4), "four comparisons were asked for"
    assert "4 comparaisons" in part.attrs["famille"].replace("\xa0", " ") and "Sans valeur p" in part.attrs["famille"]
    nothing = change_table(synthetic(6, 10, waves=2), before="1", after="2")
    assert {"estimation", "p", "p_holm", "reste"} <= set(nothing.columns), "refused or not, the same columns"
    with pytest.raises(StatisticsError, match="p = 1"):
        adjust({"a": {"b": 0.01, "c": None}})  # type: ignore[dict-item]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([1, 3]))
def test_a_lever_has_one_mean(seed: int, missing: int) -> None:
    corpus = synthetic(40, 10, seed=seed, missing=missing)
    shown = Study(corpus).table()
    told = clustering_table(corpus)
    told = told[told["mesure"] == "Moyenne du levier"]
    for column, other in (("estimation", "estimation"), ("bas", "bas"), ("haut", "haut"), ("n_personnes", "personnes")):
        assert shown[column].to_numpy(float) == pytest.approx(told[other].to_numpy(float))
    assert told["phrase"].str.contains("moyenne des moyennes des énoncés").all()
    assert "celle des moyennes de ses énoncés" in shown.attrs["definition"].replace("\xa0", " ")


def test_warnings_of_numpy_do_not_reach_the_reader() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        clustering_table(synthetic(25, 8))


@pytest.mark.parametrize(("establishments", "narrow"), [(25, True), (60, False)])
def test_an_interval_that_is_narrow_by_simulation_says_so(establishments: int, narrow: bool) -> None:
    corpus = synthetic(establishments, 14, waves=2, missing=0.5)
    tables = [
        reliability_table(corpus, resamples=20),
        item_table(corpus, resamples=20),
        differential_table(corpus, profile="educatif", resamples=20).dropna(subset=["estimation"]),
        change_table(corpus, before="1", after="2"),
    ]
    for table in tables:
        assert len(table) and (table["phrase"].str.contains("étroit sous|étroit sous").all() == narrow)
