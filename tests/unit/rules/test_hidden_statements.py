"""A statement that few can see is told by its share of «ne sait pas», also where its mean is withheld."""

from __future__ import annotations

import pytest

from pasapas_widgets.cli.analyse import _summary
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import NOT_KNOWN
from pasapas_widgets.model.results import GroupResults, ItemResult
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.reading import read_results

Q = load_questionnaire(SELF_DIAGNOSIS)
UNSEEN, SEEN = Q.item_ids[:2]


def test_a_published_share_is_told_where_the_mean_is_withheld_by_the_reading_and_the_command_alike() -> None:
    sheets = [
        Sheet(questionnaire=Q.id, version=Q.version, answers={SEEN: 3, UNSEEN: 3 if n < 2 else NOT_KNOWN})
        for n in range(12)
    ]
    results = aggregate(sheets, questionnaire=Q)
    found = results.items[UNSEEN]
    assert found.mean is None and found.n_answers is None and found.not_known_share is not None
    reading = read_results(results, Q)
    assert reading is not None and [(one.item, one.counts) for one in reading.hidden] == [(UNSEEN, None)]
    told = [line for line in _summary(results, ["mars"], Q) if line.split()[:1] == [UNSEEN]]
    assert len(told) == 1


@pytest.mark.parametrize(
    "one",
    [
        ItemResult(signals=("peu_visible",)),
        ItemResult(signals=("peu_visible",), not_known_share=0.8, n_answers=4, mean=50.0),
        ItemResult(not_known_share=0.8),
    ],
)
def test_no_published_share_or_too_few_people_tells_nothing(one: ItemResult) -> None:
    assert read_results(GroupResults(items={UNSEEN: one}), Q) is None


def test_the_share_alone_is_something_to_tell() -> None:
    one = ItemResult(signals=("peu_visible",), not_known_share=0.8)
    reading = read_results(GroupResults(items={UNSEEN: one}), Q)
    assert reading is not None and [said.item for said in reading.hidden] == [UNSEEN]
