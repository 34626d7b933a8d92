"""Doors of a room whose trainers have accounts: JupyterHub says whose a token is, and logs browsers in by OAuth."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec
from jupyterhub.services.auth import HubOAuth
from tornado.httputil import HTTPServerRequest, url_concat
from tornado.web import HTTPError, RequestHandler, create_signed_value, decode_signed_value

from pasapas_widgets.content import interface
from pasapas_widgets.live.room.callers import Caller
from pasapas_widgets.live.room.doors import Doors
from pasapas_widgets.live.room.ownsessions import OWN_SESSIONS
from pasapas_widgets.live.room.replies import RoomHandler
from pasapas_widgets.live.store import RefusedError, StoreError

__all__ = ["SERVICE", "HubDoors", "hub_login"]

SERVICE = "salle"
"""The room's name among the services of the Hub."""
SCOPE = {f"access:services!service={SERVICE}"}
ENTER, BACK = "/salle/entrer", "/salle/retour"
PATH = "/salle/"
"""Where a trainer's browser comes in, where the Hub sends it back, and what its cookies are sent to."""

BELIEVED_SECONDS = 30
"""How long what the Hub said of a token is believed."""
AWAY_SECONDS = 900
"""How long it holds while the Hub does not answer: nobody can be withdrawn meanwhile, and a session goes on."""
ENTERING_DAYS, INSIDE_DAYS = 600 / 86400, 1
"""Life of the two cookies: a log-in under way; what it gave, which the Hub may end before."""


def hub_login(*, api_url: str, api_token: str, public: str) -> HubOAuth:
    """Return JupyterHub's client of its own log-in, for the room at the address ``public``."""
    return HubOAuth(
        api_url=api_url,
        api_token=api_token,
        oauth_client_id=f"service-{SERVICE}",
        oauth_redirect_uri=public + BACK,
        base_url=PATH,
        hub_prefix="/hub/",
        access_scopes=SCOPE,
        cache_max_age=BELIEVED_SECONDS,
    )


