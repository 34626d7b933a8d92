"""Opening: migrations, damaged and foreign files, folders that cannot be written, and what the package may import."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from gestures import Q, answering, people
from sqlalchemy import Connection, inspect, text

from pasapas_widgets.live.store import RefusedError, Store, StoreError, open_store
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.migrations import STEPS, migrate
from pasapas_widgets.live.store.tables import METADATA
from pasapas_widgets.model.questionnaire.sheet import Sheet

HERE = Path(__file__).parent
KEYS = [f"key-of-version-2-{number:015d}" for number in range(6)]


def sentence(what: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as caught:
        what()
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert "sqlite3" not in said.lower()
    return said


def test_the_tables_are_those_that_the_migrations_make(store: Store) -> None:
    with store._database.transaction() as connection:
        made = inspect(connection)
        assert set(made.get_table_names()) == set(METADATA.tables)
        for name, table in METADATA.tables.items():
            columns = {column["name"]: (str(column["type"]), column["nullable"]) for column in made.get_columns(name)}
            keys = set(made.get_pk_constraint(name)["constrained_columns"])
            for column in table.columns:
                kind, nullable = columns.pop(column.name)
                assert kind == str(column.type.compile(connection.dialect)), (name, column.name)
                assert column.primary_key == (column.name in keys)
                assert column.primary_key or nullable == column.nullable, (name, column.name)
            assert not columns
            links = {(key["constrained_columns"][0], key["referred_table"]) for key in made.get_foreign_keys(name)}
            assert links == {(key.parent.name, key.column.table.name) for key in table.foreign_keys}
            assert {index["name"] for index in made.get_indexes(name) if not index["unique"]} == {
                index.name for index in table.indexes
            }


def test_a_database_of_version_1_opens_with_what_it_holds(tmp_path: Path) -> None:
    """``version_1.sql`` was written by the first version and stays as it is: every later one must read it."""
    path = tmp_path / "seances.sqlite"
    with sqlite3.connect(path) as raw:
        raw.executescript((HERE / "version_1.sql").read_text(encoding="utf-8"))
        raw.execute("PRAGMA application_id=1348563792")
    raw.close()
    with open_store(path) as store:
        (session,) = store.sessions.all()
        assert (session.code, session.session.title) == ("K7MQP", "Maison des Tilleuls")
        own = store.answers.own(session.id, "secret-of-the-first-version")
        assert own.sheet.answers == {"L1-01": 3, "L1-02": "NSP"}
        assert own.last_seq == 9
        assert store.comments.to_moderate(session.id)[0].body == "Plus de temps le matin"
        shown = store.publications.shown(session.id)
        assert shown is not None
        assert (shown.number, shown.results["n_feuilles"]) == (1, 5)
        assert store.publications.publish(session.id).number == 1


def test_a_database_of_version_2_opens_with_what_it_holds(tmp_path: Path) -> None:
    """As above, for what the second version added."""
    path = tmp_path / "seances.sqlite"
    with sqlite3.connect(path) as raw:
        raw.executescript((HERE / "version_2.sql").read_text(encoding="utf-8"))
        raw.execute("PRAGMA application_id=1348563792")
    raw.close()
    with open_store(path) as store:
        (session,) = store.sessions.all()
        first, second, *_ = KEYS
        assert store.answers.own(session.id, first).evaluation == {"EV-1": 3, "EV-2": 4}
        assert store.answers.own(session.id, second) == store.answers.own(session.id, first)
        assert store.seats.take_over(session.id, "K7MQPK7M", second) == second
        assert [one.about for one in store.comments.to_moderate(session.id)] == ["evaluation"]
        assert store.tallies.all(session.id)[0].note == "La nuit voit autrement"
        assert store.tallies.sheet(session.id).answers == {"L1-01": 3}
        assert [one.mean for one in store.evaluation.results(session.id)] == [3.0, 4.0]
        with pytest.raises(RefusedError):
            store.answers.record(session.id, first, 40, "EV-1", 1)


def test_a_later_step_runs_once_and_keeps_what_is_there(address: str) -> None:
    with open_store(address) as store:
        session = answering(store)
        people(store, session.id, 1, level=2)

    def version_2(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE sessions ADD COLUMN colour TEXT"))
        connection.execute(text("UPDATE sessions SET colour = 'bleu'"))

    def broken(connection: Connection) -> None:
        connection.execute(text("UPDATE sessions SET colour = 'rouge', phase = 'fin'"))
        connection.execute(text("ALTER TABLE sessions ADD COLUMN shape TEXT"))
        raise RuntimeError("the power went")

    database = Database(address)
    try:
        assert migrate(database) == 0
        assert migrate(database, steps=[*STEPS, version_2]) == 1
        assert migrate(database, steps=[*STEPS, version_2]) == 0
        with pytest.raises(RuntimeError):
            migrate(database, steps=[*STEPS, version_2, broken])
        with database.transaction() as connection:
            row = connection.execute(text("SELECT colour, phase FROM sessions")).one()
            assert tuple(row) == ("bleu", "reponses")
            assert connection.execute(text("SELECT count(*) FROM answers")).scalar() == 32
            assert "shape" not in {column["name"] for column in inspect(connection).get_columns("sessions")}
    finally:
        database.close()
    assert "plus récente" in sentence(lambda: open_store(address))


def test_a_newer_schema_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "seances.sqlite"
    open_store(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE schema_version SET version = 99")
    raw.close()
    before = path.read_bytes()
    assert "plus récente" in sentence(lambda: open_store(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["header", "middle", "text", "cut"])
def test_a_damaged_file_is_said_and_left_as_it_is(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "seances.sqlite"
    with open_store(path) as store:
        people(store, answering(store).id, 12)
    held = bytearray(path.read_bytes())
    if damage == "header":
        held[:16] = b"x" * 16
    elif damage == "middle":
        for page in range(4096, len(held), 4096):
            held[page : page + 200] = b"\xff" * 200
    elif damage == "cut":
        held = held[: len(held) // 2]
    else:
        held = bytearray(b"Bonjour, ceci est une lettre et pas une base.\n" * 200)
    path.write_bytes(held)
    assert "abîmé" in sentence(lambda: open_store(path))
    assert path.read_bytes() == held


def test_the_file_of_another_application_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE photos (name TEXT)")
        raw.execute("INSERT INTO photos VALUES ('vacances')")
    raw.close()
    before = path.read_bytes()
    assert "autre application" in sentence(lambda: open_store(path))
    assert path.read_bytes() == before


def test_the_tables_of_another_application_in_postgresql_are_left_as_they_are(cluster: Any) -> None:
    address = cluster.new_database()
    database = Database(address)
    with database.transaction() as connection:
        connection.execute(text("CREATE TABLE sessions (cookie TEXT)"))
    assert "autre application" in sentence(lambda: open_store(address))
    with database.transaction() as connection:
        assert inspect(connection).get_table_names() == ["sessions"]
    database.close()


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    letter = tmp_path / "lettre.txt"
    letter.write_text("Bonjour", encoding="utf-8")
    assert "dossier" in sentence(lambda: open_store(letter / "seances.sqlite"))
    assert "dossier" in sentence(lambda: open_store(tmp_path / "nulle part" / "seances.sqlite"))
    assert "dossier" in sentence(lambda: open_store(tmp_path))
    assert letter.read_text(encoding="utf-8") == "Bonjour"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another account")
def test_a_folder_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "seances.sqlite"
    open_store(path).close()
    before = path.read_bytes()
    folders = [tmp_path, *list(tmp_path.parents)[:-1]]
    opened = {folder: folder.stat().st_mode for folder in folders if not folder.stat().st_mode & 0o001}
    try:
        for folder in opened:
            folder.chmod(0o711)
        os.seteuid(65534)
        for name in ("seances.sqlite", "nouveau.sqlite"):
            assert "dossier" in sentence(lambda name=name: open_store(tmp_path / name))  # type: ignore[misc]
    finally:
        os.seteuid(0)
        for folder, mode in opened.items():
            folder.chmod(mode)
    assert path.read_bytes() == before
    assert not (tmp_path / "nouveau.sqlite").exists()


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    with open_store(tmp_path / "seances.sqlite") as store:
        session = answering(store)
        (key,) = people(store, session.id, 1)
        raw = store._database._engine.raw_connection()
        raw.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]  # SQLite keeps the pages it has
        raw.close()
        said = sentence(lambda: [people(store, session.id, 1) for _ in range(200)])
        assert "plein" in said
        assert len(store.answers.own(session.id, key).sheet.answers) == 32


def test_addresses_that_lead_nowhere() -> None:
    assert "ne répond pas" in sentence(lambda: open_store("postgresql://postgres:chut@127.0.0.1:9321/rien"))
    assert "chut" not in sentence(lambda: open_store("postgresql://postgres:chut@127.0.0.1:9321/rien"))
    assert "postgresql://" in sentence(lambda: open_store("mysql://localhost/rien"))


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    with open_store(tmp_path / "seances.sqlite") as store:
        answering(store)
        assert {part.stat().st_mode & 0o777 for part in tmp_path.iterdir()} == {0o600}


def test_no_method_but_the_seats_own_gives_answers_back(store: Store) -> None:
    """Sheets and entries come out of no public method: ``answers.own`` gives a sheet to its seat, and
    ``tallies.sheet`` is made of the levels that a group kept together."""
    giving = set()
    parts = {name: part for name, part in vars(store).items() if not name.startswith("_")}
    assert len(parts) == 13
    for name, part in parts.items():
        for method in dir(type(part)):
            if not method.startswith("_"):
                returned = get_type_hints(getattr(type(part), method)).get("return")
                if holds_a_sheet(returned):
                    giving.add(f"{name}.{method}")
    assert giving == {"answers.own", "tallies.sheet"}


def holds_a_sheet(kind: Any) -> bool:
    """Tell whether a returned type is a sheet, or has one in its fields or its parameters."""
    if kind is Sheet:
        return True
    if getattr(kind, "__name__", "") == "FoundCode":  # damaged codes of the trainer's own text: their sheet is None
        return False
    fields = get_type_hints(kind).values() if isinstance(kind, type) and hasattr(kind, "__struct_fields__") else ()
    return any(holds_a_sheet(one) for one in (*fields, *getattr(kind, "__args__", ())))


def test_what_browsers_may_ask_holds_nobody_elses_answers(store: Store) -> None:
    session = answering(store)
    keys = people(store, session.id, 4)
    store.answers.record(session.id, keys[0], 70, "L1-01", "NC")
    store.publications.publish(session.id)
    told = repr(
        (
            store.sessions.state(session.id),
            store.sessions.progress(session.id),
            store.sessions.get(session.id),
            store.publications.shown(session.id),
            store.comments.shown(session.id),
            store.brought.counts(session.id),
        )
    )
    with store._database.transaction() as connection:
        seats = connection.execute(text("SELECT id FROM seats")).scalars().all()
    assert not [secret for secret in (*keys, *seats) if secret in told]
    assert "'NC'" not in told


def test_importing_the_package_or_its_errors_brings_no_sqlalchemy() -> None:
    code = (
        "import sys, pasapas_widgets, pasapas_widgets.live.store as s; s.StoreError; "
        "assert not {'sqlalchemy', 'numpy', 'sqlite3'} & set(sys.modules), 'heavy'; "
        "s.open_store; assert 'sqlalchemy' in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_public_name_can_be_had() -> None:
    import pasapas_widgets.live.store as package

    assert all(getattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError):
        package.nothing  # noqa: B018
    assert Q.items
