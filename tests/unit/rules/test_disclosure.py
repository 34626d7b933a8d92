"""Attack what is published: no table, no difference of tables, no sequence of publications isolates under five people.

The attacker is given more than any real one has: who answered which item, who has which profile, and every figure
ever published. What is unknown is how each person answered. A published mean with its count is a sum over a known set
of people: one linear equation. The attack succeeds if some combination of those equations speaks of one to four
people only, which is decided exactly, by the rank of a matrix over the rationals (modulo a large prime).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Q, sheets

from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules.aggregation import Publication, aggregate, aggregate_entries, publish

ITEM = "L1-01"
PRIME = 2_147_483_647


def reduced(rows: Iterable[list[int]]) -> list[list[int]]:
    """Return an echelon basis of the rows, modulo a large prime."""
    basis: list[list[int]] = []
    for row in rows:
        row = row[:]
        for known in basis:
            lead = next(i for i, value in enumerate(known) if value)
            if row[lead]:
                factor = row[lead] * pow(known[lead], -1, PRIME)
                row = [(a - factor * b) % PRIME for a, b in zip(row, known, strict=True)]
        if any(row):
            basis.append(row)
    return basis


def isolated(published: Iterable[frozenset[int]], n: int) -> set[int] | None:
    """Return one to four people whose answers some combination of the published sums depends on alone, or None."""
    rows = [[int(i in members) for i in range(n)] for members in set(published)]
    rank = len(reduced(rows))
    for size in range(1, 5):
        for people in combinations(range(n), size):
            # A combination touches nobody else if, without these people's columns, the rows lose rank.
            others = [[value for i, value in enumerate(row) if i not in people] for row in rows]
            if len(reduced(others)) < rank:
                return set(people)
    return None


def sums(publication: Publication, entries: list[Entry], *, item: str = ITEM) -> list[frozenset[int]]:
    """Return the sets of people whose sums a publication tells for one item, each checked against the figure itself."""
    index = {entry.sheet_id: number for number, entry in enumerate(entries)}
    column = Q.item_ids.index(item)
    shown = publication.results.items[item]
    counted = [
        entry for entry, label in zip(publication.entries, publication.answered[:, column], strict=True) if label
    ]
    found = []
    if shown.n_answers is not None:
        groups = [(shown.n_answers, shown.mean, counted)]
        for name, profile in publication.results.profiles.items():
            if item in profile.items:
                cell = profile.items[item]
                groups.append((cell.n_answers, cell.mean, [e for e in counted if e.sheet.profile == name]))
        for count, mean, people in groups:
            levels = [person.sheet.answers[item] for person in people]
            assert count == len(levels) and mean == pytest.approx((sum(levels) / count - 1) / 3 * 100)  # type: ignore[arg-type]
            found.append(frozenset(index[person.sheet_id] for person in people))
    return found


def bases(publication: Publication, entries: list[Entry], *, item: str = ITEM) -> list[frozenset[int]]:
    """Return the set of people behind the published share of «je ne sais pas»."""
    index = {entry.sheet_id: number for number, entry in enumerate(entries)}
    column = Q.item_ids.index(item)
    base = [entry for entry, label in zip(publication.entries, publication.asked[:, column], strict=True) if label]
    share = publication.results.items[item].not_known_share
    assert (share is None) == (not base)
    if share is None:
        return []
    assert share == pytest.approx(sum(e.sheet.answers[item] == "NSP" for e in base) / len(base))
    return [frozenset(index[entry.sheet_id] for entry in base)]


def arrivals(drawn: list[Sheet]) -> list[Entry]:
    return [Entry("s", str(number), sheet) for number, sheet in enumerate(drawn)]


GROUPS = st.lists(sheets(items=(ITEM,)), min_size=5, max_size=17)


@settings(max_examples=60)
@given(GROUPS)
def test_no_combination_of_one_table_isolates_anyone(drawn: list[Sheet]) -> None:
    entries = arrivals(drawn)
    publication = publish(entries)
    assert isolated(sums(publication, entries), len(entries)) is None
    assert isolated(bases(publication, entries), len(entries)) is None


@settings(max_examples=60)
@given(GROUPS, st.lists(st.integers(1, 17), max_size=5))
def test_no_combination_of_successive_tables_isolates_anyone(drawn: list[Sheet], moments: list[int]) -> None:
    entries = arrivals(drawn)
    publication, known, shares = None, [], []
    for moment in [*sorted(moments), len(entries)]:
        publication = publish(entries[:moment], publication)
        known += sums(publication, entries)
        shares += bases(publication, entries)
    assert isolated(known, len(entries)) is None
    assert isolated(shares, len(entries)) is None


@settings(max_examples=40)
@given(GROUPS, st.data())
def test_changed_and_withdrawn_sheets_change_nothing_that_was_shown(drawn: list[Sheet], data: st.DataObject) -> None:
    first = publish(arrivals(drawn))
    kept = [entry for entry in arrivals(drawn) if data.draw(st.booleans())]
    changed = [Entry("s", entry.sheet_id, data.draw(sheets(items=(ITEM,)))) for entry in kept]
    second = publish(changed, first)
    if first.entries:
        assert second.results == first.results


def test_four_new_sheets_wait_and_the_fifth_opens_them() -> None:
    answers = [2] * 10 + [4] * 5
    entries = arrivals([Sheet(questionnaire=Q.id, version=Q.version, answers={ITEM: level}) for level in answers])
    first = publish(entries[:10])
    for late in range(1, 5):
        waiting = publish(entries[: 10 + late], first)
        assert waiting.results == first.results and waiting.waiting == late
    second = publish(entries, first)
    assert second.waiting == 0 and second.results.n_sheets == 15
    assert second.results.items[ITEM].n_answers == 15


def test_an_item_that_few_newcomers_answered_keeps_its_earlier_figure() -> None:
    """Five sheets come but one answers the item: refreshing its mean would tell that one answer."""
    people = [Sheet(questionnaire=Q.id, version=Q.version, answers={ITEM: 2, "L1-02": 3}) for _ in range(10)]
    people += [Sheet(questionnaire=Q.id, version=Q.version, answers={"L1-02": 1}) for _ in range(4)]
    people += [Sheet(questionnaire=Q.id, version=Q.version, answers={ITEM: 4, "L1-02": 1})]
    entries = arrivals(people)
    second = publish(entries, publish(entries[:10]))
    assert second.results.items[ITEM].n_answers == 10
    assert second.results.items[ITEM].mean == pytest.approx(100 / 3)
    assert second.results.items["L1-02"].n_answers == 15


def test_the_same_people_in_two_sessions_are_not_counted_twice() -> None:
    sheet = Sheet(questionnaire=Q.id, version=Q.version, answers={ITEM: 2})
    four_twice = [Entry(wave, str(n), sheet) for wave in ("vague-1", "vague-2") for n in range(4)]
    shown = aggregate_entries(four_twice).items[ITEM]
    assert shown.mean is None and shown.reason == "personnes < 5"
    six_twice = [Entry(wave, str(n), sheet) for wave in ("vague-1", "vague-2") for n in range(6)]
    shown = aggregate_entries(six_twice).items[ITEM]
    assert shown.n_answers == 12 and shown.distribution is None


def test_the_attack_does_find_what_naive_rules_leak() -> None:
    """The attacker is real: it breaks «every cell has five», «batches of five» alone, and refreshing at each answer."""
    everyone = frozenset(range(12))
    assert isolated([everyone, frozenset(range(8))], 12) == {8, 9, 10, 11}
    assert isolated([everyone, frozenset(range(5)), frozenset(range(5, 10))], 12) == {10, 11}
    assert isolated([frozenset(range(10)), frozenset(range(11))], 11) == {10}
    assert isolated([frozenset(range(6)), frozenset(range(3, 9)), frozenset({0, 1, 2, 6, 7, 8})], 9) == {0, 1, 2}
    assert isolated([everyone, frozenset(range(7))], 12) is None


@settings(max_examples=100)
@given(st.lists(sheets(), max_size=12))
def test_what_is_withheld_is_nowhere_in_the_results(drawn: list[Sheet]) -> None:
    results = aggregate(drawn).plain()
    hidden = {item for item, shown in results["items"].items() if shown["moyenne"] is None}
    assert hidden.isdisjoint(results["priorites"])
    for item in hidden:
        assert all(results["items"][item][key] is None for key in ("n_notes", "classe", "dispersion", "distribution"))
        assert all(item not in profile["items"] for profile in results["profils"].values())
    figures: list[Any] = [results["n_feuilles"]]
    for profile in results["profils"].values():
        figures += [profile["n"], *(cell["n_notes"] for cell in profile["items"].values())]
    assert all(count is None or count >= 5 for count in figures[1:])
