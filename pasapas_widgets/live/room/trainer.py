"""The trainer's doors: the API for kernels, and the pages of the trainer's browser that need no kernel."""

from __future__ import annotations

import asyncio
import functools
import re
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta, Struct

from pasapas_widgets.content import interface
from pasapas_widgets.front.qr import qr_svg, wifi_text
from pasapas_widgets.live.codes import invitation
from pasapas_widgets.live.room.callers import carry_out
from pasapas_widgets.live.room.joinpages import OfRoom, PageOfRoom
from pasapas_widgets.live.room.phones import card_seen, published, vote_seen
from pasapas_widgets.live.room.replies import POLICY
from pasapas_widgets.live.room.selftest import self_test
from pasapas_widgets.live.room.service import RoomService
from pasapas_widgets.live.room.states import newer_view
from pasapas_widgets.live.store import RefusedError
from pasapas_widgets.live.verbs import VERBS, Selftest
from pasapas_widgets.model.questionnaire.loading import in_version

if TYPE_CHECKING:
    from pasapas_widgets.live.store import Listed, Store

__all__ = [
    "ApiHandler",
    "PageOfTrainer",
    "PaperPage",
    "PosterPage",
    "ProjectorGet",
    "ProjectorPage",
    "QrHandler",
    "WifiHandler",
]

PAPER = "questionnaire-papier"
"""The name of the questionnaire on paper, as a file."""
TOKEN = re.compile(r"Jeton (\S{1,200})")
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
"""The policy of the wall: the trainer's own page shows it small (docs/decisions/038-cockpit.md), no other site does."""


def join_address(room: RoomService, listed: Listed) -> str:
    """Return the address of a session's page."""
    return f"{room.address}/s/{listed.code}"


def join_picture(room: RoomService, listed: Listed) -> str:
    """Return the QR code by which phones come: with the invitation, they wait for nobody who guesses codes."""
    return qr_svg(f"{join_address(room, listed)}?i={invitation(listed.id)}")


class ApiHandler(OfRoom):
    """``POST /salle/api/VERB``: what the trainer's kernels ask."""

    async def post(self, name: str) -> None:
        """Carry out a verb, and wake who follows the session."""
        texts = interface("room")["refus"]
        found = TOKEN.fullmatch(self.request.headers.get("Authorization", ""))
        if found is None:
            raise RefusedError("seat", texts["jeton"])
        caller = await self.room.doors.caller(found[1])
        kind = VERBS.get(name)
        if kind is None:
            self.refuse(404, "missing", texts["verbe"].format(verbe=name[:40]))
            return
        given = self.given(kind)
        if isinstance(given, Selftest):
            self.reply({"done": await self_test(self.room, given)})
            return
        done = await self.room.ask(lambda store: carry_out(store, given, caller))
        self.room.follow.wake(getattr(given, "session", ""))
        self.reply({"done": done})


class OfTrainer(OfRoom):
    """Base of what the trainer's browser asks of one session: those who lead it, and nobody else."""

    async def led(self, session: str) -> Listed:
        """Return the session.

        Raises
        ------
        RefusedError
            ``seat``: who asks has to come in first; ``session``: it is not theirs, or not there.
        """
        caller = await self.room.doors.visitor(self)

        def found(store: Store) -> Listed:
            store.trainers.check(session, caller.name)
            return store.sessions.get(session)

        return await self.room.ask(found)


class PageOfTrainer(OfTrainer, PageOfRoom):
    """Base of the trainer's pages."""

    def write_error(self, status_code: int, **details: Any) -> None:
        """Say it as a page; lead to the door who has to come in first."""
        error = details.get("exc_info", (None, None, None))[1]
        if self.request.method == "GET" and isinstance(error, RefusedError) and error.reason == "seat":
            self.redirect(self.room.doors.entrance(self.request), status=303)
        else:
            super().write_error(status_code, **details)


