"""What a file of answers holds once read, and the error of one that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import set_aside

__all__ = ["Entry", "SheetFile", "SheetFileError", "quoted", "told_versions"]


class SheetFile(Struct, frozen=True):
    """A file of answers, read whole.

    ``notes`` are French sentences about what had to be understood (separator, decimals, repeated lines): to be
    shown, so that nobody is surprised.
    """

    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


class SheetFileError(ValueError):
    """A file of answers that cannot be read; ``str(error)`` is one French sentence: file, line, field, what to do."""

    def __init__(self, name: str, reason: str, *, where: str = "", others: int = 0, unit: str = "ligne") -> None:
        more = ""
        if others:
            more = f" (et {others} autres {unit}s)" if others > 1 else f" (et une autre {unit})"
        super().__init__(typeset(f"{quoted(name, 80)}{', ' if where else ''}{where} : {reason}{more}."))


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
