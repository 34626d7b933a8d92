"""Accounts of the organisation: a provider of OpenID Connect that this file plays, and JupyterHub as delivered."""

from __future__ import annotations

import datetime as dt
import json
import pwd
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from serveur import Serveur

from pasapas_widgets.live.client import Room, RoomError


class Provider(BaseHTTPRequestHandler):
    """A provider that lets in whoever :attr:`person` names, without asking anything."""

    person = ""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if self.path.startswith("/authorize"):
            self.send_response(302)
            back = urlencode({"code": "un-code", "state": asked["state"][0]})
            self.send_header("Location", f"{asked['redirect_uri'][0]}?{back}")
            self.end_headers()
        else:
            groups = ["animation"] if self.person.endswith("ana") else ["autres"]
            told = {"sub": "1", "preferred_username": self.person, "email": "secret@aract.example", "groups": groups}
            self._say(told)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "un-jeton", "token_type": "Bearer"})

    def _say(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def provider(serveur: Serveur) -> Iterator[str]:
    """The Hub with the organisation's accounts; afterwards as it was."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address, before = f"http://127.0.0.1:{server.server_port}", dict(serveur.variables)
    serveur.variables |= {
        "PASAPAS_COMPTES": "oidc",
        "PASAPAS_OIDC_AUTORISER": f"{address}/authorize",
        "PASAPAS_OIDC_JETON": f"{address}/token",
        "PASAPAS_OIDC_PERSONNE": f"{address}/userinfo",
        "PASAPAS_OIDC_CLIENT": "carnets",
        "PASAPAS_OIDC_SECRET": "un-secret",
        "PASAPAS_OIDC_ADMIS": serveur.account("rim"),
        "PASAPAS_OIDC_GROUPES": "animation",
    }
    serveur.restart_hub()
    yield address
    serveur.variables = before
    server.shutdown()
    for name in ("rim", "ana"):
        subprocess.run(["userdel", "-f", "-r", serveur.account(name)], check=False, capture_output=True)
    serveur.restart_hub()


def come_in(serveur: Serveur, provider: str, name: str) -> tuple[int, dict[str, str]]:
    """Go to the provider and back as a browser does; return the last status, and the cookies."""
    Provider.person, cookies = serveur.account(name), {}
    led = serveur.get("/hub/oauth_login", cookies=cookies)
    asked = urlsplit(led.headers["Location"])
    assert led.headers["Location"].startswith(f"{provider}/authorize?")
    assert parse_qs(asked.query)["redirect_uri"] == [f"{serveur.address}/hub/oauth_callback"]
    back = urlencode({"code": "un-code", "state": parse_qs(asked.query)["state"][0]})
    return serveur.get(f"/hub/oauth_callback?{back}", cookies=cookies).status, cookies


def test_an_account_of_the_organisation_comes_in_and_only_those_admitted(serveur: Serveur, provider: str) -> None:
    status, cookies = come_in(serveur, provider, "rim")
    assert status == 302 and pwd.getpwnam(serveur.account("rim")).pw_dir
    page = serveur.follow("/salle/seances", cookies)
    assert page.status == 200 and "Mes séances" in page.text
    status, cookies = come_in(serveur, provider, "ana")  # by her group
    assert status == 302 and serveur.follow("/salle/seances", cookies).status == 200
    status, cookies = come_in(serveur, provider, "zoe")
    assert status == 403 and "jupyterhub-hub-login" not in cookies
    with pytest.raises(KeyError):
        pwd.getpwnam(serveur.account("zoe"))
    kept = (serveur.folder / "hub" / "jupyterhub.sqlite").read_bytes()
    assert b"secret@aract.example" not in kept and b"un-jeton" not in kept  # nothing of what the organisation says


def test_who_has_left_the_organisation_is_out_at_once(serveur: Serveur, provider: str) -> None:
    """The provider still lets her in, and her cookie is good for hours: the one line that root writes ends both."""
    rim, ana = serveur.account("rim"), serveur.account("ana")
    _, kept = come_in(serveur, provider, "rim")
    _, others = come_in(serveur, provider, "ana")
    assert serveur.follow("/salle/seances", kept).status == serveur.follow("/salle/seances", others).status == 200
    serveur.follow("/hub/home", kept)
    status, said = serveur.hub("POST", f"users/{rim}/tokens", kept, {"scopes": ["access:services!service=salle"]})
    made = json.loads(said)
    last = dt.datetime.fromisoformat(made["expires_at"]) - dt.datetime.fromisoformat(made["created"])
    assert status == 201 and last <= dt.timedelta(hours=12, minutes=1)
    serveur.variables["PASAPAS_OIDC_RETIRES"] = f"{rim} quelquun-d-autre"
    serveur.restart_hub()
    with pytest.raises(RoomError) as refused:
        Room(serveur.variables["PASAPAS_SALLE_URL"], made["token"]).sessions()
    assert refused.value.reason == "seat"
    assert serveur.hub("GET", f"users/{rim}", kept)[0] == 403
    assert come_in(serveur, provider, "rim")[0] == 403
    assert serveur.hub("GET", f"users/{ana}", others)[0] == 200, "those of the others are as they were"
