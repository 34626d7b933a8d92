"""No table of a study, with all its other tables, gives a figure of few establishments or few people."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.research import Corpus, Study, StudyError, cluster_mean, synthetic

Q5 = load_questionnaire("equipe-5")
ASKED = st.lists(
    st.tuples(
        st.sampled_from(["leviers", "enonces", "nsp", "niveaux"]),
        st.lists(st.sampled_from(["type", "region", "vague"]), max_size=2, unique=True),
    ),
    min_size=1,
    max_size=5,
)


def people_of(corpus: Corpus, kind: str, row: dict[str, object]) -> NDArray[np.bool_]:
    """Return, from the rows of the corpus alone, who is counted in a row of a table."""
    inside = np.ones(len(corpus), bool)
    for column in ("type", "region", "vague"):
        if column in row:
            inside &= (corpus.sheets[column] == row[column]).to_numpy()
    level = corpus.levels[:, corpus.questionnaire.item_ids.index(str(row[kind]))]
    return inside & ((level > 0) | (level == -1) if kind == "nsp" else level > 0)


@settings(max_examples=40, deadline=None)
@given(
    asked=ASKED,
    establishments=st.integers(5, 26),
    people=st.integers(1, 9),
    seed=st.integers(0, 5000),
    waves=st.sampled_from([1, 2]),
    spread=st.sampled_from([0.0, 0.4, 1.2]),
)
def test_all_tables_of_a_study_solve_to_nobody(
    asked: list[tuple[str, list[str]]], establishments: int, people: int, seed: int, waves: int, spread: float
) -> None:
    corpus = synthetic(establishments, people, seed=seed, waves=waves, missing=5, spread=spread, questionnaire=Q5)
    study = Study(corpus)
    known: defaultdict[str, list[NDArray[np.bool_]]] = defaultdict(list)
    for kind, by in asked:
        table = study.table(kind, by=by)  # type: ignore[arg-type]
        for row in table[table["motif"].isna()].to_dict("records"):
            if kind == "leviers":  # a mean of items' means: what is known is the items' sets, counted below
                continue
            members = people_of(corpus, kind, row)
            assert members.sum() == row["n_feuilles"]
            assert corpus.sheets["vague"][members].value_counts().max() == row["n_personnes"]
            known[f"{kind} {row[kind]}"].append(members)
        assert table.loc[table["motif"].notna(), ["n_personnes", "estimation", "bas", "haut"]].isna().all(axis=None)
    sites = corpus.sheets["etablissement"].cat.codes.to_numpy()
    draw = np.random.default_rng(seed)
    few = [set(some) for size in (1, 2) for some in combinations(range(establishments), size)]
    few += [set(draw.choice(establishments, 4, replace=False).tolist()) for _ in range(20)]
    for shown in known.values():
        sets = np.unique(np.array(shown, float), axis=0)
        whole = np.linalg.matrix_rank(sets)
        # A sum over some people is known exactly where some combination of the shown sets is zero for all others.
        for some in few:
            outside = ~np.isin(sites, list(some))
            assert np.linalg.matrix_rank(sets[:, outside]) == whole, f"establishments {some} can be told apart"
        for _ in range(20):
            outside = np.ones(len(corpus), bool)
            outside[draw.choice(len(corpus), min(19, len(corpus)), replace=False)] = False
            assert np.linalg.matrix_rank(sets[:, outside]) == whole, "fewer than twenty people can be told apart"


def test_a_table_is_what_the_people_of_its_cells_answered() -> None:
    corpus = synthetic(160, 12, missing=3, seed=4)
    study, points = Study(corpus), corpus.points().astype(float)
    table = study.table("enonces", by="type", items=["L1-01", "L4-08"])
    assert table["motif"].isna().all()
    for row in table.to_dict("records"):
        inside = (corpus.sheets["type"] == row["type"]).to_numpy()
        place = corpus.questionnaire.item_ids.index(row["enonces"])
        expected = cluster_mean(points[inside, place], corpus.sheets["etablissement"][inside])
        told = (row["estimation"], row["bas"], row["haut"], row["n_personnes"], row["n_etablissements"])
        wanted = (expected.estimate, expected.low, expected.high, expected.people, expected.establishments)
        assert told == pytest.approx(wanted), "an independent way to the same mean and interval (statsmodels)"
    # A lever is the mean of its items' means; where nobody skipped, that is the mean of people's scores, and its error.
    levers = study.table("leviers").set_index("leviers")
    assert levers.loc["L1", "estimation"] == pytest.approx(np.nanmean(points[:, :8], axis=0).mean())
    whole = synthetic(160, 12, missing=0, seed=4)
    lever = Study(whole).table("leviers").iloc[0]
    expected = cluster_mean(whole.scores()["L1"], whole.sheets["etablissement"])
    assert (lever["estimation"], lever["bas"], lever["haut"]) == pytest.approx(
        (expected.estimate, expected.low, expected.high)
    )
    few = Study(synthetic(19, 12)).table()
    assert few["estimation"].notna().all() and few["bas"].isna().all(), "no interval below twenty establishments"
    shares = study.table("niveaux", items=["L1-01"])
    assert shares["estimation"].sum() == pytest.approx(100) and len(shares) == 4
    level = corpus.levels[:, 0]
    assert shares["estimation"].iloc[2] == pytest.approx(100 * (level == 3).sum() / (level > 0).sum())
    unknown = study.table("nsp", items=["L1-01"])["estimation"].iloc[0]
    assert unknown == pytest.approx(100 * (level == -1).sum() / ((level == -1) | (level > 0)).sum())
    effects = study.table("effets")
    assert effects["estimation"].between(0, 100).all() and len(effects) == 5


@pytest.mark.parametrize(
    ("establishments", "people", "spread", "motif"),
    [(4, 30, 0.0, "moins de 5 établissements"), (6, 2, 0.0, "moins de 20 personnes"), (5, 30, 2.0, "plus de 50 %")],
)
def test_each_threshold_is_said(establishments: int, people: int, spread: float, motif: str) -> None:
    for seed in range(30):
        corpus = synthetic(establishments, people, spread=spread, seed=seed)
        sizes = corpus.sheets["etablissement"].value_counts()
        if spread and sizes.max() <= 0.55 * sizes.sum():
            continue
        table = Study(corpus).table()
        assert {motif in one.replace("\xa0", " ") for one in table["motif"]} == {True}
        assert table["estimation"].isna().all()
        return
    raise AssertionError("no such corpus")


def with_a_rare_type(seed: int) -> Corpus:
    corpus = synthetic(40, 12, seed=seed)
    few = corpus.sheets["etablissement"].cat.codes.to_numpy() < 3
    columns = {name: corpus.sheets[name].array for name in corpus.sheets}
    columns["type"] = np.where(few, "rare", "courant")
    return Corpus.of_columns(corpus.questionnaire, corpus.levels, columns)


def test_a_later_table_cannot_be_subtracted_from_an_earlier_one() -> None:
    made = with_a_rare_type(1)
    study = Study(made)
    assert study.table()["motif"].isna().all()
    later = study.table(by="type")
    assert later["motif"].notna().all(), "everybody without «courant» is three establishments"
    assert set(later[later["type"] == "courant"]["motif"]) == {"se déduirait d'un autre chiffre de l'étude"}
    first = Study(with_a_rare_type(2))  # other data: those above have shown everybody
    assert first.table(by="type").query("type == 'courant'")["motif"].isna().all()
    assert first.table()["motif"].notna().all(), "and the other way round"
    journal = first.journal()
    assert journal["montres"].tolist() == [4, 0] and journal["retenus"].tolist() == [4, 4]


def test_a_bypass_is_said_everywhere_and_keeps_five_people() -> None:
    corpus = synthetic(4, 12, spread=0.0)
    study = Study(corpus, bypass="accord du comité du 3 mars")
    table = study.table()
    assert table["motif"].isna().all()
    for output in (table, study.journal()):
        assert "accord du comité du 3 mars" in output.attrs["notes"][0]
    assert "inventées" in table.attrs["notes"][1]
    few = Study(corpus.where(np.arange(4)), bypass="essai").table()
    assert few["estimation"].isna().all() and "5 personnes" in few["motif"].iloc[0].replace("\xa0", " ")
    with pytest.raises(StudyError, match="raison écrite"):
        Study(corpus, bypass=" ")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"of": "moyennes"}, "moyennes"), ({"by": "etablissement"}, "etablissement"), ({"items": ["L9-99"]}, "L9-99")],
)
def test_what_is_not_there_is_refused_in_a_sentence(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(StudyError, match=told):
        Study(synthetic(6, 6)).table(**wrong)  # type: ignore[arg-type]
