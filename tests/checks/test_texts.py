"""Each text of content/interface is read by some code, and each text that code reads is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

PACKAGE = Path(__file__).parents[2] / "pasapas_widgets"
FILES = sorted((PACKAGE / "content" / "interface").glob("*.yaml"))
SECTIONS = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES}
CODE = [file for file in PACKAGE.rglob("*") if file.suffix in {".py", ".js", ".j2", ".typ"}]

CHOSEN = {
    "app.aide.pages": "workbooks",
    "app.commande.fautes": "patterns of argparse's own sentences",
    "carnet.champs": "fields of a carnet's file, the questions of content/kit/interviewguide.yaml among them",
    "cockpit.evaluation.questions": "the evaluation's questions, by their identifier",
    "cockpit.terminer.carnet.suite": "workbooks",
    "eligibility.explications": 'f"date_{when}"',
    "exports.csv.types": "types of exports.colonnes",
    "interview.fichiers": "exports, by format and name",
    "keepresults.suite": "workbooks",
    "orientation.faits.classe": "comparisons of a rule",
    "orientation.faits.levier_min": "comparisons of a rule",
    "orientation.faits.ordre": "comparisons of a rule",
    "page.page.apres.parties": "all of them, in their order",
    "research.paquet.absences": "kinds of missing answers",
    "research.statistiques.methodes": 'f"changement_{method}"',
    "research_english.statistiques.methodes": 'f"changement_{method}"',
    "research.statistiques.refus": 'f"changement_{method}"',
    "results.motifs": "reasons as the results write them",
    "sharing.ensemble": 'f"{end}_borne"',
    "sheetfiles.separateurs": "characters",
    "takehome.feuilles": "exports, by format and name",
    "territory.echanges": "`ajouter_${kind}`",
}
"""Blocks whose keys no code writes out: where the keys come from."""


def keys(block: object, path: str) -> Iterator[tuple[str, str]]:
    """Each key of a block with the path of the block that holds it, at any depth."""
    if isinstance(block, dict):
        for key, value in block.items():
            yield path, str(key)
            yield from keys(value, f"{path}.{key}")


def unread() -> list[tuple[str, str]]:
    words = {word for file in CODE for word in re.findall(r"\w+", file.read_text(encoding="utf-8"))}
    return [one for name, section in SECTIONS.items() for one in keys(section, name) if one[1] not in words]


def test_each_text_is_read() -> None:
    assert [f"{path}.{key}" for path, key in unread() if path not in CHOSEN] == []


def test_what_is_said_to_be_chosen_is_there_and_needs_to_be_said() -> None:
    assert set(CHOSEN) == {path for path, _ in unread()}


class Reads(ast.NodeVisitor):
    """The paths that one function reads: ``interface("plan")["vues"]``, and on from the names such a block is given."""

    def __init__(self, known: dict[str, tuple[str, ...]] | None = None) -> None:
        self.known = dict(known or {})
        self.found: set[tuple[str, ...]] = set()

    def path(self, node: ast.expr) -> tuple[str, ...] | None:
        match node:
            case ast.Call(func=ast.Name(id="interface"), args=[ast.Constant(value=str(section))]):
                return (section,)
            case ast.Name(id=name):
                return self.known.get(name)
            case ast.Subscript(value=block, slice=ast.Constant(value=str(key))):
                before = self.path(block)
                return before and (*before, key)
        return None

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        inner = Reads(self.known)
        inner.known.update(dict.fromkeys((one.arg for one in node.args.args), ()))
        for one in node.body:
            inner.visit(one)
        self.found |= inner.found

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        pairs = [(target, node.value) for target in node.targets]
        if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(node.targets[0].elts, node.value.elts, strict=True))
        for target, value in pairs:
            if isinstance(target, ast.Name):
                self.known[target.id] = self.path(value) or ()

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if found := self.path(node):
            self.found.add(found)
        self.generic_visit(node)


def holds(path: tuple[str, ...]) -> bool:
    block: object = SECTIONS
    for key in path:
        if not isinstance(block, dict) or key not in block:
            return False
        block = block[key]
    return True


def test_each_text_that_python_reads_is_there() -> None:
    missing, count = [], 0
    for file in PACKAGE.rglob("*.py"):
        reads = Reads()
        reads.visit(ast.parse(file.read_text(encoding="utf-8")))
        count += len(reads.found)
        missing += [f"{file.name}: {'.'.join(path)}" for path in sorted(reads.found) if not holds(path)]
    assert missing == [] and count > 300


WIDGETS = {
    found[1]: file.parent
    for file in PACKAGE.glob("widgets/*/*.py")
    if (found := re.search(r'^ {4}section(?:: ClassVar\[str\])? = "(\w+)"', file.read_text(encoding="utf-8"), re.M))
}


@pytest.mark.parametrize("section", sorted(set(WIDGETS) - {"carnet"}))
def test_each_text_that_a_widget_reads_by_its_whole_path_is_there(section: str) -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in WIDGETS[section].glob("*.js"))
    read = set(re.findall(r"(?<![.\w])texts\.(\w+\.\w+)(?![\w(])", code))
    assert [path for path in sorted(read) if not holds((section, *path.split(".")))] == []
