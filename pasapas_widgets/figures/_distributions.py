"""How the answers to some statements are spread: what a group should talk about first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.design.tokens import level_colours
from pasapas_widgets.figures._canvas import FONT, SIZES, colour, empty, new_axes, wrapped
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire, Scale
from pasapas_widgets.model.results import GroupResults, ItemResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["describe_distributions", "distributions"]

_MOST = 6
_WIDE = 70
"""Letters of a scale's labels together, from which its legend takes two lines."""


def _chosen(results: GroupResults, items: Sequence[str] | None) -> list[tuple[str, ItemResult]]:
    """Return the items asked for, else those on which views differ, else the most spread: widest on its scale first."""
    if items is not None:
        return [(item, results.items[item]) for item in items]
    shown = [(item, one) for item, one in results.items.items() if one.distribution is not None]
    differing = [(item, one) for item, one in shown if "regards_differents" in one.signals]
    return sorted(differing or shown, key=lambda pair: -pair[1].apart)[:_MOST]


def describe_distributions(
    results: GroupResults, *, items: Sequence[str] | None = None, questionnaire: Questionnaire | None = None
) -> str:
    """Say what :func:`distributions` shows: one sentence a statement."""
    q = questionnaire or load_questionnaire()
    texts = interface("figures")["repartitions"]
    chosen = _chosen(results, items)
    if not chosen:
        return typeset(texts["rien"].format(n=results.thresholds["distribution"]))
    told = []
    for item, one in chosen:
        asked = q.item(item)
        values = {"numero": q.number_of(item), "texte": asked.text.rstrip(".")}
        if one.distribution is None:
            told.append(texts["phrase_retenue"].format(**values))
            continue
        counts = [(one.distribution[str(level.value)], level.label) for level in q.scale_of(asked).levels]
        parts = ", ".join(texts["part"].format(n=n, niveau=label) for n, label in counts)
        told.append(texts["phrase_inverse" if asked.reversed else "phrase"].format(**values, parts=parts))
    return typeset(" ".join(told))


def distributions(
    results: GroupResults,
    *,
    items: Sequence[str] | None = None,
    questionnaire: Questionnaire | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many people gave each level, one bar a statement, its text above it.

    Levels go from light to dark and each part holds its count, so that the bar is read in grey. A statement whose
    distribution is withheld is said, and has no bar. Levels are those that people gave: a reversed statement says so.
    Where statements have different scales, each says its two ends.

    Parameters
    ----------
    results
        A group's results.
    items
        Which statements, in that order; where left out, those on which views differ, widest spread first, else the
        most spread of all.
    questionnaire
        Where texts and levels come from; the self-diagnosis that ships with the package where left out.
    ax
        Where to draw; a new figure where left out.

    Raises
    ------
    KeyError
        One of ``items`` is not a statement of the results.
    """
    q = questionnaire or load_questionnaire()
    texts = interface("figures")["repartitions"]
    chosen = _chosen(results, items)
    scales = {q.item(item).scale for item, _ in chosen}
    ax = ax or new_axes(7.2, 1.0 + (0.92 if len(scales) < 2 else 1.1) * len(chosen))
    if not chosen:
        return empty(ax, texts["rien"].format(n=results.thresholds["distribution"]))
    ax.set(xlim=(0, 100), ylim=(len(chosen) - 0.62, -0.75))
    ax.set_axis_off()
    for row, (item, one) in enumerate(chosen):
        asked = q.item(item)
        text = f"{asked.text} {texts['inverse']}" if asked.reversed else asked.text
        if len(scales) > 1:
            levels = q.scale_of(asked).levels
            text += " " + texts["bouts"].format(bas=levels[0].label, haut=levels[-1].label)
        told = wrapped(texts["enonce"].format(numero=q.number_of(item), texte=text), 96)
        ax.text(
            0, row - 0.22, told, va="bottom", linespacing=1.25, fontsize=SIZES["text"] - 1, color=colour("ink"), **FONT
        )
        if one.distribution is None:
            ax.text(
                0, row + 0.08, interface("figures")["retenu"],
                va="center", style="italic", fontsize=SIZES["text"], color=colour("ink-soft"), **FONT,
            )  # fmt: skip
        else:
            _bar(ax, row, one.distribution)
    is_reversed = any(q.item(item).reversed for item, _ in chosen)
    title = texts["legende_inverse" if is_reversed else "legende"]
    if len(scales) == 1:
        _legend(ax, q.scale_of(q.item(chosen[0][0])), title)
    else:
        ax.text(0, len(chosen) - 0.55, wrapped(title, 96), fontsize=SIZES["small"], color=colour("ink-soft"), **FONT)
    differing = all("regards_differents" in one.signals for _, one in chosen)
    title = texts["titre_regards" if differing else "titre"]
    ax.set_title(title, loc="left", fontsize=SIZES["title"], color=colour("ink"), **FONT)
    return ax


def _bar(ax: Axes, row: int, distribution: dict[str, int]) -> None:
    """Draw one bar: a part for each level that somebody gave, its count written in it."""
    colours = level_colours(len(distribution))
    total = sum(distribution.values())
    left = 0.0
    for level, count in ((int(level), count) for level, count in distribution.items() if count):
        width = 100 * count / total
        ax.barh(
            row + 0.08,
            width,
            left=left,
            height=0.42,
            color=colours[level - 1],
            edgecolor=colour("card"),
            linewidth=2,
        )
        ax.text(
            left + width / 2, row + 0.08, str(count),
            ha="center", va="center", weight="bold", fontsize=SIZES["text"], color=colour("ink"),
            bbox={"boxstyle": "round,pad=0.22", "facecolor": colour("card"), "edgecolor": "none"}, **FONT,
        )  # fmt: skip
        left += width


def _legend(ax: Axes, scale: Scale, title: str) -> None:
    from matplotlib.patches import Patch

    handles = [
        Patch(facecolor=shade, edgecolor=colour("ink-soft"), linewidth=0.5, label=level.label)
        for shade, level in zip(level_colours(scale.top), scale.levels, strict=True)
    ]
    across = len(handles) if sum(len(level.label) for level in scale.levels) < _WIDE else (len(handles) + 1) // 2

    legend = ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0, 0), borderaxespad=0.4, ncols=across, frameon=False,
        title=title, alignment="left", labelcolor=colour("ink"),
        prop={**FONT, "size": SIZES["small"]}, title_fontproperties={**FONT, "size": SIZES["small"]},
    )  # fmt: skip
    legend.get_title().set_color(colour("ink-soft"))
