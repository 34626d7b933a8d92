"""A home of its own for the real commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Place"]


class Place:
    """A home of its own for a command: data, documents, temporary files, Jupyter's files."""

    def __init__(self, folder: Path, *, python: Path | str = sys.executable, **env: str) -> None:
        self.folder, self.command = folder, [str(python), "-m", "pasapas_widgets.cli"]
        names = {name: folder / name for name in ("data", "carnets", "tmp", "runtime", "home", "config")}
        for path in names.values():
            path.mkdir(parents=True)
        self.env = os.environ | {
            "PASAPAS_DATA": str(names["data"]),
            "PASAPAS_CARNETS": str(names["carnets"]),
            "TMPDIR": str(names["tmp"]),
            "TEMP": str(names["tmp"]),
            "TMP": str(names["tmp"]),
            "JUPYTER_RUNTIME_DIR": str(names["runtime"]),
            "JUPYTER_CONFIG_DIR": str(names["config"]),
            "HOME": str(names["home"]),
            **env,
        }

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        pipes = {"capture_output": True, "text": True, "timeout": 60, "check": False}
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [*self.command, *arguments],
            env=self.env | env,
            cwd=self.folder,
            **pipes,  # type: ignore[call-overload]
        )
        return done

    @contextmanager
    def started(self, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
        """Start a command; give its process and what it says up to the line that tells how to stop it."""
        command = [*self.command, *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        process = subprocess.Popen(command, env=self.env, cwd=self.folder, **pipes)  # type: ignore[call-overload]
        try:
            said = []
            for line in process.stdout:
                said.append(line.rstrip("\n"))
                if "arrêter" in line:
                    break
            yield process, said
        finally:
            process.terminate()
            process.communicate(timeout=40)

    def left(self) -> list[str]:
        """Return the files of one run that are still there."""
        stray = [*(self.folder / "tmp").rglob("*"), *(self.folder / "runtime").rglob("*")]
        stray += [*(self.folder / "data").glob("*running.json*"), *(self.folder / "carnets").glob(".~*")]
        kept = {"jupyter_cookie_secret"}  # Jupyter's own, made once for the user
        return [str(path) for path in stray if path.name not in kept]
