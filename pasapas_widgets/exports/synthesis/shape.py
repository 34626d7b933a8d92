"""The group's radar on paper: the words of each lever's class, and no figure."""

from __future__ import annotations

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date
from pasapas_widgets.exports.source import Source
from pasapas_widgets.figures import FEWEST_AXES, MOST_AXES
from pasapas_widgets.model.questionnaire.structure import axis_name
from pasapas_widgets.rules.reading import people, results_of
from pasapas_widgets.rules.scoring import rules_of

__all__ = ["Axis", "Shape", "shape_of"]


class Axis(Struct, frozen=True):
    """A lever on the radar: where its score lies (0 to 100), the words of its class; neither where it is withheld."""

    name: str
    exact: float | None
    said: str | None


class Shape(Struct, frozen=True):
    """The group's radar, what it says in a sentence, and how it is read."""

    axes: tuple[Axis, ...]
    rings: tuple[float, ...]
    sentence: str
    note: str
    withheld: str


def shape_of(source: Source) -> Shape | None:
    """Return the radar of the last session; none without classes, without enough people, or of too few levers."""
    texts, q = interface("exports")["radar"], source.questionnaire
    results = results_of(source.waves[-1], q) if source.waves else None
    labels = {one.id: one.label for one in rules_of(q).classes}
    if results is None or people(results.n_sheets) is None or not labels:
        return None
    if not FEWEST_AXES <= len(q.levers) <= MOST_AXES:
        return None
    axes = []
    for lever in q.levers:
        found = results.levers.get(lever.id)
        exact = found.score if found else None
        axes.append(Axis(axis_name(lever), exact, labels.get(found.level_class or "") if found else None))
    if not any(one.said for one in axes):
        return None
    said = [texts["levier"].format(levier=one.name, classe=(one.said or texts["retenu"]).lower()) for one in axes]
    return Shape(
        axes=tuple(axes),
        rings=tuple(end / 100 for end in rules_of(q).limits),
        sentence=texts["phrase"].format(leviers=" ; ".join(said)),
        note=texts["note"].format(date=long_date(source.waves[-1].session.day)),
        withheld=texts["retenu"],
    )
