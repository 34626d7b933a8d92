"""Sessions, seats and answers on both databases."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from gestures import Q, answering, decided, move, people
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pasapas_widgets.live.store import ANSWERABLE, PHASES, Followed, Message, RefusedError, Store

ITEMS = Q.item_ids[:3]
VALUES = st.sampled_from([1, 2, 3, 4, "NSP", "NC", None])
SENT = st.lists(
    st.tuples(st.integers(0, 1), st.integers(1, 6), st.sampled_from([*ITEMS, "profil"]), VALUES),
    min_size=1,
    max_size=12,
)


def refused(what: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as caught:
        what()
    assert str(caught.value).endswith(".")
    return caught.value.reason


def fitting(item: str, value: Any) -> Any:
    """Return the value as the item can have it: a profile is answered by its identifier."""
    if item != "profil" or value is None:
        return value
    return Q.profile_ids[[1, 2, 3, 4, "NSP", "NC"].index(value) % 4]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=SENT, data=st.data())
def test_any_order_repetition_and_replay_ends_in_the_same_state(store: Store, sent: list[Any], data: Any) -> None:
    ends = []
    messages = [(phone, seq, item, fitting(item, value)) for phone, seq, item, value in sent]
    for _ in range(2):
        session = answering(store)
        keys = [store.seats.join(session.id)]
        keys.append(store.seats.take_over(session.id, store.seats.transfer_code(session.id, keys[0])))
        heard = data.draw(st.permutations(messages + data.draw(st.lists(st.sampled_from(messages), max_size=6))))
        cut = data.draw(st.integers(0, len(heard)))
        for phone, seq, item, value in heard[:cut]:
            store.answers.record(session.id, keys[phone], seq, item, value)
        batch = [Message(session.id, keys[phone], seq, item, value) for phone, seq, item, value in heard[cut:]]
        assert set(store.answers.record_many(batch)) <= {"kept"}
        ends.append(store.answers.own(session.id, keys[0]))
    assert ends[0] == ends[1]
    for item in ITEMS:  # and it is the last one by number that was kept
        numbered = [(seq, value) for _, seq, one, value in messages if one == item]
        if numbered and len([1 for seq, _ in numbered if seq == max(numbered, key=lambda n: n[0])[0]]) == 1:
            assert ends[0].sheet.answers.get(item) == max(numbered, key=lambda n: n[0])[1]


def test_a_restart_forgets_nothing(store: Store, reopen: Callable[[], Store]) -> None:
    session = answering(store)
    (key,) = people(store, session.id, 1, level=2)
    store.answers.record(session.id, key, 40, "profil", "educatif")
    before = store.answers.own(session.id, key), store.sessions.state(session.id), store.sessions.progress(session.id)
    store.close()
    again = reopen()
    assert again.sessions.find(session.code.lower()) == session.id
    after = again.answers.own(session.id, key), again.sessions.state(session.id), again.sessions.progress(session.id)
    assert after == before
    assert after[0].last_seq == 40
    assert after[0].sheet.profile == "educatif"


def test_only_the_trainer_moves_the_phase(store: Store) -> None:
    session = answering(store)
    start = store.sessions.state(session.id)
    keys = people(store, session.id, 2, items=ITEMS)
    for seq, key in enumerate(keys, start=50):
        store.seats.want_time(session.id, key, seq, wanted=True)
        store.comments.send(session.id, key, seq, "fin")
        store.answers.record_many([Message(session.id, key, seq, "phase", "fin")])
    assert store.sessions.state(session.id) == start
    assert refused(lambda: store.sessions.move(session.id, "pause", version=start.version - 1)) == "stale"
    assert store.sessions.move(session.id, "pause", version=start.version, focus="L1-01").version == start.version + 1
    assert refused(lambda: store.sessions.move(session.id, "pause", version=start.version)) == "stale"
    assert refused(lambda: store.sessions.move(session.id, "nuit", version=3)) == "value"  # type: ignore[arg-type]


@pytest.mark.parametrize("phase", PHASES)
def test_answers_are_kept_until_the_results_are_seen(store: Store, phase: Any) -> None:
    session = answering(store)
    key = store.seats.join(session.id)
    store.answers.record(session.id, key, 1, ITEMS[0], 1)
    move(store, session.id, phase)
    (outcome,) = store.answers.record_many([Message(session.id, key, 2, ITEMS[0], 4)])
    assert outcome == ("kept" if phase in ANSWERABLE else "phase")
    assert store.answers.own(session.id, key).sheet.answers == {ITEMS[0]: 4 if phase in ANSWERABLE else 1}
    move(store, session.id, "reponses")  # a step back loses nothing, and the phone's replay is kept
    store.answers.record(session.id, key, 2, ITEMS[0], 4)
    assert store.answers.own(session.id, key).sheet.answers == {ITEMS[0]: 4}


def test_what_every_phone_follows(store: Store) -> None:
    session = answering(store)
    plain = store.sessions.follow(session.id)
    assert plain == Followed(phase="reponses", version=2, focus=None, ballot=None, results=None, comments=0)
    keys = people(store, session.id, 9, items=ITEMS)
    for number, key in enumerate(keys):
        store.comments.send(session.id, key, 20, f"Mot {number}")
    for one in store.comments.to_moderate(session.id)[:4]:
        store.comments.moderate(session.id, one.id, "montre")
    first = store.votes.open(session.id, ["a", "b"], dots=1)
    store.votes.place(session.id, keys[0], 21, first.id, {"a": 1})
    store.publications.publish(session.id)
    store.sessions.move(session.id, "resultats", version=2, focus="L1-01")
    now = store.sessions.follow(session.id)
    assert now == Followed(phase="resultats", version=3, focus="L1-01", ballot=first, results=1, comments=0)
    store.seats.join(session.id)  # the tenth person: comments may be shown
    latest = store.votes.open(session.id, ["b", "c"], dots=1)
    now = store.sessions.follow(session.id)
    assert (now.ballot, now.comments) == (latest, 4)
    assert now.comments == len(store.comments.shown(session.id))
    assert store.sessions.follow(answering(store).id) == plain  # nothing of another session
    for gone in ("0" * 32, "gone", "\x00"):
        assert refused(lambda gone=gone: store.sessions.follow(gone)) == "session"


def test_one_bad_message_does_not_hold_back_the_others(store: Store) -> None:
    session, other = answering(store), answering(store)
    key = store.seats.join(session.id)
    messages = [
        Message(session.id, key, 1, ITEMS[0], 3),
        Message(session.id, "not a secret", 1, ITEMS[0], 3),
        Message(session.id, key, 2, ITEMS[0], 5),
        Message(session.id, key, 3, "L9-99", 1),
        Message(session.id, key, 0, ITEMS[0], 1),
        Message(session.id, key, 10**9, ITEMS[0], 1),
        Message(other.id, key, 4, ITEMS[0], 1),
        Message("gone\x00", key, 4, ITEMS[0], 1),
        Message(session.id, "\x00\ud800", 4, ITEMS[0], 1),
        Message(session.id, key, 5, ITEMS[1], True),
        Message(session.id, key, 6, "profil", "directrice"),
        Message(session.id, key, 7, ITEMS[2], "NC"),
    ]
    value, seat = "value", "seat"
    expected = ["kept", seat, value, value, value, value, seat, "session", seat, value, value, "kept"]
    assert store.answers.record_many(messages) == expected
    assert store.answers.own(session.id, key).sheet.answers == {ITEMS[0]: 3, ITEMS[2]: "NC"}
    assert store.sessions.progress(other.id).begun == 0


def test_a_second_phone_holds_the_same_seat(store: Store) -> None:
    session, other = answering(store), answering(store)
    first = store.seats.join(session.id)
    store.answers.record(session.id, first, 1, ITEMS[0], 3)
    code = store.seats.transfer_code(session.id, first)
    newer = store.seats.transfer_code(session.id, first)
    assert refused(lambda: store.seats.take_over(session.id, code)) == "seat"
    assert refused(lambda: store.seats.take_over(other.id, newer)) == "seat"
    second = store.seats.take_over(session.id, f"{newer[:4].lower()} {newer[4:]}")
    assert refused(lambda: store.seats.take_over(session.id, newer)) == "seat"
    assert second != first
    assert store.answers.own(session.id, second) == store.answers.own(session.id, first)
    store.answers.record(session.id, second, 2, ITEMS[0], 4)
    store.answers.record(session.id, first, 3, ITEMS[1], 1)  # what the first phone still held counts too
    progress = store.sessions.progress(session.id)
    assert (progress.joined, progress.begun) == (1, 1)
    for _ in range(3):
        store.seats.take_over(session.id, store.seats.transfer_code(session.id, first))
    last = store.seats.transfer_code(session.id, first)
    assert refused(lambda: store.seats.take_over(session.id, last)) == "limit"


def test_progress_counts_and_says_nothing_else(store: Store) -> None:
    session = answering(store)
    people(store, session.id, 2)
    (half,) = people(store, session.id, 1, items=Q.item_ids[:16])
    store.answers.record(session.id, half, 60, Q.item_ids[0], None)
    store.seats.join(session.id)
    store.seats.want_time(session.id, half, 61, wanted=True)
    progress = store.sessions.progress(session.id)
    assert (progress.joined, progress.begun, progress.finished, progress.more_time) == (4, 3, 2, 1)
    assert progress.answered == pytest.approx((64 + 15) / 128)
    store.seats.want_time(session.id, half, 60, wanted=False)  # an older message that comes late
    assert store.sessions.progress(session.id).more_time == 1
    store.seats.clear_time(session.id)
    store.seats.want_time(session.id, half, 61, wanted=True)  # replayed after the trainer lowered it
    assert store.sessions.progress(session.id).more_time == 0
    store.seats.want_time(session.id, half, 62, wanted=True)
    assert store.sessions.progress(session.id).more_time == 1


def test_what_is_stored_of_a_seat_is_no_secret_and_no_order(store: Store) -> None:
    session = answering(store)
    keys = [store.seats.join(session.id) for _ in range(40)]
    with store._database.transaction() as connection:
        held = connection.exec_driver_sql("SELECT hash FROM seat_keys").scalars().all()
        seats = connection.exec_driver_sql("SELECT id FROM seats").scalars().all()
    assert not set(keys) & set(held)
    assert len(set(held)) == len(set(seats)) == 40
    if store._database.is_sqlite:
        assert seats == sorted(seats)  # rows lie by random identifier, not by arrival


def test_codes_have_no_letters_that_look_alike_and_find_only_their_session(store: Store) -> None:
    made = [store.sessions.create(decided()) for _ in range(30)]
    for one in made:
        assert not set(one.code) & set("O0I1")
        assert len(one.code) == 5
        assert store.sessions.find(f" {one.code[:2].lower()}-{one.code[2:]}") == one.id
    assert store.sessions.find("") is None
    assert len({one.code for one in made}) == 30


def test_a_session_must_be_one_that_the_application_knows(store: Store) -> None:
    assert refused(lambda: store.sessions.create(decided(version="9.9"))) == "value"
    assert refused(lambda: store.sessions.create(decided(variant="nulle_part"))) == "value"
    assert refused(lambda: store.sessions.create(decided(thresholds={"moyene": 6}))) == "value"
    assert refused(lambda: store.sessions.create(decided(thresholds={"distribution": 6}))) == "value"
    made = store.sessions.create(decided(thresholds={"moyenne": 8}), rehearsal=True)
    assert store.sessions.all() == (made,) == (store.sessions.get(made.id),)


def test_thirty_phones_at_once_lose_nothing(store: Store, reopen: Callable[[], Store]) -> None:
    session = answering(store)
    servers = [store] if store._database.is_sqlite else [store, reopen(), reopen()]
    keys = [store.seats.join(session.id) for _ in range(30)]

    def phone(number: int) -> None:
        order = [(seq, item) for seq, item in enumerate(Q.item_ids, start=1)] * 2
        random.Random(number).shuffle(order)
        for turn, (seq, item) in enumerate(order):
            server = servers[(number + turn) % len(servers)]
            server.answers.record(session.id, keys[number], seq, item, 1 + (seq + number) % 4)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(phone, range(30)))
    progress = servers[-1].sessions.progress(session.id)
    assert (progress.joined, progress.finished, progress.answered) == (30, 30, 1.0)
    for number, key in enumerate(keys):
        answers = store.answers.own(session.id, key).sheet.answers
        assert answers == {item: 1 + (seq + number) % 4 for seq, item in enumerate(Q.item_ids, start=1)}


def test_a_group_too_small_for_figures_goes_on_together(store: Store) -> None:
    session = answering(store)
    (key, *_) = people(store, session.id, 3)
    move(store, session.id, "cloture")
    seen = store.sessions.state(session.id).version
    with pytest.raises(RefusedError) as stale:
        store.sessions.together(session.id, version=seen - 1)
    assert stale.value.reason == "stale"
    moved = store.sessions.together(session.id, version=seen)
    assert (moved.phase, moved.version) == ("resultats", seen + 1)
    assert store.sessions.get(session.id).session.mode == "collectif"
    assert len(store.answers.own(session.id, key).sheet.answers) == 32, "what was given alone stays one's own"
    store.tallies.put(session.id, "L1-01", {"2": 3}, kept=2)
    published = answering(store)
    people(store, published.id, 6)
    store.publications.publish(published.id)
    with pytest.raises(RefusedError, match="déjà publiés"):
        store.sessions.together(published.id, version=store.sessions.state(published.id).version)
