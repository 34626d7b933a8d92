"""Feedback sheets («retours d'expérience») as a Word document that a team goes on writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pasapas_widgets.content import interface
from pasapas_widgets.exports.feedback.contents import told
from pasapas_widgets.exports.formats.word import Writer
from pasapas_widgets.exports.formats.words import credit
from pasapas_widgets.model.carnet.grouptalk import Feedback
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["feedback_docx"]


def feedback_docx(sheets: Sequence[Feedback], *, day: dt.date, questionnaire: Questionnaire | None = None) -> bytes:
    """Return feedback sheets with real headings, one after the other.

    Parameters
    ----------
    day
        The day of the export, in the document's properties.
    """
    texts, q = interface("feedbacksheets")["papier"], questionnaire or load_questionnaire()
    said = [told(sheet, q) for sheet in sheets]
    title = said[0].title if len(said) == 1 else texts["document"]
    writer = Writer(title, day=day)
    writer.heading(texts["document"], 0)
    for one in said:
        writer.heading(one.title, 1)
        writer.paragraph(one.day)
        for mark in one.marks:
            writer.paragraph(mark, label=texts["document"])
        if one.items:
            writer.heading(texts["enonces"], 2)
            writer.bullets(one.items)
        for name, text in one.parts:
            writer.heading(name, 2)
            writer.paragraph(text)
    writer.paragraph(f"{texts['pied']} {credit(q)}".strip())
    return writer.save()
