"""The evaluation of a session: marks come in as answers do, its figures are shown once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from gestures import Q, answering, move, people
from test_session import refused

from pasapas_widgets.live.store import PHASES, Message, Store


def evaluated(store: Store, marks: list[int], **change: Any) -> tuple[str, list[str]]:
    """A session in its evaluation, in which people gave these marks to the first question."""
    session = answering(store, **change)
    keys = [store.seats.join(session.id) for _ in marks]
    move(store, session.id, "evaluation")
    for key, mark in zip(keys, marks, strict=True):
        store.answers.record(session.id, key, 1, "EV-1", mark)
    return session.id, keys


@pytest.mark.parametrize("phase", PHASES)
def test_marks_are_taken_in_the_evaluation_only(store: Store, phase: Any) -> None:
    session = answering(store)
    key = store.seats.join(session.id)
    move(store, session.id, phase)
    sent = [Message(session.id, key, 1, "EV-1", 2), Message(session.id, key, 2, "L1-01", 2)]
    outcomes = store.answers.record_many(sent)
    answers = "kept" if phase in ("reponses", "pause", "cloture") else "phase"
    assert outcomes == ["kept" if phase == "evaluation" else "phase", answers]


@pytest.mark.parametrize("bad", [0, 5, True, "NSP", "NC", 2.5, "2"])
def test_a_mark_goes_from_1_to_4(store: Store, bad: Any) -> None:
    session, (key,) = evaluated(store, [3])
    assert refused(lambda: store.answers.record(session, key, 2, "EV-1", bad)) == "value"
    assert refused(lambda: store.answers.record(session, key, 2, "EV-3", 1)) == "phase"
    store.answers.record(session, key, 3, "EV-2", 4)
    store.answers.record(session, key, 4, "EV-2", None)
    assert store.answers.own(session, key).evaluation == {"EV-1": 3}


def test_marks_are_no_answers(store: Store) -> None:
    session = answering(store)
    keys = people(store, session.id, 5, items=Q.item_ids[:2])
    late = store.seats.join(session.id)
    before, shown = store.sessions.progress(session.id), store.publications.publish(session.id)
    move(store, session.id, "evaluation")
    for key in (*keys, late):
        store.answers.record(session.id, key, 50, "EV-2", 4)
    assert store.sessions.progress(session.id) == before
    own = store.answers.own(session.id, keys[0])
    assert (own.last_seq, own.evaluation) == (50, {"EV-2": 4})
    assert "EV-2" not in own.sheet.answers
    assert store.answers.own(session.id, late).sheet.answers == {}
    assert store.publications.publish(session.id) == shown


def test_four_marks_show_nothing(store: Store) -> None:
    session, keys = evaluated(store, [1, 2, 3, 4, 4])
    store.answers.record(session, keys[0], 2, "EV-1", None)
    assert store.evaluation.given(session) == 4
    for one in store.evaluation.results(session):
        assert (one.people, one.mean, one.distribution, one.reason) == (None, None, None, "n_notes < 5")


def test_a_mean_from_five_marks_and_a_distribution_from_ten(store: Store) -> None:
    session, _ = evaluated(store, [1, 2, 3, 4, 4])
    first, second = store.evaluation.results(session)
    assert (first.item, first.people, first.mean) == ("EV-1", 5, 2.8)
    assert (first.distribution, first.reason) == (None, "n_notes < 10")
    assert (second.item, second.people) == ("EV-2", None)
    session, _ = evaluated(store, [1, 2, 3, 4, 4] * 2)
    first, _ = store.evaluation.results(session)
    assert (first.distribution, first.reason) == ({"1": 2, "2": 2, "3": 2, "4": 4}, None)


def test_thresholds_raised_for_the_session_hold(store: Store) -> None:
    session, _ = evaluated(store, [3] * 11, thresholds={"moyenne": 8, "distribution": 12})
    first, _ = store.evaluation.results(session)
    assert (first.people, first.distribution, first.reason) == (11, None, "n_notes < 12")
    session, _ = evaluated(store, [3] * 7, thresholds={"moyenne": 8, "distribution": 12})
    assert store.evaluation.results(session)[0].reason == "n_notes < 8"


def test_its_results_are_closed_for_good(store: Store) -> None:
    session, keys = evaluated(store, [1, 2, 3, 4, 4])
    move(store, session, "vote")
    assert refused(lambda: store.evaluation.results(session)) == "phase"
    move(store, session, "fin")
    results = store.evaluation.results(session)
    for phase in ("evaluation", "vote", "evaluation"):
        move(store, session, phase)
        assert store.evaluation.results(session) == results
        assert refused(lambda: store.answers.record(session, keys[0], 9, "EV-1", 1)) == "phase"
        assert refused(lambda: store.answers.record(session, keys[0], 9, "EV-2", 1)) == "phase"
    move(store, session, "evaluation")
    key = store.seats.join(session)
    assert store.answers.record_many([Message(session, key, 1, "EV-1", 4)]) == ["phase"]
    assert store.evaluation.results(session) == results


def test_two_readings_while_marks_come_in_are_alike(store: Store, reopen: Callable[[], Store]) -> None:
    """No mark slips in between the closing and a later reading, several servers or not."""
    servers = [store] if store._database.is_sqlite else [store, reopen(), reopen()]
    for turn in range(4):
        session, _ = evaluated(store, [2] * 10)
        late = [store.seats.join(session) for _ in range(12)]

        def mark(number: int, session: str = session, late: list[str] = late) -> object:
            server = servers[number % len(servers)]
            if number == 12:
                return server.evaluation.results(session)
            return server.answers.record_many([Message(session, late[number], 1, "EV-1", 4)])[0]

        order = [*range(turn, 12), 12, *range(turn)]
        with ThreadPoolExecutor(6) as pool:
            heard = dict(zip(order, pool.map(mark, order), strict=True))
        results = store.evaluation.results(session)
        assert results == heard[12]
        assert results[0].people == 10 + list(heard.values()).count("kept")
