"""The stages of .ci/run: together they hold every test, and none twice."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_every_test_is_in_one_stage_that_ci_runs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    stages = dict(re.findall(r"^(test-\w+): PARTS := (.+)$", makefile, re.M))
    ran = re.findall(r"\btest-\w+", (ROOT / ".ci/run").read_text(encoding="utf-8"))
    assert set(stages) <= set(ran) and len(ran) == len(set(ran))
    parts = [part for stage in stages.values() for part in stage.split()]
    parts += re.findall(r"pytest -q -n 0 (tests/\w+)$", makefile, re.M)  # those of `make check`, the first stage
    paths = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    for path in paths["testpaths"]:
        tests = [one for one in (ROOT / path).rglob("*") if re.fullmatch(r"test_.*\.py|.*\.ipynb", one.name)]
        for test in tests:
            holders = [part for part in parts if test.is_relative_to(ROOT / part)]
            assert len(holders) == 1, f"{test.relative_to(ROOT)}: {holders}"
    assert {"tests/unit", "pasapas_widgets"} <= set(stages["test-unit"].split()), (
        "what the other Pythons run comes first"
    )
