"""The real app, started as its users start it, and pages of a real browser that notice any request to another host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from carnet_pages import CarnetApp
from jupyter import Lab, jupyterlab
from live import LAPTOP, App
from ports import free_port
from salle import Salle

PAGE_SECONDS = 120
"""A page comes while its cells run: on a machine of two busy cores, the research workbook takes a while."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """``pasapas --no-browser --port N`` in a data folder of its own."""
    command = [sys.executable, "-m", "pasapas_widgets.cli", "--no-browser", "--port", str(free_port())]
    environment = {**os.environ, "PASAPAS_DATA": str(tmp_path_factory.mktemp("data")), "PYTHONFAULTHANDLER": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        address = re.search(r"http://\S+/", process.stdout.readline())
        assert address, "the app printed no address"
        yield App(process, address[0])
        assert process.poll() is None, f"the app ended by itself: {process.returncode}"
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def carnet_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    """The app whose data folder :meth:`CarnetApp.empty` empties for each test: to start it takes three seconds."""
    app = CarnetApp(tmp_path_factory.mktemp("carnets"))
    yield app
    app.stop()


@pytest.fixture(scope="module")
def salle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Salle]:
    """One room for the tests of a file that leave it running; each makes sessions of its own."""
    opened = Salle(tmp_path_factory.mktemp("salle"), port=free_port())
    yield opened
    opened.stop()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on the workbooks, in the environment that the module has set."""
    with jupyterlab(tmp_path_factory.mktemp("lab")) as opened:
        yield opened


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
        page.goto(url, timeout=PAGE_SECONDS * 1000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not outside, f"asked of another host: {outside}"
    assert not errors, f"script errors: {errors}"
