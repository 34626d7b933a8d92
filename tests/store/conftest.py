"""Both databases for real: a SQLite file, and a throw-away PostgreSQL cluster that the tests start themselves."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from pasapas_widgets.store import Store, open_store


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]), reverse=True)
    if found:
        return found[0].parent
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named else None


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _install() -> None:
    """Install Debian's PostgreSQL without starting the machine's own cluster."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "postgresql"]):
        subprocess.run(["apt-get", *command], check=False, stdout=subprocess.DEVNULL, env=env)


class Cluster:
    """A PostgreSQL server in a temporary folder, on a free port of this machine, run as ``postgres`` when root."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="pasapas-postgres-"))
        if _root():
            shutil.chown(self.folder, "postgres", "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        account = {"user": "postgres", "group": "postgres", "extra_groups": []} if _root() else {}
        with (self.folder / "programs.log").open("ab") as said:  # no pipe: the server would keep it open
            done = subprocess.run(
                [self._programs / program, *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                **account,  # type: ignore[call-overload]
            )
        if done.returncode:
            raise RuntimeError(f"{program}: {(self.folder / 'programs.log').read_text()}")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=40"
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it; ``immediate`` is what a power cut leaves: no last word, recovery from the log at the next start."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", how, "stop")

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"seances_{uuid.uuid4().hex[:12]}"
        address = f"postgresql://postgres@127.0.0.1:{self.port}"
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{address}/{name}"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server; where there can be none, skip with the reason, or fail under CI=true when root."""
    programs = _programs()
    if programs is None and _root() and shutil.which("apt-get"):
        _install()
        programs = _programs()
    if programs is None:
        reason = "no PostgreSQL server on this machine: install Debian's package postgresql"
        if _root() and os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    started = Cluster(programs)
    yield started
    started.stop()
    shutil.rmtree(started.folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, on each of the two kinds in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'seances.sqlite'}"
    made: str = request.getfixturevalue("cluster").new_database()
    return made


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An open store, empty."""
    with open_store(address) as opened:
        yield opened


@pytest.fixture
def reopen(address: str) -> Iterator[Callable[[], Store]]:
    """Open the same database once more, as another server process or a restarted one would."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(open_store(address))
        return opened[-1]

    yield again
    for one in opened:
        one.close()
