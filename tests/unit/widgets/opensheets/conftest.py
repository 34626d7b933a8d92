"""The widget that opens sheets, empty."""

from __future__ import annotations

import pytest

from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets


@pytest.fixture
def widget() -> OpenSheets:
    return OpenSheets()
