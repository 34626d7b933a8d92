"""The group results' Python side, without a kernel: what is sent to the browser, and that it can be said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import traitlets

from pasapas_widgets.content import interface
from pasapas_widgets.files.sheets import read_sheets
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.scoring import load_rules
from pasapas_widgets.widgets.results.results import Results


def group(name: str = "equipe_24.csv", n: int | None = None) -> GroupResults:
    entries = read_sheets(name, (samples_dir() / name).read_bytes()).entries
    return aggregate(entry.sheet for entry in entries[:n])


def motifs(plain: Any) -> Iterator[str]:
    """Every reason for withholding in the results, wherever it stands."""
    if isinstance(plain, dict):
        if isinstance(plain.get("motif"), str):
            yield plain["motif"]
        for inner in plain.values():
            yield from motifs(inner)


def test_results_are_sent_as_the_aggregation_lets_them_out() -> None:
    results = group()
    widget = Results(results)
    assert widget.results == results.plain()
    assert repr(widget) == "<Results>"
    json.dumps([widget.results, widget.questionnaire, widget.rules, widget.texts])  # the browser reads plain JSON


def test_nothing_is_shown_before_something_is_opened() -> None:
    assert Results().results == {}


def test_what_a_widget_publishes_is_followed() -> None:
    class Publisher(traitlets.HasTraits):
        results = traitlets.Dict()

    source = Publisher()
    widget = Results(source)
    assert widget.results == {}
    source.results = group(n=12).plain()
    assert widget.results["n_feuilles"] == 12
    source.results = {}
    assert widget.results == {}


def test_the_session_that_is_read_is_followed() -> None:
    class Publisher(traitlets.HasTraits):
        results = traitlets.Dict()
        session = traitlets.Unicode("")

    source = Publisher(results=group(n=12).plain(), session="Séance de mars")
    widget = Results(source)
    assert widget.session == "Séance de mars"
    source.session = "Séance de juin"
    assert widget.session == "Séance de juin"


def test_statements_are_worded_for_the_variant() -> None:
    q = load_questionnaire()
    item = next(item for item in q.items if "milieu_ouvert" in item.variants)
    [told] = [one for one in Results(variant="milieu_ouvert").questionnaire["items"] if one["id"] == item.id]
    assert told["texte"] == item.text_for("milieu_ouvert")


@pytest.mark.parametrize(
    ("name", "n"), [("equipe_24.csv", 24), ("equipe_24.csv", 12), ("petite_maison_7.csv", 7), ("equipe_24.csv", 3)]
)
def test_every_reason_for_withholding_can_be_said(name: str, n: int) -> None:
    told = interface("results")["motifs"]
    found = list(motifs(group(name, n).plain()))
    assert found
    for motif in found:
        kind, _, least = motif.partition(" < ")
        assert kind in told
        assert least.isdigit()


def test_every_class_and_signal_that_may_come_has_its_label() -> None:
    rules = Results().rules
    plain = group().plain()
    classes = {one["classe"] for one in plain["items"].values()} - {None}
    signals = {signal for one in plain["items"].values() for signal in one["signaux"]}
    assert len(classes) > 1
    assert len(signals) > 1
    assert classes <= {one["id"] for one in rules["classes"]} == {one.id for one in load_rules().classes}
    assert signals <= set(rules["signaux"])
    # The two classes that sections.js names to choose its sections.
    assert {"appui", "ameliorer"} <= {one["id"] for one in rules["classes"]}


def test_the_texts_speak_of_no_rank_no_mark_and_no_target() -> None:
    said = json.dumps(interface("results"), ensure_ascii=False).lower()
    for word in ("classement", "meilleur", "pire", "note globale", "objectif", "podium", "rang"):
        assert word not in said.replace("étrang", ""), word
