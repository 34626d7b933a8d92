"""A file written whole: nothing half-written, nobody else's to read, a program that holds it waited for."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from pasapas_widgets.places import wholefile
from pasapas_widgets.places.folders import data_dir
from pasapas_widgets.places.wholefile import HeldError, private_folder, put

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes: a user's folder is the user's own")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[float]]:
    """Let another program hold the file for so many tries, on a clock that only waiting moves."""

    def hold(times: int) -> list[float]:
        clock, real = [0.0], os.replace

        def replace(*paths: Path) -> None:
            nonlocal times
            times -= 1
            if times >= 0:
                raise PermissionError(13, "Access is denied")
            real(*paths)

        monkeypatch.setattr(os, "replace", replace)
        monkeypatch.setattr(wholefile, "sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
        monkeypatch.setattr(wholefile, "monotonic", lambda: clock[0])
        return clock

    return hold


def test_a_file_held_for_a_moment_is_waited_for(tmp_path: Path, held: Callable[[int], list[float]]) -> None:
    (tmp_path / "a.json").write_bytes(b"avant")
    clock = held(4)
    put(tmp_path / "a.json", b"apres")
    assert (tmp_path / "a.json").read_bytes() == b"apres" and 0 < clock[0] < wholefile.PATIENCE


def test_a_file_held_for_long_is_left_as_it_is_and_said(tmp_path: Path, held: Callable[[int], list[float]]) -> None:
    (tmp_path / "a.json").write_bytes(b"avant")
    clock = held(10_000)
    with pytest.raises(HeldError):
        put(tmp_path / "a.json", b"apres")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"], "nothing half-written is left"
    assert (tmp_path / "a.json").read_bytes() == b"avant" and clock[0] >= wholefile.PATIENCE


@posix
def test_a_private_file_is_its_owners_alone_and_another_follows_the_users_own_rule(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"avant")
    (tmp_path / "a.json").chmod(0o644)
    before = os.umask(0o022)
    try:
        put(tmp_path / "a.json", b"apres", private=True)
        put(tmp_path / "b.pdf", b"export")
    finally:
        os.umask(before)
    assert (mode(tmp_path / "a.json"), mode(tmp_path / "b.pdf")) == (0o600, 0o644)


@posix
def test_a_private_folder_is_its_owners_alone_and_what_holds_it_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "old").mkdir(mode=0o755)
    for name in ("old", "new"):
        private_folder(tmp_path / name)
        assert mode(tmp_path / name) == 0o700
    assert mode(tmp_path) == 0o755


@posix
def test_the_data_folder_is_made_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASAPAS_DATA", str(tmp_path / "un" / "nouveau"))
    assert mode(data_dir()) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="devices are no files there")
def test_what_is_no_file_is_written_and_never_replaced(tmp_path: Path) -> None:
    device = tmp_path / "rien"
    device.symlink_to(os.devnull)
    put(device, b"une feuille")
    assert device.is_symlink()
    assert list(tmp_path.iterdir()) == [device]
