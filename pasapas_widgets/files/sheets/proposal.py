"""What is asked of a wide table before anybody is counted: which column is which statement, what its cells mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.files.sheets.cells import CellError, written_answer
from pasapas_widgets.files.sheets.entries import quoted
from pasapas_widgets.files.sheets.lines import sorted_lines
from pasapas_widgets.files.sheets.opening import opened
from pasapas_widgets.files.sheets.titles import is_long
from pasapas_widgets.files.sheets.wide import WideTable, find_wide
from pasapas_widgets.files.sheets.words import NONE, answer_in_words
from pasapas_widgets.model.field.hrsheets import plain_words
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["Answer", "Proposal", "Statement", "proposed"]

_MOST_WORDS = 24
"""Different cells of one column beyond which it holds no answers but texts, of which none is shown."""
_LONGEST = 60
_EXAMPLES = 3


class Statement(Struct, frozen=True, rename={"text": "texte", "title": "titre", "is_sure": "sur"}):
    """A statement and the title of its column, empty where none is known; ``is_sure``: it need not be looked at."""

    id: str
    text: str
    title: str
    is_sure: bool


class Answer(Struct, frozen=True, rename={"cell": "case", "answer": "reponse", "is_sure": "sur"}):
    """A cell as it stands in the file, and what it is: a level, «NSP», «NC», «vide», or empty: not known."""

    cell: str
    answer: str
    is_sure: bool


class Proposal(
    Struct,
    frozen=True,
    rename={"name": "nom", "shape": "forme", "lines": "lignes", "titles": "titres", "examples": "exemples",
            "statements": "enonces", "answers": "reponses", "choices": "choix", "notes": "notes", "faults": "fautes"},
):  # fmt: skip
    """What a wide table is taken for, to be shown and corrected.

    Parameters
    ----------
    name, lines
        The file, and a sentence on how many people it holds.
    shape
        The same for all files with these titles.
    titles, examples
        The titles in their order; a title → some cells of its column, where it holds a few different short ones.
    statements, answers, choices
        Which column, which answer; and which answers can be chosen, each with its words.
    notes
        What of the file is left aside.
    faults
        What is still to be settled, in French; without any, the file can be read.
    """

    name: str
    shape: str
    lines: str
    titles: tuple[str, ...]
    examples: dict[str, tuple[str, ...]]
    statements: tuple[Statement, ...]
    answers: tuple[Answer, ...]
    choices: dict[str, str]
    notes: tuple[str, ...]
    faults: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return it as the browser reads it, with the words of the screen («textes»)."""
        told: dict[str, Any] = msgspec.to_builtins(self)
        return told | {"textes": interface("sheetfiles")["correspondance"]}


def proposed(
    name: str,
    data: bytes,
    q: Questionnaire,
    *,
    columns: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
) -> Proposal | None:
    """Return what a wide table is taken for, ``None`` where the file is none and can be read as it is.

    Parameters
    ----------
    columns
        What the person says: item → title, empty where it has no column.
    words
        Cell → answer, as :func:`pasapas_widgets.files.sheets.read_sheets` takes it.

    Raises
    ------
    SheetFileError
        The file cannot be read at all: one French sentence.
    """
    text, _ = opened(name, data, q, columns, least=0)
    if text[:1] in ("{", "[") or is_long(text):
        return None
    table = find_wide(name, text, q, columns, least=0)
    if table is None:
        return None
    told = {plain_words(cell): answer for cell, answer in (words or {}).items()}
    statements = tuple(_statements(table, q, columns or {}))
    answers, texts_in = _answers(table, q, statements, told)
    lines = sorted_lines(name, table, q)
    said = interface("sheetfiles")["correspondance"]
    return Proposal(
        name=name,
        shape=blake2b("\n".join((q.id, q.version, *table.titles)).encode(), digest_size=12).hexdigest(),
        lines=counted(said["lignes"], len(lines.kept)),
        titles=tuple(title for title in table.titles if title),
        examples=_examples(table),
        statements=statements,
        answers=answers,
        choices=_choices(q),
        notes=lines.notes,
        faults=tuple(typeset(one) for one in _faults(statements, answers, texts_in, columns)),
    )


