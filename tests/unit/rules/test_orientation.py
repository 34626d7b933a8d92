"""The orientation: each rule fires and stays silent, nothing comes from a withheld figure, the order and the limit."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published import published
from strategies import sheets

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules import orientation
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.orientation import Oriented, load_orientation, orient_carnet
from pasapas_widgets.rules.orientation.condition import All, Comparison, evaluate
from pasapas_widgets.rules.orientation.facts import Facts
from pasapas_widgets.rules.scoring import load_rules

Q = load_questionnaire()
RULES = {one.id: one for one in load_orientation().rules}
LEVERS = ("L1", "L2", "L3", "L4")
NBSP = "\N{NO-BREAK SPACE}"


def results(
    levers: dict[str, float | None] | float = 60.0,
    items: dict[str, float | None] | float = 60.0,
    signals: dict[str, list[str]] | None = None,
    hidden_share: float = 0.0,
) -> dict[str, Any]:
    """Return published results: a score for each lever and statement, ``None`` where it is withheld."""
    scores = {id: levers if isinstance(levers, float) else levers.get(id, 60.0) for id in LEVERS}
    means = {id: items if isinstance(items, float) else items.get(id, 60.0) for id in Q.item_ids}

    def class_of(score: float | None) -> str | None:
        return None if score is None else load_rules().class_of(score)

    return {
        "n_feuilles": 12,
        "leviers": {id: {"score": one, "classe": class_of(one)} for id, one in scores.items()},
        "items": {
            id: {
                "n_notes": None if one is None else 12,
                "moyenne": one,
                "classe": class_of(one),
                "dispersion": None if one is None else 0.5,
                "part_nsp": None if one is None else hidden_share,
                "signaux": (signals or {}).get(id, []),
            }
            for id, one in means.items()
        },
    }


def orient(plain: dict[str, Any], **about: Any) -> Oriented:
    return orientation.orient(published(plain), **about)


def fired(told: Any) -> list[str]:
    return [one.rule.id for one in (*told.shown, *told.beyond, *told.held)]


SPLIT = {id: ["regards_differents"] for id in Q.item_ids[:8]}
FIRES: dict[str, dict[str, Any]] = {
    "O-13": {"cautions": {"P1": True}},
    "O-14": {"cautions": {"P2": True}},
    "O-15": {"cautions": {"P3": True}},
    **{f"O-0{n}": {"levers": {f"L{n}": 49.9}} for n in (1, 2, 3, 4)},
    "O-05": {"signals": SPLIT},
    "O-06": {"hidden_share": 0.25},
    "O-07": {"items": {"L2-05": 49.0}},
    "O-08": {"items": {"L1-08": 49.0}},
    "O-09": {"items": {"L2-03": 49.0}},
    "O-10": {"items": {"L4-02": 49.0}},
    "O-11": {"items": {"L4-03": 49.0}},
    "O-12": {"items": {"L4-06": 49.0}},
    "O-16": {"levers": {"L1": 70.0, "L2": 70.0, "L3": 70.0}},
    "O-17": {"staff": 10},
    "O-18": {},
}
SILENT: dict[str, dict[str, Any]] = {
    "O-13": {"cautions": {"P1": False}},
    "O-14": {"cautions": {}},
    "O-15": {"cautions": {"P3": False}},
    **{f"O-0{n}": {"levers": {f"L{n}": 50.0}} for n in (1, 2, 3, 4)},
    "O-05": {"signals": dict(list(SPLIT.items())[:7])},
    "O-06": {"hidden_share": 0.2499},
    "O-07": {"items": {"L2-04": 50.0, "L2-05": None}},
    "O-08": {"items": {"L1-03": 50.0, "L1-08": 50.0}},
    "O-09": {"items": {"L2-03": None}},
    "O-10": {"items": {"L2-07": 50.0, "L4-02": 50.0}},
    "O-11": {"items": {"L4-03": None, "L4-04": None}},
    "O-12": {"items": {"L4-05": 50.0, "L4-06": 50.0}},
    "O-16": {"levers": {"L1": 70.0, "L2": 70.0, "L3": None}},
    "O-17": {"staff": 11},
    "O-18": {"items": {"L2-03": 49.0}},
}


def told_of(case: dict[str, Any]) -> Any:
    case = dict(case)
    staff, cautions = case.pop("staff", None), case.pop("cautions", None)
    return orient(results(**case), staff=staff, cautions=cautions)


def test_every_rule_has_a_case_on_each_side() -> None:
    assert set(FIRES) == set(SILENT) == set(RULES)


@pytest.mark.parametrize("id", list(RULES))
def test_each_rule_fires_with_its_reason_and_stays_silent(id: str) -> None:
    told = told_of(FIRES[id])
    found = {one.rule.id: one for one in (*told.shown, *told.beyond, *told.held)}
    assert id in found
    assert found[id].because and all(one and not one.endswith(".") for one in found[id].because)
    assert id not in fired(told_of(SILENT[id]))


@pytest.mark.parametrize("id", [f"O-0{n}" for n in range(1, 5)])
def test_a_weak_class_is_enough_without_being_the_lowest(id: str) -> None:
    lever, other = f"L{id[-1]}", "L1" if id != "O-01" else "L2"
    told = orient(results({lever: 30.0, other: 10.0}))
    assert id in fired(told)
    (why,) = [one.because for one in (*told.shown, *told.beyond) if one.rule.id == id]
    assert "À améliorer" in why[0]


def test_priority_then_the_order_of_the_file_and_four_at_most() -> None:
    told = told_of(
        {"cautions": {"P3": True}, "levers": dict.fromkeys(LEVERS, 20.0), "items": 20.0, "staff": 5, "signals": SPLIT}
    )
    assert [one.rule.id for one in told.shown] == ["O-15", "O-01", "O-02", "O-03"]
    assert [one.rule.id for one in told.beyond] == [
        "O-04", "O-05", "O-07", "O-08", "O-09", "O-10", "O-11", "O-12", "O-17"
    ]  # fmt: skip


def test_what_blocks_the_workshop_holds_the_rest_and_says_so() -> None:
    told = orient(results({"L1": 20.0}), cautions={"P1": True, "P3": True}, staff=8)
    assert told.blocked
    assert [one.rule.id for one in told.shown] == ["O-13", "O-15"]
    assert [one.rule.id for one in told.held] == ["O-01", "O-17"]
    assert not orient(results({"L1": 20.0}), cautions={"P3": True}).blocked


def test_thresholds_hold_against_floating_point() -> None:
    for near in (49.99999999999999, 1 / 3 * 100 * 1.5, 50.00000000000001):
        assert "O-01" not in fired(orient(results({"L1": near}))), "50 by any road is not under 50"
    told = orient(results({"L1": 49.97}))
    why = told.shown[0].because
    assert "49,97 sur 100" in why[1] and "moins de 50" in why[1], "never «50 sur 100 : moins de 50»"


def test_equal_lowest_levers_take_the_first_and_say_it() -> None:
    told = orient(results({"L2": 40.0, "L4": 40.00000000000001}))
    assert fired(told) == ["O-02"]
    assert "à égalité avec 1 autre" in told.shown[0].because[0]
    assert told.situation and told.situation.id == "PS2"
    hidden = orient(results({"L1": None, "L4": 40.0}))
    assert fired(hidden) == ["O-04"], "a lever that is not shown is never the lowest"


def test_a_withheld_figure_is_neither_true_nor_false() -> None:
    conditions = ["score(L1) < 50", "score(L1) >= 50", "non score(L1) < 50", "classe(L1) != ameliorer"]
    from pasapas_widgets.rules.orientation.condition import parse
    from pasapas_widgets.rules.orientation.rules import vocabulary

    facts = Facts(Q, published(results({"L1": None})))
    for text in conditions:
        outcome = evaluate(parse(text, vocabulary(Q)), facts.compare)
        assert outcome.value is None and outcome.unknown, text
    told = orient(results({"L1": None}))
    (unseen,) = [one for one in told.unseen if one.rule.id == "O-01"]
    assert any("Discuter du travail" in one for one in unseen.missing)


def test_a_count_of_signals_knows_what_it_does_not_know() -> None:
    from pasapas_widgets.rules.orientation.condition import parse
    from pasapas_widgets.rules.orientation.rules import vocabulary

    def value(text: str, facts: Facts) -> bool | None:
        return evaluate(parse(text, vocabulary(Q)), facts.compare).value

    hidden = dict.fromkeys(Q.item_ids[8:12])
    facts = Facts(Q, published(results(items=hidden, signals=SPLIT)))
    assert value("nb_signal(regards_differents) >= 8", facts) is True
    assert value("nb_signal(regards_differents) >= 9", facts) is None
    assert value("nb_signal(regards_differents) >= 13", facts) is False
    assert value("nb_signal(regards_differents) < 9", facts) is None
    assert value("nb_signal(regards_differents) == 8", facts) is None
    assert value("non nb_signal(regards_differents) < 8", facts) is True


def test_without_any_figure_nothing_is_said_of_the_group() -> None:
    for empty in ({}, results(dict.fromkeys(LEVERS), dict.fromkeys(Q.item_ids)), results() | {"n_feuilles": 4}):
        told = orient(empty)
        assert fired(told) == [] and told.situation is None and not told.has_figures
        assert {one.rule.id for one in told.unseen} == set(RULES)
    assert fired(orient({}, staff=9, cautions={"P2": True})) == ["O-14", "O-17"], "what was said still counts"


def test_last_resort_says_what_could_not_be_looked_at() -> None:
    told = orient(results(items={"L2-03": None}))
    assert fired(told) == ["O-18"]
    assert "1 règle n'a pas pu être regardée" in told.shown[0].because[0]


@pytest.mark.parametrize(
    ("levers", "expected"),
    [
        ({"L1": 70.0, "L2": 70.0, "L3": 70.0, "L4": 70.0}, "PS6"),
        ({"L1": 33.0, "L2": 32.0, "L3": 31.0, "L4": 30.0}, "PS5"),
        ({"L1": 60.0, "L2": 48.0, "L3": 60.0, "L4": 46.0}, "PS4"),
        ({"L1": 50.0, "L2": 48.0, "L3": 45.0, "L4": 46.0}, "PS3"),
        ({"L1": 60.0, "L2": 48.0, "L3": 60.0, "L4": 60.0}, "PS2"),
        ({"L1": 48.0, "L2": 60.0, "L3": 60.0, "L4": 60.0}, "PS1"),
        ({"L1": 60.0, "L2": 60.0, "L3": 60.0, "L4": 60.0}, "PS0"),
        ({"L1": 40.0, "L2": 40.0, "L3": 40.0, "L4": 60.0}, "PS1"),
        ({"L1": 60.0, "L2": 60.0, "L3": 40.0, "L4": 40.0}, "PS3"),
        ({"L1": None, "L2": 60.0, "L3": 60.0, "L4": 60.0}, None),
    ],
)
def test_situations_in_their_order_with_ties_to_the_first_lever(
    levers: dict[str, float | None], expected: str | None
) -> None:
    told = orient(results(levers)).situation
    assert (told.id if told else None) == expected


def test_malformed_figures_are_withheld_not_believed() -> None:
    for lever in (
        {"score": "12", "classe": "ameliorer"},
        {"score": 20.0, "classe": "inventee", "n_notes": 3},
        {"score": float("nan"), "classe": "ameliorer"},
        None,
    ):
        bad = results()
        bad["leviers"]["L1"] = lever
        with pytest.raises(msgspec.ValidationError):
            published(bad)
    few = results()
    few["leviers"]["L2"] = {"score": None, "classe": "ameliorer"}
    few["items"]["L2-03"] |= {"moyenne": 20.0, "n_notes": 4}
    assert not {"O-01", "O-02", "O-03", "O-04", "O-09"} & set(fired(orient(few)))


def test_the_sample_and_a_carnet_without_results() -> None:
    told = orient_carnet(sample_carnet())
    assert told.shown[0].rule.id == "O-04" and told.situation and told.situation.id == "PS4"
    assert all(one.because for one in (*told.shown, *told.beyond))
    assert orient_carnet(Carnet(title="vide")).shown == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(sheets(), min_size=0, max_size=9), st.data())
def test_what_is_withheld_changes_nothing(group: list[Sheet], data: st.DataObject) -> None:
    """Two groups with the same published results get the same, whatever hides behind what is withheld."""
    shown = aggregate(group).plain()
    hidden = [id for id, one in shown["items"].items() if one["moyenne"] is None]
    other = []
    for sheet in group:  # change every answer that stands behind a withheld mean, keeping how many there are
        answers = {
            id: data.draw(st.integers(1, 4)) if id in hidden and isinstance(answer, int) else answer
            for id, answer in sheet.answers.items()
        }
        other.append(
            Sheet(questionnaire=sheet.questionnaire, version=sheet.version, profile=sheet.profile, answers=answers)
        )
    assert orient(shown, staff=12) == orient(aggregate(other).plain(), staff=12)
    for one in (*orient(shown).shown, *orient(shown).beyond):
        condition = load_orientation().conditions[one.rule.id]
        assert not _leans_on(condition, shown), "a reason never leans on what is withheld alone"


def _leans_on(condition: Any, plain: dict[str, Any]) -> bool:
    """Whether every way for a condition to be true needs a figure that is withheld."""
    if isinstance(condition, Comparison):
        known = {**plain["leviers"], **plain["items"]}
        return condition.fact.name in ("score", "classe") and all(
            (known[id].get("score") if id in plain["leviers"] else known[id]["moyenne"]) is None
            for id in condition.fact.about
        )
    return (any if isinstance(condition, All) else all)(_leans_on(one, plain) for one in condition.parts)