class ProjectorPage(PageOfTrainer):
    """The second window, which the room sees."""

    async def get(self, session: str) -> None:
        """Send the page."""
        from pasapas_widgets.live.room.pages import projector_page

        listed = await self.led(session)
        address, own = join_address(self.room, listed), f"/salle/projection/{session}"
        self.set_header("Content-Security-Policy", FRAMED)
        urls = {name: f"{own}/{name}" for name in ("state", "results", "vote", "card")} | {"wifi": "/salle/wifi"}
        self.page(
            projector_page(
                listed=listed,
                questionnaire=in_version(self.room.questionnaire, listed.session.version),
                address=address,
                qr=join_picture(self.room, listed),
                urls=urls,
            )
        )


class PosterPage(PageOfTrainer):
    """The poster for the door; of a session at a distance, the sheet to hand over."""

    async def get(self, session: str) -> None:
        """Send the page."""
        from pasapas_widgets.live.room.pages import letter_page, poster_page

        listed = await self.led(session)
        address = join_address(self.room, listed)
        if listed.until is not None:
            asked = in_version(self.room.questionnaire, listed.session.version)
            self.page(letter_page(listed=listed, questionnaire=asked, address=address))
            return
        qr = join_picture(self.room, listed)
        shared = not self.room.doors.by_secret
        self.page(poster_page(listed=listed, address=address, qr=qr, wifi="/salle/wifi", shared=shared))


class PaperPage(PageOfTrainer):
    """The questionnaire to print, a PDF: as a carnet prints it before, with what is known of this session."""

    async def get(self, session: str) -> None:
        """Send the file; ``facile=1`` asks for the easy-to-read version, where there is one."""
        from pasapas_widgets.exports.session.paper import paper_pdf
        from pasapas_widgets.live.room.pages import paper_of

        listed = await self.led(session)
        asked = in_version(self.room.questionnaire, listed.session.version)
        easy = self.get_query_argument("facile", "") == "1" and asked.is_easy
        session_told = paper_of(listed, shared=not self.room.doors.by_secret)
        printed = functools.partial(
            paper_pdf, listed.session.variant, questionnaire=asked, easy=easy, session=session_told
        )
        pdf = await asyncio.to_thread(printed)  # half a second: the phones go on meanwhile
        self.set_header("Content-Disposition", f'inline; filename="{PAPER}.pdf"')
        self.send(pdf, "application/pdf")


class ProjectorGet(OfTrainer):
    """What the projector follows: the phones' documents, and counts."""

    async def get(self, session: str, what: str) -> None:
        """Send the state as soon as it changes, the vote, the results, or the card that is open."""
        await self.led(session)
        if what == "state":
            news = await newer_view(self.room, session, self.get_query_argument("tag", ""))
            await self.led(session)  # an invitation may have been taken back meanwhile
            self.send_news(news)
        elif what == "vote":
            self.reply(await self.room.ask(lambda store: vote_seen(store, session)))
        elif what == "card":
            self.reply(await self.room.ask(lambda store: card_seen(store, session)))
        else:
            self.reply(await self.room.ask(lambda store: published(store, session)))


class QrHandler(OfTrainer):
    """The QR code by which people join."""

    async def get(self, session: str) -> None:
        """Send it as SVG."""
        self.send(join_picture(self.room, await self.led(session)).encode(), "image/svg+xml")


class Wifi(Struct, frozen=True, forbid_unknown_fields=True):
    """The room's Wi-Fi, as the trainer types it: made into a picture, never kept."""

    ssid: Annotated[str, Meta(min_length=1, max_length=32)]
    password: Annotated[str, Meta(max_length=63)] = ""
    hidden: bool = False


class WifiHandler(OfRoom):
    """The QR code that joins a phone to the Wi-Fi."""

    async def post(self) -> None:
        """Send it as SVG."""
        given = self._wifi()
        if len(given.ssid.encode()) > 32 or 0 < len(given.password.encode()) < 8:
            raise RefusedError("value", interface("room")["refus"]["wifi"])
        code = qr_svg(wifi_text(given.ssid, given.password, hidden=given.hidden))
        self.send(code.encode(), "image/svg+xml")

    def _wifi(self) -> Wifi:
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            return self.given(Wifi)
        form = {name: self.get_body_argument(name, "", strip=False) for name in ("ssid", "password", "hidden")}
        try:
            return msgspec.convert(form | {"hidden": form["hidden"] not in ("", "false")}, Wifi)
        except msgspec.ValidationError as error:
            raise RefusedError("value", interface("room")["refus"]["wifi"]) from error
