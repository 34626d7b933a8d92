"""«Effacer la séance» erases for good: the bytes of the database files are searched."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gestures import DAY, Q, answering, decided, people, sheet

from pasapas_widgets.live.store import RefusedError, Store, StoreError, open_store

SAID = "La transmission de nuit se perd dans le couloir bleu"


@pytest.fixture
def files(address: str, request: pytest.FixtureRequest) -> Callable[[], Iterator[tuple[str, bytes]]]:
    """Every file of the database with its bytes; PostgreSQL's own log of the whole server is left out."""

    def of_sqlite() -> Iterator[tuple[str, bytes]]:
        path = Path(address.removeprefix("sqlite:///"))
        for part in path.parent.glob(path.name + "*"):
            yield part.name, part.read_bytes()

    def of_postgresql() -> Iterator[tuple[str, bytes]]:
        cluster: Any = request.getfixturevalue("cluster")
        for part in (cluster.folder / "data" / "base").rglob("*"):
            if part.is_file():
                yield str(part), part.read_bytes()

    return of_sqlite if address.startswith("sqlite") else of_postgresql


def full(store: Store) -> tuple[str, list[bytes]]:
    """A session with something of every kind; return it with what must not be found once it is erased."""
    session = answering(store, title="Le Verger en novembre")
    keys = people(store, session.id, 12)
    store.comments.send(session.id, keys[0], 90, SAID)
    store.comments.moderate(session.id, store.comments.to_moderate(session.id)[0].id, "montre")
    ballot = store.votes.open(session.id, ["Refaire la salle des transmissions", "Autre idée"], dots=1)
    store.votes.place(session.id, keys[0], 91, ballot.id, {"Autre idée": 1})
    store.brought.paper(session.id, "feuille-ocre-41", sheet(L1_01=4))
    store.tallies.put(session.id, "L1-02", {"1": 3, "4": 9}, batch="atelier-du-soir")
    store.publications.publish(session.id, day=DAY)
    with store._database.transaction() as connection:
        marks = connection.exec_driver_sql("SELECT id FROM seats").scalars().all()
        marks += connection.exec_driver_sql("SELECT hash FROM seat_keys").scalars().all()
    words = [SAID, "Le Verger en novembre", "Refaire la salle", "feuille-ocre-41", "atelier-du-soir", "moyenne", *marks]
    return session.id, [word.encode() for word in words]


def found(files: Callable[[], Iterator[tuple[str, bytes]]], words: list[bytes]) -> set[bytes]:
    return {word for _, held in files() for word in words if word in held}


def test_nothing_is_left_in_the_files(store: Store, files: Any) -> None:
    session, words = full(store)
    if not store._database.is_sqlite:
        with store._database.transaction() as connection:
            connection.exec_driver_sql("ANALYZE")  # what the server does by itself, when it likes
            connection.exec_driver_sql("CHECKPOINT")
        words.remove(b"moyenne")  # PostgreSQL compresses long texts
    assert found(files, words) == set(words)  # the search does find what is there
    receipt = store.erasure.erase(session, day=DAY)
    assert found(files, words) == set()
    if store._database.is_sqlite:
        assert not any(b"L1-0" in held for _, held in files())  # no answer of anybody: no statement's identifier
    assert receipt.erased == {
        "places": 12,
        "feuilles_apportees": 1,
        "decomptes": 1,
        "votes": 1,
        "commentaires": 1,
        "publications": 1,
    }
    assert (receipt.day, receipt.sealed()) == (DAY, receipt)
    assert store.erasure.erase(session) == receipt
    assert store.erasure.receipts() == (receipt,)


def test_the_database_keeps_no_sample_of_a_text(store: Store) -> None:
    """Statistics hold values of each column that the server looks at: of ours, none that is a text."""
    postgresql = """SELECT attrelid::regclass || '.' || attname FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = current_schema()::regnamespace
        AND relkind = 'r' AND attnum > 0 AND NOT attisdropped AND atttypid = 'text'::regtype
        AND attstattarget IS DISTINCT FROM 0"""
    sqlite = "SELECT name FROM sqlite_master WHERE name LIKE 'sqlite!_stat_' ESCAPE '!'"
    with store._database.transaction() as connection:
        looked_at = sqlite if store._database.is_sqlite else postgresql
        assert connection.exec_driver_sql(looked_at).scalars().all() == []


def test_other_sessions_are_untouched(store: Store) -> None:
    kept = answering(store)
    (key,) = people(store, kept.id, 1, level=4)
    before = store.answers.own(kept.id, key), store.sessions.get(kept.id)
    session, _ = full(store)
    store.erasure.erase(session)
    assert (store.answers.own(kept.id, key), store.sessions.get(kept.id)) == before


def test_an_erased_session_takes_nothing_more(store: Store) -> None:
    session = answering(store)
    (key,) = people(store, session.id, 1)
    store.erasure.erase(session.id)
    with pytest.raises(RefusedError, match="effacée"):
        store.answers.record(session.id, key, 99, "L1-01", 1)
    with pytest.raises(RefusedError):
        store.seats.join(session.id)
    assert store.sessions.find(session.code) is None
    assert store.sessions.all() == ()


def test_the_day_of_retention_erases(store: Store) -> None:
    early = store.sessions.create(decided(kept_until=DAY + dt.timedelta(days=30)))
    late = store.sessions.create(decided(kept_until=DAY + dt.timedelta(days=31)))
    assert store.erasure.erase_due(day=DAY + dt.timedelta(days=29)) == ()
    (receipt,) = store.erasure.erase_due(day=DAY + dt.timedelta(days=30))
    assert receipt.session == early.id
    assert [one.id for one in store.sessions.all()] == [late.id]


def test_an_interrupted_erasure_ends_when_the_store_opens(tmp_path: Path) -> None:
    """Another program reads the file, so that its bytes cannot go yet: this is said, and ends later."""
    path = tmp_path / "seances.sqlite"
    with open_store(path) as store:
        session, words = full(store)
        store._database._engine.raw_connection().execute("PRAGMA busy_timeout=50")  # type: ignore[attr-defined]
        reader = sqlite3.connect(path)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM answers").fetchone()
        with pytest.raises(StoreError, match="n'est pas terminé"):
            store.erasure.erase(session)
        reader.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT finished FROM erasures").fetchone() == (0,)
    raw.close()
    with open_store(path) as store:
        left = b"".join(part.read_bytes() for part in tmp_path.iterdir())
        assert not [word for word in words if word in left]
        assert store.erasure.receipts()[0].session == session
        with store._database.transaction() as connection:
            assert connection.exec_driver_sql("SELECT finished FROM erasures").scalar() == 1


def test_the_receipt_says_nothing_that_could_be_guessed_from(store: Store) -> None:
    receipts = []
    for level in (1, 4):
        session = answering(store)
        people(store, session.id, 5, level=level, items=Q.item_ids[:1])
        receipts.append(store.erasure.erase(session.id, day=DAY))
    assert receipts[0].erased == receipts[1].erased
