"""The easy-to-read version: short sentences, drawings of their own, the same statements."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pasapas_widgets.content import ContentError
from pasapas_widgets.model.questionnaire.drawings import load_drawings
from pasapas_widgets.model.questionnaire.loading import EXAMPLES, SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire

Q = load_questionnaire()
WORD = re.compile(r"\w[\w-]*")


@pytest.mark.parametrize("variant", [None, *Q.variant_ids])
def test_every_sentence_has_at_most_twelve_words_and_is_another_one(variant: str | None) -> None:
    sentences = [item.worded(variant).easy for item in Q.items]
    assert {text: len(WORD.findall(text)) for text in sentences if len(WORD.findall(text)) > 12} == {}
    assert len(set(sentences)) == len(Q.items)
    assert all(text[0].isupper() and text[-1] == "." for text in sentences)


def test_every_statement_has_drawings_of_its_own_and_every_drawing_serves() -> None:
    drawn = [item.drawing for item in Q.items]
    assert all(drawn) and len(set(drawn)) == len(drawn)
    assert {name for one in drawn for name in one} == set(load_drawings())


def test_browsers_get_the_sentences_of_the_variant_and_the_drawings() -> None:
    told = Q.for_browser("placement_familial")
    assert told["dessins"] == load_drawings()
    assert [one["facile"] for one in told["items"]] == [item.worded("placement_familial").easy for item in Q.items]
    assert Questionnaire(service="aemo").questionnaire["items"][1]["facile"].startswith("Tous les métiers")


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.yaml")))
def test_a_questionnaire_without_such_sentences_has_no_such_version(name: str) -> None:
    told = load_questionnaire(name).for_browser()
    assert "dessins" not in told
    assert not any({"facile", "dessin"} & set(one) for one in told["items"])


def test_a_drawing_that_does_not_exist_is_told_with_the_nearest(tmp_path: Path) -> None:
    own = tmp_path / "le-mien.yaml"
    text = SELF_DIAGNOSIS.read_text(encoding="utf-8").replace("dessin: [calendrier, bulles]", "dessin: [calendrer]")
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"«\u00a0calendrer\u00a0».*«\u00a0calendrier\u00a0»"):
        load_questionnaire(own)


def test_a_path_holds_nothing_but_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pasapas_widgets.model.questionnaire.drawings as module

    (tmp_path / "questionnaires").mkdir()
    wrong: Any = tmp_path / "questionnaires/drawings.yaml"
    wrong.write_text('dessins: {a: "M0 0\'/><script>"}\n', encoding="utf-8")
    monkeypatch.setattr(module, "CONTENT", tmp_path)
    with pytest.raises(ContentError):
        load_drawings.__wrapped__()
