"""Run a coroutine in a loop of its own, in a thread of its own: the browser tests keep one running in the main one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def in_own_loop(story: Coroutine[Any, Any, T]) -> T:
    """Return what the coroutine returns; what it raises is raised here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()
