"""Windows of the two engines that Playwright does not drive here; both are there, or CI fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import firefox
import pytest
import webkit
from carnet_pages import CarnetApp
from window import DESKTOP, Window

collect_ignore = ["webkit_window.py"]
"""What the system's own Python runs, which alone has GTK's bindings: pytest would import it for its doctests."""

ENGINES = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """An engine by its name; where it is missing, skip with the reason, or fail under CI=true."""
    if lacking := ENGINES[request.param].missing():
        reason = f"no {request.param} on this machine, it lacks {lacking}: `make browser` installs it on Debian"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    return str(request.param)


@pytest.fixture
def window(engine: str, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Open windows of the engine; at the end none of them has told an error."""
    made = {"firefox": firefox.Firefox, "webkit": webkit.WebKit}[engine]
    windows: list[Window] = []

    def opened(size: tuple[int, int] = DESKTOP, **options: Any) -> Window:
        folder = tmp_path / f"{engine}-{len(windows)}" / "downloads"
        folder.mkdir(parents=True)
        windows.append(made(size, folder, **options))
        return windows[-1]

    yield opened
    faults = []
    for one in windows:
        faults += one.faults()
        one.goto("about:blank")  # what ends at once tells the server nothing: it would keep the page's kernel a while
        one.close()
    assert not faults, f"{engine} told errors of scripts or of the policy"


@pytest.fixture(scope="module")
def carnet_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    """The app on a data folder of this file's own."""
    app = CarnetApp(tmp_path_factory.mktemp("carnets"))
    yield app
    app.stop()
