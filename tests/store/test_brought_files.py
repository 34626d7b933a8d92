"""Files dropped in a room: the second person's never replaces the first's, and copies are nobody else."""

from __future__ import annotations

import json
import random
from itertools import product

import pytest
from gestures import Q, answering
from msgspec import structs

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.files.sheets import Entry, SheetFile, read_sheets, write_csv
from pasapas_widgets.live import verbs
from pasapas_widgets.live.room.verbs import CALLS
from pasapas_widgets.live.store import RefusedError, Store
from pasapas_widgets.model.questionnaire.sheet import Sheet


def downloaded(seed: int) -> bytes:
    rng = random.Random(seed)
    answers = {item: rng.randint(1, 4) for item in Q.item_ids}
    return Sheet(questionnaire=Q.id, version=Q.version, answers=answers).to_json().encode()


def test_five_people_whose_files_have_one_name_are_five(store: Store) -> None:
    session = answering(store)
    told = [store.brought.file(session.id, read_sheets("feuille-pas-a-pas.json", downloaded(n))) for n in range(5)]
    assert [(one.new, one.changed, one.known) for one in told] == [(1, 0, 0)] * 5
    assert store.brought.counts(session.id) == {"fichier": 5}


def test_copies_of_one_file_are_one_sheet(store: Store) -> None:
    session = answering(store)
    names = ["feuille-pas-a-pas.json", *(f"feuille-pas-a-pas ({n}).json" for n in range(1, 5))]
    told = [store.brought.file(session.id, read_sheets(name, downloaded(1))) for name in names]
    assert [one.new for one in told] == [1, 0, 0, 0, 0] and [one.known for one in told] == [0, 1, 1, 1, 1]
    assert store.brought.counts(session.id) == {"fichier": 1}


def test_a_table_of_another_tool_is_asked_about_before_it_is_kept(store: Store) -> None:
    session = answering(store)
    rows = [",".join(Q.item_ids), *(",".join([str(1 + n % 4)] * len(Q.item_ids)) for n in range(6))]
    data = "\n".join(rows).encode()
    asked = verbs.File(session.id, "f.csv", data, ask=True)
    told = CALLS[verbs.File](store, asked)
    assert told["asked"]["fautes"] == () or told["asked"]["fautes"] == []
    assert store.brought.counts(session.id) == {}
    columns = {one["id"]: one["titre"] for one in told["asked"]["enonces"]}
    told = CALLS[verbs.File](store, structs.replace(asked, columns=columns, words={}))
    assert told["asked"] is None and told["new"] == 6
    assert store.brought.counts(session.id) == {"fichier": 6}


def own(seed: int) -> Sheet:
    return read_sheets("f.json", downloaded(seed)).entries[0].sheet


def table(*seeds: int) -> bytes:
    """A plain table of another tool, one line a person, that bears no number of a person."""
    rows = [[str(own(seed).answers[item]) for item in Q.item_ids] for seed in seeds]
    return "\n".join(",".join(row) for row in [list(Q.item_ids), *rows]).encode()


def named(*seeds: int) -> SheetFile:
    entries = [Entry("mars", f"{place:02}", own(seed)) for place, seed in enumerate(seeds)]
    return read_sheets("t.csv", write_csv(entries).encode())


def counted(store: Store, session: str) -> int:
    """How many people the session counts; six others are there from the beginning, so that something is shown."""
    number: int = store.publications.publish(session).results["n_feuilles"]
    return number


WAYS = {
    "code": lambda store, session: store.brought.codes(session, encode(own(1))),
    "json": lambda store, session: store.brought.file(session, read_sheets("a.json", downloaded(1))),
    "table": lambda store, session: store.brought.file(session, named(1)),
    "wide": lambda store, session: store.brought.file(session, read_sheets("w.csv", table(1))),
    "list": lambda store, session: store.brought.file(
        session, read_sheets("l.json", json.dumps([json.loads(downloaded(1)), json.loads(downloaded(2))]).encode())
    ),
}


def test_the_same_sheet_by_two_ways_counts_once_and_it_is_said(store: Store) -> None:
    for first, second in product(WAYS, WAYS):
        session = answering(store).id
        store.brought.codes(session, "\n".join(encode(own(seed)) for seed in range(50, 55)))
        WAYS[first](store, session)
        told = WAYS[second](store, session)
        assert told.known + told.twice == 1 + (first == second == "list"), (first, second)
        assert counted(store, session) == 6 + ("list" in (first, second)), (first, second)


def test_a_later_export_is_asked_about_and_takes_the_place_of_the_earlier(store: Store) -> None:
    session = answering(store).id
    asked = verbs.File(session, "janvier.csv", table(*range(7)), ask=True, columns={}, words={})
    assert CALLS[verbs.File](store, asked)["new"] == 7
    grown = structs.replace(asked, name="fevrier.csv", data=table(*range(9)))
    assert CALLS[verbs.File](store, grown) | {"notes": ()} == {
        "new": 2, "changed": 0, "known": 7, "twice": 0, "gone": 0, "faults": (), "notes": (), "asked": None,
    }  # fmt: skip
    changed = structs.replace(asked, name="mars.csv", data=table(99, *range(1, 9), 10))  # one answer is another now
    told = CALLS[verbs.File](store, changed)
    assert told["new"] == 0 and "6 lignes y sont les mêmes" in told["later"] and "mars.csv" in told["later"]
    assert store.brought.counts(session) == {"fichier": 9}
    with pytest.raises(RefusedError, match="compteraient deux fois"):
        CALLS[verbs.File](store, structs.replace(changed, ask=False))
    told = CALLS[verbs.File](store, structs.replace(changed, later="remplace"))
    assert (told["new"], told["gone"], told["known"]) == (2, 1, 8)
    assert store.brought.counts(session) == {"fichier": 10} and counted(store, session) == 10


def test_a_later_export_of_what_is_published_takes_the_place_of_nothing(store: Store) -> None:
    session = answering(store).id
    store.brought.file(session, read_sheets("janvier.csv", table(*range(7))))
    assert counted(store, session) == 7
    later = read_sheets("mars.csv", table(99, *range(1, 9)))
    with pytest.raises(RefusedError, match="déjà dans les résultats publiés"):
        store.brought.file(session, later, instead=True)
    assert store.brought.counts(session) == {"fichier": 7}


def test_two_groups_who_answer_one_form_are_two(store: Store) -> None:
    session = answering(store).id
    store.brought.file(session, read_sheets("a.csv", table(*range(7))))
    other = read_sheets("b.csv", table(3, *range(20, 30)))  # one of them answers as somebody of the first group
    assert store.brought.later(session, other) is None
    assert store.brought.file(session, other).new == 10
