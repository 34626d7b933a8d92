"""The tables of a paper, each kind in both languages, really compiled by LaTeX with what their first line asks for."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pandas as pd
import pytest

from pasapas_widgets.research import (
    Corpus,
    Study,
    agreement_table,
    change_table,
    clustering_table,
    differential_table,
    fit_table,
    invariance_table,
    item_table,
    language,
    multilevel_table,
    paper_table,
    regression_table,
    reliability_table,
    synthetic,
)
from pasapas_widgets.research.paper.latex import escaped

LATEX = shutil.which("pdflatex")
HAS_NOTES = LATEX is not None and bool(
    subprocess.run(["kpsewhich", "threeparttable.sty"], capture_output=True, check=False).stdout
)
pytestmark = pytest.mark.skipif(not HAS_NOTES, reason="TeX Live (texlive-latex-extra) is not installed")

TABLES: dict[str, Callable[[Corpus], pd.DataFrame]] = {
    "leviers": lambda corpus: Study(corpus).table("leviers", by="type"),
    "nsp": lambda corpus: Study(corpus).table("nsp", by="region"),  # some are withheld, with a mark
    "niveaux": lambda corpus: Study(corpus).table("niveaux"),
    "reliability": lambda corpus: reliability_table(corpus, resamples=20),
    "clustering": clustering_table,
    "item": lambda corpus: item_table(corpus, resamples=20),
    "agreement": agreement_table,
    "change": lambda corpus: change_table(corpus, before="1", after="2"),
    "differential": lambda corpus: differential_table(corpus, profile="educatif", resamples=20),
    "fit": fit_table,
    "invariance": lambda corpus: invariance_table(corpus, by="vague"),
    "regression": regression_table,
    "multilevel": lambda corpus: multilevel_table(corpus, resamples=20),
}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return synthetic(60, 14, waves=2, seed=3)


def compiled(folder: Path, tables: list[str]) -> str:
    """Return the log of a document that holds the tables, loading what the first line of each says and nothing else."""
    (asked,) = {table.splitlines()[0] for table in tables}
    assert asked.startswith("% ")
    head = [r"\documentclass{article}", asked[2:], r"\begin{document}"]
    (folder / "t.tex").write_text("\n".join([*head, *tables, r"\end{document}"]) + "\n", encoding="utf-8")
    assert LATEX is not None
    done = subprocess.run(  # no PDF: which fonts are there is no matter of ours
        [LATEX, "-draftmode", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "t.tex"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    log = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, re.findall(r"^!.*(?:\n.*){3}", log, re.MULTILINE)
    return log


@pytest.mark.parametrize("kind", TABLES)
def test_every_table_compiles_in_both_languages(tmp_path: Path, corpus: Corpus, kind: str) -> None:
    found = TABLES[kind](corpus)
    made: list[str] = []
    codes: tuple[Literal["fr", "en"], ...] = ("fr", "en")
    for code in codes:
        with language(code):
            made.append(paper_table(found, "50 % & _plus_ : « été » #1 ~ {x} \\ ^", number=2).latex())
    log = compiled(tmp_path, [one.replace("tab:2", f"tab:{place}") for place, one in enumerate(made)])
    assert "Missing character" not in log and "LaTeX Warning: Citation" not in log


def test_the_letters_of_statistics_compile(tmp_path: Path) -> None:
    letters = "α β μ ρ σ ω χ² Δ Σ − × ± ≤ ≥ ≠ → … é È œ Œ « » ’ “ ” – — \u00a0 \u202f ᵃᵇ $ % & # _ { } ~ ^ \\ < >"
    log = compiled(tmp_path, ["% \\usepackage[T1]{fontenc}\n" + escaped(letters)])
    assert "Missing character" not in log
