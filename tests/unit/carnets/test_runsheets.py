"""Run sheets: the model, variants on the disk, wrong files, kills, two windows, the widget without a browser."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets import RunSheet
from pasapas_widgets.carnets.runsheetdesk import RunSheetDesk, changed_session
from pasapas_widgets.carnets.runsheets import (
    LARGEST,
    MovedError,
    RunSheetError,
    RunSheets,
    read_run_sheet,
    workbook_titles,
    written_run_sheet,
)
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.kit.readysessions import LONGEST, arranged
from pasapas_widgets.rules.changes import Change, ChangeError

MODEL = load_kit().sessions[0]


@pytest.fixture
def sheets(tmp_path: Path) -> RunSheets:
    return RunSheets(tmp_path / "deroules")


def told(**changes: Any) -> bytes:
    plain = json.loads(written_run_sheet(arranged(MODEL)))
    plain["deroule"] |= changes
    return json.dumps(plain).encode()


def sequence(**changes: Any) -> dict[str, Any]:
    return msgspec.to_builtins(MODEL.sequences[0]) | changes  # type: ignore[no-any-return]


# ---------------------------------------- the model


def test_the_models_say_what_a_trainer_needs() -> None:
    lengths = [(one.id, one.minutes) for one in load_kit().sessions]
    assert lengths[:3] == [("S-2H", 120), ("S-DEMI", 210), ("S-JOUR", 480)]
    assert [*lengths[3:]] == [
        ("S-45", 45), ("S-NUIT", 60), ("S-DISTANCE", 120), ("S-CSE", 60), ("S-DIRECTION", 45), ("S-REVUE", 90),
        ("S-WEB", 45), ("S-TERRITOIRE", 210),
    ]  # fmt: skip
    for session in load_kit().sessions:
        assert session.before and session.material and session.group
        assert session.length == session.minutes
        for one in session.sequences:
            assert one.trainer
            assert one.is_break or one.production or one.workbook


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["", "a", "b", "q1", "q2"])), min_size=1, max_size=20))
def test_sequences_follow_each_other_without_a_gap_and_have_names(parts: list[tuple[int, str]]) -> None:
    replaced = msgspec.structs.replace
    sequences = tuple(replaced(MODEL.sequences[0], minutes=minutes, id=id, start=7) for minutes, id in parts)
    found = arranged(replaced(MODEL, sequences=sequences))
    end = 0
    for one, (minutes, _) in zip(found.sequences, parts, strict=True):
        assert (one.start, one.minutes) == (end, minutes)
        end += minutes
    ids = [one.id for one in found.sequences]
    assert all(ids) and len(set(ids)) == len(ids)
    assert arranged(found) == found


def test_a_session_longer_than_a_day_and_a_night_is_refused() -> None:
    long = msgspec.structs.replace(MODEL.sequences[0], minutes=600)
    with pytest.raises(ValueError):
        arranged(msgspec.structs.replace(MODEL, sequences=(long,) * 3))
    change = Change(op="set", path=("sequences", "q1", "duree"), value=600)
    session = arranged(msgspec.structs.replace(MODEL, sequences=(long, long, MODEL.sequences[0])))
    with pytest.raises(ChangeError, match=f"{LONGEST // 60} heures"):
        changed_session(session, Change(op="set", path=("sequences", session.sequences[2].id, "duree"), value=600))
    assert changed_session(session, change) == session


# ---------------------------------------- files


def test_a_file_read_back_is_the_same() -> None:
    for session in load_kit().sessions:
        assert read_run_sheet(written_run_sheet(arranged(session))) == arranged(session)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "coupé"),
        (b"\x89PNG", "coupé"),
        (written_run_sheet(MODEL)[:300], "coupé"),
        (b"[1]", "n'est pas un déroulé"),
        (b'{"format": 1}', "n'est pas un déroulé"),
        (b'{"format": true, "deroule": {}}', "n'est pas un déroulé"),
        (b'{"format": 2, "deroule": {}}', "plus récente"),
        (b"[" * 100_000, "coupé"),
        (told(titre=""), "Champ « titre »"),
        (told(titre=None), "Champ « titre » : texte attendu, vide trouvé"),
        (told(nom="x"), "clé inconnue « nom »"),
        (told(duree_totale=0), "Champ « duree_totale »"),
        (told(prealable="mandat"), "Champ « prealable »"),
        (told(sequences=[]), "Champ « sequences »"),
        (told(sequences=[3]), "Séquence 1"),
        (told(sequences=[sequence(), sequence(duree=0)]), "Séquence 2, champ « duree »"),
        (told(sequences=[sequence(duree="dix")]), "Séquence 1, champ « duree » : nombre entier attendu, texte trouvé"),
        (told(sequences=[sequence(methode="M99")]), "la méthode « M99 » n'existe pas"),
        (told(sequences=[sequence(application="99_rien")]), "le carnet « 99_rien » n'existe pas"),
        (told(sequences=[sequence(duree=600)] * 3), "24 heures"),
        (b" " * (LARGEST + 1), "200 Ko"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(RunSheetError) as caught:
        read_run_sheet(data)
    sentence = str(caught.value).replace("\N{NO-BREAK SPACE}", " ")
    assert said in sentence and "\n" not in sentence and len(sentence) < 400
    assert len(caught.value.faults) == 1


def test_every_fault_has_its_sentence() -> None:
    wrong = told(titre="", sequences=[sequence(duree=0), sequence(), sequence(titre=4)])
    with pytest.raises(RunSheetError) as caught:
        read_run_sheet(wrong)
    assert len(caught.value.faults) == 3
    assert all(part in str(caught.value) for part in ("Séquence 1", "Séquence 3", "titre"))


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda x: st.lists(x, max_size=3), max_leaves=5))
def test_whatever_a_file_holds_it_is_read_or_told(value: Any) -> None:
    for key in ("titre", "duree_totale", "sequences", "materiel"):
        try:
            read_run_sheet(told(**{key: value}))
        except RunSheetError as error:
            assert error.faults


def test_links_lead_to_workbooks_with_a_title() -> None:
    assert workbook_titles()["02_resultats"]
    assert "seance" not in workbook_titles()


# ---------------------------------------- on the disk


def test_variants_are_kept_and_listed_the_last_saved_first(sheets: RunSheets) -> None:
    assert sheets.all() == ()
    id, mark = sheets.create(MODEL)
    other, _ = sheets.create(msgspec.structs.replace(MODEL, title="Autre"))
    os.utime(sheets._folder / f"{id}.json", (1, 1))
    assert [one.id for one in sheets.all()] == [other, id]
    after = sheets.save(id, msgspec.structs.replace(MODEL, title="Renommée"), over=mark)
    assert sheets.read(id)[0].title == "Renommée" and sheets.mark(id) == after
    sheets.erase(id)
    assert [one.title for one in sheets.all()] == ["Autre"]
    for bad in (id, "../../etc/passwd", "", "0" * 16):
        with pytest.raises(RunSheetError):
            sheets.read(bad)


def test_a_damaged_variant_is_listed_with_its_reason_and_left_alone(sheets: RunSheets) -> None:
    id, _ = sheets.create(MODEL)
    path = sheets._folder / f"{id}.json"
    path.write_bytes(b"{")
    (listed,) = sheets.all()
    assert listed.fault and "coupé" in listed.fault
    assert path.read_bytes() == b"{"


def test_two_windows_never_overwrite_each_other(sheets: RunSheets) -> None:
    one = RunSheetDesk(sheets)
    one.adapt()
    other = RunSheetDesk(sheets)
    other.open_sheet(one.id)
    before = one.id
    one.change([Change(op="set", path=("groupe",), value="la première")])
    other.change([Change(op="set", path=("groupe",), value="la seconde")])
    assert sheets.read(before)[0].group == "la première", "nothing was overwritten"
    assert other.id != before and other.kept and sheets.read(other.id)[0].group == "la seconde"
    assert other.session.title in other.told and "autre fenêtre" in other.told
    with pytest.raises(MovedError):
        sheets.save(before, MODEL, over="0" * 32)
    one.erase()
    third = RunSheetDesk(sheets)
    third.open_sheet(other.id)
    other.erase()
    third.change([Change(op="set", path=("groupe",), value="la troisième")])
    assert third.kept and sheets.read(third.id)[0].group == "la troisième", "erased elsewhere, kept here"


def test_what_another_window_saved_is_taken_where_nothing_waits(sheets: RunSheets) -> None:
    one = RunSheetDesk(sheets)
    one.adapt()
    other = RunSheetDesk(sheets)
    other.open_sheet(one.id)
    one.change([Change(op="set", path=("groupe",), value="vu")])
    assert other.look() and other.session.group == "vu"
    assert not other.look()


def test_a_disk_that_refuses_is_said_and_comes_back(sheets: RunSheets) -> None:
    desk = RunSheetDesk(sheets)
    desk.adapt()
    away = sheets._folder.with_name("ailleurs")
    sheets._folder.rename(away)
    sheets._folder.write_text("a file where the folder was")
    desk.change([Change(op="set", path=("groupe",), value="gardé en mémoire")])
    assert not desk.kept and "disque" in desk.fault and desk.session.group == "gardé en mémoire"
    sheets._folder.unlink()
    away.rename(sheets._folder)
    desk.save()
    assert desk.kept and not desk.fault and sheets.read(desk.id)[0].group == "gardé en mémoire"


WRITER = """
import sys
from pathlib import Path
import msgspec
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.carnets.runsheets import RunSheets
sheets = RunSheets(Path(sys.argv[1]))
session = load_kit().sessions[2]
id, mark = sheets.create(session)
print(id, flush=True)
n = 0
while True:
    n += 1
    mark = sheets.save(id, msgspec.structs.replace(session, title=f"Version {n}"), over=mark)
