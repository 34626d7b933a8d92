"""The story of a machine without a network; ``test_offline.py`` runs it inside a network namespace of its own.

Each process that it starts carries an audit hook which writes down every host that Python asks for. One line of JSON
says what was seen.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from place import Place
from story import use_everything

AUDIT = """
import os, sys

_HERE = ("127.0.0.1", "::1", "localhost", "", None)

def _hook(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        asked = args[1][0] if isinstance(args[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"):
        asked = args[0][0] if isinstance(args[0], tuple) else args[0]
    else:
        return
    asked = asked.decode() if isinstance(asked, bytes) else asked
    if asked not in _HERE:
        line = f"{event} {asked} {' '.join(sys.orig_argv[1:4])}\\n"
        number = os.open(os.environ["PASAPAS_AUDIT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(number, line.encode())
        os.close(number)

sys.addaudithook(_hook)
with open(os.environ["PASAPAS_AUDIT"] + ".on", "a") as _log:
    _log.write(" ".join(sys.orig_argv[1:6]) + "\\n")
"""
LOOPBACK_UP = 0x1 | 0x40


def raise_loopback() -> None:
    """Bring up the namespace's own loopback, as ``ip link set lo up`` does."""
    import fcntl
    import struct

    with socket.socket() as link:
        fcntl.ioctl(link, 0x8914, struct.pack("16sh", b"lo", LOOPBACK_UP))


def nothing_answers() -> bool:
    """Tell whether the network is really cut."""
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=5).close()
    except OSError:
        return True
    return False


def commands(place: Place, sample: Path) -> dict[str, int]:
    """Run each command that ends and return their exit status."""
    sheet = place.folder / "feuille.json"
    sheet.write_text('{"questionnaire": "pas-a-pas", "version": "1.1", "reponses": {"L1-01": 3}}', encoding="utf-8")
    asked = {
        "help": ["--help"],
        "analyser": ["analyser", str(sample)],
        "json": ["analyser", str(sample), "--json"],
        "feuille": ["analyser", str(sheet)],
        "lien-binder": ["lien-binder"],
        "code": ["code", "--help"],
        "lab": ["lab", "--help"],
    }
    return {name: place.run(*arguments).returncode for name, arguments in asked.items()}


def address(said: list[str]) -> str:
    """Return the address that a command has printed."""
    found = re.search(r"http://\S+", " ".join(said))
    assert found, said
    return found[0]


def open_lab(browser: Any, url: str) -> list[str]:
    """Open the own copies in JupyterLab, run one, and return what was asked of another host."""
    from playwright.sync_api import TimeoutError

    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    dialog = page.locator(".jp-Dialog button.jp-mod-accept")  # a slow kernel makes JupyterLab ask: the answer is yes
    page.add_locator_handler(dialog, lambda button: button.click())
    page.goto(url.replace("00_accueil", "01_autodiagnostic"))
    page.locator(".jp-NotebookPanel .jp-Cell").first.click(timeout=90_000)
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for(timeout=60_000)
    for _ in range(4):  # a slow machine shows the notebook before it takes orders
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with suppress(TimeoutError):
            page.locator(".pap-questionnaire").wait_for(timeout=20_000)
            break
    page.locator(".pap-questionnaire").wait_for(timeout=1_000)
    assert not page.get_by_text("Jupyter news").count()
    page.close()
    home = urlsplit(url).netloc
    return [one for one in asked if one.startswith("http") and urlsplit(one).netloc != home]


def main(folder: Path) -> dict[str, Any]:
    """Live the story and return what was seen."""
    from playwright.sync_api import sync_playwright

    from pasapas_widgets.places.shipped import samples_dir

    raise_loopback()
    (folder / "audit").mkdir()
    (folder / "audit" / "sitecustomize.py").write_text(AUDIT, encoding="utf-8")
    audit = folder / "audit.log"
    place = Place(folder / "place", PYTHONPATH=str(folder / "audit"), PASAPAS_AUDIT=str(audit))
    seen: dict[str, Any] = {"cut": nothing_answers(), "commands": commands(place, samples_dir() / "equipe_24.csv")}
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
        browser = playwright.chromium.launch(executable_path=sys.argv[2], args=flags)
        with place.started("--no-browser") as (_, said):
            seen["pages"] = use_everything(browser, address(said))
        with place.started("lab", "--no-browser") as (_, said):
            seen["lab"] = open_lab(browser, address(said))
        browser.close()
    seen["asked"] = audit.read_text(encoding="utf-8").splitlines() if audit.exists() else []
    seen["watched"] = Path(f"{audit}.on").read_text(encoding="utf-8").splitlines()
    control = "import socket\ntry: socket.create_connection(('192.0.2.1', 80), 5)\nexcept OSError: pass"
    os.spawnve(os.P_WAIT, sys.executable, [sys.executable, "-c", control], place.env)
    seen["control"] = audit.exists() and "192.0.2.1" in audit.read_text(encoding="utf-8")
    return seen


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
