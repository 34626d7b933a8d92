"""One door to the database: transactions on SQLite (one writing connection) or PostgreSQL (a small pool)."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, exc
from sqlalchemy.engine import make_url

from pasapas_widgets.live.store.errors import RefusedError, StoreError
from pasapas_widgets.live.store.faults import in_french
from pasapas_widgets.live.store.oneserver import OneServer
from pasapas_widgets.live.store.tables import METADATA
from pasapas_widgets.model.deadline import utc_now

__all__ = ["Database"]

APPLICATION_ID = 0x50617350
"""Marks a SQLite file as ours («PasP»), so that another application's file is never written into."""

_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",  # an acknowledged answer survives a power cut; the price is in benchmarks/results
    "busy_timeout": "30000",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "temp_store": "MEMORY",  # what is sorted or vacuumed never reaches another file
}


class Database:
    """A database that is reached only through transactions.

    Parameters
    ----------
    where
        The path of a SQLite file, ``sqlite:///path``, or ``postgresql://user@host/name``.
    pool_size
        Connections of this process to PostgreSQL; SQLite always has one.
    clock
        Gives this moment in UTC: what tells whether a deadline has passed.

    Raises
    ------
    StoreError
        It cannot be used: damaged, another application's, not writable, not reachable, open in another server. Nothing
        was written.
    """

    def __init__(self, where: str | Path, *, pool_size: int = 5, clock: Callable[[], dt.datetime] = utc_now) -> None:
        text = str(where)
        self.now = clock
        self.is_sqlite = isinstance(where, Path) or "://" not in text or text.startswith("sqlite:")
        self._turn: AbstractContextManager[Any]
        self._alone: OneServer | None = None
        if self.is_sqlite:
            path = where if isinstance(where, Path) else Path(text.removeprefix("sqlite:///"))
            self.name = path.name
            self._turn = threading.Lock()
            self._alone = _alone(path)
            try:
                self._engine = _sqlite_engine(path)
            except BaseException:
                self._alone.release()
                raise
        else:
            self._turn = nullcontext()
            self._engine = _postgresql_engine(text, pool_size)
            self.name = self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection inside a transaction; what it wrote is on disk when the block ends, or not at all.

        On SQLite every transaction takes the only connection and begins as a writer, so that none fails half-way.
        """
        refused: RefusedError | None = None
        with in_french(self.name), self._turn, self._engine.begin() as connection:
            try:
                yield connection
            except RefusedError as refusal:
                if not refusal.keeps:
                    raise
                refused = refusal
        if refused is not None:
            raise refused

    def scrub(self) -> None:
        """Leave no trace of erased rows in the files of the database: free pages, write-ahead log, old versions.

        Raises
        ------
        StoreError
            Another program is reading the database: close it and call again.
        """
        with in_french(self.name), self._turn:
            if self.is_sqlite:
                self._scrub_sqlite()
            else:
                self._scrub_postgresql()

    def close(self) -> None:
        """Close every connection; a SQLite file is then without its log, and free for another server."""
        with self._turn:
            self._engine.dispose()
        if self._alone:
            self._alone.release()

    def _scrub_sqlite(self) -> None:
        raw = self._engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            raise StoreError(_still_read(self.name)) from error
        finally:
            raw.close()
        if busy:
            raise StoreError(_still_read(self.name))

    def _scrub_postgresql(self) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            names = ", ".join(table.name for table in METADATA.sorted_tables)
            connection.exec_driver_sql(f"VACUUM (FULL) {names}")
            try:
                connection.exec_driver_sql("CHECKPOINT")  # drops the old files at once; else the server does it later
            except exc.ProgrammingError as error:
                if getattr(error.orig, "sqlstate", None) != "42501":  # this account may not: the server will
                    raise


def _still_read(name: str) -> str:
    return (
        f"{name} : l'effacement n'est pas terminé, car une autre application lit ce fichier. "
        "La fermer, puis effacer à nouveau."
    )


def _alone(path: Path) -> OneServer:
    """Keep other servers off a file of ours; a foreign one is refused before anything is laid beside it."""
    with _on_disk(path):
        _refuse_foreign(path)
        return OneServer(path)


def _sqlite_engine(path: Path) -> Engine:
    with _on_disk(path):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # readable by its owner only; so is the log
        raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        for pragma, value in _PRAGMAS.items():
            raw.execute(f"PRAGMA {pragma}={value}")
        if raw.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            raw.close()
            raise StoreError(f"{path.name} : ce dossier ne convient pas ; en choisir un sur le disque de l'ordinateur.")
        if not raw.execute("PRAGMA application_id").fetchone()[0]:
            raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


@contextmanager
def _on_disk(path: Path) -> Iterator[None]:
    """Turn the faults of a file and its folder into :class:`StoreError`."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path} : impossible d'écrire dans ce dossier ({error.strerror}). Choisir un dossier à soi."
        ) from error
    except sqlite3.DatabaseError as error:
        with in_french(path.name):
            raise exc.DatabaseError("", None, error) from error


def _refuse_foreign(path: Path) -> None:
    """Raise where a file is no sound database of ours, before anything is written to it."""
    if not path.exists() or not path.stat().st_size:
        return
    with closing(sqlite3.connect(path.absolute().as_uri() + "?mode=rw", uri=True, timeout=30)) as raw:
        if raw.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("malformed")
        mark = raw.execute("PRAGMA application_id").fetchone()[0]
        tables = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and (mark or tables):
        raise StoreError(
            f"{path.name} : ce fichier appartient à une autre application ; rien n'y a été changé. En choisir un autre."
        )


def _postgresql_engine(url: str, pool_size: int) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
            raise StoreError("L'adresse de la base doit commencer par « postgresql:// » ou « sqlite:/// ».")
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10},
        )
    except exc.ArgumentError as error:
        raise StoreError("L'adresse de la base de données n'est pas lisible : la vérifier.") from error
    except ModuleNotFoundError as error:
        raise StoreError(
            "Pour PostgreSQL, il manque un module : installer « pasapas-widgets[postgres] », puis recommencer."
        ) from error
