"""The app on a data folder of a test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from carnet_pages import CarnetApp

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets


@pytest.fixture
def plan_app(tmp_path: Path) -> Iterator[CarnetApp]:
    """The app on a data folder that holds a copy of the sample, as a group's own carnet."""
    Carnets(tmp_path / "carnets").create(sample_carnet())
    app = CarnetApp(tmp_path)
    yield app
    app.stop()
