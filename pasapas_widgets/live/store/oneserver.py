"""One server process on one SQLite file: a lock of the operating system on an empty file beside it.

The system itself lets the lock go when its process ends, however it ends. Who only reads the database (a copy, a look
with another program) does not meet it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pasapas_widgets.live.store.errors import StoreError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["OneServer"]

BESIDE = ".verrou"


class OneServer:
    """The lock of a SQLite file, held until :meth:`release`. The empty file stays: removed, it could be held twice.

    Parameters
    ----------
    path
        The database; its lock is ``path`` with ``.verrou`` after it.

    Raises
    ------
    StoreError
        Another store holds it, of another process or of this one.
    OSError
        The folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path.with_name(path.name + BESIDE), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._file, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.release()
            if sys.platform != "win32" and not isinstance(error, BlockingIOError):
                raise
            raise StoreError(
                f"{path.name} : l'application est déjà ouverte sur ces séances. Reprendre sa fenêtre, ou la fermer, "
                "puis recommencer."
            ) from error

    def release(self) -> None:
        """Let it go."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
