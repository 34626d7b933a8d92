"""Sheets as other tools give them: one line a person, one column a statement, known by its number or its words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.files.sheets.cells import CellError, answer_of
from pasapas_widgets.files.sheets.entries import MOST_FAULTS, Entry, SheetFile, SheetFileError, quoted
from pasapas_widgets.model.field.hrsheets import plain_words
from pasapas_widgets.model.questionnaire.sheet import Answer, Sheet
from pasapas_widgets.model.questionnaire.structure import NOT_CONCERNED, NOT_KNOWN, Questionnaire, Scale

__all__ = ["WideTable", "find_wide", "read_wide"]

_LEAST = 0.5
"""Share of the statements that have to be found before a table is taken for one of answers."""
_CODE = re.compile(r"[A-Z]{1,2}0*(\d{1,2})", re.IGNORECASE)
"""What LimeSurvey and others write for the level of that number: «A3», «AO03»."""
_LEVEL = re.compile(r"(\d{1,2})\s*(?:[-–—:.)=]\s*\D.*|\D*)", re.DOTALL)
"""A level with its words: «2 – Amorcé»."""
_LEFT = frozenset({"n a", "na", "oth", "autre", "null", "none"})


class WideTable(Struct, frozen=True):
    """The columns of a wide table: which separator, and the place of each statement.

    ``double`` are statements that two columns fit.
    """

    separator: str
    titles: tuple[str, ...]
    places: dict[str, int]
    double: tuple[str, ...] = ()


def find_wide(text: str, q: Questionnaire, columns: Mapping[str, str] | None = None) -> WideTable | None:
    """Return the columns of the statements, ``None`` where a table has fewer than half of them.

    Parameters
    ----------
    columns
        Item → the title of its column, where the titles do not say it.
    """
    best: WideTable | None = None
    for separator in ",;\t|":
        titles = _titles(text, separator)
        found = _matched(titles, q, columns or {}, separator)
        if best is None or len(found.places) > len(best.places):
            best = found
    return best if best is not None and len(best.places) >= _LEAST * len(q.items) else None


def _titles(text: str, separator: str) -> tuple[str, ...]:
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            if len(row) > 1:
                return tuple(row)
    except csv.Error:
        pass
    return ()


def _matched(titles: Sequence[str], q: Questionnaire, told: Mapping[str, str], separator: str) -> WideTable:
    """Find the column of each statement by its identifier, or by its words."""
    said = [plain_words(title) for title in titles]
    ids = {plain_words(item.id): item.id for item in q.items}
    texts = [(text, item.id) for item in q.items for text in (item.text, *item.variants.values())]
    words = {plain_words(text): id for text, id in texts if plain_words(text)}
    found: dict[str, list[int]] = {}
    for place, (title, plain) in enumerate(zip(titles, said, strict=True)):
        own = {item for item, name in told.items() if plain_words(name) == plain}
        own = own or {item for item in (_by_id(plain, ids), _by_words(title, plain, words)) if item is not None}
        for item in own:
            found.setdefault(item, []).append(place)
    double = tuple(item for item, places in found.items() if len(places) > 1)
    return WideTable(separator, tuple(titles), {item: places[0] for item, places in found.items()}, double)


def _by_id(plain: str, ids: Mapping[str, str]) -> str | None:
    """Return the item whose identifier a title is, or begins with: «L1[01]», «L1-01 [Phrase]», «L1_01. Nous…»."""
    for id, item in ids.items():
        if plain == id or plain.startswith(f"{id} ") or plain.replace(" ", "") == id.replace(" ", ""):
            return item
    return None


def _by_words(title: str, plain: str, words: Mapping[str, str]) -> str | None:
    """Return the item whose words are in a title: alone, in brackets, or after a number."""
    inside = [plain_words(one) for one in re.findall(r"\[([^\]]+)\]", title)]
    for one in (plain, *inside, re.sub(r"^\d+ ", "", plain)):
        if one in words:
            return words[one]
    return next((item for text, item in words.items() if len(text) > 20 and plain.endswith(f" {text}")), None)


def read_wide(name: str, text: str, table: WideTable, q: Questionnaire) -> SheetFile:
    """Read the text of a wide table; each line is a person.

    Raises
    ------
    SheetFileError
        A statement without a column or with two, a cell that is no answer: one French sentence.
    """
    texts = interface("sheetfiles")["large"]
    missing = [item for item in q.item_ids if item not in table.places]
    for kind, items in (("deux", table.double), ("manque", missing)):
        if items:
            named = ", ".join(items[:8]) + ("…" if len(items) > 8 else "")
            raise SheetFileError(name, texts[kind].format(enonces=named))
    scales = {item.id: q.scale_of(item) for item in q.items}
    faults: list[tuple[str, str]] = []
    entries: list[Entry] = []
    rows = iter(csv.reader(io.StringIO(text), delimiter=table.separator))
    try:
        number = _below(rows, table.titles)
        for number, row in enumerate(rows, start=number + 1):  # noqa: B020 (the count goes on)
            if not any(cell.strip() for cell in row):
                continue
            answers: dict[str, Answer] = {}
            for item, place in table.places.items():
                try:
                    answer = _answer(row[place] if place < len(row) else "", scales[item])
                except CellError as fault:
                    faults.append((f"ligne {number}, colonne « {quoted(table.titles[place])} »", str(fault)))
                else:
                    if answer is not None:
                        answers[item] = answer
            if len(faults) >= MOST_FAULTS:
                break
            sheet = Sheet(questionnaire=q.id, version=q.version, answers=answers)
            entries.append(Entry(session="", sheet_id=str(number), sheet=sheet))
    except csv.Error as error:
        raise SheetFileError(name, "un guillemet ouvert n'est pas refermé ; le corriger dans le fichier") from error
    if faults:
        where, reason = faults[0]
        raise SheetFileError(name, reason, where=where, others=len(faults) - 1, unit="case")
    if not entries:
        raise SheetFileError(name, "le fichier n'a que sa ligne de titres, aucune réponse")
    return SheetFile(entries=tuple(entries), notes=tuple(_notes(table, q, len(entries))), by_content=True)


def _below(rows: Iterator[list[str]], titles: Sequence[str]) -> int:
    for number, row in enumerate(rows, start=1):
        if tuple(row) == tuple(titles):
            return number
    return 0


def _notes(table: WideTable, q: Questionnaire, n: int) -> Iterator[str]:
    """Say which column was taken for which statement, and which were left aside."""
    texts = interface("sheetfiles")["large"]
    yield texts["lu"].format(n=n)
    pairs = [f"{item} ← « {quoted(table.titles[table.places[item]], 30)} »" for item in q.item_ids]
    yield texts["colonnes"].format(colonnes=", ".join(pairs))
    taken = set(table.places.values())
    aside = [quoted(title, 30) for place, title in enumerate(table.titles) if title and place not in taken]
    if aside:
        yield interface("sheetfiles")["lu"]["colonnes_ignorees"].format(
            colonnes=", ".join(f"« {one} »" for one in aside[:20]) + ("…" if len(aside) > 20 else "")
        )


def _answer(cell: str, scale: Scale) -> Answer | None:
    """Return the answer of a cell: a level, its words, both, a code of the tool; ``None`` where it is empty."""
    plain = plain_words(cell)
    if not plain or plain in _LEFT:
        return None
    words: dict[str, Answer] = {plain_words(level.label): level.value for level in scale.levels}
    words |= {"je ne sais pas": NOT_KNOWN, "ne sait pas": NOT_KNOWN} if NOT_KNOWN in scale.codes else {}
    words |= {"non concerne": NOT_CONCERNED, "non concernee": NOT_CONCERNED} if NOT_CONCERNED in scale.codes else {}
    if plain in words:
        return words[plain]
    try:
        return answer_of(cell, scale)
    except CellError:
        told = _LEVEL.fullmatch(cell.strip()) or _CODE.fullmatch(cell.strip())
        if told is None or not 1 <= int(told[1]) <= scale.top:
            raise
        rest = plain_words(cell.strip()[len(told[1]) :]) if cell.strip()[0].isdigit() else ""
        if rest and words.get(rest, int(told[1])) != int(told[1]):
            raise
        return int(told[1])
