"""The synthesis for the elected body as two A4 pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import to_builtins

from pasapas_widgets.design.tokens import level_colours, tokens
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.exports.source import Source
from pasapas_widgets.exports.synthesis.synthesis import Part, Point, Synthesis, describe_counts, synthesis

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
    scales = {point.levels for part in full.reading for point in part.points if point.counts}
    legend = next(iter(scales)) if len(scales) == 1 else ()
    page = {
        "title": full.title,
        "subtitle": full.subtitle,
        "foot": source.heading,
        "legend": list(zip(legend, level_colours(len(legend)), strict=True)) if legend else [],
        "tellings": [_told(one) for one in tellings],
    }
    return compiled("synthesis/synthesis.typ", page, row_head=1)


def _told(one: Synthesis) -> dict[str, Any]:
    return {
        "shape": to_builtins(one.shape),
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
    shades = level_colours(len(point.counts)) if point.counts else ()
    return {
        "text": point.text, "counts": point.counts, "note": point.note, "alt": alt, "shades": shades,
        "inks": _inks(shades),
    }  # fmt: skip


def _inks(shades: Sequence[str]) -> list[str]:
    """Return, for each shade, which of the ink and white is read best on it."""
    ink = tokens()["ink"]
    return [ink if _contrast(shade, ink) > _contrast(shade, "#ffffff") else "#ffffff" for shade in shades]


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
