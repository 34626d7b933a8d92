"""What the room does for each of the trainer's verbs: one call of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.files.sheets import SheetFileError, read_sheets
from pasapas_widgets.files.sheets.entries import quoted
from pasapas_widgets.files.sheets.proposal import proposed
from pasapas_widgets.live import verbs
from pasapas_widgets.live.store import RefusedError, Responsible, Store
from pasapas_widgets.live.store.brought import Merged
from pasapas_widgets.model.kit.kitwords import in_short
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.session import LONGEST_TITLE, USUAL_KEPT_MONTHS, Session, delete_on

__all__ = ["CALLS", "create"]


def create(store: Store, given: verbs.Create, *, owner: str | None = None) -> Any:
    """Open a session for an account, or for whoever holds this computer."""
    q = store.questionnaire
    day = given.until.day if given.until else given.day or dt.date.today()
    kept_until = given.kept_until or delete_on(day, months=USUAL_KEPT_MONTHS)
    try:
        session = Session(
            title=_marked(given.title) if given.rehearsal else given.title,
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
    told = Responsible(given.responsible.strip(), given.contact.strip())
    return store.sessions.create(
        session, rehearsal=given.rehearsal, expected=given.expected, told=told, owner=owner, until=given.until
    )


def _marked(title: str) -> str:
    """Return the title of a rehearsal, which says so wherever it is shown: screens, paper, carnets, exports.

    >>> _marked("Maison des Tilleuls"), _marked("Répétition")
    ('Répétition – Maison des Tilleuls', 'Répétition')
    """
    plain = title.strip()
    if not plain or plain.casefold().startswith("répétition"):
        return title
    return str(interface("room")["repetition"]["marque"].format(titre=plain))[:LONGEST_TITLE]


def _move(store: Store, given: verbs.Move) -> Any:
    focus = given.focus
    if focus is not None and in_short(focus) is None and focus not in _answers(store, given.session):
        asked = store.sessions.questionnaire(given.session)
        if focus not in asked.item_ids:
            raise RefusedError("value", interface("room")["refus"]["ouvrir"].format(quoi=focus[:40]))
    return store.sessions.move(given.session, given.phase, version=given.version, focus=focus)


def _answers(store: Store, session: str) -> tuple[str, ...]:
    """Return the answers of the exercise that was opened last: each may be put on the wall."""
    ballot = store.votes.current(session)
    if ballot is None or ballot.exercise is UNSET:
        return ()
    return tuple(one.id for one in store.votes.exercise(session, ballot.id).answers)


def _overview(store: Store, given: verbs.Overview) -> dict[str, Any]:
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


def _ballot(store: Store, given: verbs.OfBallot) -> str:
    if given.ballot is not None:
        return given.ballot
    current = store.votes.current(given.session)
    if current is None:
        raise RefusedError("value", interface("room")["refus"]["vote"])
    return current.id


def _vote_results(store: Store, given: verbs.OfBallot) -> dict[str, Any]:
    ballot = _ballot(store, given)
    return {"ballot": ballot, "results": store.votes.results(given.session, ballot)}


def _paper(store: Store, given: verbs.Paper) -> Any:
    texts = interface("room")["refus"]
    try:
        sheet = Sheet.checked(given.sheet, store.sessions.questionnaire(given.session))
    except ValueError as error:
        raise RefusedError("value", texts["feuille"].format(raison=str(error).rstrip("."))) from error
    return store.brought.paper(given.session, given.number, sheet, research=given.research)


_NOTHING = Merged(new=0, changed=0, known=0)


def _file(store: Store, given: verbs.File) -> dict[str, Any]:
    q = store.sessions.questionnaire(given.session)
    try:
        found = given.ask and proposed(given.name, given.data, q, columns=given.columns, words=given.words)
        if found and (given.columns is None or found.faults):
            return {**msgspec.to_builtins(_NOTHING), "notes": (), "asked": found.plain()}
        file = read_sheets(given.name, given.data, columns=given.columns, words=given.words, questionnaire=q)
    except SheetFileError as error:
        raise RefusedError("value", str(error)) from error
    found_before = store.brought.later(given.session, file) if given.later is None else None
    if found_before is not None:
        said = interface("room")["refus"]["export_recent"].format(
            nom=quoted(given.name, 80), memes=found_before.same, autres=found_before.other
        )
        if not given.ask:
            raise RefusedError("value", said)
        return {**msgspec.to_builtins(_NOTHING), "notes": (), "asked": None, "later": said}
    merged = store.brought.file(given.session, file, instead=given.later == "remplace")
    return {**msgspec.to_builtins(merged), "notes": file.notes, "asked": None}


def _remove(store: Store, given: verbs.Remove) -> dict[str, Any]:
    if given.origin == "decompte":
        store.tallies.remove(given.session, given.mark, batch=given.batch)
    else:
        store.brought.remove(given.session, given.origin, given.mark)
    return {}


def _tallies(store: Store, given: verbs.Tallies) -> dict[str, Any]:
    return {
        "tallies": [one for one in store.tallies.all(given.session) if one.batch == given.batch],
        "sheet": store.tallies.sheet(given.session, batch=given.batch),
    }


def _codes(store: Store, given: verbs.Codes) -> dict[str, Any]:
    merged = store.brought.codes(given.session, given.text)
    faults = [{"line": one.line, "text": one.text, "fault": one.fault} for one in merged.faults]
    return {**msgspec.to_builtins(replace(merged, faults=())), "faults": faults}


def _publish(store: Store, given: verbs.Publish) -> Any:
    if given.accept_more:
        store.heads.accept(given.session)
    return store.publications.publish(given.session)


CALLS: dict[type[verbs.Asked], Callable[[Store, Any], Any]] = {
    verbs.Sessions: lambda store, _: store.sessions.all(),
    verbs.Create: create,
    verbs.Overview: _overview,
    verbs.Move: _move,
    verbs.Together: lambda store, a: store.sessions.together(a.session, version=a.version),
    verbs.Prolong: lambda store, a: store.deadlines.prolong(a.session, a.until),
    verbs.CloseAnswers: lambda store, a: store.deadlines.close(a.session),
    verbs.ClearTime: lambda store, a: store.seats.clear_time(a.session),
    verbs.Expect: lambda store, a: store.heads.expect(a.session, a.people),
    verbs.CloseDoor: lambda store, a: store.heads.door(a.session, shut=True),
    verbs.OpenDoor: lambda store, a: store.heads.door(a.session, shut=False),
    verbs.FreeSeats: lambda store, a: {"freed": store.heads.free(a.session)},
    verbs.AcceptMore: lambda store, a: store.heads.accept(a.session),
    verbs.Publish: _publish,
    verbs.Results: lambda store, a: store.publications.shown(a.session),
    verbs.OpenVote: lambda store, a: store.votes.open(a.session, a.choices, dots=a.dots, dots_on_one=a.dots_on_one),
    verbs.OpenExercise: lambda store, a: store.votes.ask(a.session, a.exercise),
    verbs.ExerciseAsked: lambda store, a: store.votes.exercise(a.session, _ballot(store, a)),
    verbs.CloseVote: lambda store, a: store.votes.close(a.session, _ballot(store, a)),
    verbs.VoteResults: _vote_results,
    verbs.Comments: lambda store, a: store.comments.to_moderate(a.session),
    verbs.Moderate: lambda store, a: store.comments.moderate(a.session, a.comment, a.state),
    verbs.Paper: _paper,
    verbs.Codes: _codes,
    verbs.File: _file,
    verbs.Remove: _remove,
    verbs.Tally: lambda store, a: store.tallies.put(
        a.session, a.item, a.counts, kept=a.kept, note=a.note, batch=a.batch
    ),
    verbs.Tallies: _tallies,
    verbs.Evaluation: lambda store, a: store.evaluation.results(a.session),
    verbs.Carnet: lambda store, a: store.sessions.carnet(a.session),
    verbs.Erase: lambda store, a: store.erasure.erase(a.session),
    verbs.Receipts: lambda store, _: store.erasure.receipts(),
    verbs.Trainers: lambda store, a: store.trainers.of(a.session),
    verbs.Invite: lambda store, a: store.trainers.invite(a.session, a.person),
    verbs.Withdraw: lambda store, a: store.trainers.withdraw(a.session, a.person),
}
"""What is asked → the call that it is; the self-test alone needs more than the store. Who may ask is in ``callers``."""
