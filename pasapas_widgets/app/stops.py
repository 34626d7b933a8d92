"""How a person or the system asks a server to stop."""

from __future__ import annotations

import signal
from collections.abc import Callable

__all__ = ["on_stop"]

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Ctrl-C, a polite end, a window that is closed: not every system has them all."""


def on_stop(stop: Callable[[], object]) -> None:
    """Have ``stop`` called, in the main thread, at every request to stop that is not ignored (as under nohup)."""
    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_: stop())
