"""What a file of answers holds once read, and the error of one that cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import blake2b

import msgspec
from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import set_aside

__all__ = [
    "BY_CONTENT",
    "MOST_FAULTS",
    "MOST_SHEETS",
    "Entry",
    "SheetFile",
    "SheetFileError",
    "quoted",
    "told_apart",
    "told_versions",
]


BY_CONTENT = "contenu\n"
"""The session, which no file can name, of sheets that are known by their content."""
MOST_FAULTS = 1_000
"""Faults after which a file is not read further."""
MOST_SHEETS = 40_000
"""Sheets of one file; more are refused, so that any file is read within seconds."""


class SheetFile(Struct, frozen=True):
    """A file of answers, read whole.

    ``notes`` are French sentences about what had to be understood (separator, decimals, repeated lines): to be
    shown, so that nobody is surprised. ``by_content``: the sheets bear no number of their own (:func:`told_apart`).
    ``asked``: the version that a sheet answered, by session and sheet, where it is an earlier one. ``doubles``: lines
    that were whole copies of another. ``kept``: what other columns that were asked for say of a sheet, by session and
    sheet, then by name.
    """

    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    by_content: bool = False
    asked: dict[tuple[str, str], str] = {}
    doubles: int = 0
    kept: dict[tuple[str, str], dict[str, str]] = {}


def told_apart(file: SheetFile) -> Iterator[tuple[tuple[str, str], Entry]]:
    """Give each sheet of one file with the key that it is known by among those of other files.

    A sheet of a table has its session and its number. A downloaded sheet in JSON (``file.by_content``) is known by its
    content: the name of its file says nothing of the person (all are called alike, a copy ends in «(1)»). The same
    content several times in one file is as many people.
    """
    met: Counter[str] = Counter()
    for entry in file.entries:
        if not file.by_content:
            yield (entry.session, entry.sheet_id), entry
            continue
        content = blake2b(msgspec.json.encode(entry.sheet, order="deterministic"), digest_size=12).hexdigest()
        met[content] += 1
        yield (BY_CONTENT, f"{content}-{met[content]}" if met[content] > 1 else content), entry


class SheetFileError(FrenchError):
    """A file of answers that cannot be read; ``str(error)`` is one French sentence: file, line, field, what to do."""

    def __init__(self, name: str, reason: str, *, where: str = "", others: int = 0, unit: str = "ligne") -> None:
        more = ""
        if others >= MOST_FAULTS - 1:
            more = f" (et au moins {others} autres {unit}s)"
        elif others:
            more = f" (et {others} autres {unit}s)" if others > 1 else f" (et une autre {unit})"
        super().__init__(f"{quoted(name, 80)}{', ' if where else ''}{where} : {reason}{more}.")


def told_versions(versions: Mapping[str, int], questionnaire: Questionnaire) -> Iterator[str]:
    """Say how many sheets answered each earlier version, and what of them was set aside."""
    texts = interface("sheetfiles")["lu"]["version"]
    for version, n in versions.items():
        if version != questionnaire.version:
            aside = set_aside(version, questionnaire)
            left = texts["ecartes"].format(enonces=", ".join(aside)) if aside else texts["rien"]
            yield texts["une" if n == 1 else "plusieurs"].format(
                n=n, ancienne=version, version=questionnaire.version, ecartes=left
            )


def quoted(value: object, length: int = 40) -> str:
    """Return what a file holds in a form that is safe to print: on one line, cut where it is long.

    >>> quoted("a" * 50, 6)
    'aaaaa…'
    """
    text = str(value)[: length + 1]
    text = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    return text if len(text) <= length else text[: length - 1] + "…"
