"""The trainer's verbs: one table, each the struct of what it is given. Client, room and cockpit all read it.

The name of a verb is its struct's, in small letters: ``OpenVote`` is ``POST /salle/api/open_vote``. A new one is a
struct here and a function in ``live/room/verbs.py``. Repeated, a verb does no harm, but for ``create``, ``open_vote``
and ``open_exercise``, which make another one, and ``move``, refused as ``stale``.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal, TypeVar

from msgspec import Meta, Struct, field

from pasapas_widgets.model.deadline import Deadline
from pasapas_widgets.model.exercise.asked import Asked as Exercise
from pasapas_widgets.model.session import Phase

__all__ = ["READS", "VERBS", "Asked", "name_of"]

Short = Annotated[str, Meta(max_length=200)]


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """What a verb is given. It is checked where it is decoded, in the room."""


class OfSession(Asked, frozen=True):
    """One session, by its identifier."""

    session: Short


class OfBallot(OfSession, frozen=True):
    """One vote of a session; the latest where left out."""

    ballot: Short | None = None


Kind = TypeVar("Kind", bound=type[Asked])
VERBS: dict[str, type[Asked]] = {}
"""Verb → what it is given."""
READS: set[str] = set()
"""The verbs that change nothing: asked once more when the connection turns out to be dropped."""


def name_of(kind: type[Asked]) -> str:
    """Return the name of a verb.

    >>> name_of(OpenVote)
    'open_vote'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


def _verb(kind: Kind) -> Kind:
    VERBS[name_of(kind)] = kind
    return kind


def _read(kind: Kind) -> Kind:
    READS.add(name_of(kind))
    return _verb(kind)


# ---------------------------------------- sessions


@_read
class Sessions(Asked, frozen=True):
    """Every session, the latest day first."""


@_verb
class Create(Asked, frozen=True):
    """Open a session (``model.Session``); ``kept_until`` is six months later where left out. Gives its id and code.

    ``expected`` is how many people are in the room; changed by ``expect``. ``responsible`` and ``contact`` are told to
    participants, and go no further than this session's own pages. ``until`` makes it a session at a distance: answers
    are open at once, and close by themselves then.
    """

    title: Annotated[str, Meta(min_length=1, max_length=80)]
    mode: Literal["individuel", "collectif", "structure"] = "individuel"
    variant: Short | None = None
    kept_until: dt.date | None = None
    thresholds: dict[str, Annotated[int, Meta(ge=5)]] = field(default_factory=dict)
    research: bool = False
    rehearsal: bool = False
    day: dt.date | None = None
    expected: Annotated[int, Meta(ge=1, le=3000)] | None = None
    responsible: Short = ""
    contact: Short = ""
    until: Deadline | None = None


@_read
class Overview(OfSession, frozen=True):
    """Where a session is, in counts: state, progress, what was brought, comments that wait."""


@_verb
class Move(OfSession, frozen=True):
    """Move everybody to a phase; gives the new state.

    ``version`` is the one that was seen; ``focus`` what is open there: a statement, a card or a method.
    """

    phase: Phase
    version: int
    focus: Short | None = None


@_verb
class Together(OfSession, frozen=True):
    """Let the group answer together from now on: too few answered alone. ``version`` is the one that was seen."""

    version: int


@_verb
class Prolong(OfSession, frozen=True):
    """Take answers at a distance until later; refused once something is published. Gives the new end."""

    until: Deadline


@_verb
class CloseAnswers(OfSession, frozen=True):
    """Close the answers at a distance now. Gives the end that people read from now on."""


@_verb
class Expect(OfSession, frozen=True):
    """Say how many people are in the room; ``None`` where nobody counts them."""

    people: Annotated[int, Meta(ge=1, le=3000)] | None


@_verb
class CloseDoor(OfSession, frozen=True):
    """Let nobody new in; those inside go on."""


@_verb
class OpenDoor(OfSession, frozen=True):
    """Let people in again."""


@_verb
class AcceptMore(OfSession, frozen=True):
    """Decide to show figures though there are more seats than people expected: phones and projector say it."""


@_verb
class FreeSeats(OfSession, frozen=True):
    """Free the seats that never answered, voted nor wrote: ``{"freed"}``."""


@_verb
class ClearTime(OfSession, frozen=True):
    """Lower every «I need more time»."""


@_read
class Carnet(OfSession, frozen=True):
    """What the group keeps of a session, as a carnet's JSON: what was published, closed or decided."""


