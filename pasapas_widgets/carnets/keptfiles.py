"""One folder of kept files: identifiers, marks, one writer at a time, earlier revisions.

A save names the version that it changes by its mark, the fingerprint of the file. Where another window has saved
since, nothing is written. Folders and files are their owner's alone. Why so: docs/decisions/008-carnet.md.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Literal

from msgspec import Struct

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.places.wholefile import HeldError, private_folder, put

__all__ = ["KeptFiles", "OtherVersionError", "Revision"]

REVISIONS, LOCK = "revisions", ".verrou"
LATEST, HOURLY, DAILY = 20, 24, 30
"""How many revisions stay: the latest, then the last of each hour, then the last of each day."""
PATIENCE = 10
"""Seconds to wait for another window that is saving."""

Fault = Literal["inconnu", "illisible", "disque", "tenu", "occupe"]


class OtherVersionError(Exception):
    """The file on disk is not the one that a save names; ``there`` is what it holds."""

    def __init__(self, there: bytes) -> None:
        super().__init__()
        self.there = there


class Revision(Struct, frozen=True):
    """An earlier version, and when it was saved."""

    number: int
    saved: dt.datetime


class KeptFiles(ABC):
    """The files of one folder, each under an identifier of its own.

    A subclass says what a file holds, by which ``name`` it lies in a folder of its own with its revisions (where it
    gives none: ``IDENTIFIER.json``, without revisions), and what is said of each :data:`Fault`.

    Parameters
    ----------
    folder
        Where they are. It is made when a first file is kept.
    """

    name: ClassVar[str] = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @abstractmethod
    def _fault(self, fault: Fault) -> FrenchError:
        """Return the error that tells of a fault, in one French sentence."""

    def mark(self, id: str) -> str:
        """Return the mark of what is on disk, without reading what it holds."""
        return mark_of(self._bytes(id))

    def revisions(self, id: str) -> tuple[Revision, ...]:
        """Return the earlier versions that are kept, the latest first."""
        folder = self._place(id) / REVISIONS
        found = {int(path.stem): path for path in folder.glob("*.json") if path.stem.isdecimal()}
        return tuple(Revision(number, _saved(found[number])) for number in sorted(found, reverse=True))

    def erase(self, id: str) -> None:
        """Remove a file with all its revisions.

        Raises
        ------
        FrenchError
            There is none of that identifier, or the disk refused.
        """
        place = self._place(id)
        with self._written():
            if place.is_dir():
                shutil.rmtree(place)
            else:
                place.unlink()

    @property
    def folder(self) -> Path:
        """Where they are; it may not be there yet."""
        return self._folder

    def _ids(self) -> list[str]:
        """Return the identifiers of what is kept, the last saved first."""
        places = self._folder.iterdir() if self._folder.is_dir() else ()
        ids = [place.name.removesuffix("" if self.name else ".json") for place in places]
        found: list[tuple[int, str]] = []
        for id in filter(_is_id, ids):
            with suppress(OSError):  # no file there, or erased meanwhile
                found.append((self._file(id).stat().st_mtime_ns, id))
        return [id for _, id in sorted(found, reverse=True)]

    def _saved(self, id: str) -> dt.datetime:
        """Return when a file was last saved, to the second."""
        return _saved(self._file(id))

    def _create(self, data: bytes) -> str:
        """Keep a new file and return its identifier; where the disk does not take it, nothing is left of it."""
        id = secrets.token_hex(8)
        file = self._file(id)
        try:
            with self._written():
                private_folder(file.parent / REVISIONS if self.name else file.parent)
                put(file, data, private=True)
        except FrenchError:
            if self.name:
                shutil.rmtree(file.parent, ignore_errors=True)
            raise
        return id

    def _bytes(self, id: str) -> bytes:
        self._place(id)
        return self._read(self._file(id))

    def _revision(self, id: str, number: int) -> bytes:
        return self._read(_numbered(self._place(id), number))

    def _save(self, id: str, data: bytes, *, over: str) -> str:
        """Put a file in the place of the version ``over``, which becomes a revision; return the new mark.

        Raises
        ------
        OtherVersionError
            The version on disk is another one: nothing was written.
        FrenchError
            The disk did not take it: the version before is still there.
        """
        with self._locked(id):
            before = self._bytes(id)
            if before == data:
                return mark_of(data)
            if mark_of(before) != over:
                raise OtherVersionError(before)
            with self._written():
                self._sweep(id)
                if self.name:
                    self._keep_revision(id, before)
                put(self._file(id), data, private=True)
        return mark_of(data)

    def _file(self, id: str) -> Path:
        return self._folder / id / self.name if self.name else self._folder / f"{id}.json"

    def _place(self, id: str) -> Path:
        """Return the file that is there, or the folder of its own; an identifier that is none leads nowhere else."""
        place = self._folder / (id if self.name else f"{id}.json")
        if not _is_id(id) or not place.exists():
            raise self._fault("inconnu")
        return place

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise self._fault("illisible") from error

    def _sweep(self, id: str) -> None:
        """Remove what a killed process left half-written; the caller holds the lock, so it is nobody's."""
        own = self._file(id).parent
        for left in own.rglob(".*.json.*") if self.name else own.glob(f".{id}.json.*"):
            left.unlink(missing_ok=True)

    def _keep_revision(self, id: str, data: bytes) -> None:
        """Keep the present file among the revisions, then let go of those that no rule keeps."""
        place, earlier = self._place(id), self.revisions(id)
        copy = _numbered(place, 1 + max((one.number for one in earlier), default=0))
        private_folder(place)
        private_folder(copy.parent)
        put(copy, data, private=True)
        stamp = self._file(id).stat()
        os.utime(copy, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        for number in _let_go(earlier):
            with suppress(OSError):
                _numbered(place, number).unlink(missing_ok=True)

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._fault("tenu" if isinstance(error, HeldError) else "disque") from error

    @contextmanager
    def _locked(self, id: str) -> Iterator[None]:
        """Hold a file alone. The lock is the operating system's own, and ends with the process."""
        from filelock import FileLock, Timeout

        self._place(id)
        lock = FileLock(self._file(id).with_name(LOCK), timeout=PATIENCE, mode=0o600)
        try:
            lock.acquire()
        except (Timeout, OSError) as error:
            raise self._fault("occupe" if isinstance(error, Timeout) else "disque") from error
        try:
            yield
        finally:
            lock.release()


def mark_of(data: bytes) -> str:
    """Return the mark of what a file holds.

    >>> len(mark_of(b""))
    32
    """
    return sha256(data).hexdigest()[:32]


def _is_id(id: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{16}", id) is not None


def _numbered(place: Path, number: int) -> Path:
    return place / REVISIONS / f"{number:06}.json"


def _saved(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0)


def _let_go(revisions: Iterable[Revision]) -> Iterator[int]:
    """Give the numbers of the revisions that are neither among the latest nor the last of an hour or of a day."""
    hours: set[str] = set()
    days: set[str] = set()
    for place, one in enumerate(revisions):
        hour, day = one.saved.strftime("%Y-%m-%d %H"), one.saved.strftime("%Y-%m-%d")
        last_of_hour = hour not in hours and len(hours) < HOURLY
        last_of_day = day not in days and len(days) < DAILY
        hours.add(hour)
        days.add(day)
        if place >= LATEST and not last_of_hour and not last_of_day:
            yield one.number
