"""The app that already runs: how a second start finds the first, and sweeps what a killed one has left."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from hmac import compare_digest
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import msgspec
from tornado.web import HTTPError

from pasapas_widgets.app.ports import ADDRESS
from pasapas_widgets.live.room.replies import RoomHandler
from pasapas_widgets.places.wholefile import put

__all__ = ["Instance", "InstanceHandler", "first_instance", "port_of_before"]

RECORD = "running.json"
SECONDS = 20
"""How long the first app may take to answer: it may be busy with a whole room; one that is gone refuses at once."""
RUN_PREFIX = "pasapas-"


class Instance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A running app, as the record in its data folder tells it.

    ``key`` is asked back from the port, so that another program there is never taken for the app; ``url`` and
    ``token`` are how a kernel of this user reaches its room, ``entrance`` is what the browser opens. The file is its
    owner's alone. ``questionnaire`` is the one chosen for it, empty for the self-diagnosis.
    """

    port: int
    pid: int
    key: str
    run_folder: str
    url: str = ""
    token: str = ""
    entrance: str = ""
    questionnaire: str = ""

    @classmethod
    def here(cls, *, port: int, run_folder: str, **room: str) -> Instance:
        """Return this process's own; ``room`` is how its room is reached."""
        return cls(port=port, pid=os.getpid(), key=secrets.token_urlsafe(24), run_folder=run_folder, **room)

    def write(self, data_dir: Path) -> None:
        """Write the record, whole or not at all."""
        put(data_dir / RECORD, msgspec.json.encode(self), private=True)

    def forget(self, data_dir: Path) -> None:
        """Remove the record if it is still this one."""
        if _recorded(data_dir) == self:
            (data_dir / RECORD).unlink(missing_ok=True)


class InstanceHandler(RoomHandler):
    """Answer the one who has read our record: yes, it is us."""

    def initialize(self, key: list[str]) -> None:
        """Remember where our key will be."""
        self.key = key

    def get(self, key: str) -> None:
        """Send nothing if the key is ours, «not found» otherwise."""
        if not self.key or not compare_digest(key.encode(), self.key[0].encode()):
            raise HTTPError(404)
        self.set_status(204)


def first_instance(data_dir: Path) -> Instance | None:
    """Return the app that runs on this data folder; a record that nobody answers for any more is removed."""
    found = _recorded(data_dir)
    if found is None:
        return None
    try:
        link = HTTPConnection(ADDRESS, found.port, timeout=SECONDS)
        link.request("GET", f"/pasapas/instance/{found.key}")
        ours = link.getresponse().status == 204
        link.close()
    except TimeoutError:  # there, but too busy to answer
        return None
    except (OSError, HTTPException):
        ours = False
    if ours:
        return found
    _sweep(found, data_dir)
    return None


def port_of_before(data_dir: Path) -> int | None:
    """Return the port of the run that wrote the record, if there is one; asked before :func:`first_instance` sweeps.

    Where that run was killed, its phones go on looking for it there.
    """
    found = _recorded(data_dir)
    return found.port if found is not None and 0 < found.port < 65536 else None


def _recorded(data_dir: Path) -> Instance | None:
    try:
        return msgspec.json.decode((data_dir / RECORD).read_bytes(), type=Instance)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _sweep(gone: Instance, data_dir: Path) -> None:
    """Remove what an app that was killed has left: its record and its folder of kernel connections."""
    (data_dir / RECORD).unlink(missing_ok=True)
    folder = Path(gone.run_folder)
    if folder.parent == Path(tempfile.gettempdir()) and folder.name.startswith(RUN_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)
