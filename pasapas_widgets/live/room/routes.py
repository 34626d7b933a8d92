"""The addresses of the room."""

from __future__ import annotations

from typing import Any

from pasapas_widgets.live.room.assets import RoomAssetHandler
from pasapas_widgets.live.room.doors import MovedHandler
from pasapas_widgets.live.room.joinpages import JoinPage, MissingPage, PhonePage, TryPage
from pasapas_widgets.live.room.ownsessions import account_routes
from pasapas_widgets.live.room.phones import PhoneHandler
from pasapas_widgets.live.room.service import RoomService
from pasapas_widgets.live.room.trainer import (
    ApiHandler,
    PaperPage,
    PosterPage,
    ProjectorGet,
    ProjectorPage,
    QrHandler,
    WifiHandler,
)

__all__ = ["room_routes"]

CODE = r"([^/]{1,60})"
SESSION = r"([0-9a-f]{32})"


def room_routes(room: RoomService) -> list[tuple[Any, ...]]:
    """Return the addresses of the room, phones' and trainer's."""
    of = {"room": room}
    return [
        (r"/s", MovedHandler, {"to": "/s/"}),
        (r"/s/", JoinPage, of),
        (r"/s/_/[0-9a-f]{16}/([\w.-]+)", RoomAssetHandler),
        (r"/s/essai/([0-9a-f]{8})", TryPage, of),
        (rf"/s/{CODE}", PhonePage, of),
        (rf"/s/{CODE}/([a-z-]{{4,9}})", PhoneHandler, of),
        *room.doors.entrances(),
        (r"/salle/api/(\w{1,40})", ApiHandler, of),
        (r"/salle/wifi", WifiHandler, of),
        (rf"/salle/qr/{SESSION}\.svg", QrHandler, of),
        (rf"/salle/projection/{SESSION}", ProjectorPage, of),
        (rf"/salle/projection/{SESSION}/(state|vote|results|card)", ProjectorGet, of),
        (rf"/salle/affiche/{SESSION}", PosterPage, of),
        (rf"/salle/papier/{SESSION}", PaperPage, of),
        *(() if room.doors.by_secret else account_routes(room)),
        (r"/s/.*", MissingPage, of),
        (r"/salle/.*", MissingPage, of),
    ]
