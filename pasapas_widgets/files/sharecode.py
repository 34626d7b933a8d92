"""A sheet ⇄ 24 characters (28 for a long questionnaire) that a person can dictate, or paste in a chat among other text.

How the characters are made
---------------------------
All but the last four carry 5 bits each (100 bits, or 120): one whole number in mixed radix, most significant first: the
number of the questionnaire's version (1 to 62), the variant, the profile, then each answer in the order of the
statements (empty, 1 … top of its scale, then NSP and NC where its scale offers them). A questionnaire has codes of one
length: 24 characters where 100 bits hold all its sheets, else 28, else it has none.

Four are check characters: a Reed-Solomon code over the field of 32 elements (at most 31 symbols a block). Any two codes
of a questionnaire differ in at least five places, so every error in one to four characters is noticed, among them every
mistyped character and every swap of two neighbours. The alphabet is Crockford's base 32: no I, L, O or U; what looks
alike is forgiven when read.

The checks carry the questionnaire's identifier too, so that a code of another questionnaire is refused and not misread:
FNV-1a of 32 bits of the identifier in UTF-8, its 20 low bits as four symbols, most significant first, each XORed with
the check at its place. The self-diagnosis («pas-a-pas») counts as 0: its codes are those of before.

The code holds nothing but the sheet: two people who answer alike have the same code. ``widgets/questionnaire/``
holds the encoder's twin; both are held to ``tests/vectors/sharecode.json``.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from math import prod

from msgspec import Struct

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Answer, Sheet
from pasapas_widgets.model.questionnaire.structure import NOT_CONCERNED, NOT_KNOWN, Questionnaire

__all__ = ["ALPHABET", "FoundCode", "ShareCodeError", "code_length", "decode", "encode", "find_codes"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, in the order of the values 0 to 31."""

LENGTHS, CHECKS, GROUP = (24, 28), 4, 4
DASHES, UNSEEN = "\u2212\u2043\u2022\u00b7", "\u034f\ufe0e\ufe0f"
"""Signs that stand for a dash and are none in Unicode; joiners and selectors that nobody sees."""
LOOKALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


class ShareCodeError(FrenchError):
    """A share code that cannot be read; ``str(error)`` is one French sentence that says what to do."""


# The field of 32 elements: polynomial x⁵ + x² + 1, generator 2.
_EXP = [1] * 62
for _i in range(1, 62):
    _EXP[_i] = (_EXP[_i - 1] << 1) ^ (0x25 if _EXP[_i - 1] & 0x10 else 0)
_LOG = {_EXP[_i]: _i for _i in range(31)}


def _times(a: int, b: int) -> int:
    return _EXP[_LOG[a] + _LOG[b]] if a and b else 0


def _generator() -> list[int]:
    """Return the polynomial (x - 2)(x - 2²)(x - 2³)(x - 2⁴), highest power first, without its leading 1."""
    product = [1]
    for power in range(1, CHECKS + 1):
        product = [a ^ _times(b, _EXP[power]) for a, b in zip([*product, 0], [0, *product], strict=True)]
    return product[1:]


_GENERATOR = _generator()


def _joined(symbols: Iterable[int]) -> int:
    number = 0
    for symbol in symbols:
        number = number << 5 | symbol
    return number


_FEEDBACK = tuple(_joined(_times(factor, g) for g in _GENERATOR) for factor in range(32))
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


def _checks(symbols: list[int]) -> list[int]:
    """Return the check characters of ``symbols``: the remainder of a division by the generator polynomial."""
    remainder = [0] * CHECKS
    for symbol in symbols:
        factor = symbol ^ remainder[0]
        remainder = [a ^ _times(factor, g) for a, g in zip([*remainder[1:], 0], _GENERATOR, strict=True)]
    return remainder


def _mark(questionnaire: Questionnaire) -> list[int]:
    """Return the four symbols that a questionnaire's identifier puts into its checks."""
    value = 0
    if questionnaire.id != "pas-a-pas":
        value = 0x811C9DC5
        for byte in questionnaire.id.encode():
            value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return [value >> (5 * place) & 31 for place in reversed(range(CHECKS))]


