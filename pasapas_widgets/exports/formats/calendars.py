"""What tells a calendar that an event which it holds has been written again."""

from __future__ import annotations

import datetime as dt

__all__ = ["stamps"]

_ORIGIN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def stamps(now: dt.datetime | None = None) -> tuple[tuple[str, object], ...]:
    """Return when an event was written, and its revision: a number that grows with the minutes (RFC 5545, 3.8.7).

    Without them a calendar keeps the old day of an event that was moved on the day of its first export. Within one
    minute the moment tells two exports apart (RFC 5546, 2.1.5).

    Parameters
    ----------
    now
        The moment of the export, with its zone; this one where left out.

    >>> stamps(dt.datetime(2026, 1, 1, 1, 0, 5, tzinfo=dt.UTC))[1]
    ('sequence', 60)
    """
    moment = (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).replace(microsecond=0)
    minutes = int((moment - _ORIGIN).total_seconds() // 60)
    return ("dtstamp", moment), ("sequence", max(0, minutes)), ("last-modified", moment)
