"""Figures for papers: what they draw is what the table says, what is withheld is drawn as withheld, text stays text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib
import pytest
from matplotlib import pyplot

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.research import (
    Study,
    StudyError,
    describe,
    dots,
    evolution,
    heat_map,
    level_bars,
    radars,
    synthetic,
)


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    with matplotlib.rc_context({"backend": "agg", "svg.fonttype": "none"}):
        yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def study() -> Study:
    return Study(synthetic(160, 12, waves=2, seed=3))


def svg(ax: Any) -> str:
    """Return what a figure is in SVG, its French spaces made plain."""
    file = io.StringIO()
    ax.get_figure().savefig(file, format="svg")
    return re.sub(r"[\u00a0\u202f]", " ", file.getvalue())


def test_dots_stand_where_the_table_says(study: Study) -> None:
    table = study.table("leviers", by="type")
    ax = dots(table)
    marks = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert sorted(round(float(line.get_xdata()[0]), 9) for line in marks) == sorted(table["estimation"].round(9))
    ends = [tuple(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linestyle() == "-"]
    rows = table[table["bas"].notna()]
    assert {(row.bas, row.haut) for row in rows.itertuples()} <= {(float(a), float(b)) for a, b in ends}
    drawn = svg(ax)
    for word in ("Discuter du travail", "Hébergement", "Milieu ouvert", "inventées"):
        assert word in drawn, "words are text, to be found and read aloud"


def test_an_evolution_leaves_a_gap_where_a_wave_is_withheld(study: Study) -> None:
    table = study.table("leviers", by="vague")
    ax = evolution(table)
    assert [len(line.get_ydata()) for line in ax.lines] == [2, 2, 2, 2]
    with pytest.raises(StudyError, match="vague"):
        evolution(study.table("leviers", by="type"))
    with pytest.raises(StudyError, match="32 séries"):
        evolution(study.table("enonces", by="vague"))


def test_a_heat_map_writes_each_value_and_hatches_what_is_withheld() -> None:
    study = Study(synthetic(30, 12, seed=1))
    table = study.table("leviers", by=("type", "region"))
    held, shown = table["motif"].notna().sum(), table["motif"].isna().sum()
    assert held and shown
    ax = heat_map(table)
    assert sum(patch.get_hatch() == "////" for patch in ax.patches) == held
    assert len([text for text in ax.texts if text.get_text().isdigit()]) == shown
    assert "Hachures" in svg(ax)
    # Dark ink reads on every shade of a cell (WCAG 2.2, 1.4.3).
    for patch in ax.patches:
        if patch.get_hatch() is None:
            assert contrast(patch.get_facecolor(), (0x1F / 255, 0x24 / 255, 0x30 / 255)) >= 4.5
    with pytest.raises(StudyError, match="by="):
        heat_map(study.table())


def contrast(one: Any, other: Any) -> float:
    def light(colour: Any) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_bars_of_levels_add_up_to_all_answers(study: Study) -> None:
    table = study.table("niveaux", items=["L1-01", "L1-02"])
    ax = level_bars(table)
    widths = [patch.get_width() for patch in ax.patches]
    assert sum(widths[:4]) == pytest.approx(100) and widths == pytest.approx(table["estimation"].tolist())
    assert "Oui, toujours" in svg(ax)
    with pytest.raises(StudyError, match="niveaux"):
        level_bars(study.table())
    with pytest.raises(StudyError, match="level_bars"):
        dots(table)


def test_radars_are_small_multiples_on_one_scale(study: Study) -> None:
    table = study.table("leviers", by="type")
    drawn = radars(table)
    assert [re.sub(r"\n.*", "", ax.get_title()) for ax in drawn] == [
        "Hébergement",
        "Milieu ouvert",
        "Placement familial",
    ]
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in drawn}) == 1
    with pytest.raises(StudyError, match="leviers"):
        radars(study.table("effets"))


def test_words_say_what_the_figure_draws_and_why_a_cell_is_withheld() -> None:
    study = Study(synthetic(30, 12, seed=1), bypass=None)
    table = study.table("leviers", by=("type", "region"))
    told = describe(table).replace("\u00a0", " ").replace("\u202f", " ")
    assert told.count("chiffre retenu, moins de 5 établissements") == table["motif"].notna().sum()
    for row in table[table["motif"].isna()].itertuples():
        assert f"{row.estimation:.0f} sur 100" in told and f"({row.n_personnes} personnes" in told
    assert told.endswith("personne n'a répondu à ces feuilles.")


def test_a_lifted_threshold_is_said_in_the_figure() -> None:
    study = Study(synthetic(4, 12), bypass="essai de la méthode")
    assert "essai de la méthode" in svg(dots(study.table()))
    assert "essai de la méthode" in describe(study.table())


@pytest.mark.parametrize("draw", [dots, evolution, heat_map, level_bars, radars, describe])
def test_only_tables_of_a_study_are_drawn(study: Study, draw: Callable[[Any], Any]) -> None:
    table = study.table()
    table.attrs = {}
    with pytest.raises(StudyError, match=r"Study\.table"):
        draw(table)


def test_another_questionnaire_is_drawn_in_its_own_unit_and_scales() -> None:
    q = load_questionnaire("hse-35")
    study = Study(synthetic(120, 12, questionnaire=q))
    ax = dots(study.table())
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "2", "3", "4", "5"]
    assert "sur 5" in describe(study.table())
    assert "Toujours" in svg(level_bars(study.table("niveaux", items=["HSE-01", "HSE-03"])))
    assert "(inversé)" in describe(study.table("enonces", items=["HSE-03"]))
