"""What is answered on and what is scored: scales with their levels, levers with what an instrument says of its own."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from pasapas_widgets.content import interface
from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = ["Level", "Lever", "LeverScoring", "OffScale", "OwnClass", "Scale", "axis_name", "ranked"]

MOST_LEVELS = 21
"""Levels of the longest scale: 0 to 100 by steps of 5."""


class Level(
    Strict,
    frozen=True,
    rename={"value": "valeur", "key": "cle", "label": "libelle", "anchor": "ancre"},
):
    """One step of the scale.

    Parameters
    ----------
    value
        Its rank, from 1: what an answer is inside. A file may count from 0 instead (:func:`ranked`).
    code
        What people, paper and tables say for it where that is not its rank.
    points
        What it counts where levels are not equally far from each other.
    """

    value: Annotated[int, Meta(ge=0, le=100)]
    label: Text
    key: str = ""
    anchor: str = ""
    code: Annotated[int, Meta(ge=0, le=100)] | None = None
    points: Annotated[int, Meta(ge=0, le=100)] | None = None

    @property
    def written(self) -> int:
        """The number that people and files say for this level: its code, or its rank."""
        return self.value if self.code is None else self.code

    @property
    def worth(self) -> int:
        """What it counts in a sum or a mean: its points, or the number that people say."""
        return self.written if self.points is None else self.points


def ranked(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Return levels with their ranks as values, and as codes what the file says: from 0 by equal steps.

    Levels that count from 1, and faulty ones, are returned as they are.

    >>> [one.written for one in ranked((Level(value=0, label="Non"), Level(value=25, label="Oui")))]
    [0, 25]
    """
    values = [one.value for one in levels]
    step = values[1] - values[0] if len(values) > 1 else 0
    if step < 1 or values != list(range(0, step * len(values), step)):
        return levels
    return tuple(msgspec.structs.replace(one, value=rank, code=one.value) for rank, one in enumerate(levels, start=1))


class OwnClass(Strict, frozen=True, rename={"label": "libelle", "least": "a_partir_de"}):
    """A class of the instrument; ``least`` is the lowest score that belongs to it, in the scale's own unit."""

    label: Text
    least: Annotated[float, Meta(ge=0, le=1_000_000)]


class LeverScoring(
    Strict,
    frozen=True,
    rename={
        "unit": "unite",
        "least_share": "part_min_notes",
        "direction": "sens",
        "total_of": "total_de",
        "source": "source_classes",
    },
):
    """How one lever is counted and told, where it is not as the questionnaire says.

    Parameters
    ----------
    unit
        ``score`` (0 to 100), ``moyenne`` or ``somme`` of the levels' points.
    least_share
        Share (0 to 1) of its items to answer for a score.
    direction
        ``defavorable``: the instrument's high score is bad. Items stay favourable when high; the score is turned.
    total_of
        Levers whose items it counts beside its own, each item once.
    classes
        The instrument's classes for one person, the lowest first; never said of a group.
    source
        Where the limits of the classes come from.
    """

    unit: Literal["score", "moyenne", "somme"] | None = None
    least_share: Annotated[float, Meta(gt=0, le=1)] | None = None
    direction: Literal["favorable", "defavorable"] = "favorable"
    total_of: tuple[Identifier, ...] = ()
    classes: tuple[OwnClass, ...] = ()
    source: str = ""


class Lever(
    Strict,
    frozen=True,
    rename={"official_name": "nom_officiel", "name": "nom_court", "question": "question_guide", "own": "calcul"},
):
    """What a score is given for: one of the four levers of the Anact experiment (source: press release of 23 February
    2026), or a scale of one's own questionnaire. The official name is the short one where none is given; ``own`` is
    what it does otherwise than its questionnaire."""

    id: Identifier
    name: Text
    official_name: str = ""
    question: str = ""
    own: LeverScoring | None = None

    def __post_init__(self) -> None:
        if not self.official_name:
            msgspec.structs.force_setattr(self, "official_name", self.name)

    @property
    def scoring(self) -> LeverScoring:
        """How it is counted; the questionnaire's way where it says nothing."""
        return self.own or LeverScoring()

    @property
    def is_unfavourable(self) -> bool:
        """Whether a high score is bad."""
        return self.scoring.direction == "defavorable"

    def turned(self, score: float) -> float:
        """Return a favourable score (0 to 100) as this lever tells it, and back."""
        return 100 - score if self.is_unfavourable else score


class OffScale(Strict, frozen=True, rename={"label": "libelle", "use": "usage"}):
    """An answer outside the scale: «Je ne sais pas» or «Non concerné»."""

    code: Literal["NSP", "NC"]
    label: Text
    use: Text


class Scale(
    Strict,
    frozen=True,
    rename={"kind": "type", "levels": "niveaux", "off_scale": "hors_echelle", "empty": "reponse_vide"},
):
    """The scale of answers, lowest level first, and the two answers outside it."""

    levels: Annotated[tuple[Level, ...], Meta(min_length=2, max_length=MOST_LEVELS)]
    kind: str = ""
    off_scale: tuple[OffScale, ...] = ()
    empty: str = ""

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "levels", ranked(self.levels))

    @property
    def top(self) -> int:
        """Highest level: answers run from 1 to ``top``."""
        return len(self.levels)

    @property
    def width(self) -> int:
        """How far the highest level lies above the lowest: in points where levels have some, else in levels."""
        return self.place(self.top)

    def place(self, level: int) -> int:
        """Return how far a level (its rank) lies above the lowest: 0 to :attr:`width`."""
        points, lowest = self.levels[level - 1].points, self.levels[0].points
        return level - 1 if points is None or lowest is None else points - lowest

    @property
    def written(self) -> str:
        """What answers of this scale are written as: «1 à 4», «0, 25, 50, 75, 100»."""
        codes = [level.written for level in self.levels]
        is_whole = codes[-1] - codes[0] == self.top - 1
        return f"{codes[0]} à {codes[-1]}" if is_whole else ", ".join(map(str, codes))

    def rank(self, written: int) -> int | None:
        """Return the level (its rank) that people and files write so, ``None`` where there is none."""
        return next((level.value for level in self.levels if level.written == written), None)

    @property
    def ends(self) -> tuple[int, int]:
        """What the lowest and the highest level count in a mean or a sum."""
        return self.levels[0].worth, self.levels[-1].worth

    @property
    def codes(self) -> tuple[str, ...]:
        """The answers outside the scale that it offers, among ``"NSP"`` and ``"NC"``."""
        return tuple(one.code for one in self.off_scale)


def axis_name(lever: Lever) -> str:
    """Return the name of a lever where its score is told: it says so where a high score is bad."""
    return str(interface("radar")["sens"].format(levier=lever.name)) if lever.is_unfavourable else lever.name
