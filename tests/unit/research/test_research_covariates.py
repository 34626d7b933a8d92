"""Covariates and weights: read where asked, computed as statsmodels does, packaged where five people share them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from knownpeople import AGES, Q5, told
from statsmodels.formula.api import wls
from statsmodels.regression.linear_model import WLS

from pasapas_widgets.research import (
    Corpus,
    ResearchError,
    StatisticsError,
    Study,
    StudyError,
    again,
    history,
    language,
    methods,
    paper_table,
    read,
    regression,
    regression_table,
    synthetic,
    write,
)
from pasapas_widgets.research.cells import Shown, limits_of

# ---------------------------------------- read


def files(folder: Path, corpus: Corpus, form: str) -> Path:
    """Write sheets with their own columns, as a researcher's file has them."""
    folder.mkdir()
    q, frame = corpus.questionnaire, corpus.sheets.astype(object).where(corpus.sheets.notna(), "")
    spoken = {0: "", -1: "NSP", -2: "NC"}
    assert corpus.weights is not None
    more = {"Tranche d'âge": frame["age"], "Ancienneté": frame["anciennete"], "pond": corpus.weights.astype(str)}
    wide = frame[["seance", "feuille", "profil"]].assign(**{
        item: [spoken.get(level, str(level)) for level in corpus.levels[:, place].tolist()]
        for place, item in enumerate(q.item_ids)
    })  # fmt: skip
    if form == "long":
        table = wide.assign(**more).melt([*wide.columns[:3], *more], var_name="item", value_name="reponse")
        table.to_csv(folder / "feuilles.csv", index=False)
    elif form == "parquet":
        wide.assign(**more).astype(str).to_parquet(folder / "feuilles.parquet", index=False)
    elif form == "other":  # another tool's words: the careful way
        words = {one.value: one.label for one in q.scale.levels} | {-1: "NSP", -2: "NC"}
        table = wide.assign(**more).rename(columns={item: q.item(item).text for item in q.item_ids})
        for item in q.item_ids:
            table[q.item(item).text] = [words.get(level, "") for level in corpus.levels[:, q.item_ids.index(item)]]
        table.to_csv(folder / "feuilles.csv", index=False, sep=";")
    else:
        (wide if form == "joined" else wide.assign(**more)).to_csv(folder / "feuilles.csv", index=False)
    if form == "joined":
        frame[["seance", "feuille"]].assign(**more).iloc[::-1].to_csv(folder / "covariables.csv", index=False)
    with (folder / "seances.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["seance", "recherche", "etablissement", "vague", "type", "region"])
        for one in frame.drop_duplicates("seance").itertuples():
            lines.writerow([one.seance, "oui", one.etablissement, one.vague, one.type, one.region])
    return folder


KEPT: dict[str, Any] = {
    "covariates": {"age": "Tranche d'âge", "anciennete": "Ancienneté"},
    "weight": "pond",
    "questionnaire": Q5,
}


@pytest.mark.parametrize("form", ["wide", "long", "parquet", "other", "joined"])
def test_they_are_kept_sheet_by_sheet_on_every_path(tmp_path: Path, form: str) -> None:
    made = told(synthetic(8, 7, missing=3, questionnaire=Q5))
    found = read(files(tmp_path / "etude", made, form), **KEPT)
    assert found.covariates == ("age", "anciennete") and found.weights is not None and made.weights is not None
    keys = ["seance", "feuille"]
    both = [
        one.sheets.astype(object).assign(w=one.weights, n=(one.levels > 0).sum(axis=1)).sort_values(keys)
        for one in (made, found)
    ]
    for column in (*keys, "age", "anciennete", "w", "n"):
        assert both[0][column].tolist() == both[1][column].tolist(), column
    some = found.where(found.sheets["age"] == "50+")
    assert some.weights is not None and len(some.weights) == len(some) and set(some.tidy()["age"]) == {"50+"}
    assert some.tidy()["poids"].sum() == pytest.approx(some.weights.sum() * some.levels.shape[1])
    plain = read(tmp_path / "etude", questionnaire=Q5)
    assert plain.covariates == () and plain.weights is None, "nothing is kept that nobody asks for"
    assert (form == "joined") == any("covariables.csv" in note for note in plain.notes)


@pytest.mark.parametrize(
    ("change", "how", "words"),
    [
        ({}, {"covariates": ["profil"]}, "ne peut pas nommer"),
        ({}, {"covariates": {"Âge": "Tranche d'âge"}}, "ne peut pas nommer"),
        ({}, {"covariates": ["diplome"]}, "« diplome »"),
        ({"age": "exact"}, {}, "classes"),
        ({"age": "x" * 41}, {}, "40 caractères"),
        ({"poids": "0"}, {}, "au-dessus de 0"),
        ({"poids": "lourd"}, {}, "« lourd »"),
        ({"poids": ""}, {}, "sans poids"),
        ({"poids": "each"}, {}, "arrondir"),
    ],
)
def test_each_fault_is_one_sentence(
    tmp_path: Path, change: dict[str, str], how: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pasapas_widgets.research.covariates.MOST_WEIGHTS", 40)
    folder = files(tmp_path / "etude", told(synthetic(8, 7, questionnaire=Q5)), "wide")
    table = pd.read_csv(folder / "feuilles.csv", dtype=str, keep_default_na=False)
    for name, value in change.items():
        title = {"age": "Tranche d'âge", "poids": "pond"}[name]
        if value in ("exact", "each"):
            table[title] = [str(20 + place % 45) for place in range(len(table))]
        else:
            table.loc[3, title] = value
    table.to_csv(folder / "feuilles.csv", index=False)
    with pytest.raises(ResearchError) as caught:
        read(folder, **(KEPT | how))
    sentence = str(caught.value).replace("\xa0", " ").replace("\u202f", " ")
    assert words in sentence and sentence.endswith(".") and "\n" not in sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("seance,age\nA,x\n", "« feuille » manque"),
        ("seance,feuille,Tranche d'âge\nE0001-V1,zz,x\n", "ligne 2"),
        ("seance,feuille,Tranche d'âge\nE0001-V1\n", "1 cases au lieu de 3"),
        ("seance,feuille,Ancienneté\n", "aussi dans les feuilles"),
    ],
)
def test_each_fault_of_the_file_that_is_joined_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    folder = files(tmp_path / "etude", told(synthetic(4, 7, questionnaire=Q5)), "wide")
    (folder / "covariables.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ResearchError) as caught:
        read(folder, **KEPT)
    assert words in str(caught.value).replace("\xa0", " ")


# ---------------------------------------- the figures


def test_a_weighted_mean_and_its_interval_are_those_of_statsmodels() -> None:
    corpus = told(synthetic(60, 12, seed=5))
    table = Study(corpus).table("enonces", by="age", weighted=True)
    assert table["motif"].isna().all() and any("arrondis au dixième" in one for one in table.attrs["notes"])
    sites, ages = corpus.sheets["etablissement"].cat.codes.to_numpy(), corpus.sheets["age"].to_numpy()
    assert corpus.weights is not None
    for row in table.iloc[::17].to_dict("records"):
        points = corpus.points()[:, corpus.questionnaire.item_ids.index(row["enonces"])]
        here = ~np.isnan(points) & (ages == row["age"])
        fit = WLS(points[here], np.ones(here.sum()), weights=corpus.weights[here]).fit(
            cov_type="cluster", cov_kwds={"groups": sites[here]}, use_t=True
        )
        figures = [row["estimation"], row["bas"], row["haut"]]
        assert figures == pytest.approx([fit.params[0], *fit.conf_int()[0]], abs=0.0501)
        assert [round(one, 1) for one in figures] == figures and row["n_feuilles"] == here.sum()
    plain = Study(corpus).table("enonces", by="age")
    assert (plain["estimation"] != table["estimation"]).all()
    levers = Study(corpus).table("leviers", by="age", weighted=True)
    items = table[table["enonces"].isin([one.id for one in corpus.questionnaire.items if one.lever == "L1"])]
    lever = levers[levers["leviers"] == "L1"].set_index("age")["estimation"]
    assert lever.tolist() == pytest.approx(items.groupby("age")["estimation"].mean()[lever.index].tolist(), abs=0.11)
    with language("en"):
        assert "Figures weighted" in paper_table(levers, "Scores").latex()
    told_ = methods(corpus)
    assert "par age, pondéré" in told_ and "par age (" in told_


def test_a_weighted_regression_is_that_of_statsmodels_by_formula() -> None:
    draw = np.random.default_rng(4)
    sites = np.repeat(np.arange(40), 20)
    age, kind, weights = draw.choice(AGES, 800), np.array(["a", "b"])[sites % 2], 1 + draw.integers(0, 3, 800) / 2
    score = 50 + 4.0 * (age == "50+") + 5 * draw.normal(size=40)[sites] + draw.normal(0, 10, 800)
    frame = pd.DataFrame({"y": score, "age": age, "kind": kind})
    fit = wls("y ~ C(age, Treatment('20-34')) + C(kind)", frame, weights=weights).fit(
        cov_type="cluster", cov_kwds={"groups": sites}, use_t=True
    )
    made = regression(
        score, {"age": age, "kind": kind}, sites, weights=weights, references={"age": "20-34", "kind": "a"}
    )
    for place, one in enumerate(made, start=1):
        ends = fit.conf_int().to_numpy()[place]
        assert (one.estimate, one.low, one.high) == pytest.approx((fit.params.iloc[place], *ends))
        assert one.p == pytest.approx(fit.pvalues.iloc[place]) and "poids" in one.sentence()
    with pytest.raises(StatisticsError, match="un poids par feuille"):
        regression(score, {"age": age}, sites, weights=weights[:5])


def test_a_table_of_regressions_takes_covariates_and_weights_and_is_redone_from_its_row() -> None:
    corpus = told(synthetic(60, 20, seed=8))
    table = regression_table(corpus, predictors=["age", "anciennete"], weighted=True)
    assert len(table) == 4 * 3 and table["estimation"].notna().all() and table["p_holm"].notna().all()
    row = table.iloc[0]
    assert again(corpus, row).estimate == row["estimation"] == round(row["estimation"], 1)
    scores, sheets = corpus.scores()["L1"], corpus.sheets
    made = regression(
        scores, {name: sheets[name].astype(str).to_numpy() for name in ("age", "anciennete")},
        sheets["etablissement"], weights=corpus.weights,
    )  # fmt: skip
    assert [round(one.estimate, 1) for one in made] == table["estimation"][:3].tolist()
    with pytest.raises(StatisticsError, match="diplome"):
        regression_table(corpus, predictors=["diplome"])
    with pytest.raises(StatisticsError, match="demande des poids"):
        regression_table(synthetic(30, 10), weighted=True)


def test_what_a_weighted_table_cannot_be_is_said() -> None:
    corpus = told(synthetic(30, 10))
    for kind in ("nsp", "niveaux"):
        with pytest.raises(StudyError, match="leviers, effets ou enonces"):
            Study(corpus).table(kind, weighted=True)  # type: ignore[arg-type]
    with pytest.raises(StudyError, match="demande des poids"):
        Study(synthetic(30, 10)).table(weighted=True)
    with pytest.raises(StudyError, match="age, anciennete"):
        Study(corpus).table(by="diplome")


# ---------------------------------------- a package


def test_a_package_holds_nobody_who_is_one_of_four_by_all_that_is_known(tmp_path: Path) -> None:
    made = told(synthetic(40, 30, seed=2))
    folder = write(made, tmp_path / "etude", also=["sav", "dta"], seed=1)
    found = read(folder, covariates=["age", "anciennete"])
    known = found.sheets.astype(object).where(found.sheets.notna(), "")
    cells = known.groupby(["seance", "profil", "variante", "age", "anciennete"]).size()
    assert cells.min() >= 5 and (known["age"] != "").any() and (known["age"] == "").any()
    book = (folder / "codebook.md").read_text(encoding="utf-8").replace("\xa0", " ")
    assert "« age » n'est pas écrit" in book and "| age | age : classe" in book
    assert "« age »" in "".join(found.notes).replace("\xa0", " ")


def test_a_package_holds_weights_of_all_or_of_none(tmp_path: Path) -> None:
    pyreadstat, frictionless = pytest.importorskip("pyreadstat"), pytest.importorskip("frictionless")
    made = told(synthetic(30, 12, seed=2))
    Study(made).table(weighted=True)
    folder = write(made, tmp_path / "etude", also=["sav", "dta"], seed=1)
    found = read(folder, weight="poids")
    assert found.weights is not None and made.weights is not None
    assert len(set(found.weights)) == len(set(made.weights)) > 1
    assert Study(found).table(weighted=True)["motif"].isna().all(), "the history knows these weights"
    assert frictionless.Package(str(folder / "datapackage.json")).validate().valid
    for name, load in (("sav", pyreadstat.read_sav), ("dta", pyreadstat.read_dta)):
        frame, meta = load(folder / f"feuilles.{name}")
        assert sorted(frame["poids"]) == sorted(found.weights) and "Poids" in meta.column_names_to_labels["poids"]
    assert 'as.numeric(donnees[["poids"]])' in (folder / "lire.R").read_text(encoding="utf-8")
    assert 'wgt="wgt"' in (folder / "codebook.xml").read_text(encoding="utf-8")
    history._ALIVE.clear()  # another process, and without the weights
    with pytest.raises(StudyError, match="mêmes poids"):
        Study(read(folder)).table()
    alone = np.ones(len(made))
    alone[5] = 3.0
    one = write(told(synthetic(30, 12, seed=9), alone[: len(synthetic(30, 12, seed=9))]), tmp_path / "un")
    assert "poids" not in (one / "feuilles.csv").read_text(encoding="utf-8").splitlines()[0]
    assert "Les poids ne sont pas écrits" in (one / "codebook.md").read_text(encoding="utf-8")


def test_the_ledger_of_a_mix_is_the_plain_rule_where_all_weigh_the_same() -> None:
    sites, waves = np.arange(100) % 10, np.zeros(100, np.int64)
    ledger = Shown(sites, waves, limits_of(lifted=False))
    ledger.weights = np.full(100, 3.7)
    assert ledger.publish(np.ones(100, np.int64), weighted=True) and ledger.publish(np.ones(100, np.int64))
