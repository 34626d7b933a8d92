"""ES modules that take from one another, joined into one: for a widget, for the one-file page, for the room's pages.

The files stay plain modules, which an editor and a type checker follow by their ``import … from "./x.js"``. Neither
anywidget nor a page opened from a disk can follow such a line, and a phone on a poor network should not have to; so
what a module takes is put in front of it, each file once, in a scope of its own: two files may use one name for two
things, and a name that nobody exports is told here, not in a browser.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ModuleError", "joined", "parted", "script_data", "slim_style"]

_TAKE = re.compile(
    r"^(?P<verb>import|export) (?:(?P<default>\w+)(?:, )?)?(?:\{(?P<names>[^}]*)\}|\* as (?P<whole>\w+))?"
    r'(?: from )?"(?P<where>\.[^"]+)";(?: //.*)?\n',
    re.MULTILINE,
)
_LATER = re.compile(r'(?<=\bimport\(")\.[^"]+(?="\))')
_GIVEN = re.compile(r"^export (?:(?:async )?function\*?|const|let|class) (\w+)", re.MULTILINE)
_LISTED = re.compile(r"^export \{([^}]*)\};\n", re.MULTILINE)
_DEFAULT = re.compile(r"^export default (?=\S)", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const |let |class )", re.MULTILINE)
_UNREAD = re.compile(
    r"^(?:import\b(?!\()|export\b(?! default \S| (?:(?:async )?function\*?|const|let|class) \w| \{[^}]*\};\n)).*",
    re.MULTILINE,
)

_COMMENTS = re.compile(r"^[ \t]*(/\*\*((?!\*/)[\s\S])*\*/|//.*)[ \t]*\n|/\*\* @type [^*\n]*\*/ ?", re.MULTILINE)
"""Comments on lines of their own and types within a line: a quarter of the scripts' weight, of no use on a phone."""


class ModuleError(ValueError):
    """A module takes what is not given, or two modules take from one another."""


def joined(entry: Path, made: Mapping[Path, str] | None = None) -> str:
    """Return ``entry`` as one ES module with all that it takes from others, directly or through them.

    Parameters
    ----------
    entry
        A module whose imports are of the forms ``import { name, other as own } from "./path.js";``,
        ``import name from …``, ``import name, { other } from …``, ``import * as name from …`` and
        ``import "./path.js";``. Another module may pass names on: ``export { name } from "./path.js";``.
    made
        Modules that are no files: path → text.

    Raises
    ------
    ModuleError
        A file is missing, a name that is taken is not given, modules take from one another in a circle, an import has
        another form, or one is to come later (``import("./path.js")``).
    """
    joiner = _Joiner(dict(made or {}))
    body = joiner.body(entry.resolve())
    if joiner.later:
        told = ", ".join(path.name for path in joiner.later)
        raise ModuleError(f"{entry.name} brings {told} later, which one module cannot")
    return joiner.scopes() + body


def parted(entry: Path, made: Mapping[Path, str] | None = None) -> dict[str, str]:
    """Return ``entry`` as a script without comments, and each that it brings later: file name → ES module.

    What ``import("./path.js")`` brings becomes a script of its own, with what it alone takes from others. What the
    first script has as well, it takes from there: no module is there twice. They have to be served side by side.

    Parameters
    ----------
    entry, made
        As for :func:`joined`.

    Raises
    ------
    ModuleError
        As for :func:`joined`; and where a script that comes later brings another one in its turn.
    """
    first = _Joiner(dict(made or {}), is_slim=True)
    body = first.body(entry.resolve())
    scripts: dict[str, str] = {}
    shared: set[str] = set()
    for path in first.later:
        if path in first.found:
            raise ModuleError(f"{entry.name} brings {path.name} later, and takes from it at once")
        second = _Joiner(first.made, is_slim=True, known=first.found)
        own = second.body(path, (entry.resolve(),))
        if second.later:
            raise ModuleError(f"{path.name} comes later, and brings {second.later[0].name} in its turn")
        taken = f'import {{ {", ".join(sorted(second.used))} }} from "./{entry.name}";\n' if second.used else ""
        scripts[path.name] = _slim(taken + second.scopes() + own)
        shared |= second.used
    handed = f"export {{ {', '.join(sorted(shared))} }};\n" if shared else ""
    return {entry.name: _slim(first.scopes() + body + handed)} | scripts


