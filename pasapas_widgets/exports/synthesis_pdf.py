"""The synthesis for the elected body as two A4 pages."""

from __future__ import annotations

from typing import Any

from pasapas_widgets.exports.source import Source
from pasapas_widgets.exports.synthesis import Part, Point, Synthesis, describe_counts, synthesis
from pasapas_widgets.exports.typesetting import compiled
from pasapas_widgets.model.questionnaire import load_questionnaire

__all__ = ["synthesis_pdf"]

_FULLNESS = ((4, 6, 170), (3, 5, 110), (2, 5, 70))
"""Statements of a part, actions, characters of each: the first of these with which two pages are enough is taken."""


def synthesis_pdf(source: Source) -> bytes:
    """Return the synthesis for the elected body: two A4 pages, without any mark or ranking.

    It shows the first statements of each part and the open actions; what is left out is named. Counts are those
    published, of five people at least.
    """
    tellings = [synthesis(source, most=most, most_actions=actions, width=width) for most, actions, width in _FULLNESS]
    full = tellings[0]
    shows_counts = any(point.counts for part in full.reading for point in part.points)
    page = {
        "title": full.title,
        "subtitle": full.subtitle,
        "foot": source.heading,
        "legend": [level.label for level in load_questionnaire().scale.levels] if shows_counts else [],
        "tellings": [_told(one) for one in tellings],
    }
    return compiled("synthesis.typ", page)


def _told(one: Synthesis) -> dict[str, Any]:
    return {
        "opening": [_plain(part) for part in one.opening],
        "reading": [_plain(part) for part in one.reading],
        "plan_title": one.plan_title,
        "columns": one.columns,
        "plan": one.plan,
        "plan_note": one.plan_note,
        "closing": [_plain(part) for part in one.closing],
    }


def _plain(part: Part) -> dict[str, Any]:
    return {"title": part.title, "intro": part.intro, "points": [_point(one) for one in part.points], "rest": part.rest}


def _point(point: Point) -> dict[str, Any]:
    alt = describe_counts([point]) if point.counts else ""
    return {"text": point.text, "counts": point.counts, "note": point.note, "alt": alt}
