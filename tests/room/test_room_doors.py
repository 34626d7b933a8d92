"""Doors: without the trainer's secret nothing but the phones' pages; from other sites nothing at all."""

from __future__ import annotations

import http.client
import re
import socket
import string
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from salle import LAN, SECRET, Phone, Salle, ask

from pasapas_widgets.app.kernels import inherited
from pasapas_widgets.live.client import Room

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
WEBSOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec_WebSocket_Version": "13",
}


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


def test_a_key_opens_its_own_session_only(salle: Salle) -> None:
    mine, other = salle.session(), salle.session()
    me, somebody = mine.phone(), other.phone()
    somebody.answer(L1_01=4)
    ballot = salle.room.open_vote(other.id, ["L1-01", "L1-02"], dots=1)
    stranger = Phone(salle.port, other.code, key=me.key)
    for what in ("state?tag=", "vote", "results"):
        assert (stranger.get(what).status, stranger.get(what).reason) == (401, "seat"), what
    for what, body in (
        ("answers", {"messages": [{"seq": 1, "item": "L1-01", "value": 1}]}),
        ("time", {"seq": 1, "wanted": True}),
        ("comment", {"seq": 1, "body": "x"}),
        ("vote", {"seq": 1, "ballot": ballot["id"], "dots": {"L1-01": 1}}),
        ("transfer", {}),
        ("join", {}),
    ):
        assert (stranger.post(what, body).status, stranger.post(what, body).reason) == (401, "seat"), what
    crossed = {"seq": 1, "ballot": ballot["id"], "dots": {"L1-01": 1}}
    assert me.post("vote", crossed).reason == "value"
    assert salle.room.overview(other.id)["progress"]["joined"] == 1 and me.get("vote").json()["ballot"] is None


@pytest.mark.parametrize(
    "key", ["", "Place", "Place ", "Place court", "Place " + "a" * 33, "Place " + "é" * 32, "Jeton x"]
)
def test_no_key_no_seat(salle: Salle, key: str) -> None:
    session = salle.session()
    for what, method in (("state", "GET"), ("vote", "GET"), ("results", "GET"), ("join", "POST"), ("answers", "POST")):
        reply = salle.ask(
            f"/s/{session.code}/{what}", method=method, body=None, Authorization=key.encode().decode("latin-1")
        )
        assert reply.status in (400, 401) and reply.reason in ("seat", "value")


