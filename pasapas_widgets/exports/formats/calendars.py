"""What tells a calendar that an event which it holds has been written again."""

from __future__ import annotations

import datetime as dt

__all__ = ["revision"]

_ORIGIN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def revision(now: dt.datetime | None = None) -> tuple[tuple[str, object], ...]:
    """Return the revision of an event: a number that grows with the minutes, and the moment (RFC 5545).

    Without them a calendar keeps the old day of an event that was moved on the day of its first export.

    >>> revision(dt.datetime(2026, 1, 1, 1, tzinfo=dt.UTC))[0]
    ('sequence', 60)
    """
    moment = (now or dt.datetime.now(dt.UTC)).replace(second=0, microsecond=0)
    return ("sequence", int((moment - _ORIGIN).total_seconds() // 60)), ("last-modified", moment)
