"""«03/04/2025»: the third of April or the fourth of March? Judged by all dates of the file, never by one cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pasapas_widgets.files.hr.cells import Order, parts_of_day

__all__ = ["ambiguous_examples", "order_of"]

_LEAST_LINES = 3
_LEAST_SHARE = 4
"""Lines within one month that have to stand against each that is not."""


def order_of(dates: Iterable[Any], spans: Sequence[tuple[Any, Any]] = ()) -> Order | None:
    """Return how the dates of a file are written, ``None`` where both readings are possible.

    A day beyond the twelfth decides. Else absences do, which seldom last from one day of a month to the same day of
    another: the number that is the same in the first and the last date of most lines is the month.

    Parameters
    ----------
    dates
        All cells that hold a date.
    spans
        The first and the last date of each line, where a line is an absence.

    Examples
    --------
    >>> order_of(["03/04/2025", "25/04/2025"]), order_of(["03/04/2025", "04/25/2025"]), order_of(["03/04/2025"])
    ('jour', 'mois', None)
    """
    parts = [found for cell in dates if (found := parts_of_day(cell)) is not None]
    if any(one > 12 for one, _, _ in parts) or all(one == other for one, other, _ in parts):
        return "jour"  # where others are beyond the twelfth too, each of them is a fault
    if any(other > 12 for _, other, _ in parts):
        return "mois"
    first = second = 0
    for start, end in spans:
        one, last = parts_of_day(start), parts_of_day(end)
        if one is not None and last is not None and one[:2] != last[:2]:
            first += one[0] == last[0]
            second += one[1] == last[1]
    if second >= _LEAST_LINES and second > _LEAST_SHARE * first:
        return "jour"
    return "mois" if first >= _LEAST_LINES and first > _LEAST_SHARE * second else None


def ambiguous_examples(dates: Iterable[Any], most: int = 3) -> list[str]:
    """Return a few of the dates that have two readings, as they stand in the file."""
    told: dict[str, None] = {}
    for cell in dates:
        found = parts_of_day(cell)
        if found is not None and found[0] != found[1]:
            told.setdefault(str(cell).strip())
        if len(told) == most:
            break
    return list(told)
