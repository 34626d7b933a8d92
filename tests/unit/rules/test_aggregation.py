"""A group's figures: exactly the content's rules and test cases."""

from __future__ import annotations

import statistics
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec.yaml
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Q, sheets

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet, SheetError
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.aggregation import aggregate, load_thresholds

CASES = msgspec.yaml.decode((Path(__file__).parents[2] / "vectors/groupes.yaml").read_bytes())["cas"]


def group(answers: list[Any], item: str = "L1-01", profile: str | None = None) -> list[Sheet]:
    """Return one sheet per answer to one item; ``None`` is an empty answer."""
    return [
        Sheet(questionnaire=Q.id, version=Q.version, profile=profile, answers={} if a is None else {item: a})
        for a in answers
    ]


def whole(level: int, n: int, profile: str | None = None) -> list[Sheet]:
    """Return ``n`` sheets that answer ``level`` everywhere."""
    return [
        Sheet(questionnaire=Q.id, version=Q.version, profile=profile, answers=dict.fromkeys(Q.item_ids, level))
        for _ in range(n)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_contents_own_cases(case: dict) -> None:
    item = aggregate(group(case["reponses_item"])).plain()["items"]["L1-01"]
    for key, expected in case["attendu"].items():
        if isinstance(expected, float):
            assert item[key] == pytest.approx(expected, abs=0.05)
        else:
            assert item[key] == expected, key


@given(st.lists(sheets(items=("L1-01", "L1-02")), max_size=24))
def test_each_figure_is_the_plain_statistic_of_its_answers(drawn: list[Sheet]) -> None:
    results = aggregate(drawn)
    assert results.n_sheets == len(drawn)
    for item in ("L1-01", "L1-02"):
        given_ = [sheet.answers.get(item) for sheet in drawn]
        levels = [answer for answer in given_ if isinstance(answer, int)]
        unknown = given_.count("NSP")
        shown = results.items[item]
        assert (shown.mean is None) == (len(levels) < 5) == (shown.n_answers is None)
        assert (shown.distribution is None) == (len(levels) < 10) == (shown.spread is None)
        if shown.mean is not None:
            assert shown.mean == pytest.approx((statistics.fmean(levels) - 1) / 3 * 100)
        if shown.spread is not None:
            assert shown.spread == pytest.approx(statistics.pstdev(levels), abs=1e-9)
            assert {int(k): v for k, v in shown.distribution.items() if v} == Counter(levels)  # type: ignore[union-attr]
        if len(levels) + unknown >= 5:
            assert shown.not_known_share == pytest.approx(unknown / (len(levels) + unknown))
        else:
            assert shown.not_known_share is None


def test_a_lever_is_the_plain_mean_of_its_publishable_items() -> None:
    ids = [item.id for item in Q.items_of(lever="L1")]
    five = [Sheet(questionnaire=Q.id, version=Q.version, answers=dict.fromkeys(ids[:5], 4)) for _ in range(6)]
    lever = aggregate(five).levers["L1"]
    assert (lever.score, lever.level_class, lever.n_items, lever.reason) == (100.0, "appui", 5, None)
    four = [Sheet(questionnaire=Q.id, version=Q.version, answers=dict.fromkeys(ids[:4], 4)) for _ in range(6)]
    lever = aggregate(four).levers["L1"]
    assert (lever.score, lever.level_class, lever.n_items, lever.reason) == (None, None, 4, "n_items < 5")


def test_an_effect_needs_four_publishable_items() -> None:
    ids = [item.id for item in Q.items_of(effect="E2")]
    for count, shown in ((4, True), (3, False)):
        answers = dict.fromkeys(ids[:count], 2)
        effect = aggregate(Sheet(questionnaire=Q.id, version=Q.version, answers=answers) for _ in range(5)).effects[
            "E2"
        ]
        assert (effect.score is not None) == shown
        assert effect.n_items == count


def test_priorities_put_axes_first_then_low_scores_then_signals() -> None:
    answers = {
        "L1-01": [3] * 12,
        "L1-02": [1] * 12,
        "L1-03": [2] * 12,
        "L1-04": [1, 3] * 6,
        "L1-05": [2] * 10 + ["NSP"] * 5,
    }
    people = [
        Sheet(
            questionnaire=Q.id,
            version=Q.version,
            answers={item: column[row] for item, column in answers.items() if row < len(column)},
        )
        for row in range(15)
    ]
    assert aggregate(people).priorities == ("L1-02", "L1-04", "L1-05", "L1-03", "L1-01")


def test_profiles_and_their_gap() -> None:
    results = aggregate(whole(4, 6, "educatif") + whole(2, 7, "quotidien_nuit"))
    assert results.profiles["educatif"].levers["L1"].score == 100.0
    assert results.profiles["quotidien_nuit"].n == 7
    assert results.items["L1-01"].signals == ("ecart_profils",) or "ecart_profils" in results.items["L1-01"].signals
    assert results.profiles["encadrement"].n is None and results.profiles["encadrement"].reason


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"educatif": 5, "encadrement": 4}, set()),  # nine people: no crossing at all
        ({"educatif": 5, "encadrement": 5}, {"educatif", "encadrement"}),
        ({"educatif": 6, "encadrement": 4}, set()),  # the complement of the six is four
        ({"educatif": 8, "encadrement": 4, "support": 3}, {"educatif"}),
        ({"educatif": 8, "quotidien_nuit": 7, "support": 5, "encadrement": 4}, {"educatif", "quotidien_nuit"}),
        ({"educatif": 12}, set()),  # no complement
        ({"educatif": 8, "non_precise": 6}, {"educatif"}),  # not saying is no profile
    ],
)
def test_a_small_remainder_hides_the_smallest_profile_too(sizes: dict[str, int], shown: set[str]) -> None:
    people = [sheet for profile, n in sizes.items() for sheet in whole(3, n, profile)]
    results = aggregate(people)
    assert {name for name, profile in results.profiles.items() if profile.n is not None} == shown
    for profile in results.profiles.values():
        assert (profile.n is None) == (profile.reason is not None)
        if profile.n is None:
            assert not profile.items and not profile.levers


def test_fewer_than_five_people_show_nothing() -> None:
    results = aggregate(whole(1, 4))
    assert results.n_sheets == 4 and not results.priorities
    assert all(
        item.mean is None and item.not_known_share is None and not item.signals for item in results.items.values()
    )
    assert all(score.score is None for score in (*results.levers.values(), *results.effects.values()))


def test_thresholds_can_be_raised_never_lowered() -> None:
    higher = load_thresholds().raised(mean=8, difference=8)
    assert aggregate(whole(2, 7), thresholds=higher).items["L1-01"].mean is None
    assert aggregate(whole(2, 8), thresholds=higher).items["L1-01"].mean is not None
    with pytest.raises(ValueError, match="jamais abaissé"):
        load_thresholds().raised(mean=4)


def test_a_sheet_of_another_version_is_refused() -> None:
    with pytest.raises(SheetError, match=r"2\.0"):
        aggregate([Sheet(questionnaire=Q.id, version="2.0")])


def test_results_are_plain_json() -> None:
    results = aggregate(whole(2, 12, "educatif") + whole(3, 8, "support"))
    text = msgspec.json.encode(results.plain())
    assert msgspec.json.decode(text, type=GroupResults) == results
    assert load_questionnaire().id == results.questionnaire
