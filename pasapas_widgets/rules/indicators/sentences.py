"""Figures over several years, told: one line a figure, and a refusal where two bases would be mixed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, typeset
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.field.indicatorbook import Indicator, load_indicators
from pasapas_widgets.rules.indicators.computation import Figure, figures

__all__ = ["BasesError", "Series", "compare", "indicator_lines", "series", "tell"]


class BasesError(FrenchError):
    """Two figures of different bases: nothing can be said of their difference."""


class Series(Struct, frozen=True, kw_only=True):
    """The same figure over several years, on one base; the earliest first.

    Parameters
    ----------
    others
        Years whose figure has another base: told apart, never beside.
    """

    indicator: Indicator
    figures: tuple[Figure, ...]
    others: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The indicator and the figure: «Rotation du personnel – taux de départs, CDI seuls»."""
        return f"{self.indicator.name} – {self.figures[0].name}"

    @property
    def known(self) -> tuple[Figure, ...]:
        """Those that have a value."""
        return tuple(one for one in self.figures if one.value is not None)


def series(years: Iterable[YearCounts]) -> tuple[Series, ...]:
    """Return the figures of several years by figure and base; those of which nothing was counted are left out.

    Examples
    --------
    >>> counts = {"etp_vacants": 2.0, "etp_autorises": 40.0}
    >>> [one.name for one in series([YearCounts(id="y1", year=2025, counts=counts)])]
    ['Postes vacants – taux de vacance']
    """
    made = [one for year in sorted(years, key=lambda one: one.year) for one in figures(year)]
    found = []
    for indicator, calculation in load_indicators().calculations():
        own = [one for one in made if one.id == calculation.id]
        begun = [one for one in own if not one.is_empty or (set(calculation.requires) and one.value is not None)]
        bases = list(dict.fromkeys(one.basis for one in begun if one.value is not None)) or [one.basis for one in begun]
        for basis in dict.fromkeys(bases):
            # A year without a value fits every base: its place stays, with the reason.
            some = tuple(one for one in begun if one.basis == basis or one.value is None)
            others = tuple(one.year for one in begun if one.basis != basis and one.value is not None)
            found.append(Series(indicator=indicator, figures=some, others=others))
    return tuple(found)


def compare(before: Figure, after: Figure) -> str:
    """Say how a figure went from one year to another, without a judgement.

    Raises
    ------
    BasesError
        They have not the same base: one sentence.

    Examples
    --------
    >>> from pasapas_widgets.rules.indicators.computation import figures
    >>> here, there = (YearCounts(id="y", year=y, counts={"etp_vacants": n, "etp_autorises": 40.0})
    ...     for y, n in ((2024, 2.0), (2025, 4.0)))
    >>> pick = lambda year: next(one for one in figures(year) if one.id == "vacance_taux")
    >>> compare(pick(here), pick(there)).replace(chr(160), " ")
    'De 5,0 % en 2024 à 10,0 % en 2025.'
    """
    texts = interface("indicators")["comparer"]
    if before.basis != after.basis:
        raise BasesError(
            texts["bases"].format(un=before.name, annee=before.year, base=before.base, deux=after.name,
                                  autre_annee=after.year, autre_base=after.base)
        )  # fmt: skip
    if before.value is None or after.value is None:
        return typeset(texts["inconnu"])
    said = texts["egal" if before.shown == after.shown else "change"]
    return typeset(said.format(avant=before.shown, annee=before.year, apres=after.shown, autre_annee=after.year))


def tell(one: Series) -> str:
    """Return a series as sentences: its base, each year with its value, what to be careful of."""
    texts = interface("indicators")["dire"]
    values = [
        texts["annee"].format(annee=figure.year, valeur=figure.shown)
        if figure.value is not None
        else texts["sans"].format(annee=figure.year)
        for figure in one.figures
    ]
    last = one.known[-1] if one.known else one.figures[-1]
    said = [texts["ligne"].format(nom=one.name, base=last.base, valeurs=" ; ".join(values))]
    if last.caution:
        said.append(last.caution)
    if one.others:
        said.append(texts["autres"].format(annees=_listed(one.others)))
    return typeset(" ".join(said))


def indicator_lines(carnet: Carnet, *, most_years: int = 3) -> tuple[str, ...]:
    """Return the indicators of a carnet as sentences, one a figure: for the note of the interview and for reports.

    Parameters
    ----------
    most_years
        The last years that are told.

    Examples
    --------
    >>> year = YearCounts(id="y1", year=2025, counts={"etp_vacants": 2.0, "etp_autorises": 40.0})
    >>> indicator_lines(Carnet(years=(year,)))[0].replace(chr(160), " ")[:86]
    'Postes vacants – taux de vacance (base : ETP au 31 décembre) : 5,0 % en 2025. Un poste'
    """
    return tuple(tell(one) for one in series(_last(carnet.years, most_years)) if one.known)


def _last(years: Sequence[YearCounts], most: int) -> list[YearCounts]:
    return sorted(years, key=lambda one: one.year)[-most:]


def _listed(years: Sequence[int]) -> str:
    return ", ".join(str(one) for one in years)
