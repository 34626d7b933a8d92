"""Attack what is published through HTTP itself: no sequence of allowed requests isolates fewer than five people.

The attacker (``attacker.py``) is the trainer and every phone at once: it joins, answers, changes, brings paper, codes
and files in and takes them out, publishes, votes and evaluates in any order, and reads everything after each step. It
also knows, from the ledger in the database, which sheets each figure counts, which no real one does.
``test_disclosure.isolated`` then decides exactly whether some combination of all figures ever seen depends on one to
four people.
"""

from __future__ import annotations

from typing import Any

import pytest
from attacker import FIVE, STEPS, Attack, isolates, knowing
from salle import Phone, Q, Salle, Seen

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.live.client import RoomError
from pasapas_widgets.model.questionnaire.sheet import Sheet


@pytest.mark.parametrize("seed", range(3))
def test_no_sequence_of_allowed_requests_isolates_anyone(salle: Salle, seed: int) -> None:
    attack = Attack(salle, seed)
    for _ in range(STEPS):
        attack.step()
    seen = [*attack.sums.values(), *attack.bases.values(), attack.groups]
    assert all(seen), "the attack saw too little: it attacks nothing"
    assert not any(map(isolates, seen))
    brought = {number for name, number in attack.index.items() if not name.startswith("salle:")}
    assert brought and not any(isolates(knowing(one, brought)) for one in seen), "the trainer knows the brought sheets"
    phones = sorted(set(attack.index.values()) - brought)
    for k in (1, 2, 3):  # participants who put their sheets together, and the trainer with them
        together = set(attack.draw.sample(phones, k))
        assert not any(isolates(knowing(one, brought | together), least=FIVE - k) for one in seen)


def full(session: Seen, levels: list[int]) -> list[Phone]:
    phones = [session.phone() for _ in levels]
    for phone, level in zip(phones, levels, strict=True):
        assert phone.answers({"L1-01": level}) == ["kept"]
    return phones


def mean(session: Seen) -> tuple[int | None, float | None]:
    seen = session.salle.room.results(session.id)
    assert seen
    shown = seen["results"]["items"]["L1-01"]
    return shown["n_notes"], shown["moyenne"]


def test_the_difference_of_two_publications_is_nobodys_answer(salle: Salle) -> None:
    """The plain attack: publish, one more person answers, publish again, subtract."""
    session = salle.session()
    full(session, [2] * 6)
    salle.room.publish(session.id)
    before = mean(session)
    assert before == (6, pytest.approx(33.3, abs=0.1))
    for number in range(4):
        full(session, [4])
        assert salle.room.publish(session.id)["waiting"] is True, number
        assert mean(session) == before
    full(session, [4])
    salle.room.publish(session.id)
    assert mean(session)[0] == 11


def test_an_answer_changed_or_withdrawn_after_it_was_shown_changes_nothing(salle: Salle) -> None:
    session = salle.session()
    phones = full(session, [2] * 5)
    salle.room.paper(session.id, "7", {"questionnaire": Q.id, "version": Q.version, "reponses": {"L1-01": 4}})
    salle.room.publish(session.id)
    before = mean(session)
    phones[0].answers({"L1-01": 4})
    phones[1].answers({"L1-01": None})
    salle.room.remove(session.id, "papier", "7")
    salle.room.publish(session.id)
    assert mean(session) == before and before[0] == 6


def test_a_vote_and_an_evaluation_cannot_be_read_twice(salle: Salle) -> None:
    session = salle.session()
    phones = full(session, [2] * 6)
    ballot = salle.room.open_vote(session.id, ["a", "b"], dots=1)["id"]
    session.move("vote")
    for phone in phones[:5]:
        phone.post("vote", {"seq": phone.numbered(), "ballot": ballot, "dots": {"a": 1}})
    with pytest.raises(RoomError):
        salle.room.vote_results(session.id)
    first = salle.room.close_vote(session.id)
    late = {"seq": phones[5].numbered(), "ballot": ballot, "dots": {"b": 1}}
    assert phones[5].post("vote", late).status == 409
    assert salle.room.close_vote(session.id, ballot) == first
    few = salle.room.open_vote(session.id, ["a", "b"], dots=1)["id"]
    for phone in phones[:4]:
        phone.post("vote", {"seq": phone.numbered(), "ballot": few, "dots": {"a": 1}})
    assert salle.room.close_vote(session.id) == {"voters": None, "choices": [], "reason": "votants < 5"}
    session.move("evaluation")
    for phone in phones[:5]:
        phone.answers({"EV-1": 3})
    marked = salle.room.evaluation(session.id)
    assert phones[5].answers({"EV-1": 1}) == ["phase"]
    session.move("evaluation")
    assert salle.room.evaluation(session.id) == marked


def test_the_attack_does_find_what_a_weaker_rule_leaks(salle: Salle) -> None:
    """The reading is real: with one figure refreshed one person too early, the same attacker finds this person."""
    attack = Attack(salle, 0)
    attack.phones = full(attack.session, [2, 3, 1, 4, 2, 3])
    attack.publish()
    attack.read()
    assert not isolates(attack.sums["L1-01"]) and len(attack.sums["L1-01"][0]) == 6
    assert isolates([*attack.sums["L1-01"], frozenset(range(7))])
    assert isolates([frozenset(range(30)), frozenset(range(9)), frozenset(range(9, 28))])


