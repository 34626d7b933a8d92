"""The self-test before people arrive: can phones come, can the disk be written, is the clock right."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pasapas_widgets.front.qr import qr_svg
from pasapas_widgets.live.room.service import RoomService
from pasapas_widgets.live.verbs import Selftest

__all__ = ["self_test"]

CONNECT_SECONDS = 3.0


async def self_test(room: RoomService, given: Selftest) -> dict[str, Any]:
    """Return what was found, each fact by itself; what to say of it is the cockpit's."""
    from pasapas_widgets.live.store.migrations import STEPS

    began = time.time()
    mark = given.mark or room.tries.new()
    address = f"{room.address}/s/essai/{mark}"
    loop = asyncio.get_running_loop()
    await room.store()
    return {
        "address": room.address,
        "local": urlsplit(room.address).hostname in ("127.0.0.1", "localhost"),
        "reachable": await _reached(*room.listening),
        "phone": {"mark": mark, "address": address, "qr": qr_svg(address), "seen": room.tries.seen(mark)},
        "disk": await loop.run_in_executor(None, _disk, room.where),
        "clock": None if given.clock is None else round(given.clock - began, 1),
        "versions": {
            "app": version("pasapas-widgets"),
            "questionnaire": room.questionnaire.version,
            "store": len(STEPS),
        },
    }


async def _reached(host: str, port: int) -> bool:
    """Tell whether the page for codes answers at the address that phones use."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(f"GET /s/ HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
            first = await reader.readline()
            writer.close()
    except (OSError, TimeoutError, ValueError):
        return False
    return first.split(b" ")[1:2] == [b"200"]


def _disk(where: str | Path) -> dict[str, Any]:
    """Return whether the folder of the store can be written, and its free megabytes; unknown for a server's."""
    if isinstance(where, str) and not where.startswith("sqlite:"):
        return {"writable": True, "free_mb": None}
    folder = Path(str(where).removeprefix("sqlite:///")).absolute().parent
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x" * 4096)
            probe.flush()
        return {"writable": True, "free_mb": shutil.disk_usage(folder).free // 2**20}
    except OSError:
        return {"writable": False, "free_mb": None}
