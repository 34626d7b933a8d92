"""ES modules that take from one another, joined into one: for a widget, for the one-file page, for a phone.

The files stay plain modules, which an editor and a type checker follow by their ``import … from "./x.js"``. Neither
anywidget nor a page opened from a disk can follow such a line, so what a module takes is put in front of it, each file
once, in a scope of its own: two files may use one name for two things, and a name that nobody exports is told here, not
in a browser.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["ModuleError", "joined"]

_IMPORT = re.compile(r'^(import|export) \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_BARE = re.compile(r'^import "(\.[^"]+)";\n', re.MULTILINE)
_GIVEN = re.compile(r"^export (?:(?:async )?function\*?|const|let|class) (\w+)", re.MULTILINE)
_LISTED = re.compile(r"^export \{([^}]*)\};\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const |let |class )", re.MULTILINE)


class ModuleError(ValueError):
    """A module takes what is not given, or two modules take from one another."""


def joined(entry: Path) -> str:
    """Return ``entry`` as one ES module with all that it takes from others, directly or through them.

    Parameters
    ----------
    entry
        A module whose imports are of the form ``import { name, other as own } from "./path.js";``.

    Raises
    ------
    ModuleError
        A file is missing, a name that is taken is not given, or modules take from one another in a circle.
    """
    found: dict[Path, tuple[str, str]] = {}
    body = _gathered(entry.resolve(), found, ())
    return "".join(scope for _, scope in found.values()) + body


def _gathered(path: Path, found: dict[Path, tuple[str, str]], above: tuple[Path, ...]) -> str:
    """Return a module with its imports made local names; put what it takes into ``found``, deepest first."""
    if path in above:
        raise ModuleError(" → ".join(one.name for one in (*above, path)) + ": modules take from one another")
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModuleError(
            f"{above[-1].name if above else path.name} takes from {path.name}: {error.strerror}"
        ) from error

    def taken(found_at: re.Match[str]) -> str:
        verb, names, where = found_at.groups()
        source = (path.parent / where).resolve()
        name = _scope(source, found, (*above, path))
        given = _given(source)
        pairs = [_pair(one) for one in names.split(",") if one.strip()]
        for there, _ in pairs:
            if there not in given:
                raise ModuleError(f"{path.name} takes {there} from {source.name}, which does not give it")
        if verb == "export":
            return ""
        return f"const {{ {', '.join(a if a == b else f'{a}: {b}' for a, b in pairs)} }} = {name};\n"

    def ran(found_at: re.Match[str]) -> str:
        _scope((path.parent / found_at[1]).resolve(), found, (*above, path))
        return ""

    return _BARE.sub(ran, _IMPORT.sub(taken, text))


def _scope(path: Path, found: dict[Path, tuple[str, str]], above: tuple[Path, ...]) -> str:
    """Put a module in a scope of its own into ``found``, once; return the name of that scope."""
    if path not in found:
        body = _gathered(path, found, above)
        name = f"from{len(found)}_{re.sub(r'[^a-z0-9]+', '_', path.stem)}"
        passed = {
            own: f"{found[(path.parent / at[3]).resolve()][0]}.{there}"
            for at in _IMPORT.finditer(path.read_text(encoding="utf-8"))
            if at[1] == "export"
            for there, own in (_pair(one) for one in at[2].split(",") if one.strip())
        }
        handed = ", ".join([*sorted(_own(path)), *(f"{own}: {there}" for own, there in passed.items())])
        inside = _EXPORT.sub("", _LISTED.sub("", body))
        found[path] = (name, f"const {name} = (() => {{\n{inside}return {{ {handed} }};\n}})();\n")
    return found[path][0]


def _pair(one: str) -> tuple[str, str]:
    there, _, own = one.strip().partition(" as ")
    return there, own or there


def _own(path: Path) -> set[str]:
    """Return the names that a module gives of its own."""
    text = path.read_text(encoding="utf-8")
    listed = {one.strip() for at in _LISTED.finditer(text) for one in at[1].split(",") if one.strip()}
    return set(_GIVEN.findall(text)) | listed


def _given(path: Path) -> set[str]:
    """Return the names that a module gives, its own and those that it passes on."""
    passed = _IMPORT.finditer(path.read_text(encoding="utf-8"))
    return _own(path) | {_pair(one)[1] for at in passed if at[1] == "export" for one in at[2].split(",") if one.strip()}
