"""An Excel workbook → the lines of its sheets, read as a stream: what is hidden, merged or not computed is known.

A reader of our own, since none of those that are kept up tells rows hidden by a filter, merged cells and formulas
without a value apart while it streams, and stops at a number of cells.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from xml.parsers import expat

from msgspec import Struct

__all__ = ["Row", "Sheet", "WorkbookError", "read_workbook"]

_UNPACKED = 100 * 2**20
"""Bytes that a workbook may weigh once unpacked: more is no export."""
MOST_CELLS = 1_000_000
"""Cells of all its sheets, empty ones on the left of a full one included."""
_MOST_TEXTS = 400_000
_MOST_COLUMNS = 1_000
_MOST_MERGED = 200_000
_CHUNK = 2**18
_1904 = 1462
"""Days between the two origins of time that workbooks have."""
_STRICT = b"http://purl.oclc.org/ooxml"


class Row(Struct, frozen=True):
    """A line of a file: its number there, its cells, its sheet where the file has several, and if it is hidden."""

    number: int
    cells: Sequence[Any]
    sheet: str = ""
    hidden: bool = False


class Sheet(Struct, frozen=True):
    """A sheet of a workbook; ``formulas`` is the number of cells whose formula has no value."""

    name: str
    hidden: bool
    rows: tuple[Row, ...]
    formulas: int = 0


class WorkbookError(Exception):
    """Why a workbook cannot be read: a key of content/interface/hrfiles.yaml, «refus»."""


def read_workbook(data: bytes) -> list[Sheet]:
    """Read all sheets of a workbook; a formula gives the value that the spreadsheet kept.

    Raises
    ------
    WorkbookError
        Damaged, too large, or of the «strict» form that few programs read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _UNPACKED:
                raise WorkbookError("trop_gros")
            return _Book(packed).sheets()
    except WorkbookError:
        raise
    except Exception:  # a damaged workbook fails in as many ways as there are parts in it
        raise WorkbookError("classeur_abime") from None


