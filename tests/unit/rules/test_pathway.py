"""A path in time: nothing in a month to avoid, never more than what is given, what has begun does not move."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets.model.carnet.pathway import Pathway, PathwayStep
from pasapas_widgets.rules.orientation.pathway import HORIZON, hours_of, laid_out, lay_out, month_of, next_month

TODAY = dt.date(2026, 11, 23)
NOW = month_of(TODAY)


@st.composite
def paths(draw: st.DrawFn) -> Pathway:
    steps = tuple(
        PathwayStep(
            id=f"e{number}",
            service=draw(st.sampled_from(["S1", "S2", "S3", "S4"])),
            hours=draw(st.none() | st.integers(0, 80) | st.floats(0, 80)),
            month=draw(st.none() | st.integers(-6, 30).map(lambda n: next_month(NOW, n))),
            state=draw(st.sampled_from(["prevu", "en_cours", "fait", "reporte"])),
        )
        for number in range(draw(st.integers(0, 6)))
    )
    avoided = tuple(sorted(draw(st.sets(st.integers(1, 12)))))
    return Pathway(hours=draw(st.none() | st.integers(0, 60)), avoided=avoided, steps=steps)


@given(paths(), st.booleans())
def test_what_holds_of_every_layout(path: Pathway, keep: bool) -> None:
    found = lay_out(path, today=TODAY, keep=keep)
    months: dict[str, float] = defaultdict(float)
    steps: dict[str, float] = defaultdict(float)
    for one in found.shares:
        months[one.month] += one.hours
        steps[one.step] += one.hours
        assert int(one.month[5:]) not in path.avoided and one.hours > 0
    assert all(total <= (path.hours or 0) + 1e-4 for total in months.values())
    for step in path.steps:
        waits = step.state in ("prevu", "reporte")
        if waits:
            assert (step.id in found.starts) != (step.id in found.lacking), "placed whole, or said not to fit"
            assert all(NOW <= one.month < next_month(NOW, HORIZON) for one in found.shares if one.step == step.id)
            if step.id in found.starts and hours_of(step) > 0.01:
                assert math.isclose(steps[step.id], hours_of(step), abs_tol=1e-3)
            if step.state == "reporte" and step.month and step.id in found.starts:
                assert found.starts[step.id] >= step.month
        elif step.month:
            assert found.starts[step.id] == step.month, "what has begun or is done does not move"


@given(paths())
def test_laying_out_again_changes_nothing_and_moves_only_what_waits(path: Pathway) -> None:
    once = laid_out(path, today=TODAY)
    assert laid_out(once, today=TODAY) == once
    assert lay_out(once, today=TODAY, keep=True).starts == lay_out(once, today=TODAY).starts
    for before, after in zip(path.steps, once.steps, strict=True):
        if before.state in ("en_cours", "fait"):
            assert after == before
        assert msgspec.structs.replace(after, month=before.month) == before, "nothing but the month changes"


def test_reality_differs_and_the_rest_follows() -> None:
    steps = tuple(PathwayStep(id=id, service="S1", hours=8) for id in "abc")
    path = laid_out(Pathway(hours=8, avoided=(12, 7, 8), steps=steps), today=TODAY)
    assert [one.month for one in path.steps] == ["2026-11", "2027-01", "2027-02"]
    a, b, c = path.steps
    late = msgspec.structs.replace(
        path,
        steps=(
            msgspec.structs.replace(a, state="en_cours"),
            msgspec.structs.replace(b, state="reporte", month="2027-05"),
            c,
        ),
    )
    again = laid_out(late, today=dt.date(2027, 2, 10))
    assert [one.month for one in again.steps] == ["2026-11", "2027-05", "2027-02"]


def test_what_does_not_fit_is_said_with_its_hours() -> None:
    step = PathwayStep(id="a", service="S4", hours=30)
    found = lay_out(Pathway(hours=1, steps=(step,)), today=TODAY)
    assert found.lacking == {"a": 6.0} and not found.starts and found.last is None
    every_month = Pathway(hours=10, avoided=tuple(range(1, 13)), steps=(step,))
    assert lay_out(every_month, today=TODAY).lacking == {"a": 30}
    assert lay_out(Pathway(steps=(step,)), today=TODAY).lacking == {"a": 30}


def test_two_steps_of_one_path_have_two_identifiers() -> None:
    with pytest.raises(ValueError, match="identifiant"):
        Pathway(steps=(PathwayStep(id="a", service="S1"), PathwayStep(id="a", service="S2")))