@_verb
class Erase(OfSession, frozen=True):
    """Erase a session and every trace of it; gives the receipt."""


@_read
class Receipts(Asked, frozen=True):
    """The receipts of what was erased."""


@_read
class Trainers(OfSession, frozen=True):
    """Who leads a session, its owner first: ``[{"person", "owner"}]``; empty where trainers have no accounts."""


@_verb
class Invite(OfSession, frozen=True):
    """Let one more account lead the session: it sees and does all but erase and invite. Its owner's alone."""

    person: Short


@_verb
class Withdraw(OfSession, frozen=True):
    """Take an invitation back; whoever was invited may leave too."""

    person: Short


@_read
class Selftest(Asked, frozen=True):
    """Try address, disk and clock.

    Parameters
    ----------
    clock
        The time of the browser or the kernel, in seconds since 1970: another computer's, where the two are apart.
    mark
        The mark of an earlier self-test, to ask whether a phone has opened its address since.
    """

    clock: float | None = None
    mark: str | None = None


# ---------------------------------------- results, votes, words


@_verb
class Publish(OfSession, frozen=True):
    """Publish the results, or what may be added to those shown; ``accept_more`` is the verb of that name, first."""

    accept_more: bool = False


@_read
class Results(OfSession, frozen=True):
    """What was published last, or nothing."""


@_verb
class OpenVote(OfSession, frozen=True):
    """Open a vote; an open one is closed first."""

    choices: Annotated[list[str], Meta(max_length=200)]
    dots: int = 3
    dots_on_one: int = 1


@_verb
class OpenExercise(OfSession, frozen=True):
    """Open an exercise of the course as a vote; an open one is closed first."""

    exercise: Exercise


@_read
class ExerciseAsked(OfBallot, frozen=True):
    """What is asked in an exercise, with the reasons and the trainer's notes."""


@_verb
class CloseVote(OfBallot, frozen=True):
    """Close a vote for good; gives its results."""


@_read
class VoteResults(OfBallot, frozen=True):
    """``{"ballot", "results"}`` of a closed vote."""


@_read
class Comments(OfSession, frozen=True):
    """Every comment with its state, to moderate."""


@_verb
class Moderate(OfSession, frozen=True):
    """Show a comment (``montre``), put it aside (``ecarte``), or neither yet (``attente``)."""

    comment: Short
    state: Literal["attente", "montre", "ecarte"]


@_verb
class Evaluation(OfSession, frozen=True):
    """The evaluation's figures; the first call closes it for good."""


# ---------------------------------------- what is brought in


@_verb
class Paper(OfSession, frozen=True):
    """Keep a paper sheet under the number written on it."""

    number: Short
    sheet: dict[str, Any]
    research: bool = False


@_verb
class Codes(OfSession, frozen=True):
    """Keep every share code of a text: ``{"new", "changed", "known", "twice", "faults"}``."""

    text: str


@_verb
class File(OfSession, frozen=True):
    """Keep the sheets of a file, base64 on the way: ``{"new", "changed", "known", "twice", "gone", "notes", "asked"}``.

    With ``ask``, a table of another tool is not kept but asked about («asked»: a plain
    :class:`pasapas_widgets.files.sheets.proposal.Proposal`), until ``columns`` and ``words`` leave no doubt.

    A table that most likely is a newer export of one that was brought is not kept until ``later`` says that it takes
    its place («remplace») or is of other people («ajoute»): with ``ask``, the answer is ``{"later"}``, a sentence.
    """

    name: Short
    data: bytes
    ask: bool = False
    columns: dict[Short, Annotated[str, Meta(max_length=5_000)]] | None = None
    words: dict[Annotated[str, Meta(max_length=5_000)], Short] | None = None
    later: Literal["remplace", "ajoute"] | None = None


@_verb
class Remove(OfSession, frozen=True):
    """Take out what was brought in by mistake: a sheet by its mark, or a tally («decompte») by its statement."""

    origin: Literal["papier", "code", "fichier", "decompte"]
    mark: Short
    batch: Short = "groupe"


@_verb
class Tally(OfSession, frozen=True):
    """Keep the tally of one statement."""

    item: Short
    counts: dict[str, int] = field(default_factory=dict)
    kept: int | None = None
    note: str | None = None
    batch: Short = "groupe"


@_read
class Tallies(OfSession, frozen=True):
    """``{"tallies", "sheet"}``: a batch of tallies, and the group's one sheet of the levels it kept."""

    batch: Short = "groupe"
