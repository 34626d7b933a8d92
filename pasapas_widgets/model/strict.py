"""What the structures read from content share: strict reading, the types of fields, and what no type can say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from pasapas_widgets.content import ContentError
from pasapas_widgets.content.faults import Fault

__all__ = ["Degree", "Identifier", "Minutes", "Span", "Strict", "Text", "plain", "require_known", "require_unique"]

Identifier = Annotated[str, Meta(pattern=r"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,39}\Z")]
Text = Annotated[str, Meta(min_length=1, max_length=600)]
Minutes = Annotated[int, Meta(ge=0, le=600)]
Span = tuple[Annotated[int, Meta(ge=1)], Annotated[int, Meta(ge=1)]]
"""The least and the most."""
Degree = Annotated[int, Meta(ge=1, le=3)]
"""1 slight, 2 medium, 3 strong."""


class Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Immutable, by keyword, strict about unknown keys."""


def require_unique(file: str, ids: Iterable[str], *, what: str = "") -> None:
    """Refuse an identifier that is taken twice.

    Parameters
    ----------
    what
        A word that is said before the identifier, where a file has several kinds of them.

    Raises
    ------
    ContentError
        One French sentence with the file and the identifier.
    """
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            place = f"{what} « {id} »" if what else id
            raise ContentError(Fault(path=place, reason="cet identifiant est déjà pris").sentence(file))
        seen.add(id)


def require_known(file: str, place: str, used: Iterable[str], known: Collection[str]) -> None:
    """Refuse a link that leads nowhere.

    Raises
    ------
    ContentError
        One French sentence with the file, the place in it and the identifier.
    """
    for one in used:
        if one not in known:
            raise ContentError(Fault(path=place, reason=f"« {one} » n'existe pas").sentence(file))


def plain(value: Any) -> Any:
    """Return what a structure is in JSON: objects, lists, texts and numbers, under the keys of the file.

    ``msgspec.to_builtins`` alone would leave tuples, which a browser's message reads back as lists.

    >>> plain((1, {"a": (2,)}))
    [1, {'a': [2]}]
    """
    return msgspec.json.decode(msgspec.json.encode(value))
