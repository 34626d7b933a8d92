"""How the answers to some statements are spread: what a group should talk about first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pasapas_widgets.aggregation import GroupResults, ItemResult
from pasapas_widgets.content import interface
from pasapas_widgets.content.typography import typeset
from pasapas_widgets.figures._canvas import FONT, SIZES, colour, empty, new_axes, wrapped
from pasapas_widgets.model.questionnaire import Questionnaire, load_questionnaire

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["describe_distributions", "distributions"]

_MOST = 6


def _chosen(results: GroupResults, items: Sequence[str] | None) -> list[tuple[str, ItemResult]]:
    """Return the items asked for, else those on which views differ, else the most spread; widest first."""
    if items is not None:
        return [(item, results.items[item]) for item in items]
    shown = [(item, one) for item, one in results.items.items() if one.distribution is not None]
    differing = [(item, one) for item, one in shown if "regards_differents" in one.signals]
    return sorted(differing or shown, key=lambda pair: -(pair[1].spread or 0))[:_MOST]


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
        values = {"item": item, "texte": q.item(item).text.rstrip(".")}
        if one.distribution is None:
            told.append(texts["phrase_retenue"].format(**values))
            continue
        counts = [(one.distribution[str(level.value)], level.label) for level in q.scale.levels]
        parts = ", ".join(texts["part"].format(n=n, niveau=label) for n, label in counts)
        told.append(texts["phrase"].format(**values, parts=parts))
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
    distribution is withheld is said, and has no bar.

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
    ax = ax or new_axes(7.2, 1.0 + 0.92 * len(chosen))
    if not chosen:
        return empty(ax, texts["rien"].format(n=results.thresholds["distribution"]))
    ax.set(xlim=(0, 100), ylim=(len(chosen) - 0.62, -0.75))
    ax.set_axis_off()
    for row, (item, one) in enumerate(chosen):
        told = wrapped(texts["enonce"].format(item=item, texte=q.item(item).text), 96)
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
    _legend(ax, q)
    differing = all("regards_differents" in one.signals for _, one in chosen)
    title = texts["titre_regards" if differing else "titre"]
    ax.set_title(title, loc="left", fontsize=SIZES["title"], color=colour("ink"), **FONT)
    return ax


def _bar(ax: Axes, row: int, distribution: dict[str, int]) -> None:
    """Draw one bar: a part for each level that somebody gave, its count written in it."""
    total = sum(distribution.values())
    left = 0.0
    for level, count in ((int(level), count) for level, count in distribution.items() if count):
        width = 100 * count / total
        ax.barh(
            row + 0.08,
            width,
            left=left,
            height=0.42,
            color=colour(f"level-{level}"),
            edgecolor=colour("card"),
            linewidth=2,
        )
        ax.text(
            left + width / 2, row + 0.08, str(count),
            ha="center", va="center", weight="bold", fontsize=SIZES["text"], color=colour("ink"),
            bbox={"boxstyle": "round,pad=0.22", "facecolor": colour("card"), "edgecolor": "none"}, **FONT,
        )  # fmt: skip
        left += width


def _legend(ax: Axes, q: Questionnaire) -> None:
    from matplotlib.patches import Patch

    handles = [
        Patch(facecolor=colour(f"level-{level.value}"), edgecolor=colour("ink-soft"), linewidth=0.5, label=level.label)
        for level in q.scale.levels
    ]
    legend = ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0, 0), borderaxespad=0.4, ncols=len(handles), frameon=False,
        title=interface("figures")["repartitions"]["legende"], alignment="left", labelcolor=colour("ink"),
        prop={**FONT, "size": SIZES["small"]}, title_fontproperties={**FONT, "size": SIZES["small"]},
    )  # fmt: skip
    legend.get_title().set_color(colour("ink-soft"))
