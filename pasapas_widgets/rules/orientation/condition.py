"""The conditions of the orientation: short French sentences, checked when they are read, never run as code.

``classe(L1) == ameliorer ou (levier_min == L1 et score(L1) < 50)`` compares facts that were published, joined by
``et``, ``ou``, ``non`` and parentheses. Three values: a fact that is not known makes its comparison neither true nor
false, so that nothing is ever concluded from a figure that was withheld, nor from its contrary. ``docs/orientation.md``
lists the facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from pasapas_widgets.content.french import FrenchError, nearest

__all__ = [
    "LIKENESS",
    "OTHERWISE",
    "All",
    "Any",
    "Comparison",
    "Condition",
    "ConditionError",
    "Fact",
    "Outcome",
    "Vocabulary",
    "comparisons",
    "evaluate",
    "parse",
]

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
OTHERWISE = "sinon"
"""The whole condition of the last situation: none of those before."""
LIKENESS = 0.5
"""A name of two letters is offered for another that shares one of them."""

CONTRARY: Mapping[Operator, Operator] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?!\w))|([^\W\d][\w.-]*)|(==|!=|<=|>=|<|>)|([(),])|(\S))")
_WORDS = ("et", "ou", "non")


class ConditionError(FrenchError):
    """A condition that cannot be read: one French sentence that says where and what to write."""


class Fact(Struct, frozen=True):
    """What is compared: a name and, for a function, what it is about."""

    name: str
    about: tuple[str, ...] = ()


class Comparison(Struct, frozen=True):
    """A fact, an operator and a value."""

    fact: Fact
    operator: Operator
    value: float | str


class All(Struct, frozen=True):
    """True where every part is."""

    parts: tuple[Condition, ...]


class Any(Struct, frozen=True):
    """True where one part is."""

    parts: tuple[Condition, ...]


Condition = All | Any | Comparison


class Outcome(Struct, frozen=True):
    """What a condition comes to: true, false, or ``None`` where it cannot be told.

    Parameters
    ----------
    true
        The comparisons that made it true; empty unless it is.
    unknown
        The comparisons for want of which it cannot be told; empty unless ``value`` is ``None``.
    """

    value: bool | None
    true: tuple[Comparison, ...] = ()
    unknown: tuple[Comparison, ...] = ()


class Vocabulary(NamedTuple):
    """The words of one fact: what it may be about, and what it may be compared with.

    Parameters
    ----------
    about
        The names that may stand in its parentheses; ``None`` where it has none.
    values
        The words that it may be compared with, or the least and the greatest number.
    many
        Whether several names may stand in its parentheses.
    alone
        Whether it stands by itself, without a comparison: it is then true or not.
    """

    about: Collection[str] | None
    values: Collection[str] | tuple[float, float]
    many: bool = False
    alone: bool = False


Kind = Literal["number", "word", "operator", "mark", "other", "end"]


class _Token(NamedTuple):
    kind: Kind
    text: str
    column: int


def parse(text: str, words: Mapping[str, Vocabulary]) -> Condition:
    """Read a condition and check every word of it.

    Parameters
    ----------
    words
        The facts that it may use.

    Raises
    ------
    ConditionError
        One French sentence: the place, what is wrong, what was perhaps meant.

    Examples
    --------
    >>> parse("non effectif < 11", {"effectif": Vocabulary(None, (0, 100_000))})
    Comparison(fact=Fact(name='effectif', about=()), operator='>=', value=11.0)
    """
    reader = _Reader(list(_tokens(text)), words)
    found = reader.either(False)
    if reader.next.kind != "end":
        raise _fault(reader.next, "« et » ou « ou » attendu avant ce mot")
    return found


def _tokens(text: str) -> Iterator[_Token]:
    kinds: tuple[Kind, ...] = ("number", "word", "operator", "mark", "other")
    for match in _TOKEN.finditer(text):
        for kind, group in zip(kinds, match.groups(), strict=True):
            if group is not None:
                yield _Token(kind, group, match.start(match.lastindex or 0) + 1)
    yield _Token("end", "", len(text) + 1)


class _Reader:
    """Recursive descent over the tokens; «non» is pushed down to the comparisons as they are read."""

    def __init__(self, tokens: list[_Token], words: Mapping[str, Vocabulary]) -> None:
        self.tokens, self.words, self.at, self.depth = tokens, words, 0, 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def accept(self, text: str) -> bool:
        found = self.next.text == text and self.next.kind != "end"
        self.at += found
        return found

    def either(self, denied: bool) -> Condition:
        return self._joined("ou", self.both, denied, All if denied else Any)

    def both(self, denied: bool) -> Condition:
        return self._joined("et", self.single, denied, Any if denied else All)

    def _joined(
        self, word: str, read: Callable[[bool], Condition], denied: bool, kind: type[All] | type[Any]
    ) -> Condition:
        parts = [read(denied)]
        while self.accept(word):
            parts.append(read(denied))
        return parts[0] if len(parts) == 1 else kind(tuple(parts))

    def single(self, denied: bool) -> Condition:
        self.depth += 1
        if self.depth > 40:
            raise _fault(self.next, "trop de parenthèses les unes dans les autres")
        try:
            if self.accept("non"):
                return self.single(not denied)
            if self.accept("("):
                inside = self.either(denied)
                if not self.accept(")"):
                    raise _fault(self.next, "une parenthèse n'est pas refermée")
                return inside
            return self.comparison(denied)
        finally:
            self.depth -= 1

    def comparison(self, denied: bool) -> Comparison:
        start = self.take()
        if start.kind != "word" or start.text in _WORDS:
            raise _fault(start, "un fait est attendu ici, par exemple score(L1)")
        known = self.words.get(start.text)
        if known is None:
            raise _fault(start, f"« {start.text} » n'est pas un fait connu{_perhaps(start.text, self.words)}")
        fact = Fact(start.text, tuple(self.about(start, known)))
        if known.alone:
            return Comparison(fact, "!=" if denied else "==", "oui")
        operator = self.take()
        if operator.kind != "operator":
            hint = " ; pour « égal », écrire ==" if operator.text == "=" else ""
            raise _fault(operator, f"une comparaison est attendue : ==, !=, <, <=, > ou >={hint}")
        value = self.value(start, operator, known)
        sign: Operator = operator.text  # type: ignore[assignment]
        return Comparison(fact, CONTRARY[sign] if denied else sign, value)

    def about(self, start: _Token, known: Vocabulary) -> Iterator[str]:
        if known.about is None:
            if self.next.text == "(":
                raise _fault(self.next, f"« {start.text} » s'écrit sans parenthèses")
            return
        if not self.accept("("):
            raise _fault(self.next, f"« {start.text} » demande des parenthèses : de quoi s'agit-il ?")
        while True:
            name = self.take()
            if name.text not in known.about:
                raise _fault(
                    name, f"« {name.text} » n'existe pas pour « {start.text} »{_perhaps(name.text, known.about)}"
                )
            yield name.text
            if self.accept(")"):
                return
            if not known.many or not self.accept(","):
                raise _fault(self.next, "une parenthèse n'est pas refermée")

    def value(self, start: _Token, operator: _Token, known: Vocabulary) -> float | str:
        found = self.take()
        if isinstance(known.values, tuple):
            least, most = known.values
            if found.kind != "number":
                raise _fault(found, f"un nombre est attendu après « {start.text} »")
            if self.next.text == ",":
                raise _fault(self.next, "les décimales s'écrivent avec un point : 0.25")
            number = float(found.text)
            if not least <= number <= most:
                raise _fault(found, f"« {start.text} » va de {least:g} à {most:g}")
            return number
        if operator.text not in ("==", "!="):
            raise _fault(operator, f"« {start.text} » se compare par == ou != seulement")
        if found.text not in known.values:
            raise _fault(found, f"« {found.text} » n'est pas une valeur connue{_perhaps(found.text, known.values)}")
        return found.text


def _fault(token: _Token, reason: str) -> ConditionError:
    return ConditionError(f"caractère {token.column}, {reason}.")


def _perhaps(text: str, known: Iterable[str]) -> str:
    """Say which known word was perhaps meant, or which there are."""
    names = sorted(known)
    near = nearest(text, names, likeness=LIKENESS)
    if near:
        return f" ; vouliez-vous « {near} » ?"
    return f" ; possibles : {', '.join(names)}" if len(names) <= 12 else ""


def evaluate(condition: Condition, compare: Callable[[Comparison], bool | None]) -> Outcome:
    """Tell whether a condition is true, by Kleene's three values.

    Parameters
    ----------
    compare
        Says of one comparison whether it is true, ``None`` where its fact is not known.

    Examples
    --------
    >>> words = {"effectif": Vocabulary(None, (0, 100_000))}
    >>> evaluate(parse("effectif < 11 ou effectif >= 11", words), lambda one: None).value is None
    True
    """
    if isinstance(condition, Comparison):
        value = compare(condition)
        return Outcome(value, (condition,) if value else (), (condition,) if value is None else ())
    parts = [evaluate(one, compare) for one in condition.parts]
    values = [one.value for one in parts]
    deciding = isinstance(condition, Any)
    value = deciding if deciding in values else None if None in values else not deciding
    return Outcome(
        value,
        tuple(one for part in parts if value and part.value for one in part.true),
        tuple(one for part in parts if value is None for one in part.unknown),
    )


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Give the comparisons of a condition in their order."""
    if isinstance(condition, Comparison):
        yield condition
    else:
        for part in condition.parts:
            yield from comparisons(part)
