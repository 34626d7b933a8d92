"""The radar of the levers on paper, and its sentence: the twin of the one drawn in the browser (widgets/radar/)."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import TYPE_CHECKING

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.figures._bars import LOOKS, bars
from pasapas_widgets.figures._canvas import FONT, SIZES, colour, new_axes, wrapped
from pasapas_widgets.figures._layers import QUARTERS, Layer, Scores, class_of, layers_of, limits_of
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Lever, Questionnaire, axis_name
from pasapas_widgets.rules.scoring import told

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["FEWEST_AXES", "MOST_AXES", "describe_radar", "radar"]

_LEADING = 14.0
"""From one line of words to the next, in points."""

FEWEST_AXES, MOST_AXES = 3, 8
"""With fewer axes, or more, a radar has no shape, or no room for its words."""


def describe_radar(scores: Scores, *, questionnaire: Questionnaire | None = None) -> str:
    """Say what a radar shows: one sentence a layer (template: ``phrase`` of content/interface/radar.yaml).

    One person's own result is said in words, the class of each lever, where the questionnaire has classes; a group's
    is said in figures.

    Parameters
    ----------
    scores
        As for :func:`radar`.

    Examples
    --------
    >>> describe_radar({"L1": 56.2, "L2": 62, "L3": None, "L4": 33.3})[:34]
    'Mes réponses – Discuter du travail'
    """
    q = questionnaire or load_questionnaire()
    return " ".join(_sentence(layer, q) for layer in layers_of(scores, q))


def _sentence(layer: Layer, q: Questionnaire) -> str:
    texts = interface("radar")["phrase"]
    parts, is_told, is_empty = [], False, True
    for lever in q.levers:
        score = layer.scores.get(lever.id)
        if score is None:
            parts.append(texts["absent"].format(levier=axis_name(lever)))
            continue
        classe, own = class_of(layer, score, q, lever), q.has_own_unit(lever)
        said = (
            texts["classe"].format(classe=classe) if classe else told(score, q, bare=is_told and not own, lever=lever)
        )
        parts.append(texts["suivant"].format(levier=axis_name(lever), score=said))
        is_told, is_empty = is_told or not (classe or own), False
    levers = texts["aucun"] if is_empty else texts["entre"].join(parts)
    return str(texts["calque"].format(calque=layer.label, effectif=_counted(layer), leviers=levers))


def _counted(layer: Layer) -> str:
    texts = interface("radar")["phrase"]
    if layer.n is None:
        return ""
    return str((texts["effectif_un"] if layer.n == 1 else texts["effectif"]).format(n=layer.n))


def radar(scores: Scores, *, questionnaire: Questionnaire | None = None, ax: Axes | None = None) -> Axes:
    """Draw the radar of the levers, 0 at the centre and 100 at the edge: no target, no overall mark.

    A lever without enough answers is said at the end of its axis and leaves a gap in the line, never a zero. One
    person's own levers bear words, the classes of the questionnaire, never a figure. One or two levers, or more than
    eight, make no shape that can be read: they are drawn as bars.

    Parameters
    ----------
    scores
        Lever identifier → score (0 to 100, ``None`` where there are not enough answers, or a ``LeverScore``); a group's
        results; or up to four layers: label → one of the former, or layers as the Radar widget has them.
    questionnaire
        Where the axes come from; the self-diagnosis that ships with the package where left out.
    ax
        Where to draw; a new figure where left out.

    Raises
    ------
    ValueError
        A score is off the range, a lever unknown, or there are more than four layers.
    """
    q = questionnaire or load_questionnaire()
    layers = layers_of(scores, q)
    if not FEWEST_AXES <= len(q.levers) <= MOST_AXES:
        return bars(layers, q, ax)
    ax = ax or _roomy_axes(len(layers))
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set(xlim=(-1.5, 1.5), ylim=(-1.03, 1.03))
    _web(ax, layers, q)
    for number, layer in enumerate(layers):
        _line(ax, layer, q, zorder=10 - number)
    for number, lever in enumerate(q.levers):
        _axis_words(ax, number, len(q.levers), axis_name(lever), _told(layers, lever, q))
    if layers:
        _legend(ax, layers)
    return ax


def _roomy_axes(n_layers: int) -> Axes:
    """Open a figure with room for the words above and below, the drawing always of the same size."""
    words = (16 + _LEADING * (1 + n_layers)) / 72
    legend = (12 + _LEADING * ((n_layers + 1) // 2)) / 72
    height = 2 * words + legend + 3.5
    ax = new_axes(6.6, height)
    ax.set_in_layout(False)
    ax.set_position((0, (words + legend) / height, 1, 3.5 / height))
    return ax


def _point(number: int, count: int, radius: float) -> tuple[float, float]:
    angle = pi / 2 - 2 * pi * number / count
    return radius * cos(angle), radius * sin(angle)


def _web(ax: Axes, layers: Sequence[Layer], q: Questionnaire) -> None:
    """Draw the axes, and rings: at 25, 50, 75 and 100, which they bear; bare ones (:func:`limits_of`) where all is said
    in words, or levers have units of their own."""
    count, limits = len(q.levers), limits_of(layers, q)
    ticks = (0.5, 1.0) if limits is None else ()
    for share in (limit / 100 for limit in limits or QUARTERS):
        corners = [_point(number, count, share) for number in [*range(count), 0]]
        ax.plot(*zip(*corners, strict=True), color=colour("line"), linewidth=0.9, zorder=1)
    for number in range(count):
        ax.plot(*zip((0, 0), _point(number, count, 1), strict=True), color=colour("line"), linewidth=0.9, zorder=1)
    for share in ticks:
        (x1, y1), (x2, y2) = _point(0, count, share), _point(1, count, share)
        ax.text(
            (x1 + x2) / 2, (y1 + y2) / 2, told(100 * share, q, bare=True),
            fontsize=SIZES["small"], color=colour("ink-soft"), ha="center", va="center", zorder=1.5,
            bbox={"facecolor": colour("card"), "edgecolor": "none", "pad": 1}, **FONT,
        )  # fmt: skip


def _line(ax: Axes, layer: Layer, q: Questionnaire, *, zorder: int) -> None:
    """Draw one layer: its line, cut where a score is missing, and its marks; tinted only where it is whole."""
    look, count = LOOKS[layer.kind], len(q.levers)
    ink = colour(look["token"])
    points: list[tuple[float, float] | None] = []
    for number, lever in enumerate(q.levers):
        score = layer.scores.get(lever.id)
        points.append(None if score is None else _point(number, count, score / 100))
    drawn = [point for point in points if point is not None]
    if layer.kind == "me" and len(drawn) == count:
        ax.fill(*zip(*drawn, strict=True), color=ink, alpha=0.1, linewidth=0, zorder=2)
    for number, start in enumerate(points):
        end = points[(number + 1) % count]
        if start is not None and end is not None:
            ax.plot(*zip(start, end, strict=True), color=ink, linestyle=look["linestyle"], linewidth=2, zorder=zorder)
    for x, y in drawn:
        ax.plot(
            x, y, marker=look["marker"], markersize=7.5, markeredgewidth=1.8, markeredgecolor=ink,
            markerfacecolor=ink if look["filled"] else colour("card"), zorder=zorder + 0.5,
        )  # fmt: skip


def _told(layers: Sequence[Layer], lever: Lever, q: Questionnaire) -> list[tuple[str, str, bool]]:
    """Return what is written at an axis: for each layer its score or class, its colour, whether it has one."""
    texts = interface("radar")["axe"]
    found = []
    for layer in layers:
        score = layer.scores.get(lever.id)
        said = texts["absent"]
        if score is not None:
            said = class_of(layer, score, q, lever) or told(score, q, bare=q.is_one_unit, lever=lever)
        if len(layers) > 1:
            said = interface("figures")["radar"]["valeur"].format(calque=texts["calques"][layer.kind], score=said)
        found.append((typeset(said), colour(LOOKS[layer.kind]["token"]), score is not None))
    return found


def _axis_words(ax: Axes, number: int, count: int, name: str, scores: list[tuple[str, str, bool]]) -> None:
    """Write a lever's name at the end of its axis, then its scores, each in the colour of its layer.

    Placed in points from the end of the axis, so that nothing overlaps whatever the size of ``ax``.
    """
    x, y = _point(number, count, 1)
    upright = abs(x) < 0.3
    title = wrapped(name, 30 if upright else 14).split("\n")
    lines = [(line, colour("ink"), True) for line in title]
    for said, ink, is_scored in scores:
        lines += [(part, ink, is_scored) for part in wrapped(said, 40 if upright else 19).split("\n")]
    if upright:
        align, left = "center", 0.0
        top = 7 + _LEADING * len(lines) if y > 0 else -7.0
    else:
        align, left = ("left", 9.0) if x > 0 else ("right", -9.0)
        top = _LEADING * len(lines) / 2
    for row, (said, ink, strong) in enumerate(lines):
        ax.annotate(
            said, (x, y), (left, top - _LEADING * row), textcoords="offset points", ha=align, va="top", color=ink,
            fontsize=SIZES["text"] if strong else SIZES["small"], weight="bold" if strong else "normal",
            style="normal" if strong else "italic", annotation_clip=False, zorder=15, **FONT,
        )  # fmt: skip


def _legend(ax: Axes, layers: Sequence[Layer]) -> None:
    """Name the layers below the lowest axis' words."""
    from matplotlib.lines import Line2D

    handles = []
    for layer in layers:
        look = LOOKS[layer.kind]
        ink = colour(look["token"])
        handles.append(
            Line2D(
                [], [], color=ink, linestyle=look["linestyle"], linewidth=2, marker=look["marker"], markersize=7.5,
                markeredgewidth=1.8, markeredgecolor=ink, markerfacecolor=ink if look["filled"] else colour("card"),
                label=layer.label + _counted(layer),
            )
        )  # fmt: skip
    below = 7 + _LEADING * (1 + len(layers)) + 8
    ax.legend(
        handles=handles, loc="upper center", ncols=2 if len(handles) > 1 else 1, frameon=False, handlelength=4,
        bbox_to_anchor=(0.5, 0), borderaxespad=below / SIZES["text"], labelcolor=colour("ink"),
        prop={**FONT, "size": SIZES["text"]},
    )  # fmt: skip
