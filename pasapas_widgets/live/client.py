"""How a kernel, or any program of the trainer's, reaches the room: next to no library, so that a kernel stays small.

``Room.find()`` takes the room that opened this page, else the app that runs on this computer. Each of the trainer's
verbs (``live/verbs.py``) is a struct to :meth:`Room.ask`, and for who types in a notebook a method of the same
arguments: ``room.ask(Publish(session))`` is ``room.publish(session)``.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from inspect import Parameter, Signature, signature
from typing import Any
from urllib.parse import urlsplit

import msgspec

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.live.verbs import READS, VERBS, Asked, name_of

__all__ = ["Room", "RoomError"]

SECONDS = 30
LONG_SECONDS = 180
"""Longest wait for a reply; for what rewrites the whole store, or reads every sheet."""


class RoomError(FrenchError):
    """What the room refuses, or cannot do: ``str(error)`` is one French sentence.

    Parameters
    ----------
    reason
        ``session``, ``seat`` (the secret is wrong), ``phase``, ``stale``, ``value``, ``limit``, ``store`` as the server
        says it; ``absent``: no room is open; ``unreachable``: nothing was asked; ``unsure``: no reply came, whether it
        was done is not known.
    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class Room:
    """The room's server, with the trainer's rights.

    Parameters
    ----------
    url
        Its address; found as by :meth:`find` where left out.
    secret
        The trainer's secret, or the token that the server gives its kernels.

    Raises
    ------
    RoomError
        ``absent``: no room is open on this computer.
    """

    def __init__(self, url: str | None = None, secret: str | None = None) -> None:
        if url is None:
            url, found = _here()
            secret = secret or found
        parts = urlsplit(url)
        self.url = url.rstrip("/")
        self._secret = secret or ""
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._link = kind(parts.hostname or "", parts.port, timeout=SECONDS)
        self._turn = threading.Lock()

    @classmethod
    def find(cls) -> Room:
        """Return the room that opened this page, else the one that runs on this computer.

        Raises
        ------
        RoomError
            ``absent``: there is none.
        """
        return cls()

    def __repr__(self) -> str:
        return f"Room({self.url!r})"

    def close(self) -> None:
        """Drop the connection; the next call opens it again."""
        with self._turn:
            self._link.close()

    def ask(self, asked: Asked) -> Any:
        """Ask one of the trainer's verbs, and return what it gives.

        Raises
        ------
        RoomError
            The room refuses, or was not reached.
        """
        texts, verb = interface("room")["client"], name_of(type(asked))
        body = msgspec.json.encode(asked)
        with self._turn:
            if verb not in READS:
                self._link.close()  # whether a kept connection still lives shows only once something was sent on it
            try:
                status, data = self._exchange(verb, body)
            except _NotSentError:
                raise RoomError("unreachable", texts["injoignable"].format(adresse=self.url)) from None
            except (OSError, HTTPException):
                self._link.close()
                if verb not in READS:
                    raise RoomError("unsure", texts["incertain"].format(adresse=self.url)) from None
                try:
                    status, data = self._exchange(verb, body)
                except (_NotSentError, OSError, HTTPException):
                    self._link.close()
                    raise RoomError("unreachable", texts["injoignable"].format(adresse=self.url)) from None
        return _read(status, data, self.url)

    def _exchange(self, verb: str, body: bytes) -> tuple[int, bytes]:
        link = self._link
        link.timeout = SECONDS if verb in READS else LONG_SECONDS
        if link.sock is None:
            try:
                link.connect()
            except (OSError, HTTPException) as error:
                link.close()
                raise _NotSentError from error
        link.sock.settimeout(link.timeout)
        headers = {"Authorization": f"Jeton {self._secret}", "Content-Type": "application/json"}
        link.request("POST", f"{urlsplit(self.url).path}/salle/api/{verb}", body, headers)
        reply = link.getresponse()
        return reply.status, reply.read()


def _method(name: str, kind: type[Asked]) -> Callable[..., Any]:
    def ask(self: Room, /, *given: Any, **named: Any) -> Any:
        return self.ask(kind(*given, **named))

    ask.__name__, ask.__qualname__, ask.__doc__ = name, f"Room.{name}", kind.__doc__
    own = [Parameter("self", Parameter.POSITIONAL_ONLY), *signature(kind).parameters.values()]
    ask.__signature__ = Signature(own)  # type: ignore[attr-defined]
    return ask


for _name, _kind in VERBS.items():
    setattr(Room, _name, _method(_name, _kind))


class _NotSentError(Exception):
    """Nothing was sent: there is nobody at the address."""


def _read(status: int, data: bytes, url: str) -> Any:
    """Return what was done, or raise what was refused."""
    try:
        plain = json.loads(data)
        if status == 200:
            return plain["done"]
        reason, sentence = str(plain["reason"]), str(plain["sentence"])
    except (ValueError, KeyError, TypeError) as error:
        raise RoomError("unreachable", interface("room")["client"]["illisible"].format(adresse=url)) from error
    raise RoomError(reason, sentence)


def _here() -> tuple[str, str]:
    """Return the address and the token of the room that opened this page, or of the app that runs here."""
    url = os.environ.get("PASAPAS_SALLE_URL")
    token = os.environ.get("PASAPAS_SALLE_JETON") or os.environ.get("JUPYTERHUB_API_TOKEN")  # on a shared server
    if url and token:
        return url, token
    from pasapas_widgets.places.folders import FolderError, data_dir

    with suppress(OSError, ValueError, KeyError, TypeError, FolderError):
        record = json.loads((data_dir() / "running.json").read_bytes())
        return str(record["url"]), str(record["token"])
    raise RoomError("absent", interface("room")["client"]["absente"])
