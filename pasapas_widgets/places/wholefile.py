"""A file written whole or not at all, and the folders that are their owner's alone.

The bytes are written beside the place, forced to disk, then moved there: a process that is killed leaves the file
before or the one after, never a part of one.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

__all__ = ["HeldError", "moved", "private_folder", "put", "unfinished_of"]

PATIENCE = 2.0
"""Seconds to wait for a program that holds a file: an antivirus, or a synchronised folder, does so for about one."""
STEP = 0.05
"""Seconds between two tries."""


class HeldError(PermissionError):
    """Another program held the place for longer than :data:`PATIENCE`; what was there is as it was."""


def put(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put a whole file in the place of the one that is there, or change nothing.

    Parameters
    ----------
    private
        Whether the file is its owner's alone (0600; on Windows the folder decides). Else the user's own rule holds.

    Raises
    ------
    HeldError
        Another program holds the file that is there.
    OSError
        The disk did not take it.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        path.write_bytes(data)  # a device or a pipe: nothing of it is kept, and root would put a file in its place
        return
    unfinished, mode = unfinished_of(path), 0o600 if private else 0o666
    try:
        unfinished.unlink(missing_ok=True)
        with open(unfinished, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        moved(unfinished, path)
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            unfinished.unlink(missing_ok=True)
        raise
    _force(path.parent)


def unfinished_of(path: Path) -> Path:
    """Return where this process writes a file before it is whole.

    >>> unfinished_of(Path("a.json")).name.startswith(".a.json.")
    True
    """
    return path.with_name(f".{path.name}.{os.getpid()}")


def moved(made: Path, target: Path) -> Path:
    """Move what was made beside its place into it, once nobody holds the place any more; return the place.

    Raises
    ------
    HeldError
        Somebody held it for longer than :data:`PATIENCE`.
    OSError
        It cannot be moved.
    """
    until = monotonic() + PATIENCE
    while True:
        try:
            return made.replace(target)
        except PermissionError as error:
            if monotonic() >= until:
                raise HeldError(*error.args) from error
            sleep(STEP)


def private_folder(path: Path) -> Path:
    """Return a folder that is its owner's alone (0700), made if need be with what leads there.

    Raises
    ------
    OSError
        It cannot be made.
    """
    if not path.parent.exists():
        private_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    if os.name != "nt" and path.stat().st_mode & 0o077:  # made by an earlier version
        with suppress(OSError):
            path.chmod(0o700)
    return path


def _force(folder: Path) -> None:
    """Force to disk that a file is in a folder, where the system can do so."""
    with suppress(OSError):
        directory = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
