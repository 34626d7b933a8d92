"""Figures: what is drawn, what is written, what is withheld and said; the sentences are those of the browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib
import pytest

matplotlib.use("Agg")

from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from published import changed

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.design.tokens import tokens
from pasapas_widgets.figures import (
    compare,
    describe_compare,
    describe_distributions,
    describe_effects,
    describe_radar,
    describe_years,
    distributions,
    effects,
    radar,
    years,
)
from pasapas_widgets.files.sheets import read_sheets
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.aggregation import aggregate_entries
from pasapas_widgets.rules.indicators import series
from pasapas_widgets.rules.scoring import score_sheet

TESTS = Path(__file__).parents[2]
VECTORS = json.loads((TESTS / "vectors" / "radar.json").read_text("utf-8"))
MINE = {"L1": 56.25, "L2": 62.5, "L3": None, "L4": 100 / 3}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    pyplot.close("all")


def results(name: str, session: str | None = None) -> GroupResults:
    data = (TESTS.parent / "data" / "samples" / f"{name}.csv").read_bytes()
    return aggregate_entries(e for e in read_sheets(name, data).entries if session in (None, e.session))


@pytest.fixture(scope="module")
def team() -> GroupResults:
    return results("equipe_24")


@pytest.fixture(scope="module")
def small() -> GroupResults:
    return results("petite_maison_7")


@pytest.fixture(scope="module")
def waves() -> dict[str, GroupResults]:
    return {wave: results("deux_vagues", wave) for wave in ("vague-1", "vague-2")}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def texts(ax: Axes) -> list[Text]:
    found = [text for text in ax.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [text for text in found if ax.axison or text not in (*ax.get_xticklabels(), *ax.get_yticklabels())]


def words(ax: Axes) -> str:
    return " | ".join(text.get_text().replace("\u00a0", " ").replace("\n", " ") for text in texts(ax))


# ---- sentences


@pytest.mark.parametrize("case", VECTORS["cases"], ids=range(len(VECTORS["cases"])))
def test_the_radar_says_what_the_browser_says(case: dict[str, Any]) -> None:
    assert describe_radar(case["layers"]) == case["sentence"]


def test_one_persons_radar_bears_no_figure_and_a_groups_keeps_its_own(team: GroupResults) -> None:
    mine = {"L1": 56.25, "L2": 12.5, "L3": 80.0, "L4": 100 / 3}
    for scores in (mine, {"Mes réponses": mine}, [{"kind": "me", "label": "Moi", "scores": mine}]):
        ax = radar(scores)
        said = [text.get_text() for text in ax.texts]
        assert not [text for text in said if any(letter.isdigit() for letter in text)], said
        assert said.count("À consolider") == 2
    both = [text.get_text() for text in radar({"Mes réponses": mine, "Le groupe": team}).texts]
    assert "moi\u00a0: Point fort" in both and "groupe\u00a0: 45" in both and "50" in both


def test_a_group_keeps_its_figures_whatever_its_mark(team: GroupResults) -> None:
    three = describe_radar({"Lundi": team, "Mardi": team, "Mercredi": team, "Jeudi": team})
    assert three.count("45 sur 100") == 4 and "«" not in three


def test_a_radar_takes_what_people_have_at_hand(team: GroupResults) -> None:
    sheet = Sheet(questionnaire="pas-a-pas", version="1.1", answers={f"L1-0{n}": 3 for n in range(1, 9)})
    mine = plain(describe_radar(score_sheet(sheet)))
    assert mine.startswith("Mes réponses – Discuter du travail : « Point fort » ;")
    assert plain(describe_radar(team)).startswith("Le groupe (24 feuilles) – Discuter du travail : 45 sur 100 ;")
    assert describe_radar({"Nous": team, "Moi": score_sheet(sheet)}).count("Discuter du travail") == 2
    assert describe_radar([]) == ""


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ({"L1": 101}, "Calque « Mes réponses », levier L1 : le score 101 doit être entre 0 et 100."),
        ({"L1": -1}, "entre 0 et 100"),
        ({"L1": float("nan")}, "entre 0 et 100"),
        ({"L9": 50.0}, "« L9 » n'est ni un levier du questionnaire, ni un calque"),
        ({"Nous": {"L9": 50}}, "Calque « Nous » : « L9 » n'est pas un levier"),
        ({str(n): MINE for n in range(5)}, "5 calques sur un radar"),
    ],
)
def test_what_a_radar_cannot_draw_is_said(scores: Any, said: str) -> None:
    for make in (describe_radar, radar):
        with pytest.raises(ValueError, match=said):
            make(scores)


def test_the_other_sentences(team: GroupResults, small: GroupResults, waves: dict[str, GroupResults]) -> None:
    told = plain(describe_effects(small))
    assert told.startswith(
        "Intégration des nouveaux : 27 sur 100, À améliorer. Maintien en emploi : 39 sur 100, À consolider."
    )
    told = plain(describe_distributions(team, items=["L1-03"]))
    assert told.endswith("7 pour « Non », 4 pour « Parfois », 4 pour « Oui, souvent », 9 pour « Oui, toujours ».")
    assert "au moins 10 personnes" in plain(describe_distributions(small))
    assert describe_distributions(small, items=["L1-03"]).endswith("pas assez de réponses.")
    told = plain(describe_compare(waves))
    assert told.startswith("Discuter du travail : 46 (vague-1), 53 (vague-2).")
    assert told.endswith("il ne prouve rien.")
    assert "pas assez de réponses (petite)" in describe_compare({"grande": team, "petite": small}).replace(
        "\u00a0", " "
    )


# ---- drawings


def drawn(ax: Axes) -> list[tuple[float, float]]:
    """Return where marks stand."""
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in ax.lines
        if line.get_marker() not in ("", "None", None)
    ]


def test_marks_stand_at_the_scores_and_a_withheld_lever_has_none() -> None:
    ax = radar(MINE)
    assert drawn(ax) == [pytest.approx(point, abs=1e-9) for point in [(0, 0.5625), (0.625, 0), (-1 / 3, 0)]]
    assert "Valoriser le terrain | pas assez de réponses" in words(ax)
    assert not ax.patches, "an outline with a gap must not be filled"
    segments = [line for line in ax.lines if line.get_color() == tokens()["accent"] and len(line.get_xdata()) == 2]
    assert len(segments) == 2


def test_a_true_zero_is_drawn_at_the_centre() -> None:
    ax = radar({"L1": 0.0, "L2": 50, "L3": 50, "L4": 50})
    assert drawn(ax)[0] == (0, 0)
    assert "pas assez" not in words(ax)


def test_layers_differ_without_colour(team: GroupResults) -> None:
    ax = radar({"Le groupe": team, "Mes réponses": MINE, "La fois précédente": MINE, "Nuit": MINE})
    handles = ax.get_legend().legend_handles
    assert len({handle.get_marker() for handle in handles}) == 4
    assert [handle.get_linestyle() for handle in handles].count("-") == 1
    labels = [plain(text.get_text()) for text in ax.get_legend().get_texts()]
    assert labels == ["Le groupe (24 feuilles)", "Mes réponses", "La fois précédente", "Nuit"]


def test_bars_hold_their_counts_and_nothing_is_drawn_for_what_is_withheld(
    team: GroupResults, small: GroupResults
) -> None:
    ax = distributions(team, items=["L1-03"])
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([100 * n / 24 for n in (7, 4, 4, 9)])
    assert [to_hex(bar.get_facecolor()) for bar in ax.patches] == [tokens()[f"level-{n}"] for n in (1, 2, 3, 4)]
    assert [text.get_text() for text in ax.texts if text.get_text().isdigit()] == ["7", "4", "4", "9"]
    hidden = distributions(small, items=["L1-03", "L4-03"])
    assert not hidden.patches and words(hidden).count("pas assez de réponses") == 2


def test_differences_come_first_and_are_titled_so(team: GroupResults) -> None:
    ax = distributions(team)
    assert ax.get_title(loc="left") == "Là où les regards diffèrent"
    numbers = [found[1] for text in ax.texts if (found := re.match(r"(\d+)\.  ", text.get_text()))]
    shown = [list(team.items)[int(number) - 1] for number in numbers]
    spreads = [team.items[item].spread or 0 for item in shown]
    assert spreads == sorted(spreads, reverse=True) and min(spreads) >= 1
    assert distributions(team, items=["L3-02"]).get_title(loc="left") == "Répartition des réponses"


def test_effects_say_their_class_in_words(team: GroupResults, small: GroupResults) -> None:
    ax = effects(small)
    assert [round(bar.get_width()) for bar in ax.patches] == [27, 39, 55, 50, 53]
    assert "À améliorer" in words(ax) and words(ax).count("À consolider") == 4
    withheld = {"score": None, "classe": None, "n_items": 2, "motif": "n_items < 3"}
    ax = effects(changed(small, effets=small.plain()["effets"] | {"E2": withheld}))
    assert [round(bar.get_width()) for bar in ax.patches] == [27, 55, 50, 53]
    assert words(ax).count("pas assez de réponses") == 1
    assert "À améliorer" in words(ax) and words(ax).count("À consolider") == 3


def test_equal_values_are_both_seen_and_a_missing_one_is_said(team: GroupResults, small: GroupResults) -> None:
    ax = compare({"un": team, "deux": team})
    places = drawn(ax)
    assert len(set(places)) == len(places) == 8
    ax = compare({"grande": team, "petite": small})
    assert len(drawn(ax)) == 7
    assert "petite : pas assez de réponses" in words(ax)
    with pytest.raises(ValueError, match="2 à 4 groupes, pas sur 1"):
        compare({"un": team})


def test_no_target_and_no_overall_mark(team: GroupResults, waves: dict[str, GroupResults]) -> None:
    for ax in (radar(team), effects(team), compare(waves), distributions(team), years(GAP)):
        said = words(ax).casefold()
        assert not any(word in said for word in ("objectif", "cible", "moyenne générale", "note globale", "total"))


# ---- years


def staff(year: int, leaving: int | None, **more: float) -> YearCounts:
    """Return a year of 25 people in CDI, of whom some leave."""
    counts: dict[str, float | None] = {"effectif_cdi_debut": 25.0, "effectif_cdi_fin": 25.0, "entrees_cdi": 0, **more}
    return YearCounts(id=f"y{year}", year=year, counts=counts | {"departs_cdi": leaving})


GAP = (staff(2023, 1), staff(2024, None), staff(2025, 2), staff(2022, 4))


def test_years_stand_at_their_values_from_zero_and_a_missing_one_is_said() -> None:
    """Departures: 4, 1, nothing known, 2 of 25 people, so 16, 4 and 8 %; turnover is half of each."""
    ax = years(GAP, indicators=["rotation"])
    said = plain(words(ax))
    for value in ("16,0 %", "4,0 %", "8,0 %", "2,0 %"):
        assert value in said
    # The turnover of 2024 lacks its departures; of the rate of departures nothing was counted that year.
    assert said.count("pas de chiffre") == 1 and said.count("2024") == 1
    ground, *_ = sorted({float(y) for line in ax.lines for y in line.get_ydata()}, reverse=True)
    for _, panel in zip(range(2), (0, 10), strict=True):
        heights = [ground - y for x, y in drawn(ax) if panel <= x < panel + 10]
        assert [high / heights[0] for high in heights] == pytest.approx([1, 0.25, 0.5])
        joined = [line for line in ax.lines if line.get_color() == tokens()["accent"] and len(line.get_xdata()) == 2]
    assert len(joined) == 2, "2022 to 2023 in each panel: no line over the year that is not known"


def test_years_of_two_bases_have_each_their_panel() -> None:
    """Absences in days of work one year, in days of the calendar the next: never one line."""
    counts = [
        YearCounts(id="y1", year=2023, counts={"jours_absence_ouvres": 300.0, "jours_theoriques": 5000.0}),
        YearCounts(
            id="y2", year=2024,
            counts={"jours_absence_calendaires": 900.0, "effectif_debut": 40.0, "effectif_fin": 40.0, "etp_reels": 38},
        ),
    ]  # fmt: skip
    ax = years(counts)
    assert words(ax).count("Base :") == len([one for one in series(counts) if one.known]) == 2
    assert not [line for line in ax.lines if line.get_color() == tokens()["accent"] and len(line.get_xdata()) == 2]


def test_years_without_a_figure_and_unknown_indicators_say_so() -> None:
    assert "Aucun chiffre" in words(years([])) and plain(describe_years([])).startswith("Aucun chiffre")
    for make in (years, describe_years):
        with pytest.raises(ValueError, match=r"«\spaie\s» n'est pas un indicateur"):
            make(GAP, indicators=["paie"])


def test_the_sentences_of_the_years_say_every_value_that_is_drawn() -> None:
    counts = sample_carnet().years
    told, shown = plain(describe_years(counts)), [text.get_text() for text in years(counts).texts]
    values = [text.replace("\u00a0", " ") for text in shown if text[:1].isdigit() and len(text) != 4]
    assert len(values) >= 30 and all(value in told for value in values)


# ---- legibility


def all_figures(team: GroupResults, small: GroupResults, waves: dict[str, GroupResults]) -> dict[str, Axes]:
    four = {
        "Le groupe": team,
        "La fois précédente": small,
        "Nuit, maison, cuisine": MINE,
        "Mes réponses": dict.fromkeys(MINE),
    }
    return {
        "radar": radar(MINE), "radar of a small group": radar(small), "radar of four": radar(four),
        "distributions": distributions(team), "nothing to show": distributions(small),
        "distributions of some": distributions(team, items=["L1-03", "L3-02", "L4-08", "L4-05"]),
        "effects": effects(small), "compare": compare(waves), "compare with a gap": compare({"a": team, "b": small}),
        "years": years(sample_carnet().years), "years with a gap": years(GAP),
        "one figure of six years": years([staff(year, 3) for year in range(2019, 2027)], indicators=["rotation"]),
        "no year": years([]), "compare items": compare(waves, items=["L1-01", "L1-02", "L2-05", "L4-04"]),
    }  # fmt: skip


def test_every_text_is_inside_its_figure_and_none_covers_another(
    team: GroupResults, small: GroupResults, waves: dict[str, GroupResults]
) -> None:
    for name, ax in all_figures(team, small, waves).items():
        figure = ax.figure
        figure.canvas.draw()
        boxes = {
            text.get_text(): text.get_window_extent() for text in texts(ax) if text.get_text() not in ("50", "100")
        }
        page = figure.bbox
        for said, box in boxes.items():
            assert box.x0 >= page.x0 - 1 and box.x1 <= page.x1 + 1, (name, said)
            assert box.y0 >= page.y0 - 1 and box.y1 <= page.y1 + 1, (name, said)
        for (one, box), (other, second) in combinations(boxes.items(), 2):
            width = min(box.x1, second.x1) - max(box.x0, second.x0)
            height = min(box.y1, second.y1) - max(box.y0, second.y0)
            assert width < 2 or height < 3, (name, one, other)


def luminance(colour: str) -> float:
    channels = [int(to_hex(colour)[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_text_is_readable_on_white_paper(
    team: GroupResults, small: GroupResults, waves: dict[str, GroupResults]
) -> None:
    for name, ax in all_figures(team, small, waves).items():
        for text in texts(ax):
            assert 1.05 / (luminance(text.get_color()) + 0.05) >= 4.5, (name, text.get_text())
            assert text.get_fontsize() >= 8, (name, text.get_text())


def test_levels_stay_in_order_in_grey() -> None:
    greys = [luminance(tokens()[f"level-{level}"]) for level in (1, 2, 3, 4)]
    assert greys == sorted(greys, reverse=True)
    assert all((light + 0.05) / (dark + 0.05) > 1.25 for light, dark in pairwise(greys))


# ---- manners


def test_with_an_axes_nothing_global_is_touched(team: GroupResults, waves: dict[str, GroupResults]) -> None:
    before = dict(matplotlib.rcParams)
    figure = Figure()
    grid = figure.subplots(2, 2)
    made = [radar(team, ax=grid[0, 0]), effects(team, ax=grid[0, 1])]
    made += [distributions(team, ax=grid[1, 0]), compare(waves, ax=grid[1, 1])]
    assert made == [grid[0, 0], grid[0, 1], grid[1, 0], grid[1, 1]]
    assert not pyplot.get_fignums()
    assert dict(matplotlib.rcParams) == before
    figure.canvas.draw()


def test_sentences_need_no_matplotlib() -> None:
    code = (
        "import sys; from pasapas_widgets import describe_radar; describe_radar({'L1': 50});"
        "print([m for m in ('matplotlib', 'pandas') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
