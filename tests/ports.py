"""The one owner of the tests' ports: what it gives is nobody else's until the run is over.

A port that was merely free a moment ago can be another test's, or another program's outgoing link, before the server
under test takes it. These lie below those that systems hand out, and the process that was given one holds the UDP
port of the same number, which no server here wants: other test processes see it and look further.
"""

from __future__ import annotations

import os
import socket

__all__ = ["free_port"]

FIRST, COUNT = 20_000, 9_000
_held: list[socket.socket] = []


def free_port() -> int:
    """Return a TCP port that nobody listens at, on any address of this computer, and that no other test is given."""
    for step in range(COUNT):
        port = FIRST + (os.getpid() * 37 + len(_held) + step) % COUNT
        holder = socket.socket(type=socket.SOCK_DGRAM)
        try:
            holder.bind(("0.0.0.0", port))
            with socket.socket() as probe:
                probe.bind(("0.0.0.0", port))
        except OSError:
            holder.close()
            continue
        _held.append(holder)
        return port
    raise RuntimeError("no free port")
