"""The HR indicators: figures computed from the counts of a year, with their base, their formula and their caution."""

from __future__ import annotations

from pasapas_widgets.rules.indicators.computation import Figure, figures, impossible
from pasapas_widgets.rules.indicators.sentences import BasesError, Series, compare, indicator_lines, series, tell
from pasapas_widgets.rules.indicators.suppression import hidden, split

__all__ = [
    "BasesError",
    "Figure",
    "Series",
    "compare",
    "figures",
    "hidden",
    "impossible",
    "indicator_lines",
    "series",
    "split",
    "tell",
]
