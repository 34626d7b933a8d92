"""Titles of another tool's table → the statements that they name: for certain, or as a guess that is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.files.sheets.words import form_name
from pasapas_widgets.model.field.hrsheets import plain_words
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["OWN", "Match", "StatementWords", "matched", "told_titles", "with_guesses"]

OWN = ("seance", "feuille", "profil", "variante", "version")
"""Columns that say something of a sheet and not of a statement, under the names that our own tables have."""
_EXACT, _WITH_WORDS, _BEGINS, _ENDS = range(4)
"""How a title names a statement, the surest first."""
_NUMBER = re.compile(r"(?:q|v|var|question|item|enonce|phrase|affirmation|pratique|n|no)? ?0*(\d{1,3})")
_LEAST_WORDS = 12
"""Letters of a title, at least, that can stand for a longer sentence."""
_LEAST_LIKE = 0.82
_MARGIN = 0.06
"""How much nearer than the next statement a title has to be."""
_MOST_GUESSED = 300


class Match(Struct, frozen=True):
    """Which column holds which statement.

    Parameters
    ----------
    columns, guesses
        Item → place of its column, from 0: certain, or only alike.
    double
        Statements that two columns fit equally well.
    own
        «seance», «feuille», «profil», «variante», «version» → place.
    """

    columns: dict[str, int]
    guesses: dict[str, int] = {}
    double: tuple[str, ...] = ()
    own: dict[str, int] = {}


def told_titles(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the titles as they are shown and told in a map: on one line, a second of one name with its number.

    >>> told_titles(["Avis", " Avis ", ""])
    ('Avis', 'Avis (2)', '')
    """
    met: dict[str, int] = {}
    told = []
    for title in map(_clean, cells):
        met[title] = met.get(title, 0) + 1
        told.append(f"{title} ({met[title]})" if title and met[title] > 1 else title)
    return tuple(told)


def _clean(cell: str) -> str:
    """Return a title on one line, without the marks of a Web page."""
    return " ".join(re.sub(r"<[^<>]{1,200}>", " ", cell).split())


class StatementWords:
    """What the statements of a questionnaire are called."""

    def __init__(self, q: Questionnaire) -> None:
        self.q = q
        self.ids = {plain_words(item.id): item.id for item in q.items}
        ids = [(one, item.id) for item in q.items for one in {_joined(item.id), _compact(item.id)}]
        self.joined = _unique(ids)
        said = [(text, item.id) for item in q.items for text in (item.text, *map(item.text_for, item.variants))]
        self.texts = _unique((plain_words(text), id) for text, id in said if plain_words(text))
        self.parts: dict[int, list[tuple[list[str], str]]] = {}
        for text, id in self.texts.items():
            self.parts.setdefault(len(text.split()), []).append((text.split(), id))
        # A form writes «_» for a letter with an accent in the name that it makes of a sentence.
        self.names = {form_name(text): id for text, id in said}


