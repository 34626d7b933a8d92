"""Sheets that are opened, waited for and taken back, without a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from opened_sheets import codes, faults, hand_over, sheet, sheets_file

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.files.sheets import SheetFileError
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets
from pasapas_widgets.widgets.radar.radar import Radar
from pasapas_widgets.widgets.results.results import Results


def test_a_sample_is_opened_and_both_followers_show_it(widget: OpenSheets) -> None:
    results, radar = Results(widget), Radar.of(widget)
    hand_over(widget, "sample", id="equipe_24")
    assert faults(widget) == []
    assert [one["n"] for one in widget.loaded] == [24]
    assert widget.samples[0]["label"] == "Équipe de 24 personnes"
    assert widget.loaded[0]["name"] == "Équipe de 24 personnes (exemple inventé)"
    assert results.results == widget.results
    assert widget.results["n_feuilles"] == 24
    assert radar.layers[0]["n"] == 24


def test_every_sample_is_offered_by_its_title_and_can_be_opened_or_says_why(widget: OpenSheets) -> None:
    assert [one["id"] for one in widget.samples] == [
        path.parent.name if path.stem == "vagues" else path.stem for path in _samples()
    ]
    for one in widget.samples:
        hand_over(widget, "sample", id=one["id"])
        assert bool(faults(widget)) == (one["id"] == "fautes")


def _samples() -> list[Any]:
    folders = (samples_dir(), samples_dir() / "dossiers")
    packages = {one: json.loads((one / "datapackage.json").read_text(encoding="utf-8")) for one in folders}
    return [folder / resource["path"] for folder, package in packages.items() for resource in package["resources"]]


def test_a_file_arrives_as_bytes_of_a_message(widget: OpenSheets) -> None:
    data = memoryview((samples_dir() / "petite_maison_7.csv").read_bytes())
    hand_over(widget, "file", name="mars.csv", data=data)
    assert (widget.total, widget.results["n_feuilles"]) == (7, 7)
    assert widget.loaded[0]["name"] == "mars.csv"
    assert widget.incoming == {}  # the raw answers are not kept in the state of the widget


def test_a_faulty_file_is_said_and_leaves_what_is_open_untouched(widget: OpenSheets) -> None:
    hand_over(widget, "file", name="mars.json", data=sheets_file(range(6)))
    before = (widget.results, widget.loaded, widget.total, widget.waiting, widget.entries)
    hand_over(widget, "file", name="faux.csv", data=b"seance,feuille,profil,item,reponse\na,1,,L1-01,9\n")
    assert len(faults(widget)) == 1
    assert "faux.csv" in faults(widget)[0]
    assert "ligne 2" in faults(widget)[0]
    assert (widget.results, widget.loaded, widget.total, widget.waiting, widget.entries) == before
    hand_over(widget, "codes", text=codes(range(20, 21)))
    assert faults(widget) == []


def test_files_chosen_together_keep_the_faults_of_each(widget: OpenSheets) -> None:
    hand_over(widget, "file", name="un.csv", data=b"PK\x03\x04")
    hand_over(widget, "file", name="deux.json", data=sheets_file(range(5)))
    hand_over(widget, "file", name="trois.csv", data=b"")
    assert [fault.split(".csv")[0] for fault in faults(widget, since=1)] == ["un", "trois"]
    assert widget.total == 5


def test_a_whole_chat_is_accepted_and_its_damaged_line_named(widget: OpenSheets) -> None:
    text = codes(range(6))
    wrong = encode(sheet(9))
    wrong = wrong[:-1] + ("0" if wrong[-1] != "0" else "2")
    hand_over(widget, "codes", text=f"{text}\nDom : {wrong}\n")
    assert (widget.total, widget.results["n_feuilles"]) == (6, 6)
    assert len(faults(widget)) == 1
    assert "Ligne 7" in faults(widget)[0]
    assert wrong in faults(widget)[0]


def test_a_text_without_a_code_is_said(widget: OpenSheets) -> None:
    hand_over(widget, "codes", text="Bonjour à toutes et à tous")
    assert "Aucun code" in faults(widget)[0]
    assert widget.loaded == []


def test_a_sheet_met_twice_counts_once(widget: OpenSheets) -> None:
    hand_over(widget, "codes", text=codes(range(6)))
    hand_over(widget, "codes", text=codes(range(3, 9)))
    assert widget.total == 9
    assert [one["doubles"] for one in widget.loaded] == [0, 3]


def test_a_sheet_with_other_answers_under_the_same_name_is_refused(widget: OpenSheets) -> None:
    head = "seance,feuille,profil,item,reponse\n"
    hand_over(widget, "file", name="a.csv", data=(head + "mars,1,,L1-01,3\n").encode())
    hand_over(widget, "file", name="b.csv", data=(head + "mars,1,,L1-01,2\n").encode())
    assert "b.csv" in faults(widget)[0]
    assert widget.total == 1


def test_results_change_by_steps_and_the_others_wait(widget: OpenSheets) -> None:
    step = load_thresholds().difference
    hand_over(widget, "codes", text=codes(range(step)))
    shown = widget.results
    assert shown["n_feuilles"] == step
    for number in range(step, 2 * step - 1):
        hand_over(widget, "codes", text=codes(range(number, number + 1)))
        assert widget.results == shown
        assert widget.waiting == number + 1 - step
    hand_over(widget, "codes", text=codes(range(2 * step - 1, 2 * step)))
    assert (widget.results["n_feuilles"], widget.waiting, widget.step) == (2 * step, 0, step)


def test_too_few_sheets_show_no_figure(widget: OpenSheets) -> None:
    hand_over(widget, "codes", text=codes(range(4)))
    assert (widget.total, widget.waiting) == (4, 4)
    assert all(one["moyenne"] is None and one["part_nsp"] is None for one in widget.results["items"].values())


def test_waiting_sheets_can_be_taken_back(widget: OpenSheets) -> None:
    hand_over(widget, "codes", text=codes(range(6)))
    shown = widget.results
    hand_over(widget, "codes", text=codes(range(6, 8)))
    hand_over(widget, "remove", id=2)
    assert (faults(widget), widget.total, widget.waiting, widget.results) == ([], 6, 0, shown)


def test_shown_sheets_are_taken_back_only_if_their_difference_is_safe(widget: OpenSheets) -> None:
    hand_over(widget, "codes", text=codes(range(6)))
    hand_over(widget, "codes", text=codes(range(3, 11)))  # five new ones: the second step
    assert widget.results["n_feuilles"] == 11
    hand_over(widget, "remove", id=1)  # three sheets are in the first only: their answers would be a difference
    assert "impossible de retirer" in faults(widget)[0]
    assert (widget.total, len(widget.loaded)) == (11, 2)
    hand_over(widget, "remove", id=2)
    assert faults(widget) == []
    assert (widget.total, widget.results["n_feuilles"]) == (6, 6)


def test_taking_back_the_last_file_or_everything_empties_the_results(widget: OpenSheets) -> None:
    for task in ({"verb": "remove", "id": 1}, {"verb": "clear"}):
        hand_over(widget, "codes", text=codes(range(6)))
        hand_over(widget, **task)
        assert (widget.results, widget.loaded, widget.total, widget.waiting) == ({}, [], 0, 0)


def test_a_sample_gives_way_to_real_sheets_and_is_not_opened_over_them(widget: OpenSheets) -> None:
    hand_over(widget, "sample", id="equipe_24")
    hand_over(widget, "sample", id="petite_maison_7")
    assert (widget.total, widget.results["n_feuilles"]) == (7, 7)
    hand_over(widget, "codes", text=codes(range(6)))
    assert (widget.total, widget.results["n_feuilles"]) == (6, 6)
    hand_over(widget, "sample", id="equipe_24")
    assert "ne se mélange pas" in faults(widget)[0]
    assert widget.total == 6


def test_from_python_errors_are_raised(widget: OpenSheets) -> None:
    with pytest.raises(ValueError, match="choisir parmi equipe_24"):
        widget.open_sample("../equipe_24")
    with pytest.raises(SheetFileError, match=r"fautes\.csv"):
        widget.open_sample("fautes")
