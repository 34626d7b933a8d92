"""The calendar of the plan, read back by icalendar: whole days, reminders, identifiers that stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from icalendar import Calendar
from msgspec.structs import replace
from taken_home import DAY, FIVE, TROUBLE, plain, source, texts, troubled

from pasapas_widgets.carnets.desk import Desk
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.exports.formats.words import cleaned
from pasapas_widgets.exports.interview.ics import interview_ics
from pasapas_widgets.exports.plan.ics import plan_ics
from pasapas_widgets.exports.source import Source
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.rules.changes import Change


def events(*plan: Action) -> list[Any]:
    return list(Calendar.from_ical(plan_ics(source(actions=plan))).walk("VEVENT"))


def days(*plan: Action) -> list[tuple[str, dt.date]]:
    return [(plain(str(one["SUMMARY"])).split(" : ")[0], one["DTSTART"].dt) for one in events(*plan)]


def test_first_steps_due_dates_and_reviews_are_whole_days() -> None:
    assert days(FIVE[0]) == [
        ("Premier pas", dt.date(2026, 11, 30)),
        ("Pour aujourd'hui", FIVE[0].due),
        ("Revue de l'action", FIVE[0].review),
    ]
    for one in events(*FIVE):
        assert type(one["DTSTART"].dt) is dt.date and one["DTSTART"].params["VALUE"] == "DATE"
        assert one["DTEND"].dt - one["DTSTART"].dt == dt.timedelta(days=1)
        assert one["TRANSP"] == "TRANSPARENT" and one["DTSTAMP"].dt == dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    assert len(events(*FIVE)) == 15


def test_each_day_has_its_reminder_in_the_morning() -> None:
    reminders = {}
    for one in events(FIVE[0]):
        (alarm,) = one.walk("VALARM")
        assert alarm["ACTION"] == "DISPLAY" and str(alarm["DESCRIPTION"])
        moment = dt.datetime.combine(one["DTSTART"].dt, dt.time()) + alarm["TRIGGER"].dt
        assert moment.hour == 9
        reminders[plain(str(one["SUMMARY"])).split(" : ")[0]] = (one["DTSTART"].dt - moment.date()).days
    assert reminders == {"Premier pas": 0, "Pour aujourd'hui": 7, "Revue de l'action": 14}


def test_an_event_says_who_how_and_why() -> None:
    said = plain(str(events(FIVE[0])[1]["DESCRIPTION"]))
    for told in (FIVE[0].first_steps, FIVE[0].owner, FIVE[0].indicator, "Porter un projet commun", "(L2-05)"):
        assert plain(told) in said


def test_identifiers_stay_when_the_action_changes_and_differ_between_actions() -> None:
    before = [str(one["UID"]) for one in events(*FIVE)]
    assert len(set(before)) == 15
    moved = [replace(one, title="Autre", owner="x", due=DAY + dt.timedelta(days=50), items=("L1-01",)) for one in FIVE]
    assert [str(one["UID"]) for one in events(*moved)] == before


def test_the_days_of_two_carnets_begun_with_the_same_example_stay_apart(tmp_path: Path) -> None:
    """Each is kept by its first change, as a group does that writes over the example; undoing keeps what it is."""
    found = []
    for folder in ("nord", "sud"):
        desk = Desk(Carnets(tmp_path / folder))
        desk.open_sample()
        desk.change([Change(op="set", path=("titre",), value="Équipe de nuit")])
        first = uids(desk.carnet)
        desk.undo()
        desk.redo()
        assert uids(desk.carnet) == uids(Carnet.from_json(desk.carnet.to_json())) == first, "a file given is the same"
        desk.change([Change(op="set", path=("titre",), value="Équipe du soir")])
        assert uids(desk.carnet) == first, "a name that changes moves no day"
        found.append(first)
    assert len(found[0]) > 5 and not found[0] & found[1]


def uids(carnet: Carnet) -> set[str]:
    made = (plan_ics(Source.of(carnet, day=DAY)), interview_ics(carnet, day=DAY))
    return {str(one["UID"]) for data in made for one in Calendar.from_ical(data).walk("VEVENT")}


def test_what_is_closed_or_reviewed_has_no_more_days() -> None:
    done = replace(FIVE[0], state="fait")
    assert [kind for kind, _ in days(done)] == ["Revue de l'action"]
    assert days(replace(done, decision="On garde")) == []
    assert [kind for kind, _ in days(replace(FIVE[0], due=None, review=None))] == ["Premier pas"]


def test_a_first_step_comes_before_the_due_date() -> None:
    soon = replace(FIVE[0], due=DAY + dt.timedelta(days=2))
    assert dict(days(soon))["Premier pas"] == soon.due
    late = replace(FIVE[0], due=DAY - dt.timedelta(days=2))
    assert dict(days(late))["Premier pas"] == DAY


def test_the_file_is_as_calendars_want_it() -> None:
    data = plan_ics(source())
    assert data == plan_ics(source())
    calendar = Calendar.from_ical(data)
    assert calendar["VERSION"] == "2.0" and calendar["METHOD"] == "PUBLISH" and calendar["PRODID"]
    assert "Maison Les Tilleuls" in str(calendar["X-WR-CALNAME"])
    lines = data.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 for line in lines) and b"\n" not in b"".join(lines)


def test_an_empty_plan_makes_an_empty_calendar() -> None:
    assert events() == []


def check(text: str) -> None:
    first = events(replace(troubled(text), decision=""))[0]
    if cleaned(text).strip():
        wanted = plain(cleaned(text))
        assert wanted in plain(str(first["DESCRIPTION"]))
    assert len(events(replace(troubled(text), decision=""))) == 3


@pytest.mark.parametrize("text", TROUBLE)
def test_texts_that_cause_trouble_come_back(text: str) -> None:
    check(text)


@settings(max_examples=80)
@given(texts)
def test_any_text_comes_back(text: str) -> None:
    check(text)