class HubDoors(Doors):
    """Doors that know no secret of a trainer's.

    Parameters
    ----------
    hub
        The Hub's log-in.
    public
        The address ``https://…`` by which browsers come.
    admins
        The accounts that administer this server. The Hub itself has no administrator: who administers it may speak in
        anybody's name.
    inner
        The address by which trainers' kernels come, where it is another than this machine's own.
    """

    by_secret = False

    def __init__(self, hub: HubOAuth, *, public: str, admins: frozenset[str] = frozenset(), inner: str = "") -> None:
        parts = urlsplit(public)
        names = frozenset({parts.hostname or "", urlsplit(inner).hostname or ""} - {""})
        super().__init__(hub.api_token, asked=True, chosen=False, names=names, secure=parts.scheme == "https")
        self.hub, self.admins = hub, admins
        self._signing = hmac.digest(hub.api_token.encode(), b"pasapas salle: cookies", "sha256").hex()
        self._said: dict[str, tuple[Caller, float]] = {}

    # ---------------------------------------- what is asked of the doors

    def is_open(self, path: str) -> bool:
        """Tell whether that address asks for no cookie: the way back from the Hub has none yet."""
        return path == BACK or super().is_open(path)

    @property
    def asks_for(self) -> str:
        """What is said to who asks for a closed address and is no browser that shows pages."""
        return str(interface("serveur")["refus"]["compte_inconnu"])

    def has_cookie(self, request: HTTPServerRequest) -> bool:
        """Tell whether the browser has a cookie of ours; whose it is, :meth:`visitor` asks the Hub."""
        return self.token_of(request) is not None

    def entrance(self, request: HTTPServerRequest) -> str:
        """Return where somebody goes who asks for a closed page, and comes back from."""
        return f"{ENTER}?{urlencode({'suite': request.path})}"

    def entrances(self) -> list[tuple[Any, ...]]:
        """Return the addresses by which a trainer's browser comes in."""
        return [(ENTER, EnterByHub, {"doors": self}), (BACK, BackFromHub, {"doors": self})]

    async def caller(self, token: str) -> Caller:
        """Return whose server's token it is.

        Raises
        ------
        RefusedError
            ``seat``: nobody's who may lead sessions here.
        StoreError
            The Hub does not answer, and had said nothing of this token lately.
        """
        return await self.whose(token)

    async def check(self, token: str) -> None:
        """Let pass who may lead sessions here."""
        await self.whose(token)

    async def visitor(self, handler: RequestHandler) -> Caller:
        """Return whose browser asks; raises as :meth:`caller` does."""
        token = self.token_of(handler.request)
        if token is None:
            raise _unknown()
        return await self.whose(token, session=self.hub.get_session_id(handler))

    # ---------------------------------------- the Hub, and cookies

    async def whose(self, token: str, *, session: str = "") -> Caller:
        """Ask the Hub whose token it is; ``session`` is the browser's own at the Hub, which its log-out ends."""
        known = hashlib.sha256(f"{session}:{token}".encode(errors="replace")).hexdigest()
        if not token.isascii() or not token.isprintable():
            raise _unknown()
        try:
            model = await self.hub.user_for_token(token, session_id=session, sync=False)
        except HTTPError as error:
            said, when = self._said.get(known, (None, 0.0))
            if said is not None and monotonic() - when < AWAY_SECONDS:
                return said
            raise StoreError(interface("serveur")["refus"]["comptes_absents"]) from error
        if model is None or model.get("kind") != "user" or not self.hub.check_scopes(SCOPE, model):
            self._said.pop(known, None)
            raise _unknown()
        name = str(model["name"])
        caller = Caller(name, admin=name in self.admins)
        if len(self._said) > 2000:
            self._said.clear()
        self._said[known] = caller, monotonic()
        return caller

    def token_of(self, request: HTTPServerRequest) -> str | None:
        """Return the token in the browser's cookie, or ``None`` where there is none that we signed."""
        return self._read(request, "pasapas-compte", INSIDE_DAYS)

    def under_way(self, request: HTTPServerRequest) -> dict[str, str]:
        """Return what was kept of a log-in when it began."""
        kept = self._read(request, "pasapas-entree", ENTERING_DAYS)
        return msgspec.json.decode(kept, type=dict[str, str]) if kept else {}

    def keep_token(self, handler: RequestHandler, token: str) -> None:
        """Give the browser its cookie, and forget the log-in."""
        handler.clear_cookie("pasapas-entree", path=PATH)
        self._give(handler, "pasapas-compte", token, INSIDE_DAYS)

    def begin(self, handler: RequestHandler, to: str) -> str:
        """Keep a log-in under way in the browser, and return the Hub's address where it goes on."""
        verifier, challenge, method = self.hub.generate_pkce_code_challenge()
        state = secrets.token_urlsafe(16)
        kept = msgspec.json.encode({"state": state, "verifier": verifier, "to": to}).decode()
        self._give(handler, "pasapas-entree", kept, ENTERING_DAYS)
        asked = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        return str(url_concat(self.hub.login_url, asked))

    def _read(self, request: HTTPServerRequest, name: str, days: float) -> str | None:
        given = request.cookies.get(name)
        value = given and decode_signed_value(self._signing, name, given.value, max_age_days=days)
        return value.decode() if value else None

    def _give(self, handler: RequestHandler, name: str, value: str, days: float) -> None:
        signed = create_signed_value(self._signing, name, value).decode()
        handler.set_cookie(
            name, signed, path=PATH, max_age=int(days * 86400), httponly=True, samesite="Lax", secure=self.secure
        )


class _AtTheDoor(RoomHandler):
    """Base of the two ends of a log-in."""

    def initialize(self, *, doors: HubDoors) -> None:
        """Remember the doors."""
        self.doors = doors

    def write_error(self, status_code: int, **details: Any) -> None:
        """Say it as a page."""
        self.page_error(status_code, **details)


class EnterByHub(_AtTheDoor):
    """Lead to the Hub's log-in."""

    async def get(self) -> None:
        """Lead there; ``suite`` is the page that was asked for."""
        wanted = self.get_query_argument("suite", "")
        to = wanted if re.fullmatch(r"/salle/[a-z]{1,20}(/[0-9a-f]{32})?", wanted) else OWN_SESSIONS
        self.redirect(self.doors.begin(self, OWN_SESSIONS if to in (ENTER, BACK) else to), status=303)


class BackFromHub(_AtTheDoor):
    """Take what the Hub gives to a browser that it sends back."""

    async def get(self) -> None:
        """Change the code for a token, and go on to the page that was asked for."""
        kept = self.doors.under_way(self.request)
        code, state = self.get_query_argument("code", ""), self.get_query_argument("state", "")
        if not code or not state or not hmac.compare_digest(state.encode(), kept.get("state", "").encode()):
            raise RefusedError("value", interface("serveur")["refus"]["retour"])
        try:
            token = await self.doors.hub.token_for_code(code, code_verifier=kept["verifier"], sync=False)
        except HTTPError as error:
            raise RefusedError("value", interface("serveur")["refus"]["retour"]) from error
        await self.doors.whose(token, session=self.doors.hub.get_session_id(self))
        self.doors.keep_token(self, token)
        self.redirect(quote(kept["to"]), status=303)


def _unknown() -> RefusedError:
    return RefusedError("seat", interface("serveur")["refus"]["compte_inconnu"])
