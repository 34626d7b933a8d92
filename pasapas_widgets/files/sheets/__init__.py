"""Files of answers: read whole when their meaning is certain, else refused in one French sentence; and written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.files.sheets.encodings import LIMIT
from pasapas_widgets.files.sheets.entries import BY_CONTENT, Entry, SheetFile, SheetFileError, quoted, told_apart
from pasapas_widgets.files.sheets.opening import opened
from pasapas_widgets.files.sheets.people import People, overlap, way_of
from pasapas_widgets.files.sheets.records import read_records
from pasapas_widgets.files.sheets.table import read_table, write_csv
from pasapas_widgets.files.sheets.titles import is_long
from pasapas_widgets.files.sheets.wide import find_wide, read_wide
from pasapas_widgets.model.entry import FROM_CODES
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = [
    "LIMIT",
    "Entry",
    "SheetFile",
    "SheetFileError",
    "check_no_later_export",
    "combined",
    "read_sheets",
    "told_apart",
    "write_csv",
]


def read_sheets(
    name: str,
    data: bytes,
    questionnaire: Questionnaire | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
    versions: Mapping[str, str] | None = None,
    keep: Mapping[str, str] | None = None,
) -> SheetFile:
    """Read a file of answers, whatever a spreadsheet made of it, as long as its meaning is certain.

    Three forms: a table in long form with the columns ``seance``, ``feuille``,
    ``profil``, ``item``, ``reponse`` (commas, semicolons or tabulations, in any order), and JSON (one sheet, a list,
    ``{"feuilles": […]}``, one sheet per line), and a
    wide table of another tool, one line a person, whose columns are known by identifier or by wording (:mod:`.wide`).
    A table may be an Excel workbook. An empty answer was not given and stays absent.

    Parameters
    ----------
    name
        The name of the file, for the sentences.
    data
        Its bytes, at most :data:`LIMIT`.
    questionnaire
        What the sheets answer; the self-diagnosis that ships with the package where left out.
    columns
        Item → title of its column, where a wide table does not say it; an empty title says that it has none.
    words
        What the cells of a wide table stand for, where their words do not say it: the cell → a level («3»), «NSP»,
        «NC», or «vide».
    versions
        Session → the earlier version of the questionnaire that its sheets answer, where the file itself does not say
        it; an empty session stands for a file that names none.
    keep
        Name → the title of a column of a wide table that is kept beside the answers (``SheetFile.kept``).

    Raises
    ------
    SheetFileError
        One French sentence with the file, the line, the field and what to do. Nothing is read by half.

    Examples
    --------
    >>> file = read_sheets("essai.csv", b"seance,feuille,profil,item,reponse\\nmars,01,educatif,L1-01,3\\n")
    >>> file.entries[0].sheet.answers
    {'L1-01': 3}
    """
    q = questionnaire or load_questionnaire()
    text, said = opened(name, data, q, columns)
    if text[:1] in ("{", "["):
        file = read_records(name, text, q)
    elif not is_long(text) and (wide := find_wide(name, text, q, columns)) is not None:
        left = [item for item, title in (columns or {}).items() if not title]
        file = read_wide(name, wide, q, words, left, versions, keep)
    else:
        file = read_table(name, text, q, versions)
    return msgspec.structs.replace(file, notes=tuple(typeset(note) for note in (*said, *file.notes)))


def combined(files: Iterable[tuple[str, SheetFile]], shown: Collection[tuple[str, str]] = ()) -> SheetFile:
    """Return the sheets of several files, each given with its name, as one.

    The same sheet, met again with the same answers, counts once: in a table by its session and its number, in JSON by
    its content (:func:`told_apart`), whatever the files are called. A sheet in JSON or from a share code that equals
    one of a table is that one (:class:`pasapas_widgets.files.sheets.people.People`).

    Parameters
    ----------
    shown
        Session and number of the sheets that have been published: they stay, and what equals them is no new one.

    Raises
    ------
    SheetFileError
        Two files hold different answers under the same session and sheet, or one is a later export of another in which
        some answers have changed.
    """
    seen: dict[tuple[str, str], Entry] = {}
    notes: list[str] = []
    lots: list[tuple[str, SheetFile]] = []
    repeated = copies = 0
    for name, file in files:
        notes.extend(note for note in file.notes if note not in notes)
        if file.by_content and len(file.entries) > 1:
            check_no_later_export(name, file, lots)
            lots.append((name, file))
        for key, entry in told_apart(file):
            first = seen.setdefault(key, entry)
            if first.sheet != entry.sheet:
                raise SheetFileError(
                    name,
                    "elle a d'autres réponses dans un fichier précédent ; renommer l'une des deux",
                    where=f"séance « {quoted(entry.session)} », feuille « {quoted(entry.sheet_id)} »",
                )
            repeated += first is not entry and not file.by_content
            copies += first is not entry and file.by_content
    kept = _once_each(seen, shown)
    copies += len(seen) - len(kept)
    texts = interface("sheetfiles")["lu"]
    if repeated:
        notes.append(typeset(texts["feuilles_doubles" if repeated > 1 else "feuille_double"].format(n=repeated)))
    if copies:
        notes.append(typeset(texts["copies" if copies > 1 else "copie"].format(n=copies)))
    return SheetFile(entries=tuple(kept), notes=tuple(notes))


def check_no_later_export(name: str, file: SheetFile, lots: Iterable[tuple[str, SheetFile]]) -> None:
    """Refuse a table that most likely is a newer export of one of ``lots``, with answers that have changed since.

    Raises
    ------
    SheetFileError
        It is: one French sentence with what to do.
    """
    for other, lot in lots:
        found = overlap((one.sheet for one in lot.entries), (one.sheet for one in file.entries))
        if found is not None:
            said = interface("sheetfiles")["nouvel_export"]["refus"]
            raise SheetFileError(name, said.format(autre=quoted(other, 80), memes=found.same, autres=found.other))


_ORDER = ("", FROM_CODES, BY_CONTENT)
"""The ways that sheets come by, those first whose names stay."""


def _once_each(seen: Mapping[tuple[str, str], Entry], shown: Collection[tuple[str, str]]) -> list[Entry]:
    """Return each person's sheet once, in their order: what is shown stays, then those of tables, codes, alone.

    A sheet that is known by its content has it as its identifier, whatever its file is called.
    """
    found: list[tuple[bool, int, int, Entry]] = []
    for (session, mark), entry in seen.items():
        one = msgspec.structs.replace(entry, sheet_id=mark) if session == BY_CONTENT else entry
        stays = (one.session, one.sheet_id) in shown
        found.append((not stays, _ORDER.index(way_of(session)), len(found), one))
    people = People()
    kept = {
        place: one
        for is_fresh, way, place, one in sorted(found, key=lambda each: each[:3])
        if people.adds(_ORDER[way], one.sheet) or not is_fresh
    }
    return [kept[place] for place in sorted(kept)]
