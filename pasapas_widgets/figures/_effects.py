"""The effects: a second reading of the same statements, never a score of effects achieved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.figures._canvas import FONT, SIZES, colour, empty, new_axes, scale_axis, wrapped
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.scoring import rules_of, told

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["describe_effects", "effects"]

# Each bar also says its score and its class in words: nothing is told by colour alone.
_FILLS = {"appui": "level-4", "consolider": "level-3", "ameliorer": "level-1"}
_PLAIN = "level-3"
_CINQ = 5


def describe_effects(results: GroupResults, *, questionnaire: Questionnaire | None = None) -> str:
    """Say what :func:`effects` shows: one sentence an effect."""
    q = questionnaire or load_questionnaire()
    texts = interface("figures")["effets"]
    labels = {one.id: one.label for one in rules_of(q).classes}
    if not q.effects:
        return typeset(texts["aucun"])
    sentences = []
    for effect in q.effects:
        found = results.effects[effect.id]
        if found.score is None:
            sentences.append(texts["phrase_retenue"].format(effet=effect.name))
        else:
            label = labels.get(found.level_class or "", "")
            wording = texts["phrase" if label else "phrase_sans_classe"]
            sentences.append(wording.format(effet=effect.name, score=told(found.score, q), classe=label))
    return typeset(" ".join(sentences))


def effects(results: GroupResults, *, questionnaire: Questionnaire | None = None, ax: Axes | None = None) -> Axes:
    """Draw a group's score for each effect, 0 to 100: bars named, valued and classed in words, no target.

    An effect without enough publishable statements is said; it has no bar.

    Parameters
    ----------
    results
        A group's results.
    questionnaire
        Where the effects are named; the self-diagnosis that ships with the package where left out.
    ax
        Where to draw; a new figure where left out.
    """
    q = questionnaire or load_questionnaire()
    texts = interface("figures")["effets"]
    if not q.effects:
        return empty(ax or new_axes(7.0, 2.0), texts["aucun"])
    ax = ax or new_axes(7.0, 3.4 + max(0, len(q.effects) - _CINQ) * 0.5)
    labels = {one.id: one.label for one in rules_of(q).classes}
    rows = range(len(q.effects))
    for row, effect in zip(rows, q.effects, strict=True):
        found = results.effects[effect.id]
        if found.score is None:
            ax.text(
                1, row, interface("figures")["retenu"],
                va="center", style="italic", fontsize=SIZES["text"], color=colour("ink-soft"), **FONT,
            )  # fmt: skip
            continue
        fill = colour(_FILLS.get(found.level_class or "", _PLAIN))
        ax.barh(row, found.score, height=0.56, color=fill, edgecolor=colour("ink-soft"), linewidth=0.6, zorder=2)
        ax.text(
            found.score + 1.5, row, told(found.score, q, bare=True),
            va="center", weight="bold", fontsize=SIZES["text"], color=colour("ink"), **FONT,
        )  # fmt: skip
        if found.level_class is None:
            continue
        ax.text(
            found.score + 7.5, row, labels.get(found.level_class or "", ""),
            va="center", fontsize=SIZES["small"], color=colour("ink-soft"),
            bbox={"facecolor": colour("card"), "edgecolor": "none", "pad": 1.5}, **FONT,
        )  # fmt: skip
    ax.set_yticks(
        rows, [wrapped(effect.name, 24) for effect in q.effects], fontsize=SIZES["text"], color=colour("ink"), **FONT
    )
    scale_axis(ax, len(q.effects), q)
    ax.set_title(
        texts["titre" if len(q.effects) == _CINQ else "titre_autre"],
        loc="left",
        fontsize=SIZES["title"],
        color=colour("ink"),
        **FONT,
    )
    return ax
