"""Doors: without the trainer's secret nothing but the phones' pages; from other sites nothing at all."""

from __future__ import annotations

import gzip
import re
import string
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from salle import LAN, SECRET, WEBSOCKET, Salle

SAFE = string.ascii_letters + string.digits + "-._~/"
OPEN = (
    "/s$",
    "/s/",
    "/salle/api/",
    "/salle/entrer",
    "/pasapas/instance/",
    "/pasapas/accessibilite",
    "/pasapas/confidentialite",
)


def patterns() -> list[str]:
    """Return the pattern of every address that the app knows, as it starts for a room."""
    from pasapas_widgets.app.choices import RoomChoices
    from pasapas_widgets.app.server import PasapasApp

    app = PasapasApp(log_level=50)
    app.initialize([])
    app.prepare(RoomChoices(network=True))
    found: list[str] = []

    def walk(rules: Any) -> None:
        for rule in rules:
            if hasattr(rule.target, "rules"):
                walk(rule.target.rules)
            else:
                found.append(rule.matcher.regex.pattern)

    walk(app.app.default_router.rules)
    Path(app.connection_dir).rmdir()
    return found


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PASAPAS_DATA", str(tmp_path_factory.mktemp("addresses")))
        return patterns()


def is_closed(salle: Salle, path: str, method: str, **headers: str) -> bool:
    reply = salle.ask(quote(path, safe="/%"), method=method, body="" if method == "POST" else None, **headers)
    if reply.status in (302, 303):
        return reply.headers["Location"] in ("/salle/entrer", "/s/") and not reply.body
    return reply.status == 403 and reply.reason == "trainer"


def test_every_address_of_the_app_asks_for_the_secret_but_the_phones(salle: Salle, addresses: list[str]) -> None:
    closed = [one for one in addresses if not one.startswith(OPEN)]
    assert len(addresses) > 25 and len(closed) > 15, closed
    assert sum("kernels" in one for one in closed) == 2 and any("voila/render" in one for one in closed)

    @settings(max_examples=150)
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        pattern = data.draw(st.sampled_from(closed))
        path = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=SAFE))
        method = data.draw(st.sampled_from(["GET", "POST", "DELETE", "PUT"]))
        accept = data.draw(st.sampled_from(["text/html", "*/*"]))
        assert is_closed(salle, path, method, Accept=accept), (method, path)
        if method == "GET":
            assert is_closed(salle, path, method, **WEBSOCKET), path

    attack()


def test_an_unknown_address_is_as_closed_as_a_known_one(salle: Salle) -> None:
    for path in ("/nothing", "/salle/", "/salle/erase", "/api/contents", "/static/x.js", "/favicon.ico", "//s/", "/S/"):
        assert is_closed(salle, path, "GET"), path


def test_what_is_open_gives_no_right(salle: Salle) -> None:
    assert salle.ask("/").headers["Location"] == "/s/"
    assert salle.ask("/pasapas/confidentialite").status == 200
    assert salle.ask("/pasapas/instance/guess").status == 404
    assert salle.ask("/salle/entrer").status == 200


@pytest.mark.parametrize("token", ["", "Jeton", "Jeton wrong-secret-000", f"Bearer {SECRET}", f"Place {SECRET}"])
def test_the_verbs_ask_for_the_secret(salle: Salle, token: str) -> None:
    session = salle.session()
    cookie = salle.cookie()
    for verb in ("sessions", "overview", "erase", "nothing"):
        body = {"session": session.id}
        reply = salle.ask(f"/salle/api/{verb}", method="POST", body=body, Authorization=token, Cookie=cookie)
        assert (reply.status, reply.reason) == (401, "seat"), verb
    assert salle.room.overview(session.id)["state"]["phase"] == "reponses"


def test_the_cookie_opens_and_only_it(salle: Salle) -> None:
    name, _, value = salle.cookie().partition("=")
    assert SECRET not in name + value
    entered = salle.ask(f"/?jeton={SECRET}")
    assert "HttpOnly" in entered.headers["Set-Cookie"] and "SameSite=Strict" in entered.headers["Set-Cookie"]
    assert salle.ask("/", Cookie=f"{name}={value}").status == 200
    for wrong in (f"{name}={value[:-1]}", f"{name}=", f"autre={value}", f"{name}={SECRET}", f"{name}=é", "a"):
        assert salle.ask("/", Cookie=wrong.encode("latin-1").decode("latin-1")).headers["Location"] == "/s/", wrong


def test_the_typed_secret_enters_too_and_the_address_keeps_nothing(salle: Salle) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": f"http://{LAN}:{salle.port}"}
    entered = salle.ask("/salle/entrer", method="POST", body=f"jeton={SECRET}", **form)
    assert (entered.status, entered.headers["Location"]) == (303, "/") and "Set-Cookie" in entered.headers
    refused = salle.ask("/salle/entrer", method="POST", body="jeton=autre-chose-00", **form)
    assert refused.status == 403 and "Set-Cookie" not in refused.headers and b'role="alert"' in refused.body
    moved = salle.ask(f"/voila/render/00_accueil.ipynb?a=1&jeton={SECRET}")
    assert moved.headers["Location"] == "/voila/render/00_accueil.ipynb?a=1"
    for path in ("//ailleurs.example/", "/\\ailleurs.example/", "/s/é"):
        assert salle.ask(f"{quote(path, safe='/' + chr(92))}?jeton={SECRET}").headers["Location"] in ("/", "/s/%C3%A9")


