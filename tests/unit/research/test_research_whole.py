"""The part as a newcomer meets it: help, what a notebook shows, names in two languages, a pilot of six houses."""

from __future__ import annotations

import json
import pydoc
import re
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from pasapas_widgets import research
from pasapas_widgets.content import interface
from pasapas_widgets.research import (
    Corpus,
    Study,
    StudyError,
    describe,
    dots,
    english_columns,
    estimates_frame,
    fit_table,
    icc1,
    item_table,
    language,
    paper_table,
    reliability_table,
    sample_size,
    synthetic,
    tableof,
)
from pasapas_widgets.research.estimates import COLUMNS
from pasapas_widgets.research.levers import ITEM_COLUMNS
from pasapas_widgets.research.models.tables import FIT_COLUMNS

ROOT = Path(__file__).parents[3]
NOTEBOOK = ROOT / "workbooks" / "09_recherche.ipynb"


def code() -> list[str]:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


class TestHelp:
    def test_help_names_every_public_name_once(self) -> None:
        named = re.findall(r":(?:func|class):`(\w+)`", str(research.__doc__))
        assert sorted(named) == sorted([*research.__all__, "MissingPartError"]) or sorted(named) == sorted(
            research.__all__
        )
        told = re.sub(r"\(\s+", "(", pydoc.plaintext.document(research))  # Python 3.13 puts each argument on a line
        assert "icc1(values" in told and "class Study" in told and "sample_size(difference" in told

    def test_an_estimate_is_short_in_a_list_and_whole_in_a_notebook(self) -> None:
        corpus = synthetic(24, 12, seed=81)
        made = icc1(corpus.scores()["L1"].to_numpy(), corpus.sheets["etablissement"], of="<L1>")
        assert repr(made).startswith("<icc1 '<L1>': estimate=0.") and len(repr(made)) < 140
        told = made._repr_html_()
        assert "&lt;L1&gt;" in told and 'lang="fr"' in told and "Méthode" in told
        with language("en"):
            assert 'lang="en"' in made._repr_html_() and "Method" in made._repr_html_()
        assert "établissements" in sample_size(5)._repr_html_()

    def test_a_study_says_what_it_showed(self) -> None:
        study = Study(synthetic(24, 12, seed=82))
        assert "0 tableaux" in repr(study)
        table = study.table("leviers", by="type")
        held = int(table["motif"].notna().sum())
        assert f"1 tableaux, {len(table) - held} chiffres montrés, {held} retenus" in repr(study)
        assert "inventées" in study._repr_html_()


class TestColumns:
    def test_they_are_there_when_every_row_is_withheld(self) -> None:
        few = synthetic(4, 12, seed=83)
        tables = {COLUMNS: reliability_table(few, resamples=20), ITEM_COLUMNS: item_table(few, resamples=20),
                  FIT_COLUMNS: fit_table(few)}  # fmt: skip
        for columns, table in tables.items():
            assert tuple(table.columns) == columns and len(table) and table["phrase"].notna().all()
        assert tables[COLUMNS]["estimation"].dtype == float and tables[COLUMNS]["personnes"].dtype == "Int64"
        assert tuple(estimates_frame([]).columns) == COLUMNS
        assert paper_table(tables[ITEM_COLUMNS], "x").rows[0][3] == "–"

    def test_the_guide_shows_both_names_of_each(self) -> None:
        english = interface("research_english")["colonnes"]
        guide = (ROOT / "docs" / "recherche.md").read_text(encoding="utf-8")
        rows = [line.split("|") for line in guide.split("| où | en français |")[1].split("\n\n")[0].splitlines()[2:]]
        told = [re.findall(r"`(\w+)`", row[place]) for row in rows for place in (2, 3)]
        pairs = {
            french: name for a, b in zip(told[::2], told[1::2], strict=True) for french, name in zip(a, b, strict=True)
        }
        assert pairs == english
        made = synthetic(24, 12, seed=84)
        shown = {*COLUMNS, *ITEM_COLUMNS, *FIT_COLUMNS, *made.sheets.columns, *made.tidy().columns,
                 *Study(made).table("niveaux", by=["type", "region"]).columns}  # fmt: skip
        assert shown - {"niveau"} <= set(english) and "niveau" in english

    def test_english_columns_keep_what_the_table_carries(self) -> None:
        table = Study(synthetic(24, 12, seed=85)).table("leviers")
        found = english_columns(table)
        assert found["estimate"].equals(table["estimation"].rename("estimate")) and found.attrs == table.attrs

    @pytest.mark.filterwarnings("error")
    def test_a_table_goes_to_parquet_and_comes_back_whole(self, tmp_path: Path) -> None:
        table = Study(synthetic(24, 12, seed=86)).table("leviers", by="type")
        table.to_parquet(tmp_path / "t.parquet")
        back = pd.read_parquet(tmp_path / "t.parquet")
        assert describe(back) == describe(table) and dots(back).get_xlabel() == dots(table).get_xlabel()
        assert paper_table(back, "x").rows == paper_table(table, "x").rows

    def test_a_table_of_a_questionnaire_that_is_not_there_says_so(self) -> None:
        table = Study(synthetic(24, 12, seed=87)).table("leviers")
        table.attrs["etude"] = {**table.attrs["etude"], "questionnaire": "0" * 64}
        with pytest.raises(ValueError, match="n'est pas chargé"):
            describe(table)
        assert "0" * 64 not in tableof._MET


class TestPilot:
    def test_a_column_that_nobody_fills_is_said_at_the_call(self) -> None:
        made = synthetic(24, 12, seed=88)
        bare = Corpus.of_columns(
            made.questionnaire,
            made.levels,
            {name: made.sheets[name] for name in ("seance", "feuille", "etablissement")},
        )
        for by in ("type", ("region", "type")):
            with pytest.raises(StudyError, match="rien à grouper"):
                Study(bare).table("leviers", by=by)
        assert Study(bare).table("leviers")["estimation"].notna().all()

    @pytest.mark.parametrize("count", [6, 21])
    def test_the_workbook_runs_on_a_pilot_as_well(self, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
        shown: list[Any] = []
        known: dict[str, Any] = {}
        for cell in code():
            small = re.sub(r"synthetic\(300,", f"synthetic({count},", re.sub(r"resamples=\d+", "resamples=20", cell))
            *before, last = small.strip().split("\n")
            exec("\n".join(before), known)
            try:
                shown.append(eval(last, known))
            except SyntaxError:
                exec(last, known)
        plt.close("all")
        assert known["corpus"].count("etablissement") == count and len(shown) > 12
        change = known["change"]
        assert list(change["objet"]) == [lever.name for lever in known["corpus"].questionnaire.levers]
        assert change["estimation"].notna().all(), "a pilot compares its dates too, by the wild bootstrap"
        assert ("wild" in str(change["options"][0])) == (count < 20)
        if count < 20:
            assert known["reliability"]["estimation"].isna().all() and "non estimé" in shown[2].notes[0]
            assert not np.isnan(known["clustering"]["estimation"][1]), "what five establishments allow is there"


def test_no_module_takes_the_name_of_a_function() -> None:
    """Once imported, it would stand in the function's place."""
    assert not {path.stem for path in Path(str(research.__file__)).parent.glob("*")} & set(research.__all__)
