"""Carnets kept as files: one folder each, the present file and earlier revisions. Why so: docs/decisions/008-carnet.md.

A save names the version that it changes by its :attr:`Kept.mark`, the fingerprint of the file. Where another window
has saved since, nothing is written and both versions are given back. A file is written beside, forced to disk, then
put in place: a process that is killed leaves the version before or the one after, never a part of one.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError
from pasapas_widgets.places.folders import data_dir

__all__ = ["Carnets", "ConflictError", "Kept", "Listed", "NotKeptError", "Revision", "identified"]

CARNET, REVISIONS, LOCK = "carnet.json", "revisions", ".verrou"
LARGEST = 5 * 2**20
"""Bytes of the largest carnet that is kept; a group's own weighs under 1 MB."""
LATEST, HOURLY, DAILY = 20, 24, 30
"""How many revisions stay: the latest, then the last of each hour, then the last of each day."""
PATIENCE = 10
"""Seconds to wait for another window that is saving."""


class NotKeptError(FrenchError):
    """A carnet that is not there, or that the disk did not take; ``str(error)`` is one French sentence."""


class Kept(Struct, frozen=True):
    """A carnet as it is on disk, and the mark that a save over it must name."""

    carnet: Carnet
    mark: str


class ConflictError(FrenchError):
    """Another window has saved since; nothing was written. ``there`` is what is on disk, ``here`` what was refused."""

    def __init__(self, *, there: Kept, here: Carnet) -> None:
        super().__init__(interface("carnet")["fautes"]["conflit"])
        self.there, self.here = there, here


class Listed(Struct, frozen=True):
    """A carnet in the list: its title, the day it was last saved, and the reason where it cannot be opened.

    ``is_other``: it is whole and answers another questionnaire than this process's.
    """

    id: str
    title: str
    saved: dt.datetime
    fault: str | None = None
    is_other: bool = False


class Revision(Struct, frozen=True):
    """An earlier version of a carnet, and when it was saved."""

    number: int
    saved: dt.datetime


def identified(carnet: Carnet) -> Carnet:
    """Return a carnet that has its own identifier: the one it came with, else a new one.

    >>> made = identified(Carnet())
    >>> len(str(made.id)), identified(made) == made
    (18, True)
    """
    return carnet if carnet.id else replace(carnet, id=secrets.token_hex(9))


