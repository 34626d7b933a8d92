"""What a room goes through: restarted, killed in the middle of answers, several processes on one PostgreSQL."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path

import pytest
from cluster import Cluster, is_root, server_programs
from ports import free_port
from salle import LAN, SECRET, Phone, Q, Salle, ask, pdf_text

from pasapas_widgets.live.client import Room, RoomError
from pasapas_widgets.model.questionnaire.loading import earlier_versions


def test_a_restart_with_the_same_secret_changes_nothing_for_anybody(open_salle: Callable[..., Salle]) -> None:
    first = open_salle()
    session, cookie = first.session(), first.cookie()
    due = first.room.create("Une séance à effacer aujourd'hui", kept_until=dt.date.today().isoformat())
    phone = session.phone()
    phone.answer(L1_01=3)
    before = phone.get("state?tag=").json()
    found: list[int] = []
    waiting = threading.Thread(target=lambda: found.append(_status(phone, before["tag"])))
    waiting.start()
    time.sleep(0.3)
    assert first.stop() == 0
    waiting.join(20)
    assert found and found[0] in (0, 204), "who waited is let go"
    second = open_salle(port=first.port)
    assert second.said == first.said
    assert second.ask("/", Cookie=cookie).status == 200
    assert phone.get("state?tag=").json() == before
    assert phone.answer(L1_02=2) == ["kept"]
    assert phone.own()["sheet"]["reponses"] == {"L1-01": 3, "L1-02": 2}
    assert first.room.overview(session.id)["progress"]["joined"] == 1, "the same client goes on"
    end = time.monotonic() + 20
    while len(second.room.sessions()) > 1 and time.monotonic() < end:
        time.sleep(0.1)
    assert [one["id"] for one in second.room.sessions()] == [session.id], "what is due is erased at the start"
    assert [one["seance"] for one in second.room.receipts()] == [due["id"]]


def _status(phone: Phone, tag: str) -> int:
    try:
        return phone.get(f"state?tag={tag}").status
    except (OSError, HTTPException):
        return 0


def test_every_acknowledged_answer_survives_a_kill(open_salle: Callable[..., Salle]) -> None:
    salle = open_salle()
    session = salle.session()
    phones = [session.phone() for _ in range(12)]
    kept: dict[str, dict[str, int]] = {phone.key: {} for phone in phones}
    begun = threading.Event()

    def live(phone: Phone, level: int) -> None:
        try:
            for item in Q.item_ids * 4:
                level = level % 4 + 1
                if phone.answers({item: level}) == ["kept"]:
                    kept[phone.key][item] = level
                    if sum(map(len, kept.values())) > 60:
                        begun.set()
        except (OSError, HTTPException, AssertionError):
            return

    people = [threading.Thread(target=live, args=(phone, n)) for n, phone in enumerate(phones)]
    for one in people:
        one.start()
    assert begun.wait(60)
    salle.kill()
    for one in people:
        one.join(20)
    assert any(len(one) < len(Q.item_ids) for one in kept.values()), "killed in the middle of answers"
    again = open_salle(port=salle.port)
    for phone in phones:
        held = phone.own()["sheet"]["reponses"]
        lost = {item for item, level in kept[phone.key].items() if item not in held}
        assert not lost
        # One answer may have reached the disk whose acknowledgement was cut: the phone sends it again.
        assert sum(held[item] != level for item, level in kept[phone.key].items()) <= 1
    assert again.room.overview(session.id)["progress"]["joined"] == 12


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server; where there can be none, skip with the reason, or fail under CI=true when root."""
    programs = server_programs()
    if programs is None:
        reason = "no PostgreSQL server on this machine: install Debian's package postgresql"
        if is_root() and os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    started = Cluster(programs)
    yield started
    started.remove()


@pytest.fixture(scope="module")
def pair(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Salle, Salle]]:
    """Two server processes on one database, each with a data folder of its own."""
    database = cluster.new_database()
    one = Salle(tmp_path_factory.mktemp("one"), store=database)
    two = Salle(tmp_path_factory.mktemp("two"), store=database)
    yield one, two
    one.stop()
    two.stop()


