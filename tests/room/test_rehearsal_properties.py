"""Whatever the network does to what phones send (order, repetition, loss), the session ends the same."""

from __future__ import annotations

import json
import random
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from salle import Phone, Q, Salle, Seen

from pasapas_widgets.live.rehearsal import RehearsalError, Report, rehearse
from pasapas_widgets.live.rehearsal.wire import Link

PEOPLE = 6
ITEMS = Q.item_ids[:5]
CHOICES = ["Transmissions", "Accueil", "Réunions"]

Message = tuple[str, dict[str, Any]]
Sent = tuple[int, int]
"""A message's person and place among that person's."""

answers = st.tuples(st.sampled_from(ITEMS), st.sampled_from([1, 2, 3, 4, "NSP", "NC", None]))
dots = st.dictionaries(st.sampled_from(CHOICES), st.just(1), max_size=2)
gestures = st.one_of(
    answers.map(lambda one: ("answers", {"item": one[0], "value": one[1]})),
    answers.map(lambda one: ("answers", {"item": one[0], "value": one[1]})),
    st.booleans().map(lambda wanted: ("time", {"wanted": wanted})),
    dots.map(lambda placed: ("vote", {"dots": placed})),
    st.sampled_from(["Un mot.", "Un autre."]).map(lambda body: ("comment", {"body": body, "about": "seance"})),
)


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[list[Message]], list[Sent], list[int]]:
    """What each person does, and a way in which it may reach the server: all of it at least once, in any order."""
    people = [draw(st.lists(gestures, min_size=1, max_size=6)) for _ in range(PEOPLE)]
    numbered = [[(verb, {"seq": seq, **body}) for seq, (verb, body) in enumerate(one, 1)] for one in people]
    once = [(person, place) for person, one in enumerate(numbered) for place in range(len(one))]
    again = draw(st.lists(st.sampled_from(once), max_size=12))
    arriving = draw(st.permutations([*once, *again]))
    phones = draw(st.lists(st.integers(0, 1), min_size=len(arriving), max_size=len(arriving)))
    return numbered, arriving, phones


def opened(salle: Salle) -> tuple[Seen, str]:
    """A session where people may answer and vote."""
    session = salle.session()
    return session, salle.room.open_vote(session.id, CHOICES, dots=2)["id"]


def send(phone: Phone, message: Message, ballot: str) -> None:
    """Send what the server must take."""
    verb, body = message
    if verb == "answers":
        body = {"messages": [body]}
    elif verb == "vote":
        body = {**body, "ballot": ballot}
    reply = phone.post(verb, body)
    assert (reply.status, reply.json()) == (200, {"outcomes": ["kept"]} if verb == "answers" else {})


def outcome(session: Seen, phones: list[Phone]) -> dict[str, Any]:
    """Everything that a session is: each one's own, what is published, the votes, the words, who asks for time."""
    room = session.salle.room
    overview = room.overview(session.id)
    return {
        "own": [phone.own() for phone in phones],
        "dots": [phone.get("vote").json()["own"] for phone in phones],
        "state": (overview["state"]["phase"], overview["state"]["version"]),
        "progress": overview["progress"],
        "comments": sorted(one["body"] for one in room.comments(session.id)),
        "results": room.publish(session.id)["results"],
        "vote": room.close_vote(session.id),
    }


def second_phone(session: Seen, first: Phone) -> Phone:
    """Another phone of the same person."""
    other = session.phone(join=False)
    assert other.post("take-over", first.post("transfer").json()).status == 200
    return other


@settings(max_examples=12)
@given(story=stories())
def test_any_order_repetition_and_phone_end_as_if_nothing_had_happened(
    salle: Salle, story: tuple[list[list[Message]], list[Sent], list[int]]
) -> None:
    numbered, arriving, choices = story
    session, ballot = opened(salle)
    phones = [session.phone() for _ in range(PEOPLE)]
    for phone, messages in zip(phones, numbered, strict=True):
        for message in messages:
            send(phone, message, ballot)
    expected = outcome(session, phones)

    session, ballot = opened(salle)
    firsts = [session.phone() for _ in range(PEOPLE)]
    seconds = [second_phone(session, phone) for phone in firsts]
    for (person, place), which in zip(arriving, choices, strict=True):
        send((firsts, seconds)[which][person], numbered[person][place], ballot)
    assert outcome(session, firsts) == expected
    assert [phone.own() for phone in seconds] == expected["own"]


