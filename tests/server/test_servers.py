"""A trainer's own server, under their own account: what it may reach, and that it outlives the Hub."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from engines import BIN, ROOT, passable
from serveur import Serveur

from pasapas_widgets.live.client import Room, RoomError


@pytest.fixture
def opened(serveur: Serveur) -> Iterator[dict[str, dict[str, str]]]:
    """Two trainers whose servers run: the name of each, with the cookies of their browser."""
    inside = {name: serveur.log_in(serveur.account(name)) for name in ("nadia", "omar")}
    with passable(ROOT / "x", BIN / "python"):
        for cookies in inside.values():
            serveur.get("/hub/spawn", cookies=cookies)
        for name, cookies in inside.items():
            serveur.until(lambda name=name, cookies=cookies: is_there(serveur, name, cookies), f"{name}'s server")  # type: ignore[misc]
        yield inside


def is_there(serveur: Serveur, name: str, cookies: dict[str, str]) -> bool:
    """Tell whether a trainer's own index comes, and no page of the Hub's."""
    page = serveur.follow(f"/user/{serveur.account(name)}/pasapas/", cookies)
    return page.status == 200 and 'class="pap-header"' in page.text


def environment(account: str, program: str) -> dict[str, str]:
    """Return what a program of that account has in its environment."""
    owner = pwd.getpwnam(account).pw_uid
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == owner and program.encode() in (process / "cmdline").read_bytes():
                pairs = (process / "environ").read_bytes().decode().rstrip("\0").split("\0")
                return dict(pair.split("=", 1) for pair in pairs)
        except OSError:
            continue
    raise AssertionError(f"no {program} of {account}")


def commands(account: str, program: str) -> list[bytes]:
    """Return how that account's running programs of that name were started."""
    owner, found = pwd.getpwnam(account).pw_uid, []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (process / "cmdline").read_bytes()
            if process.stat().st_uid == owner and program.encode() in line:
                found.append(line)
    return found


def test_a_server_of_ones_own_reaches_ones_own_sessions(serveur: Serveur, opened: dict[str, dict[str, str]]) -> None:
    nadia = serveur.account("nadia")
    said = environment(nadia, "jupyterhub-singleuser")
    assert pwd.getpwuid(Path(said["HOME"]).stat().st_uid).pw_name == nadia
    assert not [name for name in said if name.startswith(("PASAPAS_STORE", "PASAPAS_JETON", "CONFIGPROXY"))]
    assert (serveur.folder / "salle.jeton").read_text(encoding="ascii") not in said.values()
    room = Room(said["PASAPAS_SALLE_URL"], said["JUPYTERHUB_API_TOKEN"])
    session = room.create("Depuis son carnet")["id"]
    other = environment(serveur.account("omar"), "jupyterhub-singleuser")
    with pytest.raises(RoomError) as refused:
        Room(other["PASAPAS_SALLE_URL"], other["JUPYTERHUB_API_TOKEN"]).overview(session)
    assert refused.value.reason == "session"
    workbook = "voila/render/workbooks/seance.ipynb"
    assert serveur.follow(f"/user/{nadia}/{workbook}", opened["nadia"]).status == 200
    assert commands(nadia, "ipykernel") and all(b"'debugpy'" in one for one in commands(nadia, "ipykernel"))
    kernels = Path(said["JUPYTER_RUNTIME_DIR"])
    assert list(kernels.glob("kernel-*-ipc-1"))  # by TCP, another account of the machine could read what it says
    for folder in (Path(said["HOME"]), kernels):
        assert folder.stat().st_mode & 0o077 == 0 and folder.stat().st_uid != os.geteuid()


def test_nobody_comes_to_another_s_server(serveur: Serveur, opened: dict[str, dict[str, str]]) -> None:
    theirs = f"/user/{serveur.account('nadia')}"
    for path in ("/pasapas/", "/voila/render/workbooks/seance.ipynb", "/api/contents", "/api/kernels"):
        for cookies in (opened["omar"], {}):
            reply = serveur.follow(theirs + path, cookies)
            assert reply.status in (403, 404) or "/hub/login" in reply.text, path
            assert "pap-header" not in reply.text and '"content"' not in reply.text, path


def test_open_servers_outlive_the_hub(serveur: Serveur, opened: dict[str, dict[str, str]]) -> None:
    before = environment(serveur.account("nadia"), "jupyterhub-singleuser")["JUPYTERHUB_API_TOKEN"]
    serveur.kill("hub")
    assert is_there(serveur, "nadia", opened["nadia"])  # by the proxy, which is a service of its own
    serveur.restart_hub()
    for name, cookies in opened.items():
        assert is_there(serveur, name, cookies), name  # nobody logs in again
    assert environment(serveur.account("nadia"), "jupyterhub-singleuser")["JUPYTERHUB_API_TOKEN"] == before
    assert Room(serveur.variables["PASAPAS_SALLE_URL"], before).sessions() is not None
