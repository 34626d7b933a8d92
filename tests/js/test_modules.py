"""Run the tests of the ES modules, with the Node that Playwright brings along."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

HERE = Path(__file__).parent
NODE = compute_driver_executable()[0]


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.name)
def test_module(path: Path) -> None:
    run = subprocess.run([NODE, "--test", str(path)], capture_output=True, text=True, cwd=HERE)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr
    passed = next(line for line in run.stdout.splitlines() if line.lstrip("#ℹ ").startswith("pass "))
    assert int(passed.split()[-1]) > 0
