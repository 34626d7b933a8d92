"""A port of this computer that nobody uses."""

from __future__ import annotations

import socket
import sys

__all__ = ["ADDRESS", "DEFAULT_PORT", "free_port", "is_free"]

ADDRESS = "127.0.0.1"
DEFAULT_PORT = 8866
TRIES = 20


def is_free(port: int, address: str = ADDRESS) -> bool:
    """Return whether a server may listen on that port, 1 to 65535, of one of this computer's addresses."""
    with socket.socket() as probe:
        if sys.platform == "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # or the last visitors of a server that has just stopped would count as its own
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_port(first: int = DEFAULT_PORT, *, addresses: tuple[str, ...] = (ADDRESS,)) -> int:
    """Return the first port from ``first`` on that is free everywhere, or any free one when twenty are taken."""
    for port in range(first, min(first + TRIES, 65536)):
        if all(is_free(port, address) for address in addresses):
            return port
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])
