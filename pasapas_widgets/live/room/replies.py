"""What every handler of the room shares: strict headers, JSON or a page, refusals in one sentence, no trace of who."""

from __future__ import annotations

import asyncio
import logging
import traceback
from time import monotonic
from types import TracebackType
from typing import Any, TypeVar

import msgspec
from tornado.web import HTTPError, RequestHandler

from pasapas_widgets.content import interface
from pasapas_widgets.content.faults import fault_of
from pasapas_widgets.content.french import typeset
from pasapas_widgets.live.room.follow import Document
from pasapas_widgets.live.store import RefusedError, StoreError

__all__ = ["POLICY", "RoomHandler", "tell"]

T = TypeVar("T")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""What a page of the room may load: its own files, nothing written in the page, nothing from another host."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}

STATUS = {"session": 404, "seat": 401, "phase": 409, "stale": 409, "people": 409, "value": 400, "limit": 429}

log = logging.getLogger("tornado.application")


def tell(error: StoreError) -> None:
    """Log what is wrong with the store, the same sentence once a minute however many phones meet it."""
    now = monotonic()
    if now - _told.get(str(error), -QUIET_SECONDS) >= QUIET_SECONDS:
        _told.clear()
        _told[str(error)] = now
        log.error("%s", error)


QUIET_SECONDS = 60
_told: dict[str, float] = {}


class RoomHandler(RequestHandler):  # type: ignore[misc]
    """Base of the room's handlers. Nothing of a request is ever logged."""

    _work: asyncio.Task[Any] | None = None

    def set_default_headers(self) -> None:
        """Set the strict ones."""
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Remember the task, to end it with the connection."""
        self._work = asyncio.current_task()

    def on_connection_close(self) -> None:
        """End the work for a visitor who has left; what is being written is written all the same."""
        if self._work is not None:
            self._work.cancel()

    def check_xsrf_cookie(self) -> None:
        """Ask for no token: rights are in a header that another site cannot set, and its requests are refused."""

    def compute_etag(self) -> None:
        """Give none: nothing here is kept by browsers."""

    def given(self, kind: type[T]) -> T:
        """Return the body, read as ``kind``.

        Raises
        ------
        RefusedError
            It is no JSON or does not fit; the sentence names the field.
        """
        texts = interface("room")["refus"]
        try:
            return msgspec.json.decode(self.request.body or b"{}", type=kind)
        except msgspec.ValidationError as error:
            fault = fault_of(error)
            sentence = texts["champ"].format(champ=fault.path or texts["corps"], raison=fault.reason)
            raise RefusedError("value", sentence) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise RefusedError("value", texts["json"]) from error

    def reply(self, value: Any) -> None:
        """Send a value as JSON."""
        self.send(msgspec.json.encode(value), "application/json")

    def page(self, html: str) -> None:
        """Send a page."""
        self.send(html.encode(), "text/html; charset=utf-8")

    def send(self, body: bytes, kind: str) -> None:
        """Send bytes of some type."""
        self.set_header("Content-Type", kind)
        self.finish(body)

    def send_news(self, document: Document | None) -> None:
        """Send what has changed, or that nothing has."""
        if document is None:
            self.set_status(204)
            self.finish()
        else:
            self.send(document.body, "application/json")

    def refuse(self, status: int, reason: str, sentence: str) -> None:
        """Send a refusal: the reason for the program, the sentence for the person."""
        self.set_status(status)
        self.reply({"reason": reason, "sentence": typeset(sentence)})

    def write_error(self, status_code: int, **details: Any) -> None:
        """Turn what was raised into a refusal."""
        self.refuse(*self.fault(status_code, **details))

    def page_error(self, status_code: int, **details: Any) -> None:
        """Turn what was raised into a page for a person."""
        from pasapas_widgets.live.room.pages import message_page

        texts = interface("room")["refus"]
        status, reason, sentence = self.fault(status_code, **details)
        titles = {"session": "seance_titre", "server": "serveur_titre"}
        self.set_status(status)
        self.page(message_page(texts[titles.get(reason, "refus_titre")], sentence))

    def fault(self, status_code: int, **details: Any) -> tuple[int, str, str]:
        """Return the status, the reason and the sentence of what was raised."""
        texts = interface("room")["refus"]
        error = details.get("exc_info", (None, None, None))[1]
        if isinstance(error, RefusedError):
            return STATUS[error.reason], error.reason, str(error)
        if isinstance(error, StoreError):
            return 503, "store", str(error)
        known = {404: ("missing", "absent"), 405: ("method", "methode"), 400: ("value", "json")}
        reason, text = known.get(status_code, ("server", "serveur"))
        return status_code, reason, texts[text]

    def log_exception(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log a fault of ours: its kind and its place in the code, never what was asked or sent."""
        if isinstance(error, RefusedError | HTTPError):
            return
        if isinstance(error, StoreError):
            tell(error)
        else:
            name = kind.__name__ if kind else ""
            log.error("fault in the room: %s\n%s", name, "".join(traceback.format_tb(trace)))
