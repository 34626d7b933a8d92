"""The book of HR indicators (indicatorbook.yaml): what is counted, what is computed, with what it is read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta, field

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.strict import Identifier, Strict, Text, require_known, require_unique

__all__ = [
    "Breakdown",
    "Calculation",
    "Check",
    "Counted",
    "Denominator",
    "Indicator",
    "IndicatorBook",
    "One",
    "Reference",
    "load_indicators",
]

FILE = "indicatorbook.yaml"

Terms = dict[Identifier, float]
"""Count → coefficient: a sum."""


class Family(Strict, frozen=True, rename={"name": "nom"}):
    """Counts that are typed in together."""

    id: Identifier
    name: Text


class Counted(
    Strict, frozen=True, rename={"family": "famille", "name": "nom", "unit": "unite", "whole": "entier", "help": "aide"}
):
    """One thing that is counted in a year."""

    id: Identifier
    family: Identifier
    name: Text
    unit: Text
    whole: bool = False
    help: str = ""


class Denominator(Strict, frozen=True, rename={"name": "nom", "terms": "termes"}):
    """What a figure is divided by; its name is part of what the figure is."""

    id: Identifier
    name: Text
    terms: Terms


class One(Strict, frozen=True, rename={"count": "compte", "times": "fois", "sentence": "phrase"}):
    """The smallest thing that can happen, by which the caution for small teams is computed."""

    count: Identifier
    sentence: Text
    times: Annotated[int, Meta(ge=1)] = 1


class Reference(Strict, frozen=True, rename={"value": "valeur", "year": "annee", "origin": "source", "scope": "champ"}):
    """A figure from elsewhere: context with its year and its field, never a target."""

    value: Text
    year: int
    origin: Text
    scope: Text


class Calculation(
    Strict,
    frozen=True,
    rename={
        "name": "nom", "formula": "formule", "unit": "unite", "decimals": "decimales", "factor": "facteur",
        "numerator": "numerateur", "denominators": "denominateurs", "one": "un", "guards": "gardes",
        "requires": "exige",
    },
):  # fmt: skip
    """One figure: its formula in words and in terms of the counts, the base that it must never be parted from.

    Parameters
    ----------
    denominators
        The first that can be computed is taken, and said; with none, the figure is the numerator.
    guards
        Count → number under which the figure would speak of fewer than five people; it is then not shown.
    requires
        Counts without which it is not shown either.
    """

    id: Identifier
    name: Text
    base: Text
    formula: Text
    unit: Text
    factor: Annotated[int, Meta(ge=1)]
    numerator: Terms
    denominators: tuple[Denominator, ...]
    decimals: Annotated[int, Meta(ge=0, le=2)] = 1
    one: One | None = None
    guards: dict[Identifier, float] = field(default_factory=dict)
    requires: tuple[Identifier, ...] = ()

    @property
    def counts(self) -> frozenset[str]:
        """Every count that it may use."""
        return frozenset(self.numerator).union(self.requires, *(one.terms for one in self.denominators))


class Indicator(
    Strict, frozen=True, rename={"name": "nom", "rule": "regle", "references": "reperes", "calculations": "calculs"}
):
    """An indicator: one or several figures that are read together."""

    id: Identifier
    name: Text
    rule: Text
    references: tuple[Reference, ...]
    calculations: Annotated[tuple[Calculation, ...], Meta(min_length=1)]


class PartName(Strict, frozen=True, rename={"name": "nom"}):
    """One group of people of a breakdown."""

    id: Identifier
    name: Text


class Breakdown(Strict, frozen=True, rename={"indicator": "indicateur", "name": "nom", "unit": "unite"}):
    """A count that falls to groups of people, one of which may be too small to be shown."""

    id: Identifier
    indicator: Identifier
    name: Text
    base: Text
    unit: Literal["personnes", "jours"]
    parts: Annotated[tuple[PartName, ...], Meta(min_length=3)]


class Check(Strict, frozen=True, rename={"small": "petit", "large": "grand", "sentence": "phrase"}):
    """What cannot be: the sum of ``small`` is never above that of ``large``."""

    small: Terms
    large: Terms
    sentence: Text


class IndicatorBook(
    Strict,
    frozen=True,
    rename={
        "families": "familles", "counts": "comptes", "breakdowns": "repartitions", "indicators": "indicateurs",
        "checks": "controles",
    },
):  # fmt: skip
    """The whole book, in the order in which people read it."""

    families: tuple[Family, ...]
    counts: tuple[Counted, ...]
    breakdowns: tuple[Breakdown, ...]
    indicators: tuple[Indicator, ...]
    checks: tuple[Check, ...]

    def count(self, id: str) -> Counted:
        """Return a count by its identifier.

        Raises
        ------
        KeyError
            The book has none of that name.
        """
        return next((one for one in self.counts if one.id == id), None) or _missing(id)

    def calculations(self) -> Iterator[tuple[Indicator, Calculation]]:
        """Give each figure with its indicator."""
        for indicator in self.indicators:
            for calculation in indicator.calculations:
                yield indicator, calculation


def _missing(id: str) -> Counted:
    raise KeyError(id)


@cache
def load_indicators() -> IndicatorBook:
    """Read the book that ships with the package and check every link in it.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.

    Examples
    --------
    >>> book = load_indicators()
    >>> len(book.indicators), [one.id for one in book.indicators[0].calculations]
    (12, ['absence_travail', 'absence_calendaire'])
    """
    book = load_yaml(CONTENT / "field" / FILE, IndicatorBook)
    known = {one.id for one in book.counts}
    indicators = {one.id for one in book.indicators}
    require_unique(FILE, (one.id for one in book.counts), what="compte")
    require_unique(FILE, (one.id for _, one in book.calculations()), what="calcul")
    require_unique(FILE, (part.id for one in book.breakdowns for part in one.parts), what="part")
    require_known(FILE, "comptes", (one.family for one in book.counts), {one.id for one in book.families})
    require_known(FILE, "repartitions", (one.indicator for one in book.breakdowns), indicators)
    for _, one in book.calculations():
        require_known(FILE, one.id, (*one.counts, *one.guards, *((one.one.count,) if one.one else ())), known)
    for check in book.checks:
        require_known(FILE, "controles", (*check.small, *check.large), known)
    return book
