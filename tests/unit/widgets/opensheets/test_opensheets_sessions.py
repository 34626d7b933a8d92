"""Sheets of several sessions: read one at a time, completed by codes, never melted."""

from __future__ import annotations

import pytest
from opened_sheets import codes, faults, hand_over, open_sessions

from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets
from pasapas_widgets.widgets.opensheets.sessions import UNNAMED
from pasapas_widgets.widgets.radar.radar import Radar
from pasapas_widgets.widgets.results.results import Results


def test_two_sessions_are_read_one_at_a_time_the_last_beside_the_one_before(widget: OpenSheets) -> None:
    results, radar = Results(widget), Radar.of(widget)
    hand_over(widget, "sample", id="deux_vagues")
    waves = {
        wave: aggregate(one.sheet for one in widget.entries if one.session == wave) for wave in ("vague-1", "vague-2")
    }
    assert [(one["id"], one["n"]) for one in widget.sessions] == [("vague-1", 24), ("vague-2", 22)]
    assert (widget.total, widget.read, widget.compared) == (46, "vague-2", "vague-1")
    assert widget.results == results.results == waves["vague-2"].plain()
    assert widget.earlier["results"] == waves["vague-1"].plain()
    assert "vague-2" in results.session and results.session == widget.session
    assert [(one["kind"], one["n"], one["label"]) for one in radar.layers] == [
        ("group", 22, widget.session),
        ("earlier", 24, widget.earlier["label"]),
    ]

    hand_over(widget, "read", id="vague-1")
    assert (widget.read, widget.compared, widget.earlier) == ("vague-1", None, {})
    assert results.results == waves["vague-1"].plain() and "vague-1" in results.session
    assert [(one["kind"], one["n"]) for one in radar.layers] == [("group", 24)]
    hand_over(widget, "compare", id="vague-2")
    assert [(one["kind"], one["n"]) for one in radar.layers] == [("group", 24), ("earlier", 22)]
    hand_over(widget, "read", id="vague-2")
    assert widget.compared == "vague-1", "a session is never compared with itself"
    hand_over(widget, "compare", id=None)
    assert (widget.compared, widget.earlier) == (None, {})


def test_who_follows_never_sees_one_session_named_beside_the_figures_of_another(widget: OpenSheets) -> None:
    seen = []
    widget.observe(lambda _: seen.append((widget.session, widget.results["n_feuilles"])), names=["session", "results"])
    hand_over(widget, "sample", id="deux_vagues")
    hand_over(widget, "read", id="vague-1")
    assert {("vague-1" in session, n) for session, n in seen} == {(False, 22), (True, 24)}


def test_one_session_alone_offers_no_choice_and_keeps_its_plain_words(widget: OpenSheets) -> None:
    radar = Radar.of(widget)
    open_sessions(widget, mars=range(6))
    assert (widget.sessions, widget.session, widget.earlier) == ([], "", {})
    assert [one["label"] for one in radar.layers] == [radar.texts["calques"]["group"]]


def test_each_session_waits_for_its_own_step(widget: OpenSheets) -> None:
    open_sessions(widget, mars=range(6), juin=range(10, 17))
    june = widget.results
    open_sessions(widget, mars=range(6, 9))
    open_sessions(widget, juin=range(17, 19))
    assert (widget.read, widget.waiting, widget.results) == ("juin", 2, june)
    hand_over(widget, "read", id="mars")
    assert (widget.waiting, widget.results["n_feuilles"]) == (3, 6)
    open_sessions(widget, mars=range(9, 11))
    assert (widget.read, widget.waiting, widget.results["n_feuilles"]) == ("mars", 0, 11)


def test_codes_complete_the_only_session_and_stay_with_it_when_another_comes(widget: OpenSheets) -> None:
    open_sessions(widget, mars=range(6))
    hand_over(widget, "codes", text=codes(range(10, 15)))
    assert (widget.sessions, widget.results["n_feuilles"]) == ([], 11)
    open_sessions(widget, juin=range(20, 27))
    # Showing «mars» without the codes would show the codes by difference.
    assert [(one["id"], one["n"], one["unnamed"]) for one in widget.sessions] == [("mars", 11, 5), ("juin", 7, 0)]
    assert (widget.read, widget.results["n_feuilles"]) == ("juin", 7)
    assert widget.earlier["results"]["n_feuilles"] == 11


