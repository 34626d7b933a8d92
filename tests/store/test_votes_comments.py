"""Votes, comments and tallies on both databases."""

from __future__ import annotations

import random

import pytest
from gestures import Q, answering, people
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_session import refused

from pasapas_widgets.live.store import Choice, Store, VoteResults
from pasapas_widgets.rules.scoring import score_sheet

IDEAS = ["Transmissions", "Plannings", "Accueil", "Référent de nuit"]


def test_limits_are_enforced_and_what_was_placed_stays(store: Store) -> None:
    session = answering(store)
    key = store.seats.join(session.id)
    ballot = store.votes.open(session.id, IDEAS, dots=3, dots_on_one=2)
    store.votes.place(session.id, key, 1, ballot.id, {"Accueil": 2, "Plannings": 1})
    place = store.votes.place
    assert refused(lambda: place(session.id, key, 2, ballot.id, {"Accueil": 2, "Plannings": 2})) == "limit"
    assert refused(lambda: place(session.id, key, 2, ballot.id, {"Accueil": 3})) == "limit"
    assert refused(lambda: place(session.id, key, 2, ballot.id, {"Accueil": -1})) == "value"
    assert refused(lambda: place(session.id, key, 2, ballot.id, {"Ailleurs": 1})) == "value"
    assert refused(lambda: place(session.id, key, 2, "gone", {"Accueil": 1})) == "value"
    assert refused(lambda: place(session.id, "nobody", 2, ballot.id, {"Accueil": 1})) == "seat"
    assert store.votes.own(session.id, key, ballot.id) == {"Accueil": 2, "Plannings": 1}
    assert refused(lambda: store.votes.open(session.id, ["seul"])) == "value"
    assert refused(lambda: store.votes.open(session.id, ["a", "b"], dots=3)) == "value"
    assert refused(lambda: store.votes.open(answering(store).id, ["a", "a"], dots=1)) == "value"


def test_hidden_until_closed_and_closed_for_good(store: Store) -> None:
    session = answering(store)
    keys = [store.seats.join(session.id) for _ in range(6)]
    ballot = store.votes.open(session.id, IDEAS, dots=2)
    for number, key in enumerate(keys):
        store.votes.place(session.id, key, 1, ballot.id, {IDEAS[number % 2]: 1, IDEAS[2]: 1})
    assert refused(lambda: store.votes.results(session.id, ballot.id)) == "phase"
    assert store.votes.voted(session.id, ballot.id) == 6
    results = store.votes.close(session.id, ballot.id)
    assert results.voters == 6
    assert results.choices == (
        Choice(IDEAS[2], 6, 1),
        Choice(IDEAS[0], 3, 2),
        Choice(IDEAS[1], 3, 2),  # a tie is a tie
        Choice(IDEAS[3], 0, 4),
    )
    assert refused(lambda: store.votes.place(session.id, keys[0], 9, ballot.id, {IDEAS[3]: 1})) == "phase"
    assert store.votes.results(session.id, ballot.id) == results
    again = store.votes.open(session.id, IDEAS)
    assert (again.number, store.votes.current(session.id)) == (2, again)
    assert store.votes.own(session.id, keys[0], again.id) == {}


def test_a_vote_of_four_people_shows_nothing(store: Store) -> None:
    session = answering(store)
    keys = [store.seats.join(session.id) for _ in range(5)]
    ballot = store.votes.open(session.id, IDEAS)
    for key in keys:
        store.votes.place(session.id, key, 1, ballot.id, {IDEAS[0]: 1})
    store.votes.place(session.id, keys[0], 2, ballot.id, {})  # takes the dots back
    assert store.votes.close(session.id, ballot.id) == VoteResults(voters=None, choices=(), reason="votants < 5")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sent=st.lists(st.tuples(st.integers(1, 4), st.sampled_from(IDEAS), st.booleans()), min_size=1, max_size=8),
    seed=st.integers(0, 99),
)
def test_votes_and_flags_in_any_order_end_alike(store: Store, sent: list[tuple[int, str, bool]], seed: int) -> None:
    ends = []
    for shuffled in (False, True):
        session = answering(store)
        key = store.seats.join(session.id)
        ballot = store.votes.open(session.id, IDEAS)
        heard = list(sent)
        if shuffled:
            heard += sent[::2]
            random.Random(seed).shuffle(heard)
        for seq, idea, wanted in heard:
            store.votes.place(session.id, key, seq, ballot.id, {idea: 1})
            store.seats.want_time(session.id, key, seq, wanted=wanted)
            store.comments.send(session.id, key, seq, idea)
        comments = sorted(one.body for one in store.comments.to_moderate(session.id))
        ends.append((store.votes.own(session.id, key, ballot.id), store.sessions.progress(session.id), comments))
    assert ends[0] == ends[1]


