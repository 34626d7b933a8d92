"""«S'orienter» without a browser: messages taken, the path laid out as one change, what no longer holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pasapas_widgets import CarnetDesk, Eligibility, Orientation
from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.carnet.pathway import Pathway, PathwayStep

TODAY = dt.date(2026, 11, 23)
STEPS = (PathwayStep(id="a", service="S1"), PathwayStep(id="b", service="S2"))


def shown(folder: Path, path: Pathway) -> tuple[CarnetDesk, Orientation]:
    carnets = Carnets(folder / "carnets")
    carnets.create(msgspec.structs.replace(sample_carnet(), pathway=path))
    desk = CarnetDesk(carnets)
    return desk, Orientation(desk, today=TODAY)


def send(widget: Any, **message: Any) -> None:
    widget.incoming = {"messages": [{"seq": widget.seen + 1} | message]}


def test_laying_out_is_one_change_that_is_saved_and_undone(tmp_path: Path) -> None:
    desk, widget = shown(tmp_path, Pathway(hours=6, steps=STEPS))
    assert widget.timing["a_poser"] == ["a", "b"] and not widget.timing["parts"]
    send(widget, verb="lay_out")
    kept = desk.desk.carnets.read(desk.desk.id).carnet.pathway
    assert [one.month for one in kept.steps] == ["2026-11", "2026-12"]
    assert sum(one["heures"] for one in widget.timing["parts"]) == 18 and widget.ack == widget.seen
    send(widget, verb="undo")
    assert [one.month for one in desk.desk.carnet.pathway.steps] == [None, None]


def test_what_no_longer_holds_is_said(tmp_path: Path) -> None:
    past = msgspec.structs.replace(STEPS[0], month="2026-09")
    avoided = msgspec.structs.replace(STEPS[1], month="2026-12")
    _, widget = shown(tmp_path, Pathway(hours=12, avoided=(12,), steps=(past, avoided)))
    assert {one["etape"]: one["raison"] for one in widget.timing["fautes"]} == {"a": "passee", "b": "deplacee"}
    send(widget, verb="change", changes=[{"op": "set", "path": ["parcours", "heures_par_mois"], "value": 0.1}])
    assert {one["raison"] for one in widget.timing["fautes"]} == {"manque"}


@pytest.mark.parametrize("value", [-1, "beaucoup", 5000])
def test_a_pace_that_is_none_is_refused_and_said(tmp_path: Path, value: Any) -> None:
    desk, widget = shown(tmp_path, Pathway(hours=6))
    send(widget, verb="change", changes=[{"op": "set", "path": ["parcours", "heures_par_mois"], "value": value}])
    assert desk.desk.carnet.pathway.hours == 6 and widget.refusals[-1]["phrase"]


def test_the_form_answers_for_each_site_and_leaves_out_what_is_none() -> None:
    form = Eligibility(today=TODAY)
    site = {"id": "s1", "departement": "27", "autorisation": "ASE", "date": "2024-11-04"}
    form.sites = [site, {**site, "id": "s2", "departement": ""}, {"id": "s3"}, {**site, "id": "s4", "date": "demain"}]
    assert [(one["id"], one["regle"]) for one in form.answers] == [("s1", "D8"), ("s2", "D1")]
