"""What a phone may ask. Its own seat, what is published, nothing else: no call here reaches the trainer's verbs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct
from tornado.web import HTTPError

from pasapas_widgets.content import interface
from pasapas_widgets.live.room.joinpages import OfRoom
from pasapas_widgets.live.room.lookup import KEY, no_seat
from pasapas_widgets.live.room.states import newer_state, state_of
from pasapas_widgets.live.store import RefusedError
from pasapas_widgets.model.kit.kitwords import in_short

if TYPE_CHECKING:
    from pasapas_widgets.live.store import Own, Store

__all__ = ["PhoneHandler", "card_seen", "published", "vote_seen"]

MOST_AT_ONCE = 64

Text = Annotated[str, Meta(max_length=4000)]


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """A body."""


Invitation = Annotated[str, Meta(max_length=40)]
"""What the page of the session holds, so that who has read it once waits no more: ``lookup.Finder.session``."""


class Nothing(Given, frozen=True):
    """An empty body."""


class Join(Given, frozen=True):
    """Taking a seat; a synthetic participant says so. Where people are they get none, and the reverse."""

    repetition: bool = False
    invitation: Invitation = ""


class Answer(Given, frozen=True):
    """One answer: its number, its item, its value."""

    seq: int
    item: Annotated[str, Meta(max_length=40)]
    value: int | Annotated[str, Meta(max_length=40)] | None


class Answers(Given, frozen=True):
    """Answers, 64 at most."""

    messages: Annotated[list[Answer], Meta(max_length=MOST_AT_ONCE)]


class Time(Given, frozen=True):
    """«I need more time», or no longer."""

    seq: int
    wanted: bool


class CommentGiven(Given, frozen=True):
    """A free comment."""

    seq: int
    body: Text
    about: Literal["seance", "evaluation"] = "seance"


class Dots(Given, frozen=True):
    """All the dots of one person in one vote."""

    seq: int
    ballot: Annotated[str, Meta(max_length=40)]
    dots: dict[str, int]


class Code(Given, frozen=True):
    """A code of another phone."""

    code: Annotated[str, Meta(max_length=40)]
    invitation: Invitation = ""


class PhoneHandler(OfRoom):
    """What a phone sends and reads, with its key. Whatever it sends again changes nothing more."""

    @property
    def key(self) -> str:
        """The seat's secret."""
        found = KEY.fullmatch(self.request.headers.get("Authorization", ""))
        if found is None:
            raise no_seat()
        return found[1]

    async def seat(self, code: str) -> str:
        """Return the session, where the key holds a seat."""
        return await self.room.finder.seat(code, self.key)

    async def get(self, code: str, what: str) -> None:
        """Send the state as soon as it changes, the vote, the results, or the card that is open."""
        if what not in ("state", "vote", "results", "card"):
            raise HTTPError(405)
        session = await self.seat(code)
        if what == "state":
            self.send_news(await newer_state(self.room, session, self.get_query_argument("tag", "")))
        elif what == "vote":
            self.reply(await self.room.ask(lambda store: vote_seen(store, session, self.key)))
        elif what == "card":
            self.reply(await self.room.ask(lambda store: card_seen(store, session)))
        else:
            self.reply(await self.room.ask(lambda store: published(store, session)))

    async def post(self, code: str, what: str) -> None:
        """Do what is asked."""
        does = {
            "join": self._join,
            "answers": self._answers,
            "time": self._time,
            "comment": self._comment,
            "vote": self._vote,
            "transfer": self._transfer,
            "take-over": self._take_over,
        }
        if what not in does:
            raise HTTPError(405)
        self.reply(await does[what](code))

    async def _join(self, code: str) -> dict[str, Any]:
        given, key = self.given(Join), self.key
        session = await self.room.finder.session(code, key=key, invited=given.invitation)

        return await self._seated(
            code, session, lambda store: store.seats.join(session, key, invented=given.repetition)
        )

    async def _take_over(self, code: str) -> dict[str, Any]:
        given, key = self.given(Code), self.key
        session = await self.room.finder.session(code, invited=given.invitation)
        await self.room.finder.guess(lambda store: store.seats.take_over(session, given.code, key))
        return await self._seated(code, session, lambda _: None)

    async def _seated(self, code: str, session: str, first: Callable[[Store], object]) -> dict[str, Any]:
        """Return what the seat holds and the state, after ``first``, in one call: a whole room joins at once."""
        key = self.key

        def ask(store: Store) -> tuple[Own, dict[str, Any]]:
            first(store)
            return store.answers.own(session, key), state_of(store, session)

        own, state = await self.room.ask(ask)
        self.room.finder.seated(code, key, session)
        return {"own": own, "state": state}

    async def _answers(self, code: str) -> dict[str, Any]:
        from pasapas_widgets.live.store import Message

        given, key = self.given(Answers), self.key
        session = await self.seat(code)
        recorder = await self.room.recorder()
        sent = [Message(session, key, one.seq, one.item, one.value) for one in given.messages]
        return {"outcomes": await asyncio.gather(*map(recorder.keep, sent))}

    async def _time(self, code: str) -> dict[str, Any]:
        given, key = self.given(Time), self.key
        session = await self.seat(code)
        await self.room.ask(lambda store: store.seats.want_time(session, key, given.seq, wanted=given.wanted))
        return {}

    async def _comment(self, code: str) -> dict[str, Any]:
        given, key = self.given(CommentGiven), self.key
        session = await self.seat(code)
        await self.room.ask(lambda store: store.comments.send(session, key, given.seq, given.body, about=given.about))
        return {}

    async def _vote(self, code: str) -> dict[str, Any]:
        given, key = self.given(Dots), self.key
        session = await self.seat(code)
        await self.room.ask(lambda store: store.votes.place(session, key, given.seq, given.ballot, given.dots))
        return {}

    async def _transfer(self, code: str) -> dict[str, Any]:
        self.given(Nothing)
        session, key = await self.seat(code), self.key
        return {"code": await self.room.ask(lambda store: store.seats.transfer_code(session, key))}


