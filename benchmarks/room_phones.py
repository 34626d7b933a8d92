"""Real Chromium phones among the participants of room.py: they open the page, join, and answer by clicking."""

from __future__ import annotations

import random
import re
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

from side_by_side import FLAGS

from pasapas_widgets.model.questionnaire.loading import load_questionnaire

STATEMENTS = len(load_questionnaire().items)
CHROMIUM = "/usr/bin/chromium"
RADIO = ".pap-questionnaire fieldset input[type=radio]"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


class Phones:
    """Some phones, all of one Chromium, in a thread of their own.

    Parameters
    ----------
    number
        How many.
    url
        The page of the session.
    pace
        Mean seconds for a statement.
    """

    def __init__(self, number: int, url: str, *, pace: float) -> None:
        self._number, self._url, self._pace = number, url, pace
        self._over = threading.Event()
        self._answered = threading.Event()
        self._thread = ThreadPoolExecutor(1)
        self.found: list[dict[str, float]] = []
        self._work: Future[None] | None = None

    def __enter__(self) -> Phones:
        if self._number:
            self._work = self._thread.submit(self._live)
        else:
            self._answered.set()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._work is not None:
            self._work.result(60)
        self._thread.shutdown()

    @property
    def finished(self) -> bool:
        """Whether they have answered everything and seen it kept, or failed."""
        return self._answered.is_set() or (self._work is not None and self._work.done())

    def _live(self) -> None:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            path = CHROMIUM if Path(CHROMIUM).exists() else None
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            phones = [_Phone(browser, self._url, number) for number in range(self._number)]
            while not all(phone.finished for phone in phones):
                for phone in phones:
                    phone.step(self._pace)
                time.sleep(0.02)
            self.found = [phone.found() for phone in phones]
            self._answered.set()
            self._over.wait(300)
            browser.close()


class _Phone:
    """One phone; ``step`` does what is due, so that one thread holds several."""

    def __init__(self, browser: Any, url: str, number: int) -> None:
        self._draw = random.Random(number)
        context = browser.new_context(**PHONE)
        self._page = context.new_page()
        cdp = context.new_cdp_session(self._page)
        cdp.send("Network.enable")
        self._bytes = 0.0
        cdp.on("Network.loadingFinished", self._count)
        began = time.perf_counter()
        self._page.goto(url, wait_until="commit")
        self._page.locator(RADIO).first.wait_for(state="attached", timeout=30_000)
        self._usable = time.perf_counter() - began
        self._page.wait_for_load_state("load")
        self._page_bytes = self._bytes
        self._names: list[str] = self._page.evaluate(
            "(radio) => [...document.querySelectorAll(radio)].map((one) => one.name)", f"{RADIO}[value='4']"
        )
        if len(self._names) != STATEMENTS:
            raise SystemExit(f"{len(self._names)} statements on the phone's page")
        self._next = 0.0

    def _count(self, event: dict[str, Any]) -> None:
        self._bytes += event["encodedDataLength"]

    @property
    def finished(self) -> bool:
        return not self._names

    def step(self, pace: float) -> None:
        """Answer the next statement if its time has come."""
        now = time.perf_counter()
        if self.finished or now < self._next:
            return
        name = self._names.pop(0)
        value = self._draw.randrange(1, 5)
        self._page.locator(f"{RADIO}[name='{name}'][value='{value}']").dispatch_event("click")
        self._next = now + self._draw.uniform(0.5, 1.5) * pace

    def found(self) -> dict[str, float]:
        """Wait until it says that all is kept; return its seconds until usable and its bytes, page and whole."""
        said = re.compile(rf"^{STATEMENTS}\s+réponses enregistrées")
        self._page.get_by_text(said).first.wait_for(timeout=30_000)
        return {"usable": self._usable, "page": self._page_bytes, "bytes": self._bytes}