def test_a_returning_phone_replays_its_own_and_moves_nobody(salle: Salle) -> None:
    session, ballot = opened(salle)
    draw = random.Random(3)
    phones = [session.phone() for _ in range(PEOPLE)]
    history: list[tuple[Phone, Message]] = []
    for phone in phones:
        for seq, item in enumerate([*ITEMS, *ITEMS], 1):  # everyone changes their mind once
            history.append((phone, ("answers", {"seq": seq, "item": item, "value": draw.randrange(1, 5)})))
        history.append((phone, ("vote", {"seq": 20, "dots": {draw.choice(CHOICES): 1}})))
    for phone, message in history:
        send(phone, message, ballot)
    state = session.move("pause")
    before = [phone.own() for phone in phones]
    draw.shuffle(history)
    for phone, message in history:
        send(Phone(salle.port, session.code, key=phone.key), message, ballot)
    assert [phone.own() for phone in phones] == before
    now = salle.room.overview(session.id)["state"]
    assert (now["phase"], now["version"]) == (state["phase"], state["version"]) == ("pause", 3)


def test_answers_that_come_back_after_the_results_are_refused_and_change_nothing(salle: Salle) -> None:
    session, _ = opened(salle)
    phones = [session.phone() for _ in range(PEOPLE)]
    for phone in phones:
        assert phone.answer(L1_01=3) == ["kept"]
    shown = salle.room.publish(session.id)
    session.move("resultats")
    before = [phone.own() for phone in phones]
    assert phones[0].answer(L1_01=1, L1_02=1) == ["phase", "phase"]
    assert [phone.own() for phone in phones] == before
    assert salle.room.publish(session.id)["results"] == shown["results"]


words = st.one_of(st.none(), st.booleans(), st.integers(-2, 70), st.text(max_size=12), st.sampled_from(CHOICES))
bodies = st.recursive(
    words,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["seq", "item", "value", "messages", "phase", "version", "dots", "wanted"]), inner
        )
    ),
    max_leaves=8,
)
verbs = st.sampled_from(["join", "answers", "time", "comment", "vote", "transfer", "take-over", "move", "publish"])


@pytest.fixture(scope="module")
def two(salle: Salle) -> tuple[Seen, Phone, Phone]:
    """A session, somebody who sends anything, and somebody else who has answered."""
    session = salle.session()
    anything, other = session.phone(), session.phone()
    other.answer(L1_01=3)
    return session, anything, other


@settings(max_examples=150)
@given(verb=verbs, body=bodies)
def test_nothing_that_a_phone_can_send_moves_the_session_or_touches_another_seat(
    two: tuple[Seen, Phone, Phone], verb: str, body: Any
) -> None:
    session, anything, other = two
    assert anything.post(verb, json.dumps(body)).status in (200, 400, 401, 404, 405, 409, 429)
    state = session.salle.room.overview(session.id)["state"]
    assert (state["phase"], state["version"]) == ("reponses", 2)
    assert other.own()["sheet"]["reponses"] == {"L1-01": 3} and other.own()["last_seq"] == 1


def rehearsed(salle: Salle, link: Link) -> tuple[dict[str, Any], Report]:
    """A rehearsal of eight people over a link: what the group sees, and what happened on the way."""
    session, told = salle.session(rehearsal=True), threading.Condition()
    reports: list[Report] = []

    def tell(report: Report) -> None:
        with told:
            reports.append(report)
            told.notify_all()

    given = {"participants": 8, "seed": 5, "report": tell, "pace": 0.02, "link": link}
    people = threading.Thread(target=rehearse, args=(salle.room.url, session.code), kwargs=given)
    people.start()
    with told:
        assert told.wait_for(lambda: reports and reports[-1].finished == 8, 30)
    shown = salle.room.publish(session.id)["results"]
    session.move("fin")
    people.join(20)
    assert not people.is_alive()
    return shown, reports[-1]


def test_a_bad_link_changes_nothing_of_a_rehearsal(salle: Salle) -> None:
    plain, report = rehearsed(salle, Link())
    assert report.acknowledged == report.sent > 8 * 28 and report.again == 0
    bad = Link(delay=0.01, lost_before=0.06, lost_after=0.06, doubled=0.2, noticed=0.02)
    disturbed, report = rehearsed(salle, bad)
    assert report.again > 0, "the link was not bad at all"
    assert report.acknowledged == report.sent and report.refused == 0
    assert (report.checked, report.lost) == (8, 0)
    assert disturbed == plain and plain["n_feuilles"] == 8


def test_synthetic_people_are_refused_where_real_ones_are(salle: Salle) -> None:
    session, stop = salle.session(rehearsal=False), threading.Event()
    too_long = threading.Timer(10, stop.set)
    too_long.start()
    with pytest.raises(RehearsalError, match="répétition"):
        rehearse(salle.room.url, session.code, participants=3, stop=stop)
    too_long.cancel()
    assert salle.room.overview(session.id)["progress"]["joined"] == 0


def test_a_rehearsal_ends_at_once_when_asked(salle: Salle) -> None:
    session, stop = salle.session(rehearsal=True), threading.Event()
    given = {"participants": 30, "stop": stop}
    people = threading.Thread(target=rehearse, args=(salle.room.url, session.code), kwargs=given)
    people.start()
    while salle.room.overview(session.id)["progress"]["joined"] < 10:
        assert people.is_alive()
    stop.set()
    people.join(1.5)
    assert not people.is_alive()