def test_a_session_that_was_shown_with_codes_comes_back_with_them(widget: OpenSheets) -> None:
    open_sessions(widget, mars=range(6))
    hand_over(widget, "codes", text=codes(range(10, 15)))
    open_sessions(widget, juin=range(20, 27))
    hand_over(widget, "remove", id=1)
    assert [(one["id"], one["n"]) for one in widget.sessions] == [("juin", 7), (UNNAMED, 5)]
    open_sessions(widget, mars=range(6))
    assert [(one["id"], one["n"]) for one in widget.sessions] == [("juin", 7), ("mars", 11)]


def test_sheets_without_a_session_stand_alone_beside_two_sessions(widget: OpenSheets) -> None:
    open_sessions(widget, mars=range(6), juin=range(10, 17))
    open_sessions(widget, sans=range(20, 25))
    hand_over(widget, "codes", text=codes(range(30, 33)))
    assert [(one["id"], one["n"]) for one in widget.sessions] == [("mars", 6), ("juin", 7), (UNNAMED, 8)]
    assert (widget.read, widget.compared) == ("juin", "mars")
    hand_over(widget, "read", id=UNNAMED)
    assert (widget.results["n_feuilles"], widget.waiting, widget.compared) == (5, 3, None)
    assert "mars" not in widget.session and widget.session


@pytest.mark.parametrize(("n", "left"), [(5, [("mars", 6), (UNNAMED, 5)]), (3, [])])
def test_codes_shown_apart_stay_apart_and_others_complete_the_session_that_is_left(
    widget: OpenSheets, n: int, left: list[tuple[str, int]]
) -> None:
    open_sessions(widget, mars=range(6))
    open_sessions(widget, juin=range(10, 17))
    hand_over(widget, "codes", text=codes(range(20, 20 + n)))
    # They were given while two sessions were open: nobody knows which one they complete.
    assert [(one["id"], one["n"]) for one in widget.sessions] == [("mars", 6), ("juin", 7), (UNNAMED, n)]
    hand_over(widget, "remove", id=2)
    assert [(one["id"], one["n"]) for one in widget.sessions] == left
    assert (widget.results["n_feuilles"], widget.waiting) == (6, 0 if left else n)


def test_a_session_is_taken_back_and_the_other_stays_as_it_was(widget: OpenSheets) -> None:
    open_sessions(widget, mars=range(6))
    open_sessions(widget, juin=range(10, 17))
    june = widget.results
    open_sessions(widget, mars=range(2, 11))  # five new ones
    hand_over(widget, "read", id="mars")
    hand_over(widget, "remove", id=1)  # two sheets are in the first only
    assert "impossible de retirer" in faults(widget)[0]
    hand_over(widget, "remove", id=3)
    assert (faults(widget), widget.results["n_feuilles"]) == ([], 6)
    hand_over(widget, "remove", id=1)
    assert (widget.sessions, widget.session, widget.results, widget.earlier) == ([], "", june, {})
    hand_over(widget, "clear")
    assert (widget.results, widget.loaded, widget.read, widget.compared) == ({}, [], "", None)


def test_a_session_of_a_file_named_like_the_codes_is_not_theirs(widget: OpenSheets) -> None:
    open_sessions(widget, codes=range(6), juin=range(10, 17))
    assert [one["id"] for one in widget.sessions] == ["codes", "juin"]


def test_a_session_that_is_not_open_cannot_be_read(widget: OpenSheets) -> None:
    hand_over(widget, "sample", id="deux_vagues")
    with pytest.raises(ValueError, match="vague-3"):
        widget.read_session("vague-3")
    assert widget.read == "vague-2"


def test_a_file_opened_after_everything_was_taken_back_is_no_sample(widget: OpenSheets) -> None:
    hand_over(widget, "sample", id="petite_maison_7")
    hand_over(widget, "clear")
    open_sessions(widget, mars=range(6))
    open_sessions(widget, juin=range(10, 17))
    assert widget.total == 13
