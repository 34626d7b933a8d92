"""Attack what is shown of several establishments: no sequence of figures tells one establishment's, or narrows it much.

The attacker knows who is in each figure and how many people answered in each establishment; unknown is what each
establishment's people answered. As in test_disclosure.py, a shown mean is one linear equation over a known set.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_disclosure import isolated

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.grouptalk import Priority
from pasapas_widgets.model.carnet.territory import Exchange, Territory
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.aggregation.sites import HIGHEST, LOWEST, Ledger, SiteFigure, holds
from pasapas_widgets.rules.sharing import common, exchange_rows, matches, site_of

Q = load_questionnaire()
LIMITS = load_thresholds().sites
PEOPLE = st.one_of(st.integers(5, 12), st.integers(5, 80))
MEANS = st.one_of(st.floats(0, 100), st.sampled_from([0.0, 5.0, 50.0, 95.0, 100.0]))
TOWN = st.lists(st.tuples(PEOPLE, MEANS), min_size=5, max_size=12)


def figures(town: list[tuple[int, float]]) -> list[SiteFigure]:
    return [SiteFigure(site=str(i), people=n, mean=mean) for i, (n, mean) in enumerate(town)]


def asked(data: st.DataObject, n: int) -> list[frozenset[int]]:
    """Draw the sets of establishments that somebody asks for one after the other, by adding and leaving out a few."""
    some = st.frozensets(st.integers(0, n - 1), min_size=4)
    sets = [frozenset(range(n)), *data.draw(st.lists(some, max_size=5))]
    return data.draw(st.permutations(sets))


@settings(max_examples=60, deadline=None)
@given(TOWN, st.data())
def test_no_combination_of_what_is_shown_isolates_four_establishments(
    town: list[tuple[int, float]], data: st.DataObject
) -> None:
    all_of_them, ledger = figures(town), Ledger()
    known = [
        some
        for some in asked(data, len(town))
        if ledger.show("L1-01", [all_of_them[i] for i in some]).score is not None
    ]
    assert isolated(known, len(town)) is None


@settings(max_examples=150, deadline=None)
@given(TOWN, st.data())
def test_each_establishment_may_still_be_anything_in_twenty_points(
    town: list[tuple[int, float]], data: st.DataObject
) -> None:
    all_of_them, ledger = figures(town), Ledger()
    known = [
        some
        for some in asked(data, len(town))
        if ledger.show("L1-01", [all_of_them[i] for i in some]).score is not None
    ]
    atoms: dict[tuple[bool, ...], list[SiteFigure]] = {}
    for i, one in enumerate(all_of_them):
        atoms.setdefault(tuple(i in some for some in known), []).append(one)
    for where, atom in atoms.items():
        if not any(where):
            continue
        total = sum(one.people for one in atom)
        mean = sum(one.people * one.mean for one in atom) / total
        # At an end a reader knows «10 or less»: the mean of the atom may be anything from there to the end.
        most, least = (LOWEST if mean <= LOWEST else mean), (HIGHEST if mean >= HIGHEST else mean)
        for one in atom:
            share = one.people / total
            widest = min(100, most / share) - max(0, (least - 100 * (1 - share)) / share)
            assert widest >= 20 - 1e-6, (mean, share)


def test_the_attack_finds_what_a_rule_without_memory_leaks() -> None:
    town = figures([(10, 40.0 + i) for i in range(6)])
    five, six = frozenset(range(5)), frozenset(range(6))
    assert all(holds([town[i] for i in some]) is None for some in (five, six))
    assert isolated([five, six], 6) == {5}
    ledger = Ledger()
    assert ledger.show("L1-01", town).score == pytest.approx(42.5)
    assert ledger.show("L1-01", town[:5]).reason == "difference"
    assert ledger.show("L1-01", town).score == pytest.approx(42.5), "what was shown may be shown again"


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([10] * 4, "etablissements"),
        ([5] * 5, None),
        ([40, 10, 10, 10, 10], None),
        ([41, 10, 10, 10, 10], "part"),
        ([3, 3, 3, 3, 3], "repondants"),
    ],
)
def test_the_thresholds_at_their_edges(people: list[int], reason: str | None) -> None:
    town = figures([(n, 50.0) for n in people])
    assert holds(town) == reason
    assert Ledger().show("x", town).reason == reason


@pytest.mark.parametrize(("mean", "shown", "end"), [(0, 10, "bas"), (9, 10, "bas"), (50, 50, ""), (100, 90, "haut")])
def test_the_ends_of_the_scale_are_not_told(mean: float, shown: float, end: str) -> None:
    cell = Ledger().show("x", figures([(10, float(mean))] * 5))
    assert (cell.score, cell.end) == (shown, end)


# ---- from carnets


def town_of(n: int, *, agree: bool = True, mean: float | None = None) -> list[Carnet]:
    """Return carnets that differ in their figures, from the sample."""
    sample = sample_carnet()
    made = []
    for number in range(n):
        wave = sample.waves[-1]
        items = {
            id: msgspec.structs.replace(one, mean=mean if mean is not None else min(100.0, (one.mean or 0) + number))
            for id, one in wave.results.items.items()
        }
        territory = Territory(shares=agree, shown_as=f"Maison {number}")
        made.append(
            msgspec.structs.replace(
                sample,
                title=f"Maison {number}",
                territory=territory,
                waves=(msgspec.structs.replace(wave, results=msgspec.structs.replace(wave.results, items=items)),),
                priorities=(Priority(id="p", items=("L4-01",), chosen=True),),
            )
        )
    return made


def shown(carnets: list[Carnet], ledger: Ledger | None = None) -> Any:
    return common([site_of(one, n) for n, one in enumerate(carnets, 1)], ledger or Ledger())


def test_five_that_agree_show_what_they_share_and_four_show_nothing() -> None:
    found = shown(town_of(5))
    scores = [one.cell.score for one in found.items]
    assert found.reason is None and len(found.items) == 32 and all(one is not None for one in scores)
    expected = sum(min(100.0, (sample_carnet().waves[-1].results.items["L1-01"].mean or 0) + n) for n in range(5)) / 5
    assert found.items[0].cell.score == pytest.approx(expected)
    assert found.chosen == ("L4-01",)
    four = shown(town_of(4))
    assert four.reason == "etablissements" and not (four.items or four.levers or four.effects or four.chosen)


def test_levers_tell_nothing_that_the_statements_do_not() -> None:
    found = shown(town_of(6, mean=3.0))
    by_id = {one.id: one.cell for one in found.items}
    assert {(one.score, one.end) for one in by_id.values()} == {(10.0, "bas")}
    for lever in found.levers:
        assert lever.cell.score == pytest.approx(sum(by_id[i.id].score for i in Q.items_of(lever=lever.id)) / 8)


def test_an_establishment_without_its_agreement_changes_nothing() -> None:
    five = town_of(5)
    outside = town_of(1, agree=False, mean=80.0)[0]
    assert shown([*five, outside]) == shown(five)
    assert not site_of(outside, 1).figures and not site_of(outside, 1).chosen
    assert shown(town_of(6, agree=False)).reason == "etablissements"


def test_one_more_carnet_does_not_tell_its_own_figures() -> None:
    six, ledger = town_of(6), Ledger()
    first = shown(six[:5], ledger)
    assert first.items[0].cell.score is not None
    second = shown(six, ledger)
    assert second.reason == "difference" and not second.items and not second.chosen
    assert shown(six[:5], ledger) == first


def test_a_ledger_that_was_put_down_and_taken_up_tells_no_more() -> None:
    six, ledger = town_of(6), Ledger()
    first = shown(six, ledger)
    taken_up = Ledger.from_json(ledger.to_json())
    assert shown(six[:5], taken_up).reason == "difference", "six, a reload, five: the sixth is nobody's"
    assert shown(six, taken_up) == first
    others = [msgspec.structs.replace(one, title=f"Autre {n}") for n, one in enumerate(town_of(12)[6:])]
    assert shown(others, taken_up).items, "establishments that never met are not held back"
    assert b"mean" not in ledger.to_json() and b"Maison" not in ledger.to_json()


@given(st.data())
def test_a_ledger_put_down_between_any_two_looks_shows_nothing_that_one_held_would_not(data: st.DataObject) -> None:
    means = data.draw(st.lists(st.sampled_from([0.0, 5.0, 12.0, 50.0, 88.0, 100.0]), min_size=12, max_size=16))
    town = figures([(5 + n % 7, mean) for n, mean in enumerate(means)])
    held, put_down = Ledger(), Ledger()
    for asked in data.draw(st.lists(st.sets(st.sampled_from(range(len(town))), min_size=5), min_size=1, max_size=5)):
        some = [town[n] for n in sorted(asked)]
        right, found = held.show("x", some), put_down.show("x", some)
        assert found == right or (found.reason is not None and right.score is not None and near_an_end(town))
        if found != right:
            return  # from here on they have shown different things
        put_down = Ledger.from_json(put_down.to_json())


def near_an_end(town: list[SiteFigure]) -> bool:
    """What is beyond the ends is not remembered, and refused later rather than told."""
    return any(one.mean < 10 or one.mean > 90 for one in town)


def test_a_carnet_changed_by_hand_cannot_bring_small_groups() -> None:
    carnets = town_of(5)
    wave = carnets[0].waves[-1]
    few = {id: msgspec.structs.replace(one, n_answers=3) for id, one in wave.results.items.items()}
    bad = msgspec.structs.replace(wave, results=msgspec.structs.replace(wave.results, items=few))
    carnets[0] = msgspec.structs.replace(carnets[0], waves=(bad,))
    assert shown(carnets).reason == "etablissements"
    other = msgspec.structs.replace(wave, results=msgspec.structs.replace(wave.results, version="0.9"))
    carnets[0] = msgspec.structs.replace(carnets[0], waves=(other,))
    assert shown(carnets).reason == "etablissements"


def test_requests_and_offers_are_shown_as_they_were_typed_and_meet_on_a_statement() -> None:
    asks = Carnet(
        territory=Territory(shown_as="A", exchanges=(Exchange(id="e", kind="demande", text=" Voir ", item="L2-03"),))
    )
    offers = Carnet(
        territory=Territory(
            exchanges=(
                Exchange(id="e", kind="offre", text="Montrer", item="L2-03"),
                Exchange(id="f", kind="offre", text="  "),
            )
        )
    )
    rows = exchange_rows([site_of(asks, 1), site_of(offers, 2)])
    assert [(one.site, one.kind, one.text) for one in rows] == [
        ("A", "demande", "Voir"),
        ("Établissement 2", "offre", "Montrer"),
    ]
    assert [(one.asks, one.offers) for one in matches(rows)] == [("A", "Établissement 2")]
