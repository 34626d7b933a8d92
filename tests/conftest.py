"""What every test may use: the questionnaire, sheets drawn at random, and a browser where the machine has one."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_setup import found
from hypothesis import HealthCheck, settings

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("quick", settings.get_profile("project"), max_examples=10)
settings.load_profile("project")

for name in ("SIGINT", "SIGHUP"):  # ignored by what was started in the background, then by all that it starts
    if signal.getsignal(getattr(signal, name, signal.SIGINT)) == signal.SIG_IGN:
        signal.signal(getattr(signal, name), signal.SIG_DFL if name == "SIGHUP" else signal.default_int_handler)

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


LONGEST = (
    "e2e/test_accessibility.py", "e2e/phone/test_room_phone.py", "e2e/phone/test_room_phone_seen.py",
    "e2e/phone/test_room_phone_results.py", "binder/test_binder_launch.py", "e2e/cockpit/test_cockpit.py",
    "e2e/cockpit/test_cockpit_seen.py", "e2e/cockpit/test_cockpit_hand.py", "e2e/plan/test_plan.py",
    "e2e/plan/test_plan_seen.py", "e2e/server/test_page_kernels.py", "e2e/server/test_app_screens.py",
    "e2e/test_seance.py", "e2e/server/test_app_server.py", "e2e/test_runsheet.py", "e2e/test_whole_thread.py",
    "e2e/test_room_pages.py", "e2e/test_participant.py", "e2e/test_page_file.py", "laptop/test_wheel.py",
    "laptop/test_installers.py", "laptop/test_start_stop.py", "e2e/test_interview.py", "e2e/test_trainer.py",
    "e2e/test_workbooks_lab.py", "e2e/test_whole_walk.py", "engines/test_engine_workbooks.py",
    "engines/test_engine_room.py", "engines/test_engine_page.py", "server/test_servers.py", "server/test_crowd.py",
    "server/test_night.py", "server/test_oidc.py", "e2e/cockpit/test_cockpit_screen.py", "e2e/test_training_page.py",
    "e2e/phone/test_phone_turns.py", "e2e/test_stage_pages.py", "e2e/test_own_questionnaire.py",
    "e2e/server/test_instant.py", "e2e/cockpit/test_cockpit_distance.py", "e2e/test_wall.py",
)  # fmt: skip
"""The files that take more than half a minute: they begin."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In several processes, begin with the longest files: none of them is left alone at the end."""
    if not hasattr(config, "workerinput"):
        return
    here = Path(__file__).parent
    places = {here / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(LONGEST)))


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    """The self-diagnosis that ships with the package."""
    return load_questionnaire()


WITHOUT_BROWSER = ("unit", "store", "room", "js", "fuzz")
"""The folders whose tests use no browser, but for those marked so."""


@pytest.fixture(autouse=True)
def own_thread_without_a_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hide the event loop that the browser tests leave running in this thread: no kernel and no command has it."""
    folders = request.path.parts
    if request.node.get_closest_marker("browser") or not any(name in folders for name in WITHOUT_BROWSER):
        yield
        return
    left = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(left)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium; without one, skip with the reason, or fail under CI=true."""
    path = found()
    if path is None:
        reason = "no Chromium on this machine: `make browser` installs one"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield started
        started.close()
