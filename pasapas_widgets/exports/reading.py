"""How the last session of a carnet is read: differing views first, then strengths, then what is to be improved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from pasapas_widgets.aggregation import load_thresholds
from pasapas_widgets.model.carnet import Wave
from pasapas_widgets.model.questionnaire import load_questionnaire
from pasapas_widgets.scoring import load_rules

__all__ = ["Reading", "Said", "people", "read"]


class Said(Struct, frozen=True, kw_only=True):
    """A statement and what the group said of it.

    Parameters
    ----------
    counts
        How many people chose each level, the lowest first; ``None`` where it is not published.
    note
        The disagreement that the group wanted noted, if any.
    """

    item: str
    counts: tuple[int, ...] | None = None
    note: str = ""


class Reading(Struct, frozen=True, kw_only=True):
    """What is told of a session: no mark, no mean, statements only. ``together`` where the group kept levels."""

    differing: tuple[Said, ...] = ()
    strengths: tuple[Said, ...] = ()
    axes: tuple[Said, ...] = ()
    hidden: tuple[Said, ...] = ()
    together: bool = False


def people(n: Any) -> int | None:
    """Return a number of people if it may be said: whole, and not below the threshold (content/anonymat.yaml).

    What is published obeys the thresholds already; a carnet is a file that may have been changed by hand.

    >>> people(24), people(4), people(None)
    (24, None, None)
    """
    return n if isinstance(n, int) and n >= load_thresholds().mean else None


def read(wave: Wave) -> Reading:
    """Return what is told of a session: its published results, else the levels that the group kept."""
    items = {id: one for id, one in _items(wave).items() if people(one.get("n_notes"))}
    if not items:
        return _kept(wave)
    best, _, worst = (one.id for one in load_rules().classes)

    def chosen(test: Callable[[dict[str, Any]], Any], key: Callable[[dict[str, Any]], float]) -> tuple[Said, ...]:
        found = sorted((id for id in items if test(items[id])), key=lambda id: key(items[id]))
        return tuple(Said(item=id, counts=_counts(items[id])) for id in found)

    return Reading(
        differing=chosen(lambda one: _signals(one, "regards_differents"), lambda one: -(one.get("dispersion") or 0)),
        strengths=chosen(lambda one: one.get("classe") == best, lambda one: -(one.get("moyenne") or 0)),
        axes=chosen(lambda one: one.get("classe") == worst, lambda one: one.get("moyenne") or 0),
        hidden=chosen(lambda one: _signals(one, "peu_visible"), lambda one: -(one.get("part_nsp") or 0)),
    )


def _items(wave: Wave) -> dict[str, dict[str, Any]]:
    items = wave.results.get("items")
    known = load_questionnaire().item_ids
    return {id: items[id] for id in known if isinstance(items.get(id), dict)} if isinstance(items, dict) else {}


def _signals(one: dict[str, Any], signal: str) -> bool:
    return signal in (one.get("signaux") or ())


def _counts(one: dict[str, Any]) -> tuple[int, ...] | None:
    """Return the distribution, if it is whole and of enough people."""
    told = one.get("distribution")
    if not isinstance(told, dict):
        return None
    counts = tuple(told.get(str(level.value), 0) for level in load_questionnaire().scale.levels)
    return counts if sum(counts) >= load_thresholds().distribution else None


def _kept(wave: Wave) -> Reading:
    """Read the levels that a group kept together: the highest half is a strength, the lowest level an axis."""
    top = load_questionnaire().top

    def chosen(kept: Iterable[Any]) -> tuple[Said, ...]:
        return tuple(Said(item=one.item, note=one.note or "") for one in kept)

    return Reading(
        differing=chosen(one for one in wave.levels if (one.note or "").strip()),
        strengths=chosen(one for one in wave.levels if one.level is not None and one.level > top / 2),
        axes=chosen(one for one in wave.levels if one.level == 1),
        together=bool(wave.levels),
    )
