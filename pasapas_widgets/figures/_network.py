"""The network around an establishment, for reports: the figure of the screen, and the sentences that say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pasapas_widgets.content import interface
from pasapas_widgets.figures._canvas import FONT, SIZES, colour, new_axes, wrapped
from pasapas_widgets.model.carnet.territory import Territory
from pasapas_widgets.rules.territory import Node, columns, describe_links

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["describe_network", "network"]

_BOX, _WIDTH = 0.74, 3.1
"""Height and width of an actor's box, in rows."""
_LINES: dict[str, dict[str, Any]] = {
    "regulier": {"linewidth": 3.2, "linestyle": "-"},
    "ponctuel": {"linewidth": 1.3, "linestyle": (0, (5, 4))},
}


def describe_network(territory: Territory) -> str:
    """Say what :func:`network` shows: with whom the link is regular, now and then, missing, not said yet."""
    return describe_links(territory)


def network(territory: Territory, *, ax: Axes | None = None) -> Axes:
    """Draw the actors around an establishment, group by group: each name, and its link in words and as a line.

    Parameters
    ----------
    territory
        Of a carnet: ``carnet.territory``.
    ax
        Where to draw; a new figure where left out.
    """
    texts = interface("territory")
    sides = columns(territory)
    rows = max(sum(1 if isinstance(one, Node) else 0.8 for one in side) for side in sides)
    ax = ax or new_axes(7.4, 0.42 * rows + 0.4)
    for side, stack in enumerate(sides):
        height = sum(1 if isinstance(one, Node) else 0.8 for one in stack)
        y = (rows - height) / 2
        for one in stack:
            left = 7.9 if side else 0.0
            if isinstance(one, Node):
                _actor(ax, one, left, y + 0.5, rows, texts)
                y += 1
            else:
                ax.text(
                    left, y + 0.5, one, va="center", weight="bold", fontsize=SIZES["small"], color=colour("ink-soft"),
                    **FONT,
                )  # fmt: skip
                y += 0.8
    _box(ax, 4.45, rows / 2 - 0.75, 2.1, 1.5, facecolor=colour("accent"), edgecolor="none")
    ax.text(
        5.5, rows / 2, wrapped(texts["etablissement"], 14), ha="center", va="center", weight="bold",
        fontsize=SIZES["text"], color=colour("on-accent"), zorder=4, **FONT,
    )  # fmt: skip
    ax.set(xlim=(-0.1, 11.1), ylim=(rows + 0.1, -0.1))
    ax.set_axis_off()
    return ax


def _actor(ax: Axes, node: Node, left: float, middle: float, rows: float, texts: dict[str, Any]) -> None:
    line = _LINES.get(node.link)
    edge = {
        "edgecolor": colour("accent" if line else "control"),
        "linewidth": line["linewidth"] * 0.6 if line else 0.8,
        "linestyle": "-" if line else (0, (1, 2)),
    }
    _box(ax, left, middle - _BOX / 2, _WIDTH, _BOX, facecolor=colour("card"), **edge)
    star = " ★" if node.contact.wanted else ""
    ax.text(
        left + 0.12, middle - 0.16, node.short + star, va="center", weight="bold", fontsize=SIZES["small"],
        color=colour("ink"), zorder=4, **FONT,
    )  # fmt: skip
    ax.text(
        left + 0.12, middle + 0.19, texts["liens"][node.link or "non_dit"], va="center", fontsize=8,
        color=colour("ink-soft"), zorder=4, **FONT,
    )  # fmt: skip
    if line:
        _link(ax, (left + _WIDTH, 4.45) if left == 0 else (left, 6.55), (middle, rows / 2), line)


def _link(ax: Axes, across: tuple[float, float], down: tuple[float, float], line: dict[str, Any]) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (start, end), bend = across, (across[1] - across[0]) * 0.55
    points = [(start, down[0]), (start + bend, down[0]), (end - bend, down[1]), (end, down[1])]
    path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    ax.add_patch(PathPatch(path, fill=False, edgecolor=colour("accent"), zorder=1, **line))


def _box(ax: Axes, left: float, top: float, width: float, height: float, **look: Any) -> None:
    from matplotlib.patches import FancyBboxPatch

    pad = 0.06
    ax.add_patch(
        FancyBboxPatch(
            (left + pad, top + pad), width - 2 * pad, height - 2 * pad, boxstyle=f"round,pad={pad},rounding_size=0.12",
            zorder=3, **look,
        )
    )  # fmt: skip
