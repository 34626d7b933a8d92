"""Whatever is opened, chosen and taken back, no session is melted and nobody is isolated."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opened_sheets import codes, hand_over, open_sessions
from test_disclosure import reduced

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.rules.aggregation import Publication, load_thresholds
from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets
from pasapas_widgets.widgets.opensheets.sessions import FROM_CODES, UNNAMED

ITEM = load_questionnaire().item_ids[0]
SESSIONS = ("mars", "juin", "sans")
OPENING = st.one_of(
    st.tuples(st.just("file"), st.dictionaries(st.sampled_from(SESSIONS[:2]), st.integers(2, 7), min_size=1)),
    st.tuples(st.sampled_from(["sans", "codes"]), st.integers(1, 6)),
)
CHOICE = st.tuples(st.sampled_from(["read", "compare"]), st.sampled_from([*SESSIONS[:2], UNNAMED]))
REMOVAL = st.tuples(st.just("remove"), st.integers(1, 6))


def do(widget: OpenSheets, gesture: str, what: Any, fresh: range) -> None:
    """Do one gesture; sheets that come are numbered from ``fresh``, so that each comes once."""
    if gesture in ("read", "compare"):
        if any(one["id"] == what for one in widget.sessions):
            hand_over(widget, gesture, id=what)
    elif gesture == "remove":
        if any(one["id"] == what for one in widget.loaded):
            hand_over(widget, "remove", id=what)
    elif gesture == "codes":
        hand_over(widget, "codes", text=codes(fresh[:what]))
    elif gesture == "sans":
        open_sessions(widget, sans=fresh[:what])
    else:
        open_sessions(widget, **{name: fresh[20 * i :][:n] for i, (name, n) in enumerate(what.items())})


def counted(publication: Publication) -> frozenset[tuple[str, str]]:
    """The sheets whose sum an item's mean tells, checked against the figure itself."""
    found = [
        entry
        for entry, label in zip(publication.entries, publication.answered[:, 0], strict=True)
        if label and ITEM in entry.sheet.answers
    ]
    shown = publication.results.items[ITEM]
    assert (shown.n_answers or 0) == len(found)
    if found:
        levels = [entry.sheet.answers[ITEM] for entry in found]
        assert shown.mean == pytest.approx((sum(levels) / len(levels) - 1) / 3 * 100)  # type: ignore[arg-type]
    return frozenset((entry.session, entry.sheet_id) for entry in found)


def played(gestures: list[tuple[str, Any]]) -> set[frozenset[tuple[str, str]]]:
    """Do the gestures, check after each what is shown, and return the sets of sheets whose sums were ever told."""
    widget, known = OpenSheets(), set()
    for turn, (gesture, what) in enumerate(gestures):
        do(widget, gesture, what, range(100 * turn, 100 * turn + 40))
        groups = widget._open.publications
        for name, publication in groups.items():
            of = {entry.session for entry in publication.entries} - {UNNAMED, FROM_CODES}
            assert of <= {name}, "a table counts one session, or the unnamed sheets with a single one"
            sheets = counted(publication)
            assert not sheets or people(sheets) >= load_thresholds().mean
            known.add(sheets)
        assert widget.results == (groups[widget.read].results.plain() if groups else {})
        assert bool(widget.earlier) == (widget.compared is not None)
        if widget.compared is not None:
            assert widget.earlier["results"] == groups[widget.compared].results.plain()
            assert widget.compared != widget.read
        assert sum(one["n"] for one in widget.sessions) in (0, widget.total)
    return known - {frozenset()}


def people(sheets: frozenset[tuple[str, str]]) -> int:
    """The fewest people that those sheets can be: those of the largest session."""
    return max(Counter(session for session, _ in sheets).values())


def isolated(known: set[frozenset[tuple[str, str]]]) -> frozenset[tuple[str, str]] | None:
    """Return sheets of one to four people whose answers some combination of the known sums depends on alone, or None.

    Sheets that are in the same known sets are reached together or not at all: the search is over those atoms.
    """
    told = sorted(known, key=sorted)
    atoms: dict[tuple[int, ...], list[tuple[str, str]]] = {}
    for sheet_key in sorted(frozenset().union(*told)):
        atoms.setdefault(tuple(int(sheet_key in one) for one in told), []).append(sheet_key)
    rows = [list(row) for row in zip(*atoms, strict=True)]
    rank = len(reduced(rows))
    members = list(atoms.values())
    small = [place for place, one in enumerate(members) if people(frozenset(one)) < 5]
    for size in range(1, len(small) + 1):
        for places in combinations(small, size):
            reached = frozenset(one for place in places for one in members[place])
            others = [[value for place, value in enumerate(row) if place not in places] for row in rows]
            if people(reached) < 5 and len(reduced(others)) < rank:
                return reached
    return None


def test_the_attack_finds_codes_shown_with_a_session_that_is_then_shown_alone() -> None:
    session, code = [("mars", str(n)) for n in range(6)], [(FROM_CODES, str(n)) for n in range(3)]
    assert isolated({frozenset(session + code), frozenset(session)}) == frozenset(code)
    assert isolated({frozenset(session + code), frozenset(("juin", str(n)) for n in range(6))}) is None


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(OPENING, OPENING, CHOICE), min_size=3, max_size=8))
def test_whatever_is_opened_and_chosen_no_session_is_melted_and_nobody_is_isolated(
    gestures: list[tuple[str, Any]],
) -> None:
    assert isolated(played(gestures)) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(OPENING, OPENING, CHOICE, REMOVAL), min_size=3, max_size=9))
def test_whatever_is_taken_back_no_session_is_melted(gestures: list[tuple[str, Any]]) -> None:
    played(gestures)