BODIES = [
    b"[" * 16_000,
    b'{"messages":' * 1_300,
    b"{",
    b"null",
    b"[]",
    b'"\xff\xfe"',
    b'{"messages": [{"seq": 1, "item": "L1-01", "value": 3, "more": 1}]}',
    b'{"messages": [{"seq": 1.5, "item": "L1-01", "value": 3}]}',
    b'{"messages": [{"seq": ' + b"9" * 5_000 + b', "item": "L1-01", "value": 3}]}',
    b'{"messages": [{"seq": 1, "item": "\\ud800", "value": 3}]}',
    b'{"messages": [{"seq": 1, "item": {"a": 1}, "value": 3}]}',
    b'{"messages": [' + b",".join([b'{"seq":1,"item":"L1-01","value":3}'] * 65) + b"]}",
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_damaged_bodies_are_refused_in_a_sentence(salle: Salle, body: bytes) -> None:
    session = salle.session()
    phone = session.phone()
    reply = salle.ask(f"/s/{session.code}/answers", method="POST", body=body, Authorization=f"Place {phone.key}")
    assert (reply.status, reply.reason) == (400, "value")
    reply = salle.ask("/salle/api/create", method="POST", body=body, Authorization=f"Jeton {SECRET}")
    assert (reply.status, reply.reason) == (400, "value")
    assert phone.answer(L1_01=3) == ["kept"]


def test_odd_letters_do_not_hold_the_others_back(salle: Salle) -> None:
    session = salle.session()
    phone = session.phone()
    assert phone.answers({"L1-01": "\0", "profil": "\u202e", "L1-02": 2}) == ["value", "value", "kept"]
    assert phone.post("comment", {"seq": 9, "body": "\0\u202e"}).reason == "value"


def test_long_bodies_are_refused_before_they_are_read(salle: Salle) -> None:
    session = salle.session()
    phone = session.phone()
    key, trainer = {"Authorization": f"Place {phone.key}"}, {"Authorization": f"Jeton {SECRET}"}
    reply = salle.ask(f"/s/{session.code}/answers", method="POST", body=b" " * 16_385, **key)
    assert (reply.status, reply.reason) == (413, "value")
    reply = salle.ask("/salle/api/codes", method="POST", body=b" " * (2 * 2**20 + 1), **trainer)
    assert (reply.status, reply.reason) == (413, "value")
    text = "x" * (2 * 2**20 - 200)
    assert salle.room.codes(session.id, text)["new"] == 0
    with socket.create_connection((LAN, salle.port), 10) as link:
        head = f"POST /s/{session.code}/answers HTTP/1.1\r\nHost: {LAN}:{salle.port}\r\n"
        link.sendall(f"{head}Authorization: Place {phone.key}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(20):
            try:
                link.sendall(b"400\r\n" + b" " * 1024 + b"\r\n")
            except OSError:
                break
        assert link.recv(100).startswith(b"HTTP/1.1 400") or not link.recv(1)
    for length in ("99999999999", "-1", "abc"):
        with socket.create_connection((LAN, salle.port), 10) as link:
            link.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode())
            assert link.recv(100)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 413", b""), length


def test_no_path_leaves_its_place(salle: Salle) -> None:
    cookie = salle.cookie()
    for path in (
        "/s/_/0123456789abcdef/../../../etc/passwd",
        "/s/_/0123456789abcdef/..%2f..%2fdoors.py",
        "/s/../voila/render/00_accueil.ipynb",
        "/s/%2e%2e/%2e%2e/etc/passwd",
        "/s/_/",
        "/s/_",
        "/salle/projection/../../etc/passwd",
        "/salle/projection/%2e%2e%2fx",
        "/voila/render/../../pyproject.toml",
        "/voila/labextensions/../../../../etc/passwd",
    ):
        for headers in ({}, {"Cookie": cookie}):
            link = http.client.HTTPConnection(LAN, salle.port, timeout=10)
            link.putrequest("GET", path, skip_host=True)
            link.putheader("Host", f"{LAN}:{salle.port}")
            for name, value in headers.items():
                link.putheader(name, value)
            link.endheaders()
            reply = link.getresponse()
            assert reply.status in (302, 303, 400, 403, 404), (path, reply.status)
            assert b"root:" not in reply.read()


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


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Salle]:
    """A room whose buckets of wrong tries may be emptied."""
    opened = Salle(tmp_path_factory.mktemp("besieged"))
    yield opened
    opened.stop()


def emptied(guess: Callable[[], object]) -> None:
    """Guess until a guess has to wait."""
    for _ in range(60):
        began = time.monotonic()
        guess()
        if time.monotonic() - began > 0.49:
            return
    pytest.fail("guesses are never slowed down")


def test_guessing_codes_is_slow_and_seated_phones_do_not_notice(besieged: Salle) -> None:
    salle = besieged
    session = salle.session()
    phones = [session.phone() for _ in range(30)]  # all behind one address, as at a hotspot
    guesses = iter(f"ZZ{n:03d}".replace("0", "A").replace("1", "B") for n in range(900))
    with ThreadPoolExecutor(16) as threads:
        told = list(threads.map(lambda _: salle.ask(f"/s/{next(guesses)}").status, range(100)))
        assert set(told) == {404}
        emptied(lambda: salle.ask(f"/s/{next(guesses)}"))
        began = time.monotonic()
        slow = [threads.submit(salle.ask, f"/s/{next(guesses)}") for _ in range(6)]
        newcomer = threads.submit(session.phone)
        for phone in phones:
            assert phone.answer(L1_01=3) == ["kept"]
        came_back = Phone(salle.port, session.code, key=phones[0].key)
        assert came_back.own()["sheet"]["reponses"] == {"L1-01": 3}
        assert not all(one.done() for one in slow), "thirty answers took less than six guesses"
        assert {one.result().status for one in slow} == {404}
        newcomer.result()
        assert time.monotonic() - began > 2, "six guesses and a newcomer in one line, half a second each"


def test_guessing_the_secret_is_slow_and_the_kernels_do_not_notice(besieged: Salle) -> None:
    salle = besieged
    cookie = salle.cookie()
    token = re.search(r'"token":"([^"]+)"', (salle.data / "running.json").read_text(encoding="utf-8"))
    assert token
    wrong = {"Authorization": "Jeton wrong-secret-000"}
    with ThreadPoolExecutor(8) as threads:

        def guess(_: int) -> int:
            return ask(salle.port, "/salle/api/sessions", method="POST", body={}, **wrong).status

        assert set(threads.map(guess, range(20))) == {401}
        emptied(lambda: guess(0))
        began = time.monotonic()
        slow = [threads.submit(guess, 0) for _ in range(5)]
        right = {"Authorization": f"Jeton {token[1]}"}
        assert ask(salle.port, "/salle/api/sessions", method="POST", body={}, **right).status == 200
        assert salle.ask("/", Cookie=cookie).status == 200
        assert not all(one.done() for one in slow), "the kernel and the cookie stood in no line"
        assert {one.result() for one in slow} == {401} and time.monotonic() - began > 1.5


