"""Seats are people as far as somebody counts heads (docs/decisions/021-who-knows-what.md)."""

from __future__ import annotations

from gestures import answering, decided, move, people
from test_session import refused

from pasapas_widgets.live.store import Store


def counted(store: Store, expected: int | None) -> str:
    made = store.sessions.create(decided(), expected=expected)
    move(store, made.id, "reponses")
    return made.id


def test_one_person_with_nine_invented_keys_does_not_publish_a_neighbour(store: Store) -> None:
    session = counted(store, 2)
    people(store, session, 1)
    for _ in range(7):  # 2 × 1.5 + 5 seats at most
        store.seats.join(session)
    assert refused(lambda: store.seats.join(session)) == "limit"
    assert store.sessions.progress(session).too_many
    assert refused(lambda: store.publications.publish(session)) == "people"
    assert store.publications.shown(session) is None
    assert store.heads.free(session) == 7
    assert not store.sessions.progress(session).too_many
    assert store.publications.publish(session).results["n_feuilles"] == 0


def test_it_is_published_by_a_decision_that_everybody_sees(store: Store) -> None:
    session = counted(store, 5)
    people(store, session, 6)
    assert refused(lambda: store.publications.publish(session)) == "people"
    store.heads.accept(session)
    assert store.publications.publish(session).results["n_feuilles"] == 6
    assert store.sessions.follow(session).more is True
    people(store, session, 1)
    assert refused(lambda: store.publications.publish(session)) == "people", "one decision is not for ever more seats"
    store.heads.expect(session, 7)
    assert store.publications.publish(session).waiting is True


def test_votes_and_the_evaluation_wait_for_the_same_decision(store: Store) -> None:
    session = counted(store, 5)
    keys = people(store, session, 5)
    ballot = store.votes.open(session, ["a", "b"], dots=1)
    for key in keys:
        store.votes.place(session, key, 50, ballot.id, {"a": 1})
    extra = people(store, session, 1)[0]
    store.votes.place(session, extra, 50, ballot.id, {"b": 1})
    assert refused(lambda: store.votes.close(session, ballot.id)) == "people"
    assert refused(lambda: store.votes.open(session, ["a", "b"], dots=1)) == "people"
    move(store, session, "evaluation")
    assert refused(lambda: store.evaluation.results(session)) == "people"
    store.heads.accept(session)
    assert store.votes.close(session, ballot.id).voters == 6
    marked = store.evaluation.results(session)
    store.heads.expect(session, 1)
    assert store.evaluation.results(session) == marked, "what was shown stays shown"
    assert store.votes.results(session, ballot.id).voters == 6


def test_a_closed_door_lets_those_inside_go_on(store: Store) -> None:
    session = counted(store, None)
    key = people(store, session, 1)[0]
    store.heads.door(session, shut=True)
    assert refused(lambda: store.seats.join(session)) == "limit"
    assert store.seats.join(session, key) == key
    store.answers.record(session, key, 90, "L1-01", 2)
    second = store.seats.take_over(session, store.seats.transfer_code(session, key))
    assert store.answers.own(session, second).sheet.answers["L1-01"] == 2
    store.heads.door(session, shut=False)
    assert store.seats.join(session)


def test_seats_that_answered_anything_are_never_freed(store: Store) -> None:
    session = answering(store).id
    keys = [store.seats.join(session) for _ in range(4)]
    store.answers.record(session, keys[0], 1, "L1-01", 2)
    store.comments.send(session, keys[1], 1, "Un mot")
    ballot = store.votes.open(session, ["a", "b"], dots=1)
    store.votes.place(session, keys[2], 1, ballot.id, {"a": 1})
    assert store.heads.free(session) == 1
    assert store.sessions.progress(session).joined == 3


def test_a_number_of_people_is_a_number(store: Store) -> None:
    session = answering(store).id
    assert store.sessions.progress(session).expected is None
    for wrong in (0, -1, 3001):
        assert refused(lambda wrong=wrong: store.heads.expect(session, wrong)) == "value"  # type: ignore[misc]


def test_two_votes_on_a_choice_that_differ_by_one_voter(store: Store) -> None:
    session = answering(store).id
    keys = [store.seats.join(session) for _ in range(11)]

    def vote(voters: list[str], *choices: str) -> str | None:
        ballot = store.votes.open(session, choices, dots=1)
        for key in voters:
            store.votes.place(session, key, 50, ballot.id, {choices[0]: 1})
        return store.votes.close(session, ballot.id).reason

    assert vote(keys[:5], "a", "b") is None
    assert vote(keys[:6], "a", "b") == "écart entre deux votes < 5", "the difference is the newcomer's dots"
    assert vote(keys[:6], "a", "c") == "écart entre deux votes < 5", "one choice in common is enough"
    assert vote(keys[:6], "c", "d") is None, "no choice in common"
    assert vote(keys[:5], "b", "a") is None, "the same people again"
    assert vote(keys[:10], "a", "b") is None, "five more"
    assert vote(keys[5:], "b", "e") == "écart entre deux votes < 5", "the eleventh alone"
