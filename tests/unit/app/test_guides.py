"""The help: each page leads to a section that exists, each guide to guides and pictures that exist; nothing runs."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from pasapas_widgets.app.guides import guide, guide_names
from pasapas_widgets.content import interface
from pasapas_widgets.places.shipped import guides_dir, workbooks_dir

HELP = interface("app")["aide"]
FOR_MAINTAINERS = {"architecture", "index", "platform", "publier"}


def anchors(name: str) -> list[str]:
    return re.findall(r'<h\d id="([^"]+)"', guide(name).html)


def test_the_help_offers_every_french_guide() -> None:
    assert set(guide_names()) == {path.stem for path in guides_dir().glob("*.md")} - FOR_MAINTAINERS
    with pytest.raises(KeyError):
        guide("../README")


def test_each_workbook_has_its_place_in_the_help() -> None:
    assert set(HELP["pages"]) == {"accueil"} | {path.stem for path in workbooks_dir().glob("*.ipynb")}
    for page, target in HELP["pages"].items():
        name, _, anchor = target.partition("#")
        assert not anchor or anchor in anchors(name), page


@pytest.mark.parametrize("name", guide_names())
def test_a_guide_leads_nowhere_that_is_not_there_and_runs_nothing(name: str) -> None:
    html = guide(name).html
    assert len(anchors(name)) == len(set(anchors(name))), "one anchor, one section"
    assert html.count("<h1") == 1 and guide(name).title
    for target in re.findall(r'href="([^"]+)"', html):
        other, _, anchor = unquote(target).partition("#")
        if target.startswith("https://"):
            continue
        assert not other or other in guide_names(), target
        assert not anchor or anchor in anchors(other or name), target
    for picture, said in re.findall(r'<img src="([^"]+)" alt="([^"]*)"', html):
        assert (guides_dir() / picture).is_file() and len(said) > 10, picture
    assert not re.search(r"<script|<style|javascript:| on\w+=|<iframe", html)
