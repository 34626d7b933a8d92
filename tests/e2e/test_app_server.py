"""The real server, started as people start it, asked as browsers and as intruders ask."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import pytest
from ports import free_port
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

FIRST_PORT = free_port()
BOOK = "voila/render/workbooks/01_autodiagnostic.ipynb"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    process: subprocess.Popen[str]

    def ask(self, path: str, *, method: str = "GET", data: bytes | None = None, **headers: str) -> Answer:
        """Send one request and return what comes, whatever its status."""
        request = Request(self.address + path, data=data, method=method, headers=headers)
        try:
            with urlopen(request, timeout=60) as reply:
                return Answer(reply.status, dict(reply.headers), reply.read().decode())
        except HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read().decode())

    def kernels(self) -> list[psutil.Process]:
        """Return the kernel processes that live, not yet the copy of the server that is about to become one."""
        children = psutil.Process(self.process.pid).children()
        return [one for one in children if is_kernel(one)]

    def open_book(self) -> str:
        """Open the self-diagnosis to its end and return its kernel's id."""
        page = self.ask(BOOK)
        assert page.status == 200
        assert page.text.rstrip().endswith("<!-- pasapas:fin -->")
        found = re.search(r'"kernelId": "([\w-]+)"', page.text)
        assert found
        return found[1]

    def release(self, kernel_id: str) -> Answer:
        """Send what a browser sends when it leaves a page: a form without a token."""
        return self.ask(f"voila/api/shutdown/{kernel_id}", method="POST", data=b"_xsrf=")


def is_kernel(process: psutil.Process) -> bool:
    """Tell whether a process is a living kernel."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE and "ipykernel" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def until(true: object, *, seconds: float = 20) -> bool:
    """Look until ``true()`` holds, and tell whether it came to hold."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


