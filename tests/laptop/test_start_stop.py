"""Start, second start, stop: the real commands, and what is left of them on the machine."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
from place import Place

BOOK = "voila/render/workbooks/01_autodiagnostic.ipynb"
STOPS = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program holds."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def address(said: list[str]) -> str:
    found = re.search(r"http://\S+", " ".join(said))
    assert found, said
    return found[0]


def gone(processes: list[psutil.Process]) -> bool:
    for _ in range(200):
        if not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("name", STOPS)
def test_stopping_the_app_leaves_no_process_and_no_file(place: Place, name: signal.Signals) -> None:
    with place.started("--no-browser") as (process, said):
        with urlopen(address(said) + BOOK) as page:
            assert b"<!-- pasapas:fin -->" in page.read()
        family = psutil.Process(process.pid).children(recursive=True)
        assert family and place.left(), "a kernel runs and has its connection file"
        process.send_signal(name)
        out, err = process.communicate(timeout=40)
        assert (process.returncode, out, err) == (0, "", "")
        assert gone(family)
        assert place.left() == []


def test_a_second_start_finds_the_first(place: Place) -> None:
    with place.started("--no-browser") as (process, said):
        second = place.run("--no-browser")
        assert (second.returncode, second.stderr) == (0, "")
        assert address([second.stdout]) == address(said)
        assert "déjà ouverte" in second.stdout
        port = address(said).rstrip("/").rpartition(":")[2]
        assert "déjà ouverte" in place.run("--no-browser", "--port", port).stdout
        assert process.poll() is None
    with place.started("--no-browser") as (process, again), urlopen(address(again)) as page:
        assert "déjà ouverte" not in " ".join(again)
        assert page.status == 200 and process.poll() is None


def test_a_second_start_shows_the_first_in_the_browser(place: Place) -> None:
    shown = place.folder / "shown"
    browser = f'{sys.executable} -c "import sys,pathlib; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])" {shown} %s'
    with place.started("--no-browser") as (_, said):
        assert place.run(BROWSER=browser).returncode == 0
        assert shown.read_text(encoding="utf-8") == address(said)


def test_a_killed_app_is_not_found_and_its_files_are_swept(place: Place) -> None:
    with place.started("--no-browser") as (process, _):
        family = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait(20)
        assert gone(family)
    assert place.left(), "it could not clean up"
    with place.started("--no-browser") as (_, said), urlopen(address(said)) as page:
        assert page.status == 200
    assert place.left() == []


def test_the_usual_port_taken_gives_way_and_says_so(place: Place) -> None:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for _ in range(300):  # another test's app may hold it, and leave it a moment later
            try:
                holder.bind(("127.0.0.1", 8866))
            except OSError:
                time.sleep(0.1)
            else:
                holder.listen()
                break
        with place.started("--no-browser") as (_, said):
            assert "8866" not in address(said)
            assert any("8866" in line and "déjà utilisée" in line for line in said)
            with urlopen(address(said)) as page:
                assert page.status == 200


@pytest.mark.parametrize("command", [[], ["lab"]])
def test_a_port_that_is_asked_for_and_taken_is_one_sentence(place: Place, taken: int, command: list[str]) -> None:
    done = place.run(*command, "--no-browser", "--port", str(taken))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and f"Le port {taken} est déjà utilisé" in done.stderr
    assert place.left() == []


@pytest.mark.parametrize(
    ("command", "variable"), [([], "PASAPAS_DATA"), (["lab"], "PASAPAS_CARNETS"), (["lab", "--dossier"], "")]
)
def test_a_folder_that_cannot_be_written_is_one_sentence(place: Place, command: list[str], variable: str) -> None:
    file = place.folder / "fichier"
    file.write_text("à moi", encoding="utf-8")
    asked = [*command, str(file / "x")] if command[-1:] == ["--dossier"] else command
    done = place.run(*asked, "--no-browser", **({variable: str(file / "x")} if variable else {}))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and "ne peut pas être écrit" in done.stderr
    assert file.read_text(encoding="utf-8") == "à moi"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_the_right_to_write_is_one_sentence(place: Place) -> None:
    (place.folder / "carnets").chmod(0o500)
    done = place.run("lab", "--no-browser")
    assert done.returncode == 1 and done.stderr.count("\n") == 1


def test_without_jupyterlab_one_sentence_says_how_to_add_it(place: Place) -> None:
    hide = "import sys; sys.modules['jupyterlab'] = None; from pasapas_widgets.cli import main; sys.exit(main(['lab']))"
    done = subprocess.run(
        [sys.executable, "-c", hide], env=place.env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "-m pip install jupyterlab" in done.stderr
    assert not list((place.folder / "carnets").iterdir())


@pytest.mark.parametrize("name", STOPS)
def test_lab_opens_the_own_copies_is_found_again_and_stops_clean(place: Place, name: signal.Signals) -> None:
    with place.started("lab", "--no-browser") as (process, said):
        assert any(str(place.folder / "carnets") in line for line in said)
        url = address(said)
        with urlopen(url) as page:
            assert "/lab/tree/00_accueil.ipynb" in page.url
        base, token = re.match(r"(http://[^/]+).*token=(\w+)", url).groups()  # type: ignore[union-attr]
        with urlopen(f"{base}/api/contents/?token={token}") as reply:
            names = {one["name"] for one in json.load(reply)["content"]}
        assert {"00_accueil.ipynb", "01_autodiagnostic.ipynb", "02_resultats.ipynb", "exemples"} <= names
        second = place.run("lab", "--no-browser")
        assert second.returncode == 0 and url in second.stdout and "déjà ouvert" in second.stdout
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(name)
        out, err = process.communicate(timeout=40)
        assert (process.returncode, out, err) == (0, "", "")
        assert gone(family)
        assert place.left() == []


@pytest.mark.parametrize("arguments", [["--help"], ["lab", "--help"], ["analyser", "--help"]])
def test_a_console_that_lacks_letters_is_no_fault(place: Place, arguments: list[str]) -> None:
    done = place.run(*arguments, PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and "Traceback" not in done.stderr
