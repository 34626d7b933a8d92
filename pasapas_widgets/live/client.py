"""How a kernel, or any program of the trainer's, reaches the room: standard library only, so that a kernel stays small.

``Room.find()`` takes the room that opened this page, else the app that runs on this computer. Each of the trainer's
verbs is a method; all of them are safe to call again, but for ``create``, ``open_vote`` and ``move``.
"""

from __future__ import annotations

import json
import os
import threading
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError

__all__ = ["Room", "RoomError"]

SECONDS = 30
LONG_SECONDS = 180
"""Longest wait for a reply; for what rewrites the whole store, or reads every sheet."""

READS = frozenset(
    {
        "sessions",
        "overview",
        "results",
        "vote_results",
        "comments",
        "tallies",
        "receipts",
        "carnet",
        "selftest",
    }
)
"""The verbs that change nothing: asked once more when the connection turns out to be dropped."""

Plain = dict[str, Any]


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

    def sessions(self) -> list[Plain]:
        """Return every session, the latest day first."""
        return self._list("sessions")

    def create(
        self,
        title: str,
        *,
        mode: str = "individuel",
        variant: str | None = None,
        kept_until: str | None = None,
        thresholds: Mapping[str, int] | None = None,
        research: bool = False,
        rehearsal: bool = False,
    ) -> Plain:
        """Open a session; ``kept_until`` is a day (ISO), six months later where left out. Returns its id and code."""
        return self._plain(
            "create",
            title=title,
            mode=mode,
            variant=variant,
            kept_until=kept_until,
            thresholds=dict(thresholds or {}),
            research=research,
            rehearsal=rehearsal,
        )

    def overview(self, session: str) -> Plain:
        """Return where a session is, in counts: state, progress, what was brought, comments that wait."""
        return self._plain("overview", session=session)

    def move(self, session: str, phase: str, *, version: int, focus: str | None = None) -> Plain:
        """Move everybody to a phase; ``version`` is the one that was seen. Returns the new state."""
        return self._plain("move", session=session, phase=phase, version=version, focus=focus)

    def clear_time(self, session: str) -> None:
        """Lower every «I need more time»."""
        self._ask("clear_time", session=session)

    def publish(self, session: str) -> Plain:
        """Publish the results, or what may be added to those shown."""
        return self._plain("publish", session=session)

    def results(self, session: str) -> Plain | None:
        """Return what was published last."""
        found: Plain | None = self._ask("results", session=session)
        return found

    def open_vote(self, session: str, choices: Sequence[str], *, dots: int = 3, dots_on_one: int = 1) -> Plain:
        """Open a vote; an open one is closed first."""
        return self._plain("open_vote", session=session, choices=list(choices), dots=dots, dots_on_one=dots_on_one)

    def close_vote(self, session: str, ballot: str | None = None) -> Plain:
        """Close a vote (the latest) for good and return its results."""
        return self._plain("close_vote", session=session, ballot=ballot)

    def vote_results(self, session: str, ballot: str | None = None) -> Plain:
        """Return ``{"ballot", "results"}`` of a closed vote (the latest)."""
        return self._plain("vote_results", session=session, ballot=ballot)

    def comments(self, session: str) -> list[Plain]:
        """Return every comment with its state, to moderate."""
        return self._list("comments", session=session)

    def moderate(self, session: str, comment: str, state: str) -> None:
        """Show a comment (``montre``), put it aside (``ecarte``), or neither yet (``attente``)."""
        self._ask("moderate", session=session, comment=comment, state=state)

    def paper(self, session: str, number: str, sheet: Mapping[str, Any]) -> Plain:
        """Keep a paper sheet (its JSON) under the number written on it."""
        return self._plain("paper", session=session, number=number, sheet=dict(sheet))

    def codes(self, session: str, text: str) -> Plain:
        """Keep every share code of a text: ``{"new", "changed", "known", "faults"}``."""
        return self._plain("codes", session=session, text=text)

    def file(self, session: str, name: str, data: bytes) -> Plain:
        """Keep the sheets of a file: ``{"new", "changed", "known", "notes"}``."""
        return self._plain("file", session=session, name=name, data=b64encode(data).decode())

    def remove(self, session: str, origin: str, mark: str, *, batch: str = "groupe") -> None:
        """Take out what was brought: ``papier``, ``code`` or ``fichier`` by its mark, ``decompte`` by its statement."""
        self._ask("remove", session=session, origin=origin, mark=mark, batch=batch)

    def tally(
        self,
        session: str,
        item: str,
        counts: Mapping[str, int] | None = None,
        *,
        kept: int | None = None,
        note: str | None = None,
        batch: str = "groupe",
    ) -> Plain:
        """Keep the tally of one statement."""
        return self._plain(
            "tally", session=session, item=item, counts=dict(counts or {}), kept=kept, note=note, batch=batch
        )

    def tallies(self, session: str, *, batch: str = "groupe") -> Plain:
        """Return ``{"tallies", "sheet"}``: a batch of tallies, and the group's one sheet of the levels it kept."""
        return self._plain("tallies", session=session, batch=batch)

    def evaluation(self, session: str) -> list[Plain]:
        """Return the evaluation's figures; the first call closes it for good."""
        return self._list("evaluation", session=session)

    def carnet(self, session: str) -> Plain:
        """Return what the group keeps of a session, as a carnet's JSON: what was published, closed or decided."""
        return self._plain("carnet", session=session)

    def erase(self, session: str) -> Plain:
        """Erase a session and every trace of it; return the receipt."""
        return self._plain("erase", session=session)

    def receipts(self) -> list[Plain]:
        """Return the receipts of what was erased."""
        return self._list("receipts")

    def selftest(self, *, clock: float | None = None, mark: str | None = None) -> Plain:
        """Try address, disk and clock; ask again with the ``mark`` of the first reply whether a phone has come."""
        return self._plain("selftest", clock=clock, mark=mark)

    def _plain(self, verb: str, **given: Any) -> Plain:
        found: Plain = self._ask(verb, **given)
        return found

    def _list(self, verb: str, **given: Any) -> list[Plain]:
        found: list[Plain] = self._ask(verb, **given)
        return found

    def _ask(self, verb: str, **given: Any) -> Any:
        texts = interface("room")["client"]
        body = json.dumps(given).encode()
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
    url, token = os.environ.get("PASAPAS_SALLE_URL"), os.environ.get("PASAPAS_SALLE_JETON")
    if url and token:
        return url, token
    from pasapas_widgets.places.folders import FolderError, data_dir

    with suppress(OSError, ValueError, KeyError, TypeError, FolderError):
        record = json.loads((data_dir() / "running.json").read_bytes())
        return str(record["url"]), str(record["token"])
    raise RoomError("absent", interface("room")["client"]["absente"])
