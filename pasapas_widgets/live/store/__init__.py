"""Where sessions are kept: SQLite in a file, or PostgreSQL by URL. SQLAlchemy lives here and only here.

Only the server process opens it. Nothing is imported before it is asked for, so that this package weighs nothing for
who only catches its errors.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pasapas_widgets.live.store.errors import Reason, RefusedError, StoreError

if TYPE_CHECKING:
    from pasapas_widgets.live.store.answers import Message, Outcome, Own
    from pasapas_widgets.live.store.brought import Merged
    from pasapas_widgets.live.store.comments import Comment
    from pasapas_widgets.live.store.erasure import Receipt
    from pasapas_widgets.live.store.evaluation import Marked
    from pasapas_widgets.live.store.followed import Followed
    from pasapas_widgets.live.store.opened import Store, open_store
    from pasapas_widgets.live.store.publications import Published
    from pasapas_widgets.live.store.recorder import Recorder
    from pasapas_widgets.live.store.sessions import ANSWERABLE, PHASES, Listed, Phase, Progress, State
    from pasapas_widgets.live.store.tallies import Tally
    from pasapas_widgets.live.store.votes import Ballot, Choice, VoteResults

__all__ = [
    "ANSWERABLE",
    "PHASES",
    "Ballot",
    "Choice",
    "Comment",
    "Followed",
    "Listed",
    "Marked",
    "Merged",
    "Message",
    "Outcome",
    "Own",
    "Phase",
    "Progress",
    "Published",
    "Reason",
    "Receipt",
    "Recorder",
    "RefusedError",
    "State",
    "Store",
    "StoreError",
    "Tally",
    "VoteResults",
    "open_store",
]

_WHERE = {
    "answers": ("Message", "Outcome", "Own"),
    "brought": ("Merged",),
    "comments": ("Comment",),
    "erasure": ("Receipt",),
    "evaluation": ("Marked",),
    "followed": ("Followed",),
    "opened": ("Store", "open_store"),
    "publications": ("Published",),
    "recorder": ("Recorder",),
    "sessions": ("ANSWERABLE", "PHASES", "Listed", "Phase", "Progress", "State"),
    "tallies": ("Tally",),
    "votes": ("Ballot", "Choice", "VoteResults"),
}


def __getattr__(name: str) -> Any:
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
