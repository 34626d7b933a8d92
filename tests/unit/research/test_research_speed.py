"""What is read at once is what is read with care, and its tables are the plain ones; none of it needs pandas."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.special import stdtrit

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research import Corpus, ResearchError, Study, read
from pasapas_widgets.research.bootstrap import cluster_bootstrap, cluster_bootstraps
from pasapas_widgets.research.coded import Coded, joined, numbered, renumbered
from pasapas_widgets.research.means import student
from pasapas_widgets.research.reliability import _omega_of, _omegas_of
from pasapas_widgets.rules.aggregation import load_thresholds

Row = dict[str, str]


def drawn(seed: int, q: Questionnaire, *, sessions: int = 24) -> tuple[list[Row], list[Row]]:
    """Draw sheets and what is known of their sessions: empty cells, NC and NSP, no profile, accents, two waves."""
    draw, sheets, about = random.Random(seed), list[Row](), list[Row]()
    for number in range(sessions):
        name = f"{draw.choice(['Été', 'Nord', 'é'])} {number:02}"
        about.append({
            "seance": name, "recherche": draw.choice(["oui", "oui", "oui", "non"]),
            "etablissement": draw.choice([f"H{number % 17}", f"h{number % 17}"]), "vague": draw.choice("12"),
            "type": draw.choice(["MECS", "IME", ""]), "region": draw.choice(["Nord", "nord", "Sud"]),
        })  # fmt: skip
        for sheet in range(draw.randint(1, 12)):
            answers = {
                item.id: draw.choice(["", *q.scale_of(item).codes])
                if draw.random() < 0.1
                else str(draw.randint(1, q.scale_of(item).top))
                for item in q.items
            }
            names = {"seance": name, "feuille": f"{number}-{sheet}", "profil": draw.choice(["", *q.profile_ids])}
            sheets.append(names | {"version": draw.choice(["", q.version])} | answers)
    return sheets, about


def put(folder: Path, form: str, sheets: list[Row], about: list[Row], q: Questionnaire) -> Path:
    """Write the sheets in one form; «careful» has a cell that sends the file to the careful way."""
    folder.mkdir()
    pd.DataFrame(about).to_csv(folder / "seances.csv", index=False)
    lines = sheets
    if not form.startswith("wide"):
        names = ("seance", "feuille", "profil", "version")
        lines = [
            {name: one[name] for name in names} | {"item": item, "reponse": one[item]}
            for one in sheets
            for item in q.item_ids
        ]
    if form == "careful":
        lines = [one | {"reponse": f" {one['reponse']}"} for one in lines]
    frame = pd.DataFrame(lines)
    if form.endswith("parquet"):
        frame = frame.replace("", None).astype("category" if form.startswith("wide") else object)
        frame.to_parquet(folder / "feuilles.parquet", row_group_size=50, index=False)
    elif form.endswith("semicolon"):
        frame.to_csv(folder / "feuilles.csv", index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n")
    else:
        frame.to_csv(folder / "feuilles.csv", index=False, quoting=csv.QUOTE_MINIMAL)
    return folder


FORMS = ("wide csv", "wide parquet", "wide semicolon", "long csv", "long parquet", "long semicolon", "careful")


def told(corpus: Corpus) -> list[tuple[Any, ...]]:
    context = corpus.sheets.astype(object).where(corpus.sheets.notna(), "")
    return sorted((*a, *b) for a, b in zip(context.to_numpy().tolist(), corpus.levels.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(6))
def test_every_form_of_the_same_sheets_is_read_the_same(tmp_path: Path, seed: int) -> None:
    q = load_questionnaire("hse-35" if seed % 3 == 2 else "equipe-5" if seed % 3 else "")
    sheets, about = drawn(seed, q)
    found = {form: read(put(tmp_path / form, form, sheets, about, q), questionnaire=q) for form in FORMS}
    yes = {one["seance"] for one in about if one["recherche"] == "oui"}
    codes: dict[str, Any] = {"": 0, "NSP": -1, "NC": -2} | {str(level): level for level in range(1, 8)}
    expected = sorted(
        (one["seance"], one["feuille"], one["profil"], *(codes.get(one[item], one[item]) for item in q.item_ids))
        for one in sheets
        if one["seance"] in yes
    )
    for form, corpus in found.items():
        rows = [(one[0], one[1], one[6], *one[len(corpus.sheets.columns) :]) for one in told(corpus)]
        assert sorted(rows) == expected, form
        assert told(corpus) == told(found["wide csv"]) and corpus.notes == found["wide csv"].notes, form
        assert corpus.levels.dtype == np.int32


FAULTS = {
    "a cell": lambda sheets: sheets[40].update({"L1-03": "9"}),
    "a profile": lambda sheets: sheets[40].update({"profil": "personne"}),
    "a version": lambda sheets: sheets[40].update({"version": "7.7"}),
    "no name": lambda sheets: sheets[40].update({"feuille": ""}),
    "twice": lambda sheets: sheets.append(sheets[40] | {"L1-03": "1" if sheets[40]["L1-03"] != "1" else "2"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_line(tmp_path: Path, fault: str) -> None:
    q = load_questionnaire()
    sheets, about = drawn(3, q)
    FAULTS[fault](sheets)  # type: ignore[no-untyped-call]
    with pytest.raises(ResearchError) as found:
        read(put(tmp_path / "parquet", "wide parquet", sheets, about, q))
    said = str(found.value).replace("\xa0", " ")
    asked = {
        "a cell": ("ligne 42", "L1-03", "« 9 »"), "a profile": ("profil", "« personne »"), "a version": ("7.7",),
        "no name": ("ligne 42", "feuille"), "twice": (sheets[40]["feuille"], sheets[40]["seance"]),
    }[fault]  # fmt: skip
    assert all(one in said for one in asked), said


def plain_means(corpus: Corpus, by: str) -> dict[tuple[str, str], tuple[int, int, float]]:
    """Return establishments, sheets and mean of each item and group, in the plainest Python."""
    q, cells = corpus.questionnaire, defaultdict[tuple[str, str], list[tuple[str, float]]](list)
    for row, one in enumerate(corpus.sheets.astype(object).to_dict("records")):
        for column, item in enumerate(q.items):
            level = int(corpus.levels[row, column])
            if level > 0 and isinstance(one[by], str):
                points = q.steps(item, level) * 100 / q.span
                cells[item.id, one[by]].append((str(one["etablissement"]).casefold(), points))
    return {
        key: (len({site for site, _ in some}), len(some), sum(points for _, points in some) / len(some))
        for key, some in cells.items()
    }


@pytest.mark.parametrize(("seed", "by"), [(1, "region"), (2, "type"), (5, "vague")])
def test_a_table_is_the_plain_one_and_withholds_what_is_small(tmp_path: Path, seed: int, by: str) -> None:
    q = load_questionnaire("equipe-5")
    sheets, about = drawn(seed, q, sessions=60)
    corpus = read(put(tmp_path / "long", "long csv", sheets, about, q), questionnaire=q)
    rows, expected = Study(corpus).rows("enonces", by=by), plain_means(corpus, by)
    limits, shown = load_thresholds().sites, 0
    for row in rows:
        sites, people, mean = expected[row["enonces"], row[by]]
        if row["motif"] is None:
            shown += 1
            assert (row["n_etablissements"], row["n_feuilles"]) == (sites, people)
            assert row["estimation"] == pytest.approx(mean, abs=1e-9)
        else:
            assert row["estimation"] is row["n_feuilles"] is None
        assert row["motif"] is not None or (sites >= limits.sites and people >= limits.people)
    assert shown and len(rows) == len(q.items) * len({group for _, group in expected})


def test_the_rows_are_those_of_the_table(tmp_path: Path) -> None:
    q = load_questionnaire()
    sheets, about = drawn(8, q, sessions=40)
    corpus = read(put(tmp_path / "wide", "wide csv", sheets, about, q))
    for of, by in (("leviers", "type"), ("niveaux", ()), ("nsp", "region"), ("effets", ("type", "region"))):
        table = Study(corpus).table(of, by=by)  # type: ignore[arg-type]
        rows = Study(corpus).rows(of, by=by)  # type: ignore[arg-type]
        assert list(rows[0]) == list(table.columns)
        plain = table.astype(object).where(table.notna(), None)
        assert plain.to_dict("records") == rows
    assert Study(corpus).notes == corpus.notes


def test_to_read_and_to_make_rows_loads_neither_pandas_nor_scipy(tmp_path: Path) -> None:
    q = load_questionnaire()
    for form in ("wide parquet", "long csv"):
        put(tmp_path / form, form, *drawn(4, q), q)
    asked = (
        "import sys; from pathlib import Path; from pasapas_widgets import research\n"
        "for one in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    research.Study(research.read(one)).rows('leviers', by='type')\n"
        "print([one for one in ('pandas', 'scipy', 'statsmodels', 'matplotlib') if one in sys.modules])\n"
    )
    said = subprocess.run([sys.executable, "-c", asked, str(tmp_path)], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_frame_that_was_asked_for_is_the_one_that_counts() -> None:
    q = load_questionnaire("equipe-5")
    codes = np.repeat(np.arange(30), 10)
    about = {"etablissement": [f"H{one}" for one in codes], "type": ["a" if one < 15 else "b" for one in codes]}
    corpus = Corpus.of_columns(q, np.full((300, 5), 2), about)
    corpus.sheets["type"] = pd.Categorical(["c"] * 300)
    assert corpus.coded("type").values == ["c"] == corpus.where([0, 1]).coded("type").values
    assert [row["type"] for row in Study(corpus).rows("enonces", by="type")] == ["c"] * 5


def test_student_is_that_of_scipy() -> None:
    for degrees in (*range(1, 60), 99, 2136, 28571):
        for share in (0.5, 0.75, 0.95, 0.975, 0.995, 0.9995):
            assert student(degrees, share) == pytest.approx(float(stdtrit(degrees, share)), rel=1e-10, abs=1e-12)
    assert np.isnan(student(0, 0.975))


@pytest.mark.parametrize("size", [7, 100_000])
def test_coded_columns_keep_their_texts(size: int) -> None:
    draw = np.random.default_rng(size)
    codes = draw.integers(0, size, 200)
    for one, other in zip(numbered(codes, size), np.unique(codes, return_index=True, return_inverse=True), strict=True):
        assert one.tolist() == other.tolist()
    for one, other in zip(renumbered(codes, size), np.unique(codes, return_inverse=True), strict=True):
        assert one.tolist() == other.tolist()
    texts = [["", "a", "b", "c"][code] for code in draw.integers(0, 4, 50)]
    column = Coded.of(texts)
    assert column.texts() == column.by_first().texts() == column.without_empty().texts() == texts
    assert joined([column.only(slice(0, 20)), Coded.of(texts[20:])]).texts() == texts
    assert "" not in column.without_empty().values


@pytest.mark.parametrize("method", ["BCa", "percentile"])
def test_the_bootstrap_is_that_of_scipy(method: Any) -> None:
    draw = np.random.default_rng(5)
    totals = np.column_stack([draw.integers(1, 30, 60), draw.gamma(2, 40, 60)]).astype(float)

    def ratio(sums: np.ndarray) -> np.ndarray:
        return np.asarray(sums[:, 1] / sums[:, 0] ** 1.1)

    def of_drawn(index: np.ndarray, axis: int = -1) -> Any:
        found = ratio(totals[np.atleast_2d(index).astype(int)].sum(axis=1))
        return found if index.ndim > 1 else found[0]

    known = stats.bootstrap(
        (np.arange(60),), of_drawn, vectorized=True, axis=-1, n_resamples=1200, batch=500, confidence_level=0.9,
        method=method, rng=np.random.default_rng(9),
    )  # fmt: skip
    expected = (*known.confidence_interval, known.standard_error)
    mine = cluster_bootstrap(totals, ratio, level=0.9, method=method, resamples=1200, seed=9)
    assert mine == pytest.approx(expected, rel=1e-10)
    several = [*cluster_bootstraps(totals, [lambda sums: sums[:, 0], ratio], level=0.9, resamples=1200, seed=9)]
    assert several[1] == cluster_bootstrap(totals, ratio, level=0.9, resamples=1200, seed=9)


def test_omegas_at_once_are_those_one_by_one() -> None:
    draw = np.random.default_rng(3)
    weights, spread = np.array([0.8, 0.6, 0.5, 0.7]), np.array([10.0, 20.0, 15.0, 30.0])
    answers = (draw.normal(size=(400, 1)) * weights + draw.normal(size=(400, 4)) * np.sqrt(1 - weights**2)) * spread
    every = np.array([np.cov(answers[draw.integers(0, 400, 400)].T) for _ in range(30)])
    improper = np.array([[1, 0.9, 0.9, 0.1], [0.9, 1, 0.5, 0.1], [0.9, 0.5, 1, 0.1], [0.1, 0.1, 0.1, 1]])
    _, start = _omega_of(np.cov(answers.T))
    found = _omegas_of(np.array([*every, improper, np.full((4, 4), np.nan)]), start)
    alone = np.array([_omega_of(one)[0] for one in every])
    there = np.isfinite(alone)  # statsmodels stops short of one of them
    assert there.sum() > 25 and np.isfinite(found[:30]).all()
    assert found[:30][there] == pytest.approx(alone[there], abs=1e-7)
    assert np.isnan(found[30:]).all() and np.isnan(_omega_of(improper)[0])
