"""Two times that a group answered, side by side, without false precision.

Nobody can be followed from one time to the next: answers are anonymous. So a difference of two means is set against
what chance and a change of respondents explain by themselves: twice the standard error of the difference of two
independent groups. It is a convention of this project, cautious rather than powerful, and no proof of a cause.

It reads published figures only. Where the spread of a statement is withheld, the widest spread that its mean allows
stands in its place: for levels from 1 to top and a mean of m, a variance of (m - 1)(top - m).

Two versions of a questionnaire are compared statement by statement, where their content says that nothing changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import SheetError
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import comparable_items
from pasapas_widgets.model.results import GroupResults, GroupScore, ItemResult
from pasapas_widgets.rules.scoring import told

__all__ = ["Comparison", "compare_items", "compare_levers", "read_here"]

T = TypeVar("T")
Verdict = Literal["depasse", "marge", "egal", "retenu", "autre_questionnaire", "autres_enonces"]
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


def compare_items(
    before: GroupResults,
    after: GroupResults,
    items: Iterable[str],
    questionnaire: Questionnaire | None = None,
) -> tuple[Comparison, ...]:
    """Compare some statements between two published results.

    Parameters
    ----------
    questionnaire
        What both answered, in its present version or in one that it says it follows; this process's where left out.

    Examples
    --------
    >>> first = GroupResults(items={"L1-01": ItemResult(mean=30.0, spread=0.8, n_answers=24)})
    >>> second = GroupResults(items={"L1-01": ItemResult(mean=36.0, spread=0.8, n_answers=22)})
    >>> (found,) = compare_items(first, second, ["L1-01"])
    >>> round(found.points, 1), round(found.margin, 1), found.people, found.verdict
    (6.0, 16.1, 4, 'marge')
    """
    pair = _Pair(before, after, questionnaire or load_questionnaire())
    return tuple(pair.item(id) for id in items)


def compare_levers(
    before: GroupResults, after: GroupResults, questionnaire: Questionnaire | None = None
) -> tuple[Comparison, ...]:
    """Compare the lever scores of two published results.

    The margin of a lever is the mean of its statements' margins: what it is at most, whatever links the answers of one
    person.
    """
    pair = _Pair(before, after, questionnaire or load_questionnaire())
    return tuple(pair.lever(id) for id in before.levers)


def read_here(results: GroupResults, questionnaire: Questionnaire | None = None) -> GroupResults:
    """Return published results as the present version of their questionnaire reads them.

    Statements of an earlier version take their present identifiers; those that were reworded or are no longer asked are
    left out, and so is every score that counted one. What answered another questionnaire, or a version that this one
    says nothing of, gives nothing.

    Examples
    --------
    >>> bool(read_here(GroupResults(questionnaire="un-autre", items={"L1-01": ItemResult(mean=30.0)})))
    False
    """
    q = questionnaire or load_questionnaire()
    version = results.version or q.version
    names = _names(q, version)
    if (results.questionnaire or q.id) != q.id or names is None:
        return GroupResults()
    if version == q.version:
        return results
    items = results.items
    whole = set(items) <= set(names.values())

    def kept(scores: Mapping[str, T], members: Mapping[str, Iterable[str]]) -> dict[str, T]:
        found = scores if whole else {}
        return {id: found[id] for id, ids in members.items() if id in found and all(one in names for one in ids)}

    here = {there: one for one, there in names.items()}
    levers = {lever.id: [item.id for item in q.scored_items(lever)] for lever in q.levers}
    effects = {effect.id: [item.id for item in q.items_of(effect=effect.id)] for effect in q.effects}
    profiles = {
        id: replace(
            one,
            levers=kept(one.levers, levers),
            items={here[item]: cell for item, cell in one.items.items() if item in here},
        )
        for id, one in results.profiles.items()
        if id in q.profile_ids
    }
    return replace(
        results,
        version=q.version,
        items={id: items[there] for id, there in names.items() if there in items},
        levers=kept(results.levers, levers),
        effects=kept(results.effects, effects),
        profiles=profiles,
        priorities=tuple(here[id] for id in results.priorities if id in here),
    )


class _Pair:
    """Two published results of one questionnaire."""

    def __init__(self, before: GroupResults, after: GroupResults, q: Questionnaire) -> None:
        self.times, self.q = (before, after), q
        self.steps = {item.id: q.scale_of(item).top - 1 for item in q.items}
        """Levels between the lowest and the highest answer of each statement: 100 points."""
        self.levers = {lever.id: lever for lever in q.levers}
        ids = [one.questionnaire or q.id for one in self.times]
        versions = [one.version or q.version for one in self.times]
        same = versions[0] == versions[1]
        self.names = [{id: id for id in self.steps} if same else _names(q, version) for version in versions]
        self.is_one = ids == [q.id, q.id] and None not in self.names
        """Whether both answered this questionnaire, in versions that it knows."""

    def figures(self, id: str) -> tuple[ItemResult, ...]:
        """Return what was published of a statement at both times, nothing where it was another one then."""
        found = []
        for time, names in zip(self.times, self.names, strict=True):
            name = id if not self.is_one else (names or {}).get(id)
            found.append(time.items.get(name or "", ItemResult()))
        return tuple(found)

    def item(self, id: str) -> Comparison:
        one, other = self.figures(id)
        means, sizes = (one.mean, other.mean), (one.n_answers, other.n_answers)
        asked = all(id in (names or {}) for names in self.names)
        if not self.is_one or not asked:
            return Comparison(id=id, before=means[0], after=means[1], verdict="autre_questionnaire")
        step = self.steps[id]
        equal = all(level.points is None for level in self.q.scale_of(self.q.item(id)).levels)
        errors = _error(one, step, equal=equal), _error(other, step, equal=equal)
        margin = None if errors[0] is None or errors[1] is None else ERRORS * math.sqrt(errors[0] + errors[1])
        return self.compared(id, means, sizes, margin, step)

    def lever(self, id: str) -> Comparison:
        one, other = (time.levers.get(id, GroupScore()) for time in self.times)
        means, sizes = (one.score, other.score), tuple(time.n_sheets or None for time in self.times)
        if not self.is_one or id not in self.levers:
            return Comparison(id=id, before=means[0], after=means[1], verdict="autre_questionnaire")
        if None in means:
            return self.compared(id, means, sizes, None, 1)
        counted = self.counted(id)
        if counted is None:
            return Comparison(
                id=id, before=means[0], after=means[1], n_before=sizes[0], n_after=sizes[1], verdict="autres_enonces"
            )
        lever = self.levers[id]
        weights = [self.q.weight(lever, self.q.item(item)) for item in counted]
        weights = [1] * len(weights) if len(set(weights)) == 1 else weights
        margins = [self.item(item).margin or 0.0 for item in counted]
        margin = math.fsum(weight * one for weight, one in zip(weights, margins, strict=True)) / sum(weights)
        step = math.fsum(self.steps[item] for item in counted) / len(counted)
        return self.compared(id, means, sizes, margin, step)

    def counted(self, lever: str) -> list[str] | None:
        """Return the statements that a lever's score counts; ``None`` where they are not the same at both times.

        A statement that only one of two versions asks counts in that time's score: the lever is not compared then.
        """
        items = [item.id for item in self.q.scored_items(self.levers[lever])]
        shown = [[figures.mean is not None for figures in self.figures(id)] for id in items]
        if any(one != other for one, other in shown) or self.is_changed(items):
            return None
        return [id for id, (one, _) in zip(items, shown, strict=True) if one] or None

    def is_changed(self, items: list[str]) -> bool:
        """Tell whether a version asked the lever something else: a statement reworded, added or taken away."""
        if self.names[0] == self.names[1]:
            return False
        ours = set(self.steps)
        for time, names in zip(self.times, self.names, strict=True):
            known = set((names or {}).values())
            if any(id not in (names or {}) for id in items):
                return True
            # What was taken away is in no lever of ours: any such statement may have counted in this one.
            if any(id not in known and id not in ours for id in time.items):
                return True
        return False

    def compared(
        self,
        id: str,
        means: tuple[float | None, ...],
        sizes: tuple[int | None, ...],
        margin: float | None,
        step: float,
    ) -> Comparison:
        before, after = means
        if before is None or after is None or margin is None:
            return Comparison(id=id, before=before, after=after, n_before=sizes[0], n_after=sizes[1], verdict="retenu")
        points = after - before
        lever = self.levers.get(id)
        is_seen = told(after, self.q, lever=lever) != told(before, self.q, lever=lever)
        verdict: Verdict = "egal" if not is_seen else "depasse" if abs(points) > margin else "marge"
        return Comparison(
            id=id,
            before=before,
            after=after,
            n_before=sizes[0],
            n_after=sizes[1],
            points=points,
            margin=margin,
            people=max(1, round(abs(points) * (sizes[1] or 0) * step / 100)) if is_seen else 0,
            verdict=verdict,
        )


def _names(q: Questionnaire, version: object) -> dict[str, str] | None:
    """Return the statements of this questionnaire that a version asked in the same words: identifier here → there.

    ``None`` where the questionnaire says nothing of that version.
    """
    try:
        return {here: there for there, here in comparable_items(str(version), q).items()}
    except SheetError:
        return None


def _error(item: ItemResult, step: int, *, equal: bool) -> float | None:
    """Return the squared standard error of a published mean, in points; ``None`` where it cannot be told. A spread is
    one of levels: where they are not equally far apart, the widest that the mean allows stands in its place."""
    n, mean, spread = item.n_answers, item.mean, item.spread
    if mean is None or n is None or n < 2:
        return None
    widest = mean * (100 - mean) / 100**2 * step**2
    variance = spread**2 if equal and spread is not None else widest
    return float(variance / (n - 1) * (100 / step) ** 2)