class Carnets:
    """The carnets of a data folder.

    Parameters
    ----------
    folder
        Where they are; the user's own data folder where left out. It is made when a first carnet is kept.

    Raises
    ------
    FolderError
        The data folder cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     carnets = Carnets(Path(folder))
    ...     id = carnets.create(Carnet(title="Équipe de nuit"))
    ...     mark = carnets.save(id, Carnet(title="Équipe du soir"), over=carnets.read(id).mark)
    ...     carnets.read(id).carnet.title, len(carnets.revisions(id))
    ('Équipe du soir', 1)
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder if folder is not None else data_dir() / "carnets"

    def all(self) -> tuple[Listed, ...]:
        """Return what is kept, the last saved first. One that cannot be opened is listed with its reason."""
        if not self._folder.is_dir():
            return ()
        places = [one for one in self._folder.iterdir() if _is_id(one.name) and (one / CARNET).is_file()]
        latest = sorted(places, key=lambda one: ((one / CARNET).stat().st_mtime_ns, one.name), reverse=True)
        return tuple(listed for one in latest if (listed := self._listed(one.name)))

    def create(self, carnet: Carnet) -> str:
        """Keep a new carnet and return its identifier.

        Raises
        ------
        NotKeptError
            The disk did not take it; nothing is left of it.
        CarnetError
            It answers another questionnaire than this process's.
        """
        _ours(carnet)
        id = secrets.token_hex(8)
        with self._written():
            (self._folder / id / REVISIONS).mkdir(parents=True)
        try:
            with self._written():
                _put(self._folder / id / CARNET, _bytes_of(carnet))
        except NotKeptError:
            shutil.rmtree(self._folder / id, ignore_errors=True)
            raise
        return id

    def read(self, id: str) -> Kept:
        """Read a carnet.

        Raises
        ------
        NotKeptError
            There is none of that identifier, or the file cannot be read.
        CarnetError
            The file is damaged, a newer application wrote it, or it answers another questionnaire; it is left as it
            is.
        """
        data = self._bytes(id)
        return Kept(_ours(Carnet.from_json(data)), _mark(data))

    def save(self, id: str, carnet: Carnet, *, over: str) -> str:
        """Put a carnet in the place of the version ``over``, which becomes a revision; return the new mark.

        Raises
        ------
        ConflictError
            The version on disk is another one: nothing was written.
        NotKeptError
            The disk did not take it: the version before is still there.
        """
        data = _bytes_of(carnet)
        with self._locked(id):
            before = self._bytes(id)
            if before == data:
                return _mark(data)
            if _mark(before) != over:
                raise ConflictError(there=Kept(Carnet.from_json(before), _mark(before)), here=carnet)
            with self._written():
                self._sweep(id)
                self._keep_revision(id)
                _put(self._folder / id / CARNET, data)
        return _mark(data)

    def file(self, made: Carnet, *, into: str = "") -> str:
        """Keep the sessions of a carnet: as a new one, or among those of a kept one; return its identifier.

        A session that was there under the same title and day is replaced, so that filing it twice keeps it once.

        Raises
        ------
        NotKeptError, CarnetError
            There is no such carnet, it cannot be read, or the disk did not take it.
        ConflictError
            Another window has saved at the same moment: nothing was written.
        """
        if not into:
            return self.create(identified(made))
        _ours(made)
        kept = self.read(into)
        new = {(wave.session.title, wave.session.day) for wave in made.waves}
        joined = replace(
            kept.carnet,
            waves=tuple(one for one in kept.carnet.waves if (one.session.title, one.session.day) not in new),
        )
        for wave in made.waves:
            joined = joined.with_wave(wave)
        self.save(into, joined, over=kept.mark)
        return into

    def mark(self, id: str) -> str:
        """Return the mark of what is on disk, without reading it as a carnet."""
        return _mark(self._bytes(id))

    def revisions(self, id: str) -> tuple[Revision, ...]:
        """Return the earlier versions that are kept, the latest first."""
        folder = self._place(id) / REVISIONS
        found = {int(path.stem): path for path in folder.glob("*.json") if path.stem.isdecimal()}
        return tuple(Revision(number, _saved(found[number])) for number in sorted(found, reverse=True))

    def revision(self, id: str, number: int) -> Carnet:
        """Read an earlier version; to restore it is to save it over the present one.

        Raises
        ------
        NotKeptError
            It is no longer kept.
        CarnetError
            It is damaged.
        """
        return _ours(Carnet.from_json(self._read(_numbered(self._place(id), number))))

    def damaged(self, id: str) -> bytes:
        """Return the bytes of a carnet that cannot be opened, for what can be recovered of it."""
        return self._bytes(id)

    def erase(self, id: str) -> None:
        """Remove a carnet with all its revisions.

        Raises
        ------
        NotKeptError
            There is none of that identifier, or the disk refused.
        """
        folder = self._place(id)
        with self._written():
            shutil.rmtree(folder)

    def _place(self, id: str) -> Path:
        """Return the folder of a carnet that is there; an identifier that is none leads nowhere else."""
        if not _is_id(id) or not (self._folder / id).is_dir():
            raise NotKeptError(interface("carnet")["fautes"]["inconnu"])
        return self._folder / id

    def _bytes(self, id: str) -> bytes:
        return self._read(self._place(id) / CARNET)

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise NotKeptError(interface("carnet")["fautes"]["illisible"]) from error

    def _listed(self, id: str) -> Listed | None:
        path = self._folder / id / CARNET
        try:
            saved = _saved(path)
            carnet = Carnet.from_json(path.read_bytes())
            reason = carnet.other_questionnaire
            return Listed(id, carnet.title, saved, reason, is_other=reason is not None)
        except CarnetError as error:
            return Listed(id, "", saved, str(error))
        except OSError:
            return None

    def _sweep(self, id: str) -> None:
        """Remove what a killed process left half-written; the caller holds the lock, so it is nobody's."""
        for left in (self._folder / id).rglob(".*.json.*"):
            left.unlink(missing_ok=True)

    def _keep_revision(self, id: str) -> None:
        """Copy the present file among the revisions, then let go of those that no rule keeps."""
        folder = self._folder / id
        earlier = self.revisions(id)
        copy = _numbered(folder, 1 + max((one.number for one in earlier), default=0))
        copy.parent.mkdir(exist_ok=True)
        unfinished = copy.with_name(f".{copy.name}.{os.getpid()}")
        try:
            shutil.copy2(folder / CARNET, unfinished)
            unfinished.replace(copy)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        for number in _let_go(earlier):
            with suppress(OSError):
                _numbered(folder, number).unlink(missing_ok=True)

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise NotKeptError(interface("carnet")["fautes"]["disque"].format(dossier=self._folder)) from error

    @contextmanager
    def _locked(self, id: str) -> Iterator[None]:
        """Hold the carnet alone: SQLite's lock of a file is the operating system's own, and ends with the process."""
        place = self._place(id)
        try:
            lock = sqlite3.connect(place / LOCK, timeout=PATIENCE, isolation_level=None)
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            sentence: str = interface("carnet")["fautes"]["occupe" if busy else "disque"]
            raise NotKeptError(sentence.format(dossier=self._folder)) from error
        with closing(lock):
            yield


def _ours(carnet: Carnet) -> Carnet:
    """Return a carnet of this process's questionnaire, and refuse any other."""
    if reason := carnet.other_questionnaire:
        raise CarnetError(reason)
    return carnet


def _is_id(id: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{16}", id) is not None


def _mark(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


def _bytes_of(carnet: Carnet) -> bytes:
    data = carnet.to_json().encode()
    if len(data) > LARGEST:
        raise NotKeptError(interface("carnet")["fautes"]["trop_gros"].format(mo=LARGEST // 2**20))
    return data


def _numbered(folder: Path, number: int) -> Path:
    return folder / REVISIONS / f"{number:06}.json"


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


def _put(path: Path, data: bytes) -> None:
    """Write a whole file, forced to disk, in the place of the one that is there; or change nothing."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # a directory cannot be forced to disk everywhere
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
