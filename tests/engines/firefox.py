"""Firefox ESR, driven by Mozilla's own client: Debian has no geckodriver, and the client needs none."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path
from typing import Any

from ports import free_port
from window import Window

__all__ = ["Firefox", "missing"]

NARROW = """
const browser = Services.wm.getMostRecentWindow("navigator:browser").gBrowser.selectedBrowser;
browser.style.cssText = `width:${arguments[0]}px; height:${arguments[1]}px; flex:none; min-width:0`;
"""
TOLD = """
const told = Services.console.getMessageArray();
Services.console.reset();
return told
  .filter((one) => one instanceof Ci.nsIScriptError && !(one.flags & Ci.nsIScriptError.warningFlag))
  .filter((one) => /^(content javascript|CSP)/.test(one.category))
  .map((one) => `${one.errorMessage} (${one.sourceName}:${one.lineNumber})`);
"""


def missing() -> str:
    """Return what is missing here to drive it, or nothing."""
    return "" if shutil.which("firefox-esr") else "firefox-esr"


class Firefox(Window):
    """A headless Firefox with a profile of its own; its page is narrower than its smallest window where asked."""

    name = "firefox"

    def __init__(self, folder: Path, *, storage: bool = True) -> None:
        from marionette_driver.marionette import Marionette

        super().__init__(folder)
        prefs = {
            "browser.download.dir": str(self.downloads),
            "browser.download.folderList": 2,
            "browser.download.always_ask_before_handling_new_types": False,
            "dom.storage.enabled": storage,
            "intl.accept_languages": "fr",
            "pdfjs.disabled": True,
        }
        self.raw = Marionette(
            bin=shutil.which("firefox-esr"),
            port=free_port(),
            headless=True,
            prefs=prefs,
            startup_timeout=120,
            gecko_log=str(folder / "gecko.log"),
        )
        self.raw.start_session()
        self.raw.timeout.page_load = 180

    def resize(self, size: tuple[int, int]) -> None:
        self.raw.set_window_rect(width=max(size[0], 500), height=size[1] + 200)
        self._chrome(NARROW, *size)
        self.until("return innerWidth === arguments[0]", size[0])

    def _chrome(self, script: str, *values: Any) -> Any:
        with self.raw.using_context("chrome"):
            return self.raw.execute_script(script, values, sandbox=None)

    def goto(self, url: str) -> None:
        self.raw.navigate(url)

    def reload(self) -> None:
        self.raw.refresh()

    def back(self) -> None:
        self.raw.go_back()

    def eval(self, script: str, *values: Any) -> Any:
        return self.raw.execute_script(script, values, sandbox=None)

    def press(self, *keys: str) -> None:
        chain = self.raw.actions.sequence("key", "keyboard")
        for key in keys:
            chain.key_down(key).key_up(key)
        chain.perform()

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.raw.screenshot(full=False)))

    def offline(self, is_cut: bool) -> None:
        """Cut the network, or give it back."""
        self._chrome("Services.io.offline = arguments[0]", is_cut)

    def faults(self) -> list[str]:
        return list(self._chrome(TOLD))

    def close(self) -> None:
        self.raw.quit()
        self.raw.cleanup()
