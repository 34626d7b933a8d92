"""Run the tests of the ES modules, and load each widget's, with the Node that Playwright brings along."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

import pasapas_widgets.widgets
from pasapas_widgets.widgets.kit.widget import Widget

HERE = Path(__file__).parent
NODE = compute_driver_executable()[0]


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.name)
def test_module(path: Path) -> None:
    run = subprocess.run([NODE, "--test", str(path)], capture_output=True, text=True, cwd=HERE)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr
    passed = next(line for line in run.stdout.splitlines() if line.lstrip("#ℹ ").startswith("pass "))
    assert int(passed.split()[-1]) > 0


def widgets() -> list[type[Widget]]:
    for found in pkgutil.iter_modules(pasapas_widgets.widgets.__path__, "pasapas_widgets.widgets."):
        importlib.import_module(found.name)
    importlib.import_module("pasapas_widgets.examples.thermometer")
    kinds = [Widget]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    return sorted({kind for kind in kinds if "_esm" in vars(kind)}, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", widgets(), ids=lambda kind: kind.__name__)
def test_what_a_page_loads_of_a_widget_is_one_module(kind: type[Widget], tmp_path: Path) -> None:
    """A name that is declared twice, or taken and not given, stops the widget when it is loaded."""
    file = tmp_path / "joined.mjs"
    file.write_text(str(vars(kind)["_esm"]), encoding="utf-8")
    check = "import(process.argv[1]).then((module) => process.exit(module.default?.render ? 0 : 3))"
    run = subprocess.run([NODE, "--input-type=module", "-e", check, str(file)], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
