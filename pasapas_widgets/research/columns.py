"""The columns of a table as numbers and the few different texts that they stand for: what a large file needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.research.coded import Coded
from pasapas_widgets.research.sessions import fault

__all__ = ["Columns", "columns_of"]


class Columns:
    """A table of texts, each column as codes into its different values."""

    def __init__(self, table: dict[str, Coded]) -> None:
        self._table = table

    @property
    def names(self) -> tuple[str, ...]:
        """The titles, in their order."""
        return tuple(self._table)

    def __len__(self) -> int:
        return len(next(iter(self._table.values()))[0]) if self._table else 0

    def codes(self, name: str) -> Coded:
        """Return a column: one code a line, and the texts; an empty cell is an empty text."""
        return self._table[name]


def columns_of(path: Path) -> Columns:
    """Read a CSV file (UTF-8, comma or semicolon) or a Parquet file, every cell as text.

    Without ``pyarrow``, CSV is read by pandas, more slowly.

    Raises
    ------
    ResearchError
        The file is no table, or it is Parquet and ``pyarrow`` is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import csv, parquet
    except ImportError as error:
        if path.suffix.lower() == ".parquet":
            raise fault(path.name, "pyarrow") from error
        return _by_pandas(path)
    try:
        if path.suffix.lower() == ".parquet":
            with parquet.ParquetFile(path) as opened:  # ``read_table`` imports what reads folders first
                table = opened.read()
        else:
            with path.open("rb") as file:
                head = file.readline()
            comma = ";" if head.count(b";") > head.count(b",") else ","
            titles = [one.strip().strip('"') for one in head.decode("utf-8-sig").strip().split(comma)]
            table = csv.read_csv(
                path,
                parse_options=csv.ParseOptions(delimiter=comma, newlines_in_values=False),
                convert_options=csv.ConvertOptions(
                    column_types={title: pa.dictionary(pa.int32(), pa.string()) for title in titles},
                    strings_can_be_null=False,
                ),
            )
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeDecodeError, ValueError):
        return Columns({})  # the careful way says what is wrong, and where
    names, columns = table.column_names, table.columns
    del table
    told = {}
    for name in names:  # one after the other: the texts of a million sheets are held once
        told[name] = _coded(pa, columns.pop(0))
    return Columns(told)


def _coded(pa: Any, column: Any) -> Coded:
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    whole = column.unify_dictionaries()
    if not whole.num_chunks:
        return Coded(np.zeros(0, np.int32), [])
    values = ["" if one is None else str(one) for one in whole.chunk(0).dictionary.to_pylist()]
    kind = np.min_scalar_type(-len(values) - 2)  # the smallest that has room for -1 and for an empty text
    return _with_empty(np.concatenate([_numbers(chunk.indices, kind) for chunk in whole.chunks]), values)


def _numbers(indices: Any, kind: np.dtype[Any]) -> NDArray[Any]:
    """Return the codes of a dictionary's lines, -1 where there is none. ``to_numpy`` would bring pandas."""
    there, told = indices.buffers()
    own = np.dtype(str(indices.type))
    codes = np.frombuffer(told, own, len(indices), indices.offset * own.itemsize).astype(kind)
    if indices.null_count:
        bits = np.unpackbits(np.frombuffer(there, np.uint8), bitorder="little")
        codes[bits[indices.offset : indices.offset + len(indices)] == 0] = -1
    return codes


def _with_empty(codes: NDArray[Any], values: list[str]) -> Coded:
    every = "".join(values)
    has_blanks = every.split(None, 1) != [every]
    trimmed = [" ".join(one.split()) for one in values] if has_blanks else values
    if trimmed != values:  # a blank at an end, or a no-break one, makes no other name
        places = {one: place for place, one in enumerate(dict.fromkeys(trimmed))}
        new = np.array([*(places[one] for one in trimmed), -1], np.int32)
        codes, values = new[codes], list(places)  # -1 reads from the end
    if (codes < 0).any():
        if "" not in values:
            values = [*values, ""]
        codes = np.where(codes < 0, values.index(""), codes)
    return Coded(codes, values)


def _by_pandas(path: Path) -> Columns:
    import pandas as pd

    try:
        frame = pd.read_csv(
            path, dtype="category", sep=None, engine="python", keep_default_na=False, encoding="utf-8-sig"
        )
    except (ValueError, UnicodeDecodeError, pd.errors.ParserError):
        return Columns({})
    told = {}
    for name in frame.columns:
        column = frame[name].cat
        told[str(name)] = _with_empty(column.codes.to_numpy().astype(np.int32), [str(one) for one in column.categories])
    return Columns(told)
