"""The unit tests on other Pythons and other versions: ``other_pythons.py oldest``, ``each`` or ``install``.

``oldest`` takes the oldest Python and the oldest versions that pyproject.toml allows (constraints-oldest.txt);
``each`` takes each Python from 3.11 to 3.13 that this machine has, with the versions of constraints.txt, but for the
one that `make test` runs on: its unit tests are among those. ``install`` makes the environments of both and no more.
Environments are kept in ``.build/`` under a key of the files that decide what they hold.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
SUPPORTED = ("3.11", "3.12", "3.13")
TOOLS = (
    "pytest",
    "hypothesis",
    "nbval",
    "openpyxl",
    "pypdf",
    "frictionless",
    "pingouin",
    "pytest-xdist",
    "scikit-learn",
)
PROCESSES = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
OPTIONS = [*PROCESSES, "-p", "no:cacheprovider", "-o", "addopts=--doctest-modules --strict-markers -ra"]


def candidates(version: str) -> list[tuple[list[str], dict[str, str]]]:
    """Return the ways to call a Python on this machine: by name, by the Windows launcher, through pyenv."""
    ways: list[tuple[list[str], dict[str, str]]] = [([f"python{version}"], {}), (["py", f"-{version}"], {})]
    if pyenv := shutil.which("pyenv"):
        listed = subprocess.run([pyenv, "versions", "--bare"], capture_output=True, text=True, check=False).stdout
        full = [name for name in listed.split() if name.startswith(f"{version}.")]
        ways += [([f"python{version}"], {"PYENV_VERSION": name}) for name in reversed(full)]
    return ways


def find(version: str) -> tuple[list[str], dict[str, str]] | None:
    """Return the command and the variables that start this Python, once it has been seen to start."""
    program = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    for command, extra in candidates(version):
        if shutil.which(command[0]):
            tried = subprocess.run(
                [*command, "-c", program], env=os.environ | extra, capture_output=True, text=True, check=False
            )
            if tried.stdout.strip() == version:
                return command, extra
    return None


def environment(version: str, constraints: Path) -> Path | None:
    """Return the Python of an environment with the project's dependencies, made if need be; ``None`` without Python."""
    found = find(version)
    if found is None:
        return None
    command, extra = found
    decides = (ROOT / "pyproject.toml").read_bytes() + constraints.read_bytes() + " ".join(TOOLS).encode()
    key = sha256(decides).hexdigest()
    folder = ROOT / ".build" / f"python{version}-{constraints.stem}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    mark = folder / "key"
    if not (mark.exists() and mark.read_text(encoding="utf-8") == key):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([*command, "-m", "venv", folder], env=os.environ | extra, check=True)
        asked = ["install", "--quiet", "-c", constraints, "-e", f"{ROOT}[lab,recherche,serveur]", *TOOLS]
        fast = [sys.executable, "-m", "uv", "pip", *asked, "--python", python]
        if not find_spec("uv") or subprocess.run(fast, stderr=subprocess.DEVNULL, check=False).returncode:
            subprocess.run([python, "-m", "pip", "--disable-pip-version-check", *asked], check=True)
        mark.write_text(key, encoding="utf-8")
    return python


def tested(version: str, constraints: Path) -> tuple[int | None, str]:
    """Run the unit tests on one Python; return their status (``None`` without that Python) and what they say."""
    python = environment(version, constraints)
    if python is None:
        return None, f"== Python {version} : absent de cette machine, pas essayé"
    command = [python, "-m", "pytest", *OPTIONS, "tests/unit", "pasapas_widgets"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, f"== Python {version}, {constraints.name}\n{done.stdout}{done.stderr}"


def others() -> list[str]:
    """Return the supported Pythons but for this one, whose environment is that of `make test`."""
    return [version for version in SUPPORTED if sys.version_info[:2] != tuple(map(int, version.split(".")))]


def main(what: str) -> int:
    """Run the unit tests on one Python after another and return a failing status, 0 when all pass."""
    oldest = [(SUPPORTED[0], ROOT / "constraints-oldest.txt")]
    each = [(version, ROOT / "constraints.txt") for version in others()]
    if what == "install":
        for version, constraints in [*oldest, *each]:
            environment(version, constraints)
        return 0
    chosen = oldest if what == "oldest" else each
    statuses = []
    for version, constraints in chosen:
        status, said = tested(version, constraints)
        print(said, flush=True)
        statuses.append(status)
    ran = [status for status in statuses if status is not None]
    if not ran and what == "oldest":
        print(f"Python {SUPPORTED[0]} est absent de cette machine : l'installer, puis recommencer.", file=sys.stderr)
        return 1
    return max(ran, default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
