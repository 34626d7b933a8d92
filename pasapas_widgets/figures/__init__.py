"""Figures for print and research: ``(data, *, ax=None, …) -> Axes``, each with the sentences that say the same.

matplotlib is imported when a figure is asked for, not before; the sentences never need it. Without ``ax`` a figure of
pyplot is opened, as notebooks expect; with ``ax`` nothing global is touched.
"""

from __future__ import annotations

from pasapas_widgets.figures._compare import compare, describe_compare
from pasapas_widgets.figures._distributions import describe_distributions, distributions
from pasapas_widgets.figures._effects import describe_effects, effects
from pasapas_widgets.figures._layers import Layer, layers_of
from pasapas_widgets.figures._network import describe_network, network
from pasapas_widgets.figures._radar import FEWEST_AXES, MOST_AXES, describe_radar, radar
from pasapas_widgets.figures._years import describe_years, years

__all__ = [
    "FEWEST_AXES",
    "MOST_AXES",
    "Layer",
    "compare",
    "describe_compare",
    "describe_distributions",
    "describe_effects",
    "describe_network",
    "describe_radar",
    "describe_years",
    "distributions",
    "effects",
    "layers_of",
    "network",
    "radar",
    "years",
]
