"""Who asks: whoever holds this computer, or an account of a shared server; and what each verb lets them do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.live import verbs
from pasapas_widgets.live.store import RefusedError

if TYPE_CHECKING:
    from pasapas_widgets.live.store import Store

__all__ = ["HOLDER", "Caller", "carry_out"]


class Caller(Struct, frozen=True):
    """Who asks for something of the trainer's.

    Parameters
    ----------
    name
        The name of an account; ``None`` for whoever holds this computer and its secret.
    admin
        Whether the account administers the server: it may see counts of every session and erase it, nothing else.
    """

    name: str | None = None
    admin: bool = False


HOLDER = Caller()
"""Whoever holds this computer: every session is theirs."""

OWNERS: tuple[type[verbs.Asked], ...] = (verbs.Erase, verbs.Invite, verbs.Withdraw)
"""What whoever was invited into a session may not do."""


def carry_out(store: Store, given: verbs.Asked, caller: Caller) -> Any:
    """Return what a verb gives, to who may ask it.

    Raises
    ------
    RefusedError
        ``session``: the session is not the caller's, said as of one that is not there.
    """
    from pasapas_widgets.live.room.verbs import CALLS

    if caller.name is None:
        if isinstance(given, verbs.Invite | verbs.Withdraw):
            raise RefusedError("value", interface("serveur")["refus"]["sans_compte"])
    elif own := _OWN.get(type(given)):
        return own(store, given, caller)
    elif isinstance(given, verbs.OfSession) and not _may_erase(store, given, caller):
        asks_owner = isinstance(given, OWNERS) and not _leaves(given, caller.name)
        store.trainers.check(given.session, caller.name, owner=asks_owner)
    return CALLS[type(given)](store, given)


def _leaves(given: verbs.Asked, name: str) -> bool:
    """Tell whether somebody who was invited leaves the session of their own accord."""
    return isinstance(given, verbs.Withdraw) and given.person.strip().lower() == name


def _may_erase(store: Store, given: verbs.OfSession, caller: Caller) -> bool:
    """Tell whether it is erased by who does not lead it: an administrator, or its owner, who asks a second time."""
    if not isinstance(given, verbs.Erase) or caller.name is None:
        return False
    return caller.admin or store.trainers.erased(given.session, caller.name)


def _create(store: Store, given: Any, caller: Caller) -> Any:
    from pasapas_widgets.live.room.verbs import create

    return create(store, given, owner=caller.name)


_OWN: dict[type[verbs.Asked], Callable[[Store, Any, Caller], Any]] = {
    verbs.Sessions: lambda store, _, caller: store.sessions.all(caller.name),
    verbs.Create: _create,
    verbs.Receipts: lambda store, _, caller: store.erasure.receipts(caller.name),
}
"""What an account is told otherwise than whoever holds the computer: of its own sessions only."""
