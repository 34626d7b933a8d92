"""What is published obeys the rule of docs/decisions/002, restarts and several servers included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from gestures import DAY, Q, answering, people, sheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import sheets

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.files.sheets import Entry, SheetFile
from pasapas_widgets.live.store import Message, Store, open_store
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules.aggregation import publish


def answer(store: Store, session: str, given: Sheet) -> str:
    """Let somebody join and answer that sheet; return the secret."""
    key = store.seats.join(session)
    told = {"profil": given.profile, "variante": given.variant, **given.answers}
    sent = [Message(session, key, seq, item, value) for seq, (item, value) in enumerate(told.items(), start=1)]
    assert set(store.answers.record_many(sent)) <= {"kept"}
    return key


def test_four_people_are_never_shown(store: Store) -> None:
    session = answering(store)
    people(store, session.id, 4)
    store.seats.join(session.id)  # joined, and answered nothing: no sheet
    first = store.publications.publish(session.id, day=DAY)
    assert (first.number, first.waiting, first.results["n_feuilles"]) == (1, True, 0), "four are not counted aloud"
    assert all(item["moyenne"] is None for item in first.results["items"].values())
    people(store, session.id, 1, level=1)
    second = store.publications.publish(session.id, day=DAY + dt.timedelta(days=1))
    assert (second.number, second.waiting, second.results["n_feuilles"]) == (2, False, 5)
    assert store.publications.shown(session.id) == second


def test_batches_of_five_after_a_restart(store: Store, reopen: Callable[[], Store]) -> None:
    session = answering(store)
    people(store, session.id, 12, level=2)
    assert store.publications.shown(session.id) is None
    first = store.publications.publish(session.id, day=DAY)
    store.close()
    again = reopen()
    people(again, session.id, 4, level=4)
    same = again.publications.publish(session.id, day=DAY + dt.timedelta(days=1))
    assert same.waiting is True
    assert (same.number, same.day, same.results) == (first.number, first.day, first.results)
    people(again, session.id, 1, level=4)
    more = again.publications.publish(session.id)
    assert (more.number, more.results["n_feuilles"]) == (2, 17)
    assert more.results["items"]["L1-01"]["moyenne"] > first.results["items"]["L1-01"]["moyenne"]


def test_a_changed_or_withdrawn_sheet_counts_as_it_was_shown(store: Store, reopen: Callable[[], Store]) -> None:
    session = answering(store)
    keys = people(store, session.id, 6, level=2)
    store.brought.paper(session.id, "7", sheet(L1_01=4))
    first = store.publications.publish(session.id, day=DAY)
    store.answers.record(session.id, keys[0], 50, "L1-01", 4)
    for seq, item in enumerate(Q.item_ids, start=60):
        store.answers.record(session.id, keys[1], seq, item, None)
    store.brought.remove(session.id, "papier", "7")
    store.close()
    assert reopen().publications.publish(session.id, day=DAY).results == first.results


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(sheets(items=Q.item_ids[:6]), max_size=7), min_size=2, max_size=3))
def test_the_stored_ledger_is_the_one_kept_in_memory(address: str, rounds: list[list[Sheet]]) -> None:
    """Publishing through the store, restarted between any two publications, shows what one long-lived process shows."""
    previous, entries = None, []
    with open_store(address) as store:
        session = answering(store)
    for arriving in rounds:
        with open_store(address) as store:
            for one in arriving:
                answer(store, session.id, one)
                if one.answers:
                    entries.append(Entry(session.id, f"salle:{len(entries)}", one))
            previous = publish(entries, previous, questionnaire=Q)
            shown = store.publications.publish(session.id, day=DAY)
            told = previous.results.plain() | ({} if previous.entries else {"n_feuilles": 0})
            assert (shown.results, shown.waiting) == (told, previous.waiting > 0)


def test_two_servers_that_publish_at_once_publish_one_after_the_other(
    store: Store, reopen: Callable[[], Store]
) -> None:
    session = answering(store)
    people(store, session.id, 11)
    servers = [store] * 3 if store._database.is_sqlite else [store, reopen(), reopen()]
    with ThreadPoolExecutor(3) as pool:
        shown = list(pool.map(lambda server: server.publications.publish(session.id, day=DAY), servers))
    assert {one.number for one in shown} == {1}
    assert all(one.results == shown[0].results for one in shown)


def test_thresholds_raised_for_the_session_hold(store: Store) -> None:
    session = answering(store, thresholds={"moyenne": 8})
    people(store, session.id, 7)
    assert store.publications.publish(session.id).results["items"]["L1-01"]["moyenne"] is None
    people(store, session.id, 5)
    assert store.publications.publish(session.id).results["items"]["L1-01"]["moyenne"] is not None


def test_sheets_of_every_origin_count_once(store: Store) -> None:
    session = answering(store)
    people(store, session.id, 5, level=2)
    own, alike, mailed = sheet(L1_01=1, L2_03="NSP"), sheet(L1_01=2), sheet(L4_08=4)
    answer(store, session.id, own)
    chat = f"09:12 Nadia : {encode(own)}\n09:13 {encode(mailed)} merci !\n{encode(mailed).lower()}\n"
    merged = store.brought.codes(session.id, chat + encode(mailed)[:-1] + "0")
    assert (merged.new, merged.changed, merged.known) == (2, 0, 0)
    assert [fault.line for fault in merged.faults] == [4]
    assert store.brought.codes(session.id, chat).known == 2
    store.brought.file(session.id, SheetFile(entries=(Entry("lundi", "01", mailed), Entry("lundi", "02", alike))))
    assert store.brought.paper(session.id, "12", alike).new == 1
    assert store.brought.paper(session.id, "12", alike).known == 1
    assert store.brought.paper(session.id, "13", sheet(L1_01=3)).new == 1
    assert store.brought.paper(session.id, "13", sheet(L1_01=4)).changed == 1
    assert store.brought.counts(session.id) == {"code": 2, "fichier": 2, "papier": 2}
    # six phones; mailed (file and code), alike (file), two of paper, and own as a code: compared with no phone's
    shown = store.publications.publish(session.id)
    assert (shown.results["n_feuilles"], shown.results["n_apportees"], shown.waiting) == (11, 5, False)
    late = store.seats.join(session.id)  # the same person again, on a phone, after the publication
    store.answers.record(session.id, late, 1, "L4-08", 4)
    assert store.publications.publish(session.id).waiting is True


def test_five_alike_on_phones_and_one_code_are_six(store: Store) -> None:
    """Merged, the count would say that somebody in the room answered exactly what was pasted."""
    session = answering(store)
    people(store, session.id, 5, level=2)
    same = Sheet(questionnaire=Q.id, version=Q.version, answers=dict.fromkeys(Q.item_ids, 2))
    store.brought.codes(session.id, encode(same))
    assert store.publications.publish(session.id).results["n_feuilles"] == 6
