"""People who do not exist: how a team of two houses answers, seeded and the same on every machine.

``data/make_samples.py`` makes the example files with it, the rehearsal its participants. They imitate an establishment
as facilitators describe it; nobody gave these answers.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Answer
from pasapas_widgets.model.questionnaire.structure import NOT_CONCERNED as NC
from pasapas_widgets.model.questionnaire.structure import NOT_KNOWN, Questionnaire

__all__ = ["PORTRAIT", "TEAM", "Anyone", "Draw", "Person", "people", "team_of"]

T = TypeVar("T")

# For each item: the level that day staff, night and house staff, management, and support would give on average
# (1 to 4); how far each of the two houses stands from that level; the share of day and of night staff who do not know.
PORTRAIT: dict[str, tuple[float, float, float, float, float, float, float]] = {
    "L1-01": (2.2, 1.6, 3.0, 2.4, 0.1, 0.00, 0.05),
    "L1-02": (2.7, 1.3, 3.1, 1.8, 0.1, 0.00, 0.00),
    "L1-03": (2.6, 2.3, 3.0, 2.6, 1.2, 0.00, 0.10),
    "L1-04": (2.8, 2.4, 3.1, 2.4, 0.2, 0.00, 0.00),
    "L1-05": (2.3, 1.9, 2.7, 2.2, 1.1, 0.00, 0.10),
    "L1-06": (3.3, 2.9, 3.3, 3.1, 0.1, 0.00, 0.05),
    "L1-07": (1.6, 1.4, 2.0, 1.8, 0.1, 0.05, 0.10),
    "L1-08": (1.9, 1.7, 2.4, 2.2, 0.2, 0.05, 0.05),
    "L2-01": (2.4, 1.8, 3.3, 3.0, 0.1, 0.20, 0.45),
    "L2-09": (2.6, 2.0, 3.3, 2.4, 0.3, 0.05, 0.00),
    "L2-03": (2.5, 1.6, 3.2, 2.8, 1.4, 0.00, 0.00),
    "L2-04": (2.3, 2.0, 3.0, 2.6, 0.2, 0.00, 0.05),
    "L2-05": (1.6, 1.4, 2.3, 1.9, 0.1, 0.00, 0.00),
    "L2-10": (2.2, 1.9, 3.1, 2.5, 0.2, 0.20, 0.25),
    "L2-07": (3.3, 2.7, 3.5, 3.2, 0.0, 0.00, 0.05),
    "L2-08": (2.1, 1.9, 2.9, 2.3, 0.1, 0.15, 0.20),
    "L3-01": (1.8, 1.5, 2.6, 2.0, 0.3, 0.05, 0.10),
    "L3-02": (3.4, 3.2, 3.5, 3.2, 0.0, 0.00, 0.00),
    "L3-03": (1.7, 1.9, 2.0, 1.8, 0.1, 0.05, 0.05),
    "L3-04": (2.7, 2.3, 3.0, 2.5, 0.4, 0.05, 0.10),
    "L3-05": (2.4, 2.0, 3.0, 2.4, 1.4, 0.05, 0.05),
    "L3-06": (1.4, 1.3, 1.9, 1.6, 0.0, 0.20, 0.25),
    "L3-09": (1.8, 1.5, 2.4, 1.9, 0.1, 0.10, 0.15),
    "L3-08": (3.5, 3.2, 3.5, 3.2, 0.1, 0.00, 0.10),
    "L4-01": (2.0, 1.6, 2.6, 2.2, 0.0, 0.25, 0.50),
    "L4-02": (2.6, 1.9, 3.0, 2.5, 0.1, 0.10, 0.40),
    "L4-03": (2.3, 2.0, 3.0, 2.7, 0.0, 0.40, 0.60),
    "L4-04": (1.6, 1.6, 1.9, 1.7, 0.0, 0.45, 0.55),
    "L4-05": (3.3, 2.8, 3.4, 3.2, 0.2, 0.00, 0.30),
    "L4-06": (1.7, 1.5, 2.5, 2.0, 0.0, 0.25, 0.40),
    "L4-07": (2.0, 1.7, 3.0, 2.7, 0.0, 0.40, 0.50),
    "L4-08": (1.5, 1.4, 1.7, 1.5, 0.0, 0.50, 0.60),
}
STANDPOINTS = ("educatif", "quotidien_nuit", "encadrement", "support")
# What support staff, who are not with the children, answer by «non concerné», and how often.
NOT_CONCERNED = {"L1-03": 0.3, "L1-04": 0.5, "L2-05": 0.4, "L3-08": 0.3}


class Draw:
    """Random numbers from ``random()`` alone, the only method whose sequence Python promises to keep."""

    def __init__(self, name: str) -> None:
        self._random = random.Random(name).random

    def share(self) -> float:
        """Return a number from 0 (included) to 1 (not included)."""
        return self._random()

    def chance(self, share: float) -> bool:
        """Say yes with that probability, 0 to 1."""
        return self._random() < share

    def between(self, low: float, high: float) -> float:
        """Return a number between two others, each as likely."""
        return low + (high - low) * self._random()

    def around(self, spread: float) -> float:
        """Return a number of mean 0 and standard deviation ``spread``, nearly normal (a sum of twelve)."""
        return spread * (sum(self._random() for _ in range(12)) - 6)

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the same things in another order."""
        return sorted(things, key=lambda _: self._random())


