"""What the browser asks of a widget: in order, each number once, a refusal stops nothing, damage is a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.widgets.kit.link import PAGES, Link, Plain, Verbs

MESSAGE = interface("carnet")["fautes"]["message"]


class Box(Link):
    """Puts down what it is given, in order."""

    section = "carnet"

    def __init__(self) -> None:
        self.held: list[Any] = []
        super().__init__()

    def verbs(self) -> Verbs:
        """Return what can be asked for."""
        return {"put": lambda message: self.held.append(message["what"]), "no": self.no, "fall": lambda _: 1 / 0}

    def no(self, _message: Plain) -> None:
        """Refuse twice."""
        self.refuse("Pas ceci.")
        raise FrenchError("Ni cela.")


def send(box: Box, *messages: Any) -> None:
    """Do what the browser does: set the trait, as the front end's message would."""
    box.set_state({"incoming": {"messages": list(messages), "sent": 1}})


def put(number: Any, what: str) -> dict[str, Any]:
    return {"seq": number, "verb": "put", "what": what}


def told(box: Box) -> list[tuple[int, str]]:
    return [(one["seq"], one["phrase"]) for one in box.refusals]


def test_messages_are_taken_in_order_and_each_number_once() -> None:
    box = Box()
    send(box, put(1, "a"), put(2, "b"))
    send(box, put(1, "a"), put(2, "b"), put(3, "c"))
    send(box, put(3, "c"))
    assert (box.held, box.seen, box.ack, box.refusals) == (["a", "b", "c"], 3, 3, [])
    assert box.incoming == {}, "what was brought is not kept in the state of the widget"


def test_a_refusal_stops_none_of_the_others_and_may_say_several_things() -> None:
    box = Box()
    send(box, put(1, "a"), {"seq": 2, "verb": "no"}, put(3, "c"))
    assert (box.held, box.seen, told(box)) == (["a", "c"], 3, [(2, "Pas ceci."), (2, "Ni cela.")])


def test_a_verb_that_nobody_has_and_a_damaged_message_are_refused_in_a_sentence() -> None:
    box = Box()
    send(box, {"seq": 1, "verb": "burn"}, {"seq": 2, "verb": "put"}, {"seq": 3}, put(4, "d"))
    assert (box.held, told(box)) == (["d"], [(1, MESSAGE), (2, MESSAGE), (3, MESSAGE)])


@pytest.mark.parametrize("damaged", [None, "put", [], {}, {"verb": "put"}, {"seq": "1", "verb": "put"}])
def test_what_has_no_number_is_left_aside(damaged: Any) -> None:
    box = Box()
    send(box, damaged, put(1, "a"))
    assert (box.held, box.seen, box.refusals) == (["a"], 1, [])


@pytest.mark.parametrize("damaged", [{}, {"messages": None}, {"messages": 3}, {"messages": "abc"}])
def test_a_damaged_envelope_changes_nothing(damaged: Any) -> None:
    box = Box()
    box.set_state({"incoming": damaged})
    assert (box.held, box.seen, box.refusals) == ([], 0, [])


def test_what_nobody_has_foreseen_is_refused_and_raised_once_the_others_are_taken() -> None:
    box = Box()
    with pytest.raises(ZeroDivisionError):
        send(box, {"seq": 1, "verb": "fall"}, put(2, "b"))
    assert (box.held, box.seen, told(box)) == (["b"], 2, [(1, MESSAGE)])


def test_no_refusal_of_one_receipt_is_lost_and_old_ones_are_forgotten() -> None:
    box = Box()
    for number in range(1, 31):
        send(box, {"seq": number, "verb": "burn"})
    assert box.refusals[-1]["seq"] == 30 and len(box.refusals) < 15
    send(box, *({"seq": number, "verb": "burn"} for number in range(31, 61)))
    assert [one["seq"] for one in box.refusals][-30:] == list(range(31, 61))


def test_two_pages_may_give_one_number_to_two_messages_and_each_is_told_of_its_own() -> None:
    box = Box()
    send(box, {"page": "a"} | put(1, "a1"))
    send(box, {"page": "b"} | put(1, "b1"), {"page": "b", "seq": 2, "verb": "burn"})
    send(box, {"page": "a"} | put(1, "a1"), {"page": "a"} | put(2, "a2"))
    assert box.held == ["a1", "b1", "a2"]
    assert box.pages == {"a": {"seen": 2, "ack": 2}, "b": {"seen": 2, "ack": 2}}
    assert box.refusals == [{"page": "b", "seq": 2, "phrase": MESSAGE}]
    assert box.get_state(["pages", "refusals"]) == {"pages": box.pages, "refusals": box.refusals}


def test_the_pages_that_were_heard_last_are_known() -> None:
    box = Box()
    for number in range(3 * PAGES):
        send(box, {"page": "first"} | put(number + 1, "again"), {"page": str(number)} | put(1, "once"))
    assert len(box.pages) == PAGES and box.pages["first"]["ack"] == 3 * PAGES
    assert len(box.held) == 6 * PAGES


@pytest.mark.parametrize("damaged", [None, 3, ["a"], {"a": 1}])
def test_a_damaged_name_of_a_page_is_none(damaged: Any) -> None:
    box = Box()
    send(box, {"page": damaged} | put(1, "a"))
    assert (box.held, box.seen, box.ack, list(box.pages)) == (["a"], 1, 1, [""])
