"""No line above 120 columns, no module and no style sheet above 400 lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sources import ROOT, sources

COLUMNS, LINES = 120, 400

READ = {".css", ".html", ".j2", ".js", ".md", ".mjs", ".toml", ".txt", ".typ", ".yaml", ""}
"""Kinds of files that are measured; Python's lines are by ruff (E501); data (JSON, SQL, notebooks) have no width."""

WRITTEN = {
    *("benchmarks/results", "tests/spoken/page.txt", "tests/spoken/phone.txt"),
    *("LICENSE-CODE", "LICENSE-CONTENT", "pasapas_widgets/design/typeface/OFL.txt"),
}
"""Made by a program, or the words of somebody else."""

STILL_WIDE: set[str] = set()
"""Files that still have long lines. None may be added."""


def files() -> Iterator[tuple[str, Path]]:
    """Each file of the repository that a person writes, with its path from the root."""
    for path in sources():
        where = path.relative_to(ROOT)
        if path.is_file() and not any(where.as_posix().startswith(one) for one in WRITTEN):
            yield where.as_posix(), path


def is_wide(line: str) -> bool:
    """Is a line too long, and could it be shorter? A row of a table could not, nor a word such as an address."""
    words = line.split()
    return len(line) > COLUMNS and not line.lstrip().startswith("|") and max(map(len, words)) < COLUMNS - 10


def wide() -> dict[str, int]:
    """The first long line of each file that has one."""
    found = {}
    for name, path in files():
        if path.suffix in READ:
            lines = path.read_text(encoding="utf-8").splitlines()
            if numbers := [number for number, line in enumerate(lines, 1) if is_wide(line)]:
                found[name] = numbers[0]
    return found


def long() -> dict[str, int]:
    """The modules and style sheets above 400 lines, with their lines."""
    counted = {".css", ".js", ".mjs", ".py"}
    sizes = {name: path.read_bytes().count(b"\n") for name, path in files() if path.suffix in counted}
    return {name: lines for name, lines in sizes.items() if lines > LINES}


def test_no_line_is_above_120_columns() -> None:
    assert {name: line for name, line in wide().items() if name not in STILL_WIDE} == {}


def test_no_module_and_no_style_sheet_is_above_400_lines() -> None:
    assert long() == {}


def test_what_has_become_short_leaves_the_lists() -> None:
    assert STILL_WIDE - set(wide()) == set()
