"""The radar's Python side, without a kernel: what is sent to the browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest
import traitlets

from pasapas_widgets.content import CONTENT, interface
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.scoring import load_rules, score_sheet
from pasapas_widgets.widgets.radar.radar import Radar

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "radar.json").read_text(encoding="utf-8"))
SCORES = {"L1": 56.25, "L2": 62.5, "L3": None, "L4": 33.3}


def sheets(n: int, profile: str | None = None) -> list[Sheet]:
    ids = load_questionnaire().item_ids
    return [
        Sheet(
            questionnaire="pas-a-pas",
            version="1.1",
            profile=profile,
            answers={item: 1 + (place + number) % 4 for place, item in enumerate(ids)},
        )
        for number in range(n)
    ]


def test_the_browser_test_reads_the_texts_of_the_package() -> None:
    assert VECTORS["texts"] == interface("radar")
    levers = load_questionnaire().levers
    rules = json.loads(msgspec.json.encode(load_rules()))
    assert VECTORS["rules"] == {name: rules[name] for name in ("tolerance", "classes")}
    assert VECTORS["axes"] == [{"id": lever.id, "label": lever.name} for lever in levers]


def test_the_empty_sentence_says_the_rule_of_calculation() -> None:
    assert f"au moins {load_rules().least(8)} énoncés" in interface("radar")["vide"]["me"]


@pytest.mark.parametrize("section", ["radar", "results", "opensheets"])
def test_french_punctuation_is_kept_on_its_line(section: str) -> None:
    text = (CONTENT / "interface" / f"{section}.yaml").read_text(encoding="utf-8")
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    assert quoted
    for sentence in quoted:
        assert not re.search(r" [:;?!»]|« |\w[?!;]|[’]", sentence), sentence


def test_own_scores_are_the_layer_me() -> None:
    radar = Radar(SCORES, follow="q")
    assert radar.layers == [{"kind": "me", "label": "Mes réponses", "n": None, "scores": SCORES}]
    assert radar.follow == "q"
    assert repr(radar) == "<Radar>"


def test_the_browser_has_the_classes_of_the_questionnaire_to_say_one_persons_scores_in_words() -> None:
    assert json.loads(json.dumps(Radar().rules)) == VECTORS["rules"]
    assert not Radar(questionnaire=load_questionnaire("hse-35")).rules["classes"]


def test_lever_scores_of_a_sheet_are_read() -> None:
    [sheet] = sheets(1)
    expected = {lever: one.score for lever, one in score_sheet(sheet).items()}
    assert Radar(score_sheet(sheet)).layers[0]["scores"] == expected


def test_a_group_is_the_layer_group_with_its_number_of_sheets() -> None:
    results = aggregate(sheets(6))
    [layer] = Radar(results).layers
    assert (layer["kind"], layer["n"]) == ("group", 6)
    assert layer["scores"] == {lever: one.score for lever, one in results.levers.items()}
    assert Radar.of(results).layers == Radar.of(results.plain()).layers == [layer]


def test_a_group_under_the_threshold_has_no_score() -> None:
    [layer] = Radar(aggregate(sheets(4))).layers
    assert set(layer["scores"].values()) == {None}


def test_layers_come_in_the_order_of_their_kinds() -> None:
    radar = Radar.of(aggregate(sheets(6)))
    radar.show_group(aggregate(sheets(7)), kind="earlier")
    radar.show("me", SCORES)
    assert [layer["kind"] for layer in radar.layers] == ["me", "group", "earlier"]
    radar.hide("group")
    assert [layer["kind"] for layer in radar.layers] == ["me", "earlier"]


def test_a_profile_is_drawn_where_it_may_be_shown_and_said_where_not() -> None:
    results = aggregate([*sheets(9, "educatif"), *sheets(6, "encadrement"), *sheets(2, "support")])
    radar = Radar.of(results)
    radar.show_profile(results, "educatif")
    layer = radar.layers[-1]
    assert (layer["kind"], layer["n"]) == ("profile", 9)
    assert layer["label"] == "Accompagnement éducatif, social, soin (internat, jour, soirée, domicile)"
    radar.show_profile(results, "support")
    assert (radar.layers[-1]["n"], radar.layers[-1]["scores"]) == (None, {})


def test_a_radar_follows_what_a_widget_publishes() -> None:
    class Publisher(traitlets.HasTraits):
        results = traitlets.Dict()

    source = Publisher()
    radar = Radar.of(source)
    assert radar.layers == []
    source.results = aggregate(sheets(6)).plain()
    assert radar.layers[0]["n"] == 6
    source.results = {}
    assert radar.layers == []


def test_a_radar_follows_the_session_that_is_read_and_the_one_it_is_compared_with() -> None:
    class Publisher(traitlets.HasTraits):
        results = traitlets.Dict()
        session = traitlets.Unicode("")
        earlier = traitlets.Dict()

    source = Publisher(results=aggregate(sheets(6)).plain())
    radar = Radar.of(source)
    source.session = "Séance de juin"
    source.earlier = {"label": "Séance de mars", "results": aggregate(sheets(8)).plain()}
    assert [(one["kind"], one["label"], one["n"]) for one in radar.layers] == [
        ("group", "Séance de juin", 6),
        ("earlier", "Séance de mars", 8),
    ]
    source.earlier = {}
    assert [one["kind"] for one in radar.layers] == ["group"]


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ([{"kind": "target", "label": "x", "scores": {}}], "au plus un calque de chaque sorte"),
        ([{"kind": "me", "label": "x", "scores": {}}] * 2, "au plus un calque de chaque sorte"),
        ([{"kind": "me", "label": "x", "scores": {"L1": 101}}], "Levier L1 : le score 101"),
    ],
)
def test_layers_that_cannot_be_drawn_are_refused(layers: list[dict[str, object]], said: str) -> None:
    with pytest.raises(traitlets.TraitError, match=said):
        Radar(layers=layers)


def test_a_misspelt_keyword_says_what_there_is() -> None:
    with pytest.raises(TypeError, match="has no trait axis; it has: axes"):
        Radar(axis=[])
