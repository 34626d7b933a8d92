"""What surrounds the code: the reference lists every name, decisions say if they hold, the changelog has its form."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec

import pasapas_widgets
from pasapas_widgets import research

ROOT = Path(__file__).parents[3]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_reference_lists_every_public_name_once() -> None:
    listed = re.findall(r"^   (\w+)$", read("docs/site/reference.md"), flags=re.MULTILINE)
    assert sorted(listed) == sorted([*pasapas_widgets.__all__, *dir(research)])


def test_every_decision_says_whether_it_holds() -> None:
    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        assert re.search(r"^\*Status\*: (valid|superseded)", page.read_text(encoding="utf-8"), flags=re.MULTILINE), page


def test_every_page_is_in_the_index_of_the_site() -> None:
    index = read("docs/index.md")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.stem == "index" or re.search(rf"^{page.stem}$", index, flags=re.MULTILINE), page.name


def test_the_changelog_has_its_form() -> None:
    text = read("CHANGELOG.md")
    sections = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert sections[0] == "[Non publié]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", one) for one in sections[1:])
    kinds = {"Ajouté", "Modifié", "Déprécié", "Supprimé", "Corrigé", "Sécurité"}
    assert set(re.findall(r"^### (.+)$", text, flags=re.MULTILINE)) <= kinds


def test_the_citation_is_valid_and_says_this_version() -> None:
    cited = msgspec.yaml.decode(read("CITATION.cff").encode())
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert {"cff-version", "message", "title", "authors"} <= set(cited)
    assert cited["version"] == project["version"] and cited["repository-code"] == project["urls"]["Repository"]
    assert all(set(author) == {"name"} for author in cited["authors"]), "the team, no invented person"
    assert " AND ".join(cited["license"]) == project["license"]