class _Book:
    """One workbook under way."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._cells = 0

    def sheets(self) -> list[Sheet]:
        main = self._main()
        if _STRICT in self._packed.read(main):
            raise WorkbookError("strict")
        targets = {one["Id"]: one["Target"] for one in self._tags(self._relations(main), "Relationship")}
        folder = posixpath.dirname(main)
        shift = _1904 if any(_is_on(one.get("date1904")) for one in self._tags(main, "workbookPr")) else 0
        texts = self._texts(posixpath.join(folder, "sharedStrings.xml"))
        found = []
        for one in self._tags(main, "sheet"):
            reference = next((value for key, value in one.items() if key.rpartition(":")[2] == "id"), "")
            target = targets.get(reference, "")
            path = posixpath.normpath(target[1:] if target.startswith("/") else f"{folder}/{target}")
            if "worksheets" not in path:
                continue  # a chart has a sheet of its own
            reading = _Reading(texts, shift, self._cells)
            self._parse(path, reading.start, reading.end, reading.text)
            self._cells = reading.cells
            hidden = one.get("state", "visible") != "visible"
            found.append(Sheet(one.get("name", ""), hidden, tuple(reading.filled()), reading.formulas))
        return found

    def _main(self) -> str:
        for one in self._tags("_rels/.rels", "Relationship"):
            if one["Type"].endswith("/officeDocument"):
                return one["Target"].lstrip("/")
        raise WorkbookError("classeur_abime")

    def _relations(self, path: str) -> str:
        return posixpath.join(posixpath.dirname(path), "_rels", posixpath.basename(path) + ".rels")

    def _tags(self, path: str, name: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == name:
                found.append(attributes)

        self._parse(path, start)
        return found

    def _texts(self, path: str) -> list[str]:
        if path not in self._packed.namelist():
            return []
        found: list[str] = []
        parts: list[str] = []
        inside = [0, 0]  # in a text; in the reading of a Japanese word, which is no part of it

        def start(tag: str, _: dict[str, str]) -> None:
            name = tag.rpartition(":")[2]
            inside[0] += name == "t"
            inside[1] += name == "rPh"

        def end(tag: str) -> None:
            name = tag.rpartition(":")[2]
            inside[0] -= name == "t"
            inside[1] -= name == "rPh"
            if name == "si":
                found.append("".join(parts))
                parts.clear()
                if len(found) > _MOST_TEXTS:
                    raise WorkbookError("trop_long_classeur")

        def text(piece: str) -> None:
            if inside[0] and not inside[1]:
                parts.append(piece)

        self._parse(path, start, end, text)
        return found

    def _parse(self, path: str, start: Any, end: Any = None, text: Any = None) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        parser.EntityDeclHandler = _no_entity
        data = memoryview(self._packed.read(path))
        for start_of in range(0, len(data), _CHUNK):
            parser.Parse(bytes(data[start_of : start_of + _CHUNK]))
        parser.Parse(b"", True)


def _no_entity(*_: Any) -> None:
    raise WorkbookError("classeur_abime")


def _is_on(told: str | None) -> bool:
    return told in ("1", "true", "on")


class _Reading:
    """The lines of one sheet under way."""

    def __init__(self, texts: list[str], shift: int, cells: int) -> None:
        self.cells = cells
        self.formulas = 0
        self._texts, self._shift = texts, shift
        self._rows: list[tuple[int, list[Any], bool]] = []
        self._merged: list[tuple[int, int, int, int]] = []
        self._number, self._row, self._hidden = 0, list[Any](), False
        self._place, self._kind = -1, "n"
        self._value, self._inside, self._formula = list[str](), False, False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            told = attributes.get("r")
            self._place = _column(told) if told else self._place + 1
            self._kind = attributes.get("t", "n")
            self._value.clear()
            self._formula = False
        elif name in ("v", "t"):
            self._inside = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._row, self._place, self._hidden = [], -1, _is_on(attributes.get("hidden"))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, piece: str) -> None:
        if self._inside:
            self._value.append(piece)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._put(self._read("".join(self._value)))
        elif name in ("v", "t"):
            self._inside = False
        elif name == "row" and any(cell not in (None, "") for cell in self._row):
            self._rows.append((self._number, self._row, self._hidden))

    def _put(self, value: Any) -> None:
        if value is None:
            return
        if self._place >= _MOST_COLUMNS:
            raise WorkbookError("trop_long_classeur")
        missing = self._place + 1 - len(self._row)
        if missing > 0:
            self._row.extend([None] * missing)
            self.cells += missing
            if self.cells > MOST_CELLS:
                raise WorkbookError("trop_long_classeur")
        self._row[self._place] = value

    def _read(self, told: str) -> Any:
        if not told:
            self.formulas += self._formula and self._kind != "str"
            return None
        if self._kind == "s":
            return self._texts[int(told)]
        if self._kind == "b":
            return told == "1"
        if self._kind != "n":
            return told
        if re.fullmatch(r"-?\d{1,15}", told):
            number: int | float = int(told)
        else:
            number = float(told)
        return number + self._shift if self._shift and number >= 10_000 else number

    def _merge(self, told: str) -> None:
        found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", told)
        if found:
            self._merged.append((_column(found[1]), int(found[2]), _column(found[3]), int(found[4])))
        if len(self._merged) > _MOST_MERGED:
            raise WorkbookError("trop_long_classeur")

    def filled(self) -> Iterator[Row]:
        """Give the lines, each merged cell with the value that it shows."""
        rows = {number: cells for number, cells, _ in self._rows}
        work = 0
        for left, top, right, bottom in self._merged:
            shown = rows.get(top, [])
            value = shown[left] if left < len(shown) else None
            if value is None or bottom <= top:
                continue
            work += min(bottom - top, len(rows)) * (min(right, _MOST_COLUMNS) - left + 1)
            if work > MOST_CELLS:
                raise WorkbookError("trop_long_classeur")
            for number in range(top + 1, bottom + 1) if bottom - top < len(rows) else sorted(rows):
                if top < number <= bottom and number in rows:
                    self._fill(rows[number], left, right, value)
        for number, cells, hidden in self._rows:
            yield Row(number, cells, hidden=hidden)

    def _fill(self, cells: list[Any], left: int, right: int, value: Any) -> None:
        for place in range(left, min(right, _MOST_COLUMNS) + 1):
            self._place = place
            if place >= len(cells) or cells[place] is None:
                self._row = cells
                self._put(value)


def _column(told: str) -> int:
    """Return the place of a column, from 0: «A1» is 0, «AB» 27."""
    place = 0
    for letter in told:
        if not "A" <= letter <= "Z":
            break
        place = place * 26 + ord(letter) - 64
    return place - 1
