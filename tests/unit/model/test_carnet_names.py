"""Every field of a carnet has a French name: a conflict or a change to take up again never shows a key of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.carnet.interview import Interview
from pasapas_widgets.model.carnet.pathway import Pathway
from pasapas_widgets.model.carnet.territory import Territory
from pasapas_widgets.rules.changes import CLOSED


def fields(kind: inspect.Type) -> Iterator[str]:
    """Give the keys of a structure and of all that it holds."""
    if isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield field.encode_name
            yield from fields(field.type)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from fields(one)
    elif isinstance(kind, inspect.VarTupleType | inspect.ListType):
        yield from fields(kind.item_type)
    elif isinstance(kind, inspect.DictType):
        yield from fields(kind.value_type)


def open_fields() -> set[str]:
    """Return the keys of what a screen may change."""
    parts = [one for one in msgspec.structs.fields(Carnet) if one.encode_name not in CLOSED]
    inside = {key for part in parts for key in fields(inspect.type_info(part.type))}
    return ({part.encode_name for part in parts} | inside) - {"id"}


def test_every_field_that_a_screen_may_change_has_a_name() -> None:
    names = interface("carnet")["champs"]
    missing = sorted(open_fields() - set(names))
    assert not missing, missing
    assert {"departement", "valeurs", "etapes", "pistes", "titre"} <= open_fields()


@pytest.mark.parametrize("part", [Territory, Interview, Pathway, YearCounts])
def test_a_name_is_no_key(part: Any) -> None:
    names = interface("carnet")["champs"]
    for key in set(fields(inspect.type_info(part))) - {"id"}:
        assert names[key][0].isupper() and "_" not in names[key], key
