"""Two times that a group answered, side by side, without false precision.

Nobody can be followed from one time to the next: answers are anonymous. So a difference of two means is set against
what chance and a change of respondents explain by themselves: twice the standard error of the difference of two
independent groups. It is a convention of this project, cautious rather than powerful, and no proof of a cause.

It reads published figures only. Where the spread of a statement is withheld, the widest spread that its mean allows
stands in its place: for levels from 1 to 4 and a mean of m, a variance of (m - 1)(4 - m).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from msgspec import Struct

__all__ = ["Comparison", "compare_items", "compare_levers"]

Verdict = Literal["depasse", "marge", "egal", "retenu", "autre_questionnaire", "autres_enonces"]
SPAN = 3
"""Levels between the lowest and the highest answer: 100 points."""
ERRORS = 2
"""Standard errors that a difference must pass before it is said to be more than chance."""


class Comparison(
    Struct,
    frozen=True,
    kw_only=True,
    rename={"before": "avant", "after": "apres", "n_before": "n_avant", "n_after": "n_apres", "points": "ecart",
            "margin": "marge", "people": "personnes"},
):  # fmt: skip
    """A statement or a lever at two times.

    Parameters
    ----------
    before, after
        Published means, 0 to 100; ``None`` where withheld.
    n_before, n_after
        How many people answered; for a lever, how many sheets.
    points, margin
        The difference, and what chance and a change of respondents explain by themselves.
    people
        How many people, each answering one level higher or lower, would make this difference the second time.
    verdict
        ``depasse``: more than the margin. ``marge``: within it. ``egal``: no difference as it is shown.
        ``retenu``: a mean is withheld. ``autre_questionnaire``: the two times did not answer the same statements.
        ``autres_enonces``: the lever's score does not count the same statements at both times.
    """

    id: str
    before: float | None = None
    after: float | None = None
    n_before: int | None = None
    n_after: int | None = None
    points: float | None = None
    margin: float | None = None
    people: int | None = None
    verdict: Verdict


def compare_items(before: Mapping[str, Any], after: Mapping[str, Any], items: Iterable[str]) -> tuple[Comparison, ...]:
    """Compare some statements between two published results, as plain values (``GroupResults.plain()``).

    Examples
    --------
    >>> first = {"items": {"L1-01": {"moyenne": 30.0, "dispersion": 0.8, "n_notes": 24}}}
    >>> second = {"items": {"L1-01": {"moyenne": 36.0, "dispersion": 0.8, "n_notes": 22}}}
    >>> (found,) = compare_items(first, second, ["L1-01"])
    >>> round(found.points, 1), round(found.margin, 1), found.people, found.verdict
    (6.0, 16.1, 4, 'marge')
    """
    return tuple(_item(id, before, after) for id in items)


def compare_levers(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Comparison, ...]:
    """Compare the lever scores of two published results.

    The margin of a lever is the mean of its statements' margins: what it is at most, whatever links the answers of one
    person.
    """
    return tuple(_lever(id, before, after) for id in before.get("leviers", {}))


def _same_questionnaire(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return all(before.get(key) == after.get(key) for key in ("questionnaire", "version"))


def _item(id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    one, other = (results.get("items", {}).get(id, {}) for results in (before, after))
    means = one.get("moyenne"), other.get("moyenne")
    sizes = one.get("n_notes"), other.get("n_notes")
    if not _same_questionnaire(before, after):
        return Comparison(id=id, before=means[0], after=means[1], verdict="autre_questionnaire")
    margin = None if None in means else ERRORS * math.sqrt(_error(one) + _error(other))
    return _compared(id, means, sizes, margin)


def _lever(id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    one, other = (results.get("leviers", {}).get(id, {}) for results in (before, after))
    means = one.get("score"), other.get("score")
    sizes = before.get("n_feuilles"), after.get("n_feuilles")
    if not _same_questionnaire(before, after):
        return Comparison(id=id, before=means[0], after=means[1], verdict="autre_questionnaire")
    if None in means:
        return _compared(id, means, sizes, None)
    counted = [_scored(results, id) for results in (before, after)]
    if counted[0] != counted[1]:
        return Comparison(
            id=id, before=means[0], after=means[1], n_before=sizes[0], n_after=sizes[1], verdict="autres_enonces"
        )
    margins = [compared.margin or 0.0 for compared in compare_items(before, after, counted[0])]
    return _compared(id, means, sizes, sum(margins) / len(margins))


def _scored(results: Mapping[str, Any], lever: str) -> list[str]:
    """Return the statements that a lever's score counts."""
    items: Mapping[str, Any] = results.get("items", {})
    return [id for id, one in items.items() if id.startswith(f"{lever}-") and one.get("moyenne") is not None]


def _error(item: Mapping[str, Any]) -> float:
    """Return the squared standard error of a published mean, in points."""
    n, mean, spread = item["n_notes"], item["moyenne"], item.get("dispersion")
    widest = mean * (100 - mean) / 100**2 * SPAN**2
    variance = widest if spread is None else spread**2
    return float(variance / (n - 1) * (100 / SPAN) ** 2)


def _compared(
    id: str, means: tuple[float | None, ...], sizes: tuple[int | None, ...], margin: float | None
) -> Comparison:
    before, after = means
    if before is None or after is None or margin is None:
        return Comparison(id=id, before=before, after=after, n_before=sizes[0], n_after=sizes[1], verdict="retenu")
    points = after - before
    shown = abs(math.floor(after + 0.5) - math.floor(before + 0.5))
    verdict: Verdict = "egal" if shown == 0 else "depasse" if abs(points) > margin else "marge"
    return Comparison(
        id=id,
        before=before,
        after=after,
        n_before=sizes[0],
        n_after=sizes[1],
        points=points,
        margin=margin,
        people=max(1, round(abs(points) * (sizes[1] or 0) * SPAN / 100)) if shown else 0,
        verdict=verdict,
    )
