"""What the tests of an installation share: the wheel, built once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

__all__ = ["wheel"]

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--wheel-dir", folder, ROOT], check=True, timeout=300)
    return next(folder.glob("pasapas_widgets-*.whl"))
