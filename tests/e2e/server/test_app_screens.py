"""Pages of the real server in a browser: ready, stuck, reloaded, left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from app_server import BOOK, Server, started, until
from ports import free_port


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
    page.get_by_text("La page s'ouvre…").wait_for(state="attached")
    page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
    assert page.get_by_text("La page s'ouvre…").count() == 0
    roles = page.evaluate(
        """() => [...document.querySelectorAll('header, nav, main, footer, [role=main]')]
            .filter((node) => !node.parentElement.closest('.pap') && node.getClientRects().length)
            .map((node) => node.getAttribute('role') ?? node.localName)"""
    )
    assert roles == ["banner", "nav", "main", "nav", "contentinfo"], "the second one leads from stage to stage"
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


HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.mark.browser
def test_a_page_that_is_read_stays_and_a_hidden_one_says_before_it_stops(tmp_path: Path, browser: Any) -> None:
    """A time limit warns, can be put off by one press, and says when it is over (WCAG 2.2.1)."""
    settings = {"idle_seconds": 12, "unconnected_seconds": 60, "cull_seconds": 1}
    with started(tmp_path, port=free_port(), settings=settings) as server:
        page = browser.new_page()
        page.goto(server.address + BOOK)
        page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
        said = page.locator("#pap-staying")
        page.wait_for_timeout(20_000)  # still, and in sight
        assert len(server.kernels()) == 1 and said.inner_text() == ""
        page.evaluate(HIDE, True)
        said.get_by_text("s'arrêtera").wait_for(timeout=12_000)
        assert page.title().startswith("(!) ") and len(server.kernels()) == 1
        said.get_by_role("button", name="Rester sur cette page").click()
        said.get_by_text("s'arrêtera").wait_for(state="detached")
        assert not page.title().startswith("(!)") and len(server.kernels()) == 1
        assert until(lambda: not server.kernels())
        page.evaluate(HIDE, False)
        said.get_by_text("Cette page s'est arrêtée").wait_for()
        assert said.get_by_role("link", name="Recharger la page").is_visible()
        page.close()
