"""A refusal before the body: where its length cannot be read, or is absurd, nothing of it is read."""

from __future__ import annotations

from http.client import responses
from typing import Any

import msgspec
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, HTTPServerRequest, RequestStartLine, ResponseStartLine

from pasapas_widgets.content.french import typeset
from pasapas_widgets.live.room.replies import HEADERS

__all__ = ["RefusedAtOnce"]


class RefusedAtOnce(HTTPMessageDelegate):  # type: ignore[misc]
    """Answer as soon as the headers are there, then let go of the connection: what follows on it is no request.

    Parameters
    ----------
    request
        Who asks.
    status, reason, sentence
        As :meth:`RoomHandler.refuse` says them.
    """

    def __init__(self, request: HTTPServerRequest, status: int, reason: str, sentence: str) -> None:
        self._request = request
        self._status, self._body = status, msgspec.json.encode({"reason": reason, "sentence": typeset(sentence)})

    def headers_received(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> Any:
        """Send the refusal."""
        for name in ("Content-Length", "Transfer-Encoding"):  # or tornado would try to read by them
            headers.pop(name, None)
        own = HTTPHeaders(HEADERS)
        own["Content-Type"], own["Content-Length"] = "application/json", str(len(self._body))
        start = ResponseStartLine("HTTP/1.1", self._status, responses[self._status])
        body = b"" if self._request.method == "HEAD" else self._body
        self._request.connection.write_headers(start, own, body)
        self._request.connection.finish()
