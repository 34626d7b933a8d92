"""Feedback sheets («retours d'expérience») to share: one A4 page each."""

from __future__ import annotations

from collections.abc import Iterable

from pasapas_widgets.content import interface
from pasapas_widgets.exports.feedback.contents import told
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.exports.formats.words import credit
from pasapas_widgets.model.carnet.grouptalk import Feedback
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["feedback_pdf"]


def feedback_pdf(sheets: Iterable[Feedback], *, questionnaire: Questionnaire | None = None) -> bytes:
    """Return feedback sheets as a tagged PDF, one A4 page each; letters shrink until a long one fits."""
    texts, q = interface("feedbacksheets")["papier"], questionnaire or load_questionnaire()
    said = [told(sheet, q) for sheet in sheets]
    title = f"{texts['document']} : {said[0].title}" if len(said) == 1 else texts["document"]
    pages = [
        {
            "kind": texts["document"],
            "title": one.title,
            "day": one.day,
            "marks": one.marks,
            "items": one.items,
            "parts": one.parts,
        }
        for one in said
    ]
    foot = f"{texts['pied']} {credit(q)}".strip()
    return compiled(
        "feedback/feedback.typ", {"title": title, "foot": foot, "answers": texts["enonces"], "sheets": pages}
    )
