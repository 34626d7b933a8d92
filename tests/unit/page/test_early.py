"""What is drawn before a kernel comes: only what a notebook says in so many words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pasapas_widgets.page.early import early_script, early_style, early_views
from pasapas_widgets.page.shell import state_of
from pasapas_widgets.places.shipped import workbooks_dir
from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire
from pasapas_widgets.widgets.radar.radar import Radar

IMPORT = "from pasapas_widgets import Questionnaire, Radar\n"


def code(*sources: str) -> list[dict[str, Any]]:
    return [{"cell_type": "code", "source": source} for source in sources]


def test_the_self_diagnosis_starts_from_what_its_kernel_would_send() -> None:
    cells = json.loads((workbooks_dir() / "01_autodiagnostic.ipynb").read_text(encoding="utf-8"))["cells"]
    views = early_views([{**cell, "source": "".join(cell["source"])} for cell in cells])
    assert {place: view["state"] for place, view in views.items()} == {
        1: state_of(Questionnaire()),
        3: state_of(Radar(follow="autodiagnostic")),
    }
    json.dumps(views)


def test_options_are_followed() -> None:
    (view,) = early_views(code(IMPORT + "Questionnaire(service='aemo', key=\"autre\")")).values()
    assert view["state"]["variant"] == "milieu_ouvert" and view["state"]["key"] == "autre"


@pytest.mark.parametrize(
    "source",
    [
        "Questionnaire()",
        "from elsewhere import Questionnaire\nQuestionnaire()",
        IMPORT + "Questionnaire = print\nQuestionnaire()",
        IMPORT + "Questionnaire(service=mine)",
        IMPORT + "Questionnaire('own.yaml')",
        IMPORT + "Questionnaire(**{})",
        IMPORT + "Questionnaire(answers={})",
        IMPORT + "Questionnaire(service='inconnu')",
        IMPORT + "x = Questionnaire()",
        IMPORT + "Questionnaire().sheet",
        "from pasapas_widgets import Training\nTraining()",
        "%matplotlib inline",
        "",
    ],
)
def test_a_cell_that_says_more_ends_what_is_drawn_early(source: str) -> None:
    assert early_views(code(source, IMPORT + "Questionnaire()")) == {}


def test_the_script_and_the_style_may_stand_where_they_stand() -> None:
    assert "</script" not in early_script() and "</style" not in early_style()
    assert len(early_script()) < 100_000
