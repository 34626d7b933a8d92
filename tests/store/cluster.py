"""A throw-away PostgreSQL server for tests and measures; Debian's own programs, installed when root and missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import psycopg
from ports import free_port


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]), reverse=True)
    if found:
        return found[0].parent
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named else None


def is_root() -> bool:
    """Tell whether this process is root's."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def server_programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, installed from Debian first when root and missing."""
    if _programs() is None and is_root() and shutil.which("apt-get"):
        _install()
    return _programs()


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
        if is_root():
            shutil.chown(self.folder, "postgres", "postgres")
        self.port = free_port()
        self._run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        account = {"user": "postgres", "group": "postgres", "extra_groups": []} if is_root() else {}
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

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        self.stop("immediate")
        shutil.rmtree(self.folder)

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"seances_{uuid.uuid4().hex[:12]}"
        address = f"postgresql://postgres@127.0.0.1:{self.port}"
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{address}/{name}"
