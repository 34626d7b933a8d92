"""Whatever a bad network loses, repeats and overtakes of all that phones send, a session ends in the same state.

Each phone holds a message until it is acknowledged, as the phone page does. The network loses requests, loses replies
(the phone sends again what was kept already) and lets any message overtake any other. Two runs of the same messages
through two such networks must end alike, and as a plain reading of the messages says.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from gestures import Q, answering, move
from hypothesis import given, settings
from hypothesis import strategies as st

from pasapas_widgets.live.store import Message, RefusedError, Store, open_store

ITEMS = Q.item_ids[:2]
IDEAS = ("Transmissions", "Plannings", "Accueil")
Sent = tuple[str, tuple[Any, ...]]
PHONES = ("first", "second", "other")  # the second one is of the same person as the first
SEQS = st.integers(1, 5)
LEVELS = st.sampled_from([1, 2, 3, 4, "NSP", "NC", None])

ANSWER = st.tuples(st.just("answer"), SEQS, st.sampled_from(ITEMS), LEVELS)
PROFILE = st.tuples(st.just("answer"), SEQS, st.just("profil"), st.sampled_from([*Q.profile_ids, None]))
TIME = st.tuples(st.just("time"), SEQS, st.booleans())
VOTE = st.tuples(st.just("vote"), SEQS, st.dictionaries(st.sampled_from(IDEAS), st.integers(0, 1), max_size=2))
SAY = st.tuples(st.just("say"), SEQS, st.sampled_from(["Oui", "Non"]), st.sampled_from(["seance", "evaluation"]))
MARK = st.tuples(st.just("answer"), SEQS, st.sampled_from(["EV-1", "EV-2"]), st.sampled_from([1, 2, 3, 4, None]))
SENT = st.lists(
    st.tuples(st.sampled_from(PHONES), st.one_of(ANSWER, ANSWER, PROFILE, TIME, VOTE, VOTE, SAY)), max_size=12
)
MARKS = st.lists(st.tuples(st.sampled_from(PHONES), MARK), max_size=5)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("any_order") / "seances.sqlite") as opened:
        yield opened


class Room:
    """One session and the network in front of it."""

    def __init__(self, store: Store, chance: random.Random) -> None:
        self.store, self.chance = store, chance
        self.session = answering(store).id
        self.ballot = store.votes.open(self.session, IDEAS, dots=2).id
        self.keys = {phone: secrets.token_urlsafe(24) for phone in PHONES}
        self.code = ""
        self.pending: list[Sent] = []

    def call(self, phone: str, what: tuple[Any, ...]) -> None:
        """Carry out one message as the server does."""
        store, session, key, (kind, *told) = self.store, self.session, self.keys[phone], what
        if kind == "join":
            assert store.seats.join(session, key) == key
        elif kind == "take over":
            assert store.seats.take_over(session, self.code, key) == key
        elif kind == "time":
            store.seats.want_time(session, key, told[0], wanted=told[1])
        elif kind == "vote":
            store.votes.place(session, key, told[0], self.ballot, told[1])
        elif kind == "say":
            store.comments.send(session, key, *told)
        elif self.chance.random() < 0.5:
            store.answers.record(session, key, *told)
        else:  # in one batch with others that wait, and with one of a stranger
            waiting = [(who, one) for who, one in self.pending if one[0] == "answer" and one is not what]
            others = self.chance.sample(waiting, min(3, len(waiting)))
            stranger = Message(session, secrets.token_urlsafe(24), *told)
            several = [Message(session, self.keys[who], *one[1:]) for who, one in others]
            first, strange, *outcomes = store.answers.record_many([Message(session, key, *told), stranger, *several])
            assert strange != "kept"
            for other, outcome in zip(others, outcomes, strict=True):
                if outcome == "kept":
                    self.pending.remove(other)
            if first != "kept":
                raise RefusedError(first, "refused")

    def deliver(self, messages: list[Sent], *, old: list[Sent]) -> None:
        """Bring every message through, each once at least; ``old`` ones were acknowledged and come once more."""
        self.pending = list(messages)
        while self.pending:
            phone, what = one = self.chance.choice(self.pending)
            luck = self.chance.random()
            if luck < 0.2:
                continue  # the request is lost
            if old and luck < 0.3:
                self.again(self.chance.choice(old))
            try:
                self.call(phone, what)
            except RefusedError as refused:
                assert refused.reason == "seat"  # it overtook the phone's own join: sent again later
                continue
            if luck < 0.8:  # else the reply is lost
                if one in self.pending:
                    self.pending.remove(one)
                old.append(one)

    def again(self, one: Sent) -> None:
        """A copy of an acknowledged message comes late; it may be refused, for the phase that is over."""
        try:
            self.call(*one)
        except RefusedError as refused:
            assert refused.reason == "phase"

    def run(self, sent: list[Any], marks: list[Any], joins_first: bool) -> dict[str, Any]:
        """Let the session go its way; return all that can be seen of it at the end."""
        store, session, old = self.store, self.session, list[Any]()
        self.deliver([("first", ("join",))], old=old)
        for _ in range(self.chance.randint(1, 3)):  # the code of the last reply that came is the one that is typed
            self.code = store.seats.transfer_code(session, self.keys["first"])
        if joins_first:
            self.deliver([("second", ("join",))], old=old)
        self.deliver([("second", ("take over",))], old=old)
        self.deliver([*sent, ("other", ("join",))], old=old)
        before = self.seen()
        move(store, session, "evaluation")
        self.deliver(marks, old=old)
        for one in self.chance.sample(old, min(len(old), 6)):
            self.again(one)
        assert all(self.seen()[name] == before[name] for name in ("sheets", "progress", "dots", "comments"))
        after = self.seen()
        votes, results = store.votes.close(session, self.ballot), store.evaluation.results(session)
        for one in old:
            self.again(one)
        assert self.seen() == after
        assert (store.votes.results(session, self.ballot), store.evaluation.results(session)) == (votes, results)
        return after | {"given": store.evaluation.given(session)}

    def seen(self) -> dict[str, Any]:
        """Return what phones and trainer can see, without what is random of the session."""
        store, session = self.store, self.session
        own = {phone: store.answers.own(session, key) for phone, key in self.keys.items()}
        assert own["first"] == own["second"]
        return {
            "sheets": [one.sheet for one in own.values()],
            "marks": [one.evaluation for one in own.values()],
            "last": [one.last_seq for one in own.values()],
            "progress": store.sessions.progress(session),
            "dots": [store.votes.own(session, key, self.ballot) for key in self.keys.values()],
            "voted": store.votes.voted(session, self.ballot),
            "comments": sorted((one.body, one.about) for one in store.comments.to_moderate(session)),
        }


def later(sent: list[Any], phones: tuple[str, ...], kind: str, item: str | None = None) -> Any:
    """Return the value with the highest number among what these phones sent, if one alone has that number."""
    found = [what for phone, what in sent if phone in phones and what[0] == kind and (item is None or what[2] == item)]
    highest = [what[-1] for what in found if what[1] == max(one[1] for one in found)]
    return highest[0] if len(highest) == 1 else "several"


@settings(max_examples=40)
@given(sent=SENT, marks=MARKS, joins_first=st.booleans(), seeds=st.tuples(st.integers(), st.integers()))
def test_every_network_ends_in_the_same_state(
    store: Store, sent: list[Any], marks: list[Any], joins_first: bool, seeds: tuple[int, int]
) -> None:
    one, two = (Room(store, random.Random(seed)).run(sent, marks, joins_first) for seed in seeds)
    assert one == two
    assert one["progress"].joined == 2
    for n, phones in enumerate((("first", "second"), ("other",))):
        place = 2 * n
        for item in ITEMS:
            value = later(sent, phones, "answer", item)
            assert value in ("several", one["sheets"][place].answers.get(item))
        for item in ("EV-1", "EV-2"):
            assert later(marks, phones, "answer", item) in ("several", one["marks"][place].get(item))
        dots = later(sent, phones, "vote")
        assert dots == "several" or {idea: n for idea, n in dots.items() if n} == one["dots"][place]
        numbers = [what[1] for phone, what in (*sent, *marks) if phone in phones]
        assert one["last"][place] == max(numbers, default=0)
