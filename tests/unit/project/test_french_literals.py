"""French in Python is an error's sentence beside the code that refuses, and nothing else (docs/decisions/018)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pasapas_widgets

PACKAGE = Path(pasapas_widgets.__file__).parent
FRENCH = re.compile(r"[àâçéèêëîïôûùœ«»]", re.IGNORECASE)

SENTENCES = {
    "content/faults.py": "msgspec's messages in French",
    "files/sharecode.py": "faults of a code among others, given back and not raised",
    "files/sheets/encodings.py": "which kind of file it is instead, by its first bytes",
    "files/sheets/records.py": "faults of a JSON file, gathered before one is raised",
    "files/sheets/wide.py": "faults of a wide table, and the columns as they are named in it",
    "live/store/votes.py": "why a vote is withheld, as the results say it",
    "files/sheets/table.py": "faults of a table, gathered before one is raised",
    "live/store/access.py": "one sentence of a refusal, raised in two places",
    "live/store/database.py": "what follows a fault of the disk",
    "live/store/faults.py": "faults of the disk and the database, by their numbers",
    "live/store/seats.py": "one sentence of a refusal, raised in two places",
    "model/carnet/grouptalk.py": "two reasons of one refusal",
    "model/exercise/faults.py": "what is wrong in a module of the course",
    "model/questionnaire/faults.py": "what is wrong in a questionnaire",
    "model/questionnaire/scoringfaults.py": "what is wrong in how a questionnaire is counted",
    "rules/aggregation/table.py": "why a figure is withheld, as the results say it",
    "rules/orientation/condition.py": "what is wrong in a condition",
    "rules/orientation/rules.py": "what is wrong in a file of rules",
}
"""Modules whose work is to say what is wrong, and why their sentences stand outside a ``raise``."""
EXAMPLES = {"examples/thermometer.py", "research/invented.py"}
"""One file to start from, with its texts in it; names of regions that do not exist."""


def french(path: Path) -> Iterator[tuple[int, str]]:
    """Give the French texts of a module, with their lines, but for docstrings, ``raise``, errors and ``__repr__``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    apart: set[int] = set()
    for node in ast.walk(tree):
        is_error = isinstance(node, ast.ClassDef) and node.name.endswith("Error")
        is_repr = isinstance(node, ast.FunctionDef) and node.name == "__repr__"
        if is_error or is_repr or isinstance(node, ast.Raise):
            apart |= {id(one) for one in ast.walk(node)}
        elif isinstance(node, ast.Expr):
            apart.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            text = node.value.strip()
            if " " in text and FRENCH.search(text):
                yield node.lineno, text


def test_a_text_of_a_screen_is_in_the_content_and_not_in_the_code() -> None:
    found = {
        f"{name}:{line}: {text}"
        for path in PACKAGE.rglob("*.py")
        if (name := path.relative_to(PACKAGE).as_posix()) not in SENTENCES.keys() | EXAMPLES
        for line, text in french(path)
    }
    assert not found, "a text that is no error's sentence belongs to content/interface/*.yaml"


def test_the_list_of_exceptions_has_no_name_too_many() -> None:
    assert [name for name in sorted(SENTENCES.keys() | EXAMPLES) if not any(french(PACKAGE / name))] == []
