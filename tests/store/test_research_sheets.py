"""Research reads a database through its own door: groups that consented, no rehearsal, no identifier, no name."""

from __future__ import annotations

import datetime as dt

from pasapas_widgets.live.store import open_store
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.session import Session
from pasapas_widgets.research import read


def session(title: str, *, research: bool) -> Session:
    day = dt.date(2026, 11, 3)
    return Session(
        title=title,
        questionnaire="pas-a-pas",
        version="1.0",
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
                sheet = Sheet(questionnaire="pas-a-pas", version="1.0", profile="educatif", answers=answers)
                store.brought.paper(made.id, str(number), sheet)
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
