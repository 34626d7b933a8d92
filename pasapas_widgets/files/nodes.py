"""The nodes of a YAML file, each with its line, read against the schema: every fault is collected, none stops the rest.

The schema is that of the structures themselves (``msgspec.inspect``): a key added to them is known here at once. What
is faulty gives way to a stand-in, so that the references between the parts that are right can be checked too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
import yaml  # type: ignore[import-untyped]
from msgspec import inspect as schema

from pasapas_widgets.content import interface
from pasapas_widgets.content.faults import Fault, fault_of, plain_key
from pasapas_widgets.content.french import nearest, typeset

__all__ = ["Reading", "read_nodes"]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same reader as msgspec's, so that both take the same files."""
DEEPEST = 50
"""Blocks in one another; the schemas go ten deep."""
MOST_FAULTS = 500
"""Faults after which a file is not read further: nobody mends more at once."""
STAND_IN = "fautif"
_MISSING = object()
_LENGTH = 60


@cache
def _schema(kind: type) -> schema.Type:
    return schema.type_info(kind)


class TooManyFaultsError(Exception):
    """The file has so many faults that reading stopped."""


class Reading:
    """One file under way: its faults, where each path stands, which paths hold a stand-in, and which texts stop at a
    hash sign."""

    def __init__(self, text: str, guide: str) -> None:
        self.guide = guide
        self.faults: list[Fault] = []
        self.cut: list[tuple[str, str]] = []
        self._lines = text.split("\n")
        self.places: dict[str, tuple[int, int]] = {"": (1, 1)}
        self.mended: set[str] = set()
        self.plain: dict[str, Any] | None = None
        self._constructor = yaml.constructor.SafeConstructor()

    def place(self, path: str) -> tuple[int, int]:
        """Return the line and column of a path, or of the nearest thing around it."""
        while path not in self.places:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.places[path]

    def fault(self, path: str, kind: str, at: yaml.Node | None = None, **values: object) -> None:
        """Add a fault of a kind that ``interface/questionnairefiles.yaml`` words."""
        texts = interface("questionnairefiles")["fautes"][kind]
        said = {"guide": self.guide} | values
        self.add(path, texts["raison"].format(**said), texts["correction"].format(**said), at)

    def add(self, path: str, reason: str, fix: str, at: yaml.Node | None = None) -> None:
        """Add a fault in words."""
        if len(self.faults) == MOST_FAULTS:
            raise TooManyFaultsError
        line, column = _place(at) if at is not None else self.place(path)
        self.faults.append(Fault(line=line, column=column, path=path, reason=typeset(reason), fix=typeset(fix)))

    def judge(
        self, found: Iterable[tuple[str, str, str]], is_consequence: Callable[[Reading, str, str], bool]
    ) -> tuple[Fault, ...]:
        """Add what is wrong with the whole (path, reason, fix), but for what comes from a fault that is told already;
        return every fault in the order of the file."""
        for path, reason, fix in found:
            if len(self.faults) < MOST_FAULTS and not is_consequence(self, path, reason):
                self.add(path, reason, fix)
        return tuple(sorted(self.faults, key=lambda one: (one.line, one.column)))

    def advice(self, path: str, texts: Mapping[str, str], values: Mapping[str, object]) -> Fault:
        """Return what deserves a thought, in the words of ``texts`` (``raison``, ``correction``), at its place."""
        line, column = self.place(path)
        reason, fix = (typeset(texts[key].format(**values)) for key in ("raison", "correction"))
        return Fault(line=line, column=column, path=path, reason=reason, fix=fix)

    def value(self, node: yaml.Node, kind: schema.Type, path: str) -> Any:
        """Return what a node holds as plain values, or ``_MISSING`` where it cannot be of that kind."""
        self.places.setdefault(path, _place(node))
        if isinstance(kind, schema.UnionType):
            if isinstance(node, yaml.ScalarNode) and self._scalar(node) is None:
                return None
            kinds = [one for one in kind.types if not isinstance(one, schema.NoneType)]
            blocks = [one for one in kinds if isinstance(one, schema.StructType)]
            if len(blocks) > 1:
                return self._one_of(node, blocks, path)
            kind = blocks[0] if blocks and isinstance(node, yaml.MappingNode) else next(iter(kinds))
        if isinstance(kind, schema.StructType):
            return self._struct(node, kind, path)
        if isinstance(kind, schema.VarTupleType):
            return self._list(node, kind, path)
        if isinstance(kind, schema.DictType):
            return self._dict(node, kind, path)
        return self._leaf(node, kind, path)

    def _pairs(self, node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Give the keys of a block once each, in words, after the keys that «<<» brings in."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(path, "bloc", node, trouve=_told(node))
            return
        seen: dict[str, int] = {}
        for key, _ in node.value:
            name = _key(key)
            if name in seen:
                self.fault(_under(path, name), "double", key, cle=name, ligne=seen[name])
            seen.setdefault(name, key.start_mark.line + 1)
        self._constructor.flatten_mapping(node)
        own = {_key(key): (key, value) for key, value in node.value}  # what the block says goes before what «<<» brings
        node.value = list(own.values())
        for name, (key, value) in own.items():
            yield name, key, value

    def _one_of(self, node: yaml.Node, kinds: list[schema.StructType], path: str) -> Any:
        """Read a block whose kind is said by one of its keys."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(path, "bloc", node, trouve=_told(node))
            return _MISSING
        by_tag = {str(kind.tag): kind for kind in kinds}
        tag_key = str(kinds[0].tag_field)
        here = _under(path, tag_key)
        said = next((value for key, value in node.value if _key(key) == tag_key), None)
        if said is None:
            self.fault(here, "manque", node, cle=tag_key)
            return _MISSING
        self.places[here] = _place(said)
        found = by_tag.get(_told(said))
        if found is None:
            near = nearest(_told(said), by_tag) or next(iter(by_tag))
            self.fault(here, "choix", said, trouve=_told(said), choix=", ".join(by_tag), proche=near)
            return _MISSING
        return self._struct(node, found, path)

    def _struct(self, node: yaml.Node, kind: schema.StructType, path: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            self.fault(path, "bloc", node, trouve=_told(node))
            return _MISSING
        fields = {field.encode_name: field for field in kind.fields}
        plain: dict[str, Any] = {kind.tag_field: kind.tag} if kind.tag_field else {}
        for name, key, value in self._pairs(node, path):
            here = _under(path, name)
            if name == kind.tag_field:
                continue
            if name not in fields:
                meant = self._unknown(here, name, key, fields)
                self.mended |= {_under(path, meant)} if meant else set()
                continue
            self.places[here] = _place(key)
            found = self.value(value, fields[name].type, here)
            if found is not _MISSING:
                plain[name] = found
            else:
                self.mended.add(here)
        for name, field in fields.items():
            if name in plain or not field.required:
                continue
            if _under(path, name) not in self.mended:
                self.fault(_under(path, name), "manque", node, cle=name)
                self.mended.add(_under(path, name))
            plain[name] = _stand_in(field.type)
        return plain

    def _unknown(self, path: str, name: str, key: yaml.Node, fields: dict[str, schema.Field]) -> str | None:
        """Tell of a key that the schema lacks, and return the one that was probably meant."""
        for told in interface("questionnairefiles")["ailleurs"]:
            if name.casefold() in told["cles"]:
                self.add(path, told["raison"], told["correction"], key)
                return None
        near = nearest(name, fields)
        texts = interface("questionnairefiles")["fautes"]["inconnue"]
        fix = texts["proche"].format(proche=near) if near else texts["correction"].format(cles=", ".join(fields))
        self.add(path, texts["raison"].format(cle=name), fix, key)
        return near

    def _list(self, node: yaml.Node, kind: schema.VarTupleType, path: str) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            self.fault(path, "liste", node, trouve=_told(node))
            return _MISSING
        found = []
        for index, one in enumerate(node.value):
            here = f"{path}[{index}]"
            value = self.value(one, kind.item_type, here)
            if value is _MISSING:
                self.mended.add(here)
                value = _stand_in(kind.item_type)
            found.append(value)
        least, most = kind.min_length or 0, kind.max_length
        if len(found) < least or (most is not None and len(found) > most):
            self.fault(path, "longueur", node, n=len(found), bornes=_bounds(least, most))
            return _MISSING
        return found

    def _dict(self, node: yaml.Node, kind: schema.DictType, path: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            self.fault(path, "bloc", node, trouve=_told(node))
            return _MISSING
        plain = {}
        for name, key, value in self._pairs(node, path):
            here = _under(path, name)
            self.places[here] = _place(key)
            if self.value(key, kind.key_type, here) is _MISSING:
                self.mended.add(here)
                continue
            found = self.value(value, kind.value_type, here)
            if found is _MISSING:
                self.mended.add(here)
                found = _stand_in(kind.value_type)
            plain[name] = found
        return plain

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        """Return what a scalar is for YAML; a date that does not exist and an unknown tag are no value."""
        try:
            return self._constructor.construct_object(node)
        except (yaml.YAMLError, ValueError, OverflowError):
            return _MISSING

    def _leaf(self, node: yaml.Node, kind: schema.Type, path: str) -> Any:
        """Check a text, a number, a yes or no, or one word of a list."""
        value = self._scalar(node) if isinstance(node, yaml.ScalarNode) else _MISSING
        told = _told(node)
        if isinstance(kind, schema.LiteralType):
            possible = [str(one) for one in kind.values]
            if value not in kind.values:
                near = nearest(told, possible) or possible[0]
                self.fault(path, "choix", node, trouve=told, choix=", ".join(possible), proche=near)
                return _MISSING
        elif isinstance(kind, schema.StrType):
            return self._text(node, kind, path, value)
        elif isinstance(kind, schema.BoolType):
            if not isinstance(value, bool):
                self.fault(path, "oui_non", node, trouve=told)
                return _MISSING
        elif isinstance(kind, schema.IntType | schema.FloatType):
            whole = isinstance(kind, schema.IntType)
            if isinstance(value, bool) or not isinstance(value, int | float) or (whole and not isinstance(value, int)):
                self.fault(path, "entier" if whole else "nombre", node, trouve=told)
                return _MISSING
            low = kind.ge if kind.ge is not None else kind.gt
            inside = (kind.ge is None or value >= kind.ge) and (kind.gt is None or value > kind.gt)
            if not inside or (kind.le is not None and not value <= kind.le):
                self.fault(path, "hors_limites", node, trouve=told, bas=low, haut=kind.le)
                return _MISSING
        return value

    def _text(self, node: yaml.Node, kind: schema.StrType, path: str, value: Any) -> Any:
        told = _told(node)
        if isinstance(node, yaml.MappingNode) and all(
            len(str(key.value)) == 2 for key, _ in node.value
        ):  # fr: …, en: …
            self._unknown(path, "langues", node, {})
            return _MISSING
        if not isinstance(value, str):
            self.fault(path, "texte" if isinstance(node, yaml.ScalarNode) else "texte_bloc", node, trouve=told)
            return _MISSING
        if kind.min_length and not value.strip():
            self.fault(path, "vide", node)
            return _MISSING
        if kind.max_length and len(value) > kind.max_length:
            self.fault(path, "long", node, n=len(value), maximum=kind.max_length)
            return _MISSING
        if kind.pattern and not re.search(kind.pattern, value):
            is_version = kind.pattern.startswith(r"^\d")
            self.fault(path, "version" if is_version else "identifiant", node, trouve=told)
            return _MISSING
        behind = (
            self._lines[node.end_mark.line][node.end_mark.column :] if node.end_mark.line < len(self._lines) else ""
        )
        is_words = not kind.pattern  # an identifier has no space: what stands behind it is a remark
        if is_words and isinstance(node, yaml.ScalarNode) and not node.style and re.match(r"\s+#", behind):
            self.cut.append((path, value))
        return value


def read_nodes(text: str, kind: type, guide: str) -> Reading:
    """Read the text of a file; its ``faults`` say all that the schema does not allow.

    Parameters
    ----------
    kind
        The structure that says what the file holds.
    guide
        The page of the documentation that faults send to.
    """
    reading = Reading(text, guide)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=LOADER):  # composing a tower of blocks would break the stack
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                reading.places[""] = (event.start_mark.line + 1, event.start_mark.column + 1)
                reading.fault("", "profond")
                return reading
        node = yaml.compose(text, Loader=LOADER)
        if node is None:
            reading.fault("", "rien")
            return reading
        plain = reading.value(node, _schema(kind), "")
    except TooManyFaultsError:
        return reading
    except yaml.YAMLError as error:
        _broken(reading, error, text)
        return reading
    if plain is not _MISSING:
        reading.plain = plain
        if not reading.faults:
            _last_look(reading, kind)
    return reading


def _last_look(reading: Reading, kind: type) -> None:
    """Let the structures themselves judge what looks right: nothing is called valid that would not be read."""
    try:
        msgspec.convert(reading.plain, kind)
    except msgspec.ValidationError as error:
        fault = fault_of(error)
        fix = interface("questionnairefiles")["fautes"]["autre"]["correction"].format(guide=reading.guide)
        reading.add(fault.path, fault.reason, fix)
        reading.mended.add(fault.path)


def _broken(reading: Reading, error: yaml.YAMLError, text: str) -> None:
    """Say where the file stops being YAML, and the usual cause."""
    problem = " ".join(filter(None, (getattr(error, "context", ""), getattr(error, "problem", "")))) or str(error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if "simple key" in problem:  # the key stands where the reader began to look for its colon
        mark = getattr(error, "context_mark", None) or mark
    if mark is not None:
        line = next(iter(text.split("\n")[mark.line : mark.line + 1]), "")
        problem += " tab character" * line[mark.column :].startswith("\t")
        reading.places[""] = (mark.line + 1, mark.column + 1)
    elif isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position]
        reading.places[""] = (before.count("\n") + 1, error.position - before.rfind("\n"))
    for one in interface("questionnairefiles")["yaml"]:
        if re.search(one["motif"], problem):
            reading.add("", one["raison"], one["correction"].format(guide=reading.guide))
            return


def _stand_in(kind: schema.Type) -> Any:
    """Return a value that the schema takes, where the file's own cannot be."""
    if isinstance(kind, schema.UnionType):
        blocks = [one for one in kind.types if isinstance(one, schema.StructType)]
        return _stand_in(blocks[0]) if len(blocks) > 1 else None
    if isinstance(kind, schema.StructType):
        tag = {kind.tag_field: kind.tag} if kind.tag_field else {}
        return tag | {field.encode_name: _stand_in(field.type) for field in kind.fields if field.required}
    if isinstance(kind, schema.VarTupleType):
        return [_stand_in(kind.item_type) for _ in range(kind.min_length or 0)]
    if isinstance(kind, schema.LiteralType):
        return kind.values[0]
    if isinstance(kind, schema.StrType):
        return "0.0" if kind.pattern and kind.pattern.startswith(r"^\d") else STAND_IN
    if isinstance(kind, schema.IntType):
        return kind.ge
    if isinstance(kind, schema.BoolType):
        return False
    return {} if isinstance(kind, schema.DictType) else None


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _key(node: yaml.Node) -> str:
    return (plain_key(node.value) if isinstance(node, yaml.ScalarNode) else "") or _told(node)


def _told(node: yaml.Node) -> str:
    """Return a node as it can be quoted in a sentence: on one line, cut where it is long."""
    names = interface("questionnairefiles")["sortes"]
    if not isinstance(node, yaml.ScalarNode):
        return str(names["liste" if isinstance(node, yaml.SequenceNode) else "bloc"])
    text = " ".join("".join(one if one.isprintable() else " " for one in node.value[: 2 * _LENGTH]).split())
    return (text if len(text) <= _LENGTH else text[: _LENGTH - 1] + "…") or str(names["vide"])


def _bounds(least: int, most: int | None) -> str:
    texts = interface("questionnairefiles")["bornes"]
    return str(texts["au_moins"].format(n=least) if most is None else texts["de_a"].format(bas=least, haut=most))
