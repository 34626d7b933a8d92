"""The workbooks stay thin, readable by those who do not program, and without outputs."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pasapas_widgets.places.shipped import workbooks_dir

WORKBOOKS = sorted(workbooks_dir().glob("[0-9][0-9]_*.ipynb"))
TOO_MUCH = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.comprehension)


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


@pytest.fixture(params=WORKBOOKS, ids=lambda path: path.stem)
def workbook(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return found


def test_the_three_first_are_there() -> None:
    assert {"00_accueil", "01_autodiagnostic", "02_resultats"} <= {path.stem for path in WORKBOOKS}


def test_code_is_short_and_plain(workbook: dict[str, Any]) -> None:
    code = [cell for cell in workbook["cells"] if cell["cell_type"] == "code"]
    assert len(code) <= (14 if workbook["metadata"]["title"] == "Recherche" else 10), "a worked study has more to show"
    for cell in code:
        assert source(cell).count("\n") < 8
        tree = ast.parse(source(cell))
        assert not [node for node in ast.walk(tree) if isinstance(node, TOO_MUCH)]
        assert not re.search(r"\bOutput\b|\binteract", source(cell)), (
            "an Output filled at load hangs (docs/platform.md)"
        )
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_prose_comes_before_code_and_has_one_title(workbook: dict[str, Any]) -> None:
    kinds = [cell["cell_type"] for cell in workbook["cells"]]
    assert kinds[0] == "markdown"
    assert ("code", "code") not in pairwise(kinds)
    prose = "\n".join(source(cell) for cell in workbook["cells"] if cell["cell_type"] == "markdown")
    assert re.findall(r"^# (.+)", prose, flags=re.M) == [workbook["metadata"]["title"]]
    assert not re.search(r"\w [:;?!»]|« ", prose), "an ordinary space where French wants a no-break one"


def test_any_python_kernel_opens_it(workbook: dict[str, Any]) -> None:
    assert workbook["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_links_lead_to_workbooks_that_exist(path: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        if link.startswith("#"):  # as nbconvert and JupyterLab name a heading; the latter finds none with an accent
            assert link.isascii()
            assert f"## {link[1:].replace('-', ' ')}\\n" in path.read_text(encoding="utf-8")
        else:
            assert (path.parent / link).is_file()
