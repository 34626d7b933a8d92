"""The days around the interview as a calendar: what to do before, the interview, telling the teams, the follow-up."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.exports.formats.calendars import stamps
from pasapas_widgets.exports.formats.words import cleaned, shortened
from pasapas_widgets.exports.interview.outcome import return_day
from pasapas_widgets.exports.source import Source
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.kit.interviewguide import load_interview_guide

__all__ = ["InterviewDay", "interview_days", "interview_ics"]

_NAMESPACE = uuid.UUID("0b7a3f52-6c0e-4d9a-9a63-2f1f5c1f7e55")
"""Ours, for ever: the identifiers of events are made in it."""
_MORNING = dt.timedelta(hours=9)


class InterviewDay(Struct, frozen=True):
    """A day around the interview: its kind, when it is, and what it is for."""

    kind: str
    day: dt.date
    text: str


def interview_days(carnet: Carnet) -> Iterator[InterviewDay]:
    """Yield the days in their order; only the follow-up where the interview has no day yet."""
    texts, meeting = interface("interviewnote")["calendrier"], carnet.interview
    if meeting.day:
        for one in load_interview_guide().before:
            yield InterviewDay(one.id, one.day(meeting.day), typeset(one.what))
        yield InterviewDay("entretien", meeting.day, texts["entretien"])
        yield InterviewDay("retour", return_day(meeting.day), texts["retour"])
    if meeting.outcome.follow_up:
        yield InterviewDay("point", meeting.outcome.follow_up, texts["point"])


def interview_ics(carnet: Carnet, *, day: dt.date, now: dt.datetime | None = None) -> bytes:
    """Return the days around the interview as an iCalendar file (RFC 5545), each a whole day with a reminder.

    Identifiers come from that of the carnet (where it has none, from its name) and the kind of day: taking the file
    again moves events rather than doubling them. ``day`` is written on the note, ``now`` is the moment of the export:
    this one where left out.
    """
    from icalendar import Alarm, Calendar, Event

    heading = shortened(cleaned(Source.of(carnet, day=day).heading), 80)
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//Carnets Pas a pas//Entretien//FR"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("x-wr-calname", typeset(interface("interviewnote")["calendrier"]["nom"].format(titre=heading))),
    ):
        calendar.add(name, value)
    for one in interview_days(carnet):
        event, alarm = Event(), Alarm()
        for key, told in (
            ("uid", f"{uuid.uuid5(_NAMESPACE, f'{carnet.id or heading} {one.kind}')}@carnets-pas-a-pas"),
            *stamps(now),
            ("dtstart", one.day),
            ("dtend", one.day + dt.timedelta(days=1)),
            ("summary", one.text),
            ("transp", "TRANSPARENT"),
        ):
            event.add(key, told)
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.text)
        alarm.add("trigger", _MORNING)
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
