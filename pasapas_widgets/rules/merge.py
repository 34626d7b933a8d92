"""Two versions of a carnet made one, part by part: what each window changed since both had the same is kept.

A part is what :func:`~pasapas_widgets.rules.changes.differences` tells apart: a field, a member of a list, a wave, an
order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.rules.changes import ChangeError, Difference, Order, differences, keyed

__all__ = ["Part", "Side", "merged", "parts"]

Side = Literal["ici", "ailleurs"]
Path = tuple[str, ...]


class Part(Struct, frozen=True):
    """Where two versions differ, and which to keep: that of the only side that changed it, ``None`` where both did."""

    path: Path
    here: Any
    there: Any
    proposal: Side | None


def parts(base: Carnet, here: Carnet, there: Carnet) -> tuple[Part, ...]:
    """Return where two versions differ, each with what their common ancestor proposes.

    Parameters
    ----------
    base
        The version that both windows had before they changed it.

    Examples
    --------
    >>> one, other = Carnet(title="Un"), Carnet(title="Zéro", staff=12)
    >>> [(part.path, part.proposal) for part in parts(Carnet(title="Zéro"), one, other)]
    [(('titre',), 'ici'), (('effectif',), 'ailleurs')]
    """
    before = msgspec.to_builtins(base)
    return tuple(Part(one.path, one.here, one.there, _proposal(one, before)) for one in differences(here, there))


def _proposal(found: Difference, before: Any) -> Side | None:
    for place, step in enumerate(found.path):
        before = (keyed(before, found.path[:place]) or {}).get(step)
    here, there = found.here, found.there
    if isinstance(found, Order):  # what one side alone has does not count
        known = keyed(before, found.path) or {}
        before = [id for id in known if id in here]
        here, there = ([id for id in order if id in known] for order in (here, there))
    if here == before:
        return "ailleurs"
    return "ici" if there == before else None


def merged(here: Carnet, there: Carnet, picks: Mapping[Path, Side]) -> Carnet:
    """Return one carnet made of two, each part from the side that was picked, from here where none was.

    Raises
    ------
    ChangeError
        These parts do not fit together.

    Examples
    --------
    >>> made = merged(Carnet(title="Un"), Carnet(title="Zéro", staff=12), {("effectif",): "ailleurs"})
    >>> made.title, made.staff
    ('Un', 12)
    """
    picked = {one.path: picks.get(one.path, "ici") for one in differences(here, there)}
    plain = _merged((), msgspec.to_builtins(here), msgspec.to_builtins(there), picked)
    try:
        made = msgspec.convert(plain, Carnet)
    except (msgspec.ValidationError, ValueError) as error:
        raise ChangeError(interface("carnet")["fautes"]["melange"]) from error
    if made.waves in (here.waves, there.waves):
        return made
    return msgspec.structs.replace(made, waves=tuple(sorted(made.waves, key=lambda one: one.session.day)))


def _merged(path: Path, here: Any, there: Any, picked: Mapping[Path, Side]) -> Any:
    if here == there:
        return here
    one, other = keyed(here, path), keyed(there, path)
    if one is None or other is None:
        return here if picked[path] == "ici" else there
    kept = {}
    for key in dict.fromkeys([*one, *other]):
        if key in one and key in other:
            kept[key] = _merged((*path, key), one[key], other[key], picked)
        else:
            side = one if picked[(*path, key)] == "ici" else other
            if key in side:
                kept[key] = side[key]
    if isinstance(here, Mapping):
        return kept
    inside = [side for found, side in picked.items() if found[: len(path)] == path]
    first = picked.get(path) or ("ailleurs" if set(inside) == {"ailleurs"} else "ici")
    orders = (list(one), list(other)) if first == "ici" else (list(other), list(one))
    return [kept[key] for key in _ordered(*orders) if key in kept]


def _ordered(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the first order with what only the second has, each after what it stands behind there."""
    order = list(first)
    before = -1
    for key in second:
        if key not in order:
            order.insert(before + 1, key)
        before = order.index(key)
    return order
