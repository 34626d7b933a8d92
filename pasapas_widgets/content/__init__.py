"""French texts and rules as YAML files beside this module, and the strict loader that reads them.

The layer below all others. A file is decoded straight into a typed ``msgspec.Struct``: an unknown key, a missing
one, a wrong type or a value out of range raises :class:`ContentError`, whose text is one French sentence naming the
file, the path inside it and the reason.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from pasapas_widgets.content.faults import fault_of, line_at, plain_key, unknown_key
from pasapas_widgets.content.french import FrenchError, typeset_all

__all__ = ["CONTENT", "ContentError", "interface", "load_yaml"]

T = TypeVar("T")

CONTENT = Path(__file__).parent
"""The folder of the files that ship with the package."""


_MOST = 100_000
"""Values of a file with all that its aliases repeat; one without any has fewer than letters."""


class ContentError(FrenchError):
    """A content file that cannot be used; ``str(error)`` is one French sentence for the person who wrote it."""


def load_yaml(path: Path | str, kind: type[T]) -> T:
    """Read a YAML file into a typed structure; its texts get the no-break spaces of French typography.

    Parameters
    ----------
    path
        The file, UTF-8.
    kind
        A ``msgspec.Struct`` (or any type msgspec decodes) that says what the file must hold.

    Raises
    ------
    ContentError
        The file cannot be read, is no YAML, or does not fit ``kind``: one French sentence with file, path and reason.
    """
    from msgspec import yaml

    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ContentError(f"{path.name} : fichier illisible ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ContentError(
            f"{path.name} : octet {error.start + 1}, le fichier n'est pas en UTF-8 ; l'enregistrer dans cet encodage."
        ) from error
    is_own = CONTENT not in path.parents
    try:
        if is_own and _repeats(text):
            raise ContentError(
                f"{path.name}, structure : des renvois (& et *) répètent tant de fois le même bloc que le fichier ne "
                "peut pas être lu ; écrire ces blocs en entier."
            )
        plain = yaml.decode(text)
        if is_own and (double := _double_key(text)):
            raise ContentError(
                f"{path.name}, ligne {double[1]} : la clé « {double[0]} » est écrite deux fois ; n'en garder qu'une."
            )
        return msgspec.convert(typeset_all(_with_plain_keys(plain)), kind)
    except ContentError:
        raise
    except msgspec.ValidationError as error:
        fault, key = fault_of(error), unknown_key(error)
        line = line_at(text, f"{fault.path}.{key}" if key else fault.path)
        raise ContentError(replace(fault, line=line).sentence(path.name)) from error
    except msgspec.DecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"ligne {found[1]}, colonne {found[2]}" if found else "structure"
        raise ContentError(f"{path.name}, {place} : ce n'est pas du YAML valide.") from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:  # an impossible date, a block in itself
        raise ContentError(
            f"{path.name}, structure : une date ou un nombre n'existe pas, ou un bloc se contient lui-même ; "
            "mettre les textes entre guillemets."
        ) from error


def _with_plain_keys(value: Any) -> Any:
    """Return a value with its keys as they were meant; a key that is then there twice is no YAML that can be used."""
    if isinstance(value, list):
        return [_with_plain_keys(one) for one in value]
    if not isinstance(value, dict):
        return value
    made: dict[Any, Any] = {}
    for key, one in value.items():
        name = plain_key(key) or key if isinstance(key, str) else key
        if name in made:
            raise ValueError(name)
        made[name] = _with_plain_keys(one)
    return made


def _repeats(text: str) -> bool:
    """Tell whether a text, its aliases written out, holds far more than it writes: a few lines may stand for millions.

    A block in itself ends in a ``RecursionError``.
    """
    import yaml  # type: ignore[import-untyped]

    sizes: dict[int, int] = {}

    def size(node: Any) -> int:
        if id(node) not in sizes:
            parts = node.value if isinstance(node, yaml.CollectionNode) else ()
            inside = (one for part in parts for one in (part if isinstance(part, tuple) else (part,)))
            sizes[id(node)] = 1 + sum(map(size, inside))
        return sizes[id(node)]

    try:
        return size(yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))) > max(_MOST, len(text))
    except yaml.YAMLError:
        return False  # told by who reads it


def _double_key(text: str) -> tuple[str, int] | None:
    """Return a key that a block has twice, with its line: YAML would keep the last one without a word."""
    import yaml

    waiting = [yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
            continue
        keys: set[str] = set()
        for key, value in node.value:
            name = plain_key(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in keys:
                return name, key.start_mark.line + 1
            keys.add(name)
            waiting.append(value)
    return None


@cache
def interface(section: str) -> dict[str, Any]:
    """Return the texts of one part of the interface: a section of ``interface/*.yaml``.

    One file per part, named after it, so that a text is found by where it is seen. The widgets send their section
    to the browser as it is: no French sentence lives in the JavaScript.

    Raises
    ------
    ContentError
        No file has that name, or it does not hold a block of keys.
    """
    return load_yaml(CONTENT / "interface" / f"{section}.yaml", dict[str, Any])
