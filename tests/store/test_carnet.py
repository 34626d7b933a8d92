"""The carnet of a session holds what was published, closed or decided together, and nothing below the thresholds."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from gestures import DAY, Q, answering, move, people, sheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.live.store import Store
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.results import GroupResults

SIZES = st.integers(0, 13)


def figures(plain: Any) -> Iterator[tuple[str, Any]]:
    """Walk a JSON document: every name with its value."""
    if isinstance(plain, dict):
        for name, value in plain.items():
            yield name, value
            yield from figures(value)
    elif isinstance(plain, list):
        for one in plain:
            yield from figures(one)


def bring(store: Store, session: str, *, paper: int, codes: int, seed: int) -> None:
    """Sheets of paper and share codes, each of another person."""
    for number in range(paper):
        store.brought.paper(session, f"{seed}-{number}", sheet(L1_01=1 + number % 4, L1_02=2))
    pasted = [sheet(L1_01=1 + n % 4, L2_01=1 + n // 4 % 4, L3_01=1 + seed % 4) for n in range(codes)]
    store.brought.codes(session, " ".join(encode(one) for one in pasted))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(phones=SIZES, paper=SIZES, codes=SIZES, voters=SIZES, markers=st.tuples(SIZES, SIZES), seed=st.integers(0, 99))
def test_nothing_in_it_is_of_fewer_people_than_the_thresholds(
    store: Store, phones: int, paper: int, codes: int, voters: int, markers: tuple[int, int], seed: int
) -> None:
    session = answering(store, mode="collectif").id
    chance = random.Random(seed)
    keys = people(store, session, phones, level=2, items=Q.item_ids[:9])
    bring(store, session, paper=paper, codes=codes, seed=seed)
    keys += [store.seats.join(session) for _ in range(13 - phones)]
    store.publications.publish(session, day=DAY)
    ballot = store.votes.open(session, ["Transmissions", "Plannings", "Accueil"], dots=1)
    for key in keys[:voters]:
        store.votes.place(session, key, 20, ballot.id, {chance.choice(ballot.choices): 1})
    store.votes.close(session, ballot.id)
    move(store, session, "evaluation")
    for item, number in zip(("EV-1", "EV-2"), markers, strict=True):
        for key in keys[:number]:
            store.answers.record(session, key, 21, item, chance.randint(1, 4))
    store.evaluation.results(session)
    for item in Q.item_ids[:5]:
        store.tallies.put(session, item, {"2": chance.randint(0, 4), "3": 4}, kept=3)
    (wave,) = json.loads(store.sessions.carnet(session).to_json())["vagues"]
    wave.pop("niveaux")  # what the group decided aloud is no figure of anybody
    wave["resultats"].pop("seuils")
    for name, value in figures(wave):
        if name in ("n_notes", "n", "votants", "personnes"):
            assert value is None or value == 0 or value >= 5, name
        elif name in ("repartition", "distribution") and value:
            assert sum(value.values()) >= 10
        elif name == "origines":
            assert min(value.values(), default=5) >= 5
            assert sum(value.values()) == (n if (n := wave["resultats"]["n_feuilles"]) >= 5 else 0)
    assert bool(wave["votes"][0]["choix"]) == (voters >= 5)
    assert [one["moyenne"] is not None for one in wave["evaluation"]] == [n >= 5 for n in markers]


def test_what_is_not_published_does_not_change_it(store: Store) -> None:
    session = answering(store, mode="structure").id
    keys = people(store, session, 12, level=2)
    before = store.sessions.carnet(session)
    (wave,) = before.waves
    assert (wave.results, wave.votes, wave.evaluation, wave.levels, wave.origins) == (GroupResults(), (), (), (), {})
    ballot = store.votes.open(session, ["a", "b"], dots=1)
    for key in keys:
        store.votes.place(session, key, 50, ballot.id, {"a": 1})
    assert store.sessions.carnet(session) == before  # an open vote is nobody's result
    move(store, session, "evaluation")
    for key in keys:
        store.answers.record(session, key, 51, "EV-1", 4)
    assert store.sessions.carnet(session) == before  # nor is an evaluation that goes on, and asking does not close it
    store.answers.record(session, keys[0], 52, "EV-1", 3)
    store.publications.publish(session, day=DAY)
    store.votes.close(session, ballot.id)
    store.evaluation.results(session)
    store.tallies.put(session, "L1-01", {}, kept=2, note="La nuit voit autrement")
    store.tallies.put(session, "L1-02", {"1": 9})  # a count without a level that the group keeps
    published = store.sessions.carnet(session)
    move(store, session, "reponses")
    people(store, session, 4, level=4)
    store.answers.record(session, keys[0], 60, "L1-01", 4)
    store.brought.paper(session, "1", sheet(L1_01=4))
    assert store.sessions.carnet(session) == published
    (wave,) = published.waves
    assert published.title == wave.session.title == "Maison des Tilleuls"
    assert wave.results.n_sheets == 12
    assert wave.origins == {"salle": 12}
    assert [(one.level, one.note) for one in wave.levels] == [(2, "La nuit voit autrement")]
    assert [(one.voters, one.choices[0].dots) for one in wave.votes] == [(12, 12)]
    assert wave.evaluation[0].distribution == {"1": 0, "2": 0, "3": 1, "4": 11}
    text = published.to_json()
    assert Carnet.from_json(text) == published
    assert not [key for key in keys if key in text]


def test_every_vote_and_every_origin_is_in_it(store: Store) -> None:
    session = answering(store).id
    keys = people(store, session, 6, level=2)
    bring(store, session, paper=7, codes=3, seed=1)
    for choices in (["a", "b"], ["c", "d"], ["e", "f"]):
        ballot = store.votes.open(session, choices, dots=1)
        for key in keys:
            store.votes.place(session, key, 50, ballot.id, {choices[1]: 1})
    store.publications.publish(session, day=DAY)
    (wave,) = store.sessions.carnet(session).waves
    assert [(one.number, one.choices[0].choice) for one in wave.votes] == [(1, "b"), (2, "d")]
    assert wave.origins == {"salle": 6, "apportees": 10}  # 7 of paper would say how many codes there were
