"""What is chosen when a room is opened: where it listens, what phones are shown, what the window says."""

from __future__ import annotations

from pathlib import Path

import pytest

from pasapas_widgets.app.choices import RoomChoices
from pasapas_widgets.app.lan import room_address
from pasapas_widgets.app.startup import room_lines
from pasapas_widgets.cli import CommandError, salle

HOME = "http://127.0.0.1:9100"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASAPAS_DATA", str(tmp_path))


def test_alone_listens_to_this_computer_and_asks_nothing() -> None:
    choices = RoomChoices()
    room = choices.room()
    choices.place(room, 9100)
    assert choices.listened == ("127.0.0.1",) and not room.doors.asked
    assert (room.address, choices.entrance(room, HOME)) == (HOME, HOME + "/")
    assert not room.exists, "opening the app makes no store"


def test_a_room_listens_to_all_or_to_the_address_given_and_always_to_its_kernels() -> None:
    assert RoomChoices(network=True).listened == ("0.0.0.0",)
    assert RoomChoices(network=True, address="0.0.0.0").listened == ("0.0.0.0",)
    assert RoomChoices(network=True, address="192.0.2.7").listened == ("192.0.2.7", "127.0.0.1")
    assert RoomChoices(network=True, address="127.0.0.1").listened == ("127.0.0.1",)


def test_the_address_of_the_network_is_shown_and_named() -> None:
    found = room_address()
    assert found is None or not found.startswith("127.")
    choices = RoomChoices(network=True)
    room = choices.room()
    choices.place(room, 9100)
    assert room.address == f"http://{found or '127.0.0.1'}:9100"
    assert room.doors.names >= {"localhost", found or "127.0.0.1"}


@pytest.mark.parametrize(
    ("public", "address", "names", "secure"),
    [
        ("https://salle.exemple.fr", "https://salle.exemple.fr", "salle.exemple.fr", True),
        ("https://salle.exemple.fr:8443/", "https://salle.exemple.fr:8443", "salle.exemple.fr", True),
        ("portable.local", "http://portable.local:9100", "portable.local", False),
        ("portable.local:80", "http://portable.local:80", "portable.local", False),
    ],
)
def test_behind_another_server_its_name_is_shown(public: str, address: str, names: str, secure: bool) -> None:
    choices = RoomChoices(network=True, public=public, secret="un-secret & demi", address="127.0.0.2")
    room = choices.room()
    choices.place(room, 9100)
    assert (room.address, room.doors.secure) == (address, secure) and names in room.doors.names
    assert room.listening == ("127.0.0.2", 9100), "the self-test goes to the server itself"
    assert choices.entrance(room, HOME) == f"{address}/?jeton=un-secret%20%26%20demi"


def test_a_secret_that_the_window_may_not_show_is_typed() -> None:
    choices = RoomChoices(network=True, secret="un-secret-et-demi", shown=False, address="127.0.0.2")
    room = choices.room()
    choices.place(room, 9100)
    assert choices.entrance(room, HOME) == HOME + "/salle/entrer"


def test_the_same_secret_makes_the_same_cookie_and_says_nothing_of_it() -> None:
    first, again, other = (
        RoomChoices(network=True, secret=secret).room().doors
        for secret in ("un-secret-00", "un-secret-00", "autre-00-0000")
    )
    assert (first.cookie, first.kernel_token) == (again.cookie, again.kernel_token)
    assert len({*first.cookie, *other.cookie, first.kernel_token, other.kernel_token}) == 6
    drawn = {RoomChoices().room().doors.secret for _ in range(5)}
    assert len(drawn) == 5 and all(len(one) >= 22 for one in drawn)


def test_the_window_says_when_no_phone_can_come_and_when_the_system_will_ask() -> None:
    choices = RoomChoices(network=True, address="127.0.0.1")
    room = choices.room()
    choices.place(room, 9100)
    alone = room_lines(room, entrance=HOME, chosen=False, platform="linux")
    assert any("--adresse" in line for line in alone) and "Ctrl" in alone[-1]
    chosen = room_lines(room, entrance=HOME, chosen=True, moved=True, platform="win32")
    assert not any("--adresse" in line for line in chosen)
    assert any("8866" in line for line in chosen) and any("Autoriser" in line for line in chosen)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("192.168.1.20", "192.168.1.20"), ("http://192.168.1.20/", "192.168.1.20"), ("192.168.1.20.", "192.168.1.20"),
        (" 192.168.1.20/s/", "192.168.1.20"),
    ],
)  # fmt: skip
def test_the_address_of_this_computer_is_read_as_people_write_it(written: str, read: str) -> None:
    assert salle._address(written) == read
    for refused in ("192.168.1.20:8866", "portable.local", ""):
        with pytest.raises(CommandError, match="comme 192"):
            salle._address(refused)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://salle.exemple.fr/", "https://salle.exemple.fr"), ("salle.exemple.fr.", "salle.exemple.fr"),
        ("https://salle.exemple.fr/s/", "https://salle.exemple.fr"), ("portable.local:9100/S", "portable.local:9100"),
    ],
)  # fmt: skip
def test_the_name_of_the_room_is_read_as_people_write_it(written: str, read: str) -> None:
    assert salle._public(written) == read
