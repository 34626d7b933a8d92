"""The plan as a calendar: first steps, due dates and reviews, each a whole day with a reminder."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.exports.formats.calendars import stamps
from pasapas_widgets.exports.formats.words import cleaned, shortened
from pasapas_widgets.exports.source import Row, Source

__all__ = ["plan_ics"]

_NAMESPACE = uuid.UUID("6d1c5a0e-52a5-4b5e-9d0c-7a1f0f6a9b21")
"""Ours, for ever: the identifiers of events are made in it."""
_REMINDERS = {"premier_pas": 0, "echeance": 7, "revue": 14}
"""Days before the event; the reminder comes at nine in the morning."""
_MORNING = dt.timedelta(hours=9)


class _Day(Struct, frozen=True):
    """A day of the plan: its kind (a key of the content), when it is, and the action."""

    kind: str
    day: dt.date
    row: Row


def plan_ics(source: Source, *, now: dt.datetime | None = None) -> bytes:
    """Return the plan as an iCalendar file (RFC 5545), written ``now``: this moment where left out.

    Open actions have a first step (a week after the opening, or the due date if that is earlier) and a due date; an
    action whose review has no decision yet has a review. An event keeps its identifier from one export to the next, so
    that a calendar that takes the file again moves it rather than doubling it; that of the carnet is in it, so that the
    days of two groups which began with the same example stay apart.
    """
    from icalendar import Calendar

    texts = interface("exports")["calendrier"]
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//Carnets Pas a pas//Plan d'action//FR"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("x-wr-calname", _line(texts["nom"].format(titre=source.heading))),
    ):
        calendar.add(name, value)
    for one in _days(source):
        calendar.add_component(_event(one, source, now))
    return bytes(calendar.to_ical())


def _days(source: Source) -> Iterator[_Day]:
    after = dt.timedelta(days=interface("exports")["calendrier"]["premier_pas_jours"])
    for row in source.rows():
        action = row.action
        if row.is_open:
            first = action.opened + after
            yield _Day("premier_pas", min(first, max(action.due or first, action.opened)), row)
            if action.due:
                yield _Day("echeance", action.due, row)
        if action.review and not action.decision.strip():
            yield _Day("revue", action.review, row)


def _event(one: _Day, source: Source, now: dt.datetime | None) -> Any:
    from icalendar import Alarm, Event

    texts, action = interface("exports")["calendrier"], one.row.action
    summary = _line(texts[one.kind].format(titre=one.row.title))
    own = f"{source.id} {action.id} {action.opened} {one.kind}".strip()
    event = Event()
    for name, value in (
        ("uid", f"{uuid.uuid5(_NAMESPACE, own)}@carnets-pas-a-pas"),
        *stamps(now),
        ("dtstart", one.day),
        ("dtend", one.day + dt.timedelta(days=1)),
        ("summary", summary),
        ("description", _description(one)),
        ("transp", "TRANSPARENT"),
        ("x-microsoft-cdo-alldayevent", "TRUE"),
    ):
        event.add(name, value)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(f"{texts['alarme'][one.kind]} – {summary}"))
    alarm.add("trigger", _MORNING - dt.timedelta(days=_REMINDERS[one.kind]))
    event.add_component(alarm)
    return event


def _description(one: _Day) -> str:
    texts, row = interface("exports")["calendrier"], one.row
    words, action = texts["lignes"], row.action
    told = [
        words[name].format(valeur=value.strip())
        for name, value in (
            ("premier_pas", action.first_steps), ("responsable", action.owner), ("indicateur", action.indicator),
        )
        if value.strip()
    ]  # fmt: skip
    told += [
        words["fil"].format(levier=statement.lever, enonce=statement.text.rstrip("."), numero=statement.number)
        for statement in row.thread
        if statement.text
    ]
    if one.kind == "premier_pas":
        told.append(texts["place"])
    return typeset(cleaned("\n".join(told)))


def _line(text: str) -> str:
    return typeset(shortened(cleaned(text), 250))