def paper(session: Seen, levels: list[int]) -> None:
    for number, level in enumerate(levels):
        plain = {"questionnaire": Q.id, "version": Q.version, "reponses": {"L1-01": level}}
        session.salle.room.paper(session.id, str(number), plain)


@pytest.mark.parametrize("brought", [4, 9])
@pytest.mark.parametrize("answer", [1, 4, "NSP"])
def test_one_phone_beside_paper_sheets_is_found_by_nobody(salle: Salle, brought: int, answer: Any) -> None:
    """What is shown with the phone's sheet is what is shown without it, whatever it says."""
    shown = []
    for answers in ([], [answer]):
        session = salle.session()
        paper(session, [2] * brought)
        full(session, answers)
        shown.append(salle.room.publish(session.id)["results"])
    assert shown[0] == shown[1]
    assert mean(session) == ((brought, pytest.approx(33.3, abs=0.1)) if brought >= FIVE else (None, None))


def test_a_late_phone_after_a_published_paper_group_waits(salle: Salle) -> None:
    session = salle.session()
    paper(session, [2] * 10)
    salle.room.publish(session.id)
    before = mean(session)
    for number in range(5):
        assert mean(session) == before
        full(session, [4])
        assert salle.room.publish(session.id)["waiting"] is (number < 4)
    assert mean(session)[0] == 15


def guess(session: Seen, level: int, how: str) -> Any:
    """Bring a guess in, read everything, take it out again."""
    room = session.salle.room
    if how == "file":
        told = room.file(session.id, "g.csv", f"seance,feuille,profil,item,reponse\nm,1,,L1-01,{level}\n".encode())
        mark = ("fichier", "m/1")
    else:
        code = encode(Sheet(questionnaire=Q.id, version=Q.version, answers={"L1-01": level}), Q)
        told, mark = room.codes(session.id, code), ("code", code)
    shown, overview = room.publish(session.id), room.overview(session.id)
    room.remove(session.id, *mark)
    seen = {name: overview[name] for name in ("progress", "brought", "published")}
    return told, shown["waiting"], shown["results"]["n_feuilles"], seen


@pytest.mark.parametrize("how", ["file", "code"])
@pytest.mark.parametrize("published", [0, 10])
def test_a_right_guess_tells_no_more_than_a_wrong_one(salle: Salle, how: str, published: int) -> None:
    """The oracle that found 32 of 32 answers of one person in 127 tries, with nothing published."""
    session = salle.session()
    if published:
        full(session, [2] * published)
        salle.room.publish(session.id)
    full(session, [3])
    salle.room.publish(session.id)
    told = [guess(session, level, how) for level in (1, 2, 3, 4)]
    assert all(one == told[0] for one in told)


def test_nine_invented_keys_do_not_publish_their_neighbour(salle: Salle) -> None:
    session = salle.session(expected=4)
    full(session, [2] * 9 + [4])
    assert session.phone(join=False).post("join").status == 200  # 4 × 1.5 + 5 seats
    assert session.phone(join=False).post("join").reason == "limit"
    assert salle.room.overview(session.id)["progress"]["too_many"]
    with pytest.raises(RoomError) as refused:
        salle.room.publish(session.id)
    assert refused.value.reason == "people" and salle.room.results(session.id) is None
    state = salle.ask(f"/salle/projection/{session.id}/state?tag=", Cookie=salle.cookie()).json()
    assert state["counts"]["expected"] == 4 and "more" not in state
    assert salle.room.free_seats(session.id) == {"freed": 1}
    assert salle.room.publish(session.id, accept_more=True)["results"]["n_feuilles"] == 10
    state = salle.ask(f"/salle/projection/{session.id}/state?tag=", Cookie=salle.cookie()).json()
    assert state["more"] is True


def test_a_closed_door_and_a_corrected_number(salle: Salle) -> None:
    session = salle.session(expected=5)
    phones = full(session, [2] * 6)
    salle.room.expect(session.id, 6)
    salle.room.close_door(session.id)
    assert session.phone(join=False).post("join").reason == "limit"
    assert phones[0].answers({"L1-01": 3}) == ["kept"] and phones[0].post("join").status == 200
    assert salle.room.publish(session.id)["results"]["n_feuilles"] == 6
    salle.room.open_door(session.id)
    assert session.phone()


def test_two_votes_that_differ_by_one_voter_show_one_result(salle: Salle) -> None:
    session = salle.session()
    phones = full(session, [2] * 6)
    session.move("vote")

    def vote(voters: list[Phone]) -> Any:
        ballot = salle.room.open_vote(session.id, ["a", "b"], dots=1)["id"]
        for phone in voters:
            phone.post("vote", {"seq": phone.numbered(), "ballot": ballot, "dots": {"a": 1}})
        return salle.room.close_vote(session.id)

    assert vote(phones[:5])["voters"] == 5
    assert vote(phones) == {"voters": None, "choices": [], "reason": "écart entre deux votes < 5"}
    assert vote(phones[:5])["voters"] == 5