def script_data(value: Any) -> str:
    """Return JSON that may stand in a ``<script>``: no tag can begin in it, no line separator breaks it.

    Examples
    --------
    >>> script_data({"texte": "</script>"})
    '{"texte":"\\\\u003c/script>"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def slim_style(text: str) -> str:
    """Return a style sheet without its comments, its indents and its empty lines.

    >>> slim_style("/* Why */\\na {\\n  color: red;\\n}")
    '\\na {\\ncolor: red;\\n}'
    """
    return re.sub(r"\n\s+", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def _slim(text: str) -> str:
    """Return a script without its indents and its empty lines; none of ours has a text of several lines."""
    return re.sub(r"\n\s+", "\n", text)


@dataclass
class _Joiner:
    """One script in the making.

    ``found`` has the scope of each file, deepest first: its name and its text; ``known`` those of a script that is
    there already, of which this one uses those named in ``used``. ``later`` lists the files of scripts to come.
    """

    made: dict[Path, str]
    is_slim: bool = False
    known: Mapping[Path, tuple[str, str]] = field(default_factory=dict)
    found: dict[Path, tuple[str, str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    later: list[Path] = field(default_factory=list)

    def scopes(self) -> str:
        return "".join(scope for _, scope in self.found.values())

    def body(self, path: Path, above: tuple[Path, ...] = ()) -> str:
        """Return a module with its imports made local names; put what it takes into ``found``."""
        if path in above:
            raise ModuleError(" → ".join(one.name for one in (*above, path)) + ": modules take from one another")

        def taken(at: re.Match[str]) -> str:
            source = _beside(path, at["where"])
            name = self._scope(source, (*above, path))
            pairs = _pairs(at["names"] or "") + ([("default", at["default"])] if at["default"] else [])
            for there, _ in pairs:
                if there not in self._given(source):
                    raise ModuleError(f"{path.name} takes {there} from {source.name}, which does not give it")
            if at["verb"] == "export" or not (pairs or at["whole"]):
                return ""
            if at["whole"]:
                return f"const {at['whole']} = {name};\n"
            return f"const {{ {', '.join(a if a == b else f'{a}: {b}' for a, b in pairs)} }} = {name};\n"

        def brought(at: re.Match[str]) -> str:
            found = _beside(path, at[0])
            self.later += [] if found in self.later else [found]
            return f"./{found.name}"

        text = self._text(path, above)
        if _LATER.search(_COMMENTS.sub("", text)):
            text = _LATER.sub(brought, _COMMENTS.sub("", text))
        text = _TAKE.sub(taken, text)
        if unread := _UNREAD.search(text):
            raise ModuleError(f"{path.name}: «{unread[0]}» is no import or export that can be joined")
        return text

    def _text(self, path: Path, above: tuple[Path, ...] = ()) -> str:
        if path not in self.made:
            try:
                self.made[path] = path.read_text(encoding="utf-8")
            except OSError as error:
                taker = f"{above[-1].name} takes from " if above else ""
                raise ModuleError(f"{taker}{path.name}: {error.strerror}") from error
        return _COMMENTS.sub("", self.made[path]) if self.is_slim else self.made[path]

    def _scope(self, path: Path, above: tuple[Path, ...]) -> str:
        """Put a module in a scope of its own into ``found``, once; return the name of that scope."""
        if path in self.known:
            self.used.add(self.known[path][0])
            return self.known[path][0]
        if path not in self.found:
            body = self.body(path, above)
            name = f"from{len(self.known) + len(self.found)}_{re.sub(r'[^a-z0-9]+', '_', path.stem)}"
            inside = _EXPORT.sub("", _DEFAULT.sub("const byDefault = ", _LISTED.sub("", body)))
            handed = ", ".join(self._handed(path))
            self.found[path] = (name, f"const {name} = (() => {{\n{inside}return {{ {handed} }};\n}})();\n")
        return self.found[path][0]

    def _handed(self, path: Path) -> list[str]:
        """Return what a scope hands over: its own names, its default, the names that it passes on."""
        text = self._text(path)
        listed = [pair for at in _LISTED.finditer(text) for pair in _pairs(at[1])]
        own = [*_GIVEN.findall(text), *(name if name == there else f"{name}: {there}" for there, name in listed)]
        default = ["default: byDefault"] if _DEFAULT.search(text) else []
        scopes = {**self.known, **self.found}
        passed = [
            f"{name}: {scopes[_beside(path, at['where'])][0]}.{there}"
            for at in _TAKE.finditer(text)
            if at["verb"] == "export"
            for there, name in _pairs(at["names"])
        ]
        return sorted({*own, *default, *passed})

    def _given(self, path: Path) -> set[str]:
        """Return the names that a module gives, its own and those that it passes on."""
        return {one.partition(":")[0] for one in self._handed(path)}


def _beside(path: Path, where: str) -> Path:
    return (path.parent / where).resolve()


def _pairs(names: str) -> list[tuple[str, str]]:
    """Return (name there, name here) for each of ``a, b as c``."""
    found = [one.strip().partition(" as ") for one in names.split(",") if one.strip()]
    return [(there, own or there) for there, _, own in found]