def _states(questionnaire: Questionnaire) -> list[list[Answer | None]]:
    """Return what each item may hold, in their order; items of one scale share one list."""
    of: dict[str | None, list[Answer | None]] = {}
    for item in questionnaire.items:
        if item.scale not in of:
            scale = questionnaire.scale_of(item)
            codes = scale.codes
            levels = range(1, scale.top + 1)
            of[item.scale] = [None, *levels, *(code for code in (NOT_KNOWN, NOT_CONCERNED) if code in codes)]
    return [of[item.scale] for item in questionnaire.items]


def _radices(questionnaire: Questionnaire) -> list[int]:
    """Return how many values each digit of the number can take, most significant first.

    The first is the version's number: a code takes the room that its own number needs, so that a questionnaire of 24
    characters keeps them until its versions are many.
    """
    q = questionnaire
    return [q.number + 1, len(q.variants) + 1, len(q.profiles) + 1, *map(len, _states(q))]


def code_length(questionnaire: Questionnaire) -> int | None:
    """Return how many characters this questionnaire's share codes have: 24 or 28, ``None`` where it is too long.

    >>> code_length(load_questionnaire())
    24
    """
    sheets = prod(_radices(questionnaire))
    return next((length for length in LENGTHS if sheets <= 32 ** (length - CHECKS)), None)


def _length(q: Questionnaire) -> int:
    length = code_length(q)
    if length is None:
        raise ShareCodeError(f"Le questionnaire « {q.id} » a trop d'énoncés pour tenir dans un code de partage.")
    return length


def encode(sheet: Sheet, questionnaire: Questionnaire | None = None) -> str:
    """Return the share code of a sheet: six or seven groups of four characters joined by dashes.

    Raises
    ------
    SheetError
        The sheet does not fit the questionnaire.
    ShareCodeError
        The questionnaire has too many statements for 28 characters.

    Examples
    --------
    >>> encode(Sheet(questionnaire="pas-a-pas", version="1.1"))
    '1HYQ-DK58-TASV-B0QW-9T1R-HE0C'
    """
    q = questionnaire or load_questionnaire()
    sheet.check(q)
    length = _length(q)
    digits = [
        q.number,
        0 if sheet.variant is None else 1 + q.variant_ids.index(sheet.variant),
        0 if sheet.profile is None else 1 + q.profile_ids.index(sheet.profile),
        *(states.index(sheet.answers.get(item.id)) for item, states in zip(q.items, _states(q), strict=True)),
    ]
    number = 0
    for digit, radix in zip(digits, _radices(q), strict=True):
        number = number * radix + digit
    symbols = [number >> (5 * place) & 31 for place in reversed(range(length - CHECKS))]
    checks = [check ^ mark for check, mark in zip(_checks(symbols), _mark(q), strict=True)]
    text = "".join(ALPHABET[symbol] for symbol in symbols + checks)
    return "-".join(text[start : start + GROUP] for start in range(0, length, GROUP))


def _plain(text: str) -> str:
    """Return a text as it was typed: without the invisible characters that mail and chat put in, dashes all alike."""
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return text
    kept = []
    for one in text:
        kind = unicodedata.category(one)
        if "\uff01" <= one <= "\uff5e":  # the wide letters of some keyboards
            one, kind = chr(ord(one) - 0xFEE0), ""
        if kind != "Cf" and one not in UNSEEN:
            kept.append("-" if kind == "Pd" or one in DASHES else " " if kind == "Zs" else one)
    return "".join(kept)


def _clean(text: str) -> str:
    """Return the characters of a code: upper case, separators dropped, look-alike letters replaced."""
    return re.sub(r"[\s\-_.>«»\"“”=|]", "", _plain(text)).upper().translate(LOOKALIKE)


def _is_whole(code: str, mark: int) -> bool:
    """Tell whether cleaned characters are a code of a questionnaire, from its mark as one number: what a search through
    a long text needs, where nearly all that looks like a code is none."""
    remainder = 0
    for letter in code[:-CHECKS]:
        remainder = (remainder & 0x7FFF) << 5 ^ _FEEDBACK[(remainder >> 15) ^ _VALUES[letter]]
    told = 0
    for letter in code[-CHECKS:]:
        told = told << 5 | _VALUES[letter]
    return remainder ^ told == mark


