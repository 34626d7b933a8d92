"""What may be shown of a group: plain figures, each of at least five people, ``None`` where it is withheld."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from pasapas_widgets.model.strict import plain

__all__ = ["GroupResults", "GroupScore", "ItemResult", "ProfileItem", "ProfileResult"]


Score = Annotated[float, Meta(ge=0, le=100)]
Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0, le=10_000_000)]
Spread = Annotated[float, Meta(ge=0, le=10)]  # in levels: half the way along the longest scale, of 21


class _Plain(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Immutable, by keyword, strict about unknown keys. What a file leaves out was not published."""


class GroupScore(_Plain, frozen=True, rename={"level_class": "classe", "reason": "motif"}):
    """The score (0 to 100) of a lever or an effect: the plain mean of its publishable items' means.

    ``level_class`` is ``None`` where it is withheld, and where the questionnaire has no classes.
    """

    score: Score | None = None
    level_class: str | None = None
    n_items: Count = 0
    reason: str | None = None


class ItemResult(
    _Plain,
    frozen=True,
    rename={
        "n_answers": "n_notes",
        "mean": "moyenne",
        "level_class": "classe",
        "spread": "dispersion",
        "not_known_share": "part_nsp",
        "signals": "signaux",
        "reason": "motif",
    },
):
    """One item in a group.

    ``mean`` runs from 0 to 100, reversed items turned round; ``spread`` is the population standard deviation of the
    levels, in levels of the item's own scale, and ``distribution`` counts levels as people gave them;
    ``not_known_share`` (0 to 1) is NSP / (answers on the scale + NSP).
    ``reason`` says why a figure is withheld, e.g. ``"n_notes < 5"``.
    """

    n_answers: Count | None = None
    mean: Score | None = None
    level_class: str | None = None
    spread: Spread | None = None
    not_known_share: Share | None = None
    distribution: dict[str, Count] | None = None
    signals: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def apart(self) -> float:
        """How far apart answers lie, whatever the scale: the spread as a share of the way between its two ends."""
        return (self.spread or 0.0) / (len(self.distribution) - 1 if self.distribution else 1)


class ProfileItem(_Plain, frozen=True, rename={"n_answers": "n_notes", "mean": "moyenne"}):
    """One item among the people of one profile; only written where it may be shown."""

    n_answers: Count
    mean: Score


class ProfileResult(_Plain, frozen=True, rename={"levers": "leviers", "reason": "motif"}):
    """A respondent profile: how many sheets, its lever scores, and its items where they may be shown."""

    n: Count | None = None
    levers: dict[str, GroupScore] = field(default_factory=dict)
    items: dict[str, ProfileItem] = field(default_factory=dict)
    reason: str | None = None


class GroupResults(
    _Plain,
    frozen=True,
    rename={
        "n_sheets": "n_feuilles",
        "n_brought": "n_apportees",
        "levers": "leviers",
        "effects": "effets",
        "profiles": "profils",
        "priorities": "priorites",
        "thresholds": "seuils",
        "unit": "unite",
    },
):
    """Everything that may be shown of a group; where nothing was published, empty (and false).

    ``priorities`` lists the items that have a mean in the order in which they are proposed for discussion: axes of
    improvement first, then the lowest scores; the group decides by its vote (content/autodiagnostic, «calcul»).
    ``questionnaire`` and ``version`` are empty where a file of before does not say them.
    ``unit`` is ``"moyenne"`` where the questionnaire tells scores as a mean level of its main scale; figures stay from
    0 to 100 in every file (:func:`pasapas_widgets.rules.scoring.told` says them).
    ``n_brought`` says how many of the sheets were brought (paper, codes, files) beside the phones of a room: left out
    where none was, ``None`` where they are one to four.
    """

    questionnaire: str = ""
    version: str = ""
    n_sheets: Count = 0
    levers: dict[str, GroupScore] = field(default_factory=dict)
    effects: dict[str, GroupScore] = field(default_factory=dict)
    items: dict[str, ItemResult] = field(default_factory=dict)
    profiles: dict[str, ProfileResult] = field(default_factory=dict)
    priorities: tuple[str, ...] = ()
    thresholds: dict[str, Count] = field(default_factory=dict)
    unit: Literal["moyenne"] | UnsetType = UNSET
    n_brought: Count | UnsetType | None = UNSET

    def __bool__(self) -> bool:
        return self != GroupResults()

    def plain(self) -> dict[str, Any]:
        """Return the results as plain JSON values, with the French keys that files and widgets use; ``{}`` if empty."""
        return dict(plain(self)) if self else {}