@contextmanager
def started(folder: Path, *, port: int, settings: dict[str, int] | None = None) -> Iterator[Server]:
    """Start the command and stop it in the end."""
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "pasapas.json").write_text(json.dumps({"PageKernels": settings or {}}), encoding="utf-8")
    env = os.environ | {"JUPYTER_CONFIG_DIR": str(config), "PASAPAS_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "pasapas_widgets.cli", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(command, env=env, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        first = process.stdout.readline()
        assert f"http://127.0.0.1:{port}/" in first, first or process.communicate(timeout=20)
        yield Server(f"http://127.0.0.1:{port}/", process)
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started(tmp_path_factory.mktemp("app"), port=FIRST_PORT) as one:
        yield one


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


def test_leaving_a_page_stops_its_kernel(server: Server) -> None:
    before = len(server.kernels())
    kernel_id = server.open_book()
    assert len(server.kernels()) == before + 1
    assert server.release("00000000-0000-0000-0000-000000000000").status == 204
    assert len(server.kernels()) == before + 1
    assert server.release(kernel_id).status == 204
    assert until(lambda: len(server.kernels()) == before)


def test_a_reader_who_leaves_before_the_end_leaves_no_kernel(server: Server) -> None:
    before = len(server.kernels())
    with urlopen(server.address + BOOK) as reply:
        reply.read(100)
    assert until(lambda: len(server.kernels()) == before)


def test_a_visitor_cannot_delete_restart_or_start_a_kernel(server: Server) -> None:
    kernel_id = server.open_book()
    try:
        assert server.ask(f"api/kernels/{kernel_id}").status == 200
        assert server.ask(f"api/kernels/{kernel_id}", method="DELETE").status in (403, 405)
        for path in ("api/kernels", f"api/kernels/{kernel_id}/restart", f"api/kernels/{kernel_id}/interrupt"):
            assert server.ask(path, method="POST", data=b"{}").status == 404
        assert server.ask(f"api/kernels/{kernel_id}").status == 200
    finally:
        server.release(kernel_id)


def test_a_foreign_host_name_is_refused(server: Server) -> None:
    assert server.ask("", Host="pirate.example").status == 400


def run_apart(story: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in a thread of its own: the browser's fixture keeps a loop running in the main one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, story).result()


def channel(server: Server, kernel_id: str, *, origin: str) -> WebSocketClientConnection:
    url = f"{server.address.replace('http', 'ws')}api/kernels/{kernel_id}/channels"
    return websocket_connect(HTTPRequest(url, headers={"Origin": origin}))


def message(kind: str, content: dict[str, object]) -> str:
    header = {"msg_id": kind, "msg_type": kind, "session": "s", "username": "", "version": "5.3", "date": ""}
    return json.dumps(
        {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}
    )


def test_a_page_of_another_site_cannot_speak_to_a_kernel(server: Server) -> None:
    kernel_id = server.open_book()

    async def connect() -> None:
        with pytest.raises(HTTPClientError) as refused:
            await channel(server, kernel_id, origin="https://pirate.example")
        assert refused.value.code in (403, 404)
        (await channel(server, kernel_id, origin=server.address.rstrip("/"))).close()

    try:
        run_apart(connect())
    finally:
        server.release(kernel_id)


def test_a_page_cannot_make_its_kernel_run_code(server: Server, tmp_path: Path) -> None:
    kernel_id = server.open_book()
    proof = tmp_path / "run"

    async def attack() -> None:
        link = await channel(server, kernel_id, origin=server.address.rstrip("/"))
        await link.write_message(message("execute_request", {"code": f"open({str(proof)!r}, 'w')", "silent": True}))
        await link.write_message(message("kernel_info_request", {}))
        while True:
            text = await asyncio.wait_for(link.read_message(), 20)
            assert isinstance(text, str)
            reply = json.loads(text)
            assert reply["msg_type"] != "execute_reply"
            if reply["parent_header"].get("msg_id") == "kernel_info_request" and reply["channel"] == "shell":
                break
        link.close()

    try:
        run_apart(attack())
        assert not proof.exists()
    finally:
        server.release(kernel_id)


def test_when_every_place_is_taken_a_kind_page_says_so(tmp_path: Path) -> None:
    with started(tmp_path, port=free_port(), settings={"limit": 1}) as server:
        kernel_id = server.open_book()
        full = server.ask(BOOK)
        assert full.status == 503
        assert int(full.headers["Retry-After"]) > 0
        assert "Toutes les places sont prises" in full.text
        assert f'href="/{BOOK}"' in full.text
        assert server.ask("").status == 200
        server.release(kernel_id)
        server.release(server.open_book())


def test_a_page_whose_kernel_is_stuck_ends_with_a_way_out(tmp_path: Path) -> None:
    with started(tmp_path, port=free_port(), settings={"page_seconds": 20}) as server:
        got: list[Answer] = []
        reader = threading.Thread(target=lambda: got.append(server.ask(BOOK)))
        reader.start()
        assert until(server.kernels)
        server.kernels()[0].suspend()
        reader.join(60)
        assert got and got[0].status == 200
        assert "window.pap_late()" in got[0].text
        assert "<!-- pasapas:fin -->" not in got[0].text
        assert "La page n&#39;a pas pu s&#39;ouvrir" in got[0].text
        assert until(lambda: not server.kernels())
        server.release(server.open_book())


def test_kernels_that_nobody_looks_at_are_stopped(tmp_path: Path) -> None:
    with started(tmp_path, port=free_port(), settings={"unconnected_seconds": 5, "cull_seconds": 1}) as server:
        server.open_book()
        assert len(server.kernels()) == 1
        assert until(lambda: not server.kernels())


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_no_kernel_and_no_complaint(tmp_path: Path, name: signal.Signals) -> None:
    with started(tmp_path, port=free_port()) as server:
        server.open_book()
        got: list[Answer] = []
        reader = threading.Thread(target=lambda: got.append(server.ask(BOOK)))
        reader.start()
        assert until(lambda: len(server.kernels()) == 2)
        kernels = server.kernels()
        server.process.send_signal(name)
        _, errors = server.process.communicate(timeout=30)
        assert (server.process.returncode, errors) == (0, "")
        assert until(lambda: not any(one.is_running() for one in kernels))
        reader.join(60)
        assert "window.pap_late()" in got[0].text


def test_a_killed_server_leaves_no_kernel(tmp_path: Path) -> None:
    with started(tmp_path, port=free_port()) as server:
        server.open_book()
        kernels = server.kernels()
        server.process.kill()
        assert until(lambda: not any(one.is_running() for one in kernels))


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


@pytest.mark.browser
def test_reloading_and_closing_leave_no_kernel(server: Server, browser: Any) -> None:
    before = len(server.kernels())
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.address + BOOK)
    for _ in range(3):
        page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
        page.reload()
    page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
    assert until(lambda: len(server.kernels()) == before + 1)
    page.close(run_before_unload=True)
    assert until(lambda: len(server.kernels()) == before)
    context.close()


@pytest.mark.browser
def test_a_ready_page_has_its_landmarks_in_order_and_no_waiting_left(server: Server, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(server.address + BOOK, wait_until="commit")
    page.get_by_text("La page s'ouvre…").wait_for()
    page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
    assert page.get_by_text("La page s'ouvre…").count() == 0
    roles = page.evaluate(
        """() => [...document.querySelectorAll('header, nav, main, footer, [role=main]')]
            .filter((node) => !node.parentElement.closest('.pap'))
            .map((node) => node.getAttribute('role') ?? node.localName)"""
    )
    assert roles == ["banner", "nav", "nav", "main", "contentinfo"], "the second one lists the parts of the page"
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close(run_before_unload=True)


@pytest.mark.browser
def test_a_stuck_page_is_told_on_screen(tmp_path: Path, browser: Any) -> None:
    with started(
        tmp_path, port=free_port(), settings={"page_seconds": 12}
    ) as server:  # the page that follows opens within it
        page = browser.new_page()
        page.goto(server.address + BOOK, wait_until="commit")
        assert until(server.kernels)
        server.kernels()[0].suspend()
        page.get_by_role("alert").get_by_role("link", name="Recharger la page").click(timeout=60_000)
        page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
        page.close()


@pytest.mark.browser
def test_a_still_page_keeps_its_link(server: Server, browser: Any) -> None:
    """Jupyter looks every thirty seconds whether the page still answers, and must not take that pause for silence."""
    page = browser.new_page()
    opened: list[Any] = []
    closed: list[Any] = []
    page.on("websocket", lambda socket: (opened.append(socket), socket.on("close", lambda gone: closed.append(gone))))
    page.goto(server.address + BOOK)
    page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
    page.wait_for_timeout(33_000)
    assert len(opened) == 1 and closed == []
    page.close(run_before_unload=True)
