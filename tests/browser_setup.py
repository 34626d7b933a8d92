"""Make sure that a Chromium is there for the browser tests, and LibreOffice for those of exports; say when not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def found() -> str | None:
    """Return the path of a browser that the tests can start."""
    from playwright.sync_api import sync_playwright

    for name in ("chromium", "chromium-browser"):
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
        return path if Path(path).exists() else None


ENGINES = [
    "firefox-esr", "gir1.2-gtk-3.0", "gir1.2-webkit2-4.1", "python3-gi", "python3-gi-cairo", "webkit2gtk-driver",
    "xauth", "xvfb",
]  # fmt: skip
"""Debian's packages of the two other engines (tests/engines)."""


def engines() -> bool:
    """Return whether the two other engines are there."""
    bindings = Path("/usr/lib").glob("*/girepository-1.0/WebKit2-4.1.typelib")
    return any(bindings) and all(map(shutil.which, ("firefox-esr", "WebKitWebDriver", "Xvfb")))


def install() -> None:
    """Install Debian's browsers and LibreOffice when root on a Debian, Playwright's own Chromium elsewhere."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        packages = [
            "chromium",
            "fonts-dejavu-core",
            "poppler-utils",
            "libreoffice-writer",
            "libreoffice-calc",
            *ENGINES,
        ]
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False, **quiet)  # type: ignore[call-overload]
    elif not found():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not found() or not engines() or not shutil.which("pdftoppm") or not shutil.which("soffice"):
        print("Installation de ce que les tests demandent (navigateur, LibreOffice)…", flush=True)
        install()
    path = found()
    print(
        f"Navigateur des tests : {path}" if path else "Pas de navigateur : les tests qui en ont besoin seront passés."
    )
    if not engines():
        print("Pas de Firefox ESR ou de WebKitGTK : les tests de ces moteurs (tests/engines) seront passés.")
    if not shutil.which("soffice"):
        print("Pas de LibreOffice : les tests qui en ont besoin seront passés.")
