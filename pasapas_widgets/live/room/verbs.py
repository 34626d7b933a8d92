"""The trainer's verbs: one table, each a name, its arguments and the call of the store that it is."""

from __future__ import annotations

import datetime as dt
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct, field

from pasapas_widgets.content import interface
from pasapas_widgets.files.sheets import SheetFileError, read_sheets
from pasapas_widgets.live.store import Phase, RefusedError, Store
from pasapas_widgets.model.kit.kitwords import in_short
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.session import LONGEST_KEPT_MONTHS, Session, delete_on

__all__ = ["VERBS", "Verb"]

Short = Annotated[str, Meta(max_length=200)]


class Arguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a verb is given."""


class Nothing(Arguments, frozen=True, kw_only=True):
    """No argument."""


class OfSession(Arguments, frozen=True, kw_only=True):
    """One session, by its identifier."""

    session: Short


class Create(Arguments, frozen=True, kw_only=True):
    """What is decided for a session (``model.Session``); ``kept_until`` is six months later where left out."""

    title: Annotated[str, Meta(min_length=1, max_length=80)]
    mode: Literal["individuel", "collectif", "structure"] = "individuel"
    variant: Short | None = None
    kept_until: dt.date | None = None
    thresholds: dict[str, Annotated[int, Meta(ge=5)]] = field(default_factory=dict)
    research: bool = False
    rehearsal: bool = False
    day: dt.date | None = None


class Move(OfSession, frozen=True, kw_only=True):
    """Where to, and what is open there (a statement, a card or a method); ``version`` is the one that was seen."""

    phase: Phase
    version: int
    focus: Short | None = None


class OpenVote(OfSession, frozen=True, kw_only=True):
    """What is voted on."""

    choices: Annotated[list[str], Meta(max_length=200)]
    dots: int = 3
    dots_on_one: int = 1


class OfBallot(OfSession, frozen=True, kw_only=True):
    """One vote; the latest where left out."""

    ballot: Short | None = None


class Moderate(OfSession, frozen=True, kw_only=True):
    """What becomes of a comment."""

    comment: Short
    state: Literal["attente", "montre", "ecarte"]


class Paper(OfSession, frozen=True, kw_only=True):
    """A paper sheet, under the number written on it."""

    number: Short
    sheet: dict[str, Any]


class Codes(OfSession, frozen=True, kw_only=True):
    """A text with share codes in it."""

    text: str


class File(OfSession, frozen=True, kw_only=True):
    """A file of sheets, its bytes in base64."""

    name: Short
    data: str


class Remove(OfSession, frozen=True, kw_only=True):
    """What was brought in by mistake: a sheet by its mark, or a tally («decompte») by its statement."""

    origin: Literal["papier", "code", "fichier", "decompte"]
    mark: Short
    batch: Short = "groupe"


class TallyGiven(OfSession, frozen=True, kw_only=True):
    """The tally of one statement."""

    item: Short
    counts: dict[str, int] = field(default_factory=dict)
    kept: int | None = None
    note: str | None = None
    batch: Short = "groupe"


class Tallied(OfSession, frozen=True, kw_only=True):
    """A batch of tallies."""

    batch: Short = "groupe"


class Verb(NamedTuple):
    """A verb: what it is given, and what it does."""

    arguments: type[Arguments]
    call: Callable[[Store, Any], Any]


def _create(store: Store, given: Create) -> Any:
    q, day = load_questionnaire(), given.day or dt.date.today()
    kept_until = given.kept_until or delete_on(day, months=LONGEST_KEPT_MONTHS // 2)
    try:
        session = Session(
            title=given.title,
            questionnaire=q.id,
            version=q.version,
            day=day,
            kept_until=kept_until,
            variant=given.variant,
            mode=given.mode,
            thresholds=given.thresholds,
            research=given.research,
        )
    except ValueError as error:
        raise RefusedError("value", str(error)) from error
    return store.sessions.create(session, rehearsal=given.rehearsal)


def _move(store: Store, given: Move) -> Any:
    focus = given.focus
    if focus is not None and focus not in load_questionnaire().item_ids and in_short(focus) is None:
        raise RefusedError("value", interface("room")["refus"]["ouvrir"].format(quoi=focus[:40]))
    return store.sessions.move(given.session, given.phase, version=given.version, focus=focus)


def _overview(store: Store, given: OfSession) -> dict[str, Any]:
    """Return where a session is, in counts; what the cockpit asks again and again."""
    session = given.session
    followed = store.sessions.follow(session)
    comments = store.comments.to_moderate(session)
    published = store.publications.shown(session)
    return {
        "session": store.sessions.get(session),
        "state": followed,
        "progress": store.sessions.progress(session),
        "voters": store.votes.voted(session, followed.ballot.id) if followed.ballot else 0,
        "evaluated": store.evaluation.given(session),
        "brought": store.brought.counts(session),
        "comments": {state: sum(one.state == state for one in comments) for state in ("attente", "montre", "ecarte")},
        "published": {"number": published.number, "day": published.day, "waiting": published.waiting}
        if published
        else None,
    }


def _ballot(store: Store, given: OfBallot) -> str:
    if given.ballot is not None:
        return given.ballot
    current = store.votes.current(given.session)
    if current is None:
        raise RefusedError("value", interface("room")["refus"]["vote"])
    return current.id


def _vote_results(store: Store, given: OfBallot) -> dict[str, Any]:
    ballot = _ballot(store, given)
    return {"ballot": ballot, "results": store.votes.results(given.session, ballot)}


def _paper(store: Store, given: Paper) -> Any:
    texts = interface("room")["refus"]
    try:
        sheet = Sheet.checked(given.sheet, load_questionnaire())
    except ValueError as error:
        raise RefusedError("value", texts["feuille"].format(raison=str(error).rstrip("."))) from error
    return store.brought.paper(given.session, given.number, sheet)


def _file(store: Store, given: File) -> dict[str, Any]:
    texts = interface("room")["refus"]
    try:
        file = read_sheets(given.name, b64decode(given.data, validate=True))
    except (Base64Error, UnicodeEncodeError) as error:
        raise RefusedError("value", texts["base64"]) from error
    except SheetFileError as error:
        raise RefusedError("value", str(error)) from error
    return {**msgspec.to_builtins(store.brought.file(given.session, file)), "notes": file.notes}


def _remove(store: Store, given: Remove) -> dict[str, Any]:
    if given.origin == "decompte":
        store.tallies.remove(given.session, given.mark, batch=given.batch)
    else:
        store.brought.remove(given.session, given.origin, given.mark)
    return {}


def _tallies(store: Store, given: Tallied) -> dict[str, Any]:
    return {
        "tallies": [one for one in store.tallies.all(given.session) if one.batch == given.batch],
        "sheet": store.tallies.sheet(given.session, batch=given.batch),
    }


def _codes(store: Store, given: Codes) -> dict[str, Any]:
    merged = store.brought.codes(given.session, given.text)
    faults = [{"line": one.line, "text": one.text, "fault": one.fault} for one in merged.faults]
    return {"new": merged.new, "changed": merged.changed, "known": merged.known, "faults": faults}


VERBS: dict[str, Verb] = {
    "sessions": Verb(Nothing, lambda store, _: store.sessions.all()),
    "create": Verb(Create, _create),
    "overview": Verb(OfSession, _overview),
    "move": Verb(Move, _move),
    "clear_time": Verb(OfSession, lambda store, a: store.seats.clear_time(a.session)),
    "publish": Verb(OfSession, lambda store, a: store.publications.publish(a.session)),
    "results": Verb(OfSession, lambda store, a: store.publications.shown(a.session)),
    "open_vote": Verb(
        OpenVote,
        lambda store, a: store.votes.open(a.session, a.choices, dots=a.dots, dots_on_one=a.dots_on_one),
    ),
    "close_vote": Verb(OfBallot, lambda store, a: store.votes.close(a.session, _ballot(store, a))),
    "vote_results": Verb(OfBallot, _vote_results),
    "comments": Verb(OfSession, lambda store, a: store.comments.to_moderate(a.session)),
    "moderate": Verb(Moderate, lambda store, a: store.comments.moderate(a.session, a.comment, a.state)),
    "paper": Verb(Paper, _paper),
    "codes": Verb(Codes, _codes),
    "file": Verb(File, _file),
    "remove": Verb(Remove, _remove),
    "tally": Verb(
        TallyGiven,
        lambda store, a: store.tallies.put(a.session, a.item, a.counts, kept=a.kept, note=a.note, batch=a.batch),
    ),
    "tallies": Verb(Tallied, _tallies),
    "evaluation": Verb(OfSession, lambda store, a: store.evaluation.results(a.session)),
    "carnet": Verb(OfSession, lambda store, a: store.sessions.carnet(a.session)),
    "erase": Verb(OfSession, lambda store, a: store.erasure.erase(a.session)),
    "receipts": Verb(Nothing, lambda store, _: store.erasure.receipts()),
}
"""Verb → what it is. Each is carried out in one call of the store, and repeated it does no harm but for ``create`` and
``open_vote``, which make another one, and ``move``, refused as ``stale``."""
