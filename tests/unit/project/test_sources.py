"""What reads the whole repository never enters a folder that a program fills meanwhile."""

from __future__ import annotations

import ast
from pathlib import Path

import sources as listed
from sources import ROOT, sources


def test_a_hidden_folder_is_never_entered(tmp_path: Path) -> None:
    for name in (".build/python/lib/gone.data/a.py", "node_modules/b.js", "kept/__pycache__/c.pyc", "kept/d.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [path.relative_to(tmp_path).as_posix() for path in sources(tmp_path)] == ["kept", "kept/d.py"]


def test_a_folder_that_goes_away_while_one_looks_is_passed_over(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b.py").write_text("", encoding="utf-8")
    walk = listed.os.walk

    def losing(root: Path):
        for folder, folders, files in walk(root):
            if "a" in folders:
                (tmp_path / "a").rmdir()
            yield folder, folders, files

    monkeypatch.setattr(listed.os, "walk", losing)
    assert tmp_path / "b.py" in sources(tmp_path)


def test_no_test_walks_the_whole_repository_by_itself() -> None:
    """``ROOT.rglob`` and ``ROOT.glob("**…")`` enter .build and .venv, which pip may be filling."""
    for path in sources(ROOT / "tests") + sources(ROOT / "benchmarks"):
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            walks = (
                isinstance(node, ast.Attribute) and node.attr in ("rglob", "walk") and isinstance(node.value, ast.Name)
            )
            assert not (walks and node.value.id in ("ROOT", "REPOSITORY")), f"{path}: use sources()"
