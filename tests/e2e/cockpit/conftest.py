"""A real room, and the cockpit opened on it in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from salle import Salle
from trainers import Trainer


@pytest.fixture
def trainer(open_page: Callable[..., Any], salle: Salle) -> Iterator[Callable[..., Trainer]]:
    """Open the cockpit in a browser; the store begins and ends empty."""

    def opened(**options: Any) -> Trainer:
        page = open_page(f"http://127.0.0.1:{salle.port}/?jeton={salle.secret}", **options)
        return Trainer(page, salle).open()

    yield opened
    for session in salle.room.sessions():
        salle.room.erase(session["id"])
