"""The stages of the workbooks: each is named once, and what a cell cannot show alone, a part of a widget shows."""

from __future__ import annotations

import json
import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from pasapas_widgets.app.stages import stages_opened
from pasapas_widgets.places.shipped import workbooks_dir

WORKBOOKS = sorted(workbooks_dir().glob("[0-9][0-9]_*.ipynb"))
WIDGETS = Path(__file__).parents[3] / "pasapas_widgets/widgets"


def cells(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return found


def parts() -> set[str]:
    """Return the stages that parts of widgets name."""
    told = (re.findall(r'"data-stage": "([^"]+)"', one.read_text(encoding="utf-8")) for one in WIDGETS.rglob("*.js"))
    return {name for names in chain.from_iterable(told) for name in names.split()}


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_every_workbook_has_stages_after_its_title(path: Path) -> None:
    opened = stages_opened(cells(path))
    names = list(chain.from_iterable(stages.values() for stages in opened.values()))
    assert 2 <= len(names) <= 10 and len(set(names)) == len(names)
    assert all(len(name) <= 24 for name in names), "it stands on one line of the rail"
    assert 0 not in opened, "the title is seen in every stage"
    code = [n for n, cell in enumerate(cells(path)) if cell["cell_type"] == "code"]
    assert min(opened) <= min(code) + 1, "only the title, its words and the carnet come before the first stage"


def test_a_cell_of_several_stages_has_widgets_with_a_part_for_each() -> None:
    shared = [set(s) for path in WORKBOOKS for s in stages_opened(cells(path)).values() if len(s) > 1]
    assert set(chain.from_iterable(shared)) == parts()


def test_a_cell_shown_in_one_stage_is_of_the_section_that_has_it() -> None:
    found = 0
    for path in WORKBOOKS:
        opened = stages_opened(cells(path))
        for place, cell in enumerate(cells(path)):
            if stage := cell["metadata"].get("pasapas", {}).get("stage"):
                section = max(one for one in opened if one <= place)
                assert stage in opened[section], path.name
                found += 1
    assert found


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"pasapas": None},
        {"pasapas": []},
        {"pasapas": {"stages": ["voter"]}},
        {"pasapas": {"stages": {"'><b": "x"}}},
    ],
)
def test_what_is_no_stage_is_passed_over(metadata: dict[str, Any]) -> None:
    assert stages_opened([{"metadata": metadata}, {}]) == {}
