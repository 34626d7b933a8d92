"""What every figure shares: the design tokens as matplotlib wants them, an ``Axes`` to draw on, wrapped French text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.design.tokens import tokens
from pasapas_widgets.model.questionnaire.structure import Questionnaire

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["FONT", "SIZES", "colour", "empty", "new_axes", "scale_axis", "wrapped"]

FONT: dict[str, Any] = {"family": "DejaVu Sans"}
SIZES = {"small": 8.5, "text": 10.0, "title": 12.5}
"""Sizes in points, on paper."""


def colour(token: str) -> str:
    """Return a colour of the design tokens."""
    return tokens()[token]


def new_axes(width: float, height: float) -> Axes:
    """Open a figure of pyplot (inches) and return its only ``Axes``."""
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(width, height), layout="constrained", facecolor=colour("card"))
    ax: Axes = figure.add_subplot()
    return ax


def empty(ax: Axes, sentence: str) -> Axes:
    """Say in place of a drawing that there is nothing to draw."""
    ax.set_axis_off()
    ax.text(
        0.5,
        0.5,
        wrapped(sentence, 46),
        transform=ax.transAxes,
        ha="center",
        va="center",
        fontsize=SIZES["text"],
        color=colour("ink-soft"),
        style="italic",
        **FONT,
    )
    return ax


def wrapped(text: str, width: int) -> str:
    """Return a text with French spaces, on lines of at most ``width`` characters."""
    return "\n".join(textwrap.wrap(typeset(text), width, break_long_words=False))


def scale_axis(ax: Axes, n_rows: int, q: Questionnaire, *, limits: Sequence[float] | None = None) -> None:
    """Set a horizontal scale of scores over ``n_rows`` rows read from the top: 0 to 100, or the levels of the main
    scale where the questionnaire tells scores as a mean level; lines at ``limits`` alone, without a figure, where one
    person's result is said in words or levers have units of their own."""
    texts, scale = interface("figures"), q.scale
    ticks, names, words = [0.0, 25.0, 50.0, 75.0, 100.0], ["0", "25", "50", "75", "100"], texts["sur"]
    if q.scoring.unit == "moyenne":
        ticks = [100 * scale.place(level) / scale.width for level in range(1, scale.top + 1)]
        low, high = scale.ends
        names, words = [str(one.worth) for one in scale.levels], typeset(texts["sur_moyenne"].format(bas=low, top=high))
    if limits is not None:
        ticks, names, words = [0.0, *limits], [""] * (1 + len(limits)), ""
    ax.set(xlim=(0, 122), ylim=(n_rows - 0.45, -0.55))
    ax.set_xticks(ticks, names)
    ax.tick_params(axis="x", labelsize=SIZES["small"], labelcolor=colour("ink-soft"), color=colour("line"))
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(words, loc="left", fontsize=SIZES["small"], color=colour("ink-soft"), **FONT)
    ax.vlines(ticks, -0.55, n_rows - 0.45, color=colour("line"), linewidth=0.8, zorder=0)
    ax.spines[:].set_visible(False)
    ax.set_facecolor("none")
