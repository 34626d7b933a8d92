"""The public names: all there, all light to import."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import pasapas_widgets


def test_every_public_name_exists_and_says_what_it_is() -> None:
    assert len(pasapas_widgets.__all__) > 40 and set(pasapas_widgets.__all__) <= set(dir(pasapas_widgets))
    for name in pasapas_widgets.__all__:
        assert getattr(pasapas_widgets, name).__doc__, name
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = pasapas_widgets.nothing_here


STUBS = [
    "pasapas_widgets",
    "pasapas_widgets.live.store",
    "pasapas_widgets.research",
    "pasapas_widgets.rules.aggregation",
]


@pytest.mark.parametrize("package", STUBS)
def test_a_name_of_a_stub_is_there_and_comes_from_the_home_that_it_says(package: str) -> None:
    module = import_module(package)
    stub = Path(str(module.__file__)).with_suffix(".pyi").read_text("utf-8")
    homes = {name: home for home, name in re.findall(r"^from \.([\w.]+) import (\w+) as \2$", stub, re.M)}
    assert sorted(homes) == sorted(module.__all__)
    for name, home in homes.items():
        assert getattr(module, name) is getattr(import_module(f"{package}.{home}"), name), name


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = (
        "import sys, pasapas_widgets;"
        "print([m for m in ('numpy', 'matplotlib', 'pandas', 'typst', 'yaml') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_a_questionnaire_in_a_kernel_loads_neither_numpy_nor_matplotlib() -> None:
    code = (
        "import sys; from pasapas_widgets import Questionnaire, Radar; Questionnaire(), Radar();"
        "print([m for m in ('numpy', 'matplotlib', 'pandas', 'typst') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