def decode(text: str, questionnaire: Questionnaire | None = None) -> Sheet:
    """Read a share code: any case, spaces and dashes anywhere, O for 0, I and L for 1, U for V.

    Raises
    ------
    ShareCodeError
        One French sentence: wrong length, a character that no code has, a typing error, another questionnaire.
    """
    q = questionnaire or load_questionnaire()
    code, length = _clean(text), _length(q)
    if len(code) != length and len(code) in LENGTHS:
        raise ShareCodeError(_from_another(q))
    if len(code) != length:
        raise ShareCodeError(
            f"Un code de partage a {length} caractères, celui-ci en a {len(code)} : "
            "vérifier qu'il a été copié en entier."
        )
    unknown = next((letter for letter in code if letter not in ALPHABET), None)
    if unknown:
        raise ShareCodeError(f"Le caractère « {unknown} » n'existe dans aucun code de partage : relire le code.")
    symbols = [ALPHABET.index(letter) for letter in code]
    payload = symbols[:-CHECKS]
    mark = [check ^ found for check, found in zip(_checks(payload), symbols[-CHECKS:], strict=True)]
    if mark != _mark(q):
        if mark == [0] * CHECKS:  # the checks of the self-diagnosis, to the last character
            raise ShareCodeError(_from_another(q))
        raise ShareCodeError(
            "Ce code contient une faute de frappe, ou vient d'un autre questionnaire : "
            "le relire caractère par caractère."
        )
    return _sheet(payload, q)


def _from_another(q: Questionnaire) -> str:
    return (
        f"Ce code vient d'un autre questionnaire ou d'une autre version que « {q.title} » {q.version} : "
        "l'ouvrir avec l'application qui l'a donné."
    )


def _sheet(payload: list[int], q: Questionnaire) -> Sheet:
    """Unfold the number that all characters but the checks carry."""
    number = 0
    for symbol in payload:
        number = number << 5 | symbol
    digits: list[int] = []
    for radix in reversed(_radices(q)):
        number, digit = divmod(number, radix)
        digits.append(digit)
    version, variant, profile, *answers = reversed(digits)
    if number or version != q.number:
        raise ShareCodeError(_from_another(q))
    given = ((item.id, states[digit]) for item, states, digit in zip(q.items, _states(q), answers, strict=True))
    return Sheet(
        questionnaire=q.id,
        version=q.version,
        profile=q.profile_ids[profile - 1] if profile else None,
        variant=q.variant_ids[variant - 1] if variant else None,
        answers={item: answer for item, answer in given if answer is not None},
    )


class FoundCode(Struct, frozen=True):
    """A share code met in a text, or what looks like a damaged one.

    ``line`` counts from 1; ``text`` is the code in its usual form, or the damaged text as it stands; ``sheet`` is
    ``None`` where it could not be read and ``fault`` then says why, in French.
    """

    line: int
    text: str
    sheet: Sheet | None
    fault: str | None = None


BREAK = r"[ \t]?[=»\"]?\n[ \t>«»\"|]{0,8}"
"""Where mail or chat breaks a line, and quotes the next one."""
GROUPS = r"[0-9A-Za-z]{1,9}(?:[\-_.]{1,2}[0-9A-Za-z]{1,9}){1,5}"
BROKEN = re.compile(rf"(?<![\w-]){GROUPS}[\-_.]?{BREAK}[\-_.]?{GROUPS}(?![\w-])")
"""What looks like a damaged code on two lines."""


