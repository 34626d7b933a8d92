"""The app on a data folder of a test's own."""

from __future__ import annotations

import pytest
from carnet_pages import CarnetApp

from pasapas_widgets.carnets.desk import sample_carnet


@pytest.fixture
def plan_app(carnet_server: CarnetApp) -> CarnetApp:
    """The app on a data folder that holds a copy of the sample, as a group's own carnet."""
    carnet_server.empty()
    carnet_server.carnets.create(sample_carnet())
    return carnet_server
