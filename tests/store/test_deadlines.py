"""A session at a distance: open for days by a clock that the test moves, closed by itself, never shown meanwhile."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gestures import Q, decided, move, people, sheet
from sqlalchemy import text

from pasapas_widgets.live.codes import hashed
from pasapas_widgets.live.store import Listed, RefusedError, Store, open_store
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.migrations import STEPS, migrate
from pasapas_widgets.model.deadline import Deadline
from pasapas_widgets.model.session import delete_on

MONDAY = dt.datetime(2026, 11, 30, 8, 0, tzinfo=dt.UTC)
FRIDAY = Deadline(dt.datetime(2026, 12, 4, 18, 0), "Indian/Reunion")
"""14 h in UTC."""
SAID = "vendredi 4 décembre à 18 h (heure de La Réunion)"


class Clock:
    """The time, as a test moves it."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> dt.datetime:
        return self.now

    def later(self, **much: float) -> None:
        self.now += dt.timedelta(**much)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(address: str, clock: Clock) -> Iterator[Store]:
    with open_store(address, clock=clock) as opened:
        yield opened


def remote(store: Store, *, expected: int | None = 12, until: Deadline = FRIDAY, **change: Any) -> Listed:
    about = decided(day=until.day, kept_until=delete_on(until.day, months=change.pop("months", 6)), **change)
    return store.sessions.create(about, expected=expected, until=until)


def refused(what: Callable[[], object], reason: str = "phase") -> str:
    with pytest.raises(RefusedError) as caught:
        what()
    assert caught.value.reason == reason
    return str(caught.value).replace("\N{NO-BREAK SPACE}", " ")


def test_answers_are_open_at_once_and_close_by_themselves_at_that_minute(store: Store, clock: Clock) -> None:
    made = remote(store)
    assert store.sessions.get(made.id) == made and made.until == FRIDAY and made.phase == "reponses"
    (key,) = people(store, made.id, 1, items=Q.item_ids[:20])
    clock.now = FRIDAY.instant - dt.timedelta(seconds=1)
    store.answers.record(made.id, key, 50, "L4-08", 2)
    told = store.sessions.follow(made.id)
    assert told.until.words.replace(chr(160), " ") == SAID  # type: ignore[union-attr]
    assert not told.until.closed  # type: ignore[union-attr]
    clock.later(seconds=1)
    assert store.sessions.follow(made.id).until.closed  # type: ignore[union-attr]
    refused(lambda: store.answers.record(made.id, key, 51, "L4-08", 4))
    own = store.answers.own(made.id, key)
    assert own.sheet.answers["L4-08"] == 2 and len(own.sheet.answers) == 21, "all that was acknowledged is there"
    assert store.publications.shown(made.id) is None, "and nothing was published by it"


def test_a_server_that_was_stopped_over_days_finds_it_as_it_was(address: str, clock: Clock) -> None:
    with open_store(address, clock=clock) as store:
        made = remote(store)
        (key,) = people(store, made.id, 1, items=Q.item_ids[:5])
    clock.later(days=2)
    with open_store(address, clock=clock) as store:
        assert store.seats.join(made.id, key) == key
        store.answers.record(made.id, key, 60, "L1-01", 4)
        assert store.answers.own(made.id, key).sheet.answers["L1-01"] == 4, "and may change it until the end"
    clock.later(days=5)
    with open_store(address, clock=clock) as store:
        refused(lambda: store.answers.record(made.id, key, 61, "L1-01", 1))
        assert store.answers.own(made.id, key).sheet.answers["L1-01"] == 4


def test_nothing_is_shown_while_it_is_open(store: Store, clock: Clock) -> None:
    made = remote(store)
    people(store, made.id, 6)
    assert "jusqu'au vendredi 4 décembre" in refused(lambda: store.publications.publish(made.id))
    for phase in ("resultats", "vote", "evaluation", "fin"):
        refused(lambda phase=phase: move(store, made.id, phase))  # type: ignore[misc]
    refused(lambda: store.sessions.together(made.id, version=1))
    clock.later(days=5)
    assert store.publications.publish(made.id).results["n_feuilles"] == 6


def test_no_count_is_told_while_it_is_open_but_the_thresholds_that_are_reached(store: Store, clock: Clock) -> None:
    made = remote(store)
    told = []
    for _ in range(11):
        people(store, made.id, 1, items=Q.item_ids[:3])
        seen = store.sessions.progress(made.id)
        assert (seen.joined, seen.begun, seen.finished, seen.more_time, seen.answered) == (0, 0, 0, 0, 0.0)
        told.append(seen.at_least)
    assert told == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]
    clock.later(days=5)
    assert store.sessions.progress(made.id).at_least == 10, "closed is not yet published: it may be prolonged"
    store.publications.publish(made.id)
    seen = store.sessions.progress(made.id)
    assert (seen.at_least, seen.begun) == (None, 11)


