"""What the frame is made of: no outside address, no French in the script, sentences that can be filled."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import Any

import pytest

from pasapas_widgets.app import pages
from pasapas_widgets.app.pages import ANSWER, TEMPLATES
from pasapas_widgets.content import interface
from pasapas_widgets.model.kit.webseries import load_viewing
from pasapas_widgets.places.shipped import workbooks_dir

TEXTS = interface("app")
FIELDS = {"moyenne", "distribution", "titre", "adresse", "port", "autre", "dossier", "message", "n", "tout"} | {
    "organisme", "contact", "etat", "referentiel", "date", "conformes", "applicables", "taux", "autres", "numero",
    "dit",
}  # fmt: skip


def sentences(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in sentences(value)]
    if isinstance(node, list):
        return [text for value in node for text in sentences(value)]
    return [node]


@pytest.mark.parametrize("path", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_templates_hold_no_address_and_no_french(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?:https?:)?//[a-z]", re.sub(r"^\s*//.*$|[^:]//\s.*$", "", text, flags=re.M))
    assert not re.search(r"[éèêàçùœ]", text.replace("Voilà", ""))


def test_every_field_of_a_sentence_is_one_that_the_code_fills() -> None:
    patterns = sentences(TEXTS["commande"]["fautes"])
    for text in sentences(TEXTS):
        if text in patterns:
            continue
        fields = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert fields <= FIELDS, text


def test_french_spaces_are_no_break() -> None:
    for text in sentences(TEXTS):
        assert not re.search(r"\w [:;?!»]|« ", text), text


def test_every_workbook_that_a_page_leads_to_exists() -> None:
    doors = [door["cible"] for door in TEXTS["index"]["entrees"]]
    for name in (ANSWER, *doors):
        assert (workbooks_dir() / name).is_file()


def test_the_menu_names_every_workbook_once() -> None:
    named = [one["id"] for group in TEXTS["site"]["menu"]["groupes"] for one in group["carnets"]]
    assert len(set(named)) == len(named)
    assert {path.stem for path in workbooks_dir().glob("*.ipynb")} <= set(named)


def test_the_menu_leaves_out_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("00_accueil", "seance", "08_indicateurs"):
        (tmp_path / f"{name}.ipynb").touch()
    monkeypatch.setattr(pages, "workbooks_dir", lambda: tmp_path)
    found = pages._menu("/x/", "08_indicateurs.ipynb", rooms=False)
    links = [link for group in found for link in group["links"]]
    assert [(one["href"], one["current"]) for one in links] == [
        ("/x/00_accueil.ipynb", False),
        ("/x/08_indicateurs.ipynb", True),
    ]
    rooms = pages._menu("/x/", "", rooms=True)
    assert "/x/seance.ipynb" in [link["href"] for group in rooms for link in group["links"]]


def test_the_official_kit_is_named_whole_with_its_addresses_and_as_not_ours() -> None:
    told = interface("app")["index"]["officiel"]
    said = f"{told['titre']} {told['texte']}".replace("\N{NO-BREAK SPACE}", " ")
    name = (
        "Pas à pas - Développer une dynamique collective d'amélioration des conditions de travail dans les "
        "établissements et services de la protection de l'enfance"
    )
    for word in (name, "Chemin faisant", "DGCS", "23 février 2026", "n'est pas le nôtre", "2024-2025 est terminé"):
        assert word in said.replace("’", "'"), word
    assert {one.site for one in load_viewing().links} == {"solidarites.gouv.fr", "youtube.com"}


def test_one_answer_about_the_firewall_everywhere() -> None:
    docs = Path(__file__).parents[3] / "docs"
    told = [interface(name)["demarrage"]["pare_feu"] for name in ("app", "room")]
    told += [(docs / f"{name}.md").read_text(encoding="utf-8") for name in ("installer", "animer")]
    for one in told:
        assert "Autoriser" in one and "réseaux" in one and "Annuler" not in one and "Refuser" not in one
