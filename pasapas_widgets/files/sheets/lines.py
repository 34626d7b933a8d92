"""The lines of another tool's table: which are whole answers, which are left aside and why, whose they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted
from pasapas_widgets.files.sheets.cells import CellError, name_of
from pasapas_widgets.files.sheets.entries import SheetFileError, quoted
from pasapas_widgets.files.sheets.words import NONE, NOT_SHOWN
from pasapas_widgets.model.field.hrsheets import load_hr_words, plain_words
from pasapas_widgets.model.questionnaire.structure import Questionnaire

if TYPE_CHECKING:
    from pasapas_widgets.files.sheets.wide import WideTable

__all__ = ["Lines", "sorted_lines"]

Row = tuple[int, list[str]]


class Lines(Struct, frozen=True):
    """The lines that are somebody's answers, and what is said of the others.

    Parameters
    ----------
    places
        The columns that were used beside those of the statements.
    words
        Cells that the tool itself writes for no answer.
    has_names
        Whether each line has a session and a number of its own.
    """

    kept: tuple[Row, ...]
    notes: tuple[str, ...]
    places: frozenset[int]
    words: dict[str, str]
    has_names: bool
    names: Callable[[int, Sequence[str]], tuple[str, str, str | None, str | None]]
    doubles: int = 0


def sorted_lines(name: str, table: WideTable, q: Questionnaire) -> Lines:
    """Tell the lines of a table apart.

    Raises
    ------
    SheetFileError
        The same person answered twice, or the lines are of another version of the questionnaire.
    """
    texts = interface("sheetfiles")["large"]
    tools, titles = interface("sheetfiles")["outils"], [plain_words(title) for title in table.titles]
    free = set(range(len(titles))) - set(table.match.columns.values())

    def places(kind: str) -> list[int]:
        return [place for place in sorted(free) if titles[place] in tools[kind]]

    ended, drafts, marks, people = (places(kind) for kind in ("fin", "brouillon", "reperes", "personnes"))
    marks += [table.match.own[field] for field in ("feuille",) if field in table.match.own]
    aside: dict[str, list[int]] = {"totaux": [], "inachevees": [], "vides": [], "doubles": []}
    kept: list[Row] = []
    seen: set[tuple[str, ...]] = set()
    for number, row in table.rows:
        whole = tuple(" ".join(cell.split()) for cell in row)
        if _is_total(whole):
            aside["totaux"].append(number)
        elif any(not table.cell(row, p).strip() for p in ended) or any(_is_yes(table.cell(row, p)) for p in drafts):
            aside["inachevees"].append(number)
        elif not any(table.cell(row, place).strip() for place in table.match.columns.values()):
            aside["vides"].append(number)
        elif whole in seen and any(table.cell(row, place).strip() for place in marks):
            aside["doubles"].append(number)
        else:
            kept.append((number, row))
        seen.add(whole)
    _once_each(name, table, kept, people)
    own = _Own(name, table, q, kept)
    notes = [counted(texts[kind], len(some), lignes=_listed(some)) for kind, some in aside.items() if some]
    used = frozenset({*own.places.values(), *ended, *drafts})
    words = {NOT_SHOWN: NONE} if places("limesurvey") else {}
    return Lines(tuple(kept), tuple(notes), used, words, own.has_names, own.of, len(aside["doubles"]))


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:12])) + ("…" if len(numbers) > 12 else "")


def _is_total(cells: Sequence[str]) -> bool:
    first = plain_words(next((cell for cell in cells if cell), ""))
    own = interface("sheetfiles")["outils"]["totaux"]
    return any(first == one or first.startswith(f"{one} ") for one in (*load_hr_words().totals, *own) if one != "fin")


def _is_yes(cell: str) -> bool:
    return plain_words(cell) in ("1", "oui", "yes", "true", "vrai", "x")


def _once_each(name: str, table: WideTable, kept: Sequence[Row], people: Sequence[int]) -> None:
    """Refuse a table in which somebody, known by a column of the tool, answered several times."""
    nobody = interface("sheetfiles")["outils"]["personne"]
    for place in people:
        first: dict[str, int] = {}
        for number, row in kept:
            who = table.cell(row, place).strip().casefold()
            if who and plain_words(who) not in nobody and first.setdefault(who, number) != number:
                raise SheetFileError(
                    name,
                    interface("sheetfiles")["large"]["deux_fois"],
                    where=f"lignes {first[who]} et {number}, colonne « {quoted(table.titles[place])} »",
                )


def _twice(name: str, pairs: Sequence[tuple[str, ...]], kept: Sequence[Row]) -> SheetFileError:
    """Return the refusal of a table in which one sheet has two lines that are not the same."""
    place = next(place for place, pair in enumerate(pairs) if pair in pairs[:place])
    session, sheet = (quoted(one) for one in pairs[place])
    reason = interface("sheetfiles")["large"]["deux_feuilles"].format(seance=session, feuille=sheet)
    return SheetFileError(name, reason, where=f"lignes {kept[pairs.index(pairs[place])][0]} et {kept[place][0]}")


class _Own:
    """The session, the number, the profile and the variant of each line, where columns say them."""

    def __init__(self, name: str, table: WideTable, q: Questionnaire, kept: Sequence[Row]) -> None:
        self._table, self._q = table, q
        self._known = {
            "profil": {plain_words(word): one.id for one in q.profiles for word in (one.id, one.label)},
            "variante": {plain_words(one): one for one in q.variant_ids},
        }
        found = dict(table.match.own)
        for field, known in self._known.items():
            if field in found and not all(
                plain_words(cell) in known for _, row in kept if (cell := table.cell(row, found[field]).strip())
            ):
                del found[field]
        pairs = [tuple(table.cell(row, found.get(field, -1)).strip() for field in ("seance", "feuille"))
                 for _, row in kept] if {"seance", "feuille"} <= set(found) else []  # fmt: skip
        self.has_names = bool(pairs) and all(all(pair) for pair in pairs)
        if self.has_names and len(set(pairs)) < len(pairs):
            raise _twice(name, pairs, kept)
        self.places = {k: p for k, p in found.items() if k not in ("seance", "feuille") or self.has_names}
        for number, row in kept if "version" in found else ():
            told = table.cell(row, found["version"]).strip().replace(",", ".")
            if told and f"{told}.0" != q.version and told != q.version:
                reason = interface("sheetfiles")["large"]["version"].format(version=quoted(told), attendue=q.version)
                raise SheetFileError(name, reason, where=f"ligne {number}")

    def of(self, number: int, row: Sequence[str]) -> tuple[str, str, str | None, str | None]:
        """Return the session, the number, the profile and the variant of a line."""

        def told(field: str) -> str:
            return self._table.cell(row, self.places[field]).strip() if field in self.places else ""

        try:
            session, sheet_id = (
                (name_of("seance", told("seance")), name_of("feuille", told("feuille")))
                if self.has_names
                else ("", str(number))
            )
        except CellError as fault:
            raise SheetFileError("", str(fault), where=f"ligne {number}") from None
        profile, variant = (self._known[field].get(plain_words(told(field))) for field in ("profil", "variante"))
        return session, sheet_id, profile, variant
