"""Each ready session rehearsed on paper: what is said «par personne» fits its sequence with the largest group."""

from __future__ import annotations

import re

import pytest

from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.kit.readysessions import ReadySession

TURN = re.compile(r"(\d+) (secondes|minutes) par (personne|binôme|colonne|phrase|action)")
SAY = {"colonne": 4, "phrase": 3, "action": 5}
"""How many columns, statements and actions a sequence has, where it says a time for each."""


def largest(session: ReadySession) -> int:
    found = re.match(r"(\d+) à (\d+) personnes", session.group.replace("\N{NO-BREAK SPACE}", " "))
    assert found, session.group
    return int(found[2])


@pytest.mark.parametrize("session", load_kit().sessions, ids=lambda one: one.id)
def test_the_turns_of_each_sequence_fit_with_the_largest_group(session: ReadySession) -> None:
    people = largest(session)
    for one in session.sequences:
        needed = 0.0
        for number, unit, of in TURN.findall(one.trainer.replace("\N{NO-BREAK SPACE}", " ")):
            times = SAY.get(of) or (people if of == "personne" else -(-people // 2))
            needed += int(number) * times / (60 if unit == "secondes" else 1)
        assert needed <= one.minutes, (one.title, needed)


@pytest.mark.parametrize("session", load_kit().sessions, ids=lambda one: one.id)
def test_the_sequences_last_as_long_as_it_says_and_end_by_a_trace(session: ReadySession) -> None:
    assert session.length == session.minutes
    assert session.sequences[-1].production
    without_break = 0
    for one in session.sequences:
        without_break = 0 if one.is_break else without_break + one.minutes
        assert without_break <= 130, f"{session.id}: more than two hours and ten minutes without a break"


def test_a_turn_of_speech_is_timed_in_every_session_but_the_smallest_group() -> None:
    timed = {one.id for one in load_kit().sessions if any(TURN.search(step.trainer) for step in one.sequences)}
    assert timed == {one.id for one in load_kit().sessions} - {"S-DIRECTION"}
