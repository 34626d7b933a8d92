"""What is chosen when the app starts: this computer alone or a room, where sessions are kept, which secret."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from msgspec import Struct

from pasapas_widgets.app.instance import Instance
from pasapas_widgets.app.lan import room_address
from pasapas_widgets.app.ports import ADDRESS
from pasapas_widgets.app.startup import StartError
from pasapas_widgets.content import interface
from pasapas_widgets.live.room.doors import Doors, new_secret
from pasapas_widgets.live.room.service import RoomService
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.places.folders import data_dir

__all__ = ["ALONE", "STORE", "RoomChoices"]

STORE = "seances.sqlite"
"""The store's name in the data folder, where no other is chosen."""


class RoomChoices(Struct, frozen=True, kw_only=True):
    """How the room is opened.

    Parameters
    ----------
    network
        Whether other devices of the network come in (``pasapas salle``); else this computer alone, without a secret.
    address
        The address of this computer that phones use; found where left out.
    secret
        The trainer's secret; 128 random bits where left out.
    shown
        Whether the window may show the secret.
    store
        A SQLite file or a URL; a file of the data folder where left out.
    public
        The address ``http(s)://…`` by which phones come when another server is in front, or a name of this computer.
    """

    network: bool = False
    address: str | None = None
    secret: str | None = None
    shown: bool = True
    store: str | None = None
    public: str | None = None

    def room(self) -> RoomService:
        """Return the room's server, nothing opened yet.

        Raises
        ------
        FolderError
            The data folder cannot be written.
        """
        where = self.store or data_dir() / STORE
        return RoomService(where, self.doors(), questionnaire=load_questionnaire())

    def doors(self) -> Doors:
        """Return who comes in."""
        public = urlsplit(self._public(0))
        names = {name for name in (public.hostname, self.address) if name}
        return Doors(
            self.secret or new_secret(),
            asked=self.network,
            chosen=self.secret is not None,
            names=frozenset(names),
            secure=public.scheme == "https",
        )

    def check(self, running: Instance | None) -> None:
        """Refuse to open a room where the app already runs on the same data folder.

        Raises
        ------
        StartError
            It does: one French sentence.
        """
        if self.network and running is not None:
            address = f"http://{ADDRESS}:{running.port}/"
            raise StartError(interface("room")["demarrage"]["deja_ouverte"].format(adresse=address))

    @property
    def listened(self) -> tuple[str, ...]:
        """The addresses of this computer to listen at; its own loop is always one, for kernels and their pages."""
        if not self.network:
            return (ADDRESS,)
        return (self.address or EVERY,) if self.address in (None, ADDRESS, EVERY) else (self.address, ADDRESS)

    def place(self, room: RoomService, port: int) -> None:
        """Tell the room where phones find it, once its port is known."""
        seen = self.address if self.address != EVERY else None
        host = (seen or room_address() or ADDRESS) if self.network else ADDRESS
        room.listening = host, port
        room.address = self._public(port) or f"http://{host}:{port}"
        room.doors.names |= {host}

    def entrance(self, room: RoomService, home: str) -> str:
        """Return the address that the trainer opens, with the secret where one is asked."""
        if not self.network:
            return f"{home}/"
        base = room.address if self.public else home
        return f"{base}/?jeton={quote(room.doors.secret)}" if self.shown else f"{base}/salle/entrer"

    def _public(self, port: int) -> str:
        """Return the address chosen for phones; a bare name is this server's own, at its port."""
        if not self.public or "://" in self.public:
            return (self.public or "").rstrip("/")
        return f"http://{self.public}" + ("" if ":" in self.public else f":{port}")


EVERY = "0.0.0.0"
"""Every address of this computer."""

ALONE = RoomChoices()
"""This computer alone."""
