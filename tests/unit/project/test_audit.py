"""`make audit` takes what is not told for unknown, never for clean."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from audit import UNREACHED, lines, main, pinned, unknown

FOUND = {"id": "GHSA-1", "aliases": ["CVE-2026-1"], "fix_versions": ["1.1"], "description": "…"}


def fake_uv(folder: Path, answers: list[dict[str, object]]) -> None:
    """Put a program named uv in a folder, which says of every version what pip-audit said when this was written."""
    program = folder / "uv"
    told = json.dumps({"dependencies": answers, "fixes": []})
    program.write_text(f"#!{sys.executable}\nprint({told!r})\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="a program is a file with a first line only elsewhere")
@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ([{"name": "a", "skip_reason": "not found"}], 2),
        ([{"name": "a", "version": "1.0", "vulns": []}], 0),
        ([{"name": "a", "version": "1.0", "vulns": [FOUND]}], 1),
    ],
)
def test_the_status_says_what_was_learnt(
    answers: list[dict[str, object]],
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fake_uv(tmp_path, answers)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert main() == status
    assert (UNREACHED in capsys.readouterr().err) == (status == 2)


def test_what_is_told_of_each_version() -> None:
    told = [{"name": "a", "version": "1.0", "vulns": [FOUND]}, {"name": "b", "skip_reason": "not found"}]
    assert lines(told) == ["a 1.0: GHSA-1 (CVE-2026-1), mended in 1.1"] and unknown(told) == ["b"]


def test_every_pinned_version_is_asked_about() -> None:
    assert len(pinned()) > 150 and all(one.count("==") == 1 for one in pinned())
