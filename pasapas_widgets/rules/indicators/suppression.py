"""Groups of people too small to be shown: which are hidden, so that none can be found by subtraction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pasapas_widgets.model.carnet.indicators import FEWEST, Part

__all__ = ["hidden", "split"]


def hidden(sizes: Sequence[int], *, together: Callable[[frozenset[int]], int] | None = None) -> frozenset[int]:
    """Return the places of the groups that are not shown.

    A group of fewer than five people (none included) is hidden. As the whole is known, what is hidden could be found by
    subtraction: groups beside it are hidden too, until what they hold together can be shared out in several ways, also
    for somebody who knows this rule. Neighbours are taken by their place (the next one, else the one before), never by
    their size: a choice by size would tell it.

    Parameters
    ----------
    sizes
        People of each group, in the order of reading.
    together
        How many different people some groups hold, where one person can be in several; their sum where left out.

    Examples
    --------
    >>> sorted(hidden([12, 3, 9, 6])), sorted(hidden([12, 8, 9, 6])), sorted(hidden([12, 9, 6, 2]))
    ([1, 2], [], [2, 3])
    """
    count = together or (lambda places: sum(sizes[place] for place in places))
    small = frozenset(place for place, size in enumerate(sizes) if size < FEWEST)
    found = small
    while found and len(found) < len(sizes) and not _is_safe(found, small, count(found)):
        after = [place for place in range(max(found) + 1, len(sizes)) if place not in found]
        before = [place for place in range(max(found)) if place not in found]
        found |= {after[0] if after else before[-1]}
    return found


def _is_safe(found: frozenset[int], small: frozenset[int], whole: int) -> bool:
    """Tell whether what some groups hold together fits several sizes of each: neither the least nor the most."""
    if len(found) < 2 or whole < FEWEST:
        return False
    large = len(found - small)
    return whole > FEWEST * large if large else whole < (FEWEST - 1) * len(small)


def split(
    people: Mapping[str, int],
    values: Mapping[str, float] | None = None,
    *,
    together: Callable[[frozenset[int]], int] | None = None,
) -> dict[str, Part | None]:
    """Return the parts of a breakdown as they may be kept: ``None`` for those that are hidden.

    Parameters
    ----------
    people
        Group → number of people, in the order of reading.
    values
        Group → what is counted for it; the people themselves where left out.
    together
        See :func:`hidden`.
    """
    gone = hidden(tuple(people.values()), together=together)
    return {
        id: None if place in gone else Part(people=size, value=float(size) if values is None else values[id])
        for place, (id, size) in enumerate(people.items())
    }
