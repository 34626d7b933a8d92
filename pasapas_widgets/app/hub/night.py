"""Each night of a shared server: erase what is due, write a backup, remove the old ones; and a backup brought back."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.live.store import open_store

__all__ = ["ERASED", "Night", "NightError", "Restored", "backups", "night", "restore"]

ERASED = "effacees.txt"
"""The identifiers of what was erased, beside the backups: a backup that is brought back erases them again."""
NAMED = "pasapas-{day:%Y-%m-%dT%H%M%S}.dump"
ENDING = ".dump"


class NightError(FrenchError):
    """What a night or a restoration could not do; ``str(error)`` is one French sentence."""


class Night(Struct, frozen=True):
    """What a night did, as counts: sessions erased because their day had come, backups there now and removed."""

    erased: int
    backup: Path
    kept: int
    removed: int


class Restored(Struct, frozen=True):
    """What is there after a restoration: sessions, and those erased once more."""

    sessions: int
    erased: int


def night(store: str, folder: Path, *, days: int, now: dt.datetime | None = None) -> Night:
    """Erase, back up, forget.

    Parameters
    ----------
    store
        PostgreSQL's address.
    folder
        Where backups are; made on the spot, readable by its owner only.
    days
        How long a backup is kept.

    Raises
    ------
    NightError
        The folder cannot be written, or ``pg_dump`` fails: nothing was removed.
    StoreError
        The database cannot be opened.
    """
    moment = now or dt.datetime.now()
    with open_store(store, pool_size=1) as opened:
        erased = opened.erasure.erase_due(day=moment.date())
        gone = {one.session for one in opened.erasure.receipts()}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remember(folder, gone)
        backup = folder / NAMED.format(day=moment)
        unfinished = backup.with_suffix(".part")
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        _run("pg_dump", "--format=custom", f"--file={unfinished}", store)
        unfinished.replace(backup)
    except OSError as error:
        raise NightError(_said("dossier").format(dossier=folder, raison=error.strerror)) from error
    removed = 0
    for old in backups(folder):
        if old != backup and _moment(old) < moment - dt.timedelta(days=days):
            old.unlink()
            removed += 1
    return Night(erased=len(erased), backup=backup, kept=len(backups(folder)), removed=removed)


def restore(backup: Path, store: str) -> Restored:
    """Bring a backup back into an empty database, and erase again what had been erased since it was made.

    Raises
    ------
    NightError
        There is no such file, the database holds sessions already, or ``pg_restore`` fails.
    StoreError
        What was brought back cannot be opened.
    """
    if not backup.is_file():
        raise NightError(_said("absent").format(fichier=backup))
    if not _is_empty(store):
        raise NightError(_said("pas_vide"))
    _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={store}", str(backup))
    with open_store(store, pool_size=1) as opened:
        there = {one.id for one in opened.sessions.all()}
        again = there & _remembered(backup.parent)
        for session in again:
            opened.erasure.erase(session)
        due = opened.erasure.erase_due()
        return Restored(sessions=len(opened.sessions.all()), erased=len(again) + len(due))


def backups(folder: Path) -> list[Path]:
    """Return the backups of a folder, the oldest first."""
    return sorted(path for path in folder.glob(f"*{ENDING}") if _is_ours(path))


def _is_empty(store: str) -> bool:
    """Tell whether nothing of ours is in the database: a schema made by another version would be in the way."""
    import psycopg

    try:
        with psycopg.connect(store) as connection:
            return connection.execute("SELECT to_regclass('sessions')").fetchone() == (None,)
    except psycopg.Error as error:
        raise NightError(_said("base")) from error


def _is_ours(path: Path) -> bool:
    try:
        _moment(path)
    except ValueError:
        return False
    return True


def _moment(path: Path) -> dt.datetime:
    """Return when a backup was made, as its name says."""
    return dt.datetime.strptime(path.name, "pasapas-%Y-%m-%dT%H%M%S.dump")


def _remembered(folder: Path) -> set[str]:
    file = folder / ERASED
    return set(file.read_text(encoding="ascii").split()) if file.exists() else set()


def _remember(folder: Path, gone: set[str]) -> None:
    """Add to the list of what was erased; identifiers are random and lead nowhere else."""
    known = _remembered(folder)
    if gone - known:
        whole = folder / f"{ERASED}.part"
        whole.write_text("".join(f"{one}\n" for one in sorted(known | gone)), encoding="ascii")
        whole.replace(folder / ERASED)


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; what it says is in English and may name values: it is not repeated."""
    found = shutil.which(program)
    if found is None:
        raise NightError(_said("programme").format(programme=program))
    done = subprocess.run([found, *arguments], capture_output=True, check=False)
    if done.returncode:
        raise NightError(_said("echec").format(programme=program, statut=done.returncode))


def _said(which: str) -> str:
    return str(interface("serveur")["nuit"][which])
