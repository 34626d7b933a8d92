"""Both databases for real: a SQLite file, and a throw-away PostgreSQL cluster that the tests start themselves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cluster import Cluster, is_root, server_programs

from pasapas_widgets.live.store import Store, open_store


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server; where there can be none, skip with the reason, or fail under CI=true when root."""
    programs = server_programs()
    if programs is None:
        reason = "no PostgreSQL server on this machine: install Debian's package postgresql"
        if is_root() and os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    started = Cluster(programs)
    yield started
    started.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, on each of the two kinds in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'seances.sqlite'}"
    made: str = request.getfixturevalue("cluster").new_database()
    return made


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An open store, empty."""
    with open_store(address) as opened:
        yield opened


@pytest.fixture
def reopen(address: str) -> Iterator[Callable[[], Store]]:
    """Open the same database once more, as another server process or a restarted one would."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(open_store(address))
        return opened[-1]

    yield again
    for one in opened:
        one.close()
