"""A path laid out in time: the services that were chosen, month by month, at the pace that the establishment gives.

Pure functions. What has begun or is done never moves; what has not is laid out again, in its order, in the first months
that have hours left. What does not fit is said with its figures, nothing is squeezed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from pasapas_widgets.model.carnet.pathway import Pathway, PathwayStep
from pasapas_widgets.rules.orientation.rules import offered_services

__all__ = ["HORIZON", "Layout", "Share", "hours_of", "laid_out", "lay_out", "month_of", "next_month"]

HORIZON = 24
"""A path is laid out over two years at most: further on, too much will have changed."""

_NEAR = 1e-9


class Share(Struct, frozen=True, rename={"step": "etape", "month": "mois", "hours": "heures"}):
    """The hours that a step takes in a month."""

    step: str
    month: str
    hours: float


class Layout(Struct, frozen=True):
    """Where the steps are in time.

    Parameters
    ----------
    starts
        The first month of each step that has a place.
    shares
        Hours by step and month, in the order of the months.
    lacking
        Steps that do not fit whole, with the hours for which there is no room before the horizon.
    last
        The last month in which something is done; ``None`` where nothing is.
    """

    starts: dict[str, str]
    shares: tuple[Share, ...]
    lacking: dict[str, float]
    last: str | None


def month_of(day: dt.date) -> str:
    """Return the month of a day: «2026-11»."""
    return f"{day.year:04d}-{day.month:02d}"


def next_month(month: str, after: int = 1) -> str:
    """Return the month that comes ``after`` months later.

    >>> next_month("2026-12"), next_month("2026-01", 14)
    ('2027-01', '2027-03')
    """
    total = int(month[:4]) * 12 + int(month[5:]) - 1 + after
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def hours_of(step: PathwayStep) -> float:
    """Return the hours that a step takes: its own, else the usual estimate of its service, else none."""
    if step.hours is not None:
        return step.hours
    service = offered_services().get(step.service)
    return service.hours if service else 0.0


def lay_out(pathway: Pathway, *, today: dt.date, keep: bool = False) -> Layout:
    """Lay the steps of a path out over months.

    Parameters
    ----------
    today
        Nothing that has not begun is put before its month.
    keep
        Whether steps that have not begun stay at or after the month that they have; without it they come as early as
        they can, those put off not before their month.

    Examples
    --------
    >>> steps = (PathwayStep(id="a", service="S2"), PathwayStep(id="b", service="S1"))
    >>> path = Pathway(hours=8, avoided=(12,), steps=steps)
    >>> found = lay_out(path, today=dt.date(2026, 11, 23))
    >>> [(one.step, one.month, one.hours) for one in found.shares]
    [('a', '2026-11', 8), ('a', '2027-01', 4.0), ('b', '2027-01', 4.0), ('b', '2027-02', 2.0)]
    """
    now = month_of(today)
    ledger = _Ledger(pathway, now)
    for step in pathway.steps:  # what is real first: it takes its months before any wish
        if step.state in ("en_cours", "fait"):
            ledger.put_begun(step)
    for step in pathway.steps:
        if step.state in ("prevu", "reporte"):
            wanted = step.month if keep or step.state == "reporte" else None
            ledger.put(step, max(now, wanted or now))
    return ledger.layout()


class _Ledger:
    """Hours left in each month, and what has been put where."""

    def __init__(self, pathway: Pathway, now: str) -> None:
        self.pathway, self.now = pathway, now
        self.end = next_month(now, HORIZON)
        self.left: dict[str, float] = {}
        self.starts: dict[str, str] = {}
        self.shares: list[Share] = []
        self.lacking: dict[str, float] = {}

    def room(self, month: str) -> float:
        avoided = int(month[5:]) in self.pathway.avoided
        return 0.0 if avoided else self.left.get(month, self.pathway.hours or 0.0)

    def fill(self, step: PathwayStep, month: str, until: str) -> float:
        """Spend the hours of a step from a month on; return those for which there was no room."""
        wanted = hours_of(step)
        while wanted > _NEAR and month < until:
            hours = min(wanted, self.room(month))
            if hours > _NEAR:
                self.left[month] = self.room(month) - hours
                self.starts.setdefault(step.id, month)
                self.shares.append(Share(step.id, month, round(hours, 6)))
                wanted -= hours
            month = next_month(month)
        return wanted if wanted > _NEAR else 0.0

    def put_begun(self, step: PathwayStep) -> None:
        start = step.month or (self.now if step.state == "en_cours" else None)
        if start is None:
            return
        self.starts[step.id] = start
        # What is done takes nothing from the months to come.
        rest = self.fill(step, start, next_month(self.now) if step.state == "fait" else max(self.end, start))
        if rest and step.state == "en_cours":
            self.lacking[step.id] = rest

    def put(self, step: PathwayStep, earliest: str) -> None:
        """Put a step that has not begun, whole or not at all."""
        left, shares = dict(self.left), list(self.shares)
        if hours_of(step) <= _NEAR:
            self.starts[step.id] = earliest
            return
        rest = self.fill(step, earliest, self.end)
        if rest:
            self.left, self.shares = left, shares
            self.starts.pop(step.id, None)
            self.lacking[step.id] = rest

    def layout(self) -> Layout:
        shares = tuple(sorted(self.shares, key=lambda one: one.month))
        return Layout(self.starts, shares, self.lacking, shares[-1].month if shares else None)


def laid_out(pathway: Pathway, *, today: dt.date) -> Pathway:
    """Return the path with what has not begun laid out again; what has begun or is done stays as it is."""
    starts: Mapping[str, str] = lay_out(pathway, today=today).starts
    steps = tuple(
        one if one.state in ("en_cours", "fait") else msgspec.structs.replace(one, month=_month(one, starts))
        for one in pathway.steps
    )
    return msgspec.structs.replace(pathway, steps=steps)


def _month(step: PathwayStep, starts: Mapping[str, str]) -> str | None:
    """Return a step's new month; one put off that does not fit keeps the month before which it must not begin."""
    return starts.get(step.id) or (step.month if step.state == "reporte" else None)
