"""What mybinder.org does to this repository, without Docker.

repo2docker prints the Dockerfile that it would build (``--no-build --debug``). Its steps are replayed here as they are
written, from the one that installs the base environment on: that one is replaced by a venv of the same Python with the
versions of repo2docker's own lock file. The rest (the system's packages, the user's account) is what the machine has.

Everything is under ``.build/binder`` (ignored by git) and kept from one run to the next; what changed is replayed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

__all__ = ["Built", "build", "wanted_python"]

ROOT = Path(__file__).parents[2]
TOOL = "jupyter-repo2docker==2026.4"
BASE = ["jupyterlab", "notebook", "jupyterhub", "ipywidgets", "jupyter-resource-usage", "jupyter-offlinenotebook"]
"""What the base environment asks for (repo2docker's environment.yml); its lock file gives every version."""

PYPI_NAMES = {"jupyterhub-base": "jupyterhub", "nbconvert-core": "nbconvert", "python-fastjsonschema": "fastjsonschema"}
USER_ID = "1000"
STRANGER = 61234
"""An account number that nobody has: who runs the steps when the tests are run by root."""

INSTALLED = (
    "pasapas_widgets",
    "workbooks",
    "data/samples",
    "pyproject.toml",
    "README.md",
    "LICENSE-CODE",
    "binder",
    "tests/binder/replay.py",
)
"""What decides whether the steps must be replayed."""


class Built:
    """A repository as Binder has built it: where it is and what its processes see.

    ``dockerfile`` is repo2docker's own text; ``base`` and ``added`` are the versions that were there before the
    repository's own steps, and those that they added or changed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.prefix = folder / "srv" / "conda" / "envs" / "notebook"
        self.environment = _clean_environment()

    @property
    def dockerfile(self) -> str:
        return (self.folder / "Dockerfile").read_text(encoding="utf-8")

    def start(self, command: list[str], *, environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
        """Start a process as the container does: its user, its variables, in the repository."""
        with log.open("wb") as output:
            return subprocess.Popen(
                command,
                cwd=self.home,
                env=self.environment | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **_account(),
            )

    def run(self, command: list[str], *, as_root: bool = False) -> str:
        """Run a step to its end and return what it printed; fail with it."""
        account = {} if as_root else _account()
        done = subprocess.run(
            command, cwd=self.home, env=self.environment, capture_output=True, text=True, check=False, **account
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        return done.stdout

    def versions(self) -> dict[str, str]:
        """Return the version of each package that is installed."""
        listed = self.run([str(self.prefix / "bin" / "pip"), "list", "--format=freeze"])
        return dict(re.findall(r"^(\S+?)==(\S+)$", listed, re.MULTILINE))


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _account() -> dict[str, Any]:
    """Return how to start a process as the unprivileged account: another one when the tests are run by root."""
    return {"user": STRANGER, "group": STRANGER, "extra_groups": []} if _is_root() else {}


def _clean_environment() -> dict[str, str]:
    """Return what the ordinary clients of the machine need to reach their registry, and nothing of this process."""
    kept = ("PIP_", "SSL_", "REQUESTS_", "HTTP", "http", "NO_PROXY", "no_proxy")
    return {name: value for name, value in os.environ.items() if name.startswith(kept)} | {"PATH": os.defpath}


def _wanted_version() -> str:
    return (ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")


def wanted_python() -> str | None:
    """Return an interpreter of the version that binder/runtime.txt names, that the account of the steps can run."""
    name = f"python{_wanted_version()}"
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    for path in [sys.executable, *(str(Path(folder) / name) for folder in folders)]:
        check = f"import sys, venv, ensurepip; sys.exit('python%d.%d' % sys.version_info[:2] != {name!r})"
        try:
            done = subprocess.run([path, "-c", check], capture_output=True, check=False, **_account())
        except OSError:
            continue
        if done.returncode == 0:
            return path
    return None


def _cellar() -> Path:
    """Return the folder of what is kept: in the checkout, or elsewhere when another account cannot go there."""
    inside = ROOT / ".build" / "binder"
    if _is_root() and not all(parent.stat().st_mode & 1 for parent in ROOT.parents):
        inside = Path(tempfile.gettempdir()) / "pasapas-binder"
    inside.mkdir(parents=True, exist_ok=True)
    return inside


def _repo2docker(python: str) -> Path:
    """Return the folder of a venv that has repo2docker."""
    tools = _cellar() / TOOL.replace("==", "-")
    if not (tools / "bin" / "jupyter-repo2docker").exists():
        subprocess.run([python, "-m", "venv", "--clear", str(tools)], check=True)
        subprocess.run([str(tools / "bin" / "pip"), "install", "--quiet", TOOL], check=True)
    return tools


def _lock(tools: Path) -> str:
    """Return the versions of the base image, as pip constraints."""
    version = _wanted_version()
    found = next(tools.glob(f"lib/*/site-packages/repo2docker/buildpacks/conda/environment.py-{version}-linux-64.lock"))
    lines = re.findall(r"/([^/]+)-(\d[\w.]*)-[^/-]+\.(?:conda|tar\.bz2)", found.read_text(encoding="utf-8"))
    pins = {PYPI_NAMES.get(name, name): number for name, number in lines if re.fullmatch(r"[\d.]+(post\d+)?", number)}
    return "".join(f"{name}=={number}\n" for name, number in pins.items() if name[0] != "_")


def _sources() -> list[str]:
    """Return what a clone would hold: the files that git follows or would."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def _instructions(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Yield each instruction of a Dockerfile with its text, its lines joined."""
    joined = re.sub(r"\\\n", " ", "\n".join(line for line in dockerfile.splitlines() if not line.startswith("#")))
    for line in joined.splitlines():
        if line.strip():
            instruction, _, text = line.strip().partition(" ")
            yield instruction, text.strip()


def _give(folder: Path) -> None:
    """Make the account of the steps the owner of a folder."""
    if _is_root():
        subprocess.run(["chown", "-R", f"{STRANGER}:{STRANGER}", str(folder)], check=True)


def _install_base(built: Built, python: str, lock: str) -> None:
    """Make the base environment: repo2docker's, from the same lock, through pip."""
    subprocess.run([python, "-m", "venv", "--clear", str(built.prefix)], check=True)
    constraints = built.folder / "base.txt"
    constraints.write_text(lock, encoding="utf-8")
    pip = [str(built.prefix / "bin" / "python"), "-m", "pip", "install", "--quiet", "-c", str(constraints)]
    for wanted in (["pip"], BASE):
        subprocess.run([*pip, "--upgrade", *wanted], check=True, env=built.environment)
    _give(built.folder / "srv")


def _copy(built: Built, text: str, sources: list[str]) -> None:
    """Do ``COPY --chown=… src/…``: the repository's files, the user's; other copies are Docker's own."""
    found = re.fullmatch(rf"--chown={USER_ID}:{USER_ID} src/(\S*) \S+", text)
    if not found:
        return
    for name in sources:
        if name.startswith(found[1]):
            target = built.home / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
            target.chmod(0o755 if (ROOT / name).stat().st_mode & 0o100 else 0o644)
    _give(built.home)


def _replay(built: Built, python: str, lock: str, sources: list[str]) -> None:
    """Go through the Dockerfile."""
    owner = str(STRANGER if _is_root() else os.getuid())
    ours = {"HOME": str(built.home), "APP_BASE": str(built.folder / "srv"), "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
    env = built.environment
    env |= {"NB_USER": owner, "NB_UID": owner}
    as_root, based = True, False
    for instruction, text in _instructions(built.dockerfile):
        filled = Template(text).safe_substitute(env)
        if instruction in ("ENV", "ARG"):
            env |= {name: ours.get(name, value) for name, value in re.findall(r"(\w+)=(\S+)", filled)}
        elif instruction == "USER":
            as_root = text == "root"
        elif instruction == "RUN" and "install-base-env.bash" in text:
            based = True
            if not (built.prefix / "bin" / "jupyter-lab").exists():
                _install_base(built, python, lock)
        elif instruction == "RUN" and based:
            mine = "" if _is_root() else "chown() { :; }; "  # an ordinary account owns its files already
            built.run(["bash", "-c", mine + text], as_root=as_root)
        elif instruction == "COPY" and based:
            _copy(built, filled, sources)


def build() -> Built:
    """Build, or bring up to date, what Binder would run."""
    python = wanted_python()
    assert python
    tools, sources = _repo2docker(python), _sources()
    lock = _lock(tools)
    pins = (ROOT / "binder" / "requirements.txt").read_bytes()
    folder = _cellar() / f"env-{_digest(lock.encode(), pins, python.encode())}"
    for old in _cellar().glob("env-*"):
        if old != folder:
            shutil.rmtree(old)
    built = Built(folder)
    stamp, variables = folder / "replayed", folder / "environment.json"
    state = _digest(*((ROOT / name).read_bytes() for name in sources if name.startswith(INSTALLED)))
    if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
        built.environment = json.loads(variables.read_text(encoding="utf-8"))
        return built
    stamp.unlink(missing_ok=True)
    shutil.rmtree(built.home, ignore_errors=True)
    built.home.mkdir(parents=True)
    (folder / "srv").mkdir(exist_ok=True)
    command = [str(tools / "bin" / "jupyter-repo2docker"), "--no-build", "--debug"]
    command += ["--user-name", "jovyan", "--user-id", USER_ID, str(ROOT)]  # as BinderHub does
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (folder / "Dockerfile").write_text(printed, encoding="utf-8")
    _replay(built, python, lock, sources)
    variables.write_text(json.dumps(built.environment), encoding="utf-8")
    stamp.write_text(state, encoding="utf-8")
    return built
