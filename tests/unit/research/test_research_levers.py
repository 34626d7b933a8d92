"""The statistics read off a corpus, on invented answers whose truth is known."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.research import (
    StatisticsError,
    agreement_table,
    change_table,
    clustering_table,
    differential_table,
    item_table,
    reliability_table,
    synthetic,
)
from pasapas_widgets.research.corpus import Corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return synthetic(120, 25, seed=3, icc=0.15, waves=2, change=0.3, missing=1.0)


def test_reliability_is_what_the_loadings_make(corpus: Corpus) -> None:
    table = reliability_table(corpus, resamples=60)
    assert list(table["objet"].unique()) == [lever.name for lever in corpus.questionnaire.levers]
    assert table["estimation"].between(0.80, 0.90).all()  # eight items of loadings around 0.7, four levels
    assert (table["bas"] < table["estimation"]).all() and (table["estimation"] < table["haut"]).all()
    assert table.attrs["notes"] == list(corpus.notes) and corpus.notes
    omega = table[table["mesure"].str.startswith("Oméga")]["estimation"].to_numpy()
    alpha = table[table["mesure"].str.startswith("Alpha")]["estimation"].to_numpy()
    assert (omega >= alpha - 1e-3).all()  # alpha is a lower bound where one factor holds


def test_clustering_finds_the_share_between_establishments(corpus: Corpus) -> None:
    found = {icc: [] for icc in (0.0, 0.15, 0.3)}  # type: dict[float, list[float]]
    for icc, estimates in found.items():
        table = clustering_table(synthetic(150, 25, seed=4, icc=icc, spread=0.2))
        estimates.extend(table[table["mesure"].str.contains(r"ICC\(1\)", na=False)]["estimation"])
        assert len(estimates) == 4
    means = {icc: float(np.mean(estimates)) for icc, estimates in found.items()}
    # The score adds the errors of eight items (reliability about 0.85), and the types differ a little.
    assert means[0.0] < 0.03 and 0.10 < means[0.15] < 0.18 and 0.21 < means[0.3] < 0.33


def test_change_is_found_in_the_first_lever_and_nowhere_else(corpus: Corpus) -> None:
    for method in ("robust", "establishments"):
        table = change_table(corpus, before="1", after="2", method=method)  # type: ignore[arg-type]
        assert table["reste"].tolist() == [True, False, False, False], table
        assert table["estimation"][0] > 3 and (table["p_holm"] >= table["p"]).all()
        assert "1 → 2" in table.attrs["famille"]
    with pytest.raises(StatisticsError, match="deux vagues différentes"):
        change_table(corpus, before="1", after="3")


def test_items_say_their_kinds_of_missing_apart(corpus: Corpus) -> None:
    table = item_table(corpus, resamples=40).set_index("enonce")
    assert list(table.index) == list(corpus.questionnaire.item_ids)
    for place, item in enumerate(corpus.questionnaire.item_ids):
        column = corpus.levels[:, place]
        row = table.loc[item]
        assert [row["nsp"], row["nc"], row["vide"]] == pytest.approx([(column == code).mean() for code in (-1, -2, 0)])
        assert row["reponses"] == (column > 0).sum() and row["plancher"] == pytest.approx(
            (column[column > 0] == 1).mean()
        )
    assert table["item_reste"].between(0.3, 0.8).all() and (table["alpha_sans"] < 0.9).all()


def test_a_reversed_item_agrees_with_the_others() -> None:
    q = load_questionnaire("hse-35")
    table = item_table(synthetic(40, 20, seed=5, questionnaire=q), resamples=40)
    assert any(item.reversed for item in q.items)
    told = table.dropna(subset=["item_reste"])
    assert len(told) > 20 and (told["item_reste"] > 0.2).all()


def test_agreement_stands_between_none_and_full(corpus: Corpus) -> None:
    table = agreement_table(corpus)
    assert table["estimation"].between(0.3, 0.99).all() and (table["etablissements"] >= 5).all()


def test_no_profile_reads_otherwise_where_nothing_was_put_in(corpus: Corpus) -> None:
    table = differential_table(corpus.where(np.arange(len(corpus)) % 2 == 0), profile="educatif", resamples=100)
    assert len(table) == 32 and table["reste"].sum() <= 1
    assert table["estimation"].abs().median() < 0.15


def test_a_lever_that_is_refused_says_so_in_its_row_and_the_others_stay(corpus: Corpus) -> None:
    levels = corpus.levels.copy()
    levels[:, 0] = 2
    table = reliability_table(dataclasses.replace(corpus, levels=levels), resamples=20)
    assert table["estimation"].isna().tolist() == [True, True, False, False, False, False, False, False]
    assert "partout la même réponse" in table["phrase"][0]


def test_one_establishment_has_no_figure_at_all(corpus: Corpus) -> None:
    alone = corpus.where((corpus.sheets["etablissement"] == corpus.sheets["etablissement"].iloc[0]).to_numpy())
    for table in (reliability_table(alone), clustering_table(alone), agreement_table(alone), item_table(alone)):
        figures = table.select_dtypes("number")
        assert figures.empty or figures.isna().all().all()
        assert table["phrase"].str.len().gt(20).all()
