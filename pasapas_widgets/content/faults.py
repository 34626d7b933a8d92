"""What is wrong in a text that somebody wrote: one form for each reader of files, and msgspec's messages read once."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from msgspec import Struct, ValidationError

__all__ = ["Fault", "fault_of", "line_at", "plain_key", "unknown_key"]

_REASONS = (
    (r"Object contains unknown field `(.+)`", r"clé inconnue « \1 » : vérifier l'orthographe ou la retirer"),
    (r"Object missing required field `(.+)`", r"il manque « \1 »"),
    (r"Expected `(.+)`, got `(.+)`", r"\1 attendu, \2 trouvé"),
    (r"Expected `(.+)` (>=|<=|>|<) (.+)", r"valeur hors limites : \1 \2 \3 attendu"),
    (r"Expected `(.+)` of length (>=|<=) (.+)", r"longueur hors limites : \2 \3 attendu"),
    (r"Expected `(.+)` matching regex '(.+)'", r"forme inattendue : elle doit suivre le motif \2"),
    (r"Invalid enum value (.+)", r"valeur \1 inconnue"),
    (r"Invalid value (.+)", r"valeur \1 inconnue"),
    (r"Invalid base64 encoded string", r"contenu abîmé, à déposer à nouveau"),
)

_TYPES = {
    "null": "vide",
    "str": "texte",
    "int": "nombre entier",
    "float": "nombre",
    "array": "liste",
    "object": "bloc de clés",
}


class Fault(
    Struct,
    frozen=True,
    kw_only=True,
    rename={"line": "ligne", "column": "colonne", "path": "champ", "reason": "raison", "fix": "correction"},
):
    """What is wrong, or deserves a thought, in a file.

    Parameters
    ----------
    line, column
        From 1; 0 where they are not known.
    path
        As in ``items[3].texte``, empty for the whole file.
    reason, fix
        French clauses without a full stop: what is wrong, what to do (it may be empty).
    """

    line: int = 0
    column: int = 0
    path: str = ""
    reason: str
    fix: str = ""

    def sentence(self, file: str) -> str:
        """Return the fault as one French sentence that names the file.

        >>> Fault(line=4, path="items[1].texte", reason="il manque « id »", fix="l'ajouter").sentence("a.yaml")
        "a.yaml, ligne 4, items[1].texte : il manque « id » ; l'ajouter."
        """
        place = ", ".join([file, *([f"ligne {self.line}"] if self.line else ()), self.path or "racine"])
        told = " ; ".join(part.rstrip(".") for part in (self.reason, self.fix) if part)
        return f"{place} : {told}."


def fault_of(error: ValidationError | ValueError) -> Fault:
    """Say in French what msgspec refuses, and where; what a structure refuses itself is in French already.

    Examples
    --------
    >>> import msgspec
    >>> try:
    ...     msgspec.convert({"a": [1, "b"]}, dict[str, list[int]])
    ... except ValidationError as error:
    ...     fault = fault_of(error)
    >>> fault.path, fault.reason
    ('[...][1]', 'nombre entier attendu, texte trouvé')
    """
    reason, _, where = str(error).partition(" - at `")
    path = where.rstrip("`").removeprefix("key` in `").removeprefix("$").removeprefix(".")
    return Fault(path=path, reason=_french(reason))


def unknown_key(error: ValidationError) -> str:
    """Return the key that msgspec does not know, where that is what it refuses; else nothing."""
    found = re.search(r"unknown field `(.+?)`", str(error))
    return found[1] if found else ""


def _french(reason: str) -> str:
    for pattern, french in _REASONS:
        found = re.fullmatch(pattern, reason)
        if found:
            return re.sub(r"\b(null|str|int|float|array|object)\b(?! »)", lambda m: _TYPES[m[0]], found.expand(french))
    return reason


def plain_key(key: str) -> str:
    """Return a key as it was meant: keyboards and word processors put no-break and invisible characters around it.

    >>> plain_key("titre\\u00a0") == plain_key("\\u200btitre") == "titre"
    True
    """
    return " ".join("".join(one for one in key if unicodedata.category(one) != "Cf").split())


def line_at(text: str, path: str) -> int:
    """Return the line of a YAML text where a path such as ``items[3].texte`` stands, or the nearest thing around it.

    Returns
    -------
    int
        From 1; 0 where nothing of the path is there.

    Examples
    --------
    >>> line_at("id: x\\nitems:\\n  - texte: a\\n  - texte: b\\n", "items[1].texte")
    4
    """
    import yaml  # type: ignore[import-untyped]

    node: Any = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    line = 0
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        if index and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
            node = node.value[int(index)]
            line = node.start_mark.line + 1
            continue
        pairs = node.value if key and isinstance(node, yaml.MappingNode) else ()
        found = [pair for pair in pairs if plain_key(str(pair[0].value)) == key]
        if not found:
            break
        line, node = found[-1][0].start_mark.line + 1, found[-1][1]
    return line
