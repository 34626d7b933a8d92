"""The address of this computer that the phones of a room can use. Nothing is sent to find it."""

from __future__ import annotations

import socket
from contextlib import suppress

__all__ = ["other_addresses", "room_address"]

ELSEWHERE = ("192.0.2.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "192.168.1.1")
"""Addresses to plan a way to, without going it: one kept for documentation, then those of usual private networks."""


def room_address() -> str | None:
    """Return this computer's address on its network, or ``None`` where it is on none.

    Choosing a way for UDP sends nothing: the system only says which of its addresses it would use.
    """
    for target in ELSEWHERE:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as planned:
            planned.connect((target, 9))
            found = str(planned.getsockname()[0])
            if not found.startswith(("127.", "0.")):
                return found
    return next(iter(other_addresses()), None)


def other_addresses(shown: str | None = None) -> list[str]:
    """Return this computer's addresses on networks, but for the one shown; empty where the system does not say."""
    with suppress(Exception):  # it asks the system's own programs, in as many ways as there are systems
        from jupyter_client.localinterfaces import public_ips

        return [one for one in public_ips() if one != shown and not one.startswith(("127.", "0."))]
    return []