@cache
def _patterns(length: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds whole codes of that length, and what looks like a damaged one."""
    gap = rf"(?>[ \t]?[\-_.]{{0,2}}[ \t]?(?:{BREAK}[\-_.]{{0,2}}[ \t]?){{0,2}})"  # atomic: no other way to read it
    code = rf"(?:[{ALPHABET}OILU]{gap}){{{length - 1}}}[{ALPHABET}OILU]"
    whole = re.compile(rf"(?<![0-9A-Za-zÀ-ÿ]){code}(?![0-9A-Za-zÀ-ÿ])", re.IGNORECASE)
    like = re.compile(
        r"(?<![\w-])(?:"
        r"[0-9A-Za-z]{1,9}(?:[\-–—_.]{1,2}[0-9A-Za-z]{1,9}){2,8}"  # groups joined by dashes, one of which may be lost
        r"|[0-9A-Za-z]{3,5}(?: [0-9A-Za-z]{3,5}){3,8}"  # or by spaces
        rf"|[0-9A-Za-z]{{{LENGTHS[0] - 4},{length + 4}}}"  # or not at all
        r")(?![\w-])"
    )
    return whole, like


def find_codes(text: str, questionnaire: Questionnaire | None = None) -> list[FoundCode]:
    """Find the share codes in any text (a whole chat log), in the order of its lines.

    A code may stand among other words on its line. What has the look of a code but cannot be read (groups with digits,
    20 characters to four more than a code: a damaged one, or one of another questionnaire) is returned too, with its
    fault. The same code met twice is returned twice: whoever counts
    sheets counts it once.
    """
    q = questionnaire or load_questionnaire()
    if code_length(q) is None:
        return []
    plain = "\n".join(_plain(line) for line in text.splitlines())
    return sorted(_in_text(plain, q), key=lambda one: one.line)


def _again(code: str, q: Questionnaire) -> tuple[str, Sheet]:
    sheet = decode(code, q)
    return encode(sheet, q), sheet


def _in_text(text: str, q: Questionnaire) -> Iterator[FoundCode]:
    length = _length(q)
    whole, _ = _patterns(length)
    mark = _joined(_mark(q))
    breaks = [found.start() for found in re.finditer("\n", text)]
    rest, start, readable = [], 0, 0
    read: dict[str, tuple[str, Sheet]] = {}
    while match := whole.search(text, start):
        code = _clean(match[0])
        if not _is_whole(code, mark):
            start = match.start() + 1
            continue
        try:
            told, sheet = read[code] if code in read else read.setdefault(code, _again(code, q))
        except ShareCodeError:  # of another version of this questionnaire
            start = match.start() + 1
            continue
        yield FoundCode(line=bisect_left(breaks, match.start()) + 1, text=told, sheet=sheet)
        rest.append((readable, match.start()))
        start = readable = match.end()
    rest.append((readable, len(text)))
    for first, last in rest:
        after = 0
        for like in _damaged(text, first, last, length):
            if like.start() < after:
                continue
            try:
                decode(like[0], q)
            except ShareCodeError as error:
                after = like.end()
                line = bisect_left(breaks, like.start()) + 1
                yield FoundCode(line=line, text=_on_one_line(like[0]), sheet=None, fault=str(error))


def _damaged(text: str, first: int, last: int, length: int) -> list[re.Match[str]]:
    """Return what looks like a damaged code between two places of a text, on one line or else on two."""
    _, likes = _patterns(length)
    found = [*likes.finditer(text, first, last), *BROKEN.finditer(text, first, last)]
    like = [one for one in found if _looks_like_a_code(_on_one_line(one[0]), length)]
    return sorted(like, key=lambda one: (one.start(), -one.end()))  # where two begin, the whole and not its first line


def _on_one_line(text: str) -> str:
    return re.sub(BREAK, "", text)


def _looks_like_a_code(text: str, length: int) -> bool:
    """Tell a damaged code from words, dates and telephone numbers by its length and where its digits are."""
    numbered = [group for group in text.split(" ") if re.search(r"\d", group)]
    shortest = CHECKS * 3 if re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2,}(-[0-9A-Z]{1,3})?", text) else LENGTHS[0] - 4
    return (
        shortest <= len(_clean(text)) <= length + 4
        and sum(letter.isdigit() for letter in text) >= 3  # as it stands: a word's O and I are no digits
        and (" " not in text or len(numbered) >= 3)  # "merci à tous 2025" is no code
        and re.search(r"[A-Za-z]", text) is not None
    )
