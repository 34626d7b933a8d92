"""What phones and projectors follow, read from the store: the same small document for every phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pasapas_widgets.live.room.follow import Document, tagged
from pasapas_widgets.live.room.service import RoomService

if TYPE_CHECKING:
    from pasapas_widgets.live.store import Store

__all__ = ["newer_state", "newer_view", "phone_state", "state_of"]


def phone_state(store: Store, session: str) -> dict[str, Any]:
    """Return the state of a session as its phones see it: nothing of anybody's, no dots before the vote is closed."""
    return dict(msgspec.to_builtins(store.sessions.follow(session)))


def projector_state(store: Store, session: str) -> dict[str, Any]:
    """Return what the projector shows besides: the title, and counts of people, never who.

    At a distance, until something is published, there are none.
    """
    state = phone_state(store, session)
    progress = msgspec.to_builtins(store.sessions.progress(session))
    voters = store.votes.voted(session, state["ballot"]["id"]) if state["ballot"] else 0
    counts = {name: progress[name] for name in ("joined", "begun", "finished", "more_time")} | {"voters": voters}
    if progress["at_least"] is not None:
        counts = {}
    if progress["expected"] is not None:
        counts |= {"expected": progress["expected"]}
    return state | {"title": store.sessions.get(session).session.title, "counts": counts}


def state_of(store: Store, session: str) -> dict[str, Any]:
    """Return the phones' state of this moment, with its tag."""
    state = phone_state(store, session)
    return {"tag": tagged(state).tag, **state}


async def newer_state(room: RoomService, session: str, tag: str) -> Document | None:
    """Wait for a phones' state that differs from the one with this tag."""
    return await room.follow.newer(
        "phone", session, lambda: room.ask(lambda store: phone_state(store, session)), tag=tag
    )


async def newer_view(room: RoomService, session: str, tag: str) -> Document | None:
    """Wait for a projector's state that differs from the one with this tag."""
    return await room.follow.newer(
        "projector", session, lambda: room.ask(lambda store: projector_state(store, session)), tag=tag
    )
