"""What the trainer who brought sheets can learn of a phone: nothing (docs/decisions/021-who-knows-what.md)."""

from __future__ import annotations

import msgspec
import pytest
from gestures import Q, answering, people, sheet
from sqlalchemy import select, update

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.files.sheets import Entry, SheetFile
from pasapas_widgets.live.store import Store
from pasapas_widgets.live.store.tables import PUBLICATIONS
from pasapas_widgets.model.questionnaire.sheet import Sheet

ALIKE = Sheet(questionnaire=Q.id, version=Q.version, answers=dict.fromkeys(Q.item_ids, 3))


def paper(store: Store, session: str, number: int, *, first: int = 0) -> None:
    for one in range(first, first + number):
        store.brought.paper(session, str(one), sheet(**{id.replace("-", "_"): 1 + one % 4 for id in Q.item_ids}))


@pytest.mark.parametrize(("brought", "counted"), [(4, 0), (9, 9)])
def test_one_phone_beside_paper_sheets_waits(store: Store, brought: int, counted: int) -> None:
    session = answering(store).id
    paper(store, session, brought)
    if counted:
        before = store.publications.publish(session)
    people(store, session, 1)
    shown = store.publications.publish(session)
    assert (shown.results["n_feuilles"], shown.waiting) == (counted, True)
    if counted:
        assert shown.results == before.results
    people(store, session, 4)
    every = store.publications.publish(session)
    assert (every.results["n_feuilles"], every.waiting) == (brought + 5, False)


def test_a_guess_tells_nothing_whether_it_is_right_or_wrong(store: Store) -> None:
    """By file, code or paper, before any publication and after one, for sheets unfinished and whole."""
    right, wrong = ALIKE, sheet(L1_01=4)
    for phones, brought in ((1, 0), (1, 9), (4, 4), (6, 0), (6, 6)):
        told = []
        for guess in (right, wrong):
            session = answering(store).id
            paper(store, session, brought)
            people(store, session, phones)
            if phones > 5:
                store.publications.publish(session)
                people(store, session, 1)  # a late newcomer after a published group
            merged = [store.brought.file(session, SheetFile(entries=(Entry("guess", "1", guess),)))]
            seen = [store.publications.publish(session)]
            store.brought.remove(session, "fichier", "guess/1")
            merged += [store.brought.codes(session, encode(guess)), store.brought.paper(session, "guess", guess)]
            seen.append(store.publications.publish(session))
            counts = [(one.number, one.waiting, one.results["n_feuilles"]) for one in seen]
            told.append((merged, counts, store.brought.counts(session), store.sessions.progress(session).finished))
        assert told[0] == told[1]


def test_a_ledger_of_before_is_read_with_what_is_known_today(store: Store) -> None:
    """It was written without it: the identifier of a sheet says where it comes from."""
    session = answering(store).id
    paper(store, session, 9)
    store.publications.publish(session)
    with store.reading() as connection:
        ledger = msgspec.json.decode(connection.execute(select(PUBLICATIONS.c.ledger)).scalar_one())
    for one in ledger["entries"]:
        del one["known"]
    with store._database.transaction() as connection:
        connection.execute(update(PUBLICATIONS).values(ledger=msgspec.json.encode(ledger).decode()))
    people(store, session, 4)
    assert store.publications.publish(session).results["n_feuilles"] == 9
    people(store, session, 1)
    assert store.publications.publish(session).results["n_feuilles"] == 14
