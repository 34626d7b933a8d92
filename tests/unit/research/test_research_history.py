"""What all outputs together tell: several studies, parts of a corpus, packages, figures and the journal."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.research import (
    Corpus,
    ResearchError,
    StatisticsError,
    Study,
    cluster_mean,
    describe,
    icc1,
    read,
    show_table,
    synthetic,
)

Q5 = load_questionnaire("equipe-5")


def sized(sizes: list[int], **more: Any) -> Corpus:
    """Return a corpus of establishments of these sizes."""
    corpus = synthetic(1, 4 * sum(sizes), spread=0, missing=0, questionnaire=Q5, **more)
    corpus = corpus.where(np.arange(sum(sizes)))
    names = [f"E{place}" for place, size in enumerate(sizes) for _ in range(size)]
    return Corpus.of_columns(Q5, corpus.levels, {"etablissement": names, "seance": names})


# ---------------------------------------- studies

KINDS = st.sampled_from(["leviers", "enonces", "nsp", "niveaux"])
BY = st.lists(st.sampled_from(["type", "region", "vague"]), max_size=2, unique=True)
PART = st.sampled_from(["all", "most", "half", "type", "fewer"])


def part_of(corpus: Corpus, which: str) -> NDArray[np.bool_]:
    """Return sheets that somebody may choose, some of them to find an establishment by subtraction."""
    sites = corpus.sheets["etablissement"].cat.codes.to_numpy()
    kinds: dict[str, NDArray[np.bool_]] = {
        "all": sites >= 0,
        "most": sites != 0,
        "half": sites % 2 == 0,
        "type": (corpus.sheets["type"] == "hebergement").to_numpy(),
        "fewer": np.arange(len(corpus)) >= 3,
    }
    return kinds[which]


@settings(max_examples=30, deadline=None)
@given(
    asked=st.lists(st.tuples(KINDS, BY, PART), min_size=2, max_size=6),
    establishments=st.integers(8, 26),
    people=st.integers(2, 9),
    seed=st.integers(0, 5000),
    spread=st.sampled_from([0.0, 0.4, 1.2]),
)
def test_all_studies_of_one_corpus_solve_to_nobody(
    asked: list[tuple[Any, list[str], str]], establishments: int, people: int, seed: int, spread: float
) -> None:
    corpus = synthetic(establishments, people, seed=seed, missing=4, spread=spread, questionnaire=Q5)
    sites = corpus.sheets["etablissement"].cat.codes.to_numpy()
    known: defaultdict[str, list[NDArray[np.bool_]]] = defaultdict(list)
    for kind, by, which in asked:
        chosen = part_of(corpus, which)
        if not chosen.any():
            continue
        table = Study(corpus.where(chosen)).table(kind, by=by)  # a study each time
        for row in table[table["motif"].isna()].to_dict("records"):
            if kind == "leviers":
                continue
            level = corpus.levels[:, Q5.item_ids.index(row[kind])]
            inside = chosen & ((level > 0) | ((level == -1) if kind == "nsp" else False))
            for column in by:
                inside &= (corpus.sheets[column] == row[column]).to_numpy()
            assert inside.sum() == row["n_feuilles"]
            known[f"{kind} {row[kind]}"].append(inside)
            known[f"{'enonces' if kind == 'niveaux' else kind} {row[kind]}"].append(inside)
    for name, shown in known.items():
        kind, item = name.split(" ")
        atoms = np.unique(np.array(shown), axis=1, return_inverse=True)[1].ravel()
        told = np.any(shown, axis=0)
        for atom in np.unique(atoms[told]):
            inside = (atoms == atom) & told
            sizes = np.sort(np.bincount(sites[inside]))[::-1]
            assert inside.sum() >= 20 and (sizes > 0).sum() >= 5 and sizes[0] <= sizes.sum() / 2
            assert sizes[2:].sum() >= 0.25 * sizes[0], "the largest knows its own, and would find the second"
            if kind in ("niveaux", "nsp"):
                level = corpus.levels[inside, Q5.item_ids.index(item)]
                each = np.bincount((level == -1).astype(int) if kind == "nsp" else level)
                assert ((each == 0) | (each >= 5)).all(), "a share of one to four people"
                assert kind == "nsp" or (each > 0).sum() > 1, "all said the same"


def test_total_minus_total_gives_nobody() -> None:
    corpus = synthetic(30, 10, seed=77)
    sites = corpus.sheets["etablissement"].cat.codes.to_numpy()
    assert Study(corpus).table()["motif"].isna().all()
    assert Study(corpus.where(sites != 0)).table()["motif"].notna().all(), "all but one establishment"
    assert Study(corpus).table()["motif"].isna().all(), "what was shown may be shown again"
    again = synthetic(30, 10, seed=77)
    assert Study(again.where(sites != 1)).table()["motif"].notna().all(), "the same data, made again"


def test_what_was_shown_outlives_the_process_in_its_file(tmp_path: Path) -> None:
    def made() -> Corpus:
        return synthetic(30, 10, seed=78)

    sites = made().sheets["etablissement"].cat.codes.to_numpy()
    file = tmp_path / "histoire.json"
    assert Study(made(), history=file).table()["motif"].isna().all()
    # nothing of the first study is alive: its corpus is gone
    told = Study(made().where(sites != 0), history=file)
    assert told.table()["motif"].notna().all()
    journal = told.journal().attrs["histoire"]
    assert len(journal) == 2 and {"jour", "questionnaire", "tableau", "montres"} <= set(journal[0])
    assert "E0001" not in file.read_text("utf-8") and made().sheets["feuille"].iloc[0] not in file.read_text("utf-8")
    with pytest.raises(ResearchError, match="celle d'autres données"):
        Study(synthetic(30, 10, seed=79), history=file)
    for wrong in ("{", "[]", '{"montres": 3}', '{"montres": [], "feuilles": 1}'):
        file.write_text(wrong, "utf-8")
        with pytest.raises(ResearchError, match="histoire"):
            Study(made(), history=file)
    alone = Study(synthetic(30, 10, seed=80)).journal()
    assert any("histoire.json" in note for note in alone.attrs["notes"]), "without a file, that is said"


def test_a_package_carries_what_was_shown(tmp_path: Path) -> None:
    corpus = synthetic(30, 10, seed=81, spread=0)
    assert Study(corpus).table()["motif"].isna().all()
    out = corpus.write(tmp_path / "paquet")
    found = read(out)
    first = found.sheets["etablissement"].cat.codes.to_numpy() != 0
    assert Study(found.where(first)).table()["motif"].notna().all(), "total minus total, by whoever has the package"
    fresh = read(synthetic(30, 10, seed=82, spread=0).write(tmp_path / "autre"))
    assert Study(fresh.where(fresh.sheets["etablissement"].cat.codes.to_numpy() != 0)).table()["motif"].isna().all()


def test_figures_shown_under_other_thresholds_are_marked() -> None:
    corpus = synthetic(30, 10, seed=83)
    assert Study(corpus, bypass="accord du comité").table(by="region")["motif"].isna().all()
    notes = Study(corpus).table().attrs["notes"]
    assert any("sous d'autres seuils" in one for one in notes)


# ---------------------------------------- dominance, small shares, spellings


@pytest.mark.parametrize(
    ("sizes", "shown"), [([20, 18, 1, 1, 1], False), ([20, 18, 2, 2, 1], True), ([8, 8, 8, 8, 8], True)]
)
def test_two_establishments_that_make_nearly_all_are_withheld(sizes: list[int], shown: bool) -> None:
    corpus = sized(sizes)
    table = Study(corpus).table("enonces")
    assert table["motif"].isna().all() == shown
    if shown:
        return
    assert table["motif"].str.contains("deux établissements").all()
    sites, values = corpus.sheets["etablissement"], corpus.points()[:, 0]
    functions: list[Callable[[], Any]] = [
        lambda: icc1(values, sites),
        lambda: cluster_mean(values, sites, unit="establishments"),
    ]
    for ask in functions:
        with pytest.raises(StatisticsError, match="Deux établissements"):
            ask()


@pytest.mark.parametrize(("n", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_share_of_few_people_is_withheld_in_levels_and_in_not_known(n: int, shown: bool) -> None:
    base = sized([10] * 6)
    levels = np.array([[2, 3] * 30] * 5).T.copy()
    levels[:n, 0] = 1
    corpus = Corpus(Q5, base.sheets, levels)
    table = Study(corpus).table("niveaux", items=[Q5.item_ids[0]])
    assert table["motif"].isna().all() == shown and table["motif"].isna().any() == shown
    levels = levels.copy()
    levels[:n, 0] = -1
    unknown = Study(Corpus(Q5, base.sheets, levels)).table("nsp", items=[Q5.item_ids[0]])
    assert unknown["motif"].isna().all() == shown


def test_what_all_answered_is_not_told_as_one_hundred_percent() -> None:
    base = sized([10] * 6)
    table = Study(Corpus(Q5, base.sheets, np.full((60, 5), 3))).table("niveaux")
    assert table["estimation"].isna().all() and table["motif"].str.contains("ou par toutes").all()


def test_shares_of_two_groups_do_not_leave_a_few_of_a_third() -> None:
    base = sized([10] * 12)
    levels = np.tile([[2], [3]], (60, 5))
    levels[:8, 0] = 1  # all of them in the first half but for one
    levels[7, 0], levels[119, 0] = 2, 1
    half = np.where(np.arange(120) < 60, "a", "b")
    columns = {name: base.sheets[name].array for name in ("etablissement", "seance")} | {"type": half}
    study = Study(Corpus.of_columns(Q5, levels, columns))
    item = [Q5.item_ids[0]]
    assert study.table("niveaux", items=item)["motif"].isna().all(), "eight people"
    assert study.table("niveaux", by="type", items=item)["motif"].notna().all(), "one of them alone in «b»"


def test_an_establishment_written_two_ways_is_one_in_a_study() -> None:
    base = sized([10] * 5)
    names = base.sheets["etablissement"].astype(object).to_numpy().copy()
    names[:5] = "Nord"
    names[5:10] = " NORD."
    names[10:20] = "nord"
    corpus = Corpus.of_columns(Q5, base.levels, {"etablissement": names})
    assert Study(corpus).table()["motif"].str.contains("moins de 5").all(), "four establishments, not six"


# ---------------------------------------- packages


def test_a_variant_of_few_people_is_not_written(tmp_path: Path) -> None:
    base = synthetic(8, 12, spread=0)
    variants = np.full(len(base), None, dtype=object)
    variants[np.flatnonzero(base.sheets["seance"] == "E0001-V1")[:1]] = base.questionnaire.variant_ids[0]
    variants[np.flatnonzero(base.sheets["seance"] == "E0002-V1")[:6]] = base.questionnaire.variant_ids[0]
    columns = {name: base.sheets[name].array for name in base.sheets} | {"variante": variants}
    columns["profil"] = np.full(len(base), base.questionnaire.profile_ids[0], dtype=object)
    out = Corpus.of_columns(base.questionnaire, base.levels, columns).write(tmp_path / "paquet")
    assert read(out).sheets["variante"].notna().sum() == 6, "one person of a session is not written, six of twelve are"
    assert "les variantes ne sont pas écrites" in (out / "codebook.md").read_text("utf-8").replace("\xa0", " ")


def test_a_second_package_is_made_on_purpose_or_not_at_all(tmp_path: Path) -> None:
    corpus = synthetic(8, 12, seed=90, spread=0)
    corpus.write(tmp_path / "un", seed=1)
    corpus.write(tmp_path / "le-meme", seed=1, format="parquet")
    for other in (corpus, corpus.where(np.arange(len(corpus)) > 20)):
        with pytest.raises(ResearchError, match="un autre paquet"):
            other.write(tmp_path / "deux")
        with pytest.raises(ResearchError, match="un autre paquet"):
            other.write(tmp_path / "deux", linked=" ")
    out = corpus.write(tmp_path / "deux", linked="seconde convention")
    told = json.loads((out / "datapackage.json").read_text("utf-8"))["remarques"]
    assert any("seconde convention" in one for one in told)
    assert any(one.startswith("Risque") and "96 feuilles sur 96" in one.replace("\xa0", " ") for one in told)


# ---------------------------------------- figures, words, pages, journal


def test_nothing_withheld_stands_in_words_pages_or_the_journal() -> None:
    corpus = synthetic(30, 10, seed=95)
    sites = corpus.sheets["etablissement"].cat.codes.to_numpy()
    Study(corpus).table("enonces")
    later = Study(corpus.where(sites != 0))
    table = later.table("enonces")
    assert table["motif"].notna().all()
    hidden = {f"{one:.1f}".replace(".", ",") for one in np.nanmean(corpus.points()[sites != 0], axis=0)}
    for text in (describe(table), show_table(table, "Énoncés").data, later.journal().to_csv(),
                 json.dumps(later.journal().attrs["histoire"])):  # fmt: skip
        assert not any(f" {one} " in text for one in hidden)
