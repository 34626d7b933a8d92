"""The real server, started as people start it, asked as browsers and as intruders ask."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from app_server import BOOK, FIRST_PORT, Server, until
from ports import free_port


@pytest.mark.parametrize("path", ["", "pasapas/", "pasapas/accessibilite", "pasapas/confidentialite", BOOK])
def test_pages_are_french_whole_and_ask_nothing_of_another_host(server: Server, path: str) -> None:
    page = server.ask(path)
    assert page.status == 200
    assert '<html lang="fr">' in page.text
    assert re.search(r"<title>[^<]+ – Carnets Pas à pas</title>", page.text)
    assert page.text.count("<h1") == 1
    assert not re.search(r"""(?:src=|<link[^>]*href=)["'](?:https?:)?//""", page.text)
    default = "'self'" if path == BOOK else "'none'"
    assert f"default-src {default};" in page.headers["Content-Security-Policy"]
    if path == BOOK:
        own = f"connect-src 'self' ws://{server.address.split('/')[2]} wss://{server.address.split('/')[2]};"
        assert own in page.headers["Content-Security-Policy"], "Safari before 15.4 takes no WebSocket for «'self'»"
    assert "n'est pas l'autodiagnostic de l'Anact" in page.text.replace("&#39;", "'")


def test_index_leads_each_of_the_three_to_a_page_that_exists(server: Server) -> None:
    links = re.findall(r'class="pap-button pap-button-main" href="/([^"]+)"', server.ask("").text)
    assert len(links) == 3
    for link in links:
        page = server.ask(link)
        assert page.status == 200
        for kernel in re.findall(r'"kernelId": "([\w-]+)"', page.text):
            server.release(kernel)


def test_the_first_prose_does_not_wait_for_the_kernel(server: Server) -> None:
    before = {kernel.pid for kernel in server.kernels()}
    with urlopen(server.address + BOOK) as reply:
        start = b""
        while b"</h1>" not in start:
            start += reply.read1(4096)
        assert b"model_id" not in start
    time.sleep(2)  # a launch that has begun is not interrupted: its kernel is there for a moment
    assert until(lambda: {kernel.pid for kernel in server.kernels()} <= before)


@pytest.mark.parametrize(
    "path",
    [
        "nulle-part",
        "api/kernels",
        "api/contents",
        "api/sessions",
        "api/terminals",
        "api/kernelspecs",
        "login",
        "metrics",
        "voila/api/contents/",
        "voila/files/01_autodiagnostic.ipynb",
        "voila/files/..%2f..%2fpyproject.toml",
        "voila/templates/lab/static/..%2f..%2findex.html.j2",
        "voila/render/..%2fpyproject.toml",
        "voila/render/../README.md",
        "voila/render/workbooks/..%2f..%2fdata%2fx.ipynb",
        "voila/render/",
        "voila/labextensions/..%2f..%2f..%2fpyvenv.cfg",
        "voila/static/voila.js",
    ],
)
def test_nothing_else_is_served(server: Server, path: str) -> None:
    page = server.ask(path)
    assert page.status == 404
    assert "Cette page n&#39;existe pas" in page.text
    posted = server.ask(path, method="POST", data=b"{}")
    assert posted.status in (403, 404, 405)
    assert '<html lang="fr">' in posted.text


def test_static_files_are_compressed_kept_and_confirmed(server: Server) -> None:
    script = re.search(r'<script src="/([^"]+voila\.js)"', (page := server.ask(BOOK)).text)
    kernel = re.search(r'"kernelId": "([\w-]+)"', page.text)
    assert script and kernel
    server.release(kernel[1])
    with urlopen(Request(server.address + script[1], headers={"Accept-Encoding": "gzip"})) as reply:
        packed, headers = reply.read(), reply.headers
    assert headers["Content-Encoding"] == "gzip"
    assert "immutable" in headers["Cache-Control"]
    assert len(packed) < len(server.ask(script[1]).text) / 2
    assert server.ask(script[1], **{"If-None-Match": headers["Etag"]}).status == 304


def test_dynamic_pages_are_compressed(server: Server) -> None:
    with urlopen(Request(server.address, headers={"Accept-Encoding": "gzip"})) as reply:
        assert reply.headers["Content-Encoding"] == "gzip"


def test_a_foreign_host_name_is_refused(server: Server) -> None:
    assert server.ask("", Host="pirate.example").status == 400


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pasapas_widgets.cli", *arguments]
    return subprocess.run(command, env=os.environ | env, capture_output=True, text=True, timeout=60)


def test_a_taken_port_is_one_sentence(server: Server) -> None:
    done = run("--no-browser", "--port", str(FIRST_PORT))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"Le port {FIRST_PORT} est déjà utilisé" in done.stderr


def test_an_unwritable_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("--no-browser", "--port", str(free_port()), PASAPAS_DATA=str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "ne peut pas être écrit" in done.stderr


def test_help_is_french_and_misuse_has_status_2() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert done.stdout.startswith("utilisation\u00a0: pasapas")
    assert "show this help" not in done.stdout
    for wrong in (["--port", "zero"], ["--port", "70000"], ["--inconnu"], ["inconnue"]):
        done = run(*wrong)
        assert done.returncode == 2
        assert "invalid" not in done.stderr and "unrecognized" not in done.stderr
