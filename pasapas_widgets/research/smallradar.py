"""One radar among several of a paper, and the look that it shares with the other figures."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.bilingual import spoken
from pasapas_widgets.rules.scoring import told

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["FAMILY", "INK", "LINE", "MARKS", "SIZE", "SOFT", "in_unit", "small_radar"]

INK, SOFT, LINE = "#1f2430", "#545a66", "#c9ccd3"
MARKS = (("#0b5d63", "o"), ("#b3541e", "s"), ("#6b3f7c", "^"), ("#3d6b2e", "D"), ("#8a1f3d", "v"), ("#22446e", "P"))
"""Colour and mark of the groups, in their order: from dark to dark, apart in grey by their marks."""
FAMILY = "DejaVu Sans"
SIZE = 7.5


def in_unit(value: float, kind: str, q: Questionnaire) -> str:
    """Say a figure of a table as people read it: a share in percent, any other in the unit of scores."""
    said = f"{value:.0f}" if kind in ("nsp", "niveaux") else told(float(value), q, bare=True)
    return said if spoken() == "fr" else said.replace(",", ".")


def small_radar(ax: Axes, scores: dict[str, float], q: Questionnaire) -> None:
    """Draw one radar: rings at 25, 50, 75 and 100, a gap where a lever is withheld, each lever's name and score."""
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(q.levers)) / len(q.levers)
    corners = np.column_stack([np.cos(angles), np.sin(angles)])
    ring = np.vstack([corners, corners[:1]])
    for share in (0.25, 0.5, 0.75, 1.0):
        ax.plot(*(ring * share).T, color=LINE, linewidth=0.5, zorder=1)
    for corner in corners:
        ax.plot([0, corner[0]], [0, corner[1]], color=LINE, linewidth=0.5, zorder=1)
    values = np.array([scores[lever.id] for lever in q.levers]) / 100
    points = corners * values[:, None]
    colour, mark = MARKS[0]
    ax.plot(*np.vstack([points, points[:1]]).T, color=colour, marker=mark, markersize=3, linewidth=1.2, zorder=3)
    if not np.isnan(values).any():
        ax.fill(*points.T, color=colour, alpha=0.1, linewidth=0, zorder=2)
    for lever, (x, y), value in zip(q.levers, corners, values, strict=True):
        said = "–" if np.isnan(value) else in_unit(100 * value, "leviers", q)
        side = "center" if abs(x) < 0.3 else "left" if x > 0 else "right"
        up = "bottom" if y > 0.3 else "top" if y < -0.3 else "center"
        name = "\n".join(textwrap.wrap(lever.name, 12 if side != "center" else 22, break_long_words=False))
        ax.text(1.1 * x, 1.1 * y, f"{name}\n{said}", ha=side, va=up, fontsize=SIZE - 1.5, color=INK, family=FAMILY)
    ax.set(xlim=(-2.1, 2.1), ylim=(-1.45, 1.45), aspect="equal")
    ax.set_axis_off()
