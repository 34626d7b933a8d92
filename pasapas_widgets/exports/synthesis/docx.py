"""The synthesis and the plan as a Word document that a trainer edits."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from msgspec import to_builtins

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date
from pasapas_widgets.exports.formats.typesetting import picture
from pasapas_widgets.exports.formats.word import Writer
from pasapas_widgets.exports.plan.columns import cells
from pasapas_widgets.exports.source import Row, Source
from pasapas_widgets.exports.synthesis.synthesis import Part, describe_counts, synthesis
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.reading import read, results_of

__all__ = ["carnet_docx"]

_ALL, _WHOLE = 1000, 2000
_WIDTHS = (0.9, 4.7, 2.9, 2.2, 2.2, 4.1)
"""Columns of the table of actions, in centimetres: 17 together."""
_DETAILS = (
    "responsable_fonction", "premiers_pas", "echeance", "moyens", "associes", "indicateur", "valeur_de_depart",
    "situation_de_travail", "resultat_pour_les_equipes", "resultat_pour_les_enfants", "inscription",
    "consultation_cse", "date_revue", "decision_revue", "enseignement",
)  # fmt: skip
_PICTURED = 6
_RADAR = 9.4
"""Width of the radar, in centimetres."""


def carnet_docx(source: Source) -> bytes:
    """Return the synthesis and the plan as a Word document: real headings, tables with repeated headers, in French.

    Unlike the two printed pages, it leaves nothing out: every statement of each part, every action with all its
    fields, and the facts of work that the group agreed to keep.
    """
    told = synthesis(source, most=_ALL, most_actions=_ALL, width=_WHOLE)
    writer = Writer(interface("exports")["word"]["titre"].format(titre=source.heading), day=source.day)
    writer.heading(told.title, 0)
    writer.paragraph(told.subtitle)
    if told.shape:
        drawn = io.BytesIO(picture("synthesis/radar.typ", {"title": told.title, "shape": to_builtins(told.shape)}))
        title = interface("exports")["word"]["radar"]
        writer.picture(drawn, width=_RADAR, title=title, alt=told.shape.sentence)
        writer.paragraph(told.shape.note)
    for part in told.opening:
        _part(writer, part)
    for number, part in enumerate(told.reading):
        _part(writer, part)
        if number == 0:
            _picture(writer, source, part)
    _discussions(writer, source)
    writer.heading(told.plan_title, 1)
    if told.plan:
        alt = interface("exports")["word"]["tableau"]
        writer.table(told.columns, told.plan, widths=_WIDTHS, alt=alt)
    else:
        writer.paragraph(told.plan_note)
    for row in source.rows():
        _action(writer, row)
    for part in told.closing:
        _part(writer, part)
    return writer.save()


def _part(writer: Writer, part: Part) -> None:
    writer.heading(part.title, 1)
    if part.intro:
        writer.paragraph(part.intro)
    texts = [f"{point.text}\n{point.note}" if point.note else point.text for point in part.points]
    if len(texts) == 1 and not part.intro:
        writer.paragraph(texts[0])
    else:
        writer.bullets(texts)


def _picture(writer: Writer, source: Source, part: Part) -> None:
    """Show how many chose each level, for the first statements on which views differ, where that is published."""
    q = source.questionnaire
    results = results_of(source.waves[-1], q) if source.waves else None
    counted = [said.item for said in read(source.waves[-1], q).differing if said.counts][:_PICTURED] if results else []
    if results is None or not counted:
        return
    alt = describe_counts([point for point in part.points if point.counts][:_PICTURED])
    title = interface("exports")["word"]["figure"]
    writer.picture(_drawn(results, counted, q.worded(source.variant)), width=16, title=title, alt=alt)


def _drawn(results: GroupResults, items: list[str], q: Questionnaire) -> Any:
    """Draw the distributions on a figure of our own: none of a notebook's is touched, no window opens."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from pasapas_widgets.figures import distributions

    figure = Figure(figsize=(7.2, 1.2 + 0.85 * len(items)), layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    distributions(results, items=items, questionnaire=q, ax=figure.add_subplot())
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=200, metadata={"Software": None})
    file.seek(0)
    return file


def _discussions(writer: Writer, source: Source) -> None:
    texts = interface("synthesis")["discussions"]
    if not source.discussions:
        return
    writer.heading(texts["titre"], 1)
    writer.paragraph(texts["intro"])
    for one in source.discussions:
        named = [statement.text or statement.number for statement in source.statements(one.items)]
        writer.heading(f"{long_date(one.day)} : {' ; '.join(named)}" if named else long_date(one.day), 2)
        if one.situation.strip():
            writer.paragraph(texts["situation"].format(situation=one.situation))
        writer.bullets(one.facts)


def _action(writer: Writer, row: Row) -> None:
    """Write an action with all that is said of it."""
    texts = interface("exports")
    writer.heading(texts["word"]["action"].format(numero=row.number, titre=row.title), 2)
    writer.paragraph(row.state, label=texts["word"]["champs"]["etat"])
    for label, value in _details(row):
        writer.paragraph(value, label=label)
    thread = [
        interface("synthesis")["enonce"].format(texte=one.text.rstrip("."), levier=one.lever, numero=one.number)
        if one.text
        else one.number
        for one in row.thread
    ]
    writer.paragraph(" ; ".join(thread), label=texts["word"]["champs"]["fil"])


def _details(row: Row) -> Iterator[tuple[str, str]]:
    names, values, missing = interface("exports")["colonnes"], cells(row), interface("exports")["a_preciser"]
    days = {"echeance": row.action.due, "date_revue": row.action.review}
    for key in _DETAILS:
        if key in days:
            day = days[key]
            yield names[key]["libelle"], long_date(day) if day else missing
        elif values[key]:
            yield names[key]["libelle"], str(values[key])
        elif key == "responsable_fonction":
            yield names[key]["libelle"], missing
