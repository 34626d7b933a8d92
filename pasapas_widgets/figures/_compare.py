"""Groups side by side: the same team at two moments, or two groups that chose to compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.figures._canvas import FONT, SIZES, colour, new_axes, scale_axis, wrapped
from pasapas_widgets.figures._layers import QUARTERS
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Lever, Questionnaire, axis_name
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.scoring import told

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["compare", "describe_compare"]

_MARKS = (("ink-soft", "^", False), ("warm", "s", True), ("plum", "D", False), ("accent", "o", True))
"""Colour, mark, filled or hollow: of the first series to the fourth."""

_APART = 0.2
"""How far above and below its row the first and the last series stand, so that equal values are both seen."""


def _rows(
    series: Mapping[str, GroupResults], items: Sequence[str] | None, q: Questionnaire
) -> Iterator[tuple[str, Lever | None, list[float | None]]]:
    """Give each row: its name and the value of each series, levers by default, else the statements asked for."""
    if not 2 <= len(series) <= len(_MARKS):
        raise ValueError(f"Une comparaison porte sur 2 à {len(_MARKS)} groupes, pas sur {len(series)}.")
    if items is None:
        for lever in q.levers:
            yield axis_name(lever), lever, [one.levers[lever.id].score for one in series.values()]
    else:
        for item in items:
            text = interface("figures")["repartitions"]["enonce"].format(
                numero=q.number_of(item), texte=q.item(item).text
            )
            yield text, None, [one.items[item].mean for one in series.values()]


def describe_compare(
    series: Mapping[str, GroupResults],
    *,
    items: Sequence[str] | None = None,
    questionnaire: Questionnaire | None = None,
) -> str:
    """Say what :func:`compare` shows: one sentence a row, then a word of caution."""
    texts = interface("figures")["comparaison"]
    q = questionnaire or load_questionnaire()
    sentences = []
    for subject, lever, values in _rows(series, items, q):
        said = [
            texts["valeur_retenue"].format(nom=name)
            if value is None
            else texts["valeur"].format(score=_value(value, q, lever), nom=name)
            for name, value in zip(series, values, strict=True)
        ]
        sentences.append(texts["phrase"].format(sujet=subject.rstrip("."), valeurs=", ".join(said)))
    return typeset(" ".join([*sentences, texts["prudence"]]))


def compare(
    series: Mapping[str, GroupResults],
    *,
    items: Sequence[str] | None = None,
    questionnaire: Questionnaire | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the lever scores of two to four groups on one scale, a row a lever: marks joined by a line, no target.

    Parameters
    ----------
    series
        Name → a group's results, in the order of reading (the earlier time first).
    items
        Statements to compare instead of the levers, in that order.
    questionnaire
        Where the names come from; the self-diagnosis that ships with the package where left out.
    ax
        Where to draw; a new figure where left out.

    Raises
    ------
    ValueError
        Fewer than two groups, or more than four.
    """
    q = questionnaire or load_questionnaire()
    rows = list(_rows(series, items, q))
    ax = ax or new_axes(7.2, 1.7 + 0.62 * len(rows))
    for row, (_, lever, values) in enumerate(rows):
        _draw_row(ax, row, values, q, lever)
    width = 26 if items is None else 44
    names = [wrapped(name, width) + _withheld(values, series) for name, _, values in rows]
    size = SIZES["text"] if items is None else SIZES["small"]
    ax.set_yticks(range(len(rows)), names, fontsize=size, color=colour("ink"), linespacing=1.3, **FONT)
    scale_axis(ax, len(rows), q, limits=None if items is not None or q.is_one_unit else QUARTERS)
    ax.set_xlim(-4, 104)
    _legend(ax, series)
    return ax


def _value(value: float, q: Questionnaire, lever: Lever | None) -> str:
    """Say a value: its number alone where the scale below bears the unit."""
    return told(value, q, bare=lever is None or q.is_one_unit, lever=lever)


def _withheld(values: Sequence[float | None], series: Mapping[str, GroupResults]) -> str:
    """Return the lines that say, under a row's name, what is withheld."""
    if all(value is None for value in values):
        return "\n" + str(interface("figures")["retenu"])
    text = interface("figures")["comparaison"]["retenu"]
    missing = [name for name, value in zip(series, values, strict=True) if value is None]
    return "".join("\n" + typeset(text.format(nom=name)) for name in missing)


def _draw_row(ax: Axes, row: int, values: Sequence[float | None], q: Questionnaire, lever: Lever | None) -> None:
    """Draw one row: a mark and its number for each series, one above the other, joined by a line."""
    heights = [row + _APART * (2 * number / (len(values) - 1) - 1) for number in range(len(values))]
    points = [(value, height) for value, height in zip(values, heights, strict=True) if value is not None]
    if points:
        ax.plot(*zip(*points, strict=True), color=colour("control"), linewidth=1.2, zorder=1)
    for number, (value, height) in enumerate(zip(values, heights, strict=True)):
        if value is None:
            continue
        token, marker, filled = _MARKS[number]
        ink = colour(token)
        ax.plot(
            value, height, marker=marker, markersize=8.5, markeredgecolor=ink, markeredgewidth=1.8, clip_on=False,
            markerfacecolor=ink if filled else colour("card"), zorder=3 + number,
        )  # fmt: skip
        ax.annotate(
            _value(value, q, lever), (value, height), (9, 0), textcoords="offset points",
            va="center", weight="bold", fontsize=SIZES["small"] + 0.5, color=ink, zorder=9, **FONT,
        )  # fmt: skip


def _legend(ax: Axes, series: Mapping[str, GroupResults]) -> None:
    """Name the series above the rows, with how many sheets each holds."""
    from matplotlib.lines import Line2D

    texts = interface("figures")
    handles = []
    for (name, results), (token, marker, filled) in zip(series.items(), _MARKS, strict=False):
        sheets = counted(texts["feuilles"], results.n_sheets)
        ink = colour(token)
        handles.append(
            Line2D(
                [], [], linestyle="none", marker=marker, markersize=8.5, markeredgecolor=ink, markeredgewidth=1.8,
                markerfacecolor=ink if filled else colour("card"),
                label=texts["comparaison"]["serie"].format(nom=name, feuilles=sheets),
            )
        )  # fmt: skip
    legend = ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.3, ncols=2, frameon=False,
        title=texts["comparaison"]["titre"], alignment="left", labelcolor=colour("ink"),
        prop={**FONT, "size": SIZES["text"]}, title_fontproperties={**FONT, "size": SIZES["title"]},
    )  # fmt: skip
    legend.get_title().set_color(colour("ink"))
