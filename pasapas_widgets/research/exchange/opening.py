"""What pyreadstat reads of an SPSS or Stata file, as plain values; run in a process of its own (:mod:`.reading`)."""

from __future__ import annotations

import sys
from typing import Any

import msgspec
from msgspec import Struct

__all__ = ["Opened", "Value", "Variable", "main"]

Value = int | float | str | None
"""A cell: a number, a text, one of Stata's letters of a missing value, or nothing."""


class Variable(Struct, frozen=True):
    """A variable: its name, its label, the labels of its values, and one value a line."""

    name: str
    label: str
    labels: list[tuple[Value, str]]
    values: list[Value]


class Opened(Struct, frozen=True):
    """A file."""

    variables: list[Variable]


def opened(path: str) -> Opened:
    """Return what a file holds, user-missing values as they are."""
    import pyreadstat

    read = pyreadstat.read_dta if path.lower().endswith(".dta") else pyreadstat.read_sav
    # As lists: in a frame of pandas, «.» of Stata becomes 0 where letters stand above it in a column of whole numbers.
    columns, meta = read(path, user_missing=True, output_format="dict")
    return Opened(
        [
            Variable(
                name=name,
                label=meta.column_names_to_labels.get(name) or "",
                labels=[(_value(one), told) for one, told in (meta.variable_value_labels.get(name) or {}).items()],
                values=[_value(one) for one in values],
            )
            for name, values in columns.items()
        ]
    )


def _value(one: Any) -> Value:
    if one is None or one != one:
        return None
    if isinstance(one, str):
        return one
    if hasattr(one, "item"):
        one = one.item()
    if not isinstance(one, int | float):
        return str(one)  # a date
    return int(one) if float(one).is_integer() else float(one)


def main() -> None:
    """Write what a file holds, as JSON."""
    sys.stdout.buffer.write(msgspec.json.encode(opened(sys.argv[1])))
