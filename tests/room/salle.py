"""What the tests of the room share: the real server, started as its users start it, and phones that speak HTTP."""

from __future__ import annotations

import io
import json
import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pypdf
from ports import free_port

from pasapas_widgets.live.client import Room
from pasapas_widgets.model.questionnaire.loading import load_questionnaire

Q = load_questionnaire()
SECRET = "jeton-des-tests-27"
LAN = "127.0.0.2"
"""Plays the address of this computer on the room's network."""


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def reason(self) -> str:
        """The reason of a refusal; its sentence is there too."""
        plain = self.json()
        assert set(plain) == {"reason", "sentence"} and plain["sentence"].endswith((".", "!"))
        return str(plain["reason"])


def pdf_text(data: bytes) -> str:
    """Return what a PDF of the room says, on one line, its no-break spaces as spaces."""
    assert data.startswith(b"%PDF")
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def ask(
    port: int,
    path: str,
    *,
    method: str = "GET",
    body: Any = None,
    host: str = LAN,
    seconds: float = 30,
    **headers: str,
) -> Reply:
    """Send one request on a connection of its own. ``headers``: ``Sec_Fetch_Site`` stands for ``Sec-Fetch-Site``."""
    link = HTTPConnection(host, port, timeout=seconds)
    data = body if body is None or isinstance(body, bytes | str) else json.dumps(body)
    try:
        link.request(method, path, data, {name.replace("_", "-"): value for name, value in headers.items()})
        reply = link.getresponse()
        return Reply(reply.status, dict(reply.getheaders()), reply.read())
    finally:
        link.close()


class Salle:
    """``pasapas salle``, running."""

    def __init__(
        self,
        data: Path,
        *,
        port: int | None = None,
        secret: str | None = SECRET,
        store: str | None = None,
        more: Sequence[str] = (),
        **env: str,
    ) -> None:
        self.data, self.port = data, port or free_port()
        options = ["--port", str(self.port), "--adresse", LAN, "--no-browser"]
        options += ["--jeton", secret] if secret else []
        options += ["--store", store] if store else []
        options += more
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pasapas_widgets.cli", "salle", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PASAPAS_DATA": str(data), **env},
        )
        assert self.process.stdout
        self.said: list[str] = []
        opened = threading.Event()

        def listen() -> None:
            for line in self.process.stdout or ():
                self.said.append(line)
                if "Ctrl" in line:
                    opened.set()
            opened.set()

        threading.Thread(target=listen, daemon=True).start()
        assert opened.wait(120) and self.process.poll() is None, self.said
        found = re.search(r"jeton=(\S+)", self.said[0])
        self.secret = secret or (found[1] if found else "")
        self.room = Room(f"http://127.0.0.1:{self.port}", self.secret)

    def ask(self, path: str, **options: Any) -> Reply:
        """Send one request, as a device of the network does."""
        return ask(self.port, path, **options)

    def cookie(self) -> str:
        """Enter as the trainer's browser does and return its cookie."""
        reply = self.ask(f"/?jeton={self.secret}")
        assert (reply.status, reply.headers["Location"]) == (303, "/")
        return reply.headers["Set-Cookie"].partition(";")[0]

    def session(self, phase: str = "reponses", **decided: Any) -> Seen:
        """Open a session and move it."""
        made = self.room.create("Maison des Tilleuls", **decided)
        seen = Seen(self, made["id"], made["code"])
        if phase != "attente":
            seen.move(phase)
        return seen

    def stop(self) -> int:
        """Ask it to stop; return its exit status."""
        self.process.terminate()
        return self.process.wait(30)

    def kill(self) -> None:
        """Stop it as a power cut would."""
        self.process.kill()
        self.process.wait(30)


@dataclass
class Seen:
    """A session, with the trainer's gestures."""

    salle: Salle
    id: str
    code: str

    def move(self, phase: str, *, focus: str | None = None) -> dict[str, Any]:
        version = self.salle.room.overview(self.id)["state"]["version"]
        return self.salle.room.move(self.id, phase, version=version, focus=focus)

    def phone(self, *, join: bool = True) -> Phone:
        phone = Phone(self.salle.port, self.code)
        if join:
            assert phone.post("join").status == 200
        return phone


class Phone:
    """A phone: a key of its own, and the requests of docs/decisions/007-room.md."""

    def __init__(self, port: int, code: str, *, key: str | None = None) -> None:
        self.port, self.code, self.key, self.seq = port, code, key or secrets.token_urlsafe(24), 0

    def _ask(self, what: str, **options: Any) -> Reply:
        return ask(self.port, f"/s/{self.code}/{what}", Authorization=f"Place {self.key}", **options)

    def get(self, what: str, **options: Any) -> Reply:
        return self._ask(what, **options)

    def post(self, what: str, body: Any = None) -> Reply:
        return self._ask(what, method="POST", body={} if body is None else body)

    def numbered(self) -> int:
        self.seq += 1
        return self.seq

    def answer(self, **answers: Any) -> list[str]:
        """Answer; ``L1_01=3`` stands for the statement L1-01."""
        return self.answers({name.replace("_", "-"): value for name, value in answers.items()})

    def answers(self, answers: dict[str, Any]) -> list[str]:
        sent = [{"seq": self.numbered(), "item": item, "value": value} for item, value in answers.items()]
        reply = self.post("answers", {"messages": sent})
        assert reply.status == 200, reply.body
        outcomes: list[str] = reply.json()["outcomes"]
        return outcomes

    def own(self) -> dict[str, Any]:
        found: dict[str, Any] = self.post("join").json()["own"]
        return found


WEBSOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec_WebSocket_Version": "13",
}
