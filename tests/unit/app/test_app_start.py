"""How the app starts: its port, the first that already runs, what its window says."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pasapas_widgets.app.instance import RECORD, Instance, first_instance
from pasapas_widgets.app.ports import free_port, is_free
from pasapas_widgets.app.startup import start_lines


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_gives_way_to_the_next_that_is_free(taken: int) -> None:
    assert not is_free(taken)
    found = free_port(taken)
    assert found != taken and is_free(found)


def test_the_firewall_question_is_explained_where_it_can_come_up() -> None:
    def told(platform: str) -> bool:
        return any("réseau" in line for line in start_lines("http://127.0.0.1:8866/", platform=platform))

    assert told("win32") and told("darwin") and not told("linux")


def test_the_app_alone_loads_nothing_of_the_database_before_a_session() -> None:
    code = "import sys, pasapas_widgets.app.server; print([m for m in ('sqlalchemy', 'numpy') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_another_port_than_usual_is_said() -> None:
    lines = start_lines("http://127.0.0.1:8867/", moved=True, platform="linux")
    assert "http://127.0.0.1:8867/" in lines[0] and "8866" in lines[1]


class Stranger(BaseHTTPRequestHandler):
    """Another program on the port: it answers 200 to everything."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def stranger() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Stranger)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_another_program_on_the_recorded_port_is_not_taken_for_the_app(tmp_path: Path, stranger: int) -> None:
    Instance.here(port=stranger, run_folder="").write(tmp_path)
    assert first_instance(tmp_path) is None
    assert not (tmp_path / RECORD).exists()


@pytest.mark.parametrize("record", [b"", b"{", b"[]", b'{"port": "x"}', b"\xff", b'{"port": 1, "pid": 1}'])
def test_a_damaged_record_is_ignored(tmp_path: Path, record: bytes) -> None:
    (tmp_path / RECORD).write_bytes(record)
    assert first_instance(tmp_path) is None


def test_what_a_killed_app_left_is_swept_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, other = tmp_path / "pasapas-abc", tmp_path / "photos"
    for folder in (left, other):
        folder.mkdir()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        Instance.here(port=port, run_folder=str(folder)).write(tmp_path)
        assert first_instance(tmp_path) is None
        assert not (tmp_path / RECORD).exists()
    assert not left.exists() and other.exists()


def test_an_app_forgets_its_own_record_only(tmp_path: Path) -> None:
    first, second = (Instance.here(port=1, run_folder="") for _ in range(2))
    first.write(tmp_path)
    second.forget(tmp_path)
    assert (tmp_path / RECORD).exists()
    first.forget(tmp_path)
    assert not (tmp_path / RECORD).exists()