class Anyone:
    """Someone who answers a questionnaire that no portrait describes: a mood of their own, a team's view of each item.

    Their profile is one of the questionnaire's, or none. On each item they stand around the team's level, the same for
    all of a seed; a few answers are skipped, unknown or foreign to their work where the scale offers it.
    """

    def __init__(self, draw: Draw, questionnaire: Questionnaire, team: Mapping[str, float]) -> None:
        profiles = (None, *questionnaire.profile_ids)
        self.profile = profiles[int(draw.share() * len(profiles))]
        self._q, self._team, self._outlook = questionnaire, team, draw.around(0.12)

    def answers(self, draw: Draw) -> dict[str, Answer]:
        """Answer the items."""
        answers: dict[str, Answer] = {}
        for item in self._q.items:
            scale = self._q.scale_of(item)
            good = self._team[item.id] + self._outlook + draw.around(0.18)  # 0 the worst, 1 the best
            skipped, not_known, foreign = draw.chance(0.015), draw.chance(0.06), draw.chance(0.03)
            level = min(scale.top, max(1, round(1 + (1 - good if item.reversed else good) * (scale.top - 1))))
            if skipped:
                continue
            if not_known and NOT_KNOWN in scale.codes:
                answers[item.id] = NOT_KNOWN
            elif foreign and NC in scale.codes:
                answers[item.id] = NC
            else:
                answers[item.id] = level
        return answers


class Person:
    """Someone who answers: a profile given or not, the standpoint it hides, a house, a way of seeing things."""

    def __init__(self, draw: Draw, standpoint: str, *, profile: str | None, house: int) -> None:
        self.standpoint, self.profile, self.house = STANDPOINTS.index(standpoint), profile, house
        self.outlook = draw.around(0.3)
        self.leanings = {item: draw.around(0.5) for item in PORTRAIT}

    def answers(
        self, draw: Draw, *, change: Mapping[str, float] = {}, secluded: float = 1.0, stops_after: str | None = None
    ) -> dict[str, Answer]:
        """Answer the statements; a few are skipped.

        Parameters
        ----------
        change
            For each statement, how far practices have moved since the portrait, in levels.
        secluded
            Multiplies the share of those who do not know.
        stops_after
            The last statement that this person answers.
        """
        answers: dict[str, Answer] = {}
        for item, (*levels, gap, day_unknown, night_unknown) in PORTRAIT.items():
            unknown = secluded * (day_unknown, night_unknown, 0.0, day_unknown / 3)[self.standpoint]
            level = levels[self.standpoint] + self.house * gap + self.outlook + self.leanings[item]
            level += change.get(item, 0) + draw.around(0.2)
            skipped, not_known, foreign = (
                draw.chance(0.015),
                draw.chance(unknown),
                draw.chance(NOT_CONCERNED.get(item, 0)),
            )
            if skipped or (stops_after is not None and item > stops_after):
                continue
            if self.standpoint == 3 and foreign:
                answers[item] = "NC"
            else:
                answers[item] = "NSP" if not_known else min(4, max(1, round(level)))
        return answers


def people(draw: Draw, *profiles: tuple[str, str | None, int], houses: int = 2) -> list[Person]:
    """Return people by (standpoint, profile they give, how many); two houses share them evenly."""
    told = [(standpoint, profile) for standpoint, profile, count in profiles for _ in range(count)]
    return [
        Person(draw, standpoint, profile=profile, house=(-1, 1)[number % 2] if houses == 2 else 0)
        for number, (standpoint, profile) in enumerate(told)
    ]


TEAM = (
    ("educatif", "educatif", 11),
    ("educatif", None, 1),
    ("quotidien_nuit", "quotidien_nuit", 6),
    ("encadrement", "encadrement", 3),
    ("support", "support", 2),
    ("support", "non_precise", 1),
)


def team_of(number: int, *, seed: int, questionnaire: Questionnaire | None = None) -> Sequence[Person | Anyone]:
    """Return that many people, the same for the same seed.

    For the self-diagnosis in the proportions of :data:`TEAM`; for any other questionnaire, people who answer its items
    on their scales.

    >>> [person.profile for person in team_of(3, seed=1)] == [person.profile for person in team_of(3, seed=1)]
    True
    """
    q = questionnaire or load_questionnaire(SELF_DIAGNOSIS)
    draw = Draw(f"{seed} equipe")
    if set(q.item_ids) != set(PORTRAIT):
        view = {item: draw.between(0.2, 0.85) for item in q.item_ids}
        return [Anyone(draw, q, view) for _ in range(number)]
    team: list[Person] = []
    while len(team) < number:
        team += draw.shuffled(people(draw, *TEAM))
    return team[:number]
