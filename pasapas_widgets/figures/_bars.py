"""The scores of one or two levers, or of many, as bars: what a radar would show, where it has no shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.figures._canvas import FONT, SIZES, colour, new_axes, scale_axis, wrapped
from pasapas_widgets.figures._layers import Layer, class_of, limits_of
from pasapas_widgets.model.questionnaire.structure import Lever, Questionnaire, axis_name
from pasapas_widgets.rules.scoring import told

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["LOOKS", "bars"]

LOOKS: dict[str, dict[str, Any]] = {
    "me": {"token": "accent", "linestyle": "-", "marker": "o", "filled": True},
    "group": {"token": "warm", "linestyle": (0, (4.5, 2.2)), "marker": "s", "filled": False},
    "earlier": {"token": "ink-soft", "linestyle": (0, (0.6, 1.8)), "marker": "^", "filled": False},
    "profile": {"token": "plum", "linestyle": (0, (6, 2, 1, 2)), "marker": "D", "filled": False},
}
"""Colour, line and mark of each kind of layer, the same as on screen."""

_ROOM = 0.72
"""Height of a lever's bars together, of one row."""


def bars(layers: Sequence[Layer], q: Questionnaire, ax: Axes | None = None) -> Axes:
    """Draw a row a lever, in it a bar a layer, each with its value; what is withheld is said in its place."""
    thick = max(1, len(layers))
    ax = ax or new_axes(7.2, 1.5 + len(q.levers) * (0.36 + 0.2 * thick))
    height = _ROOM / thick
    for row, lever in enumerate(q.levers):
        for number, layer in enumerate(layers):
            place = row - _ROOM / 2 + height * (number + 0.5)
            _bar(ax, layer, lever, place, height, q)
    names = [wrapped(axis_name(lever), 30) for lever in q.levers]
    ax.set_yticks(range(len(names)), names, fontsize=SIZES["text"], color=colour("ink"), **FONT)
    scale_axis(ax, len(names), q, limits=limits_of(layers, q))
    _legend(ax, layers)
    return ax


def _bar(ax: Axes, layer: Layer, lever: Lever, place: float, height: float, q: Questionnaire) -> None:
    score = layer.scores.get(lever.id)
    look = LOOKS[layer.kind]
    ink = colour(look["token"])
    words: dict[str, Any] = {"va": "center", "zorder": 4, **FONT}
    if score is None:
        said = typeset(interface("figures")["retenu"])
        ax.text(1, place, said, style="italic", fontsize=SIZES["small"], color=ink, **words)
        return
    # An outline only, as the hollow marks of the radar: layers are told apart without their colours.
    face = ink if look["filled"] else colour("card")
    ax.barh(
        place,
        score,
        height=0.8 * height,
        color=face,
        edgecolor=ink,
        linestyle=look["linestyle"],
        linewidth=1.6,
        zorder=2,
    )
    ax.text(
        score + 1.5,
        place,
        class_of(layer, score, q, lever) or told(score, q, bare=q.is_one_unit, lever=lever),
        weight="bold",
        fontsize=SIZES["small"] + 0.5,
        color=ink,
        **words,
    )


def _legend(ax: Axes, layers: Sequence[Layer]) -> None:
    """Name the layers above the rows, with how many sheets each holds."""
    from matplotlib.patches import Patch

    texts = interface("radar")["phrase"]
    handles = []
    for layer in layers:
        look = LOOKS[layer.kind]
        ink = colour(look["token"])
        counted = ""
        if layer.n is not None:
            counted = texts["effectif_un" if layer.n == 1 else "effectif"].format(n=layer.n)
        handles.append(
            Patch(
                facecolor=ink if look["filled"] else colour("card"), edgecolor=ink, linestyle=look["linestyle"],
                label=typeset(layer.label + counted),
            )
        )  # fmt: skip
    if handles:
        ax.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, borderaxespad=0.3,
            labelcolor=colour("ink"), prop={**FONT, "size": SIZES["text"]},
        )  # fmt: skip
