"""One person whose sheet comes by several ways: as a file, as a code, in a table."""

from __future__ import annotations

from opened_sheets import codes, sheet

from pasapas_widgets.files.sheets import Entry, write_csv
from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets


def own_file(number: int) -> tuple[str, bytes]:
    return "feuille-pas-a-pas.json", sheet(number).to_json().encode()


def as_table(numbers: range, session: str = "mars") -> bytes:
    return write_csv([Entry(session, f"{number:02}", sheet(number)) for number in numbers]).encode()


def test_five_people_by_three_ways_are_five_before_and_after_they_are_shown(widget: OpenSheets) -> None:
    for number in range(5):
        widget.open_file(*own_file(number))
    assert (widget.total, widget.results["n_feuilles"]) == (5, 5)
    widget.open_codes(codes(range(5)))
    widget.open_file("t.csv", as_table(range(5), ""))
    widget.open_file("copie.csv", as_table(range(5), ""))
    assert (widget.total, widget.results["n_feuilles"], widget.waiting) == (5, 5, 0)
    assert [(one["n"], one["doubles"]) for one in widget.loaded] == [(1, 0)] * 5 + [(5, 5)] * 3


def test_a_table_that_holds_people_shown_before_it_shows_nobody_by_difference(widget: OpenSheets) -> None:
    for number in range(5):
        widget.open_file(*own_file(number))
    before = widget.results
    widget.open_file("t.csv", as_table(range(9)))
    assert (widget.total, widget.waiting, widget.results) == (9, 4, before)
    widget.open_file("t.csv", as_table(range(20)))
    assert (widget.total, widget.waiting, widget.results["n_feuilles"]) == (20, 0, 20)
