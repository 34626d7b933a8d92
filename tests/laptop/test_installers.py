"""The wheel installed as a command, by pipx and by uv: it works, and says how to add what it lacks.

pip's own environment is in ``test_wheel.py``. What is downloaded stays in the installers' caches.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from built import wheel
from place import Place

from pasapas_widgets.places.shipped import samples_dir

__all__ = ["wheel"]

pytestmark = pytest.mark.slow
CONSTRAINTS = Path(__file__).parents[2] / "constraints.txt"
INSTALLS = {
    "pipx": ["pipx", "install", "--quiet", f"--pip-args=--constraint={CONSTRAINTS}"],
    "uv": ["uv", "tool", "install", "--quiet", f"--constraints={CONSTRAINTS}"],
}


@pytest.fixture(scope="module", params=INSTALLS)
def command(request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command ``pasapas`` that an installer has put in a folder of its own."""
    folder = tmp_path_factory.mktemp(request.param)
    places = ("PIPX_HOME", "PIPX_BIN_DIR", "PIPX_MAN_DIR", "UV_TOOL_DIR", "UV_TOOL_BIN_DIR")
    own = {name: str(folder / ("bin" if name.endswith("BIN_DIR") else name)) for name in places}
    install = [sys.executable, "-m", *INSTALLS[request.param], f"--python={sys.executable}", str(wheel)]
    subprocess.run(install, env=os.environ | own, check=True, timeout=600)
    return folder / "bin" / ("pasapas.exe" if os.name == "nt" else "pasapas")


@pytest.fixture
def place(command: Path, tmp_path: Path) -> Place:
    """A folder far from the repository; the installer is on the path, as it is for who has used it."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    made = Place(tmp_path, PYTHONPATH="", PYTHONSAFEPATH="1", PATH=path)
    made.command = [str(command)]
    return made


def test_the_command_reads_a_group(place: Place) -> None:
    done = place.run("analyser", str(samples_dir() / "equipe_24.csv"), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["n_feuilles"] == 24


def test_the_app_starts(place: Place) -> None:
    with place.started("--no-browser") as (process, said):
        assert process.poll() is None and "http://127.0.0.1:" in said[0], said


def test_what_it_says_of_jupyterlab_can_be_done(place: Place) -> None:
    done = place.run("lab", "--no-browser")
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    said = done.stderr.replace("\xa0", " ").partition("« ")[2].partition(" »")[0]
    assert said.endswith(" jupyterlab") and " install " in said
    rehearsed = said.replace(" install ", " install --dry-run --quiet ", 1)
    subprocess.run(rehearsed, shell=True, env=place.env, check=True, timeout=120)
