"""Who comes in, decided before any handler is chosen: every address is closed but those listed here.

The cookie and the kernels' token are derived from the secret through a slow function: they survive a restart with the
same secret, say nothing else, and cannot be used to guess a secret that somebody chose.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import Application, OutputTransform, RequestHandler, stream_request_body

from pasapas_widgets.content import interface
from pasapas_widgets.live.room.atonce import RefusedAtOnce
from pasapas_widgets.live.room.callers import HOLDER, Caller
from pasapas_widgets.live.room.lookup import meant
from pasapas_widgets.live.room.ratelimit import Gate
from pasapas_widgets.live.room.replies import RoomHandler
from pasapas_widgets.live.store import RefusedError

__all__ = ["Doors", "EnterHandler", "GuardedApplication", "new_secret"]

ROUNDS = 200_000
PHONE_BYTES, TRAINER_BYTES, READ_AND_DROPPED = 16 * 1024, 2 * 1024 * 1024, 8 * 1024 * 1024
"""The longest body of a phone's request, of the trainer's; and what is read, not kept, to be able to refuse it."""

OPEN = ("/s/", "/salle/api/", "/pasapas/instance/")
"""Beginnings of the addresses that ask for no cookie: phones; the kernels' own door; «is it you?» between processes."""
OPEN_PAGES = ("/s", "/salle/entrer", "/pasapas/accessibilite", "/pasapas/confidentialite")


def new_secret() -> str:
    """Return a secret of 128 random bits."""
    return secrets.token_urlsafe(16)


