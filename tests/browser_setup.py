"""Make sure that three browsers are there for the tests, and LibreOffice for those of exports; say when not."""

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


PACKAGES = (
    "chromium", "fonts-dejavu-core", "poppler-utils", "libreoffice-writer", "libreoffice-calc",
    "firefox-esr", "webkit2gtk-driver", "gir1.2-webkit2-4.1", "gir1.2-gtk-3.0", "python3-gi", "python3-gi-cairo",
    "xvfb", "xauth", "nginx-light", "postgresql", "texlive-latex-extra",
)  # fmt: skip
"""What the tests need of Debian: the second line for Firefox and WebKit (tests/engines), the end of the third for a
server (tests/server) and for the tables of a paper (tests/unit/research/test_research_latex.py)."""

BINDINGS = "import cairo, gi; gi.require_version('WebKit2', '4.1'); gi.require_version('Gtk', '3.0')"
"""What the system's own Python runs for a window of WebKit."""


def has_bindings() -> bool:
    """Return whether the system's own Python can open a window of WebKit."""
    python = shutil.which("python3", path="/usr/bin")
    return bool(python) and subprocess.run([python, "-c", BINDINGS], capture_output=True, check=False).returncode == 0


def missing() -> list[str]:
    """Return what is not here of what the tests need, in words that a person can look for."""
    programs = {"pdftoppm": "poppler-utils", "soffice": "LibreOffice", "firefox-esr": "Firefox ESR"}
    serving = shutil.which("nginx", path="/usr/sbin:/usr/bin") and Path("/usr/lib/postgresql").exists()
    engine = all(map(shutil.which, ("WebKitWebDriver", "Xvfb"))) and has_bindings()
    return [
        *([] if found() else ["Chromium"]),
        *(name for program, name in programs.items() if not shutil.which(program)),
        *([] if engine else ["WebKitGTK"]),
        *([] if serving else ["nginx, PostgreSQL"]),
        *([] if shutil.which("pdflatex") else ["TeX Live"]),
    ]


def is_root_on_debian() -> bool:
    """Return whether packages can be installed here."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def install() -> None:
    """Install Debian's packages when root on a Debian, Playwright's own Chromium elsewhere."""
    if is_root_on_debian():
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # no server of the machine's own
        quiet = {"stdout": subprocess.DEVNULL, "env": env}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], check=False, **quiet)  # type: ignore[call-overload]
    elif not found():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def told() -> str:
    """Return what is there or missing, in one line."""
    if not (lacking := missing()):
        return f"Navigateurs des tests : {found()}, Firefox ESR, WebKitGTK."
    return (
        f"Il manque {', '.join(lacking)} : les tests qui en ont besoin seront passés. Sur Debian, en root : "
        f"apt-get install {' '.join(PACKAGES)}"
    )


if __name__ == "__main__":
    if missing():
        print("Installation de ce que les tests demandent (navigateurs, LibreOffice, TeX Live)…", flush=True)
        install()
    print(told())
