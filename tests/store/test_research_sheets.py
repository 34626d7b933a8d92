"""Research reads a database through its own door: groups that consented, no rehearsal, no identifier, no name."""

from __future__ import annotations

import datetime as dt

import pytest
from gestures import people

from pasapas_widgets.live.store import Listed, Message, RefusedError, Store, open_store
from pasapas_widgets.live.store.research import sessions_for_research
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.session import Session
from pasapas_widgets.research import read

Q = load_questionnaire()


def session(title: str, *, research: bool) -> Session:
    day = dt.date(2026, 11, 3)
    return Session(
        title=title,
        questionnaire="pas-a-pas",
        version="1.1",
        day=day,
        kept_until=dt.date(2027, 1, 3),
        research=research,
    )


def test_only_groups_that_consented_are_read(address: str) -> None:
    with open_store(address) as store:
        for title, research, rehearsal in (("Oui", True, False), ("Non", False, False), ("Jeu", True, True)):
            made = store.sessions.create(session(title, research=research), rehearsal=rehearsal)
            for number in range(6):
                answers = {"L1-01": 1 + number % 4, "L1-02": "NSP", "L1-03": "NC"}
                sheet = Sheet(questionnaire="pas-a-pas", version="1.1", profile="educatif", answers=answers)
                store.brought.paper(made.id, str(number), sheet, research=research)
        ids = [one.id for one in store.sessions.all()]
    found = read(address)
    assert len(found) == 6 and found.count("seance") == 1
    assert sorted(found.levels[:, 0].tolist()) == [1, 1, 2, 2, 3, 4]
    assert set(found.levels[:, 1]) == {-1} and set(found.levels[:, 2]) == {-2} and set(found.levels[:, 3]) == {0}
    assert found.sources[0]["seances_laissees"] == 1
    assert any("un seul" in note for note in found.notes), "the store knows no establishment, and that is said"
    told = found.sheets.to_csv() + str(found.sources)
    assert not any(one in told for one in (*ids, "Oui", "Non", "Jeu")), "no identifier and no title of the store"
    every = read(address, without_consent="convention")
    assert len(every) == 12 and every.count("seance") == 2 and "convention" in every.notes[0]
    assert found.sheets["seance"].iloc[0] not in set(every.sheets["seance"]), "labels are new at each reading"
    with open_store(address) as store:
        assert len(store.sessions.all()) == 3, "reading changes nothing"


def asked(store: Store, *, yes: int, no: int, brought: int = 0, research: bool = True) -> Listed:
    """A session whose phones answered, and said yes to research or nothing; some sheets came by code or file."""
    made = store.sessions.create(session("Nuit", research=research))
    store.sessions.move(made.id, "reponses", version=1)
    keys = people(store, made.id, yes + no)
    for number in range(brought):
        sheet = Sheet(questionnaire="pas-a-pas", version="1.1", answers={"L1-01": 1 + number % 4})
        store.brought.paper(made.id, f"p{number}", sheet)
    store.sessions.move(made.id, "evaluation", version=2)
    for key in keys[:yes]:
        store.answers.record(made.id, key, 900, "RECHERCHE", "oui")
    return made


@pytest.mark.parametrize(
    ("yes", "no", "brought", "given"),
    [
        (6, 0, 0, 6),  # everybody said yes
        (6, 5, 0, 6),  # those who did not are five: their answers cannot be found by subtraction
        (6, 0, 5, 6),  # a sheet that was brought without its box says no
        (6, 1, 0, 0),  # the published results of seven, less these six, would be somebody's answers
        (6, 2, 2, 0),
        (4, 0, 0, 0),  # fewer than five
        (0, 6, 0, 0),
    ],
)
def test_a_sheet_leaves_by_its_own_yes_and_takes_nobody_elses_along(
    address: str, yes: int, no: int, brought: int, given: int
) -> None:
    with open_store(address) as store:
        asked(store, yes=yes, no=no, brought=brought)
    for everyone in (False, True):
        found, left_out = sessions_for_research(address, Q, everyone=everyone)
        assert sum(len(one.sheets) for one in found) == given and left_out == (given == 0)


def test_a_yes_is_off_by_default_is_taken_back_and_is_asked_only_where_research_is(address: str) -> None:
    with open_store(address) as store:
        made = asked(store, yes=0, no=6)
        (key, *others) = [store.seats.join(made.id) for _ in range(2)]
        assert store.answers.own(made.id, key).research is False
        store.answers.record(made.id, key, 1, "RECHERCHE", "oui")
        assert store.answers.own(made.id, key).research is True
        store.answers.record(made.id, key, 2, "RECHERCHE", None)
        assert store.answers.own(made.id, key).research is False
        with pytest.raises(RefusedError):
            store.answers.record(made.id, key, 3, "RECHERCHE", "non")
        store.sessions.move(made.id, "fin", version=3)
        assert store.answers.record_many([Message(made.id, others[0], 1, "RECHERCHE", "oui")]) == ["kept"]
        store.sessions.move(made.id, "reponses", version=4)
        assert store.answers.record_many([Message(made.id, others[0], 2, "RECHERCHE", None)]) == ["phase"]
        never = asked(store, yes=0, no=5, research=False)
        stranger = store.seats.join(never.id)
        assert store.answers.record_many([Message(never.id, stranger, 1, "RECHERCHE", "oui")]) == ["value"]


def test_a_paper_typed_again_keeps_the_last_box(address: str) -> None:
    with open_store(address) as store:
        made = store.sessions.create(session("Papier", research=True))
        sheet = Sheet(questionnaire="pas-a-pas", version="1.1", answers={"L1-01": 2})
        for number in range(6):
            store.brought.paper(made.id, str(number), sheet, research=True)
        assert store.brought.paper(made.id, "0", sheet, research=True).known == 1
        assert store.brought.paper(made.id, "0", sheet).changed == 1
    assert sessions_for_research(address, Q)[0] == (), "one refusal of six is alone"


def test_what_was_published_before_others_came_gives_nobody_away(address: str) -> None:
    with open_store(address) as store:
        made = store.sessions.create(session("Retard", research=True))
        store.sessions.move(made.id, "reponses", version=1)
        early = people(store, made.id, 7)
        store.publications.publish(made.id)
        people(store, made.id, 4)  # they wait: results change by five
        store.sessions.move(made.id, "evaluation", version=2)
        for key in early[:6]:
            store.answers.record(made.id, key, 900, "RECHERCHE", "oui")
    assert sessions_for_research(address, Q) == ((), 1), "five did not say yes, but one of them is in the results"
