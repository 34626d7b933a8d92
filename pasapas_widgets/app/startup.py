"""What the window says when the app starts, why it may not, and what the system is asked for beforehand."""

from __future__ import annotations

import os
import sys
import webbrowser
from contextlib import suppress
from typing import TypeGuard

from pasapas_widgets.app.instance import Instance
from pasapas_widgets.app.lan import other_addresses
from pasapas_widgets.app.ports import ADDRESS, DEFAULT_PORT
from pasapas_widgets.content import interface
from pasapas_widgets.live.room.service import RoomService
from pasapas_widgets.model.questionnaire.loading import CHOSEN

__all__ = ["StartError", "is_it", "more_files", "room_lines", "same_questionnaire", "show", "start_lines"]

FILES = 8192
"""Connections that a server of a thousand phones needs; many systems give 256 or 1,024 unless asked."""


class StartError(Exception):
    """Why the app does not start; ``str(error)`` is one French sentence."""


def start_lines(address: str, *, moved: bool = False, platform: str = sys.platform) -> list[str]:
    """Return what the window says once the app is open.

    Parameters
    ----------
    address
        The app's address.
    moved
        Whether another program has the usual port.
    platform
        As ``sys.platform``: Windows and macOS may ask whether Python may use the network.

    >>> len(start_lines("http://127.0.0.1:8867/", moved=True, platform="win32"))
    4
    """
    texts = interface("app")["demarrage"]
    asked = platform in ("win32", "darwin")
    said = ["adresse", *["port_change"] * moved, "arreter", *["pare_feu"] * asked]
    return [texts[key].format(adresse=address, port=DEFAULT_PORT) for key in said]


def room_lines(
    room: RoomService, *, entrance: str, chosen: bool, moved: bool = False, platform: str = sys.platform
) -> list[str]:
    """Return what the window of a room says: the trainer's address, the phones', and what may be in the way.

    Parameters
    ----------
    entrance
        The trainer's address, with the secret.
    chosen
        Whether the phones' address was given rather than found.
    moved, platform
        As for :func:`start_lines`.
    """
    texts = interface("room")["demarrage"]
    host = room.listening[0]
    lines = [texts["anime"].format(adresse=entrance), texts["telephones"].format(adresse=f"{room.address}/s/")]
    lines.append(texts["garder"])
    if not chosen and host == ADDRESS:
        lines.append(texts["seul"])
    others = [] if chosen or host == ADDRESS else other_addresses(host)
    if others:
        lines.append(texts["autres"].format(adresses=", ".join(others)))
    if moved:
        lines.append(texts["port_change"].format(port=DEFAULT_PORT))
    if platform in ("win32", "darwin"):
        lines.append(texts["pare_feu"])
    return [*lines, texts["arreter"]]


def same_questionnaire(running: Instance | None) -> None:
    """Raise :class:`StartError` where the app that runs works with another questionnaire than the one asked for.

    The pages of both would share one room and one set of sessions.
    """
    if running is not None and running.questionnaire != os.environ.get(CHOSEN, ""):
        raise StartError(interface("app")["demarrage"]["autre_questionnaire"])


def is_it(running: Instance | None, asked: int | None) -> TypeGuard[Instance]:
    """Tell whether the app that runs is the one to show: any will do, unless a port of its own was asked for."""
    return running is not None and asked in (None, running.port)


def show(running: Instance, *, open_browser: bool) -> None:
    """Say where the app already is, and show it."""
    address = running.entrance or f"http://{ADDRESS}:{running.port}/"
    print(interface("app")["demarrage"]["deja_ouverte"].format(adresse=address), flush=True)
    if open_browser:
        webbrowser.open(address)


def more_files() -> None:
    """Ask the system for as many open connections as a large room needs, where it has such a limit."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
