"""What a phone may ask: its own session with its own key; damaged and long bodies, and paths, are refused."""

from __future__ import annotations

import http.client
import socket

import pytest
from salle import LAN, SECRET, Phone, Salle


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
