"""A sheet and where it comes from, and answers as numbers: what files, stores, aggregation and research share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from pasapas_widgets.model.questionnaire.sheet import Answer, Sheet
from pasapas_widgets.model.questionnaire.structure import NOT_CONCERNED, NOT_KNOWN

__all__ = ["CODES", "EMPTY", "FROM_CODES", "SPOKEN", "Entry"]

EMPTY = 0
"""The number of an answer that was not given, or was taken back; levels are from 1."""
CODES: Mapping[Answer, int] = MappingProxyType({NOT_KNOWN: -1, NOT_CONCERNED: -2})
"""The answers outside the scale, and the numbers that stand for them in arrays and in the store."""
SPOKEN: Mapping[int, Answer] = MappingProxyType({code: answer for answer, code in CODES.items()})
"""The same, from the number."""

FROM_CODES = "codes\n"
"""The session, which no file can name, of sheets that came as share codes. They may be those of people who also are in
a file: the aggregation counts the people of the largest session, never the sum."""


class Entry(Struct, frozen=True):
    """One sheet, the session that it was given in, and its identifier there. Neither says who.

    ``session`` is empty where a file names none. ``sheet_id`` tells the sheets of a session apart. ``known`` says that
    somebody brought it (paper, code, file) beside the phones of a room, and may know what is in it
    (docs/decisions/021-who-knows-what.md).
    """

    session: str
    sheet_id: str
    sheet: Sheet
    known: bool = False
