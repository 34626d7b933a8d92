"""Whatever the network does to what phones send (order, repetition, loss), the session ends the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from open_room import Sender, open_room

from pasapas_widgets.client import Room
from pasapas_widgets.model.questionnaire import load_questionnaire
from pasapas_widgets.rehearsal import rehearse
from pasapas_widgets.rehearsal.wire import Link

PORT = 9421
PEOPLE = 6
ITEMS = load_questionnaire().item_ids[:5]
CHOICES = ["Transmissions", "Accueil", "Réunions"]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with open_room(tmp_path_factory.mktemp("salle"), PORT) as opened:
        yield opened


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


def opened(room: Room) -> tuple[dict[str, Any], str]:
    """A session where people may answer and vote."""
    made = room.create("Répétition", rehearsal=True)
    room.move(made["id"], "reponses", version=1)
    return made, room.open_vote(made["id"], CHOICES, dots=2)["id"]


def send(phone: Sender, message: Message, ballot: str) -> None:
    verb, body = message
    if verb == "answers":
        assert phone.post("answers", {"messages": [body]}) == {"outcomes": ["kept"]}
    else:
        phone.post(verb, {**body, "ballot": ballot} if verb == "vote" else body)


def outcome(room: Room, session: str, phones: list[Sender]) -> dict[str, Any]:
    """Everything that a session is: each one's own, what is published, the votes, the words, who asks for time."""
    overview = room.overview(session)
    return {
        "own": [phone.join() for phone in phones],
        "dots": [phone.ask("GET", "vote")[1]["own"] for phone in phones],
        "state": (overview["state"]["phase"], overview["state"]["version"]),
        "progress": overview["progress"],
        "comments": sorted(one["body"] for one in room.comments(session)),
        "results": room.publish(session)["results"],
        "vote": {**room.close_vote(session), "ballot": None},
    }


def second_phone(code: str, first: Sender) -> Sender:
    """Another phone of the same person."""
    other = Sender(PORT, code)
    other.post("take-over", first.post("transfer", {}))
    return other


@settings(max_examples=12)
@given(story=stories())
def test_any_order_repetition_and_phone_end_as_if_nothing_had_happened(
    room: Room, story: tuple[list[list[Message]], list[Sent], list[int]]
) -> None:
    numbered, arriving, choices = story
    plain, ballot = opened(room)
    seats = [Sender(PORT, plain["code"]) for _ in range(PEOPLE)]
    for phone, messages in zip(seats, numbered, strict=True):
        phone.join()
        for message in messages:
            send(phone, message, ballot)
    expected = outcome(room, plain["id"], seats)

    disturbed, ballot = opened(room)
    firsts = [Sender(PORT, disturbed["code"]) for _ in range(PEOPLE)]
    for phone in firsts:
        phone.join()
    seconds = [second_phone(disturbed["code"], phone) for phone in firsts]
    for (person, place), which in zip(arriving, choices, strict=True):
        send((firsts, seconds)[which][person], numbered[person][place], ballot)
    assert outcome(room, disturbed["id"], firsts) == expected
    assert [phone.join() for phone in seconds] == expected["own"]


def test_a_returning_phone_replays_its_own_and_moves_nobody(room: Room) -> None:
    made, ballot = opened(room)
    session, draw = made["id"], random.Random(3)
    phones = [Sender(PORT, made["code"]) for _ in range(PEOPLE)]
    history: list[tuple[Sender, Message]] = []
    for phone in phones:
        phone.join()
        for seq, item in enumerate(ITEMS, 1):
            history.append((phone, ("answers", {"seq": seq, "item": item, "value": draw.randrange(1, 5)})))
        history.append((phone, ("vote", {"seq": 10, "dots": {draw.choice(CHOICES): 1}})))
    for phone, message in history:
        send(phone, message, ballot)
    state = room.move(session, "pause", version=2)
    before = [phone.join() for phone in phones]
    draw.shuffle(history)
    for phone, message in history:
        send(Sender(PORT, made["code"], key=phone.key), message, ballot)
    assert [phone.join() for phone in phones] == before
    now = room.overview(session)["state"]
    assert (now["phase"], now["version"]) == (state["phase"], state["version"]) == ("pause", 3)


