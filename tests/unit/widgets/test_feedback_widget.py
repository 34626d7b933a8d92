"""Feedback sheets on a desk: received ones are marked, refusals are sentences, one file at a time."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from pasapas_widgets import CarnetDesk, FeedbackSheets
from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.exports.feedback.contents import shared
from pasapas_widgets.model.carnet.grouptalk import load_examples

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def shelf(tmp_path: Path) -> FeedbackSheets:
    carnets = Carnets(tmp_path)
    carnets.create(sample_carnet())
    return FeedbackSheets(CarnetDesk(carnets), today=DAY)


def send(widget: Any, **message: Any) -> None:
    widget.incoming = {"messages": [{"seq": widget.seen + 1} | message]}


def test_a_received_sheet_is_saved_marked_and_can_be_undone(shelf: FeedbackSheets) -> None:
    before = shelf.desk.carnet
    send(shelf, verb="receive", name="fiche.json", data=shared(load_examples()[0]))
    assert shelf.refusals == [] and shelf.ack == shelf.seen
    assert shelf.desk.carnet.feedback[-1].elsewhere
    send(shelf, verb="undo")
    assert shelf.desk.carnet == before


@pytest.mark.parametrize(
    "message",
    [
        {"verb": "receive", "name": "x.json", "data": b"{}"},
        {"verb": "receive", "name": "x.json", "data": b" " * 300_000},
        {"verb": "receive"},
        {"verb": "download", "id": "absent", "format": "pdf"},
        {"verb": "download", "id": "r1", "format": "exe"},
    ],
)
def test_what_cannot_be_done_is_refused_in_french(shelf: FeedbackSheets, message: dict[str, Any]) -> None:
    before = shelf.desk.carnet
    send(shelf, **message)
    assert shelf.refusals[-1]["phrase"].endswith(".")
    assert shelf.desk.carnet == before and shelf.file is None


@pytest.mark.parametrize(("format", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("json", b"{")])
def test_one_sheet_is_handed_over(shelf: FeedbackSheets, format: str, start: bytes) -> None:
    send(shelf, verb="download", id="r1", format=format)
    assert shelf.file and shelf.file.startswith(start)
    assert shelf.file_name.startswith("retour-une-fiche-de-prise") and shelf.file_name.endswith(f".{format}")


def test_what_looks_like_a_person_is_flagged_field_by_field(shelf: FeedbackSheets) -> None:
    change = {"op": "set", "path": ["retours", "r1", "conseils"], "value": "Demander à Mme Durand."}
    send(shelf, verb="change", changes=[change])
    assert shelf.traces["r1"] == {"conseils": [{"genre": "nom", "texte": "Durand"}]}
    json.dumps([shelf.traces, shelf.examples, shelf.items, shelf.advice_words])
