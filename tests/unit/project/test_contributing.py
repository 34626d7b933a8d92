"""CONTRIBUTING.md is followed to the letter: each recipe's blocks, in order, in a copy of the package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", PAGE, flags=re.M | re.S))
BLOCK = re.compile(r"^```(\w+)(?: (append|write))?(?: (\S+))?\n(.*?)^```$", flags=re.M | re.S)


def changed(text: str, diff: str) -> str:
    """Return a file's text with a block of the page applied: its kept and removed lines are found exactly once."""
    lines, block = text.splitlines(), diff.splitlines()
    before = [line[1:] for line in block if line[0] in " -"]
    places = [
        place
        for place in range(len(lines))
        if all(
            re.fullmatch(re.escape(old) + r"(\s+#.*)?", new) for old, new in zip(before, lines[place:], strict=False)
        )
    ]
    assert len(places) == 1, f"{before} found {len(places)} times"
    (place,) = places
    told: list[str] = []
    for line in block:
        if line[0] == "+":
            told.append(line[1:])
        else:
            told += [lines[place]] if line[0] == " " else []
            place += 1
    return "\n".join([*lines[: places[0]], *told, *lines[place:], ""])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "pasapas_widgets", tmp_path / "pasapas_widgets", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("data", "docs", "workbooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def run(copy: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONSAFEPATH": "1", "PASAPAS_DATA": str(copy / "mine")}
    done = subprocess.run([sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_is_followed_to_the_letter(name: str, copy: Path) -> None:
    blocks = BLOCK.findall(RECIPES[name])
    assert [kind for kind, *_ in blocks].count("python") and len(blocks) == RECIPES[name].count("\n```\n")
    for kind, doing, file, text in blocks:
        path = copy / file
        if kind == "console":
            for line in text.splitlines():
                program, *words = line.removeprefix("$ ").split()
                assert program == "pasapas"
                run(copy, "-m", "pasapas_widgets.cli", *words)
        elif kind == "diff":
            path.write_text(changed(path.read_text(encoding="utf-8"), text), encoding="utf-8")
        elif doing == "append":
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        elif doing == "write":
            path.parent.mkdir(exist_ok=True)
            assert not path.exists()
            path.write_text(text, encoding="utf-8")
        else:
            check = f"import pasapas_widgets; assert pasapas_widgets.__file__.startswith({str(copy)!r})\n"
            run(copy, "-c", check + text)
            with pytest.raises(AssertionError, match="Error"):  # without the recipe, what it promises is not there
                run(ROOT, "-c", text)


def test_the_six_changes_are_there_and_the_page_is_short() -> None:
    assert len(RECIPES) == 6 and PAGE.count("\n") <= 250
    subjects = ("card", "rule", "export", "widget", "text", "threshold")
    assert all(subject in name for subject, name in zip(subjects, RECIPES, strict=True))


def test_every_make_of_the_page_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:\$ |`)make ([a-z-]+)", PAGE):
        assert re.search(rf"^{target}:", makefile, flags=re.M), target
