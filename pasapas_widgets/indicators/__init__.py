"""The HR indicators: figures computed from the counts of a year, with their base, their formula and their caution."""

from __future__ import annotations

from pasapas_widgets.indicators.computing import Figure, figures, impossible, number
from pasapas_widgets.indicators.hiding import hidden, split
from pasapas_widgets.indicators.telling import BasesError, Series, compare, indicator_lines, series, tell

__all__ = [
    "BasesError",
    "Figure",
    "Series",
    "compare",
    "figures",
    "hidden",
    "impossible",
    "indicator_lines",
    "number",
    "series",
    "split",
    "tell",
]
