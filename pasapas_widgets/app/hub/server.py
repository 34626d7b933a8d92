"""One process of a shared server's room: phones and the trainer's pages without a kernel; workbooks are the Hub's."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from pasapas_widgets.app.choices import RoomChoices
from pasapas_widgets.app.hub.doors import HubDoors, hub_login
from pasapas_widgets.app.instance import InstanceHandler
from pasapas_widgets.app.pages import AccessibilityPage, PrivacyPage
from pasapas_widgets.app.ports import ADDRESS
from pasapas_widgets.app.server import PasapasApp
from pasapas_widgets.content import interface
from pasapas_widgets.live.room.routes import room_routes

__all__ = ["HubChoices", "serve_room"]


class HubChoices(RoomChoices, frozen=True, kw_only=True):
    """A room whose trainers have accounts at the Hub.

    Parameters
    ----------
    api_url, api_token
        The Hub's own address on this machine, and what the room says to it who it is.
    admins
        The accounts that count every session and may erase it.
    inner
        The address by which trainers' kernels come, where it is another than this machine's own: a cluster's.
    """

    api_url: str
    api_token: str
    admins: frozenset[str] = frozenset()
    inner: str = ""

    def doors(self) -> HubDoors:
        """Return doors that the Hub's log-in opens."""
        public = self._public(0)
        login = hub_login(api_url=self.api_url, api_token=self.api_token, public=public)
        return HubDoors(login, public=public, admins=self.admins, inner=self.inner)


class SharedRoom(PasapasApp):
    """The application without workbooks and without kernels."""

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Return the room's addresses, and the two pages that phones lead to."""
        return [
            *room_routes(self.room),
            (r"/pasapas/instance/(.+)", InstanceHandler, {"key": self.key}),
            (r"/pasapas/accessibilite", AccessibilityPage),
            (r"/pasapas/confidentialite", PrivacyPage),
        ]

    def lines(self, entrance: str, *, moved: bool) -> list[str]:
        """Return what the log says once: where this process listens."""
        return [interface("serveur")["demarrage"]["ouverte"].format(port=self.port, adresse=self.room.address)]


def serve_room(
    *, port: int, public: str, store: str, api_url: str, api_token: str, admins: frozenset[str] = frozenset(),
    address: str = ADDRESS, inner: str = "",
) -> int:  # fmt: skip
    """Serve until asked to stop; return the exit status.

    Parameters
    ----------
    port
        Where nginx finds this process.
    address
        Of this machine, where it listens; this machine only where left out.
    public
        The address ``https://…`` by which browsers come.
    store
        PostgreSQL's address.
    api_url, api_token, admins, inner
        As of :class:`HubChoices`.

    Raises
    ------
    StartError, StoreError, FolderError
        One French sentence.
    """
    choices = HubChoices(
        network=True, address=address, shown=False, store=store, public=public, api_url=api_url, api_token=api_token,
        admins=admins, inner=inner,
    )  # fmt: skip
    for name in ("tornado.general", "tornado.application"):
        logging.getLogger(name).setLevel(logging.ERROR)

    async def main() -> None:
        app = SharedRoom(log_level=logging.ERROR)
        app.initialize([])
        app.prepare(choices)
        try:
            await app.run(port=port, open_browser=False)
        finally:
            await app.close()

    asyncio.run(main())
    return 0
