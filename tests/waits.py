"""Wait for a state, not for a clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

__all__ = ["until"]


def until(true: Callable[[], object], *, page: Any = None, seconds: float = 60) -> bool:
    """Look until ``true()`` holds, and tell whether it came to hold; the page, if any, goes on meanwhile."""
    end = time.monotonic() + seconds
    while not (held := bool(true())) and time.monotonic() < end:
        if page is None:
            time.sleep(0.05)
        else:
            page.wait_for_timeout(50)
    return held
