"""What the tests need of the machine is installed where it can be, and named in one line where it cannot."""

from __future__ import annotations

import os
import subprocess
from types import SimpleNamespace
from typing import Any

import browser_setup
import pytest


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian with apt-get and nothing else; the commands that are run there."""
    ran: list[list[str]] = []

    def run(command: list[str], **_: Any) -> SimpleNamespace:
        ran.append(command)
        return SimpleNamespace(returncode=1)

    monkeypatch.setattr(browser_setup, "found", lambda: None)
    monkeypatch.setattr(browser_setup.shutil, "which", lambda name, **_: name if name == "apt-get" else None)
    monkeypatch.setattr(subprocess, "run", run)
    return ran


def test_root_gets_every_package(bare: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    browser_setup.install()
    assert [command[:2] for command in bare] == [["apt-get", "update"], ["apt-get", "install"]]
    assert {"chromium", "firefox-esr", "webkit2gtk-driver", "libreoffice-calc", "texlive-latex-extra"} <= set(bare[1])


def test_who_is_not_root_is_told_what_is_missing_and_how_to_get_it(
    bare: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    browser_setup.install()
    assert not any("apt-get" in command for command in bare)
    line = browser_setup.told()
    assert "Chromium, poppler-utils, LibreOffice, Firefox ESR, WebKitGTK" in line
    assert (
        "PostgreSQL, TeX Live" in line
        and "apt-get install" in line
        and "webkit2gtk-driver" in line
        and "\n" not in line
    )
