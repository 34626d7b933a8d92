"""Whose a session is: its owner's and whom the owner invited; an administrator counts and erases; a laptop has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from gestures import Q, decided, people
from sqlalchemy import text

from pasapas_widgets.exports.course.asked import asked_of, listed
from pasapas_widgets.live import verbs
from pasapas_widgets.live.room.callers import HOLDER, Caller, carry_out
from pasapas_widgets.live.store import RefusedError, Store, open_store
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.migrations import STEPS, migrate
from pasapas_widgets.model.deadline import Deadline
from pasapas_widgets.model.exercise.loading import load_module

NADIA, OMAR, ADMIN = Caller("nadia"), Caller("omar"), Caller("chef", admin=True)
GIVEN: dict[str, Any] = {
    "phase": "resultats", "version": 1, "people": 12, "choices": ["a", "b"], "comment": "c", "state": "montre",
    "number": "1", "sheet": {}, "text": "", "name": "a.csv", "data": b"", "origin": "papier", "mark": "1",
    "item": "L1-01", "person": "omar", "until": Deadline(dt.datetime(2026, 12, 4, 18), "Europe/Paris"),
    "exercise": asked_of(load_module("dire-le-travail"), listed(load_module("dire-le-travail"))[0]["cle"]),
}  # fmt: skip
"""Something to give to any verb of a session, so that what refuses is whose the session is."""


def reason(what: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as refused:
        what()
    return refused.value.reason


def opened(store: Store, caller: Caller, title: str = "Maison des Tilleuls") -> str:
    made: str = carry_out(store, verbs.Create(title=title), caller).id
    return made


def of_session(kind: type[verbs.OfSession], session: str) -> verbs.OfSession:
    return kind(session, **{name: GIVEN[name] for name in kind.__struct_fields__ if name in GIVEN})


def test_each_sees_their_own_sessions_only(store: Store) -> None:
    hers, his = opened(store, NADIA, "Tilleuls"), opened(store, OMAR, "Érables")
    assert [one.id for one in carry_out(store, verbs.Sessions(), NADIA)] == [hers]
    assert [one.id for one in carry_out(store, verbs.Sessions(), OMAR)] == [his]
    assert carry_out(store, verbs.Sessions(), ADMIN) == ()
    assert {one.id for one in carry_out(store, verbs.Sessions(), HOLDER)} == {hers, his}


@pytest.mark.parametrize("other", [OMAR, ADMIN], ids=["another trainer", "an administrator"])
def test_no_verb_reaches_somebody_elses_session(store: Store, other: Caller) -> None:
    session = opened(store, NADIA)
    store.sessions.move(session, "reponses", version=1)
    people(store, session, 6)
    refused = set()
    for kind in verbs.VERBS.values():
        if issubclass(kind, verbs.OfSession) and not (other.admin and kind is verbs.Erase):
            asked = of_session(kind, session)
            unknown = of_session(kind, "0" * 32)
            with pytest.raises(RefusedError) as its:
                carry_out(store, asked, other)
            with pytest.raises(RefusedError) as none:
                carry_out(store, unknown, other)
            assert (its.value.reason, str(its.value)) == (
                none.value.reason,
                str(none.value),
            ) and its.value.reason == "session"
            refused.add(kind)
    assert len(refused) > 20
    assert carry_out(store, verbs.Overview(session), NADIA)["progress"].joined == 6


def test_who_is_invited_leads_but_neither_erases_nor_invites(store: Store) -> None:
    session = opened(store, NADIA)
    led = carry_out(store, verbs.Invite(session, " Omar "), NADIA)
    assert [(one.person, one.owner) for one in led] == [("nadia", True), ("omar", False)]
    assert carry_out(store, verbs.Invite(session, "omar"), NADIA) == led  # repeated, it does no harm
    assert carry_out(store, verbs.Move(session, "reponses", version=1), OMAR).phase == "reponses"
    assert [one.id for one in carry_out(store, verbs.Sessions(), OMAR)] == [session]
    for asked in (verbs.Erase(session), verbs.Invite(session, "eve"), verbs.Withdraw(session, "nadia")):
        assert reason(lambda asked=asked: carry_out(store, asked, OMAR)) == "value"  # type: ignore[misc]
    carry_out(store, verbs.Withdraw(session, "omar"), OMAR)  # but may leave
    assert reason(lambda: carry_out(store, verbs.Overview(session), OMAR)) == "session"
    carry_out(store, verbs.Withdraw(session, "nadia"), NADIA)  # an owner stays
    assert carry_out(store, verbs.Trainers(session), NADIA) == led[:1]


def test_invitations_end_somewhere_and_are_names(store: Store) -> None:
    session = opened(store, NADIA)
    for wrong in ("", "  ", "a b", "../a", "x" * 81, "a\nb"):
        assert reason(lambda wrong=wrong: store.trainers.invite(session, wrong)) == "value"  # type: ignore[misc]
    for number in range(10):
        store.trainers.invite(session, f"collegue{number}")
    assert reason(lambda: store.trainers.invite(session, "onze")) == "limit"
    assert reason(lambda: store.trainers.invite("0" * 32, "onze")) == "session"


def test_an_administrator_counts_and_erases_and_reads_nothing(store: Store) -> None:
    session, small, empty = opened(store, NADIA, "Un secret"), opened(store, OMAR), opened(store, NADIA)
    for one in (session, small):
        store.sessions.move(one, "reponses", version=1)
    people(store, session, 6)
    people(store, small, 4)
    told = {one.id: one for one in store.trainers.overseen()}
    assert [told[one].people for one in (session, small, empty)] == [6, None, 0]
    assert (told[session].owner, told[small].owner) == ("nadia", "omar")
    assert "secret" not in repr(told) and store.sessions.get(session).code not in repr(told)
    receipt = carry_out(store, verbs.Erase(session), ADMIN)
    assert receipt.erased["places"] == 6 and carry_out(store, verbs.Erase(session), ADMIN) == receipt
    assert carry_out(store, verbs.Receipts(), NADIA) == (receipt,)  # its owner is told
    assert carry_out(store, verbs.Receipts(), OMAR) == () == carry_out(store, verbs.Receipts(), ADMIN)
    assert carry_out(store, verbs.Erase(session), NADIA) == receipt  # and may ask again
    assert reason(lambda: carry_out(store, verbs.Erase(session), OMAR)) == "session"


def test_a_session_is_entrusted_to_somebody_else(store: Store) -> None:
    orphan = opened(store, HOLDER)
    assert [(one.id, one.owner) for one in store.trainers.overseen()] == [(orphan, None)]
    assert reason(lambda: carry_out(store, verbs.Overview(orphan), NADIA)) == "session"
    store.trainers.entrust(orphan, "Nadia")
    store.trainers.invite(orphan, "omar")
    assert [(one.person, one.owner) for one in store.trainers.entrust(orphan, "omar")] == [("omar", True)]
    assert reason(lambda: carry_out(store, verbs.Overview(orphan), NADIA)) == "session"


def test_nothing_changes_for_who_holds_the_computer(store: Store) -> None:
    session = opened(store, HOLDER)
    assert carry_out(store, verbs.Trainers(session), HOLDER) == ()
    assert reason(lambda: carry_out(store, verbs.Invite(session, "omar"), HOLDER)) == "value"
    receipt = carry_out(store, verbs.Erase(session), HOLDER)
    assert carry_out(store, verbs.Receipts(), HOLDER) == (receipt,)


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_a_database_of_every_version_opens_and_belongs_to_nobody(address: str, version: int) -> None:
    database = Database(address)
    migrate(database, steps=STEPS[:version])
    about = decided().to_json().replace("'", "''")
    until = decided().kept_until.isoformat()
    with database.transaction() as connection:
        for statement in (
            "INSERT INTO sessions (id, code, decided, kept_until, rehearsal, phase, phase_version) VALUES "
            f"('{'a' * 32}', 'K7MQP', '{about}', '{until}', 0, 'reponses', 2)",
            "INSERT INTO seats (id, session, time_seq, time_wanted, time_cleared) "
            f"VALUES ('s1', '{'a' * 32}', 0, 0, 0)",
            f"INSERT INTO answers (seat, item, value, seq) VALUES ('s1', '{Q.item_ids[0]}', 3, 1)",
        ):
            connection.exec_driver_sql(statement)
    database.close()
    with open_store(address) as store:
        (one,) = store.sessions.all()
        assert (one.code, store.sessions.progress(one.id).begun) == ("K7MQP", 1)
        assert store.trainers.of(one.id) == () and store.sessions.all("nadia") == ()
        store.trainers.entrust(one.id, "nadia")
        assert store.sessions.all("nadia") == (one,)
        with store._database.transaction() as connection:
            assert connection.execute(text("SELECT version FROM schema_version")).scalar() == len(STEPS)
