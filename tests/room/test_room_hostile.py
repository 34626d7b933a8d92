"""Hostile HTTP, swept: methods, addresses, headers, lengths, encodings, connections that end in the middle.

Whatever comes, the server goes on, its window stays quiet, and who is refused reads one French sentence. What is no
HTTP at all gets a bare 400, or the connection ends.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from ports import free_port
from salle import LAN, Salle, ask

NOBODY = "0" * 8 + "-0000-0000-0000-" + "0" * 12
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO", "get", "", "G\xffT"]
PATHS = [
    *("/", "/s", "/s/", "/s/ZZZZZ", "/s/ZZZZZ/join", "/s/ZZZZZ/state", "/s/a/b/c", "/s/_/", "/s//", "/s/%", "/s/%zz"),
    *(
        "/s/%00",
        "/s/%ff",
        "/s/" + "A" * 200,
        "/s/?code=%00",
        "/s/?code=%ff",
        "/s/?code=" + "A" * 5000,
        "/s/ZZZZZ?i=%ff",
    ),
    *(
        "/s/essai/00000000",
        "/s/_/0123456789abcdef/%00",
        "//",
        "*",
        "http://a/",
        "http://[/",
        "/\0",
        "/\xc3\xa9",
        "",
        "x",
    ),
    *("/salle/", "/salle/entrer", "/salle/entrer?jeton=", "/?jeton=%ff", "/?jeton=%00", "/?jeton=a&jeton=b"),
    *("/salle/api/sessions", "/salle/api/a/b", "/salle/wifi", f"/salle/qr/{'0' * 32}.svg"),
    *(f"/salle/projection/{'0' * 32}{what}" for what in ("", "/state?tag=%ff", "/results", "/vote", "/card")),
    *(f"/salle/{page}/{'0' * 32}" for page in ("affiche", "papier")),
    *("/pasapas/instance/%ff", "/pasapas/instance/%C3%A9", "/pasapas/confidentialite", "/pasapas/accessibilite"),
    *("/pasapas/aide/%00", "/pasapas/aide/images/%00.png", "/pasapas/presence/", "/x?" + "a=b&" * 5000),
    *(f"/voila/labextensions/{name}" for name in ("%00", "%ff", "", "/etc/passwd", "..", "a" * 5000)),
    *(f"/voila/render/{name}.ipynb" for name in ("%00", "%ff", "../a", "a" * 3000)),
    *("/voila/api/shutdown/%00", "/voila/api/shutdown/x", "/nothing"),
    *(f"/api/kernels/{NOBODY}{what}" for what in ("", "/channels", "/channels?session_id=%ff")),
]
WEBSOCKET = ["Connection: Upgrade", "Upgrade: websocket"]
KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
LENGTHS = ["-5", "\xb2", "99999999999", "5, 5", "5, 6", "+5", "1_0", "", "0x10", "9" * 3000, "5\r\nContent-Length: 6"]
HEADERS = [
    *([f"Content-Length: {one}"] for one in LENGTHS),
    *([f"Transfer-Encoding: {one}"] for one in ("chunked", "gzip", "chunked\r\nContent-Length: 3")),
    *([f"{one}", "Content-Length: 4"] for one in ("Content-Encoding: gzip", "Content-Type: multipart/form-data")),
    ["Content-Type: multipart/form-data; boundary=", "Content-Length: 4"],
    ["Content-Type: application/x-www-form-urlencoded; charset=x", "Content-Length: 4"],
    *([f"Cookie: {one}"] for one in ("a=b; " * 2000, "\xff\xfe=\x80", "=;;;,")),
    *([f"Authorization: {one}"] for one in ("Jeton \xe9\xe9", "Place " + "\xff" * 32, "Jeton \xc3\xa9-secret-0000")),
    *([f"Origin: {one}"] for one in ("http://[::", "\xff", "http://a:b:c", "http://[")),
    *([f"{one}: \xff"] for one in ("Accept", "Accept-Encoding", "Accept-Language", "Sec-Fetch-Site", "Referer")),
    *([f"If-None-Match: {one}"] for one in ('\xff"', '"a",' * 3000)),
    *(["If-Modified-Since: x"], ["Range: bytes=9-1,,"], ["Expect: 100-continue"], ["Host: a"], ["Host: [::"]),
    *([*WEBSOCKET], [*WEBSOCKET, "Sec-WebSocket-Key: \xff", "Sec-WebSocket-Version: 13"]),
    *([*WEBSOCKET, KEY, "Sec-WebSocket-Version: 13"], [*WEBSOCKET, KEY, "Sec-WebSocket-Version: 99"]),
    *(["X: " + "a" * 70_000], [": x"], ["no colon"], [" folded"]),
]
ASKED = [
    *("/s/", "/s/ZZZZZ/join", "/", "/salle/api/sessions", "/salle/entrer", "/voila/labextensions/x.js"),
    *(f"/api/kernels/{NOBODY}/channels", "/pasapas/instance/x", "/voila/api/shutdown/x"),
]
NO_HTTP = [b"", b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\0\x01" + b"\0" * 80]
NO_HTTP += [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\0" * 9000, b"A" * 70_000, b"GET /s/ HTTP/1.1\r\nHost: a"]


class Served:
    """A server that is up: where it listens, what its window said, a cookie that opens it."""

    def __init__(self, host: str, port: int, said: list[str], cookie: str = "") -> None:
        self.host, self.port, self.said, self.cookie = host, port, said, cookie
        self.calm = len(said)

    def send(self, raw: bytes) -> bytes:
        """Send bytes, say that no more will come, and return all that comes back."""
        found = b""
        with socket.create_connection((self.host, self.port), 10) as link:
            link.settimeout(20)
            try:
                link.sendall(raw)
                link.shutdown(socket.SHUT_WR)
                while piece := link.recv(65_536):
                    found += piece
            except (ConnectionError, BrokenPipeError):
                pass
        return found

    def request(self, method: str, path: str, headers: list[str]) -> bytes:
        """Send a request with headers of one's own, and four bytes more."""
        own = [] if any(one.startswith("Host") for one in headers) else [f"Host: {self.host}:{self.port}"]
        own += [f"Cookie: {self.cookie}"] if self.cookie else []
        end = [] if "Connection: Upgrade" in headers else ["Connection: close"]
        lines = [f"{method} {path} HTTP/1.1", *own, *headers, *end]
        return self.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\nabcd")


