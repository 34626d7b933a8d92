"""The real server, started as people start it, and what it answers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
from ports import free_port

FIRST_PORT = free_port()
BOOK = "voila/render/workbooks/01_autodiagnostic.ipynb"


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    process: subprocess.Popen[str]

    def ask(self, path: str, *, method: str = "GET", data: bytes | None = None, **headers: str) -> Answer:
        """Send one request and return what comes, whatever its status."""
        request = Request(self.address + path, data=data, method=method, headers=headers)
        try:
            with urlopen(request, timeout=60) as reply:
                return Answer(reply.status, dict(reply.headers), reply.read().decode())
        except HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read().decode())

    def kernels(self) -> list[psutil.Process]:
        """Return the kernel processes that live, not yet the copy of the server that is about to become one."""
        children = psutil.Process(self.process.pid).children()
        return [one for one in children if is_kernel(one)]

    def open_book(self) -> str:
        """Open the self-diagnosis to its end and return its kernel's id."""
        page = self.ask(BOOK)
        assert page.status == 200
        assert page.text.rstrip().endswith("<!-- pasapas:fin -->")
        found = re.search(r'"kernelId": "([\w-]+)"', page.text)
        assert found
        return found[1]

    def stop(self, name: signal.Signals) -> tuple[int, str]:
        """Ask the server to stop; return its status and what it complained of, or where it was stuck."""
        self.process.send_signal(name)
        try:
            _, errors = self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            left = [" ".join(one.cmdline()) for one in self.kernels()] if self.process.poll() is None else []
            self.process.send_signal(signal.SIGABRT)  # Python writes where each thread is
            return -1, f"{left}\n{self.process.communicate(timeout=60)[1]}"
        return self.process.returncode, errors

    def release(self, kernel_id: str) -> Answer:
        """Send what a browser sends when it leaves a page: a form without a token."""
        return self.ask(f"voila/api/shutdown/{kernel_id}", method="POST", data=b"_xsrf=")


def is_kernel(process: psutil.Process) -> bool:
    """Tell whether a process is a living kernel."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE and "ipykernel" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def until(true: object, *, seconds: float = 20) -> bool:
    """Look until ``true()`` holds, and tell whether it came to hold."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


@contextmanager
def started(folder: Path, *, port: int, settings: dict[str, int] | None = None) -> Iterator[Server]:
    """Start the command and stop it in the end."""
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "pasapas.json").write_text(json.dumps({"PageKernels": settings or {}}), encoding="utf-8")
    env = os.environ | {"JUPYTER_CONFIG_DIR": str(config), "PASAPAS_DATA": str(folder / "data")}
    command = [sys.executable, "-X", "faulthandler", "-m", "pasapas_widgets.cli", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(command, env=env, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        first = process.stdout.readline()
        assert f"http://127.0.0.1:{port}/" in first, first or process.communicate(timeout=20)
        yield Server(f"http://127.0.0.1:{port}/", process)
    finally:
        process.terminate()
        process.communicate(timeout=30)