def test_a_raised_threshold_is_the_one_that_is_told(store: Store) -> None:
    made = remote(store, thresholds={"moyenne": 8})
    people(store, made.id, 7)
    assert store.sessions.progress(made.id).at_least == 0
    people(store, made.id, 1)
    assert store.sessions.progress(made.id).at_least == 8


def test_no_number_is_found_by_asking_with_each_number_in_turn(store: Store, clock: Clock) -> None:
    made = remote(store)
    people(store, made.id, 7)
    for expected in range(1, 12):
        store.heads.expect(made.id, expected)
        assert not store.sessions.progress(made.id).too_many
        refused(lambda: store.heads.accept(made.id))
        assert not store.sessions.follow(made.id).more
    refused(lambda: store.heads.free(made.id))
    refused(lambda: store.votes.open(made.id, ["Un", "Deux", "Trois"]))
    clock.later(days=5)
    store.heads.expect(made.id, 6)
    assert not store.sessions.progress(made.id).too_many, "it may be opened again"
    refused(lambda: store.publications.publish(made.id), "people")
    assert store.sessions.progress(made.id).too_many, "once asked for, it is said and to be decided on"


ASKED = {
    "publish": lambda store, session: store.publications.publish(session),
    "vote": lambda store, session: store.votes.close(session, store.votes.open(session, ["Un", "Deux", "Trois"]).id),
    "accept": lambda store, session: store.heads.accept(session),
    "free": lambda store, session: store.heads.free(session),
}


@pytest.mark.parametrize("way", ASKED)
def test_what_compares_seats_with_people_closes_the_answers_for_good(store: Store, clock: Clock, way: str) -> None:
    made = remote(store)
    people(store, made.id, 7)
    store.deadlines.close(made.id)
    for number in range(1, 12):
        store.heads.expect(made.id, number)
        assert not store.sessions.progress(made.id).too_many
        store.deadlines.prolong(made.id, FRIDAY)
        clock.later(minutes=1)
        store.deadlines.close(made.id)
    store.heads.expect(made.id, 6)
    try:
        ASKED[way](store, made.id)
    except RefusedError as refusal:
        assert refusal.reason == "people"
    refused(lambda: store.deadlines.prolong(made.id, FRIDAY))
    assert store.sessions.progress(made.id).too_many == (way != "accept")


def test_a_seat_is_not_refused_by_the_number_while_people_answer_at_a_distance(store: Store) -> None:
    made = remote(store, expected=1)
    people(store, made.id, 8)
    assert not store.sessions.progress(made.id).too_many


def test_more_seats_than_expected_are_no_figure_without_a_decision(store: Store, clock: Clock) -> None:
    assert "combien" in refused(lambda: remote(store, expected=None), "value"), "seats are people only if counted"
    made = remote(store, expected=5)
    people(store, made.id, 6)
    clock.later(days=5)
    refused(lambda: store.publications.publish(made.id), "people")


def test_it_can_be_prolonged_until_something_is_published(store: Store, clock: Clock) -> None:
    made = remote(store)
    keys = people(store, made.id, 5)
    clock.later(days=5)
    monday = Deadline(dt.datetime(2026, 12, 7, 12, 0), FRIDAY.zone)
    assert store.deadlines.prolong(made.id, monday) == monday
    store.answers.record(made.id, keys[0], 70, "L1-01", 1)
    people(store, made.id, 1)
    clock.later(days=5)
    move(store, made.id, "resultats")
    refused(lambda: store.deadlines.prolong(made.id, Deadline(dt.datetime(2026, 12, 20, 12, 0), FRIDAY.zone)))
    move(store, made.id, "reponses")
    store.publications.publish(made.id)
    said = refused(lambda: store.deadlines.prolong(made.id, Deadline(dt.datetime(2026, 12, 20, 12, 0), FRIDAY.zone)))
    assert "ne se rouvrent plus" in said, "a late joiner would be the difference of two publications"
    refused(lambda: store.answers.record(made.id, keys[0], 71, "L1-01", 4))


def test_a_new_end_is_later_than_what_people_read_and_not_too_far(store: Store, clock: Clock) -> None:
    made = remote(store)
    refused(lambda: store.deadlines.prolong(made.id, Deadline(dt.datetime(2026, 12, 3, 18, 0), FRIDAY.zone)), "value")
    refused(lambda: store.deadlines.prolong(made.id, Deadline(dt.datetime(2027, 3, 1, 18, 0), FRIDAY.zone)), "value")
    clock.later(days=5)
    assert "passé" in refused(lambda: remote(store), "value")
    in_the_room = store.sessions.create(decided())
    refused(lambda: store.deadlines.prolong(in_the_room.id, FRIDAY), "value")
    refused(lambda: store.deadlines.close(in_the_room.id), "value")
    assert store.sessions.progress(in_the_room.id).at_least is None


