"""The columns of a table as numbers and the few different texts that they stand for: what a large file needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.research.sessions import fault

__all__ = ["Columns", "columns_of"]


class Columns:
    """A table of texts, each column as codes into its different values."""

    def __init__(self, table: dict[str, tuple[NDArray[np.int32], list[str]]]) -> None:
        self._table = table

    @property
    def names(self) -> tuple[str, ...]:
        """The titles, in their order."""
        return tuple(self._table)

    def __len__(self) -> int:
        return len(next(iter(self._table.values()))[0]) if self._table else 0

    def codes(self, name: str) -> tuple[NDArray[np.int32], list[str]]:
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
            table = parquet.read_table(path)
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
    return Columns({name: _coded(pa, table.column(name)) for name in table.column_names})


def _coded(pa: Any, column: Any) -> tuple[NDArray[np.int32], list[str]]:
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    whole = column.combine_chunks()
    whole = whole.unify_dictionaries() if hasattr(whole, "unify_dictionaries") else whole
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], pa.dictionary(pa.int32(), pa.string()))
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    values = ["" if one is None else str(one) for one in whole.dictionary.to_pylist()]
    return _with_empty(codes, values)


def _with_empty(codes: NDArray[np.int32], values: list[str]) -> tuple[NDArray[np.int32], list[str]]:
    trimmed = [" ".join(one.split()) for one in values]  # a blank at an end, or a no-break one, makes no other name
    if trimmed != values:
        places = {one: place for place, one in enumerate(dict.fromkeys(trimmed))}
        new = np.array([places[one] for one in trimmed], np.int32)
        codes, values = np.where(codes < 0, -1, new[codes]).astype(np.int32), list(places)
    if (codes < 0).any():
        if "" not in values:
            values = [*values, ""]
        codes = np.where(codes < 0, values.index(""), codes).astype(np.int32)
    return codes, values


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