def test_two_processes_on_one_postgresql_serve_one_session(pair: tuple[Salle, Salle]) -> None:
    one, two = pair
    session = one.session()
    phone = session.phone()
    elsewhere = Phone(two.port, session.code)
    assert elsewhere.post("join").status == 200 and elsewhere.answer(L1_01=4) == ["kept"]
    moved_over = Phone(two.port, session.code, key=phone.key)
    assert phone.answer(L1_01=2) == ["kept"] and moved_over.own()["sheet"]["reponses"] == {"L1-01": 2}
    tags = [one_phone.get("state?tag=").json()["tag"] for one_phone in (phone, elsewhere)]
    assert tags[0] == tags[1], "every process gives the same tag"
    found: list[float] = []

    def follow() -> None:
        began = time.monotonic()
        assert elsewhere.get(f"state?tag={tags[1]}").json()["phase"] == "pause"
        found.append(time.monotonic() - began)

    waiting = threading.Thread(target=follow)
    waiting.start()
    time.sleep(1)
    session.move("pause")
    waiting.join(20)
    assert found and found[0] - 1 < 2
    assert two.ask("/", Cookie=one.cookie()).status == 200, "one secret, one cookie"
    assert two.room.overview(session.id)["progress"]["joined"] == 2
    with pytest.raises(RoomError, match="avancé") as refused:
        two.room.move(session.id, "fin", version=1)
    assert refused.value.reason == "stale"
    two.room.erase(session.id)
    assert phone.get("state?tag=").status == 404


def test_a_phone_is_told_to_send_again_while_the_database_is_away(pair: tuple[Salle, Salle], cluster: Cluster) -> None:
    salle, _ = pair
    session = salle.session()
    phone = session.phone()
    lines = len(salle.said)
    cluster.stop("immediate")
    try:
        sent = {"messages": [{"seq": 1, "item": "L1-01", "value": 3}]}
        refused = [phone.post("answers", sent), phone.get("state?tag="), phone.get("vote"), phone.post("join")]
        assert [(one.status, one.reason) for one in refused] == [(503, "store")] * 4
        with pytest.raises(RoomError) as told:
            salle.room.publish(session.id)
        assert told.value.reason == "store"
    finally:
        cluster.start()
    assert phone.post("answers", sent).json() == {"outcomes": ["kept"]}
    assert phone.get("state?tag=").status == 200
    said = salle.said[lines:]
    assert said and not any("Traceback" in line or "password" in line or phone.key in line for line in said)


def test_one_room_for_one_data_folder(open_salle: Callable[..., Salle], tmp_path: Path) -> None:
    salle = open_salle()
    env = {**os.environ, "PASAPAS_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "pasapas_widgets.cli"]
    second = subprocess.run(
        [*command, "salle", "--no-browser", "--adresse", LAN], env=env, capture_output=True, text=True, timeout=60
    )
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.count("\n") == 1 and "déjà ouverte" in second.stderr and str(salle.port) in second.stderr
    shown = subprocess.run([*command, "--no-browser"], env=env, capture_output=True, text=True, timeout=60)
    assert shown.returncode == 0 and f"127.0.0.1:{salle.port}/?jeton=" in shown.stdout
    path = shown.stdout.strip().rpartition(str(salle.port))[2]
    assert salle.ask(path, host="127.0.0.1").status == 303
    record = tmp_path / "running.json"
    if os.name == "posix":
        assert record.stat().st_mode & 0o077 == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PASAPAS_DATA", str(tmp_path))
        assert Room.find().sessions() == []
        other = free_port()
        with subprocess.Popen([*command, "--no-browser", "--port", str(other)], env=env) as beside:
            try:
                end = time.monotonic() + 30
                while time.monotonic() < end and not _answers(other):
                    time.sleep(0.2)
                reply = ask(other, "/", host="127.0.0.1")
                assert reply.status == 200, "its questionnaire opens; the sessions stay the first one's"
            finally:
                beside.terminate()
        assert Room.find().url == salle.room.url and Room.find().sessions() == []
    assert salle.stop() == 0
    assert not record.exists()


def _answers(port: int) -> bool:
    try:
        return ask(port, "/", host="127.0.0.1").status == 200
    except OSError:
        return False


def refused(*options: str, **env: str) -> str:
    """Start a room that does not open; return its sentence."""
    command = [sys.executable, "-m", "pasapas_widgets.cli", "salle", "--no-browser", *options]
    done = subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "") and done.stderr.count("\n") == 1
    return done.stderr


