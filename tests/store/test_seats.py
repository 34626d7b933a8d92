"""Phones make their own key: whatever is lost or sent twice, a person has one seat."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from gestures import Q, answering, move
from test_session import refused

from pasapas_widgets.live.store import Message, Store


def own_key() -> str:
    return secrets.token_urlsafe(24)


def joined(store: Store, session: str) -> int:
    return store.sessions.progress(session).joined


def test_the_same_key_is_the_same_seat(store: Store, reopen: Callable[[], Store]) -> None:
    session = answering(store)
    key = own_key()
    assert store.seats.join(session.id, key) == key
    store.answers.record(session.id, key, 1, "L1-01", 2)
    assert store.seats.join(session.id, key) == key
    if not store._database.is_sqlite:
        assert reopen().seats.join(session.id, key) == key
    assert joined(store, session.id) == 1
    assert store.answers.own(session.id, key).sheet.answers == {"L1-01": 2}


@pytest.mark.parametrize("bad", ["", "a" * 31, "a" * 33, "é" * 32, "=" * 32, "a" * 31 + "\n", 7, b"a" * 32])
def test_a_key_of_another_shape_is_refused(store: Store, bad: str) -> None:
    session = answering(store)
    code = store.seats.transfer_code(session.id, store.seats.join(session.id))
    assert refused(lambda: store.seats.join(session.id, bad)) == "value"
    assert refused(lambda: store.seats.take_over(session.id, code, bad)) == "value"
    assert joined(store, session.id) == 1


def test_a_key_serves_one_session(store: Store) -> None:
    session, other = answering(store), answering(store)
    key = store.seats.join(session.id, own_key())
    code = store.seats.transfer_code(other.id, store.seats.join(other.id))
    assert refused(lambda: store.seats.join(other.id, key)) == "seat"
    assert refused(lambda: store.seats.take_over(other.id, code, key)) == "seat"
    assert refused(lambda: store.seats.join("gone", key)) == "session"
    assert (joined(store, session.id), joined(store, other.id)) == (1, 1)


def test_after_the_end_only_who_was_there_comes_back(store: Store) -> None:
    session = answering(store)
    key = store.seats.join(session.id, own_key())
    move(store, session.id, "fin")
    assert store.seats.join(session.id, key) == key
    assert refused(lambda: store.seats.join(session.id, own_key())) == "phase"
    assert refused(lambda: store.seats.join(session.id)) == "phase"


def test_the_same_request_twice_at_once_is_one_seat(store: Store, reopen: Callable[[], Store]) -> None:
    session, other = answering(store), answering(store)
    servers = [store] if store._database.is_sqlite else [store, reopen(), reopen()]
    with ThreadPoolExecutor(6) as pool:
        for turn in range(10):
            key, together = own_key(), Barrier(6)

            def join(number: int, key: str = key, together: Barrier = together) -> str:
                together.wait()
                return servers[number % len(servers)].seats.join(session.id, key)

            assert list(pool.map(join, range(6))) == [key] * 6
            assert joined(store, session.id) == turn + 1

        def either(number: int) -> str:
            try:
                return servers[number % len(servers)].seats.join((session.id, other.id)[number % 2], key)
            except Exception as error:
                return getattr(error, "reason", repr(error))

        key = own_key()
        heard = list(pool.map(either, range(6)))
    assert sorted(heard) == sorted([key] * 3 + ["seat"] * 3)  # of two sessions, one has it
    assert joined(store, session.id) + joined(store, other.id) == 11


def test_a_lost_reply_to_a_change_of_phone_does_no_harm(store: Store, reopen: Callable[[], Store]) -> None:
    session = answering(store)
    first = store.seats.join(session.id, own_key())
    code, second = store.seats.transfer_code(session.id, first), own_key()
    server = store if store._database.is_sqlite else reopen()
    assert store.seats.take_over(session.id, code, second) == second
    assert server.seats.take_over(session.id, f" {code.lower()}", second) == second
    assert server.seats.join(session.id, second) == second
    assert refused(lambda: store.seats.take_over(session.id, code, own_key())) == "seat"  # for anyone else, it served
    assert refused(lambda: store.seats.take_over(session.id, code, first)) == "seat"
    assert refused(lambda: store.seats.take_over(session.id, "WRONGWRO", second)) == "seat"
    newer = store.seats.transfer_code(session.id, first)
    for _ in range(2):  # the same phone asks again for the seat that it has
        assert store.seats.take_over(session.id, newer, second) == second
    store.answers.record(session.id, second, 3, "L1-01", 4)
    assert store.answers.own(session.id, first).sheet.answers == {"L1-01": 4}
    assert joined(store, session.id) == 1


def test_a_code_asked_for_twice_at_once_serves_one_phone(store: Store, reopen: Callable[[], Store]) -> None:
    session = answering(store)
    servers = [store] if store._database.is_sqlite else [store, reopen(), reopen()]
    code = store.seats.transfer_code(session.id, store.seats.join(session.id))
    keys, together = [own_key(), own_key()], Barrier(6)

    def take(number: int) -> str:
        together.wait()
        try:
            return servers[number % len(servers)].seats.take_over(session.id, code, keys[number // 3])
        except Exception as error:
            return getattr(error, "reason", repr(error))

    with ThreadPoolExecutor(6) as pool:
        heard = list(pool.map(take, range(6)))
    assert heard in ([keys[0]] * 3 + ["seat"] * 3, ["seat"] * 3 + [keys[1]] * 3)


def test_a_phone_that_joined_first_and_took_over_then_is_one_person(store: Store) -> None:
    session = answering(store)
    first, second = store.seats.join(session.id, own_key()), store.seats.join(session.id, own_key())
    store.answers.record(session.id, first, 1, "L1-01", 4)
    code = store.seats.transfer_code(session.id, first)
    for _ in range(2):
        assert store.seats.take_over(session.id, code, second) == second
        assert store.seats.join(session.id, second) == second
    assert joined(store, session.id) == 1
    assert store.answers.own(session.id, second) == store.answers.own(session.id, first)


def test_a_phone_that_has_answered_keeps_its_own_seat(store: Store) -> None:
    session = answering(store)
    first, second = store.seats.join(session.id, own_key()), store.seats.join(session.id, own_key())
    store.seats.want_time(session.id, second, 1, wanted=False)
    code = store.seats.transfer_code(session.id, first)
    assert refused(lambda: store.seats.take_over(session.id, code, second)) == "seat"
    assert joined(store, session.id) == 2
    shared = store.seats.join(session.id, own_key())
    store.seats.take_over(session.id, store.seats.transfer_code(session.id, shared), own_key())
    assert refused(lambda: store.seats.take_over(session.id, code, shared)) == "seat"
    assert store.seats.take_over(session.id, code, own_key())  # what was refused has not used the code


def test_one_vanished_seat_does_not_hold_back_a_batch(store: Store) -> None:
    """A seat may go between the look-up and the writing: the others of the batch are kept all the same."""
    session, gone = answering(store), answering(store)
    keys = [store.seats.join(session.id), store.seats.join(gone.id)]
    batch = [Message(session.id, keys[0], 1, "L1-01", 1), Message(gone.id, keys[1], 1, "L1-01", 1)]
    upsert, tries = store.answers._upsert, list[object]()

    def once_without_the_seat(connection: object, rows: object) -> None:
        if not tries:
            rows = [row | {"seat": "0" * 32} if n else row for n, row in enumerate(rows)]  # type: ignore[arg-type]
        tries.append(rows)
        upsert(connection, rows)  # type: ignore[arg-type]

    store.answers._upsert = once_without_the_seat  # type: ignore[method-assign,assignment]
    assert store.answers.record_many(batch) == ["kept", "kept"]
    assert len(tries) == 2
    assert Q.item_ids[0] in store.answers.own(session.id, keys[0]).sheet.answers
