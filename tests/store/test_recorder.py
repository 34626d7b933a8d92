"""Many phones at once, from an event loop."""

from __future__ import annotations

import asyncio

import pytest
from gestures import Q, answering, move
from own_loop import in_own_loop

from pasapas_widgets.live.store import Message, Recorder, Store, StoreError


def test_three_hundred_phones_are_all_kept_and_each_hears_of_its_own(store: Store) -> None:
    session = answering(store)
    keys = [store.seats.join(session.id) for _ in range(300)]

    async def room() -> list[list[str]]:
        recorder = Recorder(store.answers)

        async def phone(number: int) -> list[str]:
            heard = []
            for seq, item in enumerate(Q.item_ids[:6], start=1):
                level = 9 if (number, seq) == (7, 3) else 1 + (number + seq) % 4  # one answer that does not exist
                heard.append(await recorder.keep(Message(session.id, keys[number], seq, item, level)))
                await asyncio.sleep(0.001 * (number % 3))
            return heard

        heard = await asyncio.gather(*(phone(number) for number in range(300)))
        await recorder.close()
        return heard

    heard = in_own_loop(room())
    assert heard.pop(7) == ["kept", "kept", "value", "kept", "kept", "kept"]
    assert all(one == ["kept"] * 6 for one in heard)
    for number in (0, 150, 299):
        answers = store.answers.own(session.id, keys[number]).sheet.answers
        assert answers == {item: 1 + (number + seq) % 4 for seq, item in enumerate(Q.item_ids[:6], start=1)}


def test_a_phone_that_goes_away_takes_nobody_with_it(store: Store) -> None:
    session = answering(store)
    keys = [store.seats.join(session.id) for _ in range(2)]

    async def room() -> str:
        recorder = Recorder(store.answers)
        gone = asyncio.create_task(recorder.keep(Message(session.id, keys[0], 1, "L1-01", 1)))
        stays = asyncio.create_task(recorder.keep(Message(session.id, keys[1], 1, "L1-01", 2)))
        await asyncio.sleep(0)
        gone.cancel()
        heard = await stays
        await recorder.close()
        return heard

    assert in_own_loop(room()) == "kept"
    assert store.answers.own(session.id, keys[0]).sheet.answers == {"L1-01": 1}


def test_a_database_that_fails_is_said_to_each_phone_and_the_next_try_works(store: Store) -> None:
    session = answering(store)
    key = store.seats.join(session.id)

    async def room() -> str:
        recorder = Recorder(store.answers)
        change, back = "ALTER TABLE answers RENAME TO away", "ALTER TABLE away RENAME TO answers"
        with store._database.transaction() as connection:
            connection.exec_driver_sql(change)
        tries = [recorder.keep(Message(session.id, key, seq, "L1-01", 1)) for seq in (1, 2)]
        for one in await asyncio.gather(*tries, return_exceptions=True):
            assert isinstance(one, Exception)
        with store._database.transaction() as connection:
            connection.exec_driver_sql(back)
        heard = await recorder.keep(Message(session.id, key, 1, "L1-01", 3))
        await recorder.close()
        return heard

    assert in_own_loop(room()) == "kept"
    assert store.answers.own(session.id, key).sheet.answers == {"L1-01": 3}


def test_a_closed_phase_is_heard(store: Store) -> None:
    session = answering(store)
    key = store.seats.join(session.id)
    move(store, session.id, "resultats")

    async def room() -> str:
        recorder = Recorder(store.answers)
        heard = await recorder.keep(Message(session.id, key, 1, "L1-01", 3))
        await recorder.close()
        return heard

    assert in_own_loop(room()) == "phase"
    with pytest.raises(StoreError):
        store.answers.record(session.id, key, 1, "L1-01", 3)
