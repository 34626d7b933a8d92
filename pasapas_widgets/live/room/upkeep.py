"""What has to be done without anybody asking: erase the sessions whose day has come."""

from __future__ import annotations

import asyncio

from pasapas_widgets.live.room.replies import tell
from pasapas_widgets.live.room.service import RoomService
from pasapas_widgets.live.store import StoreError

__all__ = ["keep_up"]

HOUR = 3600
"""What counts is the day; looked at each hour, so that a laptop that slept over midnight is late by an hour at most."""


async def keep_up(room: RoomService) -> None:
    """Erase what is due, now and then every hour, until cancelled."""
    while True:
        try:
            if room.exists:
                await room.ask(lambda store: store.erasure.erase_due())
        except StoreError as error:
            tell(error)
        await asyncio.sleep(HOUR)
