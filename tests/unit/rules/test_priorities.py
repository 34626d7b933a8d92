"""What is proposed first and why, votes whose ties stay ties, and the corners of the matrix."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import published
from strategies import sheets

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.priorities import Proposal, propose, quadrant, rank_by_dots

ITEMS = load_questionnaire().item_ids


def one(score: float | None, level_class: str = "ameliorer", *signals: str) -> dict[str, Any]:
    return {"moyenne": score, "classe": level_class if score is not None else None, "signaux": list(signals)}


def told(**items: dict[str, Any]) -> list[tuple[str, int]]:
    return [(found.item, found.rank) for found in propose(published({"items": items}))]


def test_the_class_comes_first_then_the_score_then_the_signals() -> None:
    assert told(
        appui=one(70, "appui"),
        milieu=one(40, "consolider"),
        bas=one(30),
        plus_bas=one(10),
        vu=one(30, "ameliorer", "peu_visible"),
        differe=one(30, "ameliorer", "regards_differents"),
        les_deux=one(30, "ameliorer", "peu_visible", "regards_differents"),
        cache=one(None),
    ) == [("plus_bas", 1), ("les_deux", 2), ("differe", 3), ("vu", 4), ("bas", 5), ("milieu", 6), ("appui", 7)]


def test_a_gap_between_profiles_is_told_and_does_not_move_a_rank() -> None:
    found = propose(published({"items": {"a": one(20), "b": one(20, "ameliorer", "ecart_profils")}}))
    assert [(it.rank, it.shared, it.signals) for it in found] == [(1, 2, ()), (1, 2, ("ecart_profils",))]


def test_scores_that_differ_only_in_floating_point_are_equal() -> None:
    assert told(a=one(100 / 3), b=one(1 / 3 * 100)) == [("a", 1), ("b", 1)]


def counts(it: Proposal) -> tuple[Any, ...]:
    """What the content's rule reads of a statement."""
    signals = ("regards_differents" in it.signals, "peu_visible" in it.signals)
    return it.level_class == "ameliorer", round(it.score, 9), signals


@given(st.lists(sheets(), min_size=5, max_size=14))
def test_the_proposal_is_the_order_that_the_aggregation_gives(answered: list[Sheet]) -> None:
    results = aggregate(answered)
    found = propose(results)
    assert tuple(it.item for it in found) == results.priorities
    assert propose(published(results.plain())) == found
    for it in found:
        item = results.items[it.item]
        assert (it.score, it.level_class, it.signals) == (item.mean, item.level_class, item.signals)
        # The why is the whole of it: two of one rank cannot be told apart by anything that counts.
        assert len({counts(other) for other in found if other.rank == it.rank}) == 1
        assert it.shared == sum(other.rank == it.rank for other in found)


@given(st.dictionaries(st.sampled_from(ITEMS), st.integers(0, 6), max_size=12), st.randoms())
def test_ties_stay_ties_whatever_the_order_of_the_choices(dots: dict[str, int], random: Any) -> None:
    found = rank_by_dots(dots)
    assert {it.id: it.dots for it in found} == dots
    for it in found:
        assert it.rank == 1 + sum(number > it.dots for number in dots.values())
        assert it.shared == list(dots.values()).count(it.dots)
    shuffled = list(dots.items())
    random.shuffle(shuffled)
    assert set(rank_by_dots(dict(shuffled))) == set(found)


def test_dots_below_nought_are_refused() -> None:
    with pytest.raises(ValueError, match="négatif"):
        rank_by_dots({"a": -1})


def test_each_place_of_the_matrix_has_a_corner_and_more_effort_never_makes_it_quick() -> None:
    places = {(effort, effect): quadrant(effort, effect) for effort in (1, 2, 3) for effect in (1, 2, 3)}
    assert {place for place, corner in places.items() if corner == "geste_rapide"} == {(1, 2), (1, 3)}
    assert {place for place, corner in places.items() if corner == "chantier"} == {(2, 2), (2, 3), (3, 2), (3, 3)}
    assert places[1, 1] == "petit_plus"
    assert places[2, 1] == places[3, 1] == "a_rediscuter"
    for wrong in ((0, 1), (1, 4)):
        with pytest.raises(ValueError, match="de 1"):
            quadrant(*wrong)