def _joined(title: str) -> str:
    """Return a title without what stands between its letters and its numbers, nor the zeros before these."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"(?<=\d) (?=\d)", "-", plain_words(title))).replace(" ", "")


def _compact(title: str) -> str:
    return plain_words(title).replace(" ", "")


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what names one statement alone."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for key, item in pairs:
        if found.setdefault(key, item) != item:
            several.add(key)
    return {key: item for key, item in found.items() if key not in several}


def matched(cells: Sequence[str], words: StatementWords, told: Mapping[str, str]) -> Match:
    """Find the column of each statement in a line of titles: where ``told`` says it (item → title, as
    :func:`told_titles` gives it), else by identifier or by words.

    Raises
    ------
    KeyError
        ``told`` names a column that is not there, or something that is no statement.
    """
    titles = [_clean(cell) for cell in cells]
    plain = [plain_words(title) for title in titles]
    given = {item: _place(told_titles(cells), plain, title) for item, title in told.items() if title}
    if unknown := set(told) - {*words.q.item_ids, *OWN}:
        raise KeyError(min(unknown))
    ranked: dict[str, dict[int, list[int]]] = {}
    for place, title in enumerate(titles):
        if place in given.values():
            continue
        for rank, item in _named(title, plain[place], words):
            if item not in told:
                ranked.setdefault(item, {}).setdefault(rank, []).append(place)
    best = {item: ranks[min(ranks)] for item, ranks in ranked.items()}
    double = tuple(item for item, places in best.items() if len(set(places)) > 1)
    columns = {item: places[0] for item, places in best.items()} | {k: p for k, p in given.items() if k not in OWN}
    bare = [title.casefold().replace("é", "e") for title in titles]  # «__version__» is another tool's
    own = {name: bare.index(name) for name in OWN if name in bare and name not in told}
    own |= {name: place for name, place in given.items() if name in OWN}
    return Match(columns, {}, double, own)


def with_guesses(match: Match, titles: Sequence[str], words: StatementWords, told: Mapping[str, str]) -> Match:
    """Return a match with the columns that are only like the statements that it lacks."""
    missing = [item for item in words.q.item_ids if item not in match.columns and item not in told]
    taken = {*match.columns.values(), *match.own.values()}
    free = [place for place in range(len(titles)) if place not in taken]
    return replace(match, guesses=_guessed(missing, free, titles, words)) if missing else match


def _place(titles: Sequence[str], plain: Sequence[str], title: str) -> int:
    if title in titles:
        return titles.index(title)
    same = [place for place, said in enumerate(plain) if said and said == plain_words(title)]
    if len(same) != 1:
        raise KeyError(title)
    return same[0]


def _named(title: str, plain: str, words: StatementWords) -> Iterator[tuple[int, str]]:
    """Give the statements that a title names, and how."""
    if not plain:
        return
    last = _last(title)
    for said in dict.fromkeys((plain, plain_words(last))):
        if said in words.ids:
            yield _EXACT, words.ids[said]
            return
        if (item := words.joined.get(_joined(said), words.joined.get(_compact(said)))) is not None:
            yield _EXACT, item
            return
    found = next((item for id, item in words.ids.items() if plain.startswith(f"{id} ")), None)
    if found is None and (code := re.match(r"\s*([\w-]+\[[\w-]+\])", title)):
        found = words.joined.get(_joined(code[1]))
    inside = [plain_words(one) for one in re.findall(r"\[([^\]]+)\]", title)]
    alone = (plain, plain_words(last), *inside, re.sub(r"^(?:q(?:uestion)? ?)?\d+ ", "", plain))
    said_by = next((item for one in alone if (item := _texted(one, words)) is not None), None)
    ends = next((item for text, item in words.texts.items() if len(text) > 20 and plain.endswith(f" {text}")), None)
    if found is not None:
        yield (_WITH_WORDS if found in (said_by, ends) else _BEGINS), found
    elif said_by is not None:
        yield _EXACT, said_by
    elif ends is not None:
        yield _ENDS, ends


def _texted(said: str, words: StatementWords) -> str | None:
    """Return the statement that has these words, each as it is or, a long one, a letter away."""
    if said in words.texts:
        return words.texts[said]
    own = said.split()
    near = {item for parts, item in words.parts.get(len(own), ()) if len(own) > 3 and all(map(_alike, own, parts))}
    return near.pop() if len(near) == 1 else None


def _alike(one: str, other: str) -> bool:
    """Tell whether two words are the same but for a slip of the hand: one letter more, less, or other."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest = one[start:], other[start:]
    swapped = len(one) == len(other) and rest[0][:2] == rest[1][1::-1] and rest[0][2:] == rest[1][2:]
    return swapped or rest[0][1:] == rest[1][1:] or rest[0][1:] == rest[1] or rest[0] == rest[1][1:]


