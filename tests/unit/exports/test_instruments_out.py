"""Structures of published instruments on paper, on one's own page and in one file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pasapas_widgets import Questionnaire, Radar
from pasapas_widgets.exports.result import pdf as result
from pasapas_widgets.exports.session import paper
from pasapas_widgets.model.questionnaire.loading import CHOSEN, load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.page import one_file_page

VECTORS = Path(__file__).parents[2] / "vectors"
FOUND: dict[str, Any] = {
    one["file"].removesuffix(".yaml"): one for one in json.loads((VECTORS / "instruments.json").read_bytes())
}


@pytest.fixture(params=FOUND)
def chosen(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make an instrument the questionnaire of this process, as ``--questionnaire`` does."""
    monkeypatch.setenv(CHOSEN, str(VECTORS / "instruments" / f"{request.param}.yaml"))
    return str(request.param)


def first_sheet(name: str) -> Sheet:
    q = load_questionnaire()
    return Sheet(questionnaire=q.id, version=q.version, answers=FOUND[name]["cases"][0]["answers"])


def test_it_can_be_printed_answered_kept_and_drawn(chosen: str) -> None:
    assert paper.paper_pdf().startswith(b"%PDF")
    assert result.result_pdf(first_sheet(chosen)).startswith(b"%PDF")
    assert chosen in one_file_page()
    widget, radar = Questionnaire(key=chosen), Radar(follow=chosen)
    assert [axis["id"] for axis in radar.axes] == [lever.id for lever in load_questionnaire().levers]
    assert widget.questionnaire["id"] == chosen


def test_the_paper_says_the_codes_of_the_instrument(chosen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}
    monkeypatch.setattr(paper, "compiled", lambda _, page, **_options: told.update(page) or b"")
    paper.paper_pdf()
    q = load_questionnaire()
    blocks = [block for lever in told["levers"] for block in lever["blocks"]]
    assert sum(len(block["items"]) for block in blocks) == len(q.items), "a total prints nothing twice"
    codes = [str(one.written) for one in q.scale.levels]
    assert blocks[0]["codes"][: len(codes)] == codes


def own_page(name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv(CHOSEN, str(VECTORS / "instruments" / f"{name}.yaml"))
    return result._page(first_sheet(name), load_questionnaire())


def test_ones_own_page_says_the_class_and_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    page = own_page("tension", monkeypatch)
    (lever,) = page["levers"]
    assert (lever["name"], lever["said"]) == ("Tension (haut = défavorable)", "Haute")
    assert page["table"]["said"] == "Lecture" and page["rings"] == [0.35, 0.675, 1]
    assert "seuils inventés pour les essais" in page["scale"] and "30" not in page["sentence"]


def test_ones_own_page_says_figures_with_their_unit_where_there_are_no_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    page = own_page("outil", monkeypatch)
    assert [lever["said"] for lever in page["levers"]] == ["80 sur 100", "4,5 sur 5"]
    assert page["table"]["said"] == "Résultat"
    page = own_page("conditions", monkeypatch)
    assert (page["levers"][0]["said"], page["table"]["said"]) == ("83", "Score (0 à 100)")
    page = own_page("melange", monkeypatch)
    assert [lever["said"] for lever in page["levers"]] == ["Haut", "83 sur 100", "17 sur 100"]
    assert page["table"]["said"] == "Résultat"


def test_the_radar_of_the_screen_has_the_axes_of_front_scale_js(chosen: str) -> None:
    axes = {axis["id"]: axis for axis in Radar().axes}
    for lever in load_questionnaire().levers:
        axis, own = axes[lever.id], lever.scoring
        assert [one["libelle"] for one in axis.get("classes", [])] == [one.label for one in own.classes]
        assert axis.get("source", "") == own.source and ("sens" in axis) == lever.is_unfavourable
