"""What can be recovered of a damaged carnet: part by part, and of a text that was cut, up to its last whole part."""

from __future__ import annotations

import json
import re
from typing import Any, get_args, get_origin

import msgspec

from pasapas_widgets.model.carnet.carnet import FORMAT, Carnet, CarnetError, Wave, plain_carnet

__all__ = ["completed", "recovered"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
TRIES = 50
_CLOSING = {"{": "}", "[": "]"}


def recovered(text: str | bytes) -> tuple[Carnet, tuple[str, ...]]:
    """Return what can be read of a damaged carnet, and where what is lost was: «actions 2», «titre».

    Each part is read alone, and each member of a list: what does not fit is left out. A text that was cut is read up to
    its last whole part. Nothing is made up, and the file is not touched.

    Raises
    ------
    CarnetError
        Nothing of it is a carnet, or a newer application wrote it.

    Examples
    --------
    >>> carnet, lost = recovered('{"format": 2, "titre": "Nuit", "effectif": "douze", "actions": [{"id": "a1"}]}')
    >>> carnet.title, carnet.actions, lost
    ('Nuit', (), ('effectif', 'actions 1'))
    """
    lost: list[str] = []
    try:
        plain = plain_carnet(text)
    except CarnetError:
        mended, last = completed(text)
        plain = plain_carnet(mended)
        lost.append(last)
    fields = {one.encode_name: one for one in msgspec.structs.fields(Carnet)}
    found: dict[str, Any] = {}
    for key, value in plain.items():
        if key not in fields:
            lost.append(key)
            continue
        read, gone = _readable(key, value, fields[key].type)
        lost += gone
        if read is not None:
            found[fields[key].name] = read
    return Carnet(**found | {"format": FORMAT}), tuple(dict.fromkeys(lost))


def _readable(key: str, value: Any, kind: Any) -> tuple[Any, list[str]]:
    """Return what can be read of a part, of a list each member alone, and the names of what cannot."""
    if get_origin(kind) is not tuple or not isinstance(value, list):
        try:
            return msgspec.convert(value, kind), []
        except msgspec.ValidationError:
            return None, [key]
    (member, _) = get_args(kind)
    members, lost = [], []
    seen: set[str] = set()
    for number, one in enumerate(value, start=1):
        try:
            read = msgspec.convert(one, member)
        except msgspec.ValidationError:
            read = _without_results(one) if member is Wave else None
            if read is not None:
                lost.append(f"{key} {number} resultats")
        id = getattr(read, "id", str(number))
        if read is None or id in seen:
            lost.append(f"{key} {number}")
        else:
            seen.add(id)
            members.append(read)
    return tuple(members), lost


def _without_results(wave: Any) -> Wave | None:
    """Return a session whose published results alone cannot be read, without them."""
    try:
        return msgspec.convert({key: one for key, one in wave.items() if key != "resultats"}, Wave)
    except (AttributeError, msgspec.ValidationError):
        return None


def completed(text: str | bytes) -> tuple[str, str]:
    """Return a cut JSON object, ended after its last whole member, and the name of the first part that is incomplete.

    Raises
    ------
    CarnetError
        The text is no JSON object, or nothing whole is left of it.

    Examples
    --------
    >>> completed('{"titre": "Nuit", "actions": [{"id": "a1"}, {"id": "a')
    ('{"titre": "Nuit", "actions": [{"id": "a1"}]}', 'actions')
    """
    whole = text.decode(errors="replace") if isinstance(text, bytes) else text
    # A comma is where a member has just ended: the last ones before the place where reading stops.
    for cut in [len(whole), *reversed(_commas(whole[: _readable_until(whole)])[-TRIES:])]:
        piece = whole[:cut]
        mended = piece + _ends(piece)
        try:
            plain = json.loads(mended)
        except (ValueError, RecursionError):
            continue
        if isinstance(plain, dict) and plain:
            return mended, str(next(reversed(plain)))
    raise CarnetError("Rien ne peut être récupéré de ce fichier : ce n'est pas un carnet, ou il a été coupé au début.")


def _readable_until(text: str) -> int:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos
    except RecursionError:
        return 0
    return len(text)


def _commas(text: str) -> list[int]:
    return [found.start() for found in _TOKEN.finditer(text) if found[0] == ","]


def _ends(piece: str) -> str:
    """Return the brackets that end what a piece has opened."""
    opened: list[str] = []
    for found in _TOKEN.finditer(piece):
        if found[0] in _CLOSING:
            opened.append(_CLOSING[found[0]])
        elif found[0] in ("}", "]") and opened:
            opened.pop()
    return "".join(reversed(opened))
