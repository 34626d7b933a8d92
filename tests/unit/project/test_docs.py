"""Every command and public name is documented, and the README's map is true."""

from __future__ import annotations

import importlib
import importlib.util
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
from sources import sources

import pasapas_widgets
from pasapas_widgets.cli import build_parser
from pasapas_widgets.places.binder import default_repository, launch_url

ROOT = Path(__file__).parents[3]
TEXT = {"", ".md", ".toml", ".txt", ".py", ".yaml", ".yml", ".ipynb", ".js", ".mjs", ".css", ".html"}

PROSE = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "tests" / "README.md", *(ROOT / "docs").rglob("*.md")]
)
FENCED = re.compile(r"^ *```.*?^ *```$", flags=re.M | re.S)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_public_name_is_in_the_guide() -> None:
    guide = read("docs/bibliotheque.md")
    named = set(re.findall(r"`(\w+)`", guide)) - {"pasapas_widgets"}
    assert named == set(pasapas_widgets.__all__)


def test_every_command_is_in_the_guide() -> None:
    guide = read("docs/commandes.md")
    commands = next(action.choices for action in build_parser()._actions if action.dest == "command")
    for command in commands:
        assert f"`pasapas {command}" in guide, command


def test_every_folder_of_the_map_exists() -> None:
    table = read("README.md").partition("## Map of the folders")[2].partition("##")[0]
    for first, second in re.findall(r"^\| `([^`]+)`(?:, `([^`]+)`)?", table, re.MULTILINE):
        base = ROOT / first
        assert base.exists(), first
        assert not second or (base.parent / second).exists() or (base.parent.parent / second).exists(), second


def test_links_of_the_documents_lead_somewhere() -> None:
    for page in PROSE:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_nothing_committed_names_a_registry_or_a_machine() -> None:
    words = ["pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js", "/wo" + "rk/", "/ro" + "ot/"]
    for page in sources():
        if page.suffix in TEXT and page.is_file():
            text = page.read_text(encoding="utf-8", errors="ignore")
            assert not [word for word in words if word in text], page


def test_the_readme_leads_to_the_repository_that_pyproject_names() -> None:
    repository = default_repository()
    assert repository and launch_url(repository) in read("README.md")


FILES = [path.relative_to(ROOT).as_posix() for path in sources()]
"""Every file and folder of the repository, as a path."""
FOLDERS = {part for name in FILES for part in name.split("/")[:-1]} | {"deploy", "contenu"}
CODE = (".py", ".js", ".mjs", ".css", ".ipynb", ".toml", ".j2", ".typ")
"""Files that are ours wherever they are named; a file of data may be the reader's own."""


def spread(name: str) -> list[str]:
    """Return the names that braces stand for: ``a.{py,js}`` is two.

    >>> spread("a.{py,js}")
    ['a.py', 'a.js']
    """
    found = re.fullmatch(r"(.*?)\{([^{}]*)\}(.*)", name)
    if found is None:
        return [name]
    return [one for part in found[2].split(",") for one in spread(found[1] + part.strip() + found[3])]


def exists(name: str, page: Path) -> bool:
    """Tell whether a path, written from the root, from the page, or as the end of a path, is in the repository."""
    plain = name.rstrip("/").removeprefix("./")
    if (page.parent / plain).exists():
        return True
    return any(fnmatch(file, plain) or fnmatch(file, f"*/{plain}") for file in FILES)


def looks_like_ours(name: str) -> bool:
    if not re.fullmatch(r"[\w./{},* -]+", name) or " " in name.replace(", ", ","):
        return False
    first = name.removeprefix("./").split("/")[0].split("{")[0]
    return ("/" in name and first in FOLDERS) or name.endswith(CODE)


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_in_backquotes_exists(page: Path) -> None:
    commands = next(action.choices for action in build_parser()._actions if action.dest == "command")
    for name in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", FENCED.sub("", page.read_text(encoding="utf-8"))):
        words = name.split()
        if words[0] == "pasapas" and len(words) > 1 and re.fullmatch(r"[a-z-]+", words[1]) and words[1][0] != "-":
            assert words[1] in commands, name
        elif words[0] == "make" and len(words) > 1:
            assert re.search(rf"^{words[1]}:", read("Makefile"), flags=re.MULTILINE), name
        elif re.fullmatch(r"pasapas_widgets(\.\w+)+", name):
            assert resolved(name), name
        elif looks_like_ours(name):
            for one in spread(name):
                assert exists(one, page), name


def resolved(name: str) -> bool:
    """Tell whether a dotted name is a module of the package, or what a module holds."""
    base, _, last = name.rpartition(".")
    return importlib.util.find_spec(name) is not None or hasattr(importlib.import_module(base), last)


CITED = re.compile(
    r"(?<![\w/.])((?:docs|content|tests|data|benchmarks|binder|workbooks|deploy|contenu|rules|model|widgets)/"
    r"[\w./-]*\w\.(?:md|py|yaml|js|css|ipynb|json|csv|mjs)\b)"
)


def test_what_the_code_cites_exists() -> None:
    """In docstrings and comments of the package: guides, rules, tests, samples."""
    for path in sorted((ROOT / "pasapas_widgets").rglob("*.*")):
        if path.suffix not in (".py", ".js", ".css", ".yaml", ".j2"):
            continue
        text = path.read_text(encoding="utf-8")
        for name in CITED.findall(text):
            assert exists(name, path), f"{path.relative_to(ROOT)}: {name}"
        assert not re.search(r"\b(DESIGN|TECH|HOUSE|DOMAINE)(\.md)?\b", text), path
