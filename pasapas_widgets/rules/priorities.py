"""What to work on first: an order proposed from results, then the group's own dots and its effort × effect matrix.

Pure functions. The proposal keeps the content's order (content/autodiagnostic, «calcul.priorite_proposee»): axes of
improvement first, then the lowest scores, then differing views, then poorly visible practices. The group decides.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Literal, TypeVar

from msgspec import Struct

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults, ItemResult
from pasapas_widgets.rules.scoring import Rules, rules_of

__all__ = ["Proposal", "Quadrant", "Ranked", "precedence", "propose", "quadrant", "rank_by_dots"]

T = TypeVar("T", bound=Hashable)
Quadrant = Literal["geste_rapide", "chantier", "petit_plus", "a_rediscuter"]

ORDERING_SIGNALS = ("regards_differents", "peu_visible")
"""The signals that decide between equal scores, in their order."""


class Proposal(Struct, frozen=True, rename={"level_class": "classe", "signals": "signaux", "item": "enonce"}):
    """A statement, its proposed rank and all that the rank comes from.

    Parameters
    ----------
    rank
        From 1; statements that nothing tells apart share it.
    level_class, score
        As published: the class decides first, then the score (0 to 100, lowest first).
    signals
        Those that are raised, of which only :data:`ORDERING_SIGNALS` count, between equal scores.
    shared
        How many statements have this rank.
    """

    item: str
    rank: int
    level_class: str
    score: float
    signals: tuple[str, ...]
    shared: int = 1


class Ranked(Struct, frozen=True, rename={"dots": "gommettes", "shared": "ex_aequo"}):
    """A choice with its dots and its rank; ``shared`` is how many choices have that rank."""

    id: str
    dots: int
    rank: int
    shared: int


def precedence(item: ItemResult, rules: Rules) -> tuple[bool | float, ...]:
    """Return what a published statement is sorted by: what is to be improved, then the lowest, then the signals."""
    weakest = rules.classes[-1].id if rules.classes else item.level_class
    return (
        item.level_class != weakest,
        round(item.mean or 0.0, 9),
        *(signal not in item.signals for signal in ORDERING_SIGNALS),
    )


def propose(results: GroupResults, questionnaire: Questionnaire | None = None) -> tuple[Proposal, ...]:
    """Return the statements in the order in which they are proposed, each with the why of its rank.

    Parameters
    ----------
    results
        A group's published results. A statement without a published mean has no rank.
    questionnaire
        What was answered; this process's where left out.

    Examples
    --------
    >>> one, other = ItemResult(mean=20.0, level_class="ameliorer"), ItemResult(mean=70.0, level_class="appui")
    >>> [(it.item, it.rank) for it in propose(GroupResults(items={"L1-01": other, "L1-02": one, "L1-03": one}))]
    [('L1-02', 1), ('L1-03', 1), ('L1-01', 3)]
    """
    items = {id: one for id, one in results.items.items() if one.mean is not None}
    rules = rules_of(questionnaire or load_questionnaire())
    return tuple(
        Proposal(
            item=id,
            rank=rank,
            level_class=items[id].level_class or "",
            score=items[id].mean or 0.0,
            signals=items[id].signals,
            shared=shared,
        )
        for id, rank, shared in _ranked(items, lambda id: precedence(items[id], rules))
    )


def rank_by_dots(dots: Mapping[str, int]) -> tuple[Ranked, ...]:
    """Return the choices of a vote, most dots first. Equal dots share a rank: nothing here breaks a tie.

    Parameters
    ----------
    dots
        The dots of each choice, 0 or more.

    Raises
    ------
    ValueError
        A negative number of dots.

    Examples
    --------
    >>> [(one.id, one.rank) for one in rank_by_dots({"a": 2, "b": 5, "c": 2, "d": 0})]
    [('b', 1), ('a', 2), ('c', 2), ('d', 4)]
    """
    if any(number < 0 for number in dots.values()):
        raise ValueError("Un nombre de gommettes ne peut pas être négatif.")
    return tuple(Ranked(id, dots[id], rank, shared) for id, rank, shared in _ranked(dots, lambda id: -dots[id]))


def _ranked(members: Iterable[T], key: Any) -> Iterable[tuple[T, int, int]]:
    """Give each member with its rank and how many share it, in the order of the keys, then of the members."""
    ordered = sorted(members, key=key)
    keys = [key(one) for one in ordered]
    for one, own in zip(ordered, keys, strict=True):
        yield one, 1 + keys.index(own), keys.count(own)


def quadrant(effort: int, effect: int) -> Quadrant:
    """Return the corner of the matrix that a subject is in.

    A light effort (1) with an effect (2 or 3) is a quick gesture; a real effort (2 or 3) with an effect is deep work;
    without much effect (1), it is a small extra or, where it costs an effort, something to discuss again.

    Parameters
    ----------
    effort, effect
        From 1 (slight) to 3 (strong).

    Raises
    ------
    ValueError
        A degree outside 1 to 3.

    Examples
    --------
    >>> quadrant(effort=1, effect=3), quadrant(effort=3, effect=1)
    ('geste_rapide', 'a_rediscuter')
    """
    if effort not in (1, 2, 3) or effect not in (1, 2, 3):
        raise ValueError("Un effort et un effet se placent de 1 (faible) à 3 (fort).")
    if effect == 1:
        return "petit_plus" if effort == 1 else "a_rediscuter"
    return "geste_rapide" if effort == 1 else "chantier"
