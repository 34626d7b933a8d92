"""Carnets on disk: two windows, a killed process, a full disk, hostile names, revisions that come back."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pasapas_widgets.carnets.keptfiles import DAILY, HOURLY, LATEST, Revision, _let_go
from pasapas_widgets.carnets.runsheets import RunSheetError, RunSheets
from pasapas_widgets.carnets.shelf import Carnets, ConflictError, NotKeptError
from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.places.folders import FolderError

HERE = Path(__file__).parents[1]


def titled(title: str) -> Carnet:
    return Carnet(title=title)


@pytest.fixture
def carnets(tmp_path: Path) -> Carnets:
    return Carnets(tmp_path / "carnets")


def writer(folder: Path, id: str, name: str, times: int, *limit: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "carnet_writer.py"), str(folder), id, name, str(times), *limit]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_carnet_comes_back_as_it_was_and_the_list_says_the_last_saved_first(carnets: Carnets) -> None:
    assert carnets.all() == ()
    first, second = carnets.create(titled("Un")), carnets.create(titled("Deux"))
    assert carnets.read(first).carnet == titled("Un")
    for id, second_of_day in ((first, 40), (second, 10)):
        stamp = dt.datetime(2026, 11, 23, 12, 0, second_of_day).timestamp()
        os.utime(carnets._folder / id / "carnet.json", (stamp, stamp))
    assert [one.id for one in carnets.all()] == [first, second]
    assert all(one.fault is None for one in carnets.all())


def test_the_file_on_disk_is_the_carnet_itself(carnets: Carnets) -> None:
    """What lies there is what people download: it opens without this class."""
    id = carnets.create(titled("Équipe"))
    data = (carnets._folder / id / "carnet.json").read_bytes()
    assert Carnet.from_json(data) == titled("Équipe")


def test_two_windows_never_overwrite_each_other(carnets: Carnets) -> None:
    id = carnets.create(titled("0"))
    one, other = carnets.read(id), carnets.read(id)
    mark = carnets.save(id, titled("de la première"), over=one.mark)
    with pytest.raises(ConflictError) as caught:
        carnets.save(id, titled("de la seconde"), over=other.mark)
    assert caught.value.there.carnet == titled("de la première") and caught.value.there.mark == mark
    assert caught.value.here == titled("de la seconde")
    assert carnets.read(id).carnet == titled("de la première")
    carnets.save(id, titled("de la seconde"), over=caught.value.there.mark)
    assert carnets.revision(id, carnets.revisions(id)[0].number) == titled("de la première")


def test_saving_the_same_is_no_conflict_and_no_revision(carnets: Carnets) -> None:
    id = carnets.create(titled("0"))
    old = carnets.read(id).mark
    mark = carnets.save(id, titled("1"), over=old)
    assert carnets.save(id, titled("1"), over=old) == mark
    assert len(carnets.revisions(id)) == 1


def test_each_version_can_be_read_again_and_restored(carnets: Carnets) -> None:
    id = carnets.create(titled("0"))
    mark = carnets.read(id).mark
    for number in range(1, 6):
        mark = carnets.save(id, titled(str(number)), over=mark)
    found = carnets.revisions(id)
    assert [carnets.revision(id, one.number).title for one in found] == ["4", "3", "2", "1", "0"]
    carnets.save(id, carnets.revision(id, found[-1].number), over=mark)
    assert carnets.read(id).carnet == titled("0")
    assert carnets.revision(id, carnets.revisions(id)[0].number).title == "5", "what was restored over is kept too"
    with pytest.raises(NotKeptError):
        carnets.revision(id, 99)


def test_revisions_thin_out_by_hour_then_by_day() -> None:
    start = dt.datetime(2026, 11, 23, 12, 0)
    every_minute = [Revision(10_000 - n, start - dt.timedelta(minutes=n)) for n in range(10_000)]
    gone = set(_let_go(every_minute))
    kept = [one for one in every_minute if one.number not in gone]
    assert kept[:LATEST] == every_minute[:LATEST]
    assert len(kept) <= LATEST + HOURLY + DAILY
    days = {one.saved.date() for one in kept}
    assert days == {one.saved.date() for one in every_minute}, "each of the last days keeps one"
    for day in days:
        last = max(one.saved for one in every_minute if one.saved.date() == day)
        assert any(one.saved == last for one in kept), day


def test_the_folder_does_not_grow_without_end(carnets: Carnets) -> None:
    id = carnets.create(titled("0"))
    mark = carnets.read(id).mark
    for number in range(1, 3 * LATEST):
        mark = carnets.save(id, titled(str(number)), over=mark)
    assert LATEST <= len(carnets.revisions(id)) <= LATEST + 4


@pytest.mark.parametrize("after", [1, 7, 25])
def test_kill_9_while_saving_leaves_a_whole_version_and_all_that_was_acknowledged(tmp_path: Path, after: int) -> None:
    carnets = Carnets(tmp_path)
    id = carnets.create(titled("A 0"))
    last = 0
    with writer(tmp_path, id, "A", 10_000) as process:
        assert process.stdout
        for line in process.stdout:
            if line.endswith("\n"):
                last = int(line)
            if last == after:
                process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL and last >= after
    kept = carnets.read(id)
    assert int(kept.carnet.title.split()[1]) in (last, last + 1), "the last acknowledged, or one whose end was not said"
    for one in carnets.revisions(id):
        carnets.revision(id, one.number)
    carnets.save(id, titled("A 999"), over=kept.mark)
    assert carnets.read(id).carnet.title == "A 999", "no lock outlives its process"
    assert not list(tmp_path.rglob(".*.json*")), "nothing half-written is left"


def test_two_processes_at_once_lose_no_save(tmp_path: Path) -> None:
    carnets = Carnets(tmp_path)
    id = carnets.create(titled("A 0"))
    with writer(tmp_path, id, "A", 40) as one, writer(tmp_path, id, "B", 40) as other:
        said = [int(line) for process in (one, other) for line in process.communicate(timeout=60)[0].splitlines()]
    assert sorted(said) == list(range(1, 81)), "each save went over the one before it: none was lost"
    assert carnets.read(id).carnet.title.endswith(" 80")


def test_a_full_disk_is_said_and_the_version_before_stays(tmp_path: Path) -> None:
    carnets = Carnets(tmp_path)
    id = carnets.create(titled("A 0"))
    with writer(tmp_path, id, "A", 1, "20") as process:  # no file of this process may pass 20 bytes
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "NotKeptError" in errors and "disque" in errors
    assert carnets.read(id).carnet.title == "A 0"
    assert not [path for path in (tmp_path / id).rglob("*.json*") if path.name != "carnet.json"], "nothing half-written"


def test_a_carnet_that_another_window_holds_too_long_is_said(carnets: Carnets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pasapas_widgets.carnets.keptfiles.PATIENCE", 0.1)
    id = carnets.create(titled("0"))
    with carnets._locked(id), pytest.raises(NotKeptError, match="Une autre fenêtre"):
        carnets.save(id, titled("1"), over=carnets.read(id).mark)
    carnets.save(id, titled("1"), over=carnets.read(id).mark)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes: a user's folder is the user's own")
def test_what_a_group_keeps_is_its_owners_alone(carnets: Carnets, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        id = carnets.create(titled("0"))
        carnets.save(id, titled("1"), over=carnets.read(id).mark)
        (tmp_path / "carnets" / id).chmod(0o755)  # as an earlier version made it
        carnets.save(id, titled("2"), over=carnets.read(id).mark)
        RunSheets(tmp_path / "deroules").create(load_kit().sessions[0])
    finally:
        os.umask(before)
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert len(found) == 9 and {"carnet.json", ".verrou", "revisions", "000002.json", "deroules"} <= found.keys()
    assert set(found.values()) == {0o600, 0o700}, found


def test_a_file_that_another_program_holds_for_long_is_said(
    carnets: Carnets, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    id, sheets = carnets.create(titled("0")), RunSheets(tmp_path / "deroules")
    sheet, mark = sheets.create(load_kit().sessions[0])
    monkeypatch.setattr("pasapas_widgets.places.wholefile.PATIENCE", 0)

    def held(*_: Path) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(NotKeptError, match="un autre programme tient son fichier"):
        carnets.save(id, titled("1"), over=carnets.read(id).mark)
    with pytest.raises(RunSheetError, match="un autre programme tient son fichier"):
        sheets.save(sheet, load_kit().sessions[1], over=mark)
    assert carnets.read(id).carnet == titled("0") and sheets.mark(sheet) == mark


@pytest.mark.parametrize(
    "id", ["", ".", "..", "../..", "/etc", "0123456789abcdef/..", "0123456789ABCDEF", "0123456789abcde\n", "a" * 4000,
           "0123456789abcdef", "con", "\x00" * 16],
)  # fmt: skip
def test_an_identifier_that_is_none_leads_nowhere(carnets: Carnets, tmp_path: Path, id: str) -> None:
    (tmp_path / "carnets").mkdir()
    (tmp_path / "carnet.json").write_text(Carnet(title="dehors").to_json(), encoding="utf-8")
    for call in (carnets.read, carnets.mark, carnets.revisions, carnets.erase, carnets.damaged):
        with pytest.raises(NotKeptError):
            call(id)
    with pytest.raises(NotKeptError):
        carnets.save(id, titled("x"), over="")
    assert (tmp_path / "carnet.json").exists()


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "CON", "a/b\\c", "\u202egnp.exe", "<script>", "\x00", "🙂" * 80, ""]
)
def test_any_title_is_only_a_title(carnets: Carnets, title: str) -> None:
    id = carnets.create(titled(title))
    assert carnets.read(id).carnet.title == title
    assert [path.name for path in carnets._folder.iterdir()] == [id] and re.fullmatch("[0-9a-f]{16}", id)


def test_what_lies_beside_the_carnets_is_left_alone(carnets: Carnets) -> None:
    id = carnets.create(titled("vrai"))
    (carnets._folder / "notes.txt").write_text("à moi", encoding="utf-8")
    (carnets._folder / "0123456789abcdef").mkdir()
    (carnets._folder / id / "revisions" / "brouillon.json").write_text("{", encoding="utf-8")
    assert [one.id for one in carnets.all()] == [id]
    assert carnets.revisions(id) == ()


def test_a_damaged_carnet_is_listed_with_its_reason_and_never_written_over(carnets: Carnets) -> None:
    id = carnets.create(titled("abîmé"))
    path = carnets._folder / id / "carnet.json"
    path.write_bytes(path.read_bytes()[:20])
    (listed,) = carnets.all()
    assert listed.fault and "coupé" in listed.fault
    with pytest.raises(CarnetError):
        carnets.read(id)
    with pytest.raises(CarnetError):
        carnets.save(id, titled("neuf"), over="rien")
    assert len(path.read_bytes()) == 20 == len(carnets.damaged(id))


def test_a_carnet_that_is_far_too_big_is_refused_before_the_disk(
    carnets: Carnets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pasapas_widgets.carnets.shelf.LARGEST", len(Carnet().to_json()) + 40)
    id = carnets.create(Carnet())
    with pytest.raises(NotKeptError, match="Mo"):
        carnets.save(id, titled("x" * 80), over=carnets.read(id).mark)
    assert carnets.read(id).carnet == Carnet()


def test_erased_is_gone_with_its_revisions(carnets: Carnets) -> None:
    id, other = carnets.create(titled("à effacer")), carnets.create(titled("autre"))
    carnets.save(id, titled("encore"), over=carnets.read(id).mark)
    carnets.erase(id)
    assert [one.id for one in carnets.all()] == [other]
    assert not (carnets._folder / id).exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "carnets").write_text("un fichier", encoding="utf-8")
    assert Carnets(tmp_path / "carnets").all() == ()
    with pytest.raises(NotKeptError, match="disque"):
        Carnets(tmp_path / "carnets").create(Carnet())


def test_the_users_own_folder_is_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASAPAS_DATA", str(tmp_path / "à moi"))
    id = Carnets().create(titled("x"))
    assert (tmp_path / "à moi" / "carnets" / id / "carnet.json").is_file()
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    monkeypatch.setenv("PASAPAS_DATA", str(tmp_path / "fichier"))
    with pytest.raises(FolderError):
        Carnets()