def kernel_page(salle: Salle, cookie: str) -> str:
    """Open a workbook as the trainer does and return its kernel's id."""
    page = salle.ask("/voila/render/01_autodiagnostic.ipynb", Cookie=cookie, seconds=90)
    found = re.search(r'"kernelId": *"([0-9a-f-]{36})"', page.body.decode())
    assert found
    return found[1]


def environment_of_kernels(salle: Salle) -> list[dict[str, str]]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1]) == salle.process.pid:
                pairs = (stat.parent / "environ").read_bytes().decode().split("\0")
                found.append(dict(pair.split("=", 1) for pair in pairs if "=" in pair))
        except OSError:
            continue
    return found


def test_a_kernel_is_reached_by_the_trainer_only_and_knows_only_the_room(open_salle: Callable[..., Salle]) -> None:
    """A participant sends no message to a kernel, and no ``execute_request`` gets through even the trainer's page."""
    salle = open_salle(
        secret=None,
        PGPASSWORD="mot-de-passe",
        PASAPAS_JETON=SECRET,
        DATABASE_URL="postgresql://u:mot-de-passe@h/b",
    )
    assert SECRET not in "".join(salle.said), "a secret given by the environment is not shown"
    salle.secret, salle.room = SECRET, Room(f"http://127.0.0.1:{salle.port}", SECRET)
    session, cookie = salle.session(), salle.cookie()
    kernel = kernel_page(salle, cookie)
    channels = f"/api/kernels/{kernel}/channels"
    phone = session.phone()
    for headers in ({}, {"Authorization": f"Place {phone.key}"}, {"Authorization": f"token {SECRET}"}):
        assert salle.ask(channels, **WEBSOCKET, **headers).reason == "trainer"
        assert salle.ask(f"{channels}?token={SECRET}", **WEBSOCKET, **headers).reason == "trainer"
        assert salle.ask(f"/voila/api/shutdown/{kernel}", method="POST", body="", **headers).reason == "trainer"
    with socket.create_connection((LAN, salle.port), 10) as link:
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in WEBSOCKET.items())
        link.sendall(f"GET {channels} HTTP/1.1\r\nHost: {LAN}:{salle.port}\r\nCookie: {cookie}\r\n{lines}\r\n".encode())
        assert link.recv(12) == b"HTTP/1.1 101"
    if Path("/proc/self/environ").exists():
        (own,) = environment_of_kernels(salle)
        assert own["PASAPAS_SALLE_URL"] == f"http://127.0.0.1:{salle.port}"
        assert own["PASAPAS_SALLE_JETON"] not in ("", SECRET)
        assert not [name for name, value in own.items() if "mot-de-passe" in value or SECRET in value]


def test_what_opens_the_database_is_not_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PGPASSWORD": "x",
        "PGHOST": "x",
        "PASAPAS_STORE": "sqlite:///x",
        "PASAPAS_JETON": "x",
        "ANYTHING": "postgres://u:p@h/b",
        "OTHER": "postgresql+psycopg://u@h/b",
        "KEPT": "x",
    }.items():
        monkeypatch.setenv(name, value)
    names = set(inherited())
    assert "KEPT" in names and "PATH" in names
    assert names.isdisjoint({"PGPASSWORD", "PGHOST", "PASAPAS_STORE", "PASAPAS_JETON", "ANYTHING", "OTHER"})


def test_nothing_of_a_visit_is_written_anywhere(besieged: Salle) -> None:
    salle = besieged
    session = salle.session()
    before = len(salle.said)
    phone = session.phone()
    phone.answer(L1_01=2)
    headers = {"User_Agent": "Mozilla/5.0 (un-telephone-reconnaissable)", "X_Forwarded_For": "10.20.30.40"}
    for path in ("/s/", f"/s/{session.code}", "/s/ZZZZZ", "/nothing", f"/s/{session.code}/state", "/s/%ff"):
        salle.ask(path, **headers)
    salle.ask(f"/s/{session.code}/answers", method="POST", body=b"[" * 9_000, **headers)
    salle.ask("/", Host="pirate.example", **headers)
    time.sleep(0.5)
    assert salle.said[before:] == []
    for file in salle.data.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert not [
                one for one in (b"reconnaissable", b"10.20.30.40", LAN.encode(), phone.key.encode()) if one in data
            ]
