"""What is carried away: appointments that move, Word in its current form and in French, files that others hold."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from taken_home import SAMPLES

from pasapas_widgets.cli import main
from pasapas_widgets.exports.formats.calendars import stamps
from pasapas_widgets.exports.formats.word import Writer
from pasapas_widgets.places.wholefile import moved


def test_an_event_written_again_has_a_higher_number() -> None:
    first = dict(stamps(dt.datetime(2026, 11, 28, 9, 0, tzinfo=dt.UTC)))
    again = dict(stamps(dt.datetime(2026, 11, 28, 9, 5, tzinfo=dt.UTC)))
    assert again["sequence"] == int(str(first["sequence"])) + 5 and again["last-modified"] != first["last-modified"]


def test_word_opens_it_as_today_s_and_in_french() -> None:
    file = io.BytesIO()
    Writer("Essai", day=dt.date(2026, 11, 28)).document.save(file)
    settings = zipfile.ZipFile(file).read("word/settings.xml").decode()
    assert 'w:name="compatibilityMode"' in settings and 'w:val="15"' in settings and 'w:val="14"' not in settings
    assert 'themeFontLang w:val="fr-FR"' in settings


def test_a_file_that_is_held_for_a_moment_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unfinished, path = tmp_path / ".a", tmp_path / "a"
    unfinished.write_bytes(b"new")
    path.write_bytes(b"old")
    tries, replace = [], Path.replace

    def held(self: Path, target: Path) -> Path:
        tries.append(self)
        if len(tries) < 4:
            raise PermissionError(5, "held")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    moved(unfinished, path)
    assert path.read_bytes() == b"new" and len(tries) == 4
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(5, "held")))
    with pytest.raises(PermissionError):
        moved(path, tmp_path / "b")


@pytest.mark.parametrize(
    "command", [["analyser", "a"], ["verifier", "a"], ["exporter", "a", "--format", "csv", "-o", "b.csv"]]
)
def test_a_file_that_another_program_holds_is_said_in_one_sentence(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = Path.open

    def held(self: Path, *more: Any, **named: Any) -> Any:
        if self.name == "a":
            raise PermissionError(13, "Permission denied")
        return real(self, *more, **named)

    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_text("a")
    monkeypatch.setattr(Path, "open", held)
    assert main(command) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert said.startswith("a : l'ordinateur refuse") and "Excel" in said and "denied" not in said


def test_a_file_held_while_it_is_written_is_said_and_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "sharing violation")

    out = tmp_path / "plan.xlsx"
    out.write_bytes(b"open in Excel")
    monkeypatch.setattr("pasapas_widgets.places.wholefile.PATIENCE", 0.1)
    monkeypatch.setattr(Path, "replace", held)
    assert main(["exporter", str(SAMPLES / "carnet_exemple.json"), "--format", "xlsx", "-o", str(out)]) == 1
    assert "le fermer s'il est ouvert" in capsys.readouterr().err and out.read_bytes() == b"open in Excel"
    assert [one.name for one in tmp_path.iterdir()] == ["plan.xlsx"], "nothing half-written is left"


@pytest.mark.parametrize("console", ["cp1252", "ascii", "latin-1"])
def test_json_of_each_command_is_utf_8_in_a_process_of_its_own(console: str, tmp_path: Path) -> None:
    (tmp_path / "q.yaml").write_text("id: é\n", "utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": console, "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    for command in (
        ["verifier", str(tmp_path / "q.yaml")],
        ["eligibilite", "--departement", "69", "--date", "2025-03-01"],
        ["analyser", str(SAMPLES / "equipe_24.csv")],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "pasapas_widgets.cli", *command, "--json"], env=environment, capture_output=True
        )
        assert json.loads(done.stdout.decode("utf-8")), (console, command, done.stderr[-300:])


def test_json_is_utf_8_whatever_the_console_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "q.yaml").write_text("id: é\n", "utf-8")
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="cp1252"))
    main(["verifier", str(tmp_path / "q.yaml"), "--json"])
    assert not json.loads(out.getvalue().decode("utf-8"))["valable"]
