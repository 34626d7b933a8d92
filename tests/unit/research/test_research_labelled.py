"""SPSS and Stata files read as sources of sheets: our own, and those of other tools with labels and missing values."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pytest

from pasapas_widgets.files.sheets import SheetFileError
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.research import Corpus, ResearchError, Study, read, synthetic, write
from pasapas_widgets.research.exchange import reading

pyreadstat = pytest.importorskip("pyreadstat")
Q5 = load_questionnaire("equipe-5")
KINDS = pytest.mark.parametrize("kind", ["sav", "dta"])
Kind = Literal["sav", "dta"]


def rows(corpus: Corpus) -> list[tuple[Any, ...]]:
    context = corpus.sheets.astype(object).where(corpus.sheets.notna(), "")
    names = ["seance", "feuille", "etablissement", "vague", "type", "region", "profil", "recherche"]
    return sorted(
        (*a, *b) for a, b in zip(context[names].to_numpy().tolist(), corpus.levels.tolist(), strict=True) if any(b)
    )


@KINDS
def test_our_own_files_are_read_as_their_package_is(tmp_path: Path, kind: Kind) -> None:
    made = synthetic(12, 12, waves=2, seed=3, missing=4)
    folder = write(made, tmp_path / "paquet", also=["sav", "dta"], seed=1)
    (tmp_path / "seul").mkdir()
    own = shutil.copy(folder / f"feuilles.{kind}", tmp_path / "seul" / f"etude.{kind}")
    found = read(own)
    assert rows(found) == rows(read(folder)), "three kinds of missing, context and consent included"
    assert {0, -1, -2} <= set(found.levels.ravel().tolist())
    assert Study(found).table()["n_personnes"].notna().any()


def other_tool(path: Path, *, words: dict[Any, str] | None = None, change: Any = None) -> Corpus:
    """Write sheets as another tool does: its own names, statements as labels, another coding."""
    made = synthetic(6, 9, seed=4, missing=3, questionnaire=Q5)
    q, kind = made.questionnaire, path.suffix[1:]
    told: dict[int, Any] = {0: float("nan"), -1: 88 if kind == "sav" else "a", -2: 99 if kind == "sav" else "b"}
    told |= {one.value: 10 - one.value for one in q.scale.levels}  # the other way round
    frame = pd.DataFrame({
        f"V{place:03}": pd.Series([told[level] for level in made.levels[:, place].tolist()], dtype=object)
        for place in range(len(q.items))
    })  # fmt: skip
    if kind == "sav":
        frame = frame.astype(float)
    frame["SITE"], frame["NUM"] = made.sheets["seance"].astype(str), made.sheets["feuille"].astype(str)
    frame["TRANCHE"], frame["POND"] = [1.0 + place % 3 for place in range(len(made))], 1.5
    if change is not None:
        change(frame)
    labels = {told[one.value]: one.label for one in q.scale.levels}
    labels |= {told[-1]: "Je ne sais pas", told[-2]: "Non concerné"} | (words or {})
    every = [f"V{place:03}" for place in range(len(q.items))]
    variables = [name for name in every if name in frame]
    more: dict[str, Any] = (
        {"missing_ranges": {name: [88, 99] for name in variables}}
        if kind == "sav"
        else {"missing_user_values": {name: ["a", "b"] for name in variables}}
    )
    titles = {name: q.item(item).text[:79] for name, item in zip(every, q.item_ids, strict=True) if name in frame}
    titles |= {"TRANCHE": "Tranche d'âge"}
    values = dict.fromkeys(variables, labels) | {"TRANCHE": {1: "20-34", 2: "35-49", 3: "50+"}}
    write_file = pyreadstat.write_sav if kind == "sav" else pyreadstat.write_dta
    write_file(frame, path, column_labels=titles, variable_value_labels=values, **more)
    about = ["seance,recherche,etablissement", *(f"{one},oui,{one[:5]}" for one in dict.fromkeys(frame["SITE"]))]
    (path.parent / "seances.csv").write_text("\n".join(about) + "\n", encoding="utf-8")
    return made


HOW: dict[str, Any] = {
    "questionnaire": Q5, "columns": {"seance": "SITE", "feuille": "NUM"}, "weight": "POND",
    "covariates": {"age": "TRANCHE"},
}  # fmt: skip


@KINDS
def test_a_file_of_another_tool_is_read_by_labels_and_the_column_map(tmp_path: Path, kind: Kind) -> None:
    made = other_tool(tmp_path / f"enquete.{kind}")
    found = read(tmp_path, **HOW)
    left = [(*key, *level) for key, level in zip(zip(made.sheets["seance"], made.sheets["feuille"], strict=True),
                                                 made.levels.tolist(), strict=True) if any(level)]  # fmt: skip
    right = [(*key, *level) for key, level in zip(zip(found.sheets["seance"], found.sheets["feuille"], strict=True),
                                                  found.levels.tolist(), strict=True)]  # fmt: skip
    assert sorted(right) == sorted(left)
    assert set(found.sheets["age"]) == {"20-34", "35-49", "50+"} and found.weights is not None
    assert set(found.weights) == {1.5} and read(tmp_path, **(HOW | {"covariates": {"age": "Tranche d'âge"}})).covariates
    by_name = {item.id: f"V{place:03}" for place, item in enumerate(Q5.items)}
    again = read(tmp_path, **(HOW | {"columns": HOW["columns"] | by_name}))
    assert again.levels.tolist() == found.levels.tolist()


@KINDS
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(words: str, **how: Any) -> None:
        with pytest.raises((ResearchError, SheetFileError)) as caught:
            read(path, **(HOW | how))
        sentence = str(caught.value).replace("\xa0", " ").replace("\u202f", " ")
        assert words in sentence and sentence.startswith(path.name) and sentence.endswith(".") and "\n" not in sentence

    path = tmp_path / f"enquete.{kind}"
    path.write_bytes(b"$FL2 ceci n'en est pas un")
    refused("ne se lit pas")
    pyreadstat.write_sav(pd.DataFrame({"V1": [1.0, 2.0], "V2": ["a", "b"]}), path)
    damaged = bytearray(path.read_bytes())
    damaged[180] = 1  # the kind of V1: the library that reads it ends by a fault of memory
    path.write_bytes(damaged)
    refused("")
    path.write_bytes(b"")
    refused("ne se lit pas")
    frame = pd.DataFrame({"V1": pd.Series([], dtype=float)})
    (pyreadstat.write_sav if kind == "sav" else pyreadstat.write_dta)(frame, path)
    refused("aucune ligne")
    other_tool(path, change=lambda frame: frame.pop("V000"))
    refused(Q5.item_ids[0])
    other_tool(path, words={88: "Refus"} if kind == "sav" else {"a": "Refus"})
    refused("Refus")
    word = "88 – Refus" if kind == "sav" else "Refus"
    assert len(read(path, **HOW, words={word: "NSP"})) > 40, "and the map of words says what it is"
    monkeypatch.setattr(reading, "LIMIT", 10)
    refused("trop grand")


@KINDS
def test_a_session_that_is_told_in_two_ways_is_refused(tmp_path: Path, kind: Kind) -> None:
    folder = write(synthetic(6, 12, seed=3), tmp_path / "paquet", also=[kind], seed=1)
    path = tmp_path / f"etude.{kind}"
    load, save = (getattr(pyreadstat, f"{one}_{kind}") for one in ("read", "write"))
    for value, words in (("non", "deux façons"), ("peut-être", "ni oui ni non")):
        frame, _ = load(folder / f"feuilles.{kind}")
        frame.loc[3, "recherche"] = value
        save(frame, path)
        with pytest.raises(ResearchError, match=words.replace(" ", r"\s")):
            read(path)