def test_comments_pass_moderation_first(store: Store) -> None:
    session, other = answering(store), answering(store)
    keys = people(store, session.id, 9, items=Q.item_ids[:1])
    store.comments.send(session.id, keys[0], 5, "  Un mot\u0000 de trop ?  ")
    store.comments.send(session.id, keys[0], 5, "  Un mot\u0000 de trop ?  ")
    store.comments.send(session.id, keys[1], 5, "Plus de temps le matin")
    waiting = store.comments.to_moderate(session.id)
    assert sorted(one.body for one in waiting) == ["Plus de temps le matin", "Un mot de trop ?"]
    assert {one.state for one in waiting} == {"attente"}
    assert refused(lambda: store.comments.moderate(other.id, waiting[0].id, "montre")) == "value"
    chosen = next(one for one in waiting if one.body.startswith("Plus"))
    store.comments.moderate(session.id, chosen.id, "montre")
    assert store.comments.shown(session.id) == ()  # nine people: free text waits for ten
    people(store, session.id, 1, items=Q.item_ids[:1])
    assert store.comments.shown(session.id) == ("Plus de temps le matin",)
    store.comments.moderate(session.id, chosen.id, "ecarte")
    assert store.comments.shown(session.id) == ()
    assert refused(lambda: store.comments.send(session.id, keys[0], 6, " \n ")) == "value"
    assert refused(lambda: store.comments.send(session.id, keys[0], 6, "x" * 301)) == "value"
    for seq in range(10, 29):
        store.comments.send(session.id, keys[0], seq, "encore")
    assert refused(lambda: store.comments.send(session.id, keys[0], 30, "encore")) == "limit"


def test_tallies_of_few_voters_keep_the_level_only(store: Store) -> None:
    session = answering(store, mode="collectif")
    few = store.tallies.put(session.id, "L1-01", {"1": 1, "3": 3}, kept=3)
    assert (few.kept, few.counts) == (3, None)
    many = store.tallies.put(session.id, "L1-02", {"1": 1, "3": 3, "NSP": 1})
    assert (many.kept, many.counts) == (None, {"1": 1, "3": 3, "NSP": 1})
    retyped = store.tallies.put(session.id, "L1-02", {"1": 2, "3": 4}, kept=3)
    assert store.tallies.all(session.id) == (few, retyped)
    with store._database.transaction() as connection:
        assert connection.exec_driver_sql("SELECT counts FROM tallies WHERE item = 'L1-01'").scalar() is None
    assert refused(lambda: store.tallies.put(session.id, "L1-03", {"1": 4})) == "value"
    assert refused(lambda: store.tallies.put(session.id, "L1-03", {"5": 6})) == "value"
    assert refused(lambda: store.tallies.put(session.id, "L1-03", {"1": -6})) == "value"
    assert refused(lambda: store.tallies.put(session.id, "L9-03", {"1": 6})) == "value"
    assert refused(lambda: store.tallies.put(session.id, "L1-03", {"1": 6}, kept=9)) == "value"


def test_a_group_of_few_has_one_sheet_and_its_disagreements(store: Store) -> None:
    session = answering(store, mode="structure", variant=Q.variant_ids[0])
    store.tallies.put(session.id, "L1-01", {}, kept=3, note="  La direction aurait mis 4.\u0000 ")
    noted = store.tallies.put(session.id, "L1-02", {}, note="Aucun accord")
    store.tallies.put(session.id, "L1-03", {}, kept=1)
    store.tallies.put(session.id, "L1-03", {}, kept=2, batch="table 2")
    assert noted.kept is None
    assert [one.note for one in store.tallies.all(session.id)] == [
        "La direction aurait mis 4.",
        "Aucun accord",
        None,
        None,
    ]
    group = store.tallies.sheet(session.id)
    assert (group.answers, group.variant) == ({"L1-01": 3, "L1-03": 1}, Q.variant_ids[0])
    assert store.tallies.sheet(session.id, batch="table 2").answers == {"L1-03": 2}
    store.tallies.remove(session.id, "L1-03")
    store.tallies.remove(session.id, "L1-04")  # nothing there: nothing changes
    assert store.tallies.sheet(session.id).answers == {"L1-01": 3}
    assert len(store.tallies.all(session.id)) == 3
    assert refused(lambda: store.tallies.put(session.id, "L1-05", {}, kept=2, note="x" * 301)) == "value"
    assert refused(lambda: store.tallies.put(session.id, "L1-05", {}, note="  ")) == "value"
    assert refused(lambda: store.tallies.put(session.id, "L1-05", {}, kept="NC")) == "value"  # type: ignore[arg-type]


def test_the_groups_sheet_is_scored_like_a_persons(store: Store) -> None:
    session = answering(store, mode="collectif")
    for item in Q.item_ids:
        store.tallies.put(session.id, item, {}, kept=4 if item.startswith("L1") else 1)
    scores = score_sheet(store.tallies.sheet(session.id), Q)
    assert [scores[lever].score for lever in ("L1", "L2")] == [100.0, 0.0]


def test_the_room_sees_nothing_of_the_evaluations_comments(store: Store) -> None:
    session = answering(store)
    keys = people(store, session.id, 10, items=Q.item_ids[:1])
    store.comments.send(session.id, keys[0], 5, "Du temps", "evaluation")
    store.comments.send(session.id, keys[0], 5, "Du temps", "evaluation")
    store.comments.send(session.id, keys[0], 5, "Du temps", "seance")
    assert sorted(one.about for one in store.comments.to_moderate(session.id)) == ["evaluation", "seance"]
    for one in store.comments.to_moderate(session.id):
        store.comments.moderate(session.id, one.id, "montre")
    assert store.comments.shown(session.id) == ("Du temps",)
    assert store.sessions.follow(session.id).comments == 1
    assert refused(lambda: store.comments.send(session.id, keys[0], 6, "a", "repas")) == "value"  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", [0, -1, True, 10**9])
def test_message_numbers_out_of_range_are_refused(store: Store, bad: int) -> None:
    session = answering(store)
    key = store.seats.join(session.id)
    assert refused(lambda: store.seats.want_time(session.id, key, bad, wanted=True)) == "value"
    assert refused(lambda: store.comments.send(session.id, key, bad, "bonjour")) == "value"
    assert refused(lambda: store.answers.record(session.id, key, bad, "L1-01", 1)) == "value"