def test_answers_that_come_back_after_the_results_are_refused_and_change_nothing(room: Room) -> None:
    made, _ = opened(room)
    session = made["id"]
    phones = [Sender(PORT, made["code"]) for _ in range(PEOPLE)]
    for phone in phones:
        phone.join()
        phone.post("answers", {"messages": [{"seq": 1, "item": ITEMS[0], "value": 3}]})
    shown = room.publish(session)
    room.move(session, "resultats", version=2)
    before = [phone.join() for phone in phones]
    late = [{"seq": 2, "item": ITEMS[0], "value": 1}, {"seq": 3, "item": ITEMS[1], "value": 1}]
    assert phones[0].post("answers", {"messages": late}) == {"outcomes": ["phase", "phase"]}
    assert [phone.join() for phone in phones] == before
    assert room.publish(session)["results"] == shown["results"]
    assert room.overview(session)["state"]["version"] == 3


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


@settings(max_examples=150)
@given(verb=verbs, body=bodies)
def test_nothing_that_a_phone_can_send_moves_the_session_or_touches_another_seat(
    room: Room, moved: dict[str, Any], verb: str, body: Any
) -> None:
    status, _ = moved["phone"].ask("POST", verb, body)
    assert status in (200, 400, 401, 404, 405, 409, 429)
    state = room.overview(moved["id"])["state"]
    assert (state["phase"], state["version"]) == ("reponses", 2)
    assert moved["other"].join() == moved["held"]


@pytest.fixture(scope="module")
def moved(room: Room) -> dict[str, Any]:
    """A session with somebody who sends anything, and somebody else who has answered."""
    made, _ = opened(room)
    phone, other = Sender(PORT, made["code"]), Sender(PORT, made["code"])
    phone.join(), other.join()
    other.post("answers", {"messages": [{"seq": 1, "item": ITEMS[0], "value": 3}]})
    return {"id": made["id"], "phone": phone, "other": other, "held": other.join()}


def rehearsed(room: Room, link: Link) -> tuple[dict[str, Any], dict[str, int]]:
    """A rehearsal of eight people over a link; return what the group sees, and what happened on the way."""
    import threading

    made = room.create("Répétition", rehearsal=True)
    room.move(made["id"], "reponses", version=1)
    reached = threading.Event()
    happened: dict[str, int] = {}

    def told(report: Any) -> None:
        happened.update(sent=report.sent, kept=report.acknowledged, refused=report.refused, lost=report.lost)
        happened.update(again=report.again, checked=report.checked)
        if report.finished == 8:
            reached.set()

    people = threading.Thread(
        target=rehearse,
        args=(room.url, made["code"]),
        kwargs={"participants": 8, "seed": 5, "report": told, "pace": 0.02, "link": link},
    )
    people.start()
    assert reached.wait(30)
    shown = room.publish(made["id"])["results"]
    room.move(made["id"], "fin", version=2)
    people.join(20)
    assert not people.is_alive()
    return shown, happened


def test_a_bad_link_changes_nothing_of_a_rehearsal(room: Room) -> None:
    plain, happened = rehearsed(room, Link())
    assert happened["kept"] == happened["sent"] > 8 * 28 and happened["again"] == 0
    bad = Link(delay=0.01, lost_before=0.06, lost_after=0.06, doubled=0.2, noticed=0.02)
    disturbed, happened = rehearsed(room, bad)
    assert happened["again"] > 0, "the link was not bad at all"
    assert happened["kept"] == happened["sent"] and happened["refused"] == 0
    assert happened["checked"] == 8 and happened["lost"] == 0
    assert disturbed == plain and plain["n_feuilles"] == 8


def test_synthetic_people_are_refused_where_real_ones_are(room: Room) -> None:
    from pasapas_widgets.rehearsal import RehearsalError

    made = room.create("Maison des Tilleuls")
    with pytest.raises(RehearsalError, match="répétition"):
        rehearse(room.url, made["code"], participants=3)
    assert room.overview(made["id"])["progress"]["joined"] == 0
