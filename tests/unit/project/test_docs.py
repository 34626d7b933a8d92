"""Every command and public name is documented, and the README's map is true."""

from __future__ import annotations

import re
from pathlib import Path

import pasapas_widgets
from pasapas_widgets.cli import build_parser
from pasapas_widgets.places.binder import default_repository, launch_url

ROOT = Path(__file__).parents[3]
TEXT = {"", ".md", ".toml", ".txt", ".py", ".yaml", ".yml", ".ipynb", ".js", ".mjs", ".css", ".html"}


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
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_nothing_committed_names_a_registry_or_a_machine() -> None:
    words = ["pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js", "/wo" + "rk/", "/ro" + "ot/"]
    for page in ROOT.rglob("*"):
        if (
            page.suffix in {".md", ".toml", ".txt", ".py", ".yaml", ".yml", ".ipynb", ".js", ".css", ".html", ""}
            and page.is_file()
        ):
            if any(part.startswith(".") or part == "node_modules" for part in page.relative_to(ROOT).parts[:-1]):
                continue
            text = page.read_text(encoding="utf-8", errors="ignore")
            assert not [word for word in words if word in text], page


def test_the_readme_leads_to_the_repository_that_pyproject_names() -> None:
    repository = default_repository()
    assert repository and launch_url(repository) in read("README.md")
