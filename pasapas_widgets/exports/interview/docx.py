"""The note for the interview and its output sheet as Word documents that a group goes on editing."""

from __future__ import annotations

import datetime as dt

from pasapas_widgets.content import interface
from pasapas_widgets.exports.formats.word import Writer
from pasapas_widgets.exports.formats.words import cleaned
from pasapas_widgets.exports.interview.note import Section, interview_note
from pasapas_widgets.exports.interview.outcome import outcome_sheet
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["note_docx", "outcome_docx"]

_MOST, _WHOLE = 12, 2000


def note_docx(carnet: Carnet, *, day: dt.date, questionnaire: Questionnaire | None = None) -> bytes:
    """Return the note as a Word document: a heading a section; unlike the printed pages it cuts nothing."""
    note = interview_note(carnet, day=day, most=_MOST, width=_WHOLE, questionnaire=questionnaire)
    writer = Writer(note.title, day=day)
    writer.heading(note.title, 0)
    writer.paragraph(note.subtitle)
    for section in note.sections:
        writer.heading(section.title, 1)
        _section(writer, section)
    writer.paragraph(note.reserve)
    return writer.save()


def _section(writer: Writer, section: Section) -> None:
    for line in cleaned(section.words).split("\n"):
        if line.strip():
            writer.paragraph(line)
    for group in section.known:
        writer.heading(group.title, 2)
        writer.bullets(group.points)
        if group.rest:
            writer.paragraph(group.rest)
    if section.is_empty:
        writer.paragraph(section.question)
        writer.paragraph(interface("interviewnote")["a_completer"])


def outcome_docx(carnet: Carnet, *, day: dt.date) -> bytes:
    """Return what was agreed in the interview as a Word document, without what is not to be spread."""
    sheet = outcome_sheet(carnet, day=day)
    writer = Writer(sheet.title, day=day)
    writer.heading(sheet.title, 0)
    writer.paragraph(sheet.subtitle)
    for part in sheet.parts:
        writer.heading(part.title, 1)
        if len(part.points) == 1:
            writer.paragraph(part.points[0])
        else:
            for point in part.points:
                writer.paragraph(point, style="List Number" if part.numbered else "List Bullet")
        if part.rest:
            writer.paragraph(part.rest)
    writer.paragraph(sheet.foot)
    return writer.save()
