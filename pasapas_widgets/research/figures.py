"""Figures for papers, of the tables of a :class:`~pasapas_widgets.research.study.Study`: so nothing withheld is drawn.

Each takes a table and, as ``ax=``, where to draw; each has its twin in words, :func:`describe`. Colours are
dark and told apart in grey and by those who see few of them, since marks and hatches differ too. What a table has to
say besides (invented answers, thresholds lifted) is written under the drawing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pasapas_widgets.content.french import typeset
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.bilingual import said, spoken, texts_of
from pasapas_widgets.research.smallradar import FAMILY, INK, LINE, MARKS, SIZE, SOFT, in_unit, small_radar
from pasapas_widgets.research.study import StudyError
from pasapas_widgets.research.tableof import questionnaire_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["ONE_COLUMN", "TWO_COLUMNS", "describe", "dots", "evolution", "heat_map", "level_bars", "naming", "radars"]

ONE_COLUMN, TWO_COLUMNS = 85 / 25.4, 175 / 25.4
"""Widths of a paper's columns, in inches."""


def describe(table: pd.DataFrame) -> str:
    """Say a table, one sentence a row, withheld cells with their reason, then what goes with every output.

    Examples
    --------
    >>> from pasapas_widgets.research import Study, synthetic
    >>> describe(Study(synthetic(40, 12)).table())[:19]
    'Discuter du travail'
    """
    texts = _texts()
    kind, by, q = _about(table)
    sentences = []
    for row in _records(table):
        group = _group(row, by)
        subject = _name(kind, row, q) + (texts["parmi"].format(groupe=group) if group else "")
        if row["motif"]:
            sentences.append(texts["retenu"].format(sujet=subject, motif=said(row["motif"])))
            continue
        between = ""
        if not np.isnan(row["bas"]):
            between = texts["intervalle"].format(bas=in_unit(row["bas"], kind, q), haut=in_unit(row["haut"], kind, q))
        sentences.append(
            texts["phrase"].format(
                sujet=subject, valeur=in_unit(row["estimation"], kind, q), unite=_unit(kind, q), intervalle=between,
                n=row["n_personnes"], sites=row["n_etablissements"],
            )
        )  # fmt: skip
    whole = " ".join([*sentences, *map(said, table.attrs["notes"])])
    return typeset(whole) if spoken() == "fr" else whole


