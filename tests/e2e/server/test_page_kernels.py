"""A page's kernel lives as long as its page: it obeys nobody else, and nothing is left of it."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from app_server import BOOK, Answer, Server, started, until
from ports import free_port
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect


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


def test_a_page_that_says_that_it_is_in_sight_keeps_its_kernel(tmp_path: Path) -> None:
    with started(tmp_path, port=free_port(), settings={"unconnected_seconds": 5, "cull_seconds": 1}) as server:
        kernel_id = server.open_book()
        assert not until(lambda: "false" in server.ask(f"voila/api/vivante/{kernel_id}").text, seconds=9)
        assert len(server.kernels()) == 1
        assert until(lambda: not server.kernels())
        assert "false" in server.ask(f"voila/api/vivante/{kernel_id}").text, "the page is told that it has stopped"


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_no_kernel_and_no_complaint(tmp_path: Path, name: signal.Signals) -> None:
    with started(tmp_path, port=free_port()) as server:
        server.open_book()
        got: list[Answer] = []
        reader = threading.Thread(target=lambda: got.append(server.ask(BOOK)))
        reader.start()
        assert until(lambda: len(server.kernels()) == 2)
        kernels = server.kernels()
        assert server.stop(name) == (0, "")
        assert until(lambda: not any(one.is_running() for one in kernels))
        reader.join(60)
        assert "window.pap_late()" in got[0].text


def test_a_killed_server_leaves_no_kernel(tmp_path: Path) -> None:
    with started(tmp_path, port=free_port()) as server:
        server.open_book()
        kernels = server.kernels()
        server.process.kill()
        assert until(lambda: not any(one.is_running() for one in kernels))
