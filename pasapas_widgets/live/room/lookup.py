"""Which session a code names, and whether a phone has a seat there."""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import unquote

from pasapas_widgets.content import interface
from pasapas_widgets.live.codes import CODE_LENGTH, TYPED, hashed, invitation, typed
from pasapas_widgets.live.room.ratelimit import Gate
from pasapas_widgets.live.store import RefusedError

if TYPE_CHECKING:
    from pasapas_widgets.live.store import Store

__all__ = ["Finder", "canonical", "meant"]

T = TypeVar("T")

KEY = re.compile(r"Place ([A-Za-z0-9_-]{32})")
INVITATION = re.compile(r"[A-Za-z0-9_-]{16}")
MOST_KNOWN = 20_000
LONGEST_PATH = 200
"""Characters of the longest path that is looked at for a code."""


class Ask(Protocol):
    """The way to the store."""

    def __call__(self, call: Callable[[Store], T]) -> Awaitable[T]:
        """Return what ``call`` gives of the store."""
        ...


def canonical(code: str) -> str:
    """Return a session's code as it is printed, however it was typed.

    >>> canonical("k7-mq p")
    'K7MQP'
    """
    return typed(code)


def meant(asked: str) -> str | None:
    """Return the phones' address that a path stands for, as people and messengers write it; else ``None``.

    The two lines of the poster typed one after the other, a capital put by the phone's keyboard, a slash or the end of
    a sentence after the code: all lead to the session.

    >>> meant("/S/k7mqp/"), meant("/k7mqp."), meant("/S"), meant("/s/K7MQP"), meant("/salle/")
    ('/s/K7MQP', '/s/K7MQP', '/s/', None, None)
    """
    if len(asked) > LONGEST_PATH:
        return None
    first, *others = [one for one in unquote(asked).split("/") if any(map(str.isalnum, one))] or [""]
    named = re.sub(r"\W", "", first).lower()
    if named == "s" and len(others) < 2:
        address = f"/s/{canonical(''.join(others))}"
    elif not others and named != "salle" and re.fullmatch(rf"[{TYPED}]{{{CODE_LENGTH}}}\W*", first.upper()):
        address = f"/s/{canonical(first)}"
    else:
        return None
    return None if address == asked else address


class Finder:
    """Find sessions by their code, guesses limited.

    Who holds a seat, or comes by the QR code's invitation, never waits for those who guess.

    Parameters
    ----------
    ask
        How to call the store.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[tuple[str, str], str] = {}
        self.gate = Gate()

    async def session(self, code: str, *, key: str | None = None, invited: str = "") -> str:
        """Return the session of a code, for a newcomer or a phone that comes back with its key.

        Parameters
        ----------
        code
            The session's, as it was typed.
        key
            The phone's own secret.
        invited
            What the QR code says besides: with the right one, nobody waits. A wrong one counts as none.

        Raises
        ------
        RefusedError
            ``session``: none has this code; ``limit``: too many guess.
        """
        code = canonical(code)
        if key is not None and (held := self._known.get((code, hashed(key)))):
            return held
        if key is not None and self.gate.empty and (held := await self._held(code, key)):
            return held
        if INVITATION.fullmatch(invited) and (found := await self._inviting(code, invited)):
            return found
        return await self.gate.ask(lambda: self._look(code))

    async def seat(self, code: str, key: str) -> str:
        """Return the session of a code where the key holds a seat.

        Raises
        ------
        RefusedError
            ``session`` or ``seat``.
        """
        code = canonical(code)
        held = self._known.get((code, hashed(key))) or await self._held(code, key)
        if held is None:
            await self.gate.ask(lambda: self._look_for_seat(code))
            raise no_seat()
        return held

    def seated(self, code: str, key: str, session: str) -> None:
        """Remember a seat, so that it is not looked up again."""
        self._known[canonical(code), hashed(key)] = session
        while len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]

    async def guess(self, call: Callable[[Store], Any]) -> Any:
        """Return what a call gives in which a code may be guessed."""
        return await self.gate.ask(lambda: self._ask(call))

    async def _inviting(self, code: str, invited: str) -> str | None:
        found = await self._ask(lambda store: store.sessions.find(code))
        return found if found and hmac.compare_digest(invitation(found), invited) else None

    async def _look(self, code: str) -> str:
        found = await self._ask(lambda store: store.sessions.find(code))
        if found is None:
            raise RefusedError("session", interface("room")["refus"]["seance"])
        return found

    async def _look_for_seat(self, code: str) -> None:
        """Count a key without a seat as a wrong try, whether the code is right or not."""
        await self._look(code)
        raise no_seat()

    async def _held(self, code: str, key: str) -> str | None:
        def look(store: Store) -> str | None:
            session = store.sessions.find(code)
            if session is None:
                return None
            try:
                store.answers.own(session, key)
            except RefusedError:
                return None
            return session

        session = await self._ask(look)
        if session is not None:
            self.seated(code, key, session)
        return session


def no_seat() -> RefusedError:
    """Return the refusal of a key that holds no seat."""
    return RefusedError("seat", interface("room")["refus"]["place"])
