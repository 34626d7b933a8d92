"""Two times of a group: what is within chance is said to be, and no margin is narrower than it should be."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import changed

from pasapas_widgets.files.sheets import read_sheets
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.aggregation import aggregate, aggregate_entries
from pasapas_widgets.rules.comparison import compare_items, compare_levers
from pasapas_widgets.rules.scoring import mean_score

Q = load_questionnaire()


def group(levels: list[int], item: str = "L1-01") -> GroupResults:
    return aggregate(Sheet(questionnaire=Q.id, version=Q.version, answers={item: one}) for one in levels)


def verdict(before: list[int], after: list[int]) -> str:
    (found,) = compare_items(group(before), group(after), ["L1-01"])
    return found.verdict


def test_two_draws_of_the_same_group_are_seldom_said_to_differ() -> None:
    rng = random.Random(20261123)
    for size, shape in ((8, (1, 1, 1, 1)), (12, (4, 3, 2, 1)), (24, (1, 3, 3, 1)), (40, (5, 1, 1, 5))):
        said = [
            verdict(rng.choices((1, 2, 3, 4), shape, k=size), rng.choices((1, 2, 3, 4), shape, k=size))
            for _ in range(250)
        ]
        assert said.count("depasse") <= 0.08 * len(said), (size, said.count("depasse"))


def test_a_real_change_of_a_large_group_is_seen() -> None:
    assert verdict([1] * 12 + [2] * 12, [3] * 12 + [2] * 10) == "depasse"
    assert verdict([3] * 12 + [2] * 10, [1] * 12 + [2] * 12) == "depasse"


def test_one_level_of_one_person_is_never_said_to_be_a_change() -> None:
    levels = [1, 2, 2, 3, 3, 3, 2, 2, 1, 4, 3, 2]
    for place in range(len(levels)):
        after = levels.copy()
        after[place] = min(4, after[place] + 1)
        assert verdict(levels, after) in ("marge", "egal")


@given(st.lists(st.integers(1, 4), min_size=5, max_size=60))
def test_the_spread_that_stands_for_a_withheld_one_is_never_too_narrow(levels: list[int]) -> None:
    n, mean = len(levels), sum(levels) / len(levels)
    true = sum((one - mean) ** 2 for one in levels) / n
    score = mean_score(sum(levels) - n, n)
    assert score * (100 - score) / 100**2 * 9 >= true - 1e-9


def test_withheld_means_and_other_questionnaires_are_not_compared() -> None:
    few, enough = group([2, 2, 2]), group([2, 3, 2, 3, 2])
    (found,) = compare_items(few, enough, ["L1-01"])
    assert (found.verdict, found.points, found.margin) == ("retenu", None, None)
    (other,) = compare_items(enough, changed(enough, version="2.0"), ["L1-01"])
    assert (other.verdict, other.points) == ("autre_questionnaire", None)
    assert compare_items(GroupResults(), enough, ["L1-01"])[0].verdict in ("retenu", "autre_questionnaire")


def test_the_people_who_would_make_the_difference() -> None:
    before, after = [2] * 20, [2] * 15 + [3] * 5
    (found,) = compare_items(group(before), group(after), ["L1-01"])
    assert found.people == 5
    assert math.isclose(found.points or 0, 5 / 20 * 100 / 3)


def test_the_two_waves_of_the_sample() -> None:
    name = "deux_vagues.csv"
    entries = read_sheets(name, (samples_dir() / name).read_bytes()).entries
    before, after = (
        aggregate_entries(one for one in entries if one.session == wave) for wave in ("vague-1", "vague-2")
    )
    levers = compare_levers(before, after)
    assert [one.id for one in levers] == ["L1", "L2", "L3", "L4"]
    assert {one.verdict for one in levers} == {"marge"}, "levers moved by a few points: nothing more is said"
    for one in levers:
        assert one.n_before == 24 and one.n_after == 22
        assert one.before == before.levers[one.id].score
    items = compare_items(before, after, Q.item_ids)
    passed = {one.id for one in items if one.verdict == "depasse"}
    assert passed == {"L1-01", "L1-02", "L1-04", "L2-05", "L3-01"}, "all of them are among those that were made to move"
    for one in items:
        if one.points is not None and one.margin is not None:
            assert (one.verdict == "depasse") <= (abs(one.points) > one.margin)


def test_a_lever_whose_statements_are_not_the_same_is_not_compared() -> None:
    levels = {f"L1-0{n}": 2 for n in range(1, 7)}
    one = aggregate(Sheet(questionnaire=Q.id, version=Q.version, answers=levels) for _ in range(12))
    more = aggregate(Sheet(questionnaire=Q.id, version=Q.version, answers=levels | {"L1-07": 4}) for _ in range(12))
    assert compare_levers(one, more)[0].verdict == "autres_enonces"
    assert compare_levers(one, one)[0].verdict == "egal"


@pytest.mark.parametrize("n", [5, 9, 10, 30])
def test_a_whole_group_of_one_mind_has_no_margin_and_needs_none(n: int) -> None:
    (found,) = compare_items(group([1] * n), group([1] * n), ["L1-01"])
    assert found.verdict == "egal" and found.people == 0
