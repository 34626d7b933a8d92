"""The bytes of a file → its text, when the encoding is certain."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from pasapas_widgets.files.sheets.entries import SheetFileError

__all__ = ["LIMIT", "decoded"]

LIMIT = 50 * 1024 * 1024
"""The largest file that is read, in bytes (about 40,000 sheets)."""

# What binary files begin with, and what they are: people give the spreadsheet itself where its CSV is wanted.
_WORKBOOK = "c'est un classeur de tableur ; l'ouvrir, choisir « Enregistrer sous », puis le format CSV UTF-8"
_BINARY = {
    b"PK\x03\x04": _WORKBOOK,
    b"\xd0\xcf\x11\xe0": _WORKBOOK,
    b"%PDF": "c'est un document PDF ; donner le fichier CSV ou JSON des réponses",
    b"\x1f\x8b": "c'est une archive compressée ; la décompresser, puis donner le fichier CSV ou JSON",
}

# The letters beyond ASCII that French text holds. A Windows-1252 reading that gives others is a wrong guess:
# «Ã©» is UTF-8 read badly, «Ž» and «‚» are the é of old Macintosh and MS-DOS files.
_FRENCH = set("àâäæçèéêëîïôöœùûüÿÀÂÄÆÇÈÉÊËÎÏÔÖŒÙÛÜŸáíóúñÁÍÓÚÑ«»’‘“”–—…°·€§²³\u00a0")


def decoded(name: str, data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    UTF-8 and UTF-16, with or without their mark; else Windows-1252 where that gives nothing but French words; else the
    one of :data:`_ENCODINGS` under which every letter stands where letters stand.

    Raises
    ------
    SheetFileError
        Too large, empty, no text at all, or an encoding that cannot be told for certain.
    """
    if len(data) > LIMIT:
        raise SheetFileError(
            name, f"le fichier dépasse {LIMIT // 1024**2} Mo ; le partager en plusieurs fichiers, feuilles entières"
        )
    for start, reason in _BINARY.items():
        if data.startswith(start):
            raise SheetFileError(name, reason)
    text, encoding = _text(name, data)
    if not text.strip("\ufeff \t\r\n"):
        raise SheetFileError(name, "le fichier est vide ; vérifier qu'il a été copié en entier")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SheetFileError(
            name,
            "un caractère nul s'y trouve : le fichier est abîmé ou n'est pas du texte ; "
            "l'enregistrer de nouveau au format CSV UTF-8",
            where=f"ligne {line}",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _text(name: str, data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (order := _unmarked(data)):
        marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        try:
            return data.decode("utf-16" if marked else order), "UTF-16"
        except UnicodeDecodeError as error:
            raise SheetFileError(
                name, "le texte en UTF-16 est coupé ou abîmé ; l'enregistrer de nouveau au format CSV UTF-8"
            ) from error
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    found = _french(data) or _plausible(data)
    if found is not None:
        return found
    raise SheetFileError(
        name,
        "des lettres accentuées sont illisibles, le codage du fichier n'est pas reconnu ; "
        "l'enregistrer de nouveau au format CSV UTF-8",
        where=f"ligne {line}",
    )


_ENCODINGS = {
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO-8859-15",
    "mac-roman": "Macintosh",
    "cp850": "MS-DOS (850)",
}
"""What spreadsheets and old programs write in Western Europe, the usual one first."""
_IN_WORDS = frozenset("’'·-–\u00ad")
"""Signs that stand between two letters: «aujourd’hui», «salarié·e»."""
_NEVER = frozenset("ˆƒ‚„†‡‹›¬¶¦¤¨¯´¸")
"""What the letters of another encoding look like under Windows-1252, and nobody writes in a table."""
_MOST_LETTERS = 50_000
"""Letters beyond ASCII that are looked at: enough to tell, and quick."""
_LOOKED_AT = 4_096
_RARE = frozenset("ŠšŽžŸ™‰")
_ODD = re.compile(r"[a-zà-ÿ][–—][a-zà-ÿ]|[^\W\d_][‘“]|[®©§£¥¼½¾¿¡¢±][^\W\d_]")
"""Signs where a letter of another encoding is more likely: «Nu–ez», «Zo‘», «®ble»."""


def _is_odd(text: str) -> bool:
    return _ODD.search(text) is not None


def _unmarked(data: bytes) -> str:
    """Return which UTF-16 it is where there is no mark: every other byte of letters without accent is zero."""
    head = data[: 2 * _LOOKED_AT]
    first, second = head[::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(first, second) < 0.7 * len(head) / 2 or min(first, second):
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def _french(data: bytes) -> tuple[str, str] | None:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if not _is_french(text):
        return None
    certain = _makes_words(text) and not _is_odd(text)
    return (text, _ENCODINGS["cp1252"]) if certain or not any(_reads(data, one) for one in _ENCODINGS) else None


def _is_french(text: str) -> bool:
    return all(one < "\x80" or one in _FRENCH for one in set(text))


def _reads(data: bytes, encoding: str) -> bool:
    """Tell whether an encoding other than the usual one makes nothing but French words of a file."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return encoding != "cp1252" and _is_french(text) and _makes_words(text) and not _is_odd(text)


def _plausible(data: bytes) -> tuple[str, str] | None:
    """Return the text under the one encoding that makes words of it, ``None`` where there are several or none.

    The usual one goes before the others, unless it gives letters that no French word or name has and another gives
    nothing but French ones: «Žcole» and «école» are the same bytes, and only the writer knows.
    """
    found: dict[str, str] = {}
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _makes_words(text):
            found[encoding] = text
    if not found:
        return None
    first, *others = found
    rare = any(one in _RARE for one in found[first]) or _is_odd(found[first])
    strange = {name: not _is_french(text) for name, text in found.items()}
    if first == "cp1252" and not (rare and any(not strange[name] for name in others)):
        return found[first], _ENCODINGS[first]
    if len(found) > 1:
        return None
    return found[first], _ENCODINGS[first]


def _makes_words(text: str) -> bool:
    """Tell whether no letter or sign beyond ASCII stands where none does: a capital inside a word in small
    letters, a sign inside a word."""
    for found in islice(re.finditer(r"[^\x00-\x7f]", text), _MOST_LETTERS):
        place, one = found.start(), found[0]
        before, after = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
        if one in _NEVER or unicodedata.category(one) in ("Cc", "Cn", "Co"):
            return False
        if one.isalpha():
            if one.isupper() and before.isalpha() and (before.islower() or after.islower()):
                return False
            if one.islower() and before.isupper() and after.isupper():
                return False
        elif before.isalpha() and after.isalpha() and one not in _IN_WORDS:
            return False
    return True
