"""The user's own copies: put there, kept up to date, never overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pasapas_widgets.exports.course.pictures import picture_of
from pasapas_widgets.files.dossiers import open_dossier
from pasapas_widgets.model.exercise.structure import Figure
from pasapas_widgets.places import owncopies
from pasapas_widgets.places.folders import FolderError, own_workbooks_dir
from pasapas_widgets.places.owncopies import RECORD, Beside, refresh, shipped
from pasapas_widgets.places.shipped import samples_dir

FIRST = "00_accueil.ipynb"


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of workbooks that ships in place of the real one, to be changed as an upgrade does."""
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / FIRST).write_text("version 1", encoding="utf-8")
    monkeypatch.setattr(owncopies, "workbooks_dir", lambda: folder)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "Pas à pas"
    folder.mkdir()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_that_ships_is_put_in_an_empty_folder(own: Path) -> None:
    assert refresh(own, version="1") == []
    there = contents(own)
    assert there.pop(RECORD)
    assert there == {name: source.read_bytes() for name, source in shipped()}
    assert {FIRST, "01_autodiagnostic.ipynb", "02_resultats.ipynb", "exemples/equipe_24.csv"} <= set(there)


def test_the_dossiers_of_the_course_and_every_sample_that_people_open_are_among_them(own: Path) -> None:
    refresh(own, version="1")
    there, samples = contents(own), samples_dir()
    opened = [path for path in samples.rglob("*") if path.suffix in {".csv", ".json", ".xlsx"}]
    asked = {f"exemples/{path.relative_to(samples).as_posix()}" for path in opened if path.name != "datapackage.json"}
    assert {"exemples/dossiers/mecs/vagues.csv", "exemples/dossiers/mecs/carnet.json"} <= asked
    assert asked <= set(there)


def test_a_dossier_is_changed_beside_ones_own_module(own: Path) -> None:
    refresh(own, version="1")
    mine = own / "exemples" / "dossiers" / "mecs" / "vagues.csv"
    mine.write_bytes(b"\n".join(mine.read_bytes().splitlines()[: 1 + 7 * 32]) + b"\n")
    shipped_one, changed = open_dossier("mecs"), open_dossier("mecs", beside=own / "exemples")
    assert changed.waves[0].results.n_sheets < shipped_one.waves[0].results.n_sheets
    figure = Figure(dossier="mecs", shows="radar")
    drawn = picture_of(figure, own / "exemples")
    mine.write_bytes(b"\n".join(mine.read_bytes().splitlines()[: 1 + 6 * 32]) + b"\n")
    again = open_dossier("mecs", beside=own / "exemples")
    assert again.waves[0].results.n_sheets == 6, "what its author has changed is read again in the same notebook"
    assert picture_of(figure, own / "exemples") != drawn


def test_an_untouched_copy_follows_the_upgrade(own: Path, release: Path) -> None:
    refresh(own, version="1")
    (release / FIRST).write_text("version 2", encoding="utf-8")
    assert refresh(own, version="2") == []
    assert (own / FIRST).read_text(encoding="utf-8") == "version 2"
    assert not list(own.glob("*version*"))


def test_a_changed_copy_is_kept_and_the_new_version_is_put_beside_once(own: Path, release: Path) -> None:
    refresh(own, version="1")
    (own / FIRST).write_text("à moi", encoding="utf-8")
    assert refresh(own, version="1") == [], "the same version again is no news"
    (release / FIRST).write_text("version 2", encoding="utf-8")
    beside = "00_accueil (version 2).ipynb"
    assert refresh(own, version="2") == [Beside(own=FIRST, new=beside)]
    assert (own / FIRST).read_text(encoding="utf-8") == "à moi"
    assert (own / beside).read_text(encoding="utf-8") == "version 2"
    (own / beside).unlink()
    assert refresh(own, version="2") == [] and not (own / beside).exists(), "put there once"


def test_what_was_put_beside_is_never_overwritten_either(own: Path, release: Path) -> None:
    refresh(own, version="1")
    (own / FIRST).write_text("à moi", encoding="utf-8")
    (own / "00_accueil (version 2).ipynb").write_text("à moi aussi", encoding="utf-8")
    (release / FIRST).write_text("version 2", encoding="utf-8")
    assert refresh(own, version="2")[0].new == "00_accueil (version 2, 2).ipynb"
    assert (own / "00_accueil (version 2).ipynb").read_text(encoding="utf-8") == "à moi aussi"


@pytest.mark.parametrize("record", [None, b"", b"{", b'{"00_accueil.ipynb": 3}', b"\xff\xfe", b"[]"])
def test_without_its_record_every_copy_is_the_users(own: Path, release: Path, record: bytes | None) -> None:
    (own / FIRST).write_text("de je ne sais quand", encoding="utf-8")
    if record is not None:
        (own / RECORD).write_bytes(record)
    assert len(refresh(own, version="1")) == 1
    assert (own / FIRST).read_text(encoding="utf-8") == "de je ne sais quand"
    assert (own / "00_accueil (version 1).ipynb").read_text(encoding="utf-8") == "version 1"


def test_a_file_that_cannot_be_written_is_one_sentence_and_nothing_is_lost(own: Path, release: Path) -> None:
    refresh(own, version="1")
    before = contents(own)
    (own / FIRST).unlink()
    (own / FIRST).mkdir()
    with pytest.raises(FolderError, match=FIRST) as told:
        refresh(own, version="1")
    assert "\n" not in str(told.value)
    assert contents(own) == {name: data for name, data in before.items() if name != FIRST}


def test_the_folder_is_the_one_chosen_then_the_variable_then_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PASAPAS_CARNETS", raising=False)
    if os.name == "posix":
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        assert own_workbooks_dir() == tmp_path / "Documents" / "Pas à pas"
    monkeypatch.setenv("PASAPAS_CARNETS", str(tmp_path / "variable"))
    assert own_workbooks_dir() == tmp_path / "variable"
    assert own_workbooks_dir(tmp_path / "option") == tmp_path / "option"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "Documents").write_text("", encoding="utf-8")
    with pytest.raises(FolderError, match="ne peut pas être écrit") as told:
        own_workbooks_dir(tmp_path / "Documents" / "Pas à pas")
    assert "\n" not in str(told.value) and "--dossier" in str(told.value)
