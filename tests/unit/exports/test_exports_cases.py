"""What is carried away: appointments that move, Word in its current form and in French, files that others hold."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

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


def test_json_is_utf_8_whatever_the_console_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "q.yaml").write_text("id: é\n", "utf-8")
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="cp1252"))
    main(["verifier", str(tmp_path / "q.yaml"), "--json"])
    assert not json.loads(out.getvalue().decode("utf-8"))["valable"]
