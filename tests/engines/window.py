"""One small interface for the engines that Playwright does not drive here, and what each of them cannot do."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import pytest

__all__ = ["CANNOT", "DESKTOP", "PHONE", "Window"]

DESKTOP, PHONE = (1280, 900), (375, 667)
"""Width and height of what a page has, in CSS pixels."""

FIND = """
const [css, text, isCentred] = arguments;
const seen = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== "hidden";
const words = (one) => [one.innerText, one.ariaLabel].join(" ").replace(/\\s+/g, " ");
const found = [...document.querySelectorAll(css)].find((one) => seen(one) && words(one).includes(text)) ?? null;
if (isCentred) found?.scrollIntoView({ block: "center", behavior: "instant" });
return found;
"""

WIDTHS = "return [document.documentElement.scrollWidth, innerWidth]"
FORGET = "try { localStorage.clear(); sessionStorage.clear(); } catch { /* a window that is refused its storage */ }"

CANNOT = {
    ("webkit", "offline"): "WebKitWebDriver cannot cut the network: the tests stop the server instead",
}
"""(engine, what it cannot do) → why."""


class Window(ABC):
    """A window of an engine, of a fixed size, with a folder for what it downloads."""

    name: str

    def cannot(self, deed: str) -> None:
        """Skip the test, and say which engine cannot do what, and why; go on where it can."""
        if why := CANNOT.get((self.name, deed)):
            pytest.skip(f"{self.name} cannot: {deed} ({why})")

    @abstractmethod
    def goto(self, url: str) -> None:
        """Load a page and wait for it."""

    @abstractmethod
    def reload(self) -> None:
        """Load the page anew."""

    @abstractmethod
    def back(self) -> None:
        """Press the browser's back button."""

    @abstractmethod
    def eval(self, script: str, *values: Any) -> Any:
        """Run the body of a function in the page, which finds ``values`` in ``arguments``; return what it returns."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys where the focus is, one after another; the codes are those of WebDriver."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """Write what is seen of the page as a PNG."""

    @abstractmethod
    def resize(self, size: tuple[int, int]) -> None:
        """Give the page a size, in CSS pixels."""

    @abstractmethod
    def faults(self) -> list[str]:
        """Return, once each, the errors of scripts and the breaches of the content security policy."""

    @abstractmethod
    def close(self) -> None:
        """Close the window, and end its engine."""

    def offline(self, is_cut: bool) -> None:
        """Cut the network, or give it back."""
        raise NotImplementedError(self.name)

    def __init__(self, folder: Path) -> None:
        self.downloads = folder / "downloads"
        self.downloads.mkdir()

    def left(self) -> list[str]:
        """Leave the page and forget all that it kept; return the faults that were told."""
        faults = self.faults()
        self.eval(FORGET)
        self.goto("about:blank")  # the page says to the server that it goes
        for one in self.downloads.iterdir():
            one.unlink()
        return faults

    def sideways(self, *sizes: tuple[int, int]) -> list[str]:
        """Return at which of these sizes the page scrolls sideways, and by how much; it keeps the last size."""
        found = []
        for size in sizes:
            self.resize(size)
            end = time.monotonic() + 2  # a page that measures itself does so in the next frame
            while (told := self.eval(WIDTHS))[0] > told[1] and time.monotonic() < end:
                time.sleep(0.1)
            width, given = told
            if width > given:
                found.append(f"{given} px: {width - given} px too wide")
        return found

    def find(self, css: str, text: str = "", *, seconds: float = 30, centred: bool = False) -> Any:
        """Wait for the first visible element that has some words in it, and return it, in the middle where asked."""
        end = time.monotonic() + seconds
        while (found := self.eval(FIND, css, text, centred)) is None:
            if time.monotonic() > end:
                told = self.eval("return document.body.innerText.slice(0, 1500)")
                raise AssertionError(f"{self.name} shows no {css} «{text}» within {seconds} s; the page says: {told}")
            time.sleep(0.05)
        return found

    def sees(self, css: str, text: str = "") -> bool:
        """Return whether such an element is visible now."""
        return self.eval(FIND, css, text, False) is not None

    def click(self, css: str, text: str = "") -> None:
        """Click the middle of an element, as a person does: what covers it gets the click."""
        self.find(css, text, centred=True).click()

    def fill(self, css: str, value: str) -> None:
        """Replace what a field holds, by the keyboard."""
        found = self.find(css)
        found.clear()
        found.send_keys(value)

    def upload(self, css: str, path: Path) -> None:
        """Choose a file; the field itself may be hidden."""
        self.eval("return document.querySelector(arguments[0])", css).send_keys(str(path))

    def text(self, css: str, text: str = "") -> str:
        """Return the words of an element."""
        return str(self.eval("return arguments[0].innerText", self.find(css, text)))

    def until(self, script: str, *values: Any, seconds: float = 30) -> Any:
        """Wait until a script returns something true, and return it."""
        end = time.monotonic() + seconds
        while not (said := self.eval(script, *values)):
            assert time.monotonic() < end, f"{self.name}: not within {seconds} s: {script}"
            time.sleep(0.05)
        return said

    def downloaded(self, pattern: str, *, seconds: float = 30) -> Path:
        """Wait for a downloaded file to be whole, and return it."""
        end = time.monotonic() + seconds
        while True:
            whole = [one for one in self.downloads.glob(pattern) if one.stat().st_size and one.suffix != ".part"]
            if whole and not [*self.downloads.glob("*.part"), *self.downloads.glob("*.wkdownload")]:
                return whole[0]
            assert time.monotonic() < end, f"{self.name} downloaded {[*self.downloads.iterdir()]}, no {pattern}"
            time.sleep(0.05)
