"""A data package in other tools: SPSS, Stata, DDI, R, and how to cite it. Each is read back by another library."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from msgspec import yaml

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.research import Corpus, ResearchError, citation, language, read, synthetic, write
from pasapas_widgets.research.exchange import labelled
from pasapas_widgets.research.exchange.variables import variables

pyreadstat = pytest.importorskip("pyreadstat")
Q = load_questionnaire()
DDI = {"d": "ddi:codebook:2_5"}


@pytest.fixture(scope="module")
def made() -> Corpus:
    return synthetic(20, 12, waves=2, seed=3, missing=4)


@pytest.fixture(scope="module")
def folder(made: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("paquet") / "etude"
    return made.write(target, also=["sav", "dta"], authors=["Durand, Anne", "Labo X"], seed=1)


@pytest.fixture(scope="module")
def plain(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "feuilles.csv", dtype=str, keep_default_na=False)


def names() -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in variables(Q, about=False) if one.is_item]


def test_spss_holds_every_answer_its_label_and_the_three_kinds_of_missing(folder: Path, plain: pd.DataFrame) -> None:
    frame, meta = pyreadstat.read_sav(folder / "feuilles.sav", user_missing=True)
    assert frame["feuille"].tolist() == plain["feuille"].tolist()
    codes = {"NSP": -1, "NC": -2, "": 0}
    for id, name in names():
        assert frame[name].tolist() == [codes.get(cell, cell) and float(codes.get(cell, cell)) for cell in plain[id]]
        assert {one["lo"] for one in meta.missing_ranges[name]} == {0, -1, -2}
        labels = meta.variable_value_labels[name]
        scale = Q.scale_of(Q.item(id))
        assert {labels[one.value] for one in scale.levels} == {one.label for one in scale.levels}
        assert labels[-1] == "Je ne sais pas" and labels[0] == "sans réponse"
        assert meta.column_names_to_labels[name].startswith(Q.item(id).text[:60])
        assert meta.variable_measure[name] == "ordinal"
    seen, _ = pyreadstat.read_sav(folder / "feuilles.sav")
    assert int(seen[names()[0][1]].isna().sum()) == int(plain["L1-01"].isin(list(codes)).sum()), (
        "not counted as answers"
    )


def test_stata_does_by_its_letters_as_pandas_reads_them(folder: Path, plain: pd.DataFrame) -> None:
    frame = pd.read_stata(folder / "feuilles.dta", convert_categoricals=False, convert_missing=True)
    letters = {"NSP": ".a", "NC": ".b", "": ".c"}
    met = set()
    for id, name in names():
        told = [str(cell) for cell in frame[name]]
        assert [re.sub(r"\.0$", "", one) for one in told] == [letters.get(cell, cell) for cell in plain[id]]
        met |= set(told)
    assert {".a", ".b", ".c"} <= met
    with pd.io.stata.StataReader(folder / "feuilles.dta") as file:
        assert file.variable_labels()["L1_01"] == Q.item("L1-01").text[:80]
        levels = next(one for one in file.value_labels().values() if one.get(4) == "Oui, toujours")
    assert list(levels.values())[:4] == [one.label for one in Q.scale_of(Q.item("L1-01")).levels]


def test_each_sheet_has_what_is_known_of_its_session(folder: Path) -> None:
    frame, _ = pyreadstat.read_sav(folder / "feuilles.sav")
    about = pd.read_csv(folder / "seances.csv", dtype=str).set_index("seance")
    assert frame["etablissement"].tolist() == about.loc[frame["seance"], "etablissement"].tolist()
    assert frame["vague"].tolist() == about.loc[frame["seance"], "vague"].tolist()


def test_names_are_taken_by_each_tool_and_none_twice() -> None:
    known = list(variables(Q))
    assert all(re.fullmatch(r"[A-Za-z]\w{0,31}", one.name) for one in known)
    assert len({one.name.casefold() for one in known}) == len(known)


def test_ddi_tells_each_column_its_answers_and_what_is_missing_without_a_count(folder: Path, made: Corpus) -> None:
    root = ElementTree.parse(folder / "codebook.xml").getroot()
    assert root.tag == "{ddi:codebook:2_5}codeBook" and root.get("version") == "2.5"
    found = root.findall(".//d:var", DDI)
    header = (folder / "feuilles.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert [one.get("name") for one in found] == header
    item = found[header.index("L1-01")]
    told = {one.findtext("d:catValu", namespaces=DDI): one.get("missing") for one in item.findall("d:catgry", DDI)}
    assert told == {"1": None, "2": None, "3": None, "4": None, "NSP": "Y", "NC": "Y", "": "Y"} or told == {
        "1": None, "2": None, "3": None, "4": None, "NSP": "Y", "NC": "Y", None: "Y",
    }  # fmt: skip
    assert root.findtext(".//d:caseQnty", namespaces=DDI) == str(len(pd.read_csv(folder / "feuilles.csv")))
    assert [one.text for one in root.findall(".//d:AuthEnty", DDI)] == ["Durand, Anne", "Labo X"]
    assert not root.findall(".//d:catStat", DDI) and not root.findall(".//d:sumStat", DDI), "no figure in it"
    groups = {one.get("ID"): str(one.get("var")).split() for one in root.findall(".//d:varGrp", DDI)}
    assert list(groups) == [f"G_{lever.id}" for lever in made.questionnaire.levers] and len(groups["G_L1"]) == 8
    ids = {one.get("ID") for one in found}
    assert all(name in ids for own in groups.values() for name in own)


def test_the_schema_has_types_and_versions(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    field = next(one for one in told["resources"][0]["schema"]["fields"] if one["name"] == "L1-01")
    assert field["type"] == "integer" and field["missingValues"] == ["", "NSP", "NC"]
    assert field["constraints"] == {"minimum": 1, "maximum": 4} and field["niveaux"]["4"] == "Oui, toujours"
    assert told["version"] == "1.0.0" and told["versions"]["numpy"] == np.__version__
    with frictionless.Package(str(folder / "datapackage.json")).get_resource("feuilles") as resource:
        rows = resource.read_rows()
    assert {type(row["L1-01"]) for row in rows} == {int, type(None)}


def test_a_second_package_is_a_second_version(tmp_path: Path) -> None:
    corpus = synthetic(20, 12, seed=44)
    write(corpus, tmp_path / "a", seed=1)
    write(corpus, tmp_path / "b", seed=2, linked="correction")
    assert json.loads((tmp_path / "b" / "datapackage.json").read_text(encoding="utf-8"))["version"] == "2.0.0"
    assert yaml.decode((tmp_path / "b" / "CITATION.cff").read_bytes())["version"] == "2.0.0"


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_the_script_of_r_names_every_item_and_closes_what_it_opens(format: Any, tmp_path: Path) -> None:
    text = (synthetic(8, 12).write(tmp_path / "p", format=format) / "lire.R").read_text(encoding="utf-8")
    code = re.sub(r'"(?:\\.|[^"\\])*"', '""', re.sub(r"^#.*$", "", text, flags=re.M))
    assert all(code.count(a) == code.count(b) for a, b in ("()", "[]", "{}"))
    for item in Q.items:
        assert text.count(f'"{item.id}" = ') == 2
    assert text.isascii(), "R reads it whatever the locale"
    assert ("arrow::read_parquet" in text) == (format == "parquet") and f"feuilles.{format}" in text


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_r_finds_the_answers_and_the_three_kinds_of_missing(tmp_path: Path, locale: str) -> None:
    folder = synthetic(8, 12, missing=3).write(tmp_path / "p")
    levels, item = read(folder).levels, Q.item_ids[0]
    asked = tmp_path / "essai.R"
    asked.write_text(
        f'dossier <- "{folder.as_posix()}"\nsource(file.path(dossier, "lire.R"), encoding = "UTF-8")\n'
        "m <- as.matrix(donnees[names(items)])\nk <- unlist(lapply(manque, as.integer))\n"
        f'cat(dim(m), sum(!is.na(m)), sum(m, na.rm = TRUE), sum(m[, "{item}"], na.rm = TRUE), tabulate(k, 3))\n'
    )
    said = subprocess.run(
        ["Rscript", "--vanilla", str(asked)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"LC_ALL": locale},
    )
    given, first = levels[levels > 0], levels[:, 0]
    expected = [*levels.shape, len(given), given.sum(), first[first > 0].sum()]
    assert [int(one) for one in said.stdout.split()] == [*expected, *((levels == kind).sum() for kind in (-1, -2, 0))]
    assert said.stderr == ""


def test_the_citation_file_holds_what_the_format_asks(folder: Path) -> None:
    told: Any = yaml.decode((folder / "CITATION.cff").read_bytes())
    assert {"cff-version", "message", "title", "authors"} <= set(told) and told["type"] == "dataset"
    assert told["authors"] == [{"family-names": "Durand", "given-names": "Anne"}, {"name": "Labo X"}]
    assert Q.fingerprint in told["references"][1]["notes"]


def test_how_to_cite_in_both_languages() -> None:
    assert "[logiciel]" in citation() and Q.fingerprint[:12] in citation(Q)
    with language("en"):
        assert "[Computer software]" in citation(Q) and "Questionnaire: " in citation(Q)


def test_it_is_read_back_whole_and_the_other_files_are_no_sheets(folder: Path, made: Corpus) -> None:
    back = read(folder)
    assert len(back) == len(made) and not any("lire.R" in note or ".sav" in note for note in back.notes)


def test_what_is_missing_or_misspelt_is_said_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ResearchError, match="SPSS"):
        synthetic(8, 12).write(tmp_path / "p", also=["xls"])  # type: ignore[list-item]
    monkeypatch.setitem(__import__("sys").modules, "pyreadstat", None)
    with pytest.raises(ResearchError, match="pyreadstat"):
        synthetic(8, 12, seed=9).write(tmp_path / "p", also=["sav"])
    assert not list(tmp_path.iterdir()) and labelled.LETTERS == {-1: "a", -2: "b", 0: "c"}
