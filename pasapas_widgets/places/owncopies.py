"""The user's own copies of the workbooks and samples: put in a folder of their own, kept up to date, never overwritten.

The folder holds a record of what was put there: the fingerprint of each file. A copy that still has it is nobody's work
and follows the new version; any other is left alone and the new version is put beside it, once.
Why: docs/decisions/005-laptop.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from pasapas_widgets.content import interface
from pasapas_widgets.places.folders import FolderError
from pasapas_widgets.places.shipped import samples_dir, workbooks_dir
from pasapas_widgets.places.wholefile import put

__all__ = ["RECORD", "Beside", "refresh", "shipped"]

RECORD = ".pasapas.json"
"""The name of the record, in the user's folder."""

OPENED = {".csv", ".json", ".xlsx"}
"""What people open among the samples: tables, carnets, and both in the dossiers of the course."""
DESCRIPTION = "datapackage.json"
"""What programs read about a folder of samples."""


class Beside(msgspec.Struct, frozen=True):
    """A new version that was put beside a copy that the user has changed."""

    own: str
    new: str


def shipped() -> Iterator[tuple[str, Path]]:
    """Give each file that has a copy: its name in the user's folder, and where it ships.

    >>> [name for name, _ in shipped()][0]
    '00_accueil.ipynb'
    """
    for path in sorted(workbooks_dir().glob("*.ipynb")):
        yield path.name, path
    samples = samples_dir()
    for path in sorted(samples.rglob("*")):
        if path.suffix in OPENED and path.name != DESCRIPTION:
            yield f"{interface('lab')['exemples']}/{path.relative_to(samples).as_posix()}", path


def refresh(folder: Path, *, version: str) -> list[Beside]:
    """Put in a folder the files that it lacks and the new versions, and return those that were put beside.

    Parameters
    ----------
    folder
        The user's folder, which exists.
    version
        The version of the package, named by the files that are put beside.

    Raises
    ------
    FolderError
        A file cannot be written: one French sentence that names it. What was there is still there.
    """
    record = _read_record(folder)
    beside = []
    for name, source in shipped():
        data = source.read_bytes()
        new = sha256(data).hexdigest()
        copy = folder / name
        there = copy.read_bytes() if copy.is_file() else None
        if there is None or sha256(there).hexdigest() == record.get(name):
            if there != data:
                _write(copy, data)
        elif there != data and record.get(name) != new:
            path = _free_name(copy, data, version=version)
            _write(path, data)
            beside.append(Beside(own=name, new=path.relative_to(folder).as_posix()))
        record[name] = new
    _write(folder / RECORD, json.dumps(record, indent=1, sort_keys=True).encode())
    return beside


def _read_record(folder: Path) -> dict[str, str]:
    """Return what was put, by name; nothing where the record is missing or damaged: then every copy is the user's."""
    try:
        return msgspec.json.decode((folder / RECORD).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def _free_name(copy: Path, data: bytes, *, version: str) -> Path:
    """Return a name beside the copy that no other file has."""
    texts = interface("lab")["nouvelle_version"]
    path = copy.with_stem(texts["nom"].format(nom=copy.stem, version=version))
    number = 2
    while path.exists() and path.read_bytes() != data:
        path = copy.with_stem(texts["autre_nom"].format(nom=copy.stem, version=version, n=number))
        number += 1
    return path


def _write(path: Path, data: bytes) -> None:
    """Write a whole file or nothing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, data)
    except OSError as error:
        raise FolderError(interface("lab")["fichier"].format(fichier=path)) from error
