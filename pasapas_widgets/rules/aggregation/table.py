"""The answers of a group as arrays, and every figure of them that may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

import numpy as np
from msgspec import UNSET, Struct, UnsetType
from numpy.typing import NDArray

from pasapas_widgets.model.entry import CODES, EMPTY, Entry
from pasapas_widgets.model.questionnaire.sheet import SheetError
from pasapas_widgets.model.questionnaire.structure import NOT_KNOWN, Lever, Questionnaire
from pasapas_widgets.model.results import GroupResults, GroupScore, ItemResult, ProfileItem, ProfileResult
from pasapas_widgets.rules.aggregation.disclosure import NO_ONE, Atoms
from pasapas_widgets.rules.aggregation.thresholds import Thresholds
from pasapas_widgets.rules.priorities import precedence
from pasapas_widgets.rules.scoring import LEVELS, group_class, mean_score, over_items, rules_of

__all__ = ["Publication", "Table"]

Levels = NDArray[np.int8]
Labels = NDArray[np.int32]


class Publication(Struct, frozen=True, kw_only=True):
    """What has been shown of a group so far, and what is needed to show more of it without a leak.

    ``waiting`` is the number of sheets received that no published figure counts yet. The other fields are kept on the
    side of whoever publishes: they hold the sheets and must not leave it.
    """

    results: GroupResults
    waiting: int
    entries: tuple[Entry, ...]
    shown: Labels
    answered: Labels
    asked: Labels


class Table:
    """The answers of a group as arrays, and the atoms of each of its figures."""

    def __init__(
        self, entries: Sequence[Entry], q: Questionnaire, limits: Thresholds, previous: Publication | None
    ) -> None:
        self.q, self.limits, self.rules, self.entries = q, limits, rules_of(q), entries
        n = len(entries)
        sessions = {session: number for number, session in enumerate(dict.fromkeys(e.session for e in entries))}
        self.sessions = np.fromiter((sessions[e.session] for e in entries), np.int32, n)
        profiles = {profile: number for number, profile in enumerate(q.profile_ids)}
        self.profiles = np.fromiter((profiles.get(e.sheet.profile or "", -1) for e in entries), np.int8, n)
        self.known = np.fromiter((e.known for e in entries), np.bool_, n)
        self.levels = self._levels()
        self.everyone = np.ones(n, np.bool_)

        def labels(old: Labels | None, *more: int) -> Labels:
            grown = np.zeros((n, *more), np.int32)
            if old is not None:
                grown[: len(old)] = old
            return grown

        items = len(q.items)
        self.sheets = self._atoms(labels(previous.shown if previous else None))
        self.answered = labels(previous.answered if previous else None, items)
        self.asked = labels(previous.asked if previous else None, items)

    def _levels(self) -> Levels:
        """Return the answers as numbers, shape (sheets, items): 1 to top, 0 empty, -1 NSP, -2 NC."""
        ids = self.q.item_ids
        levels = np.zeros((len(self.entries), len(ids)), np.int8)
        for row, entry in enumerate(self.entries):
            sheet = entry.sheet
            if (sheet.questionnaire, sheet.version) != (self.q.id, self.q.version):
                raise SheetError(
                    f"Feuille {entry.sheet_id} : elle répond à « {sheet.questionnaire} » {sheet.version}, "
                    f"pas à « {self.q.id} » {self.q.version}."
                )
            answers = sheet.answers
            levels[row] = [
                answer if isinstance(answer := answers.get(item, EMPTY), int) else CODES[answer] for item in ids
            ]
        return levels

    def _atoms(self, labels: Labels) -> Atoms:
        return Atoms(labels, self.sessions, self.limits.difference, known=self.known)

    def publication(self) -> Publication:
        """Compute every figure that may be shown, in the order that decides which ones: group, then profiles."""
        shown_profiles = self._shown_profiles()
        items: dict[str, ItemResult] = {}
        crossed: dict[str, dict[str, ProfileItem]] = {profile: {} for profile in self.q.profile_ids}
        for column, item in enumerate(self.q.items):
            items[item.id], cells = self._item(column, shown_profiles)
            for profile, cell in cells.items():
                crossed[profile][item.id] = cell
        profiles = {
            profile: self._profile(number, shown_profiles, crossed[profile])
            for number, profile in enumerate(self.q.profile_ids)
        }
        means = {id: item.mean for id, item in items.items()}
        results = GroupResults(
            questionnaire=self.q.id,
            version=self.q.version,
            n_sheets=len(self.entries),
            n_brought=self._brought(),
            levers={lever.id: self._over(lever, means) for lever in self.q.levers},
            effects={effect.id: self._effect_score(effect.id, items) for effect in self.q.effects},
            items=items,
            profiles=profiles,
            priorities=self._priorities(items),
            thresholds={
                "moyenne": self.limits.mean,
                "distribution": self.limits.distribution,
                "croisement": self.limits.crossing,
                "cellule": self.limits.cell,
                "difference": self.limits.difference,
            },
            unit="moyenne" if self.q.scoring.unit == "moyenne" else UNSET,
        )
        return Publication(
            results=results,
            waiting=0,
            entries=tuple(self.entries),
            shown=self.sheets.labels,
            answered=self.answered,
            asked=self.asked,
        )

    def _brought(self) -> int | UnsetType | None:
        """Return how many sheets were brought: left out where none was, ``None`` where they are fewer than a cell."""
        n = int(self.known.sum())
        return n if n >= self.limits.cell else (None if n else UNSET)

    def _shown_profiles(self) -> list[int]:
        """Return the profiles that may be shown, the largest first: a small remainder hides the smallest of them."""
        if self.sheets.people(self.everyone) < self.limits.crossing:
            return []
        sizes = {number: self.sheets.people(self.profiles == number) for number in self._told_profiles()}
        shown = []
        for number in sorted(sizes, key=lambda one: (-sizes[one], one)):
            members = self.profiles == number
            if sizes[number] >= self.limits.cell and not members.all() and self.sheets.publish(members):
                shown.append(number)
        return shown

    def _told_profiles(self) -> list[int]:
        """Return the profiles that say something; «je préfère ne pas préciser» is never shown apart."""
        return [number for number, profile in enumerate(self.q.profile_ids) if profile != "non_precise"]

    def _item(self, column: int, shown_profiles: list[int]) -> tuple[ItemResult, dict[str, ProfileItem]]:
        """Return what may be shown of an item, and of it in each profile where it may be shown (profile → cell)."""
        levels, item = self.levels[:, column], self.q.items[column]
        answered, asked = self._atoms(self.answered[:, column]), self._atoms(self.asked[:, column])
        on_scale = levels > EMPTY
        least = max(self.limits.mean, self.limits.sensitive) if item.sensitive else self.limits.mean
        self._publish(answered, on_scale, least)
        if item.sensitive and answered.people(answered.labels > NO_ONE) < least:
            return ItemResult(reason=self._too_few("n_notes", int(on_scale.sum()), self.limits.sensitive)), {}
        self._publish(asked, on_scale | (levels == CODES[NOT_KNOWN]))
        counted, base = answered.labels > NO_ONE, asked.labels > NO_ONE
        cells = self._cross(column, answered, counted, shown_profiles)
        self.answered[:, column], self.asked[:, column] = answered.labels, asked.labels

        share = float((levels[base] < EMPTY).mean()) if base.any() else None
        signals = (
            []
            if share is None or share < self.rules.signals.hidden.threshold - self.rules.tolerance
            else ["peu_visible"]
        )
        if not counted.any():
            reason = self._too_few("n_notes", int(on_scale.sum()), self.limits.mean)
            return ItemResult(not_known_share=share, signals=tuple(signals), reason=reason), cells
        chosen = levels[counted].astype(np.int64)
        top = self.q.scale_of(item).top
        mean = self._mean(column, chosen)
        spread, distribution, withheld = None, None, None
        if answered.people(counted) >= self.limits.distribution:
            spread = float(chosen.std())
            counts = np.bincount(chosen, minlength=top + 1)
            distribution = {str(level): int(counts[level]) for level in range(1, top + 1)}
            if spread * LEVELS / (top - 1) >= self.rules.signals.spread.threshold - self.rules.tolerance:
                signals.insert(0, "regards_differents")
        else:
            withheld = self._too_few("n_notes", len(chosen), self.limits.distribution)
        means = [cell.mean for cell in cells.values()]
        if len(means) > 1 and max(means) - min(means) >= self.rules.signals.profiles.threshold - self.rules.tolerance:
            signals.append("ecart_profils")
        result = ItemResult(
            n_answers=len(chosen),
            mean=mean,
            level_class=self.rules.class_of(mean),
            spread=spread,
            not_known_share=share,
            distribution=distribution,
            signals=tuple(signals),
            reason=withheld,
        )
        return result, cells

    def _publish(self, atoms: Atoms, members: NDArray[np.bool_], least: int = 0) -> None:
        """Publish a set of at least ``least`` people, or it without the phones that are too few."""
        for shown in (members, members & (self.known | (atoms.labels > NO_ONE))):
            if atoms.people(shown) >= least and atoms.publish(shown):
                return

    def _cross(
        self, column: int, answered: Atoms, counted: NDArray[np.bool_], shown_profiles: list[int]
    ) -> dict[str, ProfileItem]:
        """Publish the item's mean in each profile that may be shown, the largest first: profile → cell."""
        if answered.people(counted) < self.limits.crossing:
            return {}
        shown: dict[str, ProfileItem] = {}
        cells = {number: counted & (self.profiles == number) for number in shown_profiles}
        sizes = {number: answered.people(cell) for number, cell in cells.items()}
        least = self.limits.sensitive if self.q.items[column].sensitive else self.limits.cell
        for number in sorted(cells, key=lambda one: (-sizes[one], one)):
            cell = cells[number]
            if sizes[number] < least or (cell == counted).all() or not answered.publish(cell):
                continue
            chosen = self.levels[cell, column].astype(np.int64)
            mean = self._mean(column, chosen)
            shown[self.q.profile_ids[number]] = ProfileItem(n_answers=len(chosen), mean=mean)
        return shown

    def _profile(self, number: int, shown: list[int], items: dict[str, ProfileItem]) -> ProfileResult:
        if number not in shown:
            people = self.sheets.people(self.everyone)
            reason = (
                self._too_few("n_feuilles", len(self.entries), self.limits.crossing)
                if people < self.limits.crossing
                else (f"profil ou complément < {self.limits.cell}")
            )
            return ProfileResult(reason=reason)
        means = {item: cell.mean for item, cell in items.items()}
        levers = {lever.id: self._over(lever, means) for lever in self.q.levers}
        return ProfileResult(n=int((self.profiles == number).sum()), levers=levers, items=items)

    def _over(self, lever: Lever, means: Mapping[str, float | None]) -> GroupScore:
        """Return a lever's score from its items' means, from its least number of publishable items on."""
        asked = self.q.scored_items(lever)
        shown = [(item, mean) for item in asked if (mean := means.get(item.id)) is not None]
        least = self.rules.least(len(asked), lever)
        if len(shown) < least:
            return GroupScore(score=None, level_class=None, n_items=len(shown), reason=f"n_items < {least}")
        score = over_items(self.q, lever, shown)
        return GroupScore(score=score, level_class=group_class(score, lever, self.rules), n_items=len(shown))

    def _effect_score(self, effect: str, items: dict[str, ItemResult]) -> GroupScore:
        means = [items[item.id].mean for item in self.q.items_of(effect=effect)]
        return self._score([mean for mean in means if mean is not None], self.rules.least_of_effect(len(means)))

    def _mean(self, column: int, chosen: NDArray[np.int64]) -> float:
        """Return the mean score (0 to 100) of some answers to an item, turned round where it is reversed."""
        item = self.q.items[column]
        steps = [self.q.steps(item, level) for level in range(1, self.q.scale_of(item).top + 1)]
        return mean_score(int(np.array(steps)[chosen - 1].sum()), len(chosen), self.q.span)

    def _score(self, means: list[float], least: int) -> GroupScore:
        """Return the plain mean of the items' means, from ``least`` publishable items on."""
        if len(means) < least:
            return GroupScore(score=None, level_class=None, n_items=len(means), reason=f"n_items < {least}")
        score = fsum(means) / len(means)
        return GroupScore(score=score, level_class=self.rules.class_of(score), n_items=len(means))

    def _priorities(self, items: dict[str, ItemResult]) -> tuple[str, ...]:
        shown = [id for id, item in items.items() if item.mean is not None]
        return tuple(sorted(shown, key=lambda id: precedence(items[id], self.rules)))

    def _too_few(self, what: str, count: int, least: int) -> str:
        """Say why a figure is withheld; where the sheets are enough but the people may not be, say so.

        Where some sheets are known, the two are not told apart: that would tell what the others answered.
        """
        return f"{what} < {least}" if count < least and not self.known.any() else f"personnes < {least}"
