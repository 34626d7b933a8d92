"""Several carnets read side by side by an adviser: the same lines for each, in the order in which they were opened.

Nothing here ranks: no mean, no score, no colour, no order of its own. What a group did not agree to keep is left out,
and what a threshold withholds is said.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted
from pasapas_widgets.exports.interview.note import Group, interview_note
from pasapas_widgets.exports.source import Source
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.reading import people, results_of
from pasapas_widgets.rules.scoring import rules_of
from pasapas_widgets.rules.scoring import told as score_told

__all__ = ["LINES", "Column", "carnet_column"]

LINES = ("contexte", "leviers", "divergences", "priorites", "dit", "essaye", "pistes")
"""What is read of each carnet, in this order (content/interface/adviserdesk.yaml, «lignes»)."""


class Column(Struct, frozen=True):
    """One carnet: its heading, and for each of :data:`LINES` what it says, in sentences."""

    title: str
    lines: dict[str, tuple[str, ...]]


def carnet_column(carnet: Carnet, *, day: dt.date, questionnaire: Questionnaire | None = None) -> Column:
    """Return what an adviser reads of a carnet.

    Examples
    --------
    >>> column = carnet_column(Carnet(title="Équipe de nuit", staff=12), day=dt.date(2026, 11, 23))
    >>> column.title, column.lines["contexte"]
    ('Équipe de nuit', ("12 salariés chez l'employeur.",))
    """
    q = questionnaire or load_questionnaire()
    note = {one.id: one.known for one in interview_note(carnet, day=day, most=8, width=300, questionnaire=q).sections}
    texts = interface("interviewnote")["autodiagnostic"]
    reading = {group.title: group for group in note["autodiagnostic"]}
    return Column(
        title=Source.of(carnet, day=day, questionnaire=q).heading,
        lines={
            "contexte": (*_points(note["qui"]), *_points(note["autorisation"])[:1], *_first(reading, "seance")),
            "leviers": _levers(carnet, q),
            "divergences": _first(reading, "divergences"),
            "priorites": reading[texts["priorites"]].points if texts["priorites"] in reading else (),
            "dit": _points(note["travail"]),
            "essaye": _points(note["essaye"]),
            "pistes": tuple(one.title.strip() for one in carnet.interview.leads if one.title.strip()),
        },
    )


def _points(groups: tuple[Group, ...]) -> tuple[str, ...]:
    return tuple(point for group in groups for point in (*group.points, *([group.rest] if group.rest else [])))


def _first(reading: dict[str, Group], name: str) -> tuple[str, ...]:
    title = interface("interviewnote")["autodiagnostic"][name]["titre"]
    return reading[title].points if title in reading else ()


def _levers(carnet: Carnet, q: Questionnaire) -> tuple[str, ...]:
    """Say the class of each lever in words, with how many sheets; where it is withheld, why."""
    texts = interface("adviserdesk")
    results = results_of(carnet.waves[-1], q) if carnet.waves else None
    n = people(results.n_sheets) if results else None
    if results is None or n is None:
        together = bool(carnet.waves and carnet.waves[-1].levels)
        wording = texts["ensemble" if together else "sans_resultat"]
        return (wording.format(n=load_thresholds().mean),)
    labels = {one.id: one.label for one in rules_of(q).classes}
    if not labels:
        return (texts["sans_classe"], counted(texts["feuilles"], n))
    told = []
    for lever in q.levers:
        found = results.levers.get(lever.id)
        label = labels.get(found.level_class or "") if found and found.score is not None else None
        said = label[:1].lower() + label[1:] if label else texts["retenu"]
        if found and found.score is not None and lever.scoring.classes:  # they say nothing of a group
            said = score_told(found.score, q, lever=lever)
        told.append(texts["levier"].format(levier=lever.name, classe=said))
    return (*told, counted(texts["feuilles"], n))