def _guessed(
    missing: Sequence[str], free: Sequence[int], titles: Sequence[str], words: StatementWords
) -> dict[str, int]:
    """Return the columns that are like a statement: by a number, a sentence cut short, or words nearly the same."""
    numbered = _by_number(missing, free, titles, words.q)
    if numbered:
        return numbered
    found: dict[str, list[int]] = {}
    for place in list(free)[:_MOST_GUESSED]:
        item = _shortened(titles[place], words, missing) or _nearest(plain_words(titles[place]), words, missing)
        if item is not None:
            found.setdefault(item, []).append(place)
    return {item: places[0] for item, places in found.items() if len(places) == 1}


def _by_number(missing: Sequence[str], free: Sequence[int], titles: Sequence[str], q: Questionnaire) -> dict[str, int]:
    """Return the columns numbered as the statements are: all of those that are missing, most of them, once each."""
    if 2 * len(missing) < len(q.items):
        return {}
    numbers: dict[int, list[int]] = {}
    bases: dict[str, dict[int, list[int]]] = {}
    for place in free:
        plain = plain_words(titles[place])
        if told := _NUMBER.fullmatch(plain):
            numbers.setdefault(int(told[1]), []).append(place)
        if told := re.fullmatch(r"(.*?[a-z0-9])(?: ?sq| )0*(\d{1,3})", plain):
            bases.setdefault(_joined(told[1]), {}).setdefault(int(told[2]), []).append(place)
    found = {item: numbers.get(q.item_ids.index(item) + 1, []) for item in missing}
    if not all(found.values()):
        found = {}
        for item in missing:
            base, number = _parted(item)
            found[item] = bases.get(base, {}).get(number, [])
    return {item: p[0] for item, p in found.items()} if all(len(p) == 1 for p in found.values()) else {}


def _parted(item: str) -> tuple[str, int]:
    """Return the beginning and the number of an identifier: «L1-01» is 1 in «L1»."""
    told = re.fullmatch(r"(.*?)[-_ .]?0*(\d+)", item)
    return (_joined(told[1]), int(told[2])) if told else (_joined(item), 0)


def _last(title: str) -> str:
    """Return a title without the groups of a form that come before the name of the question."""
    return re.split(r"[/>|]|::", title)[-1]


def _shortened(title: str, words: StatementWords, missing: Sequence[str]) -> str | None:
    """Return the one statement that a title is the beginning of, or the beginning and the end («Nous par…équipe»)."""
    parts = re.split(r"\.\.+|…", title, maxsplit=1)
    head, tail = plain_words(parts[0]), plain_words(parts[1]) if len(parts) > 1 else ""
    last = head if tail else plain_words(_last(title))
    heads = tuple({one for one in (head, last) if len(one) + len(tail) >= _LEAST_WORDS})
    fits = {
        item
        for names in (words.texts, words.names)
        for text, item in names.items()
        if item in missing and heads and text.startswith(heads) and text.endswith(tail)
    }
    return fits.pop() if len(fits) == 1 else None


def _nearest(plain: str, words: StatementWords, missing: Sequence[str]) -> str | None:
    """Return the statement whose words are nearly those of a title, and clearly nearer than any other's."""
    if len(plain) < _LEAST_WORDS:
        return None
    like: dict[str, float] = {}
    for text, item in words.texts.items():
        compared = SequenceMatcher(None, plain, text, autojunk=False)
        if compared.real_quick_ratio() >= _LEAST_LIKE and compared.quick_ratio() >= _LEAST_LIKE:
            like[item] = max(like.get(item, 0.0), compared.ratio())
    ranked = sorted(like, key=lambda item: -like[item])
    if not ranked or like[ranked[0]] < _LEAST_LIKE or ranked[0] not in missing:
        return None
    return ranked[0] if len(ranked) == 1 or like[ranked[0]] - like[ranked[1]] >= _MARGIN else None
