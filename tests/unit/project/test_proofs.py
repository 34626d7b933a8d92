"""What a document says is proven, is: the tests and the texts that it names exist, and no row is without one."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
PROVEN = ("menaces", "pannes")
"""The guides of which each row has its proof."""
TEST = re.compile(r"`([\w.-]+\.(?:py|mjs))::([^`]+)`")
TEXT = re.compile(r"`(interface/\w+\.yaml)#([\w.]+)`")


@cache
def sources() -> dict[str, str]:
    """Return each file of tests by its name: what is in those of that name."""
    found: dict[str, str] = {}
    for path in (ROOT / "tests").rglob("*test*.*"):
        if path.suffix in (".py", ".mjs"):
            found[path.name] = found.get(path.name, "") + path.read_text(encoding="utf-8")
    return found


def is_a_test(file: str, name: str) -> bool:
    """Tell whether a file of tests has one of that name; one in JavaScript may be named by how it begins."""
    begins = f'\ntest("{name}' if file.endswith(".mjs") else f"\ndef {name}("
    return begins in sources().get(file, "")


def is_a_text(file: str, keys: str) -> bool:
    """Tell whether a file of texts says something there."""
    told = yaml.safe_load((ROOT / "pasapas_widgets" / "content" / file).read_text(encoding="utf-8"))
    for key in keys.split("."):
        told = told.get(key) if isinstance(told, dict) else None
    return bool(told)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_test_and_text_that_a_page_names_exists(page: Path) -> None:
    said = page.read_text(encoding="utf-8")
    assert [one for one in TEST.findall(said) if not is_a_test(*one)] == []
    assert [one for one in TEXT.findall(said) if not is_a_text(*one)] == []


def test_a_name_that_is_no_test_is_found_out() -> None:
    assert is_a_test("test_proofs.py", "test_a_name_that_is_no_test_is_found_out")
    assert not is_a_test("test_proofs.py", "test_a_name") and not is_a_test("test_nowhere.py", "test_a_name")
    assert is_a_text("interface/app.yaml", "site.nom") and not is_a_text("interface/app.yaml", "site.nom.court")


@pytest.mark.parametrize("name", PROVEN)
def test_every_row_of_threats_and_faults_has_its_proof(name: str) -> None:
    lines = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|") and not line.startswith("|---")]
    titles = [line for line, below in pairwise(lines) if below.startswith("|---")]
    bare = [row for row in rows if row not in titles and not TEST.search(row) and not TEXT.search(row)]
    assert len(rows) > 20 and bare == []
    limits = [row for row in rows if row.startswith("| **limite**")]
    assert [row for row in limits if not TEXT.search(row)] == [], "a limit is said where the person meets it"
