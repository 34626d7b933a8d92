"""With the network cut, everything but Binder's links works, and nothing asks for a host outside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browser_setup import found

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = Path(__file__).parent


def cut_off() -> list[str] | None:
    """Return the command that runs another in a network namespace of its own, where this machine allows it."""
    for options in (["--net"], ["--net", "--map-root-user"]):
        command = [shutil.which("unshare") or "", *options]
        if command[0] and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    return None


def test_everything_works_and_nothing_is_asked_outside(tmp_path: Path) -> None:
    command, chromium = cut_off(), found()
    if command is None or chromium is None:
        reason = "no Chromium" if command else "no network namespace can be made here"
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        if root and os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    script = [*command, sys.executable, str(HERE / "offline.py"), str(tmp_path), chromium]
    done = subprocess.run(script, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["cut"] and seen["control"], "the network is cut, and the watch sees what it must see"
    assert set(seen["commands"].values()) == {0}, seen["commands"]
    assert seen["pages"] == {"outside": [], "failed": [], "errors": []}
    assert seen["lab"] == []
    assert any("ipykernel" in line for line in seen["watched"]), "kernels were watched too"
    assert seen["asked"] == []
