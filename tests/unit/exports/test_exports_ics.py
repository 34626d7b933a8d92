"""The calendar of the plan, read back by icalendar: whole days, reminders, identifiers that stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from icalendar import Calendar
from msgspec.structs import replace
from taken_home import DAY, FIVE, TROUBLE, numbered, plain, source, texts, troubled

from pasapas_widgets.carnets.desk import Desk
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.exports.formats.words import cleaned
from pasapas_widgets.exports.interview.ics import interview_ics
from pasapas_widgets.exports.plan.ics import plan_ics
from pasapas_widgets.exports.source import Source
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.interview import Interview
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.rules.changes import Change

NOW = dt.datetime.combine(DAY, dt.time(), dt.UTC)


def events(*plan: Action, now: dt.datetime = NOW) -> list[Any]:
    return list(Calendar.from_ical(plan_ics(source(actions=plan), now=now)).walk("VEVENT"))


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
    for told in (
        FIVE[0].first_steps,
        FIVE[0].owner,
        FIVE[0].indicator,
        "Porter un projet commun",
        f"({numbered('L2-05')})",
    ):
        assert plain(told) in said


def test_identifiers_stay_when_the_action_changes_and_differ_between_actions() -> None:
    before = [str(one["UID"]) for one in events(*FIVE)]
    assert len(set(before)) == 15
    moved = [replace(one, title="Autre", owner="x", due=DAY + dt.timedelta(days=50), items=("L1-01",)) for one in FIVE]
    assert [str(one["UID"]) for one in events(*moved)] == before


def test_a_due_date_that_moves_within_the_hour_moves_in_the_calendar_that_has_it() -> None:
    """RFC 5546: of two events with one UID, the higher SEQUENCE wins, then the later DTSTAMP."""
    due = events(FIVE[0], now=NOW + dt.timedelta(hours=9))[1]
    later = replace(FIVE[0], due=DAY + dt.timedelta(days=50))
    for after in (dt.timedelta(hours=9, seconds=5), dt.timedelta(hours=9, minutes=4)):
        again = events(later, now=NOW + after)[1]
        assert again["UID"] == due["UID"] and again["DTSTART"].dt == later.due != due["DTSTART"].dt
        assert again["DTSTAMP"].dt == again["LAST-MODIFIED"].dt == NOW + after
        assert (again["SEQUENCE"], again["DTSTAMP"].dt) > (due["SEQUENCE"], due["DTSTAMP"].dt)
    assert again["SEQUENCE"] == due["SEQUENCE"] + 4


def test_the_moment_of_the_export_is_now_and_never_before_the_first_number() -> None:
    meeting = Interview(day=DAY)
    for data in (plan_ics(source()), interview_ics(Carnet(interview=meeting), day=DAY)):
        for one in Calendar.from_ical(data).walk("VEVENT"):
            assert abs(one["DTSTAMP"].dt - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=10)
    flat = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)  # a computer whose battery is flat
    old = interview_ics(Carnet(interview=meeting), day=DAY, now=flat)
    numbers = {one["SEQUENCE"] for one in [*events(*FIVE, now=flat), *Calendar.from_ical(old).walk("VEVENT")]}
    assert numbers == {0}


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
    data = plan_ics(source(), now=NOW)
    assert data == plan_ics(source(), now=NOW)
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
