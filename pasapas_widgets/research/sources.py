"""What is read of a folder, and what of it is the same under another spelling."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.files.sheets import Entry, SheetFile, check_no_later_export, told_apart
from pasapas_widgets.files.sheets.entries import quoted
from pasapas_widgets.model.field.hrsheets import plain_words
from pasapas_widgets.research.covariates import COVARIATES
from pasapas_widgets.research.history import FILE
from pasapas_widgets.research.sessions import NAME, About, fault, readable

__all__ = ["Copies", "digest", "files_of", "remarks_of", "same_names", "same_words"]

_NOT_SHEETS = {
    NAME, "datapackage.json", "publies.csv", FILE, "codebook.xml", "lire.r", "citation.cff", "feuilles.sav",
    "feuilles.dta", COVARIATES,
}  # fmt: skip


class Copies:
    """The sheets in JSON met so far, each known by its content: a copy of a file is nobody else."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str]] = set()
        self._lots: list[tuple[str, SheetFile]] = []
        self._n = 0

    def fresh(self, name: str, file: SheetFile) -> list[Entry]:
        """Return the sheets of a file that no other file has.

        Raises
        ------
        SheetFileError
            The file is a later export of another one, in which answers have changed.
        """
        if file.by_content and len(file.entries) > 1:
            check_no_later_export(name, file, self._lots)
            self._lots.append((name, file))
        told = list(told_apart(file))
        new = [(key, entry) for key, entry in told if not file.by_content or key not in self._known]
        self._known |= {key for key, _ in told if file.by_content}
        self._n += len(told) - len(new)
        return [entry for _, entry in new]

    def total(self) -> int:
        return self._n


def files_of(path: Path) -> tuple[list[Path], list[str]]:
    """Return the files to be read, in any case of their extension, and a sentence that names those left aside."""
    if path.is_file():
        return [path], []
    if not path.is_dir():
        raise fault(path.name, "absent")
    kinds = {".csv", ".json", ".xlsx", ".parquet", ".sav", ".dta"}
    every = [one for one in sorted(path.iterdir()) if not one.name.startswith((".", "~$"))]
    every = [one for one in every if one.name.casefold() not in _NOT_SHEETS]
    found = [one for one in every if one.suffix.lower() in kinds and one.is_file()]
    if not found:
        raise fault(path.name, "dossier_vide")
    aside = [f"« {quoted(one.name)} »" for one in every if one not in found]
    texts = interface("research")["lire"]
    return found, [texts["cote"].format(noms=", ".join(aside[:20]) + ("…" if len(aside) > 20 else ""))] if aside else []


def remarks_of(path: Path) -> list[str]:
    """Return what a data package asks to say with every result; nothing where there is none."""
    try:
        told = json.loads(path.read_bytes())["remarques"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal.

    Raises
    ------
    ResearchError
        Another program holds the file, or it may not be read.
    """
    with readable(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def same_names(sessions: Iterable[list[str]], about: dict[str, About]) -> None:
    """Give a session the name that it has in ``seances.csv``, where only capitals or accents differ."""
    lists = list(sessions)
    given = {name for names in lists for name in names}
    if given <= about.keys():
        return
    known: dict[str, list[str]] = {}
    for name in about:
        known.setdefault(plain_words(name), []).append(name)
    met = Counter(plain_words(name) for name in given)
    for names in lists:
        for place, name in enumerate(names):
            if name in about:
                continue
            same = known.get(plain_words(name), [])
            if len(same) == 1 and met[plain_words(name)] == 1:
                names[place] = same[0]


def same_words(about: dict[str, About]) -> list[str]:
    """Write each establishment, type, region and wave in one way, and say which ways were joined."""
    texts = interface("research")["lire"]
    notes = []
    for field in ("etablissement", "type", "region", "vague"):
        ways: dict[str, dict[str, None]] = {}
        for told in dict.fromkeys(getattr(one, field) for one in about.values()):
            if told:
                ways.setdefault(plain_words(told) or told, {})[told] = None
        joined = [list(some) for some in ways.values() if len(some) > 1]
        first = {one: some[0] for some in joined for one in some}
        for session, one in about.items() if first else ():
            if (told := getattr(one, field)) in first:
                changed: dict[str, Any] = {field: first[told]}
                about[session] = replace(one, **changed)
        notes += [texts["ecritures"].format(nom=some[0], n=len(some), colonne=field) for some in joined]
    return notes