@pytest.fixture(scope="module", params=["a stranger", "the trainer", "alone"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``pasapas salle`` as a stranger and as the trainer's browser meet it, and ``pasapas`` alone."""
    data = tmp_path_factory.mktemp("hostile")
    if request.param != "alone":
        salle = Salle(data)
        cookie = salle.cookie() if request.param == "the trainer" else ""
        yield Served(LAN, salle.port, salle.said, cookie)
        assert salle.stop() == 0
        return
    port, said, opened = free_port(), list[str](), threading.Event()
    command = [sys.executable, "-m", "pasapas_widgets.cli", "--port", str(port), "--no-browser"]
    environment = {**os.environ, "PASAPAS_DATA": str(data)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:

        def listen() -> None:
            for line in process.stdout or ():
                said.append(line)
                if "Ctrl" in line:
                    opened.set()
            opened.set()

        threading.Thread(target=listen, daemon=True).start()
        assert opened.wait(120) and process.poll() is None, said
        yield Served("127.0.0.1", port, said)
        process.terminate()
        assert process.wait(30) == 0


def assert_answered(asked: tuple[str, str, list[str]], found: bytes) -> None:
    """A reply is known, keeps nothing in the browser, names no server; a refusal is one French sentence."""
    head, _, body = found.partition(b"\r\n\r\n")
    if head.startswith(b"HTTP/1.1 100"):
        head, _, body = body.partition(b"\r\n\r\n")
    status, lines = head[9:12], head.lower().split(b"\r\n")
    assert status in (b"200", b"204", b"302", b"303", b"400", b"401", b"403", b"404", b"405", b"413"), (asked, head)
    named = [one.partition(b":")[0] for one in lines]
    assert b"set-cookie" not in named and b"server" not in named, (asked, head)
    assert b"Traceback" not in body and b'File "' not in body, asked
    if status[:1] != b"4" or asked[0] == "HEAD" or head == b"HTTP/1.1 400 Bad Request":
        return
    if b"json" in head:
        assert json.loads(body)["sentence"].rstrip().endswith((".", "!")), (asked, body)
    else:
        assert b'<html lang="fr"' in body, (asked, head, body[:300])


def test_every_method_at_every_address(served: Served) -> None:
    for path in PATHS:
        for method in METHODS:
            if found := served.request(method, path, []):
                assert_answered((method, path, []), found)
            else:
                pytest.fail(f"no answer: {method} {path}")
    assert served.said[served.calm :] == []


def test_every_header_that_is_none(served: Served) -> None:
    for headers in HEADERS:
        for path in ASKED:
            for method in ("GET", "POST"):
                found = served.request(method, path, headers)
                if found or not headers[0].startswith(("X: ", "Transfer-Encoding")):
                    assert_answered((method, path, headers), found)
    assert served.said[served.calm :] == []


def test_what_is_no_http_and_who_leaves_in_the_middle(served: Served) -> None:
    for raw in NO_HTTP:
        assert served.send(raw)[:24] in (b"", b"HTTP/1.1 400 Bad Request"), raw[:20]
    head = f"POST /s/ZZZZZ/join HTTP/1.1\r\nHost: {served.host}:{served.port}\r\n".encode()
    for body in (b"Content-Length: 9\r\n\r\n{}", b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", b"Content-"):
        assert served.send(head + body)[:12] in (b"", b"HTTP/1.1 400")
    for _ in range(20):
        with socket.create_connection((served.host, served.port), 10) as link:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # leaves with a reset
            link.sendall(head + b"Content-Length: 9\r\n\r\n{}")
    assert ask(served.port, "/s/", host=served.host).status == 200
    assert served.said[served.calm :] == []


@pytest.mark.parametrize("length", LENGTHS)
def test_an_unreadable_length_is_said_and_ends_the_connection(salle: Salle, length: str) -> None:
    head = f"POST /s/ZZZZZ/join HTTP/1.1\r\nHost: {LAN}:{salle.port}\r\nContent-Length: {length}\r\n\r\n"
    with socket.create_connection((LAN, salle.port), 10) as link:
        link.sendall(head.encode("latin-1"))
        found = b""
        while piece := link.recv(65_536):
            found += piece
    assert found[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 413") and found.count(b"HTTP/1.1") == 1
    assert json.loads(found.partition(b"\r\n\r\n")[2])["reason"] == "value"


def test_pages_open_to_phones_keep_nothing_in_the_browser_and_run_no_script(salle: Salle) -> None:
    for path in ("/pasapas/confidentialite", "/pasapas/accessibilite", "/s/a/b/c", "/s/", "/salle/entrer", "/s/_/x"):
        reply = salle.ask(path)
        assert "Set-Cookie" not in reply.headers and "Server" not in reply.headers, path
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"], path
        assert "eval" not in reply.headers["Content-Security-Policy"], path
        if reply.status == 200 and path.startswith("/pasapas"):
            assert b"<script" not in reply.body
    cookie = salle.cookie()
    for path in ("/", "/pasapas/", "/nothing", "/voila/labextensions/x.js", "/pasapas/aide/animer"):
        assert "Set-Cookie" not in salle.ask(path, Cookie=cookie).headers, path


@pytest.mark.skipif(not Path("/proc").exists(), reason="another system keeps its files elsewhere")
def test_a_sweep_leaves_no_connection_open(salle: Salle) -> None:
    files = Path(f"/proc/{salle.process.pid}/fd")
    before = len(list(files.iterdir()))
    served = Served(LAN, salle.port, salle.said)
    for path in PATHS[:30]:
        served.request("GET", path, [])
    served.send(b"\r\n\r\n")
    assert len(list(files.iterdir())) <= before + 5
