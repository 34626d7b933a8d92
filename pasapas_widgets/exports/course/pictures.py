"""The figure of an exercise, drawn from its dossier: a picture, the sentence that says the same, and its table."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pasapas_widgets import figures
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import number, typeset
from pasapas_widgets.files.dossiers import Dossier, open_dossier
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.exercise.structure import Figure
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults, GroupScore
from pasapas_widgets.rules.comparison import compare_items
from pasapas_widgets.rules.indicators.sentences import series
from pasapas_widgets.rules.scoring import rules_of, told
from pasapas_widgets.rules.territory import network

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Picture", "picture_of", "plain_picture"]

Row = tuple[str, ...]


class Picture(Struct, frozen=True, kw_only=True):
    """A figure in three ways: ``svg`` (a whole document), a sentence, a table whose first column names its rows."""

    svg: str
    title: str
    sentence: str
    columns: Row
    rows: tuple[Row, ...]


def picture_of(figure: Figure, beside: Path | None = None) -> Picture:
    """Draw the figure of an exercise from its dossier's own data, under the thresholds.

    Parameters
    ----------
    beside
        The folder of the module's file, where its own dossiers are looked for first.

    Raises
    ------
    DossierError
        There is no such dossier, or it cannot be read.

    Examples
    --------
    >>> found = picture_of(Figure(dossier="petite_maison_7", shows="radar"))
    >>> found.rows[3][1], found.svg.startswith("<svg")
    ('pas assez de réponses', True)
    """
    return _drawn(figure, beside, open_dossier(figure.dossier, beside).stamps)


@cache
def _drawn(figure: Figure, beside: Path | None, _stamps: tuple[tuple[int, int], ...]) -> Picture:
    """Draw it once for the files of its dossier as they are."""
    dossier = open_dossier(figure.dossier, beside)
    q = _worded(load_questionnaire(SELF_DIAGNOSIS), dossier)
    draw = {
        "radar": _radar, "repartition": _distributions, "comparaison": _comparison, "effets": _effects,
        "indicateurs": _years, "reseau": _network,
    }[figure.shows]  # fmt: skip
    ax, sentence, columns, rows = draw(figure, dossier, q)
    title = interface("training")["figures"]["titres"][figure.shows]
    return Picture(
        svg=_svg(ax, f"{figure.dossier} {figure.shows}"), title=typeset(title), sentence=typeset(sentence),
        columns=tuple(map(typeset, columns)), rows=tuple(tuple(map(typeset, row)) for row in rows),
    )  # fmt: skip


def plain_picture(figure: Figure, beside: Path | None = None) -> dict[str, Any]:
    """Return the same under the names that a browser reads."""
    found = picture_of(figure, beside)
    return {
        "svg": found.svg, "titre": found.title, "phrase": found.sentence, "colonnes": list(found.columns),
        "lignes": [list(row) for row in found.rows],
    }  # fmt: skip


Drawn = tuple["Axes", str, list[str], list[list[str]]]


def _radar(figure: Figure, dossier: Dossier, q: Questionnaire) -> Drawn:
    waves = _waves(figure, dossier)
    shown: Any = waves if len(waves) > 1 else next(iter(waves.values()))
    rows = [[lever.name, *(_score(one.levers[lever.id], q) for one in waves.values())] for lever in q.levers]
    sentence = figures.describe_radar(shown, questionnaire=q)
    return figures.radar(shown, questionnaire=q), sentence, [_texts()["levier"], *_named(waves)], rows


def _distributions(figure: Figure, dossier: Dossier, q: Questionnaire) -> Drawn:
    ((_, results),) = _waves(figure, dossier).items()
    rows = []
    for item in figure.items:
        one = results.items[item].distribution
        counts = [_texts()["retenu"]] * q.top if one is None else [str(one[str(n + 1)]) for n in range(q.top)]
        rows.append([_statement(item, q), *counts])
    columns = [_texts()["enonce"], *(level.label for level in q.scale.levels)]
    sentence = figures.describe_distributions(results, items=figure.items, questionnaire=q)
    return figures.distributions(results, items=figure.items, questionnaire=q), sentence, columns, rows


def _comparison(figure: Figure, dossier: Dossier, q: Questionnaire) -> Drawn:
    waves, texts = _waves(figure, dossier), _texts()
    before, after = waves.values()
    rows = []
    for one in compare_items(before, after, figure.items, q):
        points = [texts["retenu"] if value is None else number(value, 0) for value in (one.before, one.after)]
        apart = [texts["rien"] if value is None else number(value, 0) for value in (one.points, one.margin)]
        if one.verdict == "egal":  # no difference as it is shown
            apart[0] = number(0, 0)
        apart[0] = apart[0].replace("-", "\N{MINUS SIGN}")
        rows.append([_statement(one.id, q), *points, *apart, texts["verdicts"].get(one.verdict, texts["retenu"])])
    sentence = figures.describe_compare(waves, items=figure.items, questionnaire=q)
    columns = [texts["enonce"], *_named(waves), texts["ecart"], texts["marge"], texts["lecture"]]
    return figures.compare(waves, items=figure.items, questionnaire=q), sentence, columns, rows


def _effects(figure: Figure, dossier: Dossier, q: Questionnaire) -> Drawn:
    waves = _waves(figure, dossier)
    ((_, results),) = waves.items()
    rows = [[effect.name, _score(results.effects[effect.id], q)] for effect in q.effects]
    sentence = figures.describe_effects(results, questionnaire=q)
    return figures.effects(results, questionnaire=q), sentence, [_texts()["effet"], *_named(waves)], rows


def _years(figure: Figure, dossier: Dossier, _: Questionnaire) -> Drawn:
    counts, wanted = _carnet(dossier).years, figure.indicators or None
    found = [one for one in series(counts) if one.known and (wanted is None or one.indicator.id in wanted)]
    years = sorted({each.year for one in found for each in one.figures})
    rows = []
    for one in found:
        said = {each.year: each.shown for each in one.known}
        rows.append([one.name, *(said.get(year, _texts()["rien"]) for year in years)])
    sentence = figures.describe_years(counts, indicators=wanted)
    return figures.years(counts, indicators=wanted), sentence, [_texts()["indicateur"], *map(str, years)], rows


def _network(_: Figure, dossier: Dossier, __: Questionnaire) -> Drawn:
    territory, links = _carnet(dossier).territory, interface("territory")["liens"]
    rows = [[one.name, links[one.link or "non_dit"]] for one in network(territory)]
    columns = [_texts()["acteur"], _texts()["lien"]]
    return figures.network(territory), figures.describe_network(territory), columns, rows


def _texts() -> dict[str, Any]:
    return dict(interface("training")["figures"]["tableau"])


def _carnet(dossier: Dossier) -> Carnet:
    return dossier.carnet or Carnet()


def _worded(q: Questionnaire, dossier: Dossier) -> Questionnaire:
    """Return the questionnaire in the words that the dossier's people read."""
    waves = _carnet(dossier).waves
    return q.worded(waves[-1].session.variant if waves else None)


