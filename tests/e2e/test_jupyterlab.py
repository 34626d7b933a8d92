"""The same workbooks in JupyterLab, with the same widgets."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter import cells, reach, run_all
from live import answered, choose
from ports import free_port

from pasapas_widgets.places.shipped import samples_dir, workbooks_dir

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on a copy of the workbooks; give its address, to be filled with a workbook's name."""
    folder = tmp_path_factory.mktemp("lab")
    for notebook in workbooks_dir().glob("*.ipynb"):
        shutil.copy(notebook, folder)
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--IdentityProvider.token=essai"]
    command += [
        f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
    }
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=folder) as process:
        assert process.stderr
        for line in process.stderr:
            if re.search(r"http://(127\.0\.0\.1|localhost)", line):
                break
        log = (Path(folder) / "log").open("w")
        copier = subprocess.Popen(["cat"], stdin=process.stderr, stdout=log)
        yield f"http://127.0.0.1:{port}/lab/workspaces/{{0}}/tree/{{0}}.ipynb?token=essai"
        process.terminate()
        process.wait(20)
        copier.wait(5)


def test_the_questionnaire_and_its_radar(lab: str, open_page: Callable[..., Any]) -> None:
    page = open_page(lab.format("01_autodiagnostic"))
    run_all(page)
    page.locator(".pap-questionnaire").wait_for(timeout=60_000)
    for item, value in (("L1-01", 4), ("L1-02", 4), ("L1-03", 4), ("L1-04", 4), ("L1-05", 4)):
        choose(page, item, value)
    assert answered(page) == 5
    radar = reach(page, ".pap-radar")
    radar.get_by_text("100").first.wait_for(state="attached", timeout=60_000)
    assert "100" in radar.inner_text()


def test_a_group_opened_from_a_file(lab: str, open_page: Callable[..., Any]) -> None:
    page = open_page(lab.format("02_resultats"))
    run_all(page)
    page.locator(".pap-opensheets").wait_for(timeout=60_000)
    page.locator(".pap-opensheets input[type=file]").set_input_files(samples_dir() / "equipe_24.csv")
    page.locator(".pap-opensheets").get_by_text("24 feuilles en tout").wait_for(timeout=30_000)
    reach(page, ".pap-results details")
    assert page.locator(".pap-results details").count() > 10
    assert "24" in page.locator(".pap-results").inner_text()
    summary = page.locator(".pap-results summary").first
    before = cells(page)
    summary.focus()
    for key, is_open in (("Enter", True), ("Space", False), ("b", False)):  # «b» would add a cell and take the focus
        page.keyboard.press(key)
        assert summary.evaluate("one => one.parentElement.open") == is_open, key
        assert summary.evaluate("one => one === document.activeElement"), key
    assert cells(page) == before
