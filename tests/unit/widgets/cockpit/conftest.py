"""A real room, and a cockpit that a page has opened on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cockpit_page import NEW, Page
from ports import free_port
from salle import Salle

from pasapas_widgets.live.client import Room
from pasapas_widgets.widgets.cockpit.cockpit import Cockpit


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Salle]:
    opened = Salle(tmp_path_factory.mktemp("salle"), port=free_port())
    yield opened
    opened.stop()


@pytest.fixture
def page(room: Salle) -> Iterator[Page]:
    cockpit = Cockpit(Room(f"http://127.0.0.1:{room.port}", room.secret))
    page = Page(cockpit)
    page.do("here", last="")
    yield page
    cockpit.close()


@pytest.fixture
def opened(page: Page) -> Page:
    page.do("create", **NEW)
    return page
