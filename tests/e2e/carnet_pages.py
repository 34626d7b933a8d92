"""What the tests of a carnet's pages share: an app of their own, its carnets on disk, and what a page says is saved."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from live import App
from ports import free_port
from waits import until

from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.carnet.carnet import Carnet

PLAN, CHOICE = "05_plan_action", "04_priorites"


class CarnetApp(App):
    """``pasapas`` on a data folder; :attr:`carnets` reads the same folder, as another process."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.port = port or free_port()
        self.folder = folder
        command = [sys.executable, "-m", "pasapas_widgets.cli", "--no-browser", "--port", str(self.port)]
        environment = {**os.environ, "PASAPAS_DATA": str(folder)}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert process.stdout
        address = re.search(r"http://\S+/", process.stdout.readline())
        assert address, "the app printed no address"
        super().__init__(process, address[0])
        self.carnets = Carnets(folder / "carnets")

    def carnet(self) -> Carnet:
        """Return the carnet that was saved last, as it is on disk."""
        return self.carnets.read(self.carnets.all()[0].id).carnet

    def empty(self) -> None:
        """Empty the data folder, once no page of an earlier test has a kernel that could write there.

        A page that leaves says so (test_page_kernels.py), but a profile that is thrown away at once may take its last
        message along: its kernel would live on for ten minutes, in case the page comes back. It is sent again.
        """
        if not until(lambda: not self.kernels(), seconds=10):
            for kernel in self.kernels():
                command = Path(f"/proc/{kernel}/cmdline").read_text()
                (kernel_id,) = re.findall(r"kernel-([\w-]+)\.json", command)
                urlopen(f"{self.address}voila/api/shutdown/{kernel_id}", data=b"")
            assert until(lambda: not self.kernels()), "a page that is closed has kept its kernel"
        for one in self.folder.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def ready(page: Any) -> None:
    """Wait until the page shows its carnet."""
    page.locator(".pap-carnetdesk").wait_for(timeout=60_000)
    page.locator(".pap-plan, .pap-priorities").first.wait_for(timeout=60_000)


def saved(page: Any) -> None:
    """Wait until the page says that all of it is on disk."""
    page.locator('.pap-carnetdesk .pap-kit-saved[data-kind="enregistre"]').wait_for(timeout=60_000)


def state(page: Any) -> str:
    """Return what the desk says of saving: enregistre, en_cours, conflit, coupe…"""
    return str(page.locator(".pap-carnetdesk .pap-kit-saved").get_attribute("data-kind"))


def open_panel(page: Any, part: str = "Ouvrir, commencer") -> Any:
    """Open what is behind the bar, unfold a part of it, and return it."""
    page.locator(".pap-carnetdesk-which").click(timeout=60_000)
    panel = page.locator(".pap-carnetdesk-panel")
    panel.locator("summary", has_text=part).click()
    return panel


def undo(page: Any) -> Any:
    """Return the one button of the page that undoes."""
    return page.locator(".pap-carnetdesk").get_by_role("button", name="Annuler")


def open_sheet(page: Any, number: int = 1) -> Any:
    """Open the sheet of an action from the table, and return it."""
    page.locator(".pap-plan-table tbody tr").nth(number - 1).locator("button").click()
    sheet = page.locator(".pap-plan-sheet")
    sheet.wait_for()
    return sheet
