"""What was acknowledged is on disk: the writing process is killed, or the database server loses its power."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from gestures import answering, people

from pasapas_widgets.live.store import Store, StoreError, open_store

HERE = Path(__file__).parent


def killed_after(lines: int, address: str, session: str, key: str, *several: str) -> dict[str, tuple[int, int]]:
    """Run the writer, kill it once it has said ``lines`` answers; return item → (number, value) acknowledged last."""
    command = [sys.executable, HERE / "writer.py", address, session, key, *several]
    env = {**os.environ, "PYTHONPATH": str(HERE)}
    acknowledged: dict[str, tuple[int, int]] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as writer:
        assert writer.stdout is not None
        for number, line in enumerate(writer.stdout, start=1):
            if line.endswith("\n"):
                seq, item, value = line.split()
                acknowledged[item] = (int(seq), int(value))
            if number == lines:
                writer.send_signal(signal.SIGKILL)
    assert writer.returncode == -signal.SIGKILL
    assert len(acknowledged) == 32
    return acknowledged


@pytest.mark.parametrize("several", [(), ("several",)], ids=["one by one", "eight a transaction"])
@pytest.mark.parametrize("lines", [33, 150])
def test_kill_9_loses_nothing_acknowledged(address: str, several: tuple[str, ...], lines: int) -> None:
    with open_store(address) as store:
        session = answering(store)
        key = store.seats.join(session.id)
    acknowledged = killed_after(lines, address, session.id, key, *several)
    with open_store(address) as store:
        own = store.answers.own(session.id, key)
        last = max(seq for seq, _ in acknowledged.values())
        assert last <= own.last_seq <= last + 8 + 1  # at most the transaction whose end was not said
        for item, (seq, value) in acknowledged.items():
            newer = seq + 32 <= own.last_seq
            assert own.sheet.answers[item] == value or newer, item


def test_two_servers_on_one_postgresql_serve_the_same_session(cluster: Any) -> None:
    with open_store(address := cluster.new_database()) as store:
        session = answering(store)
        key, other = store.seats.join(session.id), store.seats.join(session.id)
        acknowledged: list[dict[str, tuple[int, int]]] = []
        writer = Thread(target=lambda: acknowledged.append(killed_after(120, address, session.id, key)))
        writer.start()
        seq = 0
        while writer.is_alive():
            time.sleep(0.005)  # a phone is no hammer
            seq += 1
            store.answers.record(session.id, other, seq, "L1-01", 1 + seq % 4)
        writer.join()
        assert store.answers.own(session.id, other).last_seq == seq
        assert store.answers.own(session.id, key).last_seq >= max(number for number, _ in acknowledged[0].values())


def test_a_second_server_is_kept_off_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "seances.sqlite"
    with open_store(path) as store:
        session = answering(store)
        key = store.seats.join(session.id)
        with pytest.raises(StoreError, match="déjà ouverte"):
            open_store(path)
        said = opened_elsewhere(path)
        assert "seances.sqlite\u00a0: l'application est déjà ouverte sur ces séances." in said
        assert "Traceback" not in said
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as reader:  # who only reads is not kept off
            assert reader.execute("SELECT count(*) FROM seats").fetchone() == (1,)
        reader.close()
        store.answers.record(session.id, key, 1, "L1-01", 3)
    assert opened_elsewhere(path) == "opened\n"
    assert (tmp_path / "seances.sqlite.verrou").read_bytes() == b""


def test_the_lock_ends_with_its_process_however_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "seances.sqlite"
    with open_store(path) as store:
        session = answering(store)
        key = store.seats.join(session.id)
    command = [sys.executable, HERE / "writer.py", path, session.id, key]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(StoreError, match="déjà ouverte"):
            open_store(path)
        writer.kill()
    with open_store(path) as store:
        assert store.answers.own(session.id, key).last_seq


def test_a_store_that_cannot_be_opened_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "seances.sqlite"
    path.write_text("Bonjour, ceci est une lettre.", encoding="utf-8")
    with pytest.raises(StoreError, match="abîmé"):
        open_store(path)
    assert [part.name for part in tmp_path.iterdir()] == ["seances.sqlite"]
    path.unlink()
    open_store(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE schema_version SET version = 99")
    raw.close()
    with pytest.raises(StoreError, match="plus récente"):
        open_store(path)
    path.unlink()
    open_store(path).close()


def opened_elsewhere(path: Path) -> str:
    """Open a store in another process; return what it says."""
    code = (
        "import sys; from pasapas_widgets.live.store import StoreError, open_store\n"
        "try: open_store(sys.argv[1]).close(); print('opened')\n"
        "except StoreError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_synchronous_writes_reach_the_disk(store: Store) -> None:
    """The settings on which the survival of a power cut rests, as the open connection has them."""
    with store._database.transaction() as connection:
        if store._database.is_sqlite:
            pragma = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "secure_delete")
            }
            full, on = 2, 1
            assert pragma == {
                "journal_mode": "wal",
                "synchronous": full,
                "busy_timeout": 30000,
                "foreign_keys": on,
                "secure_delete": on,
            }
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
            assert connection.exec_driver_sql("SHOW fsync").scalar() == "on"


def test_a_postgresql_server_that_loses_its_power_keeps_what_was_acknowledged(cluster: Any) -> None:
    with open_store(cluster.new_database()) as store:
        session = answering(store)
        keys = people(store, session.id, 3)
        cluster.stop("immediate")
        cluster.start()
        assert [len(store.answers.own(session.id, key).sheet.answers) for key in keys] == [32, 32, 32]
        store.answers.record(session.id, keys[0], 60, "L1-01", 1)


def test_a_file_copied_while_it_is_written_holds_every_answer(tmp_path: Path) -> None:
    """A copy of the file and its log at any moment is what a power cut leaves."""
    with open_store(tmp_path / "seances.sqlite") as store:
        session = answering(store)
        key = store.seats.join(session.id)
        for seq in range(1, 41):
            store.answers.record(session.id, key, seq, "L1-01", 1 + seq % 4)
            if seq % 8 == 0:
                copy = tmp_path / f"copy{seq}"
                copy.mkdir()
                for part in tmp_path.glob("seances.sqlite*"):
                    if not part.name.endswith("-shm"):  # shared memory does not outlive a power cut
                        shutil.copy(part, copy)
                with open_store(copy / "seances.sqlite") as left:
                    own = left.answers.own(session.id, key)
                    assert (own.last_seq, own.sheet.answers) == (seq, {"L1-01": 1 + seq % 4})


def test_writes_after_a_restart_go_on(store: Store, reopen: Callable[[], Store]) -> None:
    session = answering(store)
    (key,) = people(store, session.id, 1)
    store.close()
    again = reopen()
    again.answers.record(session.id, key, 33, "L1-01", "NSP")
    assert again.answers.own(session.id, key).sheet.answers["L1-01"] == "NSP"
