"""Attack what is published as somebody who knows some of the sheets: the trainer who brought them, participants.

The attacker of ``test_disclosure`` knows no answer. This one takes what it knows away from every figure, and must still
find no combination that depends on one to four unknown people (docs/decisions/021-who-knows-what.md).
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Q, sheets
from test_disclosure import ITEM, bases, isolated, sums

from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules.aggregation import Publication, publish
from pasapas_widgets.rules.aggregation.disclosure import Atoms


def without(seen: list[frozenset[int]], known: set[int]) -> list[frozenset[int]]:
    """Return what is left of the published sums for whoever knows the answers of some people."""
    return [members - known for members in seen if members - known]


def entry(number: int, level: int | str = 2, *, known: bool = False, profile: str | None = None) -> Entry:
    sheet = Sheet(questionnaire=Q.id, version=Q.version, profile=profile, answers={ITEM: level})  # type: ignore[dict-item]
    return Entry("s", str(number), sheet, known=known)


def group(known: int, unknown: int) -> list[Entry]:
    return [entry(number, 1 + number % 4, known=number < known) for number in range(known + unknown)]


def knowns(entries: list[Entry]) -> set[int]:
    return {number for number, one in enumerate(entries) if one.known}


@pytest.mark.parametrize("known", [4, 5, 9, 12, 30])
@pytest.mark.parametrize("unknown", [1, 2, 3, 4])
def test_a_few_phones_beside_brought_sheets_wait(known: int, unknown: int) -> None:
    """Four paper sheets and one phone, nine and one: nothing shown depends on the phone."""
    entries = group(known, unknown)
    shown = publish(entries)
    assert shown.waiting == (unknown if known >= 5 else known + unknown)
    assert all(one.known for one in shown.entries)
    assert shown.results.items == publish(entries[:known]).results.items
    assert shown.results.profiles == publish(entries[:known]).results.profiles


def test_nine_and_one_show_no_distribution_and_neither_do_nine_phones_and_one_sheet() -> None:
    assert publish(group(9, 1)).results.items[ITEM].distribution is None
    nine_phones = publish(group(1, 9)).results.items[ITEM]
    assert (nine_phones.n_answers, nine_phones.distribution) == (10, None)
    assert publish(group(1, 10)).results.items[ITEM].distribution is not None
    assert publish(group(10, 0)).results.items[ITEM].distribution is not None


def test_a_late_phone_after_a_published_group_waits_for_four_more() -> None:
    entries = group(9, 5)
    first = publish(entries[:9])
    for late in range(1, 5):
        held = publish(entries[: 9 + late], first)
        assert (held.results, held.waiting) == (first.results, late)
    both = publish(entries, first)
    assert (both.waiting, both.results.n_sheets) == (0, 14)


def test_brought_sheets_after_published_phones_do_not_carry_a_late_phone_in() -> None:
    phones = [entry(number, 1 + number % 4) for number in range(7)]
    first = publish(phones[:6])
    paper = [entry(100 + number, known=True) for number in range(5)]
    assert publish([*phones, *paper[:4]], first).results == first.results
    second = publish([*phones, *paper], first)
    assert second.results.n_sheets == 11 and second.waiting == 1
    assert phones[6] not in second.entries


def test_why_a_figure_is_withheld_does_not_tell_what_the_one_phone_answered() -> None:
    told = [publish([*group(4, 0), entry(9, answer)]).results for answer in (3, "NSP", "NC")]
    assert told[0].items == told[1].items == told[2].items
    told = [publish([*group(4, 5)[:-1], entry(9, answer)]).results for answer in (3, "NSP")]
    assert "n_notes" not in str([one.items[ITEM].reason for one in told])


def test_how_many_sheets_were_brought_is_said_and_one_to_four_are_not_counted() -> None:
    said = {known: publish(group(known, 10)).results.plain().get("n_apportees", 0) for known in (0, 1, 4, 5, 9)}
    assert said == {0: 0, 1: None, 4: None, 5: 5, 9: 9}


MIXED = st.lists(st.tuples(sheets(items=(ITEM,)), st.booleans()), min_size=5, max_size=17)
MOMENTS = st.lists(st.integers(1, 17), max_size=5)


def attacked(drawn: list[tuple[Sheet, bool]], moments: list[int]) -> tuple[list[Entry], list[list[frozenset[int]]]]:
    """Publish at each moment; return the entries, and the sums and the bases of shares that were ever seen."""
    entries = [Entry("s", str(number), sheet, known=known) for number, (sheet, known) in enumerate(drawn)]
    publication: Publication | None = None
    means: list[frozenset[int]] = []
    shares: list[frozenset[int]] = []
    people: list[frozenset[int]] = []
    for moment in [*sorted(moments), len(entries)]:
        publication = publish(entries[:moment], publication)
        means += sums(publication, entries)
        shares += bases(publication, entries)
        if publication.entries:
            people.append(frozenset(int(one.sheet_id) for one in publication.entries))
    return entries, [means, shares, people]


@settings(max_examples=120)
@given(MIXED, MOMENTS)
def test_who_knows_the_brought_sheets_isolates_nobody(drawn: list[tuple[Sheet, bool]], moments: list[int]) -> None:
    entries, seen = attacked(drawn, moments)
    for figures in seen:
        assert isolated(figures, len(entries)) is None
        assert isolated(without(figures, knowns(entries)), len(entries)) is None


@settings(max_examples=30)
@given(MIXED, MOMENTS, st.data())
def test_up_to_three_participants_who_join_the_trainer_find_no_one_person(
    drawn: list[tuple[Sheet, bool]], moments: list[int], data: st.DataObject
) -> None:
    """k people leave at least 5 - k: for k = 3 two, so that no single answer follows."""
    entries, seen = attacked(drawn, moments)
    unknown = sorted(set(range(len(entries))) - knowns(entries))
    k = data.draw(st.integers(1, 3))
    together = set(data.draw(st.permutations(unknown))[:k])
    for figures in seen:
        left = without(figures, knowns(entries) | together)
        found = isolated(left, len(entries))
        assert found is None or len(found) >= 5 - len(together)


def test_four_participants_do_find_the_fifth() -> None:
    """The limit that the note states: it holds for three and not for four."""
    entries, (means, _, _) = attacked([(one.sheet, False) for one in group(0, 5)], [])
    assert isolated(without(means, {0, 1, 2}), len(entries)) == {3, 4}
    assert isolated(without(means, {0, 1, 2, 3}), len(entries)) == {4}


def test_the_attack_does_find_what_the_rule_of_before_leaks() -> None:
    """With every sheet taken for an unknown one, as before, the trainer finds the one phone."""
    entries, (means, _, _) = attacked([(one.sheet, False) for one in group(9, 1)], [])
    assert isolated(means, len(entries)) is None
    assert isolated(without(means, set(range(9))), len(entries)) == {9}


@settings(max_examples=200)
@given(st.lists(st.booleans(), min_size=1, max_size=14), st.lists(st.sets(st.integers(0, 13)), max_size=6))
def test_no_sets_in_any_order_leave_a_small_atom(known: list[bool], drawn: list[set[int]]) -> None:
    n = len(known)
    atoms = Atoms(np.zeros(n, np.int32), np.zeros(n, np.int32), 5, known=np.array(known))
    shown = []
    for members in drawn:
        mask = np.array([number in members for number in range(n)])
        if mask.any() and atoms.publish(mask):
            shown.append(frozenset(members & set(range(n))))
    secret = {number for number, one in enumerate(known) if not one}
    assert isolated(shown, n) is None
    assert isolated([members & secret for members in shown if members & secret], n) is None


def test_a_small_atom_of_an_older_publication_is_left_alone_and_stops_nobody() -> None:
    """Nine known and one unknown were shown by a version that did not tell them apart."""
    labels = np.array([1] * 10 + [0] * 5, np.int32)
    known = np.array([True] * 9 + [False] * 6)
    atoms = Atoms(labels, np.zeros(15, np.int32), 5, known=known)
    divided = np.array([True] * 5 + [False] * 10)
    assert not atoms.publish(divided)
    assert atoms.publish(np.ones(15, np.bool_))
    assert len(set(atoms.labels.tolist())) == 2
