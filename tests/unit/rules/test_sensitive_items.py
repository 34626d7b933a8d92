"""An item on violence or health shows no figure below its higher threshold (thresholds.yaml, «sensible»)."""

from __future__ import annotations

import pytest

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules.aggregation import aggregate, load_thresholds

HSE = load_questionnaire("hse-35")
LEAST = load_thresholds().sensitive


def sheets(n: int) -> list[Sheet]:
    levels = [{item: 1 + (place + number) % 5 for place, item in enumerate(HSE.item_ids)} for number in range(n)]
    return [Sheet(questionnaire=HSE.id, version=HSE.version, answers=one) for one in levels]


def test_the_items_on_violence_are_marked_and_ours_have_none() -> None:
    assert [item.id for item in HSE.items if item.sensitive] == ["HSE-05", "HSE-21"]
    assert not any(item.sensitive for item in load_questionnaire().items)


@pytest.mark.parametrize("n", [5, 10, LEAST - 1])
def test_below_the_threshold_nothing_is_shown_of_them(n: int) -> None:
    results = aggregate(sheets(n), questionnaire=HSE)
    for id in ("HSE-05", "HSE-21"):
        item = results.items[id]
        told = (item.n_answers, item.mean, item.spread, item.not_known_share, item.distribution, item.level_class)
        assert told == (None,) * 6 and item.signals == () and item.reason == f"n_notes < {LEAST}"
    assert results.items["HSE-01"].mean is not None
    assert results.levers["relationships"].score is None, "two of its four items are withheld"
    assert results.levers["demands"].score is not None


def test_from_the_threshold_on_they_are_shown() -> None:
    results = aggregate(sheets(LEAST), questionnaire=HSE)
    assert results.items["HSE-05"].mean is not None and results.items["HSE-05"].distribution is not None
    assert results.levers["relationships"].score is not None
