"""What a shared server is made of, and what the tests install where root and missing: nginx, JupyterHub's proxy."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cluster import is_root, server_programs
from filelock import FileLock

ROOT = Path(__file__).parents[2]
BIN = ROOT / ".venv" / "bin"
PROXY = ROOT / ".build" / "configurable-http-proxy-5.3.0"
"""JupyterHub's own proxy, from npm, by name and version."""


def proxy_program() -> Path | None:
    """Return JupyterHub's proxy, installed first where it is missing."""
    program = PROXY / "node_modules" / ".bin" / "configurable-http-proxy"
    npm = shutil.which("npm", path=f"{BIN}:{os.environ['PATH']}")
    PROXY.parent.mkdir(exist_ok=True)
    with FileLock(f"{PROXY}.lock"):  # test processes install it once
        if not program.exists() and npm:
            name, _, version = PROXY.name.rpartition("-")
            asked = [
                "--silent",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
                "--prefix",
                str(PROXY),
                f"{name}@{version}",
            ]
            subprocess.run([npm, "install", *asked], check=False, env=with_node())
    return program if program.exists() else None


def with_node() -> dict[str, str]:
    """Return an environment that finds the Node of the test tools."""
    return {**os.environ, "PATH": f"{BIN}:/usr/sbin:{os.environ['PATH']}"}


def nginx_program() -> str | None:
    """Return nginx, installed from Debian first when root and missing; the machine's own is not started."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if found is None and is_root() and shutil.which("apt-get"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "nginx-light"]):
            subprocess.run(["apt-get", *command], check=False, stdout=subprocess.DEVNULL, env=env)
        found = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    return found


def lacking() -> str:
    """Return why no server can be run here, or nothing. Only root opens servers under other accounts."""
    if not is_root():
        return "only root opens servers under the trainers' accounts"
    engines = {"nginx": nginx_program(), "PostgreSQL": server_programs(), "JupyterHub's proxy": proxy_program()}
    return ", ".join(f"no {name}" for name, found in engines.items() if not found)


@contextmanager
def passable(*paths: Path) -> Iterator[None]:
    """Let other accounts through the folders that lead to these paths, as they would be under ``/opt``."""
    folders = {folder for path in paths for folder in [*path.parents, *path.resolve().parents]}
    modes = {folder: folder.stat().st_mode for folder in folders if not folder.stat().st_mode & 0o001}
    for folder, mode in modes.items():
        folder.chmod(mode | 0o011)
    try:
        yield
    finally:
        for folder, mode in modes.items():
            folder.chmod(mode)