def _waves(figure: Figure, dossier: Dossier) -> dict[str, GroupResults]:
    """Return the results that are shown, under the words that say when."""
    when = _texts()["vagues"][1 if len(figure.waves) == 1 else 2]
    return {when[place]: dossier.waves[wave - 1].results for place, wave in enumerate(figure.waves)}


def _named(waves: dict[str, GroupResults]) -> Iterator[str]:
    for name, results in waves.items():
        yield _texts()["vague"].format(nom=name, n=results.n_sheets)


def _score(one: GroupScore, q: Questionnaire) -> str:
    if one.score is None:
        return str(_texts()["retenu"])
    labels = {each.id: each.label for each in rules_of(q).classes}
    return str(_texts()["score"].format(score=told(one.score, q, bare=True), classe=labels[one.level_class or ""]))


def _statement(item: str, q: Questionnaire) -> str:
    return str(interface("figures")["repartitions"]["enonce"].format(numero=q.number_of(item), texte=q.item(item).text))


def _svg(ax: Axes, salt: str) -> str:
    """Return what was drawn as one SVG text that is the same each time, and close its figure."""
    import matplotlib
    from matplotlib import pyplot

    drawn: Any = ax.get_figure()
    file = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": salt}):
        drawn.savefig(file, format="svg", metadata={"Date": None})
    pyplot.close(drawn)
    text = file.getvalue()
    return re.sub(r"<metadata>.*?</metadata>\s*", "", text[text.index("<svg") :], count=1, flags=re.DOTALL)
