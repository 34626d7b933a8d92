"""The plan's page, opened and ready, and its fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from carnet_pages import PLAN, CarnetApp, ready


def opened(open_page: Callable[..., Any], app: CarnetApp, name: str = PLAN, **options: Any) -> Any:
    page = open_page(app.workbook(name), **options)
    ready(page)
    return page
