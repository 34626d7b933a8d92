"""The scripts of the package as a whole: short files, and nothing that the common ground has is made again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pasapas_widgets

PACKAGE = Path(pasapas_widgets.__file__).parent
SCRIPTS = sorted(path for path in PACKAGE.rglob("*.js") if "template" not in path.parts)
MADE_ANEW = {
    "words.js": r"^(?:export )?(?:const|function) (?:fill|counted|dayInWords)\b|\.toLocale",
    "dom.js": (
        r"^(?:export )?function (?:h|html|svg|say|download)\b|document\.createElement(?:NS)?\(\w*tag"
        r"|\.click\(\);\n\s*link\.remove"
    ),
    "uid.js": r"^let \w+ = 0;\n(?=[\s\S]*\$\{\(\w+ \+= 1\)\}`)|`pap-\$\{Math\.random",
    "shelf.js": r"\b(?:local|session)Storage\.",
}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_script_is_longer_than_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("name", MADE_ANEW)
def test_what_the_ground_has_is_made_nowhere_else(name: str) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in SCRIPTS if path.parent.name != "front"}
    again = [
        path.relative_to(PACKAGE).as_posix() for path, text in texts.items() if re.search(MADE_ANEW[name], text, re.M)
    ]
    assert not again
