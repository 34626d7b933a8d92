"""Files dropped in a room: the second person's never replaces the first's, and copies are nobody else."""

from __future__ import annotations

import random

from gestures import Q, answering
from msgspec import structs

from pasapas_widgets.files.sheets import read_sheets
from pasapas_widgets.live import verbs
from pasapas_widgets.live.room.verbs import CALLS
from pasapas_widgets.live.store import Store
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
