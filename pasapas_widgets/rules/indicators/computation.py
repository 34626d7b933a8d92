"""From the counts of a year to its figures, in exact fractions; what cannot be computed says why."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, number, typeset
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.field.indicatorbook import Calculation, Check, Denominator, load_indicators

__all__ = ["Figure", "figures", "impossible", "spoken_number"]


_SHARED = "etp_reels"
"""A count that many figures use: typed alone, it does not begin one of them."""


class Figure(Struct, frozen=True, kw_only=True):
    """One figure of one year, with all that must be printed beside it.

    Parameters
    ----------
    base
        The words of its base: with :attr:`basis`, part of what the figure is.
    basis
        Identifier of the base; figures of different bases are never compared.
    value
        Exact; ``None`` where it is not computed, and ``reason`` says why.
    numerator, denominator
        What was divided, as exact numbers; ``denominator`` is ``None`` for a figure that is no ratio.
    divided_by
        The words of the denominator that was taken.
    caution
        What the smallest event would change, in words.
    source
        Where its counts come from.
    """

    indicator: str
    id: str
    name: str
    year: int
    base: str
    basis: str
    formula: str
    unit: str
    decimals: int
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    divided_by: str = ""
    caution: str = ""
    reason: str = ""
    source: str = ""
    is_empty: bool = False

    @property
    def shown(self) -> str:
        """The value with its unit, as it is read: «12,5 %»."""
        return "" if self.value is None else spoken_number(self.value, self.decimals, self.unit)


def spoken_number(value: Fraction | float, decimals: int, unit: str) -> str:
    """Return a number with its unit.

    >>> spoken_number(Fraction(25, 2), 1, "%").replace(chr(160), " ")
    '12,5 %'
    """
    return f"{number(value, decimals)}\u00a0{unit}"


def figures(year: YearCounts) -> tuple[Figure, ...]:
    """Return every figure of the book for one year, in its order; those without counts are there too, empty.

    Examples
    --------
    One departure and no arrival among 25 people: (0 + 1) / 2 / 25 = 2 %.

    >>> counts = {"entrees_cdi": 0, "departs_cdi": 1, "effectif_cdi_debut": 25.0, "effectif_cdi_fin": 25.0}
    >>> made = {one.id: one for one in figures(YearCounts(id="y1", year=2025, counts=counts))}
    >>> made["rotation_cdi"].value, made["departs_cdi_taux"].value, made["departs_cdi_taux"].divided_by
    (Fraction(2, 1), Fraction(4, 1), 'effectif moyen')
    """
    counts = _exact(year)
    wrong = [check for check in load_indicators().checks if _is_wrong(check, counts)]
    return tuple(
        _figure(indicator.id, calculation, year, counts, wrong)
        for indicator, calculation in load_indicators().calculations()
    )


def impossible(year: YearCounts) -> tuple[str, ...]:
    """Return a sentence for each thing that cannot be in the counts of a year."""
    counts, book, texts = _exact(year), load_indicators(), interface("indicators")["fautes"]
    said = [check.sentence for check in book.checks if _is_wrong(check, counts)]
    said += [
        texts["entier"].format(nom=one.name, valeur=number(counts[one.id]))
        for one in book.counts
        if one.whole and one.id in counts and counts[one.id].denominator != 1
    ]
    return tuple(typeset(one) for one in said)


def _exact(year: YearCounts) -> dict[str, Fraction]:
    """Return the counts as exact numbers: 12.1 is 121/10, as it was typed."""
    known = {one.id for one in load_indicators().counts}
    return {id: Fraction(str(value)) for id, value in year.counts.items() if value is not None and id in known}


def _sum(terms: Mapping[str, float], counts: Mapping[str, Fraction]) -> Fraction | None:
    if any(id not in counts for id in terms):
        return None
    return sum((Fraction(str(times)) * counts[id] for id, times in terms.items()), Fraction(0))


def _is_wrong(check: Check, counts: Mapping[str, Fraction]) -> bool:
    small, large = _sum(check.small, counts), _sum(check.large, counts)
    return small is not None and large is not None and small > large


def _figure(
    indicator: str, one: Calculation, year: YearCounts, counts: Mapping[str, Fraction], wrong: list[Check]
) -> Figure:
    texts = interface("indicators")["motifs"]
    divisor, denominator = _divisor(one, counts)
    numerator = _sum(one.numerator, counts)
    basis = f"{one.id}/{divisor.id}" if divisor else one.id
    base = f"{one.base}, {divisor.name}" if divisor and len(one.denominators) > 1 else one.base
    bare = Figure(
        indicator=indicator, id=one.id, name=one.name, year=year.year, base=base, basis=basis, formula=one.formula,
        unit=one.unit, decimals=one.decimals, divided_by=divisor.name if divisor else "", source=year.source,
    )  # fmt: skip
    reason = _reason(one, counts, numerator, denominator, wrong)
    if reason or numerator is None:
        telling = set(one.numerator) - {_SHARED} or one.counts - {_SHARED}
        empty = not any(id in counts for id in telling)
        return replace(bare, reason=typeset(reason or texts["manque"]), is_empty=empty)
    if denominator is None:
        return replace(bare, value=numerator * one.factor, numerator=numerator)
    value, caution = numerator / denominator * one.factor, _caution(one, denominator)
    return replace(bare, value=value, numerator=numerator, denominator=denominator, caution=caution)


def _divisor(one: Calculation, counts: Mapping[str, Fraction]) -> tuple[Denominator | None, Fraction | None]:
    """Return the first denominator of which all counts are known, with its value."""
    for divisor in one.denominators:
        value = _sum(divisor.terms, counts)
        if value is not None:
            return divisor, value
    return None, None


def _reason(
    one: Calculation,
    counts: Mapping[str, Fraction],
    numerator: Fraction | None,
    denominator: Fraction | None,
    wrong: list[Check],
) -> str:
    """Say why a figure is not computed; empty where it is."""
    texts, book = interface("indicators")["motifs"], load_indicators()
    missing = [id for id in (*one.numerator, *one.requires) if id not in counts]
    if not missing and one.denominators and denominator is None:
        missing = list(one.denominators[0].terms)
    if missing:
        names = " ; ".join(book.count(id).name.removeprefix("… ") for id in missing if id not in counts)
        return str(texts["manque_compte"].format(noms=names))
    broken = [check.sentence for check in wrong if one.counts & {*check.small, *check.large}]
    if broken:
        return str(texts["impossible"].format(phrase=broken[0]))
    if any(id in counts and counts[id] < least for id, least in one.guards.items()):
        return str(texts["trop_peu"])
    if denominator == 0:
        return str(texts["zero"].format(nom=" ; ".join(book.count(id).name for id in one.denominators[0].terms)))
    return ""


def _caution(one: Calculation, denominator: Fraction) -> str:
    """Return what the smallest event would change: «Un départ de plus ou de moins change ce taux de 4 points.»"""
    if one.one is None:
        return ""
    weight = Fraction(str(one.numerator.get(one.one.count, 1)))
    change = weight * one.one.times / denominator * one.factor
    texts = interface("indicators")
    decimals = 0 if change >= 10 or change.denominator == 1 else max(1, one.decimals)
    said = number(change, decimals)
    is_share = one.unit == "%"
    points = counted(texts["points"], change, n=said) if is_share else texts["unites"].format(n=said, unite=one.unit)
    return typeset(one.one.sentence.format(points=points))
