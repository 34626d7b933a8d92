"""An exercise in the store is a vote: its order, closing and thresholds; no carnet keeps it, its bytes are erased."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from gestures import answering, decided, move
from msgspec import UNSET
from msgspec.structs import replace
from sqlalchemy import text
from test_session import refused

from pasapas_widgets.exports.course.asked import asked_of, listed
from pasapas_widgets.live.store import Store, VoteResults, open_store
from pasapas_widgets.live.store.access import hashed
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.migrations import STEPS, migrate
from pasapas_widgets.model.exercise.asked import Asked
from pasapas_widgets.model.exercise.loading import load_module

SCENES = load_module("quand-rien-ne-va")


def choosing(kind: str = "scene") -> Asked:
    """The first question of a kind, of the module of scenes."""
    return asked_of(SCENES, next(one["cle"] for one in listed(SCENES) if one["genre"] == kind))


def voted(store: Store, session: str, asked: Asked, *keys: str) -> VoteResults:
    """Let people answer in turn, and close it."""
    ballot = store.votes.ask(session, asked)
    for number, key in enumerate(keys):
        store.votes.place(session, key, number + 1, ballot.id, {asked.choices[number % 2]: 1})
    return store.votes.close(session, ballot.id)


def test_it_is_asked_answered_and_closed_as_a_vote(store: Store) -> None:
    session, asked = answering(store).id, choosing()
    keys = [store.seats.join(session) for _ in range(6)]
    ballot = store.votes.ask(session, asked)
    assert (ballot.exercise, ballot.choices, ballot.dots) == (True, asked.choices, 1)
    assert store.sessions.follow(session).ballot == ballot == store.votes.current(session)
    assert store.votes.exercise(session, ballot.id) == asked, "the colleague's cockpit reads it, notes and all"
    one, other = asked.choices[:2]
    assert refused(lambda: store.votes.place(session, keys[0], 1, ballot.id, {one: 1, other: 1})) == "limit"
    for key in keys:
        store.votes.place(session, key, 1, ballot.id, {one: 1})
    store.votes.place(session, keys[0], 2, ballot.id, {other: 1})
    results = store.votes.close(session, ballot.id)
    assert results.voters == 6 and [(each.choice, each.dots) for each in results.choices[:2]] == [(one, 5), (other, 1)]
    assert refused(lambda: store.votes.place(session, keys[0], 3, ballot.id, {one: 1})) == "phase"


def test_fewer_than_five_are_shown_by_no_way(store: Store) -> None:
    session, asked = answering(store).id, choosing()
    keys = [store.seats.join(session) for _ in range(9)]
    assert voted(store, session, asked, *keys[:4]).choices == ()
    assert voted(store, session, asked, *keys[:6]).voters == 6
    again = voted(store, session, asked, *keys[:7])
    assert again.reason == "écart entre deux votes < 5", "asked twice, it is the same choice: one person more is told"
    assert voted(store, session, asked, *keys[:6]).voters == 6, "the same people may answer again, after the talk"
    others = next(asked_of(SCENES, each.to) for each in asked.answers if each.to)
    assert voted(store, session, others, *keys[:7]).voters == 7, "another situation's answers are other choices"


def test_what_is_worked_alone_takes_nothing(store: Store) -> None:
    session = answering(store).id
    module = load_module("dire-le-travail")
    asked = asked_of(module, next(one["cle"] for one in listed(module) if one["genre"] == "reformuler"))
    ballot = store.votes.ask(session, asked)
    key = store.seats.join(session)
    assert (ballot.choices, ballot.dots) == ((), 0)
    assert refused(lambda: store.votes.place(session, key, 1, ballot.id, {asked.answers[0].id: 1})) == "value"
    assert store.votes.close(session, ballot.id).voters is None


def test_a_plain_vote_is_no_exercise(store: Store) -> None:
    session = answering(store).id
    ballot = store.votes.open(session, ["un", "deux"], dots=1)
    assert ballot.exercise is UNSET
    assert refused(lambda: store.votes.exercise(session, ballot.id)) == "value"
    alone = replace(choosing(), answers=choosing().answers[:1])
    assert refused(lambda: store.votes.ask(session, alone)) == "value"


def test_no_carnet_keeps_it_and_erasing_leaves_no_word_of_it(tmp_path: Path) -> None:
    path = tmp_path / "seances.sqlite"
    with open_store(path) as store:
        session, asked = answering(store).id, choosing()
        keys = [store.seats.join(session) for _ in range(6)]
        voted(store, session, asked, *keys)
        ballot = store.votes.open(session, ["Plannings", "Accueil"], dots=1)
        for key in keys:
            store.votes.place(session, key, 9, ballot.id, {"Accueil": 1})
        store.votes.close(session, ballot.id)
        (wave,) = store.sessions.carnet(session).waves
        assert [[one.choice for one in vote.choices] for vote in wave.votes] == [["Accueil", "Plannings"]]
        receipt = store.erasure.erase(session)
        assert not any(word in str(receipt) for word in (asked.module, *asked.choices))
    held = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert asked.title.encode() not in held and not any(one.encode() in held for one in asked.choices)


@pytest.mark.parametrize("landed", range(1, len(STEPS)))
def test_the_votes_of_every_schema_that_has_landed_stay_votes(address: str, landed: int) -> None:
    database = Database(address)
    assert migrate(database, steps=STEPS[:landed]) == landed
    session, seat, key, ballot = "a" * 32, "b" * 32, "k" * 32, "c" * 32
    with database.transaction() as connection:
        for statement, values in (
            (
                "INSERT INTO sessions (id, code, decided, kept_until, rehearsal, phase, phase_version) "
                "VALUES (:id, 'K7MQP', :decided, '2027-05-23', 0, 'vote', 2)",
                {"id": session, "decided": decided().to_json()},
            ),
            ("INSERT INTO seats VALUES (:seat, :id, NULL, 0, 0, 0)", {"seat": seat, "id": session}),
            ("INSERT INTO seat_keys (hash, seat) VALUES (:hash, :seat)", {"hash": hashed(key), "seat": seat}),
            (
                "INSERT INTO ballots (id, session, number, choices, dots, dots_on_one, closed) "
                "VALUES (:ballot, :id, 1, :choices, 1, 1, 0)",
                {"ballot": ballot, "id": session, "choices": '["un","deux"]'},
            ),
            (
                "INSERT INTO placements VALUES (:ballot, :seat, :dots, 1)",
                {"ballot": ballot, "seat": seat, "dots": '{"un":1}'},
            ),
        ):
            connection.execute(text(statement), values)
    database.close()
    with open_store(address) as store:
        found = store.votes.current(session)
        assert found is not None and (found.choices, found.closed, found.exercise) == (("un", "deux"), False, UNSET)
        assert store.votes.own(session, key, ballot) == {"un": 1}
        assert store.votes.voted(session, ballot) == 1
        asked = choosing()
        after = store.votes.ask(session, asked)
        assert (after.number, store.votes.exercise(session, after.id)) == (2, asked)


def test_the_dump_of_version_8_opens_with_what_it_holds(tmp_path: Path) -> None:
    """``version_8.sql`` was written by the eighth version and stays as it is: every later one must read it."""
    path = tmp_path / "seances.sqlite"
    with sqlite3.connect(path) as raw:
        raw.executescript((Path(__file__).parent / "version_8.sql").read_text(encoding="utf-8"))
        raw.execute("PRAGMA application_id=1348563792")
    raw.close()
    with open_store(path) as store:
        (session,) = store.sessions.all("marie")
        open_vote = store.votes.current(session.id)
        assert open_vote is not None and open_vote.choices == ("L1-01", "L1-02") and open_vote.exercise is UNSET
        assert store.votes.own(session.id, f"key-of-version-8-{0:015d}", open_vote.id) == {"L1-01": 1}
        (vote,) = store.sessions.carnet(session.id).waves[0].votes
        assert [(one.choice, one.dots) for one in vote.choices] == [("Transmissions", 4), ("Plannings", 2)]
        move(store, session.id, "vote")
        assert store.votes.ask(session.id, choosing()).number == 3
