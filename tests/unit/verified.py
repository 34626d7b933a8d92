"""The example of the guide of questionnaires, which the tests of ``pasapas verifier`` change."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "questionnaire.md").read_text(encoding="utf-8")
TEXT = GUIDE.partition("```yaml\n")[2].partition("```")[0]
"""The example of the guide: it uses nearly every key of the schema."""
VECTORS = ROOT / "tests" / "vectors"


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def line_of(text: str, part: str) -> int:
    assert text.count(part) >= 1, part
    return text[: text.index(part)].count("\n") + 1
