"""The gestures of a reader in JupyterLab, which draws a cell when it comes into view."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from playwright.sync_api import TimeoutError

__all__ = ["cells", "reach", "run_all"]

NOTEBOOK = ".jp-NotebookPanel:visible"


def cells(page: Any) -> int:
    """Return how many cells the notebook has on the page."""
    return int(page.locator(f"{NOTEBOOK} .jp-Cell").count())


def run_all(page: Any) -> None:
    """Run every cell, once the notebook is there and its kernel is ready for it."""
    dialog = page.locator(".jp-Dialog button.jp-mod-accept")  # a slow kernel makes JupyterLab ask: the answer is yes
    page.add_locator_handler(dialog, lambda button: button.click(), no_wait_after=True)  # one may follow another
    page.locator(f"{NOTEBOOK} .jp-Cell").first.click(timeout=120_000)
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for(timeout=120_000)
    begun = page.locator(f"{NOTEBOOK} .jp-InputPrompt", has_text=re.compile(r"\[(\*|\d+)\]")).first
    for _ in range(6):  # JupyterLab drops the order without a word while the kernel has just come
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with suppress(TimeoutError):
            begun.wait_for(timeout=10_000)
            return
    begun.wait_for(timeout=10_000)


def reach(page: Any, selector: str) -> Any:
    """Go down to a widget, up again where it is passed, until JupyterLab has drawn it."""
    page.locator(".jp-WindowedPanel-outer").first.hover(position={"x": 20, "y": 300})
    for turn in range(240):
        if page.locator(selector).count():
            break
        page.mouse.wheel(0, 500 if turn % 80 < 50 else -800)
        page.wait_for_timeout(150)
    node = page.locator(selector).first
    node.wait_for(timeout=60_000)
    node.scroll_into_view_if_needed()
    return node
