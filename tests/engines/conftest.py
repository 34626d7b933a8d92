"""Windows of the two engines that Playwright does not drive here; both are there, or CI fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import firefox
import pytest
import webkit
from carnet_pages import CarnetApp
from window import DESKTOP, Window

collect_ignore = ["webkit_window.py"]
"""What the system's own Python runs, which alone has GTK's bindings: pytest would import it for its doctests."""

ENGINES = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """An engine by its name; where it is missing, skip with the reason, or fail under CI=true."""
    if lacking := ENGINES[request.param].missing():
        reason = f"no {request.param} on this machine, it lacks {lacking}: `make browser` installs it on Debian"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    return str(request.param)


@pytest.fixture(scope="session")
def pool(engine: str) -> Iterator[dict[bool, list[Window]]]:
    """The engine's windows with storage and without, which one test after another takes: opening one takes seconds."""
    windows: dict[bool, list[Window]] = {True: [], False: []}
    yield windows
    for one in windows[True] + windows[False]:
        one.close()


@pytest.fixture
def window(
    engine: str, pool: dict[bool, list[Window]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Window]]:
    """Take windows of the engine, which remember nothing; at the end none of them has told an error."""
    made = {"firefox": firefox.Firefox, "webkit": webkit.WebKit}[engine]
    taken: list[Window] = []

    def opened(size: tuple[int, int] = DESKTOP, *, storage: bool = True) -> Window:
        free = [one for one in pool[storage] if one not in taken]
        if not free:
            free = [made(tmp_path_factory.mktemp(engine), storage=storage)]
            pool[storage] += free
        taken.append(free[0])
        taken[-1].resize(size)
        return taken[-1]

    yield opened
    faults = [fault for one in taken for fault in one.left()]
    assert not faults, f"{engine} told errors of scripts or of the policy"


@pytest.fixture(scope="module")
def carnet_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    """The app on a data folder of this file's own."""
    app = CarnetApp(tmp_path_factory.mktemp("carnets"))
    yield app
    app.stop()
