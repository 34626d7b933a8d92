"""The room for real: ``pasapas salle`` on addresses of this machine's own loop, and a throw-away PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from salle import Salle


@pytest.fixture(scope="session")
def salle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Salle]:
    """One room for the tests that leave it as it was; each makes sessions of its own."""
    opened = Salle(tmp_path_factory.mktemp("salle"))
    yield opened
    opened.stop()


@pytest.fixture
def open_salle(tmp_path: Path) -> Iterator[Callable[..., Salle]]:
    """Open rooms of a test's own; those that still run are killed at its end."""
    opened: list[Salle] = []

    def start(data: Path | None = None, **options: Any) -> Salle:
        opened.append(Salle(data or tmp_path, **options))
        return opened[-1]

    yield start
    for one in opened:
        if one.process.poll() is None:
            one.kill()
