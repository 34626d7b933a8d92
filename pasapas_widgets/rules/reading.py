"""How the last session of a carnet is read: differing views first, then strengths, then what is to be improved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from pasapas_widgets.model.carnet.carnet import Wave
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults, ItemResult
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.comparison import read_here
from pasapas_widgets.rules.priorities import precedence
from pasapas_widgets.rules.scoring import rules_of

__all__ = ["Reading", "Said", "people", "read", "read_results", "results_of"]


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
    """What is told of a session: no mark, no mean, statements only.

    A questionnaire without classes has neither strengths nor axes: nothing says what is high enough.
    """

    differing: tuple[Said, ...] = ()
    strengths: tuple[Said, ...] = ()
    axes: tuple[Said, ...] = ()
    hidden: tuple[Said, ...] = ()


def people(n: int | None) -> int | None:
    """Return a number of people if it may be said: not below the threshold (content/questionnaires/thresholds.yaml).

    What is published obeys the thresholds already; a carnet is a file that may have been changed by hand.

    >>> people(24), people(4), people(None)
    (24, None, None)
    """
    return n if n is not None and n >= load_thresholds().mean else None


def results_of(wave: Wave, questionnaire: Questionnaire | None = None) -> GroupResults | None:
    """Return what was published of a session; ``None`` where nothing was, or where it answered something else."""
    return read_here(wave.results, questionnaire) or None


def read(wave: Wave, questionnaire: Questionnaire | None = None) -> Reading:
    """Return what is told of a session: its published results, else the levels that the group kept."""
    q = questionnaire or load_questionnaire()
    return read_results(results_of(wave, q) or GroupResults(), q) or _kept(wave, q)


def read_results(results: GroupResults, q: Questionnaire) -> Reading | None:
    """Return what is told of published results; ``None`` where no statement of theirs may be said.

    ``widgets/results/sections.js`` is its twin: both are held to ``tests/vectors/reading.json``.
    """
    known = {id: one for id, one in results.items.items() if id in q.item_ids}
    items = {id: one for id, one in known.items() if people(one.n_answers)}
    unseen = {id: one for id, one in known.items() if _is_hidden(one)}
    if not items and not unseen:
        return None
    rules = rules_of(q)
    classes = rules.classes
    best, worst = (classes[0].id, classes[-1].id) if classes else ("", "")

    def chosen(test: Callable[[ItemResult], bool], key: Callable[[ItemResult], Any]) -> tuple[Said, ...]:
        found = sorted((id for id in items if test(items[id])), key=lambda id: key(items[id]))
        return tuple(Said(item=id, counts=_counts(id, items[id], q)) for id in found)

    return Reading(
        differing=chosen(lambda one: "regards_differents" in one.signals, lambda one: -one.apart),
        strengths=chosen(lambda one: one.level_class == best, lambda one: -(one.mean or 0)),
        axes=chosen(lambda one: one.level_class == worst, lambda one: precedence(one, rules)),
        hidden=tuple(
            Said(item=id, counts=_counts(id, unseen[id], q))
            for id in sorted(unseen, key=lambda id: -(unseen[id].not_known_share or 0))
        ),
    )


def _is_hidden(one: ItemResult) -> bool:
    """Tell whether a statement is hardly seen, by a share of «ne sait pas» that is published.

    Few may have rated it just because few can see it: the share is then told without the mean, which is withheld. A
    number of people below the threshold is never one of ours, and says nothing.
    """
    is_told = "peu_visible" in one.signals and one.not_known_share is not None
    return is_told and (one.n_answers is None or people(one.n_answers) is not None)


def _counts(id: str, one: ItemResult, q: Questionnaire) -> tuple[int, ...] | None:
    """Return the distribution, the lowest level first, if it is of enough people."""
    if one.distribution is None:
        return None
    counts = tuple(one.distribution.get(str(level.value), 0) for level in q.scale_of(q.item(id)).levels)
    return counts if sum(counts) >= load_thresholds().distribution else None


def _kept(wave: Wave, q: Questionnaire) -> Reading:
    """Read the levels that groups kept together: the better half is a strength, the worst level an axis.

    Where the groups of a session kept different levels, or had a disagreement noted, views differ.
    """
    asked = {item.id: item for item in q.items}
    has_classes = bool(rules_of(q).classes)
    levels: dict[str, set[int]] = {}
    notes: dict[str, list[str]] = {}
    for one in wave.levels:
        if one.item not in asked:
            continue
        if one.level is not None:
            levels.setdefault(one.item, set()).add(one.level)
        if one.note and one.note.strip():
            notes.setdefault(one.item, []).append(one.note.strip())
    split = [item for item, kept in levels.items() if len(kept) > 1]
    differing = dict.fromkeys([*notes, *split])
    steps = {item: {q.steps(asked[item], level) for level in kept} for item, kept in levels.items() if has_classes}
    return Reading(
        differing=tuple(Said(item=item, note=" ; ".join(notes.get(item, ()))) for item in differing),
        strengths=tuple(Said(item=item) for item, kept in steps.items() if 2 * min(kept) > q.span),
        axes=tuple(Said(item=item) for item, kept in steps.items() if kept == {0}),
    )
