"""The real app, started as its users start it, and pages of a real browser that notice any request to another host."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
LAPTOP = {"viewport": {"width": 1280, "height": 900}}
WORKBOOKS = ("00_accueil", "01_autodiagnostic", "02_resultats")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class App:
    """A running app: its address and its process."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address

    def workbook(self, name: str) -> str:
        return f"{self.address}voila/render/{name}.ipynb"

    def kernels(self) -> list[int]:
        """Return the process numbers of the kernels that the app has started."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                command = (stat.parent / "cmdline").read_bytes()
            except OSError:
                continue
            if parent == self.process.pid and b"ipykernel" in command:
                found.append(int(stat.parent.name))
        return found


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """``pasapas --no-browser --port N`` in a data folder of its own."""
    command = [sys.executable, "-m", "pasapas_widgets.cli", "--no-browser", "--port", str(free_port())]
    environment = {**os.environ, "PASAPAS_DATA": str(tmp_path_factory.mktemp("data"))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        address = re.search(r"http://\S+/", process.stdout.readline())
        assert address, "the app printed no address"
        yield App(process, address[0])
        process.terminate()
        process.wait(20)


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open pages in fresh profiles; at the end, check that nothing was asked of another host and no script failed."""
    contexts, outside, errors = [], [], []

    def opened(url: str, *, device: dict[str, Any] = LAPTOP, **options: Any) -> Any:
        context = browser.new_context(accept_downloads=True, locale="fr-FR", **(device | options))
        contexts.append(context)
        page = context.new_page()
        home = urlsplit(url).netloc

        def look(request: Any) -> None:
            asked = urlsplit(request.url)
            if asked.scheme in ("http", "https", "ws", "wss") and asked.netloc != home:
                outside.append(request.url)

        page.on("request", look)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not outside, f"asked of another host: {outside}"
    assert not errors, f"script errors: {errors}"


def answered(page: Any) -> int:
    """Return how many answers the page says it has."""
    return int(page.locator(".pap-q-progress progress").get_attribute("value") or 0)


def questionnaire_ready(page: Any) -> None:
    page.locator(".pap-questionnaire").first.wait_for(timeout=60_000)
    page.locator(".pap-radar").first.wait_for(timeout=60_000)


def choose(page: Any, item: str, value: str | int) -> None:
    """Click the radio of an answer, as a finger does: on its label."""
    page.locator(f'.pap-q-item[data-item="{item}"] label:has(input[value="{value}"])').click()
