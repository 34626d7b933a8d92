"""One word for a thing: docs/glossaire.md says which, and no text that people read says another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "pasapas_widgets" / "content"
GUIDES = (
    "animer", "binder", "carnets", "commandes", "former", "former-notes", "index", "installer", "orientation", "page",
    "pannes",
)  # fmt: skip
TITLE = "## Un mot pour une chose"


def refused() -> dict[str, str]:
    """What is not written, with what is written in its place, as the table says it."""
    table = (ROOT / "docs" / "glossaire.md").read_text(encoding="utf-8").split(TITLE)[1]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")][2:]
    return {word.strip(): row[0].strip() for row in rows for word in row[2].split(",")}


def said(value: object) -> Iterator[str]:
    """Each text of a file, its keys apart."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for one in value.values():
            yield from said(one)
    elif isinstance(value, list):
        for one in value:
            yield from said(one)


def texts() -> Iterator[tuple[str, str]]:
    files = [
        file for folder in ("interface", "kit", "field", "course") for file in sorted((CONTENT / folder).glob("*.yaml"))
    ]
    for file in (*files, CONTENT / "questionnaires" / "calculation.yaml"):
        for text in said(yaml.safe_load(file.read_text(encoding="utf-8"))):
            yield file.name, text
    for name in GUIDES:
        yield f"{name}.md", " ".join((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8").split())
    for file in sorted((ROOT / "workbooks").glob("*.ipynb")):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        for cell in (one for one in cells if one["cell_type"] == "markdown"):
            yield file.name, " ".join("".join(cell["source"]).split())


TEXTS = list(texts())


@pytest.mark.parametrize(("word", "instead"), refused().items())
def test_one_word_for_a_thing(word: str, instead: str) -> None:
    pattern = re.compile(rf"(?<!\w)[{word[0].upper()}{word[0].lower()}]{re.escape(word[1:])}(?!\w)")
    assert [(file, text[:80]) for file, text in TEXTS if pattern.search(text)] == [], f"« {instead} »"


def test_the_table_and_the_texts_are_read() -> None:
    assert len(refused()) > 20 and len(TEXTS) > 2000