def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path: Path) -> None:
    data = {"PASAPAS_DATA": str(tmp_path)}
    assert "12 caractères" in refused("--jeton", "court", **data)
    (tmp_path / "jeton").write_text("court\n")
    assert "12 caractères" in refused("--jeton-fichier", str(tmp_path / "jeton"), **data)
    assert "absent" in refused("--jeton-fichier", str(tmp_path / "absent"), **data)
    assert "adresse" in refused("--adresse", "salle.local", **data)
    assert "https://salle.exemple.fr" in refused("--nom", "https://a b/c", **data)
    assert "203.0.113.9" in refused("--adresse", "203.0.113.9", "--port", "9199", **data)
    (tmp_path / "autre.sqlite").write_bytes(b"not a database at all" * 50)
    assert "autre.sqlite" in refused("--store", f"sqlite:///{tmp_path / 'autre.sqlite'}", **data)


def test_a_secret_from_a_file_shows_in_no_list_of_programs_and_in_no_window(
    tmp_path: Path, open_salle: Callable[..., Salle]
) -> None:
    file = tmp_path / "jeton"
    file.write_text(f"{SECRET}\nune autre ligne\n")
    salle = open_salle(tmp_path, secret=None, more=["--jeton-fichier", str(file)])
    if Path("/proc/self/cmdline").exists():
        assert SECRET.encode() not in Path(f"/proc/{salle.process.pid}/cmdline").read_bytes()
    assert SECRET not in "".join(salle.said)
    assert salle.ask(f"/?jeton={SECRET}").status == 303


def test_alone_pages_ask_nothing_and_verbs_ask_for_the_token(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "pasapas_widgets.cli", "--no-browser", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PASAPAS_DATA": str(tmp_path)},
    )
    try:
        assert process.stdout and str(port) in process.stdout.readline()
        here = "127.0.0.1"
        assert ask(port, "/", host=here).status == 200
        with pytest.raises(OSError):
            ask(port, "/", host=LAN)
        assert ask(port, "/salle/api/sessions", method="POST", body={}, host=here).status == 401
        assert not (tmp_path / "seances.sqlite").exists(), "nothing is made before somebody opens a session"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PASAPAS_DATA", str(tmp_path))
            room = Room.find()
        session = room.create("Essai", rehearsal=True)
        assert ask(port, f"/s/{session['code']}", host=here).status == 200
        assert ask(port, f"/salle/projection/{session['id']}", host=here).status == 200
        assert ask(port, f"/salle/projection/{session['id']}", host=here, Origin="http://a.example").status == 403
    finally:
        process.terminate()
        process.wait(30)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PASAPAS_DATA", str(tmp_path))
        with pytest.raises(RoomError) as gone:
            room.overview(session["id"])
        assert gone.value.reason == "unreachable"
        with pytest.raises(RoomError) as absent:
            Room.find()
        assert absent.value.reason == "absent" and "pasapas salle" in str(absent.value)


def test_a_session_that_began_with_an_earlier_version_ends_with_it(open_salle: Callable[..., Salle]) -> None:
    first = open_salle()
    session = first.session()
    phone = session.phone()
    assert first.stop() == 0
    (path,) = first.data.rglob("*.sqlite")
    with sqlite3.connect(path) as raw:
        raw.execute("""UPDATE sessions SET decided = replace(decided, '"version":"1.1"', '"version":"1.0"')""")
    raw.close()
    second = open_salle(port=first.port)
    (old,) = earlier_versions(Q)
    page = ask(first.port, f"/s/{phone.code}").body.decode()
    assert old.item("L2-02").text[:40] in page and Q.item("L2-09").text[:40] not in page
    assert phone.answer(L2_02=3, L1_01=4) == ["kept", "kept"]
    assert phone.answer(L2_09=3) == ["value"]
    assert phone.own()["sheet"]["version"] == "1.0"
    printed = second.ask(f"/salle/papier/{session.id}", Cookie=second.cookie()).body
    assert old.item("L3-07").text[:30] in pdf_text(printed)
