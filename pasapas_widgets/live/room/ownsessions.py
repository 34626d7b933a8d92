"""«Mes séances»: where trainers have accounts, one's own sessions, who leads them; an administrator's counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date, typeset
from pasapas_widgets.live import verbs
from pasapas_widgets.live.room.callers import Caller, carry_out
from pasapas_widgets.live.room.service import RoomService
from pasapas_widgets.live.room.trainer import PageOfTrainer
from pasapas_widgets.live.store import RefusedError

if TYPE_CHECKING:
    from pasapas_widgets.live.store import Listed, Overseen, Store

__all__ = ["OWN_SESSIONS", "SessionActs", "SessionsPage", "account_routes"]

OWN_SESSIONS = "/salle/seances"
"""The page's address."""

Seen = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def account_routes(room: RoomService) -> list[tuple[Any, ...]]:
    """Return the addresses that a room has besides, where trainers have accounts."""
    acts = rf"{OWN_SESSIONS}/([0-9a-f]{{32}})/(inviter|retirer|effacer)"
    return [(OWN_SESSIONS, SessionsPage, {"room": room}), (acts, SessionActs, {"room": room})]


class SessionsPage(PageOfTrainer):
    """One's own sessions, and for an administrator the counts of all."""

    def prepare(self) -> None:
        """Let browsers say where a form comes from: its origin is checked."""
        super().prepare()
        self.set_header("Referrer-Policy", "same-origin")

    async def get(self) -> None:
        """Send the page."""
        await self.show(await self.room.doors.visitor(self))

    async def show(self, caller: Caller, fault: str = "") -> None:
        """Send the page; ``fault`` is why what was asked for just now was not done."""
        from pasapas_widgets.live.room.pagefiles import rendered

        texts = interface("serveur")["seances"]
        own, everyone = await self.room.ask(lambda store: _seen(store, caller))
        self.page(
            rendered(
                "sessions",
                title=texts["titre"],
                base="/",
                texts=texts,
                styles=["room.css"],
                fault=typeset(fault),
                person=caller.name,
                admin=caller.admin,
                own=own,
                everyone=everyone,
            )
        )


class SessionActs(SessionsPage):
    """What the page's forms ask: to invite, to take back, to erase."""

    SUPPORTED_METHODS = ("POST",)

    async def post(self, session: str, act: str) -> None:
        """Do it, and show the page again."""
        caller = await self.room.doors.visitor(self)
        person = self.get_body_argument("compte", "")[:200]
        asked = {
            "inviter": verbs.Invite(session, person),
            "retirer": verbs.Withdraw(session, person),
            "effacer": verbs.Erase(session),
        }[act]
        try:
            if act == "effacer" and self.get_body_argument("sur", "") != "oui":
                raise RefusedError("value", interface("serveur")["refus"]["pas_sur"])
            await self.room.ask(lambda store: carry_out(store, asked, caller))
        except RefusedError as refused:
            self.set_status(404 if refused.reason == "session" else 400)
            await self.show(caller, str(refused))
            return
        self.room.follow.wake(session)
        self.redirect(OWN_SESSIONS, status=303)


def _seen(store: Store, caller: Caller) -> Seen:
    """Return what the page shows: one's own sessions, then everybody's where the caller administers."""
    own = [_own(store, one, caller) for one in carry_out(store, verbs.Sessions(), caller)]
    return own, [_overseen(one) for one in store.trainers.overseen()] if caller.admin else []


def _own(store: Store, listed: Listed, caller: Caller) -> dict[str, Any]:
    texts, led = interface("serveur")["seances"], store.trainers.of(listed.id)
    session, pages = listed.session, ("projection", "affiche", "papier")
    return {
        "id": listed.id,
        "here": f"{OWN_SESSIONS}/{listed.id}",
        "title": session.title,
        "days": texts["jour"].format(jour=long_date(session.day), fin=long_date(session.kept_until)),
        "rehearsal": listed.rehearsal,
        "led": texts["animent"].format(noms=", ".join(one.person for one in led)),
        "mine": any(one.owner and one.person == caller.name for one in led),
        "invited": [one.person for one in led if not one.owner],
        "pages": [(f"/salle/{name}/{listed.id}", texts[name]) for name in pages],
    }


def _overseen(one: Overseen) -> dict[str, Any]:
    texts = interface("serveur")["seances"]["administration"]
    account, day = one.owner or texts["sans_compte"], long_date(one.day)
    return {
        "here": f"{OWN_SESSIONS}/{one.id}",
        "account": account,
        "day": day,
        "until": long_date(one.kept_until),
        "people": texts["peu"] if one.people is None else one.people,
        "label": texts["effacer"].format(compte=account, jour=day),
    }
