"""JupyterLab on the workbooks, and the gestures of its reader: it draws a cell when it comes into view."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from jupyter_client.blocking.client import BlockingKernelClient
from playwright.sync_api import TimeoutError
from ports import free_port
from waits import until

from pasapas_widgets.places.shipped import workbooks_dir

__all__ = ["Lab", "cells", "jupyterlab", "reach", "run_all"]

TOKEN = "essai"

NOTEBOOK = ".jp-NotebookPanel:visible"


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab and the folder where it keeps how to speak with its kernels."""

    port: int
    runtime: Path

    def answers(self) -> bool:
        """Tell whether the server answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/api", timeout=10) as reply:
                return reply.status == 200
        except OSError:
            return False

    def begun(self, name: str) -> str:
        """Start a workbook's kernel, wait until it answers, and return the address of the workbook's page.

        A page that opens on a kernel which answers has it at once; one that has to start it under load may give up.
        """
        wanted = {"path": f"{name}.ipynb", "name": name, "type": "notebook", "kernel": {"name": "python3"}}
        order = Request(
            f"http://127.0.0.1:{self.port}/api/sessions",
            data=json.dumps(wanted).encode(),
            headers={"Authorization": f"token {TOKEN}"},
        )
        with urlopen(order, timeout=120) as reply:
            kernel = json.load(reply)["kernel"]["id"]
        with ThreadPoolExecutor(1) as aside:  # the browser's event loop runs in this thread
            assert aside.submit(self._answered, kernel).result()
        return f"http://127.0.0.1:{self.port}/lab/workspaces/{name}/tree/{name}.ipynb?token={TOKEN}"

    def _answered(self, kernel: str) -> bool:
        client = BlockingKernelClient(connection_file=str(self.runtime / f"kernel-{kernel}.json"))
        client.load_connection_file()
        client.start_channels(iopub=False, stdin=False, hb=False)
        client.kernel_info()
        try:
            return bool(client.get_shell_msg(timeout=120))
        finally:
            client.stop_channels()


@contextmanager
def jupyterlab(folder: Path) -> Iterator[Lab]:
    """JupyterLab on a copy of the workbooks in a folder, with settings of its own and the environment of the moment."""
    for notebook in workbooks_dir().glob("*.ipynb"):
        shutil.copy(notebook, folder)
    port, log = free_port(), folder / "log"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--LabApp.news_url="]
    command += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"]
    command.append("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime", "JUPYTERLAB_SETTINGS_DIR": "settings"}
    environment = os.environ | {name: str(folder / place) for name, place in own.items()}
    with (
        log.open("w") as written,
        subprocess.Popen(command, stdout=written, stderr=written, env=environment, cwd=folder) as process,
    ):
        opened = Lab(port, folder / "runtime")
        assert until(opened.answers, seconds=120), log.read_text(errors="replace")
        yield opened
        process.terminate()
        process.wait(20)


def cells(page: Any) -> int:
    """Return how many cells the notebook has on the page."""
    return int(page.locator(f"{NOTEBOOK} .jp-Cell").count())


def run_all(page: Any) -> None:
    """Run every cell, once the notebook is there and its kernel is ready for it."""
    dialog = page.locator(".jp-Dialog button.jp-mod-accept")  # a slow kernel makes JupyterLab ask: the answer is yes
    page.add_locator_handler(dialog, lambda button: button.click(), no_wait_after=True)  # one may follow another
    page.locator(f"{NOTEBOOK} .jp-Cell").first.click(timeout=120_000)
    page.locator(f"{NOTEBOOK} .jp-Toolbar-kernelName", has_text="Python 3").wait_for(timeout=120_000)
    page.locator(f"{NOTEBOOK} .jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(timeout=120_000)
    begun = page.locator(f"{NOTEBOOK} .jp-InputPrompt", has_text=re.compile(r"\[(\*|\d+)\]")).first
    for _ in range(6):  # JupyterLab drops the order without a word while the kernel has just come
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with suppress(TimeoutError):
            begun.wait_for(timeout=10_000)
            return
    begun.wait_for(timeout=10_000)


def reach(page: Any, selector: str) -> Any:
    """Go down to a widget, up again where it is passed, until JupyterLab has drawn it."""
    page.locator(".jp-WindowedPanel-outer").first.hover(position={"x": 20, "y": 300})
    for turn in range(240):
        if page.locator(selector).count():
            break
        page.mouse.wheel(0, 500 if turn % 80 < 50 else -800)
        page.wait_for_timeout(150)
    node = page.locator(selector).first
    node.wait_for(timeout=60_000)
    node.scroll_into_view_if_needed()
    return node