class Doors:
    """The secret and what is made of it, the names of this server, and the rule of who reaches which address.

    Parameters
    ----------
    secret
        The trainer's secret, 12 characters at least.
    chosen
        Whether somebody chose it: then guesses are counted and slowed down. Nobody guesses 128 random bits, so that
        whoever tries keeps nobody waiting.
    asked
        Whether the pages ask for it: a room's do; those of ``pasapas`` alone, on this computer, do not.
    names
        Host names, besides this machine's addresses, by which a browser may reach the server.
    secure
        Whether browsers reach it by HTTPS (a server in front).
    """

    by_secret = True
    """Whether the secret opens them, in an address or typed; else trainers have accounts."""

    def __init__(
        self,
        secret: str,
        *,
        asked: bool,
        chosen: bool = True,
        names: frozenset[str] = frozenset(),
        secure: bool = False,
    ) -> None:
        self.secret, self.chosen = secret, chosen
        key = hashlib.pbkdf2_hmac("sha256", secret.encode(), b"pasapas salle", ROUNDS)
        self.asked, self.secure = asked, secure
        self.names = names | {"localhost"}
        self.kernel_token = _derived(key, b"kernel")
        self.cookie = f"pasapas-{_derived(key, b'name')[:8]}", _derived(key, b"cookie")
        self.gate = Gate(size=20, refill=0.2)

    def has_cookie(self, request: HTTPServerRequest) -> bool:
        """Tell whether the request comes from the trainer's browser."""
        name, value = self.cookie
        given = request.cookies.get(name)
        return given is not None and hmac.compare_digest(given.value.encode(), value.encode())

    def is_trainer(self, request: HTTPServerRequest) -> bool:
        """Tell whether the request may reach the closed addresses."""
        return not self.asked or self.has_cookie(request)

    async def caller(self, token: str) -> Caller:
        """Return who asks with this token: whoever has the secret holds this computer.

        Raises
        ------
        RefusedError
            It opens nothing.
        """
        await self.check(token)
        return HOLDER

    async def visitor(self, handler: RequestHandler) -> Caller:
        """Return whose browser asks for one of the trainer's pages; who has come so far has the cookie.

        Raises
        ------
        MovedError
            They have to come in by another address first.
        """
        return HOLDER

    def entrances(self) -> list[tuple[Any, ...]]:
        """Return the addresses by which a trainer's browser comes in."""
        return [("/salle/entrer", EnterHandler, {"doors": self})]

    async def check(self, token: str) -> None:
        """Let pass the kernels' token, and the secret itself; guesses of one that was chosen are limited.

        Raises
        ------
        RefusedError
            It is neither.
        """
        if hmac.compare_digest(token.encode(), self.kernel_token.encode()):
            return
        if self.chosen:
            await self.gate.ask(lambda: self._check_secret(token))
        else:
            await self._check_secret(token)

    async def _check_secret(self, token: str) -> None:
        if not hmac.compare_digest(token.encode(), self.secret.encode()):
            raise RefusedError("seat", interface("room")["refus"]["jeton"])

    def refusal(self, request: HTTPServerRequest) -> tuple[type[RequestHandler], dict[str, Any]] | None:
        """Return the handler that answers instead, or ``None`` for a request that may go on."""
        texts = interface("room")["refus"]
        longest = _longest(request)
        request.connection.set_max_body_size(longest)
        if not self._is_ours(request):
            return RefusalHandler, {"status": 400, "reason": "host", "sentence": _other_host(request, texts)}
        if _is_foreign(request):
            return RefusalHandler, {"status": 403, "reason": "origin", "sentence": texts["origine"]}
        if (_length(request) or 0) > longest:
            request.connection.set_max_body_size(READ_AND_DROPPED)
            sentence = texts["trop_long"].format(ko=longest // 1024)
            return RefusalHandler, {"status": 413, "reason": "value", "sentence": sentence}
        if self.by_secret and request.method == "GET" and "jeton" in request.query_arguments:
            return EnterHandler, {"doors": self}
        if request.method == "GET" and (address := meant(request.path)):
            return MovedHandler, {"to": f"{address}?{request.query}" if request.query else address}
        if self.is_open(request.path) or self.is_trainer(request):
            return None
        if request.method == "GET" and request.path == "/":
            return MovedHandler, {"to": "/s/"}
        if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
            return MovedHandler, {"to": self.entrance(request)}
        return RefusalHandler, {"status": 403, "reason": "trainer", "sentence": self.asks_for}

    @property
    def asks_for(self) -> str:
        """What is said to who asks for a closed address and is no browser that shows pages."""
        return str(interface("room")["refus"]["jeton"])

    def is_open(self, path: str) -> bool:
        """Tell whether that address asks for no cookie."""
        return path.startswith(OPEN) or path in OPEN_PAGES

    def entrance(self, request: HTTPServerRequest) -> str:
        """Return where somebody goes who asks for a closed page."""
        return "/salle/entrer"

    def _is_ours(self, request: HTTPServerRequest) -> bool:
        """Tell whether the Host header names this machine; any other name may be another site's trick."""
        try:
            named = urlsplit(f"//{request.headers['Host']}").hostname
            socket = request.connection.stream.socket
            return named in self.names or named == socket.getsockname()[0]
        except (KeyError, ValueError, OSError, AttributeError):
            return False


class GuardedApplication(Application):  # type: ignore[misc]
    """An application whose every address, known or not, is behind the doors."""

    def __init__(self, *handlers: Any, **settings: Any) -> None:
        super().__init__(*handlers, **settings)
        self.add_transform(_Unsigned)

    def find_handler(self, request: HTTPServerRequest, **options: Any) -> Any:
        """Choose the handler: a refusal, or what is served at that address."""
        texts = interface("room")["refus"]
        length = _length(request)
        if length is None:
            return RefusedAtOnce(request, 400, "value", texts["longueur"])
        if length > READ_AND_DROPPED:
            return RefusedAtOnce(request, 413, "value", texts["trop_long"].format(ko=_longest(request) // 1024))
        refused = self.settings["pasapas_doors"].refusal(request)
        if refused is not None:
            return self.get_handler_delegate(request, *refused)
        return super().find_handler(request, **options)


class _Unsigned(OutputTransform):  # type: ignore[misc]
    """Take from every reply the name and the version of what serves it."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        headers.pop("Server", None)
        return status_code, headers, chunk


@stream_request_body
class RefusalHandler(RoomHandler):
    """Answer a request that does not come in; its body is read and dropped."""

    def initialize(self, *, status: int, reason: str, sentence: str) -> None:
        """Remember why."""
        self.refused = status, reason, sentence

    def data_received(self, chunk: bytes) -> None:
        """Drop it."""

    async def _refuse(self, *_: str) -> None:
        from pasapas_widgets.live.room.pages import message_page

        status, reason, sentence = self.refused
        if self.request.method == "GET" and "text/html" in self.request.headers.get("Accept", ""):
            self.set_status(status)
            self.page(message_page(interface("room")["refus"]["refus_titre"], sentence))
        else:
            self.refuse(status, reason, sentence)

    get = head = post = put = patch = delete = options = _refuse


class MovedHandler(RoomHandler):
    """Lead a visitor to the door that is theirs."""

    def initialize(self, *, to: str) -> None:
        """Remember where."""
        self.to = to

    async def get(self, *_: str) -> None:
        """Lead there."""
        self.redirect(self.to, status=303)


class EnterHandler(RoomHandler):
    """Take the secret, in the address once or typed, and give the cookie for it."""

    def initialize(self, *, doors: Doors) -> None:
        """Remember the doors."""
        self.doors = doors
        self.set_header("Referrer-Policy", "same-origin")  # with none, browsers send the form with no origin

    async def get(self, *_: str) -> None:
        """Show the page, or enter with the secret of the address and leave it out of the address."""
        token = self.get_query_argument("jeton", None)
        if token is None:
            self._show()
            return
        left = [(name, value) for name, value in parse_qsl(self.request.query) if name != "jeton"]
        path = self.request.path if re.fullmatch(r"/[\w.%-][\w/.%-]*", self.request.path) else "/"  # never «//host»
        await self._enter(token, to=path + ("?" + urlencode(left) if left else ""))

    async def post(self) -> None:
        """Enter with the secret that was typed."""
        await self._enter(self.get_body_argument("jeton", ""), to="/")

    async def _enter(self, token: str, *, to: str) -> None:
        try:
            await self.doors.check(token.strip())
        except RefusedError as refused:
            self._show(interface("room")["entrer"]["faute"] if refused.reason == "seat" else str(refused))
            return
        name, value = self.doors.cookie
        self.set_cookie(name, value, httponly=True, samesite="Strict", secure=self.doors.secure)
        self.redirect("/" if to.startswith("/salle/entrer") else to, status=303)

    def _show(self, fault: str = "") -> None:
        from pasapas_widgets.live.room.login import enter_page

        self.set_status(403 if fault else 200)
        self.page(enter_page(fault=fault))

    def write_error(self, status_code: int, **details: Any) -> None:
        """Say it as a page."""
        self.page_error(status_code, **details)


def _derived(key: bytes, purpose: bytes) -> str:
    return hmac.new(key, purpose, "sha256").hexdigest()


def _longest(request: HTTPServerRequest) -> int:
    """Return how many bytes of body that address takes."""
    return TRAINER_BYTES if request.path.startswith("/salle/api/") else PHONE_BYTES


def _length(request: HTTPServerRequest) -> int | None:
    """Return how many bytes of body are announced, or ``None`` where that is no number."""
    announced = request.headers.get("Content-Length")
    if announced is None:
        return 0
    return int(announced[:20]) if re.fullmatch("[0-9]+", announced) else None


def _host(origin: str) -> str | None:
    """Return the host and port of an origin, or ``None`` where it is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None


def _other_host(request: HTTPServerRequest, texts: dict[str, str]) -> str:
    """Say that the address is not the room's, and what to start it with where a relay leads there under that name.

    It is said to who asks, not in the window: nothing of a visit is written anywhere.
    """
    named = request.headers.get("Host", "")
    if re.fullmatch(r"[A-Za-z0-9.-]{1,80}(:\d{1,5})?", named) is None:
        return texts["hote"]
    return texts["hote_nom"].format(nom=f"http://{named}")


def _is_foreign(request: HTTPServerRequest) -> bool:
    """Tell whether another site's page sends the request. What browsers do not say is not held against them."""
    origin = request.headers.get("Origin")
    if origin is not None and _host(origin) != request.headers.get("Host", "").lower():
        return True
    from_elsewhere = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    opened = (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
    return from_elsewhere and not opened
