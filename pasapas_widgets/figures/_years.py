"""The HR indicators year by year: a small panel a figure, each on its own scale from zero, no target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import number, typeset
from pasapas_widgets.figures._canvas import FONT, SIZES, colour, empty, new_axes, wrapped
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.field.indicatorbook import load_indicators
from pasapas_widgets.rules.indicators import Figure, Series, series, tell

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["describe_years", "years"]

_ACROSS = 2
"""Panels side by side."""
_WIDTH, _LEFT, _RIGHT = 10.0, 0.9, 8.6
"""Width of a panel, and where its first and last years stand."""
_BASE, _TALL, _HEIGHT = 3.3, 1.15, 4.45
"""From the top of a panel: its line of zero; height of its largest value; height of the panel."""
_MOST_YEARS = 6


def describe_years(counts: Iterable[YearCounts], *, indicators: Sequence[str] | None = None) -> str:
    """Say what :func:`years` shows: one sentence a figure, with its base and what to be careful of.

    Examples
    --------
    >>> year = YearCounts(id="y1", year=2025, counts={"etp_vacants": 2.0, "etp_autorises": 40.0})
    >>> describe_years([year]).replace(chr(160), " ")[:86]
    'Postes vacants – taux de vacance (base : ETP au 31 décembre) : 5,0 % en 2025. Un poste'
    """
    found = _known(counts, indicators)
    return " ".join(tell(one) for one in found) if found else typeset(interface("figures")["annees"]["rien"])


def years(counts: Iterable[YearCounts], *, indicators: Sequence[str] | None = None, ax: Axes | None = None) -> Axes:
    """Draw HR indicators over the last six years: a panel a figure and base, every value written, no target.

    Each panel has its own scale, from zero: heights compare within a panel only. A year without a value is said and
    the line stops there. Figures of different bases never share a panel.

    Parameters
    ----------
    counts
        Of a carnet: ``carnet.years``.
    indicators
        Which indicators (identifiers of content/field/indicatorbook.yaml, ``"rotation"``…), all that have a value where
        left out.
    ax
        Where to draw; a new figure where left out, as tall as its panels need.

    Raises
    ------
    ValueError
        No such indicator.
    """
    found = _known(counts, indicators)
    texts = interface("figures")["annees"]
    if not found:
        return empty(ax or new_axes(7.2, 2.0), texts["rien"])
    across = min(_ACROSS, len(found))
    rows = ceil(len(found) / across)
    ax = ax or new_axes(3.6 * across, 1.6 * rows + 0.6)
    for place, one in enumerate(found):
        _panel(ax, one, (place % across) * _WIDTH, (place // across) * _HEIGHT)
    ax.set(xlim=(0, across * _WIDTH), ylim=(rows * _HEIGHT, -0.1))
    ax.set_axis_off()
    ax.set_title(
        wrapped(texts["titre"], 44 * across), loc="left", fontsize=SIZES["small"], color=colour("ink-soft"), **FONT
    )
    return ax


def _known(counts: Iterable[YearCounts], indicators: Sequence[str] | None) -> list[Series]:
    """Return the series that have a value, of the last years."""
    names = {one.id for one in load_indicators().indicators}
    for id in indicators or ():
        if id not in names:
            raise ValueError(typeset(interface("figures")["annees"]["inconnu"].format(id=id)))
    last = sorted(counts, key=lambda one: one.year)[-_MOST_YEARS:]
    return [one for one in series(last) if one.known and (indicators is None or one.indicator.id in indicators)]


def _panel(ax: Axes, one: Series, left: float, top: float) -> None:
    """Draw one figure: its name, its base, a mark and a number a year above a line of zero."""
    words: dict[str, Any] = {"va": "top", "linespacing": 1.2, **FONT}
    name, texts, last = wrapped(one.name, 46), interface("figures")["annees"], one.known[-1]
    told = texts["base"] if last.unit == "%" else texts["base_unite"]
    base = wrapped(told.format(base=last.base, unite=last.unit), 54)
    ax.text(left + 0.3, top, name, weight="bold", fontsize=SIZES["small"], color=colour("ink"), **words)
    lines = name.count("\n") + 1
    ax.text(left + 0.3, top + 0.42 * lines + 0.06, base, fontsize=8, color=colour("ink-soft"), **words)
    ground = top + _BASE
    ax.plot([left + 0.3, left + _WIDTH - 0.7], [ground] * 2, color=colour("control"), linewidth=0.8, zorder=1)
    largest = max((figure.value for figure in one.known if figure.value is not None), default=0)
    first, span = one.figures[0].year, one.figures[-1].year - one.figures[0].year
    across = [_LEFT + (figure.year - first) * (_RIGHT - _LEFT) / max(1, span) for figure in one.figures]
    points = [_point(figure, left + x, ground, largest) for x, figure in zip(across, one.figures, strict=True)]
    for ((x, y), (then, there)), (before, after) in zip(pairwise(points), pairwise(one.figures), strict=True):
        if y is not None and there is not None and after.year == before.year + 1:
            ax.plot([x, then], [y, there], color=colour("accent"), linewidth=1.6, zorder=2)
    for (x, y), figure in zip(points, one.figures, strict=True):
        ax.text(x, ground + 0.12, str(figure.year), ha="center", fontsize=8, color=colour("ink-soft"), **words)
        _value(ax, figure, x, y, ground)


def _point(figure: Figure, x: float, ground: float, largest: Any) -> tuple[float, float | None]:
    if figure.value is None:
        return x, None
    return x, ground - _TALL * float(figure.value / largest if largest > 0 else 0)


def _value(ax: Axes, figure: Figure, x: float, y: float | None, ground: float) -> None:
    """Mark a value and write it, or say that there is none."""
    if y is None:
        missing = wrapped(interface("figures")["annees"]["sans"], 7)
        ax.text(
            x, ground - 0.16, missing, ha="center", va="bottom", fontsize=8, style="italic", color=colour("ink-soft"),
            **FONT,
        )  # fmt: skip
        return
    ax.plot(x, y, marker="o", markersize=6, color=colour("accent"), zorder=3)
    shown = figure.shown if figure.unit == "%" else number(figure.value or 0, figure.decimals)
    ax.annotate(
        shown, (x, y), (0, 6), textcoords="offset points", ha="center", weight="bold", fontsize=SIZES["small"],
        color=colour("ink"), zorder=4, **FONT,
    )  # fmt: skip