"""


def test_a_killed_process_leaves_a_whole_variant(tmp_path: Path) -> None:
    folder = tmp_path / "deroules"
    for wait in (0.05, 0.13):
        command = [sys.executable, "-c", WRITER, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            id = process.stdout.readline().strip()
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
        sheets = RunSheets(folder)
        session, mark = sheets.read(id)
        assert session.title.startswith(("Version", "Une journée"))
        sheets.save(id, MODEL, over=mark)
        assert sheets.read(id)[0] == arranged(MODEL), "the lock has gone with the process"


# ---------------------------------------- undo, changes


def test_undo_goes_back_to_each_value_and_the_disk_follows(sheets: RunSheets) -> None:
    desk = RunSheetDesk(sheets)
    desk.adapt()
    begun = desk.session
    first = begun.sequences[0].id
    desk.change([Change(op="remove", path=("sequences",), value=first)])
    assert desk.session.sequences[0].start == 0 and len(desk.session.sequences) == len(begun.sequences) - 1
    for letter in ("R", "Re", "Ren"):
        desk.change([Change(op="set", path=("titre",), value=letter)], group="titre")
    desk.undo()
    assert desk.session.title == begun.title, "what was typed in one field is one step"
    desk.undo()
    assert desk.session == begun == sheets.read(desk.id)[0]
    desk.redo()
    desk.redo()
    assert desk.session.title == "Ren" == sheets.read(desk.id)[0].title


@pytest.mark.parametrize(
    "change",
    [
        Change(op="set", path=("id",), value="autre"),
        Change(op="set", path=("inconnu",), value=1),
        Change(op="set", path=("sequences", "rien", "duree"), value=5),
        Change(op="set", path=("sequences", "q1", "duree"), value=0),
        Change(op="set", path=("titre",), value=""),
        Change(op="set", path=("sequences",), value=[]),
        Change(op="set", path=("sequences",), value=[{"titre": "x"}]),
        Change(op="add", path=("sequences",), value="x"),
    ],
)
def test_a_change_that_does_not_fit_changes_nothing(sheets: RunSheets, change: Change) -> None:
    desk = RunSheetDesk(sheets)
    desk.adapt()
    before = desk.session
    with pytest.raises(ChangeError):
        desk.change([change])
    assert desk.session == before == sheets.read(desk.id)[0]


# ---------------------------------------- the widget


def send(widget: RunSheet, *messages: dict[str, Any]) -> None:
    first = widget.seen + 1
    widget.incoming = {"messages": [{"seq": first + n} | one for n, one in enumerate(messages)]}


def test_a_model_does_not_change_until_it_is_a_variant(sheets: RunSheets) -> None:
    widget = RunSheet(sheets)
    change = {"verb": "change", "changes": [{"op": "set", "path": ["titre"], "value": "La nôtre"}]}
    send(widget, change)
    assert "variante" in widget.refusals[-1]["phrase"] and sheets.all() == ()
    send(widget, {"verb": "open", "id": "S-JOUR"}, {"verb": "adapt"}, change)
    assert widget.state["ouvert"] and widget.ack == widget.seen
    assert [one.title for one in sheets.all()] == ["La nôtre"]
    assert repr(RunSheet(sheets)) == "<RunSheet : La nôtre>", "the last variant is found again"
    send(widget, {"verb": "duplicate"})
    assert sorted(one["titre"] for one in widget.sheets) == ["La nôtre", "La nôtre (copie)"]
    send(widget, {"verb": "erase"})
    assert widget.state["deroule"] == "S-2H" and len(sheets.all()) == 1


def test_files_go_out_and_come_in(sheets: RunSheets) -> None:
    widget = RunSheet(sheets)
    send(widget, {"verb": "adapt"}, {"verb": "download"})
    assert widget.file_name.startswith("deroule-deux-heures") and widget.file_name.endswith(".json")
    send(widget, {"verb": "bring", "data": widget.file})
    assert len(sheets.all()) == 2 and "ajoutée" in widget.done
    send(widget, {"verb": "bring", "data": b"{"})
    assert "coupé" in widget.refusals[-1]["phrase"] and len(sheets.all()) == 2
    send(widget, {"verb": "print", "start": "08:30"})
    assert bytes(widget.file).startswith(b"%PDF-") and widget.file_name.endswith(".pdf")
    send(widget, {"verb": "print", "start": "bientôt"}, {"verb": "open"}, {"verb": "open", "id": "../x"})
    assert len(widget.refusals) == 4


def test_what_looks_like_a_person_is_flagged_and_the_models_are_not(sheets: RunSheets) -> None:
    widget = RunSheet(sheets)
    for model in load_kit().sessions:
        send(widget, {"verb": "open", "id": model.id}, {"verb": "adapt"})
        assert widget.traces == [], model.id
    path = ["sequences", widget.carnet["sequences"][0]["id"], "formateur"]
    send(widget, {"verb": "change", "changes": [{"op": "set", "path": path, "value": "Mme Durand ouvre."}]})
    assert widget.traces == ["Durand"]


def test_on_binder_the_browser_keeps_it_for_the_tab_only(sheets: RunSheets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "https://mybinder.org/")
    monkeypatch.setenv("BINDER_REQUEST", "v2/gh/une/autre/HEAD")
    monkeypatch.setenv("BINDER_REPO_URL", "https://github.com/une/autre")
    assert RunSheet(sheets).state["navigateur"] == "session"


def test_a_run_sheet_in_a_kernel_loads_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys; from pasapas_widgets import RunSheet; RunSheet();"
        "print([m for m in ('numpy', 'matplotlib', 'pandas', 'typst') if m in sys.modules])"
    )
    environment = {**os.environ, "PASAPAS_DATA": str(tmp_path)}
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert out.stdout.strip() == "[]"
