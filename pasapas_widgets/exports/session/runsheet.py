"""A session to run as a sheet to hold in the hand: one A4 page or two, hour by hour."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pasapas_widgets.carnets.runsheets import workbook_titles
from pasapas_widgets.content import interface
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.kit.precautions import load_precautions
from pasapas_widgets.model.kit.readysessions import ReadySession, Sequence

__all__ = ["hour_in_words", "length_in_words", "runsheet_pdf"]


def runsheet_pdf(session: ReadySession, *, start: dt.time = dt.time(9)) -> bytes:
    """Return the run sheet of a session as a tagged PDF: a table of the sequences, then what helps whatever happens.

    Parameters
    ----------
    session
        A model of the kit or a variant; where a sequence begins is worked out from the lengths before it.
    start
        The hour at which it begins.

    Examples
    --------
    >>> runsheet_pdf(shipped_kit().sessions[0])[:5]
    b'%PDF-'
    """
    texts, rules = interface("runsheet"), shipped_kit().ground_rules
    words = texts["pdf"]
    began = start.hour * 60 + start.minute
    page = {
        "title": session.title,
        "subtitle": words["sous_titre"].format(
            duree=length_in_words(session.length), debut=hour_in_words(began), fin=hour_in_words(began + session.length)
        ),
        "facts": [
            {"name": name, "text": text}
            for name, text in (
                (words["groupe"], session.group),
                (words["avant"], ", ".join(session.before)),
                (words["materiel"], ", ".join(session.material)),
            )
            if text
        ],
        "prudence": {
            "title": words["prudence"],
            "intro": words["prudence_aide"],
            "points": [
                {"question": one.question, "safe": words[one.safe], "stops": one.stops} for one in load_precautions()
            ],
            "stop": words["prudence_arret"],
        },
        "columns": list(words["colonnes"].values()),
        "rows": _rows(session, began),
        "help": [
            {"title": words["paroles"], "points": list(rules.speech)},
            {"title": words["posture"], "points": list(rules.stance)},
            {
                "title": words["imprevus"],
                "points": [_capital(words["si"].format(si=one.happens, alors=one.then)) for one in rules.unexpected],
            },
        ],
        "foot": words["pied"],
    }
    return compiled("session/runsheet.typ", page, row_head=2)


def length_in_words(minutes: int) -> str:
    """Return a length as it is said.

    >>> [length_in_words(n).replace("\N{NO-BREAK SPACE}", " ") for n in (45, 120, 210)]
    ['45 min', '2 h', '3 h 30']
    """
    texts = interface("runsheet")["duree"]
    hours, rest = divmod(minutes, 60)
    if not hours:
        return str(texts["minutes"].format(n=rest))
    return str(texts["heures_minutes"].format(h=hours, m=f"{rest:02}") if rest else texts["heures"].format(h=hours))


def hour_in_words(minutes: int) -> str:
    """Return an hour of the day, from minutes after midnight; past midnight it begins again.

    >>> [hour_in_words(n).replace("\N{NO-BREAK SPACE}", " ") for n in (545, 24 * 60 + 30)]
    ['9 h 05', '0 h 30']
    """
    hours, rest = divmod(minutes % (24 * 60), 60)
    return str(interface("runsheet")["heure"].format(h=hours, m=f"{rest:02}"))


def _rows(session: ReadySession, began: int) -> list[dict[str, Any]]:
    rows, at = [], began
    for one in session.sequences:
        cells = [
            hour_in_words(at), length_in_words(one.minutes), one.title, one.trainer, one.production or "", _tools(one),
        ]  # fmt: skip
        rows.append({"cells": cells, "break": one.is_break})
        at += one.minutes
    return rows


def _tools(one: Sequence) -> str:
    """Return the method and the workbook of a sequence, one a line."""
    names = {method.id: method.name for method in shipped_kit().methods}
    method = interface("runsheet")["pdf"]["methode"].format(id=one.method, nom=names[one.method]) if one.method else ""
    workbook = workbook_titles().get(one.workbook, one.workbook) if one.workbook else ""
    return "\n".join(part for part in (method, workbook) if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
