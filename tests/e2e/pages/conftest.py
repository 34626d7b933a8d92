"""The page of the questionnaire, served and opened."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from ipywidgets import DOMWidget

from pasapas_widgets.widgets.kit import widget as base
from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire

PAGE = Path(__file__).parent / "widget.html"


def traits(widget: Questionnaire) -> dict[str, Any]:
    """Return the state that the browser gets, the widget machinery's own traits apart."""
    names = [name for name in Questionnaire.class_traits(sync=True) if name not in DOMWidget.class_traits()]
    return {name: getattr(widget, name) for name in names if not name.startswith("_")}


@pytest.fixture
def state() -> dict[str, Any]:
    """The traits that the page starts from; a test may change them before it opens the page."""
    return traits(Questionnaire(linked=False))


@pytest.fixture
def address(state: dict[str, Any]) -> Iterator[str]:
    """Serve the page on a free port."""
    files: dict[str, tuple[str, Callable[[], str]]] = {
        "/": ("text/html", lambda: PAGE.read_text(encoding="utf-8")),
        "/widget.js": ("text/javascript", lambda: base.module("questionnaire")),
        "/widget.css": ("text/css", lambda: base.style("questionnaire", "questionnaire/statements")),
        "/state.json": ("application/json", lambda: json.dumps(state)),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, content = files[self.path]
            body = content().encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Open the page in a fresh profile; any error of the page fails the test."""
    contexts, errors = [], []

    def open_page(*, width: int = 360, script: str = "", view: str = "Toute la liste", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        if script:
            page.add_init_script(script)
        page.goto(address)
        page.wait_for_selector(".pap-questionnaire")
        if view:
            page.get_by_role("button", name=view).click()
            page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
