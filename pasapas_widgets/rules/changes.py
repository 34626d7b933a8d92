"""A change of a carnet: what a screen sends, applied as a whole new value; and what tells two carnets apart.

A change says one thing: ``set`` a field, ``add`` a member to a list, ``remove`` one. Its path is made of the keys of
the file (``["actions", "a1", "titre"]``): a member of a list goes by its ``id``, so that a change still finds its place
when the list has moved meanwhile. The browser applies the same changes (``widgets/kit/changes.js``) to what it shows;
both are held to ``tests/vectors/changes.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.faults import fault_of
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.carnet.carnet import Carnet

__all__ = ["Change", "ChangeError", "Difference", "Order", "changed", "differences", "keyed", "patched"]

CLOSED = ("format", "id", "vagues")
"""What no screen may change: the format, the carnet's own identifier, and the results as they were published."""


class ChangeError(FrenchError):
    """A change that cannot be made; ``str(error)`` is one French sentence. The carnet is as it was."""


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change; ``value`` is what is set or added, the identifier of what is removed."""

    op: Literal["set", "add", "remove"]
    path: Annotated[tuple[Annotated[str, Meta(max_length=60)], ...], Meta(min_length=1, max_length=4)]
    value: Any = None


class Difference(Struct, frozen=True):
    """Where two carnets differ: the path, and the plain value on each side (``None`` where there is nothing)."""

    path: tuple[str, ...]
    here: Any
    there: Any


class Order(Difference, frozen=True):
    """What two lists have in common stands in another order: its identifiers, on each side."""


@cache
def _fields() -> dict[str, msgspec.structs.FieldInfo]:
    return {one.encode_name: one for one in msgspec.structs.fields(Carnet) if one.encode_name not in CLOSED}


def changed(carnet: Carnet, change: Change) -> Carnet:
    """Return the carnet with one change made.

    Raises
    ------
    ChangeError
        The change leads to nothing that may change, its place is gone, or the new value does not fit.

    Examples
    --------
    >>> changed(Carnet(title="Un"), Change(op="set", path=("titre",), value="Deux")).title
    'Deux'
    """
    field = _fields().get(change.path[0])
    if field is None:
        raise _error(f"« {change.path[0]} »")
    plain = {change.path[0]: msgspec.to_builtins(getattr(carnet, field.name))}
    value = patched(plain, change)[change.path[0]]
    try:
        return msgspec.structs.replace(carnet, **{field.name: msgspec.convert(value, field.type)})
    except (msgspec.ValidationError, ValueError) as error:
        raise _error(fault_of(error).reason) from error


def patched(plain: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return plain JSON with one change made, the original left as it was.

    Adding a member that is there already, and removing one that is gone, change nothing: a change may come twice.

    Raises
    ------
    ChangeError
        The place of the change is not there.
    """
    root = dict(plain)
    here: dict[str, Any] | list[Any] = root
    for step in change.path[:-1]:
        here = _entered(here, step)
    last = change.path[-1]
    if change.op == "set":
        if not isinstance(here, dict):
            raise _error(f"« {last} »")
        here[last] = change.value
        return root
    members = list(here.get(last) or []) if isinstance(here, dict) else None
    if members is None or (change.op == "add" and not isinstance(change.value, Mapping)):
        raise _error(f"« {last} »")
    id = change.value.get("id") if isinstance(change.value, Mapping) else change.value
    if change.op == "remove":
        here[last] = [one for one in members if one.get("id") != id]  # type: ignore[call-overload]
    elif id not in [one.get("id") for one in members]:
        here[last] = [*members, dict(change.value)]  # type: ignore[call-overload]
    return root


def _entered(here: dict[str, Any] | list[Any], step: str) -> dict[str, Any] | list[Any]:
    """Return a copy of what a step leads to, put in the place of the original."""
    if isinstance(here, dict):
        inner = here.get(step)
        if isinstance(inner, dict | list | tuple):
            here[step] = dict(inner) if isinstance(inner, dict) else list(inner)
            return here[step]  # type: ignore[no-any-return]
    else:
        for place, one in enumerate(here):
            if isinstance(one, dict) and one.get("id") == step:
                here[place] = dict(one)
                return here[place]  # type: ignore[no-any-return]
    raise _error(interface("carnet")["fautes"]["disparu"])


def _error(reason: str) -> ChangeError:
    return ChangeError(interface("carnet")["fautes"]["changement"].format(raison=reason))


def differences(here: Carnet, there: Carnet) -> tuple[Difference, ...]:
    """Return where two carnets differ, in the order of the file, down to the field.

    Examples
    --------
    >>> differences(Carnet(title="Un"), Carnet(title="Deux"))
    (Difference(path=('titre',), here='Un', there='Deux'),)
    """
    return tuple(_differences((), msgspec.to_builtins(here), msgspec.to_builtins(there)))


def _differences(path: tuple[str, ...], here: Any, there: Any) -> Iterator[Difference]:
    if here == there:
        return
    one, other = keyed(here, path), keyed(there, path)
    if one is None or other is None:
        yield Difference(path, here, there)
        return
    for key in dict.fromkeys([*one, *other]):
        if key in one and key in other:
            yield from _differences((*path, key), one[key], other[key])
        else:
            yield Difference((*path, key), one.get(key), other.get(key))
    orders = [key for key in one if key in other], [key for key in other if key in one]
    if not isinstance(here, Mapping) and orders[0] != orders[1]:
        yield Order(path, *orders)


def keyed(value: Any, path: tuple[str, ...]) -> Mapping[str, Any] | None:
    """Return what is at a path by key or by identifier; ``None`` where it is a value of its own.

    A wave has no identifier: it goes by its title and its day, and is whole.
    """
    if path == ("vagues",):
        waves = {f"{one['seance']['titre']}, {one['seance']['jour']}": one for one in value}
        return waves if len(waves) == len(value) else None
    if path[:1] == ("vagues",):
        return None
    if isinstance(value, Mapping):
        return value
    members = isinstance(value, Sequence) and not isinstance(value, str)
    if members and all(isinstance(one, Mapping) and "id" in one for one in value):
        return {one["id"]: one for one in value}
    return None
