"""What a page's script reaches of its kernel: is it there, and its messages. Refusals are sentences, never a trace."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import HTTPError, RequestHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset

__all__ = ["Brief", "ChannelsHandler", "ReadOnlyKernelHandler"]


class Brief(RequestHandler):  # type: ignore[misc]
    """Errors as the room says them; Jupyter's own page of errors needs files that are not served here."""

    def write_error(self, status_code: int, **_details: Any) -> None:
        """Say what happened, in the shape of the room's refusals."""
        texts = interface("room")["refus"]
        known = {400: "json", 403: "jeton", 404: "noyau", 405: "methode"}
        self.finish({"reason": "kernel", "sentence": typeset(texts[known.get(status_code, "serveur")])})

    def log_exception(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log a fault of ours, and nothing of a request that is refused."""
        if not isinstance(error, HTTPError):
            super().log_exception(kind, error, trace)


class ReadOnlyKernelHandler(Brief, KernelHandler):  # type: ignore[misc]
    """What Voilà's script asks of its kernel: is it there. A visitor deletes nothing."""

    SUPPORTED_METHODS = ("GET", "HEAD")


class ChannelsHandler(Brief, VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """The kernel's messages."""
