"""An estimate says how it was made, and that is enough to make it again; the paragraph on method says the same."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pasapas_widgets.research import (
    Corpus,
    StatisticsError,
    Study,
    again,
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
    methods,
    mixed_mean,
    r_wg,
    reliability_table,
    synthetic,
    wave_change,
)
from pasapas_widgets.research.estimates import FUNCTIONS, Estimate, texts

RNG = np.random.default_rng(8)
SITES = np.repeat(np.arange(24), 14)
TRAIT = 0.5 * RNG.normal(size=24)[SITES] + RNG.normal(size=len(SITES))
ITEMS = np.digitize(TRAIT[:, None] + RNG.normal(size=(len(SITES), 4)), [-1, 0, 1]) + 1.0
SCORE = ITEMS.mean(axis=1)
LATER = np.arange(len(SITES)) % 2 == 0
Data = tuple[Any, ...]
CASES: dict[str, tuple[Callable[..., Estimate], Data, dict[str, Any]]] = {
    "alpha": (cronbach_alpha, (ITEMS, SITES), {"missing": "pairwise", "resamples": 30, "seed": 4}),
    "omega": (mcdonald_omega, (ITEMS, SITES), {"resamples": 20, "seed": 4}),
    "icc1": (icc1, (SCORE, SITES), {"level": 0.9}),
    "icc2": (icc2, (SCORE, SITES), {}),
    "plan": (design_effect, (SCORE, SITES), {}),
    "moyenne": (cluster_mean, (SCORE, SITES), {}),
    "moyenne_etablissements": (cluster_mean, (SCORE, SITES), {"unit": "establishments"}),
    "moyenne_mixte": (mixed_mean, (SCORE, SITES), {}),
    "rwg": (r_wg, (ITEMS[:, 0], SITES), {"levels": 4, "shares": [0.1, 0.2, 0.3, 0.4]}),
    "rwgj": (r_wg, (ITEMS, SITES), {"levels": 4}),
    "ad": (average_deviation, (ITEMS, SITES), {"levels": 4}),
    "changement": (wave_change, (SCORE, SITES, LATER), {"method": "wild", "resamples": 199, "seed": 3}),
    "changement_etablissements": (wave_change, (SCORE, SITES, LATER), {"method": "establishments"}),
    "differentiel": (differential_item, (ITEMS[:, 0], ITEMS[:, 1:], LATER, SITES), {"resamples": 30, "seed": 2}),
}


@pytest.mark.parametrize("what", CASES)
def test_an_estimate_carries_what_it_was_asked_and_can_be_made_again(what: str) -> None:
    function, data, options = CASES[what]
    made = function(*data, **options, of="x")
    assert made.what == what and made.function == function.__name__
    for name, value in options.items():
        assert (made.level if name == "level" else made.options[name]) == value
    assert made.again(*data) == made
    assert set(made.versions) == {"python", "pasapas-widgets", "numpy", "scipy", "statsmodels", "pandas"}
    assert made.versions["numpy"] == np.__version__ and made.versions["pandas"] == pd.__version__


def test_every_measure_says_which_function_makes_it() -> None:
    assert set(FUNCTIONS) == set(texts()["mesures"])


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return synthetic(24, 14, waves=2, seed=6, change=1)


TABLES: dict[str, Callable[[Corpus], pd.DataFrame]] = {
    "reliability_table": lambda c: reliability_table(c, resamples=20, seed=5, level=0.9),
    "clustering_table": clustering_table,
    "agreement_table": agreement_table,
    "change_table": lambda c: change_table(c, before="1", after="2", method="wild", resamples=99, seed=7),
    "differential_table": lambda c: differential_table(c, profile="educatif", resamples=20, seed=5),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_row_alone_is_enough_even_out_of_a_file(corpus: Corpus, name: str) -> None:
    table = TABLES[name](corpus)
    kept = pd.read_csv(io.StringIO(table.to_csv(index=False)))
    shown = [place for place in range(len(table)) if not np.isnan(table["estimation"][place])]
    assert shown
    for place in (shown[0], shown[-1]):
        for row in (table.iloc[place], kept.iloc[place].to_dict()):
            found = again(corpus, row)
            assert (found.estimate, found.low, found.high) == tuple(table.loc[place, ["estimation", "bas", "haut"]])
            assert row["fonction"] == name and json.loads(row["versions"])["numpy"] == np.__version__
    asked = json.loads(table["options"][shown[0]])
    assert asked["ligne"] == shown[0] and "level" in asked


def test_a_row_of_items_too(corpus: Corpus) -> None:
    table = item_table(corpus, resamples=20, seed=9)
    found = again(corpus, table.iloc[13])
    assert (found.estimate, found.low) == (table["item_reste"][13], table["item_reste_bas"][13])
    assert found.of == table["enonce"][13] and found.options["seed"] == 9


def test_a_refused_row_or_another_frame_cannot_be_made_again() -> None:
    few = synthetic(6, 12)
    with pytest.raises(StatisticsError, match="ne se refait pas"):
        again(few, reliability_table(few, resamples=20).iloc[0])
    with pytest.raises(StatisticsError, match="n'est pas une ligne"):
        again(few, {"fonction": "icc1", "options": "{}"})


class TestMethods:
    def test_the_paragraph_says_each_table_with_its_options(self, corpus: Corpus) -> None:
        study = Study(synthetic(24, 14, seed=61))
        study.table("leviers", by="type")
        reliability_table(study.corpus, resamples=25, seed=5)
        for language, words in {
            "fr": ("scores des leviers par type de service", "25 tirages, graine 5", "réponses prises par paires"),
            "en": ("scores of levers by type of service", "25 resamples, seed 5", "answers taken by pairs"),
        }.items():
            told = methods(study, language=language)  # type: ignore[arg-type]
            assert all(one in told.replace("\u00a0", " ") for one in words), told
            assert f"numpy {np.__version__}" in told and study.corpus.questionnaire.fingerprint[:12] in told
            assert "BCa" in told and "(8 " in told

    def test_what_was_withheld_and_refused_is_counted(self) -> None:
        few = synthetic(6, 12, seed=62)
        clustering_table(few)
        table = Study(few).table("leviers", by="region")
        told = methods(few, language="en")
        held = int(table["motif"].notna().sum())
        assert f"({len(table) - held} figures shown, {held} withheld)" in told and "refused)" in told

    def test_a_comparison_that_draws_nothing_names_no_draw(self) -> None:
        made = synthetic(24, 14, waves=2, seed=63)
        change_table(made, before="1", after="2")
        told = methods(made, language="en")
        assert "seed" not in told and "Holm 1979" in told and "before: wave 1" in told

    def test_a_reason_to_lift_the_thresholds_is_said(self) -> None:
        assert "comité 12" in methods(Study(synthetic(24, 14, seed=64), bypass="comité 12"), language="en")

    def test_the_journal_of_a_file_tells_it_the_next_day(self, tmp_path: Path) -> None:
        made = synthetic(24, 14, seed=65)
        first = Study(made, history=tmp_path / "h.json")
        clustering_table(made)
        first.table("nsp")
        told = json.loads((tmp_path / "h.json").read_text(encoding="utf-8"))["journal"]
        assert [one["tableau"] for one in told] == ["clustering_table", "nsp"]
        assert told[0]["options"] == {"level": 0.95} and told[0]["versions"]["numpy"] == np.__version__
