"""The pages that a newcomer sees: where a code is typed, the page of a session, the page of a try."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from typing import Any

from tornado.web import HTTPError

from pasapas_widgets.content import interface
from pasapas_widgets.live.room.lookup import canonical
from pasapas_widgets.live.room.replies import RoomHandler
from pasapas_widgets.live.room.service import RoomService
from pasapas_widgets.live.store import RefusedError
from pasapas_widgets.model.questionnaire.loading import in_version

__all__ = ["JoinPage", "MissingPage", "OfRoom", "PageOfRoom", "PhonePage", "TryPage"]

MOST_LOOKS = 20
"""Times that a phone asks for its try, one a second, where several processes share the room."""


class OfRoom(RoomHandler):
    """Base of the handlers that reach the room."""

    def initialize(self, *, room: RoomService) -> None:
        """Remember the room."""
        self.room = room


class PageOfRoom(OfRoom):
    """Base of the pages: what is refused is said as a page."""

    def write_error(self, status_code: int, **details: Any) -> None:
        """Say it as a page."""
        self.page_error(status_code, **details)


class JoinPage(PageOfRoom):
    """Where a code is typed."""

    async def get(self) -> None:
        """Send the page, or lead to the session whose code was typed."""
        from pasapas_widgets.live.room.pages import join_page

        code = self.get_query_argument("code", None)
        if code is None:
            self.page(join_page())
            return
        try:
            await self.room.finder.session(code)
        except RefusedError as refused:
            self.set_status(404 if refused.reason == "session" else 429)
            self.page(join_page(fault=str(refused)))
            return
        self.redirect(f"/s/{canonical(code)}", status=303)


class PhonePage(PageOfRoom):
    """The page of a session, the same for every phone: made once a day, kept compressed.

    A rehearsal says that it is one and takes nobody in, but for who asks as a synthetic participant (``?repetition``).
    """

    made: dict[tuple[str, dt.date, bool], bytes] = {}  # noqa: RUF012 - by session and day, shared on purpose

    async def get(self, code: str) -> None:
        """Send the page."""
        session = await self.room.finder.session(code, invited=self.get_query_argument("i", ""))
        invented = self.get_query_argument("repetition", None) is not None
        page = self.made.get((session, dt.date.today(), invented)) or await self._make(session, invented=invented)
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
        else:
            page = gzip.decompress(page)
        self.send(page, "text/html; charset=utf-8")

    async def _make(self, session: str, *, invented: bool) -> bytes:
        from pasapas_widgets.live.room.pages import message_page, phone_page

        listed = await self.room.ask(lambda store: store.sessions.get(session))
        today = dt.date.today()
        if listed.rehearsal and not invented:
            texts = interface("room")["repetition"]
            html = message_page(texts["titre"], texts["texte"])
        else:
            html = phone_page(
                listed=listed,
                questionnaire=in_version(self.room.questionnaire, listed.session.version),
                keep_until=listed.session.kept_until,
                today=today,
                shared=not self.room.doors.by_secret,
            )
        if len(self.made) > 50:
            self.made.clear()
        self.made[session, today, invented] = gzip.compress(html.encode(), 9, mtime=0)
        return self.made[session, today, invented]


class MissingPage(PageOfRoom):
    """Any other address of the room."""

    async def _missing(self) -> None:
        raise HTTPError(404)

    get = head = post = put = patch = delete = options = _missing


class TryPage(PageOfRoom):
    """What a phone opens to show that it reaches the room."""

    async def get(self, mark: str) -> None:
        """Note it, and say it."""
        from pasapas_widgets.live.room.pages import message_page

        texts = interface("room")["essai"]
        said = self.get_query_argument("n", "")
        looks = int(said) if re.fullmatch("[0-9]{1,2}", said) else 1
        if self.room.tries.arrived(mark):
            self.page(message_page(texts["titre"], texts["texte"]))
        elif not self.room.doors.by_secret and looks < MOST_LOOKS:  # another process may wait for this phone
            self.set_header("Refresh", f"1; url=/s/essai/{mark}?n={looks + 1}")
            self.page(message_page(texts["cherche_titre"], texts["cherche"]))
        else:
            self.set_status(404)
            self.page(message_page(texts["perdu_titre"], texts["perdu"]))
