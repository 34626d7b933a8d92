"""Structures of published instruments in research: their codes on every way in and out, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pasapas_widgets.files.sheets.table import write_csv
from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.research import Corpus, StatisticsError, Study, read

VECTORS = Path(__file__).parents[2] / "vectors"
Q = load_questionnaire(VECTORS / "instruments" / "tension.yaml")
CASES = next(
    one["cases"] for one in json.loads((VECTORS / "instruments.json").read_bytes()) if one["file"] == "tension.yaml"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Eight establishments of 49 people: the seven sheets worked out by hand, seven times each."""
    folder = tmp_path_factory.mktemp("etude")
    entries = [
        Entry(
            session=f"S{site}",
            sheet_id=f"{site}-{number}",
            sheet=Sheet(questionnaire=Q.id, version=Q.version, answers=CASES[number % 7]["answers"]),
        )
        for site in range(8)
        for number in range(49)
    ]
    (folder / "feuilles.csv").write_text(write_csv(entries, Q), encoding="utf-8")
    about = ["seance,etablissement,vague,type,region,recherche", *(f"S{n},E{n},1,,,oui" for n in range(8))]
    (folder / "seances.csv").write_text("\n".join(about) + "\n", encoding="utf-8")
    return read(folder, questionnaire=Q)


def test_codes_are_read_at_once_and_scored_as_by_hand(corpus: Corpus) -> None:
    scores = [case["scores"]["tension"]["score"] for case in CASES]
    found = np.sort(corpus.scores()["tension"].fillna(-1.0).unique())
    assert found.tolist() == pytest.approx(sorted({-1.0 if one is None else one for one in scores}))


def test_a_tidy_table_says_the_codes(corpus: Corpus) -> None:
    tidy = corpus.tidy()
    told = tidy.loc[tidy["item"] == "P1", "reponse"]
    assert set(told.dropna()) == {case["codes"][0] for case in CASES}


def test_a_package_holds_the_codes_and_gives_the_same_answers_back(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.write(tmp_path / "paquet", seed=1)
    plain = pd.read_csv(folder / "feuilles.csv", dtype=str, keep_default_na=False)
    assert set(plain["P2"]) == {str(case["codes"][1]) for case in CASES}
    again = read(folder, questionnaire=Q)
    assert np.array_equal(np.sort(again.levels, axis=0), np.sort(corpus.levels, axis=0))


def test_spss_and_stata_keep_zero_apart_from_no_answer(corpus: Corpus, tmp_path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    folder = corpus.write(tmp_path / "paquet", seed=1, also=["sav", "dta"])
    plain = pd.read_csv(folder / "feuilles.csv", dtype=str, keep_default_na=False)
    frame, meta = pyreadstat.read_sav(folder / "feuilles.sav", user_missing=True)
    codes = {"NSP": -1.0, "": -3.0}
    assert frame["P10"].tolist() == [codes[cell] if cell in codes else float(cell) for cell in plain["P10"]]
    assert meta.variable_value_labels["P10"][0] == "Jamais" and meta.variable_value_labels["P10"][-3] == "sans réponse"
    stata, _ = pyreadstat.read_dta(folder / "feuilles.dta", user_missing=True)
    assert (stata["P10"] == 0).sum() == (plain["P10"] == "0").sum()


def test_a_study_tells_a_scale_that_is_bad_when_high_as_the_instrument_does(corpus: Corpus) -> None:
    table = Study(corpus).table("leviers")
    means = [np.nanmean([100 - v for v in _favourable(item)]) for item in Q.item_ids]
    assert table["estimation"].iloc[0] == pytest.approx(np.mean(means))


def _favourable(item: str) -> list[float]:
    """Return the answers to an item, 100 favourable, from the codes of the cases."""
    place, turned = Q.item_ids.index(item), Q.item(item).reversed
    codes = [case["codes"][place] for case in CASES]
    return [100 - code * 25 if turned else code * 25 for code in codes if isinstance(code, int)]


def test_weights_and_points_are_refused_with_where_to_go(tmp_path: Path) -> None:
    q = load_questionnaire(VECTORS / "instruments" / "conditions.yaml")
    (tmp_path / "feuilles.csv").write_text("seance,feuille,profil,item,reponse\nS,1,,C1,50\n", encoding="utf-8")
    (tmp_path / "seances.csv").write_text("seance,etablissement,recherche\nS,E,oui\n", encoding="utf-8")
    with pytest.raises(StatisticsError, match="poids"):
        read(tmp_path, questionnaire=q)
