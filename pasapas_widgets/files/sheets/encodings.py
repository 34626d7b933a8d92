"""The bytes of a file → its text, when the encoding is certain."""

from __future__ import annotations

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

    UTF-8 (with or without a mark), UTF-16 with its mark, else Windows-1252 where that gives nothing but French letters.

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
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            raise SheetFileError(
                name, "le texte en UTF-16 est coupé ou abîmé ; l'enregistrer de nouveau au format CSV UTF-8"
            ) from error
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = "\ufffd"
    if all(letter < "\x80" or letter in _FRENCH for letter in set(text)):
        return text, "Windows-1252"
    raise SheetFileError(
        name,
        "des lettres accentuées sont illisibles, le codage du fichier n'est pas reconnu ; "
        "l'enregistrer de nouveau au format CSV UTF-8",
        where=f"ligne {line}",
    )