def dots(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw a dot plot: a row a figure, a mark a group, its 95 % interval where there is one.

    Raises
    ------
    StudyError
        The table is none of a study's, is of levels, or has more than six groups.
    """
    kind, by, q = _about(table)
    _refuse_levels(kind)
    names, groups = _names(table, kind), _groups(table, by)
    ax = ax or _axes(TWO_COLUMNS, 0.75 + (0.2 + 0.16 * len(groups)) * len(names))
    for number, group in enumerate(groups):
        colour, mark = MARKS[number]
        rows = {row[kind]: row for row in _of(table, by, group)}
        for place, name in enumerate(names):
            row, y = rows[name], place + (number - (len(groups) - 1) / 2) * 0.7 / len(groups)
            if row["motif"]:
                ax.text(1, y, _texts()["retenu_court"], va="center", fontsize=SIZE - 1.5, color=SOFT, style="italic")
                continue
            if not np.isnan(row["bas"]):
                ax.plot([row["bas"], row["haut"]], [y, y], color=colour, linewidth=1.2, solid_capstyle="butt")
            ax.plot([row["estimation"]], [y], mark, color=colour, markersize=4.5)
    _score_axis(ax.xaxis, kind, q)
    ax.set(ylim=(len(names) - 0.4, -0.6), xlim=(0, 100))
    ax.set_yticks(range(len(names)), [_wrapped(_name(kind, {kind: name}, q), 42) for name in names])
    ax.tick_params(axis="y", length=0)
    for place in range(1, len(names)):
        ax.axhline(place - 0.5, color=LINE, linewidth=0.5)
    return _finished(ax, table, groups if by else [])


def evolution(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each figure from wave to wave, with its 95 % interval; a withheld wave leaves a gap.

    Raises
    ------
    StudyError
        The table is not by wave alone, or has more than six figures.
    """
    kind, by, q = _about(table)
    _refuse_levels(kind)
    names, waves = _names(table, kind), _groups(table, by)
    if tuple(by) != ("vague",):
        raise StudyError(_texts()["par_vague"])
    if len(names) > len(MARKS):
        raise StudyError(_texts()["trop"].format(n=len(names), plus=len(MARKS)))
    ax = ax or _axes(ONE_COLUMN, 2.9)
    for number, name in enumerate(names):
        colour, mark = MARKS[number]
        rows = {row["vague"]: row for row in _records(table[table[kind] == name])}
        x = np.arange(len(waves)) + (number - (len(names) - 1) / 2) * 0.06
        y = np.array([rows[wave[0]]["estimation"] for wave in waves], float)
        low, high = (np.array([rows[wave[0]][end] for wave in waves], float) for end in ("bas", "haut"))
        ax.vlines(x, low, high, color=colour, linewidth=1.2)
        ax.plot(x, y, mark + "-", color=colour, markersize=4.5, linewidth=1.2, label=_name(kind, {kind: name}, q))
    _score_axis(ax.yaxis, kind, q)
    ax.set(ylim=(0, 100), xlim=(-0.4, len(waves) - 0.6))
    ax.set_xticks(range(len(waves)), [_texts()["vague"].format(nom=wave[0]) for wave in waves])
    ax.legend(fontsize=SIZE - 0.5, frameon=False, loc="upper left", bbox_to_anchor=(0, -0.12), borderaxespad=0)
    return _finished(ax, table, [])


def heat_map(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw figures × groups: the value is written in each cell, a withheld one is hatched, its reason in the words.

    Raises
    ------
    StudyError
        The table is none of a study's, is of levels, or has no groups.
    """
    from matplotlib.colors import LinearSegmentedColormap, Normalize
    from matplotlib.patches import Rectangle

    kind, by, q = _about(table)
    _refuse_levels(kind)
    if not by:
        raise StudyError(_texts()["sans_groupe"])
    names, groups = _names(table, kind), _groups(table, by, most=None)
    is_turned = len(groups) > 6
    ax = ax or _axes(TWO_COLUMNS, 0.9 + 0.28 * len(names) + (1.5 if is_turned else 0))
    shades = LinearSegmentedColormap.from_list("pale", ["#f7f4ec", "#74aeb0"])  # dark ink reads on all of it
    values = table["estimation"].dropna()
    span = Normalize(*(values.min(), values.max()) if len(values) else (0, 100))
    for column, group in enumerate(groups):
        rows = {row[kind]: row for row in _of(table, by, group)}
        for place, name in enumerate(names):
            row, corner = rows[name], (column - 0.5, place - 0.5)
            if row["motif"]:
                ax.add_patch(Rectangle(corner, 1, 1, facecolor="white", edgecolor=SOFT, hatch="////", linewidth=0))
                continue
            shade = shades(float(span(row["estimation"])))
            ax.add_patch(Rectangle(corner, 1, 1, facecolor=shade, edgecolor="white", linewidth=1))
            ax.text(
                column, place, in_unit(row["estimation"], kind, q), ha="center", va="center", fontsize=SIZE, color=INK
            )
    ax.set(xlim=(-0.5, len(groups) - 0.5), ylim=(len(names) - 0.5, -0.5))
    labels = [_wrapped(", ".join(map(_word, group)), 34 if is_turned else 14) for group in groups]
    ax.set_xticks(range(len(groups)), labels, rotation=90 if is_turned else 0)
    ax.set_yticks(range(len(names)), [_wrapped(_name(kind, {kind: name}, q), 46) for name in names])
    ax.tick_params(length=0)
    ax.xaxis.tick_top()
    if table["motif"].notna().any():
        ax.set_xlabel(_texts()["hachures"], fontsize=SIZE - 0.5, color=SOFT, loc="left")
    return _finished(ax, table, [])


def level_bars(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the distribution of each item, a bar of shares, levels from the lowest to the highest.

    Raises
    ------
    StudyError
        The table is not of levels, has groups, or its items are answered on scales of different lengths.
    """
    from matplotlib import colormaps

    kind, by, q = _about(table)
    if kind != "niveaux" or by:
        raise StudyError(_texts()["niveaux"])
    names = _names(table, kind)
    tops = {q.scale_of(q.item(name)).top for name in names}
    if len(tops) > 1:
        raise StudyError(_texts()["echelles"])
    (top,) = tops
    ax = ax or _axes(TWO_COLUMNS, 0.95 + 0.3 * len(names))
    shades = colormaps["cividis_r"]
    for place, name in enumerate(names):
        rows = _records(table[table[kind] == name])
        if rows[0]["motif"]:
            ax.text(1, place, _texts()["retenu_court"], va="center", fontsize=SIZE - 1, color=SOFT, style="italic")
            continue
        left = 0.0
        for number, row in enumerate(rows):
            share, shade = row["estimation"], shades(0.08 + 0.84 * number / (top - 1))
            label = q.scale_of(q.item(name)).levels[number].label if place == 0 else None
            ax.barh(place, share, 0.7, left, color=shade, edgecolor="white", linewidth=0.8, label=label)
            if share >= 7:
                dark = 0.2126 * shade[0] + 0.7152 * shade[1] + 0.0722 * shade[2] < 0.45
                ax.text(
                    left + share / 2, place, f"{share:.0f}", ha="center", va="center", fontsize=SIZE - 1,
                    color="white" if dark else INK,
                )  # fmt: skip
            left += share
    ax.set(xlim=(0, 100), ylim=(len(names) - 0.4, -0.6))
    ax.set_yticks(range(len(names)), [_wrapped(_name(kind, {kind: name}, q), 46) for name in names])
    ax.set_xlabel(_texts()["parts"], fontsize=SIZE, color=SOFT, loc="left")
    ax.tick_params(axis="y", length=0)
    ax.legend(fontsize=SIZE - 0.5, frameon=False, ncols=top, loc="lower left", bbox_to_anchor=(0, 1.0))
    return _finished(ax, table, [])


def radars(table: pd.DataFrame, *, axes: Sequence[Axes] | None = None) -> list[Axes]:
    """Draw small multiples: the radar of the levers, once a group, all on the same scale.

    Raises
    ------
    StudyError
        The table is not of levers, or has more than six groups.
    """
    from matplotlib import pyplot

    kind, by, q = _about(table)
    if kind != "leviers":
        raise StudyError(_texts()["leviers"])
    groups = _groups(table, by)
    if axes is None:
        columns = min(3, len(groups))
        lines = -(-len(groups) // columns)
        _, grid = pyplot.subplots(
            lines, columns, figsize=(TWO_COLUMNS, 0.25 + 2.3 * lines), squeeze=False, layout="constrained"
        )
        for spare in grid.flat[len(groups) :]:
            spare.set_axis_off()
        axes = list(grid.flat[: len(groups)])
    drawn = []
    for ax, group in zip(axes, groups, strict=True):
        rows = _of(table, by, group)
        people = [row["n_personnes"] for row in rows if not row["motif"]]
        name = ", ".join(map(_word, group)) or _texts()["tous"]
        count = _texts()["personnes"].format(n=max(people)) if people else _texts()["retenu_court"]
        small_radar(ax, {row[kind]: np.nan if row["motif"] else row["estimation"] for row in rows}, q)
        ax.set_title(typeset(f"{name}\n{count}"), fontsize=SIZE, color=INK, family=FAMILY)
        drawn.append(ax)
    _noted(drawn[-1], table)
    return drawn


def naming(table: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Return what each row of a study's table is about, and its groups, column by column, as people read them."""
    kind, by, q = _about(table)
    told = [_name(kind, {kind: one}, q) for one in table[kind]]
    return told, [[_word(one) for one in table[column]] for column in by]


# ---------------------------------------- parts


def _texts() -> dict[str, Any]:
    return texts_of("figures")


def _about(table: pd.DataFrame) -> tuple[str, tuple[str, ...], Questionnaire]:
    about = table.attrs.get("etude")
    if about is None:
        raise StudyError(_texts()["pas_un_tableau"])
    return about["sorte"], tuple(about["par"]), questionnaire_of(about["questionnaire"])


def _refuse_levels(kind: str) -> None:
    if kind == "niveaux":
        raise StudyError(_texts()["pas_niveaux"])


def _names(table: pd.DataFrame, kind: str) -> list[str]:
    return list(dict.fromkeys(table[kind]))


def _groups(table: pd.DataFrame, by: Sequence[str], most: int | None = len(MARKS)) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    if by:
        found = list(dict.fromkeys(zip(*(table[column] for column in by), strict=True)))
    if most is not None and len(found) > most:
        raise StudyError(_texts()["trop"].format(n=len(found), plus=most))
    return found


def _of(table: pd.DataFrame, by: Sequence[str], group: tuple[str, ...]) -> list[dict[str, Any]]:
    kept = np.ones(len(table), bool)
    for column, value in zip(by, group, strict=True):
        kept &= (table[column] == value).to_numpy()
    return _records(table[kept])


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows, a figure that is shown without a reason, also out of a file where that is NaN."""
    rows: list[dict[str, Any]] = table.to_dict("records")
    return [row | {"motif": row["motif"] if isinstance(row["motif"], str) else None} for row in rows]


def _word(value: str) -> str:
    return str(_texts()["valeurs"].get(value, value))


def _group(row: dict[str, Any], by: Sequence[str]) -> str:
    return ", ".join(_word(row[column]) for column in by)


def _name(kind: str, row: dict[str, Any], q: Questionnaire) -> str:
    id = row[kind]
    if kind == "leviers":
        return next(one.name for one in q.levers if one.id == id)
    if kind == "effets":
        return next(one.name for one in q.effects if one.id == id)
    item = q.item(id)
    text = f"{id} {item.text.rstrip('.')}" + (_texts()["inverse"] if item.reversed else "")
    level = row.get("niveau")
    if kind == "niveaux" and level is not None:
        text += _texts()["niveau"].format(libelle=q.scale_of(item).levels[int(level) - 1].label)
    return text


def _unit(kind: str, q: Questionnaire) -> str:
    texts = _texts()["unites"]
    if kind in ("nsp", "niveaux"):
        return str(texts["part"])
    return str(texts["score"] if q.scoring.unit == "score" else texts["moyenne"].format(top=q.scale.ends[1]))


def _wrapped(text: str, width: int) -> str:
    lines = textwrap.wrap(typeset(text), width, max_lines=2, placeholder=" …", break_long_words=False)
    return "\n".join(lines)


def _axes(width: float, height: float) -> Axes:
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(width, height), layout="constrained")
    ax: Axes = figure.add_subplot()
    return ax


def _score_axis(axis: Any, kind: str, q: Questionnaire) -> None:
    texts, ticks = _texts(), [0.0, 25.0, 50.0, 75.0, 100.0]
    words, names = texts["axe"], [f"{tick:.0f}" for tick in ticks]
    if kind == "nsp":
        words = texts["axe_nsp"]
    elif q.scoring.unit == "moyenne":
        low, high = q.scale.ends
        ticks = [100 * step / (q.top - 1) for step in range(q.top)]
        names = [str(level.worth) for level in q.scale.levels]
        words = texts["axe_moyenne"].format(bas=low, top=high)
    axis.set_ticks(ticks, names)
    axis.set_label_text(typeset(words), fontsize=SIZE, color=SOFT)
    axis.axes.grid(axis=axis.axis_name, color=LINE, linewidth=0.5)
    axis.axes.set_axisbelow(True)


def _finished(ax: Axes, table: pd.DataFrame, groups: list[tuple[str, ...]]) -> Axes:
    """Set the type, the frame, the groups' marks, and what the table has to say besides."""
    from matplotlib.lines import Line2D

    ax.spines[:].set_visible(False)
    for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        label.set(fontsize=SIZE, color=INK, family=FAMILY)
    if groups:
        marks = [
            Line2D([], [], color=colour, marker=mark, markersize=4.5, linewidth=1.2, label=", ".join(map(_word, group)))
            for (colour, mark), group in zip(MARKS, groups, strict=False)
        ]
        ax.legend(
            handles=marks, fontsize=SIZE - 0.5, frameon=False, ncols=min(3, len(marks)), loc="lower left",
            bbox_to_anchor=(0, 1.0),
        )  # fmt: skip
    _noted(ax, table)
    return ax


def _noted(ax: Axes, table: pd.DataFrame) -> None:
    """Write under the drawing what goes with every output of the study."""
    figure = ax.get_figure()
    if table.attrs["notes"] and figure is not None:
        told_ = "\n".join(line for note in table.attrs["notes"] for line in textwrap.wrap(said(note), 110))
        figure.supxlabel(told_, x=0.01, ha="left", fontsize=SIZE - 1, color=SOFT, family=FAMILY)