@pytest.mark.parametrize(
    "host", ["pirate.example", "127.0.0.2.pirate.example", "192.168.1.1", "", "[::1", "localhost."]
)
def test_a_foreign_host_name_is_refused(salle: Salle, host: str) -> None:
    for path in ("/", "/s/", "/salle/entrer", "/salle/api/sessions"):
        assert salle.ask(path, Host=host).status == 400


def test_a_relay_s_name_is_told_with_the_option_that_takes_it(salle: Salle) -> None:
    """WSL, Docker, a port that is passed on: the phone asks for another name than the one that the socket has."""
    reply = salle.ask("/s/", Host="portable.local:8866", Accept="text/html")
    said = " ".join(reply.body.decode().split())
    assert reply.status == 400 and "--nom http://portable.local:8866" in said and "<h1>" in said
    told = salle.ask("/s/", Host="portable.local:8866")
    assert told.reason == "host" and "--nom http://portable.local:8866" in told.json()["sentence"]
    for trick in ("<b>.example", "a b", "x" * 300, "a;rm"):
        refused = salle.ask("/s/", Host=trick)
        assert refused.status == 400 and b"--nom" not in refused.body, trick


def test_own_names_are_taken(salle: Salle) -> None:
    for host, name in ((LAN, LAN), ("127.0.0.1", "127.0.0.1"), ("127.0.0.1", "localhost")):
        assert salle.ask("/salle/entrer", host=host, Host=f"{name}:{salle.port}").status == 200


@pytest.mark.parametrize("origin", ["http://pirate.example", "null", f"http://{LAN}:1", f"https://x.{LAN}"])
def test_other_sites_are_refused_whatever_they_hold(salle: Salle, origin: str) -> None:
    session = salle.session()
    phone, cookie = session.phone(), salle.cookie()
    key = {"Authorization": f"Place {phone.key}", "Origin": origin}
    assert salle.ask(f"/s/{session.code}/join", method="POST", body={}, **key).reason == "origin"
    assert salle.ask(f"/s/{session.code}/vote", **key).reason == "origin"
    trainer = {"Authorization": f"Jeton {SECRET}", "Origin": origin, "Cookie": cookie}
    assert salle.ask("/salle/api/sessions", method="POST", body={}, **trainer).reason == "origin"
    assert salle.ask("/salle/wifi", method="POST", body={}, **trainer).reason == "origin"
    kernel = "/api/kernels/00000000-0000-0000-0000-000000000000/channels"
    assert salle.ask(kernel, **WEBSOCKET, Origin=origin, Cookie=cookie).reason == "origin"


def test_other_sites_embed_nothing_but_may_lead_here(salle: Salle) -> None:
    cookie = salle.cookie()
    for site in ("cross-site", "same-site"):
        for mode, kind in (("no-cors", "image"), ("navigate", "iframe"), ("cors", "empty")):
            headers = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": mode, "Sec_Fetch_Dest": kind, "Cookie": cookie}
            assert salle.ask("/voila/render/00_accueil.ipynb", **headers).reason == "origin"
    led = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert salle.ask("/salle/entrer", **led).status == 200


def test_every_reply_of_the_room_has_the_strict_headers(salle: Salle) -> None:
    session = salle.session()
    phone, cookie = session.phone(), salle.cookie()
    for reply in (
        salle.ask("/s/"),
        salle.ask(f"/s/{session.code}"),
        salle.ask("/s/ZZZZZ"),
        phone.get("state?tag="),
        phone.get("results"),
        phone.post("join"),
        salle.ask(f"/salle/projection/{session.id}", Cookie=cookie),
        salle.ask("/salle/api/sessions", method="POST", body={}),
        salle.ask("/voila/render/00_accueil.ipynb"),
    ):
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        assert "unsafe" not in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert reply.headers["Cache-Control"] == "no-store"
        assert "Server" not in reply.headers and "Set-Cookie" not in reply.headers and "Etag" not in reply.headers


def test_the_wall_alone_stands_in_a_page_and_in_none_of_another_site(salle: Salle) -> None:
    session, cookie = salle.session(), salle.cookie()
    wall = salle.ask(f"/salle/projection/{session.id}", Cookie=cookie).headers["Content-Security-Policy"]
    assert wall.endswith("frame-ancestors 'self'"), "the cockpit shows it small"
    for page in (f"/s/{session.code}", "/s/", f"/salle/affiche/{session.id}"):
        assert salle.ask(page, Cookie=cookie).headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_the_page_of_a_session_takes_a_few_milliseconds(salle: Salle) -> None:
    session = salle.session()
    salle.ask(f"/s/{session.code}")
    times = []
    for _ in range(20):
        began = time.perf_counter()
        reply = salle.ask(f"/s/{session.code}", Accept_Encoding="gzip")
        times.append(time.perf_counter() - began)
        assert reply.status == 200 and reply.headers["Content-Encoding"] == "gzip"
    assert sorted(times)[10] < 0.1  # a few milliseconds, on a machine that does nothing else


def test_the_page_of_a_phone_weighs_sixty_kilobytes_at_most(salle: Salle) -> None:
    page = salle.ask(f"/s/{salle.session().code}", Accept_Encoding="gzip")
    names = set(re.findall(r'(?:href|src)="(/s/_/[^"]+)"', gzip.decompress(page.body).decode()))
    assert {name.rpartition("/")[2] for name in names} == {"phone.css", "phone.js"}
    parts = [salle.ask(name, Accept_Encoding="gzip") for name in names]
    assert all(one.headers["Content-Encoding"] == "gzip" for one in parts)
    assert len(page.body) + sum(len(one.body) for one in parts) <= 60_000  # what a person waits for in a room