def _statements(table: WideTable, q: Questionnaire, told: Mapping[str, str]) -> Iterator[Statement]:
    match = table.match
    places = Counter([*match.columns.values(), *match.guesses.values()])
    shared = {item: places[place] for item, place in (match.guesses | match.columns).items()}
    for item in q.items:
        place = match.columns.get(item.id, match.guesses.get(item.id))
        title = "" if place is None or item.id in match.double else table.titles[place]
        sure = item.id in told or (item.id in match.columns and item.id not in match.double)
        sure = sure and shared.get(item.id, 0) < 2
        yield Statement(item.id, item.text, title, sure)


def _answers(
    table: WideTable, q: Questionnaire, statements: Sequence[Statement], told: Mapping[str, str]
) -> tuple[tuple[Answer, ...], list[str]]:
    """Return the different cells of the columns of statements, and the columns that hold texts and no answers."""
    found: dict[str, Answer] = {}
    texts_in = []
    for one in statements:
        if not one.title:
            continue
        scale = q.scale_of(q.item(one.id))
        cells = _cells(table, table.titles.index(one.title))
        if len(cells) > _MOST_WORDS or any(len(cell) > 4 * _LONGEST for cell in cells):
            texts_in.append(one.title)
            continue
        for cell in cells:
            try:
                answer = answer_in_words(cell, scale, told)
            except CellError:
                found[plain_words(cell)] = Answer(cell, "", False)
            else:
                sure = plain_words(cell) in told or not (cell[:1].isalpha() and cell[1:].isdigit())
                found.setdefault(
                    plain_words(cell),
                    Answer(cell, NONE if answer is None else str(written_answer(answer, scale)), sure),
                )
    return tuple(sorted(found.values(), key=lambda one: (one.is_sure, one.answer, one.cell))), texts_in


def _cells(table: WideTable, place: int) -> list[str]:
    met = Counter(" ".join(table.cell(row, place).split()) for _, row in table.rows)
    return sorted(cell for cell in met if cell)


def _examples(table: WideTable) -> dict[str, tuple[str, ...]]:
    """Return some cells of the columns that hold a few different short ones: never a name, a mail or a comment."""
    found = {}
    for place, title in enumerate(table.titles):
        cells = _cells(table, place) if title else []
        if (
            0 < len(cells) <= _MOST_WORDS // 2
            and all(len(cell) <= _LONGEST for cell in cells)
            and len(table.rows) > len(cells)
        ):
            found[title] = tuple(cells[:_EXAMPLES])
    return found


def _choices(q: Questionnaire) -> dict[str, str]:
    """Return the answers that a cell can be, each with its words."""
    scales = [q.scale, *q.other_scales.values()]
    levels: dict[str, list[str]] = {}
    for scale in scales:
        for level in scale.levels:
            levels.setdefault(str(level.written), []).append(level.label)
    told = {value: f"{value} – {' / '.join(dict.fromkeys(levels[value]))}" for value in sorted(levels, key=int)}
    told |= {off.code: off.label for scale in scales for off in scale.off_scale}
    return told | {NONE: typeset(interface("sheetfiles")["correspondance"]["sans_reponse"])}


def _faults(
    statements: Sequence[Statement], answers: Sequence[Answer], texts_in: Sequence[str], told: Mapping[str, str] | None
) -> Iterator[str]:
    """Say what is still to be settled."""
    said = interface("sheetfiles")["correspondance"]["fautes"]
    met = Counter(one.title for one in statements if one.title)
    for title, n in met.items():
        if n > 1:
            yield said["deux_enonces"].format(colonne=quoted(title, 60), n=n)
    for title in texts_in:
        yield said["textes"].format(colonne=quoted(title, 60))
    if not met:
        yield said["aucune"]
    if told is not None and (strange := sum(not one.answer for one in answers)):
        yield counted(said["mots"], strange)
