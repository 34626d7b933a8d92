"""A real room, and phones that ask nothing of another host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from live import PHONE
from phone_page import WATCH
from ports import free_port
from salle import LAN, Salle, Seen


@pytest.fixture
def open_salle(tmp_path: Path) -> Iterator[Callable[..., Salle]]:
    """Open rooms that a test kills and opens again."""
    opened: list[Salle] = []

    def start(data: Path = tmp_path, *, port: int | None = None) -> Salle:
        opened.append(Salle(data, port=port or free_port()))
        return opened[-1]

    yield start
    for one in opened:
        if one.process.poll() is None:
            one.kill()


@pytest.fixture
def phone(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open phone pages; none asks another host, breaks the policy or fails in a script."""
    contexts: list[Any] = []
    faults: list[str] = []

    def opened(
        seen: Seen,
        *,
        device: dict[str, Any] = PHONE,
        script: str = "",
        context: Any = None,
        ready: bool = True,
        **more: Any,
    ) -> Any:
        if context is None:
            context = browser.new_context(accept_downloads=True, locale="fr-FR", **(device | more))
            contexts.append(context)
        home = f"http://{LAN}:{seen.salle.port}"
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "request", lambda one: faults.append(one.url) if not one.url.startswith((home, "data:", "blob:")) else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.add_init_script(WATCH + script)
        page.goto(f"{home}/s/{seen.code}")
        if ready:
            page.locator("#pap-phone[data-phase]").wait_for()
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            faults.extend(page.evaluate("window.refused ?? []"))
        context.close()
    assert faults == []
