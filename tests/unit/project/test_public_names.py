"""The public names: all there, all light to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

import pasapas_widgets


def test_every_public_name_exists_and_says_what_it_is() -> None:
    assert sorted(pasapas_widgets.__all__) == sorted(pasapas_widgets._HOMES)
    for name in pasapas_widgets.__all__:
        assert getattr(pasapas_widgets, name).__doc__, name
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = pasapas_widgets.nothing_here


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