def test_it_can_be_closed_before_its_time_and_opened_again(store: Store, clock: Clock) -> None:
    made = remote(store)
    (key,) = people(store, made.id, 1)
    clock.now = dt.datetime(2026, 12, 1, 6, 30, 40, tzinfo=dt.UTC)
    closed = store.deadlines.close(made.id)
    assert closed.words.replace(chr(160), " ") == "mardi 1er décembre à 10 h 30 (heure de La Réunion)"
    assert store.deadlines.close(made.id) == closed, "asked again, it does no harm"
    refused(lambda: store.answers.record(made.id, key, 70, "L1-01", 1))
    store.deadlines.prolong(made.id, FRIDAY)
    store.answers.record(made.id, key, 71, "L1-01", 1)


def test_it_is_kept_from_its_end_on_and_never_longer_than_people_read(store: Store, clock: Clock) -> None:
    made = remote(store, months=12)
    assert made.session.kept_until == dt.date(2027, 12, 4)
    store.deadlines.prolong(made.id, Deadline(dt.datetime(2026, 12, 9, 12, 0), FRIDAY.zone))
    about = store.sessions.get(made.id).session
    assert (about.day, about.kept_until) == (dt.date(2026, 12, 9), dt.date(2027, 12, 4))
    clock.later(days=1)
    store.deadlines.close(made.id)
    about = store.sessions.get(made.id).session
    assert (about.day, about.kept_until) == (dt.date(2026, 12, 1), dt.date(2027, 12, 1)), "twelve months at most"
    assert store.erasure.erase_due(day=dt.date(2027, 11, 30)) == ()
    assert len(store.erasure.erase_due(day=dt.date(2027, 12, 1))) == 1


def test_paper_that_the_trainer_types_meanwhile_waits_too(store: Store, clock: Clock) -> None:
    made = remote(store)
    people(store, made.id, 4)
    store.brought.paper(made.id, "1", sheet(L1_01=3))
    assert store.sessions.progress(made.id).at_least == 0, "brought sheets are known: they complete no phones"
    clock.later(days=5)
    shown = store.publications.publish(made.id)
    assert shown.results["leviers"]["L1"]["score"] is None


@pytest.mark.parametrize("landed", range(1, len(STEPS)))
def test_every_schema_that_has_landed_is_brought_up_to_date_with_what_it_holds(
    address: str, clock: Clock, landed: int
) -> None:
    database = Database(address)
    assert migrate(database, steps=STEPS[:landed]) == landed
    session, seat, key = "a" * 32, "b" * 32, "k" * 32
    with database.transaction() as connection:
        for statement, values in (
            (
                "INSERT INTO sessions (id, code, decided, kept_until, rehearsal, phase, phase_version) "
                "VALUES (:id, 'K7MQP', :decided, '2027-05-23', 0, 'reponses', 2)",
                {"id": session, "decided": decided().to_json()},
            ),
            ("INSERT INTO seats VALUES (:seat, :id, NULL, 0, 0, 0)", {"seat": seat, "id": session}),
            ("INSERT INTO seat_keys (hash, seat) VALUES (:hash, :seat)", {"hash": hashed(key), "seat": seat}),
            ("INSERT INTO answers VALUES (:seat, 'L1-01', 3, 1)", {"seat": seat}),
        ):
            connection.execute(text(statement), values)
    database.close()
    with open_store(address, clock=clock) as store:
        (listed,) = store.sessions.all()
        assert (listed.until, listed.phase) == (None, "reponses"), "what was in a room stays in its room"
        store.answers.record(session, key, 2, "L1-02", 4)
        assert store.answers.own(session, key).sheet.answers == {"L1-01": 3, "L1-02": 4}
        assert store.sessions.progress(session).begun == 1
        assert remote(store).until == FRIDAY


def test_the_dump_of_version_7_opens_with_what_it_holds(tmp_path: Path) -> None:
    """``version_7.sql`` was written by the seventh version and stays as it is: every later one must read it."""
    path = tmp_path / "seances.sqlite"
    with sqlite3.connect(path) as raw:
        raw.executescript((Path(__file__).parent / "version_7.sql").read_text(encoding="utf-8"))
        raw.execute("PRAGMA application_id=1348563792")
    raw.close()
    with open_store(path) as store:
        (session,) = store.sessions.all("marie")
        assert (session.until, session.told.organisation) == (None, "Les Tilleuls")
        assert store.sessions.progress(session.id).begun == 6
        shown = store.publications.shown(session.id)
        assert shown is not None and shown.results["n_feuilles"] == 6
        assert store.publications.publish(session.id).number == 1