def vote_seen(store: Store, session: str, key: str | None = None) -> dict[str, Any]:
    """Return the latest vote, one's own dots, and its results in the phase that shows them.

    Of an exercise, what is asked too; the reasons of its answers come with the results.
    """
    ballot = store.votes.current(session)
    shown = ballot is not None and ballot.closed and store.sessions.state(session).phase == "resultats_vote"
    return {
        "ballot": ballot,
        "own": store.votes.own(session, key, ballot.id) if ballot and key else {},
        "results": store.votes.results(session, ballot.id) if shown and ballot else None,
        **(
            {"exercise": store.votes.exercise(session, ballot.id).for_room(shown=shown)}
            if ballot and ballot.exercise is not UNSET
            else {}
        ),
    }


def card_seen(store: Store, session: str) -> dict[str, Any]:
    """Return the card or method that the trainer has opened, in short; no other one can be asked for.

    Raises
    ------
    RefusedError
        ``phase``: none is open.
    """
    state = store.sessions.state(session)
    card = in_short(state.focus or "") if state.phase == "resultats" else None
    if card is None:
        raise RefusedError("phase", interface("room")["refus"]["pas_de_fiche"])
    return card


def published(store: Store, session: str) -> dict[str, Any]:
    """Return what is published of the group, from the phase of the results on.

    Raises
    ------
    RefusedError
        ``phase``: nothing is shown yet.
    """
    from pasapas_widgets.live.store import PHASES

    shown = store.publications.shown(session)
    if shown is None or store.sessions.state(session).phase not in PHASES[PHASES.index("resultats") :]:
        raise RefusedError("phase", interface("room")["refus"]["pas_publie"])
    plain = msgspec.to_builtins(shown)
    return {name: plain[name] for name in ("number", "day", "results")} | {"comments": store.comments.shown(session)}
