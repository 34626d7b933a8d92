"""WebKitGTK, driven by its WebKitWebDriver through Selenium, in a window of ours on a screen that nobody sees."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from browser_setup import has_bindings
from ports import free_port
from window import Window

__all__ = ["WebKit", "missing"]

PYTHON = "/usr/bin/python3"
"""The Python that Debian gives GTK's bindings to."""

SECONDS = 60
"""How long the driver may take for one thing: it has hung for good on an idle page."""


def missing() -> str:
    """Return what is missing here to drive it, or nothing."""
    for name in ("WebKitWebDriver", "Xvfb"):
        if not shutil.which(name):
            return name
    return "" if has_bindings() else "python3-gi-cairo, gir1.2-webkit2-4.1"


class WebKit(Window):
    """A WebKitGTK window with a storage of its own, which ends with it."""

    name = "webkit"

    def __init__(self, folder: Path, *, storage: bool = True) -> None:
        from selenium.webdriver import WebKitGTK, WebKitGTKOptions
        from selenium.webdriver.webkitgtk.service import Service

        super().__init__(folder)
        self.shot, self.pid = folder / "shot.png", folder / "webkit.pid"
        read, write = os.pipe()
        self.screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1100x24", "-nolisten", "tcp"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:
            display = told.readline().strip()
        options = WebKitGTKOptions()
        options.binary_location = PYTHON
        options.add_argument(str(Path(__file__).with_name("webkit_window.py")))
        environment = {
            **os.environ,
            "DISPLAY": f":{display}",
            "GDK_BACKEND": "x11",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "PAP_DOWNLOADS": str(self.downloads),
            "PAP_STORAGE": "1" if storage else "0",
            "PAP_SHOT": str(self.shot),
            "PAP_PID": str(self.pid),
            "LC_ALL": "C.UTF-8",
        }
        service = Service(executable_path=shutil.which("WebKitWebDriver"), port=free_port(), env=environment)
        try:
            self.raw = WebKitGTK(options=options, service=service)
        except BaseException:
            self.screen.kill()
            raise
        self.raw.command_executor.client_config.timeout = SECONDS
        self.raw.set_page_load_timeout(180)
        self.earlier: list[str] = []

    def _leave(self) -> None:
        self.earlier += self.eval("return (window.pap_faults ?? []).splice(0)")

    def goto(self, url: str) -> None:
        self._leave()
        self.raw.get(url)

    def reload(self) -> None:
        self._leave()
        self.raw.refresh()

    def back(self) -> None:
        self._leave()
        self.raw.back()

    def eval(self, script: str, *values: Any) -> Any:
        return self.raw.execute_script(script, *values)

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        chain = ActionChains(self.raw)
        for key in keys:
            chain.key_down(key).key_up(key)
        chain.perform()

    def screenshot(self, path: Path) -> None:
        self.shot.unlink(missing_ok=True)
        os.kill(int(self.pid.read_text()), signal.SIGUSR1)
        end = time.monotonic() + 20
        while not self.shot.exists():
            assert time.monotonic() < end, "WebKit gave no picture"
            time.sleep(0.05)
        shutil.move(self.shot, path)

    def resize(self, size: tuple[int, int]) -> None:
        self.raw.set_window_rect(width=size[0], height=size[1])
        self.until("return innerWidth === arguments[0]", size[0])

    def faults(self) -> list[str]:
        self._leave()
        told, self.earlier = self.earlier, []
        return told

    def close(self) -> None:
        self.raw.quit()
        self.screen.terminate()
        self.screen.wait(10)
